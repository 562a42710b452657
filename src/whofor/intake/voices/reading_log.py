"""Counts of what was read and left out, per source, and the notes about it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from whofor.model.voice import VoiceDocument
from whofor.model.voice_reading import (
    LeftOutReason,
    LeftOutVoices,
    ShapeSureness,
    SourceReading,
    VoiceNote,
    VoiceNoteCode,
)

__all__ = ["ReadingLog"]

_EXAMPLES = 3
_LONGEST_EXAMPLE = 160


@dataclass(slots=True)
class ReadingLog:
    """Collector of counts and notes; readers write into it."""

    _left: dict[str, Counter[LeftOutReason]] = field(default_factory=lambda: defaultdict(Counter))
    _examples: dict[tuple[str, LeftOutReason], set[tuple[str, tuple[str, ...]]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    _shapes: dict[str, set[tuple[str, ShapeSureness]]] = field(default_factory=lambda: defaultdict(set))
    _files: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _notes: set[VoiceNote] = field(default_factory=set[VoiceNote])

    def opened(self, source: str, file: str, title: str, sure: ShapeSureness) -> None:
        """Note that a file of a source was read, in what shape."""
        self._shapes[source].add((title, sure))
        self._files[source].add(file)

    def leave_out(self, source: str, reason: LeftOutReason, example: str = "", people: tuple[str, ...] = ()) -> None:
        """Count a text that is no document.

        Args:
            source: Its source.
            reason: Why it is none.
            example: What it says; empty for a text that is not shown.
            people: Names of those who take part in the conversation, to be masked.
        """
        self._left[source][reason] += 1
        kept = self._examples[source, reason]
        words = " ".join(example[: 4 * _LONGEST_EXAMPLE].split())
        if words:
            kept.add((words, tuple(filter(None, people))))
            if len(kept) > _EXAMPLES:
                # The first in order, not the first met: rows may come in any order.
                kept.remove(max(kept))

    def note(self, code: VoiceNoteCode, source: str, text: str, place: str = "") -> None:
        """Add a note."""
        self._notes.add(VoiceNote(code, source, text, place))

    def of_sureness(self, sure: ShapeSureness) -> list[tuple[str, str]]:
        """Return sources and the titles of their shapes that are so sure, in order."""
        return sorted(
            (source, str(title)) for source, shapes in self._shapes.items() for title, how in shapes if how is sure
        )

    @property
    def notes(self) -> tuple[VoiceNote, ...]:
        """All notes, by source, kind, and place."""
        return tuple(sorted(self._notes, key=lambda note: (note.source, note.code, note.place, str(note.text))))

    def readings(
        self, documents: Sequence[VoiceDocument], masked: Callable[[str, tuple[str, ...]], str]
    ) -> tuple[SourceReading, ...]:
        """Return what was read of each source, by its name.

        Args:
            documents: All documents.
            masked: Masks persons in the examples of what was left out.
        """
        own: dict[str, list[VoiceDocument]] = {source: [] for source in {*self._shapes, *self._left}}
        for document in documents:
            own.setdefault(document.source, []).append(document)
        return tuple(self._reading(source, own[source], masked) for source in sorted(own))

    def _reading(
        self, source: str, documents: Sequence[VoiceDocument], masked: Callable[[str, tuple[str, ...]], str]
    ) -> SourceReading:
        left = tuple(
            LeftOutVoices(reason, self._left[source][reason], self._shown(source, reason, masked))
            for reason in LeftOutReason
            if self._left[source][reason]
        )
        days = sorted(document.day for document in documents if not math.isnan(document.day))
        known = {"first_day": days[0], "last_day": days[-1]} if days else {}
        rounded = Counter(round(document.stars) for document in documents if not math.isnan(document.stars))
        return SourceReading(
            source,
            tuple(sorted(self._shapes[source])),
            tuple(sorted(self._files[source])),
            read=len(documents) + sum(found.count for found in left),
            used=len(documents),
            people=len({document.person for document in documents}),
            left_out=left,
            stars=(rounded[1], rounded[2], rounded[3], rounded[4], rounded[5]),
            languages=tuple(sorted(Counter(document.language for document in documents).items())),
            **known,
        )

    def _shown(
        self, source: str, reason: LeftOutReason, masked: Callable[[str, tuple[str, ...]], str]
    ) -> tuple[str, ...]:
        texts = sorted({masked(text, people)[:_LONGEST_EXAMPLE] for text, people in self._examples[source, reason]})
        return tuple(texts)
