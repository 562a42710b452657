"""Search the workspace for planted contacts: what is left of them, and which names of companies were masked wrongly.

    python benchmarks/privacy.py                    # 300 persons in each of six forms of export
    python benchmarks/privacy.py --people 50 --forms hubspot sheet

Persons of English, French, German and Spanish names stand in deal names, notes, subjects, lists, campaigns and cells
that should hold numbers, in the forms in which people write them. After `run` every file of the workspace is searched
byte by byte, and every text of the database too. The last line counts.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from whofor.app.run import run
from whofor.model.options import FindOptions
from whofor.text import fold
from whofor.workspace import Workspace

TODAY = date(2026, 10, 1)
# Parts of surnames that no other text holds: what is found of them is a person. Some are double, some have particles.
SURNAMES = {
    "en": [
        "Thrapwick",
        "Oxbridgeley",
        "O'Mulcraven",
        "Hazzlewitt",
        "Pendrathe",
        "Quillstead",
        "Wexmoore",
        "MacTrellan",
    ],
    "fr": [
        "Durandelle",
        "de la Fontrelle",
        "Lefébvrat",
        "Quémereau",
        "Boisvertin-Lacroux",
        "Chastelain",
        "d'Aubrecourt",
    ],
    "de": [
        "Schmidtkowski",
        "Müllerhausen",
        "von Trottenberg",
        "Weißgräber",
        "Kröpelin-Hänsch",
        "Jägerfeldt",
        "Straßmeier",
    ],
    "es": [
        "Garciarena Lopezuela",
        "Ibarrondoa",
        "de los Santiáñez",
        "Muñozábal Peralverde",
        "Echevarrieta",
        "Zubiaurrea",
    ],
}
GIVEN = {
    "en": ["Anna", "Thomas", "Mary Jane", "Jack", "Olivia", "William", "Grace", "Henry"],
    "fr": ["Élodie", "Jean-Pierre", "François", "Chloé", "Anne-Marie", "Hervé", "Zoé", "Loïc"],
    "de": ["Jürgen", "Anneliese", "Hans-Peter", "Käthe", "Günther", "Ute", "Björn", "Sören"],
    "es": ["María", "José Luis", "Íñigo", "Lucía", "Andrés", "Begoña", "Nuño", "Inés"],
}
TITLES = {
    "en": ["Mr", "Ms", "Dr"],
    "fr": ["Mme", "M.", "Monsieur"],
    "de": ["Herr", "Frau", "Frau Dr."],
    "es": ["Sr.", "Sra.", "Don"],
}
SYLLABLES = (
    "bra",
    "del",
    "fon",
    "gar",
    "hel",
    "jor",
    "kan",
    "lim",
    "mor",
    "nov",
    "pel",
    "quin",
    "rad",
    "sol",
    "tur",
    "vel",
)
# Companies, some with the surnames of people who are contacts elsewhere or of this very company.
COMPANIES = (
    "{} GmbH",
    "{} & Sons",
    "{} SARL",
    "{} Consulting",
    "{} Ltd",
    "{} y Hijos",
    "{} Maschinenbau AG",
    "Groupe {}",
    "{}",
)
WORDS = ("Novatek", "Lumina", "Arclight", "Vertigo", "Zenith", "Orbita", "Solaris", "Kubik", "Prisma", "Altiva")
PLACES = ("renewal", "phase 2", "Website", "licence 2025", "Beratung", "déploiement", "ampliación", "upgrade")


@dataclass(frozen=True, slots=True)
class Person:
    """A planted contact.

    Attributes:
        culture: Culture of the name.
        given: Given names.
        surname: Surname.
        email: E-mail address.
        phone: Telephone number, as it is in the contact's row.
    """

    culture: str
    given: str
    surname: str
    email: str
    phone: str

    def forms(self, chance: random.Random) -> list[str]:
        """The name as people write it."""
        bare = self.surname.split(" ")[-1] if self.culture == "de" else self.surname
        title = chance.choice(TITLES[self.culture])
        plain = fold(f"{self.given} {self.surname}")
        return [
            f"{self.given} {self.surname}",
            f"{self.surname}, {self.given}",
            f"{self.given[0]}. {self.surname}",
            f"{self.surname} {self.given}",
            f"{self.given} {self.surname.upper()}",
            f"{title} {bare}",
            self.surname,
            plain.title(),
            plain,
            self.email,
            self.email.partition("@")[0],
            f"{self.given} {self.surname} ({self.phone})",
            self.surname.split(" ")[-1].split("-")[0],
        ]

    def numbers(self) -> list[str]:
        """The telephone number as people write it."""
        digits = re.sub(r"\D", "", self.phone)[2:]
        return [
            self.phone,
            f"0{digits[:3]}/{digits[3:]}",
            f"0{digits[:2]} {digits[2:5]} {digits[5:]}",
            f"00{re.sub(r'[^0-9]', '', self.phone)}",
            f"({digits[:3]}) {digits[3:]} ext. 12",
        ]


def surname(chance: random.Random, culture: str, number: int) -> str:
    """A surname that is like no other: a known one, with syllables of its own."""
    extra = "".join(chance.choice(SYLLABLES) for _ in range(2))
    first, *rest = chance.choice(SURNAMES[culture]).rsplit(" ", 1)
    parts = [first, *rest]
    parts[-1] += extra + SYLLABLES[number % len(SYLLABLES)]
    return " ".join(parts)


def people(chance: random.Random, n: int) -> list[Person]:
    """The contacts to plant."""
    found: list[Person] = []
    for number in range(n):
        culture = list(GIVEN)[number % len(GIVEN)]
        given, last = chance.choice(GIVEN[culture]), surname(chance, culture, number)
        local = f"{fold(given)}.{fold(last)}".replace(" ", "").replace("'", "")
        phone = f"+{chance.choice((33, 49, 34, 44))} {chance.randrange(100, 999)} {chance.randrange(10**6, 10**7 - 1)}"
        found.append(Person(culture, given, last, f"{local}@client{number}.example", phone))
    return found


def companies(chance: random.Random, n: int, crowd: Sequence[Person]) -> list[str]:
    """Names of companies; a third hold the surname of a contact, of this company or of another."""
    names: list[str] = []
    for number in range(n):
        own, other = crowd[number % len(crowd)], chance.choice(crowd)
        core = chance.choice((f"{chance.choice(WORDS)}{number}",) * 4 + (own.surname, other.surname))
        names.append(chance.choice(COMPANIES[:-1] if core in (own.surname, other.surname) else COMPANIES).format(core))
    return names


Table = tuple[list[str], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted: contacts, and for each deal the name of its company."""

    crowd: list[Person]
    accounts: list[str]
    account_of: list[int]


