"""What was going on at the clients, in words: how often a situation held, what came of it, and why it matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whofor.model.situations import GoingOn, TypeInSituation
from whofor.reports.formats import digits_for
from whofor.reports.wording.figures import estimate_value, holds_apart
from whofor.reports.words import Words

__all__ = ["situation_text", "situations_of_type", "standing_out"]

_LEVEL = 0.05
_USUAL = 0.2
"""Share of a type's deals from which a situation is named on its card: one in five, as for roles."""
_MOST_ON_CARD = 3


def situation_text(one: GoingOn, words: Words) -> str:
    """Return what is told of one situation over all deals."""
    n = one.n_holds + one.n_not + one.n_unknown
    texts = [words.text("going_on.held", n=one.n_holds, of=n, unknown=one.n_unknown)]
    compared = one.signed
    if compared is None:
        texts.append(words.text("going_on.too_few"))
    else:
        digits = digits_for(compared.own, compared.other)
        own, other = (estimate_value(figure, words, digits) for figure in (compared.own, compared.other))
        key = "going_on.signed" if compared.p < _LEVEL else "going_on.noise"
        texts.append(words.text(key, own=own, other=other))
    return " ".join(texts)


def situations_of_type(finding: str, going_on: Sequence[GoingOn], words: Words) -> Iterator[str]:
    """Yield the situations in which the deals of a type of client clearly stand out, and why each creates a need."""
    for one, part in standing_out(finding, going_on):
        digits = digits_for(part.own, part.other)
        text = words.text(
            "going_on.of_type",
            label=one.label_in(words.language),
            own=estimate_value(part.own, words, digits),
            n=part.own.n,
            other=estimate_value(part.other, words, digits),
        )
        yield f"{text} {one.why_in(words.language)}".strip()


def standing_out(finding: str, going_on: Sequence[GoingOn]) -> list[tuple[GoingOn, TypeInSituation]]:
    """Return the situations in which the deals of a type of client clearly stand out, the clearest first."""
    found = [(one, part) for one in going_on for part in one.types if part.finding == finding]
    clear = [
        (one, part)
        for one, part in found
        if (part.own.estimate or 0.0) >= _USUAL
        and (part.own.estimate or 0.0) > (part.other.estimate or 0.0)
        and holds_apart(part.own, part.other)
    ]
    clear.sort(key=lambda pair: (pair[1].other.estimate or 0.0) - (pair[1].own.estimate or 0.0))
    return clear[:_MOST_ON_CARD]
