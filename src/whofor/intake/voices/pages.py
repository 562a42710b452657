"""Pages of vendors that were saved, and their sitemaps: what is claimed, and which customers are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from whofor.intake.normalise.company_domains import domain_label, own_domain
from whofor.intake.voices.facts import language_code
from whofor.intake.voices.named_customers import customers_in_address, customers_on, path_words, people_on
from whofor.intake.voices.page_reader import PageBlock, PageParts, parts_of_page
from whofor.intake.voices.privacy import PersonMask
from whofor.intake.voices.safe_xml import read_xml
from whofor.intake.voices.words import page_words
from whofor.model.vendor_page import ClaimPlace, CustomerProof, NamedCustomer, PageClaim, VendorPage
from whofor.text import fold, slug

__all__ = ["page_of", "sitemap_of", "vendor_of"]

_FEWEST_WORDS = 2
_LONGEST_CLAIM = 400
_MOST_CLAIMS = 500
_SENTENCE = re.compile(r"[.!?…]$")
_TYPES = frozenset(("softwareapplication", "webapplication", "mobileapplication", "product", "service", "organization"))


def vendor_of(page: PageParts) -> str:
    """Return the vendor of a page by what it says of itself; empty where it says nothing.

    Example:
        >>> vendor_of(PageParts(address="https://www.planly.example/pricing")), vendor_of(PageParts(site="Planly"))
        ('planly', 'Planly')
    """
    if page.site:
        return page.site
    for value in page.data:
        for one in _objects(value):
            if fold(_text(one, "@type")) in _TYPES and _text(one, "name"):
                return _text(one, "name")
    domain = own_domain(page.address) if page.address else None
    host = re.sub(r"^https?://(?:www\.)?", "", page.address).partition("/")[0]
    return domain_label(domain) if domain else host.rpartition(".")[0].rpartition(".")[2]


def page_of(html: str, place: str, vendor: str = "") -> VendorPage:
    """Return what a saved page claims, and the customers that it names.

    Args:
        html: The page.
        place: Its file.
        vendor: The vendor; by default the page says who it is, or nobody does.

    Example:
        >>> found = page_of("<title>Planly</title><h1>Plan your week in minutes</h1>", "a/index.html", "Planly")
        >>> [(claim.where.value, claim.text) for claim in found.claims]
        [('heading', 'Plan your week in minutes')]
    """
    page = parts_of_page(html)
    vendor = vendor or vendor_of(page)
    mask = PersonMask(people_on(page))
    seen: set[str] = set()
    claims: list[PageClaim] = []
    for claim in _claims(page):
        text = mask.masked(claim.text, ())
        key = f"{claim.question}\n{fold(text)}"
        if key not in seen and fold(text) != fold(vendor) and len(claims) < _MOST_CLAIMS:
            seen.add(key)
            claims.append(PageClaim(claim.where, text, claim.level, claim.question))
    customers = (
        NamedCustomer(
            one.name, one.proof, one.sector, one.country, one.city, one.role, mask.masked(one.quote, ()), one.page
        )
        for one in customers_on(page, place, vendor)
    )
    return VendorPage(vendor, place, page.title, language_code(page.language), tuple(claims), tuple(customers))


def _claims(page: PageParts) -> Iterator[PageClaim]:
    """Yield all that a page claims, in order."""
    if _says_something(page.title):
        yield PageClaim(ClaimPlace.TITLE, page.title)
    if _says_something(page.description):
        yield PageClaim(ClaimPlace.DESCRIPTION, page.description)
    for block in page.blocks:
        claim = _claim_of(block)
        if claim is not None and _says_something(claim.text):
            yield claim
    for value in page.data:
        for one in _objects(value):
            yield from _claims_of_data(one)


def _claim_of(block: PageBlock) -> PageClaim | None:
    if block.tag == "img":
        return None
    if block.quote:
        is_said = block.tag not in ("cite", "figcaption") and not block.own & _who()
        said = is_said and len(block.text.split()) >= _WORDS_OF_A_QUOTE
        return PageClaim(ClaimPlace.TESTIMONIAL, block.text) if said else None
    if block.tag in ("h1", "h2", "h3"):
        return PageClaim(ClaimPlace.HEADING, block.text, int(block.tag[1]))
    if block.tag == "li" and len(block.text) <= _LONGEST_CLAIM:
        return PageClaim(ClaimPlace.LIST, block.text)
    return None


def _who() -> frozenset[str]:
    """Return the words of classes of elements that say who is quoted."""
    return frozenset[str]().union(*(page_words("class", who) for who in ("author", "role", "company")))


_WORDS_OF_A_QUOTE = 5
"""Words below which a text within a quotation is a name or a role: a convention."""


def _says_something(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or _SENTENCE.search(text) is not None


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of what a page tells search engines, those of a graph among them."""
    if isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _objects(one)
    elif isinstance(value, dict):
        found = cast("dict[str, object]", value)
        yield found
        yield from _objects(found.get("@graph"))


