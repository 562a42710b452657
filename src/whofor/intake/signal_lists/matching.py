"""Which account a signal belongs to: the columns that two lists share, and texts of one found in the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from whofor.intake.importing.ports import Importer
from whofor.intake.normalise.company_domains import own_domain
from whofor.intake.normalise.company_names import company_name
from whofor.intake.signal_lists.layout import FileLook
from whofor.intake.signal_lists.words import holds, longest
from whofor.text import fold, name_words

__all__ = ["AccountColumns", "Matched", "account_columns", "match_accounts"]

_NAMING = ("account_key", "domain", "name")
_MOST_COMPARED = 2_000
_DISTINCT = 0.8
_FILLED = 0.5
_ADDRESSES = 0.5
_NEARLY_AS_MANY = 0.8
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class AccountColumns:
    """The columns that name the accounts of a list.

    Attributes:
        key: The column that tells them apart best.
        name: What people call them; the key where no column does.
        others: All columns that may name an account, the key among them.
        repeats: Whether accounts stand in several rows, as in a list of deals.
    """

    key: str
    name: str
    others: tuple[str, ...]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """The texts of a list of signals that name an account.

    Attributes:
        column: Column of the list of signals.
        by: Column of the list of accounts.
        keys: Text -> key of the account.
        unmatched: Texts that name no account of the list, with the number of their rows.
        several: Texts that name several accounts, with the number of their rows.
    """

    column: str
    by: str
    keys: Mapping[str, str]
    unmatched: Mapping[str, int]
    several: Mapping[str, int]


def account_columns(file: FileLook, importer: Importer, used: Collection[str]) -> AccountColumns | None:
    """Return the columns that name the accounts of a list; None where none does.

    Args:
        file: The list.
        importer: Where it is loaded.
        used: Columns that hold signals.
    """
    headers = [header for header in file.headers if header not in used]
    profile = importer.raw_profile(file.name, headers)
    telling = [
        header
        for header, (filled, distinct, _) in profile.items()
        if filled >= _FILLED * file.rows and distinct >= _DISTINCT * filled and filled
    ]
    named = [header for header in telling if any(holds(header, column) for column in _NAMING)]
    if not any((_rank(header) and not holds(header, "other")) or holds(header, "company") for header in named):
        # The rows are something else: deals, say, each with its company.
        several = [h for h, (filled, distinct, _) in profile.items() if filled >= _FILLED * file.rows and distinct > 1]
        companies = [h for h in several if _names_companies(h)]
        if companies:
            key = min(companies, key=lambda header: (_rank(header), file.headers.index(header)))
            called = [h for h in companies if _rank(h) == _NAMING.index("name")]
            return AccountColumns(key, max(called, key=_called, default=key), tuple(companies), repeats=True)
    if not named:
        return None
    whole = [header for header in named if profile[header][0] == profile[header][1] == file.rows]
    key = min(whole or named, key=lambda header: (_rank(header), file.headers.index(header)))
    called = [h for h in named if longest(h, "name") and _rank(h) == _NAMING.index("name")]
    return AccountColumns(key, max(called, key=_called, default=key), tuple(named))


def _names_companies(header: str) -> bool:
    """Return whether a header is nothing but the name, the key or the domain of a company: `Account type` is not.

    >>> [_names_companies(header) for header in ("Company", "account_id", "Raison sociale", "Account type", "Deal")]
    [True, True, True, False, False]
    """
    words = name_words(header)
    whole = longest(header, "company") >= sum(map(len, words))
    each = all(any(holds(word, column) for column in (*_NAMING, "company", "article")) for word in words)
    return holds(header, "company") and not holds(header, "other") and (whole or each)


def _rank(header: str) -> int:
    """Return which of `_NAMING` a header is: `company_id` is a key, `company_domain` a domain, `company` a name."""
    return next((at for at, column in enumerate(_NAMING) if holds(header, column)), len(_NAMING))


def _is_key(header: str) -> bool:
    return _rank(header) == _NAMING.index("account_key")


def _called(header: str) -> tuple[bool, int]:
    return "name" in name_words(header) or "nom" in name_words(header), longest(header, "name")


def match_accounts(
    signals: FileLook, used: Collection[str], accounts: FileLook, naming: AccountColumns, importer: Importer
) -> Matched | None:
    """Return which account each text of a list of signals names; None where the two share no column.

    Of all pairs of columns the one is taken by which most texts are found, of those nearly as good keys before domains
    before names: keys as they are written, web addresses by their domain, names whatever their case, accents and legal
    form.

    Args:
        signals: The list of signals.
        used: Its columns that say something else.
        accounts: The list of accounts.
        naming: Its columns that name accounts.
        importer: Where both are loaded.
    """
    free = [header for header in signals.headers if header not in used and signals.texts[header]]
    asked = [h for h in free if any(holds(h, column) for column in _NAMING)] or free
    texts = importer.raw_values(signals.name, asked, _MOST_COMPARED)
    indexes = {header: _Index(accounts.name, header, naming.key, importer) for header in naming.others}
    pairs: list[tuple[float, int, str, str]] = []
    for place, header in enumerate(asked):
        for by, index in indexes.items():
            found = sum(bool(index.keys(text, is_key=_is_key(header))) for text in texts[header])
            if found:
                pairs.append((found / len(texts[header]), place, header, by))
    if not pairs:
        return None
    # A name may be that of another company: a key or a domain goes before it unless it finds clearly fewer.
    enough = _NEARLY_AS_MANY * max(share for share, *_ in pairs)
    good = [pair for pair in pairs if pair[0] >= enough]
    _, _, header, by = min(good, key=lambda pair: (max(_rank(pair[2]), _rank(pair[3])), -pair[0], pair[1]))
    return _matched(header, by, importer.raw_distinct(signals.name, header), indexes[by])


def _matched(header: str, by: str, counts: Mapping[str, int], index: _Index) -> Matched:
    keys: dict[str, str] = {}
    unmatched: dict[str, int] = {}
    several: dict[str, int] = {}
    for text, count in counts.items():
        found = index.keys(text, is_key=_is_key(header))
        if len(found) == 1:
            keys[text] = found[0]
        else:
            (several if found else unmatched)[text] = count
    return Matched(header, by, keys, unmatched, several)


class _Index:
    """The accounts by the texts of one of their columns, looked up more and more loosely."""

    def __init__(self, file: str, header: str, key: str, importer: Importer) -> None:
        self._rows = list(_pairs(importer.raw_distinct_rows(file, [header, key])))
        some = [text for text, _ in self._rows[:_LOOKED_AT]]
        addresses = bool(some) and sum(own_domain(text) is not None for text in some) >= _ADDRESSES * len(some)
        # Of keys `/company/uber` and `/company/uber-com` are two: only names of companies are read as such.
        loosely = () if _is_key(header) else (fold, own_domain if addresses else _company)
        self._ways: tuple[Callable[[str], object], ...] = (_as_written, *loosely)
        self._folded: dict[int, dict[object, tuple[str, ...]]] = {}

    def keys(self, text: str, *, is_key: bool) -> tuple[str, ...]:
        """Return the keys of the accounts that a text names, by the strictest way that finds any."""
        for place, way in enumerate(self._ways[:1] if is_key else self._ways):
            folded = way(text)
            if folded and (found := self._by(place).get(folded)):
                return found
        return ()

    def _by(self, place: int) -> dict[object, tuple[str, ...]]:
        if place not in self._folded:
            found: dict[object, dict[str, None]] = {}
            for text, key in self._rows:
                if folded := self._ways[place](text):
                    found.setdefault(folded, {})[key] = None
            self._folded[place] = {folded: tuple(keys) for folded, keys in found.items()}
        return self._folded[place]


def _pairs(rows: Iterable[tuple[str | None, ...]]) -> Iterable[tuple[str, str]]:
    for row in rows:
        text, key = row[0], row[-1]
        if text and key:
            yield text, key


def _as_written(text: str) -> str:
    return text


@lru_cache(maxsize=65_536)
def _company(text: str) -> object:
    """Return what identifies the name of a company, without its legal form; None where it names none."""
    name = company_name(text)
    return name.core if name.known else None
