"""From files of reviews to pains counted in people, in the terminal and as a document; nothing of persons is kept."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest
from rich.console import Console

from made_pain import TYPED_AGAIN
from whofor.app.research import research_market, research_where
from whofor.documents.research_document import research_document
from whofor.errors import SourceError, UsageError
from whofor.intake.normalise.embedder import can_embed
from whofor.model.pains import VoiceAnswer
from whofor.model.research import ResearchAnswer
from whofor.reports.research import render_research
from whofor.reports.words import words_of

PRAISE = ("The price is fair.", "Support answers within minutes.", "It is easy to learn.", "The app looks good.")
OTHERS = ("Nothing to dislike.", "Exports are limited to one page.", "The search is slow.", "No dark mode yet.")


def reviews(place: Path, people: int, *, shuffled: int | None = None) -> Path:
    """A table of reviews, thirty of which say one pain; each by somebody with a name and an address."""
    rows = [
        {
            "Reviewer": f"Alma Quillon{n}",
            "Job Title": "Operations Manager" if n % 2 else "Bookkeeper",
            "Pros": PRAISE[n % 4],
            "Cons": TYPED_AGAIN[n] if n < min(30, people) else OTHERS[n % 4],
            "Overall": str(2 if n < 30 else 4),
            "Date": f"2026-0{1 + n % 9}-11",
            "Comments": f"Write to alma{n}@quillon.example" if n % 5 == 0 else "",
        }
        for n in range(people)
    ]
    if shuffled is not None:
        random.Random(shuffled).shuffle(rows)
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not can_embed():
        pytest.skip("needs the optional embedder: pip install 'whofor[text]'")
    return tmp_path_factory.mktemp("research")


@pytest.fixture(scope="module")
def found(folder: Path) -> ResearchAnswer:
    return research_market(reviews(folder / "planly.csv", 90), workspace=folder / "ws")


def test_the_planted_pain_comes_first_with_its_people(found: ResearchAnswer) -> None:
    assert found.voices.answer is VoiceAnswer.PAINS
    assert found.voices.people == 90
    pain = found.voices.pains[0]
    assert found.sentence(pain.name).text in TYPED_AGAIN
    assert pain.people.k >= 24
    assert pain.people.n == 90
    quotes = [found.sentence(place) for place in found.quotes(pain, 10)]
    assert len({quote.person for quote in quotes}) == len(quotes) == 10
    for quote in quotes:
        parts = found.documents[quote.document].parts
        assert parts[quote.part].text[quote.start : quote.end] == quote.text


def test_no_row_is_lost_and_no_person_kept(found: ResearchAnswer) -> None:
    (read,) = found.sources
    assert (read.read, read.used + sum(one.count for one in read.left_out)) == (90, 90)
    for one in found.voices.read:
        assert sum(n for _, n in one.by_fate) == one.sentences
    text = json.dumps(research_document(found), ensure_ascii=False)
    assert "Quillon" not in text
    assert "@" not in text


def test_rows_in_another_order_give_the_same_document(folder: Path, found: ResearchAnswer) -> None:
    (folder / "other").mkdir()
    again = research_market(reviews(folder / "other" / "planly.csv", 90, shuffled=5), workspace=folder / "ws")
    first, second = (json.loads(json.dumps(research_document(one))) for one in (found, again))
    for document in (first, second):
        for pain in document["pains"]:
            for quote in [*pain["quotes"], *pain["counter_quotes"]]:
                quote.pop("place")  # the row
        for quote in document["said_once"]:
            quote.pop("place")
    assert first == second


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_terminal_in_twenty_lines(found: ResearchAnswer, language: str) -> None:
    out = io.StringIO()
    render_research(found, words_of(language), Console(file=out, width=100))
    lines = out.getvalue().splitlines()
    assert len([line for line in lines if line]) <= 20
    assert found.sentence(found.voices.pains[0].name).text.split()[0] in out.getvalue()
    assert ("90 people" if language == "en" else "90 personnes") in lines[0]


def test_few_people_give_leads_and_no_ranking(folder: Path) -> None:
    few = research_market(reviews(folder / "few.csv", 12), workspace=folder / "ws")
    assert few.voices.answer is VoiceAnswer.NOT_ENOUGH_PEOPLE
    out = io.StringIO()
    render_research(few, words_of("en"), Console(file=out, width=100))
    assert "too few for a first ranking" in out.getvalue()
    assert "“" in out.getvalue()
    two = research_market(reviews(folder / "two.csv", 2), workspace=folder / "ws")
    assert two.voices.pains == ()
    out = io.StringIO()
    render_research(two, words_of("en"), Console(file=out, width=100))
    assert TYPED_AGAIN[0] in out.getvalue()


def test_what_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is nothing to read"):
        research_market(workspace=folder / "ws")
    with pytest.raises(UsageError, match="not known in this language"):
        research_market(folder / "planly.csv", workspace=folder / "ws", languages=["de"])
    with pytest.raises(UsageError, match="a tool has no name"):
        research_market(folder / "planly.csv", workspace=folder / "ws", tools={"": "x"})
    with pytest.raises(UsageError, match="no language is read"):
        research_market(folder / "planly.csv", workspace=folder / "ws", languages=[])
    with pytest.raises(SourceError):
        research_market(folder / "nowhere.csv", workspace=folder / "ws")
    numbers = folder / "numbers.csv"
    numbers.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"numbers\.csv"):
        research_market(numbers, workspace=folder / "ws")


def test_where_people_speak_of_a_tool() -> None:
    queries = research_where(["Planly"], language="fr")
    assert '"Planly" avis' in [one.query for one in queries]
    with pytest.raises(UsageError):
        research_where([])