def _text(one: Mapping[str, object], key: str) -> str:
    value = one.get(key)
    if isinstance(value, list):
        value = next(iter(cast("list[object]", value)), "")
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _claims_of_data(one: Mapping[str, object]) -> Iterator[PageClaim]:
    """Yield what an object of schema.org claims: of an application, an offer, a rating, a list of questions."""
    kind = fold(_text(one, "@type"))
    if kind in _TYPES:
        if _text(one, "description"):
            yield PageClaim(ClaimPlace.DATA, _text(one, "description"))
        features = one.get("featureList")
        each = cast("list[object]", features) if isinstance(features, list) else [features]
        yield from (PageClaim(ClaimPlace.LIST, text) for text in each if isinstance(text, str) and text.strip())
        for offer in _objects(one.get("offers")):
            yield from _offer(offer)
        for rating in _objects(one.get("aggregateRating")):
            yield from _rating(rating)
    if kind == "faqpage":
        for question in _objects(one.get("mainEntity")):
            for answer in _objects(question.get("acceptedAnswer")):
                text = " ".join(block.text for block in parts_of_page(_text(answer, "text")).blocks)
                if text:
                    yield PageClaim(ClaimPlace.QUESTION, text, question=_text(question, "name"))
    if kind == "aggregaterating":
        yield from _rating(one)
    if kind == "offer":
        yield from _offer(one)


def _offer(offer: Mapping[str, object]) -> Iterator[PageClaim]:
    price = _text(offer, "price") or _text(offer, "lowPrice")
    if price:
        words = (_text(offer, "name"), price, _text(offer, "priceCurrency"), _text(offer, "description"))
        yield PageClaim(ClaimPlace.OFFER, " ".join(filter(None, words)))


def _rating(rating: Mapping[str, object]) -> Iterator[PageClaim]:
    value, best = _text(rating, "ratingValue"), _text(rating, "bestRating") or "5"
    count = _text(rating, "reviewCount") or _text(rating, "ratingCount")
    if value:
        yield PageClaim(ClaimPlace.RATING, f"{value}/{best}" + (f" ({count})" if count else ""))


def sitemap_of(content: bytes, place: str, vendor: str = "") -> VendorPage:
    """Return what addresses of a sitemap say: sectors and subjects that have a page, and customers of whom one tells.

    Args:
        content: The sitemap.
        place: Its file.
        vendor: The vendor; by default the site that most addresses name.

    Raises:
        BadFileError: It is no XML, or declares entities.

    Example:
        >>> xml = b"<urlset><url><loc>https://planly.example/solutions/construction</loc></url></urlset>"
        >>> sitemap_of(xml, "sitemap.xml").claims[0].text
        'solutions: construction'
    """
    addresses: list[str] = []
    within = [False]

    def started(name: str) -> None:
        within[0] = name == "loc"
        if within[0]:
            addresses.append("")

    def said(text: str) -> None:
        if within[0]:
            addresses[-1] += text

    read_xml(content, started, said)
    tidied = sorted({address.strip() for address in addresses if address.strip()})
    claims: dict[str, PageClaim] = {}
    customers: dict[str, NamedCustomer] = {}
    for address in tidied:
        name = customers_in_address(address)
        if name:
            customers.setdefault(slug(name), NamedCustomer(name, CustomerProof.CASE_STUDY, page=address))
            continue
        text = _claim_of_address(address)
        if text:
            claims.setdefault(text, PageClaim(ClaimPlace.ADDRESS, text))
    vendor = vendor or (vendor_of(PageParts(address=tidied[0])) if tidied else "")
    return VendorPage(vendor, place, "", "", tuple(claims.values()), tuple(customers.values()))


def _claim_of_address(address: str) -> str:
    """Return what a page is about by its address: `solutions: construction`; empty where it claims nothing."""
    parts = path_words(address)
    if not parts or set(parts) & page_words("address", "no_claim"):
        return ""
    about = page_words("address", "sector") | page_words("address", "claim")
    first = next((place for place, part in enumerate(parts) if part in about), None)
    if first is None:
        return ""
    behind = [part.replace("-", " ").replace("_", " ") for part in parts[first + 1 :]]
    return f"{parts[first].replace('-', ' ')}: {' / '.join(behind)}" if behind else ""
