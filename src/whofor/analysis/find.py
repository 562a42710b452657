"""The whole analysis as one function: deals in, answer out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.analysis.discover import Discovery, chance_right_sign, discover, inside_of, segment_of, shrunken_figure
from whofor.analysis.prepare import Prepared, prepare
from whofor.arrays import is_known
from whofor.days import iso_day
from whofor.model import (
    Answer,
    FactBlock,
    IcpResult,
    Issue,
    Parameter,
    RecordNext,
    RunInfo,
    SegmentFinding,
    ValueComponent,
    ValueSummary,
    Verdict,
)
from whofor.model.options import FindOptions
from whofor.model.progress import Progress, silent
from whofor.model.reasons import FactsReason, NextStep, NoAnswerReason
from whofor.model.reasons.answers import (
    AllRestOnGaps,
    AllRideOnConfounders,
    NothingBeyondChance,
    NothingConfirmed,
    TooFewOutcomes,
    TooFewValues,
)
from whofor.model.reasons.steps import (
    CollectOutcomes,
    DeclareClaims,
    HypothesisTest,
    RecordField,
    ResearchMode,
    WaitForDeals,
)
from whofor.model.reasons.verdicts import Hypothesis, RestsOnGaps, RestsOnUnknown, RidesOnConfounder
from whofor.model.reasons.worth import OtherOutcome
from whofor.outcomes.measured import known_outcomes, measure_outcome
from whofor.outcomes.mutual_value import Component, mutual_value, stability
from whofor.schema.rows import DealRows
from whofor.segments.claims import Resolver, parse_claim
from whofor.segments.evaluate import segment_mask
from whofor.segments.select import Candidate
from whofor.stats.power import power_of_difference, power_of_mean_difference
from whofor.stats.ranks import rank_correlation
from whofor.stats.threads import one_blas_thread
from whofor.validation.confounders import choose_strata, confounder_effects
from whofor.validation.declared import judge_claims
from whofor.validation.verdict import median_days
from whofor.worth.channels import channels_of
from whofor.worth.contrasts import contrasts
from whofor.worth.fact_blocks import CodedFact, fact_blocks
from whofor.worth.price import price_of
from whofor.worth.record_next import Field, record_next
from whofor.worth.table import situation_effects, value_components, worth_of

__all__ = ["DataFacts", "find_profile"]

_ORDER = {Verdict.PASS: 0, Verdict.REVIEW: 1, Verdict.FAIL: 2}
_USUAL_FACTS = ("industry", "employees", "country", "technologies", "lead_source")
"""Facts that most types of client are made of; where one is recorded nowhere it is worth recording."""
_FEWEST_AGED, _RISING, _SURELY = 50, 0.1, 0.01
_SHARE, _ODDS, _DEVIATIONS, _WANTED_POWER = 0.2, 2.5, 0.5, 0.5


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What is known of the imported data beside the rows.

    Attributes:
        data_hash: SHA-256 of the imported tables.
        company: Name for the report's head.
        synthetic: Whether the data is the made-up example.
        issues: What was counted at import.
    """

    data_hash: str
    company: str = ""
    synthetic: bool = False
    issues: tuple[Issue, ...] = ()


def _claims(prepared: Prepared, options: FindOptions, resolvers: Mapping[str, Resolver]) -> list[SegmentFinding]:
    """Declared claims, tested on all analysed deals."""
    if not options.claims:
        return []
    bench = prepared.bench
    barred = {leak.column: "it is known only once the outcome is" for leak in prepared.leaks.leaks}
    for c in bench.rows.confounders:
        barred |= dict.fromkeys((c.parameter.name, c.parameter.label), "it says how the deal came about")
    segments = [parse_claim(text, bench.rows.attributes, resolvers, barred) for text in options.claims]
    strata = choose_strata(bench.rows, bench.confounders, dated=prepared.ripeness.dated)
    return judge_claims([(s, segment_mask(s, bench.rows)) for s in segments], bench, strata)


