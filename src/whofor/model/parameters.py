"""Meaning of a column for the analysis: its role, its kind, its unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "EXTRA_PREFIX",
    "OWN_PREFIX",
    "SEARCHED",
    "SIGNAL_PREFIX",
    "SITUATION_PREFIX",
    "SOFT_PREFIX",
    "AsOf",
    "Kind",
    "Parameter",
    "Role",
]

EXTRA_PREFIX = "x_"
"""First letters of the names of columns that an export has beyond the canonical ones."""
OWN_PREFIX = "own_"
"""First letters of the names of columns of deals that hold a fact of the account as the deal's own row says it."""
SIGNAL_PREFIX = "signal_"
"""First letters of the names of facts that are the day of the latest signal of a kind."""
SITUATION_PREFIX = "situation_"
"""First letters of the names of facts that say whether a situation held."""
SOFT_PREFIX = "soft_"
"""First letters of the names of columns of conversations that hold a soft fact, read by the user's own examples."""


class Role(StrEnum):
    """Use of a column in the analysis.

    Only a `DEFINITION` parameter, which can be searched before anybody is addressed, may become a condition of a type
    of client; a `CHANNEL` is seen only when people come (landing page, form, referrer, device) and is judged apart, by
    the same rules; a `VALIDATION` parameter is an outcome and never filters; a `CONFOUNDER` (lead source, salesperson,
    product) is a stratum and never a condition; a `LEAK` is written after the outcome is known and is barred;
    `DECLARED` is what the user believed before looking, such as a hand-set ideal-customer tier: compared with what is
    found, never a condition.
    """

    DEFINITION = "definition"
    CHANNEL = "channel"
    VALIDATION = "validation"
    IDENTITY = "identity"
    TIME = "time"
    CONFOUNDER = "confounder"
    LEAK = "leak"
    DECLARED = "declared"


SEARCHED = frozenset({Role.DEFINITION, Role.CHANNEL})
"""Roles of which conditions are made: of a type of client, or of a channel."""


class Kind(StrEnum):
    """How the values of a column are read."""

    CATEGORY = "category"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    MULTI = "multi"
    TEXT = "text"


class AsOf(StrEnum):
    """Whether a value is known to be that of the day the deal was opened."""

    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One column of a canonical table.

    Attributes:
        name: Canonical name, `snake_case`, unique over the deal rows (`employees`, `country`, `x_team_size`).
        label: Name shown to people: the user's own column name where there is one.
        role: What the column may be used for.
        kind: How its values are read.
        table: Canonical table that holds it (`accounts`, `deals`, ...).
        source: Where it came from, `file.csv: Column`; empty for derived columns.
        unit: Unit of a number (`people`, `EUR`, `days`), empty otherwise.
        as_of: Whether values are those of the day of opening.
        declared: Whether a mapping names the column; the others were taken along as the rest of the export, or are
            named by a guessed mapping only.
    """

    name: str
    label: str
    role: Role
    kind: Kind
    table: str = ""
    source: str = ""
    unit: str = ""
    as_of: AsOf = AsOf.UNKNOWN
    declared: bool = False

    @property
    def is_extra(self) -> bool:
        """Whether it is a column of the export's own, under no canonical name."""
        return self.name.startswith(EXTRA_PREFIX)

    @property
    def is_searched(self) -> bool:
        """Whether conditions are made of it: of a type of client, or of a channel."""
        return self.role in SEARCHED

    @property
    def bare_name(self) -> str:
        """Its name without the prefix of extra columns."""
        return self.name.removeprefix(EXTRA_PREFIX)
