"""The lists of a type of client are those that plain SQL finds in the tables, and add up to what a run counts."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import whofor
from app.accounts_oracle import PEOPLE, Fact, Row, SqlOracle, random_segment
from whofor.analysis.accounts import Book
from whofor.app.import_source import import_source
from whofor.app.session import Session
from whofor.errors import UsageError
from whofor.model import AccountRow, FindingKind, Kind, ListKind, SegmentFinding
from whofor.model.accounts import in_list
from whofor.model.options import FindOptions
from whofor.model.parameters import SITUATION_PREFIX

TODAY = date(2026, 10, 1)
FEW = FindOptions(permutations=200)
_KINDS = {Kind.NUMBER: "number", Kind.DATE: "date", Kind.MULTI: "list"}


def opened(folder: Path) -> tuple[Book, SqlOracle, dict[str, Fact]]:
    """Return the lists of a workspace, the same by SQL, and the facts that conditions may be on."""
    session = Session(folder)
    with session.reading() as (deals, scan):
        prepared = deals.prepared(FEW, TODAY)
        book = deals.book(scan, prepared.all_judged)
    places = prepared.every_deal.position
    assert places is not None
    judged = (places[prepared.judged] + 1).tolist()
    repeated = sorted(set(range(1, len(deals.rows) + 1)) - set((places + 1).tolist()))
    (database,) = folder.glob("whofor-*.duckdb")
    oracle = SqlOracle(database, judged, repeated, prepared.clients.ripeness.as_of)
    facts: dict[str, Fact] = {}
    for p in (a.parameter for a in book.rows.attributes):
        own_text = f"own_{p.name}" in oracle.columns["deals"] and p.kind is not Kind.NUMBER
        if p.name.startswith(SITUATION_PREFIX):
            continue  # rules over signals, which have an oracle of their own
        if p.table == "signals":
            facts[p.name] = Fact("signals", p.label, "date", p.label)
        elif p.name in PEOPLE:
            facts[p.name] = Fact("contacts", p.name, "list", p.label)
        elif not own_text:
            facts[p.name] = Fact(p.table, p.name, _KINDS.get(p.kind, "text"), p.label, p.unit)
    return book, oracle, facts


def day(value: float | None) -> str:
    return "" if value is None else (date(1970, 1, 1) + timedelta(days=int(np.floor(value)))).isoformat()


def as_row(row: Row, kinds: list[str]) -> tuple[object, ...]:
    key, account, deal_key, deal, began, closed, outcome, amount, *facts = row
    shown = (
        day(fact) if kind == "date" and fact is not None else _sorted(fact) if kind == "list" else fact
        for fact, kind in zip(facts, kinds, strict=True)
    )
    texts = (text or "" for text in (key, account, deal_key, deal))
    return (*texts, day(began), day(closed), outcome or "", amount, *shown)


def _sorted(cell: object) -> object:
    return ";".join(sorted(cell.split(";"))) if isinstance(cell, str) else cell


def told(row: AccountRow, kinds: list[str]) -> tuple[object, ...]:
    facts = (_sorted(fact) if kind == "list" else fact for fact, kind in zip(row.facts, kinds, strict=True))
    head = (row.account_key, row.account, row.deal_key, row.deal, row.opened, row.closed, row.outcome, row.amount)
    return (*head, *facts)


def compare(folder: Path, n: int) -> Counter[str]:
    """Compare the lists of random types of client; return how many rows of each list were compared."""
    book, oracle, facts = opened(folder)
    rng, seen = random.Random(7), Counter[str]()
    for _ in range(n):
        segment = random_segment(rng, oracle, facts)
        kinds = [facts[c.parameter].kind for c in segment.conditions]
        wanted = oracle.lists(segment, facts)
        for found in book.lists(segment):
            rows = wanted[found.kind]
            assert [told(row, kinds) for row in found.rows] == [as_row(row, kinds) for row in rows], segment
            assert (found.n, found.n_deals) == (len(rows), sum(row[6] is not None for row in rows))
            assert found.n_accounts == len({row[0] for row in rows if row[0]})
            assert sum(one.n for one in found.reasons) == (len(rows) if found.kind is ListKind.NOT_JUDGED else 0)
            assert sum(found.missing.values()) == (len(rows) if found.kind is ListKind.FACT_MISSING else 0)
            assert all(row.why is not None for row in found.rows) or found.kind is not ListKind.NOT_JUDGED
            seen[found.kind] += len(rows)
        brief = book.lists(segment, most=3)
        assert [one.rows for one in brief] == [one.rows[:3] for one in book.lists(segment)]
    return seen


def test_the_lists_of_the_example_are_those_of_plain_sql(workspace: Path) -> None:
    seen = compare(workspace, 90)
    assert set(seen) == set(ListKind)
    assert min(seen.values()) > 10


@pytest.mark.parametrize(("name", "files"), [("olist", "olist"), ("maven", "maven_crm_sales")])
def test_the_lists_of_real_exports_are_those_of_plain_sql(
    name: str, files: str, tmp_path: Path, data_dir: Path, mappings_dir: Path
) -> None:
    import_source(data_dir / files, workspace=tmp_path, today=TODAY, mapping=str(mappings_dir / f"{name}.toml"))
    assert sum(compare(tmp_path, 25).values()) > 500


def _write(path: Path, head: str, rows: list[tuple[object, ...]]) -> None:
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")


MAPPING = """
[accounts]
file = "accounts.csv"
key = "id"
[accounts.columns]
name = "name"
parent_key = "parent"
industry = "sector"
created = "entered"
[contacts]
file = "contacts.csv"
key = "id"
[contacts.columns]
account_key = "account"
created = "entered"
seniority = "level"
[deals]
file = "deals.csv"
key = "id"
rest = "definition"
[deals.columns]
account_key = "account"
name = "title"
opened = "opened"
closed = "closed"
amount = "amount"
[deals.outcome]
column = "status"
won = "won"
lost = "lost"
open = "open"
[signals]
file = "events.csv"
[signals.columns]
account_key = "account"
kind = "what"
at = "on"
"""


@pytest.fixture(scope="module")
def with_events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose accounts have events, contacts and parents, and of which some have no deal."""
    folder, rng = tmp_path_factory.mktemp("events"), random.Random(3)
    start = date(2024, 1, 1)

    def some_day(most: int = 700) -> date:
        return start + timedelta(days=rng.randrange(most))

    _write(
        folder / "accounts.csv",
        "id,name,parent,sector,entered",
        [
            (f"a{i}", f"Firm {i}", f"a{i % 200}" if i % 3 == 0 else "", rng.choice(["Bank", "Shop", "Farm", ""]),
             some_day())
            for i in range(300)
        ],
    )  # fmt: skip
    levels = ["C-level", "Manager", "Director", ""]
    people = [(f"p{i}", f"a{rng.randrange(300)}", some_day(), rng.choice(levels)) for i in range(500)]
    _write(folder / "contacts.csv", "id,account,entered,level", people)
    deals: list[tuple[object, ...]] = []
    for i in range(900):
        opened, status = some_day(), rng.choice(["won", "lost", "lost", "open"])
        closed = "" if status == "open" else opened + timedelta(days=rng.randrange(1, 60))
        account = "" if rng.random() < 0.05 else f"a{rng.randrange(200)}"
        size = rng.choice(["S", "M", "L", ""])
        deals.append((f"d{i}", account, f"Deal {i}", opened, closed, rng.randrange(1000, 9000), status, size))
    _write(folder / "deals.csv", "id,account,title,opened,closed,amount,status,size", deals)
    kinds = ["round", "hire"]
    events = [(f"a{rng.randrange(300)}", rng.choice(kinds), some_day(760)) for _ in range(900)]
    _write(folder / "events.csv", "account,what,on", events)
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    import_source(folder, workspace=folder / "ws", today=TODAY, mapping=str(mapping))
    return folder / "ws"