def deals(chance: random.Random, planted: Planted) -> Iterator[dict[str, str]]:
    """Deals; each names its company, every second a contact too, in one text or in several."""
    n = len(planted.account_of)
    for number, account in enumerate(planted.account_of):
        person = planted.crowd[number % len(planted.crowd)]
        forms = person.forms(chance)
        said, again = forms[(number // len(planted.crowd)) % len(forms)], chance.choice(forms)
        company, what = planted.accounts[account], chance.choice(PLACES)
        opened = date(2023, 1, 1) + timedelta(days=number % 900)
        yield {
            "id": f"{7_000_000 + number}",
            "name": f"{company} – {what}" if number % 2 else f"{company} – {what}: {said}",
            "stage": "Closed Won" if chance.random() < 0.45 else "Closed Lost",
            "opened": opened.isoformat(),
            "closed": (opened + timedelta(days=40)).isoformat(),
            "amount": f"call {said}" if number % 37 == 0 else str(1000 + number % 5000),
            "account": str(account),
            "contact": str(number % len(planted.crowd)),
            "note": f"{again}: {what}" if number % 3 == 0 else chance.choice(("short", "long", "medium")),
            "campaign": f"Dinner with {said}" if number % 11 == 0 else chance.choice(("Spring", "Fair")),
            "lead_source": f"Referral {again}" if number % 13 == 0 else chance.choice(("Website", "Event")),
            "subject": f"Call {chance.choice(person.numbers())}" if number % 5 == 0 else "Intro",
            "owner": "Sam Seller" if number < n / 2 else "Pat Pushwell",
        }


def table(rows: Sequence[Mapping[str, str]], headers: Mapping[str, str]) -> str:
    """A CSV file of some fields, under the headers of a CRM."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headers.values())
    writer.writerows([row[key] for key in headers] for row in rows)
    return stream.getvalue()


def records(planted: Planted) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of companies and of contacts."""
    accounts = [
        {
            "id": str(n),
            "name": name,
            "domain": f"client{n}.example",
            "industry": WORDS[n % 4],
            "country": "Germany",
            "employees": str(10 + n),
        }
        for n, name in enumerate(planted.accounts)
    ]
    contacts = [
        {
            "id": str(90_000 + n),
            "key": str(n),
            "given": p.given,
            "surname": p.surname,
            "name": f"{p.given} {p.surname}",
            "email": p.email,
            "phone": p.phone,
            "account": str(n % len(accounts)),
            "title": "Einkauf",
        }
        for n, p in enumerate(planted.crowd)
    ]
    return accounts, contacts


_DEAL = {
    "name": "Deal Name",
    "stage": "Deal Stage",
    "opened": "Create Date",
    "closed": "Close Date",
    "amount": "Amount",
    "owner": "Deal owner",
}
_TEXTS = {"note": "Deal Notes", "campaign": "Campaign", "lead_source": "Original Source", "subject": "Subject"}


def hubspot(planted: Planted, rows: list[dict[str, str]]) -> dict[str, str]:
    """Three files, joined by ids."""
    accounts, contacts = records(planted)
    return {
        "companies.csv": table(
            accounts,
            {
                "id": "Record ID",
                "name": "Company name",
                "domain": "Company Domain Name",
                "industry": "Industry",
                "country": "Country/Region",
                "employees": "Number of Employees",
            },
        ),
        "contacts.csv": table(
            contacts,
            {
                "id": "Record ID",
                "given": "First Name",
                "surname": "Last Name",
                "email": "Email",
                "phone": "Phone Number",
                "title": "Job Title",
                "account": "Associated Company ID",
            },
        ),
        "deals.csv": table(rows, {"id": "Record ID", **_DEAL, **_TEXTS, "account": "Associated Company ID"}),
    }


def named(planted: Planted, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of deals with the names of company and contact."""
    _, contacts = records(planted)
    return [
        {
            **row,
            "account": planted.accounts[int(row["account"])],
            **{
                f"contact_{key}": contacts[int(row["contact"])][key]
                for key in ("name", "email", "phone", "given", "surname")
            },
        }
        for row in rows
    ]


def pipedrive(planted: Planted, rows: list[dict[str, str]]) -> dict[str, str]:
    """Deals with organization and contact person by name, and a list of people."""
    _, contacts = records(planted)
    stage = [{**row, "stage": row["stage"].removeprefix("Closed ")} for row in named(planted, rows)]
    return {
        "people.csv": table(
            contacts,
            {
                "id": "Person - ID",
                "name": "Person - Name",
                "email": "Person - Email - Work",
                "phone": "Person - Phone - Work",
            },
        ),
        "deals.csv": table(
            stage,
            {
                "id": "Deal - ID",
                "name": "Deal - Title",
                "stage": "Deal - Status",
                "opened": "Deal - Deal created",
                "closed": "Deal - Deal closed on",
                "amount": "Deal - Value",
                "owner": "Deal - Owner",
                "account": "Deal - Organization",
                "contact_name": "Deal - Contact person",
                "note": "Deal - Label",
                "subject": "Deal - Subject",
                "campaign": "Deal - Campaign",
            },
        ),
    }


def salesforce(planted: Planted, rows: list[dict[str, str]]) -> dict[str, str]:
    """API names."""
    accounts, contacts = records(planted)
    return {
        "Account.csv": table(
            accounts,
            {
                "id": "Id",
                "name": "Name",
                "domain": "Website",
                "industry": "Industry",
                "country": "BillingCountry",
                "employees": "NumberOfEmployees",
            },
        ),
        "Contact.csv": table(
            contacts,
            {
                "id": "Id",
                "given": "FirstName",
                "surname": "LastName",
                "email": "Email",
                "phone": "Phone",
                "title": "Title",
                "account": "AccountId",
            },
        ),
        "Opportunity.csv": table(
            rows,
            {
                "id": "Id",
                "name": "Name",
                "stage": "StageName",
                "opened": "CreatedDate",
                "closed": "CloseDate",
                "amount": "Amount",
                "account": "AccountId",
                "lead_source": "LeadSource",
                "note": "NextStep",
                "campaign": "Campaign__c",
                "subject": "Subject__c",
            },
        ),
    }


def sheet(planted: Planted, rows: list[dict[str, str]]) -> dict[str, str]:
    """One sheet in German, with a column of contact persons."""
    return {
        "angebote.csv": table(
            named(planted, rows),
            {
                "id": "Nr",
                "account": "Firma",
                "contact_name": "Ansprechpartner",
                "contact_email": "E-Mail",
                "contact_phone": "Telefon",
                "name": "Angebot",
                "stage": "Status",
                "opened": "Angelegt am",
                "closed": "Abgeschlossen am",
                "amount": "Betrag",
                "owner": "Verkäufer",
                "note": "Notiz",
                "subject": "Betreff",
            },
        )
    }


def french(planted: Planted, rows: list[dict[str, str]]) -> dict[str, str]:
    """One sheet in French, given names and surnames apart."""
    return {
        "affaires.csv": table(
            named(planted, rows),
            {
                "id": "Identifiant",
                "account": "Société",
                "contact_given": "Prénom",
                "contact_surname": "Nom",
                "contact_email": "Courriel",
                "name": "Affaire",
                "stage": "Étape",
                "opened": "Date de création",
                "closed": "Date de clôture",
                "amount": "Montant",
                "owner": "Commercial",
                "note": "Remarque",
                "subject": "Objet",
            },
        )
    }


def freelancers(planted: Planted, rows: list[dict[str, str]]) -> dict[str, str]:
    """Accounts that are persons: half of them have the name of their contact."""
    alone = Planted(
        planted.crowd,
        [
            f"{p.given} {p.surname}" if n % 2 else c
            for n, (c, p) in enumerate(zip(planted.accounts, planted.crowd, strict=False))
        ],
        planted.account_of,
    )
    return hubspot(
        alone,
        [
            {
                **row,
                "name": row["name"].replace(planted.accounts[int(row["account"])], alone.accounts[int(row["account"])]),
            }
            for row in rows
        ],
    )


FORMS: dict[str, Callable[[Planted, list[dict[str, str]]], dict[str, str]]] = {
    one.__name__: one for one in (hubspot, pipedrive, salesforce, sheet, french, freelancers)
}


def traces(person: Person, companies: str) -> list[str]:
    """What must not be found of a person: address, number, whole name; the surname unless a company bears it."""
    digits = re.sub(r"\D", "", person.phone)
    found = [
        person.email,
        person.phone,
        digits[2:],
        f"{person.given} {person.surname}",
        f"{person.surname}, {person.given}",
        fold(f"{person.given} {person.surname}"),
    ]
    parts = [part for part in re.split(r"[ \-']", person.surname) if len(part) > 6]
    return found + [form for part in parts if part not in companies for form in (part, fold(part))]


def texts_of(workspace: Path) -> Iterator[tuple[str, str]]:
    """Every text of the database, with its column."""
    with Workspace.open(workspace).reading() as (_, scan):
        for one in scan.tables():
            for column, values in scan.project(one, scan.columns(one)).items():
                if values.dtype == object:
                    yield from ((f"{one}.{column}", text) for text in values.tolist() if text is not None)


def leftovers(workspace: Path, planted: Planted) -> list[tuple[str, str]]:
    """What is left of the contacts: place and trace."""
    companies = " ".join(planted.accounts)
    wanted = {trace: person for person in planted.crowd for trace in traces(person, companies)}
    files = {str(path.relative_to(workspace)): path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    pattern = re.compile("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))), re.IGNORECASE)
    blob = re.compile(pattern.pattern.encode(), re.IGNORECASE)
    found = [(name, hit.decode()) for name, content in files.items() for hit in blob.findall(content)]
    return found + [(f"{place}: {text}", hit) for place, text in texts_of(workspace) for hit in pattern.findall(text)]


def masked_wrongly(workspace: Path, planted: Planted) -> tuple[list[str], int]:
    """Names of companies that are not in the names of their deals or accounts, and how many should be."""
    with Workspace.open(workspace).reading() as (_, scan):
        there = "name" in scan.columns("deals")
        names = scan.project("deals", ["name"])["name"].tolist() if there else []
        accounts = (
            set(scan.project("accounts", ["name"])["name"].tolist()) if "name" in scan.columns("accounts") else set()
        )
    wrong = [
        f"{planted.accounts[a]}: {name}"
        for a, name in zip(planted.account_of, names, strict=False)
        if planted.accounts[a] not in name
    ]
    wanted = {planted.accounts[a] for a in planted.account_of}
    wrong += [f"account {name}" for name in wanted if accounts and name not in accounts]
    return wrong, len(names) + len(wanted)


def measure(
    form: str, n_people: int, folder: Path, *, search: bool = True
) -> tuple[list[tuple[str, str]], list[str], int]:
    """Import one export; what is left, names of companies masked wrongly, and their number."""
    chance = random.Random(form)
    crowd = people(chance, n_people)
    accounts = companies(chance, n_people, crowd)
    planted = Planted(crowd, accounts, [number % n_people for number in range(13 * n_people)])
    rows = list(deals(chance, planted))
    source, workspace = folder / "export", folder / "ws"
    source.mkdir(parents=True)
    for name, text in FORMS[form](planted, rows).items():
        (source / name).write_text(text, encoding="utf-8")
    if search:
        run(source, workspace=workspace, today=TODAY, options=FindOptions(permutations=200))
    else:
        from whofor.app.import_source import import_source

        import_source(source, workspace=workspace, today=TODAY)
    left = leftovers(workspace, planted)
    return (left, [], 0) if form == "freelancers" else (left, *masked_wrongly(workspace, planted))


def main() -> int:
    """Measure all forms; the number of faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--forms", nargs="*", default=list(FORMS), choices=list(FORMS))
    parser.add_argument("--show", type=int, default=8)
    parser.add_argument("--import-only", action="store_true")
    args = parser.parse_args()
    left, wrong, names = 0, 0, 0
    for form in args.forms:
        with tempfile.TemporaryDirectory() as folder:
            found, masked, n = measure(form, args.people, Path(folder), search=not args.import_only)
        left, wrong, names = left + len(found), wrong + len(masked), names + n
        print(f"{form}: {len(found)} traces left; {len(masked)} of {n} company names masked", flush=True)
        for line in [*dict.fromkeys(f"   {trace!r} in {place}" for place, trace in found)][: args.show]:
            print(line)
        for line in masked[: args.show]:
            print("   masked:", line)
    print(
        f"{left} traces left of {args.people} persons in {len(args.forms)} exports; "
        f"{wrong} of {names} company names masked"
    )
    return int(left > 0 or wrong > 0.01 * names)


if __name__ == "__main__":
    sys.exit(main())
