"""The one pass, and the look at single accounts, against loops over rows: thousands of cases, nothing may differ."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from typing import Any

import numpy as np
import pytest

from engines.conftest import NUMBERS, OpenTables
from engines.oracle import MemoryScan, Table
from situations.made_situations import FIRST, file_of, made_rules, made_tables, rows_of
from situations.rule_oracle import situations_by_hand
from whofor.situations.evaluating import SituationAnswers, facts_of_accounts, situations_of
from whofor.situations.evidence import evidence_of
from whofor.situations.rules_file import parse_situations

SEEDS = range(5)
TOLD = {1: True, -1: False, 0: None}


def told(answers: SituationAnswers, row: int) -> dict[str, bool | None]:
    return {name: TOLD[int(answer[row])] for name, answer in answers.answers.items()}


def facts_by_account(tables: dict[str, Table]) -> dict[str | None, dict[str, Any]]:
    return {row["account_key"]: row for row in rows_of(tables["accounts"])}


@pytest.mark.parametrize("seed", SEEDS)
def test_all_deals_as_of_their_opening(scan: OpenTables, seed: int) -> None:
    tables = made_tables(seed)
    signals, coverage, facts = rows_of(tables["signals"]), rows_of(tables["coverage"]), facts_by_account(tables)
    deals = rows_of(tables["deals"])
    opened = scan(tables)
    columns = {
        name: np.array(
            [facts.get(deal["account_key"], {}).get(name) for deal in deals],
            dtype=np.float64 if name == "employees" else object,
        )
        for name in ("industry", "technologies", "employees")
    }
    kinds: Counter[bool | None] = Counter()
    for part in range(4):
        text = file_of(made_rules(100 * seed + part))
        found = situations_of(opened, "deals", "opened", parse_situations(text, "made.toml"), columns)
        for row, deal in enumerate(deals):
            known = facts.get(deal["account_key"], {})
            wanted = situations_by_hand(
                tomllib.loads(text), signals, coverage, deal["account_key"], deal["opened"], known
            )
            assert told(found, row) == wanted, f"{deal}\n{text}"
            kinds.update(wanted.values())
    assert kinds.total() > 3_000
    assert min(kinds.values()) > 100, kinds


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", [FIRST + 100.0, FIRST + 151.75, math.nan])
def test_all_accounts_as_of_one_day(scan: OpenTables, seed: int, day: float) -> None:
    tables = made_tables(seed)
    signals, coverage = rows_of(tables["signals"]), rows_of(tables["coverage"])
    opened = scan(tables)
    for part in range(4):
        text = file_of(made_rules(7_000 + 100 * seed + part))
        rules = parse_situations(text, "made.toml")
        found = situations_of(opened, "accounts", day, rules, facts_of_accounts(opened, rules))
        for row, account in enumerate(rows_of(tables["accounts"])):
            when = None if math.isnan(day) else day
            wanted = situations_by_hand(tomllib.loads(text), signals, coverage, account["account_key"], when, account)
            assert told(found, row) == wanted, f"{account}\n{text}"


@pytest.mark.parametrize("seed", SEEDS)
def test_evidence_of_single_accounts_gives_the_answers_of_the_pass(scan: OpenTables, seed: int) -> None:
    tables = made_tables(seed)
    opened = scan(tables)
    keys = tables["accounts"]["account_key"]
    asked = [*keys, *keys[:5], "stranger"]
    days = [FIRST + 70.0 + i for i in range(len(asked))]
    signals, coverage, facts = rows_of(tables["signals"]), rows_of(tables["coverage"]), facts_by_account(tables)
    kinds: Counter[bool | None] = Counter()
    for part in range(3):
        text = file_of(made_rules(9_000 + 100 * seed + part))
        rules = parse_situations(text, "made.toml")
        found = evidence_of(opened, rules, asked, days)
        assert len(found) == len(asked) * len(rules.by_name)
        for i, (key, day) in enumerate(zip(asked, days, strict=True)):
            shown = found[i * len(rules.by_name) : (i + 1) * len(rules.by_name)]
            wanted = situations_by_hand(tomllib.loads(text), signals, coverage, key, day, facts.get(key, {}))
            assert {one.situation: one.holds for one in shown} == wanted, f"{key} {day}\n{text}"
            for one in shown:
                kinds[one.holds] += 1
                assert (one.account, one.day) == (key, math.floor(day))
                assert bool(one.unknown) == (one.holds is None), one
                assert one.holds or not (one.signals or one.facts)
                assert all(math.floor(signal.day) < math.floor(day) for signal in one.signals)
    assert min(kinds.values()) > 20, kinds


def test_what_comes_later_changes_nothing(scan: OpenTables) -> None:
    """Signals that happen, or become known, on the day or after it leave every answer as it is."""
    tables = made_tables(3)
    day = FIRST + 90.0
    later = rows_of(tables["signals"])
    for row in list(later):
        for at, known_on in ((day, None), (day + 0.5, None), (day + 40, None), (day - 20, day), (day - 1, day + 9)):
            later.append({**row, "account_key": row["account_key"] or "a1", "at": at, "known_on": known_on})
    planted = {**tables, "signals": {name: [row[name] for row in later] for name in tables["signals"]}}
    opened = scan(planted)
    for seed in range(6):
        rules = parse_situations(file_of(made_rules(seed)), "made.toml")
        without = situations_of(MemoryScan(tables, NUMBERS), "accounts", day, rules)
        found = situations_of(opened, "accounts", day, rules)
        for name, answer in without.answers.items():
            np.testing.assert_array_equal(found.answers[name], answer, name)
