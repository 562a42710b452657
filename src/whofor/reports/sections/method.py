"""How a result was computed: five plain sentences, the command that repeats it, and every setting."""

from __future__ import annotations

from whofor.model import IcpResult
from whofor.model.options import Unit
from whofor.model.run import SplitReason
from whofor.reports.blocks import MethodBlock
from whofor.reports.catalogue import clean
from whofor.reports.report import Report, Section
from whofor.reports.wording.findings import split_name
from whofor.reports.words import Words

__all__ = ["METHOD"]

_USUAL_SHARE = 0.95
"""Of the shuffles that a combination must beat, where a run did not keep its error rates."""

_OTHER_REASONS = {
    SplitReason.NEWEST_UNUSABLE: "newest_unusable",
    SplitReason.FOLLOW_UP: "follow_up",
}
"""Messages on deals drawn at random though days of opening are known, by the reason."""


def _block(report: Report) -> MethodBlock:
    command = clean(report.result.run.command)
    return MethodBlock(tuple(_sentences(report)), command, tuple(_details(report)))


def _sentences(report: Report) -> list[str]:
    """Return the steps of the method as sentences, in order."""
    result, words = report.result, report.words
    if not result.run.rows:
        return [words.text("how.rows_none", n=result.run.n_read)]
    n_left_out = sum(a.n for a in result.data.set_aside)
    rows = words.text("how.rows" if n_left_out else "how.rows_all", n=result.run.rows, aside=n_left_out)
    search = words.text(
        "how.search",
        family=result.run.family_size,
        depth=max(len(result.run.critical_by_depth), 1),
        facts=len(result.search.searched),
    )
    unit = [words.text("how.unit_parent")] if result.run.options.get("unit") == Unit.PARENT else []
    drawn = [words.text("how.draws", n=result.run.draws)] if result.run.draws > 1 else []
    return [rows, *unit, _split(result, words), search, _correction(result, words), words.text("how.confirm"), *drawn]


def _split(result: IcpResult, words: Words) -> str:
    run = result.run
    if not run.rows_confirm or run.split == "none":
        return words.text("how.split_none")
    kind = split_name(run) if run.split_why is None else _OTHER_REASONS.get(run.split_why, "random")
    if run.accounts_confirm is None:
        return words.text(f"how.split_{kind}", confirm=run.rows_confirm, search=run.rows_search, date=run.split_date)
    counts = {"accounts": run.accounts_confirm, "others": run.accounts_search}
    return words.text(
        f"how.split_{kind}_accounts", confirm=run.rows_confirm, search=run.rows_search, date=run.split_date, **counts
    )


def _correction(result: IcpResult, words: Words) -> str:
    run = result.run
    spent = (*run.alpha_by_depth, *(run.channel_search.alpha_by_depth if run.channel_search else ()))
    share = 1 - sum(spent) if spent else _USUAL_SHARE
    key = "how.correct" if run.strata else "how.correct_plain"
    return words.text(key, times=run.permutations, share=share, strata=_strata(result, words))


def _strata(result: IcpResult, words: Words) -> str:
    names = {a.label: a.confounder for f in result.search.findings for a in f.adjustments}
    names |= {effect.label: effect.confounder for effect in result.data.confounders}
    return ", ".join(words.parameter(label, names.get(label, "")) for label in result.run.strata)


def _details(report: Report) -> list[tuple[str, str]]:
    """Return name and value of each setting and count of the run."""
    result, words, run, outcome = report.result, report.words, report.result.run, report.outcome
    name = f"how.outcome.{run.outcome}"
    rows = [
        ("run", clean(run.id)),
        ("version", clean(run.version)),
        ("seed", str(run.seed)),
        ("hash", clean(run.data_hash)),
        ("outcome", words.text(name) if words.has(name) else outcome.label),
    ]
    as_of = ("as_of", words.day(run.as_of) if run.as_of else "")
    if not run.rows:
        # Nothing was searched, so that there is no rate and no setting of a search.
        return [(words.text(f"how.{key}"), value) for key, value in (*rows, as_of) if value]
    rows += [
        (
            "baseline" if run.measure.is_share else "baseline_mean",
            f"{outcome.value(run.baseline, 1)} ({words.count('deals', run.rows)})",
        ),
        as_of,
        ("permutations", words.number(run.permutations)),
        ("family", words.number(run.family_size)),
        ("strata", _strata(result, words)),
        ("searched", ", ".join(words.parameter(label) for label in result.search.searched)),
    ]
    named = [(words.text(f"how.{key}"), value) for key, value in rows if value]
    options = [(words.text("how.options", name=name), clean(value)) for name, value in run.options.items()]
    return [*named, *_thresholds(result, words), *options]


def _thresholds(result: IcpResult, words: Words) -> list[tuple[str, str]]:
    """Return the threshold that a combination had to exceed, by number of conditions."""
    levels = zip(result.run.critical_by_depth, result.run.alpha_by_depth, strict=False)
    return [
        (
            words.text("how.threshold", depth=depth),
            words.text("how.threshold_value", critical=critical, alpha=alpha),
        )
        for depth, (critical, alpha) in enumerate(levels, start=1)
        if critical is not None
    ]


METHOD = Section("method", None, _block)
