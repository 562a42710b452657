"""Outcomes: what each is, which deals it is known of, and its value for each."""
