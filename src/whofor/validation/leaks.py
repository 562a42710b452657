"""Leaks: columns that know the outcome. Found by name, by role, by behaviour, and by being tied to the calendar.

What says who the client is (a canonical fact of accounts: industry, country, size) and what a mapping names as a
definition is never overruled by a name or by behaviour: that is reported, for the user to judge. Two things bar such a
column all the same, as nothing could be learnt from it: it is filled in for one outcome only, so that its values cannot
be compared; or, if it is no canonical fact of accounts, it is time itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from whofor.arrays import BoolArray, IntArray, is_known
from whofor.lexicon.channel_names import channel_by_name
from whofor.lexicon.leak_names import leak_by_name
from whofor.model.data_findings import Issue, Leak
from whofor.model.issue_codes import IssueCode
from whofor.model.parameters import Kind, Parameter, Role
from whofor.model.reasons import LeakReason
from whofor.model.reasons.data import (
    ByName,
    ByRole,
    FillDiffers,
    FilledForOneOutcome,
    FillFollowsOutcome,
    FollowsTheCalendar,
    SeenInOneQuarter,
    SeparatesTooWell,
    TellsOutcome,
)
from whofor.model.run import TimeKind
from whofor.schema.columns import TableName
from whofor.schema.rows import NO_LIMITS, Attribute, Limits
from whofor.validation.calendar_ties import calendar_tie
from whofor.validation.leak_signs import fill_differs, filled_for_one, independent_rows, separates_too_well
from whofor.validation.timeline import Timeline
from whofor.validation.typed_in import typed_in_later

__all__ = ["LeakCheck", "find_leaks", "find_separating", "is_firmographic", "merge_leaks"]

_NOT_BY_BEHAVIOUR = frozenset({TableName.CONTACTS, TableName.SIGNALS})
"""Facts set against the opening cannot leak by fill: what came later counts as not yet known."""
_OF_ANY_OUTCOME = (
    IssueCode.LEVELS_OF_ONE_PART,
    IssueCode.LEVELS_OF_ONE_QUARTER,
    IssueCode.NAMED_LIKE_LEAK_KEPT,
    IssueCode.TIED_TO_CALENDAR_KEPT,
    IssueCode.TIED_TO_ORDER_KEPT,
)


@dataclass(frozen=True, slots=True)
class LeakCheck:
    """Result of the leak checks.

    Attributes:
        leaks: Columns barred, with the reason.
        barred: Names of the barred parameters, with the leak that each is.
        limits: Names of parameters that are not barred, with what they may not be used for.
        issues: What is to be reported of columns that are not barred.
    """

    leaks: tuple[Leak, ...]
    barred: Mapping[str, Leak]
    limits: Mapping[str, Limits] = field(default_factory=dict[str, Limits])
    issues: tuple[Issue, ...] = ()


def is_firmographic(p: Parameter) -> bool:
    """Return whether a canonical column of accounts says who the client is: industry, country, size."""
    return p.table == TableName.ACCOUNTS and p.role is Role.DEFINITION and not p.is_extra


def _is_trusted(p: Parameter) -> bool:
    """Return whether neither a name nor behaviour overrules a column: a firmographic, or a definition of a mapping."""
    return is_firmographic(p) or (p.declared and p.is_searched)


@dataclass(frozen=True, eq=False, slots=True)
class _Deals:
    """Outcome of the deals, with their accounts and what serves as time where these are known."""

    won: BoolArray
    accounts: IntArray | None
    time: Timeline | None


@dataclass(slots=True)
class _Judged:
    """What was found out about one column."""

    why: LeakReason | None = None
    limits: Limits = NO_LIMITS
    issues: tuple[Issue, ...] = ()

    def report(self, code: IssueCode, a: Attribute, n: int, example: str) -> None:
        """Add an issue about the column, with the number of deals that it was judged on."""
        self.issues += (Issue(code, n, (example,) if example else (), a.parameter.label),)


def _percent(*shares: float) -> str:
    return " / ".join(f"{100 * share:.0f} %" for share in shares)


def _by_name(a: Attribute, judged: _Judged) -> None:
    """Bar a column by its name; where a mapping gives it a role, the role wins and the name is reported."""
    p = a.parameter
    part = leak_by_name(p.label) if p.is_extra and p.is_searched else ""
    if part and _is_trusted(p):
        judged.report(IssueCode.NAMED_LIKE_LEAK_KEPT, a, int(is_known(a.values).sum()), part)
    elif part:
        judged.why = ByName(pattern=part)
    elif p.is_extra and p.declared and p.role is Role.DEFINITION and (part := channel_by_name(p.label)):
        judged.report(IssueCode.NAMED_LIKE_CHANNEL_KEPT, a, int(is_known(a.values).sum()), part)


def _by_calendar(a: Attribute, time: Timeline, judged: _Judged) -> None:
    """Bar a column that is tied to the calendar or to the order of the file, or those of its values that are."""
    tie = calendar_tie(a.values, time)
    by_days = time.kind is TimeKind.DAYS
    if is_firmographic(a.parameter):
        if tie.why is not None:
            code = IssueCode.TIED_TO_CALENDAR_KEPT if by_days else IssueCode.TIED_TO_ORDER_KEPT
            judged.report(code, a, tie.n, f"{next(iter(tie.why.params.values())):.2f}")
        return
    judged.why = tie.why
    if tie.why is None and tie.levels:
        judged.limits = replace(judged.limits, levels=tie.levels)
        code = IssueCode.LEVELS_OF_ONE_QUARTER if by_days else IssueCode.LEVELS_OF_ONE_PART
        judged.report(code, a, len(tie.levels), sorted(tie.levels)[0])


def _by_fill(a: Attribute, won: BoolArray, judged: _Judged) -> None:
    """Bar a column that is filled in nearly only for one outcome; else see to it that no gap is taken for evidence."""
    p, n = a.parameter, len(won)
    one = filled_for_one(a.values, won)
    if isinstance(one, FilledForOneOutcome) or (one is not None and not _is_trusted(p)):
        judged.why = one
        return
    differs = one or fill_differs(a.values, won)
    if differs is None:
        return
    if not p.is_searched:
        # Of a confounder the unknown is a stratum, which would explain the outcome by itself.
        judged.why = differs
        return
    judged.limits = replace(judged.limits, known_only=True, is_selected=one is not None)
    code = IssueCode.FILL_FOLLOWS_OUTCOME_KEPT if one is not None else IssueCode.UNKNOWN_NOT_USED
    judged.report(code, a, n, _percent(differs.fill_won, differs.fill_lost))


def _by_separation(a: Attribute, won: BoolArray, judged: _Judged) -> None:
    """Bar a column that separates too well; firmographics are facts by themselves, however well they separate."""
    if is_firmographic(a.parameter):
        return
    separates = separates_too_well(a.values, won)
    if separates is not None and _is_trusted(a.parameter):
        n = int(is_known(a.values).sum())
        judged.report(IssueCode.SEPARATES_TOO_WELL_KEPT, a, n, f"AUC {separates.auc:.2f}")
    else:
        judged.why = separates


def _by_roundness(a: Attribute, won: BoolArray, judged: _Judged) -> None:
    """Limit a number that was typed in later to bands, within which a guess and an exact figure are one."""
    found = typed_in_later(a.values, won)
    if found is not None:
        judged.limits = replace(judged.limits, cuts=found.cuts)
        n = int(is_known(a.values).sum())
        judged.report(IssueCode.TYPED_IN_LATER, a, n, _percent(found.round_won, found.round_lost))


def _by_behaviour(a: Attribute, deals: _Deals, judged: _Judged) -> None:
    """Judge a column by its fill, then by the values among the filled."""
    own = independent_rows(a.values, deals.accounts, deals.won)
    here, won = a.take(own), deals.won[own]
    _by_fill(here, won, judged)
    if judged.why is None:
        _by_separation(here, won, judged)


def _judge(a: Attribute, deals: _Deals) -> _Judged:
    judged, p = _Judged(), a.parameter
    _by_name(a, judged)
    if judged.why is not None or p.kind is Kind.DATE or p.table in _NOT_BY_BEHAVIOUR:
        return judged
    if deals.time is not None and deals.time.known and p.is_searched:
        _by_calendar(a, deals.time, judged)
    if judged.why is None:
        _by_behaviour(a, deals, judged)
    if judged.why is None and p.kind is Kind.NUMBER and p.is_searched:
        _by_roundness(a, deals.won, judged)
    return judged


def find_leaks(
    attributes: Sequence[Attribute],
    confounders: Sequence[Attribute],
    parameters: Sequence[Parameter],
    won: BoolArray,
    *,
    accounts: IntArray | None = None,
    time: Timeline | None = None,
) -> LeakCheck:
    """Bar the columns that know the outcome, and limit the use of those that know a part of it.

    A confounder that is filled in as the deal goes on (a product chosen at signature) would explain everything
    away: it is barred like any other leak, whatever a mapping says, as it would still be no stratum.

    Args:
        attributes: Candidate conditions with a value for each deal.
        confounders: Lead source, salesperson, product ... of each deal.
        parameters: All parameters; those of role `leak` are named as barred.
        won: Which deals were won.
        accounts: Account of each deal; `None` where all differ.
        time: What serves as time; `None` where nothing is to be compared with it.
    """
    leaks = [Leak(p.label, ByRole()) for p in parameters if p.role is Role.LEAK]
    deals = _Deals(won, accounts, time)
    judged = {a.parameter.name: (a.parameter.label, _judge(a, deals)) for a in (*attributes, *confounders)}
    barred = {name: Leak(label, one.why) for name, (label, one) in judged.items() if one.why is not None}
    kept = {name: one for name, (_, one) in judged.items() if one.why is None}
    limits = {name: one.limits for name, one in kept.items() if one.limits != NO_LIMITS}
    issues = tuple(issue for one in kept.values() for issue in one.issues)
    return LeakCheck((*leaks, *barred.values()), barred, limits, issues)


def find_separating(
    attributes: Sequence[Attribute],
    confounders: Sequence[Attribute],
    high: BoolArray,
    accounts: IntArray | None = None,
) -> LeakCheck:
    """Bar the columns that separate deals with a high outcome from those with a low one too well.

    Args:
        attributes: Candidate conditions with a value for each deal.
        confounders: Lead source, salesperson, product ... of each deal.
        high: Deals with a yes, or above the median.
        accounts: Account of each deal; `None` where all differ.
    """
    barred: dict[str, Leak] = {}
    limits: dict[str, Limits] = {}
    issues: list[Issue] = []
    deals = _Deals(high, accounts, None)
    for a in (*attributes, *confounders):
        p, judged = a.parameter, _Judged()
        if p.kind is Kind.DATE or p.table in _NOT_BY_BEHAVIOUR:
            continue
        _by_behaviour(a, deals, judged)
        if judged.why is not None:
            barred[p.name] = Leak(p.label, _of_outcome(judged.why))
            continue
        issues += judged.issues
        if judged.limits != NO_LIMITS:
            limits[p.name] = judged.limits
    return LeakCheck(tuple(barred.values()), barred, limits, tuple(issues))


def _of_outcome(why: LeakReason) -> LeakReason:
    """Return the reason in the words of any outcome, not of won and lost."""
    if isinstance(why, FilledForOneOutcome | FillDiffers):
        return FillFollowsOutcome(fill_high=why.fill_won, fill_low=why.fill_lost)
    return TellsOutcome(why.auc) if isinstance(why, SeparatesTooWell) else why


def merge_leaks(known: LeakCheck, own: LeakCheck, given: frozenset[str]) -> LeakCheck:
    """Return the leaks of two checks, without those of the first that a mapping names as known before.

    How often a column is filled in for won deals and for lost ones is of no matter where another outcome is compared
    among the won; that it is tied to the calendar is.

    Args:
        known: Leaks of who was won.
        own: Leaks of the outcome itself.
        given: Names of parameters that a mapping gives another role.
    """
    of_role = tuple(leak for leak in known.leaks if leak not in known.barred.values())
    barred = {
        name: leak
        for name, leak in known.barred.items()
        if name not in given or isinstance(leak.why, FollowsTheCalendar | SeenInOneQuarter)
    } | dict(own.barred)
    limits = {name: Limits(levels=one.levels) for name, one in known.limits.items() if one.levels}
    for name, one in own.limits.items():
        limits[name] = replace(one, levels=limits.get(name, one).levels)
    issues = [issue for issue in known.issues if issue.code in _OF_ANY_OUTCOME]
    free = {name: one for name, one in limits.items() if name not in barred}
    return LeakCheck((*of_role, *barred.values()), barred, free, (*issues, *own.issues))
