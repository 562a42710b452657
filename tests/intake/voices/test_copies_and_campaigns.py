"""Copies count once, campaigns are told, vendors are set apart; nothing depends on the order of rows and files."""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_voices import KEY, codes, left_out, prose, read, slack_folder, source, table, texts
from whofor.days import date_of
from whofor.intake.voices.near_copies import CopyText, copy_groups
from whofor.intake.voices.read_voices import read_voices
from whofor.intake.voices.tools import ToolNames
from whofor.intake.voices.vendor_posts import sells
from whofor.model.voice import SourceKind, VoiceDocument
from whofor.model.voice_reading import LeftOutReason, VoiceNoteCode, VoicesRead

HEADER = ["product_name", "love", "hate", "star_rating", "submitted_at", "user_name"]
LONG = "The forms are slow on old phones and get lost when the network is down on site"
WORDS = [
    "forms",
    "reports",
    "sync",
    "offline",
    "phone",
    "crew",
    "site",
    "plan",
    "export",
    "print",
    "week",
    "boss",
    "slow",
    "lost",
    "nice",
    "quick",
    "old",
    "new",
]


def review(love: str, hate: str = "", tool: str = "Planly", day: str = "2026-01-05") -> list[str]:
    return [tool, love, hate, "3", day, ""]


def sentence(random_words: random.Random, n: int = 14) -> str:
    return " ".join(random_words.choice(WORDS) for _ in range(n))


def test_near_equal_texts_about_one_tool_count_once(tmp_path: Path) -> None:
    rows = [
        review(LONG),
        review(LONG + "!"),
        review(LONG.replace("old", "older")),
        review(LONG, tool="Other"),
        review("Good"),
        review("Good"),
    ]
    found = read(table(tmp_path / "x.csv", [HEADER, *rows]))
    assert sorted((one.tool, texts(one)[0][:4]) for one in found.documents) == [
        ("Other", "The "),
        ("Planly", "Good"),
        ("Planly", "Good"),
        ("Planly", "The "),
    ]
    kept = next(one for one in found.documents if one.tool == "Planly" and len(texts(one)[0]) > 9)
    assert dict(kept.attributes) == {"copies": "2"}
    assert left_out(source(found, "g2")) == {LeftOutReason.DUPLICATE: 2}
    assert len({one.id for one in found.documents}) == 4
    assert VoiceNoteCode.COPIES in codes(found)


def test_texts_that_share_less_are_none() -> None:
    other = LONG.replace("slow", "quick").replace("lost", "saved").replace("down", "up").replace("old", "new")
    assert copy_groups([CopyText.of(LONG), CopyText.of(other)]) == [0, 1]


def test_short_equal_texts_of_one_author_count_once(tmp_path: Path) -> None:
    rows = [
        ["Author", "Review", "Rating"],
        ["Zelda Quist", "Far too slow", "1"],
        ["zelda quist", "Far too slow!", "1"],
        ["Otto Z", "Far too slow", "1"],
    ]
    found = read(table(tmp_path / "x.csv", rows))
    assert len(found.documents) == 2


@given(st.lists(st.sampled_from([LONG, LONG + " today", "Good", "Bad", LONG.upper()]), max_size=8))
def test_groups_are_those_of_equal_texts_whatever_the_method(given_texts: list[str]) -> None:
    groups = copy_groups([CopyText.of(text) for text in given_texts])
    for one, a in zip(groups, given_texts, strict=True):
        for other, b in zip(groups, given_texts, strict=True):
            if len(a) > 20 and len(b) > 20:
                assert one == other


def test_planted_copies_are_found_among_many() -> None:
    made = random.Random(5)
    originals = [sentence(made, 20) for _ in range(1_000)]
    copies = [text.replace(text.split()[3], text.split()[3] + "s", 1) for text in originals[:100]]
    groups = copy_groups([CopyText.of(text) for text in (*originals, *copies)])
    assert groups[1_000:] == list(range(100))
    assert groups[:1_000] == list(range(1_000))


def test_one_author_one_week_and_rewards_are_told(tmp_path: Path) -> None:
    made = random.Random(3)
    rows = [["Author", "Review", "Rating", "Date"]]
    for n in range(30):
        author = "Zelda Quist" if n < 6 else f"Person Number{chr(97 + n)}"
        day = date_of(20_458.0 + (n % 5 if n < 15 else 20 * n))
        text = sentence(made) + (" I received a gift card for this review." if n == 7 else "")
        rows.append([author, text, "4", day.isoformat()])
    found = read(table(tmp_path / "x.csv", rows))
    assert {VoiceNoteCode.ONE_AUTHOR, VoiceNoteCode.ONE_WEEK, VoiceNoteCode.INCENTIVES} <= codes(found)
    (author,) = [note for note in found.notes if note.code is VoiceNoteCode.ONE_AUTHOR]
    assert "wrote 6 of 30 texts" in author.text
    (week,) = [note for note in found.notes if note.code is VoiceNoteCode.ONE_WEEK]
    assert "15 of 30 texts were written in the week of 2026-01-05" in week.text
    assert source(found, "x").people == 25
    assert sum(dict(one.attributes).get("incentive") == "yes" for one in found.documents) == 1


