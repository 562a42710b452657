"""Figures with their intervals: outcomes of rows, estimates, comparisons. Made once, used by all steps."""
