"""Writes what a run measured into the documentation: tables and a picture.

python page.py results.json docs
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
DRAWN = ("binary", "bounded", "float")
OURS, PEER, INK, LINE = "#1f6feb", "#57606a", "#24292f", "#d0d7de"
WIDTH, ROW = 420, 22


def entry_name(entry: Figures) -> str:
    """A tool, its form and its cores."""
    one = ", one core" if entry["cores"] == 1 else ""
    method = {"auto": "c, fastest", "numpy": "NumPy twin"}.get(entry["method"], entry["method"])
    return f"{entry['tool']} {method}".strip() + one


def time_words(entry: Figures, limit: float) -> str:
    """Seconds, or how it ended."""
    if entry["ending"] == "done":
        return f"{entry['seconds']:.2f}" if entry["seconds"] < 100 else f"{entry['seconds']:.0f}"
    return f"> {limit:.0f}" if entry["ending"] == "timeout" else entry["ending"]


def figures_table(entries: list[Figures], limit: float) -> list[str]:
    """All entries of a section."""
    ours = targets.kernel(entries)
    lines = ["| tool | measure | seconds | runs | × whofor | MB | same top 20 |", "|---|---|---|---|---|---|---|"]
    for entry in entries:
        ratio = f"{entry['seconds'] / ours['seconds']:.1f}" if ours and entry["ending"] == "done" else ""
        same = {True: "yes", False: "no", None: ""}[entry["agrees"]]
        cells = (
            entry_name(entry),
            {"own": "of its own"}.get(entry["measure"], entry["measure"]) + ("" if entry["bound"] else ", no bound"),
            time_words(entry, limit),
            str(max(entry["runs"], 1)),
            ratio,
            f"{entry['peak_mb']:,.0f}",
            same,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def all_figures(results: Figures) -> str:
    """Every section with its table."""
    blocks: list[str] = []
    for section in plan.SECTIONS:
        if section.key in results["sections"]:
            table = figures_table(results["sections"][section.key], results["options"]["limit"])
            support = f"At least {section.min_support:,} rows in each conjunction."
            blocks.append("\n".join([f"### {section.title[0].upper()}{section.title[1:]}", "", support, "", *table]))
    return "\n\n".join(blocks)


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
        ("cores", f"{results['cores']} used of {about['cores']}"),
        ("additions to a histogram, 64-bit cells", f"{limits['increments_packed'] / 1e9:.2f} G/s"),
        ("additions to a histogram, 32-bit counts", f"{limits['increments_counts'] / 1e9:.2f} G/s"),
        ("AND and population count of 64-bit words", f"{limits['popcount_words'] / 1e9:.2f} G/s"),
        ("memory read", f"{limits['bytes_read'] / 1e9:.1f} GB/s"),
    ]
    rows += sorted(versions(results).items())
    return "\n".join(["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows)])


def versions(results: Figures) -> dict[str, str]:
    """Versions of each tool and of what it stands on."""
    found: dict[str, str] = {}
    for entry in (e for entries in results["sections"].values() for e in entries if e["versions"]):
        others = [f"{package} {version}" for package, version in entry["versions"].items() if package != entry["tool"]]
        found[entry["tool"]] = f"{entry['versions'][entry['tool']]} ({', '.join(others)})"
    return found


def picture(results: Figures) -> str:
    """Seconds of each tool, on a scale of powers of ten."""
    limit = results["options"]["limit"]
    sections = {section.key: section.title for section in plan.SECTIONS}
    shown = [key for key in DRAWN if key in results["sections"]]
    panels = [panel(sections[key], results["sections"][key], limit) for key in shown]
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "padding": 12,
        "vconcat": panels,
        "config": {"font": "sans-serif", "view": {"stroke": None}, "axis": {"labelFontSize": 12, "labelLimit": 260}},
    }
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def panel(title: str, entries: list[Figures], limit: float) -> Spec:
    """One search: a dot for each tool, the fastest at the top."""
    rows = sorted((bar(entry, limit) for entry in entries), key=lambda row: (row["order"], row["seconds"]))
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
        "axis": {**axis, "title": "seconds (each line ten times the one before)"},
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


def bar(entry: Figures, limit: float) -> Figures:
    """What is drawn of one entry; those that did not end have no dot."""
    done = entry["ending"] == "done"
    words = time_words(entry, limit) + (" s" if done or entry["ending"] == "timeout" else "")
    return {
        "name": entry_name(entry),
        "seconds": entry["seconds"] if done else limit if entry["ending"] == "timeout" else 0.06,
        "words": words,
        "order": 0 if done else 1,
        "colour": OURS if entry["tool"] == "whofor" else PEER,
    }


def run_words(results: Figures) -> str:
    """When and how it was run."""
    options = results["options"]
    missing = "".join(f" {tool}: {why}." for tool, why in results["left_out"].items())
    return (
        f"Run on {results['date']} in {results['minutes']:.0f} minutes, {results['cores']} cores for each process, one "
        f"after the other in turn; up to {options['runs']} runs of each, fewer where they would take more than "
        f"{options['share']:.0f} s together; each at most {options['limit']:.0f} s and "
        f"{options['memory'] / 1000:.0f} GB, but where another limit is named.{missing}"
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
        "picture": "![Seconds of each tool on the same search](../images/benchmarks.svg)",
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
