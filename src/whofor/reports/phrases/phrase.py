"""Types of client as plural nouns: manufacturers in Latin America with more than 200 people."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model import Condition, Segment
from whofor.reports.phrases.facts import is_arrival
from whofor.reports.phrases.grammar import Noun, and_list, joined, of_noun, the_noun
from whofor.reports.phrases.parts import names_companies, part_of
from whofor.reports.phrases.sectors import nouns_of
from whofor.reports.words import Words

__all__ = ["Phrase", "condition_phrase", "neighbour_phrases", "phrase_of", "segment_phrase"]


_COMPARING = frozenset({"at", "more", "fewer", "less", "between", "plus", "moins", "au", "d’au", "entre"})
"""Words that a bound keeps beside another one: more than 200 people, not more than 500 people."""


_NEVER_LEFT_OUT = frozenset({"that", "de", "du", "des"})
"""Words that alone are no part that the other condition could do without: not raised money, et non Mexique."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A type of client in words, in the forms that sentences need.

    Attributes:
        plural: Without an article: `industriels d’Amérique latine`.
        the: With the definite article where the plural has one: `les industriels d’Amérique latine`.
        of: After "of": `of manufacturers in Latin America`, `des industriels d’Amérique latine`.
        those: What follows "of all these": `those with more than 200 people`, `ceux de plus de 200 salariés`; empty
            where nothing but the noun is said.
    """

    plural: str
    the: str
    of: str
    those: str

    @property
    def capital(self) -> str:
        """Return it with a capital, for titles."""
        return self.plural[:1].upper() + self.plural[1:]


def _merged(nouns: list[Noun]) -> Noun:
    """Return what several nouns agree with: feminine only where all are."""
    return Noun("", all(noun.feminine for noun in nouns))


def _nouns(segment: Segment, words: Words) -> list[Noun]:
    """Return what the companies of a type of client are called, leads where only their way is known; else empty."""
    if segment.conditions and all(map(is_arrival, segment.conditions)):
        return [Noun(words.text("phrase.leads"), feminine=False)]
    nouns = (noun for c in segment.conditions if names_companies(c) for noun in nouns_of(c, words))
    return list(dict.fromkeys(nouns))


def _agreed(nouns: list[Noun], within: Segment | None, words: Words) -> Noun:
    """Return the noun that participles and pronouns agree with: that of all clients is masculine."""
    if nouns or within is None:
        return _merged(nouns)
    return _merged(_nouns(within, words)) if within.conditions else Noun("", feminine=False)


def phrase_of(segment: Segment, words: Words, within: Segment | None = None) -> Phrase:
    """Return a type of client in words.

    Args:
        segment: The type of client.
        words: Language of the report.
        within: The type of client among which `those` are, with whose noun they agree; its own by default.

    Example:
        >>> from whofor.model import Operator
        >>> from whofor.reports.words import words_of
        >>> maker = Condition("industry", "Industry", Operator.IS, ("Manufacturing",))
        >>> place = Condition("country", "Country", Operator.IN, ("BR", "MX"), name="Latin America")
        >>> size = Condition("employees", "Employees", Operator.BETWEEN, low=201, unit="people")
        >>> phrase_of(Segment((maker, size, place)), words_of("en")).plural
        'manufacturers in Latin America with more than 200 people'
        >>> phrase_of(Segment((maker, size, place)), words_of("fr")).the
        'les industriels d’Amérique latine de plus de 200 salariés'
    """
    if not segment.conditions:
        return Phrase(
            words.text("phrase.everyone"), words.text("phrase.everyone"), words.text("phrase.of_everyone"), ""
        )
    named = _nouns(segment, words)
    agreed, nouns = _agreed(named, within, words), named or [Noun(words.text("phrase.companies"))]
    parts = [part_of(c, agreed, words) for c in segment.conditions if not names_companies(c)]
    tail = joined(parts, words)
    those = words.text(f"phrase.those.{agreed.gender}", tail=tail) if tail else ""
    forms = (and_list([noun.plural for noun in nouns], words), the_noun(nouns, words), of_noun(nouns, words))
    plural, the, of = (f"{form} {tail}".strip() for form in forms)
    return Phrase(plural, the, of, those)


def segment_phrase(segment: Segment, words: Words) -> str:
    """Return a type of client as a plural noun without an article, see `Phrase`."""
    return phrase_of(segment, words).plural


def condition_phrase(condition: Condition, words: Words, within: Segment | None = None) -> str:
    """Return what one condition adds to a phrase: `in Latin America`, `de plus de 200 salariés`; of a sector its noun.

    Args:
        condition: The condition.
        words: Language of the report.
        within: The type of client of whose noun it is said, with which it agrees; companies by default.
    """
    if names_companies(condition):
        return and_list([noun.plural for noun in nouns_of(condition, words)], words)
    alone = Segment((condition,)) if within is None and is_arrival(condition) else within
    return part_of(condition, _agreed([], alone, words), words).text


def neighbour_phrases(other: Condition, own: Condition, words: Words) -> tuple[str, str]:
    """Return two conditions on one fact to be set beside each other: the second without what both begin with.

    Example:
        >>> from whofor.model import Operator
        >>> from whofor.reports.words import words_of
        >>> asia = Condition("country", "Country", Operator.IN, ("CN", "JP"), name="Asia")
        >>> neighbour_phrases(asia, Condition("country", "Country", Operator.IS, ("FR",)), words_of("en"))
        ('in Asia', 'France')
    """
    first, second = (condition_phrase(c, words) for c in (other, own))
    one, two = first.split(" "), second.split(" ")
    pairs = enumerate(zip(one, two, strict=False))
    alike = next((i for i, (a, b) in pairs if a != b or a in _COMPARING), min(len(one), len(two)))
    if alike == len(two) or (alike == 1 and one[0] in _NEVER_LEFT_OUT):
        return first, second
    return first, " ".join(two[alike:])
