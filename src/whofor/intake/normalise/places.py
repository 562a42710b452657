"""Cells that name a place in several parts: "Austin, TX", "75008 Paris", "München (DE)", "Greater London"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from whofor.intake.normalise.cities import City, cities_like, city_named
from whofor.intake.normalise.countries import country_code, name_key
from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.states import State, plain_name, state_by_iso, state_named, states_after_city, states_like
from whofor.text import tidy

__all__ = ["Place", "parse_place", "settle"]

_LONGEST_CELL = 120
_MOST_PARTS = 6
_SEPARATORS = re.compile(r"[,;|\n()\[\]]+| [-/·>] ")
_POSTCODE = (
    r"(?:\d{3}[ ]?\d{2}|\d{4,6}(?:-\d{3,4})?|\d{4} [A-Z]{2}"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
_DISTRICT = r"\d{1,2}(?:er|ère|e|è|ème|eme|th|nd|rd|st|º)?(?: arr(?:ondissement|\.)?)?"
_BEFORE = re.compile(rf"^(?:[A-Z]{{1,3}}[- ])?{_POSTCODE}\s+(?=\D)", re.IGNORECASE)
_AFTER = re.compile(rf"(?<=[^\W\d])[.,]?\s+(?:{_POSTCODE}|{_DISTRICT})$", re.IGNORECASE)
_CEDEX = re.compile(r"\s+cedex(?:\s+\d+)?$", re.IGNORECASE)
_POSTCODE_ALONE = re.compile(rf"(?:[A-Z]{{1,3}}[- ])?{_POSTCODE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place; what is not known is empty.

    Attributes:
        city: The city's usual English name.
        state: ISO 3166-2 code of the state, such as `US-TX`.
        country: ISO 3166-1 alpha-2 code.
    """

    city: str = ""
    state: str = ""
    country: str = ""

    @property
    def state_label(self) -> str:
        """Return the state's usual English name, empty where it is unknown."""
        state = state_by_iso(self.state)
        return state.label if state else ""


def parse_place(text: str, country: str = "") -> Place | None:
    """Read a cell that names a country, a state, a city, or several in either order; None where it is unsure.

    Postal codes, districts and words such as "Greater … Area" are ignored. A name of several places is decided by
    the parts beside it, or where one is by far the likeliest; so `Birmingham`, `Georgia` or `DE` alone are None. Of
    two letters after a city, `CA` is California unless the city is in Canada; the codes of other states that are
    also codes of countries need a known city.

    Args:
        text: The cell.
        country: ISO 3166-1 alpha-2 code of its country, where that is known.

    >>> parse_place("75008 Paris"), parse_place("Austin, TX")
    (Place(city='Paris', state='', country='FR'), Place(city='Austin', state='US-TX', country='US'))
    >>> parse_place("München (DE)"), parse_place("Toronto, CA").state, parse_place("Birmingham")
    (Place(city='Munich', state='', country='DE'), 'CA-ON', None)
    """
    if len(text) > _LONGEST_CELL:
        return None
    text = tidy(text)
    parts = [part for part in (part.strip(" .-/") for part in _SEPARATORS.split(text)) if part]
    parts = [part for part in parts if not _POSTCODE_ALONE.fullmatch(part)]
    if not 1 <= len(parts) <= _MOST_PARTS:
        return None
    if len(parts) == 1:
        return _alone(parts[0], country)
    if cities_like(text) or states_like(text):
        return _alone(text, country)
    place = _together(parts, country) or _together(parts[::-1], country) or _addressed(parts[-1], country)
    # "Korea, Republic of" names one thing in two parts.
    code = country_code(text, slips=False)
    return Place(country=code) if code and country in ("", code) and (not place or place.country != code) else place


def _alone(text: str, country: str) -> Place | None:
    """Read a single name."""
    code = country_code(text, slips=False)
    if code is not None and code == country:
        # The row says which of the places of that name is meant: IN of India, Luxembourg of Luxembourg.
        return Place(country=code)
    if len(text) == 2 and states_after_city(text):
        code = None
    if code is not None and not country:
        # A city or a state of another country has the name as well.
        others = (*states_like(text), *cities_like(text))
        return None if any(other.country != code for other in others) else Place(country=code)
    state = _state_alone(text, country)
    city = _city(text, country)
    if city is not None and state is not None:
        if city.country != state.country:
            return None
        if city.state not in ("", state.code):
            return Place(country=city.country)
        return Place(city.label, city.state, city.country)
    if city is not None:
        return Place(city.label, city.state, city.country)
    if state is None or (not country and any(one.country != state.country for one in cities_like(text))):
        return None
    return Place(state=state.code, country=state.country)


