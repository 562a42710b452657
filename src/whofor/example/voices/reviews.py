"""Draws the reviews: who says which pain, praises what, and how many stars they give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whofor.example.draws import Draws
from whofor.example.voices.cast import MadeNames, Reviewer, ReviewSite, chosen, draw_reviewers
from whofor.example.voices.planted import PlantedVoices
from whofor.example.voices.said import PlantedKind, Said
from whofor.example.voices.wordings import Decks, Language, Register, cast_table, pain_keys, table

__all__ = ["TWO_FACED_PAIN", "TWO_FACED_PRAISE", "TWO_FACED_TOOL", "MadeReview", "draw_reviews"]

_KEPT_TOOL, _KEPT_PRAISE = "Fenoquill", "support_quick"
"""The tool that keeps its promise of quick support."""
TWO_FACED_TOOL = "Brenivane"
"""The tool that is praised in public for what is complained of in private."""
TWO_FACED_PRAISE, TWO_FACED_PAIN = "reliable", "lost_comments"

_HATERS_PAIN = "setup_long"
_PLAIN_PRAISES = ("easy", "looks", "saves_time")
_OTHER_PRAISES = ("quick_start", "fair_price", "clear_history", "connects")
_WISHES = ("mobile", "calendar", "languages")


@dataclass(frozen=True, slots=True)
class MadeReview:
    """One review.

    Attributes:
        number: What it is told apart by.
        by: Who writes it about which tool, where and when.
        stars: 1 to 5, in halves where the site has them.
        language: Language of its texts.
        title: Its title.
        love: What is liked.
        hate: What is disliked, or that there is nothing.
        benefits: What it is used for and brings.
        advice: What is recommended to others.
        left: The tool that was left for this one; empty where none is told.
        motive: Why it was left.
        paid: Whether there was a reward for it.
        verified: Whether the author is verified.
        reply: What the vendor answers; empty where they do not.
        copy_of: Number of the review of which this is an exact copy; 0 where it is none.
    """

    number: int
    by: Reviewer
    stars: float
    language: Language
    title: Said
    love: tuple[Said, ...]
    hate: tuple[Said, ...]
    benefits: tuple[Said, ...] = ()
    advice: tuple[Said, ...] = ()
    left: str = ""
    motive: tuple[Said, ...] = ()
    paid: bool = False
    verified: bool = False
    reply: str = ""
    copy_of: int = 0

    @property
    def said(self) -> tuple[tuple[str, tuple[Said, ...]], ...]:
        """Sentences by the part in which they stand, in order."""
        return (
            ("title", (self.title,)),
            ("love", self.love),
            ("hate", self.hate),
            ("benefits", self.benefits),
            ("advice", self.advice),
            ("motive", self.motive),
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What each reviewer is going to say, by their position; `plain` are the complaints in plain words."""

    pains: dict[int, list[str]]
    plain: frozenset[tuple[int, str]]
    haters: frozenset[int]
    praises: dict[int, list[str]]
    switches: dict[int, int]


def draw_reviews(
    seed: int, truth: PlantedVoices, language: Language, n: int, *, names: MadeNames, decks: Decks
) -> tuple[MadeReview, ...]:
    """Draw the reviews, copies among them, in an order that tells nothing.

    Args:
        seed: Seed of the draws.
        truth: What is planted.
        language: Language of those that are not written in French anyway.
        n: Number of reviews before the copies.
        names: Where names come from.
        decks: Where texts come from.
    """
    reviewers = draw_reviewers(seed, n, language, names)
    draws = Draws(seed, 102)
    plan = _plan(draws, truth, reviewers)
    places = list(range(n))
    paid = set(chosen(draws, places, truth.paid_share))
    verified = set(chosen(draws, places, truth.verified_share))
    replied = set(chosen(draws, places, truth.reply_share))
    luck = draws.uniform(8 * n).tolist()
    made: list[MadeReview] = []
    for i, reviewer in enumerate(reviewers):
        spoken: Language = "fr" if reviewer.site is ReviewSite.TRUSTPILOT else language
        review = _review(
            i, reviewer, plan, _Voice(spoken, reviewer.tool, decks, luck[8 * i : 8 * i + 8], truth.filler_share)
        )
        answer = decks.neutral("reply", spoken, "vendor").text if i in replied else ""
        made.append(replace(review, number=i + 1, paid=i in paid, verified=i in verified, reply=answer))
    for k, i in enumerate(chosen(draws, places, truth.copy_share)):
        twin = replace(made[i].by, person=replace(made[i].by.person, name=names.next()))
        made.append(replace(made[i], number=n + 1 + k, by=twin, copy_of=made[i].number, reply=""))
    return tuple(made[i] for i in draws.order(len(made)).tolist())


