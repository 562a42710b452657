"""The one document that `--json` prints and the workspace saves, and the way back from it to a result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

from whofor.errors import Problem, WorkspaceError
from whofor.model import Condition, Contrast, IcpResult, Operator, Reason, SegmentFinding, SituationEffect
from whofor.model.reasons import reason_of
from whofor.reports.catalogue import clean
from whofor.reports.wording import (
    answer_sentence,
    leak_text,
    next_step_text,
    reason_text,
    segment_text,
    set_aside_text,
    support_sentences,
    why_text,
)

__all__ = ["FORMAT", "document_result", "result_document"]

FORMAT = 1
"""Version of the document's shape; raised when a reader of the former one would fail."""

_DIGITS = 6
_AS_THEY_STAND = ("value", "worth", "channels", "price", "facts", "facts_why", "interactions", "clients", "record_next")
_FINDINGS = ("segments", "negative_segments", "claims", "hypotheses")

Document = dict[str, Any]


def result_document(result: IcpResult, language: str = "en", seconds: float | None = None) -> Document:
    """Write a result as one JSON-ready document.

    Every sentence stands beside the code and the values it was made of, so that a program need not read prose and
    a saved run can be drawn again in another language.

    Args:
        result: What a run found.
        language: Language of the sentences, `en` or `fr`.
        seconds: How long the run took. Left out of the document where `None`: the same input, seed and version
            then give the same bytes.

    Returns:
        Dictionaries, lists, texts, numbers and `None` only; numbers rounded to six significant digits,
        but for the bounds of conditions.
    """
    run = _plain(result.run)
    if seconds is not None:
        run["seconds"] = round(seconds, 3)
    document: Document = {
        "format": FORMAT,
        "language": language,
        "answer": result.answer.value,
        "sentence": answer_sentence(result, language),
        "support": support_sentences(result, language),
        "why": [why_text(reason, language) for reason in result.why],
        "why_codes": [_reason(reason) for reason in result.why],
        "next_steps": [next_step_text(step, language) for step in result.next_steps],
        "next_step_codes": [_reason(step) for step in result.next_steps],
        "company": result.company,
        "synthetic": result.synthetic,
        "run": run,
    }
    for name in _FINDINGS:
        document[name] = [_finding(finding, language) for finding in getattr(result, name)]
    document |= {
        "confounders": [_plain(effect) for effect in result.confounders],
        "leaks": [
            {"column": leak.column, "why": leak_text(leak, language), "why_code": _reason(leak.why)}
            for leak in result.leaks
        ],
        "set_aside": [
            {"why": set_aside_text(aside, language), "why_code": _reason(aside.why), "n": aside.n}
            for aside in result.set_aside
        ],
        "issues": [_plain(issue) for issue in result.issues],
        "searched": list(result.searched),
        "looks": [_plain(look) for look in result.looks],
        "contrasts": [contrast_fields_document(contrast) for contrast in result.contrasts],
        "value": None if result.value is None else _plain(result.value),
        "worth": [_plain(worth) for worth in result.worth],
        "channels": None if result.channels is None else _plain(result.channels),
        "price": None if result.price is None else _plain(result.price),
        "facts": [_plain(block) for block in result.facts],
        "facts_why": None if result.facts_why is None else _reason(result.facts_why),
        "situations": [_situation(effect) for effect in result.situations],
        "clients": None if result.clients is None else _plain(result.clients),
        "interactions": None if result.interactions is None else _plain(result.interactions),
        "record_next": [_plain(item) for item in result.record_next],
    }
    return document


def _reason(reason: Reason) -> Document:
    return {"code": reason.code, "params": _plain(reason.params)}


def condition_document(condition: Condition) -> Document:
    """One condition; `value` is what most readers need, the other keys hold all of it."""
    value: object = None
    if condition.operator in (Operator.IS, Operator.INCLUDES):
        value = condition.values[0] if len(condition.values) == 1 else list(condition.values)
    elif condition.operator is Operator.IN:
        value = list(condition.values)
    elif condition.operator is Operator.BETWEEN:
        value = [condition.low, condition.high]
    # Bounds unrounded: they say who is meant.
    plain = _plain(condition) | {"low": condition.low, "high": condition.high}
    return {"parameter": plain.pop("parameter"), "operator": plain.pop("operator"), "value": value, **plain}


def _situation(effect: SituationEffect) -> Document:
    return {
        "finding": effect.finding,
        "situation": [condition_document(condition) for condition in effect.situation],
        "others": [condition_document(condition) for condition in effect.others],
        "comparison": _plain(effect.comparison),
    }


