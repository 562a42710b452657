"""Interviews: speakers are told apart, only answers count, each with what was asked before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_voices import codes, document, docx, left_out, only, prose, read, source
from whofor.days import iso_day
from whofor.intake.voices.speakers import who_asks
from whofor.intake.voices.turns import transcript_of
from whofor.intake.voices.voice_options import VoiceOptions
from whofor.model.voice import PartRole, SourceKind, VoiceDocument
from whofor.model.voice_reading import LeftOutReason, VoiceNoteCode, VoicesRead

ASKED = "How do you report a day on site?"
FIRST = "On paper, and I type it again at night."
SECOND = "About two hours, every day. Would you believe it?"

VTT = f"""WEBVTT

NOTE made

1
00:00:01.000 --> 00:00:03.000
<v Runa Falk>{ASKED}</v>

2
00:00:04.000 --> 00:00:06.000
<v Bengt Oster>On paper, and I type it</v>

3
00:00:06.000 --> 00:00:07.000
<v Bengt Oster>again at night.</v>

4
00:00:07.500 --> 00:00:07.900
<v Bengt Oster>Mm-hmm.</v>

5
00:00:08.000 --> 00:00:09.000
<v Runa Falk>How long does that take? Really?</v>

6
00:00:09.000 --> 00:00:12.000
<v Bengt Oster>{SECOND}</v>
"""
VTT_BY_COLON = (
    VTT.replace("<v Runa Falk>", "Runa Falk: ").replace("<v Bengt Oster>", "Bengt Oster: ").replace("</v>", "")
)
SRT = "\n\n".join(
    f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}"
    for n, line in enumerate(
        (
            f"Runa Falk: {ASKED}",
            "Bengt Oster: On paper, and I type it",
            "again at night.",
            "Runa Falk: How long does that take? Really?",
            f"Bengt Oster: {SECOND}",
        ),
        start=1,
    )
)
OTTER = f"""Runa Falk  0:01
{ASKED}

Bengt Oster  0:04
{FIRST}

Runa Falk  0:08
How long does that take? Really?

Bengt Oster  1:00:09
{SECOND}

Transcribed by https://otter.example
"""
MARKDOWN = f"""# Interview 4

**Interviewer:** Runa Falk
**Interviewee:** Bengt Oster, site manager
**Company size:** 51-200
**Date:** 2026-03-04

**Runa:** {ASKED}

**Bengt:** {FIRST}

**Runa:** How long does that take? Really?

