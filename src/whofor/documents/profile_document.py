"""The profile as `profile.toml`, one fact a line, and the way back from it; and as a JSON document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from whofor.documents.toml_reading import TomlKind, TomlReader
from whofor.documents.toml_text import toml_text
from whofor.documents.values import Document, DocumentPath, fields_of, plain
from whofor.errors import Problem, WorkspaceError
from whofor.model.profile import (
    SLOTS,
    Icp,
    IcpVerdict,
    IdealCustomerProfile,
    KnownBy,
    ProfileFact,
)
from whofor.model.profile_answer import ProfileAnswer
from whofor.text import did_you_mean, near_names

__all__ = ["FORMAT", "ProfileText", "answer_document", "profile_document", "profile_id", "profile_text", "read_profile"]

FORMAT = 1
_HEAD = """\
# The Ideal Customer Profile. Each line is one fact. You may edit `name` and `define`, add a type of client, and add
# facts of your own under `slots` (`x_champion = "the CFO"`); then run `whofor profile`.
"""
_UNKNOWN = "unknown"
_INLINE = ("evidence", "coverage")
_FACTS = ("situation", "committee", "personas", "channels", "contrast")
_TYPES = ("icp", "negative")
_KIND = TomlKind(
    cannot="The profile cannot be read",
    cannot_why="The profile cannot be read: {error}",
    newer="This profile was written by a newer whofor",
    format=FORMAT,
    todo="Correct it, or restore a version with `whofor profile --restore N`.",
)


@dataclass(frozen=True, slots=True)
class ProfileText:
    """A profile as it was read, with what was odd of it.

    Attributes:
        profile: The profile.
        unknown: Keys that this version does not know, each with its place; they are kept.
    """

    profile: IdealCustomerProfile
    unknown: tuple[str, ...] = ()


def profile_document(profile: IdealCustomerProfile) -> Document:
    """Return a profile as a JSON-ready document, keys as in the file."""
    return {"format": FORMAT, "id": profile_id(profile), **_written(profile)}


def answer_document(answer: ProfileAnswer) -> Document:
    """Return the answer of the command about the profile as a JSON-ready document."""
    head = {"format": FORMAT, "is_new": answer.is_new}
    files = {"path": answer.path, "editable": answer.editable, "versions": list(answer.versions)}
    compared = {"before": answer.before, "before_made": answer.before_made, "compared": answer.compared}
    compared["comparison"] = None if answer.comparison is None else plain(answer.comparison)
    moved = [
        {"move": m.move.value, "id": m.icp.id, "negative": m.negative, "define": list(m.icp.define),
         "define_before": None if m.before is None else list(m.before.define)}
        for m in answer.moved
    ]  # fmt: skip
    notes = [{"note": note.value, "about": about} for note, about in answer.notes]
    return {**head, **files, **compared, "moved": moved, "notes": notes, "profile": profile_document(answer.profile)}


def profile_text(profile: IdealCustomerProfile) -> str:
    """Return a profile as the text of its file; equal profiles have equal texts, and reading it gives the profile.

    Figures have six significant digits, as in the results of runs.
    """
    values = _written(profile)
    values["made"] = _as_day(profile.made)
    return f"{_HEAD}\n" + toml_text({"format": FORMAT, "id": profile_id(profile), **values}, _INLINE)


def profile_id(profile: IdealCustomerProfile) -> str:
    """Return the hash of all that a profile says."""
    return hashlib.sha256(toml_text({"format": FORMAT, **_written(profile)}, _INLINE).encode()).hexdigest()[:16]


def _as_day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _written(profile: IdealCustomerProfile) -> Document:
    values = {k: v for k, v in fields_of(profile).items() if k not in ("icps", "negative", "declared", "other")}
    values["coverage"] = {c.what: _short(c, "what") for c in profile.coverage}
    values["ranking"] = [_short(gap) for gap in profile.ranking]
    values["watch"] = plain(profile.watch)
    values |= profile.other
    values["declared"] = {d.name: _short(d, "name") for d in profile.declared}
    values["icp"] = {icp.id: _type_written(icp) for icp in profile.icps}
    values["negative"] = {icp.id: _type_written(icp) for icp in profile.negative}
    return _without_empty(values, keep=("version", "made", "run", "icp"))


def _type_written(icp: Icp) -> Document:
    facts = {name: [_short(fact) for fact in getattr(icp, name)] for name in _FACTS}
    head = {"name": icp.name, "verdict": icp.verdict.value, "define": list(icp.define)}
    head |= {"finding": icp.finding, "declared": icp.declared, "also": list(icp.also)}
    slots: Document = {name: _slot(icp.slots.get(name, ())) for name in (*SLOTS, *sorted({*icp.slots} - {*SLOTS}))}
    evidence = {name: _short(figure) for name, figure in icp.evidence.items()}
    return _without_empty({**head, **facts, **icp.other, "evidence": evidence, "slots": slots}, keep=("name", "define"))


def _slot(facts: Sequence[ProfileFact]) -> object:
    """Return what is known under one head: what one wrote oneself as it was written."""
    if not facts:
        return _UNKNOWN
    own = [fact.what for fact in facts if fact == ProfileFact(fact.what, KnownBy.OWN)]
    return own if len(own) == len(facts) else [_short(fact) for fact in facts]


def _short(value: Any, *without: str) -> Document:  # noqa: ANN401 - any frozen value
    """Return the fields of a value that say something, numbers with six significant digits."""
    found = {name: _rounded(held) for name, held in fields_of(value).items() if name not in without}
    return _without_empty(found)


def _rounded(value: object) -> object:
    if isinstance(value, tuple):
        return [_rounded(item) for item in cast("tuple[object, ...]", value)]
    return _short(value) if hasattr(value, "__dataclass_fields__") else plain(value)


def _without_empty(values: Mapping[str, object], keep: Sequence[str] = ()) -> Document:
    return {k: v for k, v in values.items() if k in keep or v not in (None, "", [], {})}


def read_profile(text: str, place: str) -> ProfileText:
    """Return the profile that a file holds.

    Args:
        text: The file.
        place: Its path, for messages.

    Raises:
        WorkspaceError: It is no TOML, of a newer version, or holds what is no profile; each with its line.
    """
    reader = _ProfileReader(_KIND, text, place)
    profile = reader.profile(reader.values)
    reader.refuse_faults()
    if profile is None:
        raise WorkspaceError(Problem(_KIND.cannot, place, todo=_KIND.todo))
    return ProfileText(profile, tuple(reader.unknown))


class _ProfileReader(TomlReader):
    """Reads the tables of a profile."""

    def profile(self, values: Document) -> IdealCustomerProfile | None:
        """Return the profile of the values of a file."""
        known = {*IdealCustomerProfile.__dataclass_fields__, "icp", "id"} - {"icps", "other"}
        other = self.others(values, known, ())
        types = {kind: self._types(values.pop(kind, {}), kind) for kind in _TYPES}
        values.pop("id", None)
        values["made"] = _plain_day(values.get("made", ""))
        values["declared"] = self._declared(values.get("declared", {}))
        values["coverage"] = [{"what": k, **v} for k, v in self._tables(values.get("coverage", {}), ("coverage",))]
        for name in ("run", "data_hash", "program"):
            values.setdefault(name, "")
        values.setdefault("version", 1)
        values = {k: v for k, v in values.items() if k not in other}
        found = self.read(IdealCustomerProfile, values, ())
        return None if found is None else replace(found, icps=types["icp"], negative=types["negative"], other=other)

    def _declared(self, found: object) -> list[Document]:
        """Return the declared profiles; one that is written under `[declared]` itself has no name."""
        tables = cast("Document", found) if isinstance(found, Mapping) else {"": found}
        if "define" in tables and not isinstance(tables["define"], Mapping):
            tables = {"declared": {**tables, "source": "file"}}
        return [{"source": "file", **v, "name": k} for k, v in self._tables(tables, ("declared",))]

    def _tables(self, found: object, path: DocumentPath) -> Iterable[tuple[str, Document]]:
        """Yield the tables of a table; anything else is a fault."""
        for name, table in self.pairs(found, path):
            if isinstance(table, Mapping):
                yield str(name), dict(cast("Document", table))
            else:
                self.fault("Here should be a table", (*path, name), table)

    def _types(self, found: object, kind: str) -> tuple[Icp, ...]:
        return tuple(
            icp for name, table in self._tables(found, (kind,)) if (icp := self._type(name, table, (kind, name)))
        )

    def _type(self, name: str, values: Document, path: DocumentPath) -> Icp | None:
        known = {*Icp.__dataclass_fields__} - {"id", "other"}
        other = self.others(values, known, path)
        values = {k: v for k, v in values.items() if k not in other}
        values.setdefault("name", name)
        values["declared"] = _plain_day(values.get("declared", ""))
        values.setdefault("verdict", IcpVerdict.DECLARED.value)
        if isinstance(values.get("define"), str):
            values["define"] = [values["define"]]
        if "define" not in values or values["define"] == []:
            todo = 'Write for instance: define = ["industry = fintech", "employees 51..200"]'
            self.faults.append(Problem("A type of client needs its conditions", self.where(path), "define", todo))
            return None
        slots = dict(self.pairs(values.get("slots", {}), (*path, "slots")))
        told = {k: [] if v == _UNKNOWN else self._slot(k, v, (*path, "slots", k)) for k, v in slots.items()}
        values["slots"] = {name: told.get(name, []) for name in (*SLOTS, *sorted({*told} - {*SLOTS}))}
        found = self.read(Icp, {**values, "id": name}, path)
        return None if found is None else replace(found, other=other)

    def _slot(self, name: str, found: object, path: DocumentPath) -> object:
        if name not in SLOTS and not name.startswith("x_"):
            near = near_names(name, SLOTS)
            todo = did_you_mean(name, SLOTS) if near else "Facts of your own begin with x_."
            self.faults.append(Problem("There is no such slot", self.where(path), name, todo))
        items = cast("list[object]", found) if isinstance(found, list) else [found]
        return [
            {"what": str(item), "known": "own"} if isinstance(item, str | int | float | date) else item
            for item in items
        ]


def _plain_day(value: object) -> object:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
