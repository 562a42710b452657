"""Tickets of support: of a conversation only what the client says counts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import cast

from whofor.intake.normalise import infer_date_rule, parse_date
from whofor.intake.voices.json_tree import JsonObject, text_at
from whofor.intake.voices.plain_text import has_words, plain_text
from whofor.intake.voices.raw_voice import RawVoice, single
from whofor.intake.voices.reading_log import ReadingLog
from whofor.model.voice import PartRole, SourceKind
from whofor.model.voice_reading import LeftOutReason
from whofor.text import fold

__all__ = ["intercom_messages", "zendesk_messages"]

_CLIENTS = frozenset(("user", "lead", "contact"))
_TITLE_OF_EACH = ("subject", "title")


def intercom_messages(rows: Sequence[JsonObject], place: str, log: ReadingLog) -> list[RawVoice]:
    """Return what clients say in conversations of Intercom.

    Args:
        rows: The conversations.
        place: The file.
        log: Takes counts.
    """
    found: list[RawVoice] = []
    for number, row in enumerate(rows, start=1):
        first = cast("JsonObject", row["source"]) if isinstance(row.get("source"), dict) else {}
        parts = row.get("conversation_parts")
        each = _objects(cast("JsonObject", parts).get("conversation_parts") if isinstance(parts, dict) else parts)
        people = _names([first, *each])
        for nth, part in enumerate([first, *each]):
            body, who = text_at(part, "body"), text_at(part, "author", "type")
            created = text_at(part, "created_at") or (text_at(row, "created_at") if part is first else "")
            left = _why_left_out(who, body, text_at(part, "part_type"))
            if left is not None:
                if nth or first:
                    log.leave_out("intercom", left)
                continue
            author = next(filter(None, (text_at(part, "author", key) for key in ("email", "name", "id"))), "")
            title = (
                plain_text(next(filter(None, (text_at(first, key) for key in _TITLE_OF_EACH)), "")) if not nth else ""
            )
            texts = (*(single(title, PartRole.TITLE) if has_words(title) else ()), *single(body))
            found.append(
                RawVoice(
                    "intercom",
                    SourceKind.PRIVATE,
                    f"{place}:{number}.{nth + 1}",
                    texts,
                    author=author,
                    people=tuple(filter(None, (text_at(part, "author", "name"),))),
                    others=people,
                    day=_day(created),
                    attributes={"conversation": "starts" if not nth else "answers"},
                )
            )
    return found


def _why_left_out(who: str, body: str, part_type: str) -> LeftOutReason | None:
    if who == "bot":
        return LeftOutReason.BOT
    if not has_words(plain_text(body)):
        return LeftOutReason.EMPTY if who in _CLIENTS else LeftOutReason.SYSTEM
    if who not in _CLIENTS or part_type == "note":
        return LeftOutReason.STAFF
    return None


def _objects(value: object) -> list[JsonObject]:
    return (
        [cast("JsonObject", one) for one in cast("list[object]", value) if isinstance(one, dict)]
        if isinstance(value, list)
        else []
    )


def _names(parts: Sequence[JsonObject]) -> tuple[str, ...]:
    return tuple(sorted({name for part in parts if (name := text_at(part, "author", "name"))}))


def zendesk_messages(rows: Sequence[JsonObject], place: str, log: ReadingLog) -> list[RawVoice]:
    """Return what clients say in tickets of Zendesk: the request, and the public comments of who asked.

    Args:
        rows: The tickets.
        place: The file.
        log: Takes counts.
    """
    found: list[RawVoice] = []
    for number, row in enumerate(rows, start=1):
        for nth, (comment, is_first) in enumerate(_said(row, log), start=1):
            title = text_at(row, "subject") if is_first else ""
            texts = (*(single(title, PartRole.TITLE) if has_words(title) else ()), *single(text_at(comment, "body")))
            found.append(
                RawVoice(
                    "zendesk",
                    SourceKind.PRIVATE,
                    f"{place}:{number}.{nth}",
                    texts,
                    author=_requester(row),
                    people=tuple(filter(None, (text_at(row, "requester", "name"), text_at(row, "requester_name")))),
                    day=_day(text_at(comment, "created_at") or text_at(row, "created_at")),
                    attributes={"priority": text_at(row, "priority"), "status": text_at(row, "status")},
                )
            )
    return found


def _requester(row: JsonObject) -> str:
    keys = (("requester", "email"), ("requester", "name"), ("requester_email",), ("requester_id",))
    return next(filter(None, (text_at(row, *key) for key in keys)), "")


def _said(row: JsonObject, log: ReadingLog) -> Iterator[tuple[JsonObject, bool]]:
    """Yield the request and the comments of who asked; the request is not told again as the first comment."""
    comments = _objects(row.get("comments"))
    request = text_at(row, "description") or text_at(row, "body")
    who = text_at(row, "requester_id") or (text_at(comments[0], "author_id") if comments else "")
    is_first = True
    if has_words(request):
        yield {"body": request, "created_at": text_at(row, "created_at")}, True
        is_first = False
    for comment in comments:
        body = text_at(comment, "body") or text_at(comment, "html_body")
        if fold(body) == fold(request) and has_words(body):
            continue
        if not has_words(plain_text(body)):
            log.leave_out("zendesk", LeftOutReason.EMPTY)
        elif text_at(comment, "author_id") != who or comment.get("public") is False:
            log.leave_out("zendesk", LeftOutReason.STAFF)
        else:
            yield comment, is_first
            is_first = False


def _day(text: str) -> float:
    day = parse_date(text, infer_date_rule({text: 1})) if text else None
    return math.nan if day is None else float(math.floor(day))