def _plan(draws: Draws, truth: PlantedVoices, reviewers: tuple[Reviewer, ...]) -> _Plan:
    """Decide who says what, each share to the nearest person."""
    everybody = range(len(reviewers))
    small_new = [i for i in everybody if reviewers[i].is_small_and_new]
    others = [i for i in everybody if not reviewers[i].is_small_and_new]
    pains: defaultdict[int, list[str]] = defaultdict(list)
    haters = {*chosen(draws, small_new, truth.hater_share), *chosen(draws, others, truth.hater_share_elsewhere)}
    for key in pain_keys():
        for i in _sayers(draws, truth, reviewers, key):
            pains[i].append(key)
    general = [key for key in pain_keys() if not cast_table()["pain"][key]["groups"] and key != TWO_FACED_PAIN]
    for k, i in enumerate(sorted(haters)):
        # The small and new ones hate it for its set-up; whoever else hates has a complaint of any kind.
        if reviewers[i].is_small_and_new and truth.hater_share != truth.hater_share_elsewhere:
            pains[i] = [_HATERS_PAIN, *(key for key in pains[i] if key != _HATERS_PAIN)]
        elif not pains[i]:
            pains[i] = [general[k % len(general)]]
    plain: set[tuple[int, str]] = set()
    for key in pain_keys():
        sayers = [i for i in everybody if key in pains[i]]
        plain |= {(i, key) for i in chosen(draws, sayers, truth.plain_share)}
    praises = _praises(draws, truth, reviewers, pains, frozenset(haters))
    switches: dict[int, int] = {}
    for number, switch in enumerate(table("switches")["switch"]):
        of_tool = [i for i in everybody if reviewers[i].tool == switch["chosen"] and i not in haters]
        switches |= dict.fromkeys(chosen(draws, of_tool, truth.switch_share), number)
    return _Plan(pains, frozenset(plain), frozenset(haters), praises, switches)


def _praises(
    draws: Draws,
    truth: PlantedVoices,
    reviewers: tuple[Reviewer, ...],
    pains: Mapping[int, Sequence[str]],
    haters: frozenset[int],
) -> dict[int, list[str]]:
    """Draw who praises the kept promise, and what is complained of only in private."""
    everybody = range(len(reviewers))
    praises: defaultdict[int, list[str]] = defaultdict(list)
    for tool, key, share in (
        (_KEPT_TOOL, _KEPT_PRAISE, truth.kept_share),
        (TWO_FACED_TOOL, TWO_FACED_PRAISE, truth.public_praise_share),
    ):
        contrary = cast_table()["praise"][key]["contrary"]
        free = [i for i in everybody if contrary not in pains[i] and i not in haters]
        own = [i for i in free if reviewers[i].tool == tool]
        elsewhere = [i for i in free if reviewers[i].tool != tool]
        for i in (*chosen(draws, own, share), *chosen(draws, elsewhere, truth.praised_elsewhere)):
            praises[i].append(key)
    return praises


def _sayers(draws: Draws, truth: PlantedVoices, reviewers: tuple[Reviewer, ...], key: str) -> list[int]:
    """Draw who says a pain: of its group, of its tool, and elsewhere; of those whose group shows, where it has one."""
    entry = cast_table()["pain"][key]
    everybody = [i for i, by in enumerate(reviewers) if by.group or not entry["groups"]]
    special = entry["groups"] or entry.get("tools", [])
    inside = [i for i in everybody if reviewers[i].group in special or reviewers[i].tool in special]
    share = truth.said_by_group if entry["groups"] else truth.said_of_tool
    if key == TWO_FACED_PAIN:
        inside = [i for i in everybody if reviewers[i].tool == TWO_FACED_TOOL]
        share = truth.public_complaint_share
    if key == _HATERS_PAIN:
        # Those of the group say it as far as they hate; see `_plan`.
        share = truth.said_elsewhere
    outside = sorted(set(everybody) - set(inside))
    return sorted([*chosen(draws, inside, share), *chosen(draws, outside, truth.said_elsewhere)])


