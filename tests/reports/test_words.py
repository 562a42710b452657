"""Placeholders are written as their format says, in each language."""

from __future__ import annotations

import pytest

from whofor.model.reasons.verdicts import PartlyConfounded
from whofor.reports.words import FORMATS, words_of

EN, FR = words_of("en"), words_of("fr")


@pytest.mark.parametrize(
    ("name", "value", "english", "french"),
    [
        ("number", 12_345, "12,345", "12_345"),
        ("minus", -3.25, "−3", "−3"),
        ("signed", 4, "+4", "+4"),
        ("percent", 0.414, "41%", "41_%"),
        ("ratio", 2.93, "2.9", "2,9"),
        ("chance", 0.9999, "99%", "99_%"),
        ("best_chance", 0.9999, "over 99%", "plus de 99_%"),
        ("p", 0.0004, "p_<_0.001", "p_<_0,001"),
        ("day", "2026-02-01", "1 February 2026", "1er février 2026"),
        ("day", "last spring", "last spring", "last spring"),
        ("month", "2026-02-01", "February 2026", "février 2026"),
        ("parameter", "owner", "salesperson", "commercial"),
        ("parameter", "Team size", "Team size", "Team size"),
        ("parameters", "owner, Team size", "salesperson, Team size", "commercial, Team size"),
        ("outcome", "won", "share of deals signed", "part des affaires signées"),
        ("outcome", "Tickets", "Tickets", "Tickets"),
        ("lead_source", "", "source not recorded", "source non renseignée"),
    ],
)
def test_formats(name: str, value: object, english: str, french: str):
    def plain(text: str) -> str:
        return text.replace("\u202f", "_").replace("\u00a0", "_")

    assert plain(FORMATS[name](EN, value)) == english
    assert plain(FORMATS[name](FR, value)) == french


def test_a_format_may_say_its_decimals_and_counts_agree_with_their_number():
    assert EN.text("leak.separates_too_well", auc=0.981).endswith("(AUC 0.98)")
    assert EN.text("how.rows_all", n=1).startswith("1 deal with")
    assert FR.text("how.rows_all", n=2).startswith("2 affaires")
    assert EN.plural("title.icps", 3) == "3 types of client stand out"


def test_a_missing_value_is_an_error_and_is_not_written_as_none():
    with pytest.raises(KeyError, match="interval"):
        EN.text("figure.rate", rate="41%", deals="88 deals")
    for value in (None, "many"):
        with pytest.raises(KeyError):
            EN.text("how.rows_all", n=value)


def test_a_reason_without_one_of_its_words_has_a_sentence_of_its_own():
    carried = PartlyConfounded(confounder="owner", label="Deal owner", carrier="Ann", taken=0.6)
    shared = PartlyConfounded(confounder="owner", label="Deal owner", carrier="", taken=0.6)
    assert EN.sentence(carried).startswith("60% of the difference comes with “Ann” (Deal owner)")
    assert EN.naming({"Deal owner": "owner"}).sentence(shared).startswith("60% of the difference goes when deals")
    assert "the same salesperson" in EN.naming({"Deal owner": "owner"}).sentence(shared)
