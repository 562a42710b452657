"""The cases of `cases.toml`, which are also the tables of docs/reference/normalising.md.

Run this file to write the tables anew: `python tests/normalise/test_cases.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from whofor.intake.normalise import (
    DateRule,
    country_code,
    guess_kind,
    industry,
    infer_date_rule,
    is_missing,
    lead_source_class,
    merge_variants,
    parse_boolean,
    parse_date,
    parse_headcount,
    parse_money,
    parse_number,
    parse_percent,
)
from whofor.intake.normalise.company_domains import web_domain
from whofor.intake.normalise.personal import personal_header
from whofor.intake.normalise.places import parse_place, settle
from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.technologies import technology, technology_categories
from whofor.lexicon.words import words_in

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reference" / "normalising.md"
BLOCK = re.compile(r"(<!-- cases: (\w+) -->\n).*?(<!-- end of cases -->)", re.DOTALL)


def _missing(text: str, case: dict[str, Any]) -> str:
    return "missing" if is_missing(text) else "a value"


def _boolean(text: str, case: dict[str, Any]) -> str:
    truth = parse_boolean(text)
    return "" if truth is None else str(truth).lower()


def _date(text: str, case: dict[str, Any]) -> str:
    days = parse_date(text, DateRule(case.get("order", "dmy")))
    if days is None:
        return ""
    found = datetime.fromtimestamp(round(days * 86_400, 3), UTC).replace(tzinfo=None).isoformat()
    return found.removesuffix("T00:00:00")


def _money(text: str, case: dict[str, Any]) -> object:
    money = parse_money(text, case.get("decimal"))
    return "" if money is None else [money.amount, money.currency]


def _number(text: str, case: dict[str, Any]) -> object:
    number = parse_number(text, case.get("decimal"))
    return "" if number is None else number


def _percent(text: str, case: dict[str, Any]) -> object:
    number = parse_percent(text)
    return "" if number is None else number


def _headcount(text: str, case: dict[str, Any]) -> object:
    count = parse_headcount(text)
    return "" if count is None else [count.low, "" if count.high is None else count.high, round(count.value, 3)]


def _country(text: str, case: dict[str, Any]) -> str:
    return country_code(text) or ""


def _place(text: str, case: dict[str, Any]) -> object:
    place = parse_place(text)
    return "" if place is None else [place.city, place.state_label, place.country]


def _state(text: str, case: dict[str, Any]) -> str:
    place = settle(case.get("country", ""), text, "")
    return f"{place.state} {place.state_label}" if place.state else ""


def _lead_source(text: str, case: dict[str, Any]) -> str:
    return lead_source_class(text) or ""


def _industry(text: str, case: dict[str, Any]) -> str:
    found = industry(text)
    if found is None:
        return ""
    return f"{found.section}{found.division} {found.division_name or found.section_name}"


def _domain(text: str, case: dict[str, Any]) -> str:
    found = web_domain(text)
    if found is None:
        return ""
    # Where the case is about several domains it tells their kind only.
    return f"{found.kind}: {'' if case['result'].endswith(' ') else found.domain}"


def _technology(text: str, case: dict[str, Any]) -> str:
    name = technology(text)
    return f"{name} ({', '.join(technology_categories(name))})" if name else ""


def _personal(text: str, case: dict[str, Any]) -> str:
    return personal_header(text) or ""


READERS: dict[str, Callable[[str, dict[str, Any]], object]] = {
    "missing": _missing,
    "boolean": _boolean,
    "date": _date,
    "money": _money,
    "number": _number,
    "percent": _percent,
    "headcount": _headcount,
    "country": _country,
    "place": _place,
    "state": _state,
    "lead_source": _lead_source,
    "industry": _industry,
    "domain": _domain,
    "technology": _technology,
    "personal": _personal,
}
SINGLE = [
    pytest.param(kind, text, case, id=f"{kind}-{text!r}")
    for kind in READERS
    for case in CASES[kind]
    for text in case["texts"]
]


@pytest.mark.parametrize(("kind", "text", "case"), SINGLE)
def test_a_text_is_read_as_the_case_says(kind: str, text: str, case: dict[str, Any]) -> None:
    assert READERS[kind](text, case) == case["result"]


@pytest.mark.parametrize("case", CASES["date_column"], ids=lambda case: str(case["texts"]))
def test_the_order_of_a_column_is_proved_or_said_to_be_a_default(case: dict[str, Any]) -> None:
    rule = infer_date_rule(dict.fromkeys(case["texts"], 1))
    proof = "a default: nothing proves it" if rule.ambiguous else f"proved by {rule.proof}"
    assert f"{rule.numbers or rule.order}, {proof}" == case["result"]


@pytest.mark.parametrize("case", CASES["variants"], ids=lambda case: str(list(case["values"])))
def test_variants_are_merged_or_kept_apart(case: dict[str, Any]) -> None:
    merged = merge_variants(case["values"])
    if case["result"] == "kept apart":
        assert merged == {value: value for value in case["values"]}
    else:
        name = case["result"].split("`")[1]
        assert merged == dict.fromkeys(case["values"], name)


@pytest.mark.parametrize("case", CASES["kind"], ids=lambda case: str(case["texts"])[:60])
def test_the_kind_of_a_column_is_guessed(case: dict[str, Any]) -> None:
    assert guess_kind(dict.fromkeys(case["texts"], 3)).value == case["result"]


def _shown(text: object) -> str:
    cell = str(text).replace("|", "\\|")
    tick = "``" if "`" in cell else "`"
    return f"{tick}{cell}{tick}" if cell else "(empty)"


def _result(case: dict[str, Any]) -> str:
    result = case["result"]
    if isinstance(result, list):
        return " · ".join(_shown(part) if part != "" else "–" for part in result)  # pyright: ignore[reportUnknownVariableType]
    if result == "":
        return "unknown"
    return str(result).removesuffix(": ")


def _table(kind: str) -> str:
    lines = ["| written | read as |", "|---|---|"]
    for case in CASES[kind]:
        if "values" in case:
            written = ", ".join(f"{_shown(value)} ×{count}" for value, count in case["values"].items())
        else:
            written = ", ".join(_shown(text) for text in case["texts"])
        context = [f"order {case['order']}"] if "order" in case else []
        context += [f"decimal mark {_shown(case['decimal'])}"] if "decimal" in case else []
        beside = f" where the country is {_shown(case['country'])}" if "country" in case else ""
        lines.append(f"| {written}{beside}{' in a column with ' + context[0] if context else ''} | {_result(case)} |")
    return "\n".join(lines) + "\n"


def _with_tables(document: str) -> str:
    return BLOCK.sub(lambda block: block[1] + _table(block[2]) + block[3], document)


def test_the_document_shows_every_case() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert {block[1] for block in BLOCK.findall(document)} == set(CASES)
    assert document == _with_tables(document), f"run {Path(__file__).name} to write the tables of {DOCUMENT.name}"


def test_no_word_for_nothing_ends_in_a_digit() -> None:
    """A text that ends in one is a value, whatever else it says: most texts of long columns are told by that alone."""
    assert not [word for word in words_in(rules("words")["missing"]) if word[-1].isdigit()]
    assert not is_missing("n/a 2")


if __name__ == "__main__":
    DOCUMENT.write_text(_with_tables(DOCUMENT.read_text("utf-8")), "utf-8")
