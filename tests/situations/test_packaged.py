"""Packaged situations: each has its words in both languages, holds where it is planted, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from engines.conftest import NUMBERS
from engines.oracle import MemoryScan
from whofor.situations.checking import check_rules
from whofor.situations.evaluating import facts_of_accounts, situations_of
from whofor.situations.notices import NoFact, NoSignals
from whofor.situations.rules_file import packaged_situations
from whofor.situations.signals_there import signals_there

T = 20_000.0
COLUMNS = ("kind", "at", "value", "tone", "role", "detail")


def series(kind: str, *points: tuple[int, float]) -> list[dict[str, Any]]:
    return [{"kind": kind, "at": T - days, "value": value} for days, value in points]


def one(kind: str, days: int = 30, **columns: Any) -> dict[str, Any]:
    return {"kind": kind, "at": T - days, **columns}


PLANTED: dict[str, list[dict[str, Any]]] = {
    "raised": [one("funding", 179, detail="Seed")],
    "series_a_or_b": [one("funding", 181, detail="series-a")],
    "hyper_growth": series("Revenue", (70, 100.0), (5, 150.0)),
    "first_time_founder_in_hyper_growth": [
        *series("headcount", (70, 20.0), (5, 30.0)),
        one("leadership", 400, role="CEO"),
    ],
    "growth_above_half_a_year": series("revenue", (370, 100.0), (200, 130.0), (5, 151.0)),
    "team_growing": series("headcount", (190, 100.0), (5, 110.0)),
    "bad_buzz": [one("press", 80, tone=-0.5), one("press", 20, tone=0.2), one("press", 2, tone=-0.1)],
    "new_marketing_leader": [one("leadership", role="VP Marketing & Communication")],
    "new_sales_leader": [one("leadership", role="Directrice des ventes")],
    "new_technical_leader": [one("leadership", role="DSI")],
    "merger": [one("merger", 364)],
    "hiring_burst": [one("hiring", days) for days in (89, 40, 30, 3, 1)],
    "technology_adopted": [one("technology added")],
    "technology_dropped": [one("Technology dropped")],
    "office_opened": [one("office")],
    "new_regulation": [one("regulation", 300)],
}
"""Situation -> signals of an account where it holds, and so does nothing that is not said below."""
AS_WELL = {
    "series_a_or_b": set(),
    "first_time_founder_in_hyper_growth": {"hyper_growth"},
}


def scan_of(planted: dict[str, list[dict[str, Any]]]) -> MemoryScan:
    rows = [(account, signal) for account, signals in planted.items() for signal in signals]
    signals = {name: [signal.get(name) for _, signal in rows] for name in COLUMNS}
    accounts = {
        "account_key": list(planted),
        "x_founder_earlier_companies": [0.0 if name.startswith("first_time") else 2.0 for name in planted],
    }
    held = {"accounts": accounts, "signals": {"account_key": [account for account, _ in rows], **signals}}
    return MemoryScan(held, NUMBERS | {"x_founder_earlier_companies"})


def test_each_has_its_words_in_both_languages() -> None:
    for name, situation in packaged_situations().by_name.items():
        assert set(situation.label) == set(situation.why) == {"en", "fr"}, name
        for language in ("en", "fr"):
            assert len(situation.label[language]) < 60
            assert situation.why[language].endswith("."), name
            assert " :" not in situation.why["fr"].replace("\u00a0:", ""), name
        assert situation.label["en"] != situation.label["fr"] or name == "bad_buzz"


def test_all_that_were_asked_for_are_there() -> None:
    assert set(packaged_situations().by_name) == set(PLANTED)


@pytest.mark.parametrize("planted", PLANTED)
def test_it_holds_where_it_is_planted(planted: str) -> None:
    scan, rules = scan_of(PLANTED), packaged_situations()
    found = situations_of(scan, "accounts", T, rules, facts_of_accounts(scan, rules))
    row = list(PLANTED).index(planted)
    holds = {name for name, answer in found.answers.items() if answer[row] == 1}
    assert holds == {planted, *AS_WELL.get(planted, ())}


def test_kinds_that_the_data_does_not_have_are_warned_of_and_no_error() -> None:
    scan, rules = (
        scan_of({"a": [one("funding", detail="seed"), one("funding", detail="Series A")]}),
        packaged_situations(),
    )
    warnings = check_rules(rules, signals_there(scan, ["role", "detail"]), {})
    assert NoSignals("merger", "merger") in warnings
    assert NoSignals("hyper_growth", "headcount") in warnings
    assert NoFact("first_time_founder_in_hyper_growth", "founder_earlier_companies") in warnings
    assert not [one for one in warnings if getattr(one, "situation", "") in ("raised", "series_a_or_b")]
