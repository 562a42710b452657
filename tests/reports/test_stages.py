"""The table of stages, and the line of mapping that confirms what was guessed."""

from __future__ import annotations

import tomllib

import pytest

from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.model import StageReadBy, StageSummary
from whofor.reports.stages import line_of_mapping, stage_lines, stages_table
from whofor.reports.words import words_of

RENEWED = StageSummary("Renewed", "Renewals", 25, 0, 0, 0, StageReadBy.WORDS, True)
CHURNED = StageSummary("Churned", "Renewals", 0, 96, 0, 0, StageReadBy.WORDS, True)
WON = StageSummary("Closed won", "Sales", 63, 0, 0, 0, StageReadBy.LIST, False)
CLOSED = StageSummary("Closed", "Sales", 0, 0, 0, 7, StageReadBy.WORDS, True)


def test_the_line_is_one_that_a_mapping_reads() -> None:
    odd = StageSummary('Say "yes"', "Renewals", 0, 0, 3, 0, StageReadBy.ASSUMED, True)
    line = line_of_mapping([RENEWED, CHURNED, WON, odd])
    assert line == 'stage_means = { won = ["Renewed"], lost = ["Churned"], open = ["Say \\"yes\\""] }'
    means = parse_mapping(line, "stages.toml").stage_means
    assert (means.won, means.lost, means.open) == (("Renewed",), ("Churned",), ('Say "yes"',))


def test_a_stage_read_differently_in_two_pipelines_is_named_with_its_pipeline() -> None:
    here = StageSummary("Live", "Partners", 5, 0, 0, 0, StageReadBy.WORDS, True)
    there = StageSummary("Live", "Sales", 0, 0, 4, 0, StageReadBy.ASSUMED, True)
    assert tomllib.loads(line_of_mapping([here, there]))["stage_means"] == {
        "won": ["Partners: Live"],
        "lost": [],
        "open": ["Sales: Live"],
    }


def test_nothing_is_asked_where_nothing_was_guessed() -> None:
    assert line_of_mapping([WON]) == ""
    assert stage_lines([WON], words_of("en")) == []


@pytest.mark.parametrize(
    ("language", "unknown"), [("en", "Nobody says how 7 deals"), ("fr", "Personne ne dit comment 7")]
)
def test_what_nobody_can_say_is_asked_for(language: str, unknown: str) -> None:
    lines = stage_lines([RENEWED, CLOSED, WON], words_of(language))
    assert lines[1] == '  stage_means = { won = ["Renewed"], lost = [], open = [] }'
    assert unknown in lines[2]
    assert "Closed" in lines[2]
    assert stage_lines([CLOSED], words_of(language))[1] == "  stage_means = { won = [], lost = [], open = [] }"


def test_the_table_names_pipelines_where_there_are_any() -> None:
    words = words_of("en")
    table = stages_table([RENEWED, WON], words)
    assert table.head == ("Pipeline", "Stage", "Read by", "Deals", "Won", "Lost", "Open")
    assert table.rows[0] == ("Renewals", "Renewed", "its name (?)", "25", "25", "", "")
    alone = stages_table([StageSummary("Closed", "", 0, 0, 0, 7, StageReadBy.WORDS, True)], words)
    assert alone.head[0] == "Stage"
    assert alone.rows == (("Closed", "its name (?)", "7", "", "", "", "7"),)


def test_a_long_table_shows_what_was_guessed_first() -> None:
    many = [StageSummary(f"S{n}", "", 0, 0, 100 - n, 0, StageReadBy.LIST, False) for n in range(40)]
    table = stages_table([*many, CHURNED], words_of("en"))
    assert len(table.rows) == 26
    assert any("Churned" in row for row in table.rows)
    assert table.rows[-1][0] == "and 16 more stages"
