"""`whofor situations`: lists of every form, what was known on a day, both languages, and what is wrong with lists."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from whofor import AccountSituations, InputError, SourceError, UsageError, WhoforError, find_situations
from whofor.app.import_source import import_source

DAY = date(2026, 6, 10)
WIDE = (
    "Company,Domain,Sector,Headcount 2026-01,Headcount 2026-03,Employees (May 2026),"
    "Last Funding Date,Last Funding Round,Last Funding Amount,CMO change date\n"
    "Acme SAS,acme.fr,Fintech,20,25,40,2026-03-12,Series A,€4M,\n"
    "Birch Ltd,birch.io,Retail,100,100,101,2024-01-05,Seed,$1M,2026-04-02\n"
    "Cedar GmbH,cedar.de,Retail,,,,,,,\n"
    "Dune,dune.com,Fintech,50,70,80,,,,\n"
)
ACCOUNTS = "Company,Domain\nAcme SAS,acme.fr\nBirch Ltd,birch.io\nCedar GmbH,cedar.de\nDune,dune.com\n"
LONG = """company,signal,date,headline,sentiment,amount,public since
ACME,Press,2026-05-02,Acme under fire,-0.5,,
acme,press,2026-05-03,Again,-0.2,,
Acme S.A.S.,press,2026-05-04,And again,-0.9,,
birch limited,Funding round,2026-06-09,Birch raises,,3 M€,
Cedar,Funding round,2026-05-01,Cedar raised in silence,,2 M€,2026-06-10
Elm,press,2026-05-04,Elm is new,0.4,,
Dune,press,soon,Dune,0.4,,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lists as files, in the working directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("wide.csv", WIDE), ("accounts.csv", ACCOUNTS), ("events.csv", LONG)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def held(found: AccountSituations) -> set[tuple[str, str]]:
    return {(row.account_key, row.situation) for row in found.rows if row.holds}


def counts(found: AccountSituations, name: str) -> tuple[int, int, int]:
    one = found.situation(name)
    return one.n_holds, one.n_not, one.n_unknown


def test_one_row_for_each_signal(folder: Path) -> None:
    found = find_situations("accounts.csv", ["events.csv"], as_of=DAY)
    assert held(found) == {("acme.fr", "bad_buzz"), ("birch.io", "raised")}
    assert counts(found, "raised") == (1, 0, 3), "what Cedar raised became public on the day itself"
    (read,) = found.files
    assert (read.column, read.by) == ("company", "Company")
    assert read.kinds == {"press": 3, "funding": 2}
    assert (read.unmatched.rows, read.unmatched.examples) == (1, ("Elm",))
    assert (read.without_day.rows, read.without_day.examples) == (1, ("Dune – soon",))
    (buzz,) = (row for row in found.rows if row.situation == "bad_buzz" and row.holds)
    assert [signal.day for signal in buzz.signals] == ["2026-05-04", "2026-05-03", "2026-05-02"]
    assert buzz.since == "2026-05-04", "it took three"
    assert buzz.signals[0].about == {"text": "And again", "tone": -0.9}
    (raised,) = (row for row in found.rows if row.situation == "raised" and row.holds)
    assert (raised.account, raised.signals[0].value) == ("Birch Ltd", 3_000_000)
    later = find_situations("accounts.csv", ["events.csv"], as_of=date(2026, 6, 11))
    assert counts(later, "raised") == (2, 0, 2)
    (cedar,) = (row for row in later.rows if row.account_key == "cedar.de" and row.holds)
    assert (cedar.since, cedar.signals[0].known_on) == ("2026-06-10", "2026-06-10")


def test_one_row_for_each_account(folder: Path) -> None:
    found = find_situations("wide.csv", as_of=DAY)
    assert held(found) == {
        *(("acme.fr", name) for name in ("raised", "series_a_or_b", "hyper_growth")),
        ("birch.io", "new_marketing_leader"),
    }
    assert counts(found, "raised") == (1, 1, 2)
    assert found.files[0].kinds == {"headcount": 9, "funding": 2, "leadership": 1}
    (growth,) = (row for row in found.rows if row.situation == "hyper_growth" and row.holds)
    assert [(signal.day, signal.value) for signal in growth.signals] == [("2026-05-31", 40), ("2026-03-31", 25)]
    (round_,) = next(row for row in found.rows if row.situation == "series_a_or_b" and row.holds).signals
    assert (round_.day, round_.value, round_.about) == ("2026-03-12", 4_000_000, {"detail": "Series A"})
    # A month is known when it is over.
    assert ("acme.fr", "hyper_growth") not in held(find_situations("wide.csv", as_of=date(2026, 5, 31)))


