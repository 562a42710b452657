"""The claims that were declared before the search, each tested as written."""

from __future__ import annotations

from whofor.reports.profiles import findings_section

__all__ = ["CLAIMS"]

CLAIMS = findings_section("claims", lambda result: result.search.claims)
