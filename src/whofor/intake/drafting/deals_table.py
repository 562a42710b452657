"""Drafts [deals]: key, references, dates, amount, outcome, and the role of every other column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whofor.intake.drafting.columns import CONCEPTS, FIRMOGRAPHIC, Chosen, Option, assign, sureness
from whofor.intake.drafting.currency import currency_lines, in_whole_units
from whofor.intake.drafting.deal_accounts import account_column, depends, names_account
from whofor.intake.drafting.deal_dates import opening_checked
from whofor.intake.drafting.deals_file import best_header, counted, speaks
from whofor.intake.drafting.file_roles import FileRoles
from whofor.intake.drafting.glued import parted_words
from whofor.intake.drafting.joins import Reference, near_values
from whofor.intake.drafting.mapping_lines import JoinDraft, Line, LinkDraft, TableDraft, share_of
from whofor.intake.drafting.outcome_columns import OutcomeGuess
from whofor.intake.drafting.outcome_evidence import both_ends, fills_by_end, settled, status_columns
from whofor.intake.drafting.roles import Treatment, is_fact, names_only, treat
from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about, is_key_word
from whofor.model import Role
from whofor.schema.columns import TableName
from whofor.schema.tables import TABLES
from whofor.text import slug

__all__ = ["column_lines", "deals_tables", "refer"]

_OF_CLIENTS = 20
_SPEAKS_OF_STAGE = 0.7
_WAYS: dict[str, tuple[str, ...]] = {TableName.ACCOUNTS: ("domain", "name"), TableName.CONTACTS: ("email",)}
_STRATA = ("owner", "product", "pipeline", "lead_source", "lead_source_detail", "deal_type")


def deals_tables(roles: FileRoles) -> list[TableDraft]:
    """Return [deals], and [accounts] where the file of the deals describes the accounts."""
    file = roles.deals.file
    table = TableDraft(TableName.DEALS, roles.aliases[file.name], file.name, file.rows, files=[file.name])
    key = roles.keys[TableName.DEALS]
    if key:
        referred = any(one.pair.to == file.name != one.pair.file and one.pair.key == key for one in roles.found)
        named = referred or any(is_key_word(word) for word in parted_words(key))
        sure = "sure" if named and file.columns[key].unique else "likely"
        table.key = Line("key", key, _key_why(file.columns[key]), sure)
    else:
        table.notes.append("No column names a row by itself, so rows are numbered.")
    used = refer(roles, table, file)
    outcome = roles.deals.outcome
    dated = outcome.won == ("*",)
    taken = {*used, key, *(header for header in outcome.headers if not (dated and header == outcome.stage))}
    own = [Option(header, column) for header, column in file.columns.items()]
    account = _account_header(roles, taken)
    chosen = opening_checked(roles.deals, assign(own, _concepts(file, outcome), (*taken, account[0])), taken)
    chosen = _from_joined(roles, in_whole_units(file, chosen))
    accounts = _accounts_within(roles, table, chosen, taken, account)
    ends = both_ends(file, chosen)
    table.columns += column_lines(chosen, CONCEPTS[TableName.DEALS], _values_of(roles, chosen))
    if ends:
        table.columns = [
            replace(line, value={"coalesce": ends}, others=()) if line.key == "closed" else line
            for line in table.columns
        ]
    total = _joins(roles, table, chosen)
    if "currency" not in chosen and ("amount" in chosen or total):
        table.head += currency_lines(roles, chosen["amount"].option.shape if "amount" in chosen else total)
    outcome = settled(file, outcome, chosen)
    roles.deals = replace(roles.deals, outcome=outcome)
    _outcome(roles, table)
    within = {_header(line) for line in accounts.columns} if accounts else set[str]()
    refs = {one.option.ref for one in chosen.values()} | set(ends)
    left = [column for header, column in file.columns.items() if header not in taken | refs and header not in within]
    fills, statuses = fills_by_end(file, outcome, left), status_columns(file, outcome, left)
    near = {ref: name for name, one in chosen.items() if name in _STRATA for ref in one.others}
    for column in left:
        treatment = treat(column, fills.get(column.header), near.get(column.header, ""))
        if treatment.role is not None and column.header in statuses and not _of_clients(column, fills):
            treatment = Treatment(Role.LEAK, "its values tell won from lost by themselves", 0.9)
        elif treatment.role is Role.DEFINITION:
            treatment = _no_definition(roles, column, account[0]) or _doubted(file, column, treatment, account[0])
        _extra(table, column.header, treatment)
    _joined_extras(roles, table, refs)
    return [table] if accounts is None else [accounts, table]


def _no_definition(roles: FileRoles, column: ColumnShape, account: str) -> Treatment | None:
    """Return the treatment of a stage, and of a column that only names something; else `None`."""
    file = roles.deals.file
    if _is_stage(column.header):
        return Treatment(Role.LEAK, "it says how far the sale has come", 0.7)
    accounts = roles.file_of(TableName.ACCOUNTS)
    again = accounts is not None and any(one.pair.header == column.header for one in roles.to(file.name, accounts.name))
    if again or (account and names_account(file, column.header, account)):
        return Treatment(None, "it names the account once more", 0.8)
    return names_only(column)


def _doubted(file: FileShape, column: ColumnShape, treatment: Treatment, account: str) -> Treatment:
    """Return the treatment; unsure where a company's deals differ in it, as in what is written during a sale."""
    if not account or is_fact(column) or depends(file, account, column.header):
        return treatment
    return replace(treatment, score=0.4, why=f"{treatment.why}; the deals of one company differ in it")


