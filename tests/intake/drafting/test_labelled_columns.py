"""What a draft says of the labelled columns: what it calls sure is right, and nothing dangerous is said at all."""

import pytest

from made_columns import Labelled, Reading, draft_of_labelled, labelled, readings_of

EXPORTS = labelled()
LEAST_SURE_AND_RIGHT = 0.95


def read(exports: list[Labelled], rows: int = 0) -> list[Reading]:
    return [reading for export in exports for reading in readings_of(export, draft_of_labelled(export, rows))]


def share_right(readings: list[Reading]) -> float:
    return sum(reading.is_right for reading in readings) / len(readings)


def shown(readings: list[Reading]) -> list[str]:
    return [f"{one.label.header} ({one.label.code}): {', '.join(sorted(one.found))}" for one in readings]


def test_there_are_enough_columns() -> None:
    assert sum(len(export.labels) for export in EXPORTS) >= 500
    assert len({export.name for export in EXPORTS}) == len(EXPORTS)


@pytest.mark.parametrize("half", ["tune", "held", "fresh"])
@pytest.mark.parametrize("rows", [0, 20, 45, 120])
def test_what_is_sure_is_right(half: str, rows: int) -> None:
    readings = read([export for export in EXPORTS if export.half == half], rows)
    sure = [reading for reading in readings if reading.sure == "sure"]
    print(f"{half}, {rows or 'own'} rows: sure {share_right(sure):.1%} of {len(sure)}, all {share_right(readings):.1%}")
    assert len(sure) > len(readings) / 3
    assert share_right(sure) >= LEAST_SURE_AND_RIGHT, shown([one for one in sure if not one.is_right])


@pytest.mark.parametrize("rows", [0, 20, 45, 60, 120])
def test_nothing_dangerous_is_said(rows: int) -> None:
    dangers = [reading for reading in read(EXPORTS, rows) if reading.danger]
    assert shown(dangers) == []


@pytest.mark.parametrize("rows", [20, 45, 60, 120])
@pytest.mark.parametrize("export", [one for one in EXPORTS if one.name.startswith("sheet_")], ids=lambda one: one.name)
def test_plain_sheets_are_read_without_a_mapping(export: Labelled, rows: int) -> None:
    draft = draft_of_labelled(export, rows)
    assert draft.doubts == ()
    found = {one.label.code: one.found for one in readings_of(export, draft) if one.is_right}
    for code in ("company", "opened", "closed", "value", "stage", "owner", "source", "headcount"):
        if any(label.code == code for label in export.labels):
            assert code in found, code
    assert "deals.account_key" in found["company"]
    assert "deals.opened" in found["opened"]
