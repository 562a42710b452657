"""Mappings for exports of known CRMs: data, not code."""
