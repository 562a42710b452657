"""What is said about one finding: its rate, lift, cycle, shrinkage and overlaps, each with its n."""

from __future__ import annotations

from whofor.model import ConfounderEffect, Estimate, SegmentFinding
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import digits_for, number, percent, ratio
from whofor.reports.wording.conditions import name_text
from whofor.reports.wording.measures import Told, are_equal, estimate_range, estimate_value

__all__ = [
    "chance_text",
    "confounder_text",
    "cycle_text",
    "days_range",
    "days_text",
    "deals_text",
    "is_claim",
    "lift_range",
    "lift_text",
    "needed_text",
    "overlap_texts",
    "rate_text",
    "shrinkage_text",
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
    share = estimate_value(estimate, language, digits)
    ends = words.text("figure.equal") if are_equal(estimate) else estimate_range(estimate, language, digits)
    if not ends:
        return words.text("figure.rate_plain", rate=share, deals=deals)
    return words.text("figure.rate", rate=share, interval=ends, deals=deals)


def lift_text(finding: SegmentFinding, told: Told) -> str:
    """How the figure compares with the rest, on the deals held back; empty where none were."""
    if not finding.confirm.n:
        return ""
    language, digits = told.language, digits_for(finding.confirm, finding.rest_confirm)
    rest = rate_text(finding.rest_confirm, language, digits)
    if finding.lift is None:
        return told.text("tell.no_lift", rest=rest)
    return told.text("tell.lift", ratio=ratio(finding.lift, language), between=lift_range(finding, language), rest=rest)


def lift_range(finding: SegmentFinding, language: str) -> str:
    """The interval of the lift in brackets, after a space; empty where there is none."""
    if finding.lift_low is None or finding.lift_high is None:
        return ""
    return f" ({ratio(finding.lift_low, language)}–{ratio(finding.lift_high, language)})"


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
        search=rate_text(search, language, digits),
        confirm=rate_text(confirm, language, digits),
    )


def is_claim(finding: SegmentFinding) -> bool:
    """Whether it is a declared claim: tested on all deals at once, so that both of its figures are the same."""
    return finding.id.startswith("C")


def days_range(days: Estimate, language: str) -> str:
    """Interval and n of a median of days: `18–22, 85 won`."""
    words = catalogue(language)
    won = words.plural("count.won", days.n, n=number(days.n, language))
    if days.ci_low is None or days.ci_high is None:
        return won
    return f"{number(round(days.ci_low), language)}–{number(round(days.ci_high), language)}, {won}"


def days_text(days: Estimate, language: str) -> str:
    """A median of days: `20 days (18–22, 85 won)`."""
    middle = round(days.estimate or 0.0)
    told = catalogue(language).plural("count.days", middle, n=number(middle, language))
    return f"{told} ({days_range(days, language)})"


def cycle_text(finding: SegmentFinding, told: Told) -> str:
    """Median time to signature beside that of the rest; empty where one is unknown, or where it is the outcome."""
    own, rest = finding.median_days_to_win, finding.rest_median_days_to_win
    if own is None or rest is None or told.measure.name != "won":
        return ""
    language = told.language
    return told.text("tell.cycle", days=days_text(own, language), rest_days=days_text(rest, language))


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
        rest=rate_text(effect.rest, language, digits),
    )
