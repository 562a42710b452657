"""Assignment of a file's columns to canonical columns, and roles for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from whofor.intake.drafting.shapes import ColumnShape
from whofor.intake.drafting.words import about, fits_kind, is_key_word
from whofor.intake.normalise import country_code, parse_headcount, parse_number
from whofor.lexicon.leak_names import leak_by_name
from whofor.model import Kind, Role
from whofor.schema.columns import MOST_FILL_RATIO, TableName
from whofor.text import name_words

__all__ = [
    "CONCEPTS",
    "DURING",
    "Chosen",
    "Option",
    "Treatment",
    "assign",
    "sureness",
    "treat",
]

_LEAST = 0.34
_LEAST_FILLED = 0.02
_MANY_IDS = 20
DURING = 0.5
"""Likeness from which a header speaks of what is learnt while a deal runs."""

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


@dataclass(frozen=True, slots=True)
class Treatment:
    """Treatment of a column that is not canonical.

    Attributes:
        role: Its role; `None` to leave it out.
        why: The reason.
        score: Strength of the evidence, 0 to 1.
    """

    role: Role | None
    why: str
    score: float = 0.6


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
    if column.fill < _LEAST_FILLED or not fits_kind(column.kind, concept):
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


def treat(column: ColumnShape, fill_by_outcome: tuple[float, float] | None = None, beside: str = "") -> Treatment:
    """Return the treatment of a column that is not canonical.

    Args:
        column: The column.
        fill_by_outcome: Share of won and of lost rows with a value, where the outcome is known.
        beside: Canonical confounder that it nearly matched.
    """
    left_out = _left_out(column)
    if left_out is not None:
        return left_out
    by_name = leak_by_name(column.header)
    leak = about(column.header, "leak")
    if by_name or leak >= 0.5 or about(column.header, "modified") >= 0.6:
        return Treatment(Role.LEAK, "its name speaks of what is known only afterwards", max(leak, 0.8))
    flag = max(about(column.header, name) for name in ("won", "lost", "ended"))
    if column.kind is Kind.BOOLEAN and flag >= 0.7:
        return Treatment(Role.LEAK, "a yes/no column that speaks of the outcome", 0.7)
    # A number may be the key of a campaign or a team.
    kind = Kind.CATEGORY if column.kind is Kind.NUMBER and _has_key_word(column) else column.kind
    if column.kind is Kind.BOOLEAN and about(column.header, "trial") >= 0.7:
        return Treatment(Role.VALIDATION, "whether a trial is running changes later", 0.7)
    for concept in ("owner", "team", "lead_source", "lead_source_detail", "product", "pipeline"):
        how = about(column.header, concept) if fits_kind(kind, concept) else 0.0
        if how >= 0.6:
            return Treatment(Role.CONFOUNDER, f"its header speaks of the {concept.replace('_', ' ')}", how)
    if beside and column.kind is not Kind.NUMBER:
        return Treatment(Role.CONFOUNDER, f"its header comes near to {beside}", 0.5)
    if kind is Kind.CATEGORY and _has_key_word(column) and column.distinct >= _MANY_IDS:
        return Treatment(None, "an identifier", 0.8)
    during = max(about(column.header, "during"), about(column.header, "amount") if column.kind is Kind.NUMBER else 0.0)
    if during >= DURING:
        return Treatment(Role.VALIDATION, "its header speaks of what is learnt while the deal runs", during)
    if fill_by_outcome is not None:
        won, lost = fill_by_outcome
        low, high = sorted(fill_by_outcome)
        if high > 0.05 and low < high * MOST_FILL_RATIO:
            text = f"filled in {100 * won:.0f} % of the won and {100 * lost:.0f} % of the lost rows"
            return Treatment(Role.VALIDATION, text, 0.9)
    if column.kind is Kind.DATE:
        return Treatment(Role.VALIDATION, "a date; whether it is known at opening is for you to say", 0.4)
    return Treatment(Role.DEFINITION, _shown(column), 0.6)


def _shown(column: ColumnShape) -> str:
    values = list(column.known)
    if column.kind is Kind.NUMBER:
        return f"{column.distinct:,} numbers"
    some = ", ".join(text[:24] for text in values[:3])
    return f"{len(values):,}{'' if column.complete else '+'} values: {some}"


def _has_key_word(column: ColumnShape) -> bool:
    return any(is_key_word(word) for word in name_words(column.header))


def _left_out(column: ColumnShape) -> Treatment | None:
    """Return the treatment of a column that is left out, or `None` where it is of use."""
    if not column.known:
        return Treatment(None, "empty", 1.0)
    addresses = sum(count for text, count in column.values.items() if "@" in text and "." in text)
    if about(column.header, "personal") >= 0.45 or addresses > 0.1 * sum(column.values.values()):
        return Treatment(None, "personal data")
    if column.fill < _LEAST_FILLED:
        return Treatment(None, "nearly empty", 1.0)
    if column.distinct == 1 and column.fill > 0.999:
        return Treatment(None, "always the same", 1.0)
    if column.kind is Kind.DATE:
        return None
    links = sum(text.lower().startswith(("http://", "https://", "www.")) for text in column.values)
    if links > len(column.values) / 2:
        return Treatment(None, "web addresses", 1.0)
    if about(column.header, "postal") >= 0.5:
        return Treatment(None, "a postal code or a place on the map", 0.8)
    named = _has_key_word(column)
    alike = column.filled >= (10 if named else 30) and column.different > 0.9
    if alike and (named or column.kind is not Kind.NUMBER):
        return Treatment(None, "an identifier: nearly every row has its own", 0.8)
    if column.kind is Kind.TEXT or column.long:
        return Treatment(None, "free text", 0.8)
    return None
