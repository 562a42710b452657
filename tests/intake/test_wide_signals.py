"""Signals in columns of accounts and deals: which are read, for whom, and what a snapshot leaves unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.deals import read_deals
from whofor.app.import_source import import_source
from whofor.csv_text import AS_EXPORTED, csv_bytes
from whofor.days import days_of, iso_day
from whofor.errors import MappingError
from whofor.situations.evaluating import situations_of
from whofor.situations.rules_file import packaged_situations, parse_situations
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
TOLD = {1: "yes", -1: "no", 0: "?"}
OPENED = "2026-03-01"


def write(path: Path, *rows: tuple[str, ...]) -> None:
    path.write_bytes(csv_bytes(rows, AS_EXPORTED))


def companies(*funding: tuple[str, ...], header: tuple[str, ...]) -> list[tuple[str, ...]]:
    names = ("Record ID", "Company name", "Company Domain Name", "Industry", *header)
    return [names, *((f"10{i}", f"Firm {i}", f"firm{i}.example", "Software", *row) for i, row in enumerate(funding))]


def deals(n: int) -> list[tuple[str, ...]]:
    header = ("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Create Date", "Close Date", "Amount")
    rows = [
        (str(i), f"Deal {i}", ("Closed Won", "Closed Lost")[i % 2], "Sales", OPENED, "2026-05-01", "100", f"10{i}")
        for i in range(n)
    ]
    return [(*header, "Associated Company IDs"), *rows]


def signals_in(workspace: Path, *, table: str = "signals") -> list[tuple[str, ...]]:
    columns = (
        ("account_key", "kind", "at", "value", "detail") if table == "signals" else ("account_key", "kind", "since")
    )
    with Workspace.open(workspace).reading() as (_, scan):
        if table not in scan.tables():
            return []
        held = [name for name in columns if name in scan.columns(table)]
        cells = scan.project(table, held)
    shown = [[_shown(name, value) for value in cells[name].tolist()] for name in held]
    return list(zip(*shown, strict=True))


def _shown(name: str, value: object) -> str:
    is_day = name in ("at", "since") and isinstance(value, float)
    return (
        iso_day(value) if is_day and isinstance(value, float) else "" if value is None or value != value else str(value)
    )


def answers(workspace: Path, name: str, text: str = "") -> list[str]:
    rules = parse_situations(text, "mine.toml", beside=packaged_situations()) if text else packaged_situations()
    with Workspace.open(workspace).reading() as (_, scan):
        return [TOLD[one] for one in situations_of(scan, "deals", "opened", rules).answers[name].tolist()]


FUNDING = ("Last Funding Date", "Last Funding Type", "Last Funding Amount")


def test_the_last_round_is_known_only_where_it_came_before(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    rows = [
        ("2026-02-28", "Series A", "€4M"),  # the day before the deal: raised
        ("2025-09-02", "Series B", "€9M"),  # 180 days before: the first day of the window
        ("2025-09-01", "Seed", "€1M"),  # the day before the window: none since, so no
        ("2026-03-01", "Series C", "€9M"),  # on the day: not known on it, and whether one came before is not known
        ("2026-09-01", "Series C", "€9M"),  # after it: the same
        ("", "", ""),  # never recorded
    ]
    write(folder / "companies.csv", *companies(*rows, header=FUNDING))
    write(folder / "deals.csv", *deals(len(rows)))
    import_source(folder, workspace=tmp_path / "w", today=TODAY)
    assert answers(tmp_path / "w", "raised") == ["yes", "yes", "no", "?", "?", "?"]
    assert signals_in(tmp_path / "w")[0] == ("100", "funding", "2026-02-28", "4000000.0", "Series A")
    # Any day before: no round after a known one is no round ever.
    ever = '[situation.ever_seed]\nwhen = [{signal = "funding", where = {detail = "Seed"}}]'
    assert answers(tmp_path / "w", "ever_seed", ever) == ["?", "?", "yes", "?", "?", "?"]


def test_what_lies_between_the_first_round_and_the_last_is_not_known(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    rows = [("2020-01-01", "2026-06-01"), ("2026-01-01", "2026-06-01"), ("2020-01-01", "2021-01-01")]
    write(folder / "companies.csv", *companies(*rows, header=("First Funding Date", "Last Funding Date")))
    write(folder / "deals.csv", *deals(len(rows)))
    import_source(folder, workspace=tmp_path / "w", today=TODAY)
    assert answers(tmp_path / "w", "raised") == ["?", "yes", "no"]
    assert [row[2] for row in signals_in(tmp_path / "w", table="coverage")] == [
        "2026-06-01",
        "2026-06-01",
        "2021-01-01",
    ]


def test_values_of_days_become_series_and_no_facts_of_now(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    header = ("Headcount 2025-12", "Headcount 2026-02", "Headcount 2026-09", "Revenue 2025")
    rows = [("20", "30", "30", "5"), ("20", "29", "90", "6"), ("", "30", "10", "7")]
    write(folder / "companies.csv", *companies(*rows, header=header))
    write(folder / "deals.csv", *deals(len(rows)))
    report = import_source(folder, workspace=tmp_path / "w", today=TODAY)
    rule = """[situation.half]
