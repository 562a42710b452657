"""Lists of a type of client by plain SQL over the tables of a workspace: written apart, sharing nothing with them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment

MONTH = 365.25 / 12
PEOPLE = ("seniority", "job_function", "buying_role")
Row = tuple[Any, ...]
"""Account key and name, deal key and name, day of opening or entry, day of closing, outcome, amount; then the facts."""
_COLUMNS = "account_key, account, deal_key, deal, began, closed, outcome, amount"


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Fact:
    """Where a fact stands.

    Attributes:
        table: Its table; `signals` and `contacts` hold several rows an account.
        column: Its column, or the kind of a signal.
        kind: `number`, `date`, `text` or `list`.
        label: Its name for people.
        unit: Of a number.
    """

    table: str
    column: str
    kind: str
    label: str
    unit: str = ""


class SqlOracle:
    """The tables of a workspace, and lists of a type of client taken from them by SQL.

    Args:
        database: The database of the workspace.
        judged: Places of the deals that the search judged, from 1.
        repeated: Places of the deals that the search dropped, as they repeat another one.
        until: Last day of the data.
    """

    def __init__(self, database: Path, judged: list[int], repeated: list[int], until: float) -> None:
        self.db = duckdb.connect()
        self.db.execute(f"ATTACH {text(str(database))} AS ws (READ_ONLY)")
        for name, rows in (("judged", judged), ("repeated", repeated)):
            self.db.execute(f"CREATE TABLE {name} (place BIGINT)")
            if rows:
                self.db.execute(f"INSERT INTO {name} SELECT unnest($1)", [rows])
        self.until = until
        tables = self.db.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'ws'").fetchall()
        self.tables = {str(name) for (name,) in tables}
        self.db.execute("CREATE TABLE deals AS SELECT row_number() OVER (ORDER BY _row) AS place, * FROM ws.deals")
        for name in ("accounts", "contacts", "signals"):
            if name in self.tables:
                self.db.execute(f"CREATE TABLE {name} AS FROM ws.{name}")
            else:
                self.db.execute(f"CREATE TABLE {name} (_row BIGINT, account_key VARCHAR, name VARCHAR, created DOUBLE)")
        self.columns = {
            table: {str(row[0]): str(row[1]) for row in self.db.execute(f"DESCRIBE {table}").fetchall()}
            for table in ("deals", "accounts", "contacts", "signals")
        }

    def _column(self, fact: Fact, deal: str, account: str, day: str) -> str:
        """SQL of the value of a fact: of the deal's own row first, then of its account; what is known by the day."""
        if fact.table == "contacts":
            one = f"c.{fact.column}"
            return (
                f"(SELECT string_agg(DISTINCT {one}, ';') FROM contacts c WHERE c.account_key = k.account_key "
                f"AND {one} IS NOT NULL AND NOT coalesce(c.created > {day}, false))"
            )
        if fact.table == "signals":
            return (
                f"(SELECT max(s.at) FROM signals s WHERE s.account_key = k.account_key "
                f"AND s.kind = {text(fact.column)} AND s.at <= {day})"
            )
        if fact.table == "deals":
            return f'{deal}."{fact.column}"' if deal else "NULL"
        own = f"own_{fact.column}"
        whole = f'{account}."{fact.column}"'
        return f'coalesce({deal}."{own}", {whole})' if deal and own in self.columns["deals"] else whole

    def _met_and_known(self, condition: Condition, fact: Fact, column: str, day: str) -> tuple[str, str]:
        known = f"{column} IS NOT NULL"
        if fact.kind == "date":
            known = f"coalesce({column} <= {day}, false)"
        if condition.operator is Operator.UNKNOWN:
            return f"(NOT {known})", "TRUE"
        if condition.operator is Operator.BETWEEN:
            number = f"(({day} - {column}) / {MONTH!r})" if fact.kind == "date" else column
            if condition.parameter == "employees":
                number = f"floor({column})"
            parts = [known]
            if condition.low is not None:
                parts.append(f"{number if condition.parameter != 'employees' else column} >= {condition.low!r}")
            if condition.high is not None:
                parts.append(f"{number} {'<=' if condition.high_included else '<'} {condition.high!r}")
            return f"coalesce({' AND '.join(parts)}, false)", known
        values = ", ".join(text(value) for value in condition.values)
        if fact.kind == "list":
            return f"coalesce(list_has_any(string_split({column}, ';'), [{values}]), false)", known
        return f"coalesce({column} IN ({values}), false)", known

    def lists(self, segment: Segment, facts: dict[str, Fact]) -> dict[str, list[Row]]:
        """Return the rows of each list, in its order."""
        self._segment, self._facts = segment, facts
        judged = "place IN (FROM judged)"
        return {
            "clients": self._then(f"{judged} AND outcome IS NOT DISTINCT FROM 'won'"),
            "not_won": self._then(f"{judged} AND outcome IS DISTINCT FROM 'won'"),
            "not_judged": self._then(f"NOT {judged} AND outcome IS DISTINCT FROM 'open'"),
            "open": self._now("met = n AND place IS NOT NULL"),
            "no_deal": self._now("met = n AND place IS NULL"),
            "fact_missing": self._now("met = n - 1 AND lacking = 1"),
        }

    def _then(self, which: str) -> list[Row]:
        """Rows of deals as of their opening."""
        return self._rows(f"SELECT {self._of_deals('d.opened')} {self._joined}", f"met = n AND {which}")

    def _now(self, which: str) -> list[Row]:
        """Rows of open deals and of accounts without a deal, as of the last day."""
        day = repr(self.until)
        entered = "a.created" if "created" in self.columns["accounts"] else "NULL::DOUBLE"
        alone = (
            f"SELECT NULL AS place, k.account_key, a.name, NULL, NULL, {entered}, NULL, NULL, NULL, "
            f"{self._counted('', day)} FROM accounts a JOIN accounts k ON k.account_key = a.account_key "
            "WHERE a.account_key NOT IN (SELECT account_key FROM deals WHERE account_key IS NOT NULL)"
        )
        return self._rows(
            f"SELECT {self._of_deals(day)} {self._joined} "
            f"WHERE d.outcome = 'open' AND d.place NOT IN (FROM repeated) UNION ALL {alone}",
            which,
        )

    def _of_deals(self, day: str) -> str:
        name = "d.name" if "name" in self.columns["deals"] else "NULL"
        amount = "d.amount" if "amount" in self.columns["deals"] else "NULL::DOUBLE"
        return (
            f"d.place, k.account_key, a.name AS account, d.deal_key, {name} AS deal, d.opened AS began, d.closed, "
            f"d.outcome, {amount} AS amount, {self._counted('d', day)}"
        )

    def _counted(self, deal: str, day: str) -> str:
        """How many of `n` conditions are met, how many lack their fact, and the value of each fact."""
        met, lacking, values = [], [], []
        for i, condition in enumerate(self._segment.conditions):
            fact = self._facts[condition.parameter]
            column = self._column(fact, deal, "a", day)
            is_met, known = self._met_and_known(condition, fact, column, day)
            met.append(f"{is_met}::INT")
            lacking.append(f"(NOT {is_met} AND NOT {known})::INT")
            shown = f"CASE WHEN {column} <= {day} THEN {column} END" if fact.kind == "date" else column
            values.append(f"{shown} AS f{i}")
        return f"{' + '.join(met)} AS met, {' + '.join(lacking)} AS lacking, {len(met)} AS n, {', '.join(values)}"

    _joined = (
        "FROM deals d LEFT JOIN accounts a ON a.account_key = d.account_key "
        "JOIN (SELECT place, account_key FROM deals) k ON k.place = d.place"
    )

    def _rows(self, query: str, which: str) -> list[Row]:
        facts = "".join(f", f{i}" for i in range(len(self._segment.conditions)))
        return self.db.execute(
            f"SELECT {_COLUMNS}{facts} FROM ({query}) WHERE {which} "
            "ORDER BY began DESC NULLS LAST, coalesce(deal_key, ''), coalesce(account_key, ''), place"
        ).fetchall()


