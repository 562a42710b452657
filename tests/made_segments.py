"""Random types of client: conditions of every kind that an import and a search can make."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from whofor.lexicon.words import read_table
from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment

Maker = Callable[[random.Random], Condition]

_TOOLS = (
    "HubSpot",
    "Salesforce",
    "Google Analytics",
    "SAP",
    "Zoom",
    "Shopify",
    "Adobe",
    "Odoo",
    "Microsoft 365",
    "ActiveCampaign",
)
_COUNTRIES = (
    *(
        "DE",
        "FR",
        "GB",
        "US",
        "NL",
        "IT",
        "ES",
        "BR",
        "MX",
        "IR",
        "IN",
        "IL",
        "SG",
        "CU",
        "CH",
        "SE",
        "JP",
        "AE",
        "PH",
        "CZ",
        "HU",
        "HN",
        "HT",
    ),
    *(
        "ZA",
        "MA",
        "DK",
        "IE",
        "PT",
        "AT",
        "AU",
        "CA",
        "AF",
        "UY",
        "EC",
        "OM",
        "MU",
        "DO",
        "CD",
        "HK",
        "KY",
        "IM",
        "BB",
        "CI",
        "GR",
        "NO",
        "PL",
    ),
)
_REGIONS = (
    "Western Europe",
    "Latin America",
    "Middle East",
    "Caucasus",
    "South-East Asia",
    "Oceania",
    "North Africa",
    "Antarctica",
)
_CITIES = (
    "Lyon",
    "Orléans",
    "Le Havre",
    "Les Ulis",
    "La Rochelle",
    "Berlin",
    "Amsterdam",
    "Hambourg",
    "São Paulo",
    "東京",
    "Issy",
)
_OWN_NAMES = (
    *(
        "company_size_band",
        "Team Size",
        "Ownership",
        "Tier",
        "hs_lead_status",
        "Größe",
        "業種",
        "Niveau de maturité",
        "Origine du contact",
        "Type",
    ),
    *(
        "Account Type",
        "ICP fit?",
        "productLine",
        "Supplies Group",
        "Segment",
        "Канал",
        "Taux d'équipement",
        "Business model",
        "IT Budget Owner",
    ),
)
_OWN_VALUES = (
    "large",
    "Enterprise",
    "A1",
    "Öffentlich",
    "partner",
    "51-200",
    "B2B",
    "in house",
    "卸売",
    "non classé",
    "Éco",
    "hôtel",
    "x & y",
)
_CODES = (
    "22c29808c4f815213303f8933030604c",
    "550e8400-e29b-41d4-a716-446655440000",
    "0015g00000Abc1dAAB",
    "9000012345678",
)
_EVENTS = (
    *(
        "Last Funding Date",
        "Hiring",
        "new_cto",
        "Merger",
        "IPO date",
        "Office move",
        "Expansion",
        "Product launch",
        "Layoffs",
    ),
    *(
        "Last Audit Date",
        "Award",
        "member_since",
        "Date du dernier contrôle",
        "Contract signature",
        "Levée de fonds",
        "Regulation change",
    ),
)
_NUMBERS = (
    "Team Size",
    "Number of sites",
    "Open positions",
    "Nombre de magasins",
    "NPS",
    "Churn risk score",
    "open_tickets",
    "Taux de marge",
    "Pages",
)


def _some(rng: random.Random, values: tuple[str, ...], most: int = 7) -> tuple[str, ...]:
    return tuple(rng.sample(values, rng.randint(1, min(most, len(values)))))


def _set(rng: random.Random, parameter: str, label: str, values: tuple[str, ...]) -> Condition:
    chosen = _some(rng, values) if rng.random() < 0.4 else (rng.choice(values),)
    operator = Operator.IS if len(chosen) == 1 else Operator.IN
    return Condition(parameter, label, operator, chosen)


def _span(rng: random.Random, base: Condition, cuts: tuple[float, ...], *, whole: bool) -> Condition:
    """An interval as an encoding makes it: from a cut to before another, the last whole number included."""
    low, high = sorted(rng.sample(range(-1, len(cuts) + 1), 2))
    one = replace(base, low=None if low < 0 else cuts[low], high=None if high >= len(cuts) else cuts[high])
    if one.low is None and one.high is None:
        one = replace(one, low=cuts[0])
    if whole and one.high is not None:
        one = replace(one, high=one.high - 1, high_included=True)
    return one


def sector(rng: random.Random) -> Condition:
    table, nace = (
        read_table("whofor.reports.phrases", "rules/sectors.toml"),
        read_table("whofor.intake.normalise", "rules/nace.toml"),
    )
    labels = (*table["labels"], "Wind turbine maintenance", "Horse breeding", "Événements équestres")
    if rng.random() < 0.3:
        entry = rng.choice([*nace["sections"].values(), *nace["divisions"].values()])
        return Condition("industry", "Industry", Operator.IN, ("a", "b"), name=entry["en"])
    return _set(rng, "industry", "Industry", labels)


def size(rng: random.Random) -> Condition:
    base = Condition("employees", "Employees", Operator.BETWEEN, unit="people")
    return _span(rng, base, (2, 11, 50, 51, 201, 250, 501, 1001, 5001), whole=True)


def place(rng: random.Random) -> Condition:
    kind = rng.choice(("country", "country", "country", "wide", "region", "city", "state", "area"))
    if kind == "wide":
        return Condition("country", "Country", Operator.IN, ("BR", "MX"), name=rng.choice(_REGIONS))
    if kind == "area":
        return _set(rng, "region", "Region", ("EMEA", "East", "Nord", "Area 51"))
    values = {
        "country": _COUNTRIES,
        "region": _REGIONS,
        "city": _CITIES,
        "state": ("California", "Bavaria", "Ontario"),
    }[kind]
    return _set(rng, kind, kind.title(), values)


def money(rng: random.Random) -> Condition:
    name, label = rng.choice(
        (("annual_revenue", "Annual revenue"), ("money_raised", "Money raised"), ("x_list_price", "List price"))
    )
    unit = rng.choice(("EUR", "USD", "GBP", "BRL") if name == "x_list_price" else ("EUR", "USD", ""))
    base = Condition(name, label, Operator.BETWEEN, unit=unit)
    return _span(rng, base, (1e5, 1234567.0, 5e6, 1e7, 5e7, 1e8, 1e9), whole=not unit)


def founded(rng: random.Random) -> Condition:
    base = Condition("founded_year", "Year founded", Operator.BETWEEN, unit="year")
    return _span(rng, base, (1990, 2005, 2012, 2018), whole=True)


def tools(rng: random.Random) -> Condition:
    if rng.random() < 0.4:
        names = tuple(read_table("whofor.reports.phrases", "rules/people.toml")["technology_categories"])
        return Condition("technology_categories", "Technology categories", Operator.INCLUDES, (rng.choice(names),))
    return Condition("technologies", "Web technologies", Operator.INCLUDES, (rng.choice(_TOOLS),))


def event(rng: random.Random) -> Condition:
    label = rng.choice(_EVENTS)
    name = f"signal_{label}" if rng.random() < 0.5 else f"x_{label.lower().replace(' ', '_')}"
    base = Condition(name, label, Operator.BETWEEN, unit=MONTHS_BEFORE)
    if rng.random() < 0.15:
        return replace(base, operator=Operator.UNKNOWN)
    return _span(rng, base, (3.0, 6.0, 12.0, 24.0), whole=False)


def situation(rng: random.Random) -> Condition:
    names = (*read_table("whofor.reports.phrases", "rules/situations.toml"), "mine", "été")
    name = rng.choice(names)
    operator = Operator.UNKNOWN if rng.random() < 0.15 else Operator.IS
    values = () if operator is Operator.UNKNOWN else (rng.choice(("true", "false")),)
    return Condition(
        f"situation_{name}", rng.choice(("Team is growing", "Bad buzz", "Nouvel acheteur")), operator, values
    )


def contact(rng: random.Random) -> Condition:
    column = rng.choice(("seniority", "job_function", "buying_role"))
    values = (*read_table("whofor.reports.phrases", "rules/people.toml")[column], "Stagiaire", "Astrologer")
    return Condition(column, column.title(), Operator.INCLUDES, (rng.choice(values),))


def number(rng: random.Random) -> Condition:
    label = rng.choice(_NUMBERS)
    unit = rng.choice(("", "", "", "days", "points", "%"))
    base = Condition(f"x_{label.lower().replace(' ', '_')}", label, Operator.BETWEEN, unit=unit)
    if rng.random() < 0.2:
        base = replace(
            base, parameter="x_employee_growth", label="Employee Growth (12 months)", unit=rng.choice(("", "%"))
        )
    return _span(rng, base, (2, 5, 10, 20, 61), whole=rng.random() < 0.5)


def boolean(rng: random.Random) -> Condition:
    label = rng.choice(
        (
            "Subscription",
            "Has website",
            "Is partner",
            "Uses Slack",
            "API used",
            "Free trial",
            "opt_in",
            "Has API access",
        )
    )
    return Condition(f"x_{label}", label, Operator.IS, (rng.choice(("true", "false")),))


def own(rng: random.Random) -> Condition:
    label = rng.choice(_OWN_NAMES)
    one = _set(rng, f"x_{label}", label, _OWN_VALUES)
    return replace(one, operator=Operator.INCLUDES) if rng.random() < 0.2 else one


def arrival(rng: random.Random) -> Condition:
    label = rng.choice(("Landing page", "Campaign", "Form", "Source code", "first_page_seen"))
    return Condition(f"x_{label}", label, Operator.IS, (rng.choice(_CODES),))


def unknown(rng: random.Random) -> Condition:
    known = read_table("whofor.reports.phrases", "rules/facts.toml")["parameters"]
    name = rng.choice([*(k for k in known if not k.startswith("industry_")), *_OWN_NAMES])
    return Condition(name, name.replace("_", " ").capitalize(), Operator.UNKNOWN)


def domain(rng: random.Random) -> Condition:
    kind = rng.choice(("own", "hosted", "free_mail", "disposable", "shared"))
    return Condition("domain_kind", "Kind of domain", Operator.IS, (kind,))


KINDS: tuple[Maker, ...] = (
    *(
        sector,
        sector,
        sector,
        size,
        size,
        place,
        place,
        money,
        founded,
        tools,
        event,
        situation,
        event,
        contact,
        number,
        boolean,
        own,
        own,
    ),
    *(arrival, unknown, domain),
)


def random_segment(rng: random.Random, most: int = 4) -> Segment:
    """Return a type of client of up to four conditions, each on another kind of fact."""
    makers = list(dict.fromkeys(rng.sample(KINDS, rng.randint(1, most))))
    return Segment(tuple(maker(rng) for maker in makers))
