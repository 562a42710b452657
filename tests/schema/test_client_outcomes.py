"""Outcomes recorded in rows become one measure for each kind, and the day on which a client left."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.schema.assemble import assemble_deal_rows
from whofor.schema.client_outcomes import is_leaving

DEALS = {
    "deal_key": np.array(["d1", "d2", "d3", "d4"], dtype=object),
    "account_key": np.array(["a", "b", "c", None], dtype=object),
    "opened": np.array([0.0, 0.0, 0.0, 0.0]),
    "closed": np.array([100.0, 100.0, np.nan, 100.0]),
    "outcome": np.array(["won", "won", "open", "won"], dtype=object),
}
PARAMETERS = [Parameter("outcome", "Stage", Role.VALIDATION, Kind.CATEGORY, "deals")]


def outcomes(*rows: tuple[object, object, str, float, float]) -> dict[str, np.ndarray]:
    account, deal, kind, at, value = (list(column) for column in zip(*rows, strict=True))
    return {
        "account_key": np.array(account, dtype=object),
        "deal_key": np.array(deal, dtype=object),
        "kind": np.array(kind, dtype=object),
        "at": np.array(at, dtype=float),
        "value": np.array(value, dtype=float),
    }


def test_events_are_counted_a_year_and_those_without_any_have_none() -> None:
    """The last day of all is 465.25: 365.25 days after signature."""
    table = outcomes(
        ("a", None, "ticket", 120.0, np.nan),
        ("a", None, "ticket", 130.0, np.nan),
        ("c", None, "ticket", 465.25, np.nan),
    )
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    (measure,) = rows.measures
    assert (measure.parameter.name, measure.parameter.label) == ("outcome_ticket", "ticket")
    assert measure.values[:2].tolist() == pytest.approx([2.0, 0.0])
    assert np.isnan(measure.values[2:]).all(), "not won, or of no known account"


def test_amounts_are_added_up_and_scores_averaged() -> None:
    table = outcomes(
        ("a", None, "support hours", 100.0, 3.0),
        ("a", None, "support hours", 465.25, 4.0),
        ("a", None, "NPS", 200.0, 8.0),
        ("a", None, "NPS", 300.0, 10.0),
        ("b", None, "NPS", 300.0, 6.0),
    )
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    by_name = {m.parameter.name: m.values for m in rows.measures}
    assert by_name["outcome_support_hours"][:2].tolist() == pytest.approx([7.0, 0.0])
    assert by_name["outcome_nps"][:2].tolist() == [9.0, 6.0]
    assert np.isnan(by_name["outcome_nps"][2])


def test_rows_that_name_a_deal_belong_to_it() -> None:
    table = outcomes((None, "d2", "usage", 120.0, 5.0), (None, "d2", "usage", 465.25, 6.0))
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert rows.measures[0].values[[0, 1, 3]].tolist() == pytest.approx([0.0, 11.0, 0.0])


def test_the_first_day_of_leaving_after_signature_counts() -> None:
    table = outcomes(
        ("a", None, "Churn", 90.0, np.nan),
        ("a", None, "Churn", 300.0, np.nan),
        ("a", None, "churned", 200.0, np.nan),
        ("c", None, "Résiliation", 400.0, np.nan),
    )
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert rows.left is not None
    assert rows.left[0] == 200.0, "the day before signature is not this client's"
    assert np.isnan(rows.left[1])
    assert not rows.measures, "leaving is retention's, no measure"


def test_a_date_column_of_leaving_counts_too() -> None:
    p = Parameter("x_end", "Cancellation date", Role.VALIDATION, Kind.DATE, "deals")
    deals = DEALS | {"x_end": np.array([150.0, np.nan, np.nan, 99.0])}
    rows = assemble_deal_rows({"deals": deals}, [*PARAMETERS, p])
    assert rows.left is not None
    assert rows.left[0] == 150.0
    assert np.isnan(rows.left[1:]).all()
    assert assemble_deal_rows({"deals": DEALS}, PARAMETERS).left is None


def test_a_year_ends_when_the_client_leaves() -> None:
    """Two tickets in half a year, then the client left: four a year, though a year and more is known of others."""
    table = outcomes(
        ("a", None, "ticket", 120.0, np.nan),
        ("a", None, "ticket", 130.0, np.nan),
        ("a", None, "churned", 100.0 + 365.25 / 2, np.nan),
        ("b", None, "ticket", 465.25, np.nan),
    )
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    (measure,) = rows.measures
    assert measure.values[:2].tolist() == pytest.approx([4.0, 1.0])


def test_sums_have_the_unit_of_a_year_and_averages_their_own() -> None:
    table = outcomes(
        ("a", None, "Revenue", 100.0, 900.0),
        ("a", None, "Revenue", 465.25, 100.0),
        ("a", None, "Team satisfaction", 300.0, 8.0),
        ("a", None, "ticket", 300.0, np.nan),
    )
    table["unit"] = np.array(["EUR", " EUR", "points", None], dtype=object)
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert {(m.parameter.label, m.parameter.unit) for m in rows.measures} == {
        ("Revenue", "EUR/year"),
        ("Team satisfaction", "points"),
        ("ticket", "per_year"),
    }
    assert rows.measures[0].values[:2].tolist() == pytest.approx([1000.0, 0.0])


def test_what_is_recorded_in_several_units_is_never_added_up() -> None:
    """Euros of one client and dollars of another; neither is nought in the other's currency."""
    table = outcomes(
        ("a", None, "Revenue", 100.0, 900.0),
        ("b", None, "Revenue", 465.25, 100.0),
        ("b", None, "Revenue", 465.25, 7.0),
    )
    table["unit"] = np.array(["EUR", "USD", None], dtype=object)
    rows = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    by_label = {m.parameter.label: m for m in rows.measures}
    assert set(by_label) == {"Revenue (EUR)", "Revenue (USD)", "Revenue (?)"}
    assert {m.parameter.name for m in rows.measures} >= {"outcome_revenue_eur", "outcome_revenue_usd"}
    assert by_label["Revenue (EUR)"].values[0] == pytest.approx(900.0)
    assert np.isnan(by_label["Revenue (EUR)"].values[1:]).all()
    assert by_label["Revenue (USD)"].values[1] == pytest.approx(100.0)


