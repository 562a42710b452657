"""Situations row by row, rule by rule, in loops: from the text of the rules as TOML reads it, without the package.

Slow and plain, to be compared with. Answers are True, False and None (not known).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

__all__ = ["Row", "situations_by_hand"]

Row = Mapping[str, Any]
Answer = bool | None


def plainly(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def is_like(text: str, wanted: Sequence[str]) -> bool:
    for one in wanted:
        pattern = ".*".join(re.escape(plainly(part)) for part in one.split("*"))
        if re.fullmatch(pattern, plainly(text)):
            return True
    return False


def both(answers: Sequence[Answer]) -> Answer:
    return False if False in answers else None if None in answers else True


def either(answers: Sequence[Answer]) -> Answer:
    return True if True in answers else None if None in answers else False


def opposite(answer: Answer) -> Answer:
    return None if answer is None else not answer


def compared(value: float | Fraction, wanted: Any) -> bool:
    """A number against `">= 3"`, a number, or a list of numbers."""
    if isinstance(wanted, list):
        return any(compared(value, one) for one in wanted)
    if not isinstance(wanted, str):
        return round(float(value), 9) == wanted
    operator, number = re.fullmatch(r"\s*([<>=!]+)\s*(\S+)\s*", wanted).groups()
    left, right = round(float(value), 9), float(number)
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]


def known_before(rows: Sequence[Row], account: str | None, day: float | None) -> list[Row]:
    """Signals of an account that had happened, and were known, on the day before."""
    if account is None or day is None:
        return []
    found = []
    for row in rows:
        if row["account_key"] != account or row["at"] is None or math.floor(row["at"]) >= math.floor(day):
            continue
        if row.get("known_on") is not None and math.floor(row["known_on"]) >= math.floor(day):
            continue
        found.append(row)
    return found


def of_kind(rows: Sequence[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"] is not None and plainly(row["kind"]) == plainly(kind)]


def is_covered(
    test: Row, rules: Row, seen: Sequence[Row], coverage: Sequence[Row], account: str | None, day: float | None
) -> bool:
    if account is None or day is None:
        return False
    today, days = math.floor(day), test.get("within_days")
    watched = of_kind(coverage, test["signal"])
    if watched:
        stretches = [
            (
                -math.inf if r["since"] is None else math.floor(r["since"]),
                math.inf if r["until"] is None else math.floor(r["until"]),
            )
            for r in watched
            if r["account_key"] == account
        ]
        if days is None:
            ends = [since for since, _ in stretches if since > -math.inf]
            if not any(since == -math.inf for since, _ in stretches):
                return False
            wanted = range(int(min([*ends, today])) - 1, today)
        else:
            wanted = range(today - days, today)
        return all(any(since <= one <= until for since, until in stretches) for one in wanted)
    feed = next((f for name, f in rules.get("feed", {}).items() if plainly(name) == plainly(test["signal"])), {})
    if feed.get("covers", "accounts_with_any") == "accounts_with_any":
        return bool(of_kind(seen, test["signal"]))
    if "from" in feed and (days is None or today - days < since_epoch(feed["from"])):
        return False
    return "to" not in feed or today - 1 <= since_epoch(feed["to"])


def since_epoch(day: Any) -> int:
    return day.toordinal() - 719_163


def signal_test(test: Row, seen: Sequence[Row], day: float | None) -> Answer:
    """The answer where the feed tells of everything."""
    fits, perhaps = [], 0
    for row in of_kind(seen, test["signal"]):
        if "within_days" in test and math.floor(row["at"]) < math.floor(day) - test["within_days"]:
            continue
        told = []
        for column, wanted in test.get("where", {}).items():
            value = row.get(column)
            told.append(None if value is None else is_like(value, [wanted] if isinstance(wanted, str) else wanted))
        if both(told) is True:
            fits.append(row)
        elif both(told) is None:
            perhaps += 1
    least = test.get("at_least", 1)
    enough = True if len(fits) >= least else None if len(fits) + perhaps >= least else False
    how = next((name for name in ("mean", "max", "min", "sum") if name in test), None)
    if how is None:
        return enough
    return both([enough, aggregate(how, test["is"], [row.get(test[how]) for row in fits], perhaps)])


def aggregate(how: str, wanted: Any, values: Sequence[float | None], perhaps: int) -> Answer:
    if isinstance(wanted, list):
        return either([aggregate(how, one, values, perhaps) for one in wanted])
    told = [Fraction(repr(float(value))) for value in values if value is not None]
    if not told:
        return None
    made = {"mean": sum(told) / len(told), "sum": sum(told), "max": max(told), "min": min(told)}[how]
    holds = compared(made, wanted)
    more = bool(perhaps) or (how != "mean" and len(told) < len(values))
    if not more:
        return holds
    if how not in ("max", "min"):
        return None
    # Whatever else comes can only raise a largest value, and lower a smallest one.
    far = 1e15 if how == "max" else -1e15
    grown = compared(Fraction(far), wanted)
    between = [compared(made + Fraction(far) * Fraction(step, 10**6), wanted) for step in range(1, 4)]
    exactly = not isinstance(wanted, str) or "=" in wanted
    number = float(wanted.lstrip("<>=! ")) if isinstance(wanted, str) else float(wanted)
    reachable = number > made if how == "max" else number < made
    on_it = [compared(Fraction(repr(number)), wanted)] if exactly and reachable else []
    return holds if all(one == holds for one in [grown, *between, *on_it]) else None


def series_test(test: Row, seen: Sequence[Row], day: float | None) -> Answer:
    points = [
        (math.floor(row["at"]), -math.inf if row.get("sequence") is None else row["sequence"], row["value"])
        for row in of_kind(seen, test["series"])
        if row.get("value") is not None
    ]
    fresh = [point for point in points if point[0] >= math.floor(day or 0) - test.get("fresh_days", 92)]
    if not fresh:
        return None
    now_day, _, now = max(fresh)
    over = test["over_days"]
    before = [point for point in points if now_day - 2 * over <= point[0] <= now_day - over]
    if not before or max(before)[2] <= 0:
        return None
    then = max(before)[2]
    if "%" in test["change"]:
        operator, share = re.fullmatch(r"\s*([<>=!]+)\s*(\S+?)\s*%", test["change"]).groups()
        return compared(now / then - 1, f"{operator} {float(share) / 100!r}")
    return compared(now - then, test["change"])


def fact_test(test: Row, facts: Row) -> Answer:
    value = facts.get(test["fact"], facts.get(f"x_{test['fact']}"))
    if value is None:
        return None
    if isinstance(value, float):
        return compared(value, test["is"])
    return any(is_like(part, test["is"]) for part in (value, *value.split(";")) if part.strip())


def situations_by_hand(
    rules: Row, signals: Sequence[Row], coverage: Sequence[Row], account: str | None, day: float | None, facts: Row
) -> dict[str, Answer]:
    """The answer of every situation for one account on one day."""
    seen = known_before(signals, account, day)
    found: dict[str, Answer] = {}

    def answer_of_test(test: Row) -> Answer:
        if "situation" in test:
            return answer_of(test["situation"])
        if "fact" in test:
            return fact_test(test, facts)
        if "series" in test:
            return series_test(test, seen, day)
        told = signal_test(test, seen, day)
        return None if told is False and not is_covered(test, rules, seen, coverage, account, day) else told

    def answer_of(name: str) -> Answer:
        if name not in found:
            rule = rules["situation"][name]
            parts = [answer_of_test(test) for test in rule.get("when", [])]
            if "any" in rule:
                parts.append(either([answer_of_test(test) for test in rule["any"]]))
            parts += [opposite(answer_of_test(test)) for test in rule.get("unless", [])]
            found[name] = both(parts)
        return found[name]

    return {name: answer_of(name) for name in rules["situation"]}
