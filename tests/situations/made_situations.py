"""Random signals and random rules over them, with ties, empty cells and accounts outside every cover."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from engines.oracle import Table

__all__ = ["made_rules", "made_tables", "rows_of", "toml"]

FIRST = 20_000
"""A day: 2024-10-04."""
KINDS = ["press", "Press ", "funding", "leadership", "technology added", "revenue", "headcount"]


class Draw:
    """Draws from lists, some of it unknown."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def one(self, values: Sequence[Any]) -> Any:
        return values[int(self.rng.integers(0, len(values)))]

    def some(self, values: Sequence[Any], n: int, unknown: float = 0.15) -> list[Any]:
        return [None if self.rng.random() < unknown else self.one(values) for _ in range(n)]

    def perhaps(self, share: float) -> bool:
        return bool(self.rng.random() < share)


def made_tables(seed: int, n_accounts: int = 30, n_deals: int = 80, n_signals: int = 500) -> dict[str, Table]:
    """Accounts, deals, signals and the days watched, within 150 days of each other."""
    draw = Draw(seed)
    accounts = [f"a{i}" for i in range(n_accounts)]
    days = [float(FIRST + day) for day in range(150)] + [FIRST + 70.5, FIRST + 99.999]
    return {
        "accounts": {
            "account_key": [*accounts, "nobody"],
            "industry": draw.some(["Fintech", "Retail", "fin-tech"], n_accounts + 1),
            "technologies": draw.some(["Slack;C++", "Salesforce", "slack"], n_accounts + 1),
            "employees": draw.some([1.0, 10.0, 0.1], n_accounts + 1),
        },
        "deals": {
            "deal_key": [f"d{i}" for i in range(n_deals)],
            "account_key": draw.some([*accounts, "nobody"], n_deals, 0.05),
            "opened": draw.some(days[60:], n_deals, 0.05),
        },
        "signals": {
            "account_key": draw.some([*accounts[:-3], "stranger"], n_signals, 0.02),
            "kind": draw.some(KINDS, n_signals, 0.02),
            "at": draw.some(days, n_signals, 0.03),
            "known_on": draw.some(days, n_signals, 0.7),
            "value": draw.some([-1.0, 0.0, 1.1, 1.65, 10.0, 10.5, 1e9], n_signals, 0.1),
            "tone": draw.some([-0.3, 0.1, 0.2, -1.0, 1.0], n_signals, 0.35),
            "role": draw.some(["CEO", "VP, Marketing", "vp sales", "Directeur général"], n_signals, 0.3),
            "detail": draw.some(["Series A", "series-b", "seed"], n_signals, 0.3),
            "sequence": draw.some([1.0, 2.0, -1.0], n_signals, 0.5),
        },
        "coverage": {
            "account_key": draw.some(accounts, 60, 0.0),
            "kind": draw.some(["funding", "Funding"], 60, 0.0),
            "since": draw.some(days[:100], 60, 0.3),
            "until": draw.some(days[50:], 60, 0.3),
        },
    }


def made_rules(seed: int, n: int = 12) -> dict[str, Any]:
    """Rules as TOML reads them."""
    draw = Draw(seed)
    rules: dict[str, Any] = {}
    for number in range(n):
        rule = {}
        for part, share in (("when", 0.8), ("any", 0.4), ("unless", 0.4)):
            if draw.perhaps(share) or (part == "unless" and not rule):
                rule[part] = [_test(draw, list(rules)) for _ in range(draw.one([1, 1, 2, 3]))]
        rules[f"s{number}"] = rule
    since, until = (date(1970, 1, 1) + timedelta(FIRST + day) for day in (20, 120))
    feeds = [{}, {"press": {"covers": "all"}}, {"press": {"covers": "all", "from": since, "to": until}}]
    return {"version": 1, "situation": rules, "feed": draw.one([*feeds, {"Technology_added": {"covers": "all"}}])}


def _test(draw: Draw, others: Sequence[str]) -> dict[str, Any]:
    kind = draw.one(["signal"] * 5 + ["series"] * 2 + ["fact"] + (["situation"] if others else []))
    if kind == "situation":
        return {"situation": draw.one(others)}
    if kind == "fact":
        return draw.one(
            [
                {"fact": "employees", "is": draw.one(["= 0.1", ">= 1", "!= 10", [1, 10], 10])},
                {"fact": "industry", "is": draw.one([["fintech"], ["FIN tech", "retail"], ["fin*"]])},
                {"fact": "technologies", "is": [draw.one(["slack", "c++", "sales*"])]},
            ]
        )
    if kind == "series":
        change = draw.one([">= 50%", "> 50%", "< 0%", ">= 8.85", "= 0.55", "!= -1", "> -200 %"])
        test = {
            "series": draw.one(["revenue", "headcount", "funding"]),
            "change": change,
            "over_days": draw.one([1, 10, 30]),
        }
        return {**test, "fresh_days": draw.one([1, 30, 60])} if draw.perhaps(0.8) else test
    test: dict[str, Any] = {"signal": draw.one(["press", "funding", "leadership", "technology_added", "Revenue"])}
    if draw.perhaps(0.7):
        test["within_days"] = draw.one([1, 10, 30, 60, 100])
    if draw.perhaps(0.4):
        test["where"] = draw.one(
            [
                {"role": "ceo"},
                {"role": ["*marketing*", "directeur general"]},
                {"detail": ["series a", "Series B"], "role": "*"},
                {"detail": "series c"},
            ]
        )
    if draw.perhaps(0.4):
        test["at_least"] = draw.one([1, 2, 3])
    if draw.perhaps(0.4):
        how, column = draw.one(
            [("mean", "tone"), ("sum", "value"), ("max", "value"), ("min", "tone"), ("min", "value")]
        )
        test[how] = column
        test["is"] = draw.one(["< 0", ">= 10", "= 10", "!= 10", "<= -0.3", "> 1e9", [0, 10], 0, ">= 0"])
    return test


def toml(value: Any) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def file_of(rules: Mapping[str, Any]) -> str:
    """Rules as the text of a file."""
    lines = ["version = 1"]
    for name, rule in rules["situation"].items():
        lines += [f"[situation.{name}]", *(f"{key} = {toml(value)}" for key, value in rule.items())]
    for name, feed in rules.get("feed", {}).items():
        lines += [f"[feed.{name}]", *(f"{key} = {toml(value)}" for key, value in feed.items())]
    return "\n".join(lines) + "\n"


def rows_of(table: Table) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
