"""Exports of CRMs whose presets follow the vendors' documented headers."""

# ruff: noqa: E501 - a row of cells stays on one line

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shapes.world import Truth, World, day, ending, sheet, write


def close(folder: Path) -> Truth:
    """Names of its interface, which gives amounts in cents."""
    w = World(71)
    write(folder, "opportunities.csv", ["id", "lead_id", "lead_name", "status_id", "status_label", "status_type", "value",
                                        "value_currency", "value_period", "confidence", "date_created", "date_won", "date_lost",
                                        "user_name", "contact_name"], [
        [f"oppo_{s.number:06d}Xz", f"lead_{s.firm.number:06d}Qp", s.firm.name, f"stat_{s.outcome}",
         ending(s, "Signed", "Dead", "Demo", "Proposal"), ending(s, "won", "lost", "active"), s.amount * 100, "EUR", "one_time", 50,
         f"{s.opened}T10:00:00+00:00", day(s.closed) if s.outcome == "won" else "", day(s.closed) if s.outcome == "lost" else "", s.owner, "Ann"]
        for s in w.sales
    ])  # fmt: skip
    write(folder, "leads.csv", ["id", "display_name", "url", "industry", "employees", "status_label", "date_created"], [
        [f"lead_{f.number:06d}Qp", f.name, f"https://{f.domain}", f.industry, f.employees, "Qualified", "2022-01-01T10:00:00+00:00"]
        for f in w.firms
    ])  # fmt: skip
    return w.truth("close", accounts=60)


def odoo(folder: Path) -> Truth:
    w = World(77)
    sheet(folder, "crm.lead.xlsx", [
        ["External ID", "Opportunity", "Customer", "Salesperson", "Stage", "Expected Revenue", "Created on", "Closed Date", "Source",
         "Lost Reason", "Active"],
        *[[f"__export__.crm_lead_{s.number}", f"Opp {s.number}", s.firm.name, s.owner, ending(s, "Won", "Lost", "New", "Qualified"),
           s.amount, f"{s.opened} 10:00:00", f"{s.closed} 10:00:00" if s.closed else "", s.source, "", str(s.outcome != "lost").upper()]
          for s in w.sales],
    ])  # fmt: skip
    return w.truth("odoo")


def dynamics(folder: Path) -> Truth:
    w = World(78)
    sheet(folder, "All Opportunities.xlsx", [
        ["(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Topic", "Account", "Contact",
         "Status", "Status Reason", "Est. Revenue", "Actual Revenue", "Created On", "Actual Close Date", "Owner", "Pipeline Phase"],
        *[[f"6e4f{s.number:04d}-0000-4000-8000-000000000000", f"c{s.number}==", "2025-01-01", f"Topic {s.number}", s.firm.name, "Ann",
           ending(s, "Won", "Lost", "Open"), ending(s, "Won", "Out-Sold", "In Progress"), s.amount, s.amount, day(s.opened),
           day(s.closed), s.owner, f"{s.stage + 1}-Step"] for s in w.sales],
    ])  # fmt: skip
    return w.truth("dynamics365")


def suite(folder: Path) -> Truth:
    """SuiteCRM, a dump of a database: names of its own."""
    w = World(97)
    write(folder, "opportunities.csv", ["id", "name", "date_entered", "date_modified", "deleted", "opportunity_type", "account_id", "lead_source",
                                        "amount", "date_closed", "sales_stage", "probability", "assigned_user_name"], [
        [f"a1b2-{s.number:04d}", f"Opp {s.number}", f"{s.opened} 10:00:00", "2025-02-02 10:00:00", 0, "New Business", f"acc-{s.firm.number:04d}",
         s.source, s.amount, day(s.closed), ending(s, "Closed Won", "Closed Lost", "Prospecting", "Negotiation/Review"), 10, s.owner]
        for s in w.sales
    ])  # fmt: skip
    write(folder, "accounts.csv", ["id", "name", "industry", "employees", "website", "billing_address_city", "date_entered"], [
        [f"acc-{f.number:04d}", f.name, f.industry, f.employees, f.domain, f.city, "2022-02-02 10:00:00"] for f in w.firms
    ])  # fmt: skip
    return w.truth("suitecrm", accounts=60)


def hubspot_pt(folder: Path) -> Truth:
    """Portuguese labels; associations are English in all languages."""
    w = World(203)
    companies = [
        "ID do registro",
        "Nome da empresa",
        "Nome do domínio da empresa",
        "Setor",
        "Número de funcionários",
        "Cidade",
    ]
    deals = [
        "ID do registro",
        "Nome do negócio",
        "Etapa do negócio",
        "Pipeline",
        "Valor",
        "Data de fechamento",
        "Data de criação",
        "Proprietário do negócio",
    ]
    stages = ("Fechado ganho", "Fechado perdido", "Reunião agendada", "Contrato enviado")
    write(folder, "companies.csv", companies, [
        [7000 + f.number, f.name, f.domain, f.industry, f.employees, f.city] for f in w.firms
    ])  # fmt: skip
    write(folder, "deals.csv", [*deals, "Associated Company IDs (Primary)", "Associated Company (Primary)"], [
        [50000 + s.number, f"Deal {s.number}", ending(s, *stages), "Sales", s.amount, f"{s.closed} 10:00" if s.closed else "",
         f"{s.opened} 14:05", s.owner, 7000 + s.firm.number, s.firm.name]
        for s in w.sales
    ])  # fmt: skip
    return w.truth("hubspot", accounts=60)


EXPORTS: dict[str, Callable[[Path], Truth]] = {
    make.__name__: make for make in (close, odoo, dynamics, suite, hubspot_pt)
}
