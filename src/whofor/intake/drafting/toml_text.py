"""Writes a draft as the text of a mapping file: short, commented, the same bytes for the same draft."""

from __future__ import annotations

import json
import re
import textwrap

from whofor.intake.drafting.draft import DraftedMapping
from whofor.intake.drafting.mapping_lines import Line, TableDraft, Value
from whofor.schema.columns import TableName

__all__ = ["mapping_text"]

_WIDTH = 112
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_LIST = 60


def mapping_text(draft: DraftedMapping) -> str:
    """Return the text of the mapping file.

    Every guess carries its reason and how sure it is; alternatives follow as comments.
    """
    parts = [_head(draft), _files(draft)]
    parts += [_table(table) for table in draft.tables]
    return "\n".join(parts).rstrip() + "\n"


def _head(draft: DraftedMapping) -> str:
    doubts = sum(line.sure == "unsure" for table in draft.tables for line in (*table.columns, *table.extras))
    text = (
        "Drafted by whofor from the headers and values of the files. Each line says why, and whether that is sure, "
        "likely or unsure. Read [deals.outcome] first, then the lines marked unsure"
        f"{f' ({doubts} of them)' if doubts else ''}; a # before a line leaves it out. Roles: definition = known "
        "before the sale, may define a type of client; channel = seen only when people come (page, form, device), "
        "never a type of client; confounder = how and by whom it was sold; validation = learnt later; "
        "leak = knows the outcome."
    )
    return "\n".join([*_comment(text), f"name = {_text(draft.name)}", ""])


def _files(draft: DraftedMapping) -> str:
    lines = ["[files]"]
    for alias, names in draft.files.items():
        lines.append(
            f"{_key(alias)} = {_value(_pattern(names[0]) if len(names) == 1 else tuple(map(_pattern, names)))}"
        )
    for name, why in draft.unused:
        lines += _comment(f"Not used: {name}: {why}.")
    return "\n".join([*lines, ""])


def _pattern(name: str) -> str:
    """Return a file name as a pattern that matches nothing else."""
    return re.sub(r"([\[*?])", r"[\1]", name)


def _table(table: TableDraft) -> str:
    name = table.table
    one = "[[" if name in (TableName.INTERACTIONS, TableName.OUTCOMES) else "["
    lines = [f"{one}{name}{']]' if one == '[[' else ']'}", *_comment(f"{table.rows:,} rows.")]
    for note in table.notes:
        lines += _comment(note)
    lines.append(f"file = {_text(table.alias)}")
    for line in (table.key, *table.head):
        if line is not None:
            lines += _line(line)
    lines.append("")
    for join in table.joins:
        lines += [f"[[{name}.join]]", *_comment(f"{join.why}."), f"file = {_text(join.alias)}"]
        lines += [f"on = {_text(join.on)}", f"key = {_text(join.key)}", ""]
    for link in table.links:
        lines += [f"[[{name}.link]]", *_comment(f"{link.why}."), f"to = {_text(link.to)}", f"by = {_text(link.by)}"]
        lines += [f"column = {_text(link.column)}", ""]
    lines += _section(f"[{name}.columns]", table.columns)
    if table.outcome:
        lines.append(f"[{name}.outcome]")
        for note in table.outcome_notes:
            lines += _comment(note)
        for line in table.outcome:
            lines += _line(line)
        lines.append("")
    lines += _section(f"[{name}.extra]", table.extras)
    if table.left_out:
        lines += _left_out(table)
    return "\n".join(lines)


def _section(head: str, entries: list[Line]) -> list[str]:
    if not entries:
        return []
    lines = [head]
    for entry in entries:
        lines += _line(entry)
    return [*lines, ""]


def _left_out(table: TableDraft) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for header, why in table.left_out:
        by_reason.setdefault(why, []).append(header)
    lines: list[str] = []
    for why, headers in by_reason.items():
        shown = ", ".join(headers[:_LONGEST_LIST])
        more = f" and {len(headers) - _LONGEST_LIST} more" if len(headers) > _LONGEST_LIST else ""
        lines += _comment(f"Left out ({why}): {shown}{more}")
    return [*lines, ""]


def _line(line: Line) -> list[str]:
    commented = line.key.startswith("# ")
    key = f"# {_key(line.key[2:])}" if commented else _key(line.key)
    reason = ": ".join(part for part in (line.sure, line.why) if part)
    text = f"{key} = {_value(line.value)}"
    lines = [text]
    if reason:
        together = f"{text}  # {_plain(reason)}"
        lines = [together] if len(together) <= _WIDTH + 8 else [*_comment(reason), text]
    return [*lines, *(f"# {key} = {_text(other)}  # or this" for other in line.others)]


def _comment(text: str) -> list[str]:
    return [f"# {part}" for part in textwrap.wrap(_plain(text), _WIDTH, break_long_words=False, break_on_hyphens=False)]


def _plain(text: str) -> str:
    """Return the text as it may be in a comment: on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """Return a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return _text(value[0]) if len(value) == 1 else f"[{', '.join(map(_text, value))}]"
    return f"{{ {', '.join(f'{_key(key)} = {_value(item)}' for key, item in value.items())} }}"
