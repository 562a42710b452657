"""An export: tables of text cells, and their bytes as a CRM writes them."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.csv_text import AS_EXPORTED, csv_bytes

__all__ = ["ExampleExport", "ExportRow", "ExportTable", "csv_files"]

ExportRow = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One exported table.

    Attributes:
        header: Column names, as a HubSpot export in English labels them, or as the two files of one's own beside it.
        rows: Cells as text, empty where nothing is recorded.
    """

    header: ExportRow
    rows: tuple[ExportRow, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """Return all cells of one column, in the order of the rows."""
        position = self.header.index(name)
        return tuple(row[position] for row in self.rows)


@dataclass(frozen=True, slots=True)
class ExampleExport:
    """A whole made-up export, one attribute for each file."""

    companies: ExportTable
    deals: ExportTable
    contacts: ExportTable
    activities: ExportTable
    client_outcomes: ExportTable
    spend: ExportTable

    @property
    def tables(self) -> dict[str, ExportTable]:
        """Return the tables by file name."""
        return {
            "companies.csv": self.companies,
            "deals.csv": self.deals,
            "contacts.csv": self.contacts,
            "activities.csv": self.activities,
            "client_outcomes.csv": self.client_outcomes,
            "spend.csv": self.spend,
        }


def csv_files(export: ExampleExport) -> dict[str, bytes]:
    """Return each table as the bytes of a CSV file: UTF-8 with byte order mark, lines ended by CR LF."""
    return {name: csv_bytes([table.header, *table.rows], AS_EXPORTED) for name, table in export.tables.items()}
