import pytest

from whofor.errors import MappingError
from whofor.intake.drafting import KNOWN_HEADERS
from whofor.intake.mapping.detect import detect, load_preset, preset_names, recognise
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.plan import Plan, RawFile, Ref, Total
from whofor.intake.mapping.references import find_files
from whofor.intake.mapping.resolve import resolve
from whofor.intake.mapping.table_resolver import NOTHING_KNOWN, KnownHeaders
from whofor.model import Role
from whofor.schema.columns import ReadAs

DEALS = RawFile("deals.csv", ("Id", "Deal Stage", "Client", "Created", "Lost Reason", "Budget"))
CLIENTS = RawFile("clients.csv", ("Client", "Sector"))
ITEMS = RawFile("items.csv.gz", ("Deal", "Price"))
OUTCOME = '[deals.outcome]\ncolumn = "Deal Stage"\nwon = "Won"\n'


def plan_of(text: str, *files: RawFile) -> Plan:
    return resolve(parse_mapping(text, "m.toml"), files)


def problems_of(text: str, *files: RawFile) -> list[str]:
    with pytest.raises(MappingError) as caught:
        plan_of(text, *files)
    return [str(problem) for problem in caught.value.problems]


def test_files_are_found_whatever_their_case_and_compression() -> None:
    assert find_files("ITEMS.csv", ["items.csv.gz", "deals.csv"]) == ["items.csv.gz"]
    assert find_files("deals*.csv", ["deals-1.csv", "deals-2.csv", "x.csv"]) == ["deals-1.csv", "deals-2.csv"]


def test_one_file_need_not_be_named() -> None:
    plan = plan_of('[deals]\nkey = "id"\n' + OUTCOME, DEALS)
    assert plan.tables[0].files == ("deals.csv",)
    assert plan.tables[0].columns[0].expression == Ref("", "Id")


def test_joins_reach_further_files_and_totals_name_theirs() -> None:
    plan = plan_of(
        """[files]
d = "deals.csv"
c = "clients.csv"
i = "items.csv"
[deals]
file = "d"
key = "d.Id"
[[deals.join]]
file = "c"
on = "Client"
key = "client"
[[deals.join]]
file = "i"
on = "Id"
key = "Deal"
[deals.columns]
amount = { sum = "i.Price" }
[deals.extra]
"c.Sector" = "definition"
"""
        + OUTCOME,
        DEALS,
        CLIENTS,
        ITEMS,
    )
    columns = {column.name: column for column in plan.tables[0].columns}
    assert columns["amount"].expression == Total("i", "Price")
    assert columns["x_sector"].expression == Ref("c", "Sector")
    assert columns["x_sector"].source == "clients.csv: Sector"
    assert columns["x_sector"].label == "Sector"
    assert plan.unused == ()


def test_every_name_that_is_not_there_is_reported_with_its_near_names() -> None:
    text = """[files]
d = "deals.csv"
c = "client.csv"
[deals]
file = "d"
key = "Idd"
[[deals.join]]
file = "c"
on = "Clint"
key = "Client"
[deals.columns]
opened = "Creatd"
lead_source = "c.Sector"
owner = "x.Owner"
[deals.extra]
"Budgt" = "definition"
[deals.outcome]
column = "Stage"
won = "Won"
"""
    assert problems_of(text, DEALS, CLIENTS) == [
        "m.toml:6: There is no column 'Idd' in deals.csv. Did you mean 'Id'?",
        "m.toml:7: There is no file 'client.csv' in the source. Did you mean 'clients.csv'?",
        "m.toml:7: There is no column 'Clint' in deals.csv. Did you mean 'Client'?",
        "m.toml:12: There is no column 'Creatd' in deals.csv. Did you mean 'Created'?",
        "m.toml:14: There is no column 'x.Owner' in deals.csv. The columns are: Id, Deal Stage, Client, Created, "
        "Lost Reason, Budget",
        "m.toml:16: There is no column 'Budgt' in deals.csv. Did you mean 'Budget'?",
        "m.toml:18: There is no column 'Stage' in deals.csv. Did you mean 'Deal Stage'?",
    ]


