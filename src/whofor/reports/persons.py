"""Persons of one's own company as initials: a report is forwarded, and a win rate beside a name is a staff matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from whofor.lexicon.persons import names_persons
from whofor.model import IcpResult, SegmentFinding
from whofor.model.reasons.verdicts import PartlyConfounded, RidesOnConfounder

__all__ = ["with_initials"]

_FINDINGS = ("segments", "negative_segments", "channel_findings", "claims", "hypotheses")
_OWNER = "owner"


def with_initials(result: IcpResult) -> IcpResult:
    """Return a result in which salespeople are initials: those of the same initials are numbered.

    The names of other confounders (lead sources, products) stay.

    Args:
        result: What a run found.
    """
    short = _initials(sorted(set(_persons(result))))
    if not short:
        return result
    effects = tuple(
        replace(e, level=short[e.level]) if _is_person(e.confounder, e.label) else e for e in result.data.confounders
    )
    found = {name: tuple(_shortened(f, short) for f in getattr(result.search, name)) for name in _FINDINGS}
    return replace(result, search=replace(result.search, **found), data=replace(result.data, confounders=effects))


def _is_person(confounder: str, label: str) -> bool:
    return confounder == _OWNER or names_persons(label)


def _persons(result: IcpResult) -> Iterator[str]:
    """Yield the names of all persons that a report would show."""
    for effect in result.data.confounders:
        if _is_person(effect.confounder, effect.label):
            yield effect.level
    for name in _FINDINGS:
        for finding in getattr(result.search, name):
            reasons = (r for r in finding.reasons if isinstance(r, RidesOnConfounder | PartlyConfounded))
            for one in (*finding.adjustments, *reasons):
                if one.carrier and _is_person(one.confounder, one.label):
                    yield one.carrier


def _shortened(finding: SegmentFinding, short: Mapping[str, str]) -> SegmentFinding:
    adjustments = tuple(
        replace(a, carrier=short.get(a.carrier, a.carrier)) if _is_person(a.confounder, a.label) else a
        for a in finding.adjustments
    )
    reasons = tuple(
        replace(r, carrier=short.get(r.carrier, r.carrier))
        if isinstance(r, RidesOnConfounder | PartlyConfounded) and _is_person(r.confounder, r.label)
        else r
        for r in finding.reasons
    )
    return replace(finding, adjustments=adjustments, reasons=reasons)


def _initials(names: Iterable[str]) -> dict[str, str]:
    """Return initials by name, numbered where several have the same.

    Example:
        >>> _initials(["Maria Keller", "Max Kern", "anne-lise.roux@acme.com", "4711"])
        {'Maria Keller': 'M. K. (1)', 'Max Kern': 'M. K. (2)', 'anne-lise.roux@acme.com': 'A.-L. R.', '4711': '4711'}
    """
    plain = {name: _of(name) for name in names}
    out: dict[str, str] = {}
    for name, letters in plain.items():
        same = [other for other, its in plain.items() if its == letters]
        out[name] = f"{letters} ({same.index(name) + 1})" if len(same) > 1 and letters != name else letters
    return out


def _of(name: str) -> str:
    """Return the initials of one name; a number, as keys are, stays."""
    bare = name.split("@", maxsplit=1)[0]
    parts = [part for part in bare.replace(".", " ").replace("_", " ").replace(",", " ").split() if part]
    if not any(part[0].isalpha() for part in parts):
        return name
    letters = [
        "-".join(f"{piece[0].upper()}." for piece in part.split("-") if piece) for part in parts if part[0].isalpha()
    ]
    return " ".join(letters[:3])
