"""Country, state and city of accounts, each read in the light of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from whofor.intake.importing.reading import Reading
from whofor.intake.normalise import country_continent, country_region
from whofor.intake.normalise.places import settle
from whofor.intake.normalise.states import codes_country

__all__ = ["PLACE_COLUMNS", "SEPARATOR", "Places", "read_places"]

PLACE_COLUMNS = ("country", "state", "city")
SEPARATOR = "\x1f"
"""Separator of the texts of a row that are read together."""


@dataclass(slots=True)
class Places:
    """The places of a table.

    Attributes:
        outputs: Column -> joined texts of a row -> value; a column without any value is missing.
        inferred: State or city -> rows whose country is inferred from it, where no country was read.
        countries: State or city among them -> the country.
    """

    outputs: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    inferred: dict[str, int] = field(default_factory=dict[str, int])
    countries: dict[str, str] = field(default_factory=dict[str, str])

    def give(self, column: str, text: str, value: str) -> None:
        """Set a value; an empty one is ignored."""
        if value:
            self.outputs.setdefault(column, {})[text] = value

    def examples(self) -> tuple[str, ...]:
        """Return five of the states and cities that gave a country, the most frequent first, each with it."""
        shown = sorted(self.inferred, key=lambda text: (-self.inferred[text], text))
        return tuple(f"{text} → {self.countries[text]}" for text in shown[:5])


def read_places(rows: Mapping[str, int], columns: Sequence[str], readings: Mapping[str, Reading]) -> Places:
    """Return the places of rows, each column read in the light of the others.

    Args:
        rows: Texts of the columns, joined by `SEPARATOR` -> number of rows.
        columns: The columns among `PLACE_COLUMNS` that the table has, in the order of the texts.
        readings: Readings of each column by itself.

    >>> from whofor.schema.columns import ReadAs
    >>> country, city = Reading(ReadAs.COUNTRY), Reading(ReadAs.CATEGORY)
    >>> city.main["Köln"] = "Köln"
    >>> found = read_places({"\\x1fKöln": 3}, ("country", "city"), {"country": country, "city": city})
    >>> found.outputs["country"], found.outputs["city"], found.inferred
    ({'\\x1fKöln': 'DE'}, {'\\x1fKöln': 'Cologne'}, {'Köln': 3})
    """
    places = Places()
    split = {text: dict(zip(columns, text.split(SEPARATOR), strict=True)) for text in rows}
    known = {
        text: {column: str(readings[column].main.get(cell, "")) for column, cell in cells.items()}
        for text, cells in split.items()
    }
    states: dict[str, int] = {}
    for text, cells in known.items():
        if state := cells.get("state"):
            states[state] = states.get(state, 0) + rows[text]
    codes_of = codes_country(states)
    for text, cells in known.items():
        country, state, city = (cells.get(column, "") for column in PLACE_COLUMNS)
        place = settle(country, state, city, codes_of)
        places.give("country", text, place.country)
        places.give("region", text, country_region(place.country))
        places.give("continent", text, country_continent(place.country))
        places.give("state", text, place.state_label or state)
        places.give("city", text, place.city or city)
        if place.country and not country:
            shown = ", ".join(filter(None, (city, state)))
            places.inferred[shown] = places.inferred.get(shown, 0) + rows[text]
            places.countries[shown] = place.country
    return places
