"""How well a scorecard tells who will sign, beside other models, on the newest deals of an export.

    python benchmarks/score_models.py data/olist --mapping examples/mappings/olist.toml
    python benchmarks/score_models.py data/ibm_sales_win_loss --mapping examples/mappings/ibm.toml --json

Columns that know the outcome are barred first, as in a run. All models learn on the oldest 70 % of the judged deals and
are told nothing of the newest 30 % (of a random 30 %, whole accounts, where deals have no day). Bins, frequent values
and pairs are made on the oldest 70 % too, and all models see the same bins; pairs are the card's own. `--json` prints
the figures by model, and to the standard error what the deals are. `card` has the base of all deals learnt from,
`card_recent` that of the newest of them, and `card_monthly` one that is refitted each month on the deals that were
opened before, as if it were known by then how they ended: the best that a refit can do.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np

from whofor.app.import_source import import_source
from whofor.app.session import Session
from whofor.arrays import BoolArray, FloatArray
from whofor.days import month_numbers
from whofor.model.options import FindOptions
from whofor.model.run import TimeKind
from whofor.model.scorecard import BlockKind
from whofor.schema.rows import Attribute
from whofor.scoring.bins import blocks_of
from whofor.scoring.learn import CardOptions, LearntCard, learn_card
from whofor.scoring.measures import auc_figure, figures_of
from whofor.scoring.peers import PEERS, PeerData, peer_chances
from whofor.scoring.recency import recent_base
from whofor.scoring.score import chance_of, score_rows
from whofor.scoring.terms import terms_of
from whofor.scoring.unknowns import Companions
from whofor.stats.ranks import auc_difference

UNSEEN = 0.3
"""Share of the deals that no model sees: that of the measurements which the card was designed by."""
TODAY = date(2026, 11, 30)


class Export:
    """Judged deals of an export, and which of them are unseen."""

    def __init__(self, source: Path, mapping: Path | None, folder: Path, *, strata: bool) -> None:
        import_source(source, workspace=folder, mapping=None if mapping is None else str(mapping), today=TODAY)
        prepared = Session(folder).deals().prepared(FindOptions(permutations=200), TODAY)
        rows = prepared.bench.rows
        self.attributes = [a for a in rows.attributes if a.parameter.is_searched]
        if strata:
            self.attributes += [c for c in rows.confounders if c.parameter.name != "owner"]
        self.opened, self.accounts = rows.opened, rows.repeated_accounts
        self.won = prepared.bench.outcome.values == 1
        self.barred = [a.parameter.label for a in prepared.barred]
        self.dated = prepared.time.kind is TimeKind.DAYS
        self.learn = self.oldest() if self.dated else self.random()

    def oldest(self) -> BoolArray:
        """Which deals are the oldest 70 %."""
        return self.opened < np.quantile(self.opened, 1 - UNSEEN)

    def random(self) -> BoolArray:
        """Which deals are a random 70 %, whole accounts."""
        unit = np.arange(len(self.won)) if self.accounts is None else self.accounts
        return (np.random.default_rng(0).random(int(unit.max()) + 1) >= UNSEEN)[unit]

    def facts(self, rows: BoolArray) -> list[Attribute]:
        """Facts of some deals."""
        return [a.take(rows) for a in self.attributes]


def learnt(export: Export, options: CardOptions) -> LearntCard:
    """The card of the oldest deals."""
    own = export.learn
    accounts = None if export.accounts is None else np.unique(export.accounts[own], return_inverse=True)[1]
    values = export.won[own].astype(np.float64)
    return learn_card(export.facts(own), export.opened[own], values, options, accounts=accounts)


def monthly(export: Export, z: FloatArray, before: FloatArray) -> FloatArray:
    """Chances of the unseen deals with a base refitted each month on all deals opened before the month."""
    months, own = month_numbers(export.opened), export.learn
    every = np.zeros(len(own))
    every[own], every[~own] = before, z
    out = np.zeros(len(own))
    for month in np.unique(months[~own]).tolist():
        known = own | (months < month)
        recent = recent_base(every[known], export.won[known], export.opened[known], float(export.won[own].mean()))
        here = (months == month) & ~own
        out[here] = chance_of(every[here] + recent.shift, 0.0)
    return out[~own]


def chances(export: Export, options: CardOptions) -> tuple[dict[str, FloatArray], LearntCard, float]:
    """Chances that each model gives the unseen deals, the card, and the seconds that it took to learn."""
    began = time.perf_counter()
    found = learnt(export, options)
    took = time.perf_counter() - began
    own, card = export.learn, found.card
    scores = score_rows(card, export.facts(~own), export.opened[~own], Companions(found.together, card.n))
    out = {"card": scores.chances}
    if export.dated:
        rate = card.base_rate or 0.0
        recent = recent_base(found.expected, export.won[own], export.opened[own], rate)
        out["card_recent"] = chance_of(scores.sums + recent.shift, scores.unsure)
        out["card_monthly"] = monthly(export, scores.sums, found.expected)
    # All facts in the bins of the card, also those that it left out.
    blocks = blocks_of(export.facts(own), export.opened[own], np.ones(int(own.sum()), dtype=np.bool_))
    learn = terms_of(blocks, export.facts(own), export.opened[own])
    tell = terms_of(blocks, export.facts(~own), export.opened[~own])
    data = PeerData(learn, export.won[own].astype(np.float64), tell, int((~own).sum()))
    for name in PEERS:
        told = peer_chances(name, data)
        if told is not None:
            out[name] = told
    return out, found, took


def report(export: Export, options: CardOptions) -> dict[str, object]:
    """Figures of all models."""
    told, found, took = chances(export, options)
    own, won = export.learn, export.won[~export.learn]
    accounts = None if export.accounts is None else export.accounts[~own]
    interval = auc_figure(told["card"], won, accounts)
    boosted = [name for name in ("hist_boosting", "lightgbm_boosting") if name in told]
    behind = {
        name: {"difference": -gap.difference, "low": -gap.high, "high": -gap.low}
        for name in (*boosted, "logistic")
        if (gap := auc_difference(told["card"], told[name], won))
    }
    keys = ("auc", "log_loss", "brier", "ece")
    return {
        "deals": len(own),
        "learnt_from": int(own.sum()),
        "attributes": len(export.attributes),
        "barred": export.barred,
        "newest": export.dated,
        "rate_learnt": float(export.won[own].mean()),
        "rate_unseen": float(won.mean()),
        "seconds": round(took, 2),
        "left_out": list(found.card.left_out),
        "pairs": [b.label for b in found.card.blocks if b.kind is BlockKind.PAIR],
        "absent": [name for name in PEERS if name not in told],
        "card_auc": [interval.low, interval.high],
        "card_minus": behind,
        "models": {name: {k: asdict(figures_of(name, p, won))[k] for k in keys} for name, p in told.items()},
    }


def printed(found: dict[str, object]) -> str:
    """The figures as a table."""
    head = {k: v for k, v in found.items() if k != "models"}
    lines = [f"{k}: {v}" for k, v in head.items()]
    models: dict[str, dict[str, float]] = found["models"]  # type: ignore[assignment]
    lines += ["", "| model | AUC | log loss | Brier | ECE |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {m['auc']:.3f} | {m['log_loss']:.4f} | {m['brier']:.4f} | {m['ece']:.3f} |"
        for name, m in models.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Read an export and print the figures of all models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--mapping", type=Path)
    parser.add_argument("--pairs", type=int, default=CardOptions().most_pairs, help="most pairs of facts")
    parser.add_argument("--strata", action="store_true", help="take lead source, product … as facts, too")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        export = Export(args.source, args.mapping, Path(folder) / "workspace", strata=args.strata)
        found = report(export, replace(CardOptions(), most_pairs=args.pairs))
    if args.json:
        print(json.dumps(found.pop("models"), indent=1))
        print(json.dumps(found), file=sys.stderr)
    else:
        print(printed(found))


if __name__ == "__main__":
    main()
