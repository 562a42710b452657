"""Personas of each type of client that holds, then of all deals."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model.personas import Persona
from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.personas import persona_name, persona_sentences, to_record, unknown_sentences

__all__ = ["PERSONAS"]


def _block(report: Report) -> Listing | None:
    words, personas = report.words, report.result.clients.personas
    # What is known of no deal is said where committees are told.
    if not personas or personas[-1].why is not None:
        return None
    everybody = words.text("people.all_deals")
    told = [(found.finding or everybody, one) for found in personas for one in found.personas]
    rows = _rows(told, report) if told else ((everybody, words.text("persona.none")),)
    return Listing(words.text("title.personas"), words.text("page.personas_lead"), rows, folded=True)


def _rows(told: Sequence[tuple[str, Persona]], report: Report) -> tuple[tuple[str, str], ...]:
    """Return a row for each persona; what is not known of any of them is said once, below."""
    words, missing = report.words, [to_record(one) for _, one in told]
    of_none = [name for name in missing[0] if all(name in each for each in missing)]
    rows = tuple(
        report.named(
            f"{name} · {persona_name(one, words)}", " ".join(persona_sentences(one, words, frozenset(of_none)))
        )
        for name, one in told
    )
    return (*rows, ("", " ".join(unknown_sentences(of_none, words)))) if of_none else rows


PERSONAS = listing_section("personas", _block, terminal_after="people")
