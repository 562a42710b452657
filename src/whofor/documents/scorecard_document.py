"""The scorecard as `scorecard.toml`, one bin a line, and the way back from it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from whofor.documents.toml_reading import TomlKind, TomlReader
from whofor.documents.toml_text import toml_text
from whofor.documents.values import Document, DocumentPath, fields_of
from whofor.errors import Problem, Sentence, WorkspaceError
from whofor.model.scorecard import CardBlock, ScoreBin, Scorecard
from whofor.model.segment import Condition, Operator

__all__ = ["CARD_FORMAT", "ScorecardText", "name_of_bin", "read_scorecard", "scorecard_id", "scorecard_text"]

CARD_FORMAT = 1
_HEAD = """\
# The scorecard: the base plus one weight for each block is the log odds of winning. A row is in the first bin of a
# block whose conditions it meets. You may put a weight in the place of a learnt one; leave that one as it is:
#   "51..201" = {when = {employees = {from = 51.0, to = 201.0}}, weight = 0.42, edited = 0.6, by = "Ann", why = "..."}
"""
_INLINE = ("bins", "facts")
_KIND = TomlKind(
    cannot="The scorecard cannot be read",
    cannot_why="The scorecard cannot be read: {error}",
    newer="This scorecard was written by a newer whofor",
    format=CARD_FORMAT,
    todo="Correct it, or learn the scorecard again.",
)
_VALUES = {Operator.IS: "is", Operator.IN: "in", Operator.INCLUDES: "includes"}
_TEST_KEYS = {*_VALUES.values(), "from", "to", "through", "unknown", "name", "label", "unit"}


@dataclass(frozen=True, slots=True)
class ScorecardText:
    """A scorecard as it was read, with what was odd of it.

    Attributes:
        card: The scorecard.
        unknown: Keys that this version does not know, each with its place; they are kept.
    """

    card: Scorecard
    unknown: tuple[str, ...] = ()


def scorecard_text(card: Scorecard) -> str:
    """Return a scorecard as the text of its file; equal cards have equal texts, and reading it gives the card."""
    return f"{_HEAD}\n" + toml_text({"format": CARD_FORMAT, "id": scorecard_id(card), **_written(card)}, _INLINE)


def scorecard_id(card: Scorecard) -> str:
    """Return the hash of all that a scorecard says, edited weights included."""
    return hashlib.sha256(toml_text({"format": CARD_FORMAT, **_written(card)}, _INLINE).encode()).hexdigest()[:16]


def _written(card: Scorecard) -> Document:
    values = _told(
        card, without=("blocks", "recent", "tiers", "allowed_personal", "other"), keep=("outcome", "base", "n")
    )
    values |= card.other
    for name in ("recent", "tiers"):
        held = getattr(card, name)
        if held is not None:
            values[name] = {k: _plain(v) for k, v in fields_of(held).items()}
    if card.allowed_personal:
        values["allowed_personal"] = dict(card.allowed_personal)
    values["block"] = {block.id: _block_written(block) for block in card.blocks}
    return values


def _told(value: Any, *, without: Sequence[str], keep: Sequence[str]) -> Document:  # noqa: ANN401 - any frozen value
    """Return the fields of a value that say something else than their defaults."""
    kinds = type(value).__dataclass_fields__
    return {
        name: _plain(held)
        for name, held in fields_of(value).items()
        if name not in without and (name in keep or held != kinds[name].default)
    }


def _plain(value: object) -> object:
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value


def _block_written(block: CardBlock) -> Document:
    values = _told(block, without=("id", "bins", "other"), keep=("label", "kind", "attributes"))
    facts: dict[str, Document] = {}
    for condition in (c for b in block.bins for c in b.conditions):
        facts.setdefault(condition.parameter, {"label": condition.label, "unit": condition.unit})
    bins: dict[str, Document] = {}
    for one in block.bins:
        name = name_of_bin(one)
        number = 2
        while (key := name if number == 2 and name not in bins else f"{name} ({number})") in bins:
            number += 1
        bins[key] = _bin_written(one, facts)
    shown = {name: {k: v for k, v in fact.items() if v} for name, fact in facts.items()}
    return {**values, **block.other, "facts": shown, "bins": bins}


def _bin_written(one: ScoreBin, facts: Mapping[str, Document]) -> Document:
    when: dict[str, Any] = {}
    for condition in one.conditions:
        test = _test_written(condition, facts[condition.parameter])
        same = when.get(condition.parameter)
        when[condition.parameter] = test if same is None else [*(same if isinstance(same, list) else [same]), test]
    told = _told(one, without=("conditions", "other"), keep=("weight", "error", "n"))
    return {**({"when": when} if when else {}), **told, **one.other}


def _test_written(condition: Condition, fact: Document) -> Document:
    test: Document = {}
    if condition.operator is Operator.UNKNOWN:
        test["unknown"] = True
    elif condition.operator is Operator.BETWEEN:
        test["from"] = _as_written(condition.low)
        test["through" if condition.high_included else "to"] = _as_written(condition.high)
    else:
        alone = len(condition.values) == 1 and condition.operator is not Operator.IN
        test[_VALUES[condition.operator]] = condition.values[0] if alone else list(condition.values)
    test |= {k: v for k in ("label", "unit") if (v := getattr(condition, k)) != fact[k]}
    if condition.name:
        test["name"] = condition.name
    return {k: v for k, v in test.items() if v is not None}


def name_of_bin(one: ScoreBin) -> str:
    """Return a name of a bin for people: its values, `unknown`, or `others`.

    Example:
        >>> name_of_bin(ScoreBin((Condition("employees", "Employees", Operator.BETWEEN, low=51, high=201),)))
        '51..201'
    """
    return ", ".join(map(_short, one.conditions)) or "others"


def _short(condition: Condition) -> str:
    if condition.operator is Operator.UNKNOWN:
        return "unknown"
    if condition.operator is not Operator.BETWEEN:
        return condition.name or " or ".join(condition.values)
    low, high = ("" if end is None else f"{end:g}" for end in (condition.low, condition.high))
    return f"{low}..{high}"


def read_scorecard(text: str, place: str) -> ScorecardText:
    """Return the scorecard that a file holds.

    Args:
        text: The file.
        place: Its path, for messages.

    Raises:
        WorkspaceError: It is no TOML, of a newer version, or holds what is no scorecard; each with its line.
    """
    reader = _CardReader(_KIND, text, place)
    card = reader.card(reader.values)
    reader.refuse_faults()
    if card is None:
        raise WorkspaceError(Problem(_KIND.cannot, place, todo=_KIND.todo))
    return ScorecardText(card, tuple(reader.unknown))


class _CardReader(TomlReader):
    """Reads the tables of a scorecard."""

    def card(self, values: Document) -> Scorecard | None:
        """Return the scorecard of the values of a file."""
        values.pop("id", None)
        tables = self.pairs(values.pop("block", {}), ("block",))
        blocks = [self._block(name, table) for name, table in tables]
        known = {*Scorecard.__dataclass_fields__} - {"blocks", "other"}
        other = self.others(values, known, ())
        fields = {k: v for k, v in values.items() if k in known}
        found = self.read(Scorecard, {**fields, "blocks": []}, ())
        if found is None:
            return None
        self._finite([("base", found.base), ("base_error", found.base_error)], ())
        return replace(found, blocks=tuple(b for b in blocks if b is not None), other=other)

    def _block(self, name: str, found: object) -> CardBlock | None:
        path: DocumentPath = ("block", name)
        values = dict(self.pairs(found, path))
        facts = {k: dict(self.pairs(v, (*path, "facts", k))) for k, v in self.pairs(values.pop("facts", {}), path)}
        entries = self.pairs(values.pop("bins", {}), (*path, "bins"))
        bins = [self._bin(table, facts, (*path, "bins", key)) for key, table in entries]
        if not bins:
            todo = "Write for instance: others = {weight = 0.0, error = 0.0, n = 0}"
            self.faults.append(Problem("A block needs its bins", self.where(path), "bins", todo))
        known = {*CardBlock.__dataclass_fields__} - {"id", "bins", "other"}
        other = self.others(values, known, path)
        fields = {k: v for k, v in values.items() if k in known}
        read = self.read(CardBlock, {"label": name, **fields, "id": name, "bins": []}, path)
        return None if read is None else replace(read, bins=tuple(b for b in bins if b is not None), other=other)

    def _bin(self, found: object, facts: Mapping[str, Document], path: DocumentPath) -> ScoreBin | None:
        values = dict(self.pairs(found, path))
        when = self.pairs(values.pop("when", {}), (*path, "when"))
        tests = [(name, test) for name, held in when for test in (held if isinstance(held, list) else [held])]
        conditions = [self._test(name, test, facts.get(name, {}), (*path, "when", name)) for name, test in tests]
        known = {*ScoreBin.__dataclass_fields__} - {"conditions", "other"}
        other = self.others(values, known, path)
        fields = {k: v for k, v in values.items() if k in known}
        read = self.read(ScoreBin, {**fields, "conditions": []}, path)
        if read is None:
            return None
        self._finite([("weight", read.weight), ("error", read.error), ("edited", read.edited)], path)
        return replace(read, conditions=tuple(c for c in conditions if c is not None), other=other)

    def _test(self, parameter: str, found: object, fact: Document, path: DocumentPath) -> Condition | None:
        test = dict(self.pairs(found, path))
        odd = [k for k in test if k not in _TEST_KEYS]
        if odd:
            what = Sentence("A condition has no {name!r}", name=str(odd[0])[:80])
            self.faults.append(Problem(what, self.where(path), todo="It has from and to, is, in, includes or unknown."))
            return None
        values: Document = {"parameter": parameter, "label": test.get("label", fact.get("label", ""))}
        values |= {"unit": test.get("unit", fact.get("unit", "")), "name": test.get("name", "")}
        operator = next((o for o, key in _VALUES.items() if key in test), None)
        if test.get("unknown") is True:
            values["operator"] = Operator.UNKNOWN
        elif operator is not None:
            held = test[_VALUES[operator]]
            values |= {"operator": operator, "values": held if isinstance(held, list) else [held]}
        else:
            high = test.get("through", test.get("to"))
            values |= {"operator": Operator.BETWEEN, "low": test.get("from"), "high": high}
            values["high_included"] = "through" in test
        read = self.read(Condition, values, path)
        return None if read is None else replace(read, low=_as_written(read.low), high=_as_written(read.high))

    def _finite(self, numbers: Iterable[tuple[str, float | None]], path: DocumentPath) -> None:
        for name, number in numbers:
            if number is not None and not math.isfinite(number):
                todo = "Write for instance 0.6."
                self.faults.append(Problem("A weight is a finite number", self.where((*path, name)), str(number), todo))


def _as_written(end: float | None) -> float | None:
    """Return an end as a number with a decimal point, as it is written."""
    return None if end is None else float(end)
