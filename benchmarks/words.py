"""Print every message that real results use once, English beside French, and check their words.

    python benchmarks/words.py WORKSPACE...             # all messages of their latest runs, as a table in Markdown
    python benchmarks/words.py WORKSPACE... --check     # faults only; ends with an error where there is one

Each latest run is drawn as page, short and full terminal text in both languages; of each message the first text that
was made is shown. A fault is an unfilled slot, a name in snake_case that no user wrote, a doubled space, or, outside
the fold for the person who checks, a word that its readers need not know.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from whofor.app.doctor import doctor
from whofor.app.report import load_result
from whofor.model import Health, IcpResult
from whofor.reports.doctor import render_doctor
from whofor.reports.html import render_html
from whofor.reports.terminal import Detail, render_terminal
from whofor.reports.words import Words

BANNED = {
    "en": r"held back|barred|confounder|strat(?:um|a)\b|\bleak|\bdefinition|\bfamily\b|\bAUC\b|\bp [=<]|p-value",
    "fr": r"réservée|exclues|facteur de confusion|\bstrate|\bfuite|\bdéfinition|\bAUC\b|\bp [=<]|valeur p",
}
_SLOT = re.compile(r"[{}]")
_SNAKE = re.compile(r"\b[a-z]+_[a-z_]+\b")
_CHECK = '<div class="check" id="check">'


@contextmanager
def recorded(texts: dict[str, str]) -> Generator[None]:
    """Keep the first text that is made of each message."""
    fill = Words._fill

    def recording(self: Words, key: str, *rest: object) -> str:
        text = fill(self, key, *rest)  # type: ignore[arg-type]
        texts.setdefault(key, text)
        return text

    Words._fill = recording  # type: ignore[method-assign]
    try:
        yield
    finally:
        Words._fill = fill  # type: ignore[method-assign]


def draw(result: IcpResult, health: Health, language: str) -> str:
    """Draw a result in every form; return what the page shows without opening the fold, as plain text."""
    page = render_html(result, language, health=health)
    out = Console(file=io.StringIO(), width=100)
    for detail in (Detail.SHORT, Detail.FULL):
        render_terminal(result, language, out, detail)
    for columns in (False, True):
        render_doctor(health, language, out, columns=columns)
    seen = page.split(_CHECK)[0]
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", seen, flags=re.DOTALL)


def user_words(result: IcpResult, health: Health) -> set[str]:
    """Return the names that came with the data, which may be in snake_case."""
    names = {*result.search.searched, result.company, *health.keys.values(), *(w.place for w in health.warnings)}
    names |= {column.label for column in health.columns}
    for finding in result.search.findings:
        for c in finding.segment.conditions:
            names |= {c.label, c.name, *c.values}
    return {word for name in names for word in _SNAKE.findall(name)}


def faults(language: str, seen: str, texts: dict[str, str], known: set[str]) -> list[str]:
    """Return what is wrong with the texts of one language."""
    found = [f"{key}: unfilled slot: {text}" for key, text in texts.items() if _SLOT.search(text)]
    for key, text in texts.items():
        if snakes := set(_SNAKE.findall(text)) - known:
            found.append(f"{key}: {', '.join(sorted(snakes))}: {text}")
        if "  " in text.strip():
            found.append(f"{key}: doubled space: {text}")
    found += [f"page, outside the fold: {word}" for word in sorted(set(re.findall(BANNED[language], seen)))]
    return found


def main() -> int:
    """Print the messages, or their faults; 1 where there is one and they are checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="print faults only; end with an error where there is one")
    args = parser.parse_args()
    texts: dict[str, dict[str, str]] = {"en": {}, "fr": {}}
    wrong: list[str] = []
    for workspace in args.workspaces:
        result, health = load_result(workspace), doctor(workspace)
        for language, own in texts.items():
            made: dict[str, str] = {}
            with recorded(made):
                seen = draw(result, health, language)
            wrong += [
                f"{workspace.name} {language} {fault}"
                for fault in faults(language, seen, made, user_words(result, health))
            ]
            for key, text in made.items():
                own.setdefault(key, text)
    if not args.check:
        print("| message | English | French |\n|---|---|---|")
        for key in sorted(texts["en"].keys() | texts["fr"].keys()):
            cells = (texts[language].get(key, "").replace("|", "\\|").replace("\n", " ") for language in texts)
            print(f"| `{key}` | {' | '.join(cells)} |")
    for fault in wrong:
        print(fault, file=sys.stderr)
    return int(bool(wrong) and args.check)


if __name__ == "__main__":
    sys.exit(main())
