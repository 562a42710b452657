"""Situations: what was going on at a client, from dated signals as of a day; rules as data, three answers, evidence."""
