"""Confounders: salespeople, lead sources, products and periods that do better, which are no types of client."""

from __future__ import annotations

from whofor.model import ConfounderEffect
from whofor.reports.blocks import Listing
from whofor.reports.catalogue import clean
from whofor.reports.formats import digits_for
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.figures import rate_text
from whofor.reports.wording.outcomes import OutcomeWords

__all__ = ["CONFOUNDERS"]


def _block(report: Report) -> Listing | None:
    words, outcome = report.words, report.outcome
    rows = tuple(("", _sentence(effect, outcome)) for effect in report.result.data.confounders)
    return Listing(words.text("title.confounders"), outcome.text("page.confounders_lead"), rows) if rows else None


def _sentence(effect: ConfounderEffect, outcome: OutcomeWords) -> str:
    words, digits = outcome.words, digits_for(effect.inside, effect.rest)
    return outcome.text(
        "tell.confounder",
        level=clean(effect.level),
        name=words.parameter(effect.label, effect.confounder),
        inside=rate_text(effect.inside, words, digits),
        rest=rate_text(effect.rest, words, digits),
    )


CONFOUNDERS = listing_section("confounders", _block)
