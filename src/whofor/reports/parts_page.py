"""The page that leads to the page of each part of the deals, such as each product."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import IcpResult
from whofor.model.parts import PartedAnswer
from whofor.reports.catalogue import clean
from whofor.reports.html import set_off, style, template
from whofor.reports.parts import parts_text
from whofor.reports.report import Report
from whofor.reports.sections.answer import banners
from whofor.reports.words import words_of_result

__all__ = ["render_parts_html"]


def render_parts_html(found: PartedAnswer, results: Sequence[IcpResult], links: Sequence[str], language: str) -> str:
    """Write the page: the answer of each part with a link to its own page, and what the parts share.

    It needs neither network nor script; all text from the data is escaped.

    Args:
        found: The parts, and what they share.
        results: The result of each part that was searched, in their order.
        links: Where the page of each lies, relative to this one.
        language: `en` or `fr`.
    """
    first = Report.of(results[0], language)
    words = words_of_result(results[0], language)
    text = parts_text(found, results, language)
    company = clean(results[0].company)
    return template("parts.html.jinja").render(
        language=language,
        title=first.title,
        company=company,
        text=text,
        parts=list(zip(text.parts, links, strict=True)),
        banners=[(words.text(f"answer.{code}"), words.text(f"answer.{code}_why")) for code in banners(first)],
        footer=first.outcome.text("page.footer", version=results[0].run.version),
        t=words.text,
        set_off=set_off,
        style=style(),
    )
