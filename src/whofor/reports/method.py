"""How a result was computed: five plain sentences, and every setting."""

from __future__ import annotations

from whofor.model import IcpResult
from whofor.reports.catalogue import Catalogue, catalogue, clean
from whofor.reports.formats import day, number, percent
from whofor.reports.wording import Told, deals_text, name_text

__all__ = ["details", "how_sentences"]


def how_sentences(result: IcpResult, language: str) -> list[str]:
    """Five sentences on what was done with the deals, in the order in which it was done."""
    words, run = catalogue(language), result.run
    deals = deals_text(run.rows, language)
    aside = sum(a.n for a in result.data.set_aside)
    rows = words.text("how.rows_all", deals=deals)
    if aside:
        rows = words.text("how.rows", deals=deals, aside=number(aside, language))
    depth = max(len(run.critical_by_depth), 1)
    search = words.text(
        "how.search",
        family=words.plural("count.combinations", run.family_size, n=number(run.family_size, language)),
        conditions=words.plural("count.conditions", depth, n=number(depth, language)),
        facts=words.plural("count.facts", len(result.search.searched), n=number(len(result.search.searched), language)),
    )
    return [rows, _split(result, words), search, _correction(result, words), words.text("how.confirm")]


def _split(result: IcpResult, words: Catalogue) -> str:
    run, language = result.run, words.language
    if not run.rows_confirm or run.split == "none":
        return words.text("how.split_none")
    confirm, search = deals_text(run.rows_confirm, language), number(run.rows_search, language)
    if run.split == "newest" and run.split_date:
        date = day(run.split_date, language)
        return words.text("how.split_newest", confirm=confirm, search=search, date=date)
    return words.text("how.split_random", confirm=confirm, search=search)


def _correction(result: IcpResult, words: Catalogue) -> str:
    run, language = result.run, words.language
    times = words.plural("count.shuffles", run.permutations, n=number(run.permutations, language))
    share = percent(1 - sum(run.alpha_by_depth), language) if run.alpha_by_depth else percent(0.95, language)
    if not run.strata:
        return words.text("how.correct_plain", times=times, share=share)
    return words.text("how.correct", times=times, share=share, strata=_strata(result, language))


def _strata(result: IcpResult, language: str) -> str:
    names = {a.label: a.confounder for f in result.search.findings for a in f.adjustments}
    names |= {effect.label: effect.confounder for effect in result.data.confounders}
    return ", ".join(name_text(label, language, names.get(label, "")) for label in result.run.strata)


def details(result: IcpResult, language: str) -> list[tuple[str, str]]:
    """Name and value of everything that was settled or counted in the run."""
    words, run = catalogue(language), result.run
    told, outcome = Told(run.measure, language), f"how.outcome.{run.outcome}"
    baseline = "baseline" if run.measure.is_share else "baseline_mean"
    rows = [
        ("run", clean(run.id)),
        ("version", clean(run.version)),
        ("seed", str(run.seed)),
        ("hash", clean(run.data_hash)),
        ("outcome", words.text(outcome) if words.has(outcome) else told.label),
        (baseline, f"{told.value(run.baseline, 1)} ({deals_text(run.rows, language)})"),
        ("as_of", day(run.as_of, language) if run.as_of else ""),
        ("permutations", number(run.permutations, language)),
        ("family", number(run.family_size, language)),
        ("strata", _strata(result, language)),
        ("searched", ", ".join(name_text(label, language) for label in result.search.searched)),
    ]
    named = [(words.text(f"how.{key}"), value) for key, value in rows if value]
    options = [(words.text("how.options", name=name), clean(value)) for name, value in run.options.items()]
    return [*named, *_thresholds(result, words), *options]


def _thresholds(result: IcpResult, words: Catalogue) -> list[tuple[str, str]]:
    """What a combination had to exceed, per number of conditions."""
    run, language = result.run, words.language
    rows: list[tuple[str, str]] = []
    for depth, (critical, alpha) in enumerate(zip(run.critical_by_depth, run.alpha_by_depth, strict=False), start=1):
        if critical is None:
            continue
        conditions = words.plural("count.conditions", depth, n=number(depth, language))
        value = words.text(
            "how.threshold_value", critical=number(critical, language, 2), alpha=percent(alpha, language)
        )
        rows.append((words.text("how.threshold", conditions=conditions), value))
    return rows
