"""The classes that lead sources fall into, and those that a user gives to his own."""

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
"""All classes, in the order in which words of several of them in one text are weighed."""


def unknown_classes(given: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Lead sources whose class is none, each with what was written and what to do.

    >>> list(unknown_classes({"Fair in Lyon": "evnt", "Pages": "organic"}))
    [('Fair in Lyon', 'evnt', "Did you mean 'event'?")]
    """
    for text, name in given.items():
        if name not in LEAD_SOURCE_CLASSES:
            yield text, name, did_you_mean(name, LEAD_SOURCE_CLASSES, what="classes")
