"""Stages of the deals: a table of how each was read, and the line of mapping that confirms what was guessed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from whofor.model import StageSummary
from whofor.reports.blocks import Table
from whofor.reports.catalogue import clean, escaped
from whofor.reports.words import Words

__all__ = ["line_of_mapping", "stage_lines", "stages_table"]

_MOST_ROWS = 25
_ENDINGS = ("won", "lost", "open")


def stages_table(stages: Sequence[StageSummary], words: Words) -> Table:
    """Return stage by pipeline with its deals by outcome, and how it was read; (?) marks a guess.

    Of more than 25 rows those that were guessed or are unknown are shown first, then the largest.
    """
    shown = sorted(stages, key=lambda one: (not (one.guessed or one.unknown), -one.n))[:_MOST_ROWS]
    pipelines = ("pipeline",) if any(one.pipeline for one in stages) else ()
    figures = ("n", *_ENDINGS, *(("unknown",) if any(one.unknown for one in stages) else ()))
    rows: list[tuple[str, ...]] = []
    for one in (one for one in stages if one in shown):
        read = words.text(f"stage_read.{one.read_by}") + (" (?)" if one.guessed else "")
        counts: list[int] = [getattr(one, name) for name in figures]
        names = [clean(getattr(one, name)) for name in (*pipelines, "stage")]
        rows.append((*names, read, *(words.number(n) if n else "" for n in counts)))
    head = [words.text(f"doctor.{key}") for key in (*pipelines, "stage", "stage_read", "deals", *figures[1:])]
    if len(stages) > len(shown):
        more = words.plural("stages.more", len(stages) - len(shown))
        rows.append((more, *("" for _ in head[1:])))
    return Table(words.text("doctor.stages"), tuple(head), tuple(rows), n_words=2 + len(pipelines))


def stage_lines(stages: Sequence[StageSummary], words: Words) -> list[str]:
    """Return what to confirm: a sentence, the line of mapping to copy, and which stages nobody can tell; else nothing.

    Args:
        stages: Stages as they were read.
        words: Language of the output.
    """
    line = line_of_mapping(stages)
    unknown = list(dict.fromkeys(one.stage for one in stages if one.unknown))
    if not line and not unknown:
        return []
    lines = [words.text("stages.guessed"), f"  {line or _line({})}"]
    if unknown:
        names = ", ".join(clean(stage) for stage in unknown[:_MOST_ROWS])
        lines.append(words.plural("stages.unknown", sum(one.unknown for one in stages), stages=names))
    return lines


def line_of_mapping(stages: Sequence[StageSummary]) -> str:
    """Return the line that says what was guessed, for a mapping file; empty where nothing was.

    A stage that was read otherwise in another pipeline is named with its pipeline.
    """
    guessed = [(one, _outcome(one)) for one in stages if one.guessed and _outcome(one)]
    said: dict[str, list[str]] = {}
    for one, outcome in guessed:
        elsewhere = {other for same, other in guessed if same.stage == one.stage}
        name = f"{one.pipeline}: {one.stage}" if len(elsewhere) > 1 and one.pipeline else one.stage
        names = said.setdefault(outcome, [])
        if name not in names:
            names.append(name)
    return _line(said) if said else ""


def _outcome(one: StageSummary) -> str:
    """Return what most of its deals were read as; empty where nobody says."""
    best = max(_ENDINGS, key=lambda name: getattr(one, name))
    return best if getattr(one, best) else ""


def _line(said: dict[str, list[str]]) -> str:
    lists = ", ".join(f"{name} = [{_texts(said.get(name, ()))}]" for name in _ENDINGS)
    # In TOML, too, an escape is the character itself.
    return f"stage_means = {{ {escaped(lists)} }}"


def _texts(names: Iterable[str]) -> str:
    """Return TOML strings."""
    return ", ".join(json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f") for name in names)