def _hypothesis(i: int, c: Candidate, prepared: Prepared, found: Discovery) -> SegmentFinding:
    """A candidate that did not pass, as a hypothesis with its chance of being real."""
    bench = prepared.bench
    outcome = bench.outcome
    inside = inside_of(c, prepared)
    search = bench.split.search
    shrunken = shrunken_figure(c, prepared.family, found.tiers, outcome.take(search))
    rest = outcome.estimate(~inside & search)
    critical = found.tiers[len(c.items) - 1].critical(prepared.alpha[len(c.items) - 1])
    needed = outcome.needed(shrunken.estimate or 0.0, rest.estimate or 0.0, critical)
    posterior = chance_right_sign(c, found.tiers)
    # Declared before the next look, it needs no price for the search.
    declared = outcome.needed(shrunken.estimate or 0.0, rest.estimate or 0.0, 1.645)
    more = None if needed is None else max(1, min(needed, declared or needed))
    return SegmentFinding(
        id=f"H{i}",
        segment=segment_of(c, prepared),
        direction=c.direction,
        verdict=Verdict.REVIEW,
        reasons=(Hypothesis(posterior=round(posterior, 4)),),
        next_step=HypothesisTest(n=more or 0),
        z=c.score,
        p_adjusted=c.p_adjusted,
        search=outcome.estimate(inside & search),
        confirm=outcome.estimate(inside & ~search),
        rest_search=rest,
        rest_confirm=outcome.estimate(~inside & ~search),
        shrunken=shrunken,
        posterior_right_sign=posterior,
        n_needed=more,
        median_days_to_win=median_days(bench.rows, inside),
        rest_median_days_to_win=median_days(bench.rows, ~inside),
    )


def _enough(prepared: Prepared, found: Discovery) -> tuple[bool, int]:
    """Whether a type of client that is a fifth of all deals and clearly better would have been seen.

    Clearly: 2.5 times the odds; of means, half a standard deviation, which is as much (Chinn 2000, Statistics in
    Medicine 19:3127).

    Returns:
        The answer, and how many deals with an outcome would have made it likely.
    """
    n = len(prepared.family.score.values)
    base = prepared.bench.outcome.take(prepared.bench.split.search).mean
    critical = found.tiers[0].critical(prepared.alpha[0]) if found.tiers and found.tiers[0].family else 3.9

    def power(rows: int) -> float:
        if not prepared.bench.outcome.measure.is_share:
            return power_of_mean_difference(rows, _SHARE, _DEVIATIONS, critical)
        return power_of_difference(rows, _SHARE, base, _ODDS, critical)

    if power(n) >= _WANTED_POWER:
        return True, 0
    wanted = n
    while power(wanted) < 0.8 and wanted < 1_000_000:
        wanted = int(wanted * 1.1) + 1
    share_searched = n / max(1, len(prepared.bench.rows))
    return False, round(wanted / share_searched)


def _nothing(
    prepared: Prepared, found: Discovery, claims: Sequence[SegmentFinding]
) -> tuple[Answer, tuple[NoAnswerReason, ...], tuple[NextStep, ...]]:
    """Why there is no answer, and what to do now."""
    outcome = prepared.bench.outcome
    enough, needed = _enough(prepared, found)
    looked = sum(t.family for t in found.tiers)
    steps: list[NextStep] = []
    if not claims:
        steps.append(DeclareClaims())
    if not enough:
        n = len(outcome.values)
        more = max(1, needed - n)
        if outcome.measure.name == "won":
            won = int(outcome.values.sum())
            why = (TooFewOutcomes(n_won=won, n_lost=n - won, n_needed=more),)
        else:
            why = (TooFewValues(n=n, n_needed=more),)
        return Answer.NOT_ENOUGH_DATA, why, (CollectOutcomes(n=more), *steps, ResearchMode())
    judged = [*found.positive, *found.negative]
    if judged and all(any(isinstance(r, RidesOnConfounder) for r in f.reasons) for f in judged):
        why = (AllRideOnConfounders(),)
    elif judged and all(any(isinstance(r, RestsOnGaps | RestsOnUnknown) for r in f.reasons) for f in judged):
        why = (AllRestOnGaps(),)
    elif judged:
        why = (NothingConfirmed(),)
    else:
        # The look that came nearest to its threshold, whatever its depth.
        best, critical = max(
            (
                (float(abs(t.sample[:, 2]).max()), t.critical(a))
                for t, a in zip(found.tiers, prepared.alpha, strict=True)
                if len(t.sample)
            ),
            key=lambda pair: pair[0] / pair[1],
            default=(0.0, found.tiers[0].critical(prepared.alpha[0])),
        )
        why = (NothingBeyondChance(looks=looked, best_z=best, critical=critical),)
    waiting = [f.n_needed for f in found.positive if f.n_needed]
    if waiting:
        steps.insert(0, WaitForDeals(n=min(waiting)))
    thin = _thinnest(prepared)
    if thin:
        steps.append(RecordField(label=thin))
    return Answer.NO_PATTERN, why, (*steps, ResearchMode())


def _thinnest(prepared: Prepared) -> str:
    """The definition parameter that is least filled in, where many deals lack it."""
    empty = [
        (float((a.values == None).mean()), a.parameter.label)  # noqa: E711
        for a in prepared.bench.rows.attributes
        if a.values.dtype.kind == "O" and not a.parameter.name.startswith("x_")
    ]
    worst = max(empty, default=(0.0, ""))
    return worst[1] if worst[0] > 0.3 else ""


