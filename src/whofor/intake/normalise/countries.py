"""Countries by name or code, their sales region and continent."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["country_code", "country_continent", "country_region", "name_key"]

_LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl")
_LONGEST_NAME = 90
_NOT_LETTERS = re.compile(r"[^\w&]+")
_BRACKETS = re.compile(r"(.*?)[(\[]([^()\[\]]*)[)\]]\s*")
_FIRST_FLAG, _LAST_FLAG = 0x1F1E6, 0x1F1FF
_SHORTEST_TYPO = 7


@cache
def _articles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(rules('countries')['articles'])}) ")


@cache
def _one_form() -> dict[str, str]:
    """Return word -> the form in which it is compared."""
    return {word: form for form in ("and", "saint") for word in rules("countries")[form]}


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """Return the name of a place as it is compared: folded, words only, "and" and "saint" in one form, no article."""
    known = _one_form()
    words = _NOT_LETTERS.sub(" ", fold(name).replace(".", "").replace("&", " & ")).split()
    return " ".join(known.get(word, word) for word in words)


@cache
def _regions() -> dict[str, str]:
    return {code: region for region, codes in rules("regions")["region"].items() for code in codes.split()}


@cache
def _continents() -> dict[str, str]:
    table = rules("regions")
    of_region = {region: continent for continent, regions in table["continent"].items() for region in regions}
    found = {code: of_region[region] for code, region in _regions().items()}
    for continent, codes in table["continent_exception"].items():
        found |= dict.fromkeys(codes.split(), continent)
    return found


@cache
def _codes() -> dict[str, str]:
    """Return alpha-2 and alpha-3 codes in lower case -> alpha-2."""
    from babel.core import get_global

    official = _regions()
    found = {code.lower(): code for code in official}
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in official:
            found[alias.lower()] = codes[0]
    # "NA" says "not available" far more often than Namibia.
    del found["na"]
    return found


@cache
def _names() -> dict[str, str]:
    """Return comparable name -> alpha-2; aliases come first, then the languages in their order."""
    from babel import Locale

    found: dict[str, str] = {}
    for code, names in rules("countries")["alias"].items():
        found |= {name_key(name): code for name in names}
    for language in _LANGUAGES:
        territories = Locale(language).territories
        for code in _regions():
            for name in _spellings(territories.get(code, "")):
                found.setdefault(name, code)
    found.pop("", None)
    return found


def _spellings(name: str) -> list[str]:
    key = name_key(name)
    return [key, _articles().sub("", key)] if key else []


def country_code(text: str, *, slips: bool = True) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country written as a name or code, or None.

    Knows the names in English, French, German, Spanish, Portuguese, Italian and Dutch, accents or not, common aliases
    (`Holland`, `UK`, `Ivory Coast`), ISO alpha-2 and alpha-3 codes, flags, and one slip of the pen in a name of
    seven letters or more. States of the US are no countries (but `Georgia` and the codes `CA`, `DE`, `IN` are
    read as countries); `NA` is missing, not Namibia. Kosovo is `XK`.

    Args:
        text: The name or code.
        slips: Whether a name with a slip of the pen is read.

    >>> country_code("États-Unis"), country_code("deutschland"), country_code("U.K."), country_code("Texas")
    ('US', 'DE', 'GB', None)
    """
    if len(text) > _LONGEST_NAME:
        return None
    flag = _flag(text.strip())
    if flag:
        return flag if flag in _regions() else None
    folded = fold(text)
    found = _exact(folded) or _of_parts(folded)
    return found or (_mistyped(name_key(folded)) if slips else None)


def _flag(text: str) -> str:
    if len(text) != 2 or not all(_FIRST_FLAG <= ord(letter) <= _LAST_FLAG for letter in text):
        return ""
    return "".join(chr(ord(letter) - _FIRST_FLAG + ord("A")) for letter in text)


def _exact(folded: str) -> str | None:
    code = _codes().get(folded)
    if code:
        return code
    key = name_key(folded)
    names = _names()
    return names.get(key) or names.get(_articles().sub("", key))


def _of_parts(folded: str) -> str | None:
    """Read "Germany (DE)", "DE - Germany", "Korea, Republic of"."""
    bracket = _BRACKETS.fullmatch(folded)
    if bracket:
        outside = _exact(bracket[1].strip())
        inside = _exact(bracket[2].strip())
        return outside if inside in {None, outside} else (inside if outside is None else None)
    head, mark, tail = folded.partition(",")
    if mark and tail.strip():
        return _exact(f"{tail.strip()} {head.strip()}")
    for mark in (" - ", " / ", " | ", ": "):
        parts = [_exact(part.strip()) for part in folded.split(mark)]
        if len(parts) == 2 and parts[0] and parts[0] == parts[1]:
            return parts[0]
    return None


@cache
def _long_names() -> dict[str, str]:
    return {name: code for name, code in _names().items() if len(name) >= _SHORTEST_TYPO - 1}


@cache
def _never_mistyped() -> frozenset[str]:
    return frozenset(name_key(name) for name in rules("countries")["not_countries"]["names"])


def _mistyped(key: str) -> str | None:
    """Return the one country whose name is a single misspelling away; None where several are, or none."""
    if len(key) < _SHORTEST_TYPO or not key.replace(" ", "").isalpha() or key in _never_mistyped():
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract_iter

    near = extract_iter(key, _long_names().keys(), scorer=OSA.distance, processor=None, score_cutoff=1)
    codes = {_long_names()[name] for name, _, _ in near if name[0] == key[0]}
    return codes.pop() if len(codes) == 1 else None


def country_region(code: str) -> str:
    """Return the sales region of an ISO alpha-2 code, such as `Western Europe`; empty for an unknown code.

    >>> country_region("MX"), country_region("DE"), country_region("??")
    ('Latin America', 'Western Europe', '')
    """
    return _regions().get(code.upper(), "")


def country_continent(code: str) -> str:
    """Return the continent of an ISO alpha-2 code; empty for an unknown code.

    >>> country_continent("MX"), country_continent("BR")
    ('North America', 'South America')
    """
    return _continents().get(code.upper(), "")
