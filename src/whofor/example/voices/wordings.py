"""The texts of the made corpus, read from `rules/`, and dealt out so that each is used before any is used again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from whofor.example.draws import Draws
from whofor.example.voices.said import PlantedGrade, PlantedKind, Said
from whofor.lexicon.words import read_table

__all__ = ["Decks", "Language", "Register", "cast_table", "pain_keys", "table"]

Language: TypeAlias = Literal["en", "fr"]
Register: TypeAlias = Literal["plain", "review", "talk", "spoken"]

_FIRST_STREAM = 1000
"""Streams of draws from here on deal out texts; those below belong to people and places. A convention."""
_ENDS = (".", "!", "?", "…")


def table(name: str) -> dict[str, Any]:
    """Return a packaged table of this package, `rules/<name>.toml`."""
    return read_table("whofor.example.voices", f"rules/{name}.toml")


def cast_table() -> dict[str, Any]:
    """Return who speaks, of what, and what is planted among them."""
    return table("cast")


def pain_keys() -> tuple[str, ...]:
    """Return the keys of the planted pains.

    Example:
        >>> pain_keys()[:2]
        ('approval_wait', 'audit_trail')
    """
    return tuple(cast_table()["pain"])


def _as_written(text: str) -> str:
    """Return a text of a chat as it would stand in a review: a capital at its beginning, a stop at its end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith(_ENDS) else f"{text}."


class Decks:
    """Deals out texts by topic: the one used least so far, of those the first in a drawn order.

    What two people write about one tool in the same words looks like a copy: reviews of a tool get a text twice only
    where none is left.

    Args:
        seed: Seed of the orders.

    Example:
        >>> decks = Decks(1)
        >>> first, second = (decks.pain("approval_wait", "en", "talk").text for _ in range(2))
        >>> first == second
        False
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._uses: Counter[tuple[str, ...]] = Counter()
        self._dealt: dict[tuple[str, ...], tuple[list[tuple[str, str]], list[int]]] = {}

    def pain(self, key: str, language: Language, *registers: Register, tool: str = "") -> Said:
        """Deal a complaint, one that was not yet said of the tool where there is one."""
        aspect = cast_table()["pain"][key]["aspect"]
        text, register = self._deal(("pains", language, key), table(f"pains_{language}")[key], registers, tool)
        grade = PlantedGrade.FACT if register == "spoken" else PlantedGrade.UNGRADED
        return Said(text, PlantedKind.PAIN, key, aspect, grade=grade)

    def praise(self, key: str, language: Language, *registers: Register, tool: str = "") -> Said:
        """Deal a praise, one that was not yet said of the tool where there is one."""
        entry = cast_table()["praise"][key]
        lists = table(f"praises_{language}")["praise"][key]
        text, register = self._deal(("praise", language, key), lists, registers, tool)
        grade = PlantedGrade.FACT if register == "spoken" else PlantedGrade.UNGRADED
        return Said(text, PlantedKind.PRAISE, key, entry["aspect"], entry.get("contrary", ""), grade)

    def wish(self, key: str, language: Language, *registers: Register) -> Said:
        """Deal a wish."""
        lists = table(f"praises_{language}")["wish"][key]
        text, _ = self._deal(("wish", language, key), lists, registers)
        return Said(text, PlantedKind.WISH, key, lists["aspect"])

    def neutral(self, name: str, language: Language, register: str, topic: str = "context") -> Said:
        """Deal a sentence that says neither good nor bad: `name` is its table, `register` the list within it."""
        lists = table(f"praises_{language}")[name]
        text, _ = self._deal(("neutral", language, name), {register: lists[register]}, (register,))
        return Said(text, PlantedKind.NEUTRAL, topic)

    def of(self, name: str, texts: Sequence[str], said: Said) -> Said:
        """Deal one of other texts, under a name of its own, with the truth of a sentence."""
        text, _ = self._deal((name,), {"any": list(texts)}, ("any",))
        return Said(text, said.kind, said.topic, said.aspect, said.contrary, said.grade)

    def _deal(
        self, key: tuple[str, ...], lists: Mapping[str, Any], registers: Sequence[str], tool: str = ""
    ) -> tuple[str, str]:
        slots = (*key, *registers)
        if slots not in self._dealt:
            texts = [(text, register) for register in registers for text in lists[register]]
            if len(registers) > 1:
                # A question to others is none in a review.
                texts = [(text, register) for text, register in texts if register != "talk" or not text.endswith("?")]
            # By the letters of the key: any order of calls gives the same streams.
            stream = _FIRST_STREAM + int.from_bytes("/".join(slots).encode(), "big")
            self._dealt[slots] = texts, Draws(self._seed, stream).order(len(texts)).tolist()
        uses, (texts, rank) = self._uses, self._dealt[slots]

        def worn(i: int) -> tuple[int, int, int]:
            # What is said of no tool in a chat may be of any.
            text = (*key, texts[i][0])
            said = [uses[*text, name] for name in dict.fromkeys((tool, ""))]
            return sum(said), uses[text], rank[i]

        text, register = texts[min(range(len(texts)), key=worn)]
        uses.update([(*key, text), (*key, text, tool)])
        return (_as_written(text) if register == "talk" and "review" in registers else text), register
