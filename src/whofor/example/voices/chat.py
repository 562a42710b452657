"""A private chat of people who use one of the tools, in the shape of a Slack export: what they do not say in public."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from whofor.example.draws import Draws
from whofor.example.voices.cast import MadeNames, MadePerson, chosen, role_of
from whofor.example.voices.planted import PlantedVoices
from whofor.example.voices.reviews import TWO_FACED_PAIN, TWO_FACED_TOOL
from whofor.example.voices.said import Said
from whofor.example.voices.wordings import Decks, Language, cast_table
from whofor.example.world import AS_OF

__all__ = ["CHANNELS", "MadeChat", "MadeMessage", "chat_files", "draw_chat"]

CHANNELS = ("general", "daily-work", TWO_FACED_TOOL.lower())
"""Channels: talk of the day, the work, and the tool that all of them use."""
_GENERAL, _WORK, _TOOL = CHANNELS
_MEMBERS = (("fintech", 7), ("public", 4), ("manufacturing", 6), ("services", 4), ("others", 5))
"""People of each group of `cast.toml` in the chat. A convention: enough for a share of them to be seen."""
_DAYS = 40
_LAST_DAY = AS_OF - timedelta(days=2)
_FIRST_ID = 101


@dataclass(frozen=True, slots=True)
class MadeMessage:
    """One message.

    Attributes:
        channel: Its channel.
        day: Its day.
        ts: Seconds since 1970 with six decimals, by which the export tells messages apart.
        user: Position of the author; -1 for a program.
        said: What is said.
        thread: The `ts` of the message that it answers; empty where it answers none.
        mention: Position of the person who is addressed; -1 where nobody is.
        reactions: Positions of those who put a sign under it.
        subtype: `channel_join` or `bot_message` where it is a notice; empty where somebody writes.
    """

    channel: str
    day: date
    ts: str
    user: int
    said: tuple[Said, ...]
    thread: str = ""
    mention: int = -1
    reactions: tuple[int, ...] = ()
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class MadeChat:
    """A chat: its people and its messages, in the order of time.

    Attributes:
        people: Its members.
        messages: All messages, notices among them.
        complaining: Positions of those who complain here of what is praised in public.
    """

    people: tuple[MadePerson, ...]
    messages: tuple[MadeMessage, ...]
    complaining: tuple[int, ...]

    def user_id(self, position: int) -> str:
        """Return the id of a person."""
        return f"U0{_FIRST_ID + position}"


def draw_chat(seed: int, truth: PlantedVoices, language: Language, names: MadeNames, decks: Decks) -> MadeChat:
    """Draw the chat: talk of the day, what hurts whom, and what is complained of only here.

    Args:
        seed: Seed of the draws.
        truth: What is planted.
        language: Language of the talk.
        names: Where names come from.
        decks: Where texts come from.
    """
    draws = Draws(seed, 103)
    groups = [group for group, count in _MEMBERS for _ in range(count)]
    people = tuple(_member(draws, group, language, names) for group in groups)
    everybody = list(range(len(people)))
    complaining = chosen(draws, everybody, truth.private_complaint_share)
    lines = [
        (_TOOL, *line) for line in _complaints(draws, truth, decks, complaining, key=TWO_FACED_PAIN, language=language)
    ]
    for key, entry in cast_table()["pain"].items():
        inside = [i for i in everybody if groups[i] in entry["groups"]]
        outside = [i for i in everybody if groups[i] not in entry["groups"]]
        if key != TWO_FACED_PAIN:
            sayers = [*chosen(draws, inside, truth.said_by_group), *chosen(draws, outside, truth.said_elsewhere)]
            lines += [(_WORK, *line) for line in _complaints(draws, truth, decks, sayers, key=key, language=language)]
    for i in everybody:
        lines += [(_GENERAL, i, decks.neutral("neutral", language, "chat", "small_talk")) for _ in range(3)]
    lines += [(_WORK, i, decks.wish("mobile", language, "talk")) for i in chosen(draws, everybody, 0.08)]
    lines += [(_TOOL, i, decks.praise("looks", language, "talk")) for i in chosen(draws, everybody, 0.08)]
    return MadeChat(people, _in_time(draws, language, decks, lines, len(people)), tuple(complaining))


def _complaints(
    draws: Draws, truth: PlantedVoices, decks: Decks, sayers: list[int], *, key: str, language: Language
) -> list[tuple[int, Said]]:
    """Return who complains in which words, a share of them in plain ones."""
    plain = set(chosen(draws, sayers, truth.plain_share))
    return [(i, decks.pain(key, language, "plain" if i in plain else "talk")) for i in sayers]


def _member(draws: Draws, group: str, language: Language, names: MadeNames) -> MadePerson:
    facts, roles = cast_table()["group"][group], cast_table()["role"]
    place = draws.uniform(3).tolist()
    name = names.next()
    return MadePerson(
        name,
        role=role_of(name, roles[int(place[0] * len(roles))], language),
        sector=facts["sectors"][int(place[1] * len(facts["sectors"]))],
        size=facts["sizes"][int(place[2] * len(facts["sizes"]))],
    )


def _in_time(
    draws: Draws, language: Language, decks: Decks, lines: list[tuple[str, int, Said]], n_people: int
) -> tuple[MadeMessage, ...]:
    """Put lines on days, answer some, and add the notices that such a chat is full of."""
    start = _LAST_DAY - timedelta(days=_DAYS)
    made = [
        MadeMessage(_GENERAL, start, _ts(start, 480 + i, i), i, (), subtype="channel_join") for i in range(n_people)
    ]
    for k in range(_DAYS // 7):
        day = start + timedelta(days=7 * k + 1)
        made.append(MadeMessage(_GENERAL, day, _ts(day, 540, 900_000 + k), -1, (), subtype="bot_message"))
    day_of = draws.whole(len(lines), 1, _DAYS).tolist()
    minute_of, luck = draws.whole(len(lines), 500, 1080).tolist(), draws.uniform(2 * len(lines)).tolist()
    for k, (channel, user, said) in enumerate(lines):
        day = start + timedelta(days=day_of[k])
        ts = _ts(day, minute_of[k], k)
        other = (user + 1 + int(luck[2 * k] * (n_people - 1))) % n_people
        signs = (other, (other + 1) % n_people) if luck[2 * k + 1] < 0.2 and (other + 1) % n_people != user else ()
        made.append(MadeMessage(channel, day, ts, user, (said,), reactions=signs))
        if luck[2 * k + 1] > 0.7:
            answer = decks.neutral("neutral", language, "answer", "small_talk")
            reply_ts = _ts(day, minute_of[k] + 4, k)
            made.append(MadeMessage(channel, day, reply_ts, other, (answer,), thread=ts, mention=user))
    return tuple(sorted(made, key=lambda message: (message.ts, message.channel, message.user)))


def _ts(day: date, minute: int, number: int) -> str:
    """Return the time of a message; the decimals tell messages of one minute apart."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    return f"{int(at.timestamp())}.{number:06d}"


