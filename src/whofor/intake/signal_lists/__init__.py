"""Lists of accounts and of what happened at them become the tables of accounts and signals, without any deal.

Pure functions on headers, texts and rows that an importer lends; the words they go by are data, in `rules/words.toml`.
"""
