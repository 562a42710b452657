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
        ("Дата создания сделки", "opened"),
        ("Дата закрытия", "closed"),
        ("Стадия сделки", "stage"),
        ("Этап", "stage"),
        ("Название сделки", "title"),
        ("Сумма", "amount"),
        ("Бюджет", "amount"),
        ("Ответственный", "owner"),
        ("Кем создана сделка", "owner"),
        ("Компания", "account"),
        ("Источник сделки", "lead_source"),
        ("Отрасль", "industry"),
        ("Кол-во сотрудников", "employees"),
        ("Страна", "country"),
        ("Город", "city"),
        ("Причина отказа", "leak"),
        ("Created By", "owner"),
        ("Suivi par", "owner"),
        ("Erstellt von", "owner"),
        ("Actual Close Date", "closed"),
        ("Fecha de cierre real", "closed"),
        ("Account: # of Employees", "employees"),
        ("Purchase Timeframe", "during"),
        ("Entscheider", "during"),
        ("Priorité", "during"),
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


@pytest.mark.parametrize(
    "header",
    [
        "Est. close date", "Expected Close", "Estimated closing date", "Planned close", "Clôture prévue",
        "Cierre previsto", "Fecha estimada de cierre", "Geplanter Abschluss", "Voraussichtliches Abschlussdatum",
        "Previsão de fechamento",
        "Chiusura prevista", "Verwachte sluitingsdatum", "Предполагаемая дата закрытия", "expectedclosedate",
    ],
)  # fmt: skip
def test_an_expected_closing_is_no_closing_and_no_opening(header: str) -> None:
    assert about(header, "closed") == 0.0
    assert about(header, "opened") == 0.0


@pytest.mark.parametrize("header", ["Date", "Fecha", "Datum", "Data", "Дата", "Dates"])
def test_a_bare_date_is_weak(header: str) -> None:
    assert 0.5 <= about(header, "opened") < 0.62
