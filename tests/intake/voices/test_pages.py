"""Pages of vendors: what they claim, whom they name; and where to look, made but never fetched."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from made_voices import KEY, only, prose, read, source
from whofor.errors import UsageError
from whofor.intake.voices.read_voices import read_pages, read_voices
from whofor.intake.voices.where_to_look import where_to_look
from whofor.model.vendor_page import ClaimPlace, CustomerProof, VendorPage
from whofor.model.voice import SourceKind
from whofor.model.voice_reading import VoiceNoteCode

HOME = """<!doctype html><html lang="fr-FR"><head><title>Sitely – Rapports de chantier</title>
<meta name="description" content="Gagnez cinq heures par semaine">
<meta property="og:site_name" content="Sitely">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "SoftwareApplication",
"name": "Sitely", "featureList": ["Photos datées"], "offers": [{"@type": "Offer", "name": "Pro", "price": "49",
"priceCurrency": "EUR"}], "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.6",
"reviewCount": "120"}}]}</script>
<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": [{"@type": "Question",
"name": "Sans réseau ?", "acceptedAnswer": {"@type": "Answer", "text": "<p>Oui, partout.</p>"}}]}</script>
<script type="application/ld+json">{ not json </script><script>var x = "<h1>No claim</h1>";</script>
</head><body><nav><ul><li>Accueil et contact</li></ul></nav>
<header><img src="logo.png" alt="Sitely logo"><h1>Vos rapports en dix minutes</h1></header>
<ul><li>Fonctionne sans réseau</li><li>Signature au doigt</li></ul>
<h2>Ils nous font confiance</h2>
<div class="row"><img alt="Logo Bâtifort"><img alt="Grues du Nord"><img alt="arrow"></div>
<h2>Témoignages</h2>
<div class="testimonial-card"><p>« On a gagné une journée par semaine sur les rapports. »</p>
<span class="author">Maëlys Vandenbroucke</span>
<span class="role">Gérante</span> <span class="company">Toits Durand</span></div>
<figure><blockquote>It saved us five hours each week on reports.</blockquote>
<figcaption>— Ottokar Zwingli, Operations Manager at Steelworks Ltd (Leeds)</figcaption></figure>
<footer><ul><li>Mentions légales ici</li></ul></footer></body></html>"""
STORY = """<html><title>How Acme Construction cut paperwork by half | Sitely</title>
<h1>How Acme Construction cut paperwork by half</h1>
<dl><dt>Industry</dt><dd>Construction</dd><dt>Location</dt><dd>Lyon, France</dd></dl>
<blockquote>We save a day each week with it.</blockquote></html>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://www.planly.example/solutions/construction</loc></url>
<url><loc>https://www.planly.example/customers/berg-bau</loc></url>
<url><loc>https://www.planly.example/customers</loc></url>
<url><loc>https://www.planly.example/blog/ten-tips</loc></url>
<url><loc>https://www.planly.example/integrations/slack</loc></url></urlset>"""


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    """Saved sites of two competitors."""
    prose(tmp_path / "rivals" / "sitely" / "index.html", HOME)
    prose(tmp_path / "rivals" / "sitely" / "customers" / "acme.html", STORY)
    prose(tmp_path / "rivals" / "planly" / "sitemap.xml", SITEMAP)
    return tmp_path / "rivals"


def page(pages: tuple[VendorPage, ...], ending: str) -> VendorPage:
    """The page of a file."""
    (one,) = [found for found in pages if found.place.endswith(ending)]
    return one


def test_what_a_page_claims(sites: Path) -> None:
    home = page(read_pages([sites]), "index.html")
    assert (home.vendor, home.language, home.title) == ("sitely", "fr", "Sitely – Rapports de chantier")
    assert [(claim.where, claim.text, claim.level, claim.question) for claim in home.claims] == [
        (ClaimPlace.TITLE, "Sitely – Rapports de chantier", 0, ""),
        (ClaimPlace.DESCRIPTION, "Gagnez cinq heures par semaine", 0, ""),
        (ClaimPlace.HEADING, "Vos rapports en dix minutes", 1, ""),
        (ClaimPlace.LIST, "Fonctionne sans réseau", 0, ""),
        (ClaimPlace.LIST, "Signature au doigt", 0, ""),
        (ClaimPlace.HEADING, "Ils nous font confiance", 2, ""),
        (ClaimPlace.TESTIMONIAL, "« On a gagné une journée par semaine sur les rapports. »", 0, ""),
        (ClaimPlace.TESTIMONIAL, "It saved us five hours each week on reports.", 0, ""),
        (ClaimPlace.LIST, "Photos datées", 0, ""),
        (ClaimPlace.OFFER, "Pro 49 EUR", 0, ""),
        (ClaimPlace.RATING, "4.6/5 (120)", 0, ""),
        (ClaimPlace.QUESTION, "Oui, partout.", 0, "Sans réseau ?"),
    ]


def test_whom_a_page_names(sites: Path) -> None:
    home = page(read_pages([sites]), "index.html")
    assert [(one.name, one.proof, one.role, one.city, one.country) for one in home.customers] == [
        ("Toits Durand", CustomerProof.TESTIMONIAL, "Gérante", "", ""),
        ("Steelworks Ltd", CustomerProof.TESTIMONIAL, "Operations Manager", "Leeds", "GB"),
        ("Bâtifort", CustomerProof.LOGO, "", "", ""),
        ("Grues du Nord", CustomerProof.LOGO, "", "", ""),
    ]
    (acme,) = page(read_pages([sites]), "acme.html").customers
    assert (acme.name, acme.proof, acme.sector, acme.city, acme.country) == (
        "Acme Construction",
        CustomerProof.CASE_STUDY,
        "Construction",
        "Lyon",
        "FR",
    )
    assert acme.quote == "We save a day each week with it."


def test_a_sitemap(sites: Path) -> None:
    found = page(read_pages([sites]), "sitemap.xml")
    assert {claim.text for claim in found.claims} == {"solutions: construction", "integrations: slack"}
    assert [(one.name, one.page) for one in found.customers] == [
        ("Berg Bau", "https://www.planly.example/customers/berg-bau")
    ]
    alone = read_pages([sites / "planly" / "sitemap.xml"])
    assert alone[0].vendor == "planly"


def test_pages_are_documents_of_vendors(sites: Path) -> None:
    found = read(competitors=(sites,), tools={"Sitely": "sitely"})
    assert {one.kind for one in found.documents} == {SourceKind.VENDOR}
    assert {one.tool for one in found.documents} == {"Sitely", "planly"}
    assert source(found, "vendor_pages").used == 3
    assert len(found.pages) == 3
    kept = repr(found)
    assert not any(name in kept for name in ("Vandenbroucke", "Zwingli", "Ottokar", "Maëlys"))


def test_a_page_among_other_files_says_whose_it_is(tmp_path: Path) -> None:
    one = only(read(prose(tmp_path / "saved.html", HOME)))
    assert (one.kind, one.tool, one.language) == (SourceKind.VENDOR, "Sitely", "fr")


def test_nothing_is_fetched(sites: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    prose(sites / "sitely" / "more.html", '<link rel="stylesheet" href="https://a.example/x.css"><h1>Plan it all</h1>')
    assert len(read_voices([], key=KEY, competitors=[sites]).pages) == 4
    assert where_to_look(["Sitely"])


def test_queries_of_both_languages() -> None:
    english = [one.query for one in where_to_look(["Planly", "Sitely"], "field reports", "en")]
    for expected in ('"Planly" experiences', '"Planly" alternative', '"Planly" vs', 'site:reddit.com "Planly"'):
        assert expected in english
    assert '"Sitely" site:trustpilot.com' in english
    assert '"Planly" community' in english
    assert "site:reddit.com field reports" in english
    french = where_to_look(["Planly"], language="fr")
    assert {'"Planly" avis', '"Planly" communauté'} <= {one.query for one in french}
    assert all(one.address.startswith("https://") and " " not in one.address for one in french)
    assert {one.source for one in french} >= {"web", "reddit", "trustpilot", "job_adverts", "g2", "capterra"}
    assert len({(one.source, one.query) for one in french}) == len(french)


def test_queries_hold_what_was_asked_and_no_more() -> None:
    (first, *_) = where_to_look(['Plan" OR "x'])
    assert first.query == '"Plan OR x" experiences'
    with pytest.raises(UsageError, match="nothing to look for"):
        where_to_look([" "])
    with pytest.raises(UsageError, match="this language"):
        where_to_look(["x"], language="de")


def test_a_folder_with_pages_is_one_vendor(sites: Path) -> None:
    prose(sites / "sitely" / "img" / "a.css", "x")
    prose(sites / "sitely" / "img" / "b.png", "yz")
    found = read(competitors=(sites / "sitely",))
    assert {one.vendor for one in found.pages} == {"sitely"}
    assert len(found.pages) == 2
    (note,) = [note for note in found.notes if note.code is VoiceNoteCode.FILE_LEFT_OUT]
    assert note.text == "Files that hold no texts are left out: 2 (.css, .png)"


def test_a_short_quotation_is_no_company(tmp_path: Path) -> None:
    """The name of who is quoted may be longer than what is said."""
    (tmp_path / "customers.html").write_text(
        "<html><body><figure><blockquote>Nous savons qui a signé quoi, des années après.</blockquote>"
        "<figcaption>Gila Okorove, Chargée de communication interne, Tarnway County Council</figcaption></figure>"
        "</body></html>",
        encoding="utf-8",
    )
    ((customer,),) = [found.customers for found in read_pages([tmp_path], "Acme")]
    assert (customer.name, customer.role) == ("Tarnway County Council", "Chargée de communication interne")
    assert customer.quote == "Nous savons qui a signé quoi, des années après."
