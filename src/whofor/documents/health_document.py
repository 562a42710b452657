"""The report of `doctor` as a JSON document."""

from __future__ import annotations

from dataclasses import asdict

from whofor.documents.values import Document
from whofor.model import Health

__all__ = ["health_document"]


def health_document(health: Health) -> Document:
    """Return what `doctor` found as one JSON document; how well a column is filled is a share of 0 to 1."""
    columns = [{**asdict(c), "fill": round(c.n_filled / c.n, 4) if c.n else None} for c in health.columns]
    return asdict(health) | {"columns": columns}
