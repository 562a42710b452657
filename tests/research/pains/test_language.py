"""Languages of texts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from whofor.research.pains.language import can_tell_language, language_of, told_language

needs_library = pytest.mark.skipif(not can_tell_language(), reason="needs the optional library: whofor[text]")


def spanish(text: str, languages: Sequence[str]) -> str:
    return "es" if "es" in languages else languages[-1]


def test_short_texts_are_told_by_what_is_declared() -> None:
    assert told_language("Bueno", ("en", "fr"), "en", spanish) == "en"
    assert told_language("Bueno", ("en", "fr"), "", spanish) == "fr"
    assert told_language("uno dos tres cuatro cinco seis siete ocho", ("en", "fr"), "en", spanish) == "es"
    assert told_language("uno dos tres cuatro cinco seis siete ocho", ("en", "fr"), "en", None) == "en"
    assert told_language("", ("en", "fr"), "", spanish) == "en"


@needs_library
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The card never arrived and nobody could tell me why.", "en"),
        ("La carte n'est jamais arrivée et personne ne sait pourquoi.", "fr"),
        ("O cartão nunca chegou e ninguém sabe dizer o motivo.", "pt"),
        ("La tarjeta nunca llegó y nadie sabe decirme por qué.", "es"),
        ("De kaart is nooit aangekomen en niemand weet waarom.", "nl"),
    ],
)
def test_known_sentences(text: str, language: str) -> None:
    assert told_language(text, ("en", "fr"), "en", language_of) == language
