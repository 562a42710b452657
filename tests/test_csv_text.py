"""Cells as CSV: what programs read back, what spreadsheets of a language open, and that no text is run."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.csv_text import AS_EXPORTED, FOR_EXCEL, PLAIN, csv_bytes

ROW = ["Acme; Ltd", 1234.5, -2.0, date(2026, 9, 3), None, float("nan"), 'say "hi"']


def read(content: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_for_programs():
    assert csv_bytes([ROW]) == b'Acme; Ltd,1234.5,-2,2026-09-03,,,"say ""hi"""\n'


def test_for_a_spreadsheet_in_french():
    text = csv_bytes([ROW], FOR_EXCEL["fr"])
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig") == '"Acme; Ltd";1234,5;-2;03/09/2026;;;"say ""hi"""\r\n'


def test_for_a_spreadsheet_in_english():
    assert csv_bytes([ROW], FOR_EXCEL["en"]) == b'\xef\xbb\xbfAcme; Ltd,1234.5,-2,2026-09-03,,,"say ""hi"""\r\n'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((0.1, "0.1"), (-0.0, "0"), (1e22, "1" + "0" * 22), (1e-7, "0.0000001"), (12345678.25, "12345678.25")),
        *((float("inf"), ""), (3, "3"), (100.0, "100")),
    ],
)
def test_numbers_have_all_their_digits(number: float, text: str):
    assert read(csv_bytes([["x", number]])) == [["x", text]]


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "=1+1",
            "+33 1 42 68 53 00",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\ufeff=1",
            "\x00=1",
            "\u200b@a",
        ),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20a", "-", "--", "-2,5,5", '=HYPERLINK("x")', "\x0b=1", "\xa0=1"),
    ],
)
def test_a_text_like_a_formula_gets_an_apostrophe(cell: str):
    for form in (PLAIN, *FOR_EXCEL.values()):
        ((found, after),) = read(csv_bytes([[cell, "x"]], form), form.separator)
        assert found[0] == "'"
        assert after == "x"


@pytest.mark.parametrize("cell", ["-5", "-5.25", "-5,25", "a=b", "3-4", "R&D - North", "(=1)", "é", "", "'=1", "«a»"])
def test_other_texts_stay(cell: str):
    assert read(csv_bytes([["x", cell]])) == [["x", cell]]


def test_control_characters_are_no_text():
    assert read(csv_bytes([["a\x00b\x1b[31mc\x7f", "one\r\ntwo\rthree"]])) == [["ab[31mc", "one\ntwo\nthree"]]


def test_an_export_has_every_cell_as_it_stands():
    assert csv_bytes([["=1", "+33 1"]], AS_EXPORTED) == b"\xef\xbb\xbf=1,+33 1\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=4), st.sampled_from([*FOR_EXCEL]))
def test_no_text_begins_a_formula_and_none_moves_to_another_cell(rows: list[list[str]], language: str):
    for form in (PLAIN, FOR_EXCEL[language]):
        found = read(csv_bytes(rows, form), form.separator)
        assert [len(row) for row in found] == [2] * len(rows)
        for cell in (cell for row in found for cell in row):
            bare = cell.lstrip()
            is_number = bare[1:].replace(",", ".", 1).replace(".", "", 1).isdigit()
            assert bare[:1] not in {*"=+@\t\r"}
            assert bare[:1] != "-" or is_number


def test_halves_of_letters_are_written_as_question_marks():
    assert csv_bytes([["a\ud800b"]]) == b"a?b\n"
