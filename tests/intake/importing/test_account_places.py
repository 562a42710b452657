from whofor.intake.importing.account_places import SEPARATOR, read_places
from whofor.intake.importing.reading import Reading
from whofor.intake.importing.values import read_values
from whofor.schema.columns import ReadAs


def joined(*texts: str) -> str:
    return SEPARATOR.join(texts)


def readings(**columns: list[str]) -> dict[str, Reading]:
    ways = {"country": ReadAs.COUNTRY, "state": ReadAs.CATEGORY, "city": ReadAs.CATEGORY}
    return {name: read_values(dict.fromkeys(texts, 1), ways[name]) for name, texts in columns.items()}


def test_cells_of_a_country_column_that_are_places_tell_the_country_and_are_noted() -> None:
    reading = read_values({"Texas": 2, "Paris, France": 1, "France": 5, "Birmingham": 1}, ReadAs.COUNTRY)
    assert reading.main == {"Texas": "US", "Paris, France": "FR", "France": "FR"}
    assert reading.noted == {"country_from_place": {"Texas": 2, "Paris, France": 1}}
    assert reading.taken_for == {"Texas": "US", "Paris, France": "FR"}
    assert reading.outputs["region"]["Texas"] == "North America"
    assert reading.unread == {"Birmingham": 1}


def test_an_empty_country_is_told_from_the_state_or_the_city_and_counted() -> None:
    columns = readings(country=["Spain", "n/a"], state=["Bayern"], city=["Londres", "Valencia", "Springfeld"])
    rows = {
        joined("", "Bayern", ""): 2,
        joined("n/a", "", "Londres"): 3,
        joined("Spain", "", "Valencia"): 1,
        joined("", "", "Valencia"): 4,
        joined("", "", "Springfeld"): 1,
    }
    places = read_places(rows, ("country", "state", "city"), columns)
    assert list(places.outputs["country"].values()) == ["DE", "GB", "ES"]
    assert list(places.outputs["region"].values()) == ["Western Europe", "Northern Europe", "Southern Europe"]
    assert list(places.outputs["city"].values()) == ["London", "Valencia", "Valencia", "Springfeld"]
    assert list(places.outputs["state"].values()) == ["Bavaria"]
    assert places.inferred == {"Bayern": 2, "Londres": 3}
    assert places.countries == {"Bayern": "DE", "Londres": "GB"}


def test_codes_of_states_are_read_by_the_others_of_the_column() -> None:
    for others, country in ((["SP", "RJ"], "BR"), (["TX", "NY"], "US")):
        columns = readings(state=["SC", *others])
        places = read_places(dict.fromkeys(["SC", *others], 1), ("state",), columns)
        assert places.outputs["country"]["SC"] == country


def test_nothing_told_gives_no_outputs() -> None:
    assert read_places({"n/a": 1}, ("city",), readings(city=["n/a"])).outputs == {}
