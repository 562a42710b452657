"""A drafted mapping as a JSON document."""

from __future__ import annotations

from pathlib import Path

from whofor.documents.values import Document
from whofor.intake.drafting import DraftedMapping

__all__ = ["draft_document"]


def draft_document(path: Path, draft: DraftedMapping) -> Document:
    """Return a drafted mapping as one JSON document.

    Args:
        path: The file it was written to.
        draft: What was guessed.
    """
    outcome = draft.deals.outcome
    return {
        "mapping": str(path),
        "tables": [
            {
                "table": table.table,
                "file": table.file,
                "rows": table.rows,
                "key": str(table.key.value) if table.key else None,
                "columns": {line.key: line.sure for line in table.columns},
                "extra": len(table.extras),
                "left_out": len(table.left_out),
            }
            for table in draft.tables
        ],
        "joins": [
            {
                "from": f"{one.pair.file}: {one.pair.header}",
                "to": f"{one.pair.to}: {one.pair.key}",
                "share": round(one.overlap.share, 4),
            }
            for one in draft.references
        ],
        "outcome": {
            "columns": list(outcome.columns),
            "won_if_in": outcome.won_in or None,
            "counts": dict(outcome.counts),
            "sure": not outcome.unsure,
        },
        "unsure": [
            f"{table.table}.{line.key}" for table in draft.tables for line in table.columns if line.sure == "unsure"
        ],
        "not_used": [{"file": name, "why": why} for name, why in draft.unused],
    }