def test_usual_texts_are_no_campaign(tmp_path: Path) -> None:
    made = random.Random(4)
    rows = [["Author", "Review", "Rating", "Date"]]
    rows += [
        [f"Person Number{chr(97 + n)}", sentence(made), "4", date_of(20_000.0 + 9 * n).isoformat()] for n in range(26)
    ]
    found = read(table(tmp_path / "x.csv", rows))
    assert codes(found) == {VoiceNoteCode.DRAFTED_MAPPING}


@pytest.mark.parametrize(
    "text",
    [
        "We built a small tool that plans your week, tell me what you think",
        "Link in bio if you want to try it",
        "Full disclosure: I'm the founder of Planly",
        "I built this app over the weekend: https://planly.example",
        "Use my code PLAN20 for a month free",
        "Nous avons développé une application de planning, vos retours ?",
        "Lien en bio pour essayer",
        "See https://planly.example/?utm_campaign=launch for more",
        "We just launched on Product Hunt today",
    ],
)
def test_posts_of_vendors(text: str) -> None:
    assert sells(text)


@pytest.mark.parametrize(
    "text",
    [
        "We built our whole process on paper forms",
        "I built the schedule in Excel and it takes hours",
        "Is there a free trial? The vendor does not answer",
        "I love this app, check out the offline mode",
        "Nous avons créé nos fiches dans Excel",
        "They launched a new version and it crashes",
        "See https://planly.example/docs for the limits",
        "My boss made me use it, I have no choice",
    ],
)
def test_posts_of_users(text: str) -> None:
    assert not sells(text, "zelda")


def test_vendors_posts_are_set_apart_but_not_reviews(tmp_path: Path) -> None:
    header = ["subreddit", "title", "selftext", "author"]
    posts = table(
        tmp_path / "posts.csv",
        [
            header,
            ["field", "New", "We built an app for crews. Link in bio.", "planly_hq"],
            ["field", "Old", "The forms get lost", "zorb_1"],
        ],
    )
    reviews = table(tmp_path / "g2.csv", [HEADER, review("We built an app with it in a day", "Slow")])
    found = read(posts, reviews)
    kinds = {texts(one)[-1]: one.kind for one in found.documents}
    assert kinds == {
        "We built an app for crews. Link in bio.": SourceKind.VENDOR,
        "The forms get lost": SourceKind.PUBLIC,
        "Slow": SourceKind.PUBLIC,
    }
    vendor = next(one for one in found.documents if one.kind is SourceKind.VENDOR)
    assert dict(vendor.attributes)["sells"] == "we built an app"


def test_tools_are_told_by_the_users_patterns(tmp_path: Path) -> None:
    header = ["subreddit", "title", "selftext", "author"]
    rows = [
        ["f", "a", "Plan-Ly loses my forms", "a_1"],
        ["f", "b", "Sitely or Planly?", "a_2"],
        ["f", "c", "Any tool?", "a_3"],
    ]
    found = read(table(tmp_path / "x.csv", [header, *rows]), tools={"Planly": "plan ly|planly*", "Sitely": ""})
    assert {texts(one)[1]: one.tool for one in found.documents} == {
        "Plan-Ly loses my forms": "Planly",
        "Sitely or Planly?": "",
        "Any tool?": "",
    }
    assert ToolNames({"C++": "c++", "R": "r"}).in_text("We use R and paper") == "R"


def without_place(found: VoicesRead) -> tuple[list[VoiceDocument], object, object]:
    """What is read, but for the numbers of rows."""
    left = [[(one.reason, one.count, one.examples) for one in reading.left_out] for reading in found.sources]
    return [replace(one, place="") for one in found.documents], left, found.notes


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_changes_nothing(shuffled: random.Random) -> None:
    made = random.Random(9)
    rows = [
        review(sentence(made), sentence(made), made.choice(["Planly", "Sitely"]), f"2026-0{made.randint(1, 9)}-11")
        for _ in range(30)
    ]
    rows += [review(LONG), review(LONG), review("Good"), review("Good"), review(""), review(LONG + " now", "Slow, too")]
    forum = [["f", "t", sentence(made), f"a_{made.randint(1, 9)}"] for _ in range(20)] + [["f", "t", "[removed]", "x"]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def written(order: random.Random | None) -> VoicesRead:
            if order is not None:
                order.shuffle(rows)
                order.shuffle(forum)
            paths = [
                table(folder / "g2.csv", [HEADER, *rows]),
                table(folder / "forum.csv", [["subreddit", "title", "selftext", "author"], *forum]),
                slack_folder(folder / "slack"),
                prose(folder / "talk.txt", "Ann: How?\nBob: On paper.\nAnn: Why?\nBob: The app is slow."),
            ]
            if order is not None:
                order.shuffle(paths)
            return read_voices(paths, key=KEY)

        assert without_place(written(None)) == without_place(written(shuffled))


def test_twenty_thousand_reviews_take_less_than_twenty_seconds(tmp_path: Path) -> None:
    made = random.Random(2)
    vocabulary = ["".join(made.choice("abcdefghijklmnop") for _ in range(made.randint(2, 9))) for _ in range(4_000)]
    rows = [
        [
            made.choice(["Planly", "Sitely"]),
            *(" ".join(made.choices(vocabulary, k=25)) for _ in range(2)),
            "4",
            "2026-01-05",
            "",
        ]
        for _ in range(2_000)
    ]
    path = table(tmp_path / "x.csv", [HEADER, *rows])
    started = time.process_time()
    found = read(path)
    # A tenth of them, in a tenth of the time: nothing grows with the square of their number.
    assert time.process_time() - started < 4
    assert len(found.documents) == 2_000
