"""The canonical tables: every column with its meaning, unit, kind and role."""

from __future__ import annotations

from whofor.model import Role
from whofor.schema.columns import ColumnSpec, ReadAs, TableName, TableSpec
from whofor.schema.lead_sources import LEAD_SOURCE_CLASSES

__all__ = ["TABLES"]

_R = ReadAs
_ID, _TIME, _DEF, _VAL, _CONF = Role.IDENTITY, Role.TIME, Role.DEFINITION, Role.VALIDATION, Role.CONFOUNDER
_DECL = Role.DECLARED


def _key(name: str, meaning: str) -> ColumnSpec:
    return ColumnSpec(name, name.removesuffix("_key").capitalize(), meaning, _R.KEY, _ID)


def _derived(
    name: str, label: str, meaning: str, role: Role, *, of: tuple[str, str], read_as: ReadAs = _R.CATEGORY
) -> ColumnSpec:
    """Return a column of categories derived from an output of another column."""
    origin, output = of
    return ColumnSpec(name, label, meaning, read_as, role, derived_from=origin, derived_output=output)


_ORIGINAL = (
    ColumnSpec(
        "amount_original",
        "Amount as written",
        "The amount in its own currency, where amounts in several were converted to one.",
        _R.MONEY,
        _ID,
        "see currency",
        derived_from="amount",
        derived_output="original",
    ),
    ColumnSpec(
        "exchange_rate",
        "Exchange rate",
        "Rate of the European Central Bank for the conversion to the common currency: that of the day of "
        "closing, of opening where it is open, or of the cost.",
        _R.NUMBER,
        _ID,
        derived_from="amount",
        derived_output="rate",
    ),
)
_ACCOUNT_KEY = _key("account_key", "Key of the account (the client company).")
_CONTACT_KEY = _key("contact_key", "Key of the contact person.")
_DEAL_KEY = _key("deal_key", "Key of the deal.")

ACCOUNTS = TableSpec(
    TableName.ACCOUNTS,
    "One company that is, was or might become a client.",
    "account_key",
    (
        _ACCOUNT_KEY,
        ColumnSpec("name", "Name", "Name of the company.", _R.TEXT, _ID),
        ColumnSpec(
            "domain",
            "Domain",
            "Registrable web domain (`acme.co.uk`, `acme.myshopify.com`); the text as it stands where there is none.",
            _R.DOMAIN,
            _ID,
        ),
        _derived(
            "domain_kind",
            "Kind of domain",
            "`own`, `hosted` (a label at a builder or host), `free_mail`, `disposable` or `shared` (a network, "
            "directory or placeholder); only where the accounts differ in it.",
            _DEF,
            of=("domain", "kind"),
        ),
        ColumnSpec(
            "registration_number",
            "Registration number",
            "Number in a public register (SIREN, VAT, company number).",
            _R.TEXT,
            _ID,
        ),
        ColumnSpec("parent_key", "Parent account", "Key of the account it belongs to.", _R.KEY, _ID),
        ColumnSpec("industry", "Industry", "Sector the company works in, in the user's own words.", _R.INDUSTRY, _DEF),
        _derived(
            "industry_division",
            "Industry division",
            "Division of NACE Rev. 2 that the industry belongs to.",
            _DEF,
            of=("industry", "division"),
        ),
        _derived(
            "industry_section",
            "Industry section",
            "Section of NACE Rev. 2 that the industry belongs to.",
            _DEF,
            of=("industry", "section"),
        ),
        ColumnSpec(
            "employees",
            "Employees",
            "Head-count; the geometric middle of a band such as 51-200.",
            _R.HEADCOUNT,
            _DEF,
            "people",
        ),
        ColumnSpec("annual_revenue", "Annual revenue", "Revenue in a year.", _R.MONEY, _DEF, "currency of the export"),
        ColumnSpec(
            "country",
            "Country",
            "Country of the seat, ISO 3166-1 alpha-2; inferred from the state or the city where none is given.",
            _R.COUNTRY,
            _DEF,
        ),
        _derived("region", "Region", "Part of the continent that the country lies in.", _DEF, of=("country", "region")),
        _derived("continent", "Continent", "Continent of the country.", _DEF, of=("country", "continent")),
        ColumnSpec("city", "City", "Town of the seat, by its English name where it is known.", _R.CATEGORY, _DEF),
        ColumnSpec(
            "state",
            "State",
            "State, province or region within the country, by its English name where it is known.",
            _R.CATEGORY,
            _DEF,
        ),
        ColumnSpec("founded_year", "Year founded", "Year of foundation.", _R.YEAR, _DEF, "year"),
        ColumnSpec("technologies", "Technologies", "Technologies in use, separated by `;`.", _R.TECHNOLOGY, _DEF),
        _derived(
            "technology_categories",
            "Technology categories",
            "What the known technologies are for, separated by `;`.",
            _DEF,
            of=("technologies", "categories"),
            read_as=_R.MULTI,
        ),
        ColumnSpec("money_raised", "Money raised", "Total funding so far.", _R.MONEY, _DEF, "currency of the export"),
        ColumnSpec(
            "declared_icp", "Declared fit", "Tier or flag by which the user marks good clients.", _R.CATEGORY, _DECL
        ),
        ColumnSpec("created", "Created", "Day the account was entered into the CRM.", _R.DATE, _TIME),
    ),
    ("account_key",),
)

