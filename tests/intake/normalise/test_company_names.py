"""Names taken apart, domains and registration numbers brought to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.normalise.company_domains import own_domain
from whofor.intake.normalise.company_names import company_name, name_similarity
from whofor.intake.normalise.registration_numbers import registration_number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Acme GmbH & Co. KG", ["acme"]),
        ("Acme S.A. de C.V.", ["acme"]),
        ("Acme Sp. z o.o.", ["acme"]),
        ("Acme (Private) Limited", ["acme"]),
        ("SARL Dupont", ["dupont"]),
        ("AB Volvo", ["volvo"]),
        ("株式会社トヨタ", ["トヨタ"]),
        ("J. P. Marlow", ["jp", "marlow"]),
        ("Marlow Intl. Svcs", ["marlow", "international", "service"]),
        ("Procter & Gamble", ["procter", "gamble"]),
        ("Acme (formerly Zeta) Ltd", ["acme"]),
        ("Acme - DUPLICATE", ["acme"]),
        ("GmbH", ["gmbh"]),
        ("The Group", ["group"]),
        ("SCI 12", []),
        ("", []),
    ],
)
def test_what_is_left_of_a_name(text: str, words: list[str]) -> None:
    assert list(company_name(text).words) == words


def test_the_city_goes_only_from_the_end() -> None:
    assert company_name("Delacroix Lyon", "Lyon").words == ("delacroix",)
    assert company_name("Lyon Delacroix", "Lyon").words == ("lyon", "delacroix")
    assert company_name("Lyon", "Lyon").words == ("lyon",)


@given(st.text(), st.text())
def test_likeness_is_mutual_and_bounded(one: str, other: str) -> None:
    a, b = company_name(one), company_name(other)
    assert 0.0 <= name_similarity(a, b) == name_similarity(b, a) <= 100.0
    assert name_similarity(a, a) == (100.0 if a.known else 0.0)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.acme.com/fr?x#y", "acme.com"),
        ("ACME.COM.", "acme.com"),
        ("mail.acme.com.br", "acme.com.br"),
        ("http://user:pass@acme.com:8080/", "acme.com"),
        ("mailto:jo@acme.com", "acme.com"),
        ("acme.com; acme.fr", "acme.com"),
        ("co.uk", None),
        ("localhost", None),
        ("192.168.0.1", None),
        ("n/a", None),
        ("jo@outlook.com", None),
        ("", None),
    ],
)
def test_own_domain(text: str, domain: str | None) -> None:
    assert own_domain(text) == domain


@given(st.text())
def test_no_text_is_too_strange_for_a_domain_or_a_number(text: str) -> None:
    own_domain(text)
    registration_number(text)
    registration_number(text, "FR")


@pytest.mark.parametrize(
    ("text", "country", "register", "number"),
    [
        ("732 829 320", "FR", "SIREN", "732829320"),
        ("SIRET: 73282932000074", "", "SIREN", "732829320"),
        ("35600000000048", "FR", "SIREN", "356000000"),
        ("FR83404833048", "", "SIREN", "404833048"),
        ("DE 136695976", "", "VAT DE", "136695976"),
        ("IT00743110157", "", "VAT IT", "00743110157"),
        ("00743110157", "IT", "VAT IT", "00743110157"),
        ("0428.759.497", "BE", "VAT BE", "0428759497"),
        ("GB 980 7806 84", "", "VAT GB", "980780684"),
        ("CHE-100.155.212 MWST", "", "VAT CH", "100155212"),
        ("PL8567346215", "", "VAT PL", "8567346215"),
        ("PT501964843", "", "VAT PT", "501964843"),
        ("DK13585628", "", "VAT DK", "13585628"),
        ("FI20774740", "", "VAT FI", "20774740"),
        ("NO 995 525 828 MVA", "", "VAT NO", "995525828"),
        ("16.727.230/0001-97", "BR", "VAT BR", "16727230000197"),
        ("02034567", "GB", "other GB", "02034567"),
    ],
)
def test_numbers_with_right_check_digits(text: str, country: str, register: str, number: str) -> None:
    found = registration_number(text, country)
    assert found is not None
    assert (found.register, found.number) == (register, number)
    if not register.startswith("other"):
        last = text.rstrip("MVAWST ")
        wrong = text.replace(last, last[:-1] + str((int(last[-1]) + 1) % 10))
        assert registration_number(wrong, country) != found
        assert registration_number(wrong, country) is None


@pytest.mark.parametrize(
    ("text", "country"),
    [("000000000", "FR"), ("123456789", "US"), ("HRB 12345", "DE"), ("987654321", ""), ("unknown", "FR"), ("12", "US")],
)
def test_no_numbers(text: str, country: str) -> None:
    assert registration_number(text, country) is None
