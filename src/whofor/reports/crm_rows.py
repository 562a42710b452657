"""Scores as rows that a CRM imports: headers that it maps at once, the id of each record, and four fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from whofor.csv_text import CsvCell
from whofor.model.score_answer import ScoreAnswer, ScoredRow
from whofor.reports.catalogue import clean
from whofor.reports.score import reasons_of_field
from whofor.reports.wording.scores import words_of_answer
from whofor.reports.words import Words

__all__ = ["CRMS", "Crm", "CrmObject", "CrmTable", "crm_tables"]


@dataclass(frozen=True, slots=True)
class CrmObject:
    """A kind of record of a CRM.

    Attributes:
        file: What its file is called, where there are several.
        id: Header of its ids, as the CRM exports and imports them.
        name: Header of its name.
        fields: Headers of score, tier, reasons and day.
    """

    file: str
    id: str
    name: str
    fields: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Crm:
    """A CRM: what its records are called.

    Attributes:
        name: As in the name of its preset.
        id_pattern: Regular expression of its ids.
        account: Its companies.
        deal: Its deals.
    """

    name: str
    id_pattern: str
    account: CrmObject
    deal: CrmObject


_HUBSPOT = ("Whofor score", "Whofor tier", "Whofor reasons", "Whofor date")
_SALESFORCE = ("Whofor_Score__c", "Whofor_Tier__c", "Whofor_Reasons__c", "Whofor_Date__c")
_ORGANIZATION, _DEAL = (
    (f"{kind} - Whofor score", f"{kind} - Whofor tier", f"{kind} - Whofor reasons", f"{kind} - Whofor date")
    for kind in ("Organization", "Deal")
)
# HubSpot and Pipedrive map a header that is the label of a property, as their exports write it; Salesforce's Data
# Loader one that is the API name of a field. Ids of HubSpot and Pipedrive are numbers, those of Salesforce have 15 or
# 18 letters and digits.
CRMS: Mapping[str, Crm] = {
    "hubspot": Crm(
        "hubspot",
        r"[0-9]{1,20}",
        CrmObject("companies", "Record ID", "Company name", _HUBSPOT),
        CrmObject("deals", "Record ID", "Deal name", _HUBSPOT),
    ),
    "salesforce": Crm(
        "salesforce",
        r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?",
        CrmObject("accounts", "Id", "Name", _SALESFORCE),
        CrmObject("opportunities", "Id", "Name", _SALESFORCE),
    ),
    "pipedrive": Crm(
        "pipedrive",
        r"[0-9]{1,20}",
        CrmObject("organizations", "Organization - ID", "Organization - Name", _ORGANIZATION),
        CrmObject("deals", "Deal - ID", "Deal - Title", _DEAL),
    ),
}
"""CRMs that scores are written for, by the name of the option."""


@dataclass(frozen=True, slots=True)
class CrmTable:
    """The rows of one kind of record: those that the CRM has, or those that it is to make.

    Attributes:
        kind: The kind, as its file is called.
        rows: The rows, that of the headers first.
        is_new: Whether they have no id of the CRM, and are told by their names.
    """

    kind: str
    rows: tuple[tuple[CsvCell, ...], ...]
    is_new: bool

    @property
    def n(self) -> int:
        """Number of records."""
        return len(self.rows) - 1


def crm_tables(answer: ScoreAnswer, crm: Crm, words: Words, ids: Sequence[bool], id_header: str) -> list[CrmTable]:
    """Return the scores as tables: companies with an id of the CRM, companies without, and open deals.

    A record with an id is told by this id alone, so that an import changes nothing else of it; one without by its name,
    apart from the others, as an import either changes records or makes them.

    Args:
        answer: The scores.
        crm: The CRM.
        words: Language of the reasons.
        ids: Whether the id of each row is one of the CRM.
        id_header: What the list calls the ids; empty for what the CRM calls them.
    """
    spoken = words_of_answer(answer, words)
    # An open deal exists in the CRM: without its id it cannot be told.
    wanted = [(crm.account, False, False), (crm.account, False, True), (crm.deal, True, False)]
    tables: list[CrmTable] = []
    for kind, is_deal, is_new in wanted:
        told = [row for row, own in zip(answer.rows, ids, strict=True) if (row.is_deal, own) == (is_deal, not is_new)]
        own_header = id_header if id_header and not is_deal else kind.id
        heads = (kind.name if is_new else own_header, *kind.fields)
        rows = (_cells(row, answer, spoken, is_new=is_new) for row in told)
        if told:
            tables.append(CrmTable(kind.file, (heads, *rows), is_new))
    return tables


def _cells(row: ScoredRow, answer: ScoreAnswer, words: Words, *, is_new: bool) -> tuple[CsvCell, ...]:
    told = round(100 * row.chance, 1), clean(row.tier), reasons_of_field(row, words), _day(answer.day)
    return (clean(row.name) if is_new else row.id, *told)


def _day(iso: str) -> CsvCell:
    with suppress(ValueError):
        return date.fromisoformat(iso)
    return None
