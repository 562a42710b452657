"""The measure of kinds of sentences: figures by hand, and files that it refuses."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from whofor.errors import InputError
from whofor.model.pains import SentenceKind
from whofor.model.voice import PartRole, SourceKind

PROJECT = Path(__file__).parents[2]
PAIN, PRAISE, WISH, NEUTRAL = SentenceKind.PAIN, SentenceKind.PRAISE, SentenceKind.WISH, SentenceKind.NEUTRAL
HEAD = "dataset,field,lang,stars,kind,text\n"


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_of_sentences", PROJECT / "benchmarks" / "sentences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measure_of_sentences"] = module
    spec.loader.exec_module(module)
    return module


def labels(measure: ModuleType, tmp_path: Path, rows: str) -> list[Any]:
    path = tmp_path / "labels.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return measure.read_labels(path)


def test_figures_by_hand(measure: ModuleType, tmp_path: Path) -> None:
    rows = "".join(f"a,text,en,,{kind},x\n" for kind in ("pain", "pain", "praise", "wish", "neutral"))
    told = [PAIN, PRAISE, PRAISE, PAIN, NEUTRAL]
    line = measure.figures(labels(measure, tmp_path, rows), told)
    # F1: pain 2·1/(2+2), praise 2·1/(1+2), wish 0, neutral 1; need 2·2/(3+2).
    assert "accuracy 0.600, macro-F1 0.542, need-F1 0.800, opposite 0.200" in line


def test_where_it_was_said_is_read(measure: ModuleType, tmp_path: Path) -> None:
    rows = "a,love,en,5,praise,x\nb,body,en,,neutral,x\nb,title,en,,neutral,x\nc,title,en,4.5,praise,x\n"
    rows += 'd,overall,en,,praise,"Pros: fast"\nd,answer,fr,,pain,x\n'
    found = [one.where for one in labels(measure, tmp_path, rows)]
    assert [one.role for one in found[:2]] == [PartRole.PROS, PartRole.BODY]
    assert [one.in_review for one in found[1:5]] == [False, False, True, True]
    assert found[3].stars == 4.5
    assert found[4].role is PartRole.PROS
    assert found[5].kind is SourceKind.INTERVIEW


def test_all_mistakes_are_said_together(measure: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        labels(measure, tmp_path, "a,text,en,many,pain,x\na,text,en,,anger,x\n")
    assert [one.value for one in caught.value.problems] == ["anger", "many"]
    with pytest.raises(InputError, match="no sentence"):
        labels(measure, tmp_path, "")
    with pytest.raises(InputError, match="cannot be read"):
        measure.read_labels(tmp_path / "nowhere.csv")