def _of_clients(column: ColumnShape, fills: Mapping[str, tuple[float, float]]) -> bool:
    """Return whether a column is an outcome of clients: filled in for won deals only, with more than one value."""
    won, lost = fills.get(column.header, (0.0, 0.0))
    return column.distinct > 1 and lost * _OF_CLIENTS < won


def _concepts(file: FileShape, outcome: OutcomeGuess) -> dict[str, str]:
    """Return the concepts of deals; without their name where the file describes persons.

    Customers signed on the day since which they are one; the day on which one left is no end of a sale.
    """
    person = best_header(file, "email", 0.7) or best_header(file, "phone", 0.7)
    customers = {"closed": "won_date"} if outcome.otherwise == "won" and not outcome.columns else {}
    concepts = {**CONCEPTS[TableName.DEALS], **customers}
    return {name: concept for name, concept in concepts.items() if not (name == "name" and person)}


def _key_why(column: ColumnShape) -> str:
    if column.distinct == column.filled:
        return "each value stands there once"
    return f"{100 * column.different:.1f} % of its values stand there once; of the others the first row is kept"


def refer(roles: FileRoles, table: TableDraft, file: FileShape) -> list[str]:
    """Add the references of a file to accounts, contacts and deals; return the headers used."""
    used: list[str] = []
    for to in (TableName.ACCOUNTS, TableName.CONTACTS, TableName.DEALS):
        target = roles.file_of(to)
        name = f"{to.removesuffix('s')}_key"
        if target is None or target is file or TABLES[table.table].column(name) is None:
            continue
        found = [one for one in roles.to(file.name, target.name) if one.pair.header not in used]
        straight = next((one for one in found if one.pair.key == roles.keys[to]), None)
        if straight is not None and straight.overlap.share >= max(one.overlap.share for one in found) - 0.3:
            others = tuple(one.pair.header for one in found if one is not straight and one.pair.key == roles.keys[to])
            value = _with_value_map(file.columns[straight.pair.header], target.columns[straight.pair.key])
            table.columns.append(Line(name, value, share_of(straight), _sure(straight), others[:2]))
            used.append(straight.pair.header)
            continue
        link = next((made for one in found if (made := _link(to, target, one)) is not None), None)
        if link is not None:
            table.links.append(link)
            used.append(link.column)
    return used


def _link(to: str, target: FileShape, one: Reference) -> LinkDraft | None:
    """Return a reference by name, domain or e-mail address, or `None`."""
    concepts = CONCEPTS.get(to, {})
    for way in _WAYS.get(to, ()):
        if speaks(target, one.pair.key, concepts[way]) >= 0.5:
            return LinkDraft(to, way, one.pair.header, share_of(one))
    return None


def _sure(one: Reference) -> str:
    return sureness(min(1.0, one.overlap.share) if one.named else 0.9 * one.overlap.share)


def _with_value_map(column: ColumnShape, key: ColumnShape) -> str | dict[str, str | dict[str, str]]:
    """Return a column, with a value map for values that are nearly keys. Of a list of keys the first one counts."""
    lists = [text for text in column.known if ";" in text and text not in key.values]
    if any(text.partition(";")[0].strip() in key.values for text in lists):
        return {"column": column.header, "first_of": ";"}
    values = near_values(column, key)
    return {"column": column.header, "values": values} if values else column.header


