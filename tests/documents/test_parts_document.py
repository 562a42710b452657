import json

import pytest

from made_results import RESULTS
from whofor.documents.parts_document import parts_bytes, parts_document, read_parts
from whofor.errors import WorkspaceError
from whofor.model.parts import PartCount, PartedAnswer, PartFigure, PartList, PartRun, SharedType, Sharing


def answer() -> PartedAnswer:
    found = RESULTS["found"].search.segments[0]
    figures = (
        PartFigure("Starter", found.id, Sharing.FOUND, found.segment, found.confirm, found.rest_confirm),
        PartFigure("Suite", "", Sharing.TESTED, found.segment, found.search, found.rest_search),
    )
    counts = (PartCount("Starter", 400), PartCount("Suite", 180))
    parts = PartList("product", "Produit", counts, (PartCount("Old", 12),), 7, 100)
    runs = (PartRun("Starter", 400, "a" * 12), PartRun("Suite", 180, "b" * 12))
    return PartedAnswer(parts, runs, (SharedType(1, figures),))


def kept() -> PartedAnswer:
    return read_parts(parts_bytes(answer()))


def test_what_is_written_is_read_again() -> None:
    # Figures are rounded when they are written; what was read is written and read to the same.
    assert read_parts(parts_bytes(kept())) == kept()
    assert (kept().parts, kept().runs) == (answer().parts, answer().runs)
    assert [f.segment for f in kept().shared[0].figures] == [f.segment for f in answer().shared[0].figures]
    assert json.loads(parts_bytes(answer())) == json.loads(json.dumps(parts_document(answer())))


def test_the_results_stand_beside_their_runs() -> None:
    document = parts_document(answer(), [{"answer": "found"}, {"answer": "no_pattern"}])
    assert [(one["value"], one["result"]["answer"]) for one in document["parts"]] == [
        ("Starter", "found"),
        ("Suite", "no_pattern"),
    ]
    assert read_parts(json.dumps(document).encode()) == kept()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b'{"format": 1, "parts": 3}',
        b"\xff",
        b'{"format": 1, "parts": [], "shared": []}',
    ],
)
def test_what_is_damaged_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(WorkspaceError, match="What the parts of the deals share cannot be read"):
        read_parts(content)
