"""States, provinces and regions within a country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from whofor.intake.normalise.countries import name_key
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["State", "codes_country", "plain_name", "state_by_iso", "state_named", "states_after_city", "states_like"]

_LONGEST_NAME = 60
_SHORTEST_NAME = 3
_PLAIN_NAME = 5
_ENOUGH = 0.9
_OF_ONE_COLUMN = {"US": ("US", "CA")}


@dataclass(frozen=True, slots=True)
class State:
    """A state, province or region.

    Attributes:
        code: ISO 3166-2 code, such as `US-TX`.
        label: Its usual English name.
    """

    code: str
    label: str

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code of its country."""
        return self.code[:2]


@cache
def _by_code() -> dict[str, State]:
    return {
        f"{country}-{code}": State(f"{country}-{code}", names[0])
        for country, states in rules("states")["state"].items()
        for code, names in states.items()
    }


@cache
def _by_short_name() -> dict[str, State]:
    """Return country and code, or a spelling as short as a code (`CA-PQ`) -> state."""
    found = {
        f"{state.country}-{_short(name)}": state
        for code, state in _by_code().items()
        for name in rules("states")["state"][state.country][code[3:]]
        if len(_short(name)) < _SHORTEST_NAME
    }
    return found | _by_code()


def _short(text: str) -> str:
    """Return a text as codes are compared."""
    return fold(text).replace(".", "").upper()


@cache
def _by_name() -> dict[str, tuple[State, ...]]:
    """Return comparable name -> states of that name. Abbreviations as short as a code are codes."""
    found: defaultdict[str, dict[str, State]] = defaultdict(dict)
    for country, states in rules("states")["state"].items():
        for code, names in states.items():
            for name in names:
                key = name_key(name)
                if len(_short(name)) >= _SHORTEST_NAME:
                    found[key][country] = _by_code()[f"{country}-{code}"]
    return {key: tuple(states.values()) for key, states in found.items()}


@cache
def _undecided() -> frozenset[str]:
    return frozenset(name_key(name) for name in rules("states")["undecided"])


@cache
def _labels() -> frozenset[str]:
    return frozenset(name_key(state.label) for state in _by_code().values())


def state_by_iso(code: str) -> State | None:
    """Return the state of an ISO 3166-2 code such as `US-TX`, or None.

    >>> state_by_iso("CA-QC")
    State(code='CA-QC', label='Quebec')
    """
    return _by_code().get(code)


def states_like(text: str, country: str = "") -> tuple[State, ...]:
    """Return all states that a name may mean, in one country where it is known; codes only where it is."""
    if len(text) > _LONGEST_NAME:
        return ()
    key = name_key(text)
    whole = _by_code().get(_short(text))
    if whole is not None and country in ("", whole.country):
        return (whole,)
    if country:
        coded = _by_short_name().get(f"{country}-{_short(text)}")
        return (coded,) if coded else tuple(state for state in _by_name().get(key, ()) if state.country == country)
    return _by_name().get(key, ())


def state_named(text: str, country: str = "", codes_of: str = "") -> State | None:
    """Return the one state that a text means in a column of states, or None.

    Args:
        text: A name in English, French, German, Spanish, Portuguese or the state's own language, or an ISO code; the
            part after the dash (`TX`) where the country is known.
        country: ISO 3166-1 alpha-2 code of the country, where it is known.
        codes_of: Country whose codes are in the column (see `codes_country`), for rows whose country is unknown.

    >>> state_named("Calif."), state_named("Québec"), state_named("Georgia")
    (State(code='US-CA', label='California'), State(code='CA-QC', label='Quebec'), State(code='US-GA', label='Georgia'))
    >>> state_named("WA", "AU"), state_named("WA"), state_named("WA", codes_of="US")
    (State(code='AU-WA', label='Western Australia'), None, State(code='US-WA', label='Washington'))
    """
    found = states_like(text, country)
    if not country and not found:
        for one in _OF_ONE_COLUMN.get(codes_of, (codes_of,) if codes_of else ()):
            found = states_like(text, one)
            if found:
                break
    if not country and name_key(text) in _undecided():
        return None
    return found[0] if len(found) == 1 else None


def states_after_city(text: str) -> tuple[State, ...]:
    """Return the states that the last part of "city, state" may mean: by name, or by a code that is usual there."""
    coded = (_by_short_name().get(f"{country}-{_short(text)}") for country in rules("states")["comma_codes"])
    return tuple(state for state in coded if state) or states_like(text)


def plain_name(text: str) -> bool:
    """Return whether a name means a state without a column that says so: no abbreviation.

    >>> plain_name("Ohio"), plain_name("Miss.")
    (True, False)
    """
    key = name_key(text)
    return len(key) >= _PLAIN_NAME or key in _labels()


def codes_country(texts: Mapping[str, int]) -> str:
    """Return the country whose codes of states a column holds, or an empty text where that is not clear.

    `SC` is South Carolina among `TX` and `NY` and Santa Catarina among `SP` and `RJ`. The United States count
    together with Canada.

    Args:
        texts: Text -> number of cells with it.

    >>> codes_country({"TX": 3, "SC": 1, "ON": 1}), codes_country({"SP": 9, "SC": 3, "MG": 2}), codes_country({"XX": 1})
    ('US', 'BR', '')
    """
    codes: dict[str, int] = {}
    for text, count in texts.items():
        if len(_short(text)) < _SHORTEST_NAME:
            codes[_short(text)] = codes.get(_short(text), 0) + count
    total = sum(codes.values())
    known: dict[str, int] = {}
    for country in rules("states")["lone_codes"]:
        members = _OF_ONE_COLUMN.get(country, (country,))
        known[country] = sum(
            count for code, count in codes.items() if any(f"{one}-{code}" in _by_short_name() for one in members)
        )
    best = max(known, key=lambda country: known[country], default="")
    return best if total and known[best] >= _ENOUGH * total else ""
