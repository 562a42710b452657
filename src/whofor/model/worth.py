"""What a type of client is worth: every outcome beside the others', cycle, price, channels, and what facts add."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate
from whofor.model.measure import Measure
from whofor.model.reasons import BudgetAdvice, PriceReason
from whofor.model.segment import Condition

__all__ = [
    "Channel",
    "Channels",
    "ClientSummary",
    "Comparison",
    "Contrast",
    "CurvePoint",
    "Cycle",
    "DeathStage",
    "FactBlock",
    "InteractionSummary",
    "Payers",
    "Price",
    "PriceBand",
    "RecordNext",
    "SegmentWorth",
    "SituationEffect",
    "ValueComponent",
    "ValueSummary",
]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One outcome of a segment beside that of others.

    Attributes:
        measure: The outcome.
        own: Figure of the segment.
        other: Figure of its neighbour, or of all other deals.
        p: p-value of the difference, corrected over all comparisons shown together.
        difference: Own figure less the other.
        low: Lower end of its 95 % interval; `None` where there is none.
        high: Upper end.
        held_back: Whether only deals were counted that the search did not see.
        topic: Row of the comparison table: `price`, `cycle`, `engagement` ...; empty outside it.
    """

    measure: Measure
    own: Estimate
    other: Estimate
    p: float
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    held_back: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A segment and a neighbour that differs from it in one condition.

    Attributes:
        finding: Id of the segment.
        condition: The segment's condition.
        other: The neighbour's condition in its place.
        comparisons: Every outcome that is known of both.
    """

    finding: str
    condition: Condition
    other: Condition
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class ValueComponent:
    """One thing that mutual value is made of.

    Attributes:
        name: `price`, `cycle`, `support_load`, `time_saved` ...
        label: The user's own name for it; empty where it is told from the deals.
        side: `us` or `client`: who gains by it.
        better: +1 where more is better, -1 where less is.
        weight: Its weight within its side.
        n: Clients of whom it is known.
    """

    name: str
    label: str
    side: str
    better: int
    weight: float
    n: int


@dataclass(frozen=True, slots=True)
class ValueSummary:
    """What mutual value was formed of.

    Attributes:
        components: Its parts.
        clients: Clients that got a value.
        sides: The sides that are measured at all: `us`, `client`.
        weightings: Random weightings tried.
        agreement: Median rank correlation of the clients under random weights with that under those in force.
        agreement_low: Its 5th percentile.
    """

    components: tuple[ValueComponent, ...]
    clients: int
    sides: tuple[str, ...]
    weightings: int
    agreement: float
    agreement_low: float


@dataclass(frozen=True, slots=True)
class Payers:
    """Whether the clients who pay most are of this type.

    Attributes:
        own: Share of the type among the quarter of clients who pay most.
        among_all: Share of the type among all clients with an amount.
        value_top: Mutual value of those who pay most and are of no type that passed; empty where it cannot be told.
        value_own: Mutual value of the clients of this type.
    """

    own: Estimate
    among_all: Estimate
    value_top: Estimate
    value_own: Estimate


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Share of deals signed by a day.

    Attributes:
        day: Days since the opening.
        estimate: Share signed by then.
        low: Lower end of the pointwise 95 % interval.
        high: Upper end.
    """

    day: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DeathStage:
    """A stage at which deals are lost.

    Attributes:
        stage: Its name.
        own: Share of the segment's lost deals that ended there.
        other: The same of all others.
    """

    stage: str
    own: Estimate
    other: Estimate


