from dataclasses import replace

import pytest

from whofor.intake.importing.values import ReadingOptions, read_values
from whofor.schema.columns import ReadAs


def test_dates_are_read_by_the_order_their_column_proves() -> None:
    reading = read_values({"03/01/2025": 2, "14/02/2025": 1, "soon": 4, "n/a": 1}, ReadAs.DATE)
    assert reading.main == {"03/01/2025": 20091.0, "14/02/2025": 20133.0}
    assert reading.unread == {"soon": 4}
    assert reading.missing == {"n/a": 1}
    assert reading.ambiguous == ""
    assert read_values({"03/01/2025": 2}, ReadAs.DATE).ambiguous == "03/01/2025"


def test_implausible_dates_are_left_out_and_counted() -> None:
    reading = read_values(
        {"1899-12-30": 3, "2020-01-01": 1, "2060-01-01": 1}, ReadAs.DATE, ReadingOptions(earliest=0, latest=30_000)
    )
    assert reading.main == {"2020-01-01": 18262.0}
    assert reading.implausible == {"1899-12-30": 3, "2060-01-01": 1}


def test_money_gives_amount_and_currency() -> None:
    reading = read_values({"€ 2.900,00": 2, "1.000,50 $": 1, "300": 5, "much": 1}, ReadAs.MONEY)
    assert reading.main == {"€ 2.900,00": 2900.0, "1.000,50 $": 1000.5, "300": 300.0}
    assert reading.outputs["currency"] == {"€ 2.900,00": "EUR", "1.000,50 $": "USD"}
    assert reading.currencies == {"EUR": 2, "USD": 1}
    assert reading.unread == {"much": 1}


def test_countries_give_region_and_continent() -> None:
    reading = read_values({"Brésil": 1, "Atlantis": 1}, ReadAs.COUNTRY)
    assert reading.main == {"Brésil": "BR"}
    assert reading.outputs["region"] == {"Brésil": "Latin America"}
    assert reading.outputs["continent"] == {"Brésil": "South America"}
    assert reading.unread == {"Atlantis": 1}


def test_categories_are_merged_and_the_merges_counted() -> None:
    reading = read_values({"GTX Pro": 5, "GTXPro": 2, "gtx pro": 1, "GTX Basic": 3}, ReadAs.CATEGORY)
    assert set(reading.main.values()) == {"GTX Pro", "GTX Basic"}
    assert reading.merged == {"GTXPro": "GTX Pro", "gtx pro": "GTX Pro"}
    assert reading.merged_cells == 3


@pytest.mark.parametrize(
    ("read_as", "text", "value"),
    [
        (ReadAs.HEADCOUNT, "51-200", pytest.approx(101, abs=0.1)),
        (ReadAs.YEAR, "2011-05-03", 2011.0),
        (ReadAs.YEAR, "1998", 1998.0),
        (ReadAs.BOOLEAN, "Oui", "true"),
        (ReadAs.NUMBER, "1,200", 1200.0),
        (ReadAs.NUMBER, "$12.5k", 12500.0),
        (ReadAs.CURRENCY, "eur", "EUR"),
        (ReadAs.CURRENCY, "€", "EUR"),
        (ReadAs.PERSON, "maria.keller@example.com", "maria.keller"),
        (ReadAs.PERSON, "Maria Keller", "Maria Keller"),
        (ReadAs.MULTI, "React; Vue;React;", "React;Vue"),
    ],
)
def test_ways_of_reading(read_as: ReadAs, text: str, value: object) -> None:
    assert read_values({text: 1}, read_as).main == {text: value}


def test_value_maps_are_applied_whatever_the_case() -> None:
    assert read_values({"GTXPRO": 1}, ReadAs.CATEGORY, ReadingOptions(values={"gtxpro": "GTX Pro"})).main == {
        "GTXPRO": "GTX Pro"
    }


