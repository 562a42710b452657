"""What becomes of sentences that are read."""

from __future__ import annotations

import random
from dataclasses import replace

from made_said import review
from whofor.model.pains import SentenceFate
from whofor.model.voice import PartRole, TextPart, VoiceDocument
from whofor.research.pains.reading import in_order, read_sentences, sources_read

LONG = "The dispatcher calls every driver each morning because nobody can see where the vans are at that time of day"


def fates(documents: list[VoiceDocument]) -> list[tuple[str, SentenceFate]]:
    return [(one.text, one.fate) for _, one in read_sentences(documents, ("en", "fr"), tell_made)]


def tell_made(text: str, languages: object) -> str:
    return "pt" if text.startswith("Isto") else "en"


def test_every_sentence_has_a_fate_and_is_a_part_of_its_text() -> None:
    titled = review(
        1, body="The card never came. Shame! Shame! No complaints. Isto não funciona bem e é muito caro para nós."
    )
    titled = replace(titled, parts=(TextPart(PartRole.TITLE, "Lost cards"), *titled.parts))
    found = read_sentences([titled], ("en", "fr"), tell_made)
    for _, one in found:
        assert titled.parts[one.part].text[one.start : one.end] == one.text
    assert [one.fate for _, one in found] == [
        SentenceFate.USED,
        SentenceFate.USED,
        SentenceFate.USED,
        SentenceFate.DUPLICATE,  # said twice
        SentenceFate.FILLER,
        SentenceFate.OTHER_LANGUAGE,
    ]


def test_what_was_read_adds_up() -> None:
    documents = [
        review(1, pros="Easy. Fast.", cons="No issues"),
        review(2, body="Slow."),
        review(2, body="Dear.", source="b"),
    ]
    documents[2] = replace(documents[2], author="")
    read = sources_read(documents, read_sentences(documents, ("en",)))
    assert [(one.source, one.documents, one.people, one.has_authors, one.sentences) for one in read] == [
        ("b", 1, 1, False, 1),
        ("reviews", 2, 2, True, 4),
    ]
    for one in read:
        assert sum(n for _, n in one.by_fate) == one.sentences
    assert dict(read[1].by_fate)[SentenceFate.FILLER] == 1


def test_the_order_is_that_of_the_documents_themselves() -> None:
    documents = [review(i, body=f"text {i}", stars=float(i % 5)) for i in range(20)]
    documents.append(replace(documents[3], stars=float("nan")))
    shuffled = documents.copy()
    random.Random(0).shuffle(shuffled)
    assert [str(one) for one in in_order(shuffled)] == [str(one) for one in in_order(documents)]
