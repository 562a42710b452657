"""From what readers find to documents: texts made plain, persons masked, copies counted once, in one order."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from whofor.errors import Sentence
from whofor.intake.voices.campaigns import note_campaigns
from whofor.intake.voices.facts import facts_of, language_code, says_rewarded
from whofor.intake.voices.near_copies import CopyText, copy_groups
from whofor.intake.voices.parts import said_once, split_headings
from whofor.intake.voices.plain_text import LONGEST_TEXT, has_words, plain_text
from whofor.intake.voices.privacy import PersonMask, author_hash
from whofor.intake.voices.raw_voice import RawVoice
from whofor.intake.voices.reading_log import ReadingLog
from whofor.intake.voices.tools import ToolNames
from whofor.intake.voices.vendor_posts import sells
from whofor.intake.voices.voice_options import VoiceOptions
from whofor.model.voice import PartRole, SourceKind, TextPart, VoiceDocument
from whofor.model.voice_reading import LeftOutReason, VoiceNoteCode
from whofor.text import fold, tidy

__all__ = ["PAGES", "documents_of", "mask_of"]

PAGES = "vendor_pages"
"""Name of the source of pages of vendors."""
_DIGITS_OF_AN_ID = 16


def mask_of(voices: Iterable[RawVoice], options: VoiceOptions) -> PersonMask:
    """Return what masks all persons that the files name."""
    every = list(voices)
    names = {name for voice in every for name in (*voice.people, *voice.others)}
    return PersonMask(names | {*options.staff}, {*options.tools, *(voice.tool for voice in every)})


def documents_of(
    voices: Sequence[RawVoice], key: bytes, options: VoiceOptions, mask: PersonMask, log: ReadingLog
) -> tuple[VoiceDocument, ...]:
    """Return the documents, the same in any order of the texts.

    Args:
        voices: What readers found.
        key: Secret for the hashes of authors.
        options: How texts are read.
        mask: Masks persons.
        log: Takes counts and notes.
    """
    tools = options.tool_names
    made = [document for voice in voices for document in _documents(voice, key, options, (tools, mask, log))]
    made.sort(key=_order)
    # Pages of a site have much in common, and count as one vendor whatever they say.
    pages = [document for document in made if document.source == PAGES]
    kept = [*_each_once([document for document in made if document.source != PAGES], log), *pages]
    return tuple(sorted(_numbered(kept), key=lambda document: (document.source, document.id)))


def _documents(
    voice: RawVoice, key: bytes, options: VoiceOptions, by: tuple[ToolNames, PersonMask, ReadingLog]
) -> Iterator[VoiceDocument]:
    """Yield the document of a text, but where nothing is left of it."""
    tools, mask, log = by
    parts = _plain_parts(voice, log)
    if not parts:
        log.leave_out(voice.source, LeftOutReason.EMPTY)
        return
    whole = "\n".join(part.text for part in parts)
    kind = voice.kind
    attributes = facts_of(voice.attributes, options.titles)
    if voice.may_sell and kind is not SourceKind.VENDOR:
        sign = sells(voice.text, voice.author)
        if sign or any(fold(voice.author) == fold(name) for name in options.staff):
            kind = SourceKind.VENDOR
            attributes["sells"] = sign or "staff"
    if "incentive" not in attributes and says_rewarded(whole):
        attributes["incentive"] = "yes"

    def masked(text: str) -> str:
        return mask.masked(text, voice.people, voice.others)

    yield VoiceDocument(
        "",
        masked(voice.source),
        kind,
        tuple(replace(part, text=masked(part.text), question=masked(part.question)) for part in parts),
        tool=mask.masked(tools.named(voice.tool) or tidy(voice.tool) or tools.in_text(whole), ()),
        author=author_hash(voice.author, key),
        day=voice.day,
        stars=voice.stars,
        language=language_code(voice.language),
        attributes=tuple(sorted((name, masked(value)) for name, value in attributes.items())),
        place=masked(voice.place),
    )


def _plain_parts(voice: RawVoice, log: ReadingLog) -> tuple[TextPart, ...]:
    """Return the parts with plain texts; of very long ones the beginning."""
    found: list[TextPart] = []
    left = LONGEST_TEXT
    for part in voice.parts:
        text = plain_text(part.text)
        if part.role is PartRole.TITLE:
            text = text.strip('“”"«» ')
        if len(text) > left or len(part.text) > 10 * LONGEST_TEXT:
            cut = max(len(text), len(part.text)) - min(len(text), left)
            what = Sentence("Of a very long text the first characters are read, {n:,} are left out", n=cut)
            log.note(VoiceNoteCode.LONG_TEXTS, voice.source, what, voice.place)
            text = text[:left]
        left -= len(text)
        if has_words(text):
            found += split_headings(TextPart(part.role, text, " ".join(plain_text(part.question).split())))
    return said_once(found)


def _order(document: VoiceDocument) -> tuple[object, ...]:
    """Return what texts are ordered by: all that they hold, and only then their place."""
    day = math.inf if math.isnan(document.day) else document.day
    stars = 0.0 if math.isnan(document.stars) else document.stars
    parts = tuple((part.role.value, part.text, part.question) for part in document.parts)
    # What tells more goes first: of copies it is the one that is kept.
    known = -len(document.attributes) - bool(document.author) - bool(stars)
    return (
        known,
        day,
        document.source,
        document.kind.value,
        document.author,
        document.tool,
        stars,
        document.language,
        document.attributes,
        parts,
        document.place,
    )


def _each_once(documents: Sequence[VoiceDocument], log: ReadingLog) -> list[VoiceDocument]:
    """Return the documents without copies, which are counted; of a group the first is kept, with their number."""
    texts = [
        CopyText.of(
            *(part.text for part in document.parts),
            tool=fold(document.tool),
            author=document.author,
            question="\n".join(part.question for part in document.parts),
        )
        for document in documents
    ]
    groups = copy_groups(texts)
    sizes = Counter(groups)
    copies: Counter[str] = Counter()
    kept: list[VoiceDocument] = []
    for place, (document, group) in enumerate(zip(documents, groups, strict=True)):
        if place == group:
            number = sizes[group] - 1
            more = (("copies", str(number)),) if number else ()
            kept.append(replace(document, attributes=tuple(sorted((*document.attributes, *more)))))
        else:
            copies[document.source] += 1
            log.leave_out(document.source, LeftOutReason.DUPLICATE, document.parts[0].text)
    note_campaigns(kept, copies, log)
    return kept


def _numbered(documents: Iterable[VoiceDocument]) -> Iterator[VoiceDocument]:
    """Yield the documents with their ids; those of equal content, as two short texts without an author, are counted."""
    seen: Counter[str] = Counter()
    for document in documents:
        content = [document.source, document.author, document.tool]
        content += [f"{part.role}\x1f{part.question}\x1f{part.text}" for part in document.parts]
        text = "\x1e".join(content)
        seen[text] += 1
        if seen[text] > 1:
            text = f"{text}\x1e{seen[text]}"
        yield replace(document, id=hashlib.sha256(text.encode()).hexdigest()[:_DIGITS_OF_AN_ID])
