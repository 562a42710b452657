from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.example import AS_OF, ExampleExport, Moves, PlantedTruth, csv_files, export_as_of, generate
from whofor.example.simulation import simulate
from whofor.example.truth import Group
from whofor.example.world import SECTORS

UNTIL = date(2027, 9, 30)
MADE = AS_OF.toordinal()
TRUTH = PlantedTruth()


@pytest.fixture(scope="module")
def year() -> ExampleExport:
    return generate(3, n_deals=900, moves=Moves(until=UNTIL))


def test_a_year_more_has_deals_until_its_end(year: ExampleExport):
    days = [cell[:10] for cell in year.deals.column("Create Date")]
    assert max(days) > "2027-09-15"
    assert max(days) <= UNTIL.isoformat()
    later = sum(day > AS_OF.isoformat() for day in days) / len(days)
    assert later == pytest.approx(0.25, abs=0.04)


def test_a_rate_that_halves_moves_nothing_else():
    same = [simulate(s, TRUTH, 3333, Moves(until=UNTIL)) for s in range(1, 9)]
    halved = Moves(until=UNTIL, truth_after=replace(TRUTH, icp_a_win_rate=0.24))
    moved = [simulate(s, TRUTH, 3333, halved) for s in range(1, 9)]
    won = {True: [0, 0], False: [0, 0]}
    for was, now in zip(same, moved, strict=True):
        later = now.deals.opened > MADE
        a = now.deals.group == Group.ICP_A
        assert (was.outcomes.will_win == now.outcomes.will_win)[~(later & a)].all()
        for when in (True, False):
            won[when][0] += int(now.outcomes.will_win[a & (later == when)].sum())
            won[when][1] += int((a & (later == when)).sum())
    assert won[False][0] / won[False][1] == pytest.approx(0.49, abs=0.04)
    assert won[True][0] / won[True][1] == pytest.approx(0.25, abs=0.05)


def test_fewer_deals_of_a_sector_leave_the_others():
    was = simulate(1, TRUTH, 3333, Moves(until=UNTIL))
    now = simulate(1, TRUTH, 3333, Moves(until=UNTIL, fewer=(("Public sector", 0.9),)))
    public = [s.label for s in SECTORS].index("Public sector")

    def counts(sim: object) -> tuple[int, int, int]:
        assert isinstance(sim, type(was))
        here = sim.accounts.sector[sim.deals.account] == public
        later = sim.deals.opened > MADE
        return int((here & later).sum()), int((here & ~later).sum()), int((~here).sum())

    (a, b, c), (x, y, z) = counts(was), counts(now)
    assert (b, c) == (y, z)
    assert x / a == pytest.approx(0.1, abs=0.08)
    assert (np.bincount(now.deals.account) > 0).all()


def test_columns_that_are_recorded_less_or_otherwise():
    moves = Moves(until=UNTIL, unfilled=(("Number of Employees", 0.5),), merged=(("Industry", "Fintech", "Software"),))
    export = generate(1, n_deals=1500, moves=moves)
    created = [cell[:10] > AS_OF.isoformat() for cell in export.companies.column("Create Date")]
    filled: Counter[bool] = Counter()
    labels: dict[bool, set[str]] = {True: set(), False: set()}
    cells = zip(
        created, export.companies.column("Number of Employees"), export.companies.column("Industry"), strict=True
    )
    for later, employees, industry in cells:
        filled[later] += bool(employees)
        labels[later].add(industry)
    n = Counter(created)
    assert filled[False] / n[False] == pytest.approx(0.92, abs=0.03)
    assert filled[True] / n[True] == pytest.approx(0.46, abs=0.08)
    assert "Fintech" in labels[False]
    assert "Fintech" not in labels[True]


def test_monthly_exports_grow_and_never_change_what_was_closed(year: ExampleExport):
    months = [date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31), UNTIL]
    exports = [export_as_of(year, day, UNTIL) for day in months]
    for (day, early), late in zip(zip(months, exports, strict=True), exports[1:], strict=False):
        later = {row[0]: row for row in late.deals.rows}
        closed = early.deals.header.index("Is Deal Closed?")
        assert len(early.deals.rows) < len(late.deals.rows)
        assert len(early.companies.rows) < len(late.companies.rows)
        assert max(early.deals.column("Create Date"))[:10] <= day.isoformat()
        n = early.deals.header.index("Associated Contact IDs")
        for row in early.deals.rows:
            if row[closed] == "true":
                assert row[:n] == later[row[0]][:n]
            else:
                assert row[early.deals.header.index("Days to close")] == ""


def test_the_last_month_is_the_whole_export(year: ExampleExport):
    last = export_as_of(year, UNTIL, UNTIL)
    assert last.deals == year.deals
    assert last.activities == year.activities
    assert last.spend == year.spend


def test_references_hold_in_a_month(year: ExampleExport):
    month = export_as_of(year, date(2026, 12, 31), UNTIL)
    companies, contacts = set(month.companies.column("Record ID")), set(month.contacts.column("Record ID"))
    assert set(month.deals.column("Associated Company IDs (Primary)")) - {""} <= companies
    assert set(month.contacts.column("Associated Company ID")) <= companies
    for cell in month.deals.column("Associated Contact IDs"):
        assert set(cell.split(";")) - {""} <= contacts
    assert set(month.activities.column("Associated Deal IDs")) - {""} <= set(month.deals.column("Record ID"))
    assert csv_files(month) == csv_files(export_as_of(year, date(2026, 12, 31), UNTIL))


@pytest.mark.parametrize(
    "wrong",
    [{"fewer": (("Nowhere", 0.5),)}, {"fewer": (("Retail", 1.5),)}, {"unfilled": (("City", -0.1),)}],
)
def test_moves_that_cannot_be(wrong: dict[str, tuple[tuple[str, float], ...]]):
    with pytest.raises(UsageError):
        Moves(**wrong)


def test_days_that_cannot_be(year: ExampleExport):
    with pytest.raises(UsageError):
        Moves(since=UNTIL, until=AS_OF)
    with pytest.raises(UsageError):
        export_as_of(year, date(2028, 1, 1), UNTIL)
