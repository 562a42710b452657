import json

import pytest

from made_results import RESULTS
from whofor.analysis.changes import changes_between
from whofor.documents.changes_document import changes_bytes, changes_document, read_changes
from whofor.errors import WorkspaceError


def test_what_is_written_is_read_again() -> None:
    changes = changes_between(RESULTS["found"], RESULTS["no_pattern"], None, ("2026-03-12", "2026-11-29"))
    assert changes.types
    assert read_changes(changes_bytes(changes)) == changes
    assert json.loads(changes_bytes(changes)) == json.loads(json.dumps(changes_document(changes)))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "types": 3}', b"\xff"])
def test_what_is_damaged_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(WorkspaceError, match="What changed since the run before cannot be read"):
        read_changes(content)