def contrast_fields_document(contrast: Contrast) -> Document:
    conditions = {"condition": condition_document(contrast.condition), "other": condition_document(contrast.other)}
    return {
        "finding": contrast.finding,
        **conditions,
        "comparisons": [_plain(comparison) for comparison in contrast.comparisons],
    }


def _finding(finding: SegmentFinding, language: str) -> Document:
    document = _plain({key: value for key, value in _fields(finding).items() if key not in {"segment", "reasons"}})
    head: Document = {
        "id": document.pop("id"),
        "text": segment_text(finding.segment, language),
        "conditions": [condition_document(condition) for condition in finding.segment.conditions],
        "verdict": document.pop("verdict"),
        "reasons": [reason_text(reason, language, finding) for reason in finding.reasons],
        "reason_codes": [_reason(reason) for reason in finding.reasons],
        "next_step": next_step_text(finding.next_step, language, finding),
        "next_step_code": _reason(finding.next_step),
        "p_adjusted": document.pop("p_adjusted"),
    }
    del document["next_step"]
    return head | document


def _fields(value: Any) -> Document:  # noqa: ANN401 - any frozen value
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Numbers rounded, tuples to lists, enums to their values; what is not a finite number becomes `None`."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, Reason):
        return _reason(value)
    if is_dataclass(value):
        return _plain(_fields(value))
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        return {str(key): _plain(item) for key, item in pairs.items()}
    return [_plain(item) for item in value]


def document_result(document: Mapping[str, Any]) -> IcpResult:
    """Read a result back from a document that `result_document` wrote, whatever its language.

    Raises:
        WorkspaceError: The document is of another format or does not hold a result.
    """
    if document.get("format") != FORMAT:
        raise WorkspaceError(
            Problem(
                "This saved run has a format that this version of whofor does not read",
                value=clean(str(document.get("format"))),
                todo="Run `whofor run` again.",
            )
        )
    # Late: pydantic takes a tenth of a second.
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(IcpResult).validate_python(_with_reasons(_result_fields(document)))
    except ValidationError as error:
        first = error.errors()[0]
        problem = Problem(
            f"This saved run cannot be read: {first['msg']}",
            place=".".join(str(part) for part in first["loc"]),
            value=clean(str(first["input"]))[:80],
            todo="Run `whofor run` again.",
        )
        raise WorkspaceError(problem) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problem = Problem(f"This saved run cannot be read: {error} is missing or wrong", todo="Run `whofor run` again.")
        raise WorkspaceError(problem) from error


def _result_fields(document: Mapping[str, Any]) -> Document:
    """The document's structured half, under the names of `IcpResult`."""
    values: Document = {
        key: document[key]
        for key in ("company", "answer", "synthetic", "run", "confounders", "issues", "searched", "looks")
    }
    values["contrasts"] = [_contrast_fields(contrast) for contrast in document.get("contrasts", [])]
    values |= {name: document[name] for name in _AS_THEY_STAND if name in document}
    values["situations"] = [_situation_fields(effect) for effect in document.get("situations", [])]
    values["run"] = {key: value for key, value in document["run"].items() if key != "seconds"}
    values["why"] = document["why_codes"]
    values["next_steps"] = document["next_step_codes"]
    values["leaks"] = [{"column": leak["column"], "why": leak["why_code"]} for leak in document["leaks"]]
    values["set_aside"] = [{"n": aside["n"], "why": aside["why_code"]} for aside in document["set_aside"]]
    for name in _FINDINGS:
        values[name] = [_finding_fields(finding) for finding in document[name]]
    return values


def _with_reasons(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same values, reasons as such in the place of their code and values."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        if set(pairs) == {"code", "params"}:
            return reason_of(pairs["code"], pairs["params"])
        return {key: _with_reasons(item) for key, item in pairs.items()}
    if isinstance(value, list | tuple):
        return [_with_reasons(item) for item in cast("list[Any]", value)]
    return value


def _contrast_fields(contrast: Mapping[str, Any]) -> Document:
    return {**contrast, **{name: _condition_fields(contrast[name]) for name in ("condition", "other")}}


def _situation_fields(effect: Mapping[str, Any]) -> Document:
    conditions = {name: [_condition_fields(c) for c in effect[name]] for name in ("situation", "others")}
    return {**effect, **conditions}


def _condition_fields(condition: Mapping[str, Any]) -> Document:
    return {key: value for key, value in condition.items() if key != "value"}


def _finding_fields(finding: Mapping[str, Any]) -> Document:
    prose = {"text", "conditions", "reasons", "reason_codes", "next_step", "next_step_code"}
    values = {key: value for key, value in finding.items() if key not in prose}
    conditions = [_condition_fields(c) for c in finding["conditions"]]
    values["segment"] = {"conditions": conditions}
    values["reasons"] = finding["reason_codes"]
    values["next_step"] = finding["next_step_code"]
    return values
