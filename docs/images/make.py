"""Make the picture of the README: the top of the report of `whofor demo`, in headless Chromium.

python docs/images/make.py demo/report.html docs/images/report.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main(page: Path, picture: Path) -> None:
    """Take the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        view = browser.new_page(viewport={"width": 1440, "height": 1330}, color_scheme="light")
        view.goto(page.resolve().as_uri())
        view.screenshot(path=str(picture))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
