"""Personas: planted behaviours are found, each figure is that of a plain count, and nothing tells who somebody is."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from whofor.days import days_of_moment
from whofor.model.committee import BuyingPart, FewPeople
from whofor.model.parameters import Kind
from whofor.model.people import Department, Seniority
from whofor.model.personas import Persona, Personas, PersonaSource, PersonaTopic
from whofor.people.committee import DealsToTell, committee_of, roles_of
from whofor.people.persona_columns import is_about, shown_of
from whofor.people.personas import people_to_tell, personas_of
from whofor.schema.history import Interactions
from whofor.schema.own_columns import OwnColumn
from whofor.schema.participants import Participants, Persons

N = 40
"""Deals; all are won but every fourth."""
MARKETING, CEO = "Marketing Director", "CEO"
TUESDAY = 19_724.0  # 2024-01-02
Talk = tuple[int, int, float, str, str, str]
"""Deal, person, moment, kind, direction, outcome."""


def texts(*values: str | None) -> np.ndarray:
    return np.array([*values, None], dtype=object)[:-1]


def conversations(rows: list[Talk], keys: np.ndarray) -> Interactions:
    rows = sorted(rows, key=lambda one: (one[0], one[2]))
    n = len(rows)
    return Interactions(
        np.array([r[0] for r in rows], dtype=np.int64), np.array([r[2] for r in rows]), texts(*(r[3] for r in rows)),
        texts(*(r[4] or None for r in rows)), texts(*(r[5] or None for r in rows)), np.full(n, np.nan),
        texts(*(keys[r[1]] for r in rows)), np.full(n, np.nan), np.full(n, np.nan), n, 0, 0, 0,
    )  # fmt: skip


def persona_of(
    titles: list[str | None],
    talks: list[Talk],
    *,
    own: tuple[OwnColumn, ...] = (),
    names: np.ndarray | None = None,
    accounts: np.ndarray | None = None,
    deal: np.ndarray | None = None,
    source: np.ndarray | None = None,
    country: np.ndarray | None = None,
    inside: np.ndarray | None = None,
) -> Personas:
    """Return the personas of hand-made deals; person i takes part in deal i unless `deal` says otherwise."""
    n = len(titles)
    keys, nobody = texts(*(f"p{i}" for i in range(n))), texts(*(None,) * n)
    persons = Persons(texts(*titles), nobody, nobody, nobody, keys, names, own)
    of = np.arange(n) if deal is None else deal
    deals_n = N if deal is None else int(deal.max()) + 1
    first = np.full(n, np.nan)
    for _, who, at, *_ in talks:
        first[who] = np.fmin(first[who], at)
    order = np.argsort(of, kind="stable")
    who = Participants(
        persons, of[order], np.arange(n)[order], np.full(n, True), first[order], np.ones(n, dtype=np.int64),
        first[order], np.full(n, TUESDAY - 10), 0,
    )  # fmt: skip
    every = np.ones(deals_n, dtype=np.bool_)
    won = np.arange(deals_n) % 4 != 3
    deals = DealsToTell(
        who, roles_of(persons), every, won, np.full(deals_n, TUESDAY - 5), np.full(deals_n, TUESDAY + 90.0),
        accounts, None,
    )  # fmt: skip
    people = people_to_tell(deals, conversations(talks, keys) if talks else None, source, country)
    chosen = every if inside is None else inside
    return personas_of(committee_of("S1", chosen, deals), chosen, people)


def the_one(found: Personas) -> Persona:
    (persona,) = found.personas
    return persona


def planted() -> list[Talk]:
    """Each marketing director is called on a Tuesday at ten; two of three answer in three hours; all meet a week on."""
    talks: list[Talk] = []
    for i in range(N):
        day = TUESDAY + 7 * (i % 5)
        talks.append((i, i, day + (10 + i / 100) / 24, "Call", "Outbound", ""))
        if i % 3:
            talks.append((i, i, day + (13 + i / 100) / 24, "Email", "Inbound", ""))
        talks.append((i, i, day + 7 + (10 + i / 100) / 24, "Meeting", "", "Completed" if i % 2 else "No show"))
        talks.append((i, i, day + 14 + (10 + i / 100) / 24, "Meeting", "", "Completed"))
        talks.append((i, i, day + 15.0, "Note", "", ""))
        talks.append((i, i, TUESDAY + 95.2, "Call", "Inbound", ""))  # after the deal was closed
    return talks


WON = [i for i in range(N) if i % 4 != 3]


def test_planted_behaviours_are_found() -> None:
    source = texts(*("Trade fair" if i % 2 else "Referral" for i in range(N)))
    country = texts(*("FR" if i % 5 else "BE" for i in range(N)))
    found = the_one(persona_of([MARKETING] * N, planted(), source=source, country=country))
    assert (found.department, found.seniority) == (Department.MARKETING, Seniority.DIRECTOR)
    assert (found.part, found.inferred) == (BuyingPart.INFLUENCER, True)
    assert (found.n_people, found.n_left_out, found.won.n_won) == (30, 0, 30)
    assert found.titles is not None
    assert [(one.value, one.share.n_won, one.share.n) for one in found.titles.values] == [(MARKETING, 30, 30)]
    assert found.places is not None
    assert found.places.source is PersonaSource.ACCOUNTS
    assert [(one.value, one.share.n_won) for one in found.places.values] == [
        ("FR", sum(1 for i in WON if i % 5)),
        ("BE", sum(1 for i in WON if not i % 5)),
    ]
    assert found.channel is not None
    assert found.channel.source is PersonaSource.DEALS
    assert [(one.value, one.share.n_won) for one in found.channel.values] == [("Referral", 20), ("Trade fair", 10)]
    assert found.replies is not None
    assert (found.replies.share.n_won, found.replies.share.n) == (sum(1 for i in WON if i % 3), 30)
    assert found.replies.share.ci_low is not None
    assert found.reply_hours is not None
    assert found.reply_hours.spread.median == pytest.approx(3.0)
    assert found.attendance is not None
    assert (found.attendance.n_people, found.attendance.share.n) == (30, 60)
    assert found.attendance.share.n_won == 30 + sum(1 for i in WON if i % 2)
    assert found.days_between is not None
    assert (found.days_between.spread.median, found.days_between.n_people) == (7.0, 30)
    assert found.conversations is not None
    assert found.conversations.spread.high == 4, "notes, and what came after the deal was closed, do not count"
    assert found.hour is not None
    assert 10.0 <= found.hour.spread.median <= 10.5
    assert found.weekdays is not None
    assert found.weekdays.shares[1].estimate == 1.0
    assert found.weekdays.p < 0.001
    assert found.languages is None
    assert found.own == ()


def test_days_without_a_time_are_not_midnight() -> None:
    dates = [(deal, who, float(np.floor(at)), *more) for deal, who, at, *more in planted()]
    found = the_one(persona_of([MARKETING] * N, dates))  # type: ignore[arg-type]
    assert (found.hour, found.reply_hours) == (None, None)
    assert found.weekdays is not None
    assert found.replies is not None
    filled = [(deal, who, float(np.floor(at)) + 9 / 24, *more) for deal, who, at, *more in planted()]
    nine = the_one(persona_of([MARKETING] * N, filled))  # type: ignore[arg-type]
    assert nine.hour is None, "one minute of all of them is what the CRM fills in"


def test_a_day_of_the_week_is_told_from_chance() -> None:
    rng = np.random.default_rng(3)
    talks = [
        (i, i, TUESDAY + float(rng.integers(0, 84)) + float(rng.uniform(0.3, 0.8)), "Call", "Outbound", "")
        for i in range(N) for _ in range(6)
    ]  # fmt: skip
    found = the_one(persona_of([MARKETING] * N, talks))
    assert found.weekdays is not None
    assert found.weekdays.p > 0.05
    assert sum(one.n_won or 0 for one in found.weekdays.shares) == found.weekdays.shares[0].n


def test_what_one_person_alone_has_and_names_are_never_shown() -> None:
    titles: list[str | None] = [f"Marketing Director region {i}" for i in range(N)]
    found = the_one(persona_of(titles, []))
    assert found.titles is not None
    assert (found.titles.n, found.titles.values) == (30, ())
    marks = the_one(persona_of(["Marketing Director (person-7)"] * N, []))
    assert marks.titles is not None
    assert marks.titles.values == ()
    names = texts(*("Anna Schmidt" for _ in range(N)))
    named = the_one(persona_of(["Marketing Director - Anna Schmidt"] * N, [], names=names))
    assert named.titles is not None
    assert named.titles.values == ()
    shown = shown_of(Persons(texts(), texts(), texts(), texts()))
    assert [shown(text) for text in ("CMO", "CMO +33 6 12 34 56 78", "CMO jane@acme.example")] == [True, False, False]


def test_spellings_of_one_title_are_one() -> None:
    titles: list[str | None] = [("marketing director", MARKETING, MARKETING)[i % 3] for i in range(N)]
    found = the_one(persona_of(titles, []))
    assert found.titles is not None
    assert [(one.value, one.share.n_won) for one in found.titles.values] == [(MARKETING, 30)]


def test_columns_of_ones_own_say_routines_tasks_and_pains() -> None:
    words = texts(*(("too few leads", "no budget")[i % 2] for i in range(N)))
    own = (
        OwnColumn("Pain points", Kind.CATEGORY, words),
        OwnColumn("Preferred language", Kind.CATEGORY, texts(*("French",) * N)),
        OwnColumn("Country", Kind.CATEGORY, texts(*("France",) * N)),
        OwnColumn("Years of experience", Kind.NUMBER, np.arange(N) % 5.0),
        OwnColumn("Networks", Kind.MULTI, texts(*("LinkedIn; Slack" if i % 2 else "LinkedIn" for i in range(N)))),
        OwnColumn("Empty", Kind.CATEGORY, texts(*(None,) * N)),
        OwnColumn("Notes", Kind.CATEGORY, texts(*(f"note {i}" for i in range(N)))),
    )
    found = the_one(persona_of([MARKETING] * N, [], own=own, country=texts(*("BE",) * N)))
    assert [(one.topic, one.column) for one in found.own] == [
        (PersonaTopic.PAINS, "Pain points"),
        (PersonaTopic.OTHER, "Years of experience"),
        (PersonaTopic.OTHER, "Networks"),
    ]
    pains, years, networks = found.own
    assert pains.values is not None
    assert [(one.value, one.share.n_won) for one in pains.values.values] == [("too few leads", 20), ("no budget", 10)]
    assert years.spread is not None
    assert years.spread.spread.n == 30
    assert networks.values is not None
    assert [(one.value, one.share.n_won) for one in networks.values.values] == [("LinkedIn", 30), ("Slack", 10)]
    assert found.languages is not None
    assert (found.languages.source, found.languages.column) == (PersonaSource.CONTACTS, "Preferred language")
    assert found.places is not None
    assert [one.value for one in found.places.values] == ["France"], "the contact's own country goes first"


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("Langue préférée", "language"), ("Language", "language"), ("Pays", "country"), ("Country/Region", "country"),
        ("Difficultés", "pains"), ("Challenges", "pains"), ("Daily routine", "routines"), ("Missions", "tasks"),
        ("Job responsibilities", "tasks"),
    ],
)  # fmt: skip
def test_names_of_columns_say_what_they_are_about(label: str, what: str) -> None:
    assert [one for one in ("language", "country", "pains", "routines", "tasks") if is_about(label, one)] == [what]


def test_four_hundred_people_of_one_account_are_no_persona() -> None:
    titles: list[str | None] = [*[MARKETING] * N, *["Head of Marketing Events"] * 400]
    deal = np.concatenate([np.arange(N), np.zeros(400, dtype=np.int64)])
    found = the_one(persona_of(titles, [], deal=deal))
    assert (found.n_people, found.n_left_out) == (30 + 4, 396)
    assert found.titles is not None
    assert found.titles.values[0].value == MARKETING


def test_too_few_persons_or_deals_are_none() -> None:
    same = persona_of([MARKETING] * 4 + [CEO] * 60, [], deal=np.concatenate([np.arange(4), np.arange(60)]))
    assert {one.department for one in same.personas} == {Department.GENERAL_MANAGEMENT}
    few = persona_of([MARKETING] * N, [], inside=np.arange(N) < 8)
    assert (few.personas, few.why) == ((), FewPeople.TOO_FEW_WON)
    untold = persona_of(["x y z"] * N, [])
    assert (untold.personas, untold.why) == ((), FewPeople.NO_TITLES)


def test_only_the_five_commonest_roles_are_told() -> None:
    kinds = ["CEO", "CFO", "Marketing Director", "Software Engineer", "Sales Manager", "HR Director", "Legal Counsel"]
    titles: list[str | None] = [*(kind for kind in kinds for _ in range(N))]
    deal = np.tile(np.arange(N), len(kinds))
    found = persona_of(titles, [], deal=deal)
    assert len(found.personas) == 5


def test_the_first_conversation_is_the_channel_where_no_source_is_recorded() -> None:
    found = the_one(persona_of([MARKETING] * N, planted()))
    assert found.channel is not None
    assert found.channel.source is PersonaSource.CONVERSATIONS
    assert [(one.value, one.share.n_won) for one in found.channel.values] == [("Call", 30)]


def test_persons_of_few_accounts_widen_the_interval() -> None:
    titles: list[str | None] = [(MARKETING, "Director of Marketing")[i % 2] for i in range(N)]
    alone = the_one(persona_of(titles, []))
    shared = the_one(persona_of(titles, [], accounts=np.arange(N) // 4))
    wide, narrow = (one.titles.values[0].share for one in (shared, alone) if one.titles is not None)
    assert wide.ci_high is not None
    assert wide.ci_low is not None
    assert narrow.ci_high is not None
    assert narrow.ci_low is not None
    assert wide.estimate == narrow.estimate
    assert wide.ci_high - wide.ci_low > narrow.ci_high - narrow.ci_low


def test_dates_are_counted_from_a_thursday() -> None:
    assert days_of_moment(datetime(2024, 1, 2)) == TUESDAY
