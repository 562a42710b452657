"""What columns of lists of signals hold: by hand, in four languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from whofor.days import date_of
from whofor.intake.signal_lists.layout import FileLook, Layout, SignalColumns, kinds_told, layout_of, missing
from whofor.intake.signal_lists.periods import named_period
from whofor.intake.signal_lists.words import kind_of_text, kinds_in


def look(headers: Sequence[str], *rows: Sequence[str], name: str = "list.csv") -> FileLook:
    columns = {h: dict(Counter(row[i] for row in rows if row[i])) for i, h in enumerate(headers)}
    return FileLook(name, tuple(headers), columns, len(rows))


def long_list(headers: Sequence[str], row: Sequence[str], name: str = "list.csv") -> tuple[Layout, SignalColumns]:
    found = layout_of(look(headers, row, row, row, name=name), is_list=False)
    return found, found.signals[0]


@pytest.mark.parametrize(
    ("headers", "kind", "at", "wanted"),
    [
        (
            ["Company", "Event type", "Date", "Announced on", "Amount", "Round", "Headline", "Source"],
            *("Event type", "Date"),
            {"known_on": "Announced on", "value": "Amount", "detail": "Round", "text": "Headline", "source": "Source"},
        ),
        (
            ["Société", "Type de signal", "Date", "Publié le", "Montant", "Tour", "Titre", "Source"],
            *("Type de signal", "Date"),
            {"known_on": "Publié le", "value": "Montant", "detail": "Tour", "text": "Titre", "source": "Source"},
        ),
        (
            ["Firma", "Ereignisart", "Datum", "Veröffentlicht", "Betrag", "Runde", "Überschrift", "Quelle"],
            *("Ereignisart", "Datum"),
            {
                "known_on": "Veröffentlicht",
                "value": "Betrag",
                "detail": "Runde",
                "text": "Überschrift",
                "source": "Quelle",
            },
        ),
        (
            ["Empresa", "Tipo de evento", "Fecha", "Publicado", "Importe", "Ronda", "Titular", "Fuente"],
            *("Tipo de evento", "Fecha"),
            {"known_on": "Publicado", "value": "Importe", "detail": "Ronda", "text": "Titular", "source": "Fuente"},
        ),
    ],
)
def test_a_row_for_each_signal(headers: list[str], kind: str, at: str, wanted: dict[str, str]) -> None:
    row = ["Acme", "funding", "2026-05-01", "2026-05-03", "4000000", "Series A", "Acme raises", "wire"]
    layout, signals = long_list(headers, row)
    assert (signals.kind, signals.at) == ("", at)
    assert signals.columns == {"kind": kind, **wanted}
    assert kinds_told(layout) == {"funding"}


@pytest.mark.parametrize(
    ("name", "headers", "kind", "by_name"),
    [
        ("rounds.csv", ["Company", "Date", "Amount"], "funding", True),
        ("crunchbase-rounds.csv", ["company", "funded_at", "amount"], "funding", False),
        ("recrutements.csv", ["Société", "Date", "Nombre"], "hiring", True),
        ("presse.csv", ["Firma", "Datum", "Anzahl"], "press", True),
        ("list.csv", ["Company", "Date", "Funding amount"], "funding", False),
    ],
)
def test_the_kind_of_a_list_without_one(name: str, headers: list[str], kind: str, *, by_name: bool) -> None:
    layout, signals = long_list(headers, ["Acme", "2026-05-01", "4"], name)
    assert (signals.kind, signals.at, layout.by_name) == (kind, headers[1], by_name)
    assert signals.columns == {"value": headers[2]}


def test_nothing_is_guessed_of_what_merely_lies_beside() -> None:
    for headers in (["Company", "Date", "Funding amount"], ["Company", "Date", "Type"]):
        file = look(headers, ["Acme", "2026-05-01", "4"], ["Birch", "2026-05-02", "5"])
        assert layout_of(file, is_list=False, is_given=False).signals == ()
    file = look(["Company", "Date"], ["Acme", "2026-05-01"], name="Funding")
    assert layout_of(file, is_list=False, is_given=False).kinds == ("funding",)


def test_columns_side_by_side() -> None:
    headers = ["Company", "Created", "Headcount 2026-01", "Effectif (févr. 2026)", "Revenue 2025-Q4", "Umsatz 2024"]
    headers += [
        "Last Funding Date",
        "Last Funding Round",
        "Last Funding Amount",
        "First funding date",
        "CMO change date",
    ]
    row = ["Acme", "2020-01-01", "1", "2", "3", "4", "2026-05-01", "Series A", "€4M", "2024-05-01", "2026-04-01"]
    found = layout_of(look(headers, row, row), is_list=True)
    series = [(one.kind, date_of(one.day or 0)) for one in found.signals if one.day is not None]
    assert series == [
        ("headcount", date(2026, 1, 31)),
        ("headcount", date(2026, 2, 28)),
        ("revenue", date(2025, 12, 31)),
        ("revenue", date(2024, 12, 31)),
    ]
    events = {one.at: (one.kind, dict(one.columns), one.role) for one in found.signals if one.at}
    assert events == {
        "Last Funding Date": ("funding", {"value": "Last Funding Amount", "detail": "Last Funding Round"}, ""),
        "First funding date": ("funding", {}, ""),
        "CMO change date": ("leadership", {}, "CMO"),
    }


def test_first_and_last_day_of_a_technology() -> None:
    headers = ["Domain", "Technology", "First detected", "Last detected"]
    row = ["acme.fr", "HubSpot", "2026-05-01", "2026-06-01"]
    found = layout_of(look(headers, row), is_list=False)
    assert [(one.kind, one.at, one.columns) for one in found.signals] == [
        ("technology_added", "First detected", {"detail": "Technology"}),
        ("technology_dropped", "Last detected", {"detail": "Technology"}),
    ]


def test_of_twins_the_exactest_day_counts() -> None:
    headers = ["company", "funded_month", "funded_quarter", "funded_at"]
    _, signals = long_list(headers, ["Acme", "2026-05", "2026-Q2", "2026-05-04"])
    assert signals.at == "funded_at"


def test_a_list_of_months_is_named_by_its_file() -> None:
    file = look(["Company", "2026-01", "2026-02"], ["Acme", "1", "2"], name="headcounts.csv")
    assert [one.kind for one in layout_of(file, is_list=False).signals] == ["headcount", "headcount"]
    assert layout_of(look(["Company", "2026-01"], ["Acme", "1"], name="x.csv"), is_list=False).signals == ()


def test_what_a_list_lacks() -> None:
    no_day = missing(layout_of(look(["Company", "What"], ["Acme", "funding"]), is_list=False), "list.csv")
    assert no_day is not None
    assert no_day.what == "No column holds the days of the signals; there are Company, What"
    no_kind = missing(layout_of(look(["Company", "Date"], ["Acme", "2026-05-01"]), is_list=False), "list.csv")
    assert no_kind is not None
    assert no_kind.what == "Nothing says what kind of signals these are; there are Company, Date"
    fine = layout_of(look(["Company", "Date"], ["Acme", "2026-05-01"], name="press.csv"), is_list=False)
    assert missing(fine, "press.csv") is None


def test_some_cells_that_are_no_days_do_not_hide_a_column_of_days() -> None:
    rows = [["Acme", "press", "2026-05-01"], ["Acme", "press", "2026-05-02"], ["Birch", "press", "soon"]]
    (signals,) = layout_of(look(["Company", "Signal", "Date"], *rows), is_list=False).signals
    assert signals.at == "Date"


@pytest.mark.parametrize(
    ("header", "last"),
    [
        ("Headcount 2026-02", "2026-02-28"),
        ("headcount_2026_02", "2026-02-28"),
        ("Employees (Jan 2026)", "2026-01-31"),
        ("Mitarbeiter März 2026", "2026-03-31"),
        ("Revenue Q4 2025", "2025-12-31"),
        ("revenue_2025q4", "2025-12-31"),
        ("Revenue FY2025", "2025-12-31"),
        ("Headcount 2026-02-15", "2026-02-15"),
        ("Headcount 15/02/2026", "2026-02-15"),
        ("Headcount", ""),
        ("Top 2000 companies 5", "2000-12-31"),
    ],
)
def test_periods_of_headers(header: str, last: str) -> None:
    found = named_period(header)
    assert (date_of(found.last).isoformat() if found else "") == last


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Levée de fonds", "funding"),
        ("Series B funding", "funding"),
        ("Job posting", "hiring"),
        ("Offre d’emploi", "hiring"),
        ("Stellenanzeige", "hiring"),
        ("Rachat", "merger"),
        ("Pressebericht", "press"),
        ("Neue Niederlassung", "office"),
        ("technology_dropped", "technology_dropped"),
        ("Trade fair", "Trade fair"),
        ("Job title", "Job title"),
    ],
)
def test_kinds_of_texts(text: str, kind: str) -> None:
    assert kind_of_text(text) == kind


def test_headers_of_no_signal() -> None:
    assert [
        h for h in ("Company", "Created", "Job Title", "Industry", "Country", "Call direction") if kinds_in(h)
    ] == []
