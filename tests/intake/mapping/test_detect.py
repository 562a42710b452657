"""Recognition: which preset, which table, how surely; what is not used; what nearly fits."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.app.import_source import import_source
from whofor.documents.import_document import import_document
from whofor.errors import MappingError, Problem
from whofor.intake.mapping.detect import FileFit, best_fit, detect, load_preset, preset_names, recognise
from whofor.intake.mapping.plan import RawFile
from whofor.reports.detection import file_lines, reading_line

HEADERS = {
    "hubspot en": {
        "accounts": "Record ID,Company name,Company Domain Name,Industry,Number of Employees,Annual Revenue,City",
        "contacts": "Record ID,First Name,Last Name,Email,Job Title,Lifecycle Stage,Lead Status",
        "deals": "Record ID,Deal Name,Deal Stage,Pipeline,Deal owner,Close Date,Amount",
    },
    "hubspot fr": {
        "accounts": "ID de fiche d'informations,Nom de l'entreprise,Nom de domaine de l'entreprise,"
        "Secteur d'activité,Nombre d'employés,Chiffre d'affaires annuel,Ville",
        "contacts": "ID de fiche d'informations,Prénom,Nom de famille,"
        "E-mail,Intitulé du poste,Phase du cycle de vie,Statut du lead",
        "deals": "ID de fiche d'informations,Nom de la transaction,Phase de la transaction,"
        "Pipeline,Propriétaire de la transaction,Date de fermeture,Montant",
    },
    "hubspot es": {
        "accounts": "ID de registro,Nombre de la empresa,Nombre de dominio de la empresa,"
        "Sector,Número de empleados,Ingresos anuales,Ciudad",
        "contacts": "ID de registro,Nombre,Apellidos,Correo,Cargo,Etapa del ciclo de vida,Estado del lead",
        "deals": "ID de registro,Nombre del negocio,Etapa del negocio,"
        "Pipeline,Propietario del negocio,Fecha de cierre,Valor",
    },
    "hubspot de": {
        "accounts": "Datensatz-ID,Unternehmensname,Domain-Name des Unternehmens,"
        "Branche,Anzahl der Mitarbeiter,Jahresumsatz,Stadt",
        "contacts": "Datensatz-ID,Vorname,Nachname,E-Mail,Jobbezeichnung,Lifecycle-Phase,Lead-Status",
        "deals": "Datensatz-ID,Deal-Name,Deal-Phase,Pipeline,Deal-Inhaber,Abschlussdatum,Betrag",
    },
    "hubspot pt": {
        "accounts": "ID do registro,Nome da empresa,Nome do domínio da empresa,"
        "Setor,Número de funcionários,Receita anual,Cidade",
        "contacts": "ID do registro,Nome,Sobrenome,E-mail,Cargo,Fase do ciclo de vida,Status do lead",
        "deals": "ID do registro,Nome do negócio,Etapa do negócio,"
        "Pipeline,Proprietário do negócio,Data de fechamento,Valor",
    },
    "attio": {
        "accounts": "Record ID,Record,Domains,Categories,Employee range,Connection strength,Description",
        "contacts": "Record ID,Record,Email addresses,Job title,Company > Name,Connection strength",
        "deals": "Record ID,Deal stage,Deal value,Deal name,Deal owner,Associated people,Associated company",
    },
}  # fmt: skip
# What the recognition needs of each kind; all else may be dropped.
NEEDED = {"accounts": 3, "contacts": 3, "deals": 3}


def files_of(name: str) -> list[RawFile]:
    return [RawFile(f"{table}.csv", tuple(headers.split(","))) for table, headers in HEADERS[name].items()]


@pytest.mark.parametrize("name", HEADERS)
def test_a_full_export_is_recognised_with_certainty_in_each_language(name: str) -> None:
    found = best_fit(files_of(name))
    assert found.mapping.name == name.split(" ", maxsplit=1)[0]
    assert found.confidence == 1.0
    assert found.files == tuple(FileFit(f"{table}.csv", table, 1.0) for table in HEADERS[name])


def test_confidence_is_the_share_of_distinctive_groups_per_file_and_their_mean_for_the_whole() -> None:
    deals = RawFile("d.csv", ("Record ID", "Deal Name", "Deal Stage"))
    companies = RawFile(
        "c.csv", ("Record ID", "Company name", "Industry", "Number of Employees", "Company Domain Name")
    )
    found = best_fit([deals, companies])
    assert [(fit.table, fit.confidence) for fit in found.files] == [("deals", 0.4), ("accounts", 0.8)]
    assert found.confidence == pytest.approx(0.6)


def test_a_file_no_table_fits_is_told_with_what_it_looks_like() -> None:
    more = [
        RawFile("tickets.csv", ("Ticket ID", "Ticket Name", "Pipeline", "Create Date")),
        RawFile("org.csv", ("Organization - ID", "Organization - Name", "Organization - Owner")),
        RawFile("weather.csv", ("Day", "Rain")),
    ]
    found = best_fit([*files_of("hubspot en"), *more])
    assert [(fit.file, fit.table, fit.looks_like) for fit in found.files[3:]] == [
        ("tickets.csv", "", "tickets"),
        ("org.csv", "", "accounts of pipedrive"),
        ("weather.csv", "", ""),
    ]
    assert found.confidence == 1.0


def test_several_files_of_one_kind_and_a_preset_that_was_asked_for() -> None:
    first, second = (RawFile(name, tuple(HEADERS["hubspot es"]["deals"].split(","))) for name in ("1.csv", "2.csv"))
    assert detect([first, second]).tables["deals"][0].files == ("1.csv", "2.csv")
    assert recognise(load_preset("attio"), [first, second]) is None


def problems(*files: RawFile) -> list[str]:
    with pytest.raises(MappingError) as caught:
        best_fit(files)
    return [str(problem) for problem in caught.value.problems]


def test_what_nearly_fits_is_named_with_the_column_that_is_missing() -> None:
    text = problems(RawFile("d.csv", ("Record ID", "Deal Name", "Deal Stge", "Pipeline", "Deal owner", "Close Date")))
    assert text[0] == (
        "d.csv: This export is of no known shape. Its columns are: Record ID, Deal Name, Deal Stge, Pipeline, "
        "Deal owner, Close Date. It is nearly deals of hubspot, but has no column 'Deal Stage' or 'Is Closed Won' or "
        "'Is Deal Closed?', …; 'Deal Stge' may be 'Deal Stage'."
    )
    assert "--mapping, or let --init-mapping FILE draft one" in text[-1]
    assert ", ".join(preset_names()) in text[-1]


def test_no_crm_is_named_where_few_of_its_marks_are_there() -> None:
    text = problems(RawFile("d.csv", ("Record ID", "Title", "Pipeline", "Deal owner", "Close Date")))
    assert text[0] == (
        "d.csv: This export is of no known shape. Its columns are: Record ID, Title, Pipeline, Deal owner, Close Date"
    )


def test_companies_without_deals_are_told_so() -> None:
    text = problems(RawFile("c.csv", tuple(HEADERS["hubspot de"]["accounts"].split(","))))
    assert text[0].startswith(
        "c.csv: This file looks like accounts of hubspot, not like deals. Its columns are: Datensatz-ID,"
    )


def test_headers_of_a_wide_file_are_cut_short() -> None:
    text = problems(RawFile("w.csv", tuple(f"Column {number}" for number in range(617))))
    assert "and 605 more" in text[0]
    assert len(text[0]) < 1_000


@given(data=st.data(), name=st.sampled_from(sorted(HEADERS)))
def test_order_and_further_or_missing_columns_do_not_matter(data: st.DataObject, name: str) -> None:
    files: list[RawFile] = []
    further = st.lists(
        st.text(string.ascii_lowercase + "é ", min_size=8, max_size=20).map(lambda text: f"my {text}"), max_size=6
    )
    for table, text in HEADERS[name].items():
        headers = text.split(",")
        needed, rest = headers[: NEEDED[table]], headers[NEEDED[table] :]
        kept = [header for header in rest if data.draw(st.booleans())]
        drawn = data.draw(st.permutations([*needed, *kept, *data.draw(further)]))
        files.append(
            RawFile(table, tuple(data.draw(st.sampled_from([str, str.upper, str.lower]))(one) for one in drawn))
        )
    found = best_fit(files)
    assert found.mapping.name == name.split(" ", maxsplit=1)[0]
    assert {fit.file: fit.table for fit in found.files} == {table: table for table in HEADERS[name]}


@given(st.lists(st.lists(st.text(max_size=12), max_size=12), min_size=1, max_size=3))
def test_any_headers_are_recognised_or_refused_with_a_reason(tables: list[list[str]]) -> None:
    files = [RawFile(f"{number}.csv", tuple(headers)) for number, headers in enumerate(tables)]
    reasons: list[Problem] | None = None
    try:
        best_fit(files)
    except MappingError as error:
        reasons = list(error.problems)
    assert reasons is None or len(reasons) == len(files) + 1


def write_export(folder: Path) -> Path:
    folder.mkdir()
    deals = "Record ID,Deal Name,Deal Stage,Create Date\n1,a,Closed Won,2025-01-02\n2,b,Closed Lost,2025-01-03\n"
    (folder / "deals.csv").write_text(deals, encoding="utf-8")
    (folder / "tickets.csv").write_text("Ticket ID,Ticket Name\n1,x\n", encoding="utf-8")
    (folder / "x.csv").write_text("A,B\n1,2\n", encoding="utf-8")
    return folder


def test_the_import_shows_what_each_file_was_taken_for(tmp_path: Path) -> None:
    report = import_source(write_export(tmp_path / "in"), workspace=tmp_path / "ws", today=date(2026, 1, 1))
    document = import_document(report)
    assert (document["preset"], document["confidence"]) == ("hubspot", 0.4)
    assert document["files"] == [
        {"file": "deals.csv", "table": "deals", "confidence": 0.4},
        {"file": "tickets.csv", "table": None, "confidence": None, "looks_like": "tickets"},
        {"file": "x.csv", "table": None, "confidence": None, "looks_like": None},
    ]
    first = reading_line(report.preset, report.recognition, "en")
    assert first.startswith("Read as an export of hubspot, 40% of its marks found. Not found in it: ")
    assert file_lines(report.files, report.recognition, "en") == [
        "  deals.csv: deals, 40% of its marks found",
        "  tickets.csv: not used, it looks like tickets",
        "  x.csv: not used, as nothing is known about it",
    ]
    assert reading_line(report.preset, report.recognition, "fr").startswith("Lu comme un export de hubspot, 40")


def test_a_mapping_guesses_nothing(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[deals]\nfile = "deals.csv"\nkey = "Record ID"\n[[deals.join]]\nfile = "x.csv"\non = "Record ID"\nkey = "A"\n'
        '[deals.outcome]\ncolumn = "Deal Stage"\nwon = "Closed Won"\nlost = "Closed Lost"\n',
        encoding="utf-8",
    )
    source = write_export(tmp_path / "in")
    report = import_source(source, workspace=tmp_path / "ws", today=date(2026, 1, 1), mapping=str(mapping))
    document = import_document(report)
    assert document["confidence"] is None
    assert document["files"] == [
        {"file": "deals.csv", "table": "deals", "confidence": None},
        {"file": "tickets.csv", "table": None, "confidence": None, "looks_like": None},
        {"file": "x.csv", "table": "deals", "confidence": None},
    ]
    assert file_lines(report.files, report.recognition, "en") == []
    assert reading_line(report.preset, report.recognition, "en").startswith("Read with the mapping ")


def test_a_preset_asked_for_that_does_not_fit_says_what_it_misses(tmp_path: Path) -> None:
    source = write_export(tmp_path / "in")
    with pytest.raises(MappingError) as caught:
        import_source(source, workspace=tmp_path / "ws", today=date(2026, 1, 1), mapping="attio")
    text = [str(problem) for problem in caught.value.problems]
    assert text[0].endswith(
        "No file looks like the deals of an export from attio. Export the deals with their standard columns."
    )
    assert len(text) == 5
