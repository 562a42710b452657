"""Groups of companies: accounts with the same company at the top."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from whofor.arrays import Column, Columns, IntArray, is_known
from whofor.text import fold

__all__ = ["company_groups", "united"]

_MOST_GENERATIONS = 20
"""Companies above one another that are followed: more are a mistake of the export. A convention."""


def company_groups(account_keys: Column, accounts: Columns) -> IntArray | None:
    """Return a number for each deal that is the same where the accounts have the same company at the top.

    A parent is given by its key, or by a name that one account only has. One that is no account of the export is a
    company by itself: all accounts that name it are one group.

    Args:
        account_keys: Key of the account of each deal, `None` where unknown: such a deal is a group of its own.
        accounts: The table of accounts.

    Returns:
        Numbers from 0; `None` where no account has a parent.

    Example:
        >>> keys = np.array(["a", "b", "c"], dtype=object)
        >>> table = {"account_key": keys, "parent_key": np.array([None, "a", None], dtype=object)}
        >>> company_groups(keys, table).tolist()
        [0, 0, 1]
    """
    parents = accounts.get("parent_key")
    if parents is None or not is_known(parents).any():
        return None
    above = _above(accounts)
    numbers: dict[str | int, int] = {}
    each = [i if key is None else _top(f"key:{key}", above) for i, key in enumerate(account_keys.tolist())]
    return np.fromiter((numbers.setdefault(top, len(numbers)) for top in each), np.int64, len(each))


def united(one: IntArray, other: IntArray) -> IntArray:
    """Return a number for each row that is the same where a chain of equal numbers of either kind links the rows.

    Example:
        >>> united(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])).tolist()
        [0, 0, 0, 1]
    """
    from scipy.sparse import coo_array  # a tenth of a second that other runs need not wait for
    from scipy.sparse.csgraph import connected_components

    _, a = np.unique(one, return_inverse=True)
    _, b = np.unique(other, return_inverse=True)
    n_a, n_b = int(a.max(initial=-1)) + 1, int(b.max(initial=-1)) + 1
    links = coo_array((np.ones(len(a), dtype=np.int8), (a, n_a + b)), shape=(n_a + n_b, n_a + n_b))
    _, labels = connected_components(links.tocsr(), directed=False)
    return np.unique(np.asarray(labels, dtype=np.int64)[a], return_inverse=True)[1].astype(np.int64)


def _above(accounts: Columns) -> dict[str, str]:
    """Return the company directly above each: `key:…` for an account, `name:…` for a company that is none."""
    keys = [str(key) for key in accounts["account_key"].tolist()]
    named: dict[str, set[str]] = {}
    for key, name in zip(keys, accounts.get("name", np.full(len(keys), None)).tolist(), strict=True):
        if name is not None:
            named.setdefault(fold(str(name)), set()).add(key)
    known, above = set(keys), dict[str, str]()
    for key, parent in zip(keys, accounts["parent_key"].tolist(), strict=True):
        if parent is None:
            continue
        of_name = named.get(fold(str(parent)), set())
        if parent in known:
            above[f"key:{key}"] = f"key:{parent}"
        else:
            above[f"key:{key}"] = f"key:{next(iter(of_name))}" if len(of_name) == 1 else f"name:{fold(str(parent))}"
    return above


def _top(company: str, above: Mapping[str, str]) -> str:
    """Return the company at the top; of companies that are above each other in a circle, the first by name."""
    line = [company]
    while line[-1] in above and len(line) <= _MOST_GENERATIONS:
        parent = above[line[-1]]
        if parent in line:
            return min(line[line.index(parent) :])
        line.append(parent)
    return line[-1]
