"""Folders that hold exports of several CRMs, and exports that two presets fit alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from whofor.app.import_source import import_source
from whofor.documents.import_document import import_document
from whofor.intake.mapping.detect import best_fit
from whofor.intake.mapping.plan import RawFile
from whofor.reports.detection import file_lines

DEALS = RawFile("deals.csv", ("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Deal owner", "Close Date"))
CONTACTS = RawFile("contacts.csv", ("Record ID", "First Name", "Last Name", "Email", "Lifecycle Stage", "Lead Status"))
# What HubSpot and Attio both call the things of a deal.
BETWEEN = ("Record ID", "Deal name", "Deal stage", "Deal owner", "Associated people", "Associated company")


def test_files_of_another_crm_are_not_used_although_they_might_do() -> None:
    people = RawFile(
        "people.csv", ("Record ID", "Email", "Email addresses", "Job title", "Connection strength", "Company")
    )
    found = best_fit([DEALS, CONTACTS, people])
    assert [(fit.file, fit.table, fit.looks_like) for fit in found.files] == [
        ("deals.csv", "deals", ""),
        ("contacts.csv", "contacts", ""),
        ("people.csv", "", "contacts of attio"),
    ]
    assert found.mapping.tables["contacts"][0].files == ("contacts.csv",)
    assert found.confidence == (1.0 + 5 / 6) / 2


def test_a_file_of_another_crm_is_told_by_the_crm_it_fits_best() -> None:
    zoho = (
        "Record Id",
        "Contact Owner.id",
        "Contact Owner",
        "First Name",
        "Last Name",
        "Email",
        "Account Name.id",
        "Account Name",
    )
    found = best_fit([DEALS, CONTACTS, RawFile("Contacts.csv", zoho)])
    assert (found.files[2].table, found.files[2].looks_like) == ("", "contacts of zoho")


def test_the_deals_of_two_crms_are_never_put_together() -> None:
    pipedrive = RawFile("pd.csv", ("Deal - ID", "Deal - Title", "Deal - Status", "Deal - Stage", "Deal - Organization"))
    found = best_fit([DEALS, CONTACTS, pipedrive])
    assert found.mapping.tables["deals"][0].files == ("deals.csv",)
    assert found.files[2].looks_like == "deals of pipedrive"
    assert found.rival is None  # it reads other deals


def test_a_preset_that_fits_nearly_as_well_is_told(tmp_path: Path) -> None:
    found = best_fit([RawFile("d.csv", BETWEEN)])
    assert found.mapping.name == "attio"
    assert found.rival is None  # people of a deal rule HubSpot out
    header = "Record ID,Deal name,Deal stage,Deal owner,Record"
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "d.csv").write_text(f"{header}\n1,a,Won,Zoe,a\n2,b,Lost,Max,b\n", encoding="utf-8")
    report = import_source(folder, workspace=tmp_path / "ws", today=date(2026, 1, 1))
    assert report.rival is not None
    other, share = report.rival
    assert {report.preset, other} == {"attio", "hubspot"}
    assert import_document(report)["also_fits"] == {"preset": other, "confidence": round(share, 3)}
    lines = file_lines(report.files, report.recognition, "en", report.rival)
    assert lines[-1].startswith(f"{other} fits nearly as well, with ")
    assert lines[-1].endswith(f"--mapping {other}.")
