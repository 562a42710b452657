"""Segments: encoding attributes into terms, searching them, keeping those that say something of their own."""
