"""What is said of prices to those who do not check it: nothing that is not sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from made_results import changed
from whofor.model import Condition, Estimate, IcpResult, Operator, Segment
from whofor.reports.profiles import profiles_of
from whofor.reports.report import Report
from whofor.reports.wording.prices import odds_short
from whofor.reports.words import words_of

EN = words_of("en")


def gap(middle: float, half: float) -> Estimate:
    return Estimate(200, None, middle, middle - half, middle + half, "share")


@pytest.mark.parametrize(
    ("changes", "direction", "difference", "said"),
    [
        (True, -1, gap(-0.2, 0.06), "Dearer offers are signed less often."),
        (True, 1, gap(0.2, 0.06), "Dearer offers are signed more often."),
        (False, 0, gap(0.01, 0.05), "Price does not change the odds of signing."),
        (False, 0, gap(0.01, 0.2), ""),
        (True, -1, gap(0.1, 0.06), ""),
        (True, 0, gap(0.1, 0.06), ""),
        (True, 1, Estimate(200, None, None, None, None), ""),
    ],
)
def test_odds_in_a_sentence(
    results: dict[str, IcpResult], changes: bool, direction: int, difference: Estimate, said: str
) -> None:
    price = results["with_worth"].clients.price
    assert price is not None
    assert price.odds is not None
    odds = replace(price.odds, changes=changes, direction=direction, gap=difference)
    assert odds_short(replace(price, odds=odds), EN) == said
    assert odds_short(replace(price, odds=None), EN) == ""


def test_a_code_comes_with_the_line_that_names_it(results: dict[str, IcpResult]) -> None:
    finding = results["found"].search.segments[0]
    page = Condition("x_page", "Landing page", Operator.IS, ("22c29808c4f815213303f8933030604c",))
    coded = replace(finding, segment=Segment((page,)))
    report = Report.of(changed(results["found"], segments=(coded,)), "en")
    (profile,) = profiles_of([coded], report)
    assert 'values = { "22c29808c4f815213303f8933030604c" = "its name" }' in profile.lines[-1]
    (plain,) = profiles_of([finding], report)
    assert "values" not in " ".join(plain.lines)
