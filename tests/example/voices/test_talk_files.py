"""Chat, forums and interviews, read back from their files as any program would."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from made_corpus import Made
from whofor.example.voices.said import PlantedGrade, PlantedKind
from whofor.example.voices.wordings import table

TAG = re.compile(r"<aside.*?</aside>|<[^>]+>", re.DOTALL)


def messages(made: Made) -> list[dict[str, Any]]:
    return [
        entry | {"file": path}
        for path in made.files
        if path.startswith("chat/") and path.count("/") == 2
        for entry in json.loads(made.text(path))
    ]


def listing(made: Made, path: str) -> list[dict[str, Any]]:
    return [child["data"] for child in json.loads(made.text(path))["data"]["children"]]


def topic(made: Made) -> dict[str, Any]:
    return json.loads(made.text("forum/discourse_topic.json"))


def test_the_chat_is_an_export_with_people_channels_and_days(made: Made) -> None:
    users = json.loads(made.text("chat/users.json"))
    channels = json.loads(made.text("chat/channels.json"))
    ids = {user["id"] for user in users}
    assert len(ids) == len(users) == 26
    assert {message["file"].split("/")[1] for message in messages(made)} == {channel["name"] for channel in channels}
    for message in messages(made):
        at = datetime.fromtimestamp(float(message["ts"]), UTC)
        assert message["file"].endswith(f"/{at:%Y-%m-%d}.json")
        assert message.get("user", "U0101") in ids
    stamps = Counter(message["ts"] for message in messages(made))
    assert stamps.most_common(1)[0][1] == 1


def test_the_chat_has_what_such_an_export_is_full_of(made: Made) -> None:
    found = messages(made)
    kinds = Counter(message.get("subtype", "") for message in found)
    assert kinds["channel_join"] == 26
    assert kinds["bot_message"] == 5
    assert kinds[""] > 100
    by_ts = {message["ts"]: message for message in found}
    answers = [message for message in found if message.get("thread_ts", message["ts"]) != message["ts"]]
    assert len(answers) > 20
    for answer in answers:
        first = by_ts[answer["thread_ts"]]
        assert first["reply_count"] == len(first["replies"])
        assert {"user": answer["user"], "ts": answer["ts"]} in first["replies"]
        assert answer["text"].startswith(f"<@{first['user']}> ")
        assert answer["user"] != first["user"]
    signs = [sign for message in found for sign in message.get("reactions", [])]
    assert len(signs) > 10
    assert all(sign["count"] == len(sign["users"]) for sign in signs)


def test_what_is_praised_in_public_is_complained_of_in_private(made: Made) -> None:
    language = made.corpus.language
    entry = table(f"pains_{language}")["lost_comments"]
    complaints = [*entry["plain"], *entry["talk"]]
    praises = table(f"praises_{language}")["praise"]["reliable"]["review"]
    who = {message["user"] for message in messages(made) if message["text"] in complaints}
    known = made.truth.contradiction
    assert (known.private_complaints, known.private_people) == (len(who), 26)
    assert (known.tool, known.private_complaints) == ("Brenivane", 13)
    # In public: by the words of the reviews of this tool, French ones included.
    french = table("praises_fr")["praise"]["reliable"]["review"]
    reviews = [
        sentence
        for sentence in made.truth.sentences
        if sentence.file.startswith("reviews/") and sentence.tool == known.tool and not sentence.copied
    ]
    praising = {(s.file, s.place) for s in reviews if s.said.text in (*praises, *french)}
    assert known.public_praise == len(praising) > 8 * known.public_complaints


def test_the_forums_have_posts_comments_and_a_topic(made: Made) -> None:
    posts, comments = listing(made, "forum/reddit_posts.json"), listing(made, "forum/reddit_comments.json")
    assert len(posts) > 30
    assert len(comments) > 12
    assert sum(post["selftext"] in ("[removed]", "[deleted]") for post in posts) == 2
    assert {comment["link_id"] for comment in comments} <= {post["name"] for post in posts}
    stream = topic(made)["post_stream"]["posts"]
    assert [post["post_number"] for post in stream] == list(range(1, topic(made)["posts_count"] + 1))
    assert any("<aside" in post["cooked"] for post in stream)
    authors = [entry["author"] for entry in (*posts, *comments)] + [post["username"] for post in stream]
    assert max(Counter(author for author in authors if author != "[deleted]").values()) == 1
    assert all(datetime.fromisoformat(post["created_at"]).tzinfo for post in stream)


def test_each_sentence_of_the_forums_stands_where_it_is_said_to(made: Made) -> None:
    body: dict[tuple[str, str], str] = {}
    for post in listing(made, "forum/reddit_posts.json"):
        body["forum/reddit_posts.json", str(int(post["id"]))] = f"{post['title']}\n{post['selftext']}"
    for comment in listing(made, "forum/reddit_comments.json"):
        body["forum/reddit_comments.json", str(int(comment["id"][1:]))] = comment["body"]
    for post in topic(made)["post_stream"]["posts"]:
        text = html.unescape(TAG.sub("", post["cooked"])) + "\n" + topic(made)["title"]
        body["forum/discourse_topic.json", str(post["id"] - 90_000)] = text
    found = [sentence for sentence in made.truth.sentences if sentence.file.startswith("forum/")]
    assert len(found) > 60
    assert all(sentence.said.text in body[sentence.file, sentence.place] for sentence in found)
    assert len(made.truth.promotions) == 3


def turns(made: Made, path: str) -> list[tuple[str, str]]:
    """Speaker and text of each turn of a transcript, by the form that its ending tells."""
    text = made.text(path)
    patterns = {
        "vtt": r"<v ([^>]+)>(.*?)</v>",
        "srt": r"--> [\d:,]+\n([^:\n]+): (.*)\n",
        "txt": r"(?:^|\n)([^\n]+)  \d+:\d\d\n(.+)\n",
        "md": r"\*\*([^*]+):\*\* (.*)\n",
    }
    return re.findall(patterns[path.rpartition(".")[2]], text)


def interview_paths(made: Made) -> list[str]:
    return [path for path in made.files if path.startswith("interviews/")]


def test_there_are_eight_interviews_in_four_forms_and_two_languages(made: Made) -> None:
    paths = interview_paths(made)
    assert Counter(path.rpartition(".")[2] for path in paths) == {"vtt": 2, "srt": 2, "txt": 2, "md": 2}
    assert Counter(interview.language for interview in made.corpus.interviews)[made.corpus.language] == 5
    assert made.text(next(path for path in paths if path.endswith(".vtt"))).startswith("WEBVTT\n")
    sectors = Counter(interview.person.sector for interview in made.corpus.interviews)
    assert sectors["Fintech"] == 3


def test_the_one_who_asks_most_is_the_interviewer(made: Made) -> None:
    for path, interview in zip(interview_paths(made), made.corpus.interviews, strict=True):
        found = turns(made, path)
        assert [(name, text) for name, text in found] == [
            (interview.interviewer if turn.asks else interview.person.name, " ".join(s.text for s in turn.said))
            for turn in interview.turns
        ]
        asked = Counter(name for name, text in found if text.rstrip().endswith("?"))
        assert asked.most_common(1)[0][0] == interview.interviewer
        assert asked[interview.person.name] == 0


@pytest.mark.parametrize("grade", [PlantedGrade.FACT, PlantedGrade.OPINION, PlantedGrade.HYPOTHETICAL])
def test_answers_have_grades(made: Made, grade: PlantedGrade) -> None:
    answers = [s for s in made.truth.sentences if s.file.startswith("interviews/") and s.said.grade is grade]
    assert len(answers) >= 8
    if grade is PlantedGrade.HYPOTHETICAL:
        assert {s.said.kind for s in answers} == {PlantedKind.WISH}
    if grade is PlantedGrade.OPINION:
        # Somebody who was asked and has no such pain.
        assert {s.said.contrary for s in answers} == {entry["denied"] for entry in table("interviews")["respondent"]}


def test_all_fintech_companies_asked_tell_of_the_wait_for_approval(made: Made) -> None:
    asked = [interview for interview in made.corpus.interviews if interview.person.sector == "Fintech"]
    said = [{s.topic for turn in interview.turns for s in turn.said} for interview in asked]
    assert [("approval_wait" in topics) for topics in said] == [True, True, True]