def test_the_lists_of_accounts_with_events_are_those_of_plain_sql(with_events: Path) -> None:
    names = {a.parameter.name for a in opened(with_events)[0].rows.attributes}
    assert {"signal_round", "signal_hire", "seniority", "industry", "x_size"} <= names
    seen = compare(with_events, 25)
    assert min(seen[kind] for kind in ListKind) > 10


def test_a_fact_of_a_deal_is_not_known_of_an_account_without_one(with_events: Path) -> None:
    found = whofor.accounts(with_events, "size = L", today=TODAY)
    assert in_list(found.lists, ListKind.NO_DEAL).n == 0
    missing = [row for row in in_list(found.lists, ListKind.FACT_MISSING).rows if not row.deal_key]
    assert len(missing) > 90, "accounts a200 to a299 have no deal"
    assert {row.missing for row in missing} == {"x_size"}


def test_a_dated_fact_counts_up_to_the_last_day_and_not_the_opening(with_events: Path) -> None:
    """An event after the opening is nothing to the deal then, and something to whoever calls now."""
    book, _, _ = opened(with_events)
    found = whofor.accounts(with_events, "round <= 3", today=TODAY)
    assert found.day == book.day
    open_rows = in_list(found.lists, ListKind.OPEN).rows
    assert open_rows
    last = date.fromisoformat(found.day)
    assert all(last - timedelta(days=92) <= date.fromisoformat(str(row.facts[0])) <= last for row in open_rows)
    assert any(str(row.facts[0]) > row.opened for row in open_rows)
    early = whofor.accounts(with_events, "round <= 3", today=TODAY, as_of=date(2025, 1, 31))
    assert early.day == "2025-01-31"
    assert all(str(row.facts[0]) <= "2025-01-31" for row in in_list(early.lists, ListKind.OPEN).rows)


