"""Words beside registration numbers, each of the table; single numbers are in `cases.toml`."""

import pytest

from whofor.intake.normalise.registration_numbers import RegistrationNumber, registration_number
from whofor.intake.normalise.rule_tables import rules

TABLE = rules("registration_numbers")
SIREN = RegistrationNumber("SIREN", "732829320")


@pytest.mark.parametrize("label", TABLE["words"]["labels"])
def test_a_label_before_a_number_is_dropped(label: str) -> None:
    assert registration_number(f"{label}: 732 829 320", "FR") == SIREN
    assert registration_number(f"{label} DE 136 695 976") == RegistrationNumber("VAT DE", "136695976")


@pytest.mark.parametrize("word", TABLE["words"]["tax"])
def test_a_tax_word_after_a_number_is_dropped(word: str) -> None:
    assert registration_number(f"CHE-116.281.710 {word}") == RegistrationNumber("VAT CH", "116281710")


@pytest.mark.parametrize("register", TABLE["words"]["per_court"])
def test_a_number_that_each_court_counts_anew_names_no_company(register: str) -> None:
    assert registration_number(f"{register} 123456", "DE") is None


@pytest.mark.parametrize("country", TABLE["words"]["siren_countries"])
def test_a_siren_is_read_in_france_and_its_territories_only(country: str) -> None:
    assert registration_number("732829320", country) == SIREN
    assert registration_number("732829320", "US") == RegistrationNumber("other US", "732829320")


def test_letters_that_stand_for_others() -> None:
    assert {letters: TABLE["vat"][meant] for letters, meant in TABLE["same_letters"].items()}
    assert registration_number("GR 094259216") == registration_number("EL 094259216") is not None
    assert registration_number("XI 980780684") == registration_number("GB 980780684") is not None
