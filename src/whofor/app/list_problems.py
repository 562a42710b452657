"""What is wrong with lists of accounts and signals that do not belong together."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.errors import Problem, Sentence
from whofor.intake.signal_lists.layout import FileLook, Layout
from whofor.intake.signal_lists.matching import AccountColumns
from whofor.model.account_situations import ReadSignals

__all__ = ["no_shared_key", "no_signals"]


def no_signals(look: FileLook, told: Sequence[ReadSignals]) -> Problem:
    """Return the problem of lists without any signal of an account."""
    unmatched = [text for one in told for text in one.unmatched.examples]
    if unmatched:
        what = Sentence("No signal belongs to an account of the list, as {examples}", examples=", ".join(unmatched))
        return Problem(what, look.name, todo="Give lists of the same companies, with their domains or names.")
    if any(one.without_day.rows for one in told):
        place = next(one for one in told if one.without_day.rows)
        what = Sentence(
            "No signal has a day that can be read, as {examples}", examples=", ".join(place.without_day.examples)
        )
        return Problem(what, place.file, todo="Write days as 2026-09-30.")
    what = "There are no signals"
    todo = "Give a list of them with --signals, or columns such as Headcount 2026-01 and Last Funding Date."
    return Problem(what, look.name, todo=todo)


def no_shared_key(layout: Layout, accounts: FileLook, naming: AccountColumns) -> Problem:
    """Return the problem of a list that names none of the accounts."""
    file = layout.file
    free = [header for header in file.headers if header not in layout.used and file.texts[header]]
    columns = ", ".join(f"{header} ({next(iter(file.texts[header]))})" for header in free)
    what = Sentence(
        "No column names an account of {accounts}: {columns}", accounts=accounts.name, columns=columns or "–"
    )
    known = ", ".join(
        f"{header} ({next(iter(accounts.texts[header]), '')})" for header in naming.others if accounts.texts[header]
    )
    todo = Sentence("Name the accounts as one of these columns does: {columns}.", columns=known)
    return Problem(what, file.name, todo=todo)