when = [{series = "headcount", change = ">= 50%", over_days = 45, fresh_days = 92}]"""
    assert answers(tmp_path / "w", "half", rule) == ["yes", "no", "?"]
    labels = {parameter.label for parameter in report.parameters}
    assert not labels.intersection(header[:3])
    # A year of revenue may be what was sold to the client: it stays what it was.
    assert header[3] in labels


def test_rows_of_deals_tell_each_signal_of_an_account_once(tmp_path: Path) -> None:
    header = ("Deal", "Company", "Status", "Opened", "Closed", "Amount", "Last funding date", "Headcount 2026-01")
    rows = [
        (f"D{i}", f"Firm {i // 2}", ("Won", "Lost")[i % 2], f"2026-0{1 + i % 6}-01", "2026-08-01", str(i), day, "12")
        for i, day in enumerate(["2025-12-01", "2025-12-01", "2026-01-05", "2026-01-05"] * 10)
    ]
    write(tmp_path / "deals.csv", header, *rows)
    import_source(tmp_path / "deals.csv", workspace=tmp_path / "w", today=TODAY)
    found = signals_in(tmp_path / "w")
    assert len(found) == len(set(found)) == 40
    assert {row[1] for row in found} == {"funding", "headcount"}


MAPPING = """[accounts]
file = "companies.csv"
key = "Record ID"
[deals]
file = "deals.csv"
key = "Record ID"
[deals.columns]
account_key = "Associated Company IDs"
opened = "Create Date"
[deals.outcome]
column = "Deal Stage"
won = "Closed Won"
lost = "Closed Lost"
"""
WIDE = """[[signals]]
file = "companies.csv"
wide = true
[signals.columns]
account_key = "Record ID"
"""


def test_a_mapping_of_ones_own_asks_for_them(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    header = ("Last Funding Date", "CMO change date", "Revenue 2025")
    write(folder / "companies.csv", *companies(("2026-02-01", "2026-01-15", "5"), ("", "", ""), header=header))
    write(folder / "deals.csv", *deals(2))
    own = tmp_path / "own.toml"
    own.write_text(MAPPING, encoding="utf-8")
    import_source(folder, workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    assert signals_in(tmp_path / "w") == []
    own.write_text(MAPPING + WIDE, encoding="utf-8")
    import_source(folder, workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    assert {row[1:3] for row in signals_in(tmp_path / "w")} == {
        ("funding", "2026-02-01"),
        ("leadership", "2026-01-15"),
        ("revenue", "2025-12-31"),
    }
    assert answers(tmp_path / "w", "new_marketing_leader") == ["yes", "?"]


def test_a_file_without_signals_side_by_side_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    write(folder / "companies.csv", *companies(("x",), header=("Note",)))
    write(folder / "deals.csv", *deals(1))
    own = tmp_path / "own.toml"
    own.write_text(MAPPING + WIDE, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        import_source(folder, workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    (problem,) = caught.value.problems
    assert (problem.what, problem.place) == (
        "No column of companies.csv holds signals side by side",
        f"{own}:14",
    )


def test_signals_of_their_own_are_used_instead(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    write(folder / "companies.csv", *companies(("2026-02-01",), ("",), header=("Last Funding Date",)))
    write(folder / "deals.csv", *deals(2))
    write(folder / "rounds.csv", ("Company", "Day"), ("100", "2025-12-24"))
    own = tmp_path / "own.toml"
    columns = 'account_key = "Company"\nkind = { const = "funding" }\nat = "Day"\n'
    text = f'[[signals]]\nfile = "rounds.csv"\n[signals.columns]\n{columns}'
    own.write_text(MAPPING + text, encoding="utf-8")
    import_source(folder, workspace=tmp_path / "w", today=TODAY, mapping=str(own))
    assert [row[2] for row in signals_in(tmp_path / "w")] == ["2025-12-24"]


def test_of_amounts_in_several_currencies_those_in_one_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    header = (*FUNDING, "Last Funding Amount Currency", "Last Funding Amount (in USD)")
    row = ("2026-02-01", "Series A", "400000000", "JPY", "2600000")
    write(folder / "companies.csv", *companies(row, row, header=header))
    write(folder / "deals.csv", *deals(2))
    import_source(folder, workspace=tmp_path / "w", today=TODAY)
    assert [found[3] for found in signals_in(tmp_path / "w")] == ["2600000.0"] * 2


def test_a_day_of_a_round_is_a_whole_day() -> None:
    assert days_of(date(2026, 3, 1)) - 180 == days_of(date(2025, 9, 2))


def test_the_day_of_the_last_round_stays_a_fact_of_its_own_name(tmp_path: Path) -> None:
    """It can be searched and claimed as before; as signals it makes situations known, of the same group."""
    folder = tmp_path / "e"
    folder.mkdir()
    rows = [("2026-02-01" if i % 3 else "",) for i in range(90)]
    write(folder / "companies.csv", *companies(*rows, header=("Last Funding Date",)))
    write(folder / "deals.csv", *deals(90))
    import_source(folder, workspace=tmp_path / "w", today=TODAY)
    workspace = Workspace.open(tmp_path / "w")
    with workspace.reading() as (dataset, scan):
        found = read_deals(scan, dataset)
    dated = [a for a in found.attributes if "unding" in a.parameter.name]
    assert [(a.parameter.name, a.parameter.label) for a in dated] == [("x_last_funding_date", "Last Funding Date")]
    (raised,) = [one for one in found.situations if one.name == "raised"]
    assert raised.values.tolist() == ["true" if day else None for (day,) in rows]
    assert not raised.is_searched
