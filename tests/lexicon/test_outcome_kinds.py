"""Names of columns as CRMs and people write them."""

from __future__ import annotations

import pytest

from whofor.lexicon.outcome_kinds import Side, component_kinds, kind_of_label


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("support_tickets", "support_load"),
        ("Nombre de tickets", "support_load"),
        ("Support hours (last 12 months)", "support_load"),
        ("NPS", "recommendation"),
        ("nps_score", "recommendation"),
        ("Satisfaction score", "satisfaction"),
        ("Kundenzufriedenheit", "satisfaction"),
        ("Supportanfragen", "support_load"),
        ("Number of bugs", "support_load"),
        ("Demande de support", "support_load"),
        ("Average ticket", None),
        ("Ticket moyen", None),
        ("Retards de paiement", "late_payment"),
        ("Factures impayées", "late_payment"),
        ("Délai de mise en œuvre", "implementation"),
        ("Days to implement", "implementation"),
        ("Implementation partner", None),
        ("Heures économisées", "time_saved"),
        ("Non-renewal", None),
        ("Renewal refused", None),
        ("Low usage alerts", None),
        ("Churned", "churn"),
        ("Churn reason", None),
        ("Tenure (months)", "lifetime"),
        ("CAC", "acquisition_cost"),
        ("Coût d’acquisition", "acquisition_cost"),
        ("Engagement letter", None),
        ("Relationship type", None),
        ("Zufriedenheit", "satisfaction"),
        ("feature_usage", "adoption"),
        ("Usage error count", None),
        ("Hours saved per week", "time_saved"),
        ("Gain de temps", "time_saved"),
        ("Cultural fit", "cultural_fit"),
        ("culture_fit_score", "cultural_fit"),
        ("Affinité culturelle", "cultural_fit"),
        ("Kulturelle Passung", "cultural_fit"),
        ("Encaje cultural", "cultural_fit"),
        ("Cultural sector", None),
        ("Fit score", None),
        ("Client revenue growth", "client_growth"),
        ("MRR", "revenue"),
        ("mrr_amount", "revenue"),
        ("Annual Revenue", None),
        ("Discount (%)", "discount"),
        ("Remise accordée", "discount"),
        ("Implementation days", "implementation"),
        ("Testimonial given", "referrals"),
        ("Renewal date", None),
        ("upgrade_flag", "expansion"),
        ("Feedback items", "feedback"),
        ("Retours produit", "feedback"),
        ("Marriage", None),
        ("Warranty", None),
        ("Arrival date", None),
        ("Number of Employees", None),
    ],
)
def test_names_are_recognised(label: str, name: str | None) -> None:
    kind = kind_of_label(label)
    assert (kind.name if kind else None) == name


def test_both_sides_have_kinds_and_names_are_unique() -> None:
    kinds = component_kinds()
    assert {kind.side for kind in kinds} == {*Side, None}
    assert len({kind.name for kind in kinds}) == len(kinds)
