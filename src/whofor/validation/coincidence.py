"""How many deals agree in everything recorded, beside how many would by chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, pdtr

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["CodedDeals", "Coincidences", "compare_with_chance", "repeats_of"]

_SURELY, _SURE_SHARE = 1e-4, 0.01
"""Deals surely repeat others where chance makes so many agree with at most this probability, and explains at most this
share of them. Conventions: the first is that of `ripeness`; one wrong in a hundred moves no figure. In honest data with
correlated columns chance, estimated as below, explained two thirds of them or more."""
_LIKELY, _LIKELY_SHARE = 0.01, 0.1
"""The same where they only probably do: at least nine in ten agree for another reason than chance. Conventions."""
_EVEN, _NEARLY_CONSTANT = 0.5, 0.9
"""Facts in which coinciding deals would agree by chance more often than not cannot refute it; where nine in ten agree,
the few others do not even estimate how many would."""
_PARTS = 8
"""Steps from the rarest records to the commonest: among rare ones repeats show, among common ones they may not."""
_NEIGHBOURS = 4
"""Neighbouring values of a number that are compared with each other, beside as many as the root of all there are."""
_SAMPLE, _PRIOR = 4000, 20.0
"""Records that show which columns depend on each other, and pairs of independent ones added, so that few do not."""


@dataclass(frozen=True, eq=False, slots=True)
class CodedDeals:
    """Deals as numbers.

    Attributes:
        codes: One array a column: a code for each value from 0 up; those of numbers in their order.
        is_number: Which columns hold numbers or days.
        accounts: Number of the account of each deal, from 0 up.
    """

    codes: Sequence[IntArray]
    is_number: Sequence[bool]
    accounts: IntArray

    def take(self, rows: BoolArray) -> CodedDeals:
        """Return the selected deals; columns that are the same for all of them are left out."""
        codes = [np.unique(c[rows], return_inverse=True)[1] for c in self.codes]
        kept = [j for j, c in enumerate(codes) if len(c) and c.max() > 0]
        accounts = np.unique(self.accounts[rows], return_inverse=True)[1]
        return CodedDeals([codes[j] for j in kept], [self.is_number[j] for j in kept], accounts)


@dataclass(frozen=True, eq=False, slots=True)
class Coincidences:
    """Deals that agree with others in everything.

    Attributes:
        record: A number for each deal, equal for those that agree in everything.
        sure: Deals that agree with another where chance is ruled out.
        likely: Deals that agree with another where chance is improbable, but not ruled out.
    """

    record: IntArray
    sure: BoolArray
    likely: BoolArray


@dataclass(frozen=True, eq=False, slots=True)
class _Estimate:
    """Pairs of deals of each part, rarest records first, seen from one set of facts, all others being equal.

    Attributes:
        near: Pairs that agree in all other facts and not in these.
        expected: Pairs that would agree in these too by chance.
        agree: Chances of the coinciding pairs to agree in these facts, summed.
        is_even: Whether coinciding deals would agree in them by chance no more often than not.
    """

    near: FloatArray
    expected: FloatArray
    agree: FloatArray
    is_even: bool


def sizes(numbers: IntArray) -> FloatArray:
    """Return how often the number of each deal occurs."""
    _, inverse, count = np.unique(numbers, return_inverse=True, return_counts=True)
    return count[inverse].astype(np.float64)


def _of_parts(part: IntArray, pairs: FloatArray) -> FloatArray:
    """Return the sum of the pairs of each part."""
    return np.bincount(part, pairs, _PARTS).astype(np.float64)


class _Pairs:
    """Counts of the pairs of deals that agree, either of different accounts or of one account."""

    def __init__(self, deals: CodedDeals, *, within: bool) -> None:
        self._rng = np.random.default_rng(0)
        self.n = len(deals.accounts)
        self.marks = [self._marked(codes) for codes in deals.codes]
        self.record = sum(self.marks, np.zeros(self.n, dtype=np.int64))
        self._within = within
        self._account = self._marked(deals.accounts)
        self._alone = int(deals.accounts.max()) + 1 == self.n
        self.equal = self.agreeing(self.record)
        """Pairs of each deal that agree in everything."""
        self._of_others = self.n - sizes(self._account)
        self._equal_of_others = self._across(self.record)

    def _marked(self, codes: IntArray) -> IntArray:
        """Return a random number for each code: sums of them distinguish combinations of columns.

        Two of 100,000 deals are taken for equal by mistake once in a billion runs.
        """
        return self._rng.integers(-(2**62), 2**62, int(codes.max()) + 1)[codes]

    def band(self, codes: IntArray, width: int) -> IntArray:
        """Return a number for each deal, equal for those whose codes lie within one band of this width."""
        return self._marked(codes // width)

    def agreeing(self, numbers: IntArray) -> FloatArray:
        """Return the pairs of each deal with deals of equal numbers."""
        return sizes(numbers + self._account) - 1 if self._within else self._across(numbers)

    def _across(self, numbers: IntArray) -> FloatArray:
        """Return the pairs of each deal with deals of other accounts of equal numbers."""
        return sizes(numbers) - (1.0 if self._alone else sizes(numbers + self._account))

    def estimate(self, part: IntArray, facts: IntArray, given: IntArray | None, *, is_band: bool) -> _Estimate | None:
        """Return how many pairs would agree by chance in some facts; `None` where nearly all deals agree in them.

        Deals that agree in all other facts and not in these stand for those that met by chance in the others. If
        chance alone is at work, odds of agreeing in these facts apply to them: those of pairs that agree in `given`, or
        of any, always of different accounts. Deals that agree in everything are left out of the odds, as copies would
        raise them.

        Args:
            part: Part that each deal belongs to.
            facts: Sum of the marks of the facts.
            given: Marks of a further fact on which these may depend; `None` for none.
            is_band: Whether `given` is the band of the fact itself; the other facts then include it.
        """
        others = self.record - facts
        if is_band and given is not None:
            others = others + given
        near = self.agreeing(others) - self.equal
        both = self._across(facts if given is None else facts + given) - self._equal_of_others
        either = (self._of_others if given is None else self._across(given)) - self._equal_of_others
        agree = np.divide(both, either, out=np.zeros(self.n), where=either > 0)
        mean = float((self.equal * agree).sum() / self.equal.sum())
        if mean > _NEARLY_CONSTANT:
            return None
        expected = near * agree / np.maximum(1 - agree, 1 / self.n)
        near, expected, agree = (_of_parts(part, pairs) for pairs in (near, expected, self.equal * agree))
        return _Estimate(near, expected, agree, is_even=mean <= _EVEN)


def compare_with_chance(deals: CodedDeals, *, within: bool) -> Coincidences:
    """Return the deals that agree in everything with another more often than chance explains.

    Honest deals that agree in everything are accompanied by others that agree in all but one fact: as many as the odds
    of that fact say. Copies are not. So the deals that differ in some facts only estimate how many would agree in these
    too: for each fact, for facts that depend on each other together, and for numbers among neighbouring values. The
    largest estimate counts, so that facts which follow from others do not make coincidences look improbable.

    Args:
        deals: The deals.
        within: Compare deals of one account; otherwise deals of different accounts.

    Source:
        The number that agree in two sets of facts, from those that agree in one of them only, is the estimate of
        Lincoln and Petersen for the overlap of two samples.
    """
    pairs = _Pairs(deals, within=within)
    agreeing = pairs.equal > 0
    nobody = np.zeros(pairs.n, dtype=np.bool_)
    if not agreeing.any():
        return Coincidences(pairs.record, nobody, nobody)
    rarity = sum((np.log(sizes(m)) for m in pairs.marks), np.zeros(pairs.n))
    part = np.searchsorted(np.quantile(rarity, np.arange(1, _PARTS) / _PARTS), rarity)
    equal = _of_parts(part, pairs.equal)
    repeats = repeats_of(pairs.record, deals.accounts, within=within) & agreeing
    found = _Found(equal, _of_parts(part, repeats.astype(np.float64)), [])
    for facts, given, is_band in _sets_of_facts(deals, pairs):
        estimate = pairs.estimate(part, facts, given, is_band=is_band)
        if estimate is not None:
            found.estimates.append(estimate)
            if found.is_chance():
                return Coincidences(pairs.record, nobody, nobody)
    if not found.estimates:
        return Coincidences(pairs.record, nobody, nobody)
    sure = found.last_part(0, sure=True)
    likely = found.last_part(sure, sure=False)
    return Coincidences(pairs.record, agreeing & (part < sure), agreeing & (part >= sure) & (part < likely))


def repeats_of(record: IntArray, accounts: IntArray, *, within: bool) -> BoolArray:
    """Return the deals that agree with an earlier one: of their own account, or of another one than the earliest's.

    Args:
        record: A number for each deal, equal for those that agree.
        accounts: Number of the account of each deal.
        within: Compare deals of one account.
    """
    _, first, inverse = np.unique(record, return_index=True, return_inverse=True)
    if not within:
        return np.asarray(accounts[first[inverse]] != accounts, dtype=np.bool_)
    _, first, inverse = np.unique(
        inverse * (int(accounts.max()) + 1) + accounts, return_index=True, return_inverse=True
    )
    return np.asarray(first[inverse] != np.arange(len(record)), dtype=np.bool_)


@dataclass(frozen=True, eq=False, slots=True)
class _Found:
    """Coincidences of each part, rarest records first, and what chance explains of them.

    Attributes:
        equal: Pairs that agree in everything.
        repeats: Deals that agree with an earlier one.
        estimates: What each set of facts shows.
    """

    equal: FloatArray
    repeats: FloatArray
    estimates: list[_Estimate]

    def is_chance(self) -> bool:
        """Return whether the latest estimates leave no part, from the rarest on, that chance does not explain."""
        most = np.max([np.cumsum(e.expected) for e in self.estimates], axis=0)
        return bool((most > _LIKELY_SHARE * np.cumsum(self.equal)).all())

    def last_part(self, start: int, *, sure: bool) -> int:
        """Return the part up to which chance is ruled out, or improbable, from a part on; the start where nowhere."""
        holds = self._is_sure if sure else self._is_likely
        return max((end for end in range(start + 1, _PARTS + 1) if holds(slice(start, end))), default=start)

    def _share(self, parts: slice) -> float:
        """Return the largest share of the coincidences that chance explains."""
        return max(float(e.expected[parts].sum()) for e in self.estimates) / float(self.equal[parts].sum())

    def _is_likely(self, parts: slice) -> bool:
        repeats = float(self.repeats[parts].sum())
        if not repeats or self._share(parts) > _LIKELY_SHARE:
            return False
        return 1 - float(pdtr(repeats - 1, repeats * self._share(parts))) < _LIKELY

    def _is_sure(self, parts: slice) -> bool:
        if not self.repeats[parts].any() or self._share(parts) > _SURE_SHARE:
            return False
        return all(self._probability(e, parts) < _SURELY for e in self.estimates if e.is_even)

    def _probability(self, e: _Estimate, parts: slice) -> float:
        """Return the chance that so many repeats, or more, agree in some facts, and so few others do not."""
        repeats, equal = float(self.repeats[parts].sum()), float(self.equal[parts].sum())
        near, expected = float(e.near[parts].sum()), float(e.expected[parts].sum())
        agree = expected / (expected + near) if expected else float(e.agree[parts].sum()) / equal
        return float(betainc(repeats, near * repeats / equal + 1, agree))


def _sets_of_facts(deals: CodedDeals, pairs: _Pairs) -> Iterator[tuple[IntArray, IntArray | None, bool]]:
    """Yield sets of facts, each with a fact that they may depend on, and whether that is a band of the fact itself."""
    marks, n = pairs.marks, len(pairs.marks)
    for mark in marks:
        yield mark, None, False
    for codes, is_number, mark in zip(deals.codes, deals.is_number, marks, strict=True):
        values = int(codes.max()) + 1
        for width in sorted({_NEIGHBOURS, int(values**0.5)}):
            if is_number and width >= _NEIGHBOURS and values >= 2 * width:
                yield mark, pairs.band(codes, width), True
    related = _relations(pairs)
    sets = [[j] for j in range(n)] + _telling_nothing_alone(pairs) + _related_sets(related)
    for columns in sets:
        facts = sum((marks[j] for j in columns), np.zeros(pairs.n, dtype=np.int64))
        others = [j for j in range(n) if j not in columns]
        if len(columns) > 1:
            yield facts, None, False
        if others:
            nearest = max(others, key=lambda k: max(related[j, k] for j in columns))
            yield facts, marks[nearest], False


def _telling_nothing_alone(pairs: _Pairs) -> list[list[int]]:
    """Return sets of the columns in which deals agree more often than not, each set just telling enough together."""

    def agreement(mark: IntArray) -> float:
        return float((sizes(mark) - 1).mean()) / (pairs.n - 1)

    sets: list[list[int]] = []
    current: list[int] = []
    total = np.zeros(pairs.n, dtype=np.int64)
    for j, mark in enumerate(pairs.marks):
        if agreement(mark) > _EVEN:
            current.append(j)
            total = total + mark
            if agreement(total) <= _EVEN:
                sets.append(current)
                current, total = [], np.zeros(pairs.n, dtype=np.int64)
    return [*sets, current] if current else sets


def _relations(pairs: _Pairs) -> FloatArray:
    """Return how far agreement in one column goes with agreement in another: 0 not at all, 1 always."""

    def agreeing(mark: IntArray) -> float:
        return float((sizes(mark) - 1).sum())

    _, first = np.unique(pairs.record, return_index=True)
    rows = np.random.default_rng(0).permutation(first)[:_SAMPLE]
    marks = [mark[rows] for mark in pairs.marks]
    alone = np.array([agreeing(mark) for mark in marks])
    share = alone / max(1, len(rows) * (len(rows) - 1))
    related = np.zeros((len(marks), len(marks)))
    for j in range(len(marks)):
        for k in range(j):
            both = agreeing(marks[j] + marks[k])
            for a, b in ((j, k), (k, j)):
                if share[b] < 1:
                    given = (both + _PRIOR * share[b]) / (alone[a] + _PRIOR)
                    related[j, k] = max(related[j, k], (given - share[b]) / (1 - share[b]))
            related[k, j] = related[j, k]
    return related


def _related_sets(related: FloatArray) -> list[list[int]]:
    """Return the sets that arise where the two closest columns, or sets of columns, are joined until two are left."""
    n = len(related)
    sets = [[j] for j in range(n)]
    of = list(range(n))
    found: list[list[int]] = []
    below = [(related[j, k], j, k) for j in range(n) for k in range(j)]
    for _, j, k in sorted(below, reverse=True):
        if of[j] == of[k]:
            continue
        if len(found) >= n - 2:
            break
        joined = sets[of[j]] + sets[of[k]]
        found.append(joined)
        sets.append(joined)
        for member in joined:
            of[member] = len(sets) - 1
    return found
