"""Classes of lead sources, and a check of those that users assign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whofor.text import did_you_mean

__all__ = ["LEAD_SOURCE_CLASSES", "unknown_classes"]

LEAD_SOURCE_CLASSES = (
    "advertising",
    "outbound",
    "event",
    "partner",
    "existing_customer",
    "product",
    "word_of_mouth",
    "referral",
    "social",
    "email",
    "direct",
    "organic",
    "other",
)
"""All classes, in order of precedence where a text has words of several of them."""


def unknown_classes(given: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Yield the lead sources with an unknown class: the source, the class as written, and what to do.

    >>> list(unknown_classes({"Fair in Lyon": "evnt", "Pages": "organic"}))
    [('Fair in Lyon', 'evnt', "Did you mean 'event'?")]
    """
    for text, name in given.items():
        if name not in LEAD_SOURCE_CLASSES:
            yield text, name, did_you_mean(name, LEAD_SOURCE_CLASSES, what="classes")
