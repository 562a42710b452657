"""Saved pages of vendors: three competitors and one's own offer, with what each claims and whom it names."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from whofor.example.voices.wordings import Language, table

__all__ = ["OFFER", "MadeClaim", "MadeSite", "made_sites", "site_files"]

OFFER = "offer"
"""Key of one's own offer among the sites."""
_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class MadeClaim:
    """One thing that a vendor claims.

    Attributes:
        text: The sentence.
        answers: Key of the pain that it promises to solve; empty where of none.
    """

    text: str
    answers: str = ""


@dataclass(frozen=True, slots=True)
class MadeSite:
    """The pages of one vendor.

    Attributes:
        folder: Folder of its files.
        vendor: Name of the vendor and its product.
        claims: What it claims.
        customers: Companies that it names, the ones with a case study first.
        proves: Keys of the pains that a case study shows to be solved.
        language: Language of the pages.
    """

    folder: str
    vendor: str
    claims: tuple[MadeClaim, ...]
    customers: tuple[str, ...]
    proves: tuple[str, ...]
    language: Language


def made_sites(language: Language) -> tuple[MadeSite, ...]:
    """Return the sites of the competitors and, last, one's own offer.

    Example:
        >>> [site.vendor for site in made_sites("en")]
        ['Fenoquill', 'Tarnolume', 'Brenivane', 'Ulmarelle']
    """
    made: list[MadeSite] = []
    for key, entry in _entries(language).items():
        named = [case[1] for case in entry["cases"]] + [said[3] for said in entry["testimonials"]] + entry["logos"]
        made.append(
            MadeSite(
                folder=OFFER if key == OFFER else f"competitors/{key}",
                vendor=entry["name"],
                claims=tuple(MadeClaim(claim["text"], claim.get("answers", "")) for claim in entry["claims"]),
                customers=tuple(dict.fromkeys(named)),
                proves=tuple(entry.get("proves", ())),
                language=language,
            )
        )
    return tuple(made)


def _entries(language: Language) -> dict[str, Any]:
    return {key: entry for key, entry in table(f"sites_{language}").items() if key != "words"}


def site_files(language: Language) -> dict[str, bytes]:
    """Return the pages and sitemaps of all sites by path."""
    made: dict[str, bytes] = {}
    for site, entry in zip(made_sites(language), _entries(language).values(), strict=True):
        pages = _pages(entry, language)
        made |= {f"{site.folder}/{path}": page.encode() for path, page in pages.items()}
        made[f"{site.folder}/sitemap.xml"] = _sitemap(entry["name"], pages).encode()
    return made


def _pages(entry: Mapping[str, Any], language: Language) -> dict[str, str]:
    words = table(f"sites_{language}")["words"]
    name = entry["name"]

    def page(title: str, body: Iterable[str], *data: Mapping[str, Any], up: str = "") -> str:
        around = (f"<nav>{_navigation(words, up)}</nav>", "<main>", *body, "</main>")
        return _page(language, title, entry["description"], around, data)

    pages = {
        "index.html": page(entry["title"], _home(entry, words), _application(entry)),
        "features.html": page(
            f"{words['features']} | {name}", [_tag("h1", words["features"]), *map(_claim, entry["claims"])]
        ),
        "pricing.html": page(
            f"{words['pricing']} | {name}", _pricing(entry, words), _application(entry), _questions(entry)
        ),
        "customers.html": page(f"{words['customers']} | {name}", _customers(entry, words)),
    }
    for slug, company, sector, place, heading, text in entry["cases"]:
        article = {"@context": "https://schema.org", "@type": "Article", "headline": heading, "about": company}
        facts = _facts(((words["sector"], sector), (words["place"], place)))
        body = [_tag("h1", heading), facts, _tag("p", text)]
        pages[f"customers/{slug}.html"] = page(f"{company} | {name}", body, article, up="../")
    return pages


def _tag(name: str, text: str) -> str:
    return f"<{name}>{html.escape(text, quote=False)}</{name}>"


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(_tag('dt', name) + _tag('dd', value) for name, value in facts)}</dl>"


def _claim(claim: Mapping[str, str]) -> str:
    return f"<section>{_tag('p', claim['text'])}</section>"


def _navigation(words: Mapping[str, str], up: str) -> str:
    links = (("index", "home"), ("features", "features"), ("pricing", "pricing"), ("customers", "customers"))
    return "".join(f'<a href="{up}{path}.html">{html.escape(words[word])}</a>' for path, word in links)


def _home(entry: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    logos = "".join(f'<img src="logos/{k}.svg" alt="{html.escape(name)}">' for k, name in enumerate(entry["logos"]))
    items = "".join(_tag("li", claim["text"]) for claim in entry["claims"])
    quotes = [_quote(*said) for said in entry["testimonials"][:1]]
    shown = [_tag("h2", words["trusted"]), f'<div class="logos">{logos}</div>']
    return [_tag("h1", entry["heading"]), _tag("p", entry["description"]), f"<ul>{items}</ul>", *quotes, *shown]


def _quote(text: str, person: str, role: str, company: str) -> str:
    by = _tag("figcaption", f"{person}, {role}, {company}")
    return f'<figure class="testimonial">{_tag("blockquote", text)}{by}</figure>'


def _pricing(entry: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    plans = [
        f'<div class="plan">{_tag("h2", name)}{_tag("p", f"{price} €")}{_tag("p", text)}</div>'
        for name, price, text in entry["plans"]
    ]
    asked = [_tag("h3", question) + _tag("p", answer) for question, answer in entry["questions"]]
    return [_tag("h1", words["pricing"]), *plans, _tag("h2", words["questions"]), *asked]


def _customers(entry: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    cases = [
        f'<li><a href="customers/{slug}.html">{html.escape(heading, quote=False)}</a></li>'
        for slug, _, _, _, heading, _ in entry["cases"]
    ]
    quotes = [_quote(*said) for said in entry["testimonials"]]
    return [_tag("h1", words["customers"]), f"<ul>{''.join(cases)}</ul>", *quotes]


def _application(entry: Mapping[str, Any]) -> dict[str, Any]:
    offers = [
        {"@type": "Offer", "name": name, "price": price, "priceCurrency": _CURRENCY}
        for name, price, _ in entry["plans"]
    ]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": entry["name"],
        "applicationCategory": "BusinessApplication",
        "description": entry["description"],
        "offers": offers,
    }
    if entry["rating"]:
        value, count = entry["rating"]
        data["aggregateRating"] = {"@type": "AggregateRating", "ratingValue": value, "reviewCount": count}
    return data


def _questions(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in entry["questions"]
        ],
    }


def _page(
    language: Language, title: str, description: str, body: Iterable[str], data: Iterable[Mapping[str, Any]]
) -> str:
    # As sites write it: a closing tag within the data would end the script.
    texts = [json.dumps(item, ensure_ascii=False).replace("</", "<\\/") for item in data]
    scripts = "".join(f'<script type="application/ld+json">{text}</script>\n' for text in texts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{_tag("title", title)}\n'
        f'<meta name="description" content="{html.escape(description)}">\n{scripts}</head>\n'
        f"<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _sitemap(name: str, pages: Iterable[str]) -> str:
    urls = "".join(f"<url><loc>https://www.{name.lower()}.example/{path}</loc></url>\n" for path in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
