"""What is known of the clients of a type, slot by slot; each slot is there, if only as not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whofor.arrays import BoolArray
from whofor.lexicon.words import word_list
from whofor.model import Estimate, IcpResult, SegmentFinding
from whofor.model.committee import BuyingPart, Spread
from whofor.model.expected import ExpectationKind
from whofor.model.parameters import SITUATION_PREFIX
from whofor.model.profile import SLOTS, KnownBy, ProfileFact
from whofor.model.segment import Condition, Segment
from whofor.profile.observed import usual_facts
from whofor.schema.rows import Attribute, Rows
from whofor.segments.claim_text import claim_text
from whofor.worth.fact_blocks import block_of

__all__ = ["TypeFacts", "channels_of", "committee_of_type", "contrast_of", "personas_of", "role_code", "situation_of"]

_MOST = 5
_BY_BLOCK = {
    **dict.fromkeys(("firmographics", "other"), "D1_firmographics"),
    "technographics": "D2_technographics",
    "persona": "D3_persona",
    "situation": "D4_situation",
}
_SLOT_OF_EXPECTED = {
    ExpectationKind.NORM: "D9_compliance",
    ExpectationKind.BUDGET: "D6_budget",
    ExpectationKind.PROCESS: "D8_decision_process",
}
_LIKELY = 0.2
"""Share of the deals from which what is expected of them is told of the type, with the share; a convention."""


def role_code(department: str, seniority: str) -> str:
    """Return a role as one word: `marketing.c_level`."""
    return f"{department}.{seniority}"


def share_fact(
    what: str, own: Estimate, rest: Estimate | None = None, known: KnownBy = KnownBy.OBSERVED
) -> ProfileFact:
    """Return a share or a mean as a fact."""
    others = None if rest is None else rest.estimate
    return ProfileFact(what, known, own.estimate, own.ci_low, own.ci_high, own.n, others, own.unit)


def _spread_fact(what: str, spread: Spread, unit: str) -> ProfileFact:
    return ProfileFact(what, KnownBy.OBSERVED, spread.median, spread.low, spread.high, spread.n, unit=unit)


def slot_of(attribute: Attribute) -> str:
    """Return the slot that a fact about a client belongs to."""
    p = attribute.parameter
    if p.name.startswith("industry"):
        return "D5_vertical"
    growth = word_list("growth_names", "growth")
    if growth.holds(f"{p.label} {p.name}") and not p.name.startswith(SITUATION_PREFIX):
        return "D7_growth"
    return _BY_BLOCK.get(block_of(p), "D1_firmographics")


@dataclass(frozen=True, eq=False, slots=True)
class TypeFacts:
    """The facts on one type of client.

    Attributes:
        result: The run.
        rows: Its judged deals.
        finding: The type.
        inside: Which of them are of it.
        won: Which are won.
    """

    result: IcpResult
    rows: Rows
    finding: SegmentFinding
    inside: BoolArray
    won: BoolArray

    def slots(self) -> dict[str, tuple[ProfileFact, ...]]:
        """Return what is known under each head: what defines the type, then what was seen, then what is expected."""
        found: defaultdict[str, list[ProfileFact]] = defaultdict(list)
        by_name = {a.parameter.name: a for a in self.rows.attributes}
        for condition in self.finding.segment.conditions:
            found[slot_of(by_name[condition.parameter])].append(self._defining(condition))
        for slot, facts in self._usual().items():
            found[slot] += facts
        for slot, fact in (*self._process(), *self._expected(), *self._price()):
            found[slot].append(fact)
        found["D3_persona"] += committee_of_type(self.result, self.finding.id)[:3]
        found["D4_situation"] += situation_of(self.result, self.finding.id)[:3]
        return {name: tuple(found[name]) for name in SLOTS}

    def _defining(self, condition: Condition) -> ProfileFact:
        source = next(a.parameter.source for a in self.rows.attributes if a.parameter.name == condition.parameter)
        return ProfileFact(claim_text(Segment((condition,)), self.rows.attributes), KnownBy.DEFINES, source=source)

    def _usual(self) -> dict[str, tuple[ProfileFact, ...]]:
        """Return what clients of the type usually are, in facts that do not define it."""
        own = {c.parameter for c in self.finding.segment.conditions}
        groups = {a.group for a in self.rows.attributes if a.parameter.name in own}
        free: defaultdict[str, list[Attribute]] = defaultdict(list)
        for a in self.rows.attributes:
            is_free = a.parameter.is_searched and a.parameter.name not in own and a.group not in groups
            if is_free and not a.parameter.name.startswith(SITUATION_PREFIX):
                free[slot_of(a)].append(a)
        clients = self.inside & self.won
        return {
            slot: usual_facts(facts, clients, ~self.inside, self.rows)
            for slot, facts in free.items()
            if slot != "D3_persona"
        }

    def _process(self) -> Iterator[tuple[str, ProfileFact]]:
        """Yield stages that stand for an approval, and who comes last before the signature."""
        for process in self.result.clients.processes:
            if process.finding == self.finding.id and process.approval is not None:
                yield "D8_decision_process", _spread_fact("approval", process.approval, "days")
        for committee in self.result.clients.committees:
            if committee.finding != self.finding.id:
                continue
            if committee.people is not None:
                yield "D8_decision_process", _spread_fact("people", committee.people.won, "people")
            for role in committee.roles:
                if role.part in (BuyingPart.DECIDER, BuyingPart.APPROVER):
                    what = f"{role.part.value} {role_code(role.department, role.seniority)}"
                    yield "D8_decision_process", share_fact(what, role.won, role.lost)

    def _expected(self) -> Iterator[tuple[str, ProfileFact]]:
        for expectation in self.result.clients.expected:
            if expectation.finding == self.finding.id:
                for one in expectation.expected:
                    if one.share.estimate is not None and one.share.estimate >= _LIKELY:
                        fact = share_fact(one.name, one.share, known=KnownBy.EXPECTED)
                        yield _SLOT_OF_EXPECTED[one.kind], replace(fact, source=one.source)

    def _price(self) -> Iterator[tuple[str, ProfileFact]]:
        for worth in self.result.clients.worth:
            if worth.finding == self.finding.id and worth.price.agreed.n:
                agreed = worth.price.agreed
                yield "D11_price", share_fact("agreed_price", agreed)
                if worth.price.discount.n:
                    yield "D11_price", share_fact("discount", worth.price.discount)


def situation_of(result: IcpResult, finding: str) -> list[ProfileFact]:
    """Return what was going on at the clients of a type, what differs most from all others first."""
    found = [
        share_fact(f"{SITUATION_PREFIX}{one.name}", of_type.own, of_type.other)
        for one in result.clients.going_on
        for of_type in one.types
        if of_type.finding == finding and of_type.own.n
    ]
    return sorted(found, key=lambda f: -abs((f.figure or 0.0) - (f.rest or 0.0)))[:_MOST]


def committee_of_type(result: IcpResult, finding: str) -> list[ProfileFact]:
    """Return the roles that take part in purchases of a type, those of most won deals first."""
    roles = (r for committee in result.clients.committees if committee.finding == finding for r in committee.roles)
    return [share_fact(role_code(r.department, r.seniority), r.won, r.lost) for r in roles][:_MOST]


def personas_of(result: IcpResult, finding: str) -> list[ProfileFact]:
    """Return the kinds of persons of a type, each with its commonest job titles."""
    found: list[ProfileFact] = []
    for persona in (p for ps in result.clients.personas if ps.finding == finding for p in ps.personas):
        role = role_code(persona.department, persona.seniority)
        found.append(ProfileFact(role, KnownBy.OBSERVED, persona.won.estimate, n=persona.n_people))
        titles = persona.titles.values if persona.titles is not None else ()
        found += [share_fact(f"{role}: {title.value}", title.share) for title in titles[:3]]
    return found


def channels_of(result: IcpResult, finding: str) -> list[ProfileFact]:
    """Return the lead sources that bring a type, with their win rates, those with most leads first."""
    own = (w.channels for w in result.clients.worth if w.finding == finding and w.channels is not None)
    return [share_fact(c.source, c.rate) for channels in own for c in channels.channels[:_MOST]]


def contrast_of(result: IcpResult, finding: str, attributes: Sequence[Attribute]) -> list[ProfileFact]:
    """Return the neighbours that differ in one condition, with their rate beside that of the type."""
    found: list[ProfileFact] = []
    for contrast in (c for c in result.clients.contrasts if c.finding == finding):
        main = next((c for c in contrast.comparisons if c.measure.name == result.run.outcome), None)
        if main is not None and main.other.estimate is not None:
            what = claim_text(Segment((contrast.other,)), attributes)
            found.append(share_fact(what, main.other, main.own))
    return found[:_MOST]
