"""What only some exports hold: probabilities, names with addresses, histories of stages, places in one cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]


@pytest.mark.parametrize(
    ("header", "chances"),
    [
        ("Deal Stage Probability", ("1.0", "0.0", "0.05", "0.9")),
        ("Deal probability", ("100%", "0%", "10%", "1.5%")),
        ("Probabilité de la phase de la transaction", ("100 %", "0 %", "5 %", "80 %")),
        ("Probabilidad de la etapa del negocio", ("1", "0", "0,1", "0,9")),
        ("Wahrscheinlichkeit der Deal-Phase", ("1,0", "0,0", "0,05", "0,9")),
        ("hs_deal_stage_probability", ("1", "0", "0.2", "0.10")),
    ],
)
def test_probabilities_tell_the_end_where_stages_and_flags_do_not(
    imported: Import, header: str, chances: tuple[str, ...]
) -> None:
    deals = [
        {"Record ID": str(n), "Deal Name": "n", "Deal Stage": f"2024080{n}", header: chance}
        for n, chance in enumerate(chances)
    ]
    got = imported({"d.csv": deals})
    assert got.tables["deals"]["outcome"] == ["won", "lost", "open", "open"]
    assert got.roles["deals", header] is Role.LEAK


def test_what_a_stage_says_goes_before_its_probability_and_flags_before_both(imported: Import) -> None:
    rows = [
        ("Closed Won", "0", ""),
        ("Closed lost", "1", ""),
        ("Signature", "1", ""),
        ("Signature", "1", "false"),
        ("Talks", "", ""),
    ]
    deals = [
        {"Record ID": str(n), "Deal Name": "n", "Deal Stage": stage, "Deal Stage Probability": chance, "Is Deal Closed?": closed}
        for n, (stage, chance, closed) in enumerate(rows)
    ]  # fmt: skip
    assert imported({"d.csv": deals}).tables["deals"]["outcome"] == ["won", "lost", "won", "open", "open"]


def test_a_deal_that_has_ended_is_not_open_whatever_its_stage(imported: Import) -> None:
    deals = [
        {"Record ID": str(n), "Deal Name": "n", "Deal Stage": stage, "Is Deal Closed?": closed}
        for n, (stage, closed) in enumerate([("Closed Won", "true"), ("Archive", "true"), ("Talks", "false")])
    ]
    got = imported({"d.csv": deals})
    assert got.tables["deals"]["outcome"] == ["won", None, "open"]
    assert got.issues["no_outcome", "deals.outcome"] == 1


def test_probabilities_that_never_reach_an_end_leave_the_stages_to_be_named(imported: Import) -> None:
    deals = [{"Record ID": "1", "Deal Name": "n", "Deal Stage": "77", "Deal Stage Probability": ""}]
    assert imported({"d.csv": deals}).tables["deals"]["outcome"] == [None]


def test_contacts_are_found_by_the_address_beside_their_name(imported: Import) -> None:
    contacts = [
        {"Record ID": "21", "First Name": "Ana", "Last Name": "Sol", "Email": "Ana@acier.example"},
        {"Record ID": "22", "First Name": "Jo", "Last Name": "Berg", "Email": "jo@birke.example"},
    ]
    cells = [
        "Jo Berg (jo@birke.example); Ana Sol (ana@acier.example)",
        "Ana Sol (ANA@acier.example)",
        "Jo Berg",
        "",
        "(x@y.example)",
    ]
    deals = [
        {"Record ID": str(n), "Deal Name": "n", "Deal Stage": "Closed Won", "Associated Contact": cell}
        for n, cell in enumerate(cells)
    ]  # fmt: skip
    calls = [{"Record ID": "5", "Call title": "x", "Activity date": "2025-01-04", "Associated Contact": cells[0]}]
    got = imported({"c.csv": contacts, "d.csv": deals, "calls.csv": calls})
    assert got.tables["deals"]["contact_key"] == ["22", "21", None, None, None]
    assert got.tables["interactions"]["contact_key"] == ["22"]
    assert ("unmatched_key", "deals.contact_key") not in got.issues


@pytest.mark.parametrize(
    ("header", "stage"),
    [
        ("Record ID,Property,Value,Timestamp", "Deal Stage"),
        ("Deal ID,Property name,New value,Change date", "dealstage"),
        ("ID de fiche d'informations,Nom de la propriété,Valeur,Horodatage", "Phase de la transaction"),
        ("ID de registro,Nombre de la propiedad,Valor,Fecha y hora", "Etapa del negocio"),
        ("Datensatz-ID,Eigenschaft,Wert,Zeitstempel", "Deal-Phase"),
    ],
)
def test_the_history_of_a_deal_s_stage_row_by_row(imported: Import, day: Day, header: str, stage: str) -> None:
    deals = [{"Record ID": "1", "Deal Name": "n", "Deal Stage": "Closed Won"}]
    history = f"{header}\n1,{stage},Demo,2025-01-04\n1,Amount,300,2025-01-05\n1,{stage},Closed Won,2025-01-06\n"
    got = imported({"d.csv": deals, "history.csv": history})
    assert got.rows("stages", "deal_key", "stage", "at") == [
        ("1", "Demo", day("2025-01-04")),
        ("1", "Closed Won", day("2025-01-06")),
    ]
    assert got.issues["filtered_row", "stages"] == 1


def test_places_in_one_cell(imported: Import) -> None:
    places = ["Lyon, Rhône, France", "Bonn, Germany", "Spain", ""]
    companies = [
        {"Record ID": str(n), "Record": f"Firm {n}", "Domains": f"firm{n}.example, f{n}.example", "Primary location": place}
        for n, place in enumerate(places)
    ]  # fmt: skip
    deals = [
        {"Record ID": str(n + 10), "Deal name": "n", "Deal stage": "Won 🎉", "Deal value": "1", "Associated company": f"Firm {n}"}
        for n in range(4)
    ]  # fmt: skip
    got = imported({"companies.csv": companies, "deals.csv": deals})
    assert got.preset == "attio"
    assert got.rows("accounts", "country", "city") == [("FR", "Lyon"), ("DE", "Bonn"), ("ES", None), (None, None)]
    assert got.tables["deals"]["account_key"] == ["0", "1", "2", "3"]


def test_a_closing_date_of_one_s_own_goes_before_the_change_of_stage(imported: Import, day: Day) -> None:
    rows = [("2025-02-01", "2025-02-09"), ("", "2025-03-09")]
    deals = [
        {"Record ID": str(n), "Deal name": "n", "Deal stage": "Won 🎉", "Deal value": "1", "Close date": closed, '"Deal stage" changed at': changed}
        for n, (closed, changed) in enumerate(rows)
    ]  # fmt: skip
    assert imported({"d.csv": deals}).tables["deals"]["closed"] == [day("2025-02-01"), day("2025-03-09")]


def test_a_wide_export_is_read_like_a_narrow_one(imported: Import) -> None:
    wide = {f"Custom property {n}": "" for n in range(600)}
    deals = [
        {"Record ID": "1", **wide, "Deal Name": "n", "Deal Stage": "Closed Won", "Stage of life": "x"},
        {"Record ID": "2", **wide, "Deal Name": "m", "Deal Stage": "Closed Lost", "Stage of life": "y"},
    ]
    got = imported({"d.csv": deals})
    assert (got.preset, got.tables["deals"]["outcome"]) == ("hubspot", ["won", "lost"])
    assert got.issues["column_empty", "deals"] == 600


@pytest.mark.parametrize(
    ("name", "stage", "own"),
    [
        ("Deal Name", "Deal Stage", ("Stage", "Phase", "Status", "Company")),
        ("Nom de la transaction", "Phase de la transaction", ("Phase", "Étape", "Stage", "Société")),
        ("Nombre del negocio", "Etapa del negocio", ("Etapa", "Fase", "Empresa", "Estado")),
        ("Deal-Name", "Deal-Phase", ("Phase", "Stufe", "Unternehmen", "Status")),
    ],
)
def test_columns_of_one_s_own_with_the_names_of_other_crms_do_no_harm(
    imported: Import, name: str, stage: str, own: tuple[str, ...]
) -> None:
    rows = [("Closed Won", "x"), ("Closed Lost", "y")]
    deals = [
        {"Record ID": str(n), name: "n", stage: end, **dict.fromkeys(own, value)} for n, (end, value) in enumerate(rows)
    ]
    got = imported({"d.csv": deals})
    assert (got.preset, got.tables["deals"]["outcome"]) == ("hubspot", ["won", "lost"])
