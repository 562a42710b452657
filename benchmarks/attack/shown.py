"""Hostile content in every field that is shown: page, terminal, JSON, tables of cells."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from calls import Ended, call
from exports import Files, Table, read_table, written
from tally import Attempt, Tally

from whofor.example import csv_files, generate

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["show_all"]

_CHROMIUM = Path(os.environ.get("WHOFOR_CHROMIUM", "/usr/bin/chromium"))
_ARGUMENTS = ("--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_PAYLOADS = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "</style><svg/onload=alert(1)>"),
    *(
        "javascript:alert(1)",
        "{{7*7}}${7*7}<%= 7*7 %>",
        "<a href='http://evil.example/'>x</a>",
        "]]><!--<base href=//e>",
    ),
    *(
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07",
        "\x9b31mc1",
        "\u202egnp.exe\u202c",
        "\u2066iso",
        "nul\x00l",
        "cr\rover",
    ),
    *("[red]mark[/red]", "[link=http://e.example]x[/link]", "{conditions}", "%(x)s %s", '=HYPERLINK("http://e","x")'),
    *("+1+1", "-2+3", "@SUM(1)", '<!--#exec cmd="ls"-->', "&lt;b&gt;", "\u200b\ufeff\u2028", "\U0001f600" * 3),
)
_FIELDS = {
    "companies.csv": ("Company name", "Industry", "City", "Company owner", "Original Traffic Source"),
    "deals.csv": ("Deal Name", "Deal Stage", "Pipeline", "Deal owner", "Original Traffic Source", "Closed Lost Reason"),
    "contacts.csv": ("First Name", "Last Name", "Job Title", "Buying Role"),
    "activities.csv": ("Activity type", "Subject"),
    "spend.csv": ("Channel", "Source"),
    "client_outcomes.csv": (),
}
_FEW, _MANY = 400, 1500
"""Deals of an export; among many some type of client is found, whose hostile name then stands everywhere."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_FORMULA = re.compile(r"[=+@\t\r]|-\D")


def _hostile(turn: int, deals: int, *, headers: bool) -> Files:
    """Return the example with payloads in the values of each field shown, and in its headers where asked.

    Values are replaced one for one, so that what was planted is still found, under a hostile name.
    """
    files: Files = {}
    for name, content in csv_files(generate(1, n_deals=deals)).items():
        rows, delimiter = read_table(content)
        for number, field in enumerate(_FIELDS.get(name, ())):
            if field in rows[0]:
                _replace(rows, rows[0].index(field), turn + 5 * number)
        if headers:
            # Columns that a preset does not know are facts of one's own, whose names are shown.
            spare = ["Record ID", *_FIELDS.get(name, ())]
            for place, title in enumerate(rows[0]):
                if title not in spare and place % 7 == turn % 7:
                    rows[0][place] = title + " " + _PAYLOADS[(turn + place) % len(_PAYLOADS)]
        if headers:
            # A CSV file with control characters is refused as no text; JSON carries them into every field.
            lines = [json.dumps(dict(zip(rows[0], row, strict=False))) for row in rows[1:]]
            files[name.replace(".csv", ".jsonl")] = "\n".join(lines).encode()
        else:
            printable = [[_CONTROL.sub("", cell) for cell in row] for row in rows]
            files[name] = written(printable, delimiter)
    return files


def _replace(rows: Table, place: int, turn: int) -> None:
    known = sorted({row[place] for row in rows[1:] if row[place]})
    if rows[0][place] == "Deal Stage":
        # Of two stages only: the others say what was won.
        known = known[:2] if not any("losed" in stage for stage in known[:2]) else []
    payload = {value: f"{value} {_PAYLOADS[(turn + n) % len(_PAYLOADS)]}" for n, value in enumerate(known[:200])}
    for row in rows[1:]:
        row[place] = payload.get(row[place], row[place])


def _terminal(ended: Sequence[Ended]) -> list[str]:
    found = [fault for one in ended for fault in one.faults((0, 1, 2))]
    run = ended[0]
    return found + ([f"nothing was shown: {run.err.decode(errors='replace')[-300:]}"] if run.code else [])


def _documents(ended: Sequence[Ended]) -> list[str]:
    """Return what is wrong with documents on stdout: each is one JSON document, and nothing that a terminal obeys."""
    found = [fault for one in ended for fault in one.faults((0, 1, 2))]
    for one in ended:
        if one.code == 0:
            try:
                json.loads(one.out)
            except ValueError as error:
                found.append(f"{one.words[0]} --json: {error}")
    return found


def _cells(folder: Path) -> list[str]:
    """Return cells of written CSV files that a spreadsheet would carry out."""
    found: list[str] = []
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            bad = [cell for row in csv.reader(stream) for cell in row if _FORMULA.match(cell) and not _is_number(cell)]
        found += [f"{path.name}: {cell[:60]!r}" for cell in bad[:3]]
    return found


