"""Names of columns that are written during or after the sale, and so know the outcome."""

from __future__ import annotations

import re

__all__ = ["leak_by_name"]

# What is written during or after the sale, or is the salesperson's own judgement of it.
_NAMES = (
    r"\b(lost|loss|won|win|closed?|closing|churn)\b.*\b(reason|date|time|day|comment|detail|amount|note)s?\b",
    r"\breasons? for (loss|win|losing)\b",
    r"\bdays?\b.*\b(stage|clos\w+|qualif\w+|validat\w+|identif\w+|contact\w*|total|sign\w*)\b",
    r"\belapsed\b|\bage in days\b|\bcycle (duration|length|time)\b|\bsales (duration|cycle)\b|\bdeal (age|duration)\b",
    r"\b(time|hours|weeks|months) (in|to) .*\b(stage|status|close|closing|pipeline)\b",
    r"\b(sales|deal|pipeline|opportunity) stage\b|\bstage (change|history|duration|count)",
    r"\bprobabilit|\blikelihood\b|\bforecast\b|\bexpected revenue\b|\bweighted\b",
    r"\blifecycle\b|\b(lead|deal|opportunity|contact|customer|account|payment) status\b",
    r"^(lead |deal |client |contact |account |opportunity )?(quality|rating|score|grade|temperature|priority|status)$",
    r"\b(last|next|recent)\b.*\b(activity|contacted|contact|modified|update|email|call|meeting|step|deal|clos\w+)\b",
    r"^(last )?(modified|updated)( (time|date|at|by|on))?$",
    r"\bnumber of (times contacted|(sales )?activities|contacts|notes|calls|emails|meetings|associated)",
    r"\b(associated|open|won|lost|total|done) (contacts|deals|activities|revenue)\b",
    r"\bpayment (type|method|date|plan)\b|\bamount paid\b|\binvoice|\bcontract signed\b|\bsignature date\b",
    r"\b(raison|motif)s? (de|du) (perte|gain|refus|cl[oô]ture)\b|\bprobabilit[ée]\b|\b[ée]tape (du|de la|de) \w+\b",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _NAMES)


def _words(label: str) -> str:
    """A label as plain words: `hs_time_in` and `LastActivityDate` alike."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
    return re.sub(r"[_\W]+", " ", spaced).strip()


def leak_by_name(label: str) -> str:
    """The part of a column's name that speaks of what is known only afterwards, or nothing.

    >>> leak_by_name("Closed Lost Reason"), leak_by_name("Sector")
    ('closed lost reason', '')
    """
    words = _words(label)
    found = (pattern.search(words) for pattern in _PATTERNS)
    return next((match.group(0).strip().lower() for match in found if match), "")
