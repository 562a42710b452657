"""Reasons, next steps and what the data lacks as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whofor.model import IcpResult, Issue, Leak, SegmentFinding, SetAside
from whofor.model.reasons import NextStep, NoAnswerReason, Reason, VerdictReason
from whofor.model.reasons.steps import WaitForDeals
from whofor.reports.formats import digits_for
from whofor.reports.phrases import segment_phrase
from whofor.reports.wording.figures import rate_text
from whofor.reports.words import Words

__all__ = ["issue_text", "leak_text", "next_step_text", "reason_text", "set_aside_text", "why_text"]


def reason_text(reason: VerdictReason, words: Words, finding: SegmentFinding | None = None) -> str:
    """Return the sentence of a verdict's reason.

    Args:
        reason: Code and values.
        words: Language of the report.
        finding: The finding it belongs to; sentences that quote figures take them from there.
    """
    return _knowing(words, reason, finding).sentence(reason, **_figures(finding, words))


def next_step_text(
    step: NextStep, words: Words, finding: SegmentFinding | None = None, named: Sequence[SegmentFinding] = ()
) -> str:
    """Return the sentence of a next step.

    Args:
        step: Code and values.
        words: Language of the report.
        finding: The finding that it stands beside; it helps to name parameters.
        named: The findings that a step which stands alone may name by their id.
    """
    if finding is None and isinstance(step, WaitForDeals) and step.finding:
        kind = next((segment_phrase(f.segment, words) for f in named if f.id == step.finding), step.finding)
        return words.text("waiting.for_kind", **step.params, kind=kind)
    return _knowing(words, step, finding).sentence(step)


def why_text(reason: NoAnswerReason, words: Words, result: IcpResult) -> str:
    """Return the sentence of why there is no (better) answer; the result has the finding that it may name."""
    id_ = reason.params.get("finding")
    finding = next((f for f in result.search.findings if f.id == id_), None)
    if finding is None:
        return words.sentence(reason)
    return words.sentence(reason, channel=segment_phrase(finding.segment, words), **_figures(finding, words))


def leak_text(leak: Leak, words: Words) -> str:
    """Return the sentence of why a column is barred, without its name."""
    return words.sentence(leak.why)


def set_aside_text(excluded: SetAside, words: Words) -> str:
    """Return the sentence of why deals were not analysed, without their number."""
    return words.sentence(excluded.why)


def issue_text(issue: Issue, words: Words) -> str:
    """Return the sentence of what was counted at import, without its number."""
    return words.text(f"issue.{issue.code}")


def _knowing(words: Words, reason: Reason, finding: SegmentFinding | None) -> Words:
    """Return the words with the canonical names of the parameters that a reason may name."""
    names: dict[str, str] = {}
    if finding is not None:
        names |= {a.label: a.confounder for a in finding.adjustments}
        names |= {c.label: c.parameter for c in finding.segment.conditions}
    label, parameter = reason.params.get("label"), reason.params.get("confounder")
    return words.naming(names | ({str(label): str(parameter)} if label and parameter else {}))


def _figures(finding: SegmentFinding | None, words: Words) -> Mapping[str, str]:
    """Return the finding's own figures on the deals held back."""
    if finding is None:
        return {}
    own, rest = finding.confirm, finding.rest_confirm
    digits = digits_for(own, rest)
    return {"confirm": rate_text(own, words, digits), "rest": rate_text(rest, words, digits)}
