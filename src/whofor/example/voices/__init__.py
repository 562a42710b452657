"""What the market of the example says: a made research corpus with a known truth planted in it.

Reviews of four tools, a private chat, two forums, eight interviews, the pages of three competitors and one's own offer,
in English or French. The company of the example sells what gets campaigns approved; sectors and sizes are those of its
CRM, so that what is believed after reading can be tested on its deals. Nothing in it is real.
"""

from __future__ import annotations

from typing import get_args

from whofor.errors import Sentence, UsageError
from whofor.example.voices.cast import MadeNames
from whofor.example.voices.chat import draw_chat
from whofor.example.voices.corpus import MarketCorpus, Shuffle, market_files
from whofor.example.voices.forum import draw_forum
from whofor.example.voices.interviews import draw_interviews
from whofor.example.voices.known import MarketTruth
from whofor.example.voices.market_truth import market_truth
from whofor.example.voices.null import shuffle_voices
from whofor.example.voices.planted import DEFAULT_VOICES, PlantedVoices
from whofor.example.voices.reviews import draw_reviews
from whofor.example.voices.sites import made_sites
from whofor.example.voices.wordings import Decks, Language

__all__ = [
    "MarketCorpus",
    "MarketTruth",
    "PlantedVoices",
    "Shuffle",
    "generate_market",
    "market_files",
    "market_truth",
    "shuffle_voices",
]


def generate_market(
    seed: int, truth: PlantedVoices = DEFAULT_VOICES, language: Language = "en", *, n_reviews: int = 300
) -> MarketCorpus:
    """Return a made research corpus of October 2023 to September 2026; `market_files` makes its files.

    Args:
        seed: A whole number, 0 or more. The same seed gives the same bytes on every platform.
        truth: What is planted, and how strongly.
        language: `en` or `fr`. Three interviews are in the other language, and one site's reviews always in French.
        n_reviews: Number of reviews, before the few that are there twice.

    Raises:
        UsageError: The seed is negative, there would be no review, or the language is another.

    Example:
        >>> corpus = generate_market(1, n_reviews=50)
        >>> len(corpus.reviews), len(corpus.interviews)
        (51, 8)
    """
    if seed < 0:
        raise UsageError(Sentence("the seed of the example must be 0 or more, not {seed}", seed=seed))
    if n_reviews < 1:
        raise UsageError(Sentence("the example needs at least one review, not {n_reviews}", n_reviews=n_reviews))
    if language not in get_args(Language):
        raise UsageError(Sentence("the language of the example must be en or fr, not {language}", language=language))
    names, decks = MadeNames(seed), Decks(seed)
    interviews = draw_interviews(seed, language, names, decks)
    chat = draw_chat(seed, truth, language, names, decks)
    posts = draw_forum(seed, language, names, decks)
    return MarketCorpus(
        seed=seed,
        planted=truth,
        language=language,
        reviews=draw_reviews(seed, truth, language, n_reviews, names=names, decks=decks),
        chat=chat,
        posts=posts,
        interviews=interviews,
        sites=made_sites(language),
    )
