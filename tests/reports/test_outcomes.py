"""Outcomes other than won in words and pictures: means in their unit, no word of signing more often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from whofor.analysis.find import DataFacts, find_profile
from whofor.documents.result_document import document_result, result_document
from whofor.model import Answer, Estimate, IcpResult, Measure
from whofor.model.options import FindOptions
from whofor.reports.html import render_html
from whofor.reports.report import Report
from whofor.reports.sections.answer import answer_sentence, base_sentence
from whofor.reports.terminal import render_terminal
from whofor.reports.wording.figures import amount, figure_text, rate_text
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import words_of
from whofor.schema.rows import DealRows

EN, FR = words_of("en"), words_of("fr")
WORDS_OF_SIGNING = ("more often", "less often", "of the time", "plus souvent", "moins souvent", "dans les cas")


@pytest.fixture(scope="module", params=["value", "cycle"])
def result(request: pytest.FixtureRequest, make: Callable[..., DealRows]) -> IcpResult:
    rows = make(3000, 21, 0.5)
    clinic = rows.attributes[0].values == "clinic"
    amount = np.random.default_rng(9).lognormal(8, 0.8, 3000) * np.where(clinic, 2.0, 1.0)
    days = (rows.closed - rows.opened) * np.where(clinic, 0.5, 1.0)
    rows = replace(rows, amount=amount, currency="EUR", closed=rows.opened + days)
    options = FindOptions(permutations=300, outcome=request.param)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    return find_profile(rows, parameters, options, DataFacts("hash"), today=20_500.0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_terminal_and_page_tell_means(result: IcpResult, language: str) -> None:
    assert result.answer is Answer.FOUND
    out = StringIO()
    render_terminal(result, language, Console(file=out, width=100))
    page = render_html(result, language)
    unit = {"value": "€", "cycle": {"en": "days", "fr": "jours"}[language]}[result.run.measure.name]
    for text in (out.getvalue(), page):
        assert unit in text
        assert not [words for words in WORDS_OF_SIGNING if words in text]
        assert "{" not in text.split("</style>")[-1]


def test_the_answer_quotes_the_mean_of_the_deals_held_back(result: IcpResult) -> None:
    best = result.search.segments[0]
    said = answer_sentence(Report.of(result, "en"))
    assert rate_text(best.confirm, EN).split(" (")[0] in said
    assert OutcomeWords(result.run.measure, EN).label in base_sentence(Report.of(result, "en"))


def test_a_saved_run_is_read_back(result: IcpResult) -> None:
    document = result_document(result)
    back = document_result(document)
    assert back.run.measure == result.run.measure
    assert back.search.segments[0].confirm.unit == result.search.segments[0].confirm.unit
    assert result_document(back) == document


def test_figures_in_their_unit() -> None:
    assert rate_text(Estimate(88, None, 12345.6, 9876.5, 1234567.0, "EUR"), EN) == "€12,300 (€9,880–€1.23M, 88 deals)"
    assert rate_text(Estimate(1, None, 21.37, None, None, "days"), EN) == "21.4 days (1 deal)"
    assert rate_text(Estimate(5, None, 1.0, -2.0, 4.0), EN) == "1 (-2 … 4, 5 deals)"
    assert rate_text(Estimate(0, None, None, None, None, "EUR"), EN) == "no deals"
    yearly = Estimate(12, None, 1230.0, 1000.0, 1500.0, "EUR/year")
    assert rate_text(yearly, EN) == "€1,230 a year (€1,000–€1,500 a year, 12 deals)"
    assert figure_text(yearly, EN, cell=True) == "€1,230 a year\n1,000–1,500 · n = 12"
    assert amount(3.0, "hours/year", FR) == "3 heures par an"


def test_a_mean_of_equal_values_has_no_interval_to_believe() -> None:
    """Of a median it is one: that of 77 ordered values, most of them 0."""
    none = Estimate(134, None, 0.0, 0.0, 0.0, "share")
    assert rate_text(none, EN) == "0.0% (all the same, 134 deals)"
    assert figure_text(none, EN) == "0.0% (all the same, n = 134)"
    assert figure_text(none, EN, cell=True) == "0.0%\nall the same · n = 134"
    assert figure_text(none, EN, is_median=True) == "0.0% (0.0–0.0%, n = 134)"


def test_draws_never_tell_a_chance_of_nought_or_of_certainty() -> None:
    assert [EN.best_chance(c) for c in (1.0, 0.994, 0.99, 0.5, 0.01, 0.004)] == [
        "over 99%",
        "over 99%",
        "99%",
        "50%",
        "1%",
        "under 1%",
    ]


def test_differences_are_signed_and_in_their_unit() -> None:
    euros = OutcomeWords(Measure("value", unit="EUR", is_share=False), EN)
    assert (euros.difference(-1234.5), euros.difference(20.0), euros.difference(0.0)) == ("−€1,230", "+€20", "€0")
    assert OutcomeWords(Measure(), EN).difference(-0.123) == "−12"


def test_a_column_is_named_in_the_sentence() -> None:
    told = OutcomeWords(Measure("x_hours", "Support hours", "hours", is_share=False, better=-1), EN)
    assert told.label == "average of “Support hours”"
    assert told.value(3.14159) == "3.14 hours"
    assert (
        OutcomeWords(Measure("x_ref", "Recommended", is_share=True), FR).label == "part avec «\u00a0Recommended\u00a0»"
    )