def won_deals(closed: list[float]) -> dict[str, np.ndarray]:
    n = len(closed)
    keys = [f"k{i}" for i in range(n)]
    return {
        "deal_key": np.array(keys, dtype=object),
        "account_key": np.array(keys, dtype=object),
        "opened": np.zeros(n),
        "closed": np.array(closed),
        "outcome": np.array(["won"] * n, dtype=object),
    }


def test_what_adds_up_is_counted_over_the_same_days_of_every_client() -> None:
    """Signed on days 0, 100, 200 and 400 of 500: three in four were followed for 250 days, the last is too new."""
    rows = [
        (f"k{i}", None, "Revenue", day, 10.0)
        for i, start in enumerate((0, 100, 200, 400))
        for day in range(start, 501, 10)
    ]
    got = assemble_deal_rows({"deals": won_deals([0.0, 100.0, 200.0, 400.0]), "outcomes": outcomes(*rows)}, PARAMETERS)
    assert got.clients is not None
    assert (got.clients.days, got.clients.clients, got.clients.too_new) == (250.0, 3, 1)
    (measure,) = got.measures
    assert measure.values[:3].tolist() == pytest.approx([26 * 10 / 250 * 365.25] * 3)
    assert np.isnan(measure.values[3])


def test_stray_days_far_ahead_do_not_lengthen_the_time_followed() -> None:
    rows = [("k0", None, "ticket", float(day), np.nan) for day in range(300)] + [("k0", None, "ticket", 3000.0, np.nan)]
    got = assemble_deal_rows({"deals": won_deals([0.0]), "outcomes": outcomes(*rows)}, PARAMETERS)
    assert got.clients is not None
    assert got.clients.days < 300


def test_clients_older_than_the_records_are_counted_from_their_beginning() -> None:
    rows = [("k0", None, "ticket", 1000.0 + day, np.nan) for day in range(0, 366, 5)]
    got = assemble_deal_rows({"deals": won_deals([0.0]), "outcomes": outcomes(*rows)}, PARAMETERS)
    assert got.measures[0].values[0] > 60, "one every five days, not one every month since the signature"


def test_a_figure_here_and_there_makes_no_figures_of_what_is_counted() -> None:
    table = outcomes(
        *(("a", None, "ticket", day, np.nan) for day in (110.0, 120.0, 130.0)), ("a", None, "ticket", 465.25, 50.0)
    )
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert got.measures[0].values[:2].tolist() == pytest.approx([4.0, 0.0])


