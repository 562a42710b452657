"""Readings of stages that nobody listed: by their words, and by what the deals at them have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from whofor.intake.normalise.numbers import parse_percent
from whofor.lexicon.endings import Ending, words_of_stage
from whofor.model import StageReadBy

__all__ = ["DealFacts", "StageMeaning", "days_of_stages", "listed", "meanings_of", "probabilities_of", "reasons_of"]

_NEARLY_ALL = 0.9
"""Share of the deals that have to agree before anything is read from them, a convention."""
_HARDLY_ANY = 0.05
_MOST_WITH_REASON = 0.8
"""Share of a stage's deals with a reason of loss; the field is seldom compulsory."""
_FEWEST = 5
"""Fewer deals show no habit."""
_CERTAIN = 100.0

Texts: TypeAlias = Iterable[tuple[str, str | None, int]]
"""Stages with a text beside them, `None` for an empty cell, and the number of deals."""


@dataclass(frozen=True, slots=True)
class StageMeaning:
    """What a stage means.

    Attributes:
        outcome: `won`, `lost` or `open`; `None` where nobody says how its deals ended.
        read_by: What says so.
        guessed: Whether the user should confirm it.
    """

    outcome: Ending | None
    read_by: StageReadBy
    guessed: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """Deals of a stage that have something, of all that could."""

    some: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        """Return both together."""
        return Share(self.some + other.some, self.of + other.of)

    @property
    def share(self) -> float:
        """Return the share; 0 where there are none."""
        return self.some / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class DealFacts:
    """Facts of the deals by stage; an empty mapping where no column holds them.

    Attributes:
        probabilities: Stage -> probability in points -> deals.
        reasons: Stage -> deals with a reason of loss.
        past: Stage -> deals whose closing day is past.
    """

    probabilities: Mapping[str, Mapping[float, int]] = field(default_factory=dict[str, Mapping[float, int]])
    reasons: Mapping[str, Share] = field(default_factory=dict[str, Share])
    past: Mapping[str, Share] = field(default_factory=dict[str, Share])


def probabilities_of(texts: Texts) -> dict[str, dict[float, int]]:
    """Return for each stage its probabilities in points; a column of shares is read as such.

    >>> probabilities_of([("A", "0.5", 2), ("B", "1", 1)])
    {'A': {50.0: 2}, 'B': {100.0: 1}}
    """
    found: dict[str, dict[float, int]] = {}
    for stage, text, count in texts:
        value = parse_percent(text) if text else None
        if value is not None:
            counts = found.setdefault(stage, {})
            counts[value] = counts.get(value, 0) + count
    if max((value for counts in found.values() for value in counts), default=_CERTAIN) > 1.0:
        return found
    return {stage: {_CERTAIN * value: n for value, n in counts.items()} for stage, counts in found.items()}


def reasons_of(texts: Texts) -> dict[str, Share]:
    """Return for each stage how many of its deals have a text."""
    found: dict[str, Share] = {}
    for stage, text, count in texts:
        found[stage] = found.get(stage, Share()) + Share(count if text else 0, count)
    return found


def days_of_stages(days: Iterable[tuple[str, float | None, int]], latest: float | None) -> dict[str, Share]:
    """Return for each stage how many of its deals have a closing day that is past.

    Args:
        days: Stages with closing days, `None` for none, and the number of deals.
        latest: Day on which the latest deal was opened: nothing shows that a later day has passed. `None` where no
            opening day is known; every closing day then counts as past.
    """
    found: dict[str, Share] = {}
    for stage, day, count in days:
        is_past = day is not None and (latest is None or day <= latest)
        found[stage] = found.get(stage, Share()) + Share(count if is_past else 0, count)
    return found


def meanings_of(
    stages: Iterable[str], known: Mapping[str, Ending], facts: DealFacts, *, assume: Iterable[str]
) -> dict[str, StageMeaning]:
    """Return what stages mean that no list names.

    Their words decide, then the probability, the reason of loss and the closing days of their deals. Where words and
    probability contradict each other, the outcome is unknown. A stage of which nothing says anything is open where
    `assume` has it, and unknown elsewhere.

    Args:
        stages: The stages.
        known: Outcomes of stages that a list names.
        facts: What the deals at all stages have in common.
        assume: Stages that are open where nothing says anything.
    """
    wanted = list(stages)
    by_words: dict[str, Ending] = {}
    for text in wanted:
        words = words_of_stage(text)
        if words.ending is not None and not words.weak:
            by_words[text] = words.ending
    beside = _judges(known, by_words)
    open_ones = frozenset(assume)
    found: dict[str, StageMeaning] = {}
    for text in wanted:
        found[text] = _meaning(text, _without(text, beside), facts) or _nothing_said(text in open_ones)
    return found


def _judges(sure: Mapping[str, Ending], likely: Mapping[str, Ending]) -> dict[str, Ending]:
    """Return the stages by which the facts of others are judged.

    Those that are sure and those with plain names; likely ones only where there is none of their kind.
    """
    judges = dict(sure)
    judges.update({text: ending for text, ending in likely.items() if words_of_stage(text).plain})
    there = set(judges.values())
    judges.update({text: ending for text, ending in likely.items() if ending not in there})
    return judges


