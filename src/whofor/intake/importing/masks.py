"""Masks contacts in what an import stores: the texts of its tables, and what it tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from typing import Any, TypeVar

from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import Plan, PlannedColumn, PlannedTable
from whofor.intake.normalise.masking import MaskAs, Masker
from whofor.model import Issue, IssueCode
from whofor.model.parameters import EXTRA_PREFIX
from whofor.schema.columns import ReadAs, TableName
from whofor.text import slug

__all__ = ["NOTHING_PRIVATE", "Privacy", "TableMasks", "masked", "masked_issues", "with_masked_headers"]

_T = TypeVar("_T")

_LISTS = frozenset(
    {ReadAs.CATEGORY, ReadAs.LEAD_SOURCE, ReadAs.MULTI, ReadAs.GUESS, ReadAs.TECHNOLOGY, ReadAs.INDUSTRY, ReadAs.TEXT}
)
_FREE = frozenset(
    {"name", "value", "lead_source", "lead_source_detail", "campaign", "detail", "role", "text", "source"}
)
"""Canonical columns that people fill with whatever they like; the others hold words of lists."""
_UNREAD = frozenset(
    {
        IssueCode.UNREADABLE_DATE,
        IssueCode.UNREADABLE_NUMBER,
        IssueCode.UNREADABLE_AMOUNT,
        IssueCode.UNREADABLE_HEADCOUNT,
        IssueCode.UNREADABLE_YEAR,
        IssueCode.UNREADABLE_BOOLEAN,
        IssueCode.UNREADABLE_VALUE,
        IssueCode.UNKNOWN_COUNTRY,
        IssueCode.UNKNOWN_CURRENCY,
    }
)
"""Issues whose examples are texts that nothing has masked before, as they are not stored."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What an import does for the contacts in it.

    Attributes:
        masker: What masks them in texts; `None` where they are kept.
        forgotten: Keyed hashes of those who are to be forgotten.
        secret: Key of these hashes.
    """

    masker: Masker | None = None
    forgotten: frozenset[str] = frozenset()
    secret: bytes = b""


NOTHING_PRIVATE = Privacy()
"""Contacts are kept, and nobody is forgotten."""


class TableMasks:
    """Masks the texts of one staged table. Nothing is masked where contacts are kept."""

    def __init__(self, table: PlannedTable, importer: Importer, masker: Masker | None) -> None:
        self.table = table
        self.importer = importer
        self.masker = masker

    def stage(self) -> None:
        """Mask keys, references and names, once the table is staged; names of accounts are remembered."""
        if self.masker is None:
            return
        for column in self.table.columns:
            if _identifies(column, self.table.name) and not column.hashed:
                # Most keys are numbers, which name nobody unless they are somebody's telephone number.
                texts = self.importer.distinct_with_letters(self.table.name, column.name)
                texts += self.importer.distinct_among(self.table.name, column.name, sorted(self.masker.people.digits))
                self._replace(column.name, MaskAs.IDENTITY, texts)
        if self.table.name == TableName.ACCOUNTS:
            self._remember_accounts(self.masker)
        for column in self.table.columns:
            if column.read_as is ReadAs.TEXT and column.stored and not _identifies(column, self.table.name):
                self._replace(column.name, _kind(column))

    def hosts(self) -> None:
        """Mask the web domains that are names of persons, once they are read from the addresses."""
        if self.masker is None:
            return
        for column in self.table.columns:
            if column.read_as is ReadAs.DOMAIN:
                counts = self.importer.distinct(self.table.name, column.name)
                self._store(column.name, {text: self._host(text) for text in counts})

    def _host(self, text: str) -> str:
        assert self.masker is not None
        return self.masker.mask_host(text) if "." in text else self.masker.mask(text, MaskAs.TEXT)

    def distinct(self, column: PlannedColumn) -> dict[str, int]:
        """Return the distinct texts of a staged column with their counts, masked, as they are from now on."""
        counts = self.importer.distinct(self.table.name, column.name)
        if self.masker is None or column.read_as not in _LISTS or _identifies(column, self.table.name):
            return counts
        if not self._replace(column.name, _kind(column), counts):
            return counts
        return self.importer.distinct(self.table.name, column.name)

    def _replace(self, column: str, mask_as: MaskAs, texts: Iterable[str] | None = None) -> bool:
        """Mask a staged column; return whether anything changed."""
        assert self.masker is not None
        texts = self.importer.distinct(self.table.name, column) if texts is None else texts
        beside = self._beside() if mask_as is MaskAs.TEXT else ""
        masks = {text: mask for text in texts if (mask := self.masker.mask(text, mask_as)) != text}
        # Where a text is as it was, the name of the row's own account cannot make less of it.
        depends = {text for text in masks if beside and self.masker.needs_own(text)}
        changed = self._store(column, {text: mask for text, mask in masks.items() if text not in depends})
        if not depends:
            return changed
        pairs = self.importer.pairs(self.table.name, column, beside)
        instead = {
            (text, other): self.masker.mask(text, mask_as, self.masker.own_words(other))
            for text, other, _ in pairs
            if text in depends
        }
        instead = {pair: text for pair, text in instead.items() if text != pair[0]}
        self.importer.replace_texts_beside(self.table.name, column, beside, instead)
        return changed or bool(instead)

    def _store(self, column: str, masks: Mapping[str, str]) -> bool:
        instead = {text: mask for text, mask in masks.items() if mask != text}
        self.importer.replace_texts(self.table.name, column, instead)
        return bool(instead)

    def _beside(self) -> str:
        """Return the column that says which account a row is about; empty for none."""
        names = {column.name for column in self.table.columns if column.between is None and not column.hashed}
        links = [link.column for link in self.table.links if link.to == TableName.ACCOUNTS]
        own = ("account_key", "name") if self.table.name == TableName.ACCOUNTS else ("account_key",)
        return next((name for name in (*own, *links) if name in names), "")

    def _remember_accounts(self, masker: Masker) -> None:
        names = {column.name for column in self.table.columns}
        named = "name" if "name" in names else "account_key"
        if named not in names:
            return
        references: dict[str, list[str]] = {name: [name] for name in self.importer.distinct(self.table.name, named)}
        for beside in ("account_key", "domain"):
            if beside in names and beside != named:
                for name, other, _ in self.importer.pairs(self.table.name, named, beside):
                    references[name] += [other] if other else []
        for name, others in references.items():
            masker.add_company(name, others)


def _kind(column: PlannedColumn) -> MaskAs:
    return MaskAs.TEXT if column.extra or column.name in _FREE else MaskAs.WORDS


def _identifies(column: PlannedColumn, table: str) -> bool:
    """Return whether a column is a key, a reference or the name of an account, which must stay what others refer to."""
    if column.name in ("registration_number", "parent_key"):
        return True
    if column.name.startswith("_") and not column.name.startswith("_link_"):
        return False
    return column.read_as is ReadAs.KEY or (column.name == "name" and table == TableName.ACCOUNTS)


def with_masked_headers(plan: Plan, masker: Masker | None) -> Plan:
    """Return the plan; columns whose headers name a contact get labels and names without."""
    if masker is None:
        return plan
    return replace(plan, tables=tuple(_with_masked_headers(table, masker) for table in plan.tables))


def _with_masked_headers(table: PlannedTable, masker: Masker) -> PlannedTable:
    labels = {column.name: masker.mask(column.label, MaskAs.WORDS) for column in table.columns}
    names: dict[str, str] = {}
    taken = {column.name for column in table.columns}
    for column in table.columns:
        if column.extra and labels[column.name] != column.label:
            base = f"{EXTRA_PREFIX}{table.name}_{slug(labels[column.name])}"
            names[column.name] = next(name for n in count(1) if (name := f"{base}_{n}" if n > 1 else base) not in taken)
            taken.add(names[column.name])
    columns = tuple(replace(c, name=names.get(c.name, c.name), label=labels[c.name]) for c in table.columns)
    parts = tuple(
        replace(part, expressions={names.get(name, name): one for name, one in part.expressions.items()})
        for part in table.parts
    )
    return replace(table, columns=columns, parts=parts) if names or columns != table.columns else table


def masked(value: _T, masker: Masker | None, mask_as: MaskAs = MaskAs.WORDS) -> _T:
    """Return a value with persons masked in all its texts: records, tuples and lists are followed."""
    return value if masker is None else _masked(value, masker, mask_as)


def _masked(value: Any, masker: Masker, mask_as: MaskAs) -> Any:  # noqa: ANN401 - a record of any type
    if type(value) is str:
        return masker.mask(value, mask_as)
    if isinstance(value, tuple):
        return tuple(_masked(item, masker, mask_as) for item in value)
    if isinstance(value, list):
        return [_masked(item, masker, mask_as) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        found = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        clean = {name: _masked(item, masker, mask_as) for name, item in found.items()}
        changed = {name: item for name, item in clean.items() if item != found[name]}
        return replace(value, **changed) if changed else value
    return value


def masked_issues(issues: tuple[Issue, ...], masker: Masker | None) -> tuple[Issue, ...]:
    """Return the issues with persons masked in places and examples."""
    return tuple(masked(one, masker, MaskAs.TEXT if one.code in _UNREAD else MaskAs.WORDS) for one in issues)
