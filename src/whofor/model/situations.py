"""What was going on at the clients: situations, how often they held, and what came of these deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whofor.model.comparison import Comparison
from whofor.model.evidence import Estimate

__all__ = ["GoingOn", "TypeInSituation"]


@dataclass(frozen=True, slots=True)
class TypeInSituation:
    """How often a situation held for the deals of one type of client.

    Attributes:
        finding: Id of the type of client.
        own: Share of its deals, of those of which it is known.
        other: Share of all other deals.
    """

    finding: str
    own: Estimate
    other: Estimate


@dataclass(frozen=True, slots=True)
class GoingOn:
    """One situation, as it was known on the day before each deal was opened.

    Attributes:
        name: Name of its rule.
        label: What it is called, by language.
        why: Why it creates a need, by language.
        n_holds: Judged deals for which it held.
        n_not: Deals for which it did not.
        n_unknown: Deals of which it is not known.
        is_searched: Whether conditions of types of client are made of it.
        signed: Share of deals won where it held, beside those where it did not; p-values are corrected over all
            situations (Holm). `None` where either side has too few deals.
        types: How often it held for each type of client that passed.
    """

    name: str
    label: Mapping[str, str]
    why: Mapping[str, str]
    n_holds: int
    n_not: int
    n_unknown: int
    is_searched: bool
    signed: Comparison | None = None
    types: tuple[TypeInSituation, ...] = ()

    def label_in(self, language: str) -> str:
        """Return what it is called in a language, else in English or any other, else its name in plain words."""
        return _in(self.label, language) or self.name.replace("_", " ").capitalize()

    def why_in(self, language: str) -> str:
        """Return why it creates a need, in a language, else in any other; empty where nobody says."""
        return _in(self.why, language)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
