"""Situations of a list of accounts as a JSON value: amounts and facts as they are, unrounded."""

from __future__ import annotations

from whofor.documents.values import Document, fields_of, plain
from whofor.model.account_situations import AccountSituations

__all__ = ["account_situations_document"]


def account_situations_document(found: AccountSituations) -> Document:
    """Return all that was found as one JSON-ready document."""
    head = {"as_of": found.day, "accounts": found.n_accounts, "accounts_in_any": found.n_in_any, "key": found.key}
    days = {"first": found.days[0], "last": found.days[1]}
    return {
        **head,
        "signals": days,
        "situations": [plain(one) for one in found.situations],
        "rows": found.to_dicts(),
        "files": [fields_of(one) | {name: plain(getattr(one, name)) for name in _COUNTED} for one in found.files],
        "repeated": plain(found.repeated),
        "notes": [str(text) for text in found.notes],
        "warnings": [str(text) for text in found.warnings],
    }


_COUNTED = ("unmatched", "several", "without_day")
