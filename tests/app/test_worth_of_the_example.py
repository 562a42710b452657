"""The example's types of client, set beside the others: what was planted comes out, in figures, words and pictures."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from whofor.app.contrast import contrast
from whofor.app.demo import demo
from whofor.app.report import load_result, report
from whofor.documents.conditions import contrast_document
from whofor.errors import UsageError
from whofor.example import AS_OF, DEFAULT_TRUTH
from whofor.model import Comparison, IcpResult, Operator
from whofor.model.options import FindOptions
from whofor.reports.contrast import render_contrast
from whofor.reports.html import render_html
from whofor.reports.sentences import contrast_with_sentences
from whofor.reports.terminal import render_terminal
from whofor.reports.words import words_of

CLAIM = "industry = fintech and employees 51..200 and employee growth 12 months >= 20 and last funding date <= 6"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worth")
    demo(folder, options=FindOptions(permutations=200, claims=(CLAIM,)))
    return folder


@pytest.fixture(scope="module")
def result(workspace: Path) -> IcpResult:
    return load_result(workspace)


def told(result: IcpResult, finding: str) -> dict[str, Comparison]:
    worth = next(w for w in result.clients.worth if w.finding == finding)
    return {c.measure.label or c.measure.name: c for c in worth.comparisons}


def test_the_planted_differences_lie_within_their_intervals(result: IcpResult) -> None:
    t = DEFAULT_TRUTH
    planted = {
        "Implementation days": t.icp_implementation_days - t.implementation_days,
        "Hours saved per week": t.icp_hours_saved - t.hours_saved,
        "Client revenue growth": t.icp_client_growth - t.client_growth,
        "Team satisfaction (0-10)": t.icp_satisfaction - t.satisfaction,
        "Support request": t.icp_requests - t.requests,
        "Feedback given": t.icp_feedback - t.feedback,
    }
    found = told(result, "C1")
    for name, difference in planted.items():
        c = found[name]
        assert c.low is not None and c.high is not None, name  # noqa: PT018 - one fact
        assert c.low <= difference <= c.high, name
        assert c.own.n >= 10
        assert c.other.n >= 10
        assert c.p < 0.05, name
    # Those of no ICP pay 0.85 to 1 of the list price, those in Asia, one in twenty, three quarters of that.
    discount = found["discount"]
    assert discount.own.estimate == pytest.approx(0, abs=0.002)
    assert discount.other.estimate == pytest.approx(0.075 + 0.05 * 0.25 * 0.925, abs=0.008)


def test_every_row_of_the_table_is_told_or_named_as_not_recorded(result: IcpResult) -> None:
    for worth in result.clients.worth:
        topics = {c.topic for c in worth.comparisons}
        assert topics | set(worth.not_recorded) >= {
            *("price", "cycle", "implementation", "engagement", "understanding", "relationship", "feedback"),
            *("client_growth", "time_saved", "satisfaction", "mutual_value"),
        }
        assert set(worth.not_recorded) <= {"understanding"}, "told only where the embedder is installed"


def test_the_client_who_pays_most_is_not_the_one_worth_most(result: IcpResult) -> None:
    own = next(w for w in result.clients.worth if w.finding == "C1")
    assert own.payers is not None
    assert own.payers.own.estimate is not None
    assert own.payers.own.estimate < (own.payers.among_all.estimate or 0)
    out = StringIO()
    render_terminal(result, "en", Console(file=out, width=100))
    assert "The client who pays most is not the one worth most" in " ".join(out.getvalue().split())
    assert "Le client qui paie le plus" in render_html(result, "fr")


def test_money_spent_meets_its_leads(result: IcpResult) -> None:
    channels = result.clients.channels
    assert channels is not None
    assert {code: n for code, n, _ in channels.unmatched} == {"unknown_source": 6}
    spent = {c.source: c for c in channels.channels if c.spend}
    assert set(spent) == {"Paid Search", "Paid Social", "Email Marketing"}
    assert sum(c.spend or 0 for c in spent.values()) <= channels.matched
    assert channels.suggestion is not None
    assert channels.suggestion.params["source"] == "Email Marketing"


def test_the_situation_decides_within_the_type_it_defines(result: IcpResult) -> None:
    effects = {e.finding: e for e in result.clients.situations}
    assert "C1" in effects
    assert effects["C1"].comparison.p < 0.05
    assert result.clients.facts[0].name == "firmographics"


def test_the_manufacturers_of_latin_america_stand_beside_those_of_asia(workspace: Path) -> None:
    told = contrast(workspace, "industry = manufacturing and employees >= 250 and country = Latin America", today=AS_OF)
    asia = next(c for c in told.contrasts if c.other.name == "Asia")
    won = next(c for c in asia.comparisons if c.measure.name == "won")
    assert (won.own.estimate or 0) > 0.45 > 0.15 > (won.other.estimate or 1)
    assert won.p < 0.001
    discount = next(c for c in asia.comparisons if c.measure.name == "discount")
    assert (discount.own.estimate, discount.other.estimate) == pytest.approx((0, 1 - 0.925 * 0.75), abs=0.01)
    assert {m.measure.name for c in told.contrasts for m in c.comparisons}.isdisjoint({"x_list_price"})
    below = next(c for c in told.contrasts if c.condition.operator is Operator.BETWEEN)
    assert {c.measure.name for c in below.comparisons} >= {"won", "cycle", "value"}
    plain = contrast_document(told.id, told.segment, told.contrasts)
    document = contrast_with_sentences(plain, told.segment, told.contrasts, words_of("en"))
    assert json.loads(json.dumps(document)) == document
    out = StringIO()
    render_contrast(told.id, told.segment, told.contrasts, words_of("fr"), Console(file=out, width=90), full=True)
    assert "d’Asie (et non d’Amérique latine)" in " ".join(out.getvalue().split())
    assert "gardez-le dans la définition" in out.getvalue()
    turned = contrast(workspace, "industry = manufacturing and employees >= 250 and region = Asia", today=AS_OF)
    out = StringIO()
    render_contrast(
        turned.id, turned.segment, turned.contrasts, words_of("en"), Console(file=out, width=200), full=True
    )
    assert "redefine C, in Latin America, not Asia." in out.getvalue()


def test_neighbours_stand_in_a_table_that_fits_a_screen(workspace: Path) -> None:
    told = contrast(workspace, "S1", today=AS_OF)
    asia = next(c for c in told.contrasts if c.other.name == "Asia")
    won = next(c for c in asia.comparisons if c.measure.name == "won")
    for language, row in (("en", "Asia, not Latin America"), ("fr", "Asie (pas Amérique latine)")):
        out = StringIO()
        render_contrast(told.id, told.segment, told.contrasts, words_of(language), Console(file=out, width=80))
        lines = out.getvalue().splitlines()
        assert len(lines) <= 24
        shown = " ".join(next(line for line in lines if line.startswith(row)).replace("\u202f", " ").split())
        clear = sum(c.p < 0.05 for c in asia.comparisons)
        assert f" {round(100 * (won.other.estimate or 0))}" in shown
        assert f" {won.other.n} {clear} " in shown
    assert "chacun de ces critères compte" in " ".join(" ".join(lines).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Asia (92 deals): General management · C-level takes part in 65%, from call 3 on (S1: 0%); "
            "Marketing · C-level takes part in 15% (S1: 92%, from call 1 on).",
        ),
        (
            "fr",
            "Asie (92 transactions) : Direction générale · comité de direction participe à 65 %, à partir de l’échange "
            "n° 3 (S1 : 0 %) ; Marketing · comité de direction participe à 15 % "
            "(S1 : 92 %, à partir de l’échange n° 1).",
        ),
    ],
)
def test_the_ceo_joins_in_asia_and_marketing_signs_alone_in_latin_america(
    workspace: Path, language: str, said: str
) -> None:
    told = contrast(workspace, "S1", today=AS_OF)
    out = StringIO()
    words = words_of(language, told.deals_called)
    render_contrast(told.id, told.segment, told.contrasts, words, Console(file=out, width=200))
    assert said in " ".join(out.getvalue().replace("\u202f", " ").replace("\u00a0", " ").split())


def test_the_committee_of_each_type_is_told(result: IcpResult) -> None:
    committees = {one.finding: one for one in result.clients.committees}
    latin = next(f.id for f in result.search.segments if "Latin America" in str(f.segment.conditions))
    who = committees[latin]
    assert (who.why, who.n_won) == (None, who.n_won_all)
    assert who.people is not None
    assert (who.people.won.median, who.people.won.high) == (1, 1)
    (marketing,) = (role for role in who.roles if (role.won.estimate or 0) > 0.5)
    assert (marketing.department, marketing.seniority, marketing.part) == ("marketing", "c_level", "decider")
    assert marketing.won.estimate == pytest.approx(DEFAULT_TRUTH.icp_b_alone_share, abs=0.07)
    assert set(committees) == {"", *(f.id for f in result.search.findings if f.verdict == "PASS")}


def test_the_persona_of_those_who_sign_alone_is_told(result: IcpResult) -> None:
    personas = {one.finding: one for one in result.clients.personas}
    assert personas.keys() == {one.finding for one in result.clients.committees}
    latin = next(f.id for f in result.search.segments if "Latin America" in str(f.segment.conditions))
    (buyer,) = personas[latin].personas
    assert (buyer.department, buyer.seniority, buyer.part, buyer.inferred) == ("marketing", "c_level", "decider", False)
    assert buyer.won.estimate == pytest.approx(DEFAULT_TRUTH.icp_b_alone_share, abs=0.07)
    assert buyer.titles is not None
    assert buyer.titles.values[0].value == "Chief Marketing Officer"
    assert buyer.call is not None
    assert buyer.call.median == 1
    # Conversations were planted on every day of the week, from eight to six.
    assert buyer.weekdays is not None
    assert buyer.weekdays.p > 0.05
    assert buyer.hour is not None
    assert 8 < buyer.hour.spread.low < buyer.hour.spread.high < 18
    assert (buyer.languages, buyer.attendance, buyer.own) == (None, None, ())


def test_a_finding_is_contrasted_by_its_id(workspace: Path, result: IcpResult) -> None:
    told = contrast(workspace, "s1", today=AS_OF)
    assert told.id == "S1"
    assert told.segment == result.search.segments[0].segment
    with pytest.raises(UsageError, match="S1"):
        contrast(workspace, "S77", today=AS_OF)
    with pytest.raises(UsageError, match="colour"):
        contrast(workspace, "colour = blue", today=AS_OF)


def test_weights_change_the_value_and_are_told(workspace: Path, result: IcpResult) -> None:
    from whofor.app.find import find

    options = FindOptions(permutations=200, outcome="mutual_value", weights=(("support_load", 3.0), ("cycle", 0.0)))
    weighted = find(workspace, options, today=AS_OF)
    assert weighted.clients.value is not None
    parts = {c.name: c.weight for c in weighted.clients.value.components}
    assert parts["support_load"] == 3.0
    assert "cycle" not in parts
    assert weighted.run.options["weight_support_load"] == "3"
    assert weighted.run.id != find(workspace, replace(options, weights=()), today=AS_OF).run.id
    assert result.clients.value is not None, "told wherever a type of client passed"
    assert {c.weight for c in result.clients.value.components if c.name == "support_load"} == {1.0}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_tells_it_all_and_comes_back_from_the_saved_run(result: IcpResult, language: str) -> None:
    page = render_html(result, language)
    for anchor in ("worth", "conditions", "channels", "check-worth", "check-contrasts", "check-facts"):
        assert f'id="{anchor}"' in page
    assert "{" not in page.split("</style>")[-1]
    assert page.count("<svg") > 12


def test_a_report_drawn_again_is_the_same(tmp_path: Path) -> None:
    """What a run shows is what it saved, to the last digit shown."""
    outcome = demo(tmp_path, options=FindOptions(permutations=200))
    first = outcome.report.read_bytes()
    assert report(tmp_path).read_bytes() == first
    assert load_result(tmp_path) == outcome.result
