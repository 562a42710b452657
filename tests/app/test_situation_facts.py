"""Situations as facts of deals: a planted one is found, told and looked up; what comes later is not seen."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from whofor import InputError, UsageError, accounts, find, run
from whofor.app.run import RunOutcome
from whofor.app.score import ScoreOptions, score
from whofor.days import days_of
from whofor.documents.result_document import document_result, result_document
from whofor.model import ListKind, Verdict
from whofor.model.accounts import in_list
from whofor.model.options import FindOptions
from whofor.reports.html import render_html
from whofor.reports.terminal import Detail, render_terminal
from whofor.workspace import Workspace

TODAY = date(2026, 3, 1)
OPTIONS = FindOptions(permutations=200)
MAPPING = """
[accounts]
file = "accounts.csv"
key = "Id"
[accounts.columns]
name = "Name"
industry = "Sector"
country = "Country"
[accounts.extra]
"Earlier companies" = "definition"
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Account"
opened = "Opened"
closed = "Closed"
lead_source = "Source"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
open = "Open"
[signals]
file = "signals.csv"
[signals.columns]
account_key = "Account"
kind = "Kind"
at = "Day"
value = "Value"
tone = "Tone"
role = "Role"
"""
RULES = """
version = 1
[situation.new_buyer]
when = [{signal = "leadership", where = {role = "Head of Buying"}, within_days = 300}]
label.en = "A head of buying came"
label.fr = "Un responsable des achats est arrivé"
why.en = "He changes suppliers."
"""


def write(folder: Path, name: str, head: str, rows: list[list[object]]) -> None:
    with (folder / name).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def export(folder: Path, seed: int = 1, n: int = 800, *, later: bool = False) -> Path:
    """Deals of which those under bad press sign in half of the cases, the others in one of seven.

    Args:
        folder: Where the files go.
        seed: Seed of all draws.
        n: Deals, each of an account of its own; forty accounts have none.
        later: Whether each account has bad press and a head of buying from the day on which its deal was opened.
    """
    folder.mkdir(parents=True)
    draw = random.Random(seed)
    firms: list[list[object]] = []
    deals: list[list[object]] = []
    signals: list[list[object]] = []
    for i in range(n + 40):
        key, sector = f"A{i}", draw.choice(["Fintech", "Retail", "Health", "Media"])
        firms.append([key, f"Company {i}", sector, draw.choice(["France", "Germany", "Spain"]), draw.choice("0012")])
        opened = date(2024, 1, 1) + timedelta(days=draw.randrange(700)) if i < n else date(2026, 1, 5)
        buzz = draw.random() < 0.35
        for _ in range(3 if buzz else draw.choice([0, 1, 2])):
            day = opened - timedelta(days=draw.randrange(5, 80))
            signals.append([key, "press", day, "", -1 if buzz else draw.choice([1, 0, 0.5]), ""])
        if draw.random() < 0.6:
            role = draw.choice(["CMO", "CTO", "Head of Buying"])
            signals.append([key, "leadership", opened - timedelta(days=draw.randrange(1, 400)), "", "", role])
        signals.append([key, "headcount", opened - timedelta(days=20), draw.randrange(10, 900), "", ""])
        if i >= n:
            continue
        stage = "Open" if draw.random() < 0.05 else "Won" if draw.random() < (0.55 if buzz else 0.14) else "Lost"
        closed = "" if stage == "Open" else opened + timedelta(days=draw.randrange(5, 60))
        deals.append([f"D{i}", key, stage, opened, closed, draw.choice(["Fair", "Web"])])
        if later:
            signals.extend([key, "press", opened + timedelta(days=k), "", -1, ""] for k in range(4))
            signals.append([key, "leadership", opened, "", "", "Head of Buying"])
    write(folder, "accounts.csv", "Id,Name,Sector,Country,Earlier companies", firms)
    write(folder, "deals.csv", "Id,Account,Stage,Opened,Closed,Source", deals)
    write(folder, "signals.csv", "Account,Kind,Day,Value,Tone,Role", signals)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")
    return folder


def searched(folder: Path, **options: object) -> RunOutcome:
    """Run the export, with the rules of its own."""
    files = {"mapping": str(folder / "mapping.toml"), "situations": str(folder / "rules.toml"), **options}
    return run(folder, workspace=folder / "ws", today=TODAY, options=OPTIONS, **files)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    return searched(export(tmp_path_factory.mktemp("situations") / "export"))


def test_the_planted_situation_defines_the_type_of_client(outcome: RunOutcome) -> None:
    (found, *_) = outcome.result.search.segments
    assert found.verdict is Verdict.PASS
    assert [(c.parameter, c.values) for c in found.segment.conditions] == [("situation_bad_buzz", ("true",))]
    names = {"situation_bad_buzz", "situation_new_buyer", "signal_press", "signal_leadership"}
    rows = outcome.result.session.deals().rows
    there = {a.parameter.name for a in rows.attributes}
    assert names <= there
    # The day of a value of a series is no event; windows after one kind of signal are searched by its day.
    assert not there & {"signal_headcount", "situation_merger", "situation_raised"}


def test_what_was_going_on_is_counted_by_hand(outcome: RunOutcome) -> None:
    """Told of the judged deals, from the files: press of the 90 days before the opening, the tone of all of it."""
    told = {one.name: one for one in outcome.result.clients.going_on}
    session = outcome.result.session
    with Workspace.open(session.workspace.path).reading() as (_, scan):
        deals = scan.project("deals", ["account_key", "opened", "outcome"])
        signals = scan.project("signals", ["account_key", "kind", "at", "tone"])
    press = [row for row in zip(*(signals[name].tolist() for name in signals), strict=True) if row[1] == "press"]
    judged = session.deals().judged(OPTIONS, TODAY).keep
    counts, won = {"holds": 0, "not": 0, "unknown": 0}, 0
    for row in judged.nonzero()[0].tolist():
        key, opened = deals["account_key"][row], int(deals["opened"][row])
        tones = [tone for account, _, at, tone in press if account == key and opened - 90 <= at < opened]
        ever = any(account == key and at < opened for account, _, at, _ in press)
        holds = len(tones) >= 3 and sum(tones) / len(tones) < 0
        counts["holds" if holds else "not" if ever else "unknown"] += 1
        won += bool(holds and deals["outcome"][row] == "won")
    buzz = told["bad_buzz"]
    assert {"holds": buzz.n_holds, "not": buzz.n_not, "unknown": buzz.n_unknown} == counts
    assert buzz.signed is not None
    assert buzz.signed.own.n == counts["holds"]
    assert buzz.signed.own.estimate == pytest.approx(won / counts["holds"], rel=1e-5)
    assert buzz.signed.p < 0.001
    (part,) = [one for one in buzz.types if one.finding == "S1"]
    assert (part.own.estimate, part.other.estimate) == (1.0, 0.0)
    noise = told["new_buyer"]
    assert noise.signed is not None
    assert noise.signed.p > 0.05
    assert noise.is_searched


def test_words_are_those_of_the_language(outcome: RunOutcome) -> None:
    result = outcome.result
    french, english = (render_html(result, language) for language in ("fr", "en"))
    assert "entreprises en plein bad buzz" in french
    assert "Ce qui se passait chez eux" in french
    assert "Un responsable des achats est arrivé" in french
    assert "companies with bad press" in english
    assert "A head of buying came" in english
    assert "He changes suppliers." in english


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Going on: Bad buzz. Expect: GDPR."), ("fr", "Contexte : Bad buzz. À prévoir : GDPR.")],
)
def test_a_terminal_says_it_in_one_line(outcome: RunOutcome, language: str, line: str) -> None:
    out = io.StringIO()
    render_terminal(outcome.result, language, Console(file=out, width=100), Detail.SHORT)
    assert line in out.getvalue().replace("\u00a0", " ")


def test_a_document_keeps_what_was_going_on(outcome: RunOutcome) -> None:
    document = json.loads(json.dumps(result_document(outcome.result)))
    assert document["going_on"][0]["label"]["en"]
    assert result_document(document_result(document)) == result_document(outcome.result)


def test_accounts_that_fit_now_are_those_with_such_signals_before_that_day(outcome: RunOutcome) -> None:
    found = accounts(outcome.result.session, "S1", today=TODAY)
    last = days_of(date.fromisoformat(found.day))
    with Workspace.open(outcome.result.session.workspace.path).reading() as (_, scan):
        signals = scan.project("signals", ["account_key", "kind", "at", "tone"])
        deals = scan.project("deals", ["account_key"])["account_key"].tolist()
        everybody = scan.project("accounts", ["account_key"])["account_key"].tolist()
    tones: dict[str, list[float]] = {}
    for key, kind, at, tone in zip(*(signals[name].tolist() for name in signals), strict=True):
        if kind == "press" and last - 90 <= at < last:
            tones.setdefault(key, []).append(tone)
    alone = {key for key in set(everybody) - set(deals) if len(tones.get(key, ())) >= 3 and sum(tones[key]) < 0}
    assert alone
    assert {row.account_key for row in in_list(found.lists, ListKind.NO_DEAL).rows} == alone


def test_nothing_from_the_day_of_opening_on_is_known(tmp_path: Path) -> None:
    plain, later = (searched(export(tmp_path / str(late) / "export", later=late)) for late in (False, True))
    for one, other in zip(plain.result.clients.going_on, later.result.clients.going_on, strict=True):
        assert (one.name, one.n_holds, one.n_not, one.n_unknown) == (
            other.name,
            other.n_holds,
            other.n_not,
            other.n_unknown,
        )


def test_a_claim_names_a_situation_as_people_say_it(outcome: RunOutcome) -> None:
    texts = ("situation bad buzz", "situation_bad_buzz = oui", "a head of buying came = no and situation bad_buzz")
    found = find(outcome.result.session, FindOptions(permutations=200, claims=texts), today=TODAY)
    told = [[(c.parameter, c.values) for c in claim.segment.conditions] for claim in found.search.claims]
    yes = ("situation_bad_buzz", ("true",))
    assert told == [[yes], [yes], [("situation_new_buyer", ("false",)), yes]]
    with pytest.raises(UsageError, match="bad buzz"):
        find(outcome.result.session, FindOptions(claims=("situation bad bus",)), today=TODAY)


def test_the_repeated_command_names_the_rules(outcome: RunOutcome) -> None:
    assert "--situations rules.toml" in outcome.result.run.command


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('when = [{signal = "presse", within_days = 9}]', "'presse' is no kind of signal. Did you mean 'press'"),
        ('when = [{signal = "merger"}]', "no signals of the kind 'merger'"),
        ('when = [{signal = "press", within_days = 0}]', "whole number from 1"),
        ('when = [{fact = "Earlier compani", is = "= 0"}]', "no fact 'Earlier compani'"),
    ],
)
def test_rules_that_ask_for_what_is_not_there_replace_nothing(rules: str, said: str, tmp_path: Path) -> None:
    folder = export(tmp_path / "export", n=150)
    (folder / "rules.toml").write_text(f"version = 1\n[situation.mine]\n{rules}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        searched(folder)
    assert said.split(".", maxsplit=1)[0] in str(error.value)
    assert "rules.toml:3" in str(error.value)
    assert not (folder / "ws" / "manifest.json").exists()


def test_leniently_it_is_warned_of(tmp_path: Path) -> None:
    folder = export(tmp_path / "export", n=150)
    (folder / "rules.toml").write_text('[situation.mine]\nwhen = [{signal = "merger"}]\n', encoding="utf-8")
    done = searched(folder, lenient=True)
    assert ["mine" in str(warning) and "merger" in str(warning) for warning in done.imported.warnings] == [True]
    assert "--lenient" in done.result.run.command


def test_a_file_of_rules_that_is_not_there(tmp_path: Path) -> None:
    folder = export(tmp_path / "export", n=150)
    with pytest.raises(InputError, match=r"no such file of situations.*rules\.toml"):
        searched(folder, situations=str(folder / "rule.toml"))


def test_prospects_are_scored_by_what_is_going_on_there(outcome: RunOutcome, tmp_path: Path) -> None:
    """Of the workspace's own, and of a list with what was written about its companies beside it."""
    session, asked = outcome.session, ScoreOptions(as_of="2026-02-20")
    own = score(workspace=session, today=TODAY)
    under = [row for row in own.rows if "bad_buzz" in row.situations]
    assert 0 < len(under) < own.n
    assert min(row.chance for row in under) > max(row.chance for row in own.rows if not row.situations)
    assert own.names["fr"]["situation_bad_buzz"] == "Bad buzz"
    bad = [["Alder", "press", f"2026-02-{day}", -1] for day in (2, 5, 9)]
    write(tmp_path, "companies.csv", "Id,Company,Sector", [["1", "Alder", "Media"], ["2", "Birch", "Media"]])
    write(tmp_path, "press.csv", "Company,Kind,Date,Tone", [*bad, ["Birch", "press", "2026-02-03", 1]])
    found = {row.name: row for row in score(tmp_path, workspace=session, today=TODAY, options=asked).rows}
    assert (found["Alder"].situations, found["Birch"].situations) == (("bad_buzz",), ())
    assert found["Alder"].chance > 2 * found["Birch"].chance
    before = score(tmp_path, workspace=session, today=TODAY, options=ScoreOptions(as_of="2026-02-04"))
    assert [row.situations for row in before.rows] == [(), ()], "it was not known then"
