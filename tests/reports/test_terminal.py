"""The terminal summary: pinned as text, within its width, harmless whatever the data holds."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from rich.console import Console

from made_results import changed
from whofor.model import IcpResult, Issue, IssueCode
from whofor.reports.html import render_html
from whofor.reports.terminal import render_terminal


def drawn(result: IcpResult, language: str, width: int = 80, encoding: str = "utf-8", colour: bool = False) -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    console = Console(file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    render_terminal(result, language, console)
    file.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("name", ["with_worth", "not_enough_data"])
def test_summary(results: dict[str, IcpResult], language: str, pinned: Callable[[str, str], None], name: str):
    pinned(f"terminal/{name}.{language}", drawn(results[name], language, 100))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(result: IcpResult, language: str, width: int):
    lines = drawn(result, language, width).splitlines()
    # The terminal folds the command that repeats the run, so that a copy of it has no line break.
    lines = [line for line in lines if not line.startswith("whofor run ")]
    assert max(cell_len(line) for line in lines) <= min(width, 100)


def test_the_answer_comes_first_and_search_figures_are_called_so(results: dict[str, IcpResult]):
    text = drawn(results["found"], "en")
    assert text.index("Go after") < text.index("S1") < text.index("What") if "What" in text else True
    for line in text.splitlines():
        if "47%" in line:
            assert "in the search" in line


def test_brackets_are_no_markup_and_escape_codes_are_dropped(results: dict[str, IcpResult]):
    text = drawn(results["hostile"], "en")
    assert "[bold red]{x}[/]" in text.replace("\n", " ")
    assert not [c for c in text if c != "\n" and unicodedata.category(c) == "Cc"]
    assert "\u202e" not in text


def test_colour_never_stands_alone(results: dict[str, IcpResult]):
    text = drawn(results["found"], "en", colour=True)
    assert "\x1b[1;32m" in text
    assert "✔ GO AFTER" in text
    assert "? NOT SURE" in text
    assert "✘ DOES NOT HOLD" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_old_encodings_get_what_they_can_show(result: IcpResult, language: str, encoding: str):
    text = drawn(result, language, encoding=encoding)
    assert "whofor 0.1.0" in text


def test_accents_fold_before_letters_are_lost(results: dict[str, IcpResult]):
    assert "Donnees synthetiques" in drawn(results["found"], "fr", encoding="ascii")
    assert "Données synthétiques" in drawn(results["found"], "fr", encoding="cp1252")


def test_no_break_spaces_hold(results: dict[str, IcpResult]):
    for line in drawn(results["with_claims"], "fr").splitlines():
        assert not line.strip().startswith(("%", ":", "»", ";")), line


def test_long_lists_are_cut_and_counted(results: dict[str, IcpResult]):
    many = changed(results["found"], issues=tuple(Issue(code, 1) for code in list(IssueCode)[:30]))
    text = drawn(many, "en")
    assert "and 22 more" in text


def test_guessed_columns_are_said_before_the_answer(results: dict[str, IcpResult]):
    found = results["found"]
    guessed = changed(found, issues=(*found.data.issues, Issue(IssueCode.MAPPING_GUESSED, 1)))
    text = drawn(guessed, "fr", 200)
    assert "Colonnes devinées" not in drawn(found, "fr", 200)
    assert 0 < text.index("Colonnes devinées") < text.index("S1")
    page = render_html(guessed, "en")
    assert page.index("Guessed columns") < page.index('id="answer"')
    assert "Guessed columns" not in render_html(found, "en")