CONTACTS = TableSpec(
    TableName.CONTACTS,
    "One person at an account. Names, e-mail addresses and telephone numbers are stored only with `--keep-contacts`; "
    "without it keys of contacts are hashes.",
    "contact_key",
    (
        _CONTACT_KEY,
        _ACCOUNT_KEY,
        ColumnSpec("name", "Name", "Name of the person.", _R.TEXT, _ID, personal=True),
        ColumnSpec(
            "email", "E-mail", "E-mail address; also joins rows that name a person by it.", _R.TEXT, _ID, personal=True
        ),
        ColumnSpec("phone", "Telephone", "Telephone number.", _R.TEXT, _ID, personal=True),
        ColumnSpec("created", "Created", "Day the contact was entered into the CRM.", _R.DATE, _TIME),
        ColumnSpec("title", "Job title", "Job title as written.", _R.CATEGORY, _DEF),
        ColumnSpec("seniority", "Seniority", "Level within the company.", _R.CATEGORY, _DEF),
        ColumnSpec("job_function", "Job function", "Department or function.", _R.CATEGORY, _DEF),
        ColumnSpec(
            "buying_role", "Buying role", "Part played in the purchase, learnt during the deal.", _R.CATEGORY, _VAL
        ),
    ),
    ("contact_key", "account_key"),
)

DEALS = TableSpec(
    TableName.DEALS,
    "One opportunity (or lead) as it stood on the day it was opened, with its outcome.",
    "deal_key",
    (
        _DEAL_KEY,
        _ACCOUNT_KEY,
        _CONTACT_KEY,
        ColumnSpec("name", "Deal name", "Name of the deal.", _R.TEXT, _ID),
        ColumnSpec("opened", "Opened", "Day the deal was opened.", _R.DATE, _TIME),
        ColumnSpec("closed", "Closed", "Day it was won or lost; unknown while open.", _R.DATE, _TIME),
        ColumnSpec("outcome", "Outcome", "`won`, `lost` or `open`.", _R.CATEGORY, _VAL),
        ColumnSpec("amount", "Amount", "Value of the deal.", _R.MONEY, _VAL, "see currency"),
        ColumnSpec("currency", "Currency", "Currency in which the amount was written, ISO 4217.", _R.CURRENCY, _ID),
        *_ORIGINAL,
        ColumnSpec("lead_source", "Lead source", "Where the deal came from.", _R.LEAD_SOURCE, _CONF),
        _derived(
            "lead_source_class",
            "Lead source class",
            f"Class of the lead source: {', '.join(f'`{name}`' for name in LEAD_SOURCE_CLASSES)}.",
            _CONF,
            of=("lead_source", "class"),
        ),
        ColumnSpec("lead_source_detail", "Lead source detail", "Campaign, page or list.", _R.CATEGORY, _CONF),
        ColumnSpec("owner", "Owner", "Salesperson in charge.", _R.PERSON, _CONF),
        ColumnSpec("product", "Product", "Product or service offered.", _R.CATEGORY, _CONF),
        ColumnSpec("pipeline", "Pipeline", "Sales process the deal runs through.", _R.CATEGORY, _CONF),
        ColumnSpec("deal_type", "Deal type", "New or existing business.", _R.CATEGORY, _CONF),
    ),
    ("deal_key", "account_key", "contact_key", "opened", "closed", "outcome"),
)

DEAL_CONTACTS = TableSpec(
    TableName.DEAL_CONTACTS,
    "One person who is tied to one deal: a deal may have several.",
    "",
    (_DEAL_KEY, _CONTACT_KEY),
    ("deal_key", "contact_key"),
)

INTERACTIONS = TableSpec(
    TableName.INTERACTIONS,
    "One call, e-mail, meeting or note.",
    "interaction_key",
    (
        _key("interaction_key", "Key of the interaction."),
        _DEAL_KEY,
        _ACCOUNT_KEY,
        _CONTACT_KEY,
        ColumnSpec("kind", "Kind", "Call, e-mail, meeting, note, task.", _R.CATEGORY, _VAL),
        ColumnSpec("at", "At", "Moment it took place.", _R.DATE, _TIME),
        ColumnSpec("direction", "Direction", "Inbound, outbound, missed.", _R.CATEGORY, _VAL),
        ColumnSpec("duration_seconds", "Duration", "How long it took.", _R.NUMBER, _VAL, "seconds"),
        ColumnSpec("outcome", "Outcome", "Result as recorded.", _R.CATEGORY, _VAL),
        ColumnSpec(
            "tone",
            "Tone",
            "Attitude of the client, inferred from the texts: 1 positive, -1 negative, 0 neither. The texts "
            "themselves are never stored.",
            _R.TONE,
            _VAL,
        ),
        _derived(
            "understanding",
            "Understanding",
            "How clear the buyer is about need and solution: 1 clear, 0 not.",
            _VAL,
            of=("tone", "understanding"),
            read_as=_R.NUMBER,
        ),
    ),
    ("deal_key", "account_key", "contact_key", "kind", "at"),
)

