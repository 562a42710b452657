"""What is written like a telephone number, and what is not."""

import pytest

from whofor.intake.normalise.telephones import telephone_key, telephones


@pytest.mark.parametrize(
    "text",
    [
        *(
            "+33 1 42 68 53 00",
            "0033 1 42 68 53 00",
            "01 42 68 53 00",
            "01.42.68.53.00",
            "06.12.05.11.22",
            "0142685300",
        ),
        *("+49 (0)30 / 123456-78", "030/1234567", "0171-2345678", "(415) 555-2671", "+1 415 555 2671 ext. 12"),
        *("020 7946 0958", "07700 900123", "+34 612 345 678", "+491712345678"),
    ],
)
def test_a_whole_number_is_found(text: str) -> None:
    assert [f"ask {text}, please"[a:b] for a, b in telephones(f"ask {text}, please")] == [text]


@pytest.mark.parametrize("text", ["tel: 612345678", "Mobil 612 345 678", "Durchwahl: 12345-67"])
def test_a_word_before_tells(text: str) -> None:
    assert list(telephones(text))


@pytest.mark.parametrize(
    "text",
    [
        *("PO 0123456789", "INV-0123456789", "order 2024 001 234", "#0123456789", "Invoice no. 0123456789"),
        *("12 500 000", "1 234 567 890", "EUR 1.234.567,89", "10 000 - 50 000", "1000000-2000000", "123456789"),
        *("01.02.2024", "01.02.2024 - 28.02.2024", "2024-01-02", "03/2024-05/2025", "01/02/24 - 03/04/24"),
        *("SIREN 123 456 789", "BCE 0123.456.789", "ISO 27001 2022"),
    ],
)
def test_orders_amounts_and_days_are_none(text: str) -> None:
    assert not list(telephones(text))


def test_a_known_number_is_found_however_it_is_written() -> None:
    known = {telephone_key("+34 612 345 678")}
    for text in ("612345678", "612 345 678", "0034612345678"):
        assert [text[a:b] for a, b in telephones(text, known)] == [text]
