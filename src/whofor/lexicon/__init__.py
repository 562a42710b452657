"""Words of the field that several packages share, as data."""