@dataclass(frozen=True, slots=True)
class Cycle:
    """From first contact to signature, losses as another end, open deals counted as far as they went.

    Attributes:
        own: Share signed by each day in the segment.
        other: The same for all others.
        n_own: Deals of the segment behind the curve.
        n_other: All others.
        open_own: Of them, still open.
        open_other: The same for all others.
        median_own: Median days to signature of those that sign.
        median_other: The same for all others.
        horizon: Days within which a signature is looked for.
        gained: Days of being a client gained within the horizon by each deal, against the others: area between the
            curves.
        gained_low: Lower end of its 95 % interval.
        gained_high: Upper end.
        deaths: Stages at which deals are lost, by how many; empty where no stage history is recorded.
    """

    own: tuple[CurvePoint, ...]
    other: tuple[CurvePoint, ...]
    n_own: int
    n_other: int
    open_own: int
    open_other: int
    median_own: Estimate
    median_other: Estimate
    horizon: float
    gained: float
    gained_low: float
    gained_high: float
    deaths: tuple[DeathStage, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Deals of one level of price.

    Attributes:
        low: Lower end of the band.
        high: Upper end; `None` for the last.
        rate: Win rate.
        revenue: Expected revenue of one opportunity: amounts of the deals won over all deals.
        chance_best: Chance that this band has the highest expected revenue of an opportunity.
    """

    low: float
    high: float | None
    rate: Estimate
    revenue: Estimate
    chance_best: float


@dataclass(frozen=True, slots=True)
class Price:
    """Win rate by level of price.

    Attributes:
        bands: From the lowest price to the highest; empty where it cannot be told.
        best: Position of the band with the best expected revenue, `None` where it cannot be told.
        why: Why it cannot be told; `None` where it can.
        agreed: Median agreed price of the deals won; a figure of n = 0 where none is known.
        discount: Median discount against the list price; a figure of n = 0 where no list price is recorded.
        currency: ISO 4217, empty where not known.
    """

    bands: tuple[PriceBand, ...]
    best: int | None
    why: PriceReason | None
    agreed: Estimate
    discount: Estimate
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One lead source.

    Attributes:
        source: Its name.
        source_class: Its class; empty where it has none.
        rate: Win rate of its leads.
        value: Mean amount of the deals won.
        cycle: Mean days to signature of the deals won.
        spend: Money spent on it in the months whose spending is recorded; `None` where none is.
        rate_paid: Win rate of the leads of these months.
        cost_per_client: Money spent for each deal won, with interval; `n` is the number of leads behind it.
        return_per_unit: Amounts won for each unit of money spent.
        chance_best: Chance that it returns most for each unit of money, among the sources with spending; `None`
            where that cannot be told.
    """

    source: str
    source_class: str
    rate: Estimate
    value: Estimate
    cycle: Estimate
    spend: float | None
    rate_paid: Estimate
    cost_per_client: Estimate
    return_per_unit: Estimate
    chance_best: float | None


@dataclass(frozen=True, slots=True)
class Channels:
    """Lead sources of all deals, or of one type of client.

    Attributes:
        finding: Id of the type of client; empty for all deals.
        channels: Sources, those with most leads first.
        classes: Win rate of each class of source: `own_effort`, `word_of_mouth`.
        spend: All money recorded.
        matched: Of it, money that met leads of the same source in the same month.
        unmatched: Why the other money met none, with counts of rows: `no_leads`, `unknown_source`,
            `no_source`, `no_date`, `negative`, `repeated`.
        months: Months whose spending is recorded.
        leads_without_spend: Leads of sources and months without any recorded spending.
        currency: ISO 4217 of the money, empty where not known.
        suggestion: What to do with the budget, as a code with its certainty; `None` where nothing can be said.
        still_open: Leads that count as not won as they are still open, though old enough to have ended.
    """

    finding: str
    channels: tuple[Channel, ...]
    classes: tuple[tuple[str, Estimate], ...]
    spend: float
    matched: float
    unmatched: tuple[tuple[str, int, float], ...]
    months: int
    leads_without_spend: int
    currency: str
    suggestion: BudgetAdvice | None
    still_open: int = 0


@dataclass(frozen=True, slots=True)
class SegmentWorth:
    """All that was lived with one type of client.

    Attributes:
        finding: Id of the segment.
        comparisons: Every outcome beside that of all others, in the order of the table's topics.
        not_recorded: Topics of the table that nothing in the data tells.
        not_compared: Topics that are recorded, but of too few clients or the same for nearly all.
        payers: Whether those who pay most are of this type; `None` where it cannot be told.
        cycle: Its sales cycle; `None` where it cannot be told.
        price: Its levels of price.
        channels: Its lead sources; `None` where none is recorded.
    """

    finding: str
    comparisons: tuple[Comparison, ...]
    not_recorded: tuple[str, ...]
    payers: Payers | None
    cycle: Cycle | None
    price: Price
    channels: Channels | None
    not_compared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactBlock:
    """What a kind of facts adds to telling won from lost, on the deals held back.

    Attributes:
        name: `firmographics`, `technographics`, `persona`, `situation`, `source`, `other`.
        facts: Labels of its facts.
        n: Deals judged.
        auc: Area under the ROC curve with this block and all before it.
        gain: Its difference to the model without this block, with interval.
        log_loss: Mean log loss.
        log_loss_gain: Its difference to the model without this block; below 0 is better.
    """

    name: str
    facts: tuple[str, ...]
    n: int
    auc: Estimate
    gain: Estimate
    log_loss: float
    log_loss_gain: Estimate


@dataclass(frozen=True, slots=True)
class SituationEffect:
    """What a client's situation tells within one type of client.

    Attributes:
        finding: Id of the type.
        situation: Its conditions on the situation.
        others: Its other conditions, which both sides meet.
        comparison: Win rate with the situation beside that without it.
    """

    finding: str
    situation: tuple[Condition, ...]
    others: tuple[Condition, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class InteractionSummary:
    """How the conversations were counted.

    Attributes:
        days: Days from the opening of each deal that count.
        deals: Deals judged.
        total: Conversations recorded.
        placed: Of them, within these days.
        unplaced: Of them, of unknown persons or before any deal.
        undated: Of them, without a moment.
        repeated: Of them, that say the same as another one.
    """

    days: int
    deals: int
    total: int
    placed: int
    unplaced: int
    undated: int
    repeated: int


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """How outcomes recorded in rows were counted.

    Attributes:
        days: Days from the signature of each client that count for what is added up; 0 where nothing has a day.
        clients: Signed deals that were followed so long.
        too_new: Signed deals that were not.
        total: Rows recorded.
        unplaced: Of them, those of no deal: of unknown deals or accounts.
        undated: Of them, without a day.
        repeated: Of them, that say the same as another one.
        repeated_left_out: Whether these were left out, as nearly every row stands there twice; else they count.
    """

    days: float
    clients: int
    too_new: int
    total: int
    unplaced: int
    undated: int
    repeated: int = 0
    repeated_left_out: bool = False


@dataclass(frozen=True, slots=True)
class RecordNext:
    """A fact that would improve the answer were it recorded more often.

    Attributes:
        code: `thin` for a field that is often empty, `absent` for one that is missing.
        label: The field's name.
        filled: Deals for which it is recorded.
        n: Deals.
        gain: Plausible gain, relative to the first of the list, 0 to 1.
    """

    code: str
    label: str
    filled: int
    n: int
    gain: float
