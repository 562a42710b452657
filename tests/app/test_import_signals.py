"""Signals and the days they were watched for, from files to situations of deals and accounts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from whofor.app.import_source import import_source
from whofor.days import days_of
from whofor.intake.normalise.conversations import can_embed
from whofor.intake.report import ImportReport
from whofor.model import Kind
from whofor.situations.evaluating import situations_of
from whofor.situations.evidence import evidence_of
from whofor.situations.rules_file import packaged_situations, parse_situations
from whofor.workspace import Workspace

FILES = {
    "accounts.csv": "Id,Name\na1,Brightwater\na2,Kestrel\na3,Larch\n",
    "deals.csv": (
        "Id,Account,Stage,Opened\n"
        "d1,a1,Won,2026-03-14\nd2,a1,Lost,2026-03-15\nd3,a2,Won,2026-06-01\nd4,,Lost,2026-06-01\nd5,a3,Won,2026-06-01\n"
    ),
    "events.csv": (
        "Account,What,On,Public,Size,Mood,Who,Which,Headline,Feed,No\n"
        "a1,Funding,2026-03-01,2026-03-14,$2.5M,,,Series A,Brightwater raises,wire,1\n"
        "a2,Press,2026-05-01,,,négatif,,,Kestrel under fire,daily,\n"
        "a2,press,2026-05-02,,,-0.5,,,,daily,\n"
        "a2,press,2026-05-03,,,positive,,,,daily,\n"
        "a2,Leadership,2026-05-04,,,,Chief Marketing Officer,,,,\n"
        "a2,Funding,soon,,,,,,,,\n"
        "a3,Headcount,2026-02-15,,20,,,,,,\n"
        "a3,Headcount,2026-05-30,,33,,,,,,2\n"
        "a3,Headcount,2026-05-30,,20,,,,,,1\n"
    ),
    "watch.csv": "Account,What,From,To\na1,press,2026-01-01,\n",
}
MAPPING = """[accounts]
file = "accounts.csv"
key = "Id"
[accounts.columns]
name = "Name"
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Account"
opened = "Opened"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
[signals]
file = "events.csv"
[signals.columns]
account_key = "Account"
kind = "What"
at = "On"
known_on = "Public"
value = "Size"
tone = "Mood"
role = "Who"
detail = "Which"
text = "Headline"
source = "Feed"
sequence = "No"
[coverage]
file = "watch.csv"
[coverage.columns]
account_key = "Account"
kind = "What"
since = "From"
until = "To"
"""
TOLD = {1: "yes", -1: "no", 0: "?"}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ImportReport]:
    """The workspace of these files, and what the import tells of them."""
    folder = tmp_path_factory.mktemp("signals")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    report = import_source(
        folder, workspace=folder / "ws", mapping=str(folder / "mapping.toml"), today=date(2026, 10, 1)
    )
    return folder / "ws", report


def test_every_column_is_read(imported: tuple[Path, ImportReport]) -> None:
    workspace, report = imported
    with Workspace.open(workspace).reading() as (_, scan):
        found = scan.project("signals", ["value", "tone", "role", "text", "sequence", "kind"])
        assert found["value"].tolist()[0] == 2_500_000
        assert found["tone"].tolist()[1:4] == [-1.0, -0.5, 1.0]
        assert found["role"].tolist()[4] == "Chief Marketing Officer"
        assert found["text"].tolist()[0] == "Brightwater raises"
        assert found["sequence"].tolist()[-2:] == [2.0, 1.0]
        watched = scan.project("coverage", ["account_key", "since", "until"])
        assert watched["account_key"].tolist() == ["a1"]
        np.testing.assert_array_equal(watched["until"], [np.nan])
        assert watched["since"][0] == days_of(date(2026, 1, 1))
    kinds = {p.name: p.kind for p in report.parameters if p.table == "signals"}
    assert (kinds["value"], kinds["tone"], kinds["detail"]) == (Kind.NUMBER, Kind.NUMBER, Kind.CATEGORY)
    counted = {issue.code: issue for issue in report.issues}
    assert counted["signal_without_day"].count == 1
    assert counted["signal_without_day"].examples == ("a2 Funding",)


def test_situations_of_deals_and_accounts(imported: tuple[Path, ImportReport]) -> None:
    """The round of a1 was told on the day on which d1 was opened: known for d2 alone."""
    rules = packaged_situations()
    names = ("raised", "series_a_or_b", "bad_buzz", "new_marketing_leader", "hyper_growth", "merger")
    with Workspace.open(imported[0]).reading() as (_, scan):
        deals = situations_of(scan, "deals", "opened", rules)
        assert {name: "".join(TOLD[int(a)] for a in deals.answers[name]).replace("yes", "y") for name in names} == {
            "raised": "?y???",
            "series_a_or_b": "?y???",
            "bad_buzz": "??y??",
            "new_marketing_leader": "??y??",
            "hyper_growth": "????y",
            "merger": "?????",
        }
        assert deals.column("raised").tolist() == [None, "true", None, None, None]
        assert deals.counts("raised") == (1, 0, 4)
        later = situations_of(scan, "accounts", days_of(date(2026, 12, 1)), rules)
        assert later.answers["raised"].tolist() == [-1, 0, 0]
        assert later.answers["bad_buzz"].tolist() == [-1, 0, 0]  # a1 alone is watched for, and there was nothing
        (shown,) = evidence_of(scan, parse_situations(RAISED, "s.toml"), ["a1"], days_of(date(2026, 3, 15)))
    (signal,) = shown.signals
    assert signal.columns["text"] == "Brightwater raises"
    assert signal.columns["known_on"] == days_of(date(2026, 3, 14))


RAISED = '[situation.raised]\nwhen = [{signal = "funding", within_days = 180}]'


def test_the_tone_of_a_text_needs_the_extra(tmp_path: Path) -> None:
    files = {
        **FILES,
        "events.csv": "Account,What,On,Mood\na1,press,2026-01-01,They love the new product and recommend it\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    kept = [line for line in MAPPING.splitlines() if not line.startswith(tuple(GONE))]
    (tmp_path / "mapping.toml").write_text("\n".join(kept), encoding="utf-8")
    report = import_source(
        tmp_path, workspace=tmp_path / "ws", mapping=str(tmp_path / "mapping.toml"), today=date(2026, 10, 1)
    )
    with Workspace.open(tmp_path / "ws").reading() as (_, scan):
        (tone,) = scan.project("signals", ["tone"])["tone"].tolist()
    if can_embed():
        assert tone == 1.0
    else:
        assert np.isnan(tone)
        assert "tone_not_told" in {issue.code for issue in report.issues}


GONE = ("known_on", "value", "role", "detail", "text", "source", "sequence")
