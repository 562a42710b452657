"""What a look at the profile says: whether its types of client keep their promise, and whether a person is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.profile import Coverage
from whofor.model.profile_changes import IcpLook, MixLook, VersionComparison

__all__ = ["WatchAlarm", "WatchNote", "WatchReport", "WatchedType"]


class WatchAlarm(StrEnum):
    """Why a person is needed."""

    MOVED = "moved"
    NOT_CONFIRMED = "not_confirmed"
    RECORDING = "recording"
    TOO_BROAD = "too_broad"
    PLAN_OVER = "plan_over"
    NOT_READ = "not_read"
    NO_DAYS = "no_days"


class WatchNote(StrEnum):
    """What else is to be said of a look."""

    FEWER_DEALS = "fewer_deals"
    NEW_TYPE = "new_type"
    DOUBTFUL = "doubtful"
    WON_ONLY = "won_only"


@dataclass(frozen=True, slots=True)
class WatchedType:
    """One type of client at a look.

    Attributes:
        name: Its name in the profile.
        names: What it is called by language, where people did not name it.
        look: Its deals since, against its promise.
        confirmed: Whether its deals that no search had seen, those since among them, still do better than the others;
            `None` where that is not known.
        p: p-value of that, of one side; `None` where it is not known.
        moved_on: ISO date of the look at this version that first found it to have moved; empty where none did. What was
            found stays found until a new version is made.
    """

    name: str
    look: IcpLook
    confirmed: bool | None = None
    p: float | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    moved_on: str = ""

    def name_in(self, language: str) -> str:
        """Return what it is called in a language."""
        return self.names.get(language) or self.name


@dataclass(frozen=True, slots=True)
class WatchReport:
    """One look at a profile.

    Attributes:
        version: Number of its version.
        profile: Id of the version.
        day: ISO date of the look.
        as_of: ISO date up to which outcomes are known.
        data_hash: SHA-256 of the imported tables.
        run: Id of the run that was made of them.
        number: Number of the look since the version was made.
        planned: Looks that are planned.
        n_since: Deals opened since the version was made.
        types: Its types of client.
        mix: Who is met, by attribute.
        comparison: Why the overall rate changed; `None` where too few deals are old enough.
        coverage: How much of all accounts and of the pipeline it covers now.
        alarms: Why a person is needed, each with what it is about; empty where nobody is.
        notes: What else is to be said.
        labels: Names for people of the attributes of the mix.
    """

    version: int
    profile: str
    day: str
    as_of: str
    data_hash: str
    run: str
    number: int
    planned: int
    n_since: int
    types: tuple[WatchedType, ...]
    mix: tuple[MixLook, ...] = ()
    comparison: VersionComparison | None = None
    coverage: tuple[Coverage, ...] = ()
    alarms: tuple[tuple[WatchAlarm, str], ...] = ()
    notes: tuple[tuple[WatchNote, str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look at it."""
        return bool(self.alarms)
