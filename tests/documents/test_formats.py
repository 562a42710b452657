"""Former formats are read, newer ones refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from made_results import RESULTS
from whofor.documents.formats import ADDED_TO_4, FORMAT
from whofor.documents.result_document import document_result, result_document
from whofor.errors import WorkspaceError
from whofor.lexicon.outcome_kinds import Side
from whofor.reports.sentences import with_sentences

YOUNGEST: dict[str, list[object] | None] = {
    **{key: [] for key in ("contrasts", "worth", "facts", "situations", "record_next")},
    **dict.fromkeys(("value", "channels", "price", "facts_why", "clients", "interactions")),
}
"""Keys that came last, and what they hold where there is nothing to say."""

YOUNGER_THAN_2 = {
    *("channel_findings", "channel_search", "own_effort", "of_channel", "everyone_else", "without"),
    *("waiting", "odds", "scale", "neighbours", "understanding", "deals_called", "accounts"),
    *("declared", "since_declared"),
    *("part", "roles", *ADDED_TO_4),
}
"""Keys that came with format 3 and later ones."""


SENTENCES = {"text", "sentence", "support", "why", "reasons", "next_step", "next_steps"}
"""Keys of sentences."""


@pytest.fixture
def former() -> dict[str, Any]:
    """A made-up result in English, as the last version of format 1 wrote it."""
    return json.loads((Path(__file__).parent / "result_format_1.json").read_text(encoding="utf-8"))


def as_format_1(value: Any) -> Any:
    """Return the same values with the `detail` that measures had."""
    if isinstance(value, list):
        return [as_format_1(item) for item in value]
    if not isinstance(value, dict):
        return value
    younger = {"n_accounts", "accounts_search", "accounts_confirm", "draws", "also_passed", "n_also_passed"}
    younger |= {"time", "split_why", "n_read", "n_dated"}
    younger |= YOUNGER_THAN_2
    pairs = {key: as_format_1(item) for key, item in value.items() if key not in younger}
    if pairs.get("code") == "opposite_held_back":
        pairs["code"] = "opposite_later"
    if "better_assumed" in pairs:
        days, side = pairs.pop("horizon_days"), pairs.pop("side")
        pairs["detail"] = side or ("" if days is None else str(days))
    return pairs


def without(value: Any, keys: set[str]) -> Any:
    """Return the same values without some keys, wherever they are."""
    if isinstance(value, list):
        return [without(item, keys) for item in value]
    if isinstance(value, dict):
        return {key: without(item, keys) for key, item in value.items() if key not in keys}
    return value


def without_best(value: Any) -> Any:
    """Return the same values; of prices without the best level, which was the one that brought most."""
    if isinstance(value, list):
        return [without_best(item) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = {key: without_best(item) for key, item in value.items()}
    if "bands" in pairs:
        for band in pairs["bands"]:
            del band["chance_best"]
        pairs["best"] = None
    return pairs


def test_a_result_of_the_former_format_says_the_same(former: dict[str, Any]) -> None:
    assert former["format"] == 1
    result = document_result(former)
    (hypothesis,) = former["hypotheses"]
    assert hypothesis["posterior_right_sign"] == 0.71
    # Chances of hypotheses meant another thing, and were too high.
    bare = hypothesis | {"posterior_right_sign": None, "reasons": [], "reason_codes": []}
    expected = without_best(former | {"format": FORMAT, "hypotheses": [bare]})
    # Sentences are written anew, in today's words.
    said = with_sentences(result_document(result), "en")
    assert without(as_format_1(said), SENTENCES) == without(expected, SENTENCES)
    assert said["segments"][0]["text"] == "fintechs of 51–200 people that raised money in the last six months"
    assert result.search.segments[0].reasons == RESULTS["with_worth"].search.segments[0].reasons
    assert [finding.id for finding in result.search.findings] == ["S1", "S2", "S3", "S4", "N1", "C1", "C2", "H1"]


def test_a_result_of_format_2_says_the_same_and_has_no_channel() -> None:
    second = json.loads((Path(__file__).parent / "result_format_2.json").read_text(encoding="utf-8"))
    assert second["format"] == 2
    result = document_result(second)
    assert (result.search.channel_findings, result.run.channel_search) == ((), None)
    assert {(f.own_effort, f.of_channel) for f in result.search.findings} == {(None, False)}
    document = result_document(result)
    assert document["channel_findings"] == []
    assert without(document, YOUNGER_THAN_2) == second | {"format": FORMAT}


def test_the_detail_of_a_former_measure_is_its_horizon_or_its_side(former: dict[str, Any]) -> None:
    former["run"]["measure"] |= {"name": "cycle", "detail": "108"}
    former["contrasts"][0]["comparisons"][0]["measure"] |= {"name": "mutual_value", "detail": "client"}
    result = document_result(former)
    assert (result.run.measure.horizon_days, result.run.measure.side) == (108, None)
    of_contrast = result.clients.contrasts[0].comparisons[0].measure
    assert (of_contrast.horizon_days, of_contrast.side) == (None, Side.CLIENT)


def test_without_a_number_it_is_of_the_first_format(former: dict[str, Any]) -> None:
    numbered = document_result(former)
    del former["format"]
    assert document_result(former) == numbered


def test_what_early_versions_did_not_write_is_empty(former: dict[str, Any]) -> None:
    for key in YOUNGEST:
        del former[key]
    document = result_document(document_result(former))
    assert {key: document[key] for key in YOUNGEST} == YOUNGEST


def test_a_former_document_is_not_changed_by_reading(former: dict[str, Any]) -> None:
    before = json.dumps(former)
    document_result(former)
    assert json.dumps(former) == before


@pytest.mark.parametrize(
    ("stated", "todo"),
    [
        (FORMAT + 1, "Update whofor"),
        (99, "Update whofor"),
        (0, "whofor run"),
        ("two", "whofor run"),
        (True, "whofor run"),
    ],
)
def test_another_format_is_refused(stated: object, todo: str) -> None:
    with pytest.raises(WorkspaceError, match="a format that this version of whofor does not read") as refused:
        document_result(result_document(RESULTS["found"]) | {"format": stated})
    (problem,) = refused.value.problems
    assert problem.value == str(stated)
    assert todo in problem.todo


def test_a_result_of_format_3_says_the_same_and_calls_a_deal_a_deal() -> None:
    third = json.loads((Path(__file__).parent / "result_format_3.json").read_text(encoding="utf-8"))
    assert third["format"] == 3
    document = result_document(document_result(third))
    assert (document["deals_called"], document["accounts"]) == ("deal", None)
    younger = {"deals_called", "declared", "since_declared", "part", "roles", *ADDED_TO_4}
    assert without(document, younger) == third | {"format": FORMAT}