def chat_files(chat: MadeChat, folder: str = "chat") -> dict[str, bytes]:
    """Return the files of the export by path: people, channels, and the messages of each channel and day.

    Args:
        chat: The chat.
        folder: Folder in which they stand.
    """
    ids = [chat.user_id(i) for i in range(len(chat.people))]
    users = [
        {
            "id": user_id,
            "name": person.name.lower().replace(" ", "."),
            "deleted": False,
            "is_bot": False,
            "profile": {"real_name": person.name, "title": person.role},
        }
        for user_id, person in zip(ids, chat.people, strict=True)
    ]
    channels = [
        {"id": f"C0{k}", "name": name, "is_archived": False, "members": ids, "purpose": {"value": ""}}
        for k, name in enumerate(CHANNELS, start=1)
    ]
    days: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    replies: defaultdict[str, list[MadeMessage]] = defaultdict(list)
    for message in chat.messages:
        if message.thread:
            replies[message.thread].append(message)
    for message in chat.messages:
        path = f"{folder}/{message.channel}/{message.day.isoformat()}.json"
        days[path].append(_as_exported(chat, message, replies[message.ts]))
    made = {f"{folder}/users.json": _json(users), f"{folder}/channels.json": _json(channels)}
    return made | {path: _json(days[path]) for path in sorted(days)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _as_exported(chat: MadeChat, message: MadeMessage, replies: list[MadeMessage]) -> dict[str, Any]:
    text = " ".join(said.text for said in message.said)
    entry: dict[str, Any] = {"type": "message", "ts": message.ts}
    if message.subtype == "bot_message":
        return entry | {
            "subtype": message.subtype,
            "bot_id": "B01",
            "username": "calendar",
            "text": "Reminder: <https://calendar.example/week|this week's plan>",
        }
    user_id = chat.user_id(message.user)
    if message.subtype:
        text = f"<@{user_id}> has joined the channel"
        return entry | {"subtype": message.subtype, "user": user_id, "text": text}
    if message.mention >= 0:
        text = f"<@{chat.user_id(message.mention)}> {text}"
    entry |= {"user": user_id, "text": text.replace("&", "&amp;")}
    if replies:
        # As in a real export: the first message of a thread carries its own time as that of the thread.
        entry |= {"thread_ts": message.ts, "reply_count": len(replies)}
        entry["replies"] = [{"user": chat.user_id(reply.user), "ts": reply.ts} for reply in replies]
    if message.thread:
        entry |= {"thread_ts": message.thread, "parent_user_id": chat.user_id(message.mention)}
    if message.reactions:
        users = [chat.user_id(i) for i in message.reactions]
        entry["reactions"] = [{"name": "+1", "users": users, "count": len(users)}]
    return entry
