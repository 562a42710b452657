"""Entries for the persons tied to deals, of the lists of contacts that entries of deals refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whofor.intake.mapping.entries_in_use import headers_of_entry
from whofor.intake.mapping.mapping import ColumnMapping, TableMapping
from whofor.intake.mapping.plan import RawFile
from whofor.schema.columns import TableName

__all__ = ["contacts_of_deals"]


def contacts_of_deals(
    entries: Mapping[str, tuple[TableMapping, ...]], mapping: ColumnMapping, files: Sequence[RawFile]
) -> dict[str, tuple[TableMapping, ...]]:
    """Return the entries, with one for the persons of each file of deals that lists several in a cell.

    A list says whose it is by the key of its row; deals without one have but the first element.

    Args:
        entries: Entries in use, by table.
        mapping: The mapping that they are of.
        files: Files of the export.
    """
    if TableName.CONTACTS not in entries:
        return dict(entries)
    found: list[TableMapping] = []
    for deals in entries.get(TableName.DEALS, ()):
        index = headers_of_entry(deals, mapping, files)
        links = tuple(
            link
            for link in deals.links
            if link.to == TableName.CONTACTS and link.source.each and index.first(link.source.headers)
        )
        if deals.key is None or not links or not (deals.key.concat or index.first(deals.key.headers)):
            continue
        found.append(
            TableMapping(
                table=TableName.DEAL_CONTACTS,
                files=deals.files,
                columns={"deal_key": replace(deals.key, label="")},
                joins=deals.joins,
                links=links,
                filters=deals.filters,
                line=deals.line,
            )
        )
    own = entries.get(TableName.DEAL_CONTACTS, ())
    return {**entries, TableName.DEAL_CONTACTS: (*own, *found)} if found else dict(entries)
