"""Reasons, verdicts and next steps as sentences. An unknown code is printed as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from whofor.model import Reason, SegmentFinding
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import digits_for, number, p_value, percent
from whofor.reports.wording.conditions import name_text
from whofor.reports.wording.findings import deals_text, rate_text

__all__ = ["code_text", "next_step_text", "reason_text", "verdict_word", "why_text"]

Params = Mapping[str, str | float | int | None]


def verdict_word(finding: SegmentFinding, language: str) -> str:
    """The verdict as a word; a hypothesis is called one."""
    key = "hypothesis" if finding.id.startswith("H") else finding.verdict.value
    return catalogue(language).text(f"verdict.{key}")


def code_text(reason: Reason) -> str:
    """A reason that has no sentence yet: its code and its values, so that nothing is hidden."""
    values = ", ".join(f"{key} = {value}" for key, value in reason.params.items() if value not in (None, ""))
    code = reason.code.replace("_", " ")
    return clean(f"{code} ({values})" if values else code)


def _told(prefix: str, code: str, reason: Reason, language: str, values: Mapping[str, object]) -> str:
    """The sentence of a code, or the code itself where the sentence or one of its values is missing."""
    words = catalogue(language)
    if not words.has(f"{prefix}.{code}"):
        return code_text(reason)
    try:
        return words.text(f"{prefix}.{code}", **values)
    except KeyError:
        return code_text(reason)


def _integer(params: Params, key: str) -> int | None:
    value = params.get(key)
    return round(value) if isinstance(value, int | float) and abs(value) < 1e12 else None


def _real(params: Params, key: str) -> float | None:
    value = params.get(key)
    return float(value) if isinstance(value, int | float) else None


def _count(params: Params, key: str, kind: str, language: str) -> str | None:
    n = _integer(params, key)
    return None if n is None else catalogue(language).plural(f"count.{kind}", n, n=number(n, language))


def _number(params: Params, key: str, language: str) -> str | None:
    n = _integer(params, key)
    return None if n is None else number(n, language)


def _name(params: Params, key: str, language: str, finding: SegmentFinding | None) -> str | None:
    """The name of the parameter that a label means, looked up in the finding where the reason does not say it."""
    label, parameter = str(params.get(key) or ""), str(params.get("confounder") or "")
    return _known_name(label, parameter, language, finding) or None


def _known_name(label: str, parameter: str, language: str, finding: SegmentFinding | None) -> str:
    if finding and not parameter:
        named = [(a.label, a.confounder) for a in finding.adjustments]
        named += [(c.label, c.parameter) for c in finding.segment.conditions]
        parameter = dict(named).get(label, "")
    return name_text(label, language, parameter)


def _present(values: Mapping[str, object | None]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def _figures(finding: SegmentFinding | None, language: str) -> dict[str, object]:
    """The finding's own figures on the deals held back."""
    if finding is None:
        return {}
    own, rest = finding.confirm, finding.rest_confirm
    digits = digits_for(own, rest)
    return {"confirm": rate_text(own, language, digits), "rest": rate_text(rest, language, digits)}


def _strata_text(strata: object, language: str, finding: SegmentFinding | None) -> str:
    parts = [part.strip() for part in str(strata).split(",") if part.strip()]
    return ", ".join(_known_name(part, "", language, finding) for part in parts)


def reason_text(reason: Reason, language: str, finding: SegmentFinding | None = None) -> str:
    """Why a verdict is what it is, as a sentence.

    Args:
        reason: Code and values.
        language: Language of the report.
        finding: The finding it belongs to; sentences that quote figures take them from there.
    """
    params, words = reason.params, catalogue(language)
    p = _real(params, "p")
    note = "" if p is None else words.text("reason.p_note", p=p_value(p, language))
    chance, taken = _real(params, "posterior"), _real(params, "taken")
    values: dict[str, object | None] = {
        **_figures(finding, language),
        "p_note": note,
        "name": _name(params, "label", language, finding),
        "carrier": str(params.get("carrier") or ""),
        "n": _count(params, "n", "deals", language) or _held_back(finding, language),
        "more": _number(params, "n_needed", language),
        "accounts": _count(params, "n_accounts", "accounts", language),
        "strata": _strata_text(params.get("strata") or "", language, finding) or None,
        "condition": _name(params, "condition", language, finding),
        "taken": None if taken is None else percent(taken, language),
        "chance": None if chance is None else percent(min(chance, 0.99), language),
    }
    code = reason.code
    if code in ("rides_on_confounder", "partly_confounded") and params.get("carrier"):
        code = code.replace("confounder", "carrier").replace("confounded", "carried")
    return _told("reason", code, reason, language, _present(values))


def _held_back(finding: SegmentFinding | None, language: str) -> str | None:
    return None if finding is None else deals_text(finding.confirm.n, language)


def next_step_text(step: Reason, language: str, finding: SegmentFinding | None = None) -> str:
    """What to do now, as a sentence; the finding it belongs to helps to name parameters."""
    params = step.params
    n = _integer(params, "n")
    without_n = {"wait_for_deals": "wait", "test_hypothesis": "test", "collect_outcomes": "collect"}
    code = without_n.get(step.code, step.code) if n is None else step.code
    values = {
        "deals": _count(params, "n", "more_deals", language),
        "outcomes": _count(params, "n", "more_outcomes", language),
        "name": _name(params, "label", language, finding),
    }
    return _told("step", code, step, language, _present(values))


def why_text(reason: Reason, language: str) -> str:
    """Why there is no (better) answer, as a sentence."""
    params = reason.params
    best, critical = _real(params, "best_z"), _real(params, "critical")
    values = {
        "won": _count(params, "n_won", "won", language),
        "lost": _count(params, "n_lost", "lost", language),
        "deals": _count(params, "n", "deals", language),
        "more": _number(params, "n_needed", language),
        "looks": _count(params, "looks", "combinations", language),
        "best_z": None if best is None else number(abs(best), language, 1),
        "critical": None if critical is None else number(abs(critical), language, 1),
    }
    return _told("why", reason.code, reason, language, _present(values))
