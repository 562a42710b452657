"""Accounts of a type of client in a terminal, in its card, and as rows of a file."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console

from made_accounts import lists_of
from made_results import EVIL
from made_worth import FINTECH, LATAM, MIDDLE, NO_SIZE, ROUND, USES
from whofor.documents.accounts_document import accounts_document
from whofor.model import AccountList, AccountsOfType, Condition, ListKind, Operator, Segment
from whofor.reports.accounts import accounts_fold, render_accounts
from whofor.reports.accounts_file import accounts_rows
from whofor.reports.sentences import accounts_with_sentences
from whofor.reports.wording.accounts import fact_text, facts_text
from whofor.reports.words import words_of

SEGMENT = Segment((FINTECH, MIDDLE, ROUND))
EN, FR = words_of("en"), words_of("fr")


def found(text: str = "", *, n_open: int = 3, segment: Segment = SEGMENT, deals: str = "deal") -> AccountsOfType:
    lists = lists_of(segment, n_open=n_open, text=text)
    return AccountsOfType("S1", segment, "2026-06-30", "won", "EUR", lists, deals)


def printed(of: AccountsOfType, language: str = "en", command: str = "whofor accounts S1", width: int = 100) -> str:
    out = io.StringIO()
    render_accounts(of, words_of(language, of.deals_called), Console(file=out, width=width), command)
    return out.getvalue()


def test_a_terminal_shows_counts_first_accounts_and_how_to_get_all() -> None:
    lines = printed(found()).splitlines()
    assert lines[0] == "S1  Fintechs of 51–200 people that raised money in the last six months"
    assert [line.split()[-2:] for line in lines if line.startswith("Clients of this type")] == [["1,203", "1,100"]]
    (alone,) = (line for line in lines if "without a deal" in line)
    assert alone.split()[-1] == "1"
    assert alone.split()[-2] == "deal", "an account without a deal counts no deals"
    assert any(line.startswith("Not judged: 9 opened after 31 March 2026") for line in lines)
    assert "Missing: sector (4); last funding round (2)." in lines
    assert "What fits now is as of 30 June 2026, the last day of the data." in lines
    (head,) = (line for line in lines if line.startswith("Account "))
    assert head.split("  ")[0] == "Account"
    (first, *_) = lines[lines.index(head) + 1 :]
    assert first.split() == [
        "Firm",
        "0",
        "open",
        "Pilot",
        "0",
        "2",
        "Jan",
        "2026",
        "€12,500",
        "51",
        "15",
        "Jan",
        "2026",
    ]
    assert lines[-1] == "All 1,281 rows in a file: whofor accounts S1"


def test_what_is_the_same_for_all_has_no_column() -> None:
    assert "Fintech" not in printed(found()).split("Account ", 1)[1]
    with_country = printed(found(segment=Segment((LATAM,)))).split("Account ", 1)[1]
    assert "Brazil" in with_country


def test_a_terminal_in_french_calls_deals_what_the_crm_does() -> None:
    text = printed(found(deals="opportunity"), "fr")
    assert "Opportunités en cours qui correspondent aujourd’hui" in text
    assert "Effectif" in text
    assert "2 janv. 2026" in text
    assert "affaire" not in text


def test_no_command_where_the_rows_were_written_and_none_for_no_row() -> None:
    assert "in a file" not in printed(found(), command="")
    nothing = AccountsOfType("C", SEGMENT, "", "won", "", tuple(AccountList(kind, 0, 0, 0) for kind in ListKind))
    text = printed(nothing)
    assert "in a file" not in text
    assert "The data has no days" in text


def test_hostile_names_are_shown_as_text() -> None:
    evil = Condition("x_evil", EVIL, Operator.IN, (EVIL, "b"))
    text = printed(found(EVIL, segment=Segment((evil,))), width=300)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold red]" in text


def test_a_card_shows_ten_at_the_most(results: dict[str, object]) -> None:
    from made_accounts import with_accounts
    from whofor.model import IcpResult

    result = results["found"]
    assert isinstance(result, IcpResult)
    many = with_accounts(result, n_open=30)
    fold = accounts_fold(many.accounts, "S1", result.search.segments[0].segment, EN)
    assert fold is not None
    assert fold.title == "First ten accounts"
    assert len(fold.rows) == 10
    assert fold.rows[0][0] == "Firm 0"
    assert fold.note.endswith("whofor accounts S1 --csv accounts.csv --excel en")
    assert accounts_fold(many.accounts, "S77", SEGMENT, EN) is None
    assert accounts_fold(None, "S1", SEGMENT, EN) is None


@pytest.mark.parametrize(
    ("condition", "value", "english", "french"),
    [
        (MIDDLE, 100.995, "101 people", "101 salariés"),
        (MIDDLE, None, "size: not recorded", "effectif\xa0: non renseigné"),
        (FINTECH, "Public sector", "Public sector", "Secteur public"),
        (LATAM, "BR", "Brazil", "Brésil"),
        (ROUND, "2026-06-01", "last funding round: 1 Jun 2026", "last funding round\xa0: 1er juin 2026"),
        (USES, "HubSpot;Salesforce", "tools: Salesforce", "outils\xa0: Salesforce"),
        (Condition("x_ok", "Is public", Operator.IS, ("true",)), "true", "is public: yes", "is public\xa0: oui"),
        (
            Condition("x_fee", "Fee", Operator.BETWEEN, low=1, unit="EUR"),
            1250.0,
            "fee €1,250",
            "fee 1\u202f250\xa0€",
        ),
        (NO_SIZE, None, "size: not recorded", "effectif\xa0: non renseigné"),
    ],
)
def test_a_fact_in_words(condition: Condition, value: str | float | None, english: str, french: str) -> None:
    assert fact_text(condition, value, EN) == english
    assert fact_text(condition, value, FR) == french


def test_facts_that_may_differ() -> None:
    row = lists_of(SEGMENT)[3].rows[0]
    assert facts_text(SEGMENT.conditions, row, EN) == "51 people · last funding round: 15 Jan 2026"


def test_rows_for_a_program() -> None:
    head, *rows = accounts_rows(found())
    assert head == [
        *("list", "account_key", "account", "deal_key", "deal", "outcome", "opened", "closed", "amount", "currency"),
        *("missing", "why", "industry", "employees", "x_last_round"),
    ]
    assert len(rows) == 6
    assert rows[0] == [
        *("clients", "a80", "Firm 80", "d80", "Firm 80 - Pilot 80", "won", "2026-01-02", "2026-02-03", 12520.0, "EUR"),
        *("", "", "Fintech", 131.4, "2026-09-15"),
    ]
    (alone,) = (row for row in rows if row[0] == "no_deal")
    assert alone[3:10] == ["", "", "", "2025-02-01", "", None, ""]


def test_rows_for_a_spreadsheet() -> None:
    head, *rows = accounts_rows(found(), FR)
    assert head[:3] == ["Liste", "Identifiant du compte", "Compte"]
    assert head[-3:] == ["Industry", "Number of Employees", "Last funding round"]
    assert rows[0][5:9] == ["signée", date(2026, 1, 2), date(2026, 2, 3), 12520.0]
    assert rows[0][-3:] == ["Fintech", 131.0, date(2026, 9, 15)]


def test_two_conditions_on_one_fact_are_one_column() -> None:
    both = Segment((FINTECH, Condition("employees", "Staff", Operator.BETWEEN, low=1, unit="people"), MIDDLE))
    head, *rows = accounts_rows(found(segment=both))
    assert head[-2:] == ["industry", "employees"]
    assert len(rows[0]) == len(head)


def test_the_document_has_amounts_as_they_are_and_titles_in_the_language() -> None:
    of = found()
    document = accounts_with_sentences(accounts_document(of), of, FR)
    assert list(document) == ["id", "text", "conditions", "day", "outcome", "currency", "part", "lists"]
    clients = document["lists"][0]
    assert (clients["kind"], clients["title"], clients["n"]) == ("clients", "Clients de ce type", 1203)
    assert clients["rows"][1]["amount"] == 12520.25
    assert clients["rows"][0]["facts"] == ["Fintech", 131.4, "2026-09-15"]
    assert document["lists"][2]["reasons"][0]["n"] == 9
