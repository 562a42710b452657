"""Whether hypotheses hold as often as they say: the chance that is printed against as many new deals.

    python benchmarks/hypotheses.py                       # all cases, 100 sets each
    python benchmarks/hypotheses.py --sets 60 --cases noise weak
    python benchmarks/hypotheses.py --out docs            # tables for the documentation

A set is a law (who wins how often) and deals drawn by it. Where nothing passes, each hypothesis says with what chance
as many new deals would show the same direction, or that it may be a toss-up. New deals are drawn by the same law, with
new clients, twenty times as many as were analysed, and the share of the twenty draws in which its deals win more often
than the others is counted.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whofor.analysis.prepare import prepare
from whofor.model import Kind, Parameter, Role, SegmentFinding, Verdict
from whofor.model.options import FindOptions
from whofor.schema.rows import Attribute, DealRows
from whofor.segments.conditions import segment_mask
from whofor.segments.search import search_study
from whofor.validation.judging import hypotheses_of, judge_found

FACTS = {"industry": 6, "country": 5, "segment": 4, "maturity": 3, "territory": 4, "stack": 5}
DRAWS = 20
FIRST_DAY, DAYS = 19_000, 730
BINS = (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)


@dataclass(frozen=True)
class Case:
    """A kind of data.

    Attributes:
        name: Its name.
        accounts: Number of clients.
        each: Deals of each; 0 for Zipf's law, at most 60.
        sigma: Standard deviation of the log odds of clients.
        odds: Odds of the planted type against the others; 1 for none.
        conditions: Conditions of the planted type, none to two.
        spread: Standard deviation of the log odds of every level of every fact: many small effects.
        base: Log odds of the others.
        extra: Number of further facts, all random.
    """

    name: str
    accounts: int
    each: int = 1
    sigma: float = 0.0
    odds: float = 1.0
    conditions: int = 0
    spread: float = 0.0
    base: float = -1.0
    extra: int = 0


CASES = (
    Case("noise, 1,500 deals", 1500),
    Case("noise, 400 deals", 400),
    Case("noise, 250 deals", 250),
    Case("noise, 150 deals, none held back", 150, base=-1.4),
    Case("noise, 200 × 20, ICC .16", 200, 20, 1.0),
    Case("noise, Zipf, ICC .16", 500, 0, 1.0),
    Case("weak, 400 deals", 400, odds=1.6, conditions=1),
    Case("weak, 1,500 deals", 1500, odds=1.5, conditions=1),
    Case("weak, 150 deals, none held back", 150, odds=2.0, conditions=1, base=-1.4),
    Case("medium, 400 deals", 400, odds=2.5, conditions=1),
    Case("medium, two conditions, 1,500 deals", 1500, odds=2.5, conditions=2),
    Case("weak, 200 × 20, ICC .16", 200, 20, 1.0, odds=2.0, conditions=1),
    Case("noise, 30 facts, 400 deals", 400, extra=23),
    Case("weak, 30 facts, 400 deals", 400, odds=2.0, conditions=1, extra=23),
    Case("many small effects, 400 deals", 400, spread=0.2),
    Case("many small effects, 1,500 deals", 1500, spread=0.12),
)


@dataclass(frozen=True)
class Stated:
    """A hypothesis: what it said, and how often it held.

    Attributes:
        case: Name of the case.
        chance: Chance that it stated; `None` where it said that it may be a toss-up.
        held: Share of draws of new deals that show its direction.
        rank: Its place among the hypotheses of its set.
    """

    case: str
    chance: float | None
    held: float
    rank: int


class Law:
    """Who wins how often in one set.

    Args:
        case: The kind of data.
        seed: Seed.
    """

    def __init__(self, case: Case, seed: int) -> None:
        rng = np.random.default_rng([seed, len(case.name), *case.name.encode()])
        self.case, self.rng = case, rng
        self.facts = FACTS | {f"fact {i}": 2 + i % 7 for i in range(case.extra)}
        self.effects = {name: rng.normal(0, case.spread, k) for name, k in self.facts.items()}
        self.of_source = rng.normal(0, 0.3, 3)
        self.planted = rng.choice(list(FACTS), case.conditions, replace=False).tolist()
        self.levels = {name: int(rng.integers(0, FACTS[name])) for name in self.planted}

    def deals(self, accounts: int) -> DealRows:
        """Draw the deals of some clients."""
        rng, case = self.rng, self.case
        sizes = np.full(accounts, case.each) if case.each else np.minimum(60, rng.zipf(1.8, accounts))
        account = np.repeat(np.arange(accounts), sizes)
        n = len(account)
        facts = {name: rng.integers(0, levels, accounts) for name, levels in self.facts.items()}
        odds = case.base + case.sigma * rng.normal(size=accounts)
        for name, codes in facts.items():
            odds = odds + self.effects[name][codes]
        if self.planted:
            inside = np.logical_and.reduce([facts[name] == self.levels[name] for name in self.planted])
            odds = odds + np.log(case.odds) * inside
        source = rng.integers(0, 3, n)
        chance = 1 / (1 + np.exp(-(odds[account] + self.of_source[source])))
        opened = FIRST_DAY + rng.uniform(0, DAYS, n)
        employees = np.round(np.exp(rng.normal(4, 1.5, accounts))) + 1
        size = Attribute(_parameter("employees", Role.DEFINITION, Kind.NUMBER), employees[account], "employees")
        return DealRows(
            opened=opened,
            closed=opened + rng.uniform(1, 30, n),
            outcome=np.where(rng.random(n) < chance, "won", "lost").astype(object),
            amount=np.full(n, np.nan),
            attributes=(*(_attribute(name, codes[account]) for name, codes in facts.items()), size),
            confounders=(
                _attribute("lead_source", source, Role.CONFOUNDER),
                _attribute("owner", rng.integers(0, 5, n), Role.CONFOUNDER),
            ),
            accounts=account,
        )


def _parameter(name: str, role: Role, kind: Kind) -> Parameter:
    return Parameter(name, name, role, kind, "accounts" if role is Role.DEFINITION else "deals")


def _attribute(name: str, codes: NDArray[np.int64], role: Role = Role.DEFINITION) -> Attribute:
    values = np.array([f"{name} {code}" for code in codes.tolist()], dtype=object)
    return Attribute(_parameter(name, role, Kind.CATEGORY), values, name)


def hypotheses(rows: DealRows, seed: int, permutations: int) -> tuple[SegmentFinding, ...]:
    """The hypotheses of some deals; none where something passed."""
    options = FindOptions(seed=seed, permutations=permutations, threads=1)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    prepared = prepare(rows, parameters, options, FIRST_DAY + DAYS + 60.0)
    study, bench = prepared.study, prepared.bench
    found = search_study(study, options.most_segments)
    judged = [f for direction in (1, -1) for f in judge_found(direction, found, study, bench)]
    return () if any(f.verdict is Verdict.PASS for f in judged) else hypotheses_of(found, study, bench)


def held(finding: SegmentFinding, new: Sequence[DealRows]) -> float:
    """Share of draws of new deals in which the deals of a segment win more often than the others; a tie is half."""
    shares: list[float] = []
    for rows in new:
        inside = segment_mask(finding.segment, rows.attributes, rows.opened)
        if inside.any() and not inside.all():
            gap = float(rows.won[inside].mean() - rows.won[~inside].mean()) * finding.direction
            shares.append(0.5 if gap == 0 else float(gap > 0))
    return float(np.mean(shares)) if shares else 0.5


def runs(cases: Sequence[Case], sets: int, permutations: int) -> Iterator[Stated]:
    """All hypotheses of all sets."""
    for case in cases:
        for seed in range(sets):
            law = Law(case, seed)
            found = hypotheses(law.deals(case.accounts), seed, permutations)
            new = [law.deals(case.accounts) for _ in range(DRAWS)] if found else []
            for rank, f in enumerate(found):
                yield Stated(case.name, f.posterior_right_sign, held(f, new), rank)
        print(case.name, file=sys.stderr, flush=True)


def row(name: str, some: Sequence[Stated]) -> str:
    """One line of a table: how many stated no figure and how many one, what was said on average, what held."""
    without = [s.held for s in some if s.chance is None]
    said = [(s.chance, s.held) for s in some if s.chance is not None]
    average, true = np.mean(said, axis=0).tolist() if said else ("", "")
    alone = np.mean(without).item() if without else ""
    cells = [len(without), alone, len(said), average, true]
    return f"| {name} | {' | '.join(f'{c:.1%}' if isinstance(c, float) else str(c) for c in cells)} |"


def tables(stated: Sequence[Stated]) -> str:
    """Tables by case and by what was said."""
    head = [
        "| | no figure | held in new deals | a figure | said, on average | held in new deals |",
        "|---|" + "---|" * 5,
    ]
    by_case = [row(c, [s for s in stated if s.case == c]) for c in dict.fromkeys(s.case for s in stated)]
    for name, is_noise in (("noise", True), ("effects", False)):
        by_case.append(row(f"**all {name}**", [s for s in stated if s.case.startswith("noise") == is_noise]))
    by_said: list[str] = []
    for low, high in itertools.pairwise(BINS):
        some = [s for s in stated if s.chance is not None and low <= s.chance < high]
        if some:
            by_said.append(row(f"{low:.0%} to {min(1.0, high):.0%}", some))
    return "\n".join([*head, *by_case, row("**all**", stated), "", *head, *by_said, ""])


def main() -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--permutations", type=int, default=256)
    parser.add_argument("--cases", nargs="*", default=[], help="parts of the names of cases")
    parser.add_argument("--out", type=Path, help="where hypotheses.json is written")
    args = parser.parse_args()
    cases = [c for c in CASES if not args.cases or any(part in c.name for part in args.cases)]
    stated = list(runs(cases, args.sets, args.permutations))
    print(tables(stated))
    if args.out:
        args.out.write_text(json.dumps([asdict(s) for s in stated]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
