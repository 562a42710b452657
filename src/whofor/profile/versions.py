"""One version of a profile after another: what is carried over, what was edited by hand, what moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from whofor.model.profile import SLOTS, Icp, IcpVerdict, IdealCustomerProfile, KnownBy, ProfileFact
from whofor.model.profile_answer import IcpMove, IcpMoved

__all__ = ["carried_over", "edited_by_hand", "moved_between", "same_structure"]

IsOneType = Callable[[Icp, Icp], bool]
"""Function that returns whether two types of client are one whose limits moved a little."""


def edited_by_hand(edited: IdealCustomerProfile, kept: IdealCustomerProfile, today: str) -> IdealCustomerProfile:
    """Return a profile that was edited by hand: what it defines otherwise than the version kept is declared.

    Args:
        edited: The profile as people left it.
        kept: The version that it was.
        today: ISO date of today.
    """
    former = {icp.id: icp for icp in kept.types}

    def declared(icp: Icp) -> Icp:
        before = former.get(icp.id)
        if before is not None and before.define == icp.define:
            # Nobody confirms a type of client by writing that it is confirmed.
            return replace(icp, verdict=before.verdict, declared=before.declared)
        own = {slot: facts if _is_own(slot, facts) else () for slot, facts in icp.slots.items()}
        # What was known of the type as it was defined before is not known of this one.
        return Icp(
            icp.id,
            icp.name,
            IcpVerdict.DECLARED,
            icp.define,
            declared=icp.declared or today,
            slots=own,
            other=icp.other,
        )

    return replace(
        edited, icps=tuple(map(declared, edited.icps)), negative=tuple(map(declared, edited.negative)), made=kept.made
    )


def carried_over(
    new: IdealCustomerProfile, former: IdealCustomerProfile, declared: Sequence[Icp], one_type: IsOneType
) -> IdealCustomerProfile:
    """Return a new profile with what people gave the former one: ids, names, own facts, types written by hand.

    A type of client whose limits moved a little keeps its definition, so that versions change with the answer and not
    with every deal.

    Args:
        new: The profile of the latest run.
        former: The profile before.
        declared: The types of the former that were written by hand, as they are judged now.
        one_type: Whether two types of client are one.
    """
    by_hand = {icp.id for icp in declared}
    taken: set[str] = {*by_hand}
    icps = [_kept(icp, former.icps, taken, one_type) for icp in new.icps]
    icps = [icp for icp in icps if not any(one_type(icp, own) for own in declared)]
    negative = [_kept(icp, former.negative, taken, one_type) for icp in new.negative]
    if declared and all(icp.verdict is IcpVerdict.PROVISIONAL for icp in icps):
        # What somebody declared is a better hypothesis than a guess of ours, and stands first.
        icps = [*declared, *icps]
    else:
        icps += declared
    by_finding = {icp.finding: icp.id for icp in icps if icp.finding}
    finding = {icp.id: icp.finding for icp in new.icps}
    gaps = [(gap, by_finding.get(finding[gap.better]), by_finding.get(finding[gap.other])) for gap in new.ranking]
    return replace(
        new,
        version=former.version,
        company=new.company or former.company,
        icps=tuple(icps),
        negative=tuple(negative),
        watch=former.watch,
        other=former.other,
        ranking=tuple(replace(gap, better=a, other=b) for gap, a, b in gaps if a is not None and b is not None),
    )


def _kept(icp: Icp, former: Iterable[Icp], taken: set[str], one_type: IsOneType) -> Icp:
    """Return a type of client with the id, name, definition and own facts of the former one that it is."""
    same = next((f for f in former if f.id not in taken and (f.define == icp.define or one_type(f, icp))), None)
    if same is None:
        name, number = icp.id, 1
        while name in taken:
            number += 1
            name = f"{icp.id}_{number}"
        taken.add(name)
        return replace(icp, id=name)
    taken.add(same.id)
    own = {slot: facts for slot, facts in same.slots.items() if _is_own(slot, facts)}
    return replace(icp, id=same.id, name=same.name, define=same.define, slots={**icp.slots, **own}, other=same.other)


def _is_own(slot: str, facts: Sequence[ProfileFact]) -> bool:
    return slot not in SLOTS or (bool(facts) and all(fact.known is KnownBy.OWN for fact in facts))


def same_structure(one: IdealCustomerProfile, other: IdealCustomerProfile) -> bool:
    """Return whether two profiles say the same of whom to go after; their figures may differ."""
    return _structure(one) == _structure(other)


def _structure(profile: IdealCustomerProfile) -> tuple[object, ...]:
    def essence(icp: Icp) -> tuple[object, ...]:
        own = {slot: facts for slot, facts in icp.slots.items() if _is_own(slot, facts)}
        return (icp.id, icp.name, icp.verdict, icp.define, own, icp.other)

    declared = tuple((d.name, d.define) for d in profile.declared if d.source == "file")
    of_types = tuple(map(essence, profile.icps)), tuple(map(essence, profile.negative))
    return (profile.outcome, profile.part, profile.company, of_types, declared, profile.watch, profile.other)


def moved_between(former: IdealCustomerProfile, now: IdealCustomerProfile) -> tuple[IcpMoved, ...]:
    """Return the types of client that are not what they were, those of the present profile first."""
    found: list[IcpMoved] = []
    pairs = ((False, former.icps, now.icps), (True, former.negative, now.negative))
    for negative, before, after in pairs:
        then: Mapping[str, Icp] = {icp.id: icp for icp in before}
        for icp in after:
            move = _move(then.get(icp.id), icp)
            if move is not None:
                found.append(IcpMoved(move, icp, then.get(icp.id), negative))
        found += [
            IcpMoved(IcpMove.DROPPED, icp, icp, negative) for icp in before if icp.id not in {i.id for i in after}
        ]
    return tuple(found)


def _move(before: Icp | None, icp: Icp) -> IcpMove | None:
    if before is None:
        return IcpMove.ADDED
    if before.define != icp.define:
        return IcpMove.REDEFINED
    if before.verdict is not icp.verdict:
        return IcpMove.VERDICT
    own = {slot for slot, facts in icp.slots.items() if _is_own(slot, facts) and before.slots.get(slot) != facts}
    return IcpMove.EDITED if own or (before.name, before.other) != (icp.name, icp.other) else None
