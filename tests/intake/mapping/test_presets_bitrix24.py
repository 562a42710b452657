"""Bitrix24: final stages, the closing flag, lists in four languages, names of the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from whofor.model import Role

Import = Callable[..., Any]
Day = Callable[[str], float]

LABELS = {
    "en": "ID,Deal name,Stage,Total,Currency,Company,Contact,Probability %,Source,Start date,Expected close date,Deal closed,Responsible person,Created on",
    "en list": "ID,Deal Name,Stage,Income,Currency,Company,Contact,\"Probability, %\",Source,Start date,Assumed close date,Closed,Responsible,Created",
    "ru": "ID,Название сделки,Стадия сделки,Сумма,Валюта,Компания,Контакт,Вероятность,Источник,Дата начала,Предполагаемая дата закрытия,Сделка закрыта,Ответственный,Дата создания",
    "de": "ID,Auftragsname,Phase,Gewinn,Währung,Unternehmen,Kontakt,Gewinnwahrscheinlichkeit,Quelle,Anfangsdatum,Voraussichtliches Abschlussdatum,Geschlossen,Verantwortlich,Erstellt am",
}  # fmt: skip
STAGES = {
    "en": ("Deal won", "Deal lost", "In progress", "Analyze failure", "Y", "N"),
    "en list": ("Deal won", "Deal lost", "In progress", "Analyze failure", "yes", "no"),
    "ru": ("Сделка успешна", "Сделка провалена", "В работе", "Анализ причины провала", "Да", "Нет"),
    "de": ("Auftrag gewonnen", "Auftrag verloren", "In Bearbeitung", "Analyse des Scheiterns", "Ja", "Nein"),
}


def headers(language: str) -> list[str]:
    return LABELS[language].replace('"Probability, %"', "Probability; %").replace(",", "|").replace(";", ",").split("|")


@pytest.mark.parametrize("language", LABELS)
def test_lists_in_four_languages(imported: Import, day: Day, language: str) -> None:
    won, lost, going, analysed, yes, no = STAGES[language]
    rows = [
        dict(zip(headers(language), [key, f"deal {key}", stage, "1000.5", "EUR", company, "Ann Ames", "50", "Web", "10.01.2025", closed, ended, "Olga Orr", "10.01.2025 10:00:00"], strict=True))
        for key, stage, company, closed, ended in [
            ("1", won, "Acme", "23.03.2025", yes), ("2", lost, "Birch", "30.04.2025", yes), ("3", going, "Birch", "31.12.2026", no), ("4", analysed, "Acme", "30.04.2025", yes),
        ]
    ]  # fmt: skip
    got = imported({"DEAL.csv": rows})
    assert got.preset == "bitrix24"
    assert got.rows("deals", "deal_key", "account_key", "outcome", "amount", "currency", "owner") == [
        ("1", "Acme", "won", 1000.5, "EUR", "Olga Orr"),
        ("2", "Birch", "lost", 1000.5, "EUR", "Olga Orr"),
        ("3", "Birch", "open", 1000.5, "EUR", "Olga Orr"),
        ("4", "Acme", "lost", 1000.5, "EUR", "Olga Orr"),
    ]
    assert got.tables["deals"]["closed"] == [day("2025-03-23"), day("2025-04-30"), None, day("2025-04-30")]
    assert {int(value) for value in got.tables["deals"]["opened"]} == {day("2025-01-10")}
    assert not [label for (_, label), role in got.roles.items() if role is Role.DEFINITION]


def test_names_of_the_interface_and_a_final_stage_of_ones_own(imported: Import, day: Day) -> None:
    def row(key: str, stage: str, company: str, closed: str, ended: str) -> dict[str, str]:
        return {
            "ID": key, "TITLE": f"deal {key}", "TYPE_ID": "SALE", "STAGE_ID": stage, "PROBABILITY": "50", "CURRENCY_ID": "EUR", "OPPORTUNITY": "1000.50", "COMPANY_ID": company,
            "CONTACT_ID": "5", "BEGINDATE": "2025-01-10T03:00:00+03:00", "CLOSEDATE": closed, "ASSIGNED_BY_ID": "9", "DATE_CREATE": "2025-01-10T10:00:00+03:00", "CLOSED": ended,
            "CATEGORY_ID": "1", "SOURCE_ID": "WEB", "UF_CRM_LINE": "A" if key == "1" else "B",
        }  # fmt: skip

    deals = [
        row("1", "C1:WON", "7", "2025-03-23T03:00:00+03:00", "Y"),
        row("2", "C1:LOSE", "8", "2025-04-30T03:00:00+03:00", "Y"),
        row("3", "C1:EXECUTING", "8", "2026-12-31T03:00:00+03:00", "N"),
        row("4", "C1:APOLOGY", "7", "2025-04-30T03:00:00+03:00", "Y"),
        row("5", "C1:UC_9X", "7", "2025-04-30T03:00:00+03:00", "Y"),
    ]
    companies = [
        {"ID": "7", "TITLE": "Acme", "COMPANY_TYPE": "CUSTOMER", "INDUSTRY": "IT", "EMPLOYEES": "12", "DATE_CREATE": "2024-01-10T10:00:00+03:00", "ASSIGNED_BY_ID": "9"},
        {"ID": "8", "TITLE": "Birch", "COMPANY_TYPE": "CUSTOMER", "INDUSTRY": "RETAIL", "EMPLOYEES": "40", "DATE_CREATE": "2024-01-10T10:00:00+03:00", "ASSIGNED_BY_ID": "9"},
    ]  # fmt: skip
    got = imported({"deals.csv": deals, "companies.csv": companies})
    assert got.preset == "bitrix24"
    assert got.rows("deals", "account_key", "outcome", "amount") == [
        ("7", "won", 1000.5),
        ("8", "lost", 1000.5),
        ("8", "open", 1000.5),
        ("7", "lost", 1000.5),
        ("7", None, 1000.5),
    ]
    closed = [None if value is None else int(value) for value in got.tables["deals"]["closed"]]
    assert closed[:4] == [day("2025-03-23"), day("2025-04-30"), None, day("2025-04-30")]
    assert got.tables["accounts"]["name"] == ["Acme", "Birch"]
