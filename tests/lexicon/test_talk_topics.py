"""Names of columns of conversations in four languages."""

from __future__ import annotations

import pytest

from whofor.lexicon.talk_topics import OBJECTIONS, QUESTIONS, talk_topic


@pytest.mark.parametrize(
    ("label", "topic"),
    [
        *((label, OBJECTIONS) for label in ("Objection", "main_objections", "Objections soulevées", "Réticences")),
        *((label, OBJECTIONS) for label in ("Einwand", "Einwände", "Bedenken", "Objeción", "Objeções", "Concerns")),
        *((label, QUESTIONS) for label in ("Topic", "Topics discussed", "Sujet", "Thème", "Thema", "Fragen", "Tema")),
        *((label, QUESTIONS) for label in ("Questions posées", "Preguntas", "Assunto")),
        *((label, "") for label in ("Topic ID", "Number of questions", "Nombre de questions", "Subject", "Objet")),
        *((label, "") for label in ("Reservation date", "Type", "Outcome", "Notes", "Anzahl Fragen", "")),
    ],
)
def test_the_name_tells_the_topic(label: str, topic: str) -> None:
    assert talk_topic(label) == topic
