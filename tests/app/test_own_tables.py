"""Words of titles and expectations of one's own, from the file through the import to the answer and its command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.accounts import accounts
from whofor.app.find import find
from whofor.app.import_source import import_source
from whofor.csv_text import AS_EXPORTED, csv_bytes
from whofor.errors import InputError, UsageError
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.model.people import Department, Seniority

TODAY = date(2026, 10, 1)
N = 240
TITLES = '[seniority.director]\nen = ["zorbmeister"]\n[department.procurement]\nen = ["zorbmeister"]\n'
EXPECTED = """[budget.tools]
label.en = "Budget for tools"
per_head = 100
currency = "EUR"
heads = "Engineering headcount"
asks.en = "Ask who holds it."
source = "our own contracts"
[norm.HouseRule]
divisions = ["62"]
asks.en = "A label."
source = "our own contracts"
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "e"
    folder.mkdir()
    firms = [
        (f"7{i}", f"Firm {i}", f"firm{i}.example", ("Retail", "Software")[i % 2], str(38 + i % 5)) for i in range(N)
    ]
    people = [(str(i), "Ann", "Lee", f"a@firm{i}.example", "Zorbmeister", f"7{i}") for i in range(N)]
    deals = [
        (
            *(str(i), f"Deal {i}", ("Closed Won", "Closed Lost", "Closed Lost")[i % 3], "Sales"),
            *(f"2025-{1 + i % 9:02d}-{1 + i % 27:02d}", f"2025-{3 + i % 9:02d}-{1 + i % 27:02d}", "100"),
            *(f"7{i}", str(i)),
        )
        for i in range(N)
    ]
    headers = {
        "companies.csv": ("Record ID", "Company name", "Company Domain Name", "Industry", "Engineering headcount"),
        "contacts.csv": (
            *("Record ID", "First Name", "Last Name", "Email", "Job Title"),
            "Associated Company IDs (Primary)",
        ),
        "deals.csv": (
            *("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Create Date", "Close Date", "Amount"),
            *("Associated Company IDs", "Associated Contact IDs"),
        ),
    }
    for (name, header), rows in zip(headers.items(), (firms, people, deals), strict=True):
        (folder / name).write_bytes(csv_bytes([header, *rows], AS_EXPORTED))
    return folder


def found_in(workspace: Path) -> IcpResult:
    return find(workspace, FindOptions(permutations=200), today=TODAY)


def test_own_words_and_own_rows_count_in_every_later_command(export: Path, tmp_path: Path) -> None:
    (tmp_path / "titles.toml").write_text(TITLES, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(EXPECTED, encoding="utf-8")
    import_source(export, workspace=tmp_path / "plain", today=TODAY)
    without = found_in(tmp_path / "plain")
    assert without.clients.committees[-1].roles == ()
    import_source(
        export, workspace=tmp_path / "w", today=TODAY, titles=tmp_path / "titles.toml", expected=tmp_path / "mine.toml"
    )
    (tmp_path / "titles.toml").unlink()
    (tmp_path / "mine.toml").unlink()
    result = found_in(tmp_path / "w")
    (role,) = result.clients.committees[-1].roles
    assert (role.department, role.seniority) == (Department.PROCUREMENT, Seniority.DIRECTOR)
    (tools,) = (one for one in result.clients.expected[-1].expected if one.name == "tools")
    assert tools.amount is not None
    assert tools.amount.spread is not None
    assert tools.amount.spread.median == 4000
    assert "--titles titles.toml --expected mine.toml" in result.run.command
    assert result.run.id != without.run.id
    # Rows of one's own define types of client, as packaged ones do.
    claimed = find(tmp_path / "w", FindOptions(permutations=200, claims=("expected norm = HouseRule",)), today=TODAY)
    (claim,) = (one for one in claimed.search.findings if one.id.startswith("C"))
    (condition,) = claim.segment.conditions
    assert (condition.parameter, condition.values) == ("industry", ("Software",))
    meant = accounts(tmp_path / "w", "expected norm = houserule", today=TODAY)
    assert meant.segment == claim.segment
    with pytest.raises(UsageError, match="expected by no row"):
        find(tmp_path / "plain", FindOptions(claims=("expected norm = HouseRule",)), today=TODAY)


@pytest.mark.parametrize(
    ("option", "text", "what", "line"),
    [
        ("titles", "[seniority.boss]\nen = ['x']", "seniority has no such class", 1),
        ("titles", "version = 9", "the words are written for a newer whofor", 1),
        ("titles", "[seniority.director]\nen = ['(a|']", "", 2),
        ("expected", "\n[norm.A]\nasks.en = 'x'", "A row without its source", 2),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_imported(
    export: Path, tmp_path: Path, option: str, text: str, what: str, line: int
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    given = {"titles": own} if option == "titles" else {}
    expected = {"expected": own} if option == "expected" else {}
    with pytest.raises(InputError) as caught:
        import_source(export, workspace=tmp_path / "w", today=TODAY, **given, **expected)
    problem = caught.value.problems[0]
    assert what in problem.what
    assert problem.place.startswith(f"own.toml:{line}")


def test_a_file_that_is_not_there(export: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no such file"):
        import_source(export, workspace=tmp_path / "w", today=TODAY, expected=tmp_path / "none.toml")
