"""Shares that a made-up truth is given."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol

from whofor.errors import Problem, Sentence, UsageError

__all__ = ["check_shares"]


class _Shares(Protocol):
    """A dataclass whose fields are all shares."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def check_shares(shares: _Shares) -> None:
    """Raise an error where a field is no share.

    Args:
        shares: A dataclass whose fields are all shares from 0 to 1.

    Raises:
        UsageError: With all that are not.
    """
    problems = [
        Problem(Sentence("{name} must be a share from 0 to 1", name=field.name), value=str(getattr(shares, field.name)))
        for field in fields(shares)
        if not 0.0 <= getattr(shares, field.name) <= 1.0
    ]
    if problems:
        raise UsageError(problems)
