"""Sentences that say that there is nothing to say, and their neighbours that do say something."""

from __future__ import annotations

import pytest

from whofor.research.pains.fillers import is_filler, says_too_little

FILLERS = (
    "There isn't much I can say I dislike about it.",
    "I haven't come across anything to dislike.",
    "I have nothing against it as such.",
    "I don't dislike anything about it.",
    "Je n'ai pas encore rencontré de problème à ce jour.",
    "There isn\'t a lot I dislike about Planly.",
    "All I have to say is that there\'s nothing to dislike.",
    "Nothing to complain about.", "I can't think of anything I dislike.", "No cons so far.", "None.", "N/A", "n/a",
    "There is nothing I dislike about it.", "I don't have any dislikes at this time", "Not a lot to dislike",
    "There is not much I don't like", "Nothing so far", "I have yet to find any downsides.", "Rien à signaler.",
    "Aucun inconvénient pour le moment.", "Je ne vois pas de point négatif.", "Néant", "R.A.S.", "Je n'en vois pas.",
)  # fmt: skip
NONE_FILLERS = (
    "Nothing, but the price is high.",
    "Nothing is saved when you leave the page.",
    "I can't say anything to anybody there.",
    "Not much help from the staff.",
    "There is no support, I hate it.",
    "Nothing works, I hate it.",
    "I dislike that there is no dark mode.",
    "I cannot stand how much I dislike the menu, only the price is worse",
    "I haven't found any help in the manual.",
    "I have never seen anything so slow.",
    "I don't hate it but it is slow.",
    "Je n'ai jamais eu de réponse à ce jour.",
    "It is slow, otherwise there is nothing to dislike.",
    "There isn\'t a lot of help when something breaks.",
    "There is no dark mode.", "Nothing works.", "I cannot find anything in the search.", "There are no reports.",
    "There is nothing to export data with", "I can't find any templates", "I have no complaints but it is slow",
    "nothing really, maybe price", "I have nothing but bad experience", "Aucune réponse", "Rien ne marche",
    "Pas de point de vente près de chez moi", "Nothing happens when I click", "There is no bad search, only a slow one",
)  # fmt: skip


@pytest.mark.parametrize("text", FILLERS)
def test_they_say_nothing(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", NONE_FILLERS)
def test_they_say_something(text: str) -> None:
    assert not is_filler(text)
    assert not is_filler(text, in_cons=True)


@pytest.mark.parametrize(
    "text",
    [
        "No issues",
        "We have no problems with it",
        "So far so good!",
        "Aucun souci à ce jour",
        "Nothing, honestly.",
        "Nothing comes up at the moment",
        "There is little that I dislike.",
        "I couldn't say",
    ],
)
def test_praise_is_no_answer_where_shortcomings_are_asked_for(text: str) -> None:
    assert is_filler(text, in_cons=True)
    assert not is_filler(text)


def test_two_words_need_one_that_says_something() -> None:
    assert says_too_little("The menu")
    assert not says_too_little("Awful menu")
    assert not says_too_little("The menu moves")