**Bengt:** {SECOND}
"""
PLAIN = f"""[00:00:01] Runa Falk: {ASKED}
[00:00:04] Bengt Oster: {FIRST}
[00:00:08] Runa Falk: How long does that take? Really?
[00:00:09] Bengt Oster: {SECOND}
"""


def answers(found: VoicesRead) -> list[VoiceDocument]:
    """The documents in the order of the conversation."""
    return sorted(found.documents, key=lambda one: int(one.place.rpartition(":")[2]))


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.vtt", VTT), ("b.vtt", VTT_BY_COLON), ("c.srt", SRT), ("d.txt", OTTER), ("e.md", MARKDOWN), ("f.txt", PLAIN)],
)
def test_answers_with_what_was_asked_before_them(tmp_path: Path, name: str, text: str) -> None:
    found = read(prose(tmp_path / name, text))
    first, second = answers(found)
    assert [part.text.replace(" Mm-hmm.", "") for part in (*first.parts, *second.parts)] == [FIRST, SECOND]
    assert [part.question for part in (*first.parts, *second.parts)] == [ASKED, "How long does that take? Really?"]
    assert {part.role for part in (*first.parts, *second.parts)} == {PartRole.ANSWER}
    assert {(one.kind, one.source) for one in found.documents} == {(SourceKind.INTERVIEW, "interviews")}
    assert first.author == second.author != ""
    reading = source(found, "interviews")
    assert (reading.people, left_out(reading)[LeftOutReason.INTERVIEWER]) == (1, 2)


def test_what_stands_above_an_interview(tmp_path: Path) -> None:
    first, _ = answers(read(prose(tmp_path / "e.md", MARKDOWN)))
    assert iso_day(first.day) == "2026-03-04"
    assert dict(first.attributes) == {"job_title": "site manager", "size": "51-200"}
    spoken = answers(read(prose(tmp_path / "f.txt", PLAIN)))
    assert spoken[0].author == first.author, "one person in two interviews is one"


def test_a_word_document(tmp_path: Path) -> None:
    lines = [f"Runa Falk: {ASKED}", f"Bengt Oster: {FIRST}", "Runa Falk: Why?", "Bengt Oster: The app is too slow."]
    first, second = answers(read(docx(tmp_path / "x.docx", lines)))
    assert (first.parts[0].text, second.parts[0].question) == (FIRST, "Why?")


def test_fireflies_and_gong(tmp_path: Path) -> None:
    said = [("Runa Falk", ASKED), ("Bengt Oster", "On paper,"), ("Bengt Oster", "and I type it again at night.")]
    rows = [
        {
            "index": n,
            "speaker_name": who,
            "speaker_id": n,
            "text": text,
            "raw_text": text,
            "start_time": float(n),
            "end_time": n + 1.0,
        }
        for n, (who, text) in enumerate(said)
    ]
    one = only(
        read(document(tmp_path / "fireflies.json", {"data": {"transcript": {"title": "x", "sentences": rows[::-1]}}}))
    )
    assert (one.kind, one.parts[0].text, one.parts[0].question) == (SourceKind.INTERVIEW, FIRST, ASKED)
    monologues = [
        {"speakerId": "7", "sentences": [{"start": 0, "end": 900, "text": ASKED}]},
        {
            "speakerId": "8",
            "sentences": [
                {"start": 900, "end": 990, "text": "On paper,"},
                {"start": 991, "end": 999, "text": "and I type it again at night."},
            ],
        },
    ]
    call = only(
        read(document(tmp_path / "gong.json", {"callTranscripts": [{"callId": "1", "transcript": monologues}]}))
    )
    assert (call.kind, call.source, call.parts[0].text) == (SourceKind.PRIVATE, "calls", FIRST)
    parties = [
        {"speakerId": "7", "name": "Bengt Oster", "affiliation": "External"},
        {"speakerId": "8", "name": "Runa Falk", "affiliation": "Internal"},
    ]
    known = {"callTranscripts": [{"callId": "1", "parties": parties, "transcript": monologues}]}
    told = only(read(document(tmp_path / "gong2.json", known)))
    assert told.parts[0].text == ASKED, "who is of the own house is known, whoever asks"


def test_the_interviewer_can_be_named(tmp_path: Path) -> None:
    path = prose(tmp_path / "f.txt", PLAIN)
    found = read(path, options=VoiceOptions(interviewers=("bengt",)))
    assert [one.parts[0].text for one in answers(found)] == [ASKED, "How long does that take? Really?"]


def test_speakers_without_names_are_others_in_other_interviews(tmp_path: Path) -> None:
    text = "Speaker 1: How is it?\nSpeaker 2: It is slow on old phones.\nSpeaker 1: Why?\nSpeaker 2: {why}\n"
    prose(tmp_path / "talks" / "one.txt", text.format(why="The forms are long."))
    prose(tmp_path / "talks" / "two.txt", text.format(why="The network is bad."))
    found = read(tmp_path / "talks")
    assert source(found, "interviews").people == 2


def test_one_voice_alone_and_many_who_do_not_ask(tmp_path: Path) -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\nThe forms get lost\n\n00:02.000 --> 00:03.000\nevery single week.\n"
    found = read(prose(tmp_path / "x.vtt", cues))
    assert only(found).parts[0].text == "The forms get lost every single week."
    assert VoiceNoteCode.SPEAKERS_UNKNOWN in codes(found)
    told = transcript_of("Ann: It is slow.\nBob: It is dear.\nAnn: Very.")
    assert told is not None
    assert who_asks(told) == frozenset()


def test_notes_of_an_interview_without_speakers(tmp_path: Path) -> None:
    path = prose(tmp_path / "calls" / "notes.txt", "They print all forms twice, as the app loses them.")
    found = read(interviews=(path.parent,))
    one = only(found)
    assert (one.kind, one.source, one.parts[0].role) == (SourceKind.INTERVIEW, "calls", PartRole.ANSWER)


@pytest.mark.parametrize(
    "text",
    [
        "Meeting notes\nNext: buy paper\nLater: call the printer",
        "We saw https://a.example and it was fine: nothing more.",
        "Key: value\nOther key: other value\nThird: one more\n",
    ],
)
def test_prose_with_colons_is_no_conversation(text: str) -> None:
    assert transcript_of(text) is None


def test_a_french_interview(tmp_path: Path) -> None:
    text = (
        "Intervieweuse : Comment faites-vous vos rapports ?\n"
        "Participant (conducteur de travaux) : Sur papier, puis je recopie tout le soir.\n"
        "Intervieweuse : Combien de temps cela prend-il ?\n"
        "Participant (conducteur de travaux) : Euh\n"
        "Participant (conducteur de travaux) : Deux heures par jour.\n"
    )
    first, second = answers(read(prose(tmp_path / "x.txt", text)))
    assert dict(first.attributes) == {"job_title": "conducteur de travaux"}
    assert second.parts[0].question == "Combien de temps cela prend-il ?"
