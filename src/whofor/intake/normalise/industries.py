"""Industries as divisions and sections of NACE Rev. 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold, words_of

__all__ = [
    "NEAR_ENOUGH",
    "Industry",
    "class_code",
    "coded_industry",
    "industry",
    "industry_labels",
    "names_no_industry",
]

NEAR_ENOUGH = 88.0
"""Least likeness (0 to 100) of a label to a known one; `benchmarks/industry_labels.py` measures what it costs."""

_LONGEST = 120
_SHORTEST_NEAR = 6
_MOST_PARTS = 5
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Industry:
    """The place of a label in NACE Rev. 2.

    Attributes:
        section: Letter of the section.
        division: Two digits of the division; empty where the label is wider than one.
        likeness: Similarity of the label to the known one, 0 to 100.
    """

    section: str
    division: str
    likeness: float = 100.0

    @property
    def section_name(self) -> str:
        """English name of the section."""
        return str(rules("nace")["sections"][self.section]["en"])

    @property
    def division_name(self) -> str:
        """English name of the division, empty where there is none."""
        return str(rules("nace")["divisions"][self.division]["en"]) if self.division else ""


def industry(text: str, near_enough: float = NEAR_ENOUGH) -> Industry | None:
    """Return the division and section that a label of an industry means, or None.

    Knows the picklists of HubSpot, Salesforce, Zoho and LinkedIn, the names and codes of NACE (`62.01`, `J62`, `NAF
    6201Z`), and more than two thousand labels in English, French, German and Spanish. A label of several known parts,
    such as `Banking / Insurance`, is what they have in common. Any other counts as the label it is most like, from
    `near_enough` on, where none of another division is as like.

    >>> found = industry("COMPUTER_SOFTWARE")
    >>> found.section, found.division, found.division_name
    ('J', '62', 'Computer programming, consultancy and related activities')
    >>> industry("Manufacturng").section_name, industry("Agroalimentaire").division, industry("Key accounts")
    ('Manufacturing', '10', None)
    """
    if len(text) > _LONGEST:
        return None
    code = _of_code(fold(text))
    if code:
        return coded_industry(code)
    keys = [key for key in dict.fromkeys(_keys(text)) if key]
    found = _exact(keys)
    if found is None:
        found = _of_parts(text) or _exact([_without_loose(key) for key in keys])
    return found or _nearest(keys, near_enough)


def _exact(keys: list[str]) -> Industry | None:
    known = _labels()
    return next((coded_industry(known[key]) for key in keys if key in known), None)


def _of_parts(text: str) -> Industry | None:
    """Return what all parts of a label have in common: the division, else the section; None where one is unknown."""
    parts = [part for part in _between().split(fold(text)) if part]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    found = [_exact(_keys(part)) for part in parts]
    known = [one for one in found if one is not None]
    if len(known) < len(parts) or len({one.section for one in known}) > 1:
        return None
    divisions = {one.division for one in known}
    return Industry(known[0].section, divisions.pop() if len(divisions) == 1 else "")


def coded_industry(code: str, likeness: float = 100.0) -> Industry:
    """Return the industry of a division (two digits), or of a section (a letter)."""
    if code.isalpha():
        division = _only_divisions().get(code, "")
        return Industry(code, division, likeness)
    return Industry(rules("nace")["divisions"][code]["section"], code, likeness)


@cache
def _only_divisions() -> dict[str, str]:
    """Return section -> its division, where it has only one."""
    divisions: dict[str, list[str]] = {}
    for code, division in rules("nace")["divisions"].items():
        divisions.setdefault(division["section"], []).append(code)
    return {section: codes[0] for section, codes in divisions.items() if len(codes) == 1}


def _of_code(folded: str) -> str:
    """Return the division of a code, or its section; a bare number is no code, it may be of another classification."""
    found = _code().match(folded)
    if not found:
        return ""
    if found["section"]:
        return found["section"].upper()
    division = found["after_name"] or found["dotted"] or found["french"] or (found["lettered"] or "")[-2:]
    table = rules("nace")["divisions"].get(division)
    if table is None or (found["lettered"] and table["section"] != found["lettered"][0].upper()):
        return ""
    return division


@cache
def _code() -> re.Pattern[str]:
    """Return the forms of a code."""
    words = rules("industries")["words"]
    names, code, section = ("|".join(words[key]) for key in ("classifications", "code", "section"))
    return re.compile(
        rf"(?:(?:{names})(?: rev\.? ?2)?(?: (?:{code}))? ?[:.]? ?(?:[a-u] ?\.?)?"
        r"(?P<after_name>\d{2})(?:\.?\d{1,2})?[a-z]?"
        r"|(?P<dotted>\d{2})\.\d{1,2}[a-z]?|(?P<french>\d{2})\d{2}[a-z]"
        r"|(?P<lettered>[a-u] ?\.?\d{2})(?:\.?\d{1,2})?[a-z]?"
        rf"|(?:{section}) (?P<section>[a-u]))(?![\w.])"
    )


@cache
def _between() -> re.Pattern[str]:
    """Return the pattern of what separates the industries of one label."""
    joints = "|".join(rules("industries")["words"]["joints"])
    return re.compile(rf"\s*(?:[/,;|&+()]|\s-\s|\b(?:{joints})\b)\s*")


@cache
def _ignored_words() -> frozenset[str]:
    return frozenset(rules("industries")["words"]["small"])


def _key(text: str) -> str:
    words = words_of(text)
    return " ".join([word for word in words if word not in _ignored_words()] or words)


@cache
def _no_industry() -> frozenset[str]:
    return frozenset(rules("industries")["words"]["no_industry"])


def names_no_industry(text: str) -> bool:
    """Return whether a label names no industry, such as `Other`.

    >>> names_no_industry("Autre(s)"), names_no_industry("Other services")
    (True, False)
    """
    return " ".join(words_of(fold(text).replace("(s)", "s"))) in _no_industry()


@cache
def _loose() -> frozenset[str]:
    return frozenset(rules("industries")["words"]["loose"])


def _without_loose(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _loose())


def _keys(text: str) -> list[str]:
    """Return the forms in which a label is compared: its words, in their order and sorted; `FoodProduction` as two."""
    keys = [_key(text), _key(_CAMEL.sub(" ", text))]
    return [*keys, *(" ".join(sorted(key.split())) for key in keys)]


@cache
def industry_labels() -> tuple[tuple[str, str], ...]:
    """Return code of a division or a section, and label, of all known labels."""
    nace = rules("nace")
    every = [(code, label) for code, labels in rules("industries")["labels"].items() for label in labels]
    for table in (nace["sections"], nace["divisions"]):
        every += [(code, name) for code, entry in table.items() for key, name in entry.items() if key != "section"]
    return tuple(every)


@cache
def _labels() -> dict[str, str]:
    """Return comparable label -> code of a division or a section."""
    found: dict[str, str] = {}
    every = industry_labels()
    for code, label in every:
        found.setdefault(_key(label), code)
    for code, label in every:
        found.setdefault(" ".join(sorted(_key(label).split())), code)
    return found


def _nearest(keys: list[str], near_enough: float) -> Industry | None:
    """Return the industry of the label most alike; None where one of another industry is as near."""
    from rapidfuzz import fuzz, process

    found: dict[str, float] = {}
    for key in keys:
        if len(key) < _SHORTEST_NEAR:
            continue
        near = process.extract(
            key, _labels().keys(), scorer=fuzz.ratio, processor=None, score_cutoff=near_enough, limit=5
        )
        for label, likeness, _ in near:
            code = _labels()[label]
            found[code] = max(found.get(code, 0.0), likeness)
    best = max(found.values(), default=0.0)
    codes = [code for code, likeness in found.items() if likeness == best]
    return coded_industry(codes[0], best) if len(codes) == 1 else None


@cache
def _codes_of_names() -> dict[str, str]:
    nace = rules("nace")
    return {entry["en"]: code for kind in ("divisions", "sections") for code, entry in nace[kind].items()}


def class_code(name: str) -> str | None:
    """Return the code of a section or division by its English name in the classification; `None` for any other name.

    Where a section has a single division of the same name it is the section.

    >>> class_code("Education"), class_code("Manufacture of furniture"), class_code("Fintech")
    ('P', '31', None)
    """
    return _codes_of_names().get(name)
