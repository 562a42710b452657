"""The day a deal was opened: what the other dates and the open deals say of the column chosen for it."""

from __future__ import annotations

from collections.abc import Collection

from whofor.intake.drafting.columns import Chosen, Option
from whofor.intake.drafting.deals_file import DealsChoice
from whofor.intake.drafting.shapes import FileShape
from whofor.intake.drafting.words import about
from whofor.intake.normalise import parse_date
from whofor.model import Kind

__all__ = ["opening_checked"]

_ORDERED_ROWS = 0.5
_MOSTLY_ORDERED = 0.9
_SAYS_LITTLE = 0.62
"""Score of a header that is only a word for a day; see `~` in `rules/words.toml`."""
_FEWEST_OPEN = 3
_UNSURE = 0.4


def opening_checked(deals: DealsChoice, chosen: dict[str, Chosen], taken: Collection[str]) -> dict[str, Chosen]:
    """Return the choices with the fullest spare date as opening where there is none, and doubts where it may not be.

    A date whose header says little is never more than unsure, unless it precedes the closing or open deals have it.

    Args:
        deals: The file of the deals and their outcome.
        chosen: Canonical column -> the column chosen for it.
        taken: Columns that something else uses.
    """
    file = deals.file
    used = {one.option.ref for one in chosen.values()} | set(taken)
    spare = [
        column
        for column in file.columns.values()
        if column.kind is Kind.DATE and column.header not in used
        and about(column.header, "modified") < 0.6 and about(column.header, "personal") < 0.45
        and about(column.header, "closed") < 0.5 and about(column.header, "leak") < 0.5
    ]  # fmt: skip
    spare.sort(key=lambda column: -column.fill)
    if "opened" not in chosen and spare and spare[0].fill >= 0.5:
        column = spare.pop(0)
        why = "the fullest date; its header says nothing of it"
        chosen["opened"] = Chosen(Option(column.header, column), _UNSURE, why)
    if "opened" not in chosen:
        return chosen
    first, second = chosen["opened"], chosen.get("closed")
    ordered = _before(file, first.option.ref, second.option.ref) if second else 0.0
    if second is not None and ordered < _ORDERED_ROWS:
        doubt = "often later than the closing date: check"
        chosen["opened"] = Chosen(first.option, 0.3, doubt, (second.option.ref, *first.others))
    elif first.score < _SAYS_LITTLE and ordered < _MOSTLY_ORDERED and not _open_deals_have_it(deals, first.option.ref):
        chosen["opened"] = Chosen(first.option, min(first.score, _UNSURE), "its header only says that it is a day")
    return chosen


def _open_deals_have_it(deals: DealsChoice, header: str) -> bool:
    """Return whether (nearly) all open deals of the sample have a value, as they have no day of closing."""
    file, outcome = deals.file, deals.outcome
    if outcome.won_in or header not in file.sample:
        return False
    needed = {name: file.sample[name] for name in outcome.headers}
    rows = range(len(file.sample[header]))
    still_open = [row for row in rows if not outcome.ending({name: texts[row] for name, texts in needed.items()})]
    having = sum(bool(file.sample[header][row]) for row in still_open)
    return len(still_open) >= _FEWEST_OPEN and having >= _MOSTLY_ORDERED * len(still_open)


def _before(file: FileShape, first: str, second: str) -> float:
    """Return the share of sample rows in which one date is not after another; 1 where no row has both."""
    texts = [file.sample.get(header, ()) for header in (first, second)]
    rules = [file.columns[header].date_rule for header in (first, second)]
    ordered = both = 0
    for start, end in zip(*texts, strict=False):
        days = [parse_date(text or "", rule) for text, rule in zip((start, end), rules, strict=True)]
        if days[0] is not None and days[1] is not None:
            both += 1
            ordered += int(days[0]) <= int(days[1])
    return ordered / both if both else 1.0
