"""The part of a web address that is a company's own."""

from __future__ import annotations

import re
from functools import cache

from whofor.normalise.texts import rules, tidy

__all__ = ["domain_label", "own_domain"]

_LONGEST = 300
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[a-z][a-z0-9-]{1,62}")


@cache
def _shared() -> frozenset[str]:
    return frozenset(rules("company_domains")["shared"])


@cache
def _hosts() -> frozenset[str]:
    return frozenset(rules("company_domains")["hosts"])


@cache
def _second_level() -> frozenset[str]:
    return frozenset(rules("company_domains")["second_level"])


def own_domain(text: str) -> str | None:
    """Return the registrable domain of a web or mail address, or None where it is nobody's own.

    Free and disposable mail, social networks, marketplaces and placeholders are nobody's own. At builders and hosts
    the label before theirs counts. Labels such as `co` and `com` below a country's two letters belong to the suffix.

    >>> own_domain("https://www.shop.acme.co.uk/fr?x=1"), own_domain("jo@acme.com"), own_domain("jo@gmail.com")
    ('acme.co.uk', 'acme.com', None)
    >>> own_domain("acme.myshopify.com"), own_domain("linkedin.com/company/acme")
    ('acme.myshopify.com', None)
    """
    if len(text) > _LONGEST:
        return None
    host = _host_of(tidy(text).lower())
    if not _HOST.fullmatch(host):
        return None
    labels = host.split(".")
    for size in range(2, len(labels) + 1):
        tail = ".".join(labels[-size:])
        if tail in _hosts():
            below = labels[-size - 1] if len(labels) > size else ""
            return f"{below}.{tail}" if below not in {"", "www"} else None
    size = 3 if len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in _second_level() else 2
    own = ".".join(labels[-size:])
    if own in _shared() or (len(labels[-1]) == 2 and size == 2 and labels[0] in _second_level() and len(labels) == 2):
        return None
    return own


def _host_of(text: str) -> str:
    """Return the host of an address: no protocol, user, port, path or query; of several addresses the first."""
    first = re.split(r"[\s,;|]+", text.strip(), maxsplit=1)[0]
    bare = re.sub(r"^[a-z][a-z0-9+.-]*:/*", "", first) if "/" in first or first.startswith("mailto:") else first
    host = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    return host.partition(":")[0].strip(".")


def domain_label(domain: str) -> str:
    """Return the name in a registrable domain, without its suffix.

    >>> domain_label("acme.co.uk"), domain_label("acme.fr")
    ('acme', 'acme')
    """
    return domain.partition(".")[0]
