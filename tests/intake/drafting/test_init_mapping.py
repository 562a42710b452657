"""Drafted mappings: they run as they are, and say what the invented exports are known to hold."""

import csv
import random
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whofor.app.import_source import import_source
from whofor.app.init_mapping import init_mapping
from whofor.documents.draft_document import draft_document
from whofor.errors import InputError, MappingError
from whofor.intake.report import ImportReport
from whofor.model import Role
from whofor.reports.draft import draft_text
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
Make = Callable[[str], Path]


def drafted(source: Path, place: Path) -> tuple[dict[str, Any], ImportReport]:
    """Draft, import with the draft as it is; the mapping and the report."""
    path = place / "mapping.toml"
    init_mapping(source, path)
    report = import_source(source, workspace=place / "ws", today=TODAY, mapping=str(path))
    return tomllib.loads(path.read_text(encoding="utf-8")), report


def outcomes(place: Path) -> dict[str, int]:
    with Workspace.open(place / "ws").reading() as (_, scan):
        return dict(Counter(scan.project("deals", ["outcome"])["outcome"].tolist()))


def filled(place: Path, table: str, column: str) -> int:
    with Workspace.open(place / "ws").reading() as (_, scan):
        values = scan.project(table, [column])[column]
    return sum(value is not None and value == value for value in values.tolist())


def roles(report: ImportReport) -> dict[str, Role]:
    return {parameter.label: parameter.role for parameter in report.parameters}


def test_french_single_file(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("french_single_file"), tmp_path)
    assert mapping["accounts"]["columns"] == {
        "name": "Société", "industry": "Secteur d'activité", "employees": "Effectif", "country": "Pays",
    }  # fmt: skip
    assert mapping["deals"]["key"] == "N°"
    assert mapping["deals"]["currency"] == "EUR"
    assert mapping["deals"]["columns"] == {
        "account_key": "Société", "opened": "Date de création", "closed": "Date de clôture", "amount": "Montant HT",
        "lead_source": "Origine", "owner": "Commercial",
    }  # fmt: skip
    assert mapping["deals"]["outcome"] == {"column": "Étape", "won": "Gagnée", "lost": "Perdue", "open": "*"}
    assert outcomes(tmp_path) == {"won": 60, "lost": 120, "open": 120}
    assert roles(report)["Motif de perte"] is Role.LEAK


def test_what_a_guess_names_counts_as_named_by_nobody(make_export: Make, tmp_path: Path) -> None:
    source = make_export("french_single_file")
    guessed = import_source(source, workspace=tmp_path / "guessed", today=TODAY)
    assert guessed.guessed
    assert not any(parameter.declared for parameter in guessed.parameters)
    _, named = drafted(source, tmp_path)
    assert {p.label: p.role for p in guessed.parameters} == roles(named)
    assert {p.label for p in named.parameters if p.declared} >= {"Pays", "Effectif"}


def test_german_star(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("german_star"), tmp_path)
    assert report.tables["accounts"].rows == 150
    assert report.tables["interactions"].rows == 400
    assert mapping["deals"]["columns"]["account_key"] == "Kundennr"
    assert mapping["deals"]["columns"]["owner"] == "Betreuer"
    assert mapping["deals"]["join"] == [{"file": "vertriebler", "on": "Betreuer", "key": "Nr"}]
    assert outcomes(tmp_path) == {"won": 100, "lost": 100, "open": 200}
    assert filled(tmp_path, "deals", "account_key") == 400
    assert filled(tmp_path, "interactions", "deal_key") == 400
    assert roles(report)["Wahrscheinlichkeit"] is Role.LEAK
    assert mapping["deals"]["extra"]["vertriebler.Name"] == "confounder"


def test_spanish_leads_won_by_presence_in_another_file(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("spanish_presence"), tmp_path)
    assert mapping["deals"]["outcome"] == {"won_if_in": "contratos_firmados", "otherwise": "open"}
    assert mapping["deals"]["columns"] == {
        "opened": "fecha_solicitud", "closed": "contratos_firmados.fecha_firma",
        "amount": "contratos_firmados.importe", "lead_source": "origen",
    }  # fmt: skip
    assert outcomes(tmp_path) == {"won": 90, "open": 510}
    assert filled(tmp_path, "deals", "closed") == 90
    assert roles(report)["sector"] is Role.DEFINITION


