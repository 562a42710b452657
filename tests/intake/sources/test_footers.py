"""Rows of sums and notes below a table, in the words of several languages."""

from __future__ import annotations

import duckdb
import pytest

from whofor.intake.sources.layout import footer_pattern, is_footer
from whofor.lexicon.words import read_table, words_in

TABLE = read_table("whofor.intake.sources", "rules/footers.toml")
FOOTERS = [*words_in(TABLE["sums"]), *words_in(TABLE["notes"]), *(f"12 {word}" for word in words_in(TABLE["rows"]))]
OTHERS = ["Total SA", "Summer School Ltd", "12 records of jazz", "Erste Bank", "Generali", "Copyright Agency"]


@pytest.mark.parametrize("text", FOOTERS)
def test_a_row_that_says_so_alone_is_a_footer(text: str) -> None:
    assert is_footer([text.title(), "", "", ""])
    assert not is_footer([text.title(), "Paris", "FR", "1924"])


@pytest.mark.parametrize("text", OTHERS)
def test_companies_are_none(text: str) -> None:
    assert not is_footer([text, "", "", ""])


def test_the_engine_reads_the_same_pattern_alike() -> None:
    pattern = f"(?i){footer_pattern()}"
    rows = [(text, text in FOOTERS) for text in (*FOOTERS, *OTHERS)]
    with duckdb.connect() as connection:
        for text, footer in rows:
            found = connection.execute("SELECT regexp_matches(?, ?)", [text, pattern]).fetchone()
            assert found == (footer,), text