def test_the_rest_takes_its_role_and_patterns_go_first() -> None:
    plan = plan_of(
        '[deals]\nkey = "Id"\nrest = "definition"\nignore = ["created"]\n[deals.roles]\nleak = ["*reason"]\n' + OUTCOME,
        DEALS,
    )
    extras = {column.label: column.role for column in plan.tables[0].columns if column.extra}
    assert extras == {"Client": Role.DEFINITION, "Lost Reason": Role.LEAK, "Budget": Role.DEFINITION}


def test_names_of_extra_columns_are_unique_over_all_tables() -> None:
    accounts = RawFile("a.csv", ("Id", "Budget", "budget!"))
    plan = plan_of(
        '[accounts]\nfile = "a.csv"\nkey = "Id"\nrest = "definition"\n[deals]\nfile = "deals.csv"\nkey = "Id"\n'
        '[deals.extra]\nBudget = "definition"\n' + OUTCOME,
        accounts,
        DEALS,
    )
    names = [column.name for table in plan.tables for column in table.columns if column.extra]
    assert names == ["x_budget", "x_budget_2", "x_budget_3"]


def test_defining_columns_of_the_same_name_are_told_apart_by_their_files() -> None:
    accounts = RawFile("crm/clients.csv.gz", ("Id", "Budget", "Seats", "Sector"))
    contacts = RawFile("people.csv", ("Id", "Sector", "Seats"))
    text = (
        '[accounts]\nfile = "crm/clients.csv.gz"\nkey = "Id"\nrest = "definition"\n'
        '[accounts.columns]\nindustry = "Sector"\n'
        '[contacts]\nfile = "people.csv"\nkey = "Id"\nrest = "definition"\n[contacts.extra]\nSeats = "validation"\n'
        '[deals]\nfile = "deals.csv"\nkey = "Id"\n[deals.extra]\nBudget = "definition"\n' + OUTCOME
    )
    plan = plan_of(text, accounts, contacts, DEALS)
    labels = {(t.name, c.label) for t in plan.tables for c in t.columns if c.role is Role.DEFINITION}
    assert labels == {
        *{("accounts", "Budget (clients)"), ("accounts", "Seats"), ("accounts", "Sector")},
        *{("contacts", "Sector (people)"), ("deals", "Budget (deals)")},
    }


def test_files_nobody_reads_are_told() -> None:
    assert plan_of('[deals]\nfile = "deals.csv"\nkey = "Id"\n' + OUTCOME, DEALS, CLIENTS).unused == ("clients.csv",)


HUBSPOT = RawFile(
    "deals.csv", ("Record ID", "Deal Name", "deal stage", "Amount", "Create Date", "Close Date", "Pipeline")
)


def test_presets() -> None:
    assert "hubspot" in preset_names()
    with pytest.raises(MappingError, match="Did you mean 'hubspot'"):
        load_preset("hubspto")


def test_a_hubspot_export_is_recognised_by_its_headers() -> None:
    companies = RawFile("x.csv", ("Record ID", "Company name", "Company Domain Name", "Industry"))
    contacts = RawFile("y.csv", ("Record ID", "First Name", "Last Name", "Email", "Company name"))
    tickets = RawFile("t.csv", ("Ticket ID", "Ticket Name", "Pipeline", "Create Date"))
    found = recognise(load_preset("hubspot"), [HUBSPOT, companies, contacts, tickets])
    assert found is not None
    assert {name: table.files for name, (table,) in found.mapping.tables.items()} == {
        "accounts": ("x.csv",),
        "contacts": ("y.csv",),
        "deals": ("deals.csv",),
    }
    assert 0 < (found.confidence or 0) < 1
    assert detect([HUBSPOT]).name == "hubspot"


def test_an_unknown_export_lists_its_headers_and_tells_how_to_write_a_mapping() -> None:
    with pytest.raises(MappingError) as caught:
        detect([CLIENTS, DEALS])
    assert [str(problem) for problem in caught.value.problems] == [
        "clients.csv: This export is of no known shape. Its columns are: Client, Sector",
        "deals.csv: This export is of no known shape. Its columns are: Id, Deal Stage, Client, Created, Lost Reason, "
        "Budget",
        "Say with a mapping which columns mean what. Write a mapping.toml as docs/reference/mapping.md shows and give "
        f"it with --mapping, or let --init-mapping FILE draft one; presets: {', '.join(preset_names())}.",
    ]


