import csv
import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whofor.intake.normalise import Industry, class_code, industry
from whofor.intake.normalise.industries import NEAR_ENOUGH
from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
NACE, TABLE = rules("nace"), rules("industries")
LABELS = [(code, label) for code, labels in TABLE["labels"].items() for label in labels]
WORDS = sorted({word for _, label in LABELS for word in label.split()})
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from([*WORDS, "&", "/", "62.01", "J"]), max_size=7).map(" ".join)
)


def test_nace_has_21_sections_and_88_divisions_each_in_a_section() -> None:
    assert "".join(NACE["sections"]) == "ABCDEFGHIJKLMNOPQRSTU"
    assert len(NACE["divisions"]) == 88
    assert {division["section"] for division in NACE["divisions"].values()} == set(NACE["sections"])
    assert [division["section"] for division in NACE["divisions"].values()] == sorted(
        division["section"] for division in NACE["divisions"].values()
    )
    assert all(set(entry) >= {"en", "fr"} for entry in [*NACE["sections"].values(), *NACE["divisions"].values()])


def test_every_label_of_the_table_is_read_as_it_says() -> None:
    assert {code for code, _ in LABELS} <= {*NACE["sections"], *NACE["divisions"]}
    for code, label in LABELS:
        found = industry(label)
        assert found is not None, label
        assert code in {found.section, found.division}, label


def test_no_label_stands_under_two_codes() -> None:
    codes: dict[str, str] = {}
    for code, label in LABELS:
        assert codes.setdefault(fold(label), code) == code, label


@pytest.mark.parametrize("code", NACE["divisions"])
def test_names_and_codes_of_nace_are_read(code: str) -> None:
    division = NACE["divisions"][code]
    wanted = Industry(division["section"], code)
    assert industry(f"{division['section']}{code}") == wanted
    assert industry(f"NACE {code}.1") == wanted
    assert industry(f"{code}10Z") == wanted
    for name in TABLE["words"]["classifications"]:
        assert industry(f"{name.upper()} rev. 2 code: {code}.10") == wanted
    for language in division.keys() - {"section"}:
        found = industry(division[language])
        assert found is not None
        assert found.section == wanted.section
    assert class_code(division["en"]) in (code, division["section"])


def test_likeness_is_right_as_often_as_the_benchmark_says() -> None:
    measured = runpy.run_path(str(BENCHMARKS / "industry_labels.py"))
    every = measured["labels"]()
    assert len(every) > 700
    for half in (0, 1):
        score = measured["score"]([one for one in every if one.half == half and not one.is_in_table], NEAR_ENOUGH)
        assert score.answered > 100
        assert score.precision >= 0.97
        assert score.recall >= 0.7


def test_the_labelled_list_holds_no_label_twice() -> None:
    with (BENCHMARKS / "industry_labels.csv").open(encoding="utf-8", newline="") as source:
        texts = [row["label"] for row in csv.DictReader(source)]
    assert len(texts) == len(set(texts))


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_has_an_industry_of_the_classification_or_none(text: str) -> None:
    found = industry(text)
    if found is not None:
        assert found.section_name
        assert not found.division or NACE["divisions"][found.division]["section"] == found.section
        assert NEAR_ENOUGH <= found.likeness <= 100


def test_a_cell_of_200_kb_is_refused_at_once() -> None:
    assert industry("bank " * 40_000) is None
