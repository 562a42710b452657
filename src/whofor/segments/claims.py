"""Parser of declared claims: `sector = fintech and employees 51..200`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from whofor.arrays import is_known
from whofor.errors import Problem, Sentence, UsageError
from whofor.lexicon.booleans import parse_boolean
from whofor.lexicon.words import read_table, read_words, words_in
from whofor.model.parameters import Kind
from whofor.model.segment import MONTHS_BEFORE, Condition, Operator, Segment
from whofor.schema.rows import Attribute
from whofor.segments.conditions import counts_people
from whofor.text import either, near_names, split_list, words_of

__all__ = ["Resolver", "Shorthands", "parse_claim", "split_declared"]

Shorthands = Mapping[str, Callable[[str, Sequence[Attribute]], list[Condition]]]
"""Name, in small letters -> function that returns the conditions which a written value stands for."""
Resolver = Callable[[str], str | None]
"""Function that returns the canonical form of a written value (`FR` for `France`), or `None`."""

_NUMBER = re.compile(r"^(?P<digits>-?\d[\d\s_,]*(?:\.\d+)?)(?P<scale>[kKmM]?)\+?$")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SHIELD = 0xF0000
"""First character of a private area of Unicode: characters in quotation marks are kept there from being read as words
or signs of the claim."""

_DECLARED = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*:\s*")
_NEGATION = ("!", "<>", "≠")
_COMPARISON = frozenset({">=", "≥", ">", "<=", "≤", "<"})
_EXAMPLE = "Write it as: sector = fintech and employees 51..200."


def split_declared(text: str) -> tuple[date | None, str]:
    """Return the day on which a claim was declared, where it stands before it, and the claim itself.

    Example:
        >>> split_declared("2026-03-12: sector = bank"), split_declared("sector = bank")
        ((datetime.date(2026, 3, 12), 'sector = bank'), (None, 'sector = bank'))
    """
    found = _DECLARED.match(text)
    if found is not None:
        with suppress(ValueError):
            return date.fromisoformat(found[1]), text[found.end() :]
    return None, text


def _plain(text: str) -> str:
    """Return the folded words of a text, without punctuation."""
    return " ".join(words_of(text))


def _shielded(text: str) -> str:
    """Return a text whose parts in quotation marks are one word each, whatever they hold."""

    def hidden(quoted: re.Match[str]) -> str:
        inner = re.sub(r"\\(.)", r"\1", quoted[1])
        return "".join(chr(_SHIELD + ord(c)) if ord(c) < 0xFFFE else c for c in inner)

    return _QUOTED.sub(hidden, text)


def _restored(text: str) -> str:
    """Return a text as it was in its quotation marks."""
    return "".join(chr(ord(c) - _SHIELD) if _SHIELD <= ord(c) < _SHIELD + 0xFFFE else c for c in text)


def _either(words: str) -> str:
    """Return the words of a list of `claims.toml`, as a regular expression."""
    return "|".join(map(re.escape, read_words("claims", words)))


@cache
def _joint() -> re.Pattern[str]:
    """Return the pattern of what joins two conditions."""
    return re.compile(rf"(\s+(?:{_either('and')})\s+|\s*&\s*)", re.IGNORECASE)


@cache
def _between_values() -> re.Pattern[str]:
    return re.compile(rf"\s*[|,]\s*|\s+(?:{_either('or')})\s+", re.IGNORECASE)


@cache
def _operator_and_value() -> re.Pattern[str]:
    sign = "==?|>=|<=|≥|≤|>|<|:"
    return re.compile(rf"^(?P<op>{sign}|(?:{_either('is')})\b)?\s*(?P<value>.+)$", re.IGNORECASE)


@cache
def _range() -> re.Pattern[str]:
    number = r"-?[\d.,\s]*\d[kKmM]?"
    between = rf"(?P<open>\.\.<)|\.\.|–|-|{_either('to')}"
    return re.compile(rf"^(?P<low>{number})\s*(?:{between})\s*(?P<high>{number})$", re.IGNORECASE)


@cache
def _unknown_value() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_either('unknown')})$", re.IGNORECASE)


@cache
def _head_end() -> re.Pattern[str]:
    """Return the pattern of what ends the name of a parameter."""
    return re.compile(rf"[!=≠<>≥≤:]|\b(?:{_either('is')})\b|\d", re.IGNORECASE)


def _names(attributes: Sequence[Attribute]) -> dict[str, Attribute]:
    names: dict[str, Attribute] = {}
    # A label is what people see; a canonical name is written by whofor, and never means another column's label.
    names |= {a.parameter.name: a for a in attributes}
    for a in attributes:
        for name in (a.parameter.name, a.parameter.bare_name, a.parameter.label):
            names.setdefault(_plain(name), a)
    aliases = read_table("whofor.lexicon", "claims.toml")["names"]
    for a in attributes:
        for alias in words_in(aliases.get(a.parameter.name, {})):
            names.setdefault(_plain(alias), a)
    return names


def _to_number(text: str) -> float | None:
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    digits = re.sub(r"[\s_,]", "", match["digits"])
    return float(digits) * {"": 1.0, "k": 1e3, "m": 1e6}[match["scale"].lower()]


def _match_parameter(text: str, names: Mapping[str, Attribute]) -> tuple[Attribute, str] | None:
    """Return the parameter a condition starts with (the longest name that fits) and what follows it."""
    words = text.strip().split()
    for count in range(min(len(words), 8), 0, -1):
        head = re.split(r"[!=≠<>≥≤:]", " ".join(words[:count]))[0]
        attribute = names.get(head) or names.get(_plain(_restored(head)))
        if attribute is not None and _plain(_restored(head)):
            position = text.find(head) + len(head)
            return attribute, text[position:].strip()
    return None


def _unknown(piece: str, names: Mapping[str, Attribute], barred: Mapping[str, str], claim: str) -> UsageError:
    """Return the error of a condition whose parameter cannot be claimed: why, and which can be."""
    head = _head_end().split(piece)[0].strip() or piece.strip()
    for name, why in barred.items():
        if _plain(name) == _plain(head):
            todo = "Claim what the client is: sector, size, country, tools."
            return UsageError(
                Problem(Sentence("a claim cannot rest on this: {why}", why=why), f"--claim {claim!r}", head, todo)
            )
    near = near_names(head, names)
    known = sorted({a.parameter.label for a in names.values()})
    todo = Sentence("It has: {names}.", names=", ".join(known[:15]))
    if near:
        todo = Sentence("Did you mean {names}?", names=either(near))
    return UsageError(Problem("Your export has no column for this", f"--claim {claim!r}", head, todo))


def _parts(
    text: str, names: Mapping[str, Attribute], barred: Mapping[str, str], claim: str
) -> list[tuple[Attribute, str]]:
    """Return the conditions of a claim; an `and` that no parameter follows belongs to the value before it."""
    parts: list[tuple[Attribute, str]] = []
    pieces = _joint().split(text.strip())
    for joint, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        if not piece.strip():
            continue
        match = _match_parameter(piece, names)
        if match is not None:
            parts.append(match)
        elif parts and not re.search(r"[=<>≥≤:]|\.\.", piece):
            parts[-1] = (parts[-1][0], parts[-1][1] + joint + piece)
        else:
            raise _unknown(piece, names, barred, claim)
    return parts


def _next_after(number: float, attribute: Attribute) -> float:
    """Return the least value above a number: the next whole one where the column holds whole numbers only."""
    p = attribute.parameter
    seen = attribute.values[is_known(attribute.values)]
    if p.kind is Kind.NUMBER and (counts_people(p.name, p.unit) or bool(np.all(seen == np.floor(seen)))):
        return math.floor(number) + 1.0
    return math.nextafter(number, math.inf)


def _numeric(base: Condition, attribute: Attribute, operator: str, value: str) -> Condition | None:
    span = _range().match(value.strip())
    if span is not None:
        low, high = _to_number(span["low"]), _to_number(span["high"])
        if low is not None and high is not None and low <= high:
            return replace(base, operator=Operator.BETWEEN, low=low, high=high, high_included=span["open"] is None)
    several = [_to_number(part) for part in value.split("|")]
    if len(several) > 1 and None not in several:
        return replace(
            base, operator=Operator.IN, values=tuple(f"{number:g}" for number in several if number is not None)
        )
    number = _to_number(value)
    if number is None:
        return None
    open_end = value.strip().endswith("+")
    if operator in (">=", "≥", ">") or open_end:
        return replace(
            base, operator=Operator.BETWEEN, low=_next_after(number, attribute) if operator == ">" else number
        )
    if operator in ("<=", "≤", "<"):
        return replace(base, operator=Operator.BETWEEN, high=number, high_included=operator != "<")
    return replace(base, operator=Operator.BETWEEN, low=number, high=number, high_included=True)


def _categorical(base: Condition, attribute: Attribute, value: str, resolve: Resolver | None, claim: str) -> Condition:
    present: dict[str, str] = {}
    exact: set[str] = set()
    for v in sorted({v for v in attribute.values.tolist() if v is not None}):
        for token in split_list(v) if attribute.parameter.kind is Kind.MULTI else (v,):
            present.setdefault(_plain(token), token.strip())
            exact.add(token.strip())
    unions: dict[str, str] = {_plain(n): n for names in attribute.unions.values() for n in names}
    wanted: list[str] = []
    bare = value.strip().strip("{}()")
    # Names such as "Agriculture, forestry and fishing" hold commas themselves.
    whole = _restored(bare) in exact or ("|" not in bare and _plain(_restored(bare)) in {*present, *unions})
    for written in [bare] if whole else _between_values().split(bare):
        if _restored(written) in exact:
            wanted.append(_restored(written))
            continue
        part = _restored(written).strip().strip("'\"")
        if _plain(part) in unions and _plain(part) not in present:
            name = unions[_plain(part)]
            members = sorted(v for v, wide in attribute.unions.items() if name in wide)
            return replace(base, operator=Operator.IN, values=tuple(members), name=name)
        resolved = resolve(part) if resolve is not None else None
        if attribute.parameter.kind is Kind.BOOLEAN and (said := parse_boolean(part)) is not None:
            resolved = "true" if said else "false"
        found = present.get(_plain(part)) or (resolved if resolved in present.values() else None)
        if found is None:
            choices = [*present, *unions]
            near = near_names(part, choices)
            shown = [present.get(n) or unions[n] for n in (near or choices[:10])]
            todo = Sentence("Values there: {names}?", names=", ".join(shown))
            if near:
                todo = Sentence("Did you mean: {names}?", names=", ".join(shown))
            place = f"--claim {claim!r}, parameter {attribute.parameter.label!r}"
            raise UsageError(Problem("a claim names a value that does not occur", place, part, todo))
        wanted.append(found)
    operator = Operator.IS if len(wanted) == 1 else Operator.IN
    if attribute.parameter.kind is Kind.MULTI:
        operator = Operator.INCLUDES
    return replace(base, operator=operator, values=tuple(wanted))


def _is_value(text: str, attribute: Attribute) -> bool:
    """Return whether a text is a value of a column, so that `unknown` may be a word of the export's own."""
    if attribute.values.dtype.kind == "f":
        return False
    several = attribute.parameter.kind is Kind.MULTI
    cells = {cell for cell in attribute.values.tolist() if cell is not None}
    return _plain(text) in {_plain(v) for cell in cells for v in (split_list(cell) if several else (cell,))}


