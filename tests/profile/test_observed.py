"""What clients of a type usually are: only what is commoner among them than elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.model.parameters import Kind, Parameter, Role
from whofor.profile.observed import usual_facts
from whofor.schema.rows import Attribute, Rows


def usual(n_clients: int, n_rest: int) -> list[tuple[str, float | None, float | None]]:
    """Of 100 clients and 100 others, so many of each are in France; the others are in Spain."""
    values = ["FR"] * n_clients + ["ES"] * (100 - n_clients) + ["FR"] * n_rest + ["ES"] * (100 - n_rest)
    place = Parameter("country", "Country", Role.DEFINITION, Kind.CATEGORY, "accounts")
    attribute = Attribute(place, np.array(values, dtype=object), "place")
    rows = Rows(opened=np.zeros(200), attributes=(attribute,), confounders=())
    clients = np.arange(200) < 100
    return [(f.what, f.figure, f.rest) for f in usual_facts([attribute], clients, ~clients, rows)]


@pytest.mark.parametrize(
    ("clients", "rest", "said"),
    [
        (90, 60, [("country = FR", 0.9, 0.6)]),
        (90, 88, []),
        # Nine in ten, but fewer than elsewhere: it is no trait of theirs.
        (85, 98, []),
    ],
)
def test_what_is_commoner_than_elsewhere_is_usual(
    clients: int, rest: int, said: list[tuple[str, float, float]]
) -> None:
    assert usual(clients, rest) == said
