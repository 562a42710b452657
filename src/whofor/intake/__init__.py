"""Intake: an export becomes canonical tables."""
