"""Results drawn: a terminal summary and one HTML page, from the same sections; every sentence in English and French.

Nothing is imported here, because the page and its charts load slowly and most commands need neither.
"""
