"""Preparation of a search: which deals may be judged, which are held back, which columns are barred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from whofor.analysis.judged import Judged, each_once
from whofor.analysis.usable import check_measured, check_usable, no_facts
from whofor.arrays import BoolArray
from whofor.cube import SearchSettings
from whofor.figures.outcome import Outcome
from whofor.model import FindingKind, Parameter, Role, SetAside
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.model.reasons.data import ByName
from whofor.model.search_record import LEVEL
from whofor.outcomes.after_sale import with_barred_outcomes, with_post_sale_measures
from whofor.outcomes.clients import Clients, held_back_of_all
from whofor.outcomes.kinds import Measured, MeasureInput
from whofor.outcomes.measurements import Measurements
from whofor.outcomes.registry import outcome_kind
from whofor.schema.lead_sources import Effort
from whofor.schema.rows import Attribute, DealRows
from whofor.segments.encode import EncodedAttribute, encode_attributes, limit_depth
from whofor.segments.study import Study
from whofor.stats.threads import one_blas_thread
from whofor.validation.bench import Bench
from whofor.validation.confounders import choose_strata, confounders_of
from whofor.validation.file_order import order_of_file
from whofor.validation.leaks import LeakCheck, find_leaks, find_separating, merge_leaks
from whofor.validation.not_judged import counted
from whofor.validation.ripeness import judge_ripeness
from whofor.validation.split import hold_out
from whofor.validation.timeline import Timeline

__all__ = ["Prepared", "draw_again", "prepare"]

_FEW = 200
"""Of fewer deals pairs are searched and not triples, as few triples would reach the support."""
_KEPT_OF_FEW = 1.0
"""Score from which a combination of few deals may be a hypothesis: one standard error better than the others."""
_EXHAUSTIVE = 3
"""Conditions up to which every combination is looked at."""
_FOR_CLIENTS, _FOR_CHANNELS = 0.8, 0.2
"""How the error rate of 5 % is shared where there are facts of both kinds, so that a run names something that is not
there in one data set of twenty at most. Types of client are what is asked for, and pay least: their threshold rises by
0.05 standard errors, whatever number of pages and forms the export lists. A convention, fixed before any look."""
_FEWEST_BEYOND = 5
"""Shuffles that may be as strong as the threshold of the strictest depth: of fewer, one shuffle more or less decides.
Where searches of several parts share the error rate, thresholds are stricter and more shuffles are needed."""


@dataclass(frozen=True, eq=False, slots=True)
class Prepared:
    """Deals prepared for a search, with everything that is decided before it.

    Attributes:
        every_deal: All deals as they were read, but for those that surely repeat another one.
        parameters: What the columns mean.
        study: The deals that may be judged, encoded and scored by the facts that can be searched in advance.
        seen: The same by the facts that are seen only when people come; `None` where there are none.
        bench: What segments are judged against.
        time: What serves as time, of the deals that may be judged.
        clients: All deals with their outcomes.
        judged: Which of these may be judged.
        leaks: Columns barred, and limits on the others.
        barred: The barred columns, of the deals that may be judged.
        all_judged: Which of all deals that were read are judged, and why the others are not.
        n_won: Won deals among those that may be judged.
        n_alike: Deals that probably repeat another one, and are kept together with it.
        parts: Searches, of parts of the deals, that share the error rate; 1 where this is the only one.
    """

    every_deal: DealRows
    parameters: Sequence[Parameter]
    study: Study
    seen: Study | None
    bench: Bench
    time: Timeline
    clients: Clients
    judged: BoolArray
    leaks: LeakCheck
    barred: tuple[Attribute, ...]
    all_judged: Judged
    n_won: int
    n_alike: int
    parts: int = 1

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """How many deals are not judged, by reason."""
        return counted(self.all_judged.not_judged)

    @property
    def doubtful(self) -> tuple[Attribute, ...]:
        """Barred columns that a person may define by all the same: not by their name are they held for leaks."""
        leaks = self.leaks.barred
        return tuple(a for a in self.barred if not isinstance(leaks[a.parameter.name].why, ByName))

    @property
    def encoded(self) -> tuple[EncodedAttribute, ...]:
        """Encoded attributes of both kinds."""
        return (*self.study.encoded, *(self.seen.encoded if self.seen is not None else ()))


def _settings(searched: int, options: FindOptions, level: float) -> SearchSettings:
    """Return the settings of the search; depth and support depend on the number of deals that it sees."""
    depth = options.depth or (2 if searched < _FEW else _EXHAUSTIVE)
    support = options.min_support or (_support_of_few(searched) if searched < _FEW else max(20, searched // 1000))
    strictest = level * _FOR_CHANNELS * min(options.alpha_by_depth) / sum(options.alpha_by_depth)
    shuffles = options.permutations if level == LEVEL else max(options.permutations, ceil(_FEWEST_BEYOND / strictest))
    return SearchSettings(depth, support, shuffles, options.seed, threads=options.threads)


def _support_of_few(searched: int) -> int:
    """Return the fewest deals of a type of client that a search of few deals looks at: an eighth of them, 3 to 10.

    Shuffles hold the error rate whatever the support is; this decides what can be found at all.
    """
    return min(10, max(3, searched // 8))


def _leaks(rows: DealRows, parameters: Sequence[Parameter], known: LeakCheck, measured: Measured) -> LeakCheck:
    """Return the columns that reveal the outcome; for another outcome than won, also those that reveal who was won.

    A column that a mapping names may show what a client is worth though it is filled in for clients only.
    """
    if measured.measure.name == OutcomeName.WON:
        return known
    given = frozenset(p.name for p in parameters if p.declared and (p.is_searched or p.role is Role.CONFOUNDER))
    kept, values = rows.take(measured.keep), measured.values[measured.keep]
    high = values > (0.5 if measured.measure.is_share else np.median(values))
    return merge_leaks(known, find_separating(kept.attributes, kept.confounders, high, kept.accounts), given)


def _studies(
    kept: DealRows,
    bench: Bench,
    parameters: Sequence[Parameter],
    options: FindOptions,
    leaks: LeakCheck,
    *,
    level: float,
) -> tuple[Study, Study | None]:
    """Return the judged deals, encoded and scored by facts to search by, and by those seen only when people come.

    Args:
        kept: The deals.
        bench: What segments are judged against.
        parameters: What the columns mean.
        options: What the user settled.
        leaks: Columns barred, and limits on the others.
        level: Error rate of all that is looked at, of either kind.

    Raises:
        CannotJudge: No column can define a type of client or a channel.
    """
    search = bench.split.search
    settings = _settings(int(search.sum()), options, level)
    if search.all():
        # The best hypotheses are named however weak they are: without held-back deals they state no chance.
        settings = replace(settings, keep_score=_KEPT_OF_FEW)
    clients, channels = (
        encode_attributes(
            [a for a in kept.attributes if a.parameter.role is role], kept.opened, search, settings.min_support
        )
        for role in (Role.DEFINITION, Role.CHANNEL)
    )
    if not clients and not channels:
        raise no_facts(len(kept), parameters, leaks)
    study = _study(kept, bench, options, settings, clients, level=level * (_FOR_CLIENTS if channels else 1))
    if not channels:
        return study, None
    seen = _study(kept, bench, options, settings, channels, level=level * (_FOR_CHANNELS if clients else 1))
    return study, replace(seen, letters=(FindingKind.CHANNEL, FindingKind.CHANNEL))


def _study(
    kept: DealRows,
    bench: Bench,
    options: FindOptions,
    settings: SearchSettings,
    encoded: Sequence[EncodedAttribute],
    *,
    level: float,
) -> Study:
    """Return the judged deals with one kind of facts.

    Args:
        kept: The deals.
        bench: What segments are judged against.
        options: What the user settled.
        settings: How to search, but for the depth, which the facts may limit.
        encoded: The facts; none where the export has none of the kind.
        level: Error rate of all that is looked at.
    """
    search = bench.split.search
    groups = len({e.axis.group for e in encoded})
    settings = replace(settings, depth=min(settings.depth, groups, _EXHAUSTIVE))
    study = Study.of(
        kept,
        bench.outcome,
        search,
        limit_depth(encoded, search, settings.depth),
        strata=bench.strata.codes,
        settings=settings,
        shares=options.alpha_by_depth,
    )
    return replace(study.at_level(level), deeper=options.depth is not None and options.depth > settings.depth)


def _bench(kept: DealRows, outcome: Outcome, time: Timeline, effort: Effort | None, draw: int = 0) -> Bench:
    """Return the bench of the judged deals, with the newest of them held back, and their confounders."""
    kind = outcome_kind(outcome.measure.name)
    # The newest clients were followed for too short a time to show how long clients stay: any others are held back.
    follows = kind is None or kind.follows_newest
    split = hold_out(outcome.values, outcome.accounts, time, draw=draw, follows_newest=follows)
    confounders = confounders_of(kept, time)
    searched = [c.take(split.search) for c in confounders]
    strata = choose_strata(searched, time.take(split.search))
    days = np.where(kept.won, kept.days_to_close, np.nan)
    return Bench(kept, outcome, split, confounders, strata, days, effort)


def _effort(rows: DealRows, keep: BoolArray) -> Effort | None:
    """Return by whose effort each judged deal came; `None` where no source is recorded."""
    classes = None if rows.history is None else rows.history.source_class
    return None if classes is None else Effort.of(classes, len(rows)).take(keep)


@one_blas_thread()
def prepare(
    rows: DealRows, parameters: Sequence[Parameter], options: FindOptions, today: float, *, parts: int = 1
) -> Prepared:
    """Prepare deals for a search: drop copies, bar leaks, set unripe deals aside, hold the newest back, encode, score.

    Args:
        rows: All deals.
        parameters: What the columns mean.
        options: What the user settled.
        today: Today, days since 1970-01-01.
        parts: Searches that share the error rate, each of one part of the deals; these deals are one of the parts.

    Raises:
        CannotJudge: The deals cannot carry an analysis.
        DataError: Parent companies are asked for and no account names one.
        UsageError: There is no such outcome.
    """
    # Before copies are dropped: a problem counts the deals that the user's file holds.
    check_usable(rows, parameters, options.outcome)
    once = each_once(rows, parameters, options.unit)
    rows = once.rows
    ripeness = judge_ripeness(rows, today, options.as_of)
    time = Timeline.of_days(rows.opened) if ripeness.dated else order_of_file(rows)
    judged = rows.take(ripeness.keep)
    known = find_leaks(
        judged.attributes,
        judged.confounders,
        parameters,
        judged.won,
        accounts=judged.accounts,
        time=time.take(ripeness.keep),
    )
    every_deal = rows
    rows, interactions = with_post_sale_measures(with_barred_outcomes(rows, known), ripeness)
    outcomes = Measurements(MeasureInput(rows, ripeness, dict(options.weights)))
    better = {"more": 1, "less": -1}.get(options.better, 0)
    measured = outcomes.measure(options.outcome, better)
    check_measured(measured, rows, parameters)
    leaks = _leaks(rows, parameters, known, measured)
    whole = rows.take(measured.keep)
    kept = whole.without(leaks.barred).limited(leaks.limits)
    outcome = Outcome.of(measured.measure, measured.values[measured.keep], kept.repeated_accounts)
    kept_time = time.take(measured.keep)
    bench = _bench(kept, outcome, kept_time, _effort(rows, measured.keep))
    held_back = held_back_of_all(rows, measured.keep, bench.split, time)
    clients = Clients(rows.without(leaks.barred), ripeness, outcomes, held_back, interactions)
    study, seen = _studies(kept, bench, parameters, options, leaks, level=LEVEL / parts)
    return Prepared(
        every_deal=every_deal,
        parameters=parameters,
        study=study,
        seen=seen,
        bench=bench,
        time=kept_time,
        clients=clients,
        judged=measured.keep,
        leaks=leaks,
        barred=tuple(a for a in whole.attributes if a.parameter.name in leaks.barred),
        all_judged=Judged.of(once, measured.keep, measured.not_judged, until=ripeness.as_of, options=options),
        n_won=int(kept.won.sum()),
        n_alike=once.n_alike,
        parts=parts,
    )


@one_blas_thread()
def draw_again(prepared: Prepared, options: FindOptions, draw: int) -> Prepared:
    """Return the same deals with other deals held back, where these are drawn at random.

    Args:
        prepared: Deals of which a random quarter is held back.
        options: What the user settled.
        draw: Number of the draw; 0 is that of `prepared`.
    """
    kept = prepared.clients.rows.take(prepared.judged).limited(prepared.leaks.limits)
    bench = _bench(kept, prepared.bench.outcome, prepared.time, prepared.bench.effort, draw)
    held_back = np.zeros(len(prepared.judged), dtype=np.bool_)
    held_back[prepared.judged] = ~bench.split.search
    level = LEVEL / prepared.parts
    study, seen = _studies(kept, bench, prepared.parameters, options, prepared.leaks, level=level)
    clients = replace(prepared.clients, held_back=held_back)
    return replace(prepared, study=study, seen=seen, bench=bench, clients=clients)