def _values_of(roles: FileRoles, chosen: Mapping[str, Chosen]) -> dict[str, dict[str, str]]:
    """Return value maps for the columns by which a look-up is joined."""
    lookups = {one.on: one for one in roles.joined if one.way == "lookup"}
    found: dict[str, dict[str, str]] = {}
    for name, one in chosen.items():
        joined = lookups.get(one.option.ref)
        if joined is not None and (values := near_values(one.option.shape, joined.file.columns[joined.key])):
            found[name] = values
    return found


def column_lines(
    chosen: Mapping[str, Chosen], order: Mapping[str, str], values: Mapping[str, dict[str, str]] | None = None
) -> list[Line]:
    """Return the lines of canonical columns, in their order."""
    lines: list[Line] = []
    for name in (name for name in order if name in chosen):
        one = chosen[name]
        map_ = (values or {}).get(name)
        value: str | dict[str, str | dict[str, str]] = (
            {"column": one.option.ref, "values": map_} if map_ else one.option.ref
        )
        lines.append(Line(name, value, one.why, sureness(one.score), one.others))
    return lines


def _from_joined(roles: FileRoles, chosen: dict[str, Chosen]) -> dict[str, Chosen]:
    """Return the choices, completed by canonical columns of files with one row for each deal."""
    for one in roles.joined:
        if one.way not in ("detail", "won"):
            continue
        alias = roles.aliases[one.file.name]
        wanted = {"closed": "closed", "amount": "amount"} if one.way == "won" else CONCEPTS[TableName.DEALS]
        missing = {name: concept for name, concept in wanted.items() if name not in chosen}
        options = [Option(f"{alias}.{h}", column) for h, column in one.file.columns.items() if h != one.key]
        chosen |= assign(options, missing)
    return chosen


def _account_header(roles: FileRoles, taken: set[str]) -> tuple[str, float]:
    """Return the deals' column that names the account where no file holds the accounts, and how surely it does."""
    if roles.file_of(TableName.ACCOUNTS) is not None:
        return "", 0.0
    return account_column(roles.deals.file, [header for header in roles.deals.file.columns if header not in taken])


def _accounts_within(
    roles: FileRoles, table: TableDraft, chosen: Mapping[str, Chosen], taken: set[str], account: tuple[str, float]
) -> TableDraft | None:
    """Add the account of a deal; return [accounts] where their attributes are in the file of the deals."""
    file, (header, score) = roles.deals.file, account
    if not header:
        return None
    refs = {one.option.ref for one in chosen.values() if one.score >= 0.5}
    table.columns.insert(
        0, Line("account_key", header, "by its header; no other file holds the accounts", sureness(score))
    )
    taken.add(header)
    options = [Option(h, file.columns[h]) for h in file.columns if h not in taken | refs and depends(file, header, h)]
    concepts = {name: concept for name, concept in CONCEPTS[TableName.ACCOUNTS].items() if name in FIRMOGRAPHIC}
    traits = {name: one for name, one in assign(options, concepts).items() if one.score >= 0.5}
    if not traits:
        return None
    accounts = TableDraft(TableName.ACCOUNTS, table.alias, file.name, file.rows, files=[file.name])
    accounts.notes.append("The traits of the accounts stand in the file of the deals.")
    accounts.key = Line("key", header, "by its header", sureness(score))
    accounts.columns = [Line("name", header), *column_lines(traits, concepts)]
    return accounts


def _joins(roles: FileRoles, table: TableDraft, chosen: Mapping[str, Chosen]) -> ColumnShape | None:
    """Add the joined files; return the column whose sum is the amount, if there is one."""
    summed: ColumnShape | None = None
    for one in roles.joined:
        alias = roles.aliases[one.file.name]
        table.joins.append(JoinDraft(alias, one.on, one.key, share_of(one.found)))
        table.files.append(one.file.name)
        if one.way != "many":
            continue
        header = best_header(one.file, "amount", 0.6)
        if summed is None and "amount" not in chosen:
            summed = one.file.columns[header]
            total: dict[str, str | dict[str, str]] = {"sum": f"{alias}.{header}"}
            table.columns.append(Line("amount", total, f"the sum over all rows of {one.file.name}", "likely"))
        count: dict[str, str | dict[str, str]] = {"count": alias, "role": str(Role.VALIDATION)}
        table.extras.append(Line(f"rows_{slug(alias)}", count, f"number of rows of {one.file.name}", "likely"))
    return summed


