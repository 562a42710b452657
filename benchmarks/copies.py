"""How often a file with copies gives a false PASS, and how often honest deals are taken for copies.

    python benchmarks/copies.py noise  --sets 20      # noise whose rows stand three times
    python benchmarks/copies.py honest --sets 1000    # made honest deals, of which none may be dropped

Honest deals have hidden clients with several deals, facts that depend on each other, campaigns, numbers with many
zeros, and rows of which little is known.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from whofor.analysis.find import DataFacts, find_profile
from whofor.arrays import Column, FloatArray, IntArray
from whofor.model import Kind, Parameter, Role, Verdict
from whofor.model.options import FindOptions
from whofor.schema.rows import Attribute, DealRows
from whofor.validation.copies import find_copies

START = 19_700.0
CONFOUNDERS = ("lead_source", "owner")


def named(name: str, values: Column) -> Attribute:
    """Return a column under a name; numbers by their type."""
    role = Role.CONFOUNDER if name in CONFOUNDERS else Role.DEFINITION
    kind = Kind.NUMBER if values.dtype.kind == "f" else Kind.CATEGORY
    return Attribute(Parameter(name, name, role, kind, "deals", f"deals.csv: {name}"), values, name)


def levels(codes: IntArray) -> Column:
    """Return codes as names."""
    return np.array([f"level {i}" for i in range(int(codes.max()) + 1)], dtype=object)[codes]


def deals(
    columns: list[Attribute], opened: FloatArray, closed: FloatArray, won: Column, accounts: IntArray
) -> DealRows:
    """Return deals of some columns, without amounts."""
    return DealRows(
        opened=opened,
        closed=closed,
        outcome=np.where(won, "won", "lost").astype(object),
        amount=np.full(len(opened), np.nan),
        attributes=tuple(c for c in columns if c.parameter.role is Role.DEFINITION),
        confounders=tuple(c for c in columns if c.parameter.role is Role.CONFOUNDER),
        accounts=accounts,
    )


def noise(seed: int, *, dated: bool, n: int = 1300) -> DealRows:
    """Deals whose outcome depends on nothing, each of an account of its own."""
    rng = np.random.default_rng(seed)
    counts = {"industry": 6, "country": 5, "segment": 4, "maturity": 3, "territory": 4, "stack": 5}
    columns = [named(name, levels(rng.integers(0, k, n))) for name, k in counts.items()]
    columns += [named("employees", np.round(np.exp(rng.normal(4.5, 1.3, n))) + 1)]
    columns += [named("figure", rng.integers(0, 1000, n).astype(np.float64))]
    columns += [named(name, levels(rng.integers(0, k, n))) for name, k in (("lead_source", 3), ("owner", 5))]
    opened = START + np.floor(rng.uniform(0, 730, n)) if dated else np.full(n, np.nan)
    closed = opened + np.floor(rng.gamma(3, 12, n))
    return deals(columns, opened, closed, rng.random(n) < 0.27, np.arange(n))


def thrice(rows: DealRows, seed: int, *, keys: str) -> DealRows:
    """Return every deal three times in random order; `keys` of the accounts of copies: `new`, `same` or `none`."""
    n = len(rows)
    copied = rows.take(np.tile(np.arange(n), 3))
    if keys == "new":
        copied = replace(copied, accounts=np.arange(3 * n))
    elif keys == "none":
        copied = replace(copied, accounts=None)
    return copied.take(np.random.default_rng(seed).permutation(3 * n))


def has_pass(rows: DealRows) -> bool:
    """Return whether a run finds anything that passes."""
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    result = find_profile(rows, parameters, FindOptions(permutations=200), DataFacts("made"), today=START + 900)
    return any(f.verdict is Verdict.PASS for f in result.search.findings)


def skewed(rng: np.random.Generator, values: FloatArray) -> Column:
    """Return values as a few levels, some of them much more frequent than others."""
    k = int(rng.choice([2, 3, 5, 9, 40]))
    shares = 1 / np.arange(1, k + 1) ** rng.choice([0, 1, 2])
    return levels(np.searchsorted(np.quantile(values, np.cumsum(shares)[:-1] / shares.sum()), values))


def honest(seed: int) -> DealRows:
    """Deals of clients with some facts each, of which none is a copy."""
    rng = np.random.default_rng([77, seed])
    n = int(rng.choice([150, 400, 1500, 6000, 20_000]))
    clients = max(2, n // int(rng.choice([1, 1, 2, 5, 20])))
    client = np.sort(rng.integers(0, clients, n))
    hidden, unknown = rng.normal(size=(clients, 2)), rng.random(clients) < rng.choice([0, 0.3, 0.7])
    columns: list[Attribute] = []
    for j in range(int(rng.integers(2, 14))):
        strength, of_client = rng.choice([0, 0.5, 0.8, 0.95]), rng.random() < 0.6
        own = rng.normal(size=clients)[client] if of_client else rng.normal(size=n)
        values = skewed(rng, strength * hidden[client, j % 2] + (1 - strength**2) ** 0.5 * own)
        if of_client and rng.random() < 0.5:
            values[unknown[client]] = None
        columns.append(named(f"fact{j}", values))
    for j in range(int(rng.integers(0, 4))):
        number = np.round(np.exp(rng.normal(rng.choice([1, 3, 6]), 1, n)))
        number[rng.random(n) < rng.choice([0, 0.4, 0.9])] = 0
        columns.append(named(f"number{j}", number))
    if rng.random() < 0.7:
        columns.append(named("lead_source", levels(rng.integers(0, 4, n))))
    if rng.random() < 0.6:
        usual, now = rng.integers(0, 8, clients)[client], rng.integers(0, 8, n)
        columns.append(named("owner", levels(np.where(rng.random(n) < 0.2, now, usual))))
    opened = closed = np.full(n, np.nan)
    if rng.random() < 0.5:
        waves = rng.uniform(0, 730, int(rng.choice([5, 40, 2000])))
        opened = START + np.floor(waves[rng.integers(0, len(waves), n)] + rng.exponential(rng.choice([0.5, 5]), n))
        closed = opened + np.floor(rng.gamma(1, 10, n)) if rng.random() < 0.7 else closed
    logit = rng.normal(rng.choice([-2, -1, 0]), rng.choice([0, 0.5, 1]), clients)[client]
    won = rng.random(n) < 1 / (1 + np.exp(-logit))
    return deals(columns, opened, closed, won, client if rng.random() < 0.5 else np.arange(n))


def main() -> None:
    """Run one of the two and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["noise", "honest"])
    parser.add_argument("--sets", type=int, default=20)
    given = parser.parse_args()
    if given.what == "honest":
        found = [find_copies(honest(seed)) for seed in range(given.sets)]
        dropped, kept = (
            [int(m.sum()) for m in masks] for masks in zip(*((c.sure, c.likely) for c in found), strict=True)
        )
        print(f"deals dropped in {sum(map(bool, dropped))} of {given.sets} sets, {sum(dropped)} in all")
        print(f"deals kept together in {sum(map(bool, kept))} of {given.sets} sets, at most {max(kept)} in one")
        return
    cases: dict[str, Callable[[int], DealRows]] = {
        "once": lambda seed: noise(seed, dated=True),
        "three times, accounts of their own": lambda seed: thrice(noise(seed, dated=True), seed, keys="new"),
        "three times, the same accounts": lambda seed: thrice(noise(seed, dated=True), seed, keys="same"),
        "three times, no accounts": lambda seed: thrice(noise(seed, dated=True), seed, keys="none"),
        "three times, no accounts, no days": lambda seed: thrice(noise(seed, dated=False), seed, keys="none"),
    }
    for name, make in cases.items():
        print(
            f"{name}: {sum(has_pass(make(seed)) for seed in range(given.sets))} of {given.sets} runs with a PASS",
            flush=True,
        )


if __name__ == "__main__":
    main()
