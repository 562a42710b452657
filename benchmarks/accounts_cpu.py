"""Measure the search with the account as the unit of evidence beside the search by deals, in processor seconds.

    python benchmarks/accounts_cpu.py                                         4,000 deals x 10 attributes
    python benchmarks/accounts_cpu.py --deals 100000 --attributes 40 --accounts 25000 --runs 1

Both searches have the same rows, terms, support and shuffles; the search by deals takes each deal for an account of its
own. They take turns in one process, so that what else the machine does meets both; the ratio is taken of each pair.
Attributes have six codes, ordered but for the last, and every run of neighbours is a term; there are twelve strata.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass

import numpy as np
from kernel.machine import describe_machine
from numpy.typing import NDArray

from whofor.cube import Axis, RowScore, SearchSettings, kernels, search_accounts

_CODES, _STRATA, _RATE = 6, 12, 0.27


@dataclass(frozen=True, slots=True)
class Size:
    """Size of a search.

    Attributes:
        deals: Rows.
        attributes: Facts of each.
        accounts: Accounts among which the rows are dealt out.
    """

    deals: int
    attributes: int
    accounts: int


def _terms() -> NDArray[np.bool_]:
    """Return the terms of a fact: runs of its ordered codes that leave some out, and its last code, "not known"."""
    ordered = _CODES - 1
    runs = [(i, j) for i in range(ordered) for j in range(i, ordered) if j - i < ordered - 1]
    membership = np.zeros((len(runs) + 1, _CODES), dtype=np.bool_)
    for term, (first, last) in enumerate(runs):
        membership[term, first : last + 1] = True
    membership[-1, -1] = True
    return membership


def _made(size: Size, *, varying: bool) -> tuple[list[Axis], RowScore]:
    """Return noise: facts of accounts, or of deals where they vary within accounts."""
    rng = np.random.default_rng(0)
    account = np.unique(rng.integers(0, size.accounts, size.deals), return_inverse=True)[1]
    membership = _terms()
    axes: list[Axis] = []
    for number in range(size.attributes):
        codes = rng.integers(0, _CODES, size.deals) if varying else rng.integers(0, _CODES, account.max() + 1)[account]
        axes.append(Axis(codes.astype(np.uint8), membership, str(number)))
    won = (rng.random(size.deals) < _RATE).astype(np.float64)
    return axes, RowScore(won, rng.integers(0, _STRATA, size.deals), account)


def _seconds(axes: list[Axis], score: RowScore, settings: SearchSettings) -> float:
    """Processor seconds of a search, of all threads."""
    before = time.process_time()
    search_accounts(axes, score, settings)
    return time.process_time() - before


def measure(size: Size, settings: SearchSettings, runs: int) -> None:
    """Search by deals and by accounts in turns; print what each took, and the ratios."""
    for varying in (False, True):
        axes, score = _made(size, varying=varying)
        by_deals = RowScore(score.values, score.strata)
        small = SearchSettings(1, settings.min_support, 1, threads=settings.threads)
        for each in (by_deals, score):
            search_accounts(axes, each, small)  # what is loaded once counts for neither
        pairs = [(_seconds(axes, by_deals, settings), _seconds(axes, score, settings)) for _ in range(runs)]
        deals, accounts = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        ratios = sorted(pair[1] / pair[0] for pair in pairs)
        print(
            f"{size.deals:,} deals x {size.attributes}, {size.accounts:,} accounts, "
            f"{'all facts vary' if varying else 'facts of accounts'}: by deals {deals:.2f}, by accounts {accounts:.2f} "
            f"CPU s, medians of {runs}; ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
            flush=True,
        )


def main() -> None:
    """Read the arguments, name the machine, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deals", type=int, default=4_000)
    parser.add_argument("--attributes", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=1_300)
    parser.add_argument("--depth", type=int, default=3)
    parser.add_argument("--permutations", type=int, default=1_024)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5, help="searches of each kind")
    options = parser.parse_args()
    machine = describe_machine()
    print(f"{machine['processor']}, {machine['instructions']}, {machine['caches']}; kernel {kernels()[-1]}", flush=True)
    support = max(20, options.deals // 1000)
    settings = SearchSettings(options.depth, support, options.permutations, threads=options.threads)
    measure(Size(options.deals, options.attributes, options.accounts), settings, options.runs)


if __name__ == "__main__":
    main()
