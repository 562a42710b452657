"""Texts that behave like a word for unknown, and those that only look so."""

from __future__ import annotations

import pytest

from whofor.intake.importing.fillers import find_fillers


def lists(*columns: str) -> dict[str, dict[str, int]]:
    """Columns given as texts parted by commas, ten cells each."""
    return {f"c{i}": dict.fromkeys(map(str.strip, column.split(",")), 10) for i, column in enumerate(columns)}


def found(columns: dict[str, dict[str, int]]) -> dict[str, int]:
    return {filler.text: len(filler.columns) for filler in find_fillers(columns)}


def test_a_text_that_fills_lists_without_anything_else_in_common_is_one() -> None:
    columns = lists("zz, a, b", "zz, c, d", "zz, e, f", "zz, g, h", "i, j", "k, l")
    [filler] = find_fillers(columns)
    assert (filler.text, filler.columns, filler.cells) == ("zz", ("c0", "c1", "c2", "c3"), 40)


def test_it_is_found_beside_yes_and_no_and_in_every_list_that_has_it() -> None:
    kinds = lists("Zz, a, b", "zz, c, d", "zz, e, f", *["zz, Yes, No"] * 20, *["zz, Low, High"] * 20)
    assert found(kinds) == {"zz": 43}


def test_two_of_them_are_found_one_after_the_other() -> None:
    columns = lists(*(f"zz, a{i}, b{i}" for i in range(6)), *(f"qq, c{i}, d{i}" for i in range(6)))
    assert found(columns) == {"zz": 6, "qq": 6}


@pytest.mark.parametrize(
    "columns",
    [
        lists(*["Yes, No", "High, Medium, Low", "France, Spain, Italy"] * 10),
        lists(*(f"Other, a{i}, b{i}" for i in range(9))),
        lists(*(f"Autres, a{i}, b{i}" for i in range(9))),
        lists(*(f"Yes, a{i}, b{i}" for i in range(9))),
        lists(*(f"High, a{i}, b{i}" for i in range(9))),
        lists(*(f"Active, a{i}, b{i}" for i in range(9))),
        lists(*(f"Germany, a{i}, b{i}" for i in range(9))),
        lists(*(f"1, a{i}, b{i}" for i in range(9))),
        lists("Europe, Asia, a", "Europe, Asia, b", "Europe, Asia, c", "Europe, Asia, d", "Europe, Asia, e"),
        lists("New, Renewal", "New, Working, Closed", "New, Used", "Retail, Bank", "Web, Fair", "Ann, Bob"),
        lists("Enterprise, Mid", "Enterprise, Pro", "Enterprise, North", *(f"a{i}, b{i}" for i in range(4))),
        lists(*(f"New, a{i}" for i in range(4)), *(f"b{i}, c{i}" for i in range(13))),
    ],
    ids=lambda columns: next(iter(columns["c0"])),
)
def test_categories_are_none(columns: dict[str, dict[str, int]]) -> None:
    assert found(columns) == {}


def test_a_text_that_is_rare_in_its_lists_is_none() -> None:
    columns = {f"c{i}": {"zz": 4, f"a{i}": 50, f"b{i}": 50} for i in range(9)}
    assert found(columns) == {}


def test_words_known_for_unknown_are_not_found_again() -> None:
    assert found(lists(*(f"No Info, a{i}, b{i}" for i in range(9)))) == {}


def test_none_in_unrelated_lists_is_one() -> None:
    assert found(lists(*(f"None, a{i}, b{i}" for i in range(5)))) == {"None": 5}
