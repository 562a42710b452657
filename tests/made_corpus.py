"""Made corpora of what the market of the example says, with their truth and files."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.example.voices import MarketCorpus, MarketTruth, generate_market, market_files, market_truth
from whofor.example.voices.wordings import Language

SEEDS = range(1, 13)


@dataclass(frozen=True)
class Made:
    """A corpus, its truth and its files."""

    corpus: MarketCorpus
    truth: MarketTruth
    files: dict[str, bytes]

    def text(self, path: str) -> str:
        return self.files[path].decode("utf-8-sig")


def make(seed: int, language: Language = "en") -> Made:
    corpus = generate_market(seed, language=language)
    return Made(corpus, market_truth(corpus), market_files(corpus))
