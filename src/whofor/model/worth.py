"""Worth of one type of client: its outcomes, cycle, prices and lead sources together."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.channels import Channels
from whofor.model.comparison import Comparison
from whofor.model.cycle import Cycle
from whofor.model.price import Price
from whofor.model.value import Payers

__all__ = ["SegmentWorth"]


@dataclass(frozen=True, slots=True)
class SegmentWorth:
    """Every outcome of one type of client beside all others.

    Attributes:
        finding: Id of the segment.
        comparisons: Every outcome beside that of all others, in the order of the table's topics.
        not_recorded: Topics of the table that nothing in the data records.
        not_compared: Topics that are recorded, but of too few clients or the same for nearly all.
        payers: Whether those who pay most are of this type; `None` where too few pay.
        cycle: Its sales cycle; `None` where too little is dated.
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
