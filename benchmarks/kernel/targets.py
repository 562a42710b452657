"""What was aimed at, and what a run reached."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
PYTHON_PEERS = ("pysubgroup", "sliceline")
ROWS, ATTRIBUTES = 100_000, 40
INCREMENTS = ROWS * sum(math.comb(ATTRIBUTES, depth) for depth in (1, 2, 3))


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
    """All targets of a run."""
    sections: dict[str, list[Figures]] = results["sections"]
    binary, amounts = sections.get("binary", []), sections.get("float", [])
    return [
        _against_peer("won or lost, no bound", 20, binary),
        _share_of_limit(results, binary),
        _against_peer("an amount", 50, amounts),
        _shuffles(binary, sections.get("shuffled", [])),
        *_big(sections.get("big", [])),
        _small(sections.get("small", [])),
        _twin("won or lost, no bound", binary),
        _twin("won or lost, where peers may bound", sections.get("bounded", [])),
        _twin("an amount", amounts),
    ]


def kernel(entries: Iterable[Figures]) -> Figures | None:
    """whofor as people run it: the fastest set of instructions there is, on all cores."""
    ours = [e for e in entries if e["tool"] == "whofor" and e["method"] != "numpy" and not e["cores"]]
    done = [e for e in ours if e["ending"] == "done"]
    return done[-1] if done else None


def best_peer(entries: Iterable[Figures], tools: tuple[str, ...] = ()) -> Figures | None:
    """The fastest peer that ended."""
    peers = [e for e in entries if e["tool"] != "whofor" and e["ending"] == "done"]
    return min((e for e in peers if not tools or e["tool"] in tools), key=lambda e: e["seconds"], default=None)


def name(entry: Figures) -> str:
    """A tool and its form."""
    return f"{entry['tool']} {entry['method']}".strip()


def _missing(work: str, wanted: str) -> Target:
    return Target(work, wanted, "not measured", None)


def _against_peer(work: str, times: int, entries: list[Figures]) -> Target:
    ours, peer = kernel(entries), best_peer(entries)
    wanted = f"≥ {times} × the best peer"
    if ours is None:
        return _missing(work, wanted)
    if peer is None:
        return Target(work, wanted, "no peer ended", None)
    ratio = peer["seconds"] / ours["seconds"]
    return Target(work, wanted, f"{ratio:,.0f} × ({name(peer)})", ratio >= times)


def _share_of_limit(results: Figures, entries: list[Figures]) -> Target:
    ours, wanted = kernel(entries), "≥ 40 % of the increment limit"
    if ours is None:
        return _missing("won or lost, no bound", wanted)
    limit = max(results["limits"]["increments_packed"], results["limits"]["increments_counts"])
    share = INCREMENTS / ours["seconds"] / limit
    return Target("won or lost, no bound", wanted, f"{share:.0%}", share >= 0.4)


def _shuffles(binary: list[Figures], shuffled: list[Figures]) -> Target:
    once, ours = kernel(binary), kernel(shuffled)
    work, wanted = "1,024 permutations over the same family", "≤ 12 × one search, ≤ 3 GB"
    if once is None or ours is None:
        return _missing(work, wanted)
    ratio, gigabytes = ours["seconds"] / once["seconds"], ours["peak_mb"] / 1000
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
    ours, work, wanted = kernel(entries), "5,000 rows × 40 attributes, search and 1,024 permutations", "< 1 s"
    return Target(work, wanted, f"{ours['seconds']:.2f} s", ours["seconds"] < 1) if ours else _missing(work, wanted)


def _twin(work: str, entries: list[Figures]) -> Target:
    twin = next((e for e in entries if e["method"] == "numpy" and e["cores"] == 1 and e["ending"] == "done"), None)
    work, wanted = f"NumPy twin on one core, {work}", "not slower than the best Python peer"
    if twin is None:
        return _missing(work, wanted)
    peer = best_peer(entries, PYTHON_PEERS)
    if peer is not None:
        ratio = peer["seconds"] / twin["seconds"]
        return Target(work, wanted, f"{ratio:.1f} × as fast ({name(peer)})", ratio >= 1)
    others = [f"{name(e)} {e['ending']}" for e in entries if e["tool"] in PYTHON_PEERS]
    reached = f"{twin['seconds']:.1f} s, where none of them ended: {', '.join(others)}"
    return Target(work, wanted, reached, True if others else None)
