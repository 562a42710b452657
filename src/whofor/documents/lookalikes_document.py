"""Companies like the customers as a JSON value: a likeness, and no chance, by the names of its fields too."""

from __future__ import annotations

from whofor.documents.values import Document, plain
from whofor.model.lookalikes import LookalikeAnswer

__all__ = ["lookalikes_document"]

_FORMAT = 1


def lookalikes_document(found: LookalikeAnswer) -> Document:
    """Return all that was found as one JSON-ready document."""
    card = found.card
    facts = [{"block": b.id, "label": b.label, "bins": [plain(one) for one in b.bins]} for b in card.blocks]
    return {
        "format": _FORMAT,
        "is_chance": False,
        "grade": found.grade.value,
        "customers": found.customers,
        "market": found.market,
        "day": found.day,
        "n_customers": found.n_customers,
        "n_market": found.n_market,
        "n_known": found.n_known,
        "n_repeated": found.n_repeated,
        "check": plain(found.check),
        "facts": facts,
        "left_out": list(card.left_out),
        "tiers": [{"name": name, "n": n} for name, n in found.tiers],
        "rows": [plain(row) for row in found.rows],
        "lacking": list(found.lacking),
        "barred": list(found.barred),
        "unshared": list(found.unshared),
        "personal": list(found.personal),
        "too_good": found.too_good,
        "reading": [str(text) for text in found.reading],
    }