def listed(text: str, outcome: Ending, known: Mapping[str, Ending], facts: DealFacts) -> StageMeaning:
    """Return how a stage was read that a drafted mapping lists, which nobody has seen.

    Args:
        text: The stage.
        outcome: What the draft says.
        known: Outcomes of all stages that the draft lists.
        facts: What the deals at all stages have in common.
    """
    found = _meaning(text, _without(text, _judges({}, known)), facts)
    contradicted = found is not None and found.outcome is None and found.read_by is StageReadBy.PROBABILITY
    if found is not None and (contradicted or found.outcome == outcome):
        return found
    return StageMeaning(outcome, StageReadBy.ASSUMED)


def _without(text: str, known: Mapping[str, Ending]) -> Mapping[str, Ending]:
    others = dict(known)
    others.pop(text, None)
    return others


def _nothing_said(is_open: bool) -> StageMeaning:
    return StageMeaning("open", StageReadBy.ASSUMED) if is_open else StageMeaning(None, StageReadBy.UNREAD)


def _meaning(text: str, others: Mapping[str, Ending], facts: DealFacts) -> StageMeaning | None:
    words = words_of_stage(text)
    another_won = "won" in others.values()
    said = None if words.weak and another_won else words.ending
    probable = _by_probability(text, others, facts.probabilities)
    ends_plainly = words.plain and said in ("won", "lost")
    if said is not None and not ends_plainly and probable not in (None, said):
        return StageMeaning(None, StageReadBy.PROBABILITY)
    if said is not None:
        return StageMeaning(said, StageReadBy.WORDS, guessed=not words.plain)
    if probable is not None:
        return StageMeaning(probable, StageReadBy.PROBABILITY)
    if _has_reasons(text, others, facts.reasons):
        return StageMeaning("lost", StageReadBy.LOSS_REASON)
    if words.has_ended:
        return StageMeaning(None, StageReadBy.WORDS)
    return _by_days(text, others, facts.past)


def _by_probability(
    text: str, others: Mapping[str, Ending], probabilities: Mapping[str, Mapping[float, int]]
) -> Ending | None:
    """Return what a stage's probability says, where the known stages show that it says something."""
    own = _at(probabilities, [text])
    if not own.of:
        return None
    known: dict[Ending, list[str]] = {"won": [], "lost": [], "open": []}
    for other, outcome in others.items():
        known[outcome].append(other)

    def tells(ending: Ending, level: float) -> bool:
        ended = _at(probabilities, known[ending], level)
        running = _at(probabilities, known["open"], level)
        follows = ended.share >= _NEARLY_ALL if ended.of else _follow(probabilities, level)
        return follows and running.share < _HARDLY_ANY

    by_won, by_lost = tells("won", _CERTAIN), tells("lost", 0.0)
    if by_won and own.share >= _NEARLY_ALL:
        return "won"
    none = _at(probabilities, [text], 0.0)
    if by_lost and none.share >= _NEARLY_ALL:
        return "lost"
    between = own.of - own.some - none.some
    return "open" if by_won and between >= _NEARLY_ALL * own.of else None


def _at(probabilities: Mapping[str, Mapping[float, int]], stages: Iterable[str], level: float = _CERTAIN) -> Share:
    """Return how many of the deals at some stages have this probability."""
    held = [probabilities[stage] for stage in stages if stage in probabilities]
    return Share(sum(counts.get(level, 0) for counts in held), sum(sum(counts.values()) for counts in held))


def _follow(probabilities: Mapping[str, Mapping[float, int]], level: float) -> bool:
    """Return whether nearly all deals of a stage have one probability: this one at some, one between at others."""
    total = sum(sum(counts.values()) for counts in probabilities.values())
    usual = {stage: max(counts, key=lambda value: counts[value]) for stage, counts in probabilities.items() if counts}
    same = sum(probabilities[stage][value] for stage, value in usual.items())
    return (
        same >= _NEARLY_ALL * total
        and level in usual.values()
        and any(0.0 < value < _CERTAIN for value in usual.values())
    )


def _together(shares: Mapping[str, Share], others: Mapping[str, Ending], *endings: Ending) -> Share:
    total = Share()
    for other, outcome in others.items():
        if outcome in endings:
            total += shares.get(other, Share())
    return total


def _has_reasons(text: str, others: Mapping[str, Ending], reasons: Mapping[str, Share]) -> bool:
    """Return whether most of its deals have a reason of loss, and those known as open or won hardly ever."""
    if reasons.get(text, Share()).share < _MOST_WITH_REASON:
        return False
    running, won = (_together(reasons, others, ending) for ending in ("open", "won"))
    return bool(running.of or won.of) and max(running.share, won.share) <= _HARDLY_ANY


def _by_days(text: str, others: Mapping[str, Ending], past: Mapping[str, Share]) -> StageMeaning | None:
    """Return what its closing days say: that its deals have ended, though not how, or that they run."""
    own, running = past.get(text, Share()), _together(past, others, "open")
    ended = _together(past, others, "won", "lost")
    if own.of < _FEWEST:
        return None
    if running.of >= _FEWEST and running.share <= 1 - _NEARLY_ALL and own.share >= 1 - _HARDLY_ANY:
        return StageMeaning(None, StageReadBy.CLOSING_DAYS)
    if ended.of >= _FEWEST and ended.share >= _NEARLY_ALL and own.share <= 1 - _NEARLY_ALL:
        return StageMeaning("open", StageReadBy.CLOSING_DAYS, guessed=False)
    return None
