"""Validation: which rows may be judged, which columns know too much, which segments may be believed."""
