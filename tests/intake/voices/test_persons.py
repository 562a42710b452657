"""No person is in what is kept: not their names, addresses, numbers, handles, links, in any made file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_voices import KEY, codes, document, only, prose, read, slack_folder, table, texts
from whofor.errors import UsageError
from whofor.intake.voices.privacy import PersonMask, author_hash, author_name
from whofor.intake.voices.read_voices import read_voices
from whofor.model.voice_reading import VoiceNoteCode, VoicesRead
from whofor.text import fold

GIVEN = ("Zelda", "Ottokar", "Brünhilde", "Jean-Loup", "Maëlys", "Xiomara", "Wulf", "Quentin")
SURNAMES = ("Quistgaard", "Zwingli", "Vandenbroucke", "O'Hanrahan", "de la Fontenelle", "Øverland", "Papadakis")
NAMES = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
HANDLES = st.from_regex(r"[a-z]{3,8}_[a-z]{2,5}[0-9]{2}", fullmatch=True)


def everything(found: VoicesRead) -> str:
    """All that is kept, folded."""
    return fold(repr(found.documents) + repr([reading.left_out for reading in found.sources]) + repr(found.pages))


def words_of_name(name: str) -> list[str]:
    """The words of a name that are told from others."""
    return [word for word in fold(name).replace("'", " ").replace("-", " ").split() if len(word) > 3]


@given(author=NAMES, other=NAMES, handle=HANDLES)
def test_no_name_and_no_address_of_made_files_is_kept(author: str, other: str, handle: str) -> None:
    mail, first = f"{handle}@mail.example", author.partition(" ")[0]
    said = [
        f"I am {author} and the forms get lost every week. Write to {mail} or +33 1 42 68 53 00.",
        f"Thanks {first}! IBAN FR76 3000 6000 0112 3456 7890 189, see https://linkedin.com/in/{handle}/ or @{handle}.",
        f"{other} told me that it is slow; ask u/{handle} or {author.upper()}.",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        header = ["Author", "Review", "Rating", "Avatar", "Profile URL", "E-mail"]
        rows = [
            [author, text, "2", f"https://a.example/{handle}.png", f"https://a.example/u/{handle}", mail]
            for text in said
        ]
        rows.append([other, "It is fine for our small team of five", "5", "", "", ""])
        rows.append([handle, f"{handle} here: I would like to print it all", "4", "", "", ""])
        table(folder / "t" / "reviews.csv", [header, *rows])
        talk = f"Runa Falk: How is it, {first}?\n{author}: {said[0]}\nRuna Falk: Why?\n{author}: {said[1]}\n"
        prose(folder / "t" / "talk.txt", talk)
        user = {"id": "U1", "name": handle, "real_name": author, "profile": {"display_name": handle}}
        message = {"type": "message", "user": "U1", "text": f"{said[1]} {handle} asks", "ts": "1767225600.1"}
        joined = {
            "type": "message",
            "subtype": "channel_join",
            "user": "U1",
            "text": f"{author} has joined",
            "ts": "1767225600.0",
        }
        document(folder / "t" / "slack" / "users.json", [user])
        document(folder / "t" / "slack" / "help" / "2026-01-01.json", [joined, message])
        html = f"<h1>Plan</h1><blockquote>It saves us hours each day</blockquote><cite>{author}, COO, Acme SA</cite>"
        prose(folder / "site" / "index.html", html)
        found = read_voices([folder / "t"], key=KEY, competitors=[folder / "site"])
    assert len(found.documents) >= 6, "what is said in two files counts once"
    kept = everything(found)
    # In the talk of others a given name alone may be a word; whole names, addresses and handles are never kept.
    for secret in (fold(author), fold(other), handle, mail, "3000 6000", "42 68 53", f"/in/{handle}"):
        assert secret not in kept
    for word in words_of_name(author):
        assert word not in kept


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mail jo@mail.example, call 01 42 68 53 00", "Mail [email], call [phone]"),
        ("IBAN: DE89 3704 0044 0532 0130 00!", "IBAN: [iban]!"),
        ("thanks @jo_planner and /u/some-body", "thanks [handle] and [handle]"),
        ("see https://x.com/jo or facebook.com/jo.plan", "see [profile] or [profile]"),
        ("we pay 1200 EUR for 350 users since 2024-05-06", "we pay 1200 EUR for 350 users since 2024-05-06"),
        ("two lines\nstay two, jo@mail.example", "two lines\nstay two, [email]"),
    ],
)
def test_what_is_masked_whoever_it_is(text: str, masked: str) -> None:
    assert PersonMask([]).masked(text, ()) == masked


def test_words_are_no_names_but_where_they_are() -> None:
    mask = PersonMask([])
    assert mask.masked("It will work, and Will agrees", ("Will Hope",)) == "It will work, and [name] agrees"
    assert mask.masked("Hope’s list, I hope", ("Will Hope",)) == "[name]'s list, I hope" or "[name]’s list, I hope"
    assert mask.masked("de la forme", ("Ana de la Forma",)) == "de la forme"


def test_authors_are_keyed_hashes() -> None:
    one = author_hash("Zelda Quist", KEY)
    assert len(one) == 16
    assert set(one) <= set("0123456789abcdef")
    assert one == author_hash(" zelda  QUIST", KEY)
    assert one != author_hash("Zelda Quist", b"another")
    assert one != author_hash("Zelda Quisp", KEY)
    # RFC 4231, test case 2, as the hash of a name: HMAC-SHA-256 of "what do ya want for nothing?" with "Jefe".
    assert author_hash("what do ya want for nothing?", b"Jefe") == "5bdcc146bf60754e"
    with pytest.raises(UsageError, match="empty"):
        author_hash("Zelda", b"")


@pytest.mark.parametrize(
    "name", ["Anonymous", "[deleted]", "", "Verified User in Construction", "Utilisateur anonyme", "-", "N/A"]
)
def test_names_of_nobody(name: str) -> None:
    assert author_name(name) == ""


def test_columns_about_persons_are_not_kept(tmp_path: Path) -> None:
    header = ["Review", "Rating", "Phone", "Date of birth", "Team"]
    found = read(
        table(
            tmp_path / "x.csv",
            [header, ["The reports are slow on site", "2", "+33 1 42 68 53 00", "1980-05-05", "Field"]],
        )
    )
    assert dict(only(found).attributes) == {"team": "Field"}
    assert VoiceNoteCode.PERSONAL_COLUMNS in codes(found)


def test_names_of_files_name_nobody(tmp_path: Path) -> None:
    text = "Runa Falk: How is it?\nBengt Oster: It is slow on site.\nRuna Falk: Why?\nBengt Oster: Long forms."
    found = read(prose(tmp_path / "interview_bengt_oster.txt", text))
    assert "oster" not in everything(found)


def test_the_key_is_not_in_what_is_kept(tmp_path: Path) -> None:
    found = read(slack_folder(tmp_path / "x"))
    assert KEY.decode() not in json.dumps(repr(found))
    assert all("Mara" not in text for one in found.documents for text in texts(one))


def test_a_tool_is_no_person_though_somebody_is_called_so() -> None:
    names = ["Ottokar Zapier", "Zelda Quist"]
    assert (
        PersonMask(names, ["Zapier"]).masked("Zapier fails, says Quist", ("Ottokar Zapier",))
        == "Zapier fails, says [name]"
    )
    assert PersonMask(names).masked("Zapier fails", ("Ottokar Zapier",)) == "[name] fails"
