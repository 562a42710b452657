"""Readers of web data: domains and technologies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from whofor.intake.importing.name_readers import categories
from whofor.intake.importing.reading import Reading, ReadText
from whofor.intake.normalise import is_missing
from whofor.intake.normalise.company_domains import DomainKind, own_domain, web_domain
from whofor.intake.normalise.technologies import split_technologies, technology, technology_categories
from whofor.model import IssueCode

__all__ = ["Hosts", "domains", "read_hosts", "technologies"]


@dataclass(slots=True)
class Hosts:
    """The hosts of a column of addresses.

    Attributes:
        texts: Text -> its host, where that is another text; empty for a text that says "unknown".
        shared: Texts whose host is nobody's own.
    """

    texts: dict[str, str] = field(default_factory=dict[str, str])
    shared: list[str] = field(default_factory=list[str])


def read_hosts(texts: Iterable[str], known: Iterable[str] = ()) -> Hosts:
    """Return the hosts of addresses; texts without one stay as they are.

    Args:
        texts: Addresses.
        known: Hosts to refer to. An own host that is none of them becomes the only one of them that has its
            registrable domain, where there is one.
    """
    by_domain: dict[str, set[str]] = {}
    for host in known:
        by_domain.setdefault(own_domain(host) or "", set()).add(host)
    hosts = Hosts()
    for text in texts:
        found = web_domain(text)
        host = found.host if found is not None else "" if is_missing(text) else text
        if found is not None and found.is_own:
            others = by_domain.get(found.domain, set())
            host = next(iter(others)) if len(others) == 1 else host
        if host != text:
            hosts.texts[text] = host
        if found is not None and not found.is_own:
            hosts.shared.append(text)
    return hosts


def domains(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of registrable domains; the output `kind` says whose they are, where they differ in it."""
    found = {text: web_domain(text) for text in meanings}
    kinds = {domain.kind for domain in found.values() if domain is not None}

    def read(text: str) -> str:
        domain = found[text]
        if domain is None:
            reading.note(IssueCode.UNKNOWN_DOMAIN, text, meanings[text])
            return text
        if not domain.is_own:
            reading.note(IssueCode.SHARED_DOMAIN, text, meanings[text])
        if kinds != {DomainKind.OWN}:
            reading.give("kind", text, domain.kind.value)
        return domain.domain

    return read


def technologies(meanings: Mapping[str, int], reading: Reading) -> ReadText:
    """Return a reader of lists of technologies by their usual names; the output `categories` says what they are for.

    Spellings of what the vocabulary does not know are merged like categories.
    """
    split = {text: split_technologies(text) for text in meanings}
    known = {item: technology(item) for items in split.values() for item in items}
    counts: dict[str, int] = {}
    for text, items in split.items():
        for item in items:
            name = known[item] or item
            counts[name] = counts.get(name, 0) + meanings[text]
    # Known names are merged with the others, so that misspellings become them; they never change themselves.
    read = categories(counts, reading)
    reading.merged = {item: to for item, to in reading.merged.items() if known.get(item) is None and item in known}
    reading.merged_cells = sum(counts[item] for item in reading.merged)

    def join(text: str) -> str | None:
        names = dict.fromkeys(known[item] or str(read(item)) for item in split[text])
        found = dict.fromkeys(category for name in names for category in technology_categories(name))
        reading.give("categories", text, ";".join(found))
        return ";".join(names) or None

    return join
