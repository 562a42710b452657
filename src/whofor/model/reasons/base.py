"""Reasons of verdicts, next steps and deals set aside, as typed values. `reports` holds the sentences.

Each class is one reason; its fields are the values that its sentence needs. The message id of a reason is its family
and its code: `reason.confirm_too_few`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import ClassVar

from whofor.model.waiting import WaitingTime

__all__ = ["REASONS", "Reason", "ReasonValue", "reason_of"]

ReasonValue = str | float | int | WaitingTime | None
"""Value named in a sentence: a word, a figure, a count, a time to wait; `None` for what an older run did not know."""


@dataclass(frozen=True)
class Reason:
    """A reason: a stable code with the values of its sentence.

    Attributes:
        family: First part of the message id, the same for all reasons of a kind.
        code: A stable code such as `rides_on_confounder`; second part of the message id.
    """

    family: ClassVar[str] = ""
    code: ClassVar[str] = ""

    def __init_subclass__(cls, code: str = "") -> None:
        """Name the reason after its class and make it known to `reason_of`; classes of a family have no code."""
        if Reason not in cls.__bases__:
            cls.code = code or re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
            # Documents hold the code alone, so that two reasons of one code could not be told apart.
            assert cls.code not in REASONS, f"two reasons have the code {cls.code!r}"
            REASONS[cls.code] = cls

    @property
    def params(self) -> Mapping[str, ReasonValue]:
        """The values that the sentence needs, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


REASONS: dict[str, type[Reason]] = {}
"""Every reason by its code."""

_FORMER_CODES = {"opposite_later": "opposite_held_back"}
"""Codes that saved runs may still hold, with the present ones."""


def reason_of(code: str, params: Mapping[str, ReasonValue]) -> Reason:
    """Return the reason of a code with its values, as a document holds them; values with a default may be missing.

    Raises:
        ValueError: There is no such reason, or its values are others.

    Example:
        >>> reason_of("confirmed", {"n": 45})
        Confirmed(n=45)
    """
    code = _FORMER_CODES.get(code, code)
    if code not in REASONS:
        raise ValueError(f"there is no reason {code!r}")
    known = fields(REASONS[code])
    wanted = [f.name for f in known]
    needed = {f.name for f in known if f.default is MISSING}
    if not needed <= set(params) <= set(wanted):
        raise ValueError(f"the reason {code!r} has the values {wanted}, not {sorted(params)}")
    return REASONS[code](**params)