def test_no_outcome_column() -> None:
    deals = RawFile("deals.csv", ("Record Id", "Deal Name", "Closing Date", "Amount"))
    with pytest.raises(MappingError, match="No column tells won deals from lost ones"):
        resolve(detect([deals]), [deals])


def test_a_kind_that_the_canonical_way_of_reading_has_anyway_takes_nothing_away() -> None:
    columns = 'lead_source = { column = "Budget", kind = "category" }\nopened = { column = "Created", kind = "text" }\n'
    plan = plan_of('[deals]\nfile = "deals.csv"\n[deals.columns]\n' + columns + OUTCOME, DEALS)
    assert [column.read_as for column in plan.tables[0].columns][:2] == [ReadAs.LEAD_SOURCE, ReadAs.TEXT]


def test_classes_of_lead_sources_reach_the_plan() -> None:
    classes = '[lead_source_classes]\n"Fair in  Lyon" = "event"\n'
    text = '[deals]\nfile = "deals.csv"\n' + OUTCOME + classes
    assert plan_of(text, DEALS).lead_source_classes == {"fair in lyon": "event"}
    assert problems_of(text.replace('"event"', '"evnt"'), DEALS) == [
        "m.toml:7 lead_source_classes.Fair in  Lyon: 'evnt' is no class of lead sources (“evnt”). Did you mean 'event'?"
    ]


OF_DEALS = ("Id", "Result", "Created", "Company", "Branch", "Lead Source", "Sold by")
UNNAMED = ("Salesperson", "Segment", "Phase", "Ticket ID", "Shops")
FLAT = RawFile("flat.csv", (*OF_DEALS, *UNNAMED))
NAMED = """[deals]
file = "flat.csv"
key = "Id"
{rest}
[deals.columns]
opened = "Created"
account_key = "Company"
lead_source = "Lead Source"
owner = "Sold by"
[deals.outcome]
column = "Result"
won = "Won"
lost = "Lost"
"""
OF_COMPANIES = """[accounts]
file = "flat.csv"
key = "Company"
rest = "definition"
[accounts.columns]
industry = "Branch"
"""


def extras(text: str, known: KnownHeaders) -> dict[tuple[str, str], Role]:
    plan = resolve(parse_mapping(text, "m.toml"), [FLAT], known=known)
    return {(table.name, c.label): c.role for table in plan.tables for c in table.columns if c.extra}


def test_the_rest_of_a_table_is_not_what_another_table_names() -> None:
    found = extras(OF_COMPANIES + NAMED.format(rest=""), NOTHING_KNOWN)
    assert {label for _, label in found} == set(UNNAMED)
    assert {table for table, _ in found} == {"accounts"}


def test_the_rest_of_a_table_holds_traits_of_clients_only() -> None:
    found = extras(NAMED.format(rest='rest = "definition"'), KNOWN_HEADERS)
    assert found == {
        ("deals", "Branch"): Role.DEFINITION,
        ("deals", "Salesperson"): Role.CONFOUNDER,
        ("deals", "Segment"): Role.DEFINITION,
        ("deals", "Phase"): Role.LEAK,
        ("deals", "Shops"): Role.DEFINITION,
    }
    as_leaks = extras(NAMED.format(rest='rest = "leak"'), KNOWN_HEADERS)
    assert set(as_leaks.values()) == {Role.LEAK}, "only a definition is a claim about a column"


def test_the_rest_of_a_joined_file_is_not_what_the_deals_read_from_it() -> None:
    people = RawFile("people.csv", ("Person", "Age", "Origin of lead"))
    text = (
        """[files]
p = "people.csv"
[accounts]
file = "p"
key = "Person"
rest = "definition"
[deals]
file = "deals.csv"
key = "Id"
[[deals.join]]
file = "p"
on = "Client"
key = "Person"
[deals.columns]
account_key = "Client"
lead_source = "p.Origin of lead"
"""
        + OUTCOME
    )
    plan = plan_of(text, DEALS, people)
    accounts = next(table for table in plan.tables if table.name == "accounts")
    assert [c.label for c in accounts.columns if c.extra] == ["Age"]
