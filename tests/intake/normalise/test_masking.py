"""Which words of a text are taken for a person, and which are left."""

import pytest

from whofor.intake.normalise.masking import MaskAs, Masker
from whofor.intake.normalise.people import KnownPeople
from whofor.intake.normalise.person_names import holds_of_people, person_names

NAMES = (
    "Anna Schmidt; Baker, Tom; María García López; Ludwig van Beethoven; Jean-Pierre Müller-Lüdenscheid; "
    "O'Brien, Kate; DURAND Élodie; Wei Li; Daisy Green; Zora7 Quixote7"
)


@pytest.fixture
def masker() -> Masker:
    masker = Masker(KnownPeople.of(person_names(NAMES), ["+49 171 2345678"]))
    for name, key in (("Schmidt GmbH", "a1"), ("Baker & Sons", "a2"), ("Baker", "a3")):
        masker.add_company(name, [key])
    return masker


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Anna Schmidt renewal", "person-1 renewal"),
        ("Schmidt, Anna: renewal", "person-1: renewal"),
        ("A. Schmidt and SCHMIDT Anna", "person-1 and person-2"),
        ("anna schmidt, annaschmidt, aschmidt", "person-1, person-2, person-3"),
        ("mail anna.schmidt@acme.example now", "mail email-1 now"),
        ("Frau Schmidt GmbH", "Frau person-1 GmbH"),
        ("Call Schmidt; Schmidts offer", "Call person-1; person-1 offer"),
        ("Maria Garcia, García López, GARCIA", "person-1, person-2, person-3"),
        ("Beethoven / Ludwig van Beethoven", "person-1 / person-2"),
        ("JP Mueller-Luedenscheid und Frau Müller", "JP person-1 und Frau person-2"),
        ("Kate O’Brien & O'Brien", "person-1 & person-2"),
        ("Mme Durand; E. Durand; ÉLODIE DURAND", "Mme person-1; person-2; person-3"),
        ("E\u0301lodie Durand", "person-1"),
        ("Zora7 Quixote7 and Quixote7", "person-1 and person-2"),
        ("call 0171/2345678 or 030 1234567", "call phone-1 or phone-2"),
        ("Ms Green, D. Green", "Ms person-1, person-2"),
    ],
)
def test_every_form_of_a_name_is_masked(masker: Masker, text: str, masked: str) -> None:
    assert masker.mask(text, MaskAs.TEXT) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Schmidt GmbH – renewal",
        "Baker & Sons upgrade",
        "Schmidt Consulting, Baker et fils",
        "Green energy, Green Monday",
        "PO 0123456789, 12 500 000 EUR, 01.02.2024",
        "Li alone",
        "Anna and Tom",
    ],
)
def test_companies_and_words_stay(masker: Masker, text: str) -> None:
    assert masker.mask(text, MaskAs.TEXT) == text


def test_the_name_of_the_own_account_stays_and_that_of_others_is_a_person(masker: Masker) -> None:
    text = "call with Baker"
    assert masker.mask(text, MaskAs.TEXT, masker.own_words("a2")) == text
    assert masker.mask(text, MaskAs.TEXT, masker.own_words("a9")) == "call with person-1"
    assert masker.mask("Mr Baker", MaskAs.TEXT, masker.own_words("a2")) != "Mr Baker"


def test_of_accounts_only_whole_names_are_masked(masker: Masker) -> None:
    masked = [masker.mask(text, MaskAs.IDENTITY) for text in ("Schmidt", "Anna Schmidt", "Praxis Anna Schmidt", "12")]
    assert masked == ["Schmidt", "person-1", "Praxis person-1", "12"]


def test_different_persons_stay_different_and_one_stays_one(masker: Masker) -> None:
    first, second, again = (masker.mask(t, MaskAs.IDENTITY) for t in ("Anna Schmidt", "Tom Baker", "Schmidt, Anna"))
    assert first == again != second


def test_domains_that_are_names_become_made_up_ones(masker: Masker) -> None:
    assert masker.mask_host("anna-schmidt.de") == "person-1.invalid"
    assert masker.mask_host("schmidt.de") == "schmidt.de"


def test_where_contacts_are_kept_only_the_forgotten_are_masked() -> None:
    people = KnownPeople.of(person_names("Anna Schmidt"), ["+49 171 2345678"], ["anna@acme.example"])
    masker = Masker(people, only_known=True)
    text = "Anna Schmidt, anna@acme.example, 0171 2345678; Bert Meier, bert@acme.example, 0171 9999999"
    masked = masker.mask(text, MaskAs.TEXT)
    assert "Bert Meier, bert@acme.example, 0171 9999999" in masked
    assert not any(trace in masked for trace in ("Schmidt", "anna@", "2345678"))


def test_headers_tell_what_columns_hold() -> None:
    headers = ["Nom", "Prénom", "E-Mail", "Contact owner", "Primary Contact", "Deal Name", "Salesperson first name"]
    assert holds_of_people(headers) == {"Nom": "last", "Prénom": "first", "E-Mail": "email", "Primary Contact": "any"}
