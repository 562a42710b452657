"""Columns excluded because they reveal the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Leak
from whofor.reports.blocks import Listing
from whofor.reports.catalogue import clean
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.reasons import leak_text
from whofor.reports.words import Words

__all__ = ["LEAKS", "leak_rows"]


def _block(report: Report) -> Listing | None:
    words, found = report.words, bool(report.icps or report.avoided)
    rows = tuple(report.named(*row) for row in leak_rows(report.result.data.leaks, words))
    return Listing(words.text("title.leaks"), words.text("page.leaks_lead"), rows, folded=found) if rows else None


def leak_rows(leaks: Sequence[Leak], words: Words) -> list[tuple[str, str]]:
    """Return excluded columns with the reason; columns that share a reason are one row under it."""
    columns: dict[str, list[str]] = {}
    for leak in leaks:
        columns.setdefault(leak_text(leak, words), []).append(clean(leak.column))
    return [(capital(why), ", ".join(c)) if len(c) > 1 else (c[0], why) for why, c in columns.items()]


LEAKS = listing_section("leaks", _block)