def test_a_list_of_signals_replaces_what_the_accounts_repeat_of_it(folder: Path) -> None:
    (folder / "rounds.csv").write_text("Domain;Date\nhttps://www.birch.io/team;2026-05-01\n", encoding="utf-8")
    found = find_situations("wide.csv", ["rounds.csv", "events.csv"], as_of=DAY)
    assert ("birch.io", "raised") in held(found)
    assert ("acme.fr", "raised") not in held(found)
    assert ("acme.fr", "hyper_growth") in held(found)
    assert [str(note) for note in found.notes] == [
        "The columns of wide.csv about funding were not used: a list of signals tells more"
    ]
    assert next(one for one in found.files if one.file == "rounds.csv").by_name, "its name says what it holds"


@pytest.mark.parametrize("form", ["xlsx", "parquet", "jsonl", "tsv"])
def test_every_form_of_file(folder: Path, form: str) -> None:
    wanted = find_situations("wide.csv", ["events.csv"], as_of=DAY)
    for name in ("wide", "events"):
        rows = list(csv.reader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"))))
        _write(folder / f"{name}.{form}", rows)
    found = find_situations(f"wide.{form}", [f"events.{form}"], as_of=DAY)
    assert found.rows == wanted.rows
    assert found.situations == wanted.situations


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    match path.suffix:
        case ".xlsx":
            book = Workbook()
            for row in rows:
                book.active.append([cell or None for cell in row])
            book.save(path)
        case ".parquet":
            source = str(path.with_suffix(".csv"))
            duckdb.sql(f"COPY (SELECT * FROM read_csv('{source}', header = true, all_varchar = true)) TO '{path}'")
        case ".jsonl":
            lines = [json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:]]
            path.write_text("\n".join(lines), encoding="utf-8")
        case _:
            path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")


def test_a_workbook_with_all_lists(folder: Path) -> None:
    book = Workbook()
    for name, text in (("Notes", "a,b\n1,2\n2,3\n"), ("Prospects", ACCOUNTS), ("Events", LONG)):
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text)):
            sheet.append([cell or None for cell in row])
    del book["Sheet"]
    book.save("book.xlsx")
    book_found = find_situations("book.xlsx", as_of=DAY)
    assert book_found.rows == find_situations("accounts.csv", ["events.csv"], as_of=DAY).rows
    assert [str(note) for note in book_found.notes] == [
        "book.xlsx/Prospects was taken for the list of accounts",
        "Not used, as there are no signals in them: book.xlsx/Notes",
    ]


