"""The pages of vendors, read back with the html, json and xml modules of Python."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from made_corpus import Made
from whofor.example.voices.wordings import cast_table

FOLDERS = ("competitors/brenivane", "competitors/fenoquill", "competitors/tarnolume", "offer")


class Page(HTMLParser):
    """Texts by tag, alternative texts, links, language and data of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.data: list[dict[str, Any]] = []
        self.alternative: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.description = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "img":
            self.alternative.append(found["alt"] or "")
        elif tag == "meta":
            self.description = found.get("content") or self.description
        else:
            self._open.append(tag)
        if tag == "a":
            self.links.append(found["href"] or "")
        if tag == "html":
            self.language = found["lang"] or ""

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        if self._open[-1] == "script":
            self.data.append(json.loads(data))
        self.texts.setdefault(self._open[-1], []).append(data)


def pages(made: Made, folder: str) -> dict[str, Page]:
    return {path: Page(made.text(path)) for path in made.files if path.startswith(folder) and path.endswith(".html")}


def test_three_competitors_and_one_offer_have_all_their_pages(made: Made) -> None:
    for folder in FOLDERS:
        found = pages(made, folder)
        names = {path.removeprefix(f"{folder}/") for path in found}
        assert {"index.html", "features.html", "pricing.html", "customers.html"} < names
        assert any(name.startswith("customers/") for name in names)
        for path, page in found.items():
            assert page.language == made.corpus.language
            assert len(page.texts["title"]) == len(page.texts["h1"]) == 1
            assert page.description
            here = path.rpartition("/")[0]
            for link in page.links:
                target = f"{folder}/{link[3:]}" if link.startswith("../") else f"{here}/{link}"
                assert target in made.files
        urls = [entry.text or "" for entry in ElementTree.fromstring(made.files[f"{folder}/sitemap.xml"]).iter()][1:]
        assert {url.rpartition(".example/")[2] for url in urls if url.strip()} == names


def test_the_fourth_tool_has_no_page(made: Made) -> None:
    vendors = {site.vendor for site in made.corpus.sites if site.folder != "offer"}
    assert set(cast_table()["tools"]) - vendors == {"Koldurant"}


def test_claims_and_customers_stand_on_the_pages(made: Made) -> None:
    for site in made.corpus.sites:
        found = pages(made, site.folder)
        assert found[f"{site.folder}/index.html"].texts["li"] == [claim.text for claim in site.claims]
        assert found[f"{site.folder}/features.html"].texts["p"] == [claim.text for claim in site.claims]
        shown = "\n".join(text for page in found.values() for texts in page.texts.values() for text in texts)
        logos = [name for page in found.values() for name in page.alternative]
        assert set(logos) <= set(site.customers)
        assert all(name in shown or name in logos for name in site.customers)


def test_the_data_for_search_engines_can_be_read(made: Made) -> None:
    for folder in FOLDERS:
        found = pages(made, folder)
        kinds = [entry["@type"] for page in found.values() for entry in page.data]
        assert sorted(set(kinds)) == ["Article", "FAQPage", "SoftwareApplication"]
        (application,) = found[f"{folder}/index.html"].data
        assert all(float(offer["price"]) > 0 and offer["priceCurrency"] == "EUR" for offer in application["offers"])
        assert ("aggregateRating" in application) == (folder != "offer")