def _operator(text: str, attribute: Attribute, rest: str) -> tuple[str, str]:
    """Return operator and value of a condition; refuse a negation or a comparison of categories."""
    place, label = f"--claim {text!r}", attribute.parameter.label
    if attribute.parameter.kind is Kind.BOOLEAN and not rest:
        return "", "true"
    match = _operator_and_value().match(rest)
    if match is None or not rest.strip("=<>≥≤: "):
        raise UsageError(Problem("a claim's condition has no value", place, label, _EXAMPLE))
    if rest.startswith(_NEGATION):
        todo = "Name the values meant: a | b"
        raise UsageError(Problem("a claim says what the client is, not what it is not", place, rest, todo))
    operator = (match["op"] or "").lower()
    if operator in _COMPARISON and attribute.values.dtype.kind != "f":
        raise UsageError(
            Problem(
                Sentence("{label!r} has no order", label=label), place, rest, "Write = and a value, or several: a | b"
            )
        )
    return operator, match["value"].strip()


def _taken_out(text: str, attributes: Sequence[Attribute], shorthands: Shorthands) -> tuple[str, list[Condition]]:
    """Return a claim without its shorthands, and the conditions that these stand for."""
    pieces = _joint().split(text.strip())
    kept: list[str] = []
    found: list[Condition] = []
    for joint, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        head = re.split(r"[=:]", piece)[0]
        read = shorthands.get(_plain(head))
        if read is None:
            kept += [joint, piece] if kept else [piece]
        else:
            found += read(piece[len(head) :].strip("=: "), attributes)
    return "".join(kept), found