def _rows_of(ended: Ended, folder: Path) -> list[str]:
    """Return what is wrong with the rows that a command wrote."""
    return [*ended.faults((0, 2)), *_cells(folder / "ws")]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _pages(pages: Sequence[Path]) -> list[str]:
    """Open pages in a browser; return what they did beyond being shown, and what of them could act."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=list(_ARGUMENTS))
        found = [fault for path in pages for fault in _did(browser.new_page(), path)]
        browser.close()
    return found


def _did(page: Page, path: Path) -> list[str]:
    """Open one page; return what it did, and what of it could act."""
    found: list[str] = []
    page.on("dialog", lambda dialog: (found.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: found.append(f"console: {message.text[:120]}"))
    page.on("pageerror", lambda error: found.append(f"error: {str(error)[:120]}"))
    own = path.as_uri()
    page.on("request", lambda asked: asked.url in own or asked.url[:5] == "data:" or found.append(f"asked {asked.url}"))
    page.goto(own)
    found += page.evaluate(_ACTING)
    page.close()
    return [f"{path.name}: {what}" for what in found]


_ACTING = """() => {
  const found = [];
  for (const e of document.querySelectorAll('*')) {
    if (['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BASE'].includes(e.tagName)) found.push(e.tagName);
    for (const a of e.attributes) {
      if (a.name.startsWith('on')) found.push(e.tagName + ' ' + a.name);
      if (!['href', 'src', 'xlink:href', 'action'].includes(a.name)) continue;
      if (!/^(#|data:|https:\\/\\/|mailto:)/.test(a.value) || /evil|e\\.example/.test(a.value))
        found.push(e.tagName + ' ' + a.name + '=' + a.value.slice(0, 60));
    }
  }
  return found;
}"""


def _show(turn: int, deals: int, folder: Path) -> Iterator[Attempt]:
    """Import and search one hostile export; look at all that is shown of it."""
    source = folder / "export \x1b[31m\u202ex<b>"
    source.mkdir()
    for name, content in _hostile(turn, deals, headers=turn % 2 == 1).items():
        (source / name).write_bytes(content)
    (source / "strange \x1b]0;t\x07\rname.csv").write_bytes(b"a,b\n1,2\n")
    company = _PAYLOADS[turn % len(_PAYLOADS)].replace("\x00", "")
    where, few = ["-w", "ws"], ["--permutations", "200"]
    text = [
        call(["run", source.name, *where, *few, "--company", company, "--lang", lang], folder) for lang in ("en", "fr")
    ]
    text.append(call(["import", source.name, *where, "--company", company], folder))
    text.append(call(["find", *where, *few, "--claim", f"industry = {company}"], folder))
    text.append(call(["find", *where, *few, "--claim", f"{company} = 1"], folder))
    commands = (["doctor"], ["report"], ["contrast", "S1"], ["contrast", company], ["accounts", "S1"])
    text += [call([*words, *where], folder) for words in (*commands, ["accounts", "employees > 0", "--lang", "fr"])]
    text.append(call(["import", source.name, "--init-mapping", "draft.toml", "--lang", "fr"], folder))
    yield Attempt("hostile content on the terminal", f"turn {turn}", _terminal(text))
    asked = (["find", *few], ["doctor"], ["contrast", "S1"], ["accounts", "employees > 0"])
    document = [call([*words, *where, "--json"], folder) for words in asked]
    document.append(call(["import", source.name, *where, "--json"], folder))
    yield Attempt("hostile content in JSON", f"turn {turn}", _documents(document))
    rows = ["accounts", "employees > 0", *where, "--csv", "ws/accounts.csv"]
    written_rows = [
        fault for more in ([], ["--excel", "en"]) for fault in _rows_of(call([*rows, *more], folder), folder)
    ]
    yield Attempt("hostile content in tables of cells", f"turn {turn}", written_rows)
    pages = [folder / "en.html", folder / "fr.html"]
    faults: list[str] = []
    for page in pages:
        ended = call(["report", *where, "--lang", page.stem], folder)
        faults += ended.faults((0,))
        if ended.code == 0:
            shutil.copyfile(folder / "ws" / "report.html", page)
    (folder / "pages").write_text("\n".join(str(page) for page in pages if page.exists()), encoding="utf-8")
    yield Attempt("hostile content on the page", f"turn {turn}", faults)


def show_all(count: int, first: int, at_once: int) -> list[Tally]:
    """Show so many hostile exports everywhere; what came of it."""
    from tally import Attempt as One
    from tally import spread

    del at_once
    kept = Path(tempfile.mkdtemp())

    def work(turn: int, folder: Path) -> Iterator[Attempt]:
        yield from _show(turn, _MANY if count > 1 else _FEW, folder)
        for page in (folder / "en.html", folder / "fr.html"):
            if page.exists():
                shutil.copyfile(page, kept / f"{turn}-{page.name}")

    try:
        with tempfile.TemporaryDirectory() as folder:
            # One after the other: a browser is opened in this process when all children have ended.
            tallies = spread(work, range(first, first + count), Path(folder), 1)
        pages = next((tally for tally in tallies if tally.row.endswith("page")), Tally("hostile content on the page"))
        shown = sorted(kept.glob("*.html"))
        if not _CHROMIUM.exists():
            pages.skipped = f"no browser at {_CHROMIUM}: set WHOFOR_CHROMIUM"
        elif shown:
            pages.add(One(pages.row, f"{len(shown)} pages", _pages(shown)))
    finally:
        shutil.rmtree(kept, ignore_errors=True)
    return tallies
