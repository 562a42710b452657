"""Weights from whofor.toml, and what may be wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from whofor.app.settings_file import read_settings
from whofor.errors import UsageError


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "whofor.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_weights_are_read_in_order(tmp_path: Path) -> None:
    path = written(tmp_path, "[mutual_value.weights]\ntime_saved = 2\nprice = 0.5\nfeedback = 0\n")
    assert read_settings(path) == (("feedback", 0.0), ("price", 0.5), ("time_saved", 2.0))


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, "")) == ()


def test_all_problems_come_together_with_near_names(tmp_path: Path) -> None:
    text = "colour = 1\n[mutual_value]\nweight = 2\n[mutual_value.weights]\nsuport_load = 1\nprice = -1\ncycle = 'x'\n"
    with pytest.raises(UsageError) as caught:
        read_settings(written(tmp_path, text))
    said = "\n".join(str(p) for p in caught.value.problems)
    assert len(caught.value.problems) == 5
    assert "support_load" in said
    assert "0 to 1000" in said
    assert "whofor.toml: mutual_value.weights.price" in said


@pytest.mark.parametrize("text", ["[mutual_value", b"\xff\xfe\x00", "mutual_value = 3"])
def test_what_is_no_settings_file_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(UsageError):
        read_settings(written(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")
