"""Every sentence of a report, in the reader's language."""

from whofor.reports.wording.answers import (
    answer_sentence,
    banners,
    base_sentence,
    headline_finding,
    support_sentences,
)
from whofor.reports.wording.commands import command_text
from whofor.reports.wording.conditions import capital, condition_text, exact_condition_text, name_text, segment_text
from whofor.reports.wording.contrasts import contrast_name, contrast_text
from whofor.reports.wording.data import issue_text, leak_text, set_aside_text, warning_text, warning_todo
from whofor.reports.wording.findings import (
    chance_text,
    confounder_text,
    cycle_text,
    deals_text,
    is_claim,
    lift_text,
    needed_text,
    overlap_texts,
    plain_rate_text,
    rate_text,
    shrinkage_text,
    won_counts,
)
from whofor.reports.wording.measures import Told, amount, estimate_range, estimate_value
from whofor.reports.wording.value import component_name, component_text, value_sentences
from whofor.reports.wording.verdicts import next_step_text, reason_text, verdict_word, why_text

__all__ = [
    "Told",
    "amount",
    "answer_sentence",
    "banners",
    "base_sentence",
    "capital",
    "chance_text",
    "command_text",
    "component_name",
    "component_text",
    "condition_text",
    "confounder_text",
    "contrast_name",
    "contrast_text",
    "cycle_text",
    "deals_text",
    "estimate_range",
    "estimate_value",
    "exact_condition_text",
    "headline_finding",
    "is_claim",
    "issue_text",
    "leak_text",
    "lift_text",
    "name_text",
    "needed_text",
    "next_step_text",
    "overlap_texts",
    "plain_rate_text",
    "rate_text",
    "reason_text",
    "segment_text",
    "set_aside_text",
    "shrinkage_text",
    "support_sentences",
    "value_sentences",
    "verdict_word",
    "warning_text",
    "warning_todo",
    "why_text",
    "won_counts",
]
