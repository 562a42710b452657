"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.research.pains.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is slow. it crashes. I left!", ["It is slow.", "it crashes.", "I left!"]),
        ("Works well... but no more. And then… Nothing.", ["Works well... but no more.", "And then…", "Nothing."]),
        ("Slow, e.g. on Mondays, approx. 5 min. per page.", ["Slow, e.g. on Mondays, approx. 5 min. per page."]),
        ("It takes 5 min. The rest is fine.", ["It takes 5 min.", "The rest is fine."]),
        ("Mr. Smith and J. Doe left. Bye.", ["Mr. Smith and J. Doe left.", "Bye."]),
        ("The end.Next one!Great", ["The end.", "Next one!", "Great"]),
        ("Node.js v2.5 and a.b@c.de cost 3.50 euros.", ["Node.js v2.5 and a.b@c.de cost 3.50 euros."]),
        ("See https://a.example/b?c=1.Then go", ["See https://a.example/b?c=1.Then go"]),
        ("C'est lent !!! Et cher . Trop (env. 5 €/mois).", ["C'est lent !!!", "Et cher .", "Trop (env. 5 €/mois)."]),
        ("M. Dupont m'a dit non. Mme. Durand aussi.", ["M. Dupont m'a dit non.", "Mme. Durand aussi."]),
        ("- slow\n- too dear\n* ugly\n1. First\n2) Second", ["slow", "too dear", "ugly", "First", "Second"]),
        ("Pros: • fast • cheap", ["Pros:", "fast", "cheap"]),
        ("A line that goes\non here.\n\nand a new one", ["A line that goes\non here.", "and a new one"]),
        ("He said \"no.\" Then he left. \"Why?\" she asked.", ['He said "no."', "Then he left.", '"Why?" she asked.']),
        ("...", []),
        ("", []),
    ],
)  # fmt: skip
def test_known_texts(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_list_without_stops_is_cut_where_a_clause_follows() -> None:
    text = " ".join(["slow pages ugly menus"] * 16) + " and it crashes but we like the price mais le support est bien"
    assert split(text)[1:] == ["and it crashes", "but we like the price", "mais le support est bien"]


def test_a_shorter_one_is_not() -> None:
    assert len(split("it is slow and it crashes but we like the price")) == 1


@given(st.text(alphabet=st.sampled_from("ab Éé.!?…\n\r-•*1)\"'»(,:;"), max_size=80))
def test_sentences_are_parts_of_the_text_in_order(text: str) -> None:
    end = 0
    for span in sentence_spans(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end


@given(st.text(alphabet=st.sampled_from("abÉ .!?…\n-"), max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    inside = sum(text[s.start : s.end].count(letter) for s in sentence_spans(text) for letter in "abÉ")
    assert inside == sum(text.count(letter) for letter in "abÉ")
