"""Tables of states and cities, and cells that name a place."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whofor.intake.normalise import country_code, country_region
from whofor.intake.normalise.cities import City, cities_like, city_named
from whofor.intake.normalise.countries import name_key
from whofor.intake.normalise.places import Place, parse_place, settle
from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.states import codes_country, state_by_iso, state_named

STATES = rules("states")["state"]
CITIES = rules("cities")
WRITTEN = [
    *((place, label, names) for place, cities in CITIES["aliased"].items() for label, names in cities.items()),
    *((place, label.strip(), []) for place, cities in CITIES["plain"].items() for label in cities.split(";")),
]
PLACES = {
    *(place for place, _, _ in WRITTEN),
    *(place for group in ("several", "also") for places in CITIES[group].values() for place in places.split()),
}


def test_every_country_and_state_of_the_tables_exists() -> None:
    for code in (*STATES, *(place[:2] for place in PLACES)):
        assert country_region(code), code
    for place in PLACES:
        assert "-" not in place or state_by_iso(place), place


@pytest.mark.parametrize("country", STATES)
def test_a_name_means_one_state_of_a_country_and_a_label_is_read_as_itself(country: str) -> None:
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for code, names in STATES[country].items():
        for name in (*names, code):
            bearers[name_key(name)].add(code)
        state = state_by_iso(f"{country}-{code}")
        assert state is not None
        for name in (*names, code, state.code):
            assert state_named(name, country) == state, name
    assert [(name, codes) for name, codes in bearers.items() if len(codes) > 1] == []


def test_a_name_means_one_city_unless_the_table_says_otherwise() -> None:
    bearers: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for place, label, names in WRITTEN:
        for name in (label, *names):
            bearers[name_key(name)].add((label, place[:2]))
    assert {name: found for name, found in bearers.items() if len(found) > 1} == {}
    assert [name for name in CITIES["several"] if name_key(name) in bearers] == []
    assert [name for name in CITIES["also"] if name_key(name) not in bearers] == []


def test_the_name_of_a_city_is_read_as_itself() -> None:
    for place, label, names in WRITTEN:
        for name in (label, *names):
            city = city_named(name, place[:2], place if "-" in place else "")
            assert city is not None, name
            assert city.label == label, name
            assert parse_place(f"{label}, {place[:2]}", place[:2]) is not None
    for name, places in CITIES["several"].items():
        for place in places.split():
            found = city_named(name, place[:2], place if "-" in place else "")
            assert found is not None, (name, place)
            assert found.label == name, (name, place)


def test_cities_of_time_zones_are_known_in_five_languages() -> None:
    for names in (("Reykjavik", "Reikiavik", "Reykjavík"), ("Nicosia", "Nicosie", "Nikosia"), ("Dhaka", "Daca")):
        assert len({city_named(name) for name in names}) == 1
        assert city_named(names[0]) is not None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("", "", "Köln"), ("Cologne", "", "DE")),
        (("DE", "BY", "München"), ("Munich", "DE-BY", "DE")),
        (("", "Bayern", ""), ("", "DE-BY", "DE")),
        # The state names the country, and with it the city.
        (("", "Texas", "Paris"), ("Paris", "US-TX", "US")),
        (("", "ON", "London"), ("London", "CA-ON", "CA")),
        (("", "Georgia", ""), ("", "US-GA", "US")),
        (("US", "Georgia", "Atlanta"), ("Atlanta", "US-GA", "US")),
        (("GE", "Georgia", ""), ("", "", "GE")),
        # Two letters are a state of the city's country.
        (("", "SC", "Florianópolis"), ("Florianópolis", "BR-SC", "BR")),
        (("", "WA", "Perth"), ("Perth", "AU-WA", "AU")),
        (("", "WA", "Seattle"), ("Seattle", "US-WA", "US")),
        # What the country does not have is not told.
        (("US", "", "Köln"), ("", "", "US")),
        (("FR", "", "Paris, Texas"), ("", "", "FR")),
        (("GB", "", "Birmingham"), ("Birmingham", "", "GB")),
        (("", "", "Birmingham"), ("", "", "")),
        (("US", "", "Springfield"), ("Springfield", "", "US")),
        (("US", "IL", "Springfield"), ("Springfield", "US-IL", "US")),
        (("", "", "Austin, TX"), ("Austin", "US-TX", "US")),
        (("", "", "Austin"), ("Austin", "", "US")),
        (("", "Nowhere", "Nowhere"), ("", "", "")),
        (("", "", ""), ("", "", "")),
    ],
)
def test_the_cells_of_a_row_are_read_in_the_light_of_each_other(
    cells: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    assert settle(*cells, codes_of="US") == Place(*expected)


def test_two_letters_are_read_by_the_other_codes_of_the_column() -> None:
    assert codes_country({"TX": 5, "SC": 1, "QC": 1, "Bayern": 9}) == "US"
    assert codes_country({"SP": 5, "SC": 1, "RJ": 2}) == "BR"
    assert codes_country({"BY": 5, "NW": 1, "HH": 2}) == "DE"
    # Provinces of Italy; some of the codes are states of the US as well.
    assert codes_country({"MI": 5, "RM": 3, "TO": 2}) == ""
    assert codes_country({}) == codes_country({"Texas": 4}) == ""


def test_a_column_of_countries_keeps_its_own_reading_of_names_that_are_states_too() -> None:
    assert (country_code("CA"), country_code("Georgia")) == ("CA", "GE")
    ours = state_named("CA", "US"), state_named("CA", codes_of="US"), state_named("Georgia")
    assert [state.code for state in ours if state] == ["US-CA", "US-CA", "US-GA"]


def test_no_name_of_a_state_or_city_is_taken_for_another_country() -> None:
    # Grenada and Norfolk Island bear these names in other languages; the others are abbreviations.
    spared = {"granada", "georgia", "ala", "ind", "norfolk"}
    for country, states in STATES.items():
        for name in (name for names in states.values() for name in names if name_key(name) not in spared):
            assert len(name_key(name)) < 3 or country_code(name) in (None, country), name
    for place, label, names in WRITTEN:
        for name in (name for name in (label, *names) if name_key(name) not in spared):
            assert len(name_key(name)) < 3 or country_code(name) in (None, place[:2]), name


NAMES = st.sampled_from(
    [
        *("Paris", "Texas", "TX", "CA", "Georgia", "DE", "75008", "Greater", "Area", "London"),
        *"(),é",
        " - ",
        "Washington",
    ]
)


@example("INDIA")
@given(st.one_of(st.text(max_size=150), st.lists(NAMES, max_size=6).map(" ".join), st.lists(NAMES).map(", ".join)))
def test_nothing_raises_and_what_is_told_exists(text: str) -> None:
    for country in ("", "US", "FR"):
        place = parse_place(text, country)
        if place is not None:
            assert country_region(place.country)
            assert country in ("", place.country)
            assert not place.state or (state_by_iso(place.state) and place.state[:2] == place.country)
            assert not place.city or place.city in {city.label for city in cities_like(place.city)}
            again = parse_place(", ".join(filter(None, (place.city, place.state_label, place.country))), place.country)
            assert again is not None
            assert again.country == place.country


@given(st.sampled_from(["", "US", "DE", "CA"]), st.text(max_size=30), st.text(max_size=30) | NAMES)
def test_a_known_country_is_never_changed(country: str, state: str, city: str) -> None:
    place = settle(country, state, city, "US")
    assert not country or place.country == country
    assert not place.state or place.state[:2] == place.country


def test_a_city_of_several_states_has_none_but_has_its_country() -> None:
    assert city_named("Portland") == City("Portland", "US")
    assert city_named("Portland", "US", "US-ME") == City("Portland", "US", "US-ME")
