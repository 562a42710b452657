"""Each CRM's export is recognised as its own among all presets, also where their headers look alike."""

from __future__ import annotations

import pytest

from whofor.intake.mapping.detect import detect
from whofor.intake.mapping.plan import RawFile

EXPORTS = {
    "hubspot": {
        "companies": "Record ID,Company name,Company Domain Name,Company owner,Industry,Number of Employees,Country/Region,Create Date",
        "deals": "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company IDs (Primary),Is Closed Won",
        "contacts": "Record ID,First Name,Last Name,Email,Lifecycle Stage,Associated Company IDs",
    },
    "salesforce": {
        "Opportunity": "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon",
        "Account": "Id,IsDeleted,Name,Type,ParentId,BillingCountry,Industry,NumberOfEmployees",
        "Contact": "Id,IsDeleted,AccountId,LastName,FirstName,Email",
    },
    "salesforce report": {"report": "Opportunity Name,Account Name,Stage,Amount Currency,Amount,Close Date,Created Date,Opportunity Owner,Type"},
    "salesforce leads": {"Lead": "Id,IsDeleted,LastName,FirstName,Company,Email,Status,IsConverted,LeadSource,Industry"},
    "zoho": {
        "Deals": "Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Pipeline,Type,Created Time",
        "Accounts": "Record Id,Account Owner.id,Account Owner,Account Name,Industry,Employees,Billing Country,Created Time",
        "Contacts": "Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Email,Account Name.id,Account Name",
    },
    "zoho renamed": {
        "Deals": "Deal Id,Deal Owner,Deal Name,Closing Date,Company Name.id,Company Name,Stage,Pipeline,Created Time",
        "Companies": "Company Id,Company Owner.id,Company Owner,Company Name,Industry,Created Time",
    },
    "zoho leads": {"Leads": "Record Id,Lead Owner.id,Lead Owner,Company,First Name,Last Name,Email,Lead Status,Lead Source"},
    "pipedrive": {
        "deals": "Deal - ID,Deal - Title,Deal - Organization,Deal - Status,Deal - Stage,Deal - Value",
        "organizations": "Organization - ID,Organization - Name,Organization - Owner",
        "notes": "ID,Content,Organization,Organization ID,Deal ID,Add time,Note is pinned to deal",
    },
}  # fmt: skip
TABLES = {
    "hubspot": {"accounts": "companies", "deals": "deals", "contacts": "contacts"},
    "salesforce": {"accounts": "Account", "deals": "Opportunity", "contacts": "Contact"},
    "salesforce report": {"deals": "report"},
    "salesforce leads": {"deals": "Lead"},
    "zoho": {"accounts": "Accounts", "deals": "Deals", "contacts": "Contacts"},
    "zoho renamed": {"accounts": "Companies", "deals": "Deals"},
    "zoho leads": {"deals": "Leads"},
    "pipedrive": {"accounts": "organizations", "deals": "deals", "interactions": "notes"},
}


@pytest.mark.parametrize("name", EXPORTS)
def test_each_export_is_its_own(name: str) -> None:
    found = detect([RawFile(file, tuple(headers.split(","))) for file, headers in EXPORTS[name].items()])
    assert found.name == name.split(" ", maxsplit=1)[0]
    assert {table: part.files[0] for table, parts in found.tables.items() for part in parts} == TABLES[name]


@pytest.mark.parametrize("name", EXPORTS)
def test_each_file_of_deals_is_its_own(name: str) -> None:
    file = TABLES[name]["deals"]
    assert detect([RawFile(file, tuple(EXPORTS[name][file].split(",")))]).name == name.split(" ", maxsplit=1)[0]
