"""The document has the shape that others build on, repeats to the byte, and can be read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from made_results import changed
from whofor.documents.result_document import document_result, result_document
from whofor.errors import WorkspaceError
from whofor.model import Condition, IcpResult, Operator, Segment
from whofor.reports.terminal import render_terminal

FIGURE = {"n", "n_won", "estimate", "ci_low", "ci_high", "unit"}
RUN = {"id", "seed", "data_hash", "version", "rows", "rows_search", "rows_confirm", "outcome", "baseline"}
RUN_SIZES = {"family_size", "permutations"}


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def test_the_shape_that_others_build_on(results: dict[str, IcpResult]):
    document = result_document(results["with_claims"], "en", 3.14159)
    assert document["answer"] == "found"
    assert document["run"].keys() >= RUN | RUN_SIZES
    assert document["run"]["seconds"] == 3.142
    for kind in ("segments", "negative_segments", "claims", "hypotheses"):
        assert isinstance(document[kind], list)
    segment = document["segments"][0]
    assert segment["id"] == "S1"
    assert segment["text"].startswith("industry is Fintech, 51–200 people")
    assert segment["verdict"] == "PASS"
    assert segment["p_adjusted"] == 0.0004
    assert segment["lift"] == 2.92330
    assert segment["search"].keys() == segment["confirm"].keys() == FIGURE
    assert all(isinstance(reason, str) for reason in segment["reasons"])
    assert document["leaks"][0] == {
        "column": "Closed Lost Reason",
        "why": "its name says that it is written after the outcome (“lost reason”)",
        "why_code": {"code": "by_name", "params": {"pattern": "lost reason"}},
    }
    assert document["issues"][0]["code"] == "unreadable_date"
    assert document["issues"][0]["count"] == 3
    assert isinstance(document["issues"][0]["examples"], list)


def test_conditions_hold_a_plain_value(results: dict[str, IcpResult]):
    document = result_document(results["found"])
    conditions = [c for s in document["segments"] for c in s["conditions"]]
    values = {(c["parameter"], c["operator"]): c["value"] for c in conditions}
    assert values["industry", "is"] == "Fintech"
    assert values["industry", "in"] == ["Machinery", "Manufacturing"]
    assert values["x_last_round", "between"] == [0, 6]
    assert values["technologies", "includes"] == "Salesforce"
    assert values["employees", "unknown"] is None


def test_seconds_are_kept_out_of_what_is_saved(result: IcpResult, language: str):
    assert "seconds" not in result_document(result, language)["run"]
    assert written(result_document(result, language)) == written(result_document(result, language))


def test_a_saved_document_can_be_read_back(result: IcpResult, language: str):
    document = result_document(result, language)
    read = document_result(json.loads(written(document)))
    assert isinstance(read, IcpResult)
    assert result_document(read, language) == document
    assert result_document(read, "en") == result_document(result, "en"), "sentences do not depend on the way back"


def test_seconds_do_not_hinder_the_way_back(results: dict[str, IcpResult]):
    document = result_document(results["found"], "en", 1.0)
    assert document_result(document).run.id == results["found"].run.id


def test_numbers_have_six_significant_digits(results: dict[str, IcpResult]):
    run = replace(results["found"].run, baseline=0.123456789, critical_by_depth=(float("inf"), 4.123456789, None))
    document = result_document(replace(results["found"], run=run))["run"]
    assert document["baseline"] == 0.123457
    assert document["critical_by_depth"] == [None, 4.12346, None]


def test_the_bounds_of_conditions_are_not_rounded(results: dict[str, IcpResult]):
    raised = Condition("money_raised", "Money raised", Operator.BETWEEN, low=1_234_567.0, high=99_999_999.0)
    found = replace(results["found"].search.segments[0], segment=Segment((raised,)))
    document = result_document(changed(results["found"], segments=(found,)))
    assert document["segments"][0]["conditions"][0]["value"] == [1_234_567.0, 99_999_999.0]
    assert document_result(document).search.segments[0].segment == Segment((raised,))


def test_sentences_stand_in_the_language_asked(results: dict[str, IcpResult]):
    english, french = (result_document(results["found"], language) for language in ("en", "fr"))
    assert english["segments"][0]["next_step"].startswith("Go after")
    assert french["segments"][0]["next_step"].startswith("Visez")
    assert english["segments"][0]["reason_codes"] == french["segments"][0]["reason_codes"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 99}, "format that this version"),
        ({"answer": "perhaps"}, "answer: This saved run cannot be read"),
        ({"run": {"id": "x"}}, "This saved run cannot be read"),
        ({"segments": [{"id": "S1"}]}, "'conditions' is missing or wrong"),
        ({"leaks": None}, "is missing or wrong"),
    ],
)
def test_a_broken_document_says_so(results: dict[str, IcpResult], change: dict[str, Any], message: str):
    document = result_document(results["found"]) | change
    with pytest.raises(WorkspaceError, match=message):
        document_result(document)


def test_a_document_read_back_draws_the_same_summary(results: dict[str, IcpResult]):
    from rich.console import Console

    def drawn(result: IcpResult) -> str:
        console = Console(width=80, record=True, file=None, quiet=False, force_terminal=False)
        with console.capture() as captured:
            render_terminal(result, "en", console)
        return captured.get()

    for result in (results["found"], results["lived"]):
        assert drawn(document_result(result_document(result))) == drawn(result)
