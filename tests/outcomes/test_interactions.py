"""What conversations tell of each deal, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whofor.outcomes.interactions import INTERACTION_WAYS, interaction_measures, stated_days, way_of
from whofor.schema.history import Interactions
from whofor.schema.rows import DealRows


def said(*rows: tuple[int, float, str, str, str, float, str | None]) -> Interactions:
    """Rows of deal, moment, kind, direction, outcome, seconds, person."""
    columns: list[Any] = [list(c) for c in zip(*sorted(rows, key=lambda r: (r[0], r[1])), strict=True)]
    deal, at, kind, direction, outcome, seconds, contact = columns

    def text(values: list[str | None]) -> np.ndarray:
        return np.array([v or None for v in values], dtype=object)

    return Interactions(
        np.array(deal), np.array(at, dtype=float), text(kind), text(direction), text(outcome),
        np.array(seconds, dtype=float), text(contact), np.full(len(rows), np.nan), np.full(len(rows), np.nan),
        len(rows), 0, 0, 0,
    )  # fmt: skip


def ended(opened: list[float], closed: list[float]) -> DealRows:
    """Won deals; those without a day of closing are open."""
    outcome = np.array(["open" if np.isnan(day) else "won" for day in closed], dtype=object)
    return DealRows(
        opened=np.array(opened),
        closed=np.array(closed),
        outcome=outcome,
        amount=np.full(len(opened), np.nan),
        attributes=(),
        confounders=(),
    )


NAN = float("nan")
OPENED = [10.0, 10.0, 10.0, 500.0]
CLOSED = [60.0, 40.0, 12.0, NAN]
"""The third deal ended before the 30 days that count, the fourth was opened after the last conversation."""
CONVERSATIONS = said(
    (0, 10.0, "Email", "Outbound", "", NAN, "p"),
    (0, 10.5, "Email", "Outbound", "", NAN, "p"),
    (0, 11.0, "Email", "Inbound", "", NAN, "q"),
    (0, 11.25, "Call", "Outbound", "Connected", 600, "q"),
    (0, 15.0, "Call", "Outbound", "No answer", 0, "q"),
    (0, 45.0, "Call", "Inbound", "Connected", 6000, "z"),
    (1, 9.0, "Call", "Inbound", "Connected", 60, "p"),
    (1, 12.0, "Meeting", "", "NO_SHOW", NAN, None),
    (1, 13.0, "Meeting", "", "COMPLETED", 1800, None),
    (1, 14.0, "Meeting", "", "Scheduled", NAN, None),
    (2, 10.0, "Call", "Inbound", "Connected", 60, "p"),
    (0, 80.0, "Note", "", "", NAN, None),
)


def values() -> dict[str, list[float]]:
    told = interaction_measures(CONVERSATIONS, ended(OPENED, CLOSED), 510.0)
    assert (told.days, told.deals, told.placed) == (30, 2, 8)
    return {m.name: m.values.tolist() for m in told.measures}


def test_each_measure_by_hand() -> None:
    got = values()
    assert got["touches_per_week"][:2] == [pytest.approx(5 / 30 * 7), pytest.approx(3 / 30 * 7)]
    # Days 10, 11, 15: gaps of 1 and 4; days 12, 13, 14: gaps of 1.
    assert got["days_between_touches"][:2] == [2.5, 1.0]
    # The first of two messages in a row waits: 10.0 to 11.0. We answer 11.0 at 11.25.
    assert got["client_reply_hours"][0] == 24.0
    assert got["our_reply_hours"][0] == 6.0
    assert got["started_by_client"][0] == pytest.approx(1 / 5)
    assert got["attendance"][:2] == [0.5, 0.5], "what was only planned is neither"
    assert got["people_involved"][0] == 2.0
    assert got["talk_minutes"][:2] == [10.0, 30.0]


def test_tone_is_averaged_and_understanding_is_that_of_the_first_exchange() -> None:
    tone, lucid = np.full(12, np.nan), np.full(12, np.nan)
    first = {0: (1.0, NAN), 1: (0.0, 1.0), 2: (NAN, 0.0), 5: (-1.0, 0.0)}
    for place, (t, u) in first.items():
        tone[place], lucid[place] = t, u
    told = interaction_measures(replace(CONVERSATIONS, tone=tone, understanding=lucid), ended(OPENED, CLOSED), 510.0)
    by_name = {m.name: m.values for m in told.measures}
    assert by_name["tone"][0] == 0.5, "the sixth lies beyond the days that count"
    assert by_name["understanding"][0] == 1.0
    assert np.isnan(by_name["understanding"][1])


def test_deals_that_ended_sooner_or_were_opened_later_are_unknown() -> None:
    for name, each in values().items():
        assert np.isnan(each[2]), name
        assert np.isnan(each[3]), name
    assert np.isnan(values()["client_reply_hours"][1]), "nobody is known to have begun"


def test_a_long_deal_is_not_engaged_by_being_long() -> None:
    """One call a week on both; the longer deal has five times as many in all, and the same figure."""
    rows = [(0, 10.0 + 7 * k, "Call", "Inbound", "Connected", 60.0, "p") for k in range(6)]
    rows += [(1, 10.0 + 7 * k, "Call", "Inbound", "Connected", 60.0, "p") for k in range(30)]
    told = interaction_measures(said(*rows), ended([10.0, 10.0], [52.0, 220.0]), 400.0)
    weekly = next(m.values for m in told.measures if m.name == "touches_per_week")
    assert weekly.tolist() == [pytest.approx(5 / 30 * 7)] * 2


def test_a_deal_without_any_had_none() -> None:
    rows = [(0, 10.0 + k, "Call", "", "", 60.0, "p") for k in range(5)] + [(0, 90.0, "Call", "", "", 60.0, "p")]
    told = interaction_measures(said(*rows), ended([10.0, 20.0], [90.0, 90.0]), 100.0)
    weekly = next(m.values for m in told.measures if m.name == "touches_per_week")
    assert weekly.tolist() == [pytest.approx(5 / 30 * 7), 0.0]


def test_moments_of_different_zones_and_long_silence() -> None:
    """A reply after more than 30 days is no reply."""
    rows = [(0, 10.0, "Email", "Outbound", "", NAN, "p"), (0, 39.9, "Email", "Inbound", "", NAN, "p")]
    rows += [(1, 10.0, "Email", "Outbound", "", NAN, "p"), (1, 10.1, "Email", "Inbound", "", NAN, "p")]
    told = interaction_measures(
        said(*rows, (1, 99.0, "Note", "", "", NAN, None)),
        ended([10.0, 10.0], [90.0, 90.0]),
        100.0,
    )
    hours = next(m.values for m in told.measures if m.name == "client_reply_hours")
    assert hours == pytest.approx([29.9 * 24, 2.4])


@pytest.mark.parametrize(
    ("direction", "kind", "expected"),
    [
        ("Inbound", "Call", 1),
        ("OUTBOUND", "Call", -1),
        ("Appel entrant", None, 1),
        ("Sortant", None, -1),
        ("Eingehend", None, 1),
        ("Saliente", None, -1),
        ("Llamada recibida", None, 1),
        ("Ligação recebida", None, 1),
        ("Message reçu", None, 1),
        ("E-Mail gesendet", None, -1),
        ("Correo enviado", None, -1),
        ("Revenu récurrent", None, 0),
        ("Missed", "Call", 0),
        (None, "INCOMING_EMAIL", 1),
        (None, "Note", 0),
    ],
)
def test_who_began(direction: str | None, kind: str | None, expected: int) -> None:
    assert way_of(direction, kind) == expected


def test_the_days_that_count_are_stated_and_bounded() -> None:
    assert stated_days(np.array([1.0, 2, 3])) == 30, "too few to tell"
    assert stated_days(np.full(100, 0.2)) == 3
    assert stated_days(np.full(100, 400.0)) == 30
    assert stated_days(np.append(np.full(50, np.nan), np.full(50, 8.0))) == 8


def test_nothing_recorded_in_time_tells_nothing() -> None:
    told = interaction_measures(said((0, 5.0, "Call", "", "", 1.0, None)), ended([100.0], [200.0]), 300.0)
    assert (told.deals, told.placed, told.measures) == (0, 0, ())
    assert len(INTERACTION_WAYS) == 10


def test_a_deal_that_ended_nobody_knows_when_is_not_judged() -> None:
    told = interaction_measures(CONVERSATIONS, replace(ended(OPENED, CLOSED), outcome=np.full(4, "lost")), 510.0)
    assert told.deals == 2
    unknown = replace(ended(OPENED, [NAN, 40.0, 12.0, NAN]), outcome=np.full(4, "lost"))
    assert interaction_measures(CONVERSATIONS, unknown, 510.0).deals == 1


@pytest.mark.parametrize(
    "outcome",
    ["Not held", "Non honoré", "Non abouti", "Pas tenu", "nicht stattgefunden", "No realizada", "Did not attend",
     "Client did not show", "Didn’t connect", "Not completed"],
)  # fmt: skip
def test_what_did_not_take_place_is_not_attended(outcome: str) -> None:
    rows = [(0, 10.0, "Meeting", "", outcome, NAN, None), (0, 12.0, "Meeting", "", "Held", NAN, None)]
    told = interaction_measures(said(*rows, (0, 99.0, "Note", "", "", NAN, None)), ended([10.0], [90.0]), 100.0)
    assert next(m.values for m in told.measures if m.name == "attendance").tolist() == [0.5]


def test_one_stray_row_does_not_make_years_without_records_silent() -> None:
    rows = [(1, 1000.0 + k / 4, "Call", "", "", 60.0, "p") for k in range(200)]
    told = interaction_measures(
        said((0, 5.0, "Call", "", "", 60.0, "p"), *rows), ended([4.0, 1000.0], [90.0, 1200.0]), 1300.0
    )
    weekly = next(m.values for m in told.measures if m.name == "touches_per_week")
    assert np.isnan(weekly[0])


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("Appel", "Connecté"), ("Anruf", "Erreicht"), ("Llamada", "Realizada"), ("Reunião", "Concluída"),
     ("Videocall", "CallCompleted"), ("Démonstration", "Réalisée"), ("Besprechung", "Durchgeführt")],
)  # fmt: skip
def test_what_took_place_is_attended_in_any_language(kind: str, outcome: str) -> None:
    rows = [(0, 10.0 + k, kind, "", text, 60.0, "p") for k, text in enumerate((outcome, "Verpasst"))]
    told = interaction_measures(said(*rows, (0, 50.0, "Note", "", "", NAN, None)), ended([10.0], [90.0]), 100.0)
    assert next(m.values for m in told.measures if m.name == "attendance").tolist() == [0.5]
