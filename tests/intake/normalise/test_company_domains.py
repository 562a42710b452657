"""Hosts and registrable domains hold still: read again they are the same, and no list contradicts another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.normalise.company_domains import DomainKind, own_domain, web_domain
from whofor.intake.normalise.rule_tables import rules

CRUMBS = st.sampled_from(["http://", "www.", "acme", "co.uk", ".com", "@", ":", "/", "?", "xn--", "é", "..", ";", " "])
TEXTS = st.one_of(st.text(max_size=60), st.lists(CRUMBS, max_size=10).map("".join))
LABELS = st.from_regex(r"[a-zà-öø-ÿ0-9]([a-zà-öø-ÿ0-9-]{0,20}[a-zà-öø-ÿ0-9])?", fullmatch=True)
TABLE = rules("company_domains")


@given(TEXTS)
def test_what_was_read_is_read_as_itself(text: str) -> None:
    found = web_domain(text)
    if found is not None:
        assert found.host.endswith(found.domain)
        assert web_domain(found.host) == found
        again = web_domain(found.domain)
        assert again is not None
        assert (again.domain, again.kind) == (found.domain, found.kind)


@given(LABELS)
def test_punycode_and_unicode_are_one(label: str) -> None:
    if label.startswith("xn--") or label.isascii():
        return
    coded = "xn--" + label.encode("punycode").decode("ascii")
    assert web_domain(f"http://{coded}.de") == web_domain(f"{label}.de")


def test_a_punycode_that_means_nothing_stays() -> None:
    found = web_domain("xn--99999999999999.com")
    assert found is not None
    assert found.domain == "xn--99999999999999.com"


@pytest.mark.parametrize("kind", [DomainKind.FREE_MAIL, DomainKind.DISPOSABLE, DomainKind.SHARED])
def test_the_domains_of_a_list_are_of_its_kind(kind: DomainKind) -> None:
    listed = TABLE[kind]["domains"]
    assert len(listed) == len(set(listed)) >= 100
    for domain in listed:
        found = web_domain(f"jo@{domain}")
        assert found is not None, domain
        assert domain.endswith(found.domain)
        assert found.kind is kind, domain


def test_a_label_at_a_host_is_its_clients_own() -> None:
    for host in TABLE["hosts"]:
        assert own_domain(f"www.acme.{host}/x") == f"acme.{host}"
        assert own_domain(host) is None
