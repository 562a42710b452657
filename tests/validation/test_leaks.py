"""Leaks by name, by fill, by separation - and what is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.schema.rows import Attribute
from whofor.validation.leaks import find_leaks


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


def test_filled_more_often_for_one_outcome() -> None:
    rng = np.random.default_rng(3)
    values = np.where(rng.random(400) < np.where(WON, 0.95, 0.5), noise(), None).astype(object)
    (leak,) = find_leaks([attribute("Sector", values, "industry")], [], [], WON).leaks
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