def test_the_kind_of_an_extra_column_is_told_from_its_values() -> None:
    assert read_values({"1": 3, "2.5": 1}, ReadAs.GUESS).read_as is ReadAs.NUMBER
    assert read_values({"2024-01-01": 3, "2024-02-01": 1}, ReadAs.GUESS).read_as is ReadAs.DATE
    assert read_values({"yes": 3, "no": 1}, ReadAs.GUESS).read_as is ReadAs.BOOLEAN


def test_a_meaning_written_in_two_ways_is_counted_once_each() -> None:
    reading = read_values({"a": 2, "b": 3}, ReadAs.MONEY, ReadingOptions(values={"a": "5 €", "b": "5 €"}))
    assert reading.currencies == {"EUR": 5}
    assert reading.outputs["currency"] == {"a": "EUR", "b": "EUR"}


def test_lead_sources_have_a_class_which_the_user_may_give() -> None:
    texts = {"Google Ads": 5, "google ads ": 1, "Blue list": 2, "BLUE LIST": 1, "Zephyr": 3}
    reading = read_values(texts, ReadAs.LEAD_SOURCE, ReadingOptions(lead_source_classes={"blue list": "outbound"}))
    assert reading.main == {
        "Google Ads": "Google Ads",
        "google ads ": "Google Ads",
        "Blue list": "Blue list",
        "BLUE LIST": "Blue list",
        "Zephyr": "Zephyr",
    }
    assert reading.outputs["class"] == {
        "Google Ads": "advertising",
        "google ads ": "advertising",
        "Blue list": "outbound",
        "BLUE LIST": "outbound",
    }
    assert reading.noted == {"unclassified_lead_source": {"Zephyr": 3}}


def test_the_class_follows_the_value_map() -> None:
    reading = read_values({"B7": 2}, ReadAs.LEAD_SOURCE, ReadingOptions(values={"b7": "Trade Show"}))
    assert reading.outputs["class"] == {"B7": "event"}


def test_industries_keep_their_label_and_have_a_division_and_a_section() -> None:
    texts = {"Computer Software": 9, "computer software": 1, "Technology": 3, "Tier 1": 2}
    reading = read_values(texts, ReadAs.INDUSTRY)
    assert set(reading.main.values()) == {"Computer Software", "Technology", "Tier 1"}
    programming = "Computer programming, consultancy and related activities"
    assert reading.outputs["division"] == {"Computer Software": programming, "computer software": programming}
    assert reading.outputs["section"] == dict.fromkeys(list(texts)[:3], "Information and communication")
    assert reading.noted == {"unclassified_industry": {"Tier 1": 2}}


def test_none_is_an_answer_only_beside_a_word_for_unknown() -> None:
    rivals = {"None": 40, "Siemens": 20, "Bosch": 20}
    assert set(read_values(rivals, ReadAs.CATEGORY).missing) == {"None"}
    beside = read_values({**rivals, "Unknown": 5}, ReadAs.GUESS)
    assert beside.main["None"] == "None"
    assert set(beside.missing) == {"Unknown"}
    for machine in ("n/a", "", "NULL", "-"):
        assert set(read_values({**rivals, machine: 5}, ReadAs.GUESS).missing) == {"None", machine}
    assert set(read_values({**rivals, "Unknown": 5, "--None--": 3}, ReadAs.GUESS).missing) == {"Unknown", "--None--"}


def test_none_in_a_column_of_numbers_stays_unknown() -> None:
    reading = read_values({"None": 40, "Unknown": 3, "1": 20, "2": 20, "7": 4}, ReadAs.GUESS)
    assert reading.read_as is ReadAs.NUMBER
    assert set(reading.missing) == {"None", "Unknown"}
    assert not reading.unread


def test_fillers_are_unknown_and_the_value_map_has_the_last_word() -> None:
    counts = {"Zz": 40, "Siemens": 20, "None": 20, "Unknown": 5}
    fillers = ReadingOptions(fillers=frozenset({"zz", "none"}))
    assert set(read_values(counts, ReadAs.GUESS, fillers).missing) == {"Zz", "None", "Unknown"}
    said = replace(fillers, values={"zz": "Zz", "unknown": "Unknown"})
    assert set(read_values(counts, ReadAs.GUESS, said).missing) == {"None"}
