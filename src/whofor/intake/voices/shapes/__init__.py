"""Shapes of known sources, as data."""
