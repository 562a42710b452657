"""Combines the parts of a table: files of several shapes that hold rows of one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from whofor.errors import Problem, Sentence
from whofor.intake.mapping.plan import PlannedColumn, PlannedHint, PlannedOutcome, PlannedTable, Total

__all__ = ["put_together"]


def put_together(parts: Sequence[PlannedTable], place: str, problems: list[tuple[int, Problem]]) -> PlannedTable:
    """Return one table of its parts; the first that has a column defines it."""
    columns: dict[str, PlannedColumn] = {}
    for part in parts:
        for column in part.columns:
            known = columns.setdefault(column.name, column)
            if isinstance(known.expression, Total) != isinstance(column.expression, Total):
                todo = "Compute it in all of them, or give it another name in one."
                what = Sentence(
                    "{name!r} is computed in one [[{table}]] and read in another", name=column.name, table=part.name
                )
                problems.append((0, Problem(what, place, todo=todo)))
            columns[column.name] = replace(
                known, values={**column.values, **known.values}, declared=known.declared or column.declared
            )
    first = parts[0]
    return replace(
        first,
        parts=tuple(split for part in parts for split in part.parts),
        columns=tuple(columns.values()),
        key=next((part.key for part in parts if part.key), ""),
        links=tuple(dict.fromkeys(link for part in parts for link in part.links)),
        outcome=_one_outcome([part.outcome for part in parts if part.outcome is not None]),
        filters=tuple(test for part in parts for test in part.filters),
    )


def _one_outcome(outcomes: Sequence[PlannedOutcome]) -> PlannedOutcome | None:
    if not outcomes:
        return None

    def every(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for values in lists for value in values))

    def first(names: Iterable[str]) -> str:
        return next((name for name in names if name), "")

    return PlannedOutcome(
        won_flag=first(one.won_flag for one in outcomes),
        lost_flag=first(one.lost_flag for one in outcomes),
        closed_flag=first(one.closed_flag for one in outcomes),
        won_if_in=every(one.won_if_in for one in outcomes),
        lost_if_in=every(one.lost_if_in for one in outcomes),
        hints=_hints([hint for one in outcomes for hint in one.hints]),
        stage=first(one.stage for one in outcomes),
        won=every(one.won for one in outcomes),
        lost=every(one.lost for one in outcomes),
        open=every(one.open for one in outcomes),
        otherwise=first(one.otherwise for one in outcomes),
        of_leads=all(one.of_leads for one in outcomes),
        place=", ".join(one.place for one in outcomes),
        pipeline=first(one.pipeline for one in outcomes),
        probability=first(one.probability for one in outcomes),
        loss_reason=first(one.loss_reason for one in outcomes),
        sees_all=outcomes[0].sees_all,
    )


def _hints(hints: Sequence[PlannedHint]) -> tuple[PlannedHint, ...]:
    """Return the hints of several parts; the values of those read from one helper column are combined."""
    joined: dict[str, PlannedHint] = {}
    for hint in hints:
        same = joined.setdefault(hint.column, PlannedHint(hint.column))
        joined[hint.column] = PlannedHint(
            hint.column, (*same.won, *hint.won), (*same.lost, *hint.lost), (*same.open, *hint.open)
        )
    return tuple(joined.values())
