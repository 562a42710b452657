"""Forums, chats, tickets and surveys: only what people say counts, and each of them once."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from made_voices import (
    SLACK_DAY,
    SLACK_USERS,
    codes,
    document,
    left_out,
    only,
    read,
    slack_folder,
    source,
    table,
    texts,
)
from whofor.days import iso_day
from whofor.model.voice import PartRole, SourceKind
from whofor.model.voice_reading import LeftOutReason, VoiceNoteCode


def test_reddit_as_a_table_with_removed_posts(tmp_path: Path) -> None:
    header = ["id", "title", "selftext", "author", "subreddit", "score", "num_comments", "created_utc", "permalink"]
    header += ["link_flair_text", "keyword"]
    rows = [
        [
            "t3_a",
            "Forms",
            "They get lost every week",
            "zorb_77",
            "field",
            "12",
            "3",
            "1767225600",
            "/r/field/a",
            "Help",
            "forms",
        ],
        ["t3_b", "Gone", "[removed]", "x_9", "field", "1", "0", "1767225600", "/r/field/b", "", "forms"],
        ["t3_c", "Gone", "[deleted]", "[deleted]", "field", "1", "0", "1767225600", "/r/field/c", "", "forms"],
        ["t3_d", "https://a.example", "", "y_9", "field", "1", "0", "1767225600", "/r/field/d", "", "forms"],
        [
            "t3_e",
            "Rules",
            "Be kind. *I am a bot, and this action was performed automatically.*",
            "mod",
            "f",
            "1",
            "0",
            "1767225600",
            "/e",
            "",
            "",
        ],
    ]
    found = read(table(tmp_path / "posts.csv", [header, *rows]))
    one = only(found)
    assert (texts(one), iso_day(one.day), one.kind) == (
        ["Forms", "They get lost every week"],
        "2026-01-01",
        SourceKind.PUBLIC,
    )
    assert dict(one.attributes) == {
        "community": "field",
        "keyword": "forms",
        "replies": "3",
        "score": "12",
        "topic": "Help",
    }
    assert left_out(source(found, "reddit")) == {LeftOutReason.EMPTY: 1, LeftOutReason.REMOVED: 2, LeftOutReason.BOT: 1}


def test_a_listing_of_reddit_with_answers_below_answers(tmp_path: Path) -> None:
    inner = {
        "kind": "t1",
        "data": {
            "body": "We print them twice",
            "author": "zorb_2",
            "subreddit": "field",
            "parent_id": "t1_a",
            "replies": "",
        },
    }
    comment = {
        "body": "Ours get lost too",
        "author": "zorb_1",
        "subreddit": "field",
        "parent_id": "t3_a",
        "created_utc": 1767225600.0,
    }
    comment["replies"] = {"kind": "Listing", "data": {"children": [inner]}}
    post = {
        "title": "Forms",
        "selftext": "They get lost",
        "author": "zorb_0",
        "subreddit": "field",
        "score": 4,
        "thumbnail": "x",
    }
    tree = [
        {"data": {"children": [{"kind": "t3", "data": post}]}},
        {"data": {"children": [{"kind": "t1", "data": comment}]}},
    ]
    found = read(document(tmp_path / "thread.json", tree))
    assert sorted(texts(one)[-1] for one in found.documents) == [
        "Ours get lost too",
        "They get lost",
        "We print them twice",
    ]
    assert source(found, "reddit").people == 3
    assert all("thumbnail" not in dict(one.attributes) for one in found.documents)


def test_discourse_with_quotes_staff_and_system_posts(tmp_path: Path) -> None:
    posts = [
        {
            "username": "ida",
            "name": "Ida Vermeulen",
            "created_at": "2026-01-02T10:00:00Z",
            "post_number": 1,
            "cooked": "<p>Sync <b>fails</b> on site.</p>",
        },
        {
            "username": "rolf",
            "created_at": "2026-01-03T10:00:00Z",
            "post_number": 2,
            "reply_to_post_number": 1,
            "user_title": "Builder",
            "raw": '[quote="ida, post:1"]Sync fails[/quote]\nSame since May.',
        },
        {
            "username": "team",
            "staff": True,
            "created_at": "2026-01-04T10:00:00Z",
            "post_number": 3,
            "cooked": "<p>We fixed it for all of you.</p>",
        },
        {
            "username": "system",
            "created_at": "2026-01-05T10:00:00Z",
            "post_number": 4,
            "action_code": "closed.enabled",
            "cooked": "<p>Closed.</p>",
        },
    ]
    found = read(document(tmp_path / "topic.json", {"title": "Sync problems", "post_stream": {"posts": posts}}))
    by_text = {texts(one)[-1]: one for one in found.documents}
    assert set(by_text) == {"Sync fails on site.", "Same since May.", "We fixed it for all of you."}
    assert texts(by_text["Sync fails on site."], PartRole.TITLE) == ["Sync problems"]
    assert by_text["We fixed it for all of you."].kind is SourceKind.VENDOR
    assert dict(by_text["Same since May."].attributes)["user_title"] == "Builder"
    assert left_out(source(found, "discourse")) == {LeftOutReason.SYSTEM: 1}


def test_youtube_with_answers(tmp_path: Path) -> None:
    def snippet(text: str, who: str) -> dict[str, object]:
        return {
            "textOriginal": text,
            "authorChannelId": {"value": f"UC{who}"},
            "authorDisplayName": who,
            "likeCount": 2,
            "publishedAt": "2026-01-02T10:00:00Z",
        }

    answer = {"snippet": snippet("It lost mine too", "Ines")}
    item = {
        "snippet": {"topLevelComment": {"snippet": snippet("It lost my forms", "Otto")}, "totalReplyCount": 1},
        "replies": {"comments": [answer]},
    }
    found = read(document(tmp_path / "comments.json", {"items": [item]}))
    assert sorted(texts(one)[0] for one in found.documents) == ["It lost mine too", "It lost my forms"]
    assert source(found, "youtube").people == 2


@pytest.mark.parametrize("form", ["folder", "zip", "zip in a folder"])
def test_an_export_of_slack(tmp_path: Path, form: str) -> None:
    path = slack_folder(tmp_path / "export")
    if form != "folder":
        packed = tmp_path / ("zips/team.zip" if form == "zip in a folder" else "team.zip")
        packed.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("users.json", json.dumps(SLACK_USERS))
            archive.writestr("help/2026-01-01.json", json.dumps(SLACK_DAY))
        path = packed.parent if form == "zip in a folder" else packed
        if form == "zip":
            assert path.suffix == ".zip"
    found = read(path)
    by_text = {texts(one)[0]: one for one in found.documents}
    lost = by_text["[name] the forms get lost every week, see this list <3"]
    assert (lost.source, lost.kind, iso_day(lost.day)) == ("slack", SourceKind.PRIVATE, "2026-01-01")
    assert dict(lost.attributes) == {
        "channel": "help",
        "in_thread": "starts",
        "job_title": "Operations manager",
        "reactions": "4",
        "replies": "2",
    }
    answer = by_text["Same here, [name]. We print them twice."]
    assert answer.author not in ("", lost.author)
    assert by_text["Plan your week with Planly today"].kind is SourceKind.VENDOR
    assert left_out(source(found, "slack")) == {LeftOutReason.EMPTY: 1, LeftOutReason.SYSTEM: 1}
    assert VoiceNoteCode.VENDOR_POSTS in codes(found)


def test_a_day_of_slack_alone(tmp_path: Path) -> None:
    found = read(document(tmp_path / "help" / "2026-01-01.json", SLACK_DAY))
    assert source(found, "slack").used == 3


def test_intercom_only_the_client_counts(tmp_path: Path) -> None:
    def part(body: str | None, who: str, kind: str = "comment") -> dict[str, object]:
        author = {"type": who, "id": "9", "name": "Greta Holm", "email": "greta@holm.example"}
        return {"body": body, "author": author, "created_at": 1767225600, "part_type": kind}

    parts = [
        part("<p>Hello, how can I help?</p>", "bot"),
        part("<p>Try again.</p>", "admin"),
        part("<p>Still <b>lost</b>, Greta</p>", "user"),
    ]
    parts += [part("<p>Angry one</p>", "admin", "note"), part(None, "admin", "close")]
    conversation = {
        "id": "1",
        "created_at": 1767225600,
        "source": {**part("<p>My form is gone</p>", "user"), "subject": "Gone"},
    }
    conversation["conversation_parts"] = {"conversation_parts": parts}
    found = read(document(tmp_path / "intercom.json", {"conversations": [conversation]}))
    assert sorted(texts(one)[-1] for one in found.documents) == ["My form is gone", "Still lost, [name]"]
    assert {one.kind for one in found.documents} == {SourceKind.PRIVATE}
    reading = source(found, "intercom")
    assert reading.people == 1
    assert left_out(reading) == {LeftOutReason.BOT: 1, LeftOutReason.STAFF: 2, LeftOutReason.SYSTEM: 1}


def test_zendesk_does_not_tell_the_request_twice(tmp_path: Path) -> None:
    comments = [
        {"author_id": 5, "body": "The export is empty", "public": True, "created_at": "2026-01-02T10:00:00Z"},
        {"author_id": 8, "body": "Please send a screenshot", "public": True, "created_at": "2026-01-02T11:00:00Z"},
        {"author_id": 5, "body": "It was empty again today", "public": True, "created_at": "2026-01-03T10:00:00Z"},
        {"author_id": 8, "body": "Known bug", "public": False, "created_at": "2026-01-03T11:00:00Z"},
    ]
    ticket = {
        "id": 1,
        "subject": "Export",
        "description": "The export is empty",
        "requester_id": 5,
        "priority": "high",
        "created_at": "2026-01-02T10:00:00Z",
        "comments": comments,
    }
    found = read(document(tmp_path / "tickets.json", {"tickets": [ticket]}))
    assert sorted(map(texts, found.documents)) == [["Export", "The export is empty"], ["It was empty again today"]]
    assert left_out(source(found, "zendesk")) == {LeftOutReason.STAFF: 2}


def test_zendesk_as_a_table(tmp_path: Path) -> None:
    header = ["Ticket ID", "Subject", "Description", "Requester", "Requester email", "Created at", "Priority"]
    row = [
        "1",
        "Export",
        "The export is empty, says Greta",
        "Greta Holm",
        "greta@holm.example",
        "2026-01-02 10:00",
        "High",
    ]
    one = only(read(table(tmp_path / "t.csv", [header, row])))
    assert (texts(one), dict(one.attributes)) == (["Export", "The export is empty, says [name]"], {"priority": "High"})


def test_google_forms_in_french(tmp_path: Path) -> None:
    header = [
        "Horodateur",
        "Adresse e-mail",
        "Quel est votre poste ?",
        "Combien de salariés ?",
        "Quel outil utilisez-vous ?",
    ]
    header += [
        "Qu'est-ce qui vous fait perdre du temps ?",
        "Sur une échelle de 0 à 10, nous recommanderiez-vous ? (0-10)",
    ]
    rows = [
        [
            "01/02/2026 10:11:12",
            "ines@mail.example",
            "Conducteur de travaux",
            "51-200",
            "Excel",
            "Recopier les fiches papier le soir",
            "2",
        ],
        [
            "13/02/2026 10:11:12",
            "otto@mail.example",
            "Gérant",
            "1-10",
            "Papier",
            "Chercher les plans sur le chantier",
            "4",
        ],
    ]
    found = read(table(tmp_path / "reponses.csv", [header, *rows]))
    first = min(found.documents, key=lambda one: one.day)
    assert iso_day(first.day) == "2026-02-01"
    assert [(part.role, part.text, part.question) for part in first.parts] == [
        (PartRole.ANSWER, "Recopier les fiches papier le soir", "Qu'est-ce qui vous fait perdre du temps ?")
    ]
    assert dict(first.attributes)["job_title"] == "Conducteur de travaux"
    assert dict(first.attributes)["size"] == "51-200"
    assert "Excel" in dict(first.attributes).values()
    assert first.stars == 1.8
    assert (first.source, first.kind, source(found, "survey").people) == ("survey", SourceKind.PRIVATE, 2)


def test_google_forms_in_english_knows_praise_from_complaints(tmp_path: Path) -> None:
    header = [
        "Timestamp",
        "What do you like most about the tool?",
        "What is the biggest problem with it?",
        "What would you improve?",
    ]
    row = [
        "1/31/2026 10:11:12",
        "The offline forms of the app",
        "The reports take ages to load",
        "A button to print it all",
    ]
    one = only(read(table(tmp_path / "x.csv", [header, row])))
    assert [(part.role, part.question) for part in one.parts] == [
        (PartRole.PROS, header[1]),
        (PartRole.CONS, header[2]),
        (PartRole.WISH, header[3]),
    ]


def test_typeform(tmp_path: Path) -> None:
    header = [
        "#",
        "What slows you down on site?",
        "Which tool do you use?",
        "Start Date (UTC)",
        "Submit Date (UTC)",
        "Network ID",
    ]
    rows = [
        ["a1b2", "Waiting for signed papers", "Excel", "2026-01-02 10:00:00", "2026-01-02 10:05:00", "ff01"],
        ["a1b3", "Typing everything a second time", "Excel", "2026-01-03 10:00:00", "2026-01-03 10:05:00", "ff02"],
    ]
    found = read(table(tmp_path / "x.csv", [header, *rows]))
    first = min(found.documents, key=lambda one: one.day)
    assert (texts(first), iso_day(first.day)) == (["Waiting for signed papers"], "2026-01-02")
    assert dict(first.attributes) == {"which_tool_do_you_use": "Excel"}


def test_names_in_surveys_are_not_kept_but_masked(tmp_path: Path) -> None:
    header = ["Timestamp", "Your name", "Email", "What is hardest about reporting?", "How satisfied are you (1-5)?"]
    rows = [
        ["2026-01-02 10:00", "Zelda Quist", "z@m.example", "Zelda types it all twice at night", "2"],
        ["2026-01-03 10:00", "Otto Zwingli", "o@m.example", "Waiting for signed papers", "4"],
    ]
    found = read(table(tmp_path / "s.csv", [header, *rows]))
    first = min(found.documents, key=lambda one: one.day)
    assert (texts(first), first.stars, first.attributes) == (["[name] types it all twice at night"], 2.0, ())
    assert source(found, "survey").people == 2
    assert VoiceNoteCode.PERSONAL_COLUMNS in codes(found)
