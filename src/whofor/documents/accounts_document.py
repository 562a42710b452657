"""Accounts and deals of types of client as JSON values: their amounts and facts as they are, unrounded."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.documents.conditions import conditions_document
from whofor.documents.values import Document, fields_of, plain
from whofor.model import AccountList, AccountRow, AccountsOfType, KnownAccounts

__all__ = ["accounts_document", "known_accounts_document"]


def known_accounts_document(known: KnownAccounts) -> Document:
    """Return the first accounts of each type of client as a document."""
    types = [{"finding": one.finding, "lists": _lists(one.lists)} for one in known.types]
    return {"day": known.day, "currency": known.currency, "types": types}


def accounts_document(found: AccountsOfType) -> Document:
    """Return all lists of a type of client as one JSON-ready document, without any sentence."""
    head = {"id": found.id, "conditions": conditions_document(found.segment.conditions)}
    rest = {"day": found.day, "outcome": found.outcome, "currency": found.currency, "part": found.part}
    return {**head, **rest, "lists": _lists(found.lists)}


def _lists(lists: Sequence[AccountList]) -> list[Document]:
    return [plain(fields_of(one) | {"rows": ()}) | {"rows": [_row(row) for row in one.rows]} for one in lists]


def _row(row: AccountRow) -> Document:
    written = {"kind": str(row.kind), "facts": list(row.facts), "why": None if row.why is None else plain(row.why)}
    return fields_of(row) | written
