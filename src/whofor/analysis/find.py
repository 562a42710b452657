"""The whole analysis as a sequence of steps, from deals to the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.analysis.answer import answer_of
from whofor.analysis.channels import as_channels
from whofor.analysis.claims import judged_claims
from whofor.analysis.committees import committees_of, deals_to_tell, with_roles
from whofor.analysis.draws import search_prepared
from whofor.analysis.issues import issues_of
from whofor.analysis.personas import personas_of_types
from whofor.analysis.prepare import Prepared, prepare
from whofor.analysis.run_info import run_info
from whofor.analysis.situations import going_on
from whofor.arrays import BoolArray
from whofor.model import (
    ClientFindings,
    DataFindings,
    FindingKind,
    IcpResult,
    Issue,
    Parameter,
    SearchFindings,
    SearchRecord,
    SegmentFinding,
    SoftFact,
    SoftReading,
    Verdict,
)
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.model.parts import RunPart
from whofor.model.progress import Progress, silent
from whofor.outcomes.after_sale import soft_facts_of, understanding_of
from whofor.outcomes.clients import Clients
from whofor.outcomes.index import value_summary
from whofor.people.title_words import TitleWords
from whofor.schema.rows import DealRows
from whofor.segments.claims import Resolver
from whofor.segments.conditions import segment_mask
from whofor.stats.threads import one_blas_thread
from whofor.validation.confounders import confounder_effects
from whofor.validation.judging import hypotheses_of
from whofor.validation.pace import Pace, pace_of, with_waiting
from whofor.worth.channels import channels_of
from whofor.worth.contrasts import contrasts
from whofor.worth.everyone import everyone_else, without_conditions
from whofor.worth.expected import Rule, expectations
from whofor.worth.expected_claims import shorthands
from whofor.worth.fact_blocks import block_gains
from whofor.worth.price import price_of
from whofor.worth.process import decision_processes
from whofor.worth.record_next import fields_to_record
from whofor.worth.situation import situation_effects
from whofor.worth.table import worth_of

__all__ = ["DataFacts", "find_in_prepared", "find_profile"]

_ORDER = {Verdict.PASS: 0, Verdict.REVIEW: 1, Verdict.FAIL: 2}


@dataclass(frozen=True, slots=True)
class DataFacts:
    """Facts about the imported data that its rows do not hold.

    Attributes:
        data_hash: SHA-256 of the imported tables.
        company: Name for the report's head.
        synthetic: Whether the data is the made-up example.
        issues: What was counted at import.
        understanding: How it was read whether buyers were clear about their need; `None` where no text was read.
        deals_called: What the CRM calls a deal: a name of `lexicon/deal_names.toml`.
        part: The part of the deals that is searched; `None` for all of them.
        soft_facts: How the soft facts that the user's examples teach were read.
        titles: Words to read job titles by; `None` for the packaged ones.
        expected: What may be expected of clients; `None` for the packaged table.
    """

    data_hash: str
    company: str = ""
    synthetic: bool = False
    issues: tuple[Issue, ...] = ()
    understanding: SoftReading | None = None
    deals_called: str = "deal"
    part: RunPart | None = None
    soft_facts: tuple[SoftFact, ...] = ()
    titles: TitleWords | None = None
    expected: tuple[Rule, ...] | None = None


def find_profile(
    rows: DealRows,
    parameters: Sequence[Parameter],
    options: FindOptions,
    facts: DataFacts,
    *,
    today: float,
    resolvers: Mapping[str, Resolver] | None = None,
    progress: Progress = silent,
) -> IcpResult:
    """Find the types of client that win, with the evidence, or the reasons why none can be established.

    Args:
        rows: All deals, as of their opening.
        parameters: What the columns mean.
        options: What the user settled.
        facts: What is known of the data beside the rows.
        today: Today, days since 1970-01-01.
        resolvers: How values written in claims become canonical ones.
        progress: Called with the work done.

    Raises:
        DataError: The deals cannot carry an analysis.
        UsageError: A claim cannot be read, or there is no such outcome.
    """
    prepared = prepare(rows, parameters, options, today)
    return find_in_prepared(prepared, options, facts, resolvers=resolvers, progress=progress)


@one_blas_thread()
def find_in_prepared(
    prepared: Prepared,
    options: FindOptions,
    facts: DataFacts,
    *,
    resolvers: Mapping[str, Resolver] | None = None,
    progress: Progress = silent,
) -> IcpResult:
    """Find the types of client that win in deals that were prepared with the same options.

    Arguments and errors are those of `find_profile`.
    """
    claims = judged_claims(prepared, options, resolvers or {}, shorthands(facts.expected))
    searched = search_prepared(prepared, options, progress)
    prepared, found = searched.prepared, searched.found
    study, bench, clients = prepared.study, prepared.bench, prepared.clients
    pace = pace_of(clients.rows, clients.ripeness, options.outcome, prepared.judged)
    groups = (claims, searched.positive, searched.negative, as_channels(searched.channels))
    claims, positive, negative, channels = (_in_time(group, prepared.every_deal, pace) for group in groups)
    both = (searched, searched.channels) if searched.channels is not None else (searched,)
    passed = [f for f in (*positive, *negative, *claims) if f.verdict is Verdict.PASS and not f.of_channel]
    answer, why, next_steps = answer_of(prepared, found, (*positive, *negative), claims, channels, pace=pace)
    issues = issues_of(prepared, prepared.every_deal, options, found=bool(passed))
    return IcpResult(
        company=facts.company,
        answer=answer,
        why=why,
        next_steps=next_steps,
        run=replace(run_info(searched, options, facts.data_hash), part=facts.part),
        search=SearchFindings(
            segments=tuple(in_order(positive, bench.outcome.measure.better)),
            negative_segments=tuple(sorted(negative, key=lambda f: _ORDER[f.verdict])),
            channel_findings=tuple(sorted(channels, key=lambda f: _ORDER[f.verdict])),
            claims=tuple(claims),
            hypotheses=() if passed else tuple(_in_time(hypotheses_of(found, study, bench), prepared.every_deal, pace)),
            also_passed=tuple(one for s in both for one in (*s.other_draws, *s.found.also_passed)),
            n_also_passed=sum(len(s.other_draws) + s.found.n_also_passed for s in both),
            looks=found.looks,
            searched=tuple(dict.fromkeys(e.conditions[0].label for e in study.encoded)),
        ),
        clients=_client_findings(prepared, passed, options, facts),
        data=_data_findings(prepared, facts, issues),
        record=SearchRecord(study.alpha, tuple(tuple(tier.maxima.tolist()) for tier in found.tiers)),
    )


def _data_findings(prepared: Prepared, facts: DataFacts, issues: Sequence[Issue]) -> DataFindings:
    """Return the findings about the data, with what was counted at import and in the analysis."""
    measures = prepared.clients.rows.measures
    return DataFindings(
        synthetic=facts.synthetic,
        deals_called=facts.deals_called,
        confounders=tuple(confounder_effects(prepared.bench.confounders, prepared.study.outcome)),
        leaks=prepared.leaks.leaks,
        set_aside=prepared.set_aside,
        issues=(*facts.issues, *prepared.every_deal.issues, *issues),
        interactions=prepared.clients.interactions,
        clients=prepared.every_deal.clients,
        understanding=understanding_of(measures, facts.understanding),
        soft_facts=soft_facts_of(measures, facts.soft_facts),
    )


def in_order(findings: Sequence[SegmentFinding], better: int) -> list[SegmentFinding]:
    """Return types of client in the order of the answer: by verdict, then by what their leads by own effort show.

    That is the end of the interval of their difference that is nearer to none, so that few leads do not lead. Where a
    type has no such figure, those of its verdict stay in the order in which they were picked, the strongest first.

    Args:
        findings: The types of client, in the order in which they were picked.
        better: +1 where more of the outcome is better, -1 where less is.
    """
    ordered: list[SegmentFinding] = []
    for verdict in _ORDER:
        own = [f for f in findings if f.verdict is verdict]
        shown = {f.id: _shown_at_least(f, better) for f in own}
        if None not in shown.values():
            own.sort(key=lambda f: -(shown[f.id] or 0.0))
        ordered += own
    return ordered


def _in_time(findings: Sequence[SegmentFinding], rows: DealRows, pace: Pace) -> list[SegmentFinding]:
    """Return findings with the time that the deals which are missing take, each at the pace of its own kind."""
    return [with_waiting(f, pace, segment_mask(f.segment, rows.attributes, rows.opened)) for f in findings]


def _shown_at_least(finding: SegmentFinding, better: int) -> float | None:
    own = finding.own_effort
    if own is None or own.ci_low is None or own.ci_high is None:
        return None
    return own.ci_low if better > 0 else -own.ci_high


def _judged_types(passed: Sequence[SegmentFinding], clients: Clients) -> dict[str, BoolArray]:
    """Return the judged deals of each type of client that passed, and of all under the empty id."""
    rows, judged = clients.rows, clients.ripeness.keep
    types = {f.id: segment_mask(f.segment, rows.attributes, rows.opened) & judged for f in passed}
    return {**types, "": judged}


def _client_findings(
    prepared: Prepared, passed: Sequence[SegmentFinding], options: FindOptions, facts: DataFacts
) -> ClientFindings:
    """Return the findings about the types of client that passed, and about all clients."""
    study, clients, seed = prepared.study, prepared.clients, options.seed
    icps = [f for f in passed if f.direction > 0]
    blocks, no_blocks = block_gains(study, prepared.encoded, prepared.bench.confounders, seed)
    # A claim is often what the search found too: it is set against everyone else where nothing was found.
    found = [f for f in icps if f.kind is not FindingKind.CLAIM] or icps
    with_value = icps or options.outcome == OutcomeName.MUTUAL_VALUE
    everybody = np.ones(len(clients.rows), dtype=np.bool_)
    whole = prepared.every_deal
    types = [segment_mask(f.segment, whole.attributes, whole.opened) for f in passed]
    people, beside = deals_to_tell(clients, facts.titles), contrasts(passed, study.encoded, clients)
    judged_types = _judged_types(passed, clients)
    committees = committees_of(passed, clients, people)
    return ClientFindings(
        everyone_else=everyone_else(found, study, prepared.bench),
        without=without_conditions(found, study),
        worth=worth_of(icps, clients, seed),
        contrasts=with_roles(beside, {f.id: f.segment for f in passed}, clients, people),
        situations=situation_effects(icps, clients),
        value=value_summary(clients.outcomes.components if with_value else (), seed),
        channels=channels_of(everybody, clients.rows, clients.ripeness.leads, seed),
        price=price_of(everybody, clients.rows, clients.ripeness.keep, types),
        facts=blocks,
        facts_why=no_blocks,
        record_next=fields_to_record(study, prepared.encoded, prepared.parameters),
        committees=committees,
        personas=personas_of_types(passed, committees, clients, people),
        going_on=going_on(passed, clients),
        expected=expectations(clients.rows.attributes, clients.rows.opened, judged_types, facts.expected),
        processes=decision_processes(clients.rows, judged_types),
    )
