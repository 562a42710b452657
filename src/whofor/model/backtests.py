"""Back-tests of a scorecard: how it ranks lists whose worth is known, and what it would have said some time ago."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.model.card_proof import ModelFigures, ProofFigure, TierFigures

__all__ = ["BacktestList", "Backtests", "ListBacktest", "ListFigures", "NotTested", "PastBacktest"]


class BacktestList(StrEnum):
    """A list that a card is tried on.

    `BEST` customers, the third that is worth most; the `OTHER` customers; accounts that were `LOST`; the `MARKET`.
    """

    BEST = "best"
    OTHER = "other"
    LOST = "lost"
    MARKET = "market"


class NotTested(StrEnum):
    """Why a back-test says nothing.

    `NO_DAYS`: the deals have no days. `TOO_FEW_THEN`: on that day too few deals had ended to learn a card from.
    `TOO_FEW_SINCE`: of what was open then or came since, too little has ended. `TOO_FEW_BEST`: there are too few best
    customers.
    """

    NO_DAYS = "no_days"
    TOO_FEW_THEN = "too_few_then"
    TOO_FEW_SINCE = "too_few_since"
    TOO_FEW_BEST = "too_few_best"


@dataclass(frozen=True, slots=True)
class ListFigures:
    """How a card places one list.

    Attributes:
        name: Which list.
        n: Accounts, or rows of the market.
        tiers: How many are in each tier, the best first: number by name of the tier.
        top: Share in the two best tiers, with its interval; `None` of an empty list.
    """

    name: BacktestList
    n: int
    tiers: tuple[tuple[str, int], ...]
    top: ProofFigure | None


@dataclass(frozen=True, slots=True)
class ListBacktest:
    """The back-test on lists: no account is placed by a card that learnt from it.

    Attributes:
        best_by: What makes customers the best: `mutual_value`, `value` or `retention`; `won` where nothing tells them
            apart, so that all customers are one list.
        lists: The lists.
        wanted: Share of the best customers that is to be in the two best tiers.
        is_unseen: Whether these are the accounts held back, placed by the card that was proved on them; otherwise all
            accounts, each placed by a card that learnt from the others and knows no type of client.
        missing: Why it says nothing of the best customers; `None` where it does.
    """

    best_by: str
    lists: tuple[ListFigures, ...]
    wanted: float
    is_unseen: bool
    missing: NotTested | None = None

    @property
    def best(self) -> ListFigures | None:
        """The best customers."""
        return next((one for one in self.lists if one.name is BacktestList.BEST), None)

    @property
    def kept(self) -> bool | None:
        """Whether as many of the best customers as wanted are in the two best tiers; `None` where not known."""
        best = self.best
        if self.missing is not None or best is None or best.top is None:
            return None
        return best.top.estimate >= self.wanted


@dataclass(frozen=True, slots=True)
class PastBacktest:
    """The back-test in time: a card learnt from what was known on a day, and what happened since.

    Attributes:
        days: How many days before the last known outcome that day lies.
        day: ISO date of the day; empty where deals have no days.
        until: ISO date up to which outcomes are known.
        n_learnt: Deals that the card of that day learnt from.
        n_open: Deals that were open on the day.
        n_came: Deals that were opened since.
        n_ended: Of both together, those that have ended by now; the others are open still, or their end is not known.
        n_won: Won deals among these.
        auc: Area under the ROC curve, with its interval; `None` where it is not known.
        tiers: The tiers, by the chances of that day; none where it is not known.
        missing: Why it says nothing; `None` where it does.
    """

    days: int
    day: str = ""
    until: str = ""
    n_learnt: int = 0
    n_open: int = 0
    n_came: int = 0
    n_ended: int = 0
    n_won: int = 0
    auc: ProofFigure | None = None
    tiers: tuple[TierFigures, ...] = ()
    missing: NotTested | None = None


@dataclass(frozen=True, slots=True)
class Backtests:
    """Both back-tests, and the card beside other methods.

    Attributes:
        lists: That on lists.
        past: That in time.
        peers: Figures of the card, then of other methods, on the deals held back; none where none are.
        absent: Methods that could not be tried, as their library is not installed.
    """

    lists: ListBacktest
    past: PastBacktest
    peers: tuple[ModelFigures, ...] = ()
    absent: tuple[str, ...] = ()
