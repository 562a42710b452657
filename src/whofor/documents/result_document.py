"""The result of a run as one flat JSON document, and the way back from it; sentences are added by `reports`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from whofor.documents.accounts_document import known_accounts_document
from whofor.documents.conditions import (
    also_passed_document,
    conditions_document,
    contrast_fields_document,
    situation_document,
    without_document,
)
from whofor.documents.formats import FORMAT, in_present_format
from whofor.documents.values import Document, DocumentPath, fields_of, plain, read_value, with_reasons
from whofor.errors import Problem, WorkspaceError
from whofor.model import (
    ClientFindings,
    DataFindings,
    IcpResult,
    SearchFindings,
    SegmentFinding,
)

__all__ = ["FINDINGS", "document_result", "result_document"]

FINDINGS = ("segments", "negative_segments", "channel_findings", "claims", "hypotheses")
"""Keys under which findings are."""

KEYS = (
    *("format", "answer", "why_codes", "next_step_codes", "company", "synthetic", "deals_called", "run"),
    *FINDINGS,
    *("confounders", "leaks", "set_aside", "issues", "searched", "also_passed", "n_also_passed", "looks"),
    *("everyone_else", "without", "contrasts", "value", "worth"),
    *("channels", "price", "facts", "facts_why", "situations", "clients", "interactions"),
    *("understanding", "soft_facts", "record_next", "committees", "personas", "processes"),
    *("going_on", "expected", "accounts"),
)
"""Keys of a document, in the order in which they are printed; each is always there."""

_PARTS = {"search": SearchFindings, "clients": ClientFindings, "data": DataFindings}
"""Parts of a result, whose fields are keys of the document itself."""

_CODES = {"why": "why_codes", "next_steps": "next_step_codes"}
_FINDING_CODES = {"reasons": "reason_codes", "next_step": "next_step_code"}
_WHY_CODE = {"why": "why_code"}
"""Keys of reasons, by field: those without `code` are for the sentences."""

_MOST_FAULTS = 20


def result_document(result: IcpResult, seconds: float | None = None) -> Document:
    """Return a result as one JSON-ready document, without any sentence.

    Args:
        result: What a run found.
        seconds: How long the run took. Left out of the document where `None`: the same input, seed and version
            then give the same bytes.

    Returns:
        Dictionaries, lists, texts, numbers and `None` only; numbers rounded to six significant digits,
        but for the bounds of conditions.
    """
    values = fields_of(result)
    for part in _PARTS:
        values |= fields_of(values.pop(part))
    for finding in FINDINGS:
        values[finding] = [_finding_document(one) for one in values[finding]]
    values["also_passed"] = [also_passed_document(one) for one in values["also_passed"]]
    values["leaks"] = [_renamed(leak, _WHY_CODE) for leak in values["leaks"]]
    values["set_aside"] = [_renamed(entry, _WHY_CODE) for entry in values["set_aside"]]
    values["contrasts"] = [contrast_fields_document(contrast) for contrast in values["contrasts"]]
    values["situations"] = [situation_document(effect) for effect in values["situations"]]
    values["without"] = [without_document(one) for one in values["without"]]
    values["accounts"] = None if result.accounts is None else known_accounts_document(result.accounts)
    values["format"] = FORMAT
    named = {_CODES.get(name, name): value for name, value in values.items()}
    # Conditions and accounts are written already, as bounds and amounts are not rounded.
    written = {*FINDINGS, "also_passed", "contrasts", "situations", "without", "accounts"}
    document = {key: named[key] if key in written else plain(named[key]) for key in KEYS}
    if seconds is not None:
        document["run"]["seconds"] = round(seconds, 3)
    return document


def _renamed(value: Any, names: Mapping[str, str]) -> Document:  # noqa: ANN401 - any frozen value
    return {names.get(name, name): item for name, item in fields_of(value).items()}


def _finding_document(finding: SegmentFinding) -> Document:
    values = plain(_renamed(finding, _FINDING_CODES) | {"segment": ()})
    del values["segment"]
    head = ("id", "conditions", "verdict", "reason_codes", "next_step_code", "p_adjusted")
    values["conditions"] = conditions_document(finding.segment.conditions)
    return {key: values.pop(key) for key in head} | values


def document_result(document: Mapping[str, Any]) -> IcpResult:
    """Return the result of a document that this or a former version wrote, with or without sentences.

    Raises:
        WorkspaceError: The document is of a newer format or damaged; every fault is named with its path.
    """
    present = in_present_format(document)
    faults = [Problem("The key is missing", key) for key in KEYS if key not in present]
    values = _nested(with_reasons(present, faults))
    result = read_value(IcpResult, values, faults, _document_path)
    if result is None or faults:
        todo = "Run `whofor run` again."
        raise WorkspaceError(
            [Problem("This saved run is damaged and cannot be read", todo=todo), *faults[:_MOST_FAULTS]]
        )
    return result


def _nested(document: Mapping[str, Any]) -> Document:
    """Return the values under the names of `IcpResult` and of its parts, which read their own from the same values."""
    values = _fields(document, _CODES)
    for name in FINDINGS:
        values[name] = _each(values.get(name), _FINDING_CODES, of_segments=True)
    for name in ("leaks", "set_aside"):
        values[name] = _each(values.get(name), _WHY_CODE)
    values["also_passed"] = _each(values.get("also_passed"), {}, of_segments=True)
    return values | dict.fromkeys(_PARTS, values)


def _each(items: object, names: Mapping[str, str], *, of_segments: bool = False) -> object:
    """Return the items under the names of their fields; anything but a list as it is, to be refused later."""
    if not isinstance(items, list):
        return items
    out: list[object] = []
    for item in cast("list[object]", items):
        if isinstance(item, Mapping):
            values = _fields(cast("Mapping[str, Any]", item), names)
            # The conditions of a finding are those of its segment.
            out.append({**values, "segment": values} if of_segments else values)
        else:
            out.append(item)
    return out


def _fields(document: Mapping[str, Any], names: Mapping[str, str]) -> Document:
    values = {key: value for key, value in document.items() if key not in names}
    return values | {name: document[key] for name, key in names.items() if key in document}


def _document_path(path: DocumentPath) -> DocumentPath:
    """Return the path in the document of a path in a result."""
    head = path[0] if path else ""
    if head in _PARTS and len(path) > 1 and path[1] in {field.name for field in fields(_PARTS[str(head)])}:
        path = path[1:]
    if path and path[0] in FINDINGS:
        return tuple(_FINDING_CODES.get(str(part), part) for part in path if part != "segment")
    if path and path[0] == "also_passed":
        return tuple(part for part in path if part != "segment")
    if path and path[0] in ("leaks", "set_aside"):
        return tuple(_WHY_CODE.get(str(part), part) for part in path)
    return (_CODES.get(str(path[0]), path[0]), *path[1:]) if path else path