@dataclass(frozen=True, slots=True)
class _Voice:
    """How one reviewer speaks of which tool: language, texts, and eight numbers from 0 to 1 that decide the rest."""

    language: Language
    tool: str
    decks: Decks
    luck: list[float]
    filler_share: float

    def pain(self, key: str, *, plain: bool) -> Said:
        registers: tuple[Register, ...] = ("plain",) if plain else ("review", "talk")
        return self.decks.pain(key, self.language, *registers, tool=self.tool)

    def neutral(self, topic: str = "context") -> Said:
        return self.decks.neutral("neutral", self.language, "review", topic)

    def praise(self, keys: tuple[str, ...], luck: float) -> Said:
        return self.decks.praise(keys[int(luck * len(keys))], self.language, "review", tool=self.tool)

    def wish(self, luck: float) -> Said:
        return self.decks.wish(_WISHES[int(luck * len(_WISHES))], self.language, "review")


def _review(i: int, by: Reviewer, plan: _Plan, voice: _Voice) -> MadeReview:
    """Write one review as planned; what is not planned is decided by luck."""
    pains, hater = plan.pains.get(i, []), i in plan.haters
    stars = _stars(by, len(pains), voice.luck[0], hater=hater)
    hate = [voice.pain(key, plain=(i, key) in plan.plain) for key in pains]
    if not hate:
        filler = voice.luck[1] < voice.filler_share
        hate = [
            voice.decks.neutral("filler", voice.language, "review", "filler") if filler else voice.wish(voice.luck[2])
        ]
    elif voice.luck[1] < 0.15:
        hate.append(voice.wish(voice.luck[2]))
    review = MadeReview(
        number=0,
        by=by,
        stars=stars,
        language=voice.language,
        title=_title(voice, stars),
        love=tuple(_loved(plan.praises.get(i, []), pains, voice, hater=hater)),
        hate=tuple(hate),
        benefits=(voice.praise(("saves_time",), 0.0),) if voice.luck[5] > 0.75 and not hater else (),
        advice=(voice.decks.neutral("advice", voice.language, "review", "advice"),) if voice.luck[6] > 0.7 else (),
    )
    if i not in plan.switches:
        return review
    switch = table("switches")["switch"][plan.switches[i]]
    truth = Said("", PlantedKind.PAIN, switch["reason"], cast_table()["pain"][switch["reason"]]["aspect"])
    motive = voice.decks.of(f"{switch['left']}/{voice.language}", switch[voice.language], truth)
    return replace(review, left=switch["left"], motive=(motive,))


def _loved(planned: list[str], pains: list[str], voice: _Voice, *, hater: bool) -> list[Said]:
    """Return what is liked: what is planned, else something plain; never the contrary of what is complained of."""
    contraries = {key: entry.get("contrary", "") for key, entry in cast_table()["praise"].items()}
    loved = [voice.decks.praise(key, voice.language, "review", tool=voice.tool) for key in planned]
    others = tuple(key for key in _OTHER_PRAISES if contraries[key] not in pains)
    if hater:
        return [voice.praise(("looks",), 0.0)] if voice.luck[3] < 0.5 else [voice.neutral()]
    if not loved or voice.luck[3] < 0.4:
        loved.append(voice.praise(_PLAIN_PRAISES, voice.luck[4]))
    if voice.luck[3] > 0.72 and others:
        loved.append(voice.praise(others, voice.luck[4]))
    if voice.luck[7] < 0.4:
        loved.insert(0, voice.neutral())
    return loved


def _stars(by: Reviewer, n_pains: int, luck: float, *, hater: bool) -> float:
    """Draw the stars: haters give one or two, all others three or more, the fewer the more they complain of."""
    lowest, highest = (1.0, 2.0) if hater else ((4.5, 5.0), (3.5, 4.5), (3.0, 3.5))[min(n_pains, 2)]
    halves = int(luck * ((highest - lowest) * 2 + 1))
    stars = lowest + halves / 2
    if by.site is ReviewSite.G2:
        return stars
    # These sites have whole stars only.
    return float(int(stars)) if hater else float(int(stars + 0.5))


def _title(voice: _Voice, stars: float) -> Said:
    if stars >= 4.5:
        mood, kind = "good", PlantedKind.PRAISE
    elif stars <= 2.0:
        mood, kind = "bad", PlantedKind.PAIN
    else:
        mood, kind = "mixed", PlantedKind.NEUTRAL
    texts = table(f"praises_{voice.language}")["title"][mood]
    return voice.decks.of(f"title/{voice.language}/{mood}", texts, Said("", kind, "title"))
