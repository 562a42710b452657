"""Names without spaces, split into known words; ordinary words, which are not."""

from pathlib import Path

import pytest

from whofor.intake.drafting.glued import parted_words
from whofor.intake.drafting.words import about
from whofor.lexicon.endings import ending_of

ORDINARY = Path(__file__).with_name("ordinary_words.txt").read_text(encoding="utf-8").split()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("createdtime", ("created", "time")),
        ("leadsource", ("lead", "source")),
        ("accountname", ("account", "name")),
        ("closedate", ("close", "date")),
        ("dealstage", ("deal", "stage")),
        ("numberofemployees", ("number", "of", "employees")),
        ("companyname", ("company", "name")),
        ("datecreated", ("date", "created")),
        ("amountusd", ("amount", "usd")),
        ("AMOUNTUSD", ("amount", "usd")),
        ("expectedclosedate", ("expected", "close", "date")),
        ("lastmodifieddate", ("last", "modified", "date")),
        ("createdat", ("created", "at")),
        ("ownerid", ("owner", "id")),
        ("hs_dealstage", ("hs", "deal", "stage")),
        ("OpportunityOwner", ("opportunity", "owner")),
        ("fechacierre", ("fecha", "cierre")),
        ("Kundenquelle", ("kunden", "quelle")),
    ],
)
def test_glued_names_are_split(name: str, words: tuple[str, ...]) -> None:
    assert parted_words(name) == words


def test_ordinary_words_are_not_split() -> None:
    assert {word: parts for word in ORDINARY if len(parts := parted_words(word)) > 1} == {}


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("createdtime", "opened"),
        ("datecreated", "opened"),
        ("closedate", "closed"),
        ("leadsource", "lead_source"),
        ("accountname", "account"),
        ("companyname", "account"),
        ("numberofemployees", "employees"),
        ("amountusd", "amount"),
        ("dealstage", "stage"),
        ("dealowner", "owner"),
        ("lostreason", "leak"),
    ],
)
def test_what_glued_headers_say(header: str, concept: str) -> None:
    assert about(header, concept) >= 0.6


def test_glued_values_of_stages() -> None:
    assert [ending_of(text) for text in ("closedwon", "closedlost", "contractsent", "presentationscheduled")] == [
        "won", "lost", "open", "open",
    ]  # fmt: skip
