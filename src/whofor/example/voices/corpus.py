"""The made corpus: everything that was said, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whofor.example.voices.chat import MadeChat, chat_files
from whofor.example.voices.forum import MadePost, forum_files
from whofor.example.voices.interviews import MadeInterview, interview_files
from whofor.example.voices.planted import PlantedVoices
from whofor.example.voices.review_files import review_files
from whofor.example.voices.reviews import MadeReview
from whofor.example.voices.sites import MadeSite, site_files
from whofor.example.voices.wordings import Language

__all__ = ["MarketCorpus", "Shuffle", "market_files"]


class Shuffle(StrEnum):
    """What was dealt out anew among the reviews, so that nothing is shared in it.

    `AUTHORS`: who they are, with all that is known of them. `TOOLS`: which tool they review. `RATINGS`: the stars.
    """

    AUTHORS = "authors"
    TOOLS = "tools"
    RATINGS = "ratings"


@dataclass(frozen=True, slots=True)
class MarketCorpus:
    """A made research corpus.

    Attributes:
        seed: Seed of all draws.
        planted: What was planted.
        language: Its language; some of it is in the other one, as in any such collection.
        reviews: Reviews, copies among them.
        chat: The private chat.
        posts: Posts of forums.
        interviews: Interviews.
        sites: Pages of three competitors and one's own offer.
        shuffled: What was shuffled among the reviews.
    """

    seed: int
    planted: PlantedVoices
    language: Language
    reviews: tuple[MadeReview, ...]
    chat: MadeChat
    posts: tuple[MadePost, ...]
    interviews: tuple[MadeInterview, ...]
    sites: tuple[MadeSite, ...]
    shuffled: frozenset[Shuffle] = frozenset()


def market_files(corpus: MarketCorpus) -> dict[str, bytes]:
    """Return all files of a corpus by path, with `/` between folders: the same bytes for the same corpus.

    `reviews/`, `chat/`, `forum/` and `interviews/` hold what people say, `competitors/NAME/` and `offer/` what vendors
    say.
    """
    return {
        **review_files(corpus.reviews),
        **chat_files(corpus.chat),
        **forum_files(corpus.posts),
        **interview_files(corpus.interviews),
        **site_files(corpus.language),
    }
