"""Regions and continents of all countries."""

from __future__ import annotations

from collections import defaultdict

import pytest
from babel import Locale
from babel.core import get_global

from whofor.intake.normalise import country_code, country_continent, country_region

CODES = sorted(code for code in map(str, Locale("en").territories) if len(code) == 2 and country_region(code))
# The first part of a time zone's name is an independent witness of the continent.
ZONES = {
    "Africa": {"Africa"},
    "America": {"North America", "South America"},
    "Asia": {"Asia"},
    "Australia": {"Oceania"},
    "Europe": {"Europe"},
    "Pacific": {"Oceania"},
}
# Cyprus counts as Europe and Turkey as Asia; these islands lie where their zone does, and belong where they are listed.
ELSEWHERE = {"CY", "TR"}


def test_there_are_249_countries_and_kosovo() -> None:
    assert len(CODES) == 250
    assert "XK" in CODES


def test_the_continents_agree_with_the_time_zones() -> None:
    witnesses: defaultdict[str, set[str]] = defaultdict(set)
    for zone, code in get_global("zone_territories").items():
        witnesses[code] |= ZONES.get(zone.partition("/")[0], set())
    wrong = {
        code: (country_continent(code), continents)
        for code, continents in witnesses.items()
        if code in CODES and continents and country_continent(code) not in continents and code not in ELSEWHERE
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("code", "region", "continent"),
    [
        ("DE", "Western Europe", "Europe"),
        ("GB", "Northern Europe", "Europe"),
        ("PT", "Southern Europe", "Europe"),
        ("PL", "Eastern Europe", "Europe"),
        ("US", "North America", "North America"),
        ("MX", "Latin America", "North America"),
        ("CR", "Latin America", "North America"),
        ("BR", "Latin America", "South America"),
        ("AE", "Middle East", "Asia"),
        ("JP", "East Asia", "Asia"),
        ("SG", "South-East Asia", "Asia"),
        ("IN", "South Asia", "Asia"),
        ("KZ", "Central Asia", "Asia"),
        ("GE", "Caucasus", "Asia"),
        ("AU", "Oceania", "Oceania"),
        ("MA", "North Africa", "Africa"),
        ("KE", "Sub-Saharan Africa", "Africa"),
        ("de", "Western Europe", "Europe"),
        ("", "", ""),
        ("ZZ", "", ""),
    ],
)
def test_region_and_continent(code: str, region: str, continent: str) -> None:
    assert (country_region(code), country_continent(code)) == (region, continent)


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "pt", "it", "nl"])
@pytest.mark.parametrize("write", [str, str.upper, str.lower], ids=["as is", "upper", "lower"])
def test_every_country_is_known_by_its_name(language: str, write: type[str]) -> None:
    territories = Locale(language).territories
    assert {code: country_code(write(territories[code])) for code in CODES} == {code: code for code in CODES}


def test_every_country_is_known_by_its_codes_except_na() -> None:
    assert [code for code in CODES if country_code(code) != code] == ["NA"]
    longer = {
        alias: codes[0]
        for alias, codes in get_global("territory_aliases").items()
        if len(alias) == 3 and alias.isalpha()
    }
    assert {country_code(alias) for alias in longer} >= set(CODES)


STATES = [
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida",
    "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland",
    "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada",
    "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma",
    "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah",
    "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming",
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_states_of_the_us_are_no_countries(state: str) -> None:
    assert country_code(state) is None
    assert country_code(state.upper()) is None
