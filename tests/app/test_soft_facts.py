"""Cultural fit and objections from the import to the answer: labelled notes, a column, or not recorded."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

import whofor
from whofor.app.soft_facts_file import read_soft_facts
from whofor.errors import InputError, SourceError
from whofor.intake.normalise import conversations
from whofor.intake.normalise.soft_facts import SoftExamples
from whofor.model import Comparison, IcpResult, SoftDoubt, SoftSource
from whofor.model.options import FindOptions
from whofor.model.parameters import Role
from whofor.model.personas import PersonaTopic
from whofor.reports.report import Report
from whofor.reports.sections.record_next import RECORD_NEXT
from whofor.reports.wording.understanding import soft_fact_text
from whofor.reports.words import words_of
from whofor.workspace import Workspace

TODAY = date(2026, 6, 1)
GOOD = ("warm", "open", "candid", "relaxed", "trusting")
BAD = ("rude", "formal", "stiff", "hostile", "shouting")
ABOUT = ("Slides of Tuesday", "Workshop in Lyon", "Roadmap for spring", "Long lunch", "Training of pilot users")
MAPPING = """
[files]
deals = "deals.csv"
notes = "notes.csv"
people = "people.csv"
[contacts]
file = "people"
key = "ID"
[contacts.columns]
account_key = "Account"
title = "Title"
[deals]
file = "deals"
key = "ID"
[deals.columns]
account_key = "Account"
opened = "Created"
closed = "Closed"
[deals.extra]
"Sector" = { role = "definition", kind = "category" }
"Affinité culturelle" = { role = "validation", kind = "category" }
[deals.outcome]
column = "Status"
won = "Won"
lost = "Lost"
[[interactions]]
file = "notes"
[interactions.columns]
deal_key = "Deal"
contact_key = "Person"
at = "When"
kind = { const = "Call" }
tone = "Text"
[interactions.extra]
"Main objection" = "validation"
"Sujet" = "validation"
"""


def note(draw: random.Random, *, good: bool) -> str:
    a, b = draw.sample(GOOD if good else BAD, 2)
    return f"{draw.choice(ABOUT)}; {a}, {b} people."


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def examples(folder: Path, name: str = "cultural-fit.csv") -> Path:
    draw = random.Random(3)
    rows = {note(draw, good=i % 2 == 0): ("good", "bad")[i % 2] for i in range(60)}
    return write(folder / name, [("text", "label"), *rows.items()])


def answer(folder: Path, *, column: bool = False, labelled: bool = True) -> IcpResult:
    """Banks sign six times in ten and suit us in eight of ten; others sign one in ten, and suit us in three of ten."""
    draw, source = random.Random(4), folder / "source"
    source.mkdir()
    deals: list[Sequence[object]] = [("ID", "Account", "Created", "Closed", "Status", "Sector", "Affinité culturelle")]
    notes: list[Sequence[object]] = [("Deal", "Person", "When", "Text", "Main objection", "Sujet")]
    people: list[Sequence[object]] = [("ID", "Account", "Title")]
    for i in range(600):
        bank = draw.random() < 0.3
        opened = date(2024, 1, 1) + timedelta(days=i)
        won, good = draw.random() < (0.6 if bank else 0.1), draw.random() < (0.8 if bank else 0.3)
        sector = "Bank" if bank else ("Shop", "School", "Clinic")[i % 3]
        seen = ("bonne" if good else "mauvaise") if column else ""
        closed = opened + timedelta(days=40)
        deals.append((i, f"A{i}", opened, closed, "Won" if won else "Lost", sector, seen))
        for role, title in enumerate(("CEO", "IT manager")):
            people.append((f"p{i}-{role}", f"A{i}", title))
            objection = (("Price", "Timing"), ("Security", "Security"))[role][i % 2]
            said = note(draw, good=good)
            notes.append((i, f"p{i}-{role}", opened + timedelta(days=2 + role), said, objection, "API" if role else ""))
        # Before the opening, and long after: neither counts.
        notes.append((i, f"p{i}-0", opened - timedelta(days=9), note(draw, good=not good), "", ""))
        notes.append((i, f"p{i}-0", opened + timedelta(days=39), note(draw, good=won), "", ""))
    for name, rows in (("deals", deals), ("notes", notes), ("people", people)):
        write(source / f"{name}.csv", rows)
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    soft = examples(folder) if labelled else None
    whofor.import_source(source, workspace=folder / "workspace", mapping=str(mapping), soft_facts=soft, today=TODAY)
    return whofor.find(folder / "workspace", FindOptions(permutations=200), today=TODAY)


def of_fit(result: IcpResult) -> Comparison:
    (found,) = [c for c in result.clients.worth[0].comparisons if c.topic == "cultural_fit"]
    return found


@pytest.fixture(autouse=True)
def _without_the_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "can_embed", lambda: False)


def test_labelled_notes_tell_that_banks_suit_us(tmp_path: Path) -> None:
    result = answer(tmp_path)
    (fact,) = result.data.soft_facts
    assert (fact.name, fact.counted, fact.labels) == ("Cultural fit", "good", ("good", "bad"))
    assert (fact.reading.source, fact.reading.texts, fact.reading.doubt) == (SoftSource.EXAMPLES, 2400, None)
    found = of_fit(result)
    assert found.measure.label == "Cultural fit: good"
    assert (found.measure.better, found.measure.better_assumed) == (1, False)
    assert (found.own.estimate or 0) == pytest.approx(0.8, abs=0.07)
    assert (found.other.estimate or 0) == pytest.approx(0.3, abs=0.07)
    assert found.p < 0.001
    # What is known only of conversations during a deal defines no type of client.
    assert {label for label in result.search.searched if "fit" in label.casefold()} == set()
    english, french = (soft_fact_text(fact, words_of(language)) for language in ("en", "fr"))
    assert re.search(r"Of your \d+ examples \d+% are read rightly when learnt from the others \(\d+–\d+%\)", english)
    assert re.search(r"Sur vos \d+ exemples, \d+\s% sont bien lus", french)
    # Neither the notes of the CRM nor the labelled ones are kept.
    for file in (tmp_path / "workspace").rglob("*"):
        if file.is_file():
            assert b"Roadmap for spring" not in file.read_bytes(), file


def test_each_role_has_its_objections(tmp_path: Path) -> None:
    everybody = answer(tmp_path, labelled=False).clients.personas[-1]
    told = {one.seniority: {own.topic: own for own in one.own} for one in everybody.personas}
    of = {
        (level, topic): [value.value for value in own.values.values]
        for level, topics in told.items()
        for topic, own in topics.items()
        if own.values is not None
    }
    assert of == {
        ("c_level", PersonaTopic.OBJECTIONS): of["c_level", PersonaTopic.OBJECTIONS],
        ("manager", PersonaTopic.OBJECTIONS): ["Security"],
        ("manager", PersonaTopic.QUESTIONS): ["API"],
    }
    assert set(of["c_level", PersonaTopic.OBJECTIONS]) == {"Price", "Timing"}


def test_a_column_is_better_than_notes(tmp_path: Path) -> None:
    result = answer(tmp_path, column=True)
    (fact,) = result.data.soft_facts
    assert (fact.name, fact.counted, fact.reading.source) == ("Affinité culturelle", "bonne", SoftSource.COLUMN)
    found = of_fit(result)
    assert found.measure.label == "Affinité culturelle: bonne"
    assert (found.own.estimate or 0) > 0.7 > 0.4 > (found.other.estimate or 1)
    assert "“Affinité culturelle" in soft_fact_text(fact, words_of("en"))


def test_a_column_of_an_export_without_a_mapping_is_an_outcome(tmp_path: Path) -> None:
    draw, source = random.Random(6), tmp_path / "source"
    source.mkdir()
    sectors = [draw.choice(("Bank", "Retail", "School")) for _ in range(120)]
    fits = ["" if i % 5 == 0 else draw.choice(("Good", "Bad")) for i in range(120)]
    companies = [(f"A{i}", f"Firm {i} Ltd", sectors[i], fits[i]) for i in range(120)]
    write(source / "companies.csv", [("Company ID", "Company", "Industry", "Cultural fit"), *companies])
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(120)]
    deals = [(f"D{i}", f"A{i}", d, d + timedelta(days=30), ("Won", "Lost")[i % 2]) for i, d in enumerate(days)]
    write(source / "deals.csv", [("Deal ID", "Company ID", "Opened", "Closed", "Status"), *deals])
    said = [(i, f"D{i}", d, "Call", ("Price", "Timing", "")[i % 3]) for i, d in enumerate(days)]
    write(source / "activities.csv", [("Activity ID", "Deal ID", "Date", "Type", "Objection"), *said])
    report = whofor.import_source(source, workspace=tmp_path / "w", today=TODAY)
    roles = {(p.table, p.label): p.role for p in report.parameters}
    assert roles["accounts", "Cultural fit"] is Role.VALIDATION
    assert roles["interactions", "Objection"] is Role.VALIDATION


def test_without_either_it_is_not_known(tmp_path: Path) -> None:
    result = answer(tmp_path, labelled=False)
    assert result.data.soft_facts == ()
    assert [c for c in result.clients.worth[0].comparisons if c.topic == "cultural_fit"] == []
    assert RECORD_NEXT.brief is not None
    assert "column named “Cultural fit”" in str(RECORD_NEXT.brief(Report.of(result, "en")))
    assert "Affinité culturelle" in str(RECORD_NEXT.brief(Report.of(result, "fr")))


def read(folder: Path, rows: Sequence[Sequence[object]], name: str = "fit.csv") -> tuple[SoftExamples, ...]:
    return read_soft_facts(write(folder / name, rows))


def many(labels: Sequence[str], n: int) -> list[tuple[str, str]]:
    return [(f"{label} number {i}", label) for label in labels for i in range(n)]


def test_a_file_may_hold_several_facts_in_any_language(tmp_path: Path) -> None:
    rows = [(text, label, fact) for fact in ("Urgence", "Champion") for text, label in many(("oui", "non"), 10)]
    found = read(tmp_path, [("Texte", "Étiquette", "Critère"), *rows])
    assert [(one.name, one.counted, len(one.examples)) for one in found] == [
        ("Urgence", "oui", 20),
        ("Champion", "oui", 20),
    ]
    (plain,) = read(tmp_path, [("note", "label"), *many(("good", "bad"), 10)], "team_spirit.csv")
    assert plain.name == "Team spirit"


HEAD = ("text", "label")
Rows = list[tuple[str, ...]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("a", "b"), ("1", "2")], ["no column “text”", "no column “label”"]),
        ([HEAD, *many(("good", "bad"), 9)], ["too few labelled examples: 18", "at least 20"]),
        ([HEAD, *many(("good", "bad"), 9), *many(("good",), 9)], ["too few labelled examples: 18"]),
        ([HEAD, *many(("good",), 30)], ["one label only"]),
        ([HEAD, *many(("good", "none"), 15)], ["one label only"]),
        ([HEAD, *many(("good", "bad"), 10), *many(("odd",), 4)], ["fewer than 5 examples", "odd (4)"]),
        ([HEAD, *many(tuple("abcdefg"), 5)], ["has 7 labels"]),
        ([HEAD, *many(("good", "bad"), 10), ("good number 3", "bad")], ["two labels", "fit.csv: 5, 22"]),
        ([HEAD, *many(("good", "bad"), 10), ("x", ""), ("", "good")], ["“label” is empty", "“text” is empty"]),
        ([HEAD, *many(("good", "bad"), 501)], ["too many labelled examples: 1002"]),
        ([(*HEAD, "Class"), ("x", "good", "good")], ["Several columns"]),
        ([(*HEAD, "fact"), *((t, b, "Initial understanding") for t, b in many(("a", "b"), 10))], ["already"]),
        ([(*HEAD, "fact"), *((t, b, f"F{i}") for i in range(6) for t, b in many(("a", "b"), 10))], ["6 soft facts"]),
    ],
)
def test_examples_that_cannot_be_used_are_named(tmp_path: Path, rows: Rows, said: list[str]) -> None:
    with pytest.raises(InputError) as failed:
        read(tmp_path, rows)
    text = str(failed.value)
    assert [one for one in said if one not in text] == [], text


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda path: path.mkdir(), InputError),
        (lambda path: path.write_bytes(b""), SourceError),
        (lambda path: path.write_bytes(b"\x00\x01\x02" * 99), SourceError),
        (lambda path: path.write_text("text,label\n"), SourceError),
        (lambda _: None, SourceError),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, make: Callable[[Path], object], kind: type[InputError]) -> None:
    make(tmp_path / "fit.csv")
    with pytest.raises(kind):
        read_soft_facts(tmp_path / "fit.csv")


def test_notes_by_lot_are_not_used_and_that_is_said(tmp_path: Path) -> None:
    draw = random.Random(5)
    rows = [(note(draw, good=draw.random() < 0.5), draw.choice(("good", "bad"))) for _ in range(60)]
    path = write(tmp_path / "fit.csv", [HEAD, *dict(rows).items()])
    source = tmp_path / "source"
    source.mkdir()
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(40)]
    deals = [(i, f"A{i}", day, day + timedelta(days=30), ("Won", "Lost")[i % 2]) for i, day in enumerate(days)]
    write(source / "deals.csv", [("ID", "Account", "Created", "Closed", "Status"), *deals])
    write(
        source / "notes.csv", [("Deal", "When", "Text"), *((i, d, note(draw, good=True)) for i, d in enumerate(days))]
    )
    parts = MAPPING.split("\n[")
    left_out = ("contacts", "deals.extra", "interactions.extra")
    text = "\n[".join(part for part in parts if not part.startswith(left_out))
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(text.replace('people = "people.csv"\n', "").replace('contact_key = "Person"\n', ""), "utf-8")
    whofor.import_source(source, workspace=tmp_path / "w", mapping=str(mapping), soft_facts=path, today=TODAY)
    (fact,) = Workspace.open(tmp_path / "w").dataset().soft_facts_read
    assert fact.reading.doubt is SoftDoubt.INACCURATE
    assert "was not read from texts" in soft_fact_text(fact, words_of("en"))
    assert "non lu dans les textes" in soft_fact_text(fact, words_of("fr"))
