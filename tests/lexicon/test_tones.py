import pytest

from whofor.lexicon.tones import tone_of_word
from whofor.lexicon.words import read_words


@pytest.mark.parametrize(
    ("text", "tone"),
    [("Negative", -1.0), ("négatif", -1.0), ("BON", 1.0), ("+", 1.0), ("mixed", 0.0), ("not bad", None), ("", None)],
)
def test_words_for_the_tone(text: str, tone: float | None):
    assert tone_of_word(text) == tone


def test_no_word_means_two_tones():
    words = [set(read_words("tones", name)) for name in ("positive", "negative", "neutral")]
    assert not any(one & other for one, other in zip(words, words[1:] + words[:1], strict=True))
