"""What watching a profile says in years in which nothing moved, and in years in which something did.

    python benchmarks/watching.py icps      --seeds 400   # false alarms, an ICP halved, an ICP gone: 12 monthly looks
    python benchmarks/watching.py causes    --seeds 100   # right and wrong causes at the end of the year
    python benchmarks/watching.py mix       --seeds 200   # who is met: false alarms, and a shift that is there
    python benchmarks/watching.py recording --seeds 200   # columns named though nothing changed, and one that did

Years are those of the built-in example: three years that make the version, one that is watched. Deals are assigned to
ICPs by the planted definitions, so that only the statistics are measured, not the search. `--kind NAME` measures one
kind alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from scipy.stats import beta

from whofor.arrays import BoolArray, IntArray
from whofor.example import AS_OF, FIRST_DAY, Moves, PlantedTruth
from whofor.example.moves import unfilled
from whofor.example.simulation import Simulation, simulate
from whofor.example.truth import Group
from whofor.example.world import COUNTRIES, SECTORS, SIZE_BANDS
from whofor.model.profile_changes import CauseKind, IcpLook, RecordingChange, VersionComparison
from whofor.profile.compare import ComparedDeals, compare_versions, strata_of_rest
from whofor.profile.following import DealDays, account_likeness, ages_of, follow
from whofor.profile.looking import ALPHA, LookPlan, WatchedIcp, look_at_icps
from whofor.profile.mix import AttributeCodes, look_at_mix
from whofor.profile.recording import RecordedColumn, recording_changes

LOOKS = 12
UNTIL = date(2027, 9, 30)
DEALS = 3_333
MADE = AS_OF.toordinal()
TRUTH = PlantedTruth()
GROUPS = {"": Group.NEUTRAL, "icp_a": Group.ICP_A, "icp_b": Group.ICP_B, "asia": Group.ASIA, "public": Group.PUBLIC}
ICPS = ("icp_a", "icp_b")
FEWER = tuple((name, 0.9) for name in ("Public sector", "Retail", "Software", "Logistics", "Healthcare", "Media"))
REFOCUSED = tuple((s.label, 0.9) for s in SECTORS if s.label not in {"Fintech", "Manufacturing"})


def moves(**change: object) -> Moves:
    """Return the moves of a year that is watched. The slow rise of the example stops: it would be a move of its own."""
    truth = replace(TRUTH, drift_odds=1.0, **{k: v for k, v in change.items() if k.endswith("_rate")})
    return replace(
        Moves(until=UNTIL, truth_after=truth), **{k: v for k, v in change.items() if not k.endswith("_rate")}
    )


KINDS: dict[str, Moves] = {
    "unmoved": moves(),
    "slow rise": Moves(until=UNTIL),
    "A halved": moves(icp_a_win_rate=0.24),
    "B halved": moves(icp_b_win_rate=0.25),
    "A gone": moves(icp_a_win_rate=TRUTH.base_win_rate),
    "B gone": moves(icp_b_win_rate=TRUTH.base_win_rate),
    "other mix": moves(fewer=FEWER),
    "two sectors": moves(fewer=REFOCUSED),
    "size not recorded": moves(unfilled=(("Number of Employees", 0.5),)),
}
RIGHT = {"unmoved": "", "slow rise": "", "A halved": "icp_a", "B halved": "icp_b", "A gone": "icp_a", "B gone": "icp_b"}
RIGHT |= {"other mix": "mix", "two sectors": "mix", "size not recorded": "recording employees"}


@dataclass(frozen=True, eq=False)
class Year:
    """One company: three years that made the version, and the year watched."""

    sim: Simulation

    @cached_property
    def deals(self) -> DealDays:
        """Days and accounts of the deals."""
        out = self.sim.outcomes
        opened = self.sim.deals.opened.astype(np.float64)
        return DealDays(opened, np.where(out.will_win, out.closed_day - opened, np.inf), self.sim.deals.account)

    @property
    def since(self) -> BoolArray:
        """Which deals were opened after the version was made."""
        return self.sim.deals.opened > MADE

    @cached_property
    def employees_known(self) -> BoolArray:
        """Whether the number of people of each deal's company is recorded."""
        gone = unfilled(self.sim.seed, self.sim.moves, self.sim.created).get("Number of Employees")
        return ~(np.zeros(len(self.sim.created), dtype=np.bool_) if gone is None else gone)[self.sim.deals.account]

    @cached_property
    def group(self) -> IntArray:
        """Group of each deal as the columns tell it: a company of unknown size is in none."""
        place = np.array([list(GROUPS.values()).index(g) for g in Group])[self.sim.deals.group]
        return np.where(self.employees_known, place, 0)

    @cached_property
    def likeness(self) -> float:
        """How alike the outcomes of an account are, on the deals that made the version."""
        old = ~self.since
        won = self.deals.won_within(np.inf, MADE)[old]
        return account_likeness(won, self.group[old], self.deals.account[old])

    def looks(self, watched: tuple[str, ...] = ICPS, alpha: float = ALPHA) -> Iterator[tuple[IcpLook, ...]]:
        """Look every month, each look knowing what the former ones spent."""
        former: dict[str, tuple] = dict.fromkeys(watched, ())
        history, everyone = ~self.since, np.where(self.since, np.inf, self.deals.won_after)
        parts = {}
        for name in watched:
            inside = self.group == list(GROUPS).index(name)
            then = self.deals.take(inside & history)
            known = np.where(then.opened + then.won_after <= MADE, then.won_after, np.inf)
            ages = ages_of(known, everyone)
            expected = len(then.opened) * (UNTIL.toordinal() - MADE) / (MADE - FIRST_DAY.toordinal())
            parts[name] = (
                ages,
                follow(then, ages, MADE, self.likeness),
                self.deals.take(inside & self.since),
                expected,
            )
        for month in range(1, LOOKS + 1):
            day = day_of(month)
            icps = [
                WatchedIcp(name, then, follow(new, ages, day, self.likeness), expected, former[name])
                for name, (ages, then, new, expected) in parts.items()
            ]
            looks = look_at_icps(icps, LookPlan(month / LOOKS, alpha))
            for look in looks:
                former[look.id] = (*former[look.id], look.spent)
            yield looks

    def recording(self, month: int) -> tuple[RecordingChange, ...]:
        """Which columns are recorded otherwise, of those met until a month."""
        upto = self.sim.deals.opened <= day_of(month)
        rng = np.random.default_rng([self.sim.seed, 6])
        columns = {
            "employees": np.where(self.employees_known, "known", None),
            "industry": labels(self.sim.accounts.sector, [s.label for s in SECTORS], rng, 0.06)[self.deals.account],
            "country": labels(self.sim.accounts.country, [c.code for c in COUNTRIES], rng, 0.06)[self.deals.account],
        }
        recorded = [RecordedColumn(name, values[upto].astype(object)) for name, values in columns.items()]
        return recording_changes(recorded, self.since[upto], self.deals.account[upto], LOOKS)

    def compared(self, month: int, moved: set[str]) -> VersionComparison:
        """Compare the deals that made the version with those since, as known in a month."""
        old, deals = ~self.since, self.deals
        horizon = float(ages_of(deals.won_after[old & deals.won_within(np.inf, MADE)])[-2])
        day = day_of(month)
        ripe = np.where(old, deals.ripe(horizon, MADE), deals.ripe(horizon, day))
        chosen = ComparedDeals(
            group=self.group[ripe],
            groups=tuple(GROUPS),
            won=deals.won_within(horizon, day)[ripe],
            account=deals.account[ripe],
            since=self.since[ripe],
        )
        facts = (self.sim.accounts.sector, self.sim.accounts.country, self.sim.accounts.band)
        strata = strata_of_rest([codes[deals.account][ripe] for codes in facts], chosen)
        chosen = replace(chosen, within=strata)
        return compare_versions(chosen, self.recording(month), moved, seed=self.sim.seed)


