"""The scorecard as a file: the same bytes after a round trip, edits that count, and a place for all that is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_cards import planted
from whofor.documents.scorecard_document import read_scorecard, scorecard_id, scorecard_text
from whofor.errors import WorkspaceError
from whofor.model.scorecard import (
    BlockKind,
    CardBlock,
    CardOutcome,
    CardTiers,
    RateMoved,
    RecentBase,
    ScoreBin,
    Scorecard,
)
from whofor.model.segment import Condition, Operator
from whofor.scoring.explaining import with_edit
from whofor.scoring.learn import learn_card

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
NUMBER = st.floats(-1e9, 1e9) | st.integers(-99, 99)
WEIGHT = st.floats(-20, 20)
NAME = st.sampled_from(["employees", "x_é", "a b"])
OTHER = st.just({}) | st.just({"owner": "Ann"}) | st.just({"list": [1, 2], "deep": True})


@st.composite
def conditions(draw: st.DrawFn, parameter: str) -> Condition:
    operator = draw(st.sampled_from(Operator))
    told = {"label": draw(TEXT), "unit": draw(st.sampled_from(["", "people"])), "name": draw(st.just("") | TEXT)}
    if operator is Operator.BETWEEN:
        low, high = draw(st.none() | NUMBER), draw(st.none() | NUMBER)
        included = high is not None and draw(st.booleans())
        return Condition(parameter, operator=operator, low=low, high=high, high_included=included, **told)
    if operator is Operator.UNKNOWN:
        return Condition(parameter, operator=operator, **told)
    several = 3 if operator is Operator.IN else 1
    values = tuple(draw(st.lists(TEXT, min_size=1, max_size=several)))
    return Condition(parameter, operator=operator, values=values, **told)


@st.composite
def bins(draw: st.DrawFn) -> ScoreBin:
    names = draw(st.lists(NAME, max_size=2, unique=True))
    edited = draw(st.none() | WEIGHT)
    return ScoreBin(
        conditions=tuple(draw(conditions(name)) for name in names),
        weight=draw(WEIGHT),
        error=draw(st.floats(0, 5)),
        n=draw(st.integers(0, 10**6)),
        n_won=draw(st.none() | st.integers(0, 9)),
        edited=edited,
        by="" if edited is None else draw(TEXT),
        why="" if edited is None else draw(TEXT),
        other=draw(OTHER),
    )


@st.composite
def cards(draw: st.DrawFn) -> Scorecard:
    ids = draw(st.lists(TEXT, max_size=3, unique=True))
    blocks = tuple(
        CardBlock(
            id=id_,
            label=draw(TEXT),
            kind=draw(st.sampled_from(BlockKind)),
            attributes=tuple(draw(st.lists(TEXT, min_size=1, max_size=2))),
            bins=tuple(draw(st.lists(bins(), min_size=1, max_size=4))),
            unknown_share=draw(st.floats(0, 1)),
            strength=draw(st.floats(0, 1e7)),
            monotone=draw(st.sampled_from(["", "up"])),
            blank_is_average=draw(st.booleans()),
            other=draw(OTHER),
        )
        for id_ in ids
    )
    return Scorecard(
        outcome=draw(st.sampled_from(CardOutcome)),
        base=draw(WEIGHT),
        blocks=blocks,
        n=draw(st.integers(0, 10**6)),
        n_won=draw(st.none() | st.integers(0, 99)),
        base_error=draw(st.floats(0, 2)),
        until=draw(st.sampled_from(["", "2026-11-01"])),
        recent=draw(
            st.none() | st.builds(RecentBase, WEIGHT, TEXT, st.just(3), st.just(1), st.sampled_from(RateMoved))
        ),
        tiers=draw(st.none() | st.just(CardTiers(("A", "B"), (0.3,)))),
        left_out=tuple(draw(st.lists(TEXT, max_size=2))),
        other=draw(OTHER),
    )


@settings(max_examples=200, deadline=None)
@given(cards())
def test_a_round_trip_gives_the_same_card_and_the_same_bytes(card: Scorecard) -> None:
    text = scorecard_text(card)
    found = read_scorecard(text, "scorecard.toml")
    assert found.card == card
    assert scorecard_text(found.card) == text
    assert f'id = "{scorecard_id(card)}"' in text


@pytest.fixture(scope="module")
def learnt() -> Scorecard:
    facts, won = planted(1500)
    return learn_card(facts, np.zeros(1500), won).card


def test_a_learnt_card_is_read_as_it_was(learnt: Scorecard) -> None:
    text = scorecard_text(learnt)
    assert read_scorecard(text, "c.toml").card == learnt
    (line,) = [one for one in text.splitlines() if one.startswith("bank = ")]
    one = next(b for b in learnt.blocks[0].bins if b.conditions and b.conditions[0].values == ("bank",))
    assert line.startswith(f'bank = {{when = {{sector = {{is = "bank"}}}}, weight = {one.weight}, error = {one.error}')


def test_an_edit_by_hand_counts(learnt: Scorecard) -> None:
    text = scorecard_text(learnt)
    (line,) = [one for one in text.splitlines() if one.startswith("bank = ")]
    by_hand = text.replace(line, line[:-1] + ', edited = 0.6, by = "Ann", why = "a banker joined"}')
    place = next(i for i, b in enumerate(learnt.blocks[0].bins) if b.conditions[0].values == ("bank",))
    expected = with_edit(learnt, "sector", place, 0.6, by="Ann", why="a banker joined")
    assert read_scorecard(by_hand, "c.toml").card == expected
    assert scorecard_text(expected) != text


SMALL = """
format = 1
outcome = "chance"
base = -1.5
n = 100
[block.sector]
label = "Sector"
kind = "levels"
attributes = ["sector"]
[block.sector.bins]
bank = {when = {sector = {is = "bank"}}, weight = 0.42, error = 0.1, n = 30}
others = {weight = -0.1, error = 0.1, n = 70}
"""


def fault(text: str) -> str:
    with pytest.raises(WorkspaceError) as caught:
        read_scorecard(text, "c.toml")
    return str(caught.value)


def test_a_card_of_a_newer_version_is_refused() -> None:
    assert "c.toml: This scorecard was written by a newer whofor (“2”)" in fault(
        SMALL.replace("format = 1", "format = 2")
    )
    assert "newer whofor" in fault(SMALL.replace("format = 1", 'format = "next"'))


def test_keys_that_are_not_known_are_kept_and_named_with_their_line() -> None:
    text = SMALL.replace("weight = 0.42", "weight = 0.42, colour = 'red'").replace("n = 100", "n = 100\nowner = 'Ann'")
    found = read_scorecard(text, "c.toml")
    assert found.unknown == ("c.toml:12 block.sector.bins.bank.colour", "c.toml:6 owner")
    again = scorecard_text(found.card)
    assert 'colour = "red"' in again
    assert 'owner = "Ann"' in again


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("weight = 0.42", "weight = 0,42", "cannot be read: .*line 11"),
        (
            "weight = 0.42",
            'weight = "0,42"',
            r"c\.toml:11 block\.sector\.bins\.bank\.weight: Input should be a valid num",
        ),
        ("weight = 0.42", "weight = nan", r"c\.toml:11 block\.sector\.bins\.bank\.weight: A weight is a finite number"),
        ("weight = 0.42", "weight = 0.42, edited = inf", r"c\.toml:11 .*edited: A weight is a finite number"),
        ('is = "bank"', 'equals = "bank"', r"c\.toml:11 .*sector: A condition has no 'equals'"),
        ('kind = "levels"', 'kind = "leaves"', r"c\.toml:8 block\.sector\.kind"),
        ("base = -1.5", "", "base: Field required"),
        ("bank = {when", "bank = 3 #", r"c\.toml:11 block\.sector\.bins\.bank: Here should be a table"),
        ("[block.sector.bins]", "[block.sector.x]", r"c\.toml:6 block\.sector: A block needs its bins"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(right: str, wrong: str, said: str) -> None:
    import re

    assert right in SMALL
    assert re.search(said, fault(SMALL.replace(right, wrong)), re.DOTALL)