def _state_alone(text: str, country: str) -> State | None:
    if not country and len(text) == 2 and country_code(text, slips=False) is None:
        coded = states_after_city(text)
        return coded[0] if len(coded) == 1 and coded[0].country == "US" else None
    return state_named(text, country) if country or plain_name(text) else None


def _city(text: str, country: str = "", state: str = "") -> City | None:
    for name in _names(text):
        if cities_like(name):
            return city_named(name, country, state)
    return None


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = rules("places")
    before = "|".join(map(re.escape, sorted(map(name_key, table["before"]), key=len, reverse=True)))
    after = "|".join(map(re.escape, sorted(map(name_key, table["after"]), key=len, reverse=True)))
    return re.compile(rf"^(?:{before}) "), re.compile(rf" (?:{after})$")


def _names(text: str) -> Iterator[str]:
    """Yield a part as it is, then without postal code and district, then without the words around it."""
    yield text
    bare = _AFTER.sub("", _CEDEX.sub("", _BEFORE.sub("", text)))
    yield bare
    before, after = _around()
    key = name_key(bare)
    yield after.sub("", key)
    yield before.sub("", key)
    yield before.sub("", after.sub("", key))


def _together(parts: Sequence[str], country: str) -> Place | None:
    """Read parts in order from the small to the large: the last is a country or a state."""
    last = _AFTER.sub("", parts[-1])
    rest = parts[:-1]
    code = country_code(last, slips=False)
    readings: list[tuple[int, Place]] = []
    if code is not None:
        readings.append(_with_rest(rest, Place(country=code)))
    for state in states_after_city(last):
        readings.append(_with_rest(rest, Place(state=state.code, country=state.country)))
    readings = [(score, place) for score, place in readings if country in ("", place.country)]
    if not readings:
        return None
    best = max(score for score, _ in readings)
    places = [place for score, place in readings if score == best]
    if len(places) > 1 and name_key(last) == "ca":
        places = [place for place in places if place.state == "US-CA"]
    return places[0] if len(places) == 1 else None


def _with_rest(rest: Sequence[str], place: Place) -> tuple[int, Place]:
    """Fill in city and state from the parts before, and return how well they fit."""
    score = 0
    for number, part in reversed(list(enumerate(rest))):
        city = _city(part, place.country, place.state) if not place.city else None
        state = state_named(part, place.country) if not place.state else None
        if city is not None and (state is None or number == 0) and not _differ(city, state):
            place = replace(place, city=city.label, state=place.state or city.state)
            score = max(score, 2)
        elif state is not None and not _differ(city, state):
            place = replace(place, state=state.code)
            score = max(score, 1)
    return score, place


def _differ(city: City | None, state: State | None) -> bool:
    return city is not None and state is not None and city.state not in ("", state.code)


def _addressed(last: str, country: str) -> Place | None:
    """Read the end of a postal address: only after a postal code is it surely a city."""
    return _alone(last, country) if _BEFORE.match(last) else None


def settle(country: str, state: str, city: str, codes_of: str = "") -> Place:
    """Return the place that the cells of one row mean, each in the light of the others.

    Args:
        country: ISO 3166-1 alpha-2 code, empty where it is not known.
        state: Cell of a column of states.
        city: Cell of a column of cities.
        codes_of: Country whose codes are in the column of states (see `codes_country`).

    Returns:
        The place; its city and state are empty where the cells could not be read, its country where it is not sure.

    A city fills an empty state only where the cell itself names one ("Austin, TX").

    >>> settle("", "ON", "London", "US"), settle("GE", "", "Georgia").country
    (Place(city='London', state='CA-ON', country='CA'), 'GE')
    """
    town = _city_cell(city, country)
    of_state = _state_cell(state, country, codes_of)
    if not country and town is not None and not (of_state and plain_name(state)):
        # Two letters mean a state of the country that the city is in, if there is one.
        of_state = _state_cell(state, town.country, "") or of_state
    known = country or (of_state.country if of_state else town.country if town else "")
    if not country and of_state and town and town.state and town.country == known and not of_state.state:
        of_state = town
    town = _city_cell(city, known, of_state.state if of_state else "")
    of_city = town.state if town and not state and _SEPARATORS.search(city) else ""
    return Place(town.city if town else "", of_state.state if of_state else of_city, known)


def _state_cell(text: str, country: str, codes_of: str) -> Place | None:
    if not text:
        return None
    state = state_named(text, country, codes_of)
    if state is not None:
        return Place(state=state.code, country=state.country)
    place = parse_place(text, country)
    return place if place is not None and place.state and not place.city else None


def _city_cell(text: str, country: str, state: str = "") -> Place | None:
    if not text:
        return None
    city = _city(text, country, state)
    if city is not None:
        return Place(city.label, city.state, city.country)
    place = parse_place(text, country)
    fits = place is not None and place.city and (not state or place.state in ("", state))
    return place if fits else None
