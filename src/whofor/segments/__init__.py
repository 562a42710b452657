"""Segments: encoding attributes into terms, searching them, keeping those that others do not explain."""