def parse_claim(
    claim: str,
    attributes: Sequence[Attribute],
    resolvers: Mapping[str, Resolver] | None = None,
    barred: Mapping[str, str] | None = None,
    shorthands: Shorthands | None = None,
) -> Segment:
    """Return the segment of a claim such as `sector = fintech and employees 51..200`.

    Conditions are joined by `and`; each is a parameter (its name, its label in the export, or a common word such
    as `sector` or `size`), an optional operator (`=`, `in`, `includes`, `>=`, `<=`) and a value, a range `51..200`, or
    several values `a | b`; `51..<200` leaves out its end. A dated fact takes months before the opening:
    `last funding date <= 6`. A yes/no alone is yes: `situation raised`. What is in double quotation marks is a name or
    a value as it stands: `sector = "Search, or ads"`. `sector = unknown` means those of whom it is not recorded.

    Args:
        claim: The claim.
        attributes: The definition parameters that can be named.
        resolvers: Per parameter name, how a written value becomes the canonical one.
        barred: Names that are known but cannot be claimed, and why.
        shorthands: Names, in small letters, that stand for several conditions.

    Raises:
        UsageError: A parameter or a value is not there; the message has near names.
    """
    names, text = _names(attributes), _shielded(claim)
    own = {name: read for name, read in (shorthands or {}).items() if name not in names}
    left, conditions = _taken_out(text, attributes, own)
    for attribute, rest in _parts(left, names, barred or {}, claim):
        p = attribute.parameter
        operator, value = _operator(claim, attribute, rest)
        base = Condition(p.name, p.label, Operator.IS, unit=p.unit)
        if p.kind is Kind.DATE:
            base = replace(base, unit=MONTHS_BEFORE)
        if _unknown_value().match(value) and operator not in _COMPARISON and not _is_value(value, attribute):
            conditions.append(replace(base, operator=Operator.UNKNOWN))
        elif attribute.values.dtype.kind == "f":
            numeric = _numeric(base, attribute, operator, value)
            if numeric is None:
                todo = "Write a number or a range, low before high, such as 51..200 or >= 250."
                raise UsageError(
                    Problem(Sentence("{label!r} takes numbers", label=p.label), f"--claim {claim!r}", value, todo)
                )
            conditions.append(numeric)
        else:
            conditions.append(_categorical(base, attribute, value, (resolvers or {}).get(p.name), claim))
    if not conditions:
        raise UsageError(Problem("a claim is empty", "--claim", claim, _EXAMPLE))
    return Segment(tuple(conditions))
