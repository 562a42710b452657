"""Intake: from an export to canonical tables."""