def _run_info(
    prepared: Prepared, found: Discovery, options: FindOptions, facts: DataFacts, *, version: str, run_id: str
) -> RunInfo:
    bench, outcome = prepared.bench, prepared.bench.outcome
    opened = bench.rows.opened
    dated = prepared.ripeness.dated
    critical = [t.critical(a) for t, a in zip(found.tiers, prepared.alpha, strict=True)]
    return RunInfo(
        id=run_id,
        seed=options.seed,
        data_hash=facts.data_hash,
        version=version,
        rows=len(bench.rows),
        rows_search=int(bench.split.search.sum()),
        rows_confirm=int((~bench.split.search).sum()),
        outcome=options.outcome,
        baseline=outcome.mean,
        spread=float(outcome.score.std()),
        measure=outcome.measure,
        family_size=sum(t.family for t in found.tiers),
        permutations=options.permutations,
        alpha_by_depth=prepared.alpha,
        critical_by_depth=tuple(c if t.family else None for c, t in zip(critical, found.tiers, strict=True)),
        strata=bench.strata.labels,
        split=bench.split.kind,
        split_date=bench.split.date,
        first_opened=iso_day(float(opened.min())) if dated else "",
        last_opened=iso_day(float(opened.max())) if dated else "",
        as_of=iso_day(prepared.ripeness.as_of),
        n_won=int(bench.rows.won.sum()),
        options={
            "depth": str(prepared.settings.depth),
            "min_support": str(prepared.settings.min_support),
            "most_segments": str(options.most_segments),
            "claims": str(len(options.claims)),
            **({"better": options.better} if options.better else {}),
            **{f"weight_{name}": f"{weight:g}" for name, weight in options.weights},
        },
    )


def _value_of(components: Sequence[Component], seed: int) -> ValueSummary | None:
    """What mutual value was formed of, and how far it depends on the weights."""
    if not components:
        return None
    whole, steady = mutual_value(components), stability(components, seed)
    return ValueSummary(
        components=tuple(
            ValueComponent(c.name, c.label, c.side.value, c.better, c.weight, int(np.isfinite(c.values).sum()))
            for c in components
        ),
        clients=int(np.isfinite(whole.values).sum()),
        sides=tuple(side.value for side in whole.sides),
        weightings=steady.weightings,
        agreement=steady.median,
        agreement_low=steady.low,
    )


def _fact_blocks(prepared: Prepared, seed: int) -> tuple[tuple[FactBlock, ...], FactsReason | None]:
    """What each kind of facts adds to telling who signs; asked of the outcome won only."""
    bench = prepared.bench
    if bench.outcome.measure.name != "won":
        return (), OtherOutcome()
    by_name = {a.parameter.name: a.parameter for a in bench.rows.attributes}
    facts = [
        CodedFact(by_name[e.conditions[0].parameter], e.axis.codes, e.axis.n_codes)
        for e in prepared.encoded
        if e.conditions[0].parameter in by_name
    ]
    labels = {c.parameter.name: c.parameter for c in bench.rows.confounders}
    facts += [
        CodedFact(labels[c.name], c.codes.astype(np.uint8), len(c.levels))
        for c in bench.confounders
        if c.name.startswith("lead_source") and c.name in labels
    ]
    return fact_blocks(facts, bench.rows.won, bench.split.search, seed)


def _record_next(prepared: Prepared, parameters: Sequence[Parameter]) -> tuple[RecordNext, ...]:
    """Fields that would sharpen the answer were they recorded more often."""
    bench = prepared.bench
    by_name = {a.parameter.name: a for a in bench.rows.attributes}
    fields: list[Field] = []
    for e in prepared.encoded:
        attribute = by_name.get(e.conditions[0].parameter)
        if attribute is not None:
            codes = e.axis.codes.astype(np.int64)
            fields.append(Field(attribute.parameter.label, codes, is_known(attribute.values)))
    present = {p.name for p in parameters if p.table in ("accounts", "contacts", "deals")}
    tables = {p.table for p in parameters}
    absent = [name for name in _USUAL_FACTS if name not in present]
    absent += [name for name, table in (("signals", "signals"), ("contacts", "contacts")) if table not in tables]
    return record_next(fields, absent, bench.outcome.score)


