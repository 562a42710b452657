"""Scores in words: why a prospect has its own, how good the card is, and what else is to be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whofor.model import Condition, Operator
from whofor.model.card_proof import CardLack, CardProof, LackKind, ProofFigure
from whofor.model.parameters import SITUATION_PREFIX
from whofor.model.score_answer import KnownAs, ScoreAnswer, ScoredRow, ScoredTier
from whofor.model.scorecard import TYPE_PREFIX, RateMoved, ScoreReason, WorthFinding
from whofor.reports.catalogue import clean
from whofor.reports.phrases import and_list, condition_label
from whofor.reports.words import Words

__all__ = [
    "LONGEST_REASONS",
    "bin_text",
    "fact_text",
    "grade_lines",
    "icp_text",
    "known_text",
    "listed_text",
    "note_lines",
    "of_hundred",
    "proof_lines",
    "reason_text",
    "reasons_text",
    "share_text",
    "situation_text",
    "tier_text",
    "unknown_facts",
    "value_text",
    "weights_text",
    "why_parts",
    "words_of_answer",
    "worth_text",
]

LONGEST_REASONS = 255
"""Characters of the reasons: as many as fields of text hold in most CRMs."""
_HUNDRED = 100


def words_of_answer(answer: ScoreAnswer, words: Words) -> Words:
    """Return words that know what situations are called."""
    return replace(words, situations=answer.names.get(words.language, {}))


def bin_text(block: str, label: str, conditions: Sequence[Condition], words: Words) -> str:
    """Return one bin of a fact as it stands alone: `industry: Fintech`, `51–200 people`.

    Args:
        block: Id of the block; of an entry of a list it names the entry.
        label: Name of the block.
        conditions: Conditions of the bin; none for all others.
        words: The language.
    """
    if conditions:
        return " & ".join(_condition_text(c, words) for c in conditions)
    if block.startswith(TYPE_PREFIX):
        return words.text("score.not_of_type", what=words.parameter(label, block))
    parameter, _, entry = block.partition("=")
    if entry:
        held = Condition(parameter, label.removesuffix(f": {entry}"), Operator.INCLUDES, (entry,))
        return words.text("score.without", what=_condition_text(held, words))
    return words.pair(words.parameter(label, parameter), words.text("score.another"))


def _condition_text(condition: Condition, words: Words) -> str:
    text = _label(condition, words)
    if condition.operator in (Operator.BETWEEN, Operator.UNKNOWN) or condition.parameter in words.situations:
        return text
    # A value alone does not say of what it is; a label with a colon does.
    return text if ":" in text else words.pair(words.parameter(condition.label, condition.parameter), text)


def _label(condition: Condition, words: Words) -> str:
    """Return a condition in words, put into them once: that takes longer than to score its row."""
    found = words.labels.get(condition)
    if found is None:
        found = words.labels[condition] = condition_label(condition, words)
    return found


def fact_text(reason: ScoreReason, words: Words) -> str:
    """Return what a reason is about: the name of its fact."""
    names = [words.parameter(c.label, c.parameter) for c in reason.conditions]
    return " & ".join(dict.fromkeys(names)) or words.parameter(reason.label, reason.block.partition("=")[0])


def reasons_text(row: ScoredRow, words: Words, most: int = LONGEST_REASONS) -> str:
    """Return why a prospect has its score: what raises it, what lowers it, what is not known and would change it.

    What does not fit is left out from the end.

    Args:
        row: The prospect.
        words: The language.
        most: Most characters.
    """
    return _fitting([*why_parts(row, words), *(f"? {name}" for name in unknown_facts(row, words))], words, most)


def weights_text(
    up: Sequence[ScoreReason], down: Sequence[ScoreReason], unknown: Sequence[str], words: Words, most: int
) -> str:
    """Return what raises and what lowers something, and which facts are not known; what does not fit is left out.

    Args:
        up: What raises it, the most first.
        down: What lowers it, the most first.
        unknown: Names of facts that are not known and would change it.
        words: The language.
        most: Most characters.
    """
    parts = [f"{sign} {reason_text(one, words)}" for sign, some in (("+", up), ("−", down)) for one in some]
    return _fitting([*parts, *(f"? {name}" for name in unknown)], words, most)


def _fitting(parts: Sequence[str], words: Words, most: int) -> str:
    """Return the parts that fit into so many characters."""
    text = ""
    for part in map(clean, parts):
        longer = f"{text} {part}".strip()
        if len(longer) > most:
            return text or f"{part[: most - 1]}…"
        text = longer
    return text or words.text("score.no_reason")


def why_parts(row: ScoredRow, words: Words) -> list[str]:
    """Return what raises a chance, then what lowers it, each with its sign and factor."""
    return [f"{sign} {reason_text(one, words)}" for sign, some in (("+", row.up), ("−", row.down)) for one in some]


def reason_text(one: ScoreReason, words: Words) -> str:
    """Return one reason, with the factor by which it multiplies the odds: `industry: Fintech (×1.8)`."""
    said = bin_text(one.block, one.label, one.conditions, words)
    return f"{said} (×{words.number(one.factor, 1 if one.factor >= 1 else 2)})"


def unknown_facts(row: ScoredRow, words: Words) -> list[str]:
    """Return the names of what is not known of a prospect and would change its chance."""
    worth = {one.block for one in row.worth}
    return list(dict.fromkeys(fact_text(b, words) for b in row.blank if b.block in worth))


def worth_text(one: WorthFinding, words: Words, *, short: bool = False) -> str:
    """Return a fact that is worth finding out, with the chance at both ends; `short` without what these are."""
    parameter, _, entry = one.block.partition("=")
    fact = words.parameter(one.label.removesuffix(f": {entry}"), parameter)
    high, low = words.percent(one.best_chance), words.percent(one.worst_chance)
    if short:
        return words.text("score.worth_short", fact=fact, high=high, low=low)
    best, worst = (value_text(one.block, one.label, conditions, words) for conditions in (one.best, one.worst))
    return words.text("score.worth", fact=fact, best=best, high=high, worst=worst, low=low)


def value_text(block: str, label: str, conditions: Sequence[Condition], words: Words) -> str:
    """Return a value of a fact that is named before it: `Fintech`, `51–200 people`, `another`.

    Arguments are those of `bin_text`.
    """
    if conditions:
        return " & ".join(_label(c, words) for c in conditions)
    return bin_text(block, label, (), words) if "=" in block else words.text("score.another")


def situation_text(row: ScoredRow, words: Words) -> str:
    """Return what is going on at a prospect; empty where nothing is known."""
    names = (f"{SITUATION_PREFIX}{name}" for name in row.situations)
    return "; ".join(clean(words.situations[name]) for name in names if name in words.situations)


def known_text(known: KnownAs, words: Words) -> str:
    """Return what a prospect is in the CRM already; empty where it is nothing."""
    return words.text(f"score.known_{known.value}") if known is not KnownAs.NEITHER else ""


def icp_text(row: ScoredRow, answer: ScoreAnswer, words: Words) -> str:
    """Return the types of client that a prospect meets, by their names."""
    names = {one.id: one.names.get(words.language, one.id) for one in answer.icps}
    return "; ".join(clean(names[id_]) for id_ in row.icps)


def share_text(figure: ProofFigure, words: Words) -> str:
    """Return a share with its interval: `57% (49–66%)`."""
    return f"{words.percent(figure.estimate)} ({words.interval(figure.low, figure.high)})"


def of_hundred(figure: float, words: Words) -> str:
    """Return an area under the curve as so many cases of 100."""
    return words.number(figure * _HUNDRED)


def _auc_values(auc: ProofFigure, words: Words) -> dict[str, object]:
    ends = {name: of_hundred(getattr(auc, name), words) for name in ("low", "high")}
    return {"auc": of_hundred(auc.estimate, words), **ends}


def listed_text(answer: ScoreAnswer, words: Words) -> str:
    """Return what is scored: how many prospects, from where, as of when; what to do where there are none."""
    n = words.count("prospects", answer.n)
    day = words.day(answer.day) if answer.day else "–"
    if answer.source:
        return words.text("score.title_list", n=n, source=answer.source, day=day)
    return words.text("score.title_own" if answer.n else "score.title_none", n=n, day=day)


def grade_lines(answer: ScoreAnswer, words: Words) -> Iterator[str]:
    """Yield how far the card may be relied on, and why no further."""
    yield words.text(f"score.grade_{answer.grade.value}")
    if answer.proof is None:
        yield words.text("score.no_proof")
        return
    for lack in answer.proof.lacks:
        yield _lack_text(lack, words)


def _lack_text(lack: CardLack, words: Words) -> str:
    values: dict[LackKind, tuple[str, str]] = {
        LackKind.TOO_FEW_OUTCOMES: (words.number(lack.found), words.number(lack.needed)),
        LackKind.RANKS_NO_BETTER_THAN_CHANCE: (of_hundred(lack.found, words), of_hundred(lack.needed, words)),
        LackKind.NOT_CALIBRATED: (words.points(lack.found).lstrip("+"), words.points(lack.needed).lstrip("+")),
    }
    found, needed = values.get(lack.what, ("", ""))
    return words.text(f"score.lack_{lack.what.value}", found=found, needed=needed)


def proof_lines(answer: ScoreAnswer, words: Words) -> Iterator[str]:
    """Yield how the card did on the deals that it had not seen, and from which rate its chances start."""
    card = answer.card
    if answer.proof is not None:
        n = words.count("deals", answer.proof.n)
        yield words.text("score.proof", n=n, **_auc_values(answer.proof.auc, words))
    if answer.learnt_auc is not None:
        yield words.text("score.proof_learnt", **_auc_values(answer.learnt_auc, words))
    rate = words.percent(card.base_rate or 0.0)
    recent = card.recent
    if recent is not None and recent.note is not RateMoved.TOO_FEW:
        newest = {"newest": words.number(recent.n), "until": words.day(recent.until)}
        share = words.percent(recent.n_won / recent.n if recent.n else 0.0)
        key = "score.base_moved" if recent.note is RateMoved.ORDER_ONLY else "score.base_recent"
        yield words.text(key, rate=rate, n=words.count("deals", card.n), share=share, **newest)
    else:
        yield words.text("score.base", rate=rate, n=words.count("deals", card.n))
    if card.lasting < 1:
        yield words.text("score.lasting", share=words.percent(card.lasting))
    if not card.blocks:
        yield words.text("score.no_facts")


def tier_text(tier: ScoredTier, proof: CardProof | None, words: Words) -> str:
    """Return how many prospects are in a tier, how many of them are expected to sign, and how such deals did."""
    name = (
        tier.name if tier.least is None else words.text("score.tier_from", name=tier.name, least=_chance(tier, words))
    )
    n = words.count("prospects", tier.n)
    told = [words.text("score.tier", name=name, n=n)]
    if tier.expected is not None:
        told.append(words.text("score.tier_expected", share=words.percent(tier.expected)))
    seen = next((one for one in proof.tiers if one.name == tier.name), None) if proof is not None else None
    if seen is not None and seen.precision is not None:
        share = words.percent(seen.precision.estimate)
        ends = words.interval(seen.precision.low, seen.precision.high)
        told.append(words.text("score.tier_seen", n=words.count("deals", seen.n), share=share, range=ends))
    return " ".join(told)


def _chance(tier: ScoredTier, words: Words) -> str:
    return words.percent(tier.least or 0.0)


def note_lines(answer: ScoreAnswer, words: Words) -> Iterator[str]:
    """Yield what else is to be said: what the list lacks, values that are not named, repeated ids, notes."""
    labels = {block.id: words.parameter(block.label, block.attributes[0]) for block in answer.card.blocks}
    lacking = answer.lacking
    if lacking.labels:
        names = and_list(list(dict.fromkeys(labels[id_] for id_ in lacking.labels)), words)
        yield words.text("score.lacking", names=names, share=words.percent(lacking.share))
        if lacking.auc is not None:
            yield words.text("score.lacking_auc", **_auc_values(lacking.auc, words))
    if answer.unnamed:
        counts = ", ".join(f"{labels[id_]} {words.number(n)}" for id_, n in answer.unnamed.items())
        yield words.text("score.unnamed", counts=counts)
    if answer.n_repeated:
        yield words.plural("score.repeated", answer.n_repeated)
    if answer.profile_version is not None and answer.icps:
        types = " · ".join(f"{one.names.get(words.language, one.id)} {words.number(one.n)}" for one in answer.icps)
        yield words.text("score.icps", version=answer.profile_version, types=types)
    for note, about in answer.notes:
        yield words.text(f"score.note_{note.value}", about=about)
