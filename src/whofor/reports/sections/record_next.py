"""What to record next: the fields that would improve the answer most if they were filled in."""

from __future__ import annotations

from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.model import RecordNext, SoftFact, SoftSource
from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.understanding import soft_fact_text
from whofor.reports.words import Words

__all__ = ["RECORD_NEXT"]


def _block(report: Report) -> Listing | None:
    words = report.words
    rows = [report.named(_name(item, words), _why(item, words)) for item in report.result.clients.record_next]
    reading = report.result.data.understanding
    if reading is not None and (reading.source is SoftSource.NOTHING or reading.doubt is not None):
        rows.append(report.named(words.text("topic.understanding"), words.text("understanding.ask")))
    facts = report.result.data.soft_facts
    untold = [fact for fact in facts if fact.reading.source is SoftSource.NOTHING or fact.reading.doubt is not None]
    rows += [report.named(fact.name, soft_fact_text(fact, words)) for fact in untold]
    if reading is not None and not any(_is_cultural_fit(fact) for fact in facts):
        rows.append(report.named(words.text("topic.cultural_fit"), words.text("soft.ask")))
    return Listing(words.text("title.record"), words.text("page.record_lead"), tuple(rows)) if rows else None


def _is_cultural_fit(fact: SoftFact) -> bool:
    kind = kind_of_label(fact.name)
    return kind is not None and kind.name == "cultural_fit"


def _name(item: RecordNext, words: Words) -> str:
    return words.text(f"record.field_{item.label}") if item.code == "absent" else words.parameter(item.label)


def _why(item: RecordNext, words: Words) -> str:
    if item.code == "absent":
        return words.text("record.absent")
    key = "record.thinnest" if item.gain >= 1 else "record.thin"
    return words.text(key, share=item.filled / item.n if item.n else 0.0, n=item.n, gain=item.gain)


RECORD_NEXT = listing_section("record_next", _block, terminal_after="clients")
