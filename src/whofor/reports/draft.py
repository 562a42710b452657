"""Output of `import --init-mapping`: what was guessed of an export, and what to do next."""

from __future__ import annotations

from pathlib import Path

from whofor.intake.drafting import DraftedMapping, Reference
from whofor.reports.words import Words, words_of

__all__ = ["draft_text"]

_MOST_JOINS = 12


def draft_text(draft: DraftedMapping, path: Path, source: Path, language: str) -> str:
    """Return a short summary of a drafted mapping, line by line.

    Args:
        draft: What was guessed.
        path: Where the mapping was written.
        source: Where the files lie.
        language: `en` or `fr`.
    """
    words = words_of(language)
    lines = [words.text("draft.written", path=str(path)), "", words.text("draft.tables")]
    for table in draft.tables:
        row = {"table": table.table, "file": table.file, "rows": table.rows}
        if table.key is None:
            lines.append("  " + words.text("draft.table", **row))
        else:
            lines.append("  " + words.text("draft.table_key", **row, key=str(table.key.value)))
    if draft.references:
        lines += ["", words.text("draft.joins")]
        lines += [f"  {_reference(one, words)}" for one in draft.references[:_MOST_JOINS]]
    lines += ["", _outcome(draft, words)]
    doubtful = [
        f"{table.table}.{line.key}" for table in draft.tables for line in table.columns if line.sure == "unsure"
    ]
    if draft.deals.outcome.unsure:
        doubtful.insert(0, "deals.outcome")
    if doubtful:
        lines.append(words.text("draft.doubtful", lines=", ".join(doubtful)))
    if draft.unused:
        lines.append(words.text("draft.unused", files=", ".join(name for name, _ in draft.unused)))
    return "\n".join([*lines, words.text("draft.next", source=_quoted(source), path=_quoted(path))])


def _reference(one: Reference, words: Words) -> str:
    pair = one.pair
    there = {"file": pair.file, "header": pair.header, "to": pair.to, "key": pair.key}
    return words.text("draft.join", share=one.overlap.share, **there)


def _outcome(draft: DraftedMapping, words: Words) -> str:
    outcome = draft.deals.outcome
    counts = {name: outcome.counts.get(name, 0) for name in ("won", "lost", "open")}
    if outcome.won_in:
        return words.text("draft.outcome_presence", file=outcome.file, other=outcome.won_in, **counts)
    if not outcome.columns:
        return words.text("draft.outcome_nowhere")
    return words.text("draft.outcome", file=outcome.via or outcome.file, columns=" + ".join(outcome.columns), **counts)


def _quoted(path: Path) -> str:
    text = str(path)
    return f"'{text}'" if " " in text else text
