"""Where to look for what people say: queries to type and places to type them, made and never sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from whofor.errors import Problem, UsageError
from whofor.lexicon.words import read_table
from whofor.text import did_you_mean, tidy

__all__ = ["LANGUAGES", "SearchQuery", "where_to_look"]

LANGUAGES = ("en", "fr")
"""Languages in which queries exist."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One query.

    Attributes:
        source: Kind of place, as `reddit`; that of the documents that are found there, where they have a shape.
        name: The tool or company that it is about; empty for a query about the topic.
        query: What to type.
        address: Where: a link that opens the search with the query. It is made, not opened.
        why: What is found there.
        language: Language of the query.
    """

    source: str
    name: str
    query: str
    address: str
    why: str
    language: str


def where_to_look(names: Sequence[str], topic: str = "", language: str = "en") -> tuple[SearchQuery, ...]:
    """Return the queries about tools, companies and a topic, place by place.

    Nothing is fetched: terms of sites may forbid collecting, and who searches reads what is there.

    Args:
        names: Names of tools or companies.
        topic: Words of a topic: `field reports`; empty for none.
        language: `en` or `fr`.

    Raises:
        UsageError: There is neither a name nor a topic, or no such language.

    Example:
        >>> found = where_to_look(["Planly"], language="fr")
        >>> [one.query for one in found if one.source == "web"][:2]
        ['"Planly" avis', '"Planly" alternative']
        >>> next(one.address for one in found if one.source == "reddit")
        'https://www.google.com/search?q=site%3Areddit.com+%22Planly%22'
    """
    named = list(dict.fromkeys(name for given in names if (name := tidy(given.replace('"', " ")))))
    topic = tidy(topic.replace('"', " "))
    if not named and not topic:
        raise UsageError(Problem("There is nothing to look for", todo="Give the name of a tool, or words of a topic."))
    if language not in LANGUAGES:
        what = "Queries do not exist in this language"
        raise UsageError(Problem(what, value=language, todo=did_you_mean(language, LANGUAGES, what="languages")))
    places: list[dict[str, Any]] = read_table("whofor.intake.voices", "rules/where.toml")["place"]
    found: list[SearchQuery] = []
    for place in places:
        for name in named:
            found += [_query(place, form, language, name=name) for form in place["named"].get(language, ())]
        if topic:
            found += [_query(place, form, language, topic=topic) for form in place["topical"].get(language, ())]
    return tuple(found)


def _query(place: dict[str, Any], form: str, language: str, name: str = "", topic: str = "") -> SearchQuery:
    query = form.replace("{name}", name).replace("{topic}", topic)
    address = str(place["address"]).replace("{query}", quote_plus(query))
    return SearchQuery(place["source"], name, query, address, place["why"][language], language)
