"""Count what a reader meets on a report: screens, numbers, words, printed pages; and hold them against the limits.

    python benchmarks/page.py REPORT.html            # any report: its counts
    python benchmarks/page.py REPORT.html --check    # ends with an error where a limit is exceeded

A number is a run of digits in visible text (tables, drawings and headings included), with its separators; ids such as
`S1` are none. What is folded is not visible, except in print where the page itself decides. Needs Playwright and
Chromium.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDE, NARROW = (1440, 900), (360, 800)
MOST_SCREENS, MOST_NARROW_SCREENS, MOST_NUMBERS, MOST_PRINTED = 6.0, 12.0, 150, 2
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[\s.,\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
_VISIBLE = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('style, script, title, desc')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (parent.checkVisibility({visibilityProperty: true}) && box.width > 1 && box.height > 1) texts.push(node.data);
  }
  return texts;
}"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader meets before a fold is opened."""

    screens: float
    narrow_screens: float
    numbers: int
    words: int
    printed_pages: int
    wider_than_screen: bool

    def exceeded(self) -> list[str]:
        """Return the limits that are exceeded, in words."""
        limits = (
            ("screens at 1440 × 900", self.screens, MOST_SCREENS),
            ("screens at 360 × 800", self.narrow_screens, MOST_NARROW_SCREENS),
            ("visible numbers", self.numbers, MOST_NUMBERS),
            ("printed pages", self.printed_pages, MOST_PRINTED),
            ("sideways scroll", int(self.wider_than_screen), 0),
        )
        return [f"{what}: {value} instead of at most {most}" for what, value, most in limits if value > most]


def count_page(browser: Browser, file: Path) -> Counts:
    """Return the counts of a report."""
    screens: list[float] = []
    wider = False
    texts: list[str] = []
    for width, height in (WIDE, NARROW):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(file.resolve().as_uri())
        size = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        screens.append(round(size[1] / height, 1))
        wider = wider or size[0] > width
        if width == WIDE[0]:
            texts = page.evaluate(_VISIBLE)
        page.close()
    page = browser.new_page()
    page.goto(file.resolve().as_uri())
    printed = page.pdf(format="A4")
    page.close()
    numbers = sum(len(NUMBER.findall(text)) for text in texts)
    words = sum(len(text.split()) for text in texts)
    return Counts(*screens, numbers, words, len(re.findall(rb"/Type\s*/Page\b", printed)), wider)


def main() -> int:
    """Print the counts of each report; 1 where a limit is exceeded and they are checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="end with an error where a limit is exceeded")
    args = parser.parse_args()
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for file in args.files:
            counts = count_page(browser, file)
            print(f"{file}: {json.dumps(asdict(counts))}")
            for text in counts.exceeded():
                failed = True
                print(f"  {text}")
        browser.close()
    return int(failed and args.check)


if __name__ == "__main__":
    sys.exit(main())
