"""Names of companies: the words that distinguish them, and the similarity of two names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from whofor.intake.normalise.rule_tables import rules
from whofor.text import fold

__all__ = ["CompanyName", "company_name", "is_generic", "is_weak", "name_similarity", "names_agree", "plain_letters"]

_LONGEST_NAME = 200
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])|(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])")
_SLASHED = re.compile(r"(?<![^\W_])([^\W\d_])/([^\W\d_])(?![^\W_])")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_BEHIND_A_DASH = re.compile(r"\s+[-|:]+\s*([^-|:]*)$")
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_REMEMBERED = 1 << 16
_one = lru_cache(_REMEMBERED)(frozenset[str])
_COMPANY = frozenset({"co", "company"})
_SMALL_CHANGE = 0.4
_SWAP = 0.5
_UMLAUT = 0.965
_SHORTEST_UMLAUT = 5
_SHORT_NAME = 5
# Endings carry meaning: Christian, Christina; Bernard, Bernardo; Clark, Clarke.
_AT_THE_END = 1.5
_ALONE = 4.0


@dataclass(frozen=True)
class CompanyName:
    """A company's name without what does not distinguish it.

    Attributes:
        words: The words that distinguish it, one spelling each, in order.
        spelt: The same words as they are spelt.
        places: Countries and parts of the world in the name.
        marks: Words with a digit, Roman numerals, lone letters: with another one it is another company.
        forms: Kinds of its legal forms.
        is_placeholder: Whether it names no company ("unknown", "test").
        trimmed: What was removed besides the legal form: "the", "group", "com", and "company".
    """

    words: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    is_placeholder: bool = False
    trimmed: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Return whether there is a name to compare."""
        return bool(self.words or self.marks) and not self.is_placeholder

    @cached_property
    def squashed(self) -> str:
        """Return the words as they are spelt, without spaces."""
        return "".join(self.spelt)

    @cached_property
    def in_order(self) -> str:
        """Return the words as they are spelt, sorted, with a space between."""
        return " ".join(sorted(self.spelt))

    @property
    def core(self) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
        """Return what identifies the name; names with the same core are written alike but for the legal form."""
        return self.words, self.places, self.marks


@dataclass(frozen=True)
class _Rules:
    """The rule tables, in the form in which they are looked up."""

    forms: Mapping[tuple[str, ...], str]
    before: Set[tuple[str, ...]]
    glued: tuple[str, ...]
    longest_form: int
    noise: Set[str]
    articles: Set[str]
    joints: Set[str]
    spelt_and: Set[str]
    formerly: Set[str]
    notes: Set[str]
    placeholders: Set[str]
    generic: Set[str]
    divisions: Set[str]
    spelling: Mapping[str, str]
    places: Mapping[tuple[str, ...], str]


@cache
def _rules() -> _Rules:
    legal, names = rules("legal_forms"), rules("company_names")
    forms = {tuple(form.split()): kind for kind, written in legal["form"].items() for form in written}
    return _Rules(
        forms=forms,
        before={tuple(form.split()) for form in legal["before"]["forms"]},
        glued=tuple(fold(sign) for sign in legal["glued"]["signs"]),
        longest_form=max(map(len, forms)),
        noise=frozenset(names["noise"]),
        articles=frozenset(map(fold, names["articles"])),
        joints=frozenset(names["joints"]),
        spelt_and=frozenset(names["and"]),
        formerly=frozenset(names["formerly"]),
        notes=frozenset(names["notes"]),
        placeholders=frozenset(names["placeholders"]),
        generic=frozenset(names["generic"]),
        divisions=frozenset(names["divisions"]),
        spelling={other: word for word, others in names["spelling"].items() for other in others},
        places={tuple(name.split()): place for place, written in names["place"].items() for name in written},
    )


def company_name(text: str, city: str = "") -> CompanyName:
    """Return the distinguishing parts of a company's name.

    Legal forms, articles, "Group", notes in brackets and earlier names are removed, common words get one spelling, and
    the city is removed from the end where it is that of the account.

    Args:
        text: The name as written.
        city: City that is removed from the end of the name, empty to leave the name whole.

    >>> company_name("The ACME Group, S.A. de C.V.").words, company_name("Acme Technologies (UK) Ltd").words
    (('acme',), ('acme', 'tech'))
    >>> sorted(company_name("SCI 12").forms), company_name("SCI 12").marks
    (['sci'], ('12',))
    """
    words = _words_of(text)
    known = _rules()
    if " ".join(words) in known.placeholders:
        return CompanyName(is_placeholder=True)
    formless, forms = _without_forms(words)
    whole = _without_noise(formless)
    trimmed = frozenset(formless).difference(whole) | frozenset(words[-1:]).intersection(_COMPANY)
    words = _without_city(whole, city)
    words, places = _without_places(words)
    marks = tuple(sorted(word for word in words if _is_mark(word)))
    kept = [word for word in words if not _is_mark(word)]
    spelt = tuple(known.spelling.get(word, word) for word in kept)
    unnamed = " ".join(words) in known.placeholders
    # Of a million names nearly all are spelt as they are told apart, and have the same forms.
    written = spelt if spelt == tuple(kept) else tuple(kept)
    return CompanyName(spelt, written, places, marks, _one(forms), unnamed, _one(trimmed))


