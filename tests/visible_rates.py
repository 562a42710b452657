"""The rates that the visible part of a page gives a type of client: in charts, on its card, in the big figures."""

from __future__ import annotations

import re

RATE = r"[\d.]+%"


def visible(html: str) -> str:
    """The page without what is folded for those who check it."""
    return html.split('<div class="check" id="check">', maxsplit=1)[0]


def rates_of(id_: str, html: str) -> set[str]:
    """All rates that the page gives one type of client, where it is not one of its conditions left out.

    Of many types the last ones have no card outside the fold; the chart has all of them.
    """
    seen, name = visible(html), re.escape(id_)
    charts = re.findall(rf"\b{name}[ ,][^(<:]*?(?:: [^(<]*?)?\([\d ,]+ \w+\): ({RATE})", seen)
    cards = re.findall(rf'id="{name}-title".*?<p>({RATE}) sign \(', seen, re.DOTALL)
    stats = re.findall(rf"<dt>of {name} sign</dt><dd>({RATE})</dd>", seen)
    assert charts, f"no chart shows {id_}"
    return {*charts, *cards, *stats}
