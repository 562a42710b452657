"""Sentences in a document: each beside the code and the values that it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whofor.documents.result_document import FINDINGS, document_result
from whofor.documents.values import Document
from whofor.model import AccountsOfType, Contrast, Segment, SegmentFinding
from whofor.reports.phrases import segment_phrase
from whofor.reports.report import Report
from whofor.reports.sections.answer import answer_sentence, support_sentences, time_sentence
from whofor.reports.sections.contrasts import contrast_advice, contrast_text
from whofor.reports.wording.accounts import list_title
from whofor.reports.wording.reasons import leak_text, next_step_text, reason_text, set_aside_text, why_text
from whofor.reports.words import Words

__all__ = ["accounts_with_sentences", "contrast_with_sentences", "with_sentences"]


def with_sentences(document: Document, language: str) -> Document:
    """Return a result's document with its sentences in a language; those that it has are replaced.

    Args:
        document: What `result_document` wrote.
        language: `en` or `fr`.

    Raises:
        WorkspaceError: The document cannot be read.
    """
    report = Report.of(document_result(document), language)
    result, words = report.result, report.words
    sentences = {
        "answer": {"language": language},
        "why_codes": {
            "sentence": answer_sentence(report),
            **({"time": time} if (time := time_sentence(report)) else {}),
            "support": support_sentences(report),
            "why": [why_text(reason, words, result) for reason in result.why],
        },
        "next_step_codes": {
            "next_steps": [next_step_text(step, words, named=result.search.findings) for step in result.next_steps]
        },
    }
    whole = _with(document, sentences)
    for name in FINDINGS:
        findings = getattr(result.search, name)
        whole[name] = [_finding(*pair, words) for pair in zip(whole[name], findings, strict=True)]
    leaks = zip(whole["leaks"], result.data.leaks, strict=True)
    whole["leaks"] = [_with(item, {"why_code": {"why": leak_text(leak, words)}}) for item, leak in leaks]
    excluded = zip(whole["set_aside"], result.data.set_aside, strict=True)
    whole["set_aside"] = [_with(item, {"why_code": {"why": set_aside_text(one, words)}}) for item, one in excluded]
    return whole


def _finding(document: Document, finding: SegmentFinding, words: Words) -> Document:
    reasons = [reason_text(reason, words, finding) for reason in finding.reasons]
    sentences = {
        "conditions": {"text": segment_phrase(finding.segment, words)},
        "reason_codes": {"reasons": reasons},
        "next_step_code": {"next_step": next_step_text(finding.next_step, words, finding)},
    }
    return _with(document, sentences)


def _with(document: Document, sentences: Mapping[str, Document]) -> Document:
    """Return a document with further keys, each in front of the key that it belongs to."""
    new = {name for items in sentences.values() for name in items}
    whole: Document = {}
    for key, value in document.items():
        whole |= sentences.get(key, {})
        if key not in new:
            whole[key] = value
    return whole


def accounts_with_sentences(document: Document, found: AccountsOfType, words: Words) -> Document:
    """Return the document of the accounts of a type of client with its sentences in a language."""
    whole = _with(document, {"conditions": {"text": segment_phrase(found.segment, words)}})
    pairs = zip(whole["lists"], found.lists, strict=True)
    whole["lists"] = [_with(item, {"n": {"title": list_title(one.kind, words, found.part)}}) for item, one in pairs]
    return whole


def contrast_with_sentences(
    document: Document, segment: Segment, contrasts: Sequence[Contrast], words: Words
) -> Document:
    """Return the document of a type of client and its neighbours with its sentences in a language."""
    whole = _with(document, {"conditions": {"text": segment_phrase(segment, words)}})
    pairs = zip(whole["contrasts"], contrasts, strict=True)
    whole["contrasts"] = [
        _with(item, {"finding": {"text": contrast_text(one, words), "advice": contrast_advice(one, words)}})
        for item, one in pairs
    ]
    return whole
