"""Types of client and conditions as people say them, composed by a small grammar in the languages of the reports.

A segment becomes a plural noun (`manufacturers in Latin America with more than 200 people`) or a label of a few words;
a condition what it adds to such a noun. Words are data in `rules/` and in the catalogues; what only a grammar can tell
(articles, elision, agreement, the order of the parts) is in `grammar.py`.
"""

from whofor.reports.phrases.codes import has_opaque_value, naming_hint
from whofor.reports.phrases.grammar import and_list, or_list, together
from whofor.reports.phrases.labels import condition_label, segment_label
from whofor.reports.phrases.phrase import Phrase, condition_phrase, neighbour_phrases, phrase_of, segment_phrase

__all__ = [
    "Phrase",
    "and_list",
    "condition_label",
    "condition_phrase",
    "has_opaque_value",
    "naming_hint",
    "neighbour_phrases",
    "or_list",
    "phrase_of",
    "segment_label",
    "segment_phrase",
    "together",
]
