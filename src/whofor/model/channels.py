"""Lead sources: what they cost and what they return."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate
from whofor.model.reasons import BudgetAdvice

__all__ = ["Channel", "Channels"]


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
            where that cannot be computed.
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
        suggestion: What to do with the budget, as a code with its certainty; `None` where sources cannot be compared.
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
