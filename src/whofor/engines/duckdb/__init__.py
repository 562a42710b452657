"""DuckDB: import, reading, and the SQL of both."""
