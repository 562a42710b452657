"""What was aimed at, and what a run reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
PYTHON_PEERS = ("pysubgroup", "sliceline", "numpy")
INSTALLED = ("sd4py", "pysubgroup", "sliceline", "pyfim")
"""Peers that others made, without the one-hot products, which are written for this benchmark."""


@dataclass(frozen=True)
class Target:
    """One line of the table.

    Attributes:
        work: What is done.
        wanted: What was aimed at.
        reached: What was measured.
        is_met: Whether the aim was reached; `None` where it was not measured.
    """

    work: str
    wanted: str
    reached: str
    is_met: bool | None


def judge(results: Figures) -> list[Target]:
    """All targets of a run; what is kept of a former run does not count."""
    stored: dict[str, list[Figures]] = results["sections"]
    sections = {key: [e for e in entries if not e["is_former"]] for key, entries in stored.items()}
    binary, amounts = sections.get("binary", []), sections.get("float", [])
    return [
        *_against_peers("won or lost, no bound", 20, binary),
        *_against_peers("the same, 20 attributes", 20, sections.get("narrow", [])),
        *_against_peers("an amount", 50, amounts),
        _shuffles(binary, sections.get("shuffled", [])),
        *_big(sections.get("big", [])),
        _small(sections.get("small", [])),
        _twin("won or lost, no bound", binary),
        _twin("won or lost, where peers may bound", sections.get("bounded", [])),
        _twin("an amount", amounts),
    ]


def kernel(entries: Iterable[Figures]) -> Figures | None:
    """whofor as people run it, but on one core: the widest set of instructions there is."""
    ours = [e for e in entries if e["tool"] == "whofor" and e["method"] != "numpy" and e["cores"] == 1]
    done = [e for e in ours if e["ending"] == "done" and not e["is_former"]]
    return done[-1] if done else None


def best_peer(entries: Iterable[Figures], tools: tuple[str, ...] = ()) -> Figures | None:
    """The peer that ended with the fewest CPU seconds on one core."""
    peers = [e for e in entries if e["tool"] != "whofor" and e["ending"] == "done" and e["cores"] == 1]
    return min((e for e in peers if not tools or e["tool"] in tools), key=lambda e: e["cpu_seconds"], default=None)


def name(entry: Figures) -> str:
    """A tool and its form."""
    return f"{entry['tool']} {entry['method']}".strip()


def _missing(work: str, wanted: str) -> Target:
    return Target(work, wanted, "not measured", None)


def _against_peers(work: str, times: int, entries: list[Figures]) -> list[Target]:
    of_others = [e for e in entries if e["tool"] in INSTALLED]
    return [
        _against_peer(work, f"≥ {times} × the best tool that others made, CPU for CPU", times, entries, of_others),
        _against_peer(work, f"≥ {times} × the best peer, one-hot products too", times, entries, entries),
    ]


def _against_peer(work: str, wanted: str, times: int, entries: list[Figures], peers: list[Figures]) -> Target:
    ours, peer = kernel(entries), best_peer(peers)
    if ours is None or not peers:
        return _missing(work, wanted)
    if peer is None:
        return Target(work, wanted, "no peer ended", None)
    ratio = peer["cpu_seconds"] / ours["cpu_seconds"]
    return Target(work, wanted, f"{ratio:,.1f} × ({name(peer)})", ratio >= times)


def _shuffles(binary: list[Figures], shuffled: list[Figures]) -> Target:
    once, ours = kernel(binary), kernel(shuffled)
    work, wanted = "1,024 permutations over the same family", "≤ 12 × one search, CPU for CPU, ≤ 3 GB"
    if once is None or ours is None:
        return _missing(work, wanted)
    ratio, gigabytes = ours["cpu_seconds"] / once["cpu_seconds"], ours["peak_mb"] / 1000
    return Target(work, wanted, f"{ratio:.1f} ×, {gigabytes:.2f} GB", ratio <= 12 and gigabytes <= 3)


def _big(entries: list[Figures]) -> list[Target]:
    work = "1,000,000 rows × 20 attributes, depth 2"
    fits, alone = "within 1 GB of memory", "pysubgroup and SliceLine run out of it"
    ours = next((e for e in entries if e["tool"] == "whofor" and e["method"] != "numpy"), None)
    if ours is None:
        return [_missing(work, fits), _missing(work, alone)]
    peers = [e for e in entries if e["tool"] in PYTHON_PEERS]
    ended = [e for e in peers if e["ending"] != "out of memory"]
    words = [name(e) + (" ends" if e["ending"] == "done" else f": {e['ending']}") for e in peers]
    return [
        Target(work, fits, f"{ours['ending']}, {ours['peak_mb']:,.0f} MB", ours["ending"] == "done"),
        Target(work, alone, ", ".join(words) or "no peers", not ended if peers else None),
    ]


def _small(entries: list[Figures]) -> Target:
    work, wanted = "5,000 rows × 40 attributes, search and 1,024 permutations", "< 2 CPU s, 1 s on two cores"
    ours = kernel(entries)
    if ours is None:
        return _missing(work, wanted)
    return Target(work, wanted, f"{ours['cpu_seconds']:.2f} CPU s", ours["cpu_seconds"] < 2)


def _twin(work: str, entries: list[Figures]) -> Target:
    twin = next((e for e in entries if e["method"] == "numpy" and e["cores"] == 1 and e["ending"] == "done"), None)
    work, wanted = f"NumPy twin on one core, {work}", "no more CPU than the best Python peer"
    if twin is None:
        return _missing(work, wanted)
    peer = best_peer(entries, PYTHON_PEERS)
    if peer is not None:
        ratio = peer["cpu_seconds"] / twin["cpu_seconds"]
        return Target(work, wanted, f"{1 / ratio:.1f} × that of {name(peer)}", ratio >= 1)
    others = [f"{name(e)} {e['ending']}" for e in entries if e["tool"] in PYTHON_PEERS]
    reached = f"{twin['cpu_seconds']:.1f} s, where none of them ended: {', '.join(others)}"
    return Target(work, wanted, reached, True if others else None)
