"""The catalogues hold the same messages in each language, with the same placeholders."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import whofor.reports
from whofor.errors import UsageError
from whofor.reports.catalogue import LANGUAGES, clean, escaped
from whofor.reports.words import words_of

PACKAGE = Path(str(files(whofor.reports)))
PLACEHOLDER = re.compile(r"\{\w+(?::[\w.]+)?\}")


def entries(language: str) -> dict[str, Message]:
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "whofor.po").open("rb") as source:
        catalog: Catalog = read_po(source, locale=language, abort_invalid=True)
    return {key_of(message): message for message in catalog if message.id}


def key_of(message: Message) -> str:
    return message.id[0] if isinstance(message.id, list | tuple) else message.id


def texts(message: Message) -> list[str]:
    found = message.string if isinstance(message.string, list | tuple) else [message.string]
    return [text or "" for text in found]


def test_each_message_stands_in_both_languages():
    english, french = entries("en"), entries("fr")
    assert english.keys() == french.keys()
    assert len(english) > 200
    empty = [key for found in (english, french) for key, m in found.items() if not all(texts(m))]
    assert empty == []


def test_no_placeholder_is_lost_or_written_otherwise():
    english, french = entries("en"), entries("fr")
    for key, message in english.items():
        wanted = [set(PLACEHOLDER.findall(text)) for text in texts(message)]
        got = [set(PLACEHOLDER.findall(text)) for text in texts(french[key])]
        assert wanted == got, key


def test_no_message_is_fuzzy_or_stands_twice():
    for language in LANGUAGES:
        source = (PACKAGE / "locale" / language / "LC_MESSAGES" / "whofor.po").read_text(encoding="utf-8")
        ids = re.findall(r'^msgid "(.+)"$', source, re.MULTILINE)
        assert sorted(ids) == sorted(set(ids))
        assert "#, fuzzy" not in source


def test_plural_forms_follow_the_language():
    english, french = words_of("en"), words_of("fr")
    assert [english.plural("count.deals", n, n=n) for n in (0, 1, 2)] == ["0 deals", "1 deal", "2 deals"]
    assert [french.plural("count.deals", n, n=n) for n in (0, 1, 2)] == ["0 affaire", "1 affaire", "2 affaires"]


def test_french_sets_its_spaces():
    """No plain space before : ; ! ? % » or after «."""
    wrong = re.compile(r" [;!?%»:]|« ")
    assert [key for key, m in entries("fr").items() if any(wrong.search(text) for text in texts(m))] == []


def test_an_unknown_language_is_a_usage_error():
    with pytest.raises(UsageError, match="Reports are not written in this language"):
        words_of("de")


def test_a_missing_message_is_an_error():
    with pytest.raises(KeyError, match="no message"):
        words_of("en").text("nothing.of.that")


def test_text_from_the_data_cannot_move_the_cursor_or_turn_the_line():
    assert clean("a\x1b[2Jb\u202ec\nd\x00") == "a[2Jbc d"
    assert words_of("en").text("page.example", said="{x}", example="\x07{0}") == "{x}, such as {0}"


@given(st.text())
def test_escapes_leave_the_values_of_a_document_as_they_are(text: str) -> None:
    document = json.dumps({"a": text, text: 1}, ensure_ascii=False)
    assert json.loads(escaped(document)) == json.loads(document)
    assert not set(escaped(document)) & {"\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\x9b"}
