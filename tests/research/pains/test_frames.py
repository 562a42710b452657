"""Frames of opinion are left out, what is spoken of is left."""

from __future__ import annotations

import pytest

from whofor.research.pains.frames import without_frames


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("What I dislike the most is that exports are slow.", "exports are slow."),
        ("The only downside is the price of seats.", "the price of seats."),
        ("I wish it had a calendar.", "it had a calendar."),
        ("It would be nice to have an offline mode.", "an offline mode."),
        ("Ce que j'aime le moins, c'est la lenteur du site.", "la lenteur du site."),
        ("J'aimerais pouvoir exporter mes fiches.", "exporter mes fiches."),
        ("Exports are slow.", "Exports are slow."),
        ("I love it.", "I love it."),
    ],
)
def test_known_sentences(text: str, bare: str) -> None:
    assert without_frames([text]) == [bare]


def test_names_of_tools_say_nothing_of_what_is_meant() -> None:
    assert without_frames(["Acme Pro crashes.", "acme crashes."], {"Acme", "Acme Pro"}) == [
        "it crashes.",
        "it crashes.",
    ]


def test_people_shorten_names_to_their_first_word() -> None:
    told = without_frames(["Forms crashes.", "Our forms crash.", "forms cloud crashes."], {"Forms Cloud"})
    assert told == ["it crashes.", "Our forms crash.", "it crashes."]
