"""The lists of the lexicon: each speaks four languages at least, and each of its words is found by its own matcher."""

from __future__ import annotations

import doctest
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from whofor import lexicon
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.leak_names import leak_by_name
from whofor.lexicon.outcome_kinds import component_kinds, kind_of_label
from whofor.lexicon.prices import is_list_price
from whofor.lexicon.words import WordList, read_table, word_list, words_in

TABLES = sorted(f.name.removesuffix(".toml") for f in files("whofor.lexicon").iterdir() if f.name.endswith(".toml"))
LANGUAGES = {"en", "fr", "de", "es"}
MODULES = [found.name for found in pkgutil.iter_modules(lexicon.__path__, "whofor.lexicon.")]
PHRASES = [
    *(
        (table, key)
        for table in ("channel_names", "conversations", "fact_kinds", "leak_names", "levels", "prices")
        for key in read_table("whofor.lexicon", f"{table}.toml")
    ),
    ("client_outcomes", "leaving"),
    ("client_outcomes", "averaged"),
]


def lists(table: Any, place: str) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
    """The lists of a table, wherever they are in it."""
    if isinstance(table, list):
        for entry in table:
            yield from lists(entry, f"{place}.{entry['name']}")
    elif isinstance(table, dict):
        if table and all(isinstance(value, list) and isinstance(value[0], str) for value in table.values()):
            yield place, table
        else:
            for key, value in table.items():
                yield from lists(value, f"{place}.{key}")


def written_out(phrase: str) -> list[str]:
    """Texts that a phrase stands for."""
    choices: list[list[str]] = []
    for part in phrase.strip("^$").split():
        words = [""] if part == ".." else part.strip("()").split("|")
        choices.append([word.replace("*", letters) for word in words for letters in ("", "xyz")[: 1 + ("*" in word)]])
    return [" ".join(" ".join(words).split()) for words in itertools.product(*choices)]


@pytest.mark.parametrize("table", TABLES)
def test_each_list_speaks_four_languages(table: str) -> None:
    """But for symbols, and for what is left out of another list, which is left out only where that list has it."""
    found = list(lists(read_table("whofor.lexicon", f"{table}.toml"), table))
    assert found
    for place, words in found:
        if set(words) != {"any"} and not place.endswith(".not"):
            assert set(words) >= LANGUAGES, place
        for language, own in words.items():
            assert re.fullmatch("any|[a-z]{2}", language), place
            assert len(own) == len(set(own)), f"{place}.{language} names a word twice"


@pytest.mark.parametrize(("table", "key"), PHRASES)
def test_every_word_is_found_by_its_own_matcher(table: str, key: str) -> None:
    words = word_list(table, key)
    for phrase in words.phrases:
        alone = WordList((phrase,))
        for text in written_out(phrase):
            assert words.holds(text), (phrase, text)
            assert alone.first(text) == text.replace("'", " ").lower(), phrase
            assert words.longest(text) >= len(phrase.strip("*^$"))


def test_every_word_of_a_kind_is_found_as_that_kind() -> None:
    for kind in component_kinds():
        for phrase in kind.words.phrases:
            for text in written_out(phrase):
                found = kind_of_label(text)
                assert found is not None, text
                assert found.name == kind.name, text


def test_words_of_yes_and_no() -> None:
    table = read_table("whofor.lexicon", "booleans.toml")
    yes, no = words_in(table["true"]), words_in(table["false"])
    assert {parse_boolean(word) for word in yes} == {True}
    assert {parse_boolean(word) for word in no} == {False}
    assert {parse_boolean(word) for word in ("perhaps", "", "yes" * 20)} == {None}
    assert parse_boolean("✔\ufe0f") is True
    assert parse_boolean("NÃO") is False


@pytest.mark.parametrize(
    ("phrase", "found", "missed"),
    [
        ("ticket", ["Tickets", "support-ticket"], ["ticketing", "etickets"]),
        ("ticket*", ["ticketing"], ["etickets"]),
        ("*ticket*", ["etickets"], ["tick et"]),
        ("cost to serve", ["Cost_to_Serve", "costs to serve"], ["cost serve", "to serve cost"]),
        ("won .. date", ["Won date", "won at what dates"], ["date won", "wonder date"]),
        ("(won|lost) reason", ["WonReason", "Closed Lost Reason"], ["reason", "won"]),
        ("reason (for|) loss", ["reason loss", "Reason for loss"], ["reason of loss"]),
        ("^quality$", ["Quality", "QUALITY"], ["Air quality", "quality of air"]),
        ("kündigung", ["Kündigung", "KUENDIGUNG", "kundigung"], ["Ankündigung"]),
        ("größe", ["Grösse", "GROESSE", "größe"], ["grosser"]),
        ("coût d'acquisition", ["Coût d’acquisition", "cout_d_acquisition"], ["coût de l'acquisition"]),
        ("pays", ["Pays"], ["Apple Pay"]),
    ],
)
def test_how_phrases_are_written(phrase: str, found: list[str], missed: list[str]) -> None:
    words = WordList((phrase,))
    assert [name for name in found if not words.holds(name)] == []
    assert [name for name in missed if words.holds(name)] == []


def test_the_first_phrase_is_given_as_it_is_written() -> None:
    words = WordList(("cloture", "motif de clôture"))
    assert words.first("Motif de Clôture") == "clôture"
    assert words.first("Owner") == ""
    assert WordList(()).first("Owner") == ""


def test_the_longest_phrase_counts() -> None:
    words = WordList(("bad", "very bad", "bad*"))
    assert (words.longest("Very bad"), words.longest("badly"), words.longest("good")) == (8, 3, 0)


def test_a_further_language_is_a_further_key() -> None:
    assert words_in({"en": ["won"], "it": ["vinto"], "pt": ["ganho", "won"]}) == ("won", "vinto", "ganho")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", ["List price", "Prix catalogue", "Listenpreis", "Precio de lista"])
def test_list_prices(name: str) -> None:
    assert is_list_price(name)
    assert not is_list_price("Price range")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Elapsed Days In Sales Stage", "days in sales stage"),
        ("Motif de Clôture", "motif de clôture"),
        ("Kuendigungsgrund", "kuendigungsgrund"),
        ("Probabilité (%)", "probabilité"),
        ("Secteur", ""),
    ],
)
def test_the_part_of_a_name_that_leaks(name: str, part: str) -> None:
    assert leak_by_name(name) == part