def _words_of(text: str) -> list[str]:
    folded = fold(text[:_LONGEST_NAME])
    for sign in _rules().glued:
        folded = folded.replace(sign, " ")
    folded = _BRACKETS.sub(_without_notes, folded)
    dash = _BEHIND_A_DASH.search(folded)
    if dash and dash[1].strip() in _rules().notes:
        folded = folded[: dash.start()]
    folded = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", folded)
    folded = (
        _SLASHED.sub(r"\1\2", folded).replace(" d'", " ").replace("'", "").replace("&", " and ").replace("+", " and ")
    )
    words = ["and" if word in _rules().spelt_and else word for word in _WORD.findall(folded)]
    for place, word in enumerate(words):
        if place and word in _rules().formerly:
            words = words[:place]
            break
    # A lone "e" or "y" between two words is "and" in Portuguese and Spanish.
    inner = [word for word in words[1:-1] if word not in {"e", "y"}]
    return _joined([*words[:1], *inner, *words[1:][-1:]])


def _without_notes(found: re.Match[str]) -> str:
    inside = " ".join(_WORD.findall(found[1]))
    earlier = inside.partition(" ")[0] in _rules().formerly
    return " " if earlier or inside in _rules().notes else f" {found[1]} "


def _joined(words: list[str]) -> list[str]:
    """Return the words with lone letters in a row joined: `j p morgan` is `jp morgan`."""
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        if word:
            joined.append(word)
    return joined


def _without_forms(words: list[str]) -> tuple[list[str], frozenset[str]]:
    """Return the words without legal forms at both ends, as long as something remains, and the kinds of these forms."""
    known = _rules()
    found: set[str] = set()
    again = True
    while again:
        again = False
        for size in range(min(known.longest_form, len(words) - 1), 0, -1):
            tail, head = tuple(words[-size:]), tuple(words[:size])
            if tail in known.forms:
                found.add(known.forms[tail])
                words, again = words[:-size], True
                break
            if head in known.before:
                found.add(known.forms.get(head, head[0]))
                words, again = words[size:], True
                break
    return words, frozenset(found)


def _without_noise(words: list[str]) -> list[str]:
    known = _rules()
    head = 0
    while head < len(words) - 1 and words[head] in known.articles:
        head += 1
    rest = words[head:]
    kept = [word for word in rest if word not in known.noise and word not in known.joints]
    return kept or rest


def _without_city(words: list[str], city: str) -> list[str]:
    places = _WORD.findall(fold(city))
    if places and len(words) > len(places) and words[-len(places) :] == places:
        return words[: -len(places)]
    return words


def _without_places(words: list[str]) -> tuple[list[str], frozenset[str]]:
    """Return the words without places, unless there are no others, and the places."""
    known = _rules().places
    kept: list[str] = []
    places: set[str] = set()
    start = 0
    while start < len(words):
        size = next((size for size in (3, 2, 1) if tuple(words[start : start + size]) in known), 0)
        if size:
            places.add(known[tuple(words[start : start + size])])
            start += size
        else:
            kept.append(words[start])
            start += 1
    return (kept, frozenset(places)) if kept else (words, frozenset())


@lru_cache(_REMEMBERED)
def _is_mark(word: str) -> bool:
    return len(word) == 1 or _ROMAN.fullmatch(word) is not None or any(letter.isdigit() for letter in word)


def name_similarity(a: CompanyName, b: CompanyName, real_words: Set[str] = frozenset()) -> float:
    """Return the similarity of two names, 0 to 100; 100 means written alike but for what does not matter.

    0 where a number, a lone letter, a place or the kind of legal form differs, or where one has a word that the
    other lacks. Words may be misspelt: swapped and doubled letters and umlauts count less than other
    letters. Equal words that are common among companies ("services") count for little.

    Args:
        a: A name.
        b: Another name.
        real_words: Words that several companies have; one of them is no misspelling of another.

    >>> round(name_similarity(company_name("Siemens Building AG"), company_name("SIEMNES Building")))
    95
    >>> name_similarity(company_name("Delta Airlines"), company_name("Delta Faucet")) < 50
    True
    >>> name_similarity(company_name("Müller GmbH"), company_name("Müller AG"))
    0.0
    """
    if a.marks != b.marks or a.places != b.places or not (a.known and b.known):
        return 0.0
    if a.forms and b.forms and not a.forms & b.forms:
        return 0.0
    if a.squashed == b.squashed or a.in_order == b.in_order or a.words == b.words:
        return 100.0
    return _words_similarity(a.words, b.words, real_words)


