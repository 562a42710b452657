"""Posts of those who sell, among those of people who buy."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from whofor.intake.voices.plain_text import links_in
from whofor.intake.voices.words import names_of, table_of
from whofor.text import fold

__all__ = ["sells"]

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_HOSTS_OF_ALL = ("redd.it", "reddit.com", "imgur.com", "giphy.com")
"""Sites on which a link says nothing of who wrote."""
_LETTERS = re.compile(r"[^a-z0-9]")
_SHORTEST_HANDLE = 5
_LIKELY = 2


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in table_of("vendor")[name]))


def sells(text: str, author: str = "") -> str:
    """Return the words by which a post seems to be that of somebody who sells; empty where it does not.

    Telling phrases (`link in bio`, `we built an app`), a link that credits a sale, a link to a site of the author's own
    name, or two weaker signs together.

    Args:
        text: The post as written, with its links.
        author: Its author.

    Example:
        >>> sells("We built a tool that plans your week. Link in bio!"), sells("We built our week around paper forms.")
        ('we built a tool', '')
        >>> sells("Nice: https://planly.example/?ref=jo"), sells("See https://planly.example", "Planly_HQ")
        ('https://planly.example/?ref=jo', 'https://planly.example')
    """
    folded = fold(text)
    sure = _any_of("sure").search(folded)
    if sure:
        return sure[0].strip()
    links = [link for link in links_in(text) if not _is_of_all(link)]
    own = next((link for link in links if _credits(link) or _is_own(link, author)), "")
    if own:
        return own
    likely = list(dict.fromkeys(found[0] for found in _any_of("likely").finditer(folded)))
    built = [words for words in likely if _any_of("made").match(words)]
    if built and (links or len(likely) >= _LIKELY):
        return " … ".join(likely[:_LIKELY])
    return ""


def _parts(link: str) -> tuple[str, str, str]:
    try:
        found = urlsplit(link if "://" in link else f"https://{link}")
        host = found.hostname or ""
    except ValueError:
        return "", "", ""
    return host, found.path, found.query


def _is_of_all(link: str) -> bool:
    host, path, _ = _parts(link)
    return path.lower().endswith(_PICTURES) or any(host == one or host.endswith(f".{one}") for one in _HOSTS_OF_ALL)


def _credits(link: str) -> bool:
    _, _, query = _parts(link)
    return any(name.lower() in names_of("vendor", "credit") for name, _ in parse_qsl(query[:2_000]))


def _is_own(link: str, author: str) -> bool:
    host, _, _ = _parts(link)
    name = _LETTERS.sub("", fold(author))
    labels = (_LETTERS.sub("", label) for label in host.split(".")[:-1] if label != "www")
    return any(
        len(label) >= _SHORTEST_HANDLE and (label in name or (len(name) >= _SHORTEST_HANDLE and name in label))
        for label in labels
    )
