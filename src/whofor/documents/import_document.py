"""The report of an import as a JSON document."""

from __future__ import annotations

from dataclasses import asdict

from whofor.documents.values import Document
from whofor.intake.mapping.detect import FileFit
from whofor.intake.report import ImportReport

__all__ = ["import_document"]


def import_document(report: ImportReport) -> Document:
    """Return the report of an import as one JSON document; confidences have three decimals."""
    reading = report.recognition
    return {
        "tables": {name: {"rows": table.rows, "columns": list(table.columns)} for name, table in report.tables.items()},
        "preset": report.preset,
        "confidence": _rounded(report.confidence),
        "files": [_file_document(fit) for fit in report.files],
        "also_fits": {"preset": report.rival[0], "confidence": _rounded(report.rival[1])} if report.rival else None,
        "guessed": [str(guess) for guess in report.guessed] or None,
        "unsure": list(reading.unsure),
        "unread": list(reading.unread),
        "only_customers": reading.only_customers,
        "data_hash": report.data_hash,
        "changed": report.changed,
        "stages": [asdict(stage) for stage in report.stages],
        "issues": [
            {"code": issue.code, "count": issue.count, "place": issue.place, "examples": list(issue.examples)}
            for issue in report.issues
        ],
        "warnings": [str(warning) for warning in report.warnings],
        "account_merges": [{**asdict(merge), "why": str(merge.why)} for merge in report.merges],
    }


def _file_document(fit: FileFit) -> Document:
    return {
        "file": fit.file,
        "table": fit.table or None,
        "confidence": _rounded(fit.confidence),
        **({} if fit.table else {"looks_like": fit.looks_like or None}),
    }


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 3)
