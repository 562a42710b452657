"""One look at a profile: deals opened since its version was made, against what it promised."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray, distinct_codes, is_known
from whofor.days import days_of
from whofor.model.measure import OutcomeName
from whofor.model.parameters import Kind, Role
from whofor.model.profile import Icp, IdealCustomerProfile
from whofor.model.profile_changes import IcpLook, IcpSpent, LookSpent, MixLook, RecordingChange, VersionComparison
from whofor.profile.compare import ComparedDeals, compare_versions, strata_of_rest
from whofor.profile.following import DealDays, Followed, account_likeness, ages_of, follow, with_shrunk_wins
from whofor.profile.looking import LookPlan, WatchedIcp, look_at_icps
from whofor.profile.mix import AttributeCodes, look_at_mix
from whofor.profile.recording import RecordedColumn, recording_changes
from whofor.schema.rows import Attribute, DealRows

__all__ = ["ProfileLook", "Spent", "WatchedDeals", "compare_with_version", "look_at_profile", "watched_deals"]

_MOST_LEVELS = 12
"""Values of an attribute whose mix is watched; rarer ones are one value. A convention."""
_BANDS = (0.25, 0.5, 0.75)
_A_YEAR = 365.0


@dataclass(frozen=True, eq=False, slots=True)
class WatchedDeals:
    """Deals with days, those that were won with the day on which they were.

    Attributes:
        days: Their days and accounts.
        rows: Which of the deals that were read they are.
        as_of: Last day on which outcomes are known.
    """

    days: DealDays
    rows: IntArray
    as_of: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What a former look spent.

    Attributes:
        types: By type of client.
        mix: By attribute.
    """

    types: Mapping[str, IcpSpent]
    mix: Mapping[str, LookSpent]


@dataclass(frozen=True, eq=False, slots=True)
class ProfileLook:
    """What a look says.

    Attributes:
        types: Each type of client of the profile that could be looked at.
        mix: Who is met.
        comparison: Why the overall rate changed; `None` where too few deals are old enough.
        n_since: Deals opened since the version was made.
    """

    types: tuple[IcpLook, ...]
    mix: tuple[MixLook, ...]
    comparison: VersionComparison | None
    n_since: int


def watched_deals(rows: DealRows, repeated: BoolArray, as_of: float) -> WatchedDeals:
    """Return the deals that can be followed: dated, each once, and not opened after the last known day.

    Args:
        rows: All deals as they were read.
        repeated: Which of them repeat another one.
        as_of: Last day on which outcomes are known.
    """
    with np.errstate(invalid="ignore"):
        dated = np.isfinite(rows.opened) & (rows.opened <= as_of) & ~repeated
    # A deal that was won on a day that nobody wrote down cannot be followed.
    chosen = np.flatnonzero(dated & (~rows.won | np.isfinite(rows.days_to_close))).astype(np.int64)
    days = np.maximum(np.floor(rows.days_to_close[chosen]), 0.0)
    accounts = np.arange(len(rows)) if rows.accounts is None else rows.accounts
    numbered = np.unique(accounts[chosen], return_inverse=True)[1].astype(np.int64)
    won_after = np.where(rows.won[chosen], days, np.inf)
    return WatchedDeals(DealDays(np.floor(rows.opened[chosen]), won_after, numbered), chosen, as_of)


def look_at_profile(
    profile: IdealCustomerProfile,
    deals: WatchedDeals,
    inside: Mapping[str, BoolArray],
    attributes: Sequence[Attribute],
    former: Sequence[Spent],
    *,
    seed: int = 0,
) -> ProfileLook:
    """Return what a look at a profile says.

    Args:
        profile: The version.
        deals: The deals.
        inside: For each type of client that can be read, which of all deals that were read are of it.
        attributes: Facts that the types of client are defined by, of all deals that were read.
        former: What each former look at this version spent.
        seed: Seed of shuffles and resamples.
    """
    watch = _Watch.of(profile, deals, inside)
    types = look_at_icps(watch.types([spent.types for spent in former]), watch.plan)
    return ProfileLook(
        types=types,
        mix=watch.mix(attributes, [spent.mix for spent in former], seed),
        comparison=watch.comparison(attributes, {look.id for look in types if look.standing.moved}, seed),
        n_since=int(watch.since.sum()),
    )


