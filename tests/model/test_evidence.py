"""Findings: their kind is the first letter of their id."""

from __future__ import annotations

import pytest

from whofor.model import FindingKind


@pytest.mark.parametrize(
    ("finding_id", "kind"),
    [
        ("S1", FindingKind.POSITIVE),
        ("N12", FindingKind.NEGATIVE),
        ("C2", FindingKind.CLAIM),
        ("H3", FindingKind.HYPOTHESIS),
    ],
)
def test_the_kind_of_a_finding(finding_id: str, kind: FindingKind):
    assert FindingKind.of(finding_id) is kind


def test_an_id_of_no_kind_is_an_error():
    with pytest.raises(ValueError, match="X"):
        FindingKind.of("X1")
