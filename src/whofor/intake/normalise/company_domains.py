"""Web and mail addresses: the host in them, and the part of it that is a company's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from whofor.intake.normalise.rule_tables import rules
from whofor.text import tidy

if TYPE_CHECKING:
    from tldextract import TLDExtract

__all__ = ["DomainKind", "WebDomain", "domain_label", "own_domain", "web_domain"]

_LONGEST = 2_000
_MOST_ADDRESSES = 20
_BETWEEN = re.compile(r"[\s,;|<>()\[\]{}\"'`]+")
# Also with a sign or two forgotten: http//acme.com, http:/acme.com, https;//acme.com, and twice: http://https://acme.com.
_PROTOCOL = re.compile(r"^(?:(?:https?|ftp)(?:[:.]?/+|:)|[a-z][a-z0-9+.-]*:/+|/+|mailto:)")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]*[a-z0-9]")
_PATH = re.compile(r"[/?#\\]")
_WWW = re.compile(r"^(?:w{2,4}\d?\.)+(?=[^.]+\.)")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_COUNTRY_CODE = 2


class DomainKind(StrEnum):
    """Kinds of domains, by whose they are.

    A company's own; its own label below that of a builder or host; mail for everybody; mail for an hour; or a network,
    shop, directory, shortener or placeholder.
    """

    OWN = "own"
    HOSTED = "hosted"
    FREE_MAIL = "free_mail"
    DISPOSABLE = "disposable"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class WebDomain:
    """The host and the domain of a web or mail address.

    Attributes:
        host: Whole host, without `www.`, in lower case and in Unicode.
        domain: Registrable domain; for a host's client its label and the host's domain.
        kind: Whose it is.
    """

    host: str
    domain: str
    kind: DomainKind

    @property
    def is_own(self) -> bool:
        """Return whether it distinguishes one company from another."""
        return self.kind in (DomainKind.OWN, DomainKind.HOSTED)


@cache
def _extract() -> TLDExtract:
    """Return the splitter by the packaged Public Suffix List; it fetches nothing and stores nothing on disk."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True, include_psl_private_domains=True)


@cache
def _shared() -> dict[str, DomainKind]:
    table = rules("company_domains")
    kinds = (DomainKind.FREE_MAIL, DomainKind.DISPOSABLE, DomainKind.SHARED)
    return {domain: kind for kind in kinds for domain in table[kind]["domains"]}


@cache
def _names() -> dict[str, DomainKind]:
    """Return labels that are free mail, or a network, below whatever suffix: yahoo.*, hotmail.*."""
    table = rules("company_domains")
    kinds = (DomainKind.FREE_MAIL, DomainKind.DISPOSABLE, DomainKind.SHARED)
    return {label: kind for kind in kinds for label in table[kind].get("below_any_suffix", ())}


@cache
def _hosts() -> frozenset[str]:
    return frozenset(rules("company_domains")["hosts"])


def web_domain(text: str) -> WebDomain | None:
    """Return the domain of a web or mail address, or None where there is none; of several the first that is own.

    Suffixes are those of the Public Suffix List; an ending that it does not know (`acme.example`) counts as one.

    >>> web_domain("http//www.Shop.Acme.co.uk:8080/fr?x=1")
    WebDomain(host='shop.acme.co.uk', domain='acme.co.uk', kind=<DomainKind.OWN: 'own'>)
    >>> web_domain("jo@gmail.com; Ann <ann@xn--mller-kva.de>").domain, web_domain("jo@gmail.com").kind.value
    ('müller.de', 'free_mail')
    >>> web_domain("acme.myshopify.com").kind.value, web_domain("linkedin.com/company/acme").kind.value
    ('hosted', 'shared')
    """
    if len(text) > _LONGEST:
        return None
    first: WebDomain | None = None
    for host in _hosts_of(tidy(text).lower()):
        found = _domain_of(host)
        if found is not None and found.is_own:
            return found
        first = first or found
    return first


def own_domain(text: str) -> str | None:
    """Return the registrable domain of a web or mail address, or None where it is nobody's own.

    Free and disposable mail, social networks, marketplaces and placeholders are nobody's own. At builders and hosts
    the label before theirs counts.

    >>> own_domain("https://www.shop.acme.co.uk/fr?x=1"), own_domain("jo@acme.com"), own_domain("jo@gmail.com")
    ('acme.co.uk', 'acme.com', None)
    >>> own_domain("acme.myshopify.com"), own_domain("linkedin.com/company/acme")
    ('acme.myshopify.com', None)
    """
    found = web_domain(text)
    return found.domain if found is not None and found.is_own else None


def domain_label(domain: str) -> str:
    """Return the name in a registrable domain, without its suffix.

    >>> domain_label("acme.co.uk"), domain_label("acme.fr")
    ('acme', 'acme')
    """
    return domain.partition(".")[0]


def _hosts_of(text: str) -> Iterator[str]:
    """Yield the hosts of the addresses in a cell, without protocol, user, port, path, query and `www.`, in Unicode."""
    if _PLAIN.fullmatch(text) and "xn--" not in text:
        host = _WWW.sub("", text)
        if _HOST.fullmatch(host):
            yield host
        return
    for address in _BETWEEN.split(text)[:_MOST_ADDRESSES]:
        bare = address
        while bare != (bare := _PROTOCOL.sub("", bare)):
            pass
        host = _PATH.split(bare, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
        host = _unicode(host.strip(".-"))
        host = _WWW.sub("", host)
        if _HOST.fullmatch(host):
            yield host


def _unicode(host: str) -> str:
    """Return a host with its `xn--` labels decoded; those that are invalid stay."""
    if "xn--" not in host:
        return host
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        plain = tidy(label.removeprefix("xn--").encode("ascii").decode("punycode")).lower()
    except (UnicodeError, OverflowError):
        return label
    return plain if plain and not plain.isascii() else label


def _domain_of(host: str) -> WebDomain | None:
    labels = host.split(".")
    tails = [(".".join(labels[-size:]), size) for size in range(2, len(labels) + 1)]
    for tail, size in tails:
        if tail in _hosts():
            return _hosted(host, labels, tail, size)
    for tail, _ in tails:
        if tail in _shared():
            return WebDomain(host, tail, _shared()[tail])
    parts = _extract().extract_str(host)
    if parts.is_private:
        # The list holds what registries of a kind sell (acme.uk.com) and what builders give away (acme.github.io).
        return _hosted(host, labels, parts.suffix, parts.suffix.count(".") + 1)
    suffix, name = (parts.suffix, parts.domain) if parts.suffix else (labels[-1], labels[-2])
    if not name:
        return None
    domain = f"{name}.{suffix}"
    return WebDomain(host, domain, _names().get(name, DomainKind.OWN))


def _hosted(host: str, labels: list[str], tail: str, size: int) -> WebDomain:
    if len(labels) == size:
        return WebDomain(host, tail, _shared().get(tail, DomainKind.SHARED))
    domain = f"{labels[-size - 1]}.{tail}"
    registry = size == 2 and len(labels[-2]) == _COUNTRY_CODE
    return WebDomain(host, domain, DomainKind.OWN if registry else DomainKind.HOSTED)
