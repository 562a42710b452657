"""Conditions, reasons and answers as sentences."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from made_results import changed
from whofor.model import (
    Comparison,
    Condition,
    Estimate,
    IcpResult,
    Leak,
    Measure,
    Operator,
    Verdict,
    WaitingTime,
)
from whofor.model.reasons import REASONS, Reason, VerdictReason
from whofor.model.reasons.answers import OnlyChannelStandsOut
from whofor.model.reasons.data import ByRole, SeparatesTooWell
from whofor.model.reasons.verdicts import RidesOnConfounder
from whofor.reports.phrases import segment_phrase
from whofor.reports.report import Report
from whofor.reports.sections.answer import answer, answer_sentence, support_sentences
from whofor.reports.sections.contrasts import contrast_advice, contrast_text, leading_first
from whofor.reports.sections.leaks import leak_rows
from whofor.reports.sections.worth import balance_sentences
from whofor.reports.wording.conditions import exact_condition_text
from whofor.reports.wording.figures import days_text
from whofor.reports.wording.findings import lift_range, lift_text, shrinkage_text
from whofor.reports.wording.outcomes import OutcomeWords, difference_text
from whofor.reports.wording.reasons import reason_text, why_text
from whofor.reports.words import words_of

EN, FR = words_of("en"), words_of("fr")
WON = OutcomeWords(Measure(), EN)


def condition(operator: Operator, *values: str, parameter: str = "x_note", **rest: object) -> Condition:
    return Condition(parameter, str(rest.pop("label", "Team size")), operator, values, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (condition(Operator.IS, "Fintech", parameter="industry"), "industry is Fintech", "secteur Fintech"),
        (condition(Operator.IS, "large"), "Team size is large", "Team size : large"),
        (condition(Operator.IS, "true", label="API used"), "API used is yes", "API used : oui"),
        (condition(Operator.IS, "DE", parameter="country"), "country is Germany", "pays Allemagne"),
        (
            condition(Operator.IN, "MX", "BR", parameter="country", name="Latin America"),
            "in Latin America (Mexico or Brazil)",
            "zone Amérique latine (Mexique ou Brésil)",
        ),
        (condition(Operator.IN, "a", "b", "c"), "Team size is a, b or c", "Team size : a, b ou c"),
        (
            condition(Operator.IN, *"abcdef"),
            "Team size is a, b, c, d, e or f",
            "Team size : a, b, c, d, e ou f",
        ),
        (
            condition(Operator.IS, "Public sector", parameter="industry"),
            "industry is Public sector",
            "secteur Secteur public (Public sector)",
        ),
        (
            condition(Operator.IN, "Legal", parameter="industry", name="Manufacturing"),
            "industry in Manufacturing (Legal services (Legal))",
            "secteur : Industrie (Services juridiques (Legal))",
        ),
        (condition(Operator.INCLUDES, "Salesforce", parameter="technologies"), "uses Salesforce", "utilise Salesforce"),
        (condition(Operator.UNKNOWN, parameter="employees"), "employees not recorded", "effectif : non renseigné"),
        (
            condition(Operator.BETWEEN, parameter="employees", unit="people", low=51, high=201),
            "51–200 people",
            "51 à 200 personnes",
        ),
        (
            condition(Operator.BETWEEN, parameter="employees", unit="people", low=250),
            "at least 250 people",
            "au moins 250 personnes",
        ),
        (
            condition(Operator.BETWEEN, parameter="employees", unit="people", high=11),
            "at most 10 people",
            "au plus 10 personnes",
        ),
        (
            condition(Operator.BETWEEN, parameter="employees", unit="people", low=1, high=1, high_included=True),
            "1 person",
            "1 personne",
        ),
        (
            condition(Operator.BETWEEN, parameter="annual_revenue", unit="EUR", low=5e6, high=5e7),
            "annual revenue €5M to under €50M",
            "chiffre d’affaires : de 5 M € à moins de 50 M €",
        ),
        (
            condition(Operator.BETWEEN, parameter="founded_year", unit="year", low=2010, high=2015, high_included=True),
            "year founded 2010–2015",
            "année de création : de 2010 à 2015",
        ),
        (
            condition(Operator.BETWEEN, low=0, high=6, unit="months_before", label="Last Funding Date"),
            "Last Funding within 6 months before the deal",
            "Last Funding : moins de 6 mois avant l’ouverture de l’affaire",
        ),
        (
            condition(Operator.BETWEEN, low=6, high=12, unit="months_before"),
            "Team size 6–12 months before the deal",
            "Team size : de 6 à 12 mois avant l’ouverture de l’affaire",
        ),
        (
            condition(Operator.BETWEEN, low=24, unit="months_before"),
            "Team size at least 24 months before the deal",
            "Team size : au moins 24 mois avant l’ouverture de l’affaire",
        ),
        (
            condition(Operator.UNKNOWN, unit="months_before"),
            "no Team size known before the deal",
            "Team size : aucune date connue avant l’ouverture de l’affaire",
        ),
        (condition(Operator.BETWEEN), "Team size any value", "Team size : toute valeur"),
    ],
)
def test_conditions_with_every_value(one: Condition, english: str, french: str):
    assert exact_condition_text(one, EN) == english
    plain = exact_condition_text(one, FR).replace("\u202f", " ").replace("\u00a0", " ")
    assert plain == french


def made(kind: type[Reason]) -> Reason:
    """A reason with values of the right types."""
    of_type = {"int": 12, "float": 0.4, "str": "Owner", "WaitingTime | None": WaitingTime.at_pace(12, 6, 365)}
    return kind(**{f.name: of_type[str(f.type)] for f in fields(kind)})


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_a_sentence(code: str, results: dict[str, IcpResult], language: str):
    """With all the values that it needs."""
    finding, reason = results["found"].search.segments[0], made(REASONS[code])
    words = words_of(language)
    if code in ("other_outcome", "no_facts"):
        # Where other outcomes than signing are searched for, or no fact is known, the page has no such block at all.
        assert not words.has(f"{reason.family}.{code}")
        return
    if isinstance(reason, VerdictReason):
        sentence = reason_text(reason, words, finding)
    elif isinstance(reason, OnlyChannelStandsOut):
        sentence = why_text(OnlyChannelStandsOut(finding.id), words, results["found"])
        assert segment_phrase(finding.segment, words) in sentence
    else:
        sentence = words.sentence(reason)
    assert sentence == sentence.strip()
    assert len(sentence) > 8


@pytest.mark.parametrize(
    ("measure", "gap", "told"),
    [
        (Measure(), 0.274, "+27.4 points\n+17 … +38"),
        (Measure("client_started", "", "share", is_share=False), 0.274, "+27.4 points\n+17 … +38"),
        (Measure("growth", "Growth", "%", is_share=False), 27.4, "+27.4 points\n+17 … +38"),
        (Measure("value", "", "EUR", is_share=False), 2740, "+€2,740\n+1,700 … +3,800"),
        (Measure("cycle", "", "days", is_share=False), -27.4, "−27.4 days\n−17 … −38"),
    ],
)
def test_differences_of_shares_are_points(measure: Measure, gap: float, told: str):
    figure = Estimate(20, None, 1.0, 0.5, 1.5)
    one = Comparison(measure, figure, figure, 0.01, gap, gap * 17 / 27.4, gap * 38 / 27.4)
    assert difference_text(one, EN) == told


def test_columns_barred_for_the_same_reason_stand_together():
    by_role, leaky = ByRole(), SeparatesTooWell(auc=0.98)
    leaks = (Leak("Next step", by_role), Leak("Days to close", leaky), Leak("Closed reason", by_role))
    assert leak_rows(leaks, EN) == [
        ("The mapping marks it as written after the outcome", "Next step, Closed reason"),
        ("Days to close", "tells won from lost too well to have been known before (AUC 0.98)"),
    ]


def test_the_clearest_neighbour_of_each_segment_comes_first(results: dict[str, IcpResult]):
    contrasts = results["with_worth"].clients.contrasts
    assert [(c.finding, contrasts.index(c)) for c in leading_first(contrasts)] == [
        ("S1", 0),
        ("S1", 1),
        ("S2", 2),
        ("N1", 3),
    ], "of the first segment every condition"
    same = [contrasts[0], contrasts[0], *contrasts[2:]]
    assert [c.finding for c in leading_first(same)] == ["S1", "S1", "S2", "N1"]
    later = [*contrasts[:3], replace(contrasts[2], condition=contrasts[0].condition), contrasts[3]]
    assert [c.finding for c in leading_first(later)] == ["S1", "S1", "S2", "N1", "S2"], "of others the clearest"


def test_a_better_neighbour_asks_to_redefine_and_others_not(results: dict[str, IcpResult]):
    worse, *_ = results["with_worth"].clients.contrasts
    turned = replace(worse, comparisons=tuple(replace(c, difference=-(c.difference or 0)) for c in worse.comparisons))
    mixed = replace(worse, comparisons=(worse.comparisons[0], *turned.comparisons[1:]))
    assert contrast_advice(worse, EN) == "The condition decides: keep it in the definition of S1."
    assert contrast_advice(turned, EN).startswith("Better in all that differs clearly: redefine S1, ")
    assert "redéfinissez S1, " in contrast_advice(turned, FR)
    assert "Weigh these" in contrast_advice(mixed, EN)
    assert contrast_advice(replace(turned, finding="N1"), EN).endswith("what makes N1 worth less effort.")
    alike = replace(worse, comparisons=tuple(replace(c, p=0.5) for c in worse.comparisons))
    assert not contrast_advice(alike, EN)
    assert "Likely too" not in contrast_text(alike, EN)
    some = replace(worse, comparisons=(replace(worse.comparisons[0], p=0.3), *worse.comparisons[1:]))
    assert "Likely too, though not certain given all that is compared: " in contrast_text(some, EN)


def test_the_carrier_is_named_where_there_is_one():
    alone = RidesOnConfounder(confounder="owner", label="Deal owner", carrier="Ann")
    assert reason_text(alone, EN).startswith("Rests on “Ann” (salesperson)")
    assert reason_text(replace(alone, carrier=""), EN).startswith("Vanishes when")


def test_the_answer_quotes_later_deals_and_everyone_else_not_the_search(results: dict[str, IcpResult]):
    answer = answer_sentence(Report.of(results["found"], "en"))
    assert answer.startswith("Go after ")
    assert answer.endswith(". 41% of them sign, against 13% of everyone else."), "of both"
    assert "47%" not in answer
    one = changed(results["found"], segments=results["found"].search.segments[:1])
    assert answer_sentence(Report.of(one, "en")).endswith(
        ". 41% of them sign, against 13% of everyone else, and in 34 days instead of 72."
    )


@pytest.mark.parametrize(("days", "low", "high"), [(90.0, 80.0, 95.0), (60.0, 50.0, 70.0)])
def test_a_cycle_is_not_boasted_of_unless_it_is_surely_shorter(
    results: dict[str, IcpResult], days: float, low: float, high: float
):
    """Those of everyone else are 72 days, of which the interval begins at 69."""
    slow = replace(results["found"].search.segments[0], median_days_to_win=Estimate(182, None, days, low, high, "days"))
    report = Report.of(changed(results["found"], segments=(slow,)), "en")
    assert "days" not in answer_sentence(report)
    assert all("days" not in f"{stat.value} {stat.label}" for stat in answer(report).stats)


def test_the_answer_falls_to_a_claim_then_to_whom_to_avoid(results: dict[str, IcpResult]):
    only_claims = changed(results["with_claims"], segments=())
    assert answer_sentence(Report.of(only_claims, "en")).startswith("What you believed holds: go after ")
    assert support_sentences(Report.of(only_claims, "en")) == [
        "Tested as declared before looking, and corrected over 2 declared claims."
    ]
    only_negative = changed(results["found"], segments=())
    assert answer_sentence(Report.of(only_negative, "en")).startswith("Put less effort into ")


def test_of_several_types_to_avoid_no_rest_is_called_everyone_else(results: dict[str, IcpResult]):
    (negative,) = results["found"].search.negative_segments
    one = changed(results["found"], segments=())
    two = changed(one, negative_segments=(negative, replace(negative, id="N2")))
    assert "of everyone else" in answer_sentence(Report.of(one, "en"))
    assert "everyone else" not in answer_sentence(Report.of(two, "en"))


def test_at_most_three_large_figures(result: IcpResult, language: str):
    assert len(answer(Report.of(result, language)).stats) <= 3


def test_found_without_anything_passed_is_no_pattern(results: dict[str, IcpResult]):
    doubtful = tuple(replace(s, verdict=Verdict.REVIEW) for s in results["found"].search.segments)
    nothing = changed(results["found"], segments=doubtful, negative_segments=())
    assert answer_sentence(Report.of(nothing, "en")) == "Your data does not single out any type of client yet."


def test_a_random_split_is_said(results: dict[str, IcpResult]):
    result = results["found"]
    drawn = replace(result, run=replace(result.run, split="random", split_date=""))
    assert support_sentences(Report.of(drawn, "en"))[0].startswith("Confirmed on 431 deals drawn at random")


def test_shrinkage_is_said_as_it_is(results: dict[str, IcpResult]):
    finding = results["found"].search.segments[0]
    assert "In the search it looked like 47% (42–53%, 310 deals)" in shrinkage_text(finding, WON)
    same = replace(finding, confirm=replace(finding.confirm, estimate=0.472))
    assert "about the same" in shrinkage_text(same, WON)
    better = replace(finding, confirm=replace(finding.confirm, estimate=0.6))
    assert "did not shrink" in shrinkage_text(better, WON)
    unconfirmed = replace(finding, confirm=replace(finding.confirm, n=0, estimate=None))
    assert "not to be quoted" in shrinkage_text(unconfirmed, WON)


def test_every_figure_of_a_finding_has_its_interval(results: dict[str, IcpResult]):
    finding = results["found"].search.segments[0]
    assert lift_text(finding, WON) == "2.9 times (2.0–4.1) the rate of the rest: 14% (11–18%, 343 deals)"
    assert lift_range(replace(finding, lift_high=None), EN) == ""
    few = Estimate(5, None, 12.0, None, None, "days")
    assert days_text(few, EN) == "12 days (5 won)"
    assert days_text(few, FR) == "12 jours (5 signées)"


def test_a_topic_better_in_one_figure_and_worse_in_another_is_called_neither(results: dict[str, IcpResult]):
    worth = results["with_worth"].clients.worth[0]
    price = next(c for c in worth.comparisons if c.topic == "price")
    clear = replace(price, p=0.001, difference=5_000.0)
    other = replace(clear, difference=-400.0)
    both = replace(worth, comparisons=(clear, other), not_recorded=(), not_compared=())
    assert balance_sentences(both, EN) == ["Better in one figure, worse in another: price."]
    assert balance_sentences(replace(both, comparisons=(clear,)), EN) == [
        "Clearly better than with non-ICP clients: price."
    ]
    unclear = replace(both, comparisons=(replace(clear, p=0.4),))
    assert balance_sentences(unclear, EN) == ["No clear difference: price."]
