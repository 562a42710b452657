"""Measure whofor on the embedded example, whose truth is known: through import and search, as a user would.

    python benchmarks/planted_truth.py found  --seeds 20     both planted clients named, and confirmed?
    python benchmarks/planted_truth.py null   --seeds 200    outcomes shuffled: how often "no pattern"?
    python benchmarks/planted_truth.py claims --seeds 20     a true claim on 250 random deals, against the search alone
    python benchmarks/planted_truth.py people --seeds 40     who takes part and what was going on, where both are named

Each line printed is one seed; the last line counts them, `people` those in which both planted clients are named.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from whofor import FindOptions, find, import_source
from whofor.example import ExampleExport, csv_files, generate, shuffle_outcomes
from whofor.model import Answer, IcpResult, SegmentFinding, Verdict
from whofor.model.people import Department, Seniority
from whofor.workspace import write_files

TODAY = date(2026, 10, 1)
EXECUTIVE = (Department.MARKETING, Seniority.C_LEVEL)
CEO = (Department.GENERAL_MANAGEMENT, Seniority.C_LEVEL)
ROUND = frozenset({"last_funding_date", "x_last_funding_date", "signal_funding", "x_funding_date"})
LEVEL = 0.05
CLAIM = "industry = fintech and employees 51..200 and last funding date <= 6"


def analyse(export: ExampleExport, options: FindOptions, keep: set[str] | None = None) -> IcpResult:
    """Write an export (or some of its deals), import it, search it."""
    files = csv_files(export)
    if keep is not None:
        lines = files["deals.csv"].splitlines(keepends=True)
        ids = [line.split(b",", 1)[0].strip(b'"').decode() for line in lines[1:]]
        files["deals.csv"] = lines[0] + b"".join(x for x, i in zip(lines[1:], ids, strict=True) if i in keep)
    with tempfile.TemporaryDirectory() as folder:
        source = write_files(Path(folder) / "export", files)
        import_source(source, workspace=Path(folder) / "workspace", today=TODAY, mapping="hubspot")
        return find(Path(folder) / "workspace", options, today=TODAY)


def names(finding: SegmentFinding, *words: str) -> bool:
    """Whether a segment's conditions name all of some values."""
    text = " ".join(f"{c.name} {' '.join(c.values)} {c.parameter}" for c in finding.segment.conditions).lower()
    return all(word in text for word in words)


def found(seed: int, options: FindOptions) -> tuple[bool, str]:
    """Both planted clients pass, and the salesperson and the source are named as confounders."""
    result = analyse(generate(seed), options)
    passed = [f for f in result.search.segments if f.verdict is Verdict.PASS]
    fintech = any(names(f, "fintech") for f in passed)
    makers = any(names(f, "manufacturing") or names(f, "america", "employees") for f in passed)
    levels = {e.level for e in result.data.confounders}
    named = {"Maria Keller", "Referrals"} <= levels
    client = any(names(f, "professional") for f in passed)
    texts = [" & ".join(c.name or "/".join(c.values) or c.parameter for c in f.segment.conditions) for f in passed]
    return fintech and makers and named and not client, f"{texts} confounders {sorted(levels)}"


def people(seed: int, options: FindOptions) -> tuple[bool | None, str]:
    """Where both planted clients are named: their decision processes and the round of funding are told as planted.

    In Asia the CEO joins at the third call and the price falls; in Latin America a marketing executive signs alone; the
    fintechs raised money before. `None` where the clients are not both named.
    """
    result = analyse(generate(seed), options)
    passed = [f for f in result.search.segments if f.verdict is Verdict.PASS]
    fintech = next((f for f in passed if names(f, "fintech")), None)
    sizes = ("manufacturing", "employees")
    makers = next((f for f in passed if any(names(f, "america", size) for size in sizes)), None)
    if fintech is None or makers is None:
        return None, "not both named"
    committees = {one.finding: one for one in result.clients.committees}
    alone = committees[makers.id]
    executive = next((r for r in alone.roles if (r.department, r.seniority) == EXECUTIVE), None)
    signs_alone = executive is not None and (executive.won.estimate or 0) > 0.5 and alone.roles[0] == executive
    asia = next((c for c in result.clients.contrasts if c.finding == makers.id and c.other.name == "Asia"), None)
    ceo = None if asia is None else next((r for r in asia.roles if (r.department, r.seniority) == CEO), None)
    joins = ceo is not None and ceo.other_call is not None and ceo.other_call.median == 3 and ceo.p < LEVEL
    falls = asia is not None and any(
        c.measure.name == "discount" and c.p < LEVEL and (c.difference or 0) < 0 for c in asia.comparisons
    )
    raised = any(c.parameter in ROUND for c in fintech.segment.conditions)
    told = {"signs alone": signs_alone, "CEO at call 3": joins, "price falls": falls, "raised": raised}
    return all(told.values()), ", ".join(name for name, yes in told.items() if not yes) or "all told"


def null(seed: int, options: FindOptions) -> tuple[bool, str]:
    """Shuffled outcomes give no pattern."""
    result = analyse(shuffle_outcomes(generate(seed), seed), options)
    return result.answer is Answer.NO_PATTERN, result.answer.value


def claims(seed: int, options: FindOptions) -> tuple[bool, str]:
    """A true claim on 250 random deals passes; says also whether the search alone passed anything."""
    export = generate(seed)
    ids = sorted(set(export.deals.column("Record ID")))
    keep = set(np.random.default_rng(seed).choice(ids, 250, replace=False).tolist())
    result = analyse(export, FindOptions(seed=seed, permutations=options.permutations, claims=(CLAIM,)), keep)
    alone = any(f.verdict is Verdict.PASS for f in result.search.segments)
    (claim,) = result.search.claims
    return claim.verdict is Verdict.PASS, f"p {claim.p_adjusted:.4f}, search alone: {alone}"


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["found", "null", "claims", "people"])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--permutations", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    measures: dict[str, Callable[[int, FindOptions], tuple[bool | None, str]]]
    measures = {"found": found, "null": null, "claims": claims, "people": people}
    yes = counted = 0
    for seed in range(args.first, args.first + args.seeds):
        options = FindOptions(seed=seed, permutations=args.permutations, threads=args.threads)
        ok, note = measures[args.what](seed, options)
        yes, counted = yes + bool(ok), counted + (ok is not None)
        print(f"seed {seed}: {'–' if ok is None else 'yes' if ok else 'no'} ({note})", flush=True)
    print(f"{args.what}: {yes} of {counted}")


if __name__ == "__main__":
    main()
