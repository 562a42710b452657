from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.errors import WorkspaceError
from whofor.workspace.claims import read_declared, write_declared

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(claims=st.dictionaries(TEXTS, st.dates(), max_size=5))
def test_what_is_written_is_read_again(claims: dict[str, date], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("claims")
    write_declared(folder, claims)
    assert read_declared(folder) == claims
    assert list(read_declared(folder)) == list(claims)


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_declared(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[declared", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"[declared]\nx = 3", "the day on which it was declared"),
        (b'[declared]\n"a" = 2026-03-12T10:00:00', "the day on which it was declared"),
        (b"declared = 3", r"under \[declared\]"),
        (b"[other]\na = 2026-03-12", r"under \[declared\]"),
        (b"x" * 1_000_001, "no plain file"),
    ],
)
def test_what_is_damaged_is_refused_with_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "claims.toml").write_bytes(content)
    with pytest.raises(WorkspaceError, match=said):
        read_declared(tmp_path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[declared]\n", encoding="utf-8")
    (tmp_path / "claims.toml").symlink_to(tmp_path / "mine.toml")
    with pytest.raises(WorkspaceError, match="no plain file"):
        read_declared(tmp_path)
