"""Names of columns of conversations that say what a person asked about, and what it objected to."""

from __future__ import annotations

from whofor.lexicon.words import word_list

__all__ = ["OBJECTIONS", "QUESTIONS", "talk_topic"]

QUESTIONS, OBJECTIONS = "questions", "objections"


def talk_topic(label: str) -> str:
    """Return `objections` or `questions` where a column of conversations is about them by its name; else nothing.

    Example:
        >>> talk_topic("Main objection"), talk_topic("Sujet"), talk_topic("Topic ID"), talk_topic("Call type")
        ('objections', 'questions', '', '')
    """
    if word_list("talk_topics", "not").holds(label):
        return ""
    return next((topic for topic in (OBJECTIONS, QUESTIONS) if word_list("talk_topics", topic).holds(label)), "")
