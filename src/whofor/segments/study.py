"""A study: rows to search, whatever they are, with one outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, IntArray
from whofor.cube import RowScore, SearchSettings, Tier
from whofor.figures.outcome import Outcome
from whofor.model.evidence import FindingKind
from whofor.model.search_record import LEVEL
from whofor.model.segment import Segment
from whofor.schema.rows import Rows
from whofor.segments.candidates import Candidate
from whofor.segments.encode import EncodedAttribute
from whofor.segments.select import Family

__all__ = ["Study"]


@dataclass(frozen=True, eq=False, slots=True)
class Study:
    """Rows that may be judged, their outcome, and how to search them.

    Attributes:
        rows: The rows.
        outcome: Their outcome.
        search: Which of them the search sees; the others are held back.
        encoded: Encoded attributes of all rows.
        family: The search rows, scored within strata.
        plain: The search rows, scored without strata; `None` where there are no strata.
        settings: How to search.
        alpha: Error rate per depth; sums to the level of the study.
        deeper: Whether to look for a further condition below the segments found.
        letters: Letters of the ids of segments that do better, and that do worse; one letter is numbered through.
    """

    rows: Rows
    outcome: Outcome
    search: BoolArray
    encoded: Sequence[EncodedAttribute]
    family: Family
    plain: Family | None
    settings: SearchSettings
    alpha: tuple[float, ...]
    deeper: bool = False
    letters: tuple[str, str] = (FindingKind.POSITIVE, FindingKind.NEGATIVE)

    @classmethod
    def of(
        cls,
        rows: Rows,
        outcome: Outcome,
        search: BoolArray,
        encoded: Sequence[EncodedAttribute],
        *,
        strata: IntArray,
        settings: SearchSettings,
        shares: Sequence[float],
    ) -> Study:
        """Return the study of some rows.

        Args:
            rows: The rows.
            outcome: Their outcome.
            search: Which of them the search sees.
            encoded: Their encoded attributes.
            strata: Stratum of each search row; all the same where there are none.
            settings: How to search.
            shares: How the error rate is shared among one, two, three conditions; only the ratios count.
        """
        score = outcome.score[search]
        accounts = None if outcome.accounts is None else outcome.accounts[search]
        stratified = len(strata) > 0 and bool((strata != strata[0]).any())
        flat = np.zeros(len(score), dtype=np.int64)
        used = tuple(shares[: settings.depth])
        return cls(
            rows=rows,
            outcome=outcome,
            search=search,
            encoded=encoded,
            family=Family(encoded, search, RowScore(score, strata, accounts)),
            plain=Family(encoded, search, RowScore(score, flat, accounts)) if stratified else None,
            settings=settings,
            alpha=tuple(LEVEL * share / sum(used) for share in used),
        )

    def at_level(self, level: float) -> Study:
        """Return the same study with another error rate than 5 %, as something else is searched beside it."""
        return replace(self, alpha=tuple(alpha * (level / LEVEL) for alpha in self.alpha))

    def ids(self, n_positive: int, n_negative: int) -> tuple[list[str], list[str]]:
        """Return the ids of segments that do better and of those that do worse, in the order in which they were picked.

        Example:
            `S1`, `S2` and `N1`; of channels, whose letter is the same for both, `K1`, `K2` and `K3`.
        """
        up, down = self.letters
        after = n_positive if up == down else 0
        return [f"{up}{i + 1}" for i in range(n_positive)], [f"{down}{after + i + 1}" for i in range(n_negative)]

    def segment(self, candidate: Candidate) -> Segment:
        """Return the segment that a candidate describes."""
        return Segment(tuple(self.encoded[a].conditions[t] for a, t in candidate.items))

    def inside(self, candidate: Candidate) -> BoolArray:
        """Return which of all rows, searched or held back, are in a candidate."""
        inside = np.ones(len(self.rows), dtype=np.bool_)
        for attribute, term in candidate.items:
            inside &= self.encoded[attribute].mask(term)
        return inside

    def critical(self, tiers: Sequence[Tier]) -> list[float]:
        """Return the corrected threshold of |score| per depth."""
        return [tier.critical(alpha) for tier, alpha in zip(tiers, self.alpha, strict=True)]

    def corrected_p(self, score: float, depth: int, tiers: Sequence[Tier]) -> float:
        """Return the p-value of a score corrected over all that is searched, at most 1.

        Args:
            score: Normal score within strata.
            depth: Number of conditions; that of the deepest tier where it goes deeper.
            tiers: All conjunctions per depth, within strata.
        """
        at = min(depth, len(tiers)) - 1
        return min(1.0, float(tiers[at].p_value(np.array([score]))[0]) * LEVEL / self.alpha[at])
