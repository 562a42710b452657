"""Exports that can be read and not be analysed: a result with the reason, and nothing that looks like a figure."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from whofor.app.doctor import doctor
from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.app.report import report
from whofor.app.saved_runs import read_run
from whofor.model import Answer, IcpResult, IssueCode, WarningCode
from whofor.model.options import FindOptions
from whofor.model.reasons import NextStep
from whofor.model.reasons.answers import (
    CustomersOnly,
    NoAnswerReason,
    NoClientFacts,
    NoHeaderLine,
    NoLostDeal,
    NoOutcomeColumn,
    NoWonDeal,
    OutcomeUnsure,
    TooFew,
    TooFewLeft,
)
from whofor.model.reasons.steps import ExportLost, ExportWorth, NameColumns, RankByRetention, RankByValue
from whofor.workspace import Workspace

TODAY = date(2026, 11, 1)
OPTIONS = FindOptions(permutations=200)
HEADER = "Deal name,Company,Industry,Stage,Created,Closed,Amount"


def sheet(n: int, stages: tuple[str, ...], *, header: str = HEADER, days: int = 40, start: int = 700) -> str:
    """Return a plain sheet of n deals, their stages in turn, each closed some days after its opening."""
    lines = [header] if header else []
    for i in range(n):
        opened = TODAY - timedelta(days=start - i * 5 % 600)
        stage = stages[i % len(stages)]
        closed = "" if stage in ("Proposal", "Demo") else str(opened + timedelta(days=days))
        sector = ("Bank", "Shop", "Farm")[i % 3]
        lines.append(f"Deal {i},Company {i},{sector},{stage},{opened},{closed},{1000 + i}")
    return "\n".join(lines) + "\n"


def found(tmp_path: Path, text: str, **options: str) -> IcpResult:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "pipeline.csv").write_text(text, encoding="utf-8")
    import_source(tmp_path / "in", workspace=tmp_path / "ws", today=TODAY)
    return find(tmp_path / "ws", FindOptions(permutations=200, **options), today=TODAY)  # type: ignore[arg-type]


CASES: dict[str, tuple[str, NoAnswerReason]] = {
    "no lost deal": (sheet(60, ("Won", "Won", "Proposal")), NoLostDeal(40, 20)),
    "every deal won": (sheet(60, ("Won", "Won", "Won", "Demo")), NoLostDeal(45, 15)),
    "no won deal": (sheet(60, ("Lost", "Lost", "Proposal")), NoWonDeal(40, 20)),
    "too few": (sheet(12, ("Won", "Lost", "Demo")), TooFew(4, 4, 4, 15)),
    "no header line": (sheet(60, ("Won", "Lost"), header=""), NoHeaderLine("column 4")),
    "no outcome": (sheet(60, ("North", "South"), header=HEADER.replace("Stage", "Area")), NoOutcomeColumn(60)),
    "customers": (
        "Company,Industry,Customer since,ARR\n"
        + "".join(f"C{i},{('Bank', 'Shop')[i % 2]},2025-0{i % 9 + 1}-11,{500 + i}\n" for i in range(60)),
        CustomersOnly(60),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_reason_is_named_and_nothing_is_analysed(case: str, tmp_path: Path) -> None:
    text, why = CASES[case]
    result = found(tmp_path, text)
    assert (result.answer, result.why) == (Answer.NOT_ENOUGH_DATA, (why,))
    assert (result.run.rows, result.run.n_won, result.search.findings) == (0, 0, ())
    assert result.run.n_read == text.count("\n") - ("no header" not in case)
    assert result.next_steps
    # It is kept and drawn like any other run.
    assert read_run(Workspace.open(tmp_path / "ws"), result.run.id) == result
    for language in ("en", "fr"):
        page = report(tmp_path / "ws", run_id=result.run.id, language=language).read_text(encoding="utf-8")
        assert 'id="map-title"' not in page
        assert 'id="answer-title"' in page


def test_losses_alone_do_not_hide_what_tells_the_won_ones(tmp_path: Path) -> None:
    """A status that only knows lost leads, beside the day on which others became customers."""
    lines = ["Company,Industry,Created,Lead status,Customer since"]
    for i in range(60):
        since, status = (f"2026-02-{i % 28 + 1:02d}", "") if i % 3 == 0 else ("", ("Unqualified", "New")[i % 2])
        lines.append(f"Company {i},Bank,2025-03-{i % 28 + 1:02d},{status},{since}")
    result = found(tmp_path, "\n".join(lines))
    assert result.why == (OutcomeUnsure("Customer since"),)


def test_nothing_is_known_of_the_clients(tmp_path: Path) -> None:
    lines = [",".join((line.split(",")[0], *line.split(",")[3:])) for line in sheet(60, ("Won", "Lost")).splitlines()]
    result = found(tmp_path, "\n".join(lines))
    assert isinstance(result.why[0], NoClientFacts)


def test_too_few_are_left_where_many_cannot_be_judged(tmp_path: Path) -> None:
    """Of 26 deals 12 end before they begin."""
    lines = sheet(26, ("Won", "Lost")).splitlines()
    turned = [line.split(",") for line in lines[1:13]]
    lines[1:13] = [",".join((*cells[:4], cells[5], cells[4], cells[6])) for cells in turned]
    result = found(tmp_path, "\n".join(lines))
    assert result.answer is Answer.NOT_ENOUGH_DATA
    assert isinstance(result.why[0], TooFewLeft)
    assert result.data.set_aside


def test_what_customers_are_worth_can_be_asked_without_lost_deals(tmp_path: Path) -> None:
    text, _ = CASES["customers"]
    result = found(tmp_path, text, outcome="value")
    assert (result.run.rows, result.run.outcome) == (60, "value")


@pytest.mark.parametrize(
    ("column", "step", "outcome"),
    [
        ("ARR", RankByValue(), "value"),
        ("Churn date", RankByRetention(), "retention"),
        ("Kind", ExportWorth(), ""),
    ],
)
def test_only_what_can_be_asked_is_advised(column: str, step: NextStep, outcome: str, tmp_path: Path) -> None:
    values = {"ARR": "{n}", "Churn date": "2026-0{m}-01", "Kind": "north"}
    lines = [f"Company,Industry,Customer since,Lifecycle stage,{column}"]
    for i in range(60):
        value = values[column].format(n=500 + i, m=i % 8 + 1) if column != "Churn date" or i % 2 else ""
        lines.append(f"C{i},{('Bank', 'Shop')[i % 2]},2025-0{i % 9 + 1}-11,Customer,{value}")
    result = found(tmp_path, "\n".join(lines))
    assert result.why == (CustomersOnly(60),)
    assert result.next_steps[0] == step
    if outcome:
        asked = find(tmp_path / "ws", FindOptions(permutations=200, outcome=outcome), today=TODAY)
        assert asked.run.rows > 20


def test_steps_and_warnings_fit_the_reason(tmp_path: Path) -> None:
    first = found(tmp_path, CASES["no lost deal"][0]).next_steps
    assert first[:2] == (ExportLost(), RankByValue())
    assert doctor(tmp_path / "ws").warnings[0].code == WarningCode.NO_LOST
    (tmp_path / "other").mkdir()
    assert found(tmp_path / "other", CASES["no header line"][0]).next_steps[0] == NameColumns()


@pytest.mark.parametrize(("lost", "is_said"), [(3, True), (20, False)])
def test_few_lost_deals_are_counted(lost: int, is_said: bool, tmp_path: Path) -> None:
    lines = sheet(80, ("Won",)).splitlines()
    lines[1 : lost + 1] = [line.replace(",Won,", ",Lost,") for line in lines[1 : lost + 1]]
    result = found(tmp_path, "\n".join(lines))
    assert [issue.count for issue in result.data.issues if issue.code == IssueCode.FEW_LOST] == [lost] * is_said
