from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from rapidfuzz import fuzz

from whofor.example.voices.said import PlantedGrade
from whofor.example.voices.wordings import Decks, cast_table, pain_keys, table
from whofor.example.words import TECHNOLOGIES
from whofor.text import fold

LANGUAGES = ("en", "fr")
MOST_BYTES = 400_000
MOST_ALIKE = 85
"""Likeness in percent; from 95 on two texts of one tool count as copies when they are read."""
NARROW, NO_BREAK = "\u202f", "\u00a0"
REAL_NAMES = (
    *TECHNOLOGIES,
    *("Excel", "Outlook", "PowerPoint", "SharePoint", "Microsoft", "Google", "Gmail", "Dropbox", "Trello", "Asana"),
    *("monday.com", "ClickUp", "Wrike", "Airtable", "Basecamp", "Smartsheet", "Canva", "Figma", "Adobe", "Photoshop"),
    *("InDesign", "Acrobat", "Ziflow", "Filestage", "Frontify", "Bynder", "Brandfolder", "Getty", "Shutterstock"),
    *("LinkedIn", "Facebook", "Instagram", "TikTok", "YouTube", "Twitter", "Reddit", "Trustpilot", "Capterra", "G2"),
    *("Zoom", "Pipedrive", "Zoho", "SAP", "Oracle", "Apple", "Amazon", "ChatGPT", "OpenAI", "Lumapps", "Sellsy"),
)
"""Companies and tools that people who write such texts often name."""


def spoken_lists(language: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of texts that somebody says in a language, under a name that is the same in both languages."""
    for name in ("pains", "praises"):
        yield from lists_in(table(f"{name}_{language}"), name)
    for key, entry in table("interviews").items():
        yield from lists_in(entry, f"interviews/{key}", language)
    for number, switch in enumerate(table("switches")["switch"]):
        yield f"switch/{number}", switch[language]


def lists_in(entry: Any, name: str, language: str = "") -> Iterator[tuple[str, list[str]]]:
    if isinstance(entry, list) and all(isinstance(text, str) for text in entry):
        yield name, entry
    elif isinstance(entry, list):
        for number, inner in enumerate(entry):
            yield from lists_in({"intro": inner["intro"]}, f"{name}/{number}", language)
    elif isinstance(entry, dict):
        for key, inner in entry.items():
            if key == language:
                yield from lists_in(inner, name)
            elif not language or key not in LANGUAGES:
                yield from lists_in(inner, f"{name}/{key}", language)


def texts_of(language: str) -> list[str]:
    return [text for _, texts in spoken_lists(language) for text in texts]


def page_texts(entry: Any) -> Iterator[str]:
    """Every text of the pages of vendors, keys apart."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, list):
        for inner in entry:
            yield from page_texts(inner)
    elif isinstance(entry, dict):
        for key, inner in entry.items():
            if key not in ("answers", "proves"):
                yield from page_texts(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_pain_has_many_wordings_in_each_language(language: str) -> None:
    counts = {key: sum(map(len, table(f"pains_{language}")[key].values())) for key in pain_keys()}
    assert len(counts) == 8
    assert min(counts.values()) >= 70
    assert {len(table(f"pains_{language}")[key]["plain"]) for key in pain_keys()} == {24}


def test_both_languages_are_equally_rich() -> None:
    english, french = ({name: len(texts) for name, texts in spoken_lists(language)} for language in LANGUAGES)
    assert english == french
    assert sum(english.values()) > 700
    assert sum("question" in name for name in english) == len(pain_keys())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_is_there_twice(language: str) -> None:
    assert {text: n for text, n in Counter(map(fold, texts_of(language))).items() if n > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_wordings_of_one_pain_are_no_template(language: str) -> None:
    alike = [
        (one, other)
        for lists in table(f"pains_{language}").values()
        for texts in [[text for register in lists.values() for text in register]]
        for i, one in enumerate(texts)
        for other in texts[:i]
        if fuzz.ratio(one, other) >= MOST_ALIKE
    ]
    assert alike == []


def test_no_text_is_left_in_the_other_language() -> None:
    assert set(texts_of("en")) & set(texts_of("fr")) == {"Date"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wording_is_one_whole_sentence(language: str) -> None:
    texts = texts_of(language)
    assert [text for text in texts if re.search(r"[.!?…][»”]?\s+\S", text)] == []
    assert [text for text in texts if text != text.strip() or "{" in text or "\n" in text or "  " in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_typing_follows_the_rules_of_the_language(language: str) -> None:
    texts = [*texts_of(language), *page_texts(table(f"sites_{language}"))]
    signs = [re.sub(r":\w+:|https?://\S+", "", text) for text in texts]
    if language == "en":
        assert [text for text in signs if re.search(r"\s[;:!?%]|[«»]", text)] == []
        return
    assert [text for text in signs if re.search(rf"(?<!{NARROW})[;!?%]", text)] == []
    assert [text for text in signs if re.search(rf"(?<!{NO_BREAK}):", text)] == []
    assert [text for text in signs if re.search(rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»", text)] == []
    assert any(NARROW in text for text in texts)
    assert any(NO_BREAK in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_real_is_named(language: str) -> None:
    everything = " \n ".join([*texts_of(language), *page_texts(table(f"sites_{language}")), *cast_table()["tools"]])
    found = [name for name in REAL_NAMES if re.search(rf"\b{re.escape(name)}\b", everything)]
    assert found == []


def test_the_texts_are_small_in_the_wheel() -> None:
    sizes = [len(entry.read_bytes()) for entry in files("whofor.example.voices").joinpath("rules").iterdir()]
    assert len(sizes) >= 8
    assert sum(sizes) < MOST_BYTES


def test_a_deck_deals_each_text_before_any_again() -> None:
    decks, n = Decks(3), len(table("pains_en")["setup_long"]["spoken"])
    dealt = Counter(decks.pain("setup_long", "en", "spoken").text for _ in range(2 * n + 1))
    assert sorted(dealt.values()) == [2] * (n - 1) + [3]
    assert decks.pain("setup_long", "en", "spoken").grade is PlantedGrade.FACT


def test_what_is_dealt_in_a_chat_is_not_dealt_first_in_reviews() -> None:
    decks = Decks(3)
    in_chat = {decks.pain("setup_long", "en", "talk").text for _ in range(5)}
    entry = table("pains_en")["setup_long"]
    fit = [text for text in entry["talk"] if not text.endswith("?")]
    n = len(entry["review"]) + len([text for text in fit if text not in in_chat])
    in_reviews = [decks.pain("setup_long", "en", "review", "talk").text for _ in range(n)]
    assert {fold(text).rstrip(".") for text in in_reviews} & {fold(text).rstrip(".") for text in in_chat} == set()
    assert len(set(in_reviews)) == n
    assert all(text[0].isupper() and text[-1] in ".!" for text in in_reviews)


def test_of_one_tool_no_text_is_dealt_twice_while_others_are_left() -> None:
    decks, n = Decks(3), 12
    for tool in ("Fenoquill", "Tarnolume"):
        dealt = [decks.pain("setup_long", "en", "review", "talk", tool=tool).text for _ in range(n)]
        assert len(set(dealt)) == n
