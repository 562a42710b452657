"""One type of client beside its neighbours, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.model import Condition, Contrast, Estimate, Segment
from whofor.model.committee import RoleContrast
from whofor.reports.catalogue import clean
from whofor.reports.formats import digits_for
from whofor.reports.phrases import condition_label, phrase_of
from whofor.reports.sections.contrasts import (
    clear_outcomes,
    contrast_advice,
    contrast_kind,
    contrast_lines,
    contrast_name,
    main_outcome,
)
from whofor.reports.widths import print_text
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.wording.people import role_name
from whofor.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_contrast", "role_sentences"]

_MOST_ALIKE, _MOST_ROWS, _MOST_WEIGHED, _MOST_ROLES, _MOST_NEIGHBOURS = 5, 6, 3, 2, 1
_LEVEL = 0.05
_COUNTS = {"avoid": "contrast.worse", "decides": "contrast.keep"}
_WEIGHED = ("redefine", "mixed")


def render_contrast(
    id_: str,
    segment: Segment,
    contrasts: Sequence[Contrast],
    words: Words,
    console: Console,
    *,
    full: bool = False,
) -> None:
    """Print the neighbours: a row for each, or every outcome that differs.

    Args:
        id_: Id of the type of client.
        segment: The type of client.
        contrasts: Its neighbours, the clearest difference first.
        words: Language of the output.
        console: Where to print.
        full: Whether to print all outcomes, those that differ clearly with their figures; otherwise a table.
    """
    _line(f"{id_}  {phrase_of(segment, words).capital}", console, "bold")
    if not contrasts:
        _line(words.text("contrast.none"), console)
        return
    if full:
        _in_full(contrasts, words, console)
    else:
        _table(id_, contrasts, words, console)


def _line(text: str, console: Console, style: str = "") -> None:
    print_text(text, console, style)


def _table(id_: str, contrasts: Sequence[Contrast], words: Words, console: Console) -> None:
    """Print one row for the type of client and one for each neighbour, all with the same outcome."""
    from rich.table import Table
    from rich.text import Text

    main = main_outcome(contrasts)
    own = next((c.own for x in contrasts for c in x.comparisons if c.measure == main), None)
    digits = digits_for(*(c.other for x in contrasts for c in x.comparisons if c.measure == main))
    grid = Table(box=None, pad_edge=False, header_style="dim")
    label = capital(OutcomeWords(main, words).label)
    grid.add_column("", overflow="fold")
    grid.add_column(label, overflow="fold")
    grid.add_column(words.text("contrast.col_deals"), justify="right")
    grid.add_column(words.text("contrast.col_clear"), justify="right", overflow="fold")
    if own is not None:
        grid.add_row(Text(words.text("contrast.this", id=id_), "bold"), *_figure(own, words, digits))
    for contrast in contrasts[:_MOST_ROWS]:
        other, own_label = (condition_label(c, words) for c in (contrast.other, contrast.condition))
        found = next((c.other for c in contrast.comparisons if c.measure == main), None)
        grid.add_row(
            Text(clean(words.text("contrast.row", other=other, own=own_label))),
            *_figure(found, words, digits),
            words.text("contrast.of", n=len(clear_outcomes(contrast)), all=len(contrast.comparisons)),
        )
    console.print(grid)
    if len(contrasts) > _MOST_ROWS:
        _line(words.plural("page.more_rows", len(contrasts) - _MOST_ROWS), console, "dim")
    for sentence in (*_advice(id_, contrasts, words), *role_sentences(contrasts[:_MOST_ROWS], words)):
        _line(sentence, console)
    _line(words.text("contrast.table_note"), console, "dim")


def _advice(id_: str, contrasts: Sequence[Contrast], words: Words) -> list[str]:
    """Return which conditions count, a sentence for all of them, and what to weigh or to redefine."""
    sentences, named = list[str](), set[Condition]()
    for kind, code in _COUNTS.items():
        of_kind = dict.fromkeys(c.condition for c in contrasts if contrast_kind(c) == kind)
        conditions = [c for c in of_kind if c not in named]
        named.update(conditions)
        if conditions:
            names = words.text("contrast.separator").join(condition_label(c, words) for c in conditions)
            sentences.append(words.plural(code, len(conditions), conditions=names, id=id_))
    others = [c for c in contrasts if contrast_kind(c) in _WEIGHED]
    return [*sentences, *(contrast_advice(c, words) for c in others[:_MOST_WEIGHED])]


def role_sentences(contrasts: Sequence[Contrast], words: Words) -> list[str]:
    """Return for the first neighbours in whose deals other people take part, which roles these are."""
    clear = ((c, [role for role in c.roles if role.p < _LEVEL and role.difference is not None]) for c in contrasts)
    differing = [(c, roles) for c, roles in clear if roles]
    return [_roles_sentence(contrast, roles, words) for contrast, roles in differing[:_MOST_NEIGHBOURS]]


def _roles_sentence(contrast: Contrast, roles: Sequence[RoleContrast], words: Words) -> str:
    """Return the roles that take part clearly more or less often in the deals of a neighbour, the former first."""
    digits = digits_for(*(e for role in roles for e in (role.own, role.other)))
    told: list[str] = []
    farthest = sorted(roles, key=lambda role: -abs(role.difference or 0.0))[:_MOST_ROLES]
    for role in sorted(farthest, key=lambda role: role.difference or 0.0):
        calls = (
            "" if c is None else words.text("people.call", call=round(c.median))
            for c in (role.own_call, role.other_call)
        )
        own_call, other_call = calls
        told.append(
            words.text(
                "contrast.role",
                role=role_name(role.department, role.seniority, words),
                other=f"{estimate_value(role.other, words, digits)}{other_call}",
                id=contrast.finding,
                own=f"{estimate_value(role.own, words, digits)}{own_call}",
            )
        )
    name, n = capital(condition_label(contrast.other, words)), roles[0].other.n
    return words.text("contrast.roles", other=name, n=n, roles=words.text("contrast.separator").join(told))


def _figure(estimate: Estimate | None, words: Words, digits: int) -> tuple[str, str]:
    """Return a figure with its interval, and its deals; a dash for what is not known."""
    if estimate is None or estimate.estimate is None:
        return "–", ""
    ends = estimate_range(estimate, words, digits)
    return f"{estimate_value(estimate, words, digits)}{f' ({ends})' if ends else ''}", words.number(estimate.n)


def _in_full(contrasts: Sequence[Contrast], words: Words, console: Console) -> None:
    """Print those that differ clearly with all outcomes, then the names of a few of the others."""
    clear = [c for c in contrasts if clear_outcomes(c)]
    _line(words.text("page.contrasts_lead"), console, "dim")
    for contrast in clear:
        _line("", console)
        _line(contrast_name(contrast, words), console, "bold green")
        _line(contrast_advice(contrast, words), console)
        clear_lines, likely, others = contrast_lines(contrast, words)
        for text in clear_lines:
            _line(f"  · {capital(text)}", console)
        if likely:
            _line(words.text("contrast.pointing", what=words.text("contrast.separator").join(likely)), console, "dim")
        _line(others, console, "dim")
    alike = [contrast_name(c, words) for c in contrasts if c not in clear]
    if alike:
        _line("", console)
        _line(words.text("contrast.others", names="; ".join(alike[:_MOST_ALIKE])), console, "dim")
