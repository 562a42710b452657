"""Names with their links, and the files that join by the names."""

from datetime import date
from pathlib import Path

import pytest

from whofor.app.import_source import import_source
from whofor.intake.sources.linked_cells import linked_columns, names_of_links
from whofor.workspace import Workspace

PAGE = "https://www.notion.so"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (f"Acme ({PAGE}/Acme-00ff?pvs=21)", "Acme"),
        (f"Acme (France) ({PAGE}/Acme-France-00ff?pvs=21)", "Acme (France)"),
        (f"Acme ({PAGE}/a1), Bolt, Ltd ({PAGE}/b2)", "Acme;Bolt, Ltd"),
        ("[Acme](https://acme.test)", "Acme"),
        ("[Acme](https://acme.test), [Bolt](http://bolt.test/x)", "Acme;Bolt"),
    ],
)
def test_the_name_is_read(cell: str, names: str) -> None:
    assert names_of_links(cell) == names


@pytest.mark.parametrize(
    "cell", ["", "Acme", "Acme (France)", "https://acme.test", "(https://acme.test)", "Acme (https://a.test) is new"]
)
def test_other_cells_stay(cell: str) -> None:
    assert names_of_links(cell) is None


def test_most_cells_decide_on_a_column() -> None:
    link, note = f"Acme ({PAGE}/a1)", "a note"
    rows = [[link, note, "1"], ["", link, "2"], [link, note, "3"], ["Bolt", note, "4"]]
    assert linked_columns(rows) == (0,)
    assert linked_columns([]) == ()


def test_deals_find_their_accounts(tmp_path: Path) -> None:
    source = tmp_path / "export"
    source.mkdir()
    names = [f"Company {number}" for number in range(30)]
    accounts = [f"{name},{('Retail', 'Software')[at % 2]}" for at, name in enumerate(names)]
    (source / "Accounts.csv").write_text("\n".join(["Name,Industry", *accounts]), encoding="utf-8")
    lines = ["Deal,Account,Stage,Created"]
    for number in range(90):
        company = names[number % 30]
        cell = f"{company} ({PAGE}/{company.replace(' ', '-')}-{number % 30:032x}?pvs=21)"
        second = f", {names[0]} ({PAGE}/{0:032x})" if number == 5 else ""
        lines.append(f'Deal {number},"{cell}{second}",{("Won", "Lost", "Open")[number % 3]},2025-0{number % 9 + 1}-11')
    (source / "Deals.csv").write_text("\n".join(lines), encoding="utf-8")
    report = import_source(source, workspace=tmp_path / "ws", today=date(2026, 1, 1))
    assert [(i.count, i.examples, i.place) for i in report.issues if i.code == "linked_column"] == [
        (1, ("Account",), "Deals.csv")
    ]
    (relation,) = [one for one in Workspace.open(tmp_path / "ws").dataset().relations if one.to == "accounts"]
    assert (relation.n, relation.n_matched) == (90, 90)