def _words_similarity(a: tuple[str, ...], b: tuple[str, ...], real_words: Set[str]) -> float:
    left, right = list(a), list(b)
    for word in a:
        if word in right:
            left.remove(word)
            right.remove(word)
    if not left or not right:
        return 0.0
    same = sum(_weight(word) for word in a if word not in left)
    if len(left) != len(right):
        # A space more or less: "Air Bus", "Airbus".
        left, right = ["".join(left)], ["".join(right)]
    elif len(left) > 1:
        left, right = sorted(left), sorted(right)
    pairs = list(zip(left, right, strict=True))
    if any(one in real_words and other in real_words for one, other in pairs):
        return 0.0
    alike = [_word_similarity(one, other) for one, other in pairs]
    total = same + sum(_weight(one) for one, _ in pairs)
    reached = same + sum(_weight(one) * share for (one, _), share in zip(pairs, alike, strict=True))
    # The worst word counts as much as the whole: many equal words do not make up for a different one. Where nothing but
    # common words is equal the evidence is weaker.
    alone = all(word in _rules().generic for word in a if word in b)
    return max(0.0, 50.0 * (reached / total + min(alike)) - (_ALONE if alone else 0.0))


def _weight(word: str) -> float:
    return len(word) * (0.35 if word in _rules().generic else 1.0)


def _word_similarity(a: str, b: str) -> float:
    """Return 1 minus the errors per letter; 0 where the first letters or more than two letters differ."""
    from rapidfuzz.distance import OSA

    if a == b:
        return 1.0
    slips = OSA.distance(a, b, score_cutoff=2)
    if slips > 2 or plain_letters(a)[:1] != plain_letters(b)[:1]:
        return 0.0
    if min(len(a), len(b)) >= _SHORTEST_UMLAUT and _without_umlauts(a) == _without_umlauts(b):
        return _UMLAUT
    if plain_letters(a) == plain_letters(b):
        cost = _SMALL_CHANGE * slips
    elif sorted(a) == sorted(b) and slips == 1:
        cost = _SWAP
    else:
        cost = float(slips)
    length = max(len(a), len(b))
    return 1.0 - cost * (_AT_THE_END if a[: length - 2] == b[: length - 2] else 1.0) / length


def _without_umlauts(word: str) -> str:
    """Return the word with "ae", "oe", "ue" between other letters as one: Mueller, Müller; but not Bauer, Baur."""
    return re.sub(r"(?<=[^aeiou])([aou])e(?=.)", r"\1", word)


@lru_cache(_REMEMBERED)
def plain_letters(word: str) -> str:
    """Return the word with one letter for double ones, umlauts and `ph`.

    >>> plain_letters("mueller"), plain_letters("philipp")
    ('muler', 'filip')
    """
    for double, single in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f")):
        word = word.replace(double, single)
    return re.sub(r"(.)\1+", r"\1", word)


def names_agree(a: CompanyName, b: CompanyName) -> bool:
    """Return whether two names may be one company's, given that the web domain is the same.

    Yes where one is unknown, contains the other, is its initials or is about the same. No where a place, a number or a
    word for a part of a company ("Logistics", "Branch") is in one of them only.

    >>> names_agree(company_name("Delta"), company_name("Delta Air Lines Inc."))
    True
    >>> [names_agree(company_name("Acme"), company_name(other)) for other in ("Acme France", "Zeta")]
    [False, False]
    """
    if not (a.known and b.known):
        return True
    if a.places != b.places or a.marks != b.marks:
        return False
    if _initials(a) == b.squashed or _initials(b) == a.squashed:
        return True
    one, other = set(a.words), set(b.words)
    if (one ^ other) & _rules().divisions:
        return False
    if one <= other or other <= one or a.squashed == b.squashed:
        return True
    return _words_similarity(a.words, b.words, frozenset()) >= 75.0


def is_weak(a: CompanyName, b: CompanyName) -> bool:
    """Return whether like names are weak evidence: common words only, or a short word with more removed from one.

    >>> [is_weak(company_name(text), company_name("Peek")) for text in ("Peek & Co", "Peek Ltd")]
    [True, False]
    """
    short = len(a.squashed) <= _SHORT_NAME and not a.marks
    return is_generic(a) or (short and a.trimmed != b.trimmed)


def is_generic(name: CompanyName) -> bool:
    """Return whether a name consists of words that many companies have: "Hotel", "Consulting Services".

    >>> is_generic(company_name("Digital Solutions")), is_generic(company_name("Acme Solutions"))
    (True, False)
    """
    return not name.marks and not name.places and set(name.words) <= _rules().generic


def _initials(name: CompanyName) -> str:
    return "".join(word[0] for word in name.words) if len(name.words) > 1 else ""
