"""Scored prospects in a terminal: three lines each at 80 columns, in both languages; one prospect explained."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from made_scores import scored
from whofor.model.score_answer import KnownAs, ScoreAnswer
from whofor.reports.score import render_explained, render_scores, score_rows_of_file
from whofor.reports.wording.scores import reason_text
from whofor.reports.words import words_of


def printed(answer: ScoreAnswer, language: str, width: int) -> list[str]:
    out = io.StringIO()
    render_scores(answer, words_of(language), Console(file=out, width=width), "")
    return out.getvalue().split("\n")


def block(answer: ScoreAnswer, language: str, width: int) -> list[str]:
    """Lines from the heads of the list to the blank line behind it."""
    lines = printed(answer, language, width)
    first = next(i for i, text in enumerate(lines) if text.lstrip().startswith("#"))
    return lines[first : first + lines[first:].index("")]


@pytest.mark.parametrize("width", [80, 120, 40])
def test_ten_prospects_take_three_lines_each_at_most(language: str, width: int) -> None:
    answer = scored(40).first(10)
    _, *lines = block(answer, language, width)
    begins = [i for i, text in enumerate(lines) if re.match(r" *\d+  [A-D] ", text)]
    assert len(begins) == 10
    assert begins[0] == 0
    assert all(1 < after - before <= 3 for before, after in zip(begins, [*begins[1:], len(lines)], strict=True))
    assert all(cell_len(text) <= width for text in lines)


def test_each_line_says_who_why_and_what_else() -> None:
    answer = scored(40)
    row = next(r for r in answer.rows if r.icps and r.situations and r.known_as)
    _, who, why, more = block(replace(answer, rows=(row,)), "en", 200)
    assert row.name in who
    assert row.id in who
    assert "(customer)" in who or "(open deal)" in who
    assert why.lstrip().startswith(("+", "−"))
    assert "profile: banks · going on: raised money lately" in more


def test_the_strongest_reasons_are_on_the_line(language: str) -> None:
    answer = scored(40)
    row = next(r for r in answer.rows if r.up and r.down and -r.down[0].adds > r.up[-1].adds)
    _, _, why, *_ = block(replace(answer, rows=(row,)), language, 60)
    strongest = max((*row.up, *row.down), key=lambda one: abs(one.adds))
    assert reason_text(strongest, words_of(language)) in why
    assert cell_len(why) <= 60
    _, _, whole, *_ = block(replace(answer, rows=(row,)), language, 300)
    signs = [text for text in whole.split() if text in "+−"]
    assert signs == ["+"] * len(row.up) + ["−"] * len(row.down)


def test_wide_letters_and_long_names_keep_their_line(language: str) -> None:
    answer = scored(40)
    wide = replace(answer.rows[0], name="株式会社" * 30, id="")
    long = replace(answer.rows[1], name="Sociedad Anónima " * 20)
    coded = replace(answer.rows[2], name="f" * 32, id="", known_as=KnownAs.OPEN_DEAL)
    lines = block(replace(answer, rows=(wide, long, coded)), language, 60)
    assert all(cell_len(text) <= 60 for text in lines)
    said = words_of(language).text("score.known_open_deal")
    assert any(f"… ({said})" in text for text in lines), "what it is in the CRM is not cut off"


def test_one_prospect_is_explained_in_eighty_columns(language: str) -> None:
    answer = scored(40)
    row = answer.rows[0]
    told = tuple(replace(one, n=one.n) for one in (*row.up, *row.down, *row.blank))
    out = io.StringIO()
    asked = replace(answer, explained=row, contributions=told)
    render_explained(asked, words_of(language), Console(file=out, width=80))
    lines = out.getvalue().split("\n")
    assert all(cell_len(text) <= 80 for text in lines)
    assert any(row.name in text for text in lines)
    assert words_of(language).text("score.product") in out.getvalue()


def test_the_file_has_what_the_page_has() -> None:
    answer = scored(40)
    head, *rows = score_rows_of_file(answer)
    assert head[-5:] == ["confidence", "situations", "worth", "value", "mutual_value"]
    assert [row[-5] for row in rows] == [row.confidence.value for row in answer.rows]
    assert [row[-4] for row in rows] == ["; ".join(row.situations) for row in answer.rows]
    assert any(row[-3] for row in rows)
    # What nobody knows is empty, and no nought.
    assert [row[-2:] for row in rows] == [[row.value, row.mutual_value] for row in answer.rows]
