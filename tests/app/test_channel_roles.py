"""The role of a page: by its header, by a mapping in both directions, in a draft, in doctor, and in a whole run."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from whofor import find
from whofor.app.doctor import doctor
from whofor.app.import_source import import_source
from whofor.app.init_mapping import init_mapping
from whofor.errors import MappingError
from whofor.lexicon.channel_names import channel_by_name
from whofor.model import Answer, IssueCode, Verdict
from whofor.reports.doctor import render_doctor

HEAD = ("Deal", "Landing Page", "Sector", "Wheels", "Created", "Closed", "Stage")
PAGES = ("/offer", "/home", "/blog", "/prices")
TABLES = """
name = "mine"
[deals]
file = "deals.csv"
key = "Deal"
{rest}
[deals.columns]
opened = "Created"
closed = "Closed"
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """1,200 deals; those who came by /offer sign three times as often, whatever they are."""
    draw = random.Random(5)
    with (tmp_path / "deals.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEAD)
        for number in range(1200):
            page, opened = draw.choice(PAGES), date(2023, 1, 1) + timedelta(days=number // 2)
            won = draw.random() < (0.6 if page == "/offer" else 0.2)
            closed = opened + timedelta(days=draw.randint(3, 20))
            sector, wheels = draw.choice(("Bank", "Shop", "Clinic")), draw.choice(("two", "four", "none"))
            rows.writerow([number + 7000, page, sector, wheels, opened, closed, "Won" if won else "Lost"])
    return tmp_path / "deals.csv"


def roles(export: Path, mapping: str | None) -> dict[str, str]:
    """Role of each column of the deals, as doctor has it."""
    workspace, file = export.parent / "workspace", export.parent / "mapping.toml"
    if mapping is not None:
        file.write_text(mapping, encoding="utf-8")
    import_source(export, workspace=workspace, mapping=None if mapping is None else str(file))
    return {c.label: c.role for c in doctor(workspace).columns}


def test_without_a_mapping_the_header_tells(export: Path) -> None:
    found = roles(export, None)
    assert (found["Landing Page"], found["Wheels"]) == ("channel", "definition")


def test_what_rest_takes_along_is_told_by_its_header(export: Path) -> None:
    found = roles(export, TABLES.format(rest='rest = "definition"'))
    assert (found["Landing Page"], found["Wheels"], found["Sector"]) == ("channel", "definition", "definition")


@pytest.mark.parametrize(
    ("key", "page", "wheels"),
    [
        ('[deals.extra]\n"Landing Page" = "definition"\n"Wheels" = "channel"', "definition", "channel"),
        (
            '[deals.extra]\n"Landing Page" = { kind = "category" }\n"Wheels" = { kind = "category" }',
            "channel",
            "definition",
        ),
        ('[deals.roles]\ndefinition = ["Landing *"]\nchannel = ["Whe*"]', "definition", "channel"),
    ],
)
def test_a_mapping_decides_in_both_directions(export: Path, key: str, page: str, wheels: str) -> None:
    found = roles(export, TABLES.format(rest='rest = "ignore"') + key)
    assert (found.get("Landing Page", found.get("Page")), found.get("Wheels", found.get("Tyres"))) == (page, wheels)


def test_a_role_that_is_none_is_refused_with_those_that_are(export: Path) -> None:
    with pytest.raises(MappingError, match="'channel'"):
        roles(export, TABLES.format(rest="") + '[deals.extra]\n"Wheels" = "chanel"')


def test_a_draft_writes_the_role_with_its_reason(export: Path) -> None:
    file = export.parent / "drafted.toml"
    init_mapping(export, file)
    (line,) = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith('"Landing Page"')]
    assert line.startswith('"Landing Page" = "channel"  # ')
    assert "seen only when people come" in line


def test_doctor_shows_it(export: Path) -> None:
    roles(export, None)
    for language, word in (("en", "channel"), ("fr", "canal")):
        console = Console(width=200, record=True, file=io.StringIO())
        render_doctor(doctor(export.parent / "workspace"), language, console)
        (row,) = [line for line in console.export_text().splitlines() if line.startswith("Landing Page")]
        assert word in row.split()


def test_a_page_is_no_client_unless_the_mapping_says_so(export: Path) -> None:
    rest = TABLES.format(rest='rest = "definition"')
    roles(export, rest)
    by_header = find(export.parent / "workspace", today=date(2026, 1, 1))
    assert by_header.answer is Answer.NO_PATTERN
    assert [f.segment.conditions[0].values for f in by_header.search.channel_findings if f.direction > 0] == [
        ("/offer",)
    ]
    roles(export, rest + '[deals.extra]\n"Landing Page" = "definition"')
    by_mapping = find(export.parent / "workspace", today=date(2026, 1, 1))
    assert by_mapping.answer is Answer.FOUND
    assert by_mapping.search.segments[0].verdict is Verdict.PASS
    assert by_mapping.search.channel_findings == ()
    assert IssueCode.NAMED_LIKE_CHANNEL_KEPT in {issue.code for issue in by_mapping.data.issues}


@pytest.mark.parametrize(
    "header",
    [
        *("Landing page", "landing_page_id", "First Page Seen", "Page", "Form submitted", "Contact form", "Referrer"),
        *("First Referring Site", "utm_content", "Ad group", "Keyword", "Device", "Device Type", "Offer page"),
        *("Page d'atterrissage", "Première page vue", "Formulaire de contact", "Mot-clé", "Site référent", "Appareil"),
        *("Zielseite", "Kontaktformular", "Suchbegriff", "Gerätetyp", "Página de destino", "Palabra clave"),
        *("Formulario web", "Dispositivo", "Página de entrada", "Palavra-chave", "Formulário"),
    ],
)
def test_headers_of_what_is_seen_only_when_people_come(header: str) -> None:
    assert channel_by_name(header)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Industry",
            "Legal form",
            "Forme juridique",
            "Rechtsform",
            "Number of employees",
            "Country",
            "Pages in catalogue",
        ),
        *("Number of devices", "Platform", "Web Technologies", "Referent", "Référent", "Formation", "Performance"),
        *("Total Money Raised", "Advisor", "Addon", "Information", "Home page language", "Tools", "Nombre de salariés"),
        *("Formalité", "Größe", "Ciudad", "Setor", "Ads budget", "Monthly visits", "Annual revenue"),
    ],
)
def test_headers_of_what_can_be_searched_in_advance(header: str) -> None:
    assert not channel_by_name(header)
