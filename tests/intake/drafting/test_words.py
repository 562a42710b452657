"""Words of headers, in six languages."""

import pytest

from whofor.intake.drafting.words import about, currency_named, file_about, same_thing


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("Create Date", "opened"),
        ("Date de création", "opened"),
        ("fecha_solicitud", "opened"),
        ("Erstellt am", "opened"),
        ("Data de cadastro", "opened"),
        ("Data apertura", "opened"),
        ("CreatedDate", "opened"),
        ("first_contact_date", "opened"),
        ("Closing Date", "closed"),
        ("Date de clôture", "closed"),
        ("Fecha de cierre", "closed"),
        ("Abschlussdatum", "closed"),
        ("Data de fechamento", "closed"),
        ("won_date", "closed"),
        ("Montant HT", "amount"),
        ("Auftragswert", "amount"),
        ("Importe", "amount"),
        ("Deal - Value", "amount"),
        ("Commercial", "owner"),
        ("Vendedor", "owner"),
        ("Betreuer", "owner"),
        ("Deal Owner Name", "owner"),
        ("Leadquelle", "lead_source"),
        ("Origen", "lead_source"),
        ("Secteur d'activité", "industry"),
        ("Branche", "industry"),
        ("Nombre de salariés", "employees"),
        ("Mitarbeiterzahl", "employees"),
        ("Étape", "stage"),
        ("Motif de perte", "leak"),
        ("Wahrscheinlichkeit", "leak"),
        ("Geburtsdatum", "personal"),
        ("Kundennr", "account"),
    ],
)
def test_what_headers_speak_of(header: str, concept: str) -> None:
    assert about(header, concept) >= 0.5


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("Expected close date", "closed"),
        ("Last modified", "opened"),
        ("Account Owner", "account"),
        ("Lost reason", "stage"),
        ("Days since created", "opened"),
        ("Company size", "account"),
        ("Email opt out", "email"),
        ("Initial Amount Paid", "amount"),
    ],
)
def test_what_headers_do_not_speak_of(header: str, concept: str) -> None:
    assert about(header, concept) == 0


def test_names_of_files_and_keys() -> None:
    assert file_about("2024/Verkaufschancen.csv.gz", "deals") == 1
    assert file_about("closed_deals.csv", "won") == 1
    assert file_about("export.csv", "deals") == 0
    assert same_thing("company_id", "companies.csv")
    assert same_thing("Kundennr", "x.csv") is False


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Valor total (reais)", "BRL"),
        ("Montant en euros", "EUR"),
        ("amount_usd", "USD"),
        ("EUR or USD", "EUR"),
        ("All amounts", ""),
        ("Top deal", ""),
    ],
)
def test_currencies_that_headers_name(header: str, code: str) -> None:
    assert currency_named(header) == code
