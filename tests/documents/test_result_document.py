"""The document has the shape that others build on, repeats to the byte, and can be read back."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from made_results import RESULTS, changed
from whofor.documents import result_document as module
from whofor.documents.formats import ADDED_TO_4
from whofor.documents.result_document import FINDINGS, document_result, result_document
from whofor.errors import WorkspaceError
from whofor.model import (
    Alike,
    ChannelSearch,
    ClientFindings,
    Condition,
    DataFindings,
    Estimate,
    IcpResult,
    NeighbourGap,
    Operator,
    OwnEffort,
    Price,
    PriceBand,
    PriceOdds,
    PriceScale,
    SearchFindings,
    Segment,
    SoftDoubt,
    SoftReading,
    SoftSource,
    WaitingTime,
)
from whofor.model.reasons.answers import NothingBeyondChance, TooFewOutcomes
from whofor.model.reasons.steps import CollectOutcomes, DoNotWait, PushChannel, WaitForDeals
from whofor.model.reasons.verdicts import TooFewBeyondOthers

FIGURE = {"n", "n_won", "estimate", "ci_low", "ci_high", "unit", "n_accounts"}
RUN = {"id", "seed", "data_hash", "version", "rows", "rows_search", "rows_confirm", "outcome", "baseline"}
RUN_SIZES = {"family_size", "permutations"}


@pytest.fixture(params=list(RESULTS))
def result(request: pytest.FixtureRequest) -> IcpResult:
    """Each hand-made result."""
    return RESULTS[request.param]


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def faults(document: dict[str, Any]) -> dict[str, str]:
    """Path and message of each fault that a document is refused for."""
    with pytest.raises(WorkspaceError) as refused:
        document_result(document)
    head, *others = refused.value.problems
    assert "damaged" in head.what
    assert "whofor run" in head.todo
    return {problem.place: problem.what for problem in others}


def test_the_shape_that_others_build_on() -> None:
    document = result_document(RESULTS["with_claims"], 3.14159)
    assert document["format"] == 4
    assert document["answer"] == "found"
    assert document["run"].keys() >= RUN | RUN_SIZES
    assert document["run"]["seconds"] == 3.142
    for kind in FINDINGS:
        assert isinstance(document[kind], list)
    segment = document["segments"][0]
    assert segment["id"] == "S1"
    assert segment["verdict"] == "PASS"
    assert segment["p_adjusted"] == 0.0004
    assert segment["lift"] == 2.92330
    assert segment["search"].keys() == segment["confirm"].keys() == FIGURE
    assert segment["reason_codes"][1] == {"code": "confirmed", "params": {"n": 88}}
    assert segment["next_step_code"] == {"code": "pursue", "params": {}}
    assert document["leaks"][0] == {
        "column": "Closed Lost Reason",
        "why_code": {"code": "by_name", "params": {"pattern": "lost reason"}},
    }
    assert document["issues"][0]["code"] == "unreadable_date"
    assert document["issues"][0]["count"] == 3
    assert isinstance(document["issues"][0]["examples"], list)


def test_every_field_of_every_part_has_its_key() -> None:
    codes = {"why": "why_codes", "next_steps": "next_step_codes"}
    parts, beside = {"search", "clients", "data"}, {"record"}
    named = {f.name for f in fields(IcpResult)} - parts - beside
    named |= {f.name for part in (SearchFindings, ClientFindings, DataFindings) for f in fields(part)}
    assert {codes.get(name, name) for name in named} | {"format"} == set(module.KEYS)


def test_conditions_hold_a_plain_value() -> None:
    document = result_document(RESULTS["found"])
    conditions = [c for s in document["segments"] for c in s["conditions"]]
    values = {(c["parameter"], c["operator"]): c["value"] for c in conditions}
    assert values["industry", "is"] == "Fintech"
    assert values["industry", "in"] == ["Machinery", "Manufacturing"]
    assert values["x_last_round", "between"] == [0, 6]
    assert values["technologies", "includes"] == "Salesforce"
    assert values["employees", "unknown"] is None


def test_seconds_are_kept_out_of_what_is_saved(result: IcpResult) -> None:
    assert "seconds" not in result_document(result)["run"]
    assert written(result_document(result)) == written(result_document(result))


def test_a_saved_document_can_be_read_back(result: IcpResult) -> None:
    document = result_document(result)
    read = document_result(json.loads(written(document)))
    assert result_document(read) == document
    assert document_result(result_document(read)) == read


def test_channels_and_own_effort_are_read_back() -> None:
    """A landing page that does better; how it and the other facts were searched; what own effort alone shows."""
    found = RESULTS["found"]
    own = OwnEffort(Estimate(60, 30, 0.5, 0.38, 0.62), Estimate(300, 60, 0.2, 0.16, 0.25), 0.3, 0.17, 0.43, 9)
    page = Segment((Condition("x_landing_page", "Landing page", Operator.IS, ("/offer",)),))
    segment = found.search.segments[0]
    channel = replace(segment, id="K1", segment=page, next_step=PushChannel(), own_effort=own, of_channel=True)
    search = ChannelSearch(("Landing page",), 25, (0.005, 0.005), (4.1, None))
    result = replace(changed(found, channel_findings=(channel,)), run=replace(found.run, channel_search=search))
    document = result_document(result)
    (written_channel,) = document["channel_findings"]
    assert (written_channel["id"], written_channel["of_channel"]) == ("K1", True)
    assert written_channel["next_step_code"]["code"] == "push_channel"
    assert written_channel["own_effort"]["inside"]["n"] == 60
    assert written_channel["own_effort"]["ci_low"] == 0.17
    assert document["run"]["channel_search"]["family_size"] == 25
    read = document_result(json.loads(written(document)))
    assert read.search.channel_findings[0].own_effort == own
    assert read.run.channel_search == search
    assert result_document(read) == document
    assert read.search.findings[len(read.search.segments) + len(read.search.negative_segments)].id == "K1"


def test_what_has_no_rounded_figure_is_equal_when_read_back() -> None:
    read = document_result(result_document(RESULTS["hostile"]))
    assert read.search.claims[0].segment == RESULTS["hostile"].search.claims[0].segment
    assert read.search.segments[0].reasons == RESULTS["hostile"].search.segments[0].reasons
    assert (read.data.leaks, read.data.issues) == (RESULTS["hostile"].data.leaks, RESULTS["hostile"].data.issues)


def test_seconds_do_not_hinder_the_way_back() -> None:
    document = result_document(RESULTS["found"], 1.0)
    assert document_result(document).run.id == RESULTS["found"].run.id


def test_numbers_have_six_significant_digits() -> None:
    run = replace(RESULTS["found"].run, baseline=0.123456789, critical_by_depth=(float("inf"), 4.123456789, None))
    document = result_document(replace(RESULTS["found"], run=run))["run"]
    assert document["baseline"] == 0.123457
    assert document["critical_by_depth"] == [None, 4.12346, None]


def test_the_bounds_of_conditions_are_not_rounded() -> None:
    raised = Condition("money_raised", "Money raised", Operator.BETWEEN, low=1_234_567.0, high=99_999_999.0)
    found = replace(RESULTS["found"].search.segments[0], segment=Segment((raised,)))
    document = result_document(changed(RESULTS["found"], segments=(found,)))
    assert document["segments"][0]["conditions"][0]["value"] == [1_234_567.0, 99_999_999.0]
    assert document_result(document).search.segments[0].segment == Segment((raised,))


def test_a_figure_of_a_reason_that_is_infinite_is_none() -> None:
    """Where shuffles are too few for any threshold."""
    why = (NothingBeyondChance(looks=90, best_z=3.1, critical=float("inf")),)
    document = result_document(replace(RESULTS["no_pattern"], why=why))
    assert document["why_codes"][0]["params"]["critical"] is None
    read = document_result(document)
    assert read.why == why
    assert result_document(read) == document


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({"answer": "perhaps"}, "answer", "Input should be 'found', 'no_pattern' or 'not_enough_data'"),
        ({"run": {"id": "x"}}, "run.seed", "Field required"),
        ({"run": 3}, "run", "Input should be a dictionary"),
        ({"segments": [{"id": "S1"}]}, "segments.0.conditions", "Field required"),
        ({"segments": [{"id": "S1"}]}, "segments.0.reason_codes", "Field required"),
        ({"segments": {"id": "S1"}}, "segments", "Input should be a valid tuple"),
        ({"segments": ["S1"]}, "segments.0", "Input should be a dictionary"),
        ({"leaks": None}, "leaks", "Input should be a valid tuple"),
        ({"leaks": [{"column": "x"}]}, "leaks.0.why_code", "Field required"),
        ({"issues": [{"code": "brand_new", "count": 1}]}, "issues.0.code", "This is none of the known values"),
        ({"looks": [{"n": "many"}]}, "looks.0.n", "Input should be a valid integer"),
        ({"price": 3}, "price", "Input should be a dictionary"),
        ({"clients": []}, "clients", "Input should be a dictionary"),
        ({"why_codes": [{"code": "brand_new", "params": {}}]}, "why_codes.0", "there is no reason 'brand_new'"),
        ({"why_codes": [{"code": ["x"], "params": {}}]}, "why_codes.0", "This is no reason"),
        ({"why_codes": [{"code": "pursue", "params": {}}]}, "why_codes.0", "Input should be a dictionary"),
        ({"facts_why": {"code": "confirmed", "params": {"n": "many"}}}, "facts_why.params.n", "of type int"),
    ],
)
def test_each_fault_of_a_damaged_document_is_named_with_its_path(
    change: dict[str, Any], place: str, message: str
) -> None:
    assert message in faults(result_document(RESULTS["found"]) | change)[place]


def test_several_faults_are_named_together_and_each_once() -> None:
    document = result_document(RESULTS["with_worth"])
    document |= {"answer": "perhaps", "worth": 3}
    del document["channels"]
    document["segments"][1]["reason_codes"][0] = {"code": "brand_new", "params": {}}
    assert faults(document).keys() == {"channels", "segments.1.reason_codes.0", "answer", "worth"}


@pytest.mark.parametrize("key", [key for key in module.KEYS[1:] if key not in ADDED_TO_4])
def test_no_key_may_be_missing(key: str) -> None:
    document = result_document(RESULTS["with_worth"])
    del document[key]
    assert key in faults(document)


def test_accounts_may_be_missing_as_they_came_later() -> None:
    document = result_document(RESULTS["with_worth"])
    whole = document_result(document)
    assert whole.accounts == RESULTS["with_worth"].accounts, "unrounded"
    del document["accounts"]
    assert document_result(document) == replace(whole, accounts=None)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"day": 5}, "accounts.day"),
        ({"types": [{"finding": "S1"}]}, "accounts.types.0.lists"),
        ({"types": [{"finding": "S1", "lists": [{"kind": "best", "n": 1}]}]}, "accounts.types.0.lists.0.kind"),
    ],
)
def test_damaged_accounts_are_named(change: dict[str, Any], place: str) -> None:
    document = result_document(RESULTS["with_worth"])
    document["accounts"] |= change
    assert place in faults(document)


def test_what_a_path_cannot_print_is_escaped() -> None:
    document = result_document(RESULTS["found"])
    document["run"]["options"] = {"\x1b[31m": 3}
    assert faults(document) == {"run.options.'\\x1b[31m'": "Input should be a valid string"}


def test_waiting_times_prices_and_understanding_are_read_back() -> None:
    share = Estimate(90, None, 0.25, 0.125, 0.5, "share")
    price = Price(
        bands=(PriceBand(0.0, 0.5, share, share), PriceBand(0.5, None, share, share)),
        best=1,
        why=None,
        agreed=share,
        discount=share,
        scale=PriceScale.DISCOUNT,
        odds=PriceOdds(True, -1, 0.01, 90, 30, share, (Alike.SIZE, Alike.TYPE)),
        neighbours=(NeighbourGap(0, share),),
    )
    reading = SoftReading(SoftSource.EXAMPLES, texts=9, told=4, far=2, accuracy=share, doubt=SoftDoubt.FAR)
    known, never, undated = (WaitingTime.at_pace(12, seen, days) for seen, days in ((6, 365), (0, 365), (3, 0)))
    first, *others = RESULTS["found"].search.segments
    first = replace(
        first,
        reasons=(TooFewBeyondOthers(3, 12, 5, waiting=known),),
        next_step=DoNotWait(12, never),
        n_needed=12,
        waiting=never,
    )
    result = changed(
        RESULTS["found"],
        segments=(first, *others),
        why=(TooFewOutcomes(1, 2, 12, undated),),
        next_steps=(CollectOutcomes(12, known), WaitForDeals(12, undated, "S1")),
        price=price,
        understanding=reading,
    )
    document = json.loads(written(result_document(result)))
    again = document_result(document)
    assert (again.why, again.next_steps, again.clients.price) == (result.why, result.next_steps, price)
    assert again.data.understanding == reading
    got = again.search.segments[0]
    assert (got.reasons, got.next_step, got.waiting) == (first.reasons, first.next_step, first.waiting)
    waiting = document["segments"][0]["reason_codes"][0]["params"]["waiting"]
    assert waiting == {"n_more": 12, "n_seen": 6, "days": 365, "per_year": 6.0, "months": 24.0}
    waiting["per_year"] = "many"
    assert list(faults(document)) == ["segments.0.reason_codes.0.params.waiting.per_year"]
