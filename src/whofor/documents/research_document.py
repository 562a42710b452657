"""What was found in the market's own words as a JSON value: every number beside the quotes that it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable

from whofor.days import iso_day
from whofor.documents.values import Document, plain
from whofor.model.pains import Pain, SentenceFate, SourceRead
from whofor.model.research import ResearchAnswer

__all__ = ["research_document"]

_FORMAT = 1
_MOST_QUOTES = 10
"""Quotes of a pain, each of another person: enough to judge what it is. A convention."""


def research_document(found: ResearchAnswer) -> Document:
    """Return all that was found as one JSON-ready document; quotes are verbatim, persons masked."""
    voices = found.voices
    vendors = sorted({page.vendor for page in found.pages})
    return {
        "format": _FORMAT,
        "answer": voices.answer.value,
        "people": voices.people,
        "languages": list(found.languages),
        "seed": found.seed,
        "read": [_source(one) for one in voices.read],
        "left_out": [
            {"source": one.source, "reason": out.reason.value, "n": out.count, "examples": list(out.examples)}
            for one in found.sources
            for out in one.left_out
        ],
        "pains": [_pain(found, pain) for pain in voices.pains],
        "said_once": _quotes(found, voices.said_once[:_MOST_QUOTES]),
        "n_said_once": len(voices.said_once),
        "tools": [plain(one) for one in voices.likings],
        "vendors": [
            {
                "vendor": vendor,
                "claims": [plain(claim) for page in found.pages if page.vendor == vendor for claim in page.claims],
                "customers": [plain(one) for page in found.pages if page.vendor == vendor for one in page.customers],
            }
            for vendor in vendors
        ],
        "notes": [
            {"code": one.code.value, "source": one.source, "text": str(one.text), "place": one.place}
            for one in found.notes
        ],
    }


def _source(one: SourceRead) -> Document:
    counts = dict(one.by_fate)
    return {
        "source": one.source,
        "kind": one.kind.value,
        "documents": one.documents,
        "people": one.people,
        "has_authors": one.has_authors,
        "sentences": one.sentences,
        **{fate.value: counts.get(fate, 0) for fate in SentenceFate},
    }


def _pain(found: ResearchAnswer, pain: Pain) -> Document:
    critical = pain.criticality
    return {
        "id": pain.id,
        "name_quote": found.sentence(pain.name).text,
        "aspect": pain.aspect,
        "people": pain.people.k,
        "of": pain.people.n,
        "ci_low": plain(pain.people.low),
        "ci_high": plain(pain.people.high),
        "sources": list(pain.sources),
        "stability": plain(pain.stability),
        "is_firm": pain.is_firm,
        "criticality": plain(critical),
        "wish_share": plain(pain.wish_share),
        "quotes": _quotes(found, found.quotes(pain, _MOST_QUOTES)),
        "counter_people": pain.counter_people,
        "counter_quotes": _quotes(found, pain.counter[:_MOST_QUOTES]),
        "words": list(pain.words),
    }


def _quotes(found: ResearchAnswer, places: Iterable[int]) -> list[Document]:
    return [_quote(found, place) for place in places]


def _quote(found: ResearchAnswer, place: int) -> Document:
    sentence, document = found.sentence(place), found.document_of(place)
    return {
        "text": sentence.text,
        "language": sentence.language,
        "kind": sentence.kind.value,
        "source": document.source,
        "tool": document.tool,
        "day": None if math.isnan(document.day) else iso_day(document.day),
        "stars": None if math.isnan(document.stars) else document.stars,
        "attributes": dict(document.attributes),
        "place": document.place,
        "document": document.id,
    }
