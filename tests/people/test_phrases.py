"""Phrases: how they are written, and that the walk over the words finds what regular expressions find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.people.phrases import PhraseBook, PhraseMatch, TitlePhrase, phrases_of
from whofor.people.title_text import TitleSpelling

SPELLING = TitleSpelling(
    {"mgr": ("manager",), "vp": ("vice", "president")},
    (("ee", "e"),),
    frozenset({"the"}),
    frozenset({"of", "to"}),
    frozenset({"assistant"}),
    frozenset({"or"}),
    frozenset({"at"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sales manager", ["sale manager"]),
        ("VP", ["vice president"]),
        ("head of the Mgrs", ["head manager"]),
        ("assistant to ..", ["assistant of .."]),
        ("chief .. officer", ["chief .. officer"]),
        ("(key|) account (lead|mgr)", ["key account lead", "key account manager", "account lead", "account manager"]),
        ("account (sales |)manager", ["account sale manager", "account manager"]),
        ("^partner$", ["^partner$"]),
        ("^ partner ..", ["^partner .."]),
        ("sales & marketing", ["sale and marketing"]),
        ("*ologist", ["*ologist"]),
        ("Élev*", ["elev*"]),
    ],
)
def test_how_phrases_are_written(text: str, expected: list[str]) -> None:
    found = [
        "^" * phrase.at_start + " ".join(phrase.elements) + "$" * phrase.at_end for phrase in phrases_of(text, SPELLING)
    ]
    assert found == expected


def book(*texts: str) -> PhraseBook[str]:
    return PhraseBook({phrase: text for text in texts for phrase in phrases_of(text, SPELLING)})


def found(phrases: PhraseBook[str], text: str) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.value) for one in phrases.find(tuple(text.split()))]


def test_the_longest_counts_and_none_lies_within_another() -> None:
    phrases = book("manager", "account manager", "account", "key account manager team")
    assert found(phrases, "key account manager") == [(1, 3, "account manager")]
    assert found(phrases, "account team manager account") == [(0, 1, "account"), (2, 3, "manager"), (3, 4, "account")]


def test_what_is_written_out_goes_before_wildcards_and_ties_before_the_rest() -> None:
    phrases = book("*ist", "artist", "chef", "^chef$", "^*eur")
    assert found(phrases, "artist dentist") == [(0, 1, "artist"), (1, 2, "*ist")]
    assert found(phrases, "chef") == [(0, 1, "^chef$")]
    assert found(phrases, "chef vendeur") == [(0, 1, "chef")]
    assert found(phrases, "vendeur ist") == [(0, 1, "^*eur")]


def test_gaps_are_short_and_end_at_and() -> None:
    phrases = book("chief .. officer", "assistant ..")
    assert found(phrases, "chief officer") == [(0, 2, "chief .. officer")]
    assert found(phrases, "chief a b c officer x") == [(0, 5, "chief .. officer")]
    assert found(phrases, "chief a b c d officer") == []
    assert found(phrases, "chief and officer") == []
    assert found(phrases, "x assistant and all that follows here") == [(1, 7, "assistant ..")]


WORDS = ["a", "bcd", "ebcd", "bcdx", "and", "c"]
ELEMENTS = st.lists(st.sampled_from([*WORDS, "*bcd", "bcd*", ".."]), min_size=1, max_size=4).filter(
    lambda e: e[0] != ".."
)


def fits(phrase: TitlePhrase, roots: list[str], start: int, end: int) -> bool:
    """Whether a phrase is these words, told by a regular expression over them."""
    last = len(phrase.elements) - 1
    pattern = ""
    for number, element in enumerate(phrase.elements):
        if element == "..":
            pattern += r"(?:\S+ )*" if number == last else r"(?:(?!and )\S+ ){0,3}"
        elif element.startswith("*"):
            pattern += rf"\S+{element[1:]} "
        else:
            pattern += element.replace("*", r"\S*") + " "
    tied = (start == 0 or not phrase.at_start) and (end == len(roots) or not phrase.at_end)
    whole = phrase.elements[-1] != ".." or end == len(roots)
    return tied and whole and re.fullmatch(pattern, "".join(f"{root} " for root in roots[start:end])) is not None


@given(
    st.lists(st.builds(TitlePhrase, ELEMENTS.map(tuple), st.booleans(), st.booleans()), max_size=6),
    st.lists(st.sampled_from(WORDS), max_size=8),
)
def test_the_walk_finds_what_regular_expressions_find(phrases: list[TitlePhrase], roots: list[str]) -> None:
    got = PhraseBook({phrase: phrase for phrase in phrases}).find(tuple(roots))
    at = 0
    expected: list[tuple[int, int]] = []
    while at < len(roots):
        ends = [end for end in range(at + 1, len(roots) + 1) if any(fits(p, roots, at, end) for p in phrases)]
        if ends:
            expected.append((at, max(ends)))
        at = max(ends, default=at + 1)
    assert [(one.start, one.end) for one in got] == expected
    assert all(fits(one.value, roots, one.start, one.end) for one in got)


def test_found_is_a_value() -> None:
    assert book("a").find(("a",)) == [PhraseMatch(0, 1, "a")]