def test_a_group_that_has_a_deal_is_no_account_without_one(with_events: Path) -> None:
    session = Session(with_events)
    whofor.find(session, FindOptions(permutations=200), today=TODAY)
    alone = in_list(whofor.accounts(session, "industry = Bank", today=TODAY).lists, ListKind.NO_DEAL)
    whofor.find(session, FindOptions(permutations=200, unit="parent"), today=TODAY)
    together = in_list(whofor.accounts(session, "industry = Bank", today=TODAY).lists, ListKind.NO_DEAL)
    assert 0 < together.n < alone.n
    assert {row.account_key for row in together.rows} < {row.account_key for row in alone.rows}


CLAIMS = ("industry = Fintech", "employees 51..200 and country = Mexico", "last funding date <= 6")


def _printed(finding: SegmentFinding) -> int:
    """Deals that the report counts for a finding; both figures of a claim are of all deals."""
    return finding.search.n if finding.kind is FindingKind.CLAIM else finding.search.n + finding.confirm.n


@pytest.mark.parametrize("outcome", ["won", "value", "cycle", "retention", "mutual_value"])
def test_clients_and_deals_not_won_add_up_to_what_the_run_counts(workspace: Path, outcome: str) -> None:
    session = Session(workspace)
    result = whofor.find(session, FindOptions(permutations=200, outcome=outcome, claims=CLAIMS), today=TODAY)
    assert len(result.search.findings) >= len(CLAIMS)
    known = result.accounts
    assert known is not None
    assert known.day == result.run.as_of
    for finding in result.search.findings:
        found = whofor.accounts(session, finding.id.lower())
        assert (found.id, found.segment, found.day, found.outcome) == (finding.id, finding.segment, known.day, outcome)
        lists = {one.kind: one for one in found.lists}
        assert lists[ListKind.CLIENTS].n + lists[ListKind.NOT_WON].n == _printed(finding)
        if outcome == "won":
            won = finding.search.n_won or 0
            assert lists[ListKind.CLIENTS].n == won + (
                0 if finding.kind is FindingKind.CLAIM else finding.confirm.n_won or 0
            )
        else:
            assert lists[ListKind.NOT_WON].n == 0, "of those not won there is no such outcome"
            assert "not_won" in {one.why.code for one in lists[ListKind.NOT_JUDGED].reasons}
        for brief in known.of(finding.id):
            whole = lists[brief.kind]
            assert (brief.n, brief.n_deals, brief.n_accounts) == (whole.n, whole.n_deals, whole.n_accounts)
            assert brief.reasons == whole.reasons
        shown = [row for brief in known.of(finding.id) for row in brief.rows]
        assert 0 < len(shown) <= 10
        assert len({row.account_key for row in shown}) == len(shown)


