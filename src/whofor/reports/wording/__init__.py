"""Sentences that several sections of a report share: conditions, figures, outcomes, findings and reasons in words.

The sentences of one section alone are in its file in `reports/sections`.
"""
