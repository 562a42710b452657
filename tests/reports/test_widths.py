"""Columns that fit into a terminal: no word is broken, firm columns last, too many columns are left out."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from whofor.reports.widths import fitting_widths, print_text

NAMES = ["Account", "Industrial Holding", "Bank"]
DAYS = ["Opened", "28 Sept 2026"]
SUMS = ["Amount", "€12,500"]


def test_what_fits_is_as_wide_as_its_texts() -> None:
    assert fitting_widths([NAMES, DAYS], 32) == [18, 12]
    assert fitting_widths([[""]], 5) == [0]


def test_firm_columns_give_way_last() -> None:
    assert fitting_widths([NAMES, DAYS], 30, {1}) == [16, 12]
    assert fitting_widths([NAMES, DAYS], 24, {1}) == [10, 12]
    assert fitting_widths([NAMES, DAYS], 20, {1}) == [10, 8]
    assert fitting_widths([DAYS, NAMES], 20, {0}) == [8, 10]


def test_columns_without_room_are_left_out_from_the_end() -> None:
    assert fitting_widths([NAMES, DAYS, SUMS, SUMS], 44, {1}) == [12, 12, 7, 7]
    assert len(fitting_widths([NAMES, DAYS, SUMS, SUMS], 30, {1})) == 3
    assert fitting_widths([NAMES, DAYS], 3) == [10, 6], "two columns are always there"


@given(
    st.lists(st.lists(st.text("ab é漢", max_size=30), min_size=1, max_size=4), min_size=1, max_size=6),
    st.integers(1, 90),
)
def test_they_fit_or_are_as_narrow_as_words_are(columns: list[list[str]], room: int) -> None:
    from rich.cells import cell_len

    widths = fitting_widths(columns, room)
    least = [max(cell_len(word) for text in texts for word in text.split(" ")) for texts in columns]
    assert all(width >= floor for width, floor in zip(widths, least, strict=False))
    fits = sum(widths) + 2 * (len(widths) - 1) <= room
    assert fits or (len(widths) <= 2 and widths == least[: len(widths)])


@pytest.mark.parametrize("width", range(8, 40))
def test_no_line_is_broken_at_a_no_break_space(width: int) -> None:
    """French has one before a colon, a percent sign, a semicolon; a line never begins with any of these."""
    out = io.StringIO()
    text = "Signées\u202f: 29\u202f% des affaires\u202f; «\u00a0toutes\u00a0» les autres, 1\u202f006 par an."
    print_text(text, Console(file=out, width=width), indent=2)
    lines = out.getvalue().splitlines()
    assert all(line.startswith("  ") and len(line) <= width for line in lines)
    assert not any(line.strip()[0] in ":;%»" for line in lines) or width < 16
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
