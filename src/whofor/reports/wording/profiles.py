"""Profiles in words: how far a type of client may be relied on."""

from __future__ import annotations

from whofor.model.profile import Icp, IcpVerdict
from whofor.reports.words import Words

__all__ = ["verdict_mark"]


def verdict_mark(icp: Icp, words: Words) -> str:
    """Return what stands behind the name of a type of client that did not pass; nothing behind the others."""
    if icp.verdict is IcpVerdict.PASS:
        return ""
    values = {"day": words.day(icp.declared)} if icp.declared else {}
    key = "provisional" if icp.verdict is IcpVerdict.PROVISIONAL else icp.verdict.value.lower()
    return " " + words.text(f"profile.verdict_{key}", **values)
