"""Fuzzed searches and bad arguments through the Python API, compared with the kernel in NumPy; `sanitize.py` runs this.

python benchmarks/attack/searches.py COUNT FIRST
"""

from __future__ import annotations

import sys

import numpy as np

from whofor.cube import Axis, RowScore, SearchSettings, Tier, cube_of, deepen, kernels, search, search_accounts

_LIMIT = 1e-3
"""Maxima of scores that are no whole numbers differ between kernels by the rounding of single precision."""


def made_axes(chance: np.random.Generator, n: int) -> list[Axis]:
    """Return attributes of all kinds: values, runs of bins, unions, one code, many codes, none that are met."""
    axes: list[Axis] = []
    for number in range(int(chance.integers(1, 6))):
        codes = int(chance.choice([1, 2, 3, 7, 20, 255, 256], p=[0.1, 0.2, 0.3, 0.2, 0.1, 0.05, 0.05]))
        kind = chance.integers(0, 4)
        if kind == 0 and codes < 30:
            runs = [(a, b) for a in range(codes) for b in range(a + 1, codes + 1)]
            membership = np.array([[a <= c < b for c in range(codes)] for a, b in runs])
        elif kind == 1:
            membership = chance.random((int(chance.integers(1, 12)), codes)) < 0.4
        else:
            membership = np.eye(codes, dtype=bool)
        drawn = np.minimum(chance.geometric(2 / (codes + 1), n) - 1, codes - 1)
        kinds = (np.uint8, np.int64, np.uint16)
        group = str(number if chance.random() < 0.8 else 0)
        axes.append(Axis(drawn.astype(kinds[chance.integers(0, 3)]), membership, group, int(chance.integers(1, 4))))
    return axes


def made_score(chance: np.random.Generator, n: int) -> RowScore:
    """Return a score of some shape: won or lost, amounts, tiny, huge, constant; with strata, some with accounts."""
    shapes = (
        lambda: (chance.random(n) < chance.choice([0.02, 0.4, 1.0])).astype(float),
        lambda: chance.lognormal(8, 2, n),
        lambda: chance.normal(size=n) * 1e-9,
        lambda: chance.normal(size=n) * 1e29,
        lambda: np.full(n, 2.5),
        lambda: np.round(chance.normal(size=n), 1),
    )
    strata = chance.integers(0, int(chance.choice([1, 3, 40])), n)
    accounts = np.minimum(chance.zipf(1.8, n), max(1, n // 2)) if chance.random() < 0.4 else None
    return RowScore(shapes[chance.integers(0, len(shapes))](), strata, accounts)


def differs(one: tuple[Tier, ...], other: tuple[Tier, ...]) -> str:
    """Return in what two results differ; empty where they agree."""
    for a, b in zip(one, other, strict=True):
        if a.family != b.family:
            return f"depth {a.depth}: family {a.family} and {b.family}"
        size = max(1.0, float(np.abs(b.maxima).max(initial=0)))
        if np.abs(a.maxima - b.maxima).max(initial=0) > _LIMIT * size:
            return f"depth {a.depth}: maxima differ by {np.abs(a.maxima - b.maxima).max()}"
        if not (np.isfinite(a.maxima).all() and np.isfinite(a.score).all()):
            return f"depth {a.depth}: not finite"
    return ""


def searched(seed: int) -> list[str]:
    """Search once with each kernel; return what is wrong."""
    chance = np.random.default_rng(seed)
    n = int(chance.choice([0, 1, 5, 60, 500, 3000], p=[0.03, 0.05, 0.1, 0.3, 0.4, 0.12]))
    axes, score = made_axes(chance, n), made_score(chance, n)
    depth, permutations = int(chance.integers(1, 4)), int(chance.choice([0, 1, 63, 130, 600]))
    support = int(chance.choice([1, 5, 40]))
    results: dict[str, tuple[Tier, ...]] = {}
    found: list[str] = []
    for kernel in kernels():
        settings = SearchSettings(
            depth, support, permutations, seed, keep_score=float(chance.choice([0, 2.5])), threads=3, kernel=kernel
        )
        results[kernel] = search_accounts(axes, score, settings)
    native = {name: result for name, result in results.items() if name != "numpy"}
    for name, result in native.items():
        wrong = differs(result, results["numpy"])
        found += [f"seed {seed}: {name} beside numpy: {wrong}"] if wrong else []
        same = all(np.array_equal(a.maxima, b.maxima) for a, b in zip(result, next(iter(native.values())), strict=True))
        found += [] if same else [f"seed {seed}: {name} differs from {next(iter(native))}"]
    if n and len(axes) <= 3:
        cube = cube_of(axes[:2], score.values)
        found += [] if cube.n.sum() == n else [f"seed {seed}: a cube of {cube.n.sum()} of {n} rows"]
    return found


def refused(seed: int) -> list[str]:
    """Call with one bad argument; return what was not refused with a ValueError in the same words by every kernel."""
    chance = np.random.default_rng(seed)
    n = int(chance.integers(2, 80))
    codes, values, strata = chance.integers(0, 3, n), chance.normal(size=n), chance.integers(0, 2, n)
    place, bad = int(chance.integers(0, n)), chance.integers(0, 9)
    settings = {"depth": 2, "min_support": 1, "permutations": 30, "seed": 1}
    width = 3
    if bad < 3:
        codes[place] = (-1, 3, -(2**40))[bad]
    elif bad == 3:
        values[place] = chance.choice([np.nan, np.inf, -1e308, 2e30])
    elif bad == 4:
        strata[place] = chance.choice([-1, 70_000])
    elif bad == 5:
        settings["depth"] = int(chance.choice([0, 4, 9, -1]))
    elif bad == 6:
        settings["permutations"] = -int(chance.integers(1, 9))
    elif bad == 7:
        width = int(chance.choice([257, 1000]))
    else:
        codes = codes[:-1]
    axes, score = [Axis(codes, np.eye(width, dtype=bool), "a")], RowScore(values, strata)
    said: set[str] = set()
    for kernel in kernels():
        try:
            search(axes, score, SearchSettings(**settings, kernel=kernel, threads=2))
            said.add(f"{kernel} said nothing")
        except ValueError as error:
            said.add(str(error))
    if bad in (0, 1, 2, 3, 7, 8):
        for call in (lambda: cube_of(axes, values), lambda: deepen(axes, score, SearchSettings(1, 1, 10), [(0, 0)])):
            try:
                call()
                said.add("cube_of or deepen said nothing")
            except ValueError as error:
                said.add(str(error))
    return (
        []
        if len(said) == 1 and "said nothing" not in next(iter(said))
        else [f"seed {seed}: {' | '.join(sorted(said))}"]
    )


def main() -> int:
    """Search and be refused so often; 1 where something was wrong."""
    count, first = int(sys.argv[1]), int(sys.argv[2])
    found: list[str] = []
    for seed in range(first, first + count):
        found += refused(seed) if seed % 4 == 0 else searched(seed)
    for fault in found:
        print(f"FAULT {fault}", flush=True)
    print(f"{count} calls, {len(found)} wrong, kernels: {', '.join(kernels())}", flush=True)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
