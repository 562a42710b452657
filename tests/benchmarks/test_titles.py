"""The benchmark of titles on the labelled file, on files of every dialect, and on files that are none."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]
HEADER = "title,language,seniority,department\n"
ROWS = HEADER + "CEO,en,c_level,general_management\nDirecteur général,fr,c_level,general_management\n"


@pytest.fixture(scope="module")
def titles() -> ModuleType:
    spec = importlib.util.spec_from_file_location("titles_of_people", PROJECT / "benchmarks" / "titles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["titles_of_people"] = module
    spec.loader.exec_module(module)
    return module


def test_the_labelled_titles_are_told(titles: ModuleType, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_dir / "labels" / "titles.csv"
    labels = titles.read_labels(path)
    answers = {label.title: titles.read_title(label.title) for label in labels}
    assert {label.language for label in labels} == {"en", "fr"}
    for language in ("en", "fr"):
        some = [label for label in labels if label.language == language]
        seniority, department = (titles.score(question, some, answers) for question in ("seniority", "department"))
        assert seniority.titles > 50
        assert seniority.accuracy >= 0.95
        assert department.accuracy >= 0.90
        assert max(seniority.share_wrong, department.share_wrong) <= 0.03
    assert titles.main([str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("titles: en (")


def test_right_wrong_and_unknown_are_counted(
    titles: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        f"{HEADER}CEO,en,c_level,general_management\nDirector,en,manager,sales\nLeiter,en,director,unknown\n"
        "Acme,en,unknown,unknown\nComptable,fr,unknown,finance\n",
        encoding="utf-8",
    )
    assert titles.main([str(path), "-v"]) == 0
    lines = capsys.readouterr().out.splitlines()
    # en: CEO and Acme right, Director wrong, Leiter merely unknown; the department of Director is merely unknown.
    assert lines[-1] == (
        "titles: en (4): seniority 0.500 right 0.250 wrong, department 0.750 right 0.000 wrong; "
        "fr (1): seniority 0.000 right 1.000 wrong, department 1.000 right 0.000 wrong; "
        "all (5): seniority 0.400 right 0.400 wrong, department 0.800 right 0.000 wrong"
    )
    assert "wrong: seniority of 'Director' (en) is manager, not director: director" in lines
    assert "unknown: seniority of 'Leiter' (en) is director, not unknown: " in lines
    assert "wrong: seniority of 'Comptable' (fr) is unknown, not staff: comptable" in lines
    assert "unknown: department of 'Director' (en) is sales, not unknown: " in lines


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode("utf-8-sig"),
        ROWS.encode("utf-16"),
        ROWS.encode("cp1252"),
        ROWS.replace(",", ";").encode(),
        ROWS.replace(",", "\t").replace("\n", "\r\n").encode(),
        ROWS.replace("title,language", " Title , LANGUAGE").encode() + b"\n\n,,,\n",
        ("id," + ROWS.replace("\n", "\n1,")).encode().removesuffix(b"1,"),
        ROWS.replace("CEO", '"CEO"').encode(),
    ],
)
def test_files_of_every_dialect(
    titles: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(content)
    assert titles.main([str(path)]) == 0
    assert "all (2): seniority 1.000 right 0.000 wrong, department 1.000" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title,seniority,department\nCEO,c_level,sales\n", "there is no column language. The columns are: title, se"),
        (b"a,b\n1,2\n", "there is no column title and no column language and no column seniority and no column depart"),
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (HEADER.encode(), "the file holds no title"),
        (
            HEADER.encode() + b"CEO,en,clevel,sales\n",
            "labels.csv:2: this is no seniority (“clevel”). Did you mean 'c_lev",
        ),
        (HEADER.encode() + b"CEO,en\n", "labels.csv:2: this is no seniority"),
        (b"\x00\x01\x02\xff\xfe", "there is no column title"),
        (HEADER.encode() + b'"' + b"x" * 200_000 + b"\n", "this is no CSV"),
    ],
)
def test_files_that_are_none(
    titles: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(content)
    assert titles.main([str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_is_not_there(
    titles: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert titles.main([str(tmp_path / name)]) == 1
    assert "the labels cannot be read" in capsys.readouterr().err


def test_halves_are_the_rows_in_their_order(
    titles: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(ROWS, encoding="utf-8")
    shown = []
    for half in ("first", "second"):
        assert titles.main([str(path), "--half", half]) == 0
        shown.append(capsys.readouterr().out.splitlines()[-1].split(":")[1])
    assert shown == [" en (1)", " fr (1)"]


def test_a_hundred_thousand_different_titles_can_be_made(titles: ModuleType) -> None:
    made = titles.made_titles(titles.SPEED_ROWS)
    assert len(set(made)) == titles.SPEED_ROWS == 100_000
    assert made == titles.made_titles(titles.SPEED_ROWS)


def test_the_speed_is_told(
    titles: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(titles, "SPEED_ROWS", 500)
    assert titles.main(["--speed"]) == 0
    assert capsys.readouterr().out.startswith("titles: 500 distinct titles in 0.")


def test_nothing_to_do_is_a_wrong_call(titles: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        titles.main([])
    assert ended.value.code == 2
    assert "give a file with labels, or --speed" in capsys.readouterr().err
