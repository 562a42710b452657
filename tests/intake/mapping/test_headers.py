from whofor.intake.mapping.headers import HeaderIndex, matches_any
from whofor.text import did_you_mean, near_names, slug


def test_headers_are_found_exactly_first_then_whatever_their_case_spacing_and_unicode_form() -> None:
    index = HeaderIndex(["Deal owner", "deal Owner", "Re\u0301gion", "A  B"])
    assert index.find("deal Owner") == "deal Owner"
    assert index.find("DEAL OWNER") == "Deal owner"
    assert index.find("Région") == "Re\u0301gion"
    assert index.find("a b") == "A  B"
    assert index.find("nothing") is None
    assert index.first(["nothing", "a b", "Deal owner"]) == "A  B"


def test_patterns() -> None:
    assert matches_any('Date entered "Demo [x] (Sales)"', ["date entered *"])
    assert matches_any("Cost [EUR]", ["cost [eur]"])
    assert not matches_any("Date", ["date entered *"])


def test_slugs_are_safe_names() -> None:
    assert slug("Employee Growth (12 months)") == "employee_growth_12_months"
    assert slug("Année de création") == "annee_de_creation"
    assert slug("都市") == ""
    assert len(slug("x" * 300)) == 50


def test_near_names() -> None:
    assert near_names("Deal Stge", ["Amount", "Deal Stage"]) == ["Deal Stage"]
    assert did_you_mean("Deal Stge", ["Amount", "Deal Stage"]) == "Did you mean 'Deal Stage'?"
    assert did_you_mean("zzz", ["Amount", "Deal Stage"], what="columns") == "The columns are: Amount, Deal Stage"
