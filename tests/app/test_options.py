"""What a user types becomes options; what is wrong is reported together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whofor.app.arguments import Arguments
from whofor.app.options import ImportKeywords, ImportOptions, find_options, import_options
from whofor.errors import UsageError, WorkspaceError
from whofor.model.options import FindOptions

TODAY = date(2026, 10, 1)


def test_nothing_typed_is_the_default() -> None:
    assert find_options({}, today=TODAY) == FindOptions()
    with Arguments() as read:
        assert import_options({}, read) == ImportOptions()


def test_everything_typed_is_read(tmp_path: Path) -> None:
    (tmp_path / "claims.txt").write_text("# a note\n\nsector = bank\n")
    (tmp_path / "whofor.toml").write_text("[mutual_value.weights]\nfeedback = 0.5\n")
    typed = {
        "outcome": "cycle",
        "better": "less",
        "seed": 3,
        "permutations": 500,
        "depth": 2,
        "min_support": 12,
        "most_segments": 3,
        "claims": ["country = FR"],
        "as_of": "2026-09-30",
        "alpha_by_depth": "3/1.5/1",
    }
    files = {"claims_file": tmp_path / "claims.txt", "settings": tmp_path / "whofor.toml"}
    assert find_options(typed, today=TODAY, **files) == FindOptions(
        outcome="cycle",
        better="less",
        seed=3,
        permutations=500,
        depth=2,
        min_support=12,
        most_segments=3,
        claims=("country = FR", "sector = bank"),
        as_of=date(2026, 9, 30),
        alpha_by_depth=(3, 1.5, 1),
        weights={"feedback": 0.5},
    )


def test_weights_typed_replace_those_of_the_settings_file(tmp_path: Path) -> None:
    settings = tmp_path / "whofor.toml"
    settings.write_text("[mutual_value.weights]\nfeedback = 0.5\n")
    typed = {"weights": ("price = 2", "cycle=0")}
    assert find_options(typed, today=TODAY, settings=settings).weights == (("cycle", 0.0), ("price", 2.0))


def test_all_that_is_wrong_is_reported_together(tmp_path: Path) -> None:
    typed = {"as_of": "yesterday", "alpha_by_depth": "two", "weights": ("price", "cycle=x"), "depth": 9}

    def settle() -> None:
        with Arguments() as read:
            read.language("xx")
            find_options(typed, today=TODAY, claims_file=tmp_path / "none.txt")

    with pytest.raises(UsageError) as caught:
        settle()
    places = [problem.place for problem in caught.value.problems]
    assert places == ["--lang", "--depth", "--alpha", "--weight", "--weight", "--as-of", "--claims"]


@pytest.mark.parametrize("text", ["2026-10-02", "2026-13-01", "30/09/2026", ""])
def test_days_that_cannot_be(text: str) -> None:
    with pytest.raises(UsageError, match="--as-of"):
        find_options({"as_of": text}, today=TODAY)


def test_today_is_no_day_to_come() -> None:
    assert find_options({"as_of": "2026-10-01"}, today=TODAY).as_of == FindOptions(as_of=TODAY).as_of


def test_keywords_of_an_import_are_its_options() -> None:
    assert set(ImportKeywords.__annotations__) == set(ImportOptions.__dataclass_fields__)
    with Arguments() as read:
        chosen = import_options({"mapping": Path("m.toml"), "merge": False, "company": "Acme"}, read)
    assert chosen == ImportOptions(mapping="m.toml", merge=False, company="Acme")


def test_other_errors_pass_where_no_argument_is_wrong() -> None:
    def opened(path: object) -> None:
        with Arguments() as read:
            read.path("workspace", path)
            raise WorkspaceError("gone")

    with pytest.raises(WorkspaceError):
        opened("w")
    with pytest.raises(UsageError, match="no path"):
        opened(3)
