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
    Issue,
    Leak,
    Measure,
    Operator,
    Segment,
    SetAside,
    Verdict,
)
from whofor.model.reasons import REASONS, Reason
from whofor.model.reasons.data import ByRole, SeparatesTooWell
from whofor.model.reasons.verdicts import RidesOnConfounder
from whofor.reports import wording
from whofor.reports.catalogue import catalogue

WON = wording.Told(Measure(), "en")
CODES = {
    "reason": """corrected_significant not_significant confirmed not_confirmed confirm_too_few survives_strata
        rides_on_confounder partly_confounded
        not_productive opposite_later no_holdout claim_supported claim_not_supported
        claim_too_few hypothesis rests_on_unknown rests_on_gaps rests_on_few_accounts""",
    "step": """pursue pursue_less wait_for_deals compare_within test_hypothesis drop_claim record_field
        research_mode declare_claims collect_outcomes check_leaks map_source_field drop_segment wait_for_accounts""",
    "why": """too_few_outcomes too_few_values nothing_beyond_chance nothing_confirmed all_ride_on_confounders
        all_rest_on_gaps""",
    "leak": """by_name by_role filled_for_one_outcome fill_differs separates_too_well tells_outcome
        fill_follows_outcome""",
    "aside": """before_recording unripe open no_opening_date closed_before_opened no_outcome duplicate
        filtered not_won no_amount negative_amount no_closing_date no_value client_too_new same_client""",
}
"""Every code that the analysis may hand over."""


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
            "in Latin America",
            "zone Amérique latine",
        ),
        (condition(Operator.IN, "a", "b", "c"), "Team size is a, b or c", "Team size : a, b ou c"),
        (condition(Operator.IN, *"abcdef"), "Team size is a, b, c or 3 others", "Team size : a, b, c ou 3 autres"),
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
def test_conditions_in_plain_words(one: Condition, english: str, french: str):
    assert wording.condition_text(one, "en") == english
    plain = wording.condition_text(one, "fr").replace("\u202f", " ").replace("\u00a0", " ")
    assert plain == french


def test_the_exact_condition_spells_every_value_out():
    one = condition(Operator.IN, "MX", "BR", parameter="country", name="Latin America")
    assert wording.exact_condition_text(one, "en") == "in Latin America (Mexico or Brazil)"
    assert wording.exact_condition_text(condition(Operator.IN, *"abcdef"), "en").endswith("e or f")


def test_a_segment_without_conditions_is_everyone():
    assert wording.segment_text(Segment(()), "fr") == "tous les clients"


@pytest.mark.parametrize(("prefix", "code"), [(p, code) for p, codes in CODES.items() for code in codes.split()])
def test_each_code_has_a_sentence(prefix: str, code: str, language: str):
    assert catalogue(language).has(f"{prefix}.{code}")


def made(kind: type[Reason]) -> Reason:
    """A reason with values of the right types."""
    of_type = {"int": 12, "float": 0.4, "str": "Owner"}
    return kind(**{f.name: of_type[str(f.type)] for f in fields(kind)})


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_a_sentence(code: str, results: dict[str, IcpResult], language: str):
    """None of them falls back to its code."""
    finding, reason = results["found"].search.segments[0], made(REASONS[code])
    of_family = {
        "reason": lambda: wording.reason_text(reason, language, finding),
        "step": lambda: wording.next_step_text(reason, language, finding),
        "why": lambda: wording.why_text(reason, language),
        "leak": lambda: wording.leak_text(Leak("x", reason), language),
        "aside": lambda: wording.set_aside_text(SetAside(reason, 3), language),
    }
    if reason.family not in of_family:
        # Where other outcomes than signing are searched for, or no fact is known, the page has no such block at all.
        if code not in ("other_outcome", "no_facts"):
            assert catalogue(language).has(f"{reason.family}.{code}")
        return
    told = of_family[reason.family]()
    assert "=" not in told.replace("p\u00a0=", "")
    assert told == told.strip()
    assert len(told) > 8


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
    assert wording.difference_text(one, "en") == told


def test_columns_barred_for_the_same_reason_stand_together():
    by_role, leaky = ByRole(), SeparatesTooWell(auc=0.98)
    leaks = (Leak("Next step", by_role), Leak("Days to close", leaky), Leak("Closed reason", by_role))
    assert wording.leak_rows(leaks, "en") == [
        ("The mapping marks it as written after the outcome", "Next step, Closed reason"),
        ("Days to close", "tells won from lost too well to have been known before (AUC 0.98)"),
    ]


def test_the_clearest_neighbour_of_each_segment_comes_first(results: dict[str, IcpResult]):
    contrasts = results["lived"].clients.contrasts
    assert [(c.finding, contrasts.index(c)) for c in wording.leading_first(contrasts)] == [
        ("S1", 0),
        ("S1", 1),
        ("S2", 2),
        ("N1", 3),
    ], "of the first segment every condition"
    same = [contrasts[0], contrasts[0], *contrasts[2:]]
    assert [c.finding for c in wording.leading_first(same)] == ["S1", "S1", "S2", "N1"]
    later = [*contrasts[:3], replace(contrasts[2], condition=contrasts[0].condition), contrasts[3]]
    assert [c.finding for c in wording.leading_first(later)] == ["S1", "S1", "S2", "N1", "S2"], "of others the clearest"


