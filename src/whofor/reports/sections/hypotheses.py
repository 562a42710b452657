"""Hypotheses worth testing, where nothing is established."""

from __future__ import annotations

from whofor.reports.profiles import findings_section

__all__ = ["HYPOTHESES"]

HYPOTHESES = findings_section("hypotheses", lambda result: result.search.hypotheses)
