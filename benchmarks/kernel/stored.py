"""What was measured last of each entry, kept beside the code: a run replaces what it measured, and no more."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import plan

Figures = dict[str, Any]
HERE = Path(__file__).resolve().parent
FILE = HERE / "measured.json"


def commit() -> str:
    """The commit that is measured; marked where code was changed since."""
    try:
        head = _git("rev-parse", "--short=7", "HEAD")
        changed = _git("status", "--porcelain", "--", "src", "benchmarks/kernel/*.py", "benchmarks/kernel/*.c")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head + (" with changes" if changed else "")


def load(path: Path = FILE) -> Figures:
    """What is stored; nothing where nothing is."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"sections": {}}


def keep(former: Figures, results: Figures) -> Figures:
    """A run, with what is stored of the forms that it did not measure.

    In a section that was run anew, what is kept counts as former: it says when it was measured, and is compared with
    nothing. A form that is in the plan no longer is dropped.
    """
    sections: dict[str, list[Figures]] = {}
    for section in plan.SECTIONS:
        anew: list[Figures] = results["sections"].get(section.key, [])
        done, planned = {_form(e) for e in anew}, {_form(vars(e)) for e in section.entries}
        old = [e for e in former["sections"].get(section.key, []) if _form(e) in planned - done]
        kept = [{**e, "is_former": e["is_former"] or bool(anew)} for e in old]
        if anew or kept:
            sections[section.key] = [*anew, *kept]
    return {**results, "sections": sections}


def save(results: Figures, path: Path = FILE) -> None:
    """Store a run without the conjunctions that were found, one entry a line."""
    about = {key: value for key, value in results.items() if key != "sections"}
    blocks: list[str] = []
    for key, entries in results["sections"].items():
        lines = [json.dumps({k: v for k, v in e.items() if k not in {"top", "error"}}) for e in entries]
        blocks.append(f"  {json.dumps(key)}: [\n   " + ",\n   ".join(lines) + "\n  ]")
    head = json.dumps(about, indent=1).removesuffix("\n}")
    path.write_text(f'{head},\n "sections": {{\n' + ",\n".join(blocks) + "\n }\n}\n", encoding="utf-8")


def _form(entry: Figures) -> tuple[Any, ...]:
    """What makes an entry the same work of the same tool, on however many cores."""
    return tuple(entry[key] for key in ("tool", "method", "measure", "bound", "permutations"))


def _git(*words: str) -> str:
    command = ["git", "-C", str(HERE.parents[1]), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
