"""Writes the reviews in the shapes of three sites that collect them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from whofor.csv_text import AS_EXPORTED, csv_bytes
from whofor.example.voices.cast import ReviewSite
from whofor.example.voices.reviews import MadeReview
from whofor.example.voices.said import joined
from whofor.example.world import COUNTRIES

__all__ = ["review_files", "rows_of"]

_PAID = "Gift card invite. The reviewer was invited and received a gift card for an honest review"
_UNPAID = "Organic review. This review was written entirely without invitation or incentive"
_G2_HEADER = (
    "id",
    "product_name",
    "title",
    "star_rating",
    "country",
    "regions",
    "submitted_at",
    "review_source",
    "verified_current_user",
    "is_business_partner",
    "love",
    "hate",
    "recommendations",
    "benefits",
    "score_meets_requirements",
    "score_ease_of_use",
    "score_quality_of_support",
    "user_name",
    "job_title",
    "industry",
    "size",
    "tenure",
)
"""The last columns are what one adds from the profiles of the reviewers."""

_CAPTERRA_HEADER = ("Product", "Name", "Job Title", "Industry", "Used For", "Rating", "Overall", "Pros", "Cons", "Date")
_TRUSTPILOT_HEADER = (
    "text",
    "rating",
    "language",
    "reply_message",
    "consumer_displayName",
    "consumer_countryCode",
    "consumersReviewCountOnSameDomain",
    "dates_publishedDate",
    "consumer_numberOfReviews",
    "reply_publishedDate",
    "likes",
    "consumer_isVerified",
    "title",
)
_EUROPE = ("FR", "BE", "DE", "ES", "NL", "IT", "GB")
_AMERICA = ("US", "CA")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CUT_EVERY = 2
"""Of about half of the reviews of Trustpilot the title is the cut beginning of the text: 53 % of a real file."""
_CUT_AT = 7


def _file_of(review: MadeReview) -> str:
    """Return the path of the file that holds a review; the third site has one for each tool."""
    if review.by.site is ReviewSite.TRUSTPILOT:
        return f"reviews/trustpilot_{review.by.tool.lower()}.csv"
    return f"reviews/{review.by.site}_reviews.csv"


def review_files(reviews: Sequence[MadeReview]) -> dict[str, bytes]:
    """Return the files of reviews by path, rows in the order given; none for a site without a review."""
    by_path: defaultdict[str, list[MadeReview]] = defaultdict(list)
    for review in reviews:
        by_path[_file_of(review)].append(review)
    made: dict[str, bytes] = {}
    for path in sorted(by_path):
        header, row_of = _SHAPES[by_path[path][0].by.site]
        made[path] = csv_bytes([header, *map(row_of, by_path[path])], AS_EXPORTED)
    return made


def _code(country: str) -> str:
    return next(c.code for c in COUNTRIES if c.spellings[0] == country)


def _region(country: str) -> str:
    code = _code(country)
    return "EMEA|Europe" if code in _EUROPE else "North America" if code in _AMERICA else "International"


def _time(day: date, minute: int) -> str:
    return f"{day.isoformat()}T{minute // 60:02d}:{minute % 60:02d}:00.000"


def _g2_row(review: MadeReview) -> tuple[str, ...]:
    by = review.by
    # Scores of 1 to 7 follow the stars; the form's questions are not answered by everybody.
    score = f"{min(7.0, max(1.0, round(review.stars * 1.4))):.1f}" if review.number % 3 else ""
    return (
        f"survey-{70_000 + 7 * review.number}",
        by.tool,
        review.title.text,
        str(review.stars),
        by.person.country,
        _region(by.person.country),
        f"{_time(by.day, by.minute)}-06:00",
        _PAID if review.paid else _UNPAID,
        str(review.verified),
        "False",
        joined(review.love),
        joined(review.hate),
        joined(review.advice),
        joined((*review.motive, *review.benefits)),
        score,
        score,
        score,
        by.person.name,
        by.person.role,
        by.person.sector,
        by.person.size,
        by.tenure,
    )


def _capterra_row(review: MadeReview) -> tuple[str, ...]:
    by = review.by
    cons = f"Cons: {joined(review.hate)}"
    if review.left:
        cons += f"\nReasons for Switching to {by.tool}: {joined(review.motive)}\nSwitched From: {review.left}"
    return (
        by.tool,
        by.person.name,
        by.person.role,
        f"{by.person.sector}, {by.person.size} employees",
        f"Used the software for: {by.tenure}",
        str(review.stars),
        f"Overall: {review.title.text}. {joined((*review.benefits, *review.advice))}".rstrip(),
        f"Pros: {joined(review.love)}",
        cons,
        f"{_MONTHS[by.day.month - 1]} {by.day.day}, {by.day.year}",
    )


def _trustpilot_row(review: MadeReview) -> tuple[str, ...]:
    by = review.by
    paragraphs = (review.love, review.hate, review.motive, review.benefits, review.advice)
    text = "\n".join(joined(part) for part in paragraphs if part)
    title = review.title.text
    if review.number % _CUT_EVERY == 0:
        text = f"{title}. {text}"
        title = f"{' '.join(text.split()[:_CUT_AT]).rstrip('.,')}…"
    return (
        text,
        str(int(review.stars)),
        review.language,
        review.reply,
        by.person.name,
        _code(by.person.country),
        "1",
        f"{_time(by.day, by.minute)}Z",
        str(1 + review.number % 9),
        f"{_time(by.day, min(by.minute + 75, 1439))}Z" if review.reply else "",
        str(review.number % 4),
        str(review.verified),
        title,
    )


_SHAPES: dict[ReviewSite, tuple[tuple[str, ...], Callable[[MadeReview], tuple[str, ...]]]] = {
    ReviewSite.G2: (_G2_HEADER, _g2_row),
    ReviewSite.CAPTERRA: (_CAPTERRA_HEADER, _capterra_row),
    ReviewSite.TRUSTPILOT: (_TRUSTPILOT_HEADER, _trustpilot_row),
}


def rows_of(reviews: Sequence[MadeReview]) -> Iterator[tuple[MadeReview, str, int]]:
    """Yield each review with its file and its row there, the first below the header being 1."""
    seen: dict[str, int] = {}
    for review in reviews:
        path = _file_of(review)
        seen[path] = seen.get(path, 0) + 1
        yield review, path, seen[path]
