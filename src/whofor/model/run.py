"""Description of a run, so that it can be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.measure import Measure
from whofor.model.parts import RunPart

__all__ = ["ChannelSearch", "RunInfo", "SplitKind", "SplitReason", "TimeKind"]


class SplitKind(StrEnum):
    """Choice of the held-back deals: the newest, the last in the order of the file, at random, or none."""

    NEWEST = "newest"
    LAST = "last"
    RANDOM = "random"
    NONE = "none"


class TimeKind(StrEnum):
    """What serves as time: the days of opening, the order of the keys, the order of the rows, or nothing."""

    DAYS = "days"
    KEYS = "keys"
    ROWS = "rows"
    NONE = "none"


class SplitReason(StrEnum):
    """Why it is not the newest deals, or the last in an order, that are held back.

    There is no order in time; the newest deals cannot be held back, as many share a day or too few of them ended with
    either outcome; or clients must be followed for longer than the newest were.
    """

    NO_ORDER = "no_order"
    NEWEST_UNUSABLE = "newest_unusable"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class ChannelSearch:
    """How channels were searched: facts that are seen only when people come, by the same rules as types of client.

    Attributes:
        facts: Labels of the facts.
        family_size: Number of combinations that were looked at.
        alpha_by_depth: The error rate spent on one, two, three conditions; 5 % with that of the types of client.
        critical_by_depth: The corrected threshold of |z| per depth, on the search rows.
    """

    facts: tuple[str, ...]
    family_size: int
    alpha_by_depth: tuple[float, ...]
    critical_by_depth: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Description of a run, so that it can be repeated to the same bytes.

    Attributes:
        id: Content address of the run: hash of data, version, seed and options.
        seed: Seed of every random draw.
        data_hash: SHA-256 of the imported tables.
        version: Version of whofor.
        rows: Deals analysed (search + confirm).
        rows_search: Deals the search saw.
        rows_confirm: Deals held back.
        outcome: Name of the outcome (`won`).
        baseline: Overall rate or mean over all analysed rows.
        spread: Standard deviation of the outcome over all analysed rows, as the search sees it.
        measure: What the outcome is and how its figures are formatted.
        family_size: Number of combinations the correction covers.
        permutations: Number of permutations.
        alpha_by_depth: The error rate spent on one, two, three conditions; 5 % with what is spent on channels.
        critical_by_depth: The corrected threshold of |z| per depth, on the search rows.
        strata: Labels of the confounders within whose strata outcomes were permuted.
        time: What served as time.
        split: `newest` where the newest deals were held back, `last` where the last in the order of the file,
            `random` where they were drawn, `none` where none were.
        split_date: ISO date from which deals were held back, or accounts whose first deal was opened then or later;
            empty unless `newest`.
        split_why: Why those held back are not the newest, or the last; `None` where they are, or for too few deals.
        draws: Random draws of the held-back deals that the answer comes from; 1 where they are not drawn.
        n_read: Deals read, whether they could be analysed or not.
        n_dated: Those among them whose day of opening is known.
        first_opened: ISO date of the first deal analysed, empty where unknown.
        last_opened: ISO date of the last deal analysed.
        as_of: ISO date up to which outcomes are known.
        n_won: Won deals among `rows`.
        accounts_search: Accounts that the search saw, where accounts have several deals; else `None`.
        accounts_confirm: Accounts held back, all of their deals with them.
        command: The command line that repeats the run.
        options: All options in force.
        channel_search: How channels were searched; `None` where no fact says how people came.
        part: The part of the deals that the run is about, as one product; `None` for all of them.
    """

    id: str
    seed: int
    data_hash: str
    version: str
    rows: int
    rows_search: int
    rows_confirm: int
    outcome: str
    baseline: float
    family_size: int
    permutations: int
    alpha_by_depth: tuple[float, ...] = ()
    critical_by_depth: tuple[float | None, ...] = ()
    strata: tuple[str, ...] = ()
    time: TimeKind = TimeKind.DAYS
    split: SplitKind = SplitKind.NEWEST
    split_date: str = ""
    split_why: SplitReason | None = None
    draws: int = 1
    first_opened: str = ""
    last_opened: str = ""
    as_of: str = ""
    n_won: int = 0
    n_read: int = 0
    n_dated: int = 0
    accounts_search: int | None = None
    accounts_confirm: int | None = None
    spread: float = 0.0
    measure: Measure = field(default_factory=Measure)
    command: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    channel_search: ChannelSearch | None = None
    part: RunPart | None = None
