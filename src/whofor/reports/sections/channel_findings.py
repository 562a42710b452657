"""Channels that were found: facts seen only when people come, judged like types of client and told apart."""

from __future__ import annotations

from whofor.reports.profiles import findings_section

__all__ = ["CHANNEL_FINDINGS"]

CHANNEL_FINDINGS = findings_section("channel_findings", lambda result: result.search.channel_findings)
