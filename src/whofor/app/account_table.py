"""Accounts and deals of a type of client as a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from whofor.app.tabular import TYPES, ColumnTypes, Tabular
from whofor.model import AccountRow, AccountsOfType, Kind
from whofor.model.accounts import Fact

__all__ = ["AccountTable"]

_COLUMNS: ColumnTypes = {
    **dict.fromkeys(("list", "account_key", "account", "deal_key", "deal"), str),
    **dict.fromkeys(("opened", "closed"), datetime),
    "outcome": str,
    "amount": float,
    **dict.fromkeys(("missing", "why"), str),
}


class AccountTable(Tabular):
    """The lists of a type of client, one row a deal or an account without a deal, newest first within each list.

    After the columns of every row come the facts of its conditions, under their canonical names.

    Attributes:
        found: The lists.
        kinds: How the column of each fact is read.
    """

    __slots__ = ("found", "kinds")

    def __init__(self, found: AccountsOfType, kinds: Mapping[str, Kind]) -> None:
        self.found = found
        self.kinds = kinds

    def __repr__(self) -> str:
        """Return the number of rows of each list."""
        return f"{self.found.id}: {', '.join(f'{one.kind.value} {one.n:,}' for one in self.found.lists)}"

    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""
        return {**_COLUMNS, **{name: TYPES.get(kind, str) for name, kind in self._facts().items()}}

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the rows, each as a dictionary of its columns."""
        return [self._row(row) for one in self.found.lists for row in one.rows]

    def _facts(self) -> dict[str, Kind]:
        return {c.parameter: self.kinds[c.parameter] for c in self.found.segment.conditions}

    def _row(self, row: AccountRow) -> dict[str, object]:
        texts = (row.kind.value, row.account_key, row.account, row.deal_key, row.deal)
        why = "" if row.why is None else row.why.code
        cells = (*texts, _moment(row.opened), _moment(row.closed), row.outcome, row.amount, row.missing, why)
        facts = self._facts()
        known = (_fact(value, kind) for value, kind in zip(row.facts, facts.values(), strict=True))
        # An empty text is what is not known.
        return {
            **{name: None if value == "" else value for name, value in zip(_COLUMNS, cells, strict=True)},
            **dict(zip(facts, known, strict=True)),
        }


def _moment(day: str) -> datetime | None:
    return datetime.fromisoformat(day) if day else None


def _fact(value: Fact, kind: Kind) -> object:
    return _moment(value) if kind is Kind.DATE and isinstance(value, str) else value