def test_a_better_neighbour_asks_to_redefine_and_others_not(results: dict[str, IcpResult]):
    worse, *_ = results["lived"].clients.contrasts
    turned = replace(worse, comparisons=tuple(replace(c, difference=-(c.difference or 0)) for c in worse.comparisons))
    mixed = replace(worse, comparisons=(worse.comparisons[0], *turned.comparisons[1:]))
    assert wording.contrast_advice(worse, "en") == "The condition decides: keep it in the definition of S1."
    assert wording.contrast_advice(turned, "en").startswith("Better in all that differs clearly: redefine S1, ")
    assert "redéfinissez S1, " in wording.contrast_advice(turned, "fr")
    assert "Weigh these" in wording.contrast_advice(mixed, "en")
    assert wording.contrast_advice(replace(turned, finding="N1"), "en").endswith("what makes N1 worth less effort.")
    alike = replace(worse, comparisons=tuple(replace(c, p=0.5) for c in worse.comparisons))
    assert not wording.contrast_advice(alike, "en")
    assert "Likely too" not in wording.contrast_text(alike, "en")
    some = replace(worse, comparisons=(replace(worse.comparisons[0], p=0.3), *worse.comparisons[1:]))
    assert "Likely too, though not certain given all that is compared: " in wording.contrast_text(some, "en")


def test_an_unknown_issue_prints_its_code(language: str):
    assert wording.issue_text(Issue("brand_new", 1), language) == "brand new"


def test_the_carrier_is_named_where_there_is_one():
    alone = RidesOnConfounder(confounder="owner", label="Deal owner", carrier="Ann")
    assert wording.reason_text(alone, "en").startswith("Rests on “Ann” (salesperson)")
    assert wording.reason_text(replace(alone, carrier=""), "en").startswith("Vanishes when")


def test_the_answer_quotes_the_held_back_deals_not_the_search(results: dict[str, IcpResult]):
    answer = wording.answer_sentence(results["found"], "en")
    assert "They sign 41% of the time (31–51%, 88 deals) against 14% (11–18%, 343 deals) for the rest" in answer
    assert "47%" not in answer
    assert answer.endswith("typically in 34 days (31–36, 182 won) instead of 71 days (68–75, 426 won).")


def test_a_slower_cycle_is_not_boasted_of(results: dict[str, IcpResult]):
    slow = replace(
        results["found"].search.segments[0], median_days_to_win=Estimate(182, None, 90.0, 80.0, 95.0, "days")
    )
    assert "typically" not in wording.answer_sentence(changed(results["found"], segments=(slow,)), "en")


def test_the_answer_falls_to_a_claim_then_to_whom_to_avoid(results: dict[str, IcpResult]):
    only_claims = changed(results["with_claims"], segments=())
    assert wording.answer_sentence(only_claims, "en").startswith("What you believed holds: industry is Fintech")
    assert wording.support_sentences(only_claims, "en") == [
        "Tested as declared before looking, and corrected over 2 declared claims."
    ]
    only_negative = changed(results["found"], segments=())
    assert wording.answer_sentence(only_negative, "en").startswith("Spend less on this type of client: industry is")


def test_found_without_anything_passed_is_no_pattern(results: dict[str, IcpResult]):
    doubtful = tuple(replace(s, verdict=Verdict.REVIEW) for s in results["found"].search.segments)
    nothing = changed(results["found"], segments=doubtful, negative_segments=())
    assert wording.answer_sentence(nothing, "en") == "Your data does not single out any type of client yet."


def test_a_random_split_is_said(results: dict[str, IcpResult]):
    result = results["found"]
    drawn = replace(result, run=replace(result.run, split="random", split_date=""))
    assert wording.support_sentences(drawn, "en")[0].startswith("Confirmed on 431 deals drawn at random")


def test_shrinkage_is_said_as_it_is(results: dict[str, IcpResult]):
    finding = results["found"].search.segments[0]
    assert "In the search it looked like 47% (42–53%, 310 deals)" in wording.shrinkage_text(finding, WON)
    same = replace(finding, confirm=replace(finding.confirm, estimate=0.472))
    assert "about the same" in wording.shrinkage_text(same, WON)
    better = replace(finding, confirm=replace(finding.confirm, estimate=0.6))
    assert "did not shrink" in wording.shrinkage_text(better, WON)
    unconfirmed = replace(finding, confirm=replace(finding.confirm, n=0, estimate=None))
    assert "not to be quoted" in wording.shrinkage_text(unconfirmed, WON)


def test_every_figure_of_a_finding_has_its_interval(results: dict[str, IcpResult]):
    finding = results["found"].search.segments[0]
    assert wording.lift_text(finding, WON) == "2.9 times (2.0–4.1) the rate of the rest: 14% (11–18%, 343 deals)"
    assert wording.lift_range(replace(finding, lift_high=None), "en") == ""
    few = Estimate(5, None, 12.0, None, None, "days")
    assert wording.days_text(few, "en") == "12 days (5 won)"
    assert wording.days_text(few, "fr") == "12 jours (5 signées)"


def test_a_topic_better_in_one_figure_and_worse_in_another_is_called_neither(results: dict[str, IcpResult]):
    worth = results["lived"].clients.worth[0]
    price = next(c for c in worth.comparisons if c.topic == "price")
    clear = replace(price, p=0.001, difference=5_000.0)
    other = replace(clear, difference=-400.0)
    both = replace(worth, comparisons=(clear, other), not_recorded=(), not_compared=())
    assert wording.balance_sentences(both, "en") == ["Better in one figure, worse in another: price."]
    assert wording.balance_sentences(replace(both, comparisons=(clear,)), "en") == [
        "Clearly better than with non-ICP clients: price."
    ]
    unclear = replace(both, comparisons=(replace(clear, p=0.4),))
    assert wording.balance_sentences(unclear, "en") == ["No clear difference: price."]
