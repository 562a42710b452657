"""Sentences stand in a document in the language asked, each beside its code."""

from __future__ import annotations

import json

import pytest

from whofor.documents.conditions import contrast_document
from whofor.documents.result_document import document_result, result_document
from whofor.model import IcpResult
from whofor.reports.sentences import contrast_with_sentences, with_sentences
from whofor.reports.terminal import render_terminal
from whofor.reports.words import words_of


def test_each_sentence_is_beside_its_code(results: dict[str, IcpResult]):
    document = with_sentences(result_document(results["with_claims"]), "en")
    segment = document["segments"][0]
    assert segment["text"].startswith("fintechs of 51–200 people")
    assert all(isinstance(reason, str) for reason in segment["reasons"])
    assert document["leaks"][0] == {
        "column": "Closed Lost Reason",
        "why": "its name says that it is written after the outcome (“lost reason”)",
        "why_code": {"code": "by_name", "params": {"pattern": "lost reason"}},
    }
    assert list(document)[:10] == [
        *("format", "language", "answer", "sentence", "support", "why", "why_codes"),
        *("next_steps", "next_step_codes", "company"),
    ]
    assert list(segment)[:8] == [
        *("id", "text", "conditions", "verdict", "reasons", "reason_codes", "next_step", "next_step_code")
    ]


def test_they_stand_in_the_language_asked(results: dict[str, IcpResult]):
    english, french = (with_sentences(result_document(results["found"]), language) for language in ("en", "fr"))
    assert english["language"] == "en"
    assert english["segments"][0]["next_step"].startswith("Go after")
    assert french["segments"][0]["next_step"].startswith("Visez")
    assert english["segments"][0]["reason_codes"] == french["segments"][0]["reason_codes"]


def test_those_of_another_language_are_replaced(result: IcpResult, language: str):
    plain = result_document(result)
    once = with_sentences(plain, language)
    assert json.dumps(with_sentences(with_sentences(plain, "fr"), language)) == json.dumps(once)


def test_they_change_nothing_else(result: IcpResult, language: str):
    plain = result_document(result)
    assert result_document(document_result(with_sentences(plain, language))) == plain
    assert plain == result_document(result), "the document handed over stays as it was"


def test_a_contrast_says_what_to_make_of_each_neighbour(results: dict[str, IcpResult], language: str):
    segment, contrasts = results["with_worth"].search.segments[0].segment, results["with_worth"].clients.contrasts
    plain = contrast_document("S1", segment, contrasts)
    document = contrast_with_sentences(plain, segment, contrasts, words_of(language))
    assert list(document) == ["id", "text", "conditions", "contrasts"]
    assert [list(item)[:3] for item in document["contrasts"]] == [["text", "advice", "finding"]] * len(contrasts)
    assert plain["contrasts"][0].keys() == {"finding", "condition", "other", "comparisons", "roles"}


@pytest.mark.parametrize("name", ["found", "with_worth"])
def test_a_document_read_back_draws_the_same_summary(results: dict[str, IcpResult], name: str):
    from rich.console import Console

    def drawn(result: IcpResult) -> str:
        console = Console(width=80, record=True, file=None, quiet=False, force_terminal=False)
        with console.capture() as captured:
            render_terminal(result, "en", console)
        return captured.get()

    assert drawn(document_result(result_document(results[name]))) == drawn(results[name])
