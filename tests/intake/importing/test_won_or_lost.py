import pytest

from whofor.errors import MappingError
from whofor.intake.importing.won_or_lost import read_stages
from whofor.intake.mapping.plan import PlannedOutcome

LISTS = PlannedOutcome(stage="_stage", won=("Closed Won", "Won*"), lost=("closedlost",), open=("Demo",))


def test_stages_are_told_whatever_their_case_and_punctuation() -> None:
    stages = read_stages({"closedwon": 1, "CLOSED_LOST": 2, "won (EU)": 3, "demo": 4, "Else": 5}, LISTS, "d.csv: S")
    assert stages.outcomes == {"closedwon": "won", "CLOSED_LOST": "lost", "won (EU)": "won", "demo": "open"}
    assert stages.unmapped == {"Else": 5}


def test_a_named_stage_wins_over_a_pattern() -> None:
    lists = PlannedOutcome(stage="_stage", won=("Signed",), open=("*",))
    assert read_stages({"Signed": 1, "x": 2}, lists, "").outcomes == {"Signed": "won", "x": "open"}


def test_stages_of_which_none_is_known_are_listed() -> None:
    with pytest.raises(MappingError) as caught:
        read_stages({"Gewonnen": 3, "Verloren": 9}, LISTS, "d.csv: Phase")
    assert str(caught.value) == (
        "d.csv: Phase: No stage is known as won or lost (“Verloren, Gewonnen”). Name the stages in "
        "[deals.outcome]: won = […], lost = […], open = […]."
    )
