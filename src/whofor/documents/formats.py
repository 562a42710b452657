"""Formats of a saved result: the present one, and readers that convert documents of former ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from whofor.documents.values import Document
from whofor.errors import Problem, WorkspaceError
from whofor.lexicon.deal_names import USUAL_DEAL_NAME

__all__ = ["ADDED_TO_4", "FORMAT", "in_present_format"]

_ADDED_TO_1: Mapping[str, object] = {
    "contrasts": [],
    "value": None,
    "worth": [],
    "channels": None,
    "price": None,
    "facts": [],
    "facts_why": None,
    "situations": [],
    "clients": None,
    "interactions": None,
    "record_next": [],
    "also_passed": [],
    "n_also_passed": 0,
}
"""Keys that came while format 1 was in use; a document may lack those that are younger than it."""


def _from_1(document: Document) -> Document:
    """Return a document in which every key is there, and the `detail` of a measure is under a name of its own.

    The chances of hypotheses are left out: they meant another thing, and were too high.
    """
    present = cast("Document", _without_detail({**_ADDED_TO_1, **document}))
    hypotheses = present.get("hypotheses")
    if isinstance(hypotheses, list):
        present["hypotheses"] = [_without_chance(one) for one in cast("list[object]", hypotheses)]
    return present


def _without_chance(hypothesis: object) -> object:
    """Return a hypothesis without its chance; anything else as it is, to be refused later."""
    if not isinstance(hypothesis, Mapping):
        return hypothesis
    values = dict(cast("Mapping[str, object]", hypothesis)) | {"posterior_right_sign": None}
    codes = values.get("reason_codes")
    if isinstance(codes, list):
        of_chance = {"code": "hypothesis"}.items()
        values["reason_codes"] = [
            code
            for code in cast("list[object]", codes)
            if not (isinstance(code, Mapping) and of_chance <= cast("Mapping[str, object]", code).items())
        ]
    return values


def _without_detail(value: object) -> object:
    """Return the same values; the `detail` of a measure, which held days or a side, as `horizon_days` or `side`."""
    if isinstance(value, list):
        return [_without_detail(item) for item in cast("list[object]", value)]
    if not isinstance(value, Mapping):
        return value
    pairs = {key: _without_detail(item) for key, item in cast("Mapping[str, object]", value).items()}
    if "detail" in pairs and "better_assumed" in pairs:
        detail = str(pairs.pop("detail"))
        days = int(detail) if detail.isdecimal() else None
        pairs |= {"horizon_days": days, "side": detail if detail and days is None else None}
    return pairs


_ADDED_TO_2: Mapping[str, object] = {
    "channel_findings": [],
    "everyone_else": None,
    "understanding": None,
    "without": [],
}
"""Keys that format 3 has and format 2 has not."""


def _from_2(document: Document) -> Document:
    """Return a document with the keys that came with format 3, and without best levels of price.

    The best level was the one that brought most, whatever the odds.
    """
    present, worth = cast("Document", _without_best({**_ADDED_TO_2, **document})), document.get("worth")
    if isinstance(worth, list):
        present["worth"] = [_without_best(part) for part in cast("list[object]", worth)]
    return present


def _without_best(value: object) -> object:
    """Return a part of a document with prices that name no best level; anything else as it is."""
    if not isinstance(value, Mapping):
        return value
    part = dict(cast("Mapping[str, object]", value))
    price = part.get("price")
    return part | {"price": {**cast("Document", price), "best": None}} if isinstance(price, Mapping) else part


_ADDED_TO_3: Mapping[str, object] = {"deals_called": USUAL_DEAL_NAME}
"""Keys that format 4 has and format 3 has not."""


def _from_3(document: Document) -> Document:
    """Return a document with the keys that came with format 4."""
    return {**_ADDED_TO_3, **document}


ADDED_TO_4: Mapping[str, object] = {
    "accounts": None,
    "committees": [],
    "personas": [],
    "going_on": [],
    "expected": [],
    "processes": [],
    "soft_facts": [],
}
"""Keys that came while format 4 was in use; a document may lack them."""

_READERS: Sequence[Callable[[Document], Document]] = (_from_1, _from_2, _from_3)
"""Functions that turn a document of format 1, 2 ... into the next one."""

FORMAT = len(_READERS) + 1
"""Version of the document's shape; raised, with a reader of the former one, when that would no longer be read."""


def in_present_format(document: Mapping[str, object]) -> Document:
    """Return a document in the present format, converted from a former one; without a number it is of the first.

    Raises:
        WorkspaceError: Its format is newer than this version of whofor, or no format at all.
    """
    stated = document.get("format", 1)
    if not isinstance(stated, int) or isinstance(stated, bool) or not 1 <= stated <= FORMAT:
        newer = isinstance(stated, int) and stated > FORMAT
        todo = "Update whofor, or run `whofor run` again with this version." if newer else "Run `whofor run` again."
        what = "This saved run has a format that this version of whofor does not read"
        raise WorkspaceError(Problem(what, "format", str(stated)[:80], todo))
    present = dict(document)
    for reader in _READERS[stated - 1 :]:
        present = reader(present)
    return {**ADDED_TO_4, **present, "format": FORMAT}
