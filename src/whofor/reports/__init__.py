"""Results drawn: one JSON document, a terminal summary, one HTML page; every sentence in English and French.

Nothing is imported here, because the page and its charts load slowly and most commands need neither.
"""
