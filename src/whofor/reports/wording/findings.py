"""What is said about one finding: its rate, lift, cycle, shrinkage and overlaps, each with its n."""

from __future__ import annotations

from whofor.model import ConfounderEffect, Estimate, SegmentFinding
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import digits_for, number, percent, ratio
from whofor.reports.wording.conditions import name_text
from whofor.reports.wording.measures import Told, estimate_range, estimate_value

__all__ = [
    "chance_text",
    "confounder_text",
    "cycle_text",
    "deals_text",
    "is_claim",
    "lift_text",
    "needed_text",
    "overlap_texts",
    "plain_rate_text",
    "rate_text",
    "shrinkage_text",
    "won_counts",
]


_LITTLE = 0.02


def deals_text(n: int, language: str) -> str:
    """A count of deals: `88 deals`."""
    return catalogue(language).plural("count.deals", n, n=number(n, language))


def rate_text(estimate: Estimate, language: str, digits: int | None = None) -> str:
    """A rate or mean with interval and n: `41% (31–52%, 88 deals)`."""
    words = catalogue(language)
    if not estimate.n or estimate.estimate is None:
        return words.text("figure.none")
    deals = deals_text(estimate.n, language)
    share, ends = estimate_value(estimate, language, digits), estimate_range(estimate, language, digits)
    if not ends:
        return words.text("figure.rate_plain", rate=share, deals=deals)
    return words.text("figure.rate", rate=share, interval=ends, deals=deals)


def plain_rate_text(estimate: Estimate, language: str, digits: int | None = None) -> str:
    """A rate or mean with n only: `14% (343 deals)`."""
    words = catalogue(language)
    if not estimate.n or estimate.estimate is None:
        return words.text("figure.none")
    share = estimate_value(estimate, language, digits)
    return words.text("figure.rate_plain", rate=share, deals=deals_text(estimate.n, language))


def lift_text(finding: SegmentFinding, told: Told) -> str:
    """How the figure compares with the rest, on the deals held back; empty where none were."""
    if not finding.confirm.n:
        return ""
    language, digits = told.language, digits_for(finding.confirm, finding.rest_confirm)
    rest = plain_rate_text(finding.rest_confirm, language, digits)
    if finding.lift is None:
        return told.text("tell.no_lift", rest=rest)
    return told.text("tell.lift", ratio=ratio(finding.lift, language), rest=rest)


def shrinkage_text(finding: SegmentFinding, told: Told) -> str:
    """What became of the search's figure on the deals held back; the former is never the one to quote."""
    language, words = told.language, catalogue(told.language)
    search, confirm = finding.search, finding.confirm
    if search.estimate is None or is_claim(finding):
        return ""
    if confirm.estimate is None or not confirm.n:
        return words.text("tell.search_only", rate=rate_text(search, language))
    digits = digits_for(search, confirm)
    lost = (search.estimate - confirm.estimate) * finding.direction * told.measure.better
    little = _LITTLE if told.measure.is_share else _LITTLE * abs(search.estimate)
    key = "shrinkage_same" if abs(lost) < little else "shrinkage" if lost > 0 else "shrinkage_none"
    return words.text(
        f"tell.{key}",
        search=plain_rate_text(search, language, digits),
        confirm=plain_rate_text(confirm, language, digits),
    )


def is_claim(finding: SegmentFinding) -> bool:
    """Whether it is a declared claim: tested on all deals at once, so that both of its figures are the same."""
    return finding.id.startswith("C")


def won_counts(finding: SegmentFinding) -> tuple[int, int]:
    """Won deals behind the two medians of a finding: its own and the rest's."""
    pairs = ((finding.search, finding.confirm), (finding.rest_search, finding.rest_confirm))
    own, rest = ((c.n_won or 0) + (0 if is_claim(finding) else s.n_won or 0) for s, c in pairs)
    return own, rest


def cycle_text(finding: SegmentFinding, told: Told) -> str:
    """Median time to signature beside that of the rest; empty where one is unknown, or where it is the outcome."""
    language = told.language
    own, rest = finding.median_days_to_win, finding.rest_median_days_to_win
    won, rest_won = won_counts(finding)
    if own is None or rest is None or not won or not rest_won or told.measure.name != "won":
        return ""
    words = catalogue(language)
    days, rest_days = (words.plural("count.days", round(d), n=number(round(d), language)) for d in (own, rest))
    counts = [words.plural("count.won", n, n=number(n, language)) for n in (won, rest_won)]
    return words.text("tell.cycle", won=counts[0], days=days, rest_won=counts[1], rest_days=rest_days)


def overlap_texts(finding: SegmentFinding, language: str) -> list[str]:
    """What share of a segment's deals lies in each of the other reported ones, largest first, from one tenth up."""
    words = catalogue(language)
    large = sorted(((share, other) for other, share in finding.overlaps.items() if share >= 0.1), reverse=True)
    return [words.text("tell.overlap", share=percent(share, language), other=other) for share, other in large]


def chance_text(finding: SegmentFinding, language: str) -> str:
    """A hypothesis' chance of being real, empty where it was not computed."""
    if finding.posterior_right_sign is None:
        return ""
    chance = percent(min(finding.posterior_right_sign, 0.99), language)
    return catalogue(language).text("tell.posterior", chance=chance)


def needed_text(finding: SegmentFinding, language: str) -> str:
    """How many further deals would settle it, empty where it is settled."""
    if not finding.n_needed:
        return ""
    return catalogue(language).plural("tell.needed", finding.n_needed, n=number(finding.n_needed, language))


def confounder_text(effect: ConfounderEffect, told: Told) -> str:
    """A salesperson (or source, product, period) that wins differently, named as such."""
    language = told.language
    digits = digits_for(effect.inside, effect.rest)
    return told.text(
        "tell.confounder",
        level=clean(effect.level),
        name=name_text(effect.label, language, effect.confounder),
        inside=rate_text(effect.inside, language, digits),
        rest=plain_rate_text(effect.rest, language, digits),
    )
