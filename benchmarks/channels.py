"""How often the searches for types of client and for channels find something together where nothing is.

    python benchmarks/channels.py                  # 400 sets of each size

Deals are those of `fwer.py` without any effect; four of their ten facts are seen only when people come. Counted is a
set in which anything at all passes the correction, in either search; the promise is 5 % of the sets at most.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
from made_data import deal_rows, make_data

from whofor.analysis.draws import search_once
from whofor.analysis.prepare import prepare
from whofor.model import Role
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows

SIZES = (400, 2000)
SEEN = 4


def noise(n: int, seed: int) -> DealRows:
    """Deals whose rate depends on the lead source alone, some of their facts seen only when people come."""
    data = make_data(n, seed, stratified=True)
    rng = np.random.default_rng([n, seed, 17])
    won = rng.random(n) < 0.15 + 0.1 * data.strata
    facts = [axis.codes.astype(np.int64) for axis in data.axes]
    rows = deal_rows(facts, data.strata, won, 19_000 + np.sort(rng.uniform(0, 1000, n)))
    pages = {a.parameter.name for a in rows.attributes[::2][:SEEN]}
    kept = (
        replace(a, parameter=replace(a.parameter, role=Role.CHANNEL)) if a.parameter.name in pages else a
        for a in rows.attributes
    )
    return replace(rows, attributes=tuple(kept))


def main() -> None:
    """Draw the sets and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=400)
    parser.add_argument("--permutations", type=int, default=512)
    args = parser.parse_args()
    print("| deals | sets | a type of client | a channel | either |\n|---|---|---|---|---|")
    for n in SIZES:
        clients = channels = either = 0
        for seed in range(args.sets):
            rows = noise(n, seed)
            options = FindOptions(permutations=args.permutations, seed=seed)
            parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
            of_clients = search_once(prepare(rows, parameters, options, 21_000.0), options)
            assert of_clients.channels is not None
            named = [
                any("corrected_significant" in [r.code for r in f.reasons] for f in (*s.positive, *s.negative))
                for s in (of_clients, of_clients.channels)
            ]
            clients, channels, either = clients + named[0], channels + named[1], either + any(named)
        shares = " | ".join(f"{k / args.sets:.1%}" for k in (clients, channels, either))
        print(f"| {n} | {args.sets} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