def compare_with_version(
    profile: IdealCustomerProfile,
    deals: WatchedDeals,
    inside: Mapping[str, BoolArray],
    attributes: Sequence[Attribute],
    *,
    seed: int = 0,
) -> VersionComparison | None:
    """Return why the overall rate changed since a version; `None` where too few deals are old enough.

    Arguments are those of `look_at_profile`. Nothing of the error of planned looks is spent.
    """
    return _Watch.of(profile, deals, inside).comparison(attributes, (), seed)


def _day(iso: str, otherwise: float) -> float:
    return float(days_of(date.fromisoformat(iso))) if iso else otherwise


@dataclass(frozen=True, eq=False, slots=True)
class _Watch:
    """The deals of a profile, those that made it and those since.

    Attributes:
        profile: The version.
        deals: The deals.
        since: Which of them were opened since it was made.
        masks: Which are of each type of client.
        groups: Number of the first type of client of each, from 1; 0 for none.
        made: Day up to which the version knew outcomes.
    """

    profile: IdealCustomerProfile
    deals: WatchedDeals
    since: BoolArray
    masks: Mapping[str, BoolArray]
    groups: IntArray
    made: float

    @classmethod
    def of(cls, profile: IdealCustomerProfile, deals: WatchedDeals, inside: Mapping[str, BoolArray]) -> _Watch:
        """Return the deals of a version; arguments are those of `look_at_profile`."""
        since = deals.days.opened > _day(profile.until, -np.inf)
        masks = {icp.id: inside[icp.id][deals.rows] for icp in profile.icps if icp.id in inside}
        groups = _groups(list(masks.values()), len(since))
        return cls(profile, deals, since, masks, groups, _day(profile.as_of, deals.as_of))

    @property
    def plan(self) -> LookPlan:
        """The part of the planned time that is over."""
        watch = self.profile.watch
        return LookPlan(max(0.0, (self.deals.as_of - self.made) / (watch.looks * watch.days)), watch.alpha)

    @property
    def known_then(self) -> FloatArray:
        """Days to the win of each deal, as the version knew them."""
        days = self.deals.days
        return np.where(days.opened + days.won_after <= self.made, days.won_after, np.inf)

    def types(self, former: Sequence[Mapping[str, IcpSpent]]) -> list[WatchedIcp]:
        """Return the types of client, followed then and since."""
        days, old, known = self.deals.days, ~self.since, self.known_then
        likeness = account_likeness(np.isfinite(known[old]), self.groups[old], days.account[old])
        watched: list[WatchedIcp] = []
        for icp in self.profile.icps:
            if icp.id not in self.masks:
                continue
            mask = self.masks[icp.id]
            ages = ages_of(known[mask & old], known[old])
            then = self._promised(icp, ages, likeness)
            new = follow(days.take(mask & self.since), ages, self.deals.as_of, likeness)
            spent = tuple(look[icp.id] for look in former if icp.id in look)
            watched.append(WatchedIcp(icp.id, then, new, self._expected(mask & old), spent))
        return watched

    def _promised(self, icp: Icp, ages: FloatArray, likeness: float) -> Followed:
        """Return the deals that a promise rests on: those that no search had seen, and the others at a shrunken rate.

        Args:
            icp: The type of client.
            ages: Ages at which days are cut.
            likeness: How alike the deals of an account are.
        """
        days, mask, won = self.deals.days, self.masks[icp.id] & ~self.since, icp.won
        # A type that was picked for another outcome was not picked for its wins: all its deals count.
        if won is None or not won.unseen or not won.since or self.profile.outcome != OutcomeName.WON:
            return follow(days.take(mask), ages, self.made, likeness)
        # Accounts are held back whole, by their first deal, as in `validation.split`.
        first = np.full(int(days.account.max(initial=-1)) + 1, np.inf)
        np.minimum.at(first, days.account, days.opened)
        seen = mask & (first[days.account] < _day(won.since, -np.inf))
        # Of deals held back at random nobody knows which they were: all count as searched.
        seen = seen if seen.any() or won.shrinkage is None else mask
        if won.shrinkage is None:
            return follow(days.take(mask & ~seen), ages, self.made, likeness)
        everyone = follow(days.take(mask), ages, self.made, likeness)
        return with_shrunk_wins(everyone, follow(days.take(seen), ages, self.made, likeness), won.shrinkage)

    def _expected(self, old: BoolArray) -> float:
        """Return the deals of a type that are expected by the end of the plan, as many a day as in the last year."""
        if not old.any():
            return 0.0
        opened, watch = self.deals.days.opened, self.profile.watch
        last = _day(self.profile.until, float(opened[old].max()))
        reach = min(_A_YEAR, last - float(opened[old].min()) + 1)
        return float((old & (opened > last - reach)).sum()) / reach * watch.looks * watch.days

    def mix(
        self, attributes: Sequence[Attribute], former: Sequence[Mapping[str, LookSpent]], seed: int
    ) -> tuple[MixLook, ...]:
        """Return who is met, by the facts that define the types of client."""
        coded: list[AttributeCodes] = []
        for a in attributes:
            if a.parameter.kind is Kind.DATE:
                # The last event before an old deal is often overwritten by a later one: its mix moves by itself.
                continue
            name, codes = a.parameter.name, _codes(a.values[self.deals.rows], ~self.since)
            if codes is not None:
                coded.append(AttributeCodes(name, codes, tuple(look[name] for look in former if name in look)))
        return look_at_mix(coded, self.since, self.deals.days.account, self.plan, seed=seed)

    def comparison(
        self, attributes: Sequence[Attribute], moved: Collection[str], seed: int
    ) -> VersionComparison | None:
        """Return why the overall rate changed, of deals that are old enough; `None` where one side has none.

        Args:
            attributes: Facts that the types of client are defined by.
            moved: Types of client that the look found to have moved.
            seed: Seed of the resamples.
        """
        days, old = self.deals.days, ~self.since
        ages = ages_of(self.known_then[old])
        if not len(ages):
            return None
        horizon = float(ages[-1])
        ripe = np.where(old, days.ripe(horizon, self.made), days.ripe(horizon, self.deals.as_of))
        if not (ripe & old).any() or not (ripe & self.since).any():
            return None
        chosen = ComparedDeals(
            group=self.groups[ripe],
            groups=("", *self.masks),
            won=days.won_within(horizon, self.deals.as_of)[ripe],
            account=days.account[ripe],
            since=self.since[ripe],
        )
        codes = (_codes(a.values[self.deals.rows], old) for a in attributes if a.parameter.kind is not Kind.DATE)
        chosen = replace(chosen, within=strata_of_rest([c[ripe] for c in codes if c is not None], chosen))
        return compare_versions(chosen, self._recording(attributes), moved, seed=seed)

    def _recording(self, attributes: Sequence[Attribute]) -> tuple[RecordingChange, ...]:
        order, looks = np.argsort(self.deals.days.opened, kind="stable"), self.profile.watch.looks
        columns = [
            RecordedColumn(p.label, a.values[self.deals.rows][order], p.role is Role.CHANNEL)
            for a in attributes
            for p in (a.parameter,)
        ]
        return recording_changes(columns, self.since[order], self.deals.days.account[order], looks)


def _groups(masks: Sequence[BoolArray], n: int) -> IntArray:
    """Return the number of the first type of client that each deal is of, from 1; 0 for none."""
    found = np.zeros(n, dtype=np.int64)
    for number, mask in reversed(list(enumerate(masks, 1))):
        found[mask] = number
    return found


def _codes(values: Column, old: BoolArray) -> IntArray | None:
    """Return the value of each deal as a number, from 0, below 0 where it is not known; `None` where all are one."""
    known = np.asarray(is_known(values), dtype=np.bool_)
    codes = np.full(len(values), -1, dtype=np.int64)
    if not (known & old).any():
        return None
    if values.dtype.kind == "f":
        cuts = np.unique(np.quantile(values[known & old], _BANDS))
        codes[known] = np.searchsorted(cuts, values[known], side="right")
    else:
        names, found = distinct_codes(values[known])
        usual = np.argsort(-np.bincount(found[old[known]], minlength=len(names)), kind="stable")[:_MOST_LEVELS]
        place = np.full(len(names), len(usual), dtype=np.int64)
        place[usual] = np.arange(len(usual))
        codes[known] = place[found]
    return codes if len(np.unique(codes[known])) > 1 else None