def test_keys_that_count_from_one_everywhere(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("english_small_numbers"), tmp_path)
    assert mapping["deals"]["columns"]["account_key"] == "company_id"
    assert mapping["deals"]["columns"]["contact_key"] == "contact_id"
    assert mapping["contacts"]["columns"]["account_key"] == "company_id"
    assert mapping["deals"]["currency"] == "USD"
    assert mapping["deals"]["join"] == [{"file": "users", "on": "user_id", "key": "id"}]
    assert {name: table.rows for name, table in report.tables.items()} == {
        "accounts": 200,
        "contacts": 300,
        "deals": 500,
    }
    assert outcomes(tmp_path) == {"won": 125, "lost": 250, "open": 125}


def test_a_result_in_a_file_of_its_own(make_export: Make, tmp_path: Path) -> None:
    mapping, _ = drafted(make_export("italian_details"), tmp_path)
    assert mapping["deals"]["columns"] == {
        "opened": "trattative.Data apertura", "closed": "Data chiusura", "amount": "Importo",
        "lead_source": "trattative.Provenienza", "owner": "trattative.Venditore",
    }  # fmt: skip
    assert outcomes(tmp_path) == {"won": 80, "lost": 160}
    assert filled(tmp_path, "deals", "opened") == 240


def test_a_flag_without_a_closing_date(make_export: Make, tmp_path: Path) -> None:
    mapping, _ = drafted(make_export("portuguese_flag"), tmp_path)
    assert mapping["deals"]["outcome"] == {"won_flag": "Convertido", "otherwise": "lost"}
    assert outcomes(tmp_path) == {"won": 60, "lost": 240}


def test_parts_of_one_export_and_accounts_by_name(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("two_years"), tmp_path)
    assert mapping["files"]["deals"] == ["deals_2023.csv", "deals_2024.csv"]
    assert report.tables["deals"].rows == 300
    assert filled(tmp_path, "deals", "account_key") == 300
    assert outcomes(tmp_path) == {"won": 100, "lost": 100, "open": 100}


def test_who_stayed_is_not_who_bought_so_that_no_answer_comes_of_it_unasked(make_export: Make, tmp_path: Path) -> None:
    report = import_source(make_export("churn"), workspace=tmp_path / "ws", today=TODAY)
    assert report.recognition.unsure == ("deals.outcome",)


def test_customers_that_stayed_or_left(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("churn"), tmp_path)
    assert mapping["deals"]["outcome"] == {"column": "Churn", "won": "No", "lost": "Yes"}
    assert outcomes(tmp_path) == {"won": 300, "lost": 100}
    assert "gender" not in roles(report)
    assert "Read `won` as `kept`" in (tmp_path / "mapping.toml").read_text(encoding="utf-8")


def test_stages_named_in_another_file(make_export: Make, tmp_path: Path) -> None:
    mapping, report = drafted(make_export("stages_by_number"), tmp_path)
    assert mapping["deals"]["outcome"] == {"column": "etapes.libelle", "won": "Gagné", "lost": "Perdu", "open": "*"}
    assert mapping["deals"]["columns"] == {
        "account_key": "client_id", "opened": "date_creation", "closed": "date_cloture", "amount": "montant",
    }  # fmt: skip
    assert outcomes(tmp_path) == {"won": 80, "lost": 80, "open": 160}
    assert not {"etape_id", "probabilite"} & set(roles(report))


def test_flags_go_before_stages_and_histories_are_stages(make_export: Make, tmp_path: Path) -> None:
    source = make_export("flags_and_history")
    mapping, report = drafted(source, tmp_path)
    assert mapping["deals"]["outcome"]["won_flag"] == "IsWon"
    assert mapping["deals"]["outcome"]["closed_flag"] == "IsClosed"
    assert report.tables["deals"].rows == 48
    assert report.tables["stages"].rows == 96
    counts = {"won": 16, "lost": 16, "open": 16}
    assert outcomes(tmp_path) == counts
    assert init_mapping(source, tmp_path / "again.toml").draft.deals.outcome.counts == counts