def _issues(prepared: Prepared, rows: DealRows, options: FindOptions) -> list[Issue]:
    """What was counted in the analysis: facts searched less deep, open deals, amounts below 0, values far out."""
    issues: list[Issue] = []
    shallow = dict.fromkeys(
        e.conditions[0].label for e in prepared.encoded if e.axis.most_depth < prepared.settings.depth
    )
    if shallow:
        issues.append(Issue("searched_less_deep", len(shallow), tuple(shallow)[:5]))
    if prepared.ripeness.open_as_not_won and options.outcome == "won":
        issues.append(Issue("open_counted_as_not_won", prepared.ripeness.open_as_not_won))
    below = rows.amount < 0
    if below.any():
        issues.append(Issue("negative_amounts", int(below.sum()), _shown(rows.amount[below].tolist()), "deals.amount"))
    told = prepared.bench.outcome.measure
    if told.better_assumed:
        issues.append(Issue("direction_taken", 1, (), told.label or told.name))
    rising = _rising_with_age(rows, prepared.ripeness.as_of)
    if rising is not None:
        issues.append(rising)
    for name in known_outcomes(prepared.rows):
        measured = measure_outcome(prepared.rows, name, prepared.ripeness)
        if measured.far_out:
            place = "deals.amount" if name == "value" else measured.measure.label
            issues.append(Issue("far_out", len(measured.far_out), _shown(measured.far_out), place))
    return issues


def _rising_with_age(rows: DealRows, as_of: float) -> Issue | None:
    """Amounts that are larger the longer ago a deal was signed: they may add up after the signature."""
    age = as_of - rows.closed
    use = rows.won & np.isfinite(age) & np.isfinite(rows.amount)
    rho, p = rank_correlation(age[use], rows.amount[use])
    if use.sum() < _FEWEST_AGED or rho < _RISING or p > _SURELY:
        return None
    return Issue("amounts_grow_with_age", int(use.sum()), (f"{rho:.2f}",), "deals.amount")


def _shown(values: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{value:g}" for value in sorted(set(values))[:5])


@one_blas_thread()
def find_profile(
    rows: DealRows,
    parameters: Sequence[Parameter],
    options: FindOptions,
    facts: DataFacts,
    *,
    today: float,
    version: str,
    run_id: str,
    resolvers: Mapping[str, Resolver] | None = None,
    progress: Progress = silent,
) -> IcpResult:
    """Find the types of client that win, with the evidence, or say honestly that the data does not tell.

    Args:
        rows: All deals, as of their opening.
        parameters: What the columns mean.
        options: What the user settled.
        facts: What is known of the data beside the rows.
        today: Today, days since 1970-01-01.
        version: Version of whofor, for the log.
        run_id: Content address of the run.
        resolvers: How values written in claims become canonical ones.
        progress: Told about the work done.

    Raises:
        DataError: The deals cannot carry an analysis.
        UsageError: A claim cannot be read, or there is no such outcome.
    """
    prepared = prepare(rows, parameters, options, today)
    claims = _claims(prepared, options, resolvers or {})
    found = discover(prepared, options.most_segments, progress)
    passed = [f for f in [*found.positive, *found.negative, *claims] if f.verdict is Verdict.PASS]
    if passed:
        answer, why = Answer.FOUND, ()
        next_steps = tuple(dict.fromkeys(f.next_step for f in passed))
        hypotheses: tuple[SegmentFinding, ...] = ()
    else:
        answer, why, next_steps = _nothing(prepared, found, claims)
        hypotheses = tuple(_hypothesis(i, c, prepared, found) for i, c in enumerate(found.leading, start=1))
    passed_icps = [f for f in passed if f.direction > 0]
    blocks, no_blocks = _fact_blocks(prepared, options.seed)
    weights = dict(options.weights)
    components = value_components(prepared, weights)
    everybody = np.ones(len(prepared.rows), dtype=np.bool_)
    return IcpResult(
        company=facts.company,
        answer=answer,
        why=why,
        next_steps=next_steps,
        run=_run_info(prepared, found, options, facts, version=version, run_id=run_id),
        segments=tuple(sorted(found.positive, key=lambda f: _ORDER[f.verdict])),
        negative_segments=tuple(sorted(found.negative, key=lambda f: _ORDER[f.verdict])),
        claims=tuple(claims),
        hypotheses=hypotheses,
        confounders=tuple(confounder_effects(prepared.bench.confounders, prepared.bench.outcome)),
        leaks=prepared.leaks.leaks,
        set_aside=prepared.set_aside,
        issues=(*facts.issues, *_issues(prepared, rows, options)),
        looks=found.looks,
        searched=tuple(dict.fromkeys(e.conditions[0].label for e in prepared.encoded)),
        synthetic=facts.synthetic,
        value=_value_of(components if passed_icps or options.outcome == "mutual_value" else (), options.seed),
        contrasts=contrasts(passed, prepared.encoded, prepared.rows, prepared.ripeness),
        worth=worth_of(passed_icps, prepared, weights, options.seed, with_mutual_value=bool(components)),
        channels=channels_of(everybody, prepared.rows, prepared.ripeness.leads, options.seed),
        price=price_of(everybody, prepared.rows, prepared.ripeness.keep, options.seed),
        facts=blocks,
        facts_why=no_blocks,
        situations=situation_effects(passed_icps, prepared),
        interactions=prepared.interactions,
        clients=rows.clients,
        record_next=_record_next(prepared, parameters),
    )
