"""Importing: a plan carried out step by step through the port `Importer`. Knows no engine."""
