"""Limits of this process that would end it without a word."""

from __future__ import annotations

import sys

from whofor.errors import MachineError, Problem, Sentence

__all__ = ["require_addresses_for_charts", "require_limits"]

_ADDRESSES = 1.2
"""Gigabytes of addresses without which libraries end the process, or wait for ever. Measured: `find` and `import` of a
few hundred deals fail or hang under `ulimit -v 1000000`, and run under `1200000`."""

_ADDRESSES_FOR_CHARTS = 72
"""Gigabytes of addresses that the chart library's JavaScript engine reserves, hardly any of which it uses; where it
cannot, it ends the process. Measured with vl-convert 1.9: it fails under `ulimit -v 64000000`, and draws under
`72000000`."""

_OPEN_FILES = 64
"""Files that a process may have open, with fewer of which libraries fail in ways of their own: charts are drawn under
`ulimit -n 20` and not under `12`; three times as many, as a large import needs more."""

_GIGABYTE = 10**9


def require_limits() -> None:
    """Raise an error where the limits of this process are too narrow for any work; those that it may widen it widens.

    Raises:
        MachineError: They are.
    """
    what = Sentence("There is not enough memory: {n} GB are needed", n=_ADDRESSES)
    _require(_ADDRESSES, what, "Lift the limit with `ulimit -v unlimited`.")
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= _OPEN_FILES:
        return
    if hard != resource.RLIM_INFINITY and hard < _OPEN_FILES:
        todo = "Allow more with `ulimit -n 1024`, or close other programs, and try again."
        raise MachineError(Problem("Too few files may be open at once", "ulimit -n", str(hard), todo))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, hard))


def require_addresses_for_charts() -> None:
    """Raise an error where the address space is too limited for charts to be drawn.

    Raises:
        MachineError: It is.
    """
    what = Sentence("Charts need {n} GB of addresses, though little memory", n=_ADDRESSES_FOR_CHARTS)
    todo = "Lift the limit with `ulimit -v unlimited`, or only search, with `whofor import` and `whofor find`."
    _require(_ADDRESSES_FOR_CHARTS, what, todo)


def _require(gigabytes: float, what: Sentence, todo: str) -> None:
    if sys.platform == "win32":
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY and soft < gigabytes * _GIGABYTE:
        raise MachineError(Problem(what, "ulimit -v", f"{soft / _GIGABYTE:.1f} GB", todo))
