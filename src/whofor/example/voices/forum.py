"""Posts of two forums: a listing and its comments in the shape of Reddit, a topic in the shape of Discourse."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from whofor.example.draws import Draws
from whofor.example.voices.cast import MadeNames
from whofor.example.voices.said import Said, joined
from whofor.example.voices.wordings import Decks, Language
from whofor.example.world import AS_OF

__all__ = ["MadePost", "draw_forum", "forum_files"]

LISTING, COMMENTS, TOPIC = "forum/reddit_posts.json", "forum/reddit_comments.json", "forum/discourse_topic.json"

_COMMUNITY = "campaign_work_example"
_PAINS = (
    *("approval_wait",) * 7,
    *("figures_by_hand",) * 7,
    *("price_per_seat",) * 6,
    *("setup_long",) * 5,
    *("support_slow",) * 5,
    *("audit_trail",) * 4,
    *("rights_expire",) * 4,
    *("lost_comments",) * 2,
)
"""What is complained of, a person each: as in the reviews the shares differ, and none is absent. A convention."""
_PRAISES = ("easy", "support_quick", "reliable", "looks", "saves_time", "connects", "fair_price", "quick_start")
_WISHES = ("mobile", "calendar", "languages")
_NEUTRAL_POSTS = 12
_PROMOTIONS = 3
_TAKEN_AWAY = (("[removed]", "[deleted]"), ("[deleted]", "[deleted]"))
_DAYS = 700


@dataclass(frozen=True, slots=True)
class MadePost:
    """One post or comment.

    Attributes:
        number: What it is told apart by.
        place: Path of its file.
        author: Name of the author; `[deleted]` where it was taken away.
        day: Its day.
        minute: Minute of that day.
        title: Its title; empty for a comment.
        said: What is said, title apart.
        answers: Number of the post that it answers; 0 where it answers none.
        gone: What stands in its place where it was taken away; empty where it was not.
        promotion: Whether somebody who sells wrote it.
    """

    number: int
    place: str
    author: str
    day: date
    minute: int
    title: tuple[Said, ...]
    said: tuple[Said, ...]
    answers: int = 0
    gone: str = ""
    promotion: bool = False


def draw_forum(seed: int, language: Language, names: MadeNames, decks: Decks) -> tuple[MadePost, ...]:
    """Draw the posts, each by another author, in the order of their numbers.

    Args:
        seed: Seed of the draws.
        language: Language of the posts.
        names: Where names come from.
        decks: Where texts come from.
    """
    draws = Draws(seed, 104)
    contents = [(decks.pain(key, language, "talk"),) for key in _PAINS]
    contents += [(decks.praise(key, language, "talk"),) for key in _PRAISES]
    contents += [(decks.wish(key, language, "talk"),) for key in _WISHES]
    contents += [(decks.neutral("neutral", language, "forum"),) for _ in range(_NEUTRAL_POSTS)]
    contents += [(decks.neutral("promotion", language, "post", "promotion"),) for _ in range(_PROMOTIONS)]
    contents = [contents[i] for i in draws.order(len(contents)).tolist()]
    days = draws.whole(len(contents), 1, _DAYS).tolist()
    minutes, luck = draws.whole(len(contents), 0, 1439).tolist(), draws.uniform(len(contents)).tolist()
    made: list[MadePost] = []
    for i, said in enumerate(contents):
        place = LISTING if i < len(contents) // 2 else COMMENTS if i < 3 * len(contents) // 4 else TOPIC
        own = said if luck[i] < 0.5 else (decks.neutral("neutral", language, "forum"), *said)
        titled = place == LISTING or (place == TOPIC and (not made or made[-1].place != TOPIC))
        title = (decks.neutral("neutral", language, "forum_title", "title"),) if titled else ()
        first = next((post.number for post in made if post.place == TOPIC), 0)
        answers = 1 + int(luck[i] * (len(contents) // 2)) if place == COMMENTS else first if place == TOPIC else 0
        day = AS_OF - timedelta(days=days[i])
        promotion = said[0].topic == "promotion"
        made.append(MadePost(i + 1, place, names.next(), day, minutes[i], title, own, answers, promotion=promotion))
    for body, author in _TAKEN_AWAY:
        made.append(MadePost(len(made) + 1, LISTING, author, AS_OF, 600, (), (), gone=body))
    return tuple(made)


def forum_files(posts: tuple[MadePost, ...]) -> dict[str, bytes]:
    """Return the files of the forums by path."""
    listing = [_reddit_post(post) for post in posts if post.place == LISTING]
    comments = [_reddit_comment(post) for post in posts if post.place == COMMENTS]
    topic = [post for post in posts if post.place == TOPIC]
    stream = {"posts": [_discourse_post(post, k) for k, post in enumerate(topic, start=1)]}
    title = joined(topic[0].title) if topic else ""
    return {
        LISTING: _json({"kind": "Listing", "data": {"after": None, "children": listing}}),
        COMMENTS: _json({"kind": "Listing", "data": {"after": None, "children": comments}}),
        TOPIC: _json({"id": 4711, "title": title, "posts_count": len(topic), "post_stream": stream}),
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _moment(post: MadePost) -> datetime:
    return datetime(post.day.year, post.day.month, post.day.day, tzinfo=UTC) + timedelta(minutes=post.minute)


def _handle(name: str) -> str:
    """Return the name under which somebody writes in a forum."""
    return name if name.startswith("[") else name.lower().replace(" ", "_")


def _reddit_post(post: MadePost) -> dict[str, Any]:
    link = f"/r/{_COMMUNITY}/comments/{post.number:04d}/"
    body = post.gone or joined(post.said, "\n\n")
    data = {
        "id": f"{post.number:04d}",
        "name": f"t3_{post.number:04d}",
        "title": joined(post.title) or "[deleted by user]",
        "selftext": body,
        "author": _handle(post.author),
        "subreddit": _COMMUNITY,
        "score": 3 + 7 * post.number % 90,
        "num_comments": post.number % 6,
        "created_utc": _moment(post).timestamp(),
        "permalink": link,
        "url": f"https://forum.example{link}",
        "link_flair_text": ("Question", "Discussion", None)[post.number % 3],
    }
    return {"kind": "t3", "data": data}


def _reddit_comment(post: MadePost) -> dict[str, Any]:
    data = {
        "id": f"c{post.number:04d}",
        "body": joined(post.said, "\n\n"),
        "author": _handle(post.author),
        "subreddit": _COMMUNITY,
        "score": 1 + 5 * post.number % 40,
        "created_utc": _moment(post).timestamp(),
        "link_id": f"t3_{post.answers:04d}",
        "parent_id": f"t3_{post.answers:04d}",
        "permalink": f"/r/{_COMMUNITY}/comments/{post.answers:04d}/c{post.number:04d}/",
    }
    return {"kind": "t1", "data": data}


def _discourse_post(post: MadePost, number: int) -> dict[str, Any]:
    """Return one post of a topic; every third answer quotes the first, which is not said again."""
    quote = ""
    if number > 1 and number % 3 == 0:
        quote = '<aside class="quote" data-post="1"><blockquote><p>[…]</p></blockquote></aside>\n'
    cooked = quote + "\n".join(f"<p>{html.escape(said.text, quote=False)}</p>" for said in post.said)
    return {
        "id": 90_000 + post.number,
        "username": _handle(post.author),
        "name": post.author,
        "created_at": _moment(post).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "cooked": cooked,
        "post_number": number,
        "reply_to_post_number": None if number == 1 else 1,
        "reply_count": 0,
        "score": 1.0 + number,
        "user_title": "Regular" if number % 4 == 0 else None,
        "staff": False,
    }