def test_rows_of_a_deal_and_rows_of_an_account_add_up() -> None:
    table = outcomes(("a", None, "ticket", 110.0, np.nan), (None, "d1", "ticket", 465.25, np.nan))
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert got.measures[0].values[0] == pytest.approx(2.0)
    assert got.clients is not None
    assert (got.clients.total, got.clients.unplaced) == (2, 0)


def test_rows_of_nobody_known_are_counted() -> None:
    table = outcomes(("a", None, "ticket", 465.25, np.nan), ("zz", None, "ticket", 120.0, np.nan))
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert got.clients is not None
    assert got.clients.unplaced == 1


def test_churn_that_says_no_is_no_leaving() -> None:
    table = outcomes(
        ("a", None, "Churned", 200.0, 0.0), ("b", None, "Churned", 200.0, 1.0), ("d", None, "Churned", 1.0, 1.0)
    )
    table["level"] = np.array([None, None, None], dtype=object)
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert got.left is not None
    assert np.isnan(got.left[0])
    assert got.left[1] == 200.0
    table["value"][:] = np.nan
    table["level"] = np.array(["Non", "oui", None], dtype=object)
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    assert got.left is not None
    assert np.isnan(got.left[0])
    assert got.left[1] == 200.0


def test_sizes_in_words_are_levels() -> None:
    table = outcomes(
        *(("a", None, "Implementation", day, np.nan) for day in (150.0, 120.0)),
        ("b", None, "Implementation", 120.0, np.nan),
    )
    table["level"] = np.array(["Custom", "Standard", "Standard"], dtype=object)
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    level = next(m for m in got.measures if m.parameter.kind is Kind.CATEGORY)
    assert level.values.tolist() == ["Custom", "Standard", None, None], "the latest; nothing of open deals"


def test_a_table_that_holds_everything_twice_counts_once() -> None:
    rows = [("a", None, "ticket", day, np.nan) for day in (110.0, 120.0, 465.25)]
    got = assemble_deal_rows({"deals": DEALS, "outcomes": outcomes(*rows, *rows)}, PARAMETERS)
    assert got.clients is not None
    assert (got.clients.repeated, got.clients.repeated_left_out) == (3, True)
    assert got.measures[0].values[0] == pytest.approx(3.0)
    once = assemble_deal_rows({"deals": DEALS, "outcomes": outcomes(*rows, rows[0])}, PARAMETERS)
    assert once.clients is not None
    assert (once.clients.repeated, once.clients.repeated_left_out) == (1, False)
    assert once.measures[0].values[0] == pytest.approx(4.0), "two requests of one day"


def test_spellings_of_one_unit_are_one() -> None:
    table = outcomes(*((account, None, "Hours saved", 300.0, 5.0) for account in "aab"))
    table["unit"] = np.array(["h", "Hours", None], dtype=object)
    got = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS)
    (measure,) = got.measures
    assert measure.parameter.unit == "hours"
    assert measure.values[:2].tolist() == [5.0, 5.0]


@pytest.mark.parametrize(
    ("label", "leaves"),
    [
        ("Churn date", True),
        ("cancelled_at", True),
        ("Date de résiliation", True),
        ("Date de départ", True),
        ("Kündigungsdatum", True),
        ("Gekuendigt am", True),
        ("Vertragskündigung", True),
        ("Fecha de baja", True),
        ("Fecha de cancelación", True),
        ("Data de cancelamento", True),
        ("Renewal date", False),
        ("Erkundigung am", False),
        ("Ankündigung", False),
        ("Trabajo desde", False),
    ],
)
def test_names_of_days_of_leaving(label: str, leaves: bool) -> None:
    assert is_leaving(Parameter("x_day", label, Role.VALIDATION, Kind.DATE, "accounts")) is leaves


@pytest.mark.parametrize("spelling", ["h", "Std.", "Stunden", "HEURES", "Horas"])
def test_a_unit_in_any_language(spelling: str) -> None:
    table = outcomes(("a", None, "Hours saved", 300.0, 5.0), ("a", None, "Hours saved", 310.0, 7.0))
    table["unit"] = np.array(["hours", spelling], dtype=object)
    (measure,) = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS).measures
    assert measure.parameter.unit == "hours"
    assert measure.values[0] == 6.0


def test_measures_are_named_without_accents() -> None:
    table = outcomes(("a", None, "Heures gagnées", 300.0, 5.0))
    (measure,) = assemble_deal_rows({"deals": DEALS, "outcomes": table}, PARAMETERS).measures
    assert (measure.parameter.name, measure.parameter.label) == ("outcome_heures_gagnees", "Heures gagnées")
