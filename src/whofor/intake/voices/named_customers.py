"""Companies that a page names as customers: of whom it tells, whom it quotes, whose logos it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from whofor.intake.normalise import country_code, industry
from whofor.intake.normalise.places import parse_place
from whofor.intake.voices.page_reader import PageBlock, PageParts
from whofor.intake.voices.words import page_patterns, page_words
from whofor.model.vendor_page import CustomerProof, NamedCustomer
from whofor.text import fold, tidy

__all__ = ["customers_in_address", "customers_on", "path_words", "people_on"]

_PIECES = re.compile(r"\s*(?:,|\||·|•|—|–|\s-\s|/|\n)\s*")
_BRACKETS = re.compile(r"\s*\(([^()]{2,60})\)\s*")
_LABEL = re.compile(r"^([^\W\d_][^:：]{1,30})\s*[:：]\s*(.{1,100})$")
_LONGEST_NAME = 60
_LONGEST_ATTRIBUTION = 120
_MARKS = "\"'“”„«»‹›‘’— –-"
_ENDINGS = (".html", ".htm", ".php", ".aspx", ".xml")


def customers_on(page: PageParts, place: str, vendor: str) -> tuple[NamedCustomer, ...]:
    """Return the companies that a page names as customers, each once: a case study before a quotation before a logo.

    Args:
        page: The page.
        place: Its file or address.
        vendor: The vendor, who is none of its customers.
    """
    found = [*_case_study(page, place), *_testimonials(page, place), *_logos(page, place)]
    by_name: dict[str, NamedCustomer] = {}
    for customer in found:
        key = fold(customer.name)
        if key and key != fold(vendor) and len(customer.name) <= _LONGEST_NAME:
            by_name.setdefault(key, customer)
    return tuple(by_name.values())


def path_words(address: str) -> list[str]:
    """Return the parts of the path of an address, in small letters, without endings.

    Example:
        >>> path_words("https://a.example/Customers/acme-sa.html?x=1")
        ['customers', 'acme-sa']
    """
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return []
    parts = [part for part in path.lower().replace("\\", "/").split("/") if part]
    return [_without_ending(part) for part in parts]


def _without_ending(part: str) -> str:
    return next((part.removesuffix(ending) for ending in _ENDINGS if part.endswith(ending)), part)


def customers_in_address(address: str) -> str:
    """Return the customer of whom a page tells by its address; empty where it tells of none.

    Example:
        >>> customers_in_address("https://a.example/customers/acme-sa"), customers_in_address("https://a.example/pricing")
        ('Acme Sa', '')
    """
    parts = path_words(address)
    for before, after in pairwise(parts):
        if before in page_words("address", "case_study") and after not in ("index", "all", "page"):
            return " ".join(word.capitalize() for word in after.replace("_", "-").split("-") if word)
    return ""


def _facts(blocks: Sequence[PageBlock]) -> dict[str, str]:
    """Return what a page tells of its customer behind labels: `Industry: Construction`, or in the next block."""
    found: dict[str, str] = {}
    for place, block in enumerate(blocks):
        label = _LABEL.match(block.text)
        key, value = (label[1], label[2]) if label else (block.text.rstrip(":："), "")
        name = next(
            (name for name in ("sector", "place", "name", "role") if fold(key) in page_words("facts", name)), ""
        )
        if name and not value and place + 1 < len(blocks):
            value = blocks[place + 1].text
        if name and value and len(value) <= _LONGEST_NAME:
            found.setdefault(name, value.strip())
    return found


def _case_study(page: PageParts, place: str) -> Iterator[NamedCustomer]:
    """Yield the customer of whom a page tells."""
    of_address = customers_in_address(page.address) or customers_in_address(place)
    is_index = path_words(page.address or place)[-1:] and path_words(page.address or place)[-1] in page_words(
        "address", "case_study"
    )
    titles = [block.text for block in page.blocks if block.tag == "h1"] + [page.title]
    named = next((name for title in titles if (name := _named_in(title))), "")
    if is_index or not (of_address or named):
        return
    facts = _facts(page.blocks)
    name = facts.get("name") or named or of_address
    quote = next((block.text for block in page.blocks if block.quote and block.tag in ("blockquote", "p")), "")
    yield _customer(
        name, CustomerProof.CASE_STUDY, (facts.get("sector", ""), facts.get("place", "")), place, quote=quote
    )


def _named_in(title: str) -> str:
    """Return the company of which a title tells.

    Example:
        >>> _named_in("How Acme Construction cut paperwork by half"), _named_in("Case study: Bolt SAS | Planly")
        ('Acme Construction', 'Bolt SAS')
        >>> _named_in("How to plan a week")
        ''
    """
    tidied = tidy(title)
    folded = fold(tidied)
    if len(folded) != len(tidied):
        return ""
    for pattern in page_patterns("titles", "forms"):
        found = pattern.search(folded)
        if found:
            name = tidied[found.start("name") : found.end("name")].strip(_MARKS)
            if name and (name[0].isupper() or name[0].isdigit()) and len(name.split()) <= _MOST_WORDS:
                return name
    return ""


_MOST_WORDS = 6


def _testimonials(page: PageParts, place: str) -> Iterator[NamedCustomer]:
    """Yield the companies of the people whom a page quotes."""
    numbers = dict.fromkeys(block.quote for block in page.blocks if block.quote)
    for number in numbers:
        blocks = [block for block in page.blocks if block.quote == number and block.tag != "img"]
        if not blocks:
            continue
        last = page.blocks.index(blocks[-1])
        # Behind a quotation, in the element next to it, stands who said it.
        behind = [block for block in page.blocks[last + 1 : last + 2] if not block.quote and _is_attribution(block)]
        # A short sentence is told from the person who says it by the element that it stands in, not by its length.
        said = max(blocks, key=lambda block: (not _is_marked(block), block.tag in ("blockquote", "q"), len(block.text)))
        about = [block for block in (*blocks, *behind) if block is not said]
        name, role, told = _attributed(about)
        if name:
            yield _customer(name, CustomerProof.TESTIMONIAL, told, place, role=role, quote=said.text.strip(_MARKS))


def _is_attribution(block: PageBlock) -> bool:
    is_short = len(block.text) <= _LONGEST_ATTRIBUTION
    return is_short and (_is_marked(block) or block.text.startswith(("—", "–", "-")))


def _is_marked(block: PageBlock) -> bool:
    """Return whether the page marks a block as the name of who is quoted."""
    return block.tag in ("cite", "figcaption") or bool(block.own & page_words("class", "author"))


def _attributed(blocks: Sequence[PageBlock]) -> tuple[str, str, tuple[str, str]]:
    """Return company, role, and sector and place of the one who is quoted."""
    company = role = ""
    told: tuple[str, str] = ("", "")
    pieces: list[str] = []
    for block in blocks:
        if len(block.text) > _LONGEST_ATTRIBUTION:
            continue
        if block.own & page_words("class", "company"):
            company = block.text.strip(_MARKS)
        elif block.own & page_words("class", "role") and not _has_employer(block.text):
            role = block.text.strip(_MARKS)
        else:
            pieces += [piece for piece in _split(block.text) if piece]
    sector = place = ""
    left: list[str] = []
    for piece in pieces:
        if not place and _place_of(piece) != ("", "") and len(pieces) > 1:
            place = piece
        elif not sector and len(pieces) > 2 and industry(piece, 100.0) is not None:
            sector = piece
        else:
            left.append(piece)
    told = (sector, place)
    for piece in left:
        before, after = _employer(piece)
        if after:
            company, role = company or after, role or before
    # Who is quoted comes first, then the role, then the company.
    if not company and len(left) > 1:
        company, role = left[-1], role or (left[1] if len(left) > 2 else "")
    return company.strip(_MARKS), role.strip(_MARKS), told


def _split(text: str) -> list[str]:
    inner = _BRACKETS.findall(text)
    return [piece.strip(_MARKS) for piece in (*_PIECES.split(_BRACKETS.sub(" ", text)), *inner)]


def _employer(piece: str) -> tuple[str, str]:
    """Return the role and the company of `COO at Acme`; empty where a text is none."""
    for word in sorted(page_words("employer", "before")):
        found = re.search(rf"(?:^|(?<=\s)){re.escape(word)}\s+(?=[^\W_])", fold(piece))
        if found and len(fold(piece)) == len(piece) and piece[found.end()].isupper():
            return piece[: found.start()].strip(), piece[found.end() :].strip()
    return "", ""


def _has_employer(text: str) -> bool:
    return _employer(text) != ("", "")


def _logos(page: PageParts, place: str) -> Iterator[NamedCustomer]:
    """Yield the companies whose logos a page shows, by the alternative texts of the pictures."""
    below = False
    for block in page.blocks:
        if block.tag in ("h1", "h2", "h3", "h4", "h5", "p"):
            below = _above_logos(block.text) if len(block.text) <= _LONGEST_ATTRIBUTION else False
        elif block.tag == "img" and "header" not in block.within:
            name = _pictured(block.text)
            if name and (below or block.within & page_words("class", "logo")):
                yield NamedCustomer(name, CustomerProof.LOGO, page=place)


def _above_logos(text: str) -> bool:
    folded = fold(text).rstrip(" :.!")
    return any(_fits(folded, form) for form in page_words("headings", "logos"))


def _fits(text: str, form: str) -> bool:
    return re.fullmatch(re.escape(form).replace(r"\*", ".{1,80}"), text) is not None


def _pictured(text: str) -> str:
    """Return the company of an alternative text: `Acme logo`; empty where it names none."""
    name = re.split(r"\s[|–-]\s", tidy(text))[0]
    for word in sorted(page_words("pictures", "around"), key=len, reverse=True):
        name = re.sub(rf"(?:^|\b){re.escape(word)}\b", " ", name, flags=re.IGNORECASE)
    name = _without_ending(" ".join(name.replace("_", " ").split()).strip(_MARKS))
    is_file = "." in name and name.lower().endswith((".png", ".svg", ".jpg", ".jpeg", ".webp"))
    none = not name or is_file or fold(name) in page_words("pictures", "nobody") or len(name.split()) > _MOST_WORDS
    return "" if none or name.isdigit() else name


def _place_of(text: str) -> tuple[str, str]:
    """Return the city and the country that a text names."""
    place = parse_place(text)
    return (place.city, place.country) if place else ("", country_code(text) or "")


def _customer(
    name: str, proof: CustomerProof, told: tuple[str, str], page: str, *, role: str = "", quote: str = ""
) -> NamedCustomer:
    city, country = _place_of(told[1]) if told[1] else ("", "")
    return NamedCustomer(name.strip(_MARKS), proof, told[0], country, city, role, quote, page)


def people_on(page: PageParts) -> tuple[str, ...]:
    """Return the names of people whom a page quotes, so that they can be masked."""
    names: list[str] = []
    for block in page.blocks:
        attributed = block.tag in ("cite", "figcaption") or (block.own & page_words("class", "author"))
        behind = block.text.startswith(("—", "–"))
        if (attributed or behind) and len(block.text) <= _LONGEST_ATTRIBUTION:
            names += [piece for piece in _split(block.text)[:1] if 1 < len(piece.split()) <= 4]
    return tuple(dict.fromkeys(names))
