"""Made exports of what people say, in the shapes of known sources; all names and sentences are invented."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from whofor.intake.voices.read_voices import read_voices
from whofor.model.voice import PartRole, VoiceDocument
from whofor.model.voice_reading import LeftOutReason, SourceReading, VoiceNoteCode, VoicesRead

KEY = b"a secret of sixteen bytes or more"


def read(*paths: Path, **options: object) -> VoicesRead:
    """Read files with the key of the tests."""
    return read_voices(paths, key=KEY, **options)


def table(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write a table."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding=encoding)
    return path


def document(path: Path, value: object) -> Path:
    """Write JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def prose(path: Path, text: str) -> Path:
    """Write a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def docx(path: Path, paragraphs: Sequence[str]) -> Path:
    """Write a Word document with the least that it needs."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return path


def texts(found: VoiceDocument, role: PartRole | None = None) -> list[str]:
    """Return the texts of a document, or those of one role."""
    return [part.text for part in found.parts if role is None or part.role is role]


def only(found: VoicesRead) -> VoiceDocument:
    """Return the one document."""
    (one,) = found.documents
    return one


def source(found: VoicesRead, name: str) -> SourceReading:
    """Return what was read of a source; the books balance."""
    (one,) = [reading for reading in found.sources if reading.source == name]
    assert one.read == one.used + sum(left.count for left in one.left_out)
    return one


def left_out(reading: SourceReading) -> Mapping[LeftOutReason, int]:
    """Return counts by reason."""
    return {left.reason: left.count for left in reading.left_out}


def codes(found: VoicesRead) -> set[VoiceNoteCode]:
    """Return the kinds of notes."""
    return {note.code for note in found.notes}


SLACK_USERS = [
    {"id": "U1", "name": "mara", "real_name": "Mara Lindqvist", "profile": {"title": "Operations manager"}},
    {"id": "U2", "name": "teo", "real_name": "Teo Marchetti", "profile": {"display_name": "teo.m"}},
    {"id": "B9", "name": "planbot", "is_bot": True, "profile": {"real_name": "Plan Bot"}},
]
SLACK_DAY = [
    {"type": "message", "subtype": "channel_join", "user": "U2", "text": "<@U2> has joined", "ts": "1767225600.1"},
    {
        "type": "message",
        "user": "U1",
        "text": "<@U2> the forms get lost every week, see <https://a.example/x|this list> &lt;3 :wave:",
        "ts": "1767225600.2",
        "thread_ts": "1767225600.2",
        "reply_count": 2,
        "reactions": [{"name": "+1", "count": 3}, {"name": "eyes", "count": 1}],
    },
    {
        "type": "message",
        "user": "U2",
        "text": "&gt; the forms get lost\nSame here, Mara. We print them twice.",
        "ts": "1767312000.3",
        "thread_ts": "1767225600.2",
    },
    {"type": "message", "bot_id": "B9", "user": "B9", "text": "Plan your week with Planly today", "ts": "1767312000.4"},
    {"type": "message", "user": "U2", "text": "", "ts": "1767312000.5"},
]


def slack_folder(folder: Path) -> Path:
    """Write an export of Slack."""
    document(folder / "users.json", SLACK_USERS)
    document(folder / "channels.json", [{"id": "C1", "name": "help"}])
    document(folder / "help" / "2026-01-01.json", SLACK_DAY)
    return folder
