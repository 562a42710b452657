"""The page people read: one self-contained HTML file, in English or French."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from whofor.reports.page import build_page
from whofor.reports.words import words_of_result

if TYPE_CHECKING:
    from jinja2 import Template

    from whofor.model import Health, IcpResult
from whofor.model.changes import Changes
from whofor.model.profile_answer import ProfileStanding

__all__ = ["render_html", "set_off", "style", "template"]


_RANGE = re.compile(r"(?<=[\d%])–(?=\d)")


def _keep_ranges(value: object) -> object:
    """Join the ends of ranges such as `51–200`, so that no line breaks within them; drawings stay as they are."""
    return _joined(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _joined(text: str) -> str:
    return _RANGE.sub("\u2060–\u2060", text)


def set_off(sentence: str, parts: Sequence[str]) -> Markup:
    """Return a sentence as HTML with some parts of it set off."""
    whole = escape(_joined(sentence))
    for part in parts:
        strong = escape(_joined(part))
        whole = Markup(whole.replace(strong, Markup("<strong>{}</strong>").format(strong), 1))
    return whole


@lru_cache
def template(name: str) -> Template:
    """Return a template, which escapes all text that is put into it."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("whofor.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_keep_ranges,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


@lru_cache
def style(name: str = "report.css") -> Markup:
    """Return a style sheet: that of all pages, or what one of them has beyond it."""
    return Markup((files("whofor.reports") / "templates" / name).read_text(encoding="utf-8"))


def render_html(
    result: IcpResult,
    language: str = "en",
    *,
    written: str = "",
    health: Health | None = None,
    changes: Changes | None = None,
    profile: ProfileStanding | None = None,
) -> str:
    """Write the report as one HTML page that needs neither network nor script.

    All text from the data is escaped. The same result, language and date give the same bytes.

    Args:
        result: What a run found.
        language: `en` or `fr`.
        written: ISO date of the report, shown in its head; empty to leave it out.
        health: What the workspace holds, for the part on the data; that part is left out where it is not given.
        changes: What changed since the run before it, said in its head; left out where there is none.
        profile: How the profile stands, said in its head too.

    Returns:
        The page; write it as UTF-8.

    Raises:
        UsageError: Reports are not written in that language.
    """
    page = build_page(result, language, written=written, health=health, changes=changes, profile=profile)
    words = words_of_result(result, language)
    return template("report.html.jinja").render(page=page, t=words.text, set_off=set_off, style=style())
