"""Description of a run: its data, options and thresholds, so that it can be read and repeated."""

from __future__ import annotations

import numpy as np

from whofor.analysis.channels import channel_search
from whofor.analysis.draws import Searched
from whofor.days import iso_day
from whofor.model import RunInfo
from whofor.model.options import FindOptions, Unit
from whofor.version import VERSION

__all__ = ["run_info"]


def run_info(searched: Searched, options: FindOptions, data_hash: str) -> RunInfo:
    """Return the description of a run; the caller fills in its id and the command that repeats it.

    Args:
        searched: The search, with what was decided before it.
        options: What the user settled.
        data_hash: SHA-256 of the imported tables.
    """
    prepared, found = searched.prepared, searched.found
    study, bench, ripeness, outcome = prepared.study, prepared.bench, prepared.clients.ripeness, prepared.study.outcome
    opened = study.rows.opened
    critical = study.critical(found.tiers)
    return RunInfo(
        id="",
        seed=options.seed,
        data_hash=data_hash,
        version=VERSION,
        rows=len(study.rows),
        rows_search=int(study.search.sum()),
        rows_confirm=int((~study.search).sum()),
        outcome=options.outcome,
        baseline=outcome.mean,
        spread=float(outcome.score.std()),
        measure=outcome.measure,
        family_size=sum(t.family for t in found.tiers),
        permutations=study.settings.permutations,
        alpha_by_depth=study.alpha,
        critical_by_depth=tuple(c if t.family else None for c, t in zip(critical, found.tiers, strict=True)),
        strata=bench.strata.labels,
        time=prepared.time.kind,
        split=bench.split.kind,
        split_date=bench.split.date,
        split_why=bench.split.why,
        draws=searched.draws,
        first_opened=iso_day(float(opened.min())) if ripeness.dated else "",
        last_opened=iso_day(float(opened.max())) if ripeness.dated else "",
        as_of=iso_day(ripeness.as_of),
        n_won=prepared.n_won,
        n_read=len(prepared.every_deal),
        n_dated=int(np.isfinite(prepared.every_deal.opened).sum()),
        accounts_search=outcome.n_accounts(study.search),
        accounts_confirm=outcome.n_accounts(~study.search),
        options={
            "depth": str(max(study.settings.depth, prepared.seen.settings.depth if prepared.seen else 0)),
            "min_support": str(study.settings.min_support),
            "most_segments": str(options.most_segments),
            "claims": str(len(options.claims)),
            **({"better": options.better} if options.better else {}),
            **({"as_of": iso_day(options.as_of)} if options.as_of is not None else {}),
            **({"unit": options.unit} if options.unit != Unit.ACCOUNT else {}),
            **{f"weight_{name}": f"{weight:g}" for name, weight in options.weights},
        },
        channel_search=channel_search(searched.channels),
    )
