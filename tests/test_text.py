"""One folding for all: what is the same text, the same name, a near name."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor import text
from whofor.intake.mapping.headers import fold_header
from whofor.text import did_you_mean, fold, name_words, near_names, slug, tidy, words_of, written_words


def test_examples() -> None:
    result = doctest.testmod(text)
    assert result.failed == 0
    assert result.attempted >= 7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Île-de-France", "ILE-DE-FRANCE"),
        ("Re\u0301gion", "Région"),
        ("Cœur", "coeur"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("København", "kobenhavn"),
        ("l’été", "l'ete"),
        ("l`ete", "l'ete"),
        ("2020–2021", "2020-2021"),
        ("a\u00a0\u202fb", "A B"),
        ("Ａｃｍｅ", "acme"),
        ("so\u00adft\u200b", "soft"),
        ("İstanbul", "istanbul"),
    ],
)
def test_the_same_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("ハ", "パ"), ("कि", "की"), ("a b", "ab"), ("a-b", "a b")])
def test_another_text(one: str, other: str) -> None:
    """Marks that make another letter are no accents; punctuation stays."""
    assert fold(one) != fold(other)


def test_hangul_stays_whole() -> None:
    assert fold("대한민국") == "대한민국"
    assert len(fold("대한민국")) == 4


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(written: str) -> None:
    once = fold(written)
    assert fold(once) == once
    assert tidy(tidy(written)) == tidy(written)


@given(st.text(max_size=40))
def test_names_have_one_folded_word_for_each_written_one(written: str) -> None:
    assert len(name_words(written)) == len(written_words(written))


@given(st.text(max_size=80))
def test_slugs_are_safe(written: str) -> None:
    made = slug(written)
    assert made == "" or made.replace("_", "a").isalnum()
    assert made.isascii()
    assert made == made.lower()
    assert len(made) <= 50
    assert not made.startswith("_")
    assert not made.endswith("_")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LastActivityDate", ("last", "activity", "date")),
        ("hs_time_in", ("hs", "time", "in")),
        ("Associated Deal IDs", ("associated", "deal", "ids")),
        ("CRMUsers", ("crm", "users")),
        ("CRMId", ("crm", "id")),
        ("№ of employees", ("no", "of", "employees")),
        ("Re\u0301gion", ("region",)),
        ("% won", ("won",)),
        ("", ()),
    ],
)
def test_words_of_names(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


def test_a_capital_within_a_word_of_a_text_begins_no_word() -> None:
    assert words_of("LinkedIn, HubSpot") == ("linkedin", "hubspot")


def test_of_very_long_names_the_beginning_is_read() -> None:
    assert name_words("a " * 1000) == ("a",) * 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("close_date", "Close Date"),
        ("E-Mail", "e mail"),
        ("Cœur", "COEUR"),
        ("Nom de l’Eau", "nom de l'eau"),
    ],
)
def test_the_same_header(one: str, other: str) -> None:
    assert fold_header(one) == fold_header(other)


def test_headers_keep_the_dash_between_entity_and_field() -> None:
    assert fold_header("Deal – ID") == "deal - id"


def test_slugs() -> None:
    assert slug("Employee Growth (12 months)") == "employee_growth_12_months"
    assert slug("Année de création") == "annee_de_creation"
    assert slug("Chiffre d’affaires") == slug("Chiffre d'affaires") == "chiffre_d_affaires"
    assert slug("Größe") == "grosse"
    assert slug("都市") == ""
    assert len(slug("x" * 300)) == 50


def test_near_names() -> None:
    assert near_names("Deal Stge", ["Amount", "Deal Stage"]) == ["Deal Stage"]
    assert near_names("region", ["Amount", "Région"]) == ["Région"]
    assert near_names("deal_stage", ["Deal Stage"]) == ["Deal Stage"]
    assert len(near_names("Stage", ["Stage 1", "Stage 2", "Stage 3", "Stage 4"])) == 3


def test_did_you_mean() -> None:
    assert did_you_mean("Deal Stge", ["Amount", "Deal Stage"]) == "Did you mean 'Deal Stage'?"
    assert did_you_mean("zzz", ["Amount", "Deal Stage"], what="columns") == "The columns are: Amount, Deal Stage"
    assert did_you_mean("zzz", []) == ""
    assert did_you_mean("zzz", [f"n{i}" for i in range(50)]).endswith("n39, …")
