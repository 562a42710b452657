"""What vendors say on their own pages: claims, prices and named customers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ClaimPlace", "CustomerProof", "NamedCustomer", "PageClaim", "VendorPage"]


class ClaimPlace(StrEnum):
    """Where on a page a claim stands.

    `DATA`: in what the page tells search engines (schema.org). `ADDRESS`: in the address of a page of a sitemap.
    """

    TITLE = "title"
    DESCRIPTION = "description"
    HEADING = "heading"
    LIST = "list"
    QUESTION = "question"
    OFFER = "offer"
    RATING = "rating"
    TESTIMONIAL = "testimonial"
    DATA = "data"
    ADDRESS = "address"


class CustomerProof(StrEnum):
    """How a page names a customer."""

    CASE_STUDY = "case_study"
    TESTIMONIAL = "testimonial"
    LOGO = "logo"


@dataclass(frozen=True, slots=True)
class PageClaim:
    """One thing that a vendor says.

    Attributes:
        where: Where on the page it stands.
        text: The text, persons masked.
        level: Level of a heading, 1 to 3; 0 for others.
        question: The question that it answers, of a list of questions.
    """

    where: ClaimPlace
    text: str
    level: int = 0
    question: str = ""


@dataclass(frozen=True, slots=True)
class NamedCustomer:
    """A company that a vendor names as its customer.

    Attributes:
        name: Its name.
        proof: How it is named.
        sector: Its sector as told; empty where it is not.
        country: ISO 3166 code of the country where it is, as told; empty where it is not.
        city: Its place as told, as `Lyon`; empty where it is not.
        role: Role of the person who speaks for it; empty where none does.
        quote: What is said, persons masked; empty where nothing is.
        page: The page.
    """

    name: str
    proof: CustomerProof
    sector: str = ""
    country: str = ""
    city: str = ""
    role: str = ""
    quote: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class VendorPage:
    """One saved page of a vendor, or its sitemap.

    Attributes:
        vendor: The vendor.
        place: File, or address.
        title: Its title.
        language: As the page declares it; empty where it does not.
        claims: What it says, in order; each text once.
        customers: Companies that it names as customers.
    """

    vendor: str
    place: str
    title: str
    language: str = ""
    claims: tuple[PageClaim, ...] = ()
    customers: tuple[NamedCustomer, ...] = ()
