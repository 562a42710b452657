"""Assignment of a file's columns to canonical columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.drafting.words import about, fits_kind
from whofor.intake.normalise import country_code, parse_headcount, parse_number
from whofor.model import Kind
from whofor.schema.columns import TableName

__all__ = ["CONCEPTS", "FIRMOGRAPHIC", "LEAST_FILLED", "Chosen", "Option", "assign", "sureness"]

_LEAST = 0.34
_FEWEST_WORDS = 3
LEAST_FILLED = 0.02
"""Least share of the rows with a value from which a column is read: of fewer, chance decides."""

CONCEPTS: Mapping[str, Mapping[str, str]] = {
    TableName.ACCOUNTS: {
        "name": "name",
        "domain": "domain",
        "registration_number": "registration_number",
        "industry": "industry",
        "employees": "employees",
        "annual_revenue": "annual_revenue",
        "country": "country",
        "state": "state",
        "city": "city",
        "founded_year": "founded_year",
        "technologies": "technologies",
        "money_raised": "money_raised",
        "declared_icp": "declared_icp",
        "created": "opened",
    },
    TableName.CONTACTS: {
        "name": "person",
        "email": "email",
        "phone": "phone",
        "title": "job_title",
        "seniority": "seniority",
        "job_function": "job_function",
        "created": "opened",
    },
    TableName.DEALS: {
        "opened": "opened",
        "closed": "closed",
        "name": "title",
        "amount": "amount",
        "currency": "currency",
        "lead_source": "lead_source",
        "lead_source_detail": "lead_source_detail",
        "owner": "owner",
        "product": "product",
        "pipeline": "pipeline",
        "deal_type": "deal_type",
    },
    TableName.INTERACTIONS: {
        "at": "moment",
        "kind": "interaction_kind",
        "direction": "direction",
        "duration_seconds": "duration",
        "outcome": "interaction_outcome",
        "tone": "conversation_text",
    },
    TableName.COSTS: {
        "at": "moment",
        "amount": "cost",
        "lead_source": "lead_source",
        "campaign": "lead_source_detail",
        "currency": "currency",
    },
    TableName.STAGES: {"at": "moment", "stage": "stage"},
    TableName.OUTCOMES: {"at": "moment", "value": "amount"},
}
"""Canonical column -> concept of `rules/words.toml`."""

FIRMOGRAPHIC = (
    "industry", "employees", "annual_revenue", "country", "state", "city", "founded_year", "technologies",
    "money_raised", "domain", "registration_number", "declared_icp",
)  # fmt: skip
"""Canonical columns that describe a company and nothing else."""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate for a canonical column.

    Attributes:
        ref: Its name in a mapping: `Header` or `alias.Header`.
        shape: The column.
        discount: Deduction from its score, for a column of another file.
    """

    ref: str
    shape: ColumnShape
    discount: float = 0.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The column chosen for a canonical one.

    Attributes:
        option: The column.
        score: Strength of the evidence, 0 to 1.
        why: The reason.
        others: Further columns that may be it.
    """

    option: Option
    score: float
    why: str
    others: tuple[str, ...] = ()


def sureness(score: float) -> str:
    """Return `sure`, `likely` or `unsure`."""
    return "sure" if score >= 0.85 else "likely" if score >= 0.5 else "unsure"


def assign(options: Sequence[Option], concepts: Mapping[str, str], taken: Sequence[str] = ()) -> dict[str, Chosen]:
    """Assign to each canonical column the column that fits it best, the clearest cases first.

    Args:
        options: Candidate columns.
        concepts: Canonical column -> concept.
        taken: References that something else uses.
    """
    scores: list[tuple[float, str, Option]] = []
    for option in options:
        for name, concept in concepts.items():
            score = _fit(option.shape, name, concept) - option.discount
            if score >= _LEAST and option.ref not in taken:
                scores.append((score, name, option))
    order = list(concepts)
    scores.sort(key=lambda one: (-round(one[0], 3), order.index(one[1]), -one[2].shape.fill))
    chosen: dict[str, Chosen] = {}
    used: set[str] = set()
    for score, name, option in scores:
        if name in chosen or option.ref in used:
            continue
        used.add(option.ref)
        others = [o.ref for s, n, o in scores if n == name and o.ref != option.ref and s >= 0.45][:2]
        chosen[name] = Chosen(option, score, _reason(option.shape, concepts[name]), tuple(others))
    return {name: chosen[name] for name in order if name in chosen}


def _reason(column: ColumnShape, concept: str) -> str:
    by = "header and values" if about(column.header, concept) else "values"
    fill = "" if column.fill > 0.995 else f", filled in {100 * column.fill:.0f} % of the rows"
    return f"by {by}{fill}"


def _fit(column: ColumnShape, name: str, concept: str) -> float:
    """Return how well a column fits a canonical one, 0 to 1."""
    if column.fill < LEAST_FILLED or not fits_kind(column.kind, concept):
        return 0.0
    score = about(column.header, concept)
    check = _CHECKS.get(name)
    if check is not None:
        score = check(column, score)
    if concept in ("opened", "closed", "moment") and about(column.header, "modified") >= 0.6:
        return 0.0
    return score


def _country(column: ColumnShape, score: float) -> float:
    known = column.known
    found = [text for text in known if country_code(text)]
    share = sum(known[text] for text in found) / sum(known.values()) if known else 0.0
    if share < 0.5:
        return 0.0
    names = sum(len(text) > 3 for text in found) > len(found) / 2
    other = max(about(column.header, "state"), about(column.header, "city"))
    if not score and names and share > 0.8 and other < 0.6 and not about(column.header, "personal"):
        return 0.55
    return score


def _employees(column: ColumnShape, score: float) -> float:
    if column.kind is Kind.NUMBER or not score:
        return score
    known = column.known
    read = sum(count for text, count in known.items() if parse_headcount(text) is not None)
    return score if known and read >= 0.7 * sum(known.values()) else 0.0


def _revenue(column: ColumnShape, score: float) -> float:
    if column.kind is Kind.NUMBER or not score:
        return score
    known = column.known
    return score if sum(any(c.isdigit() for c in text) for text in known) > 0.6 * len(known) else 0.0


def _sentences(column: ColumnShape, score: float) -> float:
    """Return the score of what was said: most of it is no single word, code or name."""
    known = column.known
    said = sum(count for text, count in known.items() if text.count(" ") >= _FEWEST_WORDS - 1)
    return score if known and said > 0.5 * sum(known.values()) else 0.0


def _year(column: ColumnShape, score: float) -> float:
    if column.kind is Kind.DATE or not score:
        return score
    numbers = [parse_number(text) for text in list(column.known)[:200]]
    years = sum(number is not None and 1000 <= number <= 2100 for number in numbers)
    return score if numbers and years >= 0.9 * len(numbers) else 0.0


def _not_empty_amounts(column: ColumnShape, score: float) -> float:
    return score if any((parse_number(text) or 1.0) for text in list(column.known)[:50]) else 0.0


def _name(column: ColumnShape, score: float) -> float:
    return score if column.different >= 0.5 else 0.0


def _few(column: ColumnShape, score: float) -> float:
    """Return the score; 0 where values hardly recur, as salespeople, sources and products do."""
    return score if column.filled < 20 or column.different <= 0.5 else 0.0


_CHECKS: Mapping[str, Callable[[ColumnShape, float], float]] = {
    "tone": _sentences,
    "country": _country,
    "name": _name,
    "employees": _employees,
    "annual_revenue": _revenue,
    "founded_year": _year,
    "amount": _not_empty_amounts,
    "owner": _few,
    "product": _few,
    "lead_source": _few,
    "lead_source_detail": _few,
    "stage": _few,
}
