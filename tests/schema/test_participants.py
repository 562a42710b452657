"""Who takes part in which deals: by conversations, as the deal's contact, else by the account; hand-made tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from whofor.arrays import Columns
from whofor.schema.history import history_of
from whofor.schema.participants import Participants, participants_of


def texts(*values: str | None) -> np.ndarray:
    return np.array([*values, None], dtype=object)[:-1]


CONTACTS: Columns = {
    "contact_key": texts("ann", "bob", "cat", "dan", None),
    "account_key": texts("a1", "a1", "a2", "a3", None),
    "title": texts("CEO", "Head of IT", None, "Buyer", "Ghost"),
    "created": np.array([10.0, 12.0, np.nan, 5.0, 1.0]),
}
DEALS: Columns = {
    "deal_key": texts("d1", "d2", "d3", "d4"),
    "account_key": texts("a1", "a1", "a3", None),
    "contact_key": texts("bob", None, None, "cat"),
}
OPENED = np.array([100.0, 200.0, 100.0, 100.0])


def talks(*rows: tuple[str, str | None, float, str | None]) -> Columns:
    deals, people, days, kinds = zip(*rows, strict=True)
    return {
        "interaction_key": texts(*(f"i{i}" for i in range(len(rows)))),
        "deal_key": texts(*deals),
        "contact_key": texts(*people),
        "at": np.array(days, dtype=np.float64),
        "kind": texts(*kinds),
    }


def found(interactions: Columns | None, contacts: Columns = CONTACTS) -> Participants | None:
    tables = {"contacts": contacts, "deals": DEALS, **({} if interactions is None else {"interactions": interactions})}
    return participants_of(tables, history_of(tables, OPENED).interactions)


def rows(who: Participants | None) -> list[tuple[int, int, bool, int]]:
    assert who is not None
    return list(zip(who.deal.tolist(), who.person.tolist(), who.tied.tolist(), who.number.tolist(), strict=True))


def test_conversations_tie_persons_and_number_their_first_call() -> None:
    who = found(
        talks(
            ("d1", "bob", 101, "Call"),
            ("d1", "bob", 102, "Email"),
            ("d1", None, 103, "Meeting"),
            ("d1", "ann", 104, "Email"),
            ("d1", "ann", 106, "Call"),
            ("d1", "ann", 109, "Call"),
            ("d1", "dan", 110, "Note"),
            ("d2", "ann", 201, "E-mail"),
        )
    )
    # d1: Bob at call 1, Ann at call 3 though she wrote before; a note makes nobody take part. d2: Ann only wrote.
    # d3: nobody is tied, so Dan, of its account. d4: Cat, its contact, though it names no account.
    assert rows(who) == [(0, 1, True, 1), (0, 0, True, 3), (1, 0, True, 0), (2, 3, False, 0), (3, 2, True, 0)]
    assert who is not None
    assert who.first.tolist()[:3] == [101, 104, 201]
    assert who.last.tolist()[:3] == [102, 109, 201]
    assert np.isnan(who.first[3:]).all()
    assert who.added.tolist()[:4] == [12, 10, 10, 5]
    assert np.isnan(who.added[4])
    assert who.persons.title.tolist() == ["CEO", "Head of IT", None, "Buyer", "Ghost"]


def test_where_kinds_tell_nothing_each_conversation_counts() -> None:
    who = found(talks(("d1", "bob", 101, None), ("d1", None, 102, ""), ("d1", "ann", 103, "Other")))
    assert rows(who)[:2] == [(0, 1, True, 1), (0, 0, True, 3)]


def test_without_conversations_the_contact_of_the_deal_and_the_account_remain() -> None:
    assert rows(found(None)) == [(0, 1, True, 0), (1, 0, False, 0), (1, 1, False, 0), (2, 3, False, 0), (3, 2, True, 0)]


def test_a_crowd_says_nothing_unless_tied() -> None:
    crowd: Columns = {
        "contact_key": texts(*(f"p{i}" for i in range(400)), "bob"),
        "account_key": texts(*["a1"] * 401),
    }
    who = found(None, crowd)
    assert rows(who) == [(0, 400, True, 0)]
    assert who is not None
    assert who.n_left_out == 400


@pytest.mark.parametrize("keep", [(True, True, True, True), (False, True, False, True), (False,) * 4])
def test_a_selection_has_the_persons_of_its_deals(keep: Sequence[bool]) -> None:
    who = found(None)
    assert who is not None
    chosen = np.array(keep)
    places = {old: new for new, old in enumerate(np.flatnonzero(chosen).tolist())}
    expected = [(places[d], p, tied, number) for d, p, tied, number in rows(who) if keep[d]]
    assert rows(who.take(chosen)) == expected


def test_no_contacts_no_participants() -> None:
    assert participants_of({"deals": DEALS}, None) is None
    empty = {name: values[:0] for name, values in CONTACTS.items()}
    assert participants_of({"deals": DEALS, "contacts": empty}, None) is None


def test_a_brute_force_agrees() -> None:
    rng = np.random.default_rng(4)
    for _ in range(40):
        n_people, n_talks = int(rng.integers(1, 9)), int(rng.integers(1, 40))
        contacts: Columns = {
            "contact_key": texts(*(f"p{i}" for i in range(n_people))),
            "account_key": texts(*(f"a{rng.integers(1, 4)}" for _ in range(n_people))),
        }
        drawn = [
            (f"d{rng.integers(1, 5)}", None if rng.random() < 0.2 else f"p{rng.integers(0, n_people)}",
             float(rng.integers(100, 130)), str(rng.choice(["Call", "Email", "Note"])))
            for _ in range(n_talks)
        ]  # fmt: skip
        interactions = talks(*drawn)
        tables = {"contacts": contacts, "deals": DEALS, "interactions": interactions}
        placed = history_of(tables, OPENED).interactions
        who = participants_of(tables, placed)
        assert who is not None
        assert placed is not None
        expected: dict[tuple[int, int], list[float]] = {}
        calls = [0] * 4
        any_call = "Call" in placed.kind.tolist()
        for deal, at, kind, key in zip(placed.deal, placed.at, placed.kind, placed.contact, strict=True):
            counts = kind == "Call" if any_call else kind == "Email"
            calls[deal] += counts
            if key is None or kind == "Note":
                continue
            entry = expected.setdefault((int(deal), int(key[1:])), [at, 0, at])
            entry[2] = at
            if counts and not entry[1]:
                entry[1] = calls[deal]
        got = {
            (d, p): [first, number, last]
            for d, p, tied, first, number, last in zip(
                who.deal.tolist(), who.person.tolist(), who.tied.tolist(), who.first.tolist(), who.number.tolist(),
                who.last.tolist(), strict=True
            )
            if tied and not np.isnan(first)
        }  # fmt: skip
        assert got == expected