def _is_stage(header: str) -> bool:
    """Return whether a header names the stage of a sale, not a state of a country or of the account."""
    of_place = max(about(header, "state"), about(header, "account"), about(header, "country"))
    return about(header, "stage") >= _SPEAKS_OF_STAGE and of_place < _SPEAKS_OF_STAGE


def _extra(table: TableDraft, ref: str, treatment: Treatment) -> None:
    if treatment.role is None:
        table.left_out.append((ref, treatment.why))
    else:
        table.extras.append(Line(ref, str(treatment.role), treatment.why, sureness(treatment.score)))


def _joined_extras(roles: FileRoles, table: TableDraft, used: set[str]) -> None:
    """Add columns of joined files: facts of won deals only, or what a look-up says of its column."""
    confounding = {_header(line) for line in table.columns if line.key in _STRATA}
    confounding |= {line.key for line in table.extras if line.value == str(Role.CONFOUNDER)}
    keys = {(roles.aliases[one.file.name], one.key) for one in roles.joined}
    onward = {one.on for one in roles.joined}
    for one in (one for one in roles.joined if one.way != "many"):
        alias = roles.aliases[one.file.name]
        for header, column in one.file.columns.items():
            ref = f"{alias}.{header}"
            if ref in used or (alias, header) in keys or ref in onward:
                continue
            treatment = treat(column)
            if treatment.role is None:
                pass
            elif one.way == "stages":
                treatment = Treatment(None, "follows from the outcome", 1.0)
            elif one.way in ("won", "after"):
                why = "known of won deals only" if one.way == "won" else "reached through a file of won deals only"
                treatment = Treatment(Role.VALIDATION, why, 0.9)
            elif one.way == "lookup" and treatment.role is Role.DEFINITION and one.through in confounding:
                treatment = Treatment(Role.CONFOUNDER, f"follows from {one.through}, which is a confounder")
            _extra(table, ref, treatment)


def _header(line: Line) -> str:
    """Return the column that a line takes its values from."""
    if isinstance(line.value, str):
        return line.value
    column = line.value.get("column", "") if isinstance(line.value, Mapping) else ""
    return column if isinstance(column, str) else ""


def _outcome(roles: FileRoles, table: TableDraft) -> None:
    guess = roles.deals.outcome
    sure = "unsure" if guess.unsure else sureness(guess.quality)
    table.outcome_notes.append(f"{guess.why[:1].upper()}{guess.why[1:]}: {counted(guess.counts)}. ({sure})")
    table.outcome_notes += guess.notes
    there = f"{roles.aliases[guess.via]}." if guess.via else ""
    flags = (("won_flag", guess.won_flag), ("lost_flag", guess.lost_flag), ("closed_flag", guess.closed_flag))
    table.outcome += [Line(key, there + value) for key, value in flags if value]
    if guess.won_in:
        table.outcome.append(Line("won_if_in", roles.aliases[guess.won_in]))
    if guess.stage:
        table.outcome.append(Line("column", there + guess.stage))
        for key, values in (("won", guess.won), ("lost", guess.lost), ("open", guess.open)):
            if values:
                table.outcome.append(Line(key, values, _listed(guess) if values == ("*",) and key == "open" else ""))
    if guess.otherwise:
        table.outcome.append(Line("otherwise", guess.otherwise))
    named = {*guess.won, *guess.lost}
    rest = {text: count for text, count in guess.unknown.items() if text not in named}
    if rest:
        shown = ", ".join(
            f"{text[:40]} ({count:,})" for text, count in sorted(rest.items(), key=lambda one: -one[1])[:20]
        )
        table.outcome_notes.append(f"Values that no word list knows, taken as open: {shown}")
    for other in roles.deals.others:
        table.outcome_notes.append(_other(other))


def _listed(guess: OutcomeGuess) -> str:
    return f"all other values: {guess.counts.get('open', 0):,} rows"


def _other(guess: OutcomeGuess) -> str:
    what = " and ".join(guess.columns) or f"presence in {guess.won_in}"
    return f"It may also be {guess.file}: {what} ({guess.why}; {counted(guess.counts)})"
