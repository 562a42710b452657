"""Words of the field that several packages share, in five languages, as data."""
