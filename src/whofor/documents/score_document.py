"""Scored prospects as a JSON value: chances and odds as they are, unrounded."""

from __future__ import annotations

from whofor.documents.values import Document, plain
from whofor.model.backtests import Backtests
from whofor.model.score_answer import ScoreAnswer, ScoredRow

__all__ = ["backtests_document", "score_document"]

_FORMAT = 1


def score_document(answer: ScoreAnswer) -> Document:
    """Return all that was found as one JSON-ready document."""
    card = answer.card
    allowed = dict(card.allowed_personal)
    head = {
        "base": card.base_in_force,
        "allowed_personal": allowed,
        "n": card.n,
        "n_won": card.n_won,
        "until": card.until,
        "lasting": card.lasting,
    }
    explained = None if answer.explained is None else _row(answer.explained)
    if explained is not None:
        explained["contributions"] = [plain(one) for one in answer.contributions]
    return {
        "format": _FORMAT,
        "grade": answer.grade.value,
        "source": answer.source,
        "day": answer.day,
        "n": answer.n,
        "n_repeated": answer.n_repeated,
        "card": {**head, "path": answer.path, "left_out": list(card.left_out), "recent": plain(card.recent)},
        "proof": plain(answer.proof),
        "learnt_auc": plain(answer.learnt_auc),
        "tiers": [plain(tier) for tier in answer.tiers],
        "rows": [_row(row) for row in answer.rows],
        "explained": explained,
        "lacking": plain(answer.lacking),
        "unnamed": dict(answer.unnamed),
        "spread": plain(answer.spread),
        "icps": [plain(one) for one in answer.icps],
        "profile_version": answer.profile_version,
        "worth": [plain(one) for one in answer.worth],
        "backtests": None if answer.backtests is None else backtests_document(answer.backtests),
        "notes": [{"note": note.value, "about": about} for note, about in answer.notes],
        "reading": [str(text) for text in answer.reading],
    }


def _row(row: ScoredRow) -> Document:
    found = dict(plain(row))
    # An edited weight moves the odds by exactly the edit: all digits are kept.
    return found | {"chance": row.chance, "odds": row.odds, "known_as": row.known_as.value or None}


def backtests_document(found: Backtests) -> Document:
    """Return both back-tests as one JSON-ready document, with whether the best customers are placed as wanted."""
    lists = dict(plain(found.lists))
    lists["kept"] = found.lists.kept
    lists["lists"] = [dict(plain(one)) | {"tiers": dict(one.tiers)} for one in found.lists.lists]
    peers = [plain(one) for one in found.peers]
    return {"lists": lists, "past": plain(found.past), "peers": peers, "absent": list(found.absent)}
