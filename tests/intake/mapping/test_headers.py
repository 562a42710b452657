from whofor.intake.mapping.headers import HeaderIndex, matches_any


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
