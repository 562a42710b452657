"""What holds for any text: nothing raises, what is formatted is read back, and the results are well formed."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from whofor.intake.normalise import (
    DateRule,
    country_code,
    country_continent,
    country_region,
    guess_kind,
    infer_date_rule,
    infer_decimal_mark,
    is_missing,
    merge_variants,
    parse_boolean,
    parse_date,
    parse_headcount,
    parse_money,
    parse_number,
    parse_percent,
)

# Text that is nearly something readable finds more than arbitrary text.
WORDS = [
    "12",
    "31",
    "99",
    "2021",
    "000",
    "am",
    "PM",
    "Jan",
    "avr.",
    "to",
    "bis",
    "employees",
    "nan",
    "inf",
    "USD",
    "Germany",
]
CRUMBS = st.sampled_from([*"0129.,-/:'()%+~<>$€kmTZeE; \n\x00٣½\u202f\ufeff", *WORDS])
ANY_TEXT = st.one_of(st.text(max_size=40), st.lists(CRUMBS, max_size=12).map("".join))
COLUMNS = st.dictionaries(ANY_TEXT, st.integers(min_value=0, max_value=1000), max_size=12)
ORDERS = {"dmy": "%d{0}%m{0}%Y", "mdy": "%m{0}%d{0}%Y", "ymd": "%Y{0}%m{0}%d"}
DATES = st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31))
TIMES = st.datetimes(min_value=datetime(1801, 1, 1), max_value=datetime(2198, 12, 31))
AMOUNTS = st.decimals(min_value="-99999999.99", max_value="99999999.99", places=2)
LOCALES = [
    "en_US",
    "en_GB",
    "en_IN",
    "en_ZA",
    "fr_FR",
    "fr_CA",
    "fr_CH",
    "de_DE",
    "de_CH",
    "de_AT",
    "es_ES",
    "es_MX",
    "pt_BR",
]
MORE_LOCALES = ["pt_PT", "it_IT", "nl_NL", "sv_SE", "pl_PL"]


def days_of(moment: datetime | date) -> float:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)) / timedelta(days=1)


@settings(max_examples=400)
@given(ANY_TEXT)
def test_nothing_raises_on_any_text(text: str) -> None:
    assert is_missing(text) in {True, False}
    assert parse_boolean(text) in {True, False, None}
    for rule in (DateRule(), DateRule("mdy"), DateRule("ymd"), DateRule(numbers="excel"), DateRule(numbers="epoch_ms")):
        days = parse_date(text, rule)
        assert days is None or -62_500 < days < 84_500
    for decimal in (None, ".", ","):
        money, number, percent = parse_money(text, decimal), parse_number(text, decimal), parse_percent(text, decimal)
        assert money is None or (math.isfinite(money.amount) and money.currency in {"", money.currency.upper()})
        assert number is None or math.isfinite(number)
        assert percent is None or math.isfinite(percent)
    count = parse_headcount(text)
    if count is not None:
        assert 0 <= count.low <= count.value
        assert count.high is None or count.value <= max(count.high, 1)
    code = country_code(text)
    assert code is None or (country_region(code) and country_continent(code))
    assert country_region(text) == "" or len(text.upper()) == 2


@settings(max_examples=300)
@given(COLUMNS)
def test_nothing_raises_on_any_column(values: dict[str, int]) -> None:
    assert infer_decimal_mark(values) in {".", ","}
    rule = infer_date_rule(values)
    assert not (rule.ambiguous and rule.proof)
    guess_kind(values)
    merged = merge_variants(values)
    assert merged.keys() == values.keys()
    shuffled = dict(sorted(values.items(), key=lambda item: (item[0][::-1], item[1])))
    assert merge_variants(shuffled) == merged
    assert infer_date_rule(shuffled) == rule
    assert guess_kind(shuffled) == guess_kind(values)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("separator", [".", "/", "-", " "])
@given(days=st.lists(DATES, min_size=1, max_size=20, unique=True))
def test_dates_come_back_in_every_order(order: str, separator: str, days: list[date]) -> None:
    texts = {day.strftime(ORDERS[order].format(separator)).rjust(10, "0"): day for day in days}
    rule = infer_date_rule(dict.fromkeys(texts, 1))
    proved = order == "ymd" or any(day.day > 12 for day in days)
    palindromes = all(day.day == day.month for day in days)
    assert rule.ambiguous == (not proved)
    if proved or palindromes:
        assert {text: parse_date(text, rule) for text in texts} == {text: days_of(day) for text, day in texts.items()}


@given(moment=TIMES, offset=st.integers(min_value=-14 * 60, max_value=14 * 60))
def test_iso_times_come_back_in_utc(moment: datetime, offset: int) -> None:
    zoned = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=offset)))
    found = parse_date(zoned.isoformat(), DateRule())
    assert found == pytest.approx(days_of(moment), abs=1e-9)


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "fr_FR", "de_DE", "es_ES", "pt_BR"])
@pytest.mark.parametrize("width", ["medium", "long", "full"])
@given(day=DATES)
def test_dates_with_month_names_come_back(locale: str, width: str, day: date) -> None:
    text = format_date(day, width, locale=locale)
    rule = DateRule("mdy" if locale == "en_US" else "dmy")
    assert parse_date(text, rule) == days_of(day), text


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "fr_FR", "de_DE", "es_ES", "pt_BR", "it_IT", "nl_NL"])
@given(moment=st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2068, 12, 31)))
def test_short_times_of_every_locale_come_back(locale: str, moment: datetime) -> None:
    text = format_datetime(moment, "short", locale=locale)
    rule = DateRule("mdy" if locale == "en_US" else "dmy")
    assert parse_date(text, rule) == pytest.approx(days_of(moment.replace(second=0, microsecond=0)), abs=1e-9), text


@pytest.mark.parametrize("locale", [*LOCALES, *MORE_LOCALES])
@pytest.mark.parametrize("currency", ["EUR", "USD", "GBP", "CHF"])
@given(amount=AMOUNTS)
def test_money_of_every_locale_comes_back(locale: str, currency: str, amount: float) -> None:
    text = format_currency(amount, currency, locale=locale)
    money = parse_money(text)
    assert money is not None, text
    assert (money.amount, money.currency) == (float(amount), currency), text
    by_code = format_currency(amount, currency, format="¤¤ #,##0.00", locale=locale)
    assert parse_money(by_code) == money, by_code


@pytest.mark.parametrize("locale", [*LOCALES, *MORE_LOCALES])
@given(numbers=st.lists(AMOUNTS, min_size=1, max_size=10))
def test_numbers_of_every_locale_come_back_by_column(locale: str, numbers: list[float]) -> None:
    texts = [format_decimal(number, format="#,##0.00", locale=locale) for number in numbers]
    decimal = infer_decimal_mark(dict.fromkeys(texts, 1))
    assert [parse_number(text, decimal) for text in texts] == [float(number) for number in numbers]


@pytest.mark.parametrize("locale", [*LOCALES, *MORE_LOCALES])
@given(points=st.integers(min_value=-999, max_value=999))
def test_percentages_of_every_locale_come_back(locale: str, points: int) -> None:
    text = format_percent(points / 100, locale=locale)
    assert parse_percent(text) == parse_number(text) == float(points), text


@pytest.mark.parametrize("locale", ["en_US", "fr_FR", "de_DE", "es_ES", "pt_BR"])
@given(millions=st.integers(min_value=2, max_value=900))
def test_compact_millions_come_back(locale: str, millions: int) -> None:
    text = format_compact_decimal(millions * 1_000_000, locale=locale, format_type="long")
    money = parse_money(text)
    assert money is not None, text
    assert money.amount == millions * 1e6


@given(
    low=st.integers(min_value=1, max_value=9_000_000),
    width=st.integers(min_value=1, max_value=1_000_000),
    form=st.sampled_from(
        ["{}-{}", "{} – {}", "{} to {} employees", "de {} à {}", "{} bis {} Mitarbeiter", "Band ({}-{})"]
    ),
    grouping=st.sampled_from(["{}", "{:,}", "{:_}"]),
)
def test_headcount_bands_come_back(low: int, width: int, form: str, grouping: str) -> None:
    text = form.format(*(grouping.format(number).replace("_", "\u202f") for number in (low, low + width)))
    count = parse_headcount(text)
    assert count is not None, text
    assert (count.low, count.high) == (low, low + width)
    assert count.value == pytest.approx(math.sqrt(low * (low + width)))


@pytest.mark.parametrize(
    "read", [parse_money, parse_number, parse_percent, parse_headcount, parse_boolean, country_code, is_missing]
)
def test_a_cell_of_200_kb_is_refused_at_once(read: Callable[[str], object]) -> None:
    for cell in ("1" * 200_000, "a " * 100_000, " " * 200_000 + "x", "1," * 100_000):
        assert not read(cell)
