"""What the command about the profile answers: the profile, whether it is a new version, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.evidence import Estimate
from whofor.model.profile import Icp, IdealCustomerProfile
from whofor.model.profile_changes import VersionComparison
from whofor.model.segment import Condition

__all__ = ["IcpMove", "IcpMoved", "ProfileAnswer", "ProfileNote", "ProfileStanding", "QuarterRate", "TypeQuarters"]


class IcpMove(StrEnum):
    """What became of a type of client from one version of the profile to another."""

    ADDED = "added"
    DROPPED = "dropped"
    REDEFINED = "redefined"
    VERDICT = "verdict"
    EDITED = "edited"


class ProfileNote(StrEnum):
    """What is odd of a profile, and to be said of it."""

    TOO_BROAD = "too_broad"
    TOO_NARROW = "too_narrow"
    UNKNOWN_KEY = "unknown_key"
    NOT_READ = "not_read"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class IcpMoved:
    """A type of client that is not what it was in another version.

    Attributes:
        move: What became of it.
        icp: The type as it is now; as it was, where it is dropped.
        before: The type as it was; `None` where it was not there.
        negative: Whether it is one not to go after.
    """

    move: IcpMove
    icp: Icp
    before: Icp | None = None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    """The profile, and what is new of it.

    Attributes:
        profile: The profile; with the figures of the latest run where no new version was made.
        is_new: Whether this command made the version.
        path: Path of its file.
        before: Number of the version that it is compared with; `None` where there is none.
        before_made: ISO date on which that one was made.
        moved: The types of client that are not what they were.
        notes: What is odd of it, each with what it is about.
        versions: Numbers of all versions that are kept.
        names: What each type of client is called, by its id and by language.
        conditions: Conditions that facts of the profile are, by their text.
        deals_called: What the CRM calls a deal.
        comparison: Why the overall rate changed since a version; `None` where too few deals came since.
        compared: Number of that version.
        editable: Path of the file that people may edit.
    """

    profile: IdealCustomerProfile
    is_new: bool
    path: str
    before: int | None = None
    before_made: str = ""
    moved: tuple[IcpMoved, ...] = ()
    notes: tuple[tuple[ProfileNote, str], ...] = ()
    versions: tuple[int, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    conditions: Mapping[str, Condition] = field(default_factory=dict[str, Condition])
    deals_called: str = "deal"
    comparison: VersionComparison | None = None
    compared: int | None = None
    editable: str = ""

    def name_of(self, icp: Icp, language: str) -> str:
        """Return what a type of client is called in a language."""
        return self.names.get(icp.id, {}).get(language) or icp.name


@dataclass(frozen=True, slots=True)
class QuarterRate:
    """What became of the deals of one quarter.

    Attributes:
        quarter: The quarter in which they were opened, as `2026-Q1`.
        figure: Their rate, or mean.
        n_searched: How many of these deals the search had seen: accounts that have older deals stay together with them.
    """

    quarter: str
    figure: Estimate
    n_searched: int


@dataclass(frozen=True, slots=True)
class TypeQuarters:
    """A type of client quarter by quarter, against its promise.

    Attributes:
        id: Id of the type.
        names: What it is called, by language.
        promised: What the profile promises.
        quarters: The last quarters, oldest first.
    """

    id: str
    names: Mapping[str, str]
    promised: Estimate
    quarters: tuple[QuarterRate, ...]


@dataclass(frozen=True, slots=True)
class ProfileStanding:
    """How the profile stands, for the page of a run.

    Attributes:
        version: Number of its version.
        made: ISO date on which that was made.
        run: Id of the run that it was last set against.
        moved: What became of types of client with this version, by what and name, by language.
        types: Its types of client, quarter by quarter.
        provisional: Whether nothing of it was confirmed.
        part: The product, or other part of the deals, that it is about; empty for all.
    """

    version: int
    made: str
    run: str
    moved: tuple[tuple[IcpMove, Mapping[str, str]], ...] = ()
    types: tuple[TypeQuarters, ...] = ()
    provisional: bool = False
    part: str = ""
