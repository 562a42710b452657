"""What follows from the texts of columns reaches the tables: classes, sections, domains, places."""

import csv
import io
from datetime import date
from pathlib import Path

from whofor.app.import_source import import_source
from whofor.intake.report import ImportReport
from whofor.model import Kind, Parameter, Role
from whofor.workspace import Workspace

OUTCOME = """
[deals.outcome]
column = "Stage"
won = "Won"
lost = "Lost"
"""


def table(*rows: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def run(tmp_path: Path, files: dict[str, str], mapping: str) -> ImportReport:
    source = tmp_path / "export"
    source.mkdir()
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    chosen = tmp_path / "mapping.toml"
    chosen.write_text(mapping, encoding="utf-8")
    return import_source(source, workspace=tmp_path / "ws", mapping=str(chosen), today=date(2026, 10, 1))


def read(workspace: Path, name: str, *columns: str) -> list[tuple[object, ...]]:
    with Workspace.open(workspace).reading() as (_, scan):
        arrays = scan.project(name, columns)
    return list(zip(*(arrays[column].tolist() for column in columns), strict=True))


def counted(report: ImportReport, code: str) -> list[tuple[str, int]]:
    return [(issue.place, issue.count) for issue in report.issues if issue.code == code]


def parameter(report: ImportReport, name: str) -> Parameter:
    return next(parameter for parameter in report.parameters if parameter.name == name)


def test_lead_sources_fall_into_classes_and_the_mapping_may_give_them(tmp_path: Path) -> None:
    deals = table(
        ("Id", "Stage", "Source"),
        ("1", "Won", "Google Ads"),
        ("2", "Lost", "Salon de Lyon"),
        ("3", "Lost", "Blue list"),
        ("4", "Lost", "Zephyr"),
        ("5", "Won", ""),
    )
    mapping = f"""
[deals]
key = "Id"
[deals.columns]
lead_source = "Source"
{OUTCOME}
[lead_source_classes]
"BLUE list" = "outbound"
"""
    report = run(tmp_path, {"deals.csv": deals}, mapping)
    assert read(tmp_path / "ws", "deals", "lead_source", "lead_source_class") == [
        ("Google Ads", "advertising"),
        ("Salon de Lyon", "event"),
        ("Blue list", "outbound"),
        ("Zephyr", None),
        (None, None),
    ]
    found = parameter(report, "lead_source_class")
    assert (found.role, found.kind, found.table) == (Role.CONFOUNDER, Kind.CATEGORY, "deals")
    assert counted(report, "unclassified_lead_source") == [("deals.lead_source", 1)]


def test_references_by_domain_find_accounts_whatever_way_both_are_written(tmp_path: Path) -> None:
    accounts = table(
        ("Id", "Site", "Stack"),
        ("1", "http//www.acier.fr/contact", "SFDC;GA4"),
        ("2", "shop.birke.de", ""),
        ("3", "jo@gmail.com", "Own tool"),
        ("4", "de.acme.com", ""),
        ("5", "fr.acme.com", ""),
        ("6", "our website", ""),
    )
    deals = table(
        ("Id", "Stage", "Company"),
        ("1", "Won", "ACIER.fr"),
        ("2", "Lost", "https://birke.de/"),
        ("3", "Lost", "gmail.com"),
        ("4", "Won", "info@fr.acme.com"),
        ("5", "Won", "acme.com"),
    )
    mapping = f"""
[accounts]
file = "accounts.csv"
key = "Id"
[accounts.columns]
domain = "Site"
technologies = "Stack"
[deals]
file = "deals.csv"
key = "Id"
[[deals.link]]
to = "accounts"
by = "domain"
column = "Company"
{OUTCOME}
"""
    report = run(tmp_path, {"accounts.csv": accounts, "deals.csv": deals}, mapping)
    assert read(tmp_path / "ws", "accounts", "domain", "domain_kind", "technologies", "technology_categories") == [
        ("acier.fr", "own", "Salesforce;Google Analytics", "CRM;analytics"),
        ("birke.de", "own", None, None),
        ("gmail.com", "free_mail", "Own tool", None),
        ("acme.com", "own", None, None),
        ("acme.com", "own", None, None),
        ("our website", None, None, None),
    ]
    assert [key for (key,) in read(tmp_path / "ws", "deals", "account_key")] == ["1", "2", None, "5", None]
    assert counted(report, "unknown_domain") == [("accounts.domain", 1)]
    assert counted(report, "shared_domain") == [("accounts.domain", 1), ("deals: deals.csv: Company", 1)]
    assert parameter(report, "technology_categories").kind is Kind.MULTI


def test_industries_keep_their_label_and_their_section_is_told(tmp_path: Path) -> None:
    deals = table(
        ("Id", "Stage", "Client", "Sector"),
        ("1", "Won", "A", "SaaS"),
        ("2", "Lost", "B", "Telecom"),
        ("3", "Lost", "C", "Blue chips"),
    )
    mapping = f"""
[accounts]
key = "Client"
[accounts.columns]
industry = "Sector"
[deals]
key = "Id"
[deals.columns]
account_key = "Client"
{OUTCOME}
"""
    report = run(tmp_path, {"deals.csv": deals}, mapping)
    assert read(tmp_path / "ws", "accounts", "industry", "industry_division", "industry_section") == [
        ("SaaS", "Computer programming, consultancy and related activities", "Information and communication"),
        ("Telecom", "Telecommunications", "Information and communication"),
        ("Blue chips", None, None),
    ]
    assert parameter(report, "industry_section").role is Role.DEFINITION
    assert counted(report, "unclassified_industry") == [("accounts.industry", 1)]


PLACES = f"""
[accounts]
file = "accounts.csv"
key = "Id"
[accounts.columns]
%s
[deals]
file = "deals.csv"
key = "Id"
[deals.columns]
account_key = "Client"
{OUTCOME}
"""
DEALS = table(("Id", "Client", "Stage"), ("1", "1", "Won"), ("2", "2", "Lost"))


def test_places_are_told_from_all_cells_of_a_row(tmp_path: Path) -> None:
    accounts = table(
        ("Id", "Pays", "Région", "Ville"),
        ("1", "Paris, France", "Ile de France", "75008 Paris"),
        ("2", "Allemagne", "Bavière", "Múnich"),
        ("3", "", "Catalogne", "Barcelone"),
        ("4", "Texas", "", "Austin, TX"),
        ("5", "", "", "Birmingham"),
        ("6", "Géorgie", "Georgia", "tbilissi"),
        ("7", "", "Georgia", ""),
        ("8", "", "", "Zürich"),
        ("9", "", "", ""),
        ("10", "Nulle part", "Ailleurs", "Vaux"),
        ("11", "", "", "VAUX"),
    )
    files = {"accounts.csv": accounts, "deals.csv": DEALS}
    report = run(tmp_path, files, PLACES % 'country = "Pays"\nstate = "Région"\ncity = "Ville"')
    assert read(tmp_path / "ws", "accounts", "country", "region", "continent", "state", "city") == [
        ("FR", "Western Europe", "Europe", "Île-de-France", "Paris"),
        ("DE", "Western Europe", "Europe", "Bavaria", "Munich"),
        ("ES", "Southern Europe", "Europe", "Catalonia", "Barcelona"),
        ("US", "North America", "North America", "Texas", "Austin"),
        (None, None, None, None, "Birmingham"),
        ("GE", "Caucasus", "Asia", "Georgia", "Tbilisi"),
        ("US", "North America", "North America", "Georgia", None),
        ("CH", "Western Europe", "Europe", None, "Zurich"),
        (None, None, None, None, None),
        (None, None, None, "Ailleurs", "VAUX"),
        (None, None, None, None, "VAUX"),
    ]
    assert counted(report, "country_from_place") == [("accounts.country", 2)]
    assert counted(report, "country_inferred") == [("accounts.country", 3)]
    assert counted(report, "unknown_country") == [("accounts.country", 1)]
    examples = next(issue.examples for issue in report.issues if issue.code == "country_inferred")
    assert examples == ("Barcelone, Catalogne → ES", "Georgia → US", "Zürich → CH")
    assert parameter(report, "country").label == "Pays"


def test_without_a_column_of_countries_the_state_tells_country_region_and_continent(tmp_path: Path) -> None:
    accounts = table(("Id", "UF"), ("1", "SP"), ("2", "SC"), ("3", "Rio de Janeiro"))
    report = run(tmp_path, {"accounts.csv": accounts, "deals.csv": DEALS}, PLACES % 'state = "UF"')
    assert read(tmp_path / "ws", "accounts", "country", "region", "continent", "state") == [
        ("BR", "Latin America", "South America", "São Paulo"),
        ("BR", "Latin America", "South America", "Santa Catarina"),
        ("BR", "Latin America", "South America", "Rio de Janeiro"),
    ]
    found = parameter(report, "country")
    assert (found.label, found.role, found.table) == ("Country", Role.DEFINITION, "accounts")
    assert counted(report, "country_inferred") == [("accounts.country", 3)]


def test_columns_of_places_without_a_known_place_stay_as_they_are(tmp_path: Path) -> None:
    accounts = table(("Id", "Ort"), ("1", "Waldkirch"), ("2", ""))
    run(tmp_path, {"accounts.csv": accounts, "deals.csv": DEALS}, PLACES % 'city = "Ort"')
    assert read(tmp_path / "ws", "accounts", "city") == [("Waldkirch",), (None,)]