def day_of(month: int) -> int:
    """Day of the look of a month."""
    return MADE + round((UNTIL.toordinal() - MADE) * month / LOOKS)


def labels(codes: IntArray, names: list[str], rng: np.random.Generator, missing: float) -> np.ndarray:
    """Names of codes, some of them missing at random."""
    values = np.array([*names, None], dtype=object)[codes]
    values[rng.random(len(codes)) < missing] = None
    return values


def upper(hits: int, n: int) -> float:
    """One-sided upper 95 % bound of a share.

    Source: Clopper & Pearson (1934), Biometrika 26:404.
    """
    return 1.0 if hits == n else float(beta.ppf(0.95, hits + 1, n - hits))


def share(hits: int, n: int) -> str:
    """A share with its upper bound."""
    return f"{hits} of {n} = {hits / n:.1%} (upper 95 % bound {upper(hits, n):.1%})"


def year(kind: str, seed: int) -> Year:
    """Return one year of a kind."""
    return Year(simulate(seed, TRUTH, DEALS, KINDS[kind]))


def icps(kind: str, seeds: range) -> str:
    """Alarms of a kind of year: how many, in which month, by evidence that may be read at any time."""
    first, proved, falsely = [], 0, 0
    for seed in seeds:
        months: dict[str, int] = {}
        sure = False
        for month, looks in enumerate(year(kind, seed).looks(), 1):
            for look in looks:
                if look.standing.moved:
                    months.setdefault(look.id, month)
                sure |= look.proved and look.id == (RIGHT[kind] or look.id)
        wanted = {k: m for k, m in months.items() if k == RIGHT[kind]} if RIGHT[kind] in ICPS else months
        falsely += bool(set(months) - set(wanted))
        first.append(min(wanted.values(), default=99))
        proved += sure
    at = np.array(first)
    seen = at <= LOOKS
    middle = f"{np.median(at[seen]):.0f}" if seen.any() else "-"
    by = " ".join(f"{m}: {np.mean(at <= m):.2f}" for m in (1, 2, 3, 4, 5, 6, 8, 10, 12))
    return (
        f"{kind}: alarm in {share(int(seen.sum()), len(seeds))}; "
        f"month of the first (median) {middle}; seen by month {by}; "
        f"proved {proved / len(seeds):.1%}; another ICP named {falsely / len(seeds):.1%}"
    )


