"""What `doctor` and `import` show: what is installed, and what was understood of an export."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from whofor.model import ColumnHealth, Health
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import number, percent
from whofor.reports.wording.data import issue_text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["doctor_document", "render_doctor"]

_USED = ("definition", "confounder", "validation", "leak", "time")


def doctor_document(health: Health) -> dict[str, object]:
    """The same as one JSON document; fill rates are shares of 0 to 1."""
    document = asdict(health)
    document["columns"] = [{**asdict(c), "fill": round(c.n_filled / c.n, 4) if c.n else None} for c in health.columns]
    document["issues"] = [
        {"code": i.code, "count": i.count, "examples": list(i.examples), "place": i.place} for i in health.issues
    ]
    document["quarters"] = [asdict(q) for q in health.quarters]
    return document


def _columns(health: Health, language: str, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    words = catalogue(language)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("column", "role", "table"):
        table.add_column(words.text(f"doctor.{key}"), overflow="fold")
    table.add_column(words.text("doctor.filled"), justify="right")
    order = {role: i for i, role in enumerate(_USED)}

    def rank(c: ColumnHealth) -> tuple[int, str, str]:
        return order[c.role], c.table, c.label

    for c in sorted((c for c in health.columns if c.role in order), key=rank):
        filled = percent(c.n_filled / c.n, language) if c.n else "–"
        role = words.text(f"role.{c.role}")
        table.add_row(Text(clean(c.label)), role, c.table, f"{filled} ({number(c.n_filled, language)})")
    console.print(table)


def _quarters(health: Health, language: str, console: Console) -> None:
    from rich.table import Table

    words = catalogue(language)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(words.text("doctor.opened"))
    for key in ("won", "lost", "open"):
        table.add_column(words.text(f"doctor.{key}"), justify="right")
    for q in health.quarters:
        counts = (number(n, language) for n in (q.won, q.lost, q.open))
        table.add_row(q.quarter or words.text("doctor.undated"), *counts)
    console.print(table)


def render_doctor(health: Health, language: str, console: Console) -> None:
    """Print what is installed and, where there is a workspace, what it holds.

    Args:
        health: What was found.
        language: `en` or `fr`.
        console: Where to print.
    """
    from rich.text import Text

    words = catalogue(language)
    libraries = ", ".join(f"{name} {version}" for name, version in health.libraries.items())
    console.print(Text(f"whofor {health.version} · Python {health.python} · {libraries}"))
    console.print(Text(words.text("doctor.kernel", kernel=health.kernel)))
    if not health.workspace:
        console.print(Text(words.text("doctor.no_workspace")))
        return
    console.print(Text(f"\n{health.workspace} · {clean(health.preset)} · {health.data_hash[:12]}", style="bold"))
    for table, rows in health.tables.items():
        console.print(Text(words.plural("doctor.rows", rows, table=table, n=number(rows, language))))
    if health.quarters:
        console.print(Text("\n" + words.text("doctor.outcomes"), style="bold"))
        _quarters(health, language, console)
    console.print(Text("\n" + words.text("doctor.columns"), style="bold"))
    _columns(health, language, console)
    if health.issues:
        console.print(Text("\n" + words.text("doctor.counted"), style="bold"))
    for issue in health.issues:
        place = f" ({clean(issue.place)})" if issue.place else ""
        console.print(Text(f"  · {issue_text(issue, language)}{place}: {number(issue.count, language)}"))
        if issue.examples:
            console.print(Text("      " + clean("; ".join(issue.examples[:3]))[:200], style="dim"))