def test_nothing_that_tells_won_from_lost(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    rows = "\n".join(f"s{n},{n * 3.5},{'red' if n % 2 else 'blue'}" for n in range(50))
    (tmp_path / "x" / "prices.csv").write_text(f"sku,price,Status\n{rows}\n", encoding="utf-8")
    lines = "\n".join(f"s{n},{n * 3.5},{'ABC'[n % 3]}" for n in range(50))
    (tmp_path / "x" / "prices.csv").write_text(f"sku,price,Status\n{lines}\n", encoding="utf-8")
    init_mapping(tmp_path / "x", tmp_path / "m.toml")
    text = (tmp_path / "m.toml").read_text(encoding="utf-8")
    assert "'Status' looks like a stage, but no word for won or lost is known among its values: A, B, C" in text
    assert tomllib.loads(text)["deals"]["outcome"] == {"otherwise": "unknown"}
    report = import_source(tmp_path / "x", workspace=tmp_path / "ws", today=TODAY)
    assert (report.tables["deals"].rows, report.recognition.unsure) == (50, ())


def test_a_mapping_that_is_there_is_kept(make_export: Make, tmp_path: Path) -> None:
    source, path = make_export("portuguese_flag"), tmp_path / "mine.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(MappingError, match="The mapping is there already"):
        init_mapping(source, path)
    assert path.read_text(encoding="utf-8") == "mine"
    first = init_mapping(source, path, force=True)
    assert path.read_bytes() == first.text.encode()
    assert init_mapping(source, path, force=True).text == first.text
    with pytest.raises(MappingError, match="This is a folder"):
        init_mapping(source, tmp_path)


def test_what_is_shown(make_export: Make, tmp_path: Path) -> None:
    source = make_export("german_star")
    made = init_mapping(source, tmp_path / "m.toml")
    shown = draft_text(made.draft, made.path, source, "en")
    assert "100% of Verkaufschancen.csv: Kundennr in Kunden.csv: Kundennummer" in shown
    assert "100 won, 100 lost, 200 open" in shown
    assert shown.endswith(f"Next: whofor import {source} --mapping {made.path}")
    assert "100 gagnées" in draft_text(made.draft, made.path, source, "fr")
    document: dict[str, Any] = draft_document(made.path, made.draft)
    assert document["outcome"]["counts"] == {"won": 100, "lost": 100, "open": 200}
    assert [(table["table"], table["key"]) for table in document["tables"]] == [
        ("accounts", "Kundennummer"), ("deals", "Chancen-Nr"), ("interactions", "Aktivitäts-ID"),
    ]  # fmt: skip


WORDS = [
    "Won",
    "Lost",
    "Open",
    "Yes",
    "No",
    "1",
    "0",
    "A",
    "Müller",
    "2024-01-02",
    "03.04.2023",
    "12,5",
    "€ 3",
    "",
    "x@y.z",
    'a"b',
    "#1",
]
HEADERS = [
    "Stage",
    "id",
    "Id",
    "Name",
    "won",
    "closed_date",
    "Created",
    "account.id",
    "Kunde",
    'n"x',
    "a]b",
    "status",
    "é è",
    "*",
    "amount",
    "x.y",
    "email",
]
CELLS = st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


@st.composite
def folders(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    files: dict[str, list[list[str]]] = {}
    for name in draw(
        st.lists(
            st.sampled_from(["deals.csv", "b[1].csv", "Kunden.csv", "leads won.csv"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    ):
        head = draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=5, unique=True))
        few = draw(st.lists(CELLS, min_size=1, max_size=6))
        row = st.lists(st.sampled_from(few), min_size=len(head), max_size=len(head))
        files[name] = [head, *draw(st.lists(row, min_size=1, max_size=25))]
    return files


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(folders())
def test_any_folder_is_drafted_so_that_it_runs_or_refused_plainly(files: dict[str, list[list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.mkdir()
        for name, rows in files.items():
            with (source / name).open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows(rows)
        path = Path(folder) / "mapping.toml"
        try:
            init_mapping(source, path)
        except InputError:
            assert not path.exists()
            return
        import_source(source, workspace=Path(folder) / "ws", today=TODAY, mapping=str(path))


# The hand-written mapping of Olist tells the money that came after signing from dated rows, and the key they go by.
@pytest.mark.parametrize(
    ("folder", "mapping", "tables", "columns"),
    [
        ("olist", "olist.toml", {"deals"}, ("opened", "closed", "contact_key")),
        (
            "maven_crm_sales",
            "maven.toml",
            {"deals", "accounts", "contacts"},
            ("opened", "closed", "account_key", "contact_key", "amount"),
        ),
    ],
)
def test_real_exports_as_the_hand_written_mapping(
    folder: str,
    mapping: str,
    tables: set[str],
    columns: tuple[str, ...],
    tmp_path: Path,
    data_dir: Path,
    mappings_dir: Path,
) -> None:
    source = data_dir / folder
    if not source.is_dir():
        pytest.skip(f"no {source}")
    _, report = drafted(source, tmp_path / "draft")
    hand = tmp_path / "hand"
    wanted = import_source(source, workspace=hand / "ws", today=TODAY, mapping=str(mappings_dir / mapping))
    rows = [{n: table.rows for n, table in one.tables.items() if n in tables} for one in (report, wanted)]
    assert rows[0] == rows[1]
    assert outcomes(tmp_path / "draft") == outcomes(hand)
    for column in columns:
        assert filled(tmp_path / "draft", "deals", column) == filled(hand, "deals", column)


def test_real_school(tmp_path: Path, data_dir: Path) -> None:
    """Figures of the hand-written mapping, which has a test of its own."""
    source = data_dir / "ich_school_crm"
    if not source.is_dir():
        pytest.skip(f"no {source}")
    _, report = drafted(source, tmp_path)
    rows = {name: table.rows for name, table in report.tables.items()}
    assert rows == {"contacts": 18_548, "deals": 21_593, "interactions": 95_874, "costs": 20_779}
    assert outcomes(tmp_path) == {"won": 858, "lost": 15_743, "open": 4_992}
    assert [filled(tmp_path, "deals", column) for column in ("opened", "closed", "contact_key")] == [
        21593,
        14379,
        21532,
    ]


def test_a_file_that_refers_to_nothing_but_itself_names_no_contacts(make_export: Make, tmp_path: Path) -> None:
    """Contacts turned by ninety degrees: a column a person, the same values in several columns."""
    source = make_export("german_star")
    draw, people = random.Random(3), [f"Person{n}" for n in range(12)]
    fields = ("First Name", "E-Mail", "Phone", "Job Title", "Company")
    lines = ["Name,0,1,2,3,4,5,6,7", *(",".join([name, *draw.choices(people, k=8)]) for name in fields)]
    (source / "contacts.csv").write_text("\n".join(lines), encoding="utf-8")
    mapping, report = drafted(source, tmp_path)
    assert "contacts" not in mapping
    assert report.tables["deals"].rows == 400


@pytest.mark.parametrize(
    ("header", "read"), [("Notes", True), ("Gesprächsnotiz", True), ("Compte rendu", True), ("Note type", False)]
)
def test_what_was_said_is_read_from_conversations(header: str, read: bool, make_export: Make, tmp_path: Path) -> None:
    source = make_export("english_small_numbers")
    said = ["We must fix our invoices before the audit", "Just looking around", "Send an offer"]
    codes = ["A1", "B2", "C3"]
    rows = [f"{n},{n % 500 + 1},2024-05-{n % 28 + 1:02},call,{(said if read else codes)[n % 3]}" for n in range(1, 301)]
    text = "\n".join([f"call id,opportunity id,date,type,{header}", *rows])
    (source / "calls.csv").write_text(text, encoding="utf-8")
    mapping, _ = drafted(source, tmp_path)
    (calls,) = (entry for entry in mapping["interactions"] if entry["file"] == "calls")
    assert calls["columns"].get("tone") == (header if read else None)


def test_real_suppliers(tmp_path: Path, data_dir: Path) -> None:
    """Figures of the hand-written mapping, which has a test of its own."""
    source = data_dir / "ibm_sales_win_loss"
    if not source.is_dir():
        pytest.skip(f"no {source}")
    _, report = drafted(source, tmp_path)
    assert {name: table.rows for name, table in report.tables.items()} == {"deals": 77_829}
    assert outcomes(tmp_path) == {"won": 17_548, "lost": 60_281}
    leaks = {label for label, role in roles(report).items() if role is Role.LEAK}
    assert "Elapsed Days In Sales Stage" in leaks
    assert not {"Region", "Client Size By Revenue", "Revenue From Client Past Two Years"} & leaks


def test_real_churn_data(tmp_path: Path, data_dir: Path) -> None:
    source = data_dir / "ravenstack_saas_synthetic"
    if not source.is_dir():
        pytest.skip(f"no {source}")
    mapping, report = drafted(source, tmp_path)
    assert mapping["deals"]["outcome"] == {
        "lost_flag": "churn_flag", "column": "is_trial", "won": "FALSE", "open": "TRUE",
    }  # fmt: skip
    assert (report.tables["accounts"].rows, report.tables["deals"].rows) == (500, 5000)
    assert outcomes(tmp_path) == {"won": 3814, "lost": 486, "open": 700}
    assert filled(tmp_path, "deals", "account_key") == 5000