def causes(kind: str, seeds: range) -> str:
    """Causes named at the end of the year, and in the years in which one of the ICPs gave an alarm."""
    right = wrong = alarmed = right_then = 0
    mixes, narrower = [], 0
    for seed in seeds:
        here = year(kind, seed)
        moved = {look.id for looks in here.looks() for look in looks if look.standing.moved}
        compared = here.compared(LOOKS, moved)
        named = named_causes(compared)
        right += RIGHT[kind] in named
        wrong += bool(named - {RIGHT[kind]})
        narrower += compared.same_but_narrower
        mixes.append(compared.causes[0].points)
        if moved:
            alarmed += 1
            right_then += RIGHT[kind] in named
    return (
        f"{kind}: right cause in {share(right, len(seeds))}, a wrong one in {share(wrong, len(seeds))}; "
        f"same but narrower {narrower}; "
        f"mix {np.mean(mixes):+.3f} on average; right in {right_then} of {alarmed} years with an alarm"
    )


def named_causes(compared: VersionComparison) -> set[str]:
    """Names of all that is called a cause."""
    named = {cause.group or "rest" if cause.kind is CauseKind.OUTCOME else "mix" for cause in compared.named}
    return named | {f"recording {change.column}" for change in compared.recording}


def mix(kind: str, seeds: range) -> str:
    """Years in which the mix of any attribute is said to have changed."""
    first: list[int] = []
    for seed in seeds:
        here = year(kind, seed)
        accounts, account = here.sim.accounts, here.deals.account
        attributes = {
            "industry": accounts.sector[account],
            "country": accounts.country[account],
            "size": accounts.band[account],
            "source": here.sim.deals.source,
        }
        assert len(SIZE_BANDS) > accounts.band.max()
        former: dict[str, tuple] = dict.fromkeys(attributes, ())
        month = 99
        for k in range(1, LOOKS + 1):
            upto = here.sim.deals.opened <= day_of(k)
            coded = [AttributeCodes(name, codes[upto], former[name]) for name, codes in attributes.items()]
            looks = look_at_mix(coded, here.since[upto], account[upto], LookPlan(k / LOOKS), seed=seed, draws=4_999)
            former = {look.attribute: (*former[look.attribute], look.spent) for look in looks}
            if any(look.moved for look in looks):
                month = k
                break
        first.append(month)
    seen = [m for m in first if m <= LOOKS]
    return f"{kind}: other mix in {share(len(seen), len(seeds))}; month (median) {np.median(seen) if seen else 0:.0f}"


def recording(kind: str, seeds: range) -> str:
    """Years in which any column is said to be recorded otherwise at any look."""
    first = []
    for seed in seeds:
        here = year(kind, seed)
        first.append(next((m for m in range(1, LOOKS + 1) if here.recording(m)), 99))
    seen = [m for m in first if m <= LOOKS]
    return (
        f"{kind}: recorded otherwise in {share(len(seen), len(seeds))}; "
        f"month (median) {np.median(seen) if seen else 0:.0f}"
    )


MEASURES: dict[str, tuple[Callable[[str, range], str], tuple[str, ...]]] = {
    "icps": (icps, ("unmoved", "slow rise", "A halved", "B halved", "A gone", "B gone")),
    "causes": (causes, tuple(KINDS)),
    "mix": (mix, ("unmoved", "other mix")),
    "recording": (recording, ("unmoved", "other mix", "size not recorded")),
}


def main() -> None:
    """Print a line for each kind of year."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=tuple(MEASURES))
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--kind", choices=tuple(KINDS))
    args = parser.parse_args()
    measure, kinds = MEASURES[args.measure]
    for kind in (args.kind,) if args.kind else kinds:
        print(measure(kind, range(args.first, args.first + args.seeds)), flush=True)


if __name__ == "__main__":
    main()
