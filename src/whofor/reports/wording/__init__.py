"""Sentences that several sections of a report share: conditions, figures, outcomes, findings and reasons in words.

What one section alone says stands in its file in `reports/sections`.
"""
