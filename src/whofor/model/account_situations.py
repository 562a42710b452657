"""Situations of a list of accounts as of a day: what is going on where, since when, and by what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "NONE_COUNTED",
    "AccountInSituation",
    "AccountSituations",
    "AskedSituation",
    "Counted",
    "DatedEvidence",
    "NotKnown",
    "ReadSignals",
]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was left out.

    Attributes:
        rows: Number of rows.
        texts: Number of different texts.
        examples: Some of them.
    """

    rows: int = 0
    texts: int = 0
    examples: tuple[str, ...] = ()


NONE_COUNTED = Counted()
"""Nothing was left out."""


@dataclass(frozen=True, slots=True)
class ReadSignals:
    """What was read of a list of signals.

    Attributes:
        file: Its name.
        kinds: Kind of signal -> number of signals.
        column: Its column that names the account.
        by: Column of the list of accounts in which that was found.
        by_name: Whether the name of the file told the kind.
        unmatched: Names that no account of the list has.
        several: Names that several accounts have.
        without_day: Signals without a day that could be read.
        ambiguous: A date of which nothing shows whether day or month comes first, and how it was read; else empty.
    """

    file: str
    kinds: Mapping[str, int] = field(default_factory=dict[str, int])
    column: str = ""
    by: str = ""
    by_name: bool = False
    unmatched: Counted = NONE_COUNTED
    several: Counted = NONE_COUNTED
    without_day: Counted = NONE_COUNTED
    ambiguous: str = ""


@dataclass(frozen=True, slots=True)
class DatedEvidence:
    """A signal that made a situation hold.

    Attributes:
        kind: What happened.
        day: When, as YYYY-MM-DD.
        known_on: When it became public, where that was later; else empty.
        value: Its size; `None` where it has none.
        about: What else is known of it: `detail`, `role`, `text`, `source`, `tone` and columns of one's own.
    """

    kind: str
    day: str
    known_on: str = ""
    value: float | None = None
    about: Mapping[str, str | float] = field(default_factory=dict[str, str | float])


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why it is not known whether a situation holds.

    Attributes:
        because: A value of `whofor.situations.evidence.UnknownBecause`.
        about: The kind of signal or the fact that it is about.
        column: The column that is empty.
    """

    because: str
    about: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class AccountInSituation:
    """Whether a situation holds for an account.

    Attributes:
        account_key: Key of the account.
        account: Its name.
        situation: Name of the situation.
        holds: `True` where it holds, `None` where that is not known.
        since: Where it holds, the day on which the last of what it needs became known, as YYYY-MM-DD; empty where it
            rests on facts alone.
        signals: Where it holds, the signals that made it hold, the latest first.
        facts: Where it holds, the facts that made it hold.
        unknown: Where it is not known, why.
    """

    account_key: str
    account: str
    situation: str
    holds: bool | None
    since: str = ""
    signals: tuple[DatedEvidence, ...] = ()
    facts: Mapping[str, str | float] = field(default_factory=dict[str, str | float])
    unknown: tuple[NotKnown, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedSituation:
    """One situation, and for how many accounts it holds.

    Attributes:
        name: Name of its rule.
        label: What it is called, by language.
        why: Why it creates a need, by language.
        n_holds: Accounts for which it holds.
        n_not: Accounts for which it does not.
        n_unknown: Accounts of which it is not known.
        missing: Kinds of signals and facts that it asks for and no account has.
        unknown: Why it is not known of accounts of which it is not, the commonest reason first.
        is_own: Whether it is a rule of the user's own.
    """

    name: str
    label: Mapping[str, str]
    why: Mapping[str, str]
    n_holds: int
    n_not: int
    n_unknown: int
    missing: tuple[str, ...] = ()
    unknown: tuple[NotKnown, ...] = ()
    is_own: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it is known of any account."""
        return self.n_holds + self.n_not > 0

    def label_in(self, language: str) -> str:
        """Return what it is called in a language, else in English or any other, else its name in plain words."""
        return _in(self.label, language) or self.name.replace("_", " ").capitalize()

    def why_in(self, language: str) -> str:
        """Return why it creates a need, in a language, else in any other; empty where nobody says."""
        return _in(self.why, language)


@dataclass(frozen=True, slots=True)
class AccountSituations:
    """Situations of a list of accounts, as known on the day before a day.

    Attributes:
        day: That day, as YYYY-MM-DD.
        n_accounts: Number of accounts.
        situations: The situations, those that hold most often first.
        rows: For each account, those with most situations first, the situations that hold; then what is not known of
            accounts, of situations that are known of any. Of all accounts, or of the first ones, as was asked for.
        n_in_any: Accounts for which any situation holds.
        files: What was read of each list of signals.
        notes: What else is said of how the lists were read, as sentences of `whofor.errors`.
        warnings: What to beware of, as sentences.
        repeated: Accounts that the list has more than once, or without a key.
        key: Column of the list that tells accounts apart; empty for a workspace.
        days: First and last day of all signals, those after the day among them, as YYYY-MM-DD.
    """

    day: str
    n_accounts: int
    situations: tuple[AskedSituation, ...]
    rows: tuple[AccountInSituation, ...]
    n_in_any: int
    files: tuple[ReadSignals, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    repeated: Counted = NONE_COUNTED
    key: str = ""
    days: tuple[str, str] = ("", "")

    def __repr__(self) -> str:
        """Return the day, and how many accounts are in a situation."""
        held = sum(one.n_holds > 0 for one in self.situations)
        return f"as of {self.day}: {self.n_in_any:,} of {self.n_accounts:,} accounts in {held} situations"

    def situation(self, name: str) -> AskedSituation:
        """Return one of the situations.

        Raises:
            KeyError: There is none of that name.
        """
        found = {one.name: one for one in self.situations}
        return found[name]

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the rows, each as a dictionary: account, situation, answer, since when, evidence, why not known."""
        return [
            {
                "account_key": row.account_key,
                "account": row.account,
                "situation": row.situation,
                "holds": row.holds,
                "since": row.since or None,
                "signals": [_plain(signal) for signal in row.signals],
                "facts": dict(row.facts),
                "unknown": [{"because": w.because, "about": w.about, "column": w.column} for w in row.unknown],
            }
            for row in self.rows
        ]


def _plain(signal: DatedEvidence) -> dict[str, object]:
    known = {"known_on": signal.known_on or None, "value": signal.value}
    return {"kind": signal.kind, "day": signal.day, **known, **signal.about}


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
