"""Leaks by name, by fill, by separation - and what is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.validation.leaks import find_leaks, find_separating, merge_leaks
from whofor.validation.timeline import Timeline


def attribute(label: str, values: np.ndarray, name: str = "x_column", kind: Kind = Kind.CATEGORY) -> Attribute:
    return Attribute(Parameter(name, label, Role.DEFINITION, kind, "deals"), values, name)


def noise(n: int = 400) -> np.ndarray:
    return np.random.default_rng(1).choice(np.array(["a", "b", "c"], dtype=object), n)


WON = np.random.default_rng(2).random(400) < 0.3


@pytest.mark.parametrize(
    "label",
    [
        "Elapsed Days In Sales Stage",
        "Sales Stage Change Count",
        "Total Days Identified Through Closing",
        "Ratio Days Validated To Total Days",
        "Lost Reason",
        "Closed Lost Reason",
        "Reason For Loss",
        "Quality",
        "Lead Quality",
        "Rating",
        "Probability (%)",
        "Deal Stage Probability",
        "Likelihood to close",
        "Forecast category",
        "Expected Revenue",
        "Lifecycle Stage",
        "Lead Status",
        "Last Activity Date",
        "LastModifiedDate",
        "Next Step",
        "Number of times contacted",
        "Number of Sales Activities",
        "Sales Cycle Duration",
        "Days to close",
        "Time in Stage",
        "closed_date",
        "Payment Type",
        "Initial Amount Paid",
        "Motif de perte",
        "Raison du refus",
        "Motif de la perte",
        "Date de clôture",
        "Date de fermeture prévue",
        "Date de clôture de l’opportunité",
        "Étape de la transaction",
        "Phase du cycle de vie",
        "Probabilité (%)",
        "Statut du lead",
        "Dernière activité",
        "Prochaine étape",
        "Nombre d'activités de vente",
        "Jours avant fermeture",
        "Verlustgrund",
        "Grund für Verlust",
        "Grund für den Verlust",
        "Abschlussdatum",
        "Erwartetes Abschlussdatum",
        "Schlusstermin",
        "Abschlussgrund",
        "Kuendigungsgrund",
        "Deal - Gewonnen am",
        "Wahrscheinlichkeit (%)",
        "Abschlusswahrscheinlichkeit",
        "Tage bis zum Abschluss",
        "Deal-Phase",
        "Lead-Status",
        "Letzte Aktivität",
        "Nächster Schritt",
        "Datum der letzten Änderung",
        "Anzahl der Vertriebsaktivitäten",
        "Erwarteter Umsatz",
        "Motivo de pérdida",
        "Motivo de la pérdida",
        "Razón de pérdida",
        "Motivo de cierre perdido",
        "Fecha de cierre",
        "Fecha prevista de cierre",
        "Fecha de cierre del negocio",
        "Etapa del negocio",
        "Etapa del ciclo de vida",
        "Probabilidad (%)",
        "Estado del lead",
        "Última actividad",
        "Fecha de la próxima actividad",
        "Siguiente paso",
        "Número de actividades de ventas",
        "Días para cerrar",
        "Motivo da perda",
        "Data de fechamento",
        "Probabilidade",
        "Etapa do negócio",
    ],
)
def test_barred_by_name(label: str) -> None:
    (leak,) = find_leaks([attribute(label, noise())], [], [], WON).leaks
    assert leak.why.code == "by_name"


@pytest.mark.parametrize(
    "label",
    [
        "Funding stage",
        "Last Funding Date",
        "Last Funding Round",
        "Employee growth (12 months)",
        "Credit rating",
        "Marketing spend",
        "Number of employees",
        "Closest airport",
        "Winter season",
        "Days open per week",
        "Payment provider",
        "Page",
        "City",
        "Revenue From Client Past Two Years",
        "Client Size By Revenue",
        "Team size",
        "Stack",
        "Status of the building",
        "Secteur",
        "Effectif",
        "Étape de financement",
        "Date de la dernière levée de fonds",
        "Date de clôture de l’exercice",
        "Date de création",
        "Qualité de l'air",
        "Statut juridique",
        "Pays de facturation",
        "Raison sociale",
        "Motif décoratif",
        "Nombre de salariés",
        "Finanzierungsphase",
        "Letzte Finanzierungsrunde",
        "Datum der letzten Finanzierung",
        "Datum des Jahresabschlusses",
        "Jahresabschluss",
        "Schulabschluss",
        "Gründungsdatum",
        "Grundstücksgröße",
        "Ausfallwahrscheinlichkeit",
        "Rechnungsland",
        "Anzahl der Mitarbeiter",
        "Verlust im letzten Jahr",
        "Gewinn 2023",
        "Tage geöffnet",
        "Etapa de financiación",
        "Última ronda de financiación",
        "Fecha de cierre del ejercicio",
        "Fecha de fundación",
        "Estado",
        "Estado civil",
        "Facturación anual",
        "Número de empleados",
        "Días de apertura",
        "Motivos decorativos",
        "Calidad del agua",
        "Etapa de investimento",
        "Número de funcionários",
    ],
)
def test_not_barred_by_name(label: str) -> None:
    assert not find_leaks([attribute(label, noise())], [], [], WON).leaks


def test_filled_for_one_outcome() -> None:
    values = np.where(WON, None, noise()).astype(object)
    check = find_leaks([attribute("Comment", values)], [], [], WON)
    assert check.leaks[0].why.code == "filled_for_one_outcome"
    assert check.leaks[0].why.params == {"fill_won": 0.0, "fill_lost": 1.0}
    assert set(check.barred) == {"x_column"}


def filled(share_won: float, share_lost: float, values: np.ndarray, won: np.ndarray = WON) -> np.ndarray:
    """Values, filled in for exactly these shares of the won and of the lost."""
    known = np.zeros(len(won), dtype=bool)
    for rows, share in ((np.flatnonzero(won), share_won), (np.flatnonzero(~won), share_lost)):
        known[rows[: round(share * len(rows))]] = True
    return np.where(known, values, None).astype(object)


def test_filled_more_often_for_one_outcome_limits_a_column_and_does_not_bar_it() -> None:
    """Asked of everybody, more persistently of those who were serious."""
    check = find_leaks([attribute("Sector", filled(0.95, 0.5, noise()))], [], [], WON)
    assert not check.leaks
    assert check.limits["x_column"].known_only
    assert not check.limits["x_column"].is_selected
    assert [(i.code, i.count, i.place, i.examples) for i in check.issues] == [
        ("unknown_not_used", 400, "Sector", ("95 % / 50 %",))
    ]


def test_a_small_gap_of_fill_is_nothing() -> None:
    check = find_leaks([attribute("Sector", filled(0.9, 0.8, noise()))], [], [], WON)
    assert (check.leaks, dict(check.limits), check.issues) == ((), {}, ())


def test_filled_nearly_only_for_one_outcome_is_a_leak() -> None:
    """Written at enrolment: of what is there for the won, most would be missing had they been lost."""
    (leak,) = find_leaks([attribute("Course", filled(0.96, 0.12, noise()))], [], [], WON).leaks
    assert leak.why.code == "fill_differs"


@pytest.mark.parametrize(("n", "barred"), [(16, False), (400, True)])
def test_a_gap_of_fill_needs_deals(n: int, barred: bool) -> None:
    won = np.arange(n) < n // 4
    values = filled(1.0, 1 / 12, np.full(n, "a", dtype=object), won)
    assert bool(find_leaks([attribute("Course", values)], [], [], won).leaks) is barred


def test_a_sector_of_nine_deals_is_no_leak() -> None:
    """Eight of nine win in one sector, one of thirty-six elsewhere: an area of .93 that few deals bear out."""
    won = np.zeros(45, dtype=bool)
    won[[0, 1, 2, 3, 4, 5, 6, 7, 20]] = True
    sector = np.where(np.arange(45) < 9, "clinic", "bank").astype(object)
    assert not find_leaks([attribute("Branch", sector)], [], [], won).leaks
    many = np.tile(np.arange(45), 20)
    (leak,) = find_leaks([attribute("Branch", sector[many])], [], [], won[many]).leaks
    assert leak.why.code == "separates_too_well"


def test_deals_of_one_account_are_one_piece_of_evidence_for_a_fact_of_accounts() -> None:
    """Ten accounts with 90 deals each: the fact is known ten times, not 900 times."""
    account = np.repeat(np.arange(10), 90)
    won = account < 5
    of_account = np.where(won, "a", "b").astype(object)
    assert find_leaks([attribute("Class", of_account)], [], [], won).leaks
    assert not find_leaks([attribute("Class", of_account)], [], [], won, accounts=account).leaks
    of_deal = np.where(won, np.resize(["a", "a", "c", "c"], 900), np.resize(["b", "b", "d", "d"], 900)).astype(object)
    assert find_leaks([attribute("Class", of_deal)], [], [], won, accounts=account).leaks


def test_fill_is_judged_before_the_values_among_the_filled() -> None:
    """An occupation: filled 88 % against 61 %; among those filled 91 % against 43 % win."""
    n = 1000
    rng = np.random.default_rng(5)
    kind = rng.choice(np.array(["employed", "student"], dtype=object), n)
    won = rng.random(n) < np.where(kind == "employed", 0.91, 0.43)
    check = find_leaks([attribute("Occupation", filled(0.88, 0.61, kind, won))], [], [], won)
    assert not check.leaks
    check = find_leaks([attribute("Occupation", filled(0.95, 0.55, kind, won))], [], [], won)
    assert not check.leaks
    assert check.limits["x_column"].known_only


def test_values_that_separate_among_the_few_filled_are_a_leak() -> None:
    """Filled in for a third of both: over all deals it separates little, where it is filled in it knows the outcome."""
    values = filled(1 / 3, 1 / 3, np.where(WON, "yes", "no"))
    (leak,) = find_leaks([attribute("Comment", values)], [], [], WON).leaks
    assert leak.why.code == "separates_too_well"


def declared(a: Attribute) -> Attribute:
    return replace(a, parameter=replace(a.parameter, declared=True))


def test_a_role_given_in_a_mapping_wins_over_the_name_and_over_behaviour() -> None:
    payment = declared(attribute("Payment type", np.where(WON, "card", "wire").astype(object)))
    check = find_leaks([payment], [], [], WON)
    assert not check.leaks
    assert [(i.code, i.count, i.place, i.examples) for i in check.issues] == [
        ("named_like_leak_kept", 400, "Payment type", ("payment type",)),
        ("separates_too_well_kept", 400, "Payment type", ("AUC 1.00",)),
    ]
    mostly = declared(attribute("Course", filled(0.96, 0.12, noise())))
    check = find_leaks([mostly], [], [], WON)
    assert not check.leaks
    assert check.limits["x_column"].known_only
    assert check.limits["x_column"].is_selected
    assert [i.code for i in check.issues] == ["fill_follows_outcome_kept"]


def test_a_role_given_in_a_mapping_does_not_make_values_comparable() -> None:
    """Filled in for won deals only: there is nothing to compare, whatever the mapping says."""
    (leak,) = find_leaks([declared(attribute("Plan", filled(1.0, 0.0, noise())))], [], [], WON).leaks
    assert leak.why.code == "filled_for_one_outcome"


def test_a_confounder_whose_unknown_tells_the_outcome_is_barred() -> None:
    p = Parameter("product", "Product", Role.CONFOUNDER, Kind.CATEGORY, "deals", declared=True)
    (leak,) = find_leaks([], [Attribute(p, filled(0.95, 0.5, noise()), "product")], [], WON).leaks
    assert leak.why.code == "fill_differs"


def test_separates_too_well() -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(np.where(WON, 4.0, 0.0), 1.0)
    (leak,) = find_leaks([attribute("Score from afar", values, "employees", Kind.NUMBER)], [], [], WON).leaks
    assert leak.why.code == "separates_too_well"
    honest = rng.normal(np.where(WON, 0.8, 0.0), 1.0)
    assert not find_leaks([attribute("Growth", honest, "employees", Kind.NUMBER)], [], [], WON).leaks


def test_a_confounder_filled_at_signature_is_barred() -> None:
    values = np.where(WON, noise(), None).astype(object)
    product = Attribute(Parameter("product", "Product", Role.CONFOUNDER, Kind.CATEGORY, "deals"), values, "product")
    assert set(find_leaks([], [product], [], WON).barred) == {"product"}


def test_declared_leaks_are_named() -> None:
    declared = Parameter("x_lost", "Lost because", Role.LEAK, Kind.CATEGORY, "deals")
    (leak,) = find_leaks([], [], [declared], WON).leaks
    assert (leak.column, leak.why.code) == ("Lost because", "by_role")


def test_what_is_known_of_any_company_is_never_barred_for_telling_too_much() -> None:
    values = np.where(WON, "clinic", "bank").astype(object)
    sector = Attribute(Parameter("industry", "Sector", Role.DEFINITION, Kind.CATEGORY, "accounts"), values, "industry")
    own = Attribute(Parameter("x_seg", "Segment", Role.DEFINITION, Kind.CATEGORY, "accounts"), values, "x_seg")
    assert set(find_leaks([sector, own], [], [], WON).barred) == {"x_seg"}
    filled = replace(sector, values=np.where(WON, "clinic", None))
    assert set(find_leaks([filled], [], [], WON).barred) == {"industry"}, "filled in for clients only"


DAYS = 19_723.0 + np.arange(400.0) * 1.8
"""Two years from January 2024 on."""


def test_what_follows_the_calendar_is_barred_unless_it_says_who_the_client_is() -> None:
    rate = attribute("Base rate", DAYS + np.random.default_rng(7).normal(0, 60, 400), kind=Kind.NUMBER)
    (leak,) = find_leaks([rate], [], [], WON, time=Timeline.of_days(DAYS)).leaks
    assert leak.why.code == "follows_the_calendar"
    assert not find_leaks([rate], [], [], WON).leaks, "nothing is dated"
    assert find_leaks([declared(rate)], [], [], WON, time=Timeline.of_days(DAYS)).leaks, (
        "a role does not undo the calendar"
    )
    p = Parameter("employees", "Employees", Role.DEFINITION, Kind.NUMBER, "accounts")
    check = find_leaks([replace(rate, parameter=p)], [], [], WON, time=Timeline.of_days(DAYS))
    assert not check.leaks
    assert [i.code for i in check.issues] == ["tied_to_calendar_kept"]
    recent = replace(rate, parameter=replace(rate.parameter, kind=Kind.DATE))
    assert not find_leaks([recent], [], [], WON, time=Timeline.of_days(DAYS)).leaks, (
        "dates are compared with the opening"
    )


def test_values_of_one_quarter_are_no_conditions() -> None:
    fair = (DAYS >= 19_723 + 91) & (DAYS < 19_723 + 181)
    values = np.where(fair & (np.arange(400) % 2 == 0), "fair", noise()).astype(object)
    check = find_leaks([attribute("Page", values)], [], [], WON, time=Timeline.of_days(DAYS))
    assert not check.leaks
    assert check.limits["x_column"].levels == {"fair"}
    assert [(i.code, i.count, i.examples) for i in check.issues] == [("levels_of_one_quarter", 1, ("fair",))]


def test_an_amount_typed_in_later_keeps_its_bands() -> None:
    rng = np.random.default_rng(8)
    exact = np.exp(rng.normal(9.5, 1.0, 2000)).round()
    won = rng.random(2000) < 0.3
    guess = np.array([float(f"{v:.1g}") for v in exact])
    check = find_leaks([attribute("Budget", np.where(won, exact, guess), kind=Kind.NUMBER)], [], [], won)
    assert not check.leaks
    assert 10_000.0 in check.limits["x_column"].cuts
    assert [(i.code, i.place) for i in check.issues] == [("typed_in_later", "Budget")]


def test_for_another_outcome_only_its_own_fill_counts() -> None:
    """Filled in more often for won deals; what is compared then are won deals only."""
    column = attribute("Sector", filled(0.95, 0.5, noise()))
    known = find_leaks([column], [], [], WON)
    own = find_separating([column.take(WON)], [], np.arange(int(WON.sum())) % 2 == 0)
    merged = merge_leaks(known, own, frozenset())
    assert (merged.leaks, dict(merged.limits), merged.issues) == ((), {}, ())


def test_a_column_barred_by_the_calendar_stays_barred_for_another_outcome() -> None:
    rate = declared(attribute("Base rate", DAYS.copy(), kind=Kind.NUMBER))
    known = find_leaks([rate], [], [], WON, time=Timeline.of_days(DAYS))
    own = find_separating([], [], WON)
    assert set(merge_leaks(known, own, frozenset({"x_column"})).barred) == {"x_column"}
