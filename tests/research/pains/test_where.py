"""What is expected by where something was said."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model.voice import PartRole, SourceKind
from whofor.research.pains.rule_tables import rules
from whofor.research.pains.where import SaidWhere, where_chances, with_where


def test_every_row_is_a_distribution_and_every_role_has_one() -> None:
    for table in rules("where").values():
        for row in table.values():
            assert len(row) == 4
            assert sum(row) == pytest.approx(1.0)
    for role in PartRole:
        assert sum(where_chances(SaidWhere(role))) == pytest.approx(1.0)


def test_what_was_asked_for_tells_more_than_stars() -> None:
    assert where_chances(SaidWhere(PartRole.CONS, stars=5.0)) == (0.60, 0.04, 0.20, 0.16)
    assert where_chances(SaidWhere(PartRole.TITLE, stars=1.0))[0] == 0.75
    assert where_chances(SaidWhere(PartRole.BODY, stars=2.5))[0] == 0.40
    assert where_chances(SaidWhere(PartRole.BODY, in_review=False))[3] == 0.65
    assert where_chances(SaidWhere(PartRole.BODY, kind=SourceKind.PRIVATE))[3] == 0.65
    assert where_chances(SaidWhere(PartRole.ANSWER, kind=SourceKind.INTERVIEW)) == (0.25, 0.25, 0.25, 0.25)


def test_three_quarters_of_the_logarithm_are_added() -> None:
    text = np.array([[0.2, 0.4, 0.1, 0.3]])
    where = np.array([[0.6561, 0.0001, 0.0625, 0.2813]])
    joined = with_where(text, where)[0]
    # Fourth roots .9, .1, .5 cubed: .729, .001, .125
    wanted = np.array([0.2 * 0.729, 0.4 * 0.001, 0.1 * 0.125, 0.3 * 0.2813**0.75])
    assert joined == pytest.approx(wanted / wanted.sum())


def test_equal_expectations_change_nothing() -> None:
    text = np.array([[0.2, 0.4, 0.1, 0.3]])
    assert with_where(text, np.full((1, 4), 0.25)) == pytest.approx(text)
