"""Facts of an author, as attributes: job title, level, department, industry, size band, tenure, incentive."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TypeAlias

from whofor.intake.normalise import country_code, is_missing, parse_headcount
from whofor.intake.voices.words import any_pattern, is_one_of, names_of, text_patterns
from whofor.lexicon.booleans import parse_boolean
from whofor.text import fold, slug, tidy

__all__ = [
    "LONGEST_VALUE",
    "TitleReader",
    "attribute_name",
    "facts_of",
    "language_code",
    "says_rewarded",
    "size_band",
    "tells_incentive",
]

TitleReader: TypeAlias = Callable[[str], Mapping[str, str]]
"""What a job title says, as attributes: `{"seniority": "director", "department": "sales"}`; nothing where unknown."""

LONGEST_VALUE = 300
"""Characters of an attribute that are kept; what is longer is a text, and no fact."""
_YES, _NO = "yes", "no"
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_REWARD = re.compile(r"gift|cadeau|[eé]change", re.IGNORECASE)
_BOOLEANS = ("verified", "business_partner")


def facts_of(attributes: Mapping[str, str], titles: TitleReader | None = None) -> dict[str, str]:
    """Return attributes with their values in one form; those without a value are left out.

    Args:
        attributes: Name -> value as written.
        titles: Reads job titles into level and department.

    Example:
        >>> facts_of({"industry_size": "Construction, 51-200 employees", "incentive": "Organic review."})
        {'incentive': 'no', 'industry': 'Construction', 'size': '51-200'}
    """
    found: dict[str, str] = {}
    for name, value in attributes.items():
        plain = _without_prefix(tidy(value.replace("\n", " ")))
        if not plain or is_missing(plain):
            continue
        found |= _facts(name, plain[:LONGEST_VALUE])
    if titles is not None and found.get("job_title"):
        for name, value in titles(found["job_title"]).items():
            if value:
                found.setdefault(name, value)
    return dict(sorted(found.items()))


def _facts(name: str, value: str) -> dict[str, str]:
    """Return what the value of one attribute says."""
    if name == "industry_size":
        return _industry_and_size(value)
    if name == "size":
        return {name: size_band(value) or value}
    if name == "country":
        return {name: country_code(value) or value}
    if name == "incentive":
        return {name: tells_incentive(value)}
    if name in _BOOLEANS:
        answer = parse_boolean(value)
        return {name: value if answer is None else _YES if answer else _NO}
    return {name: value}


def _industry_and_size(value: str) -> dict[str, str]:
    """Return the two facts of `Construction, 51-200 employees`; the size may hold a comma itself."""
    for comma in [found.start() for found in re.finditer(",", value)]:
        size = size_band(value[comma + 1 :])
        if size:
            return {"industry": value[:comma].strip(), "size": size}
    size = size_band(value)
    return {"size": size} if size else {"industry": value}


def size_band(text: str) -> str:
    """Return the band of a number of employees; empty where a text holds none.

    Example:
        >>> size_band("5001-10,000 employees"), size_band("Small-Business (50 or fewer emp.)"), size_band("> 1000 emp.")
        ('5001-10000', '1-50', '1001+')
    """
    count = parse_headcount(text.strip()) or parse_headcount(_or_fewer().sub(r"1-\1", fold(text)))
    if count is None:
        return ""
    if count.high is None:
        return f"{count.low}+"
    return str(count.low) if count.low == count.high else f"{count.low}-{count.high}"


@cache
def _or_fewer() -> re.Pattern[str]:
    return re.compile(rf"(\d[\d., ]*)\s+(?:{'|'.join(map(re.escape, names_of('or_fewer')))})")


@cache
def _prefixes() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_pattern('prefixes').pattern})\s*:\s*")


def _without_prefix(value: str) -> str:
    found = _prefixes().match(fold(value))
    return value[found.end() :].strip() if found and len(fold(value)) == len(value) else value


@lru_cache(maxsize=4096)
def tells_incentive(value: str) -> str:
    """Return `yes` where a text about a review says that it was rewarded, `no` where not, else the text itself.

    Example:
        >>> tells_incentive("This reviewer was offered a nominal gift card"), tells_incentive("Organic review.")
        ('yes', 'no')
    """
    folded = fold(value)
    if any_pattern("incentive", "no").search(folded):
        return _NO
    if any_pattern("incentive", "yes").search(folded):
        return _YES
    answer = parse_boolean(value)
    return value if answer is None else _YES if answer else _NO


def says_rewarded(text: str) -> bool:
    """Return whether a text says that its author was rewarded for writing it.

    Example:
        >>> says_rewarded("I received a gift card for this review."), says_rewarded("Their gift cards do not work.")
        (True, False)
    """
    # Folding takes long, and nearly no text has such a word.
    if not _REWARD.search(text):
        return False
    folded = fold(text)
    return any(pattern.search(folded) for pattern in text_patterns("incentive", "texts"))


@lru_cache(maxsize=1024)
def language_code(text: str) -> str:
    """Return the language that a cell declares, as its code of two or three letters; empty where it declares none.

    Example:
        >>> language_code("fr_FR"), language_code("English"), language_code("n/a"), language_code("")
        ('fr', 'en', '', '')
    """
    text = tidy(text)
    if not text or is_missing(text):
        return ""
    by_name = next(
        (code for code in ("en", "fr", "de", "es", "it", "nl", "pt") if is_one_of(text, "languages", code)), ""
    )
    code = _CODE.fullmatch(text)
    return by_name or (code[1].lower() if code else "")


def attribute_name(header: str) -> str:
    """Return the name of the attribute that an unknown column becomes.

    Example:
        >>> attribute_name("Used In Team?"), attribute_name("尺寸")
        ('used_in_team', '尺寸')
    """
    return slug(header) or tidy(header)
