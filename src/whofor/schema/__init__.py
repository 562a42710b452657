"""The canonical tables, and how an export's columns become theirs."""
