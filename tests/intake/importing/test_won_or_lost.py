"""Stages as won, lost or open: lists first, then words; `*` of a user is taken at its word, that of a preset is not."""

from dataclasses import replace

import pytest

from whofor.errors import MappingError
from whofor.intake.importing.won_or_lost import read_hint, read_stages
from whofor.intake.mapping.plan import PlannedHint, PlannedOutcome
from whofor.model import StageReadBy

LISTS = PlannedOutcome(stage="_stage", won=("Closed Won", "Won*"), lost=("closedlost",), open=("Demo",))
PRESET = PlannedOutcome(stage="_stage", won=("Closed Won",), lost=("Closed Lost",), open=("*",), sees_all=False)


def test_stages_are_found_whatever_their_case_and_punctuation() -> None:
    stages = read_stages({"closedwon": 1, "CLOSED_LOST": 2, "won (EU)": 3, "demo": 4, "Else": 5}, LISTS, "d.csv: S")
    assert stages.outcomes == {"closedwon": "won", "CLOSED_LOST": "lost", "won (EU)": "won", "demo": "open"}
    assert stages.meanings["Else"].read_by is StageReadBy.UNREAD


def test_a_named_stage_wins_over_a_pattern() -> None:
    lists = PlannedOutcome(stage="_stage", won=("Signed",), open=("*",))
    assert read_stages({"Signed": 1, "x": 2}, lists, "").outcomes == {"Signed": "won", "x": "open"}


def test_a_user_who_writes_that_all_others_are_open_is_taken_at_the_word() -> None:
    counts = {"Closed Won": 1, "Closed Lost": 2, "Churned": 3}
    theirs = read_stages(counts, replace(PRESET, sees_all=True), "")
    assert theirs.outcomes["Churned"] == "open"
    assert theirs.meanings["Churned"].read_by is StageReadBy.LIST
    assert not theirs.meanings["Churned"].guessed


def test_a_preset_that_says_that_all_others_are_open_is_not() -> None:
    counts = {"Closed Won": 1, "Closed Lost": 2, "Churned": 3, "Renewed": 4, "Proposal": 5, "Zebra": 6}
    stages = read_stages(counts, PRESET, "")
    assert stages.outcomes == {
        "Closed Won": "won",
        "Closed Lost": "lost",
        "Churned": "lost",
        "Renewed": "won",
        "Proposal": "open",
        "Zebra": "open",
    }
    how = {text: (meaning.read_by, meaning.guessed) for text, meaning in stages.meanings.items()}
    assert how == {
        "Closed Won": (StageReadBy.LIST, False),
        "Closed Lost": (StageReadBy.LIST, False),
        "Churned": (StageReadBy.WORDS, True),
        "Renewed": (StageReadBy.WORDS, True),
        "Proposal": (StageReadBy.WORDS, False),
        "Zebra": (StageReadBy.ASSUMED, True),
    }


def test_a_pattern_of_all_names_but_numbers_is_one_of_all_names_and_leaves_numbers_unread() -> None:
    stages = read_stages({"Closed won": 1, "Zebra": 2, "1234": 3}, replace(PRESET, open=("*[!0-9]*",)), "")
    assert stages.outcomes == {"Closed won": "won", "Zebra": "open"}
    assert stages.meanings["1234"].read_by is StageReadBy.UNREAD


def test_lists_that_were_drafted_are_marked_but_for_plain_names() -> None:
    drafted = PlannedOutcome(stage="_stage", won=("Closed Won", "Renewed", "K7"), lost=("Lost",), open=("*",))
    stages = read_stages({"Closed Won": 1, "Renewed": 1, "K7": 1, "Lost": 1}, drafted, "", drafted=True)
    assert {text: m.guessed for text, m in stages.meanings.items()} == {
        "Closed Won": False,
        "Renewed": True,
        "K7": True,
        "Lost": False,
    }
    assert stages.outcomes["K7"] == "won"


def test_stages_of_which_none_is_known_are_listed() -> None:
    with pytest.raises(MappingError) as caught:
        read_stages({"Gewonnen": 3, "Verloren": 9}, LISTS, "d.csv: Phase")
    assert str(caught.value) == (
        "d.csv: Phase: No stage is known as won or lost (“Verloren, Gewonnen”). Name the stages in "
        "[deals.outcome] of a mapping, won = […], lost = […], open = […], or in a file of one line, "
        "stage_means = { won = […], lost = […] }."
    )


def test_a_hint_says_nothing_of_its_other_values() -> None:
    assert read_hint({"Won": 1, "Pipeline": 2}, PlannedHint("_hint_0", won=("won",))) == {"Won": "won"}
