"""Messages of an export of Slack: folders of days, with the users and channels beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from whofor.intake.voices.json_tree import JsonObject, text_at
from whofor.intake.voices.plain_text import has_words
from whofor.intake.voices.raw_voice import RawVoice, single
from whofor.intake.voices.reading_log import ReadingLog
from whofor.model.voice import SourceKind
from whofor.model.voice_reading import LeftOutReason

__all__ = ["ChatUsers", "chat_users", "messages_of_day"]

_SAID = frozenset(
    ("", "thread_broadcast", "me_message", "file_share", "bot_message", "file_comment", "reply_broadcast")
)
"""Subtypes of messages in which somebody says something; all others tell what the software did."""
_USER = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#C[A-Z0-9]+\|([^<>]*)>")
_SPECIAL = re.compile(r"<!(?:subteam\^[^<>|]*|[^<>|]*)(?:\|([^<>]*))?>")
_NAMED_LINK = re.compile(r"<(?:https?|mailto|tel):[^<>|\s]+\|([^<>]+)>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|\s]+)>")
_SMILEY = re.compile(r"(?<!\w):[a-z0-9_+'-]{2,40}:(?!\w)")
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ChatUsers:
    """The users of a team.

    Attributes:
        names: Key -> name.
        titles: Key -> job title.
        bots: Keys of programs.
        people: All names by which users are called.
    """

    names: Mapping[str, str]
    titles: Mapping[str, str]
    bots: frozenset[str]
    people: tuple[str, ...]


def chat_users(rows: Sequence[JsonObject]) -> ChatUsers:
    """Return the users of `users.json`."""
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    bots: set[str] = set()
    people: set[str] = set()
    for row in rows:
        key = text_at(row, "id")
        called = [
            text_at(row, "profile", "real_name"),
            text_at(row, "real_name"),
            text_at(row, "profile", "display_name"),
        ]
        called += [text_at(row, "name")]
        is_bot = row.get("is_bot") is True or key == "USLACKBOT"
        if not is_bot:
            people.update(filter(None, called))
        names[key] = next(filter(None, called), key)
        titles[key] = text_at(row, "profile", "title")
        if is_bot:
            bots.add(key)
    return ChatUsers(names, titles, frozenset(bots), tuple(sorted(people)))


def messages_of_day(
    messages: Sequence[JsonObject], channel: str, place: str, users: ChatUsers, log: ReadingLog
) -> list[RawVoice]:
    """Return the messages of a day of a channel.

    What programs write is kept as that of vendors: it is no talk among people, but may be an offer.

    Args:
        messages: The messages.
        channel: Name of the channel.
        place: The file.
        users: The users of the team.
        log: Takes counts.
    """
    found: list[RawVoice] = []
    for number, message in enumerate(messages, start=1):
        subtype = text_at(message, "subtype")
        text = slack_text(_said(message))
        if text_at(message, "type") not in ("message", "") or subtype not in _SAID:
            log.leave_out("slack", LeftOutReason.SYSTEM, text, users.people)
        elif not has_words(text.replace("[name]", "")):
            log.leave_out("slack", LeftOutReason.EMPTY)
        else:
            found.append(_message(message, text, (channel, f"{place}:{number}"), users))
    return found


def _said(message: JsonObject) -> str:
    """Return the text of a message; where it has none, that of what is attached."""
    text = text_at(message, "text")
    if text.strip():
        return text
    attached = message.get("attachments")
    rows = cast("list[object]", attached) if isinstance(attached, list) else []
    texts = [text_at(cast("JsonObject", row), "text") for row in rows if isinstance(row, dict)]
    return "\n".join(filter(None, texts))


def _message(message: JsonObject, text: str, where: tuple[str, str], users: ChatUsers) -> RawVoice:
    channel, place = where
    key = text_at(message, "user")
    own = text_at(message, "user_profile", "real_name") or text_at(message, "username")
    name = users.names.get(key) or own or key
    is_bot = bool(text_at(message, "bot_id")) or text_at(message, "subtype") == "bot_message" or key in users.bots
    sent = text_at(message, "ts")
    thread = text_at(message, "thread_ts")
    attributes = {
        "channel": channel,
        "job_title": users.titles.get(key, ""),
        "replies": text_at(message, "reply_count"),
        "reactions": str(_reactions(message) or ""),
        "in_thread": "" if not thread else "starts" if thread == sent else "answers",
    }
    return RawVoice(
        "slack",
        SourceKind.VENDOR if is_bot else SourceKind.PRIVATE,
        place,
        single(text),
        author="" if is_bot else name,
        people=() if is_bot else tuple(filter(None, (name, own))),
        others=users.people,
        day=_day(sent),
        attributes=attributes,
        may_sell=True,
    )


def _reactions(message: JsonObject) -> int:
    rows = message.get("reactions")
    each = cast("list[object]", rows) if isinstance(rows, list) else []
    counts = [cast("JsonObject", row).get("count") for row in each if isinstance(row, dict)]
    return sum(count for count in counts if isinstance(count, int))


def _day(sent: str) -> float:
    try:
        return float(math.floor(float(sent) / _SECONDS_A_DAY))
    except (ValueError, OverflowError):
        return math.nan


def slack_text(text: str) -> str:
    """Return a message as people see it; who is spoken to is masked.

    Example:
        >>> slack_text("<@U02AB> see <https://a.example|the docs> in <#C1|help> :wave: &lt;3")
        '[name] see the docs in #help &lt;3'
    """
    text = _CHANNEL.sub(r"#\1", _USER.sub("[name]", text))
    text = _LINK.sub(r"\1", _NAMED_LINK.sub(r"\1", text))
    text = _SPECIAL.sub(lambda found: found[1] or "", text)
    return re.sub(r"[ \t]{2,}", " ", _SMILEY.sub("", text)).strip()
