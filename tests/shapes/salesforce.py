"""Exports as Salesforce writes them."""

# ruff: noqa: E501 - a row of cells stays on one line

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from shapes.world import Truth, World, day, ending, guess, text, us, write


def _id(kind: str, number: int) -> str:
    return f"{kind}5g00000{number:05d}Xy"[:15]


def salesforce_weekly(folder: Path) -> Truth:
    w = World(31)
    with zipfile.ZipFile(folder / "WE_00D5g000001_1.ZIP", "w") as pack:
        for name, body in {
            "Account.csv": text(
                [
                    "Id",
                    "IsDeleted",
                    "Name",
                    "Type",
                    "Industry",
                    "NumberOfEmployees",
                    "Website",
                    "BillingCity",
                    "OwnerId",
                ],
                [
                    [
                        _id("001", f.number) + "AAA",
                        0,
                        f.name,
                        "Customer",
                        f.industry,
                        f.employees,
                        f.domain,
                        f.city,
                        _id("005", 1) + "AAA",
                    ]
                    for f in w.firms
                ],
            ),
            "Contact.csv": text(
                ["Id", "IsDeleted", "AccountId", "LastName", "FirstName", "Email", "Title"],
                [
                    [_id("003", f.number) + "AAA", 0, _id("001", f.number), "Lee", "Ann", f"ann@{f.domain}", "CEO"]
                    for f in w.firms
                ],
            ),
            "Opportunity.csv": text(
                [
                    "Id",
                    "IsDeleted",
                    "AccountId",
                    "Name",
                    "StageName",
                    "Amount",
                    "Probability",
                    "CloseDate",
                    "Type",
                    "LeadSource",
                    "IsClosed",
                    "IsWon",
                    "OwnerId",
                    "CreatedDate",
                    "CurrencyIsoCode",
                ],
                [
                    [
                        _id("006", s.number) + "AAA",
                        0,
                        _id("001", s.firm.number) + "AAA",
                        f"Opp {s.number}",
                        ending(s, "Signature", "Abandon", "Prospection", "Proposition"),
                        s.amount,
                        10,
                        guess(s),
                        "New",
                        s.source,
                        int(s.closed is not None),
                        int(s.outcome == "won"),
                        _id("005", 1),
                        f"{s.opened} 10:11:12",
                        "EUR",
                    ]
                    for s in w.sales
                ],
            ),
            "OpportunityHistory.csv": text(
                ["Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedDate", "IsDeleted"],
                [
                    [
                        _id("008", s.number) + "AAA",
                        _id("006", s.number) + "AAA",
                        "Prospection",
                        s.amount,
                        guess(s),
                        f"{s.opened} 10:11:12",
                        0,
                    ]
                    for s in w.sales
                ],
            ),
        }.items():
            pack.writestr(name, body)  # fmt: skip
    return w.truth("salesforce", accounts=60, contacts=60, stages=120)


def salesforce_report(folder: Path) -> Truth:
    w = World(32)
    head = ["Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Fiscal Period", "Amount Currency", "Amount",
            "Probability (%)", "Age", "Close Date", "Created Date", "Next Step", "Lead Source", "Type", "Won", "Closed"]  # fmt: skip
    rows = [
        [s.owner, s.firm.name, f"Opp {s.number}", ending(s, "Contract done", "No go", "Prospecting"), "Q1-2024", "EUR", s.amount, 10, 30,
         us(guess(s)), us(s.opened), "", s.source, "New Business", int(s.outcome == "won"), int(s.closed is not None)]
        for s in w.sales
    ]  # fmt: skip
    foot = "\r\n".join(
        ["", '"Grand Totals (120 records)"', '"Confidential Information - Do Not Distribute"',
         '"Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved."', ""]
    )  # fmt: skip
    (folder / "report1718.csv").write_text(
        "Opportunities by stage\r\nAs of 2025-02-01\r\n\r\n" + text(head, rows) + foot, "utf-8"
    )
    return w.truth("salesforce")


def salesforce_fr(folder: Path) -> Truth:
    w = World(33)
    head = ["Propriétaire de l'opportunité", "Nom du compte", "Nom de l'opportunité", "Étape", "Période fiscale", "Montant Devise",
            "Montant", "Probabilité (%)", "Ancienneté", "Date de clôture", "Date de création", "Origine de la piste", "Type", "Fermée",
            "Conclue"]  # fmt: skip
    write(folder, "rapport.csv", head, [
        [s.owner, s.firm.name, f"Opp {s.number}", ending(s, "Signé", "Abandon", "Découverte"), "T1-2024", "EUR", f"{s.amount},00", 10,
         30, day(guess(s), "%d/%m/%Y"), day(s.opened, "%d/%m/%Y"), s.source, "Nouveau", int(s.closed is not None),
         int(s.outcome == "won")]
        for s in w.sales
    ], ";", "cp1252")  # fmt: skip
    return w.truth("salesforce")


def salesforce_de(folder: Path) -> Truth:
    w = World(34)
    head = ["Opportunity-Inhaber", "Accountname", "Opportunity-Name", "Phase", "Betrag", "Wahrscheinlichkeit (%)", "Schlusstermin",
            "Erstelldatum", "Lead-Quelle", "Typ", "Geschlossen", "Gewonnen"]  # fmt: skip
    write(folder, "bericht.csv", head, [
        [s.owner, s.firm.name, f"Opp {s.number}", ending(s, "Auftrag", "Absage", "Bedarf"), f"{s.amount},00", 10,
         day(guess(s), "%d.%m.%Y"), day(s.opened, "%d.%m.%Y"), s.source, "Neu", int(s.closed is not None), int(s.outcome == "won")]
        for s in w.sales
    ], ";")  # fmt: skip
    return w.truth("salesforce")


def salesforce_only_opportunity(folder: Path) -> Truth:
    w = World(35)
    write(folder, "Opportunity.csv", ["ID", "ACCOUNTID", "NAME", "STAGENAME", "AMOUNT", "CLOSEDATE", "CREATEDDATE", "LEADSOURCE"], [
        [_id("006", s.number) + "AAA", _id("001", s.firm.number) + "AAA", f"Opp {s.number}",
         ending(s, "Closed Won", "Closed Lost", "Prospecting"), s.amount, guess(s), f"{s.opened}T10:11:12.000+0000", s.source]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("salesforce")


EXPORTS: dict[str, Callable[[Path], Truth]] = {
    make.__name__: make
    for make in (salesforce_weekly, salesforce_report, salesforce_fr, salesforce_de, salesforce_only_opportunity)
}