def random_segment(rng: random.Random, oracle: SqlOracle, facts: dict[str, Fact]) -> Segment:
    """Return one to three conditions on facts at random, on values that occur."""
    names = rng.sample(sorted(facts), min(len(facts), rng.choice([1, 1, 2, 2, 3])))
    return Segment(tuple(_condition(rng, oracle, name, facts[name]) for name in names))


def _condition(rng: random.Random, oracle: SqlOracle, name: str, fact: Fact) -> Condition:
    base = Condition(name, fact.label, Operator.IS, unit=fact.unit)
    if rng.random() < 0.1:
        return replace(base, operator=Operator.UNKNOWN, unit=MONTHS_BEFORE if fact.kind == "date" else "")
    if fact.kind == "date":
        low, high = sorted(rng.sample([0.0, 1.5, 3.0, 6.0, 12.0, 24.0, 60.0], 2))
        return replace(
            base, operator=Operator.BETWEEN, low=low, high=None if rng.random() < 0.2 else high, unit=MONTHS_BEFORE
        )
    there = [
        value
        for (value,) in oracle.db.execute(
            f'SELECT DISTINCT "{fact.column}" FROM {fact.table} WHERE "{fact.column}" IS NOT NULL ORDER BY 1'
        ).fetchall()
    ]
    if fact.kind == "number":
        low, high = sorted(rng.choices(there, k=2))
        ends = [(low, high), (low, None), (None, high)]
        low, high = rng.choice(ends)
        return replace(base, operator=Operator.BETWEEN, low=low, high=high, high_included=rng.random() < 0.7)
    if fact.kind == "list":
        tokens = sorted({token for cell in there for token in cell.split(";")})
        return replace(base, operator=Operator.INCLUDES, values=(rng.choice(tokens),))
    if len(there) > 1 and rng.random() < 0.4:
        return replace(base, operator=Operator.IN, values=tuple(sorted(rng.sample(there, min(len(there), 4)))))
    return replace(base, values=(rng.choice(there),))