def test_every_deal_that_fits_is_in_one_list_of_the_past_or_still_open(workspace: Path) -> None:
    book, _, _ = opened(workspace)
    found = whofor.accounts(workspace, "employees >= 0", today=TODAY)
    keys = [row.deal_key for one in found.lists[:3] for row in one.rows]
    sized = next(a for a in book.rows.attributes if a.parameter.name == "employees")
    known = np.isfinite(sized.values)
    young = known & book.rows.still_open & ~book.judged.keep
    assert len(keys) + int(young.sum()) == int(known.sum())
    assert len(set(keys)) == len(keys)


def test_the_day_and_the_options_are_those_of_the_run(workspace: Path) -> None:
    """Also where the calendar has moved on since, and the data has days to come."""
    session = Session(workspace)
    result = whofor.find(session, FindOptions(permutations=200, claims=CLAIMS), today=date(2026, 3, 1))
    assert result.run.as_of < "2026-03-03"
    assert whofor.accounts(session, "C1").day == result.run.as_of
    assert whofor.accounts(session, "C1", today=TODAY).day > result.run.as_of
    given = FindOptions(permutations=200, claims=CLAIMS, as_of="2026-05-31")
    result = whofor.find(session, given, today=TODAY)
    assert result.run.options["as_of"] == "2026-05-31"
    found = whofor.accounts(session, "C1")
    assert found.day == "2026-05-31"
    assert sum(one.n for one in found.lists[:2]) == result.search.claims[0].search.n


def test_only_open_deals(workspace: Path) -> None:
    whole = whofor.accounts(workspace, "industry = Fintech", today=TODAY)
    some = whofor.accounts(workspace, "industry = Fintech", today=TODAY, only_open=True, most=1)
    (found,) = some.lists
    assert found.kind is ListKind.OPEN
    assert found.n == in_list(whole.lists, ListKind.OPEN).n > 1
    assert found.rows == in_list(whole.lists, ListKind.OPEN).rows[:1]


def test_one_result_has_the_same_accounts_when_read_again(workspace: Path) -> None:
    first = whofor.find(workspace, FindOptions(permutations=200, claims=CLAIMS), today=TODAY)
    again = whofor.find(Session(workspace), FindOptions(permutations=200, claims=CLAIMS), today=TODAY + timedelta(30))
    assert first.run.id == again.run.id
    assert first.accounts == again.accounts


@pytest.mark.parametrize("text", ["S9", "k1", "H7"])
def test_an_id_of_no_finding(workspace: Path, text: str) -> None:
    with pytest.raises(UsageError, match="there is no such finding"):
        whofor.accounts(workspace, text, today=TODAY)


def test_conditions_are_read_as_those_of_a_contrast(workspace: Path) -> None:
    for text in ("sectr = fintech", "industry = fintec", "industry = "):
        errors: list[str] = []
        for ask in (whofor.accounts, whofor.contrast):
            with pytest.raises(UsageError) as raised:
                ask(workspace, text, today=TODAY)
            errors.append(str(raised.value))
        assert errors[0] == errors[1] or "It has" in errors[0]


def test_all_wrong_arguments_are_named(workspace: Path) -> None:
    with pytest.raises(UsageError) as raised:
        whofor.accounts(workspace, 5, today="now", as_of="no day", only_open="yes", most=-1)  # type: ignore[arg-type]
    assert {p.place for p in raised.value.problems} == {"SEGMENT", "today", "--as-of", "--open", "most"}
