"""Write the parts of the reference that follow from the code: the tables, and what --help says.

python docs/reference/make.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from whofor.schema.tables_page import tables_page

HERE = Path(__file__).parent
_BLOCK = re.compile(r"(## whofor (\w+)\n\n```text\n).*?(```)", re.DOTALL)


def help_of(command: str) -> str:
    """What `whofor COMMAND --help` prints on a terminal of 80 columns."""
    call = [sys.executable, "-c", "from whofor.cli import main; main()", command, "--help"]
    environment = {**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80"}
    done = subprocess.run(call, capture_output=True, text=True, check=True, env=environment)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines()) + "\n"


def commands_page(page: str) -> str:
    """The page of the command line with what each command says of itself now."""
    return _BLOCK.sub(lambda block: f"{block[1]}{help_of(block[2])}{block[3]}", page)


def main() -> None:
    """Write the pages."""
    (HERE / "tables.md").write_text(tables_page(), encoding="utf-8")
    commands = HERE / "cli.md"
    commands.write_text(commands_page(commands.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
