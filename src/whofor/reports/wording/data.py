"""What is said about the data itself: leaks, rows set aside, issues counted at import."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import DataWarning, Issue, Leak, SetAside
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import day, number, percent
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.verdicts import code_text

__all__ = ["issue_text", "leak_rows", "leak_text", "set_aside_text", "warning_text", "warning_todo"]


def leak_text(leak: Leak, language: str) -> str:
    """Why a column is barred, without its name."""
    words, params = catalogue(language), leak.why.params
    values: dict[str, object] = {"pattern": str(params.get("pattern") or "")}
    for key in ("fill_won", "fill_lost", "fill_high", "fill_low"):
        share = params.get(key)
        if isinstance(share, int | float):
            values[key] = percent(share, language)
    auc = params.get("auc")
    if isinstance(auc, int | float):
        values["auc"] = number(auc, language, 2)
    try:
        return words.text(f"leak.{leak.why.code}", **values)
    except KeyError:
        return code_text(leak.why)


def leak_rows(leaks: Sequence[Leak], language: str) -> list[tuple[str, str]]:
    """Columns barred: each with its reason, columns barred for the same reason together after it."""
    columns: dict[str, list[str]] = {}
    for leak in leaks:
        columns.setdefault(leak_text(leak, language), []).append(clean(leak.column))
    return [(capital(why), ", ".join(c)) if len(c) > 1 else (c[0], why) for why, c in columns.items()]


def set_aside_text(aside: SetAside, language: str) -> str:
    """Why deals were not analysed, without their number."""
    words, params = catalogue(language), aside.why.params
    values: dict[str, object] = {}
    if isinstance(label := params.get("label"), str):
        values["label"] = words.text(f"outcome.{label}") if words.has(f"outcome.{label}") else clean(label)
    date, horizon = params.get("date"), params.get("horizon_days")
    if isinstance(date, str) and date:
        values["date"] = _day(date, language)
    if isinstance(horizon, int | float):
        values["days"] = words.plural("count.days", round(horizon), n=number(round(horizon), language))
    try:
        return words.text(f"aside.{aside.why.code}", **values)
    except KeyError:
        return code_text(aside.why)


def _day(text: str, language: str) -> str:
    """A date in words; what is no ISO date stays as it is."""
    try:
        return day(text, language)
    except ValueError:
        return clean(text)


def issue_text(issue: Issue, language: str) -> str:
    """What was counted at import, without its number."""
    words = catalogue(language)
    key = f"issue.{issue.code}"
    return words.text(key) if words.has(key) else clean(issue.code.replace("_", " "))


def warning_text(warning: DataWarning, language: str) -> str:
    """What keeps the data from telling more, with its counts."""
    words = catalogue(language)
    counts = {"n": number(warning.n, language), "of": number(warning.of, language)}
    return words.text(f"warn.{warning.code}", **counts, place=clean(warning.place))


def warning_todo(warning: DataWarning, language: str) -> str:
    """What to do about it."""
    return catalogue(language).text(f"todo.{warning.code}")
