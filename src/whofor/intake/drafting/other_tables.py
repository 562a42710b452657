"""Drafts the tables beside the deals: accounts, contacts, interactions, stages, later outcomes, costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whofor.intake.drafting.columns import CONCEPTS, Chosen, Option, assign, sureness
from whofor.intake.drafting.currency import currency_lines
from whofor.intake.drafting.deals_table import column_lines, refer
from whofor.intake.drafting.file_roles import FileRoles, moment_of
from whofor.intake.drafting.mapping_lines import Line, TableDraft, share_of
from whofor.intake.drafting.roles import names_only, treat
from whofor.intake.drafting.shapes import FileShape
from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.lexicon.talk_topics import talk_topic
from whofor.model import Kind, Role
from whofor.schema.columns import TableName

__all__ = ["other_tables"]

_ASKED_WHY = "its header speaks of what a person asked about or objected to"


def other_tables(roles: FileRoles) -> list[TableDraft]:
    """Return all tables but the deals."""
    tables: list[TableDraft] = []
    for name, part in roles.parts.items():
        if part != TableName.DEALS:
            tables.append(_table(roles, roles.files[name], part))
        if part == TableName.OUTCOMES:
            tables += _figures(tables[-1], roles.files[name])
    return [
        table
        for table in tables
        if table.table not in (TableName.INTERACTIONS, TableName.OUTCOMES, TableName.STAGES) or _refers(table)
    ]


def _refers(table: TableDraft) -> bool:
    return bool(table.links) or any(line.key.endswith("_key") for line in table.columns)


def _figures(table: TableDraft, file: FileShape) -> list[TableDraft]:
    """Return a further outcome for each numeric column whose header names a client outcome: a satisfaction score."""
    taken = {str(line.value) for line in table.columns}
    found: list[TableDraft] = []
    for header, column in file.columns.items():
        kind = kind_of_label(header)
        if header in taken or kind is None or column.kind is not Kind.NUMBER:
            continue
        lines = [line for line in table.columns if line.key not in ("kind", "value")]
        why = f"its header speaks of {kind.name.replace('_', ' ')}"
        lines.append(Line("kind", {"const": header}, "the header of its figures", "likely"))
        lines.append(Line("value", header, why, "likely"))
        table.left_out = [pair for pair in table.left_out if pair[0] != header]
        found.append(replace(table, columns=lines, left_out=[]))
    return found


def _table(roles: FileRoles, file: FileShape, part: str) -> TableDraft:
    table = TableDraft(part, roles.aliases[file.name], file.name, file.rows, files=[file.name])
    if part in (TableName.ACCOUNTS, TableName.CONTACTS):
        key = roles.keys[part]
        if key:
            table.key = Line("key", key, "other files refer to it", sureness(file.columns[key].different))
    elif part == TableName.INTERACTIONS:
        from_key = next((h for h, c in file.columns.items() if c.unique and c.fill > 0.98 and "id" in h.casefold()), "")
        if from_key:
            table.key = Line("key", from_key, "each value stands there once", "likely")
    used = refer(roles, table, file) if part != TableName.COSTS else []
    used += [str(table.key.value)] if table.key and part != TableName.ACCOUNTS else []
    chosen = _chosen(file, part, used)
    if part in (TableName.INTERACTIONS, TableName.OUTCOMES) and "kind" not in chosen:
        table.columns.append(Line("kind", {"const": roles.aliases[file.name]}, "the name of the file", "likely"))
    table.columns += column_lines(chosen, CONCEPTS[part])
    if part == TableName.COSTS:
        table.head += currency_lines(roles, chosen["amount"].option.shape if "amount" in chosen else None)
    if part == TableName.ACCOUNTS:
        _accounts(roles, table, file, chosen)
    else:
        rest = [h for h in file.columns if h not in used and h not in {one.option.ref for one in chosen.values()}]
        asked = [h for h in rest if part == TableName.INTERACTIONS and _is_asked(h, file)]
        table.extras += [Line(h, str(Role.VALIDATION), _ASKED_WHY, "likely") for h in asked]
        table.left_out += [(header, "nothing asks for it here") for header in rest if header not in asked]
    return table


def _is_asked(header: str, file: FileShape) -> bool:
    """Return whether a column of conversations says what a person asked about or objected to, in words that recur."""
    return bool(talk_topic(header)) and file.columns[header].kind in (Kind.CATEGORY, Kind.MULTI)


def _chosen(file: FileShape, part: str, used: list[str]) -> dict[str, Chosen]:
    options = [Option(header, column) for header, column in file.columns.items()]
    chosen = assign(options, CONCEPTS[part], used)
    if part in (TableName.INTERACTIONS, TableName.OUTCOMES, TableName.COSTS, TableName.STAGES) and "at" not in chosen:
        header = moment_of(file)
        if header and header not in {one.option.ref for one in chosen.values()}:
            chosen["at"] = Chosen(Option(header, file.columns[header]), 0.4, "the fullest date")
    return chosen


def _accounts(roles: FileRoles, table: TableDraft, file: FileShape, chosen: Mapping[str, Chosen]) -> None:
    """Add the parent of an account, and all its other columns."""
    key = roles.keys[TableName.ACCOUNTS]
    taken = {one.option.ref for one in chosen.values()} | {key}
    own = [one for one in roles.to(file.name, file.name) if one.pair.key == key and one.pair.header not in taken]
    if own:
        table.columns.append(Line("parent_key", own[0].pair.header, share_of(own[0]), "likely"))
    for header, column in file.columns.items():
        if header in taken:
            continue
        treatment = treat(column)
        if treatment.role is Role.DEFINITION:
            treatment = names_only(column) or treatment
        if treatment.role is None:
            table.left_out.append((header, treatment.why))
        else:
            table.extras.append(Line(header, str(treatment.role), treatment.why, sureness(treatment.score)))
