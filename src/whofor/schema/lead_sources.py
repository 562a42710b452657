"""Classes of lead sources, and a check of those that users assign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column
from whofor.text import did_you_mean

__all__ = ["LEAD_SOURCE_CLASSES", "Effort", "unknown_classes"]

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


_BY_OTHERS = ("word_of_mouth", "referral", "existing_customer", "partner")
_UNSTATED = ("", "other")


@dataclass(frozen=True, eq=False, slots=True)
class Effort:
    """By whose effort each lead came; one whose source is not told, or is of no class, is neither's.

    Attributes:
        own: Leads of one's own marketing and sales.
        others: Leads that others sent: word of mouth, referrals, clients, partners.
    """

    own: BoolArray
    others: BoolArray

    @classmethod
    def of(cls, classes: Column | None, n: int) -> Effort:
        """Return by whose effort each of n leads came.

        Args:
            classes: Class of each lead's source; `None` where no source is recorded.
            n: Number of leads.

        Example:
            >>> Effort.of(np.array(["outbound", "referral", "other", None], dtype=object), 4).own.tolist()
            [True, False, False, False]
        """
        if classes is None:
            nobody = np.zeros(n, dtype=np.bool_)
            return cls(nobody, nobody)
        named = np.array(["" if c is None else str(c) for c in classes.tolist()])
        others = np.isin(named, _BY_OTHERS)
        return cls(~others & ~np.isin(named, _UNSTATED), others)

    def take(self, rows: Column) -> Effort:
        """Return the same of some leads."""
        return Effort(self.own[rows], self.others[rows])


def unknown_classes(given: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Yield the lead sources with an unknown class: the source, the class as written, and what to do.

    >>> list(unknown_classes({"Fair in Lyon": "evnt", "Pages": "organic"}))
    [('Fair in Lyon', 'evnt', "Did you mean 'event'?")]
    """
    for text, name in given.items():
        if name not in LEAD_SOURCE_CLASSES:
            yield text, name, did_you_mean(name, LEAD_SOURCE_CLASSES, what="classes")
