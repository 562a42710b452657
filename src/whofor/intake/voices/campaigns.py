"""Signs that texts were not written one by one: one author with many, one week with most, copies, rewards."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from whofor.days import iso_day
from whofor.errors import Sentence
from whofor.intake.voices.reading_log import ReadingLog
from whofor.model.voice import SourceKind, VoiceDocument
from whofor.model.voice_reading import VoiceNoteCode

__all__ = ["note_campaigns"]

_FEWEST = 20
"""Texts of a source from which shares say anything: a convention."""
_OF_AN_AUTHOR = 0.10
_OF_A_WEEK = 0.40
_DAYS_A_WEEK = 7
_MONDAY = 3
"""1970-01-01 was a Thursday: the Monday before it is three days earlier."""


def note_campaigns(documents: Sequence[VoiceDocument], copies: Counter[str], log: ReadingLog) -> None:
    """Note what may be a campaign, source by source.

    Args:
        documents: All documents, copies left out.
        copies: Number of texts left out as copies, by source.
        log: Takes the notes.
    """
    by_source: defaultdict[str, list[VoiceDocument]] = defaultdict(list)
    for document in documents:
        by_source[document.source].append(document)
    for source, count in sorted(copies.items()):
        what = Sentence(
            "{n:,} texts are nearly equal to another one about the same tool and count once: copies, or a campaign?",
            n=count,
        )
        log.note(VoiceNoteCode.COPIES, source, what)
    for source, own in by_source.items():
        _note_sources(source, own, log)


def _note_sources(source: str, own: Sequence[VoiceDocument], log: ReadingLog) -> None:
    asked = all(document.kind is SourceKind.INTERVIEW for document in own)
    if not any(document.author for document in own):
        what = Sentence("Authors are not known, so that documents are counted instead of people")
        log.note(VoiceNoteCode.NO_AUTHORS, source, what)
    selling = sum(document.kind is SourceKind.VENDOR for document in own)
    if selling and selling < len(own):
        what = Sentence("{n:,} of {of:,} texts are by vendors or programs and weigh little", n=selling, of=len(own))
        log.note(VoiceNoteCode.VENDOR_POSTS, source, what)
    rewarded = sum(dict(document.attributes).get("incentive") == "yes" for document in own)
    if rewarded:
        what = Sentence("{n:,} of {of:,} texts were rewarded, as with a gift card", n=rewarded, of=len(own))
        log.note(VoiceNoteCode.INCENTIVES, source, what)
    if asked or len(own) < _FEWEST:
        return
    authors = Counter(document.author for document in own if document.author)
    for author, count in sorted(authors.items()):
        if count > _OF_AN_AUTHOR * len(own):
            what = Sentence(
                "One author ({author}) wrote {n:,} of {of:,} texts and counts once: campaign?",
                author=author,
                n=count,
                of=len(own),
            )
            log.note(VoiceNoteCode.ONE_AUTHOR, source, what)
    days = [document.day for document in own if not math.isnan(document.day)]
    weeks = Counter(math.floor((day + _MONDAY) / _DAYS_A_WEEK) for day in days)
    for week, count in sorted(weeks.items()):
        if len(days) >= _FEWEST and count > _OF_A_WEEK * len(days):
            what = Sentence(
                "{n:,} of {of:,} texts were written in the week of {day}: campaign?",
                n=count,
                of=len(days),
                day=iso_day(week * _DAYS_A_WEEK - _MONDAY),
            )
            log.note(VoiceNoteCode.ONE_WEEK, source, what)