@pytest.mark.parametrize("with_lists", [False, True])
def test_a_workspace(folder: Path, *, with_lists: bool) -> None:
    export = folder / "export"
    export.mkdir()
    (export / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (export / "deals.csv").write_text("Id,Client,Stage,Opened\n1,acme.fr,won,2026-01-01\n2,dune.com,lost,2026-01-02\n")
    (export / "events.csv").write_text("Client,What,On\nacme.fr,funding,2026-05-01\nacme.fr,funding,2026-06-10\n")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    import_source(export, workspace="ws", mapping="mapping.toml", today=DAY)
    if not with_lists:
        found = find_situations("ws", as_of=DAY)
        assert held(found) == {("acme.fr", "raised")}
        assert (counts(found, "raised"), found.files) == ((1, 0, 3), ())
        return
    found = find_situations("ws", ["events.csv"], as_of=DAY)
    assert held(found) == {("acme.fr", "raised"), ("acme.fr", "bad_buzz"), ("birch.io", "raised")}
    assert next(row for row in found.rows if row.account_key == "birch.io").account == "Birch Ltd"


def test_a_workspace_with_rules_of_its_own(folder: Path) -> None:
    export = folder / "export"
    export.mkdir()
    (export / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (export / "deals.csv").write_text("Id,Client,Stage,Opened\n1,acme.fr,won,2026-01-01\n2,dune.com,lost,2026-01-02\n")
    (export / "events.csv").write_text("Client,What,On\nacme.fr,funding,2026-05-01\ndune.com,fair,2026-06-01\n")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    own = '[situation.met]\nwhen = [{signal = "fair"}]\n[situation.moved]\nwhen = [{signal = "move"}]'
    (folder / "own.toml").write_text(own, encoding="utf-8")
    import_source(export, workspace="ws", mapping="mapping.toml", situations="own.toml", lenient=True, today=DAY)
    found = find_situations("ws", as_of=DAY)
    assert held(found) == {("acme.fr", "raised"), ("dune.com", "met")}
    assert [str(warning) for warning in found.warnings] == [
        "'moved' asks for signals of the kind 'move', and there are none: it stays unknown"
    ]
    with pytest.raises(InputError, match="'move' is no kind of signal"):
        find_situations("ws", as_of=DAY, rules="own.toml")


MAPPING = """[accounts]
file = "accounts.csv"
key = "Domain"
[accounts.columns]
name = "Company"
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Client"
opened = "Opened"
[deals.outcome]
column = "Stage"
won = "won"
lost = "lost"
[signals]
file = "events.csv"
[signals.columns]
account_key = "Client"
kind = "What"
at = "On"
"""


def test_what_comes_later_changes_nothing(folder: Path) -> None:
    before = find_situations("accounts.csv", ["events.csv"], as_of=DAY)
    planted = [
        f"{name},{kind},{(DAY + timedelta(days)).isoformat()},later,-1,9 M€,{public}"
        for name in ("Acme", "Birch", "Cedar", "Dune")
        for kind in ("press", "funding", "leadership", "merger")
        for days, public in ((0, ""), (1, ""), (300, ""), (-20, DAY.isoformat()), (-20, "2026-12-31"))
    ]
    (folder / "events.csv").write_text(LONG + "\n".join(planted) + "\n", encoding="utf-8")
    after = find_situations("accounts.csv", ["events.csv"], as_of=DAY)
    assert after.rows == before.rows
    answers = [(one.name, one.n_holds, one.n_not, one.n_unknown) for one in before.situations]
    assert [(one.name, one.n_holds, one.n_not, one.n_unknown) for one in after.situations] == answers


def test_facts_of_the_list_and_rules_of_ones_own(folder: Path) -> None:
    text = (
        '[situation.fintech_that_grows]\nlabel.en = "Fintech that grows"\n'
        'when = [{fact = "Sector", is = ["fintech"]}, {series = "headcount", change = "> 10%", over_days = 60}]\n'
    )
    (folder / "own.toml").write_text(text.replace("Sector", "industry"), encoding="utf-8")
    found = find_situations("wide.csv", as_of=DAY, rules="own.toml")
    assert counts(found, "fintech_that_grows") == (2, 2, 0)
    row = next(row for row in found.rows if row.situation == "fintech_that_grows")
    assert row.facts == {"industry": "Fintech"}
    (folder / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"own.toml:3 .*There is no fact 'Sector'. The facts are: industry"):
        find_situations("wide.csv", as_of=DAY, rules="own.toml")
    lenient = find_situations("wide.csv", as_of=DAY, rules="own.toml", lenient=True)
    assert any("'Sector', which is not recorded" in str(warning) for warning in lenient.warnings)


def test_most_limits_the_accounts_and_keeps_the_counts(folder: Path) -> None:
    whole = find_situations("wide.csv", ["events.csv"], as_of=DAY)
    first = find_situations("wide.csv", ["events.csv"], as_of=DAY, most=1)
    assert first.situations == whole.situations
    assert {row.account_key for row in first.rows} == {"birch.io"}, "of two with as many, what happened later"
    assert [row for row in whole.rows if row.account_key == "birch.io"] == list(first.rows)
    assert repr(first) == "as of 2026-06-10: 2 of 4 accounts in 4 situations"
    assert first.to_dicts()[0]["signals"]


def test_rows_of_the_list_that_are_left_out_are_counted(folder: Path) -> None:
    (folder / "accounts.csv").write_text(f"{ACCOUNTS}Acme again,acme.fr\nNo domain,\n", encoding="utf-8")
    found = find_situations("accounts.csv", ["events.csv"], as_of=DAY)
    assert found.key == "Company", "it tells all of them apart"
    (folder / "accounts.csv").write_text(
        "Id,Company\n1,Acme\n1,Acme\n,Birch\n2,Dune\n3,Elm\n4,Fir\n5,Gum\n", encoding="utf-8"
    )
    found = find_situations("accounts.csv", ["events.csv"], as_of=DAY)
    assert found.n_accounts + found.repeated.rows == 7


def test_the_order_of_days_is_that_of_each_file(folder: Path) -> None:
    for name, text in (
        ("us.csv", "Acme,03/25/2026,press\nAcme,03/04/2026,press\n"),
        ("fr.csv", "Dune,25/03/2026,press\nDune,03/04/2026,press\n"),
        ("both.csv", "Birch,03/04/2026,press\n"),
    ):
        (folder / name).write_text(f"Company,Date,Kind\n{text}", encoding="utf-8")
    (folder / "own.toml").write_text('[situation.seen]\nwhen = [{signal = "press"}]', encoding="utf-8")
    found = find_situations("accounts.csv", ["us.csv", "fr.csv", "both.csv"], as_of=DAY, rules="own.toml")
    days = {
        row.account: [one.day for one in row.signals] for row in found.rows if row.situation == "seen" and row.holds
    }
    assert days == {
        "Acme SAS": ["2026-03-25", "2026-03-04"],
        "Dune": ["2026-04-03", "2026-03-25"],
        "Birch Ltd": ["2026-04-03"],
    }
    assert [one.ambiguous for one in found.files] == ["", "", "03/04/2026 → 2026-04-03"]


def test_several_signals_of_one_day_count_each(folder: Path) -> None:
    (folder / "jobs.csv").write_text("Company,Date\n" + "Acme,2026-05-02\n" * 5, encoding="utf-8")
    found = find_situations("accounts.csv", ["jobs.csv"], as_of=DAY)
    assert held(found) == {("acme.fr", "hiring_burst")}


WRONG: dict[str, tuple[str, str, str]] = {
    "no day": ("Company,What\nAcme,funding\n", "No column holds the days", "Company, What"),
    "no kind": ("Company,Date\nAcme,2026-05-01\n", "Nothing says what kind", "Company, Date"),
    "no shared key": ("Company,Date,Kind\nZorro,2026-05-01,press\n", "No column names an account", "Company (Zorro)"),
    "empty": ("", "The file is empty", "list.csv"),
    "no rows": ("Company,Date,Kind\n", "a header and no rows", "list.csv"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_list_that_cannot_be_used(folder: Path, case: str) -> None:
    text, what, shown = WRONG[case]
    (folder / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises((SourceError, InputError)) as caught:
        find_situations("accounts.csv", ["list.csv"], as_of=DAY)
    assert what in str(caught.value)
    assert shown in str(caught.value)


def test_all_that_is_wrong_is_told_together(folder: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (folder / name).write_text("Company,What\nAcme,funding\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        find_situations("accounts.csv", ["one.csv", "two.csv"], as_of=DAY)
    assert [problem.place for problem in caught.value.problems] == ["one.csv", "two.csv"]
    with pytest.raises(UsageError) as usage:
        find_situations(5, [6], as_of="soon", lenient="yes")  # type: ignore[arg-type]
    assert [problem.place for problem in usage.value.problems] == ["ACCOUNTS", "--signals", "--as-of", "--lenient"]


@pytest.mark.parametrize(
    ("accounts", "keywords", "said"),
    [
        ("acounts.csv", {}, "Did you mean 'accounts.csv'"),
        ("accounts.csv", {}, "There are no signals"),
        ("wide.csv", {"as_of": date(2999, 1, 1)}, "still to come"),
        ("wide.csv", {"as_of": "yesterday"}, "this is no date"),
        ("wide.csv", {"rules": "own.tom"}, "no such file of situations"),
    ],
)
def test_other_mistakes(folder: Path, accounts: str, keywords: dict[str, object], said: str) -> None:
    with pytest.raises(WhoforError, match=said):
        find_situations(accounts, **{"as_of": DAY, **keywords})  # type: ignore[arg-type]


def test_warnings(folder: Path) -> None:
    rows = "".join(f"{name},2026-05-01,funding\n" for name in ("Acme", "Birch", "Cedar", "Dune", "Dune"))
    (folder / "list.csv").write_text(f"Company,Date,Kind\n{rows}", encoding="utf-8")
    found = find_situations("accounts.csv", ["list.csv"], as_of=DAY)
    assert [str(warning) for warning in found.warnings] == [
        "All 5 signals of the kind 'funding' lie on 2026-05-01: that is the day of an export, not of an event",
        "'raised' holds for all 4: it tells none apart",
    ]


# -------- The command --------


def whofor(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from whofor.cli import main; main()", *words]
    return subprocess.run(call, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"})


USUAL = ("situations", "wide.csv", "--signals", "events.csv", "--as-of", DAY.isoformat())


def test_the_terminal_in_both_languages(folder: Path) -> None:
    english = whofor(*USUAL)
    assert (english.returncode, english.stderr) == (0, "")
    lines = english.stdout.splitlines()
    assert lines[0].startswith("2 of 4 accounts are in a situation that creates a need")
    assert any("Elm" in line for line in lines)
    assert "Raised money lately: Money was raised for a plan" in english.stdout
    assert lines[-1].startswith("All accounts in a file: whofor situations wide.csv --signals events.csv")
    french = whofor(*USUAL, "--lang", "fr")
    assert "2 comptes sur 4 sont dans une situation qui crée un besoin" in french.stdout
    assert "Levée de fonds récente" in french.stdout
    assert "le 10 juin 2026" in french.stdout
    assert not {"not known", "funding round", "press article"} & {*french.stdout.split("\n")}
    wrong = whofor("situations", "accounts.csv", "--lang", "fr")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "Il n’y a pas de signaux" in wrong.stderr


def test_rows_for_programs_and_spreadsheets(folder: Path) -> None:
    done = whofor(*USUAL, "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0].keys() == {"account_key", "account", "situation", "answer", "since", "evidence"}
    first = next(row for row in rows if row["situation"] == "bad_buzz" and row["answer"] == "yes")
    assert first["since"] == "2026-05-04"
    assert first["evidence"].startswith("press article “And again”, tone −0.9 (4 May 2026)")
    assert {row["answer"] for row in rows} == {"yes", "unknown"}
    assert all(row["evidence"] for row in rows)
    assert whofor(*USUAL, "--csv", "out.csv", "--excel", "fr").returncode == 0
    content = (folder / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "bad buzz" in content.decode("utf-8-sig").lower()
    assert "04/05/2026" in content.decode("utf-8-sig")


def test_no_cell_is_a_formula(folder: Path) -> None:
    (folder / "accounts.csv").write_text("Company,Domain\n=1+1,acme.fr\nDune,dune.com\n", encoding="utf-8")
    (folder / "list.csv").write_text(
        "Domain,Date,Kind,Headline\nacme.fr,2026-05-01,funding,@SUM(A1)\n", encoding="utf-8"
    )
    done = whofor("situations", "accounts.csv", "--signals", "list.csv", "--as-of", "2026-06-10", "--csv", "-")
    assert "'=1+1" in done.stdout


def test_one_document(folder: Path) -> None:
    document = json.loads(whofor(*USUAL, "--json").stdout)
    assert (document["as_of"], document["accounts"], document["accounts_in_any"]) == ("2026-06-10", 4, 2)
    assert {"name", "label", "why", "n_holds", "n_not", "n_unknown"} <= document["situations"][0].keys()
    assert document["files"][-1]["unmatched"] == {"rows": 1, "texts": 1, "examples": ["Elm"]}
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    keys = {*document, *document["situations"][0], *document["rows"][0], *document["files"][0]}
    assert not {key for key in keys if f"`{key}`" not in page}


# -------- Real companies --------


def test_raised_is_what_a_plain_loop_says(tmp_path: Path, data_dir: Path) -> None:
    """200 companies as of 15 days: 3,000 pairs."""
    source = data_dir / "crunchbase_2013"
    with (source / "crunchbase-rounds.csv").open(encoding="latin-1", newline=None) as file:
        days: dict[str, list[date]] = {}
        for row in csv.DictReader(file):
            days.setdefault(row["company_permalink"], []).append(date.fromisoformat(row["funded_at"]))
    rng = random.Random(7)
    some = set(rng.sample(sorted(days), 200))
    with (source / "crunchbase-companies.csv").open(encoding="latin-1", newline=None) as file:
        rows = [row for row in csv.DictReader(file) if row["permalink"] in some]
    with (tmp_path / "companies.csv").open("w", encoding="latin-1", newline="\r") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with (source / "crunchbase-rounds.csv").open(encoding="latin-1", newline="") as file:
        # The rows as they are written, of these companies and of every twentieth other one, as each day reads them all.
        head, *rounds = file.read().replace("\r\n", "\n").replace("\r", "\n").splitlines()
    kept = [line for i, line in enumerate(rounds) if i % 20 == 0 or line.split(",", 1)[0] in some]
    (tmp_path / "rounds.csv").write_bytes("\r".join([head, *kept]).encode("latin-1"))
    differ = 0
    on_borders = [
        rng.choice(days[rng.choice(sorted(some))]) + timedelta(rng.choice([0, 1, 180, 181])) for _ in range(15)
    ]
    for asked in on_borders:
        found = find_situations(tmp_path / "companies.csv", [tmp_path / "rounds.csv"], as_of=asked)
        told = {row.account_key: row.holds for row in found.rows if row.situation == "raised"}
        for key in (row["permalink"] for row in rows):
            before = [day for day in days[key] if day < asked]
            wanted = any((asked - day).days <= 180 for day in before) if before else None
            differ += told.get(key, False) is not wanted
    assert differ == 0


DEALS = (
    "Deal ID,Deal name,Company,Owner,Account type,Last Funding Date,Headcount 2026-01,Headcount 2026-05\n"
    "1,A one,Acme,Ann,x,2026-05-01,20,40\n"
    "2,A two,Acme,Ann,x,2026-05-01,20,40\n"
    "3,B one,Birch,Bob,y,2024-01-01,10,10\n"
    "4,A three,ACME,Bob,x,2026-05-01,20,40\n"
    "5,A four,Acme,Bob,x,2026-05-02,20,40\n"
)


def test_a_sheet_of_deals_has_each_company_once(folder: Path) -> None:
    (folder / "deals.csv").write_text(DEALS.replace("ACME", "Acme"), encoding="utf-8")
    found = find_situations("deals.csv", as_of=DAY)
    assert counts(found, "raised") == (1, 1, 0)
    assert held(found) >= {("Acme", "raised"), ("Acme", "hyper_growth")}
    (read,) = found.files
    # Rows that say the same are one signal; what one of them alone says counts.
    assert read.kinds == {"headcount": 4, "funding": 3}
    assert [str(note) for note in found.notes] == [
        "Rows of deals.csv joined to others of the same account, by Company: 3"
    ]
    assert found.repeated.rows == 0
    done = whofor_situations(folder, "deals.csv", "--as-of", "2026-06-10", "--lang", "fr")
    assert "Lignes de deals.csv réunies à d’autres du même compte, d’après Company\u00a0: 3" in done


def whofor_situations(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "whofor", "situations", *words]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env=environment).stdout


def test_a_list_in_which_each_company_stands_once_is_no_sheet_of_deals(folder: Path) -> None:
    rows = "1,Acme,x,2026-05-01\n2,Birch,x,\n3,Cedar,y,2020-01-01\n"
    (folder / "list.csv").write_text(f"Id,Company,Account type,Last Funding Date\n{rows}", encoding="utf-8")
    found = find_situations("list.csv", as_of=DAY)
    assert counts(found, "raised") == (1, 1, 1)
    assert found.notes == ()