STAGES = TableSpec(
    TableName.STAGES,
    "One stay of a deal in a stage of its pipeline.",
    "",
    (
        _DEAL_KEY,
        ColumnSpec("stage", "Stage", "Name of the stage.", _R.CATEGORY, _VAL),
        ColumnSpec("at", "Entered", "Moment the deal entered it.", _R.DATE, _TIME),
        ColumnSpec("left", "Left", "Moment the deal left it; unknown for the last stage.", _R.DATE, _TIME),
    ),
    ("deal_key", "stage", "at"),
)

SIGNALS = TableSpec(
    TableName.SIGNALS,
    "One dated thing at an account: a funding round, a new executive, a technology, a head-count, an article.",
    "",
    (
        _ACCOUNT_KEY,
        ColumnSpec("kind", "Kind", "What happened, or what was measured.", _R.CATEGORY, _DEF),
        ColumnSpec("at", "At", "Day it happened.", _R.DATE, _TIME),
        ColumnSpec(
            "known_on", "Known on", "Day it became public, where that was later than it happened.", _R.DATE, _TIME
        ),
        ColumnSpec(
            "value",
            "Value",
            "Its size: money raised, people hired, the head-count or the revenue of that day.",
            _R.MONEY,
            _DEF,
        ),
        ColumnSpec(
            "tone",
            "Tone",
            "Whether it speaks well of the account: a number, or 1, -1 and 0 told from words or texts.",
            _R.SIGNAL_TONE,
            _DEF,
        ),
        ColumnSpec("role", "Role", "Office of the person it is about: CEO, VP Sales.", _R.CATEGORY, _DEF),
        ColumnSpec(
            "detail",
            "Detail",
            "Which one: the funding round, the technology, the place of the office.",
            _R.CATEGORY,
            _DEF,
        ),
        ColumnSpec("text", "Text", "Its headline, shown as evidence.", _R.TEXT, _ID),
        ColumnSpec("source", "Source", "Where it was read.", _R.CATEGORY, _ID),
        ColumnSpec(
            "sequence", "Sequence", "Order among several of one day; the largest is the last.", _R.NUMBER, _TIME
        ),
    ),
    ("account_key", "kind", "at"),
)

COVERAGE = TableSpec(
    TableName.COVERAGE,
    "One stretch of days in which a kind of signal was watched for at an account: in it, no row means no signal.",
    "",
    (
        _ACCOUNT_KEY,
        ColumnSpec("kind", "Kind", "Kind of signal.", _R.CATEGORY, _ID),
        ColumnSpec("since", "Since", "First day; unknown where it was always watched for.", _R.DATE, _TIME),
        ColumnSpec("until", "Until", "Last day; unknown where it still is.", _R.DATE, _TIME),
    ),
    ("account_key", "kind", "since", "until"),
)

OUTCOMES = TableSpec(
    TableName.OUTCOMES,
    "One later result with a client: renewal, churn, revenue, a support load, a recommendation.",
    "",
    (
        _ACCOUNT_KEY,
        _DEAL_KEY,
        ColumnSpec("kind", "Kind", "Which outcome.", _R.CATEGORY, _VAL),
        ColumnSpec("at", "At", "Day it was measured.", _R.DATE, _TIME),
        ColumnSpec("value", "Value", "Its size.", _R.NUMBER, _VAL, "see unit"),
        ColumnSpec("unit", "Unit", "Unit of the value.", _R.CATEGORY, _VAL),
        ColumnSpec(
            "level", "Level", "Its size where that is a word: standard or custom, high or low.", _R.CATEGORY, _VAL
        ),
    ),
    ("account_key", "deal_key", "kind", "at", "value"),
)

COSTS = TableSpec(
    TableName.COSTS,
    "Money spent to win clients, per day and lead source.",
    "",
    (
        ColumnSpec("at", "At", "Day of the cost.", _R.DATE, _TIME),
        ColumnSpec("lead_source", "Lead source", "Lead source the money went to.", _R.LEAD_SOURCE, _CONF),
        ColumnSpec("campaign", "Campaign", "Campaign within the lead source.", _R.CATEGORY, _CONF),
        ColumnSpec("amount", "Amount", "Money spent.", _R.MONEY, _VAL, "see currency"),
        ColumnSpec("currency", "Currency", "Currency in which the amount was written, ISO 4217.", _R.CURRENCY, _ID),
        *_ORIGINAL,
    ),
    ("at", "amount"),
)

TABLES: dict[str, TableSpec] = {
    table.name: table
    for table in (
        *(ACCOUNTS, CONTACTS, DEALS, DEAL_CONTACTS, INTERACTIONS, STAGES, SIGNALS, OUTCOMES, COSTS, COVERAGE),
    )
}
"""All canonical tables, in the order in which they are built: what others refer to comes first."""
