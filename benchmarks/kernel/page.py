"""Writes what a run measured into the documentation: tables and a picture.

python page.py measured.json docs
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import plan
import targets
import vl_convert

Figures = dict[str, Any]
Spec = dict[str, Any]
DRAWN = ("binary", "narrow", "bounded", "float")
OURS, PEER, INK, LINE = "#1f6feb", "#57606a", "#24292f", "#d0d7de"
WIDTH, ROW = 420, 22


def entry_name(entry: Figures) -> str:
    """A tool and its form, and the day where it is of a former run."""
    method = {"auto": "c, fastest", "numpy": "NumPy twin"}.get(entry["method"], entry["method"])
    day = f" (of {entry['date']})" if entry["is_former"] else ""
    return f"{entry['tool']} {method}".strip() + day


def time_words(entry: Figures, which: str = "seconds") -> str:
    """Seconds, or how it ended."""
    if entry["ending"] == "done":
        value = entry[which]
        return "" if value is None else f"{value:.2f}" if value < 100 else f"{value:.0f}"
    return f"> {entry['limit']:.0f}" if entry["ending"] == "timeout" else entry["ending"]


def figures_table(entries: list[Figures], cores: int) -> list[str]:
    """All entries of a section; one core and all cores of a tool are one line."""
    ours = targets.kernel(entries)
    heads = (
        "tool",
        "measure",
        "CPU s, one core",
        "× whofor",
        "s, one core",
        f"CPU s, {cores} cores",
        f"s, {cores} cores",
    )
    lines = ["| " + " | ".join([*heads, "runs", "MB", "same top 20"]) + " |", "|---" * 10 + "|"]
    lines_of: dict[tuple[str, str], dict[int, Figures]] = {}
    for entry in entries:
        measure = {"own": "of its own"}.get(entry["measure"], entry["measure"])
        what = (entry_name(entry), measure + ("" if entry["bound"] else ", no bound"))
        lines_of.setdefault(what, {})[entry["cores"]] = entry
    for what, by_cores in lines_of.items():
        times = [
            time_words(by_cores[number], which) if number in by_cores else ""
            for number, which in ((1, "cpu_seconds"), (1, "seconds"), (0, "cpu_seconds"), (0, "seconds"))
        ]
        one = by_cores.get(1)
        is_compared = ours and one and one["ending"] == "done" and not one["is_former"]
        ratio = f"{one['cpu_seconds'] / ours['cpu_seconds']:.1f}" if is_compared else ""
        all_of_it = by_cores.values()
        same = {e["agrees"] for e in all_of_it} - {None}
        cells = (
            *what,
            times[0],
            ratio,
            *times[1:],
            " + ".join(str(max(e["runs"], 1)) for e in all_of_it),
            f"{max(e['peak_mb'] for e in all_of_it):,.0f}",
            "no" if False in same else "yes" if same else "",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def all_figures(results: Figures) -> str:
    """Every section with its table."""
    blocks: list[str] = []
    for section in plan.SECTIONS:
        if section.key in results["sections"]:
            entries = results["sections"][section.key]
            table = figures_table(entries, results["cores"])
            support = f"At least {section.min_support:,} rows in each conjunction. {measured_words(entries)}"
            blocks.append("\n".join([f"### {section.title[0].upper()}{section.title[1:]}", "", support, "", *table]))
    return "\n\n".join(blocks)


def measured_words(entries: list[Figures]) -> str:
    """On which day and at which commit a section was measured."""
    now = dict.fromkeys((e["date"], e["commit"]) for e in entries if not e["is_former"])
    return "Measured " + " and ".join(f"on {date} at {commit}" for date, commit in now) + "." if now else ""


def targets_table(results: Figures) -> str:
    """What was aimed at beside what was reached."""
    words = {True: "yes", False: "**missed**", None: "?"}
    lines = ["| work | aim | reached | met |", "|---|---|---|---|"]
    lines += [f"| {t.work} | {t.wanted} | {t.reached} | {words[t.is_met]} |" for t in targets.judge(results)]
    return "\n".join(lines)


def machine_table(results: Figures) -> str:
    """The machine, its limits, and the versions."""
    about, limits = results["machine"], results["limits"]
    rows = [(key, value) for key, value in about.items() if key != "cores"]
    rows += [
        ("cores", about["cores"]),
        ("additions to a histogram, 64-bit cells, a CPU second", f"{limits['increments_packed'] / 1e9:.2f} G/s"),
        ("additions to a histogram, 32-bit counts, a CPU second", f"{limits['increments_counts'] / 1e9:.2f} G/s"),
        ("AND and population count of 64-bit words, a CPU second", f"{limits['popcount_words'] / 1e9:.2f} G/s"),
        ("memory read, a CPU second", f"{limits['bytes_read'] / 1e9:.1f} GB/s"),
    ]
    rows += sorted(versions(results).items())
    return "\n".join(["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows)])


def versions(results: Figures) -> dict[str, str]:
    """Versions of each tool and of what it stands on."""
    found: dict[str, str] = {}
    every = [e for entries in results["sections"].values() for e in entries]
    for entry in sorted((e for e in every if e["versions"]), key=lambda e: e["date"]):
        others = [f"{package} {version}" for package, version in entry["versions"].items() if package != entry["tool"]]
        found[entry["tool"]] = entry["versions"][entry["tool"]] + (f" ({', '.join(others)})" if others else "")
    return found


def picture(results: Figures) -> str:
    """CPU seconds of each tool on one core, on a scale of powers of ten."""
    sections = {section.key: section.title for section in plan.SECTIONS}
    shown = [key for key in DRAWN if key in results["sections"]]
    panels = [panel(sections[key], [e for e in results["sections"][key] if e["cores"] == 1]) for key in shown]
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "padding": 12,
        "vconcat": panels,
        "config": {"font": "sans-serif", "view": {"stroke": None}, "axis": {"labelFontSize": 12, "labelLimit": 260}},
    }
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def panel(title: str, entries: list[Figures]) -> Spec:
    """One search: a dot for each tool, the fastest at the top."""
    rows = sorted(map(bar, entries), key=lambda row: (row["order"], row["seconds"]))
    order = [row["name"] for row in rows]
    axis = {
        "grid": True,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "values": [0.1, 1, 10, 100],
        "format": "~g",
    }
    scale = {"type": "log", "domain": [0.05, 2000]}
    x = {
        "field": "seconds",
        "type": "quantitative",
        "scale": scale,
        "axis": {**axis, "title": "CPU seconds on one core (each line ten times the one before)"},
    }
    y = {"field": "name", "type": "nominal", "sort": order, "axis": {"title": None, "ticks": False, "domain": False}}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    words = {"type": "text", "align": "left", "dx": 9, "fontSize": 12, "color": INK}
    dots = {"type": "point", "filled": True, "size": 90, "opacity": 1}
    ended = "datum.order == 0"
    return {
        "title": {"text": title, "anchor": "start", "fontSize": 13, "color": INK},
        "width": WIDTH,
        "height": ROW * len(rows),
        "data": {"values": rows},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": dots, "transform": [{"filter": ended}], "encoding": {"color": colour}},
            {"mark": words, "encoding": {"text": {"field": "words", "type": "nominal"}}},
        ],
    }


def bar(entry: Figures) -> Figures:
    """What is drawn of one entry; those that did not end have no dot."""
    done = entry["ending"] == "done"
    words = time_words(entry, "cpu_seconds") + (" s" if done or entry["ending"] == "timeout" else "")
    return {
        "name": entry_name(entry),
        "seconds": entry["cpu_seconds"] if done else entry["limit"] if entry["ending"] == "timeout" else 0.06,
        "words": words,
        "order": 0 if done else 1,
        "colour": OURS if entry["tool"] == "whofor" else PEER,
    }


def run_words(results: Figures) -> str:
    """When and how it was run, and what is kept of former runs."""
    options = results["options"]
    missing = "".join(f" {tool}: {why}." for tool, why in results["left_out"].items())
    every = [e for entries in results["sections"].values() for e in entries]
    former = dict.fromkeys((e["date"], e["commit"], e["processor"]) for e in every if e["is_former"])
    kept = "".join(
        f" Lines of {date} are kept from a run at {commit} on {processor}, on all its cores and without CPU seconds; "
        "they are compared with nothing."
        for date, commit, processor in former
    )
    return (
        f"Run on {results['date']} at {results['commit']} in {results['minutes']:.0f} minutes, while others used the "
        f"machine (load {results['load']:.1f} before); one after the other in turn; up to {options['runs']} runs of "
        f"each, fewer where they would take more than {options['share']:.0f} s together; each at most "
        f"{options['limit']:.0f} s and {options['memory'] / 1000:.0f} GB, but where another limit is named."
        f"{kept}{missing}"
    )


def fill(page: str, marker: str, text: str) -> str:
    """Put text between the two comments of a marker.

    Raises:
        ValueError: The page has no such marker.
    """
    pattern = re.compile(f"(<!-- {marker} -->\n).*?(<!-- end of {marker} -->)", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page has no place for {marker!r}")
    return pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page)


def main() -> None:
    """Fill the page, draw the picture."""
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    docs = Path(sys.argv[2])
    path = docs / "explanation" / "benchmarks.md"
    page = path.read_text(encoding="utf-8")
    parts = {
        "run": run_words(results),
        "picture": "![CPU seconds of each tool on the same search, one core](../images/benchmarks.svg)",
        "targets": targets_table(results),
        "machine": machine_table(results),
        "figures": all_figures(results),
    }
    for marker, text in parts.items():
        page = fill(page, marker, text)
    path.write_text(page, encoding="utf-8")
    (docs / "images" / "benchmarks.svg").write_text(picture(results), encoding="utf-8")


if __name__ == "__main__":
    main()
