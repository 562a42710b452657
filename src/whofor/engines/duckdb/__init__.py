"""DuckDB: the import and its SQL."""
