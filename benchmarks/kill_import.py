"""Kill imports at random moments: the workspace holds the former state or the new one, and the next import heals it.

python benchmarks/kill_import.py --kills 200
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from whofor.app.import_source import import_source
from whofor.example import csv_files, generate
from whofor.workspace import Workspace, write_files

TODAY = date(2026, 10, 1)
CALL = (
    "import sys; from datetime import date; from pathlib import Path\n"
    "from whofor.app.import_source import import_source\n"
    "import_source(Path(sys.argv[1]), workspace=Path(sys.argv[2]), today=date(2026, 10, 1), mapping='hubspot')"
)


def state(workspace: Path) -> tuple[str, int]:
    """What the workspace holds: its hash and the rows that its database has."""
    opened = Workspace.open(workspace)
    with opened.reading() as (_, scan):
        deals = scan.project("deals", scan.columns("deals"))
        return opened.dataset().data_hash, len(deals["deal_key"])


def main() -> int:
    """Kill imports; the number of mixtures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    args = parser.parse_args()
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sources = [write_files(place / f"export{n}", csv_files(generate(n))) for n in (1, 2)]
        states: list[tuple[str, int]] = []
        started = time.monotonic()
        for source in sources:
            import_source(source, workspace=place / "ws", today=TODAY, mapping="hubspot")
            states.append(state(place / "ws"))
        usual = (time.monotonic() - started) / len(sources) + 0.6
        chance = random.Random(0)
        for kill in range(args.kills):
            process = subprocess.Popen(
                [sys.executable, "-c", CALL, str(sources[kill % 2]), str(place / "ws")], stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0.3, 1.1 * usual))
            process.send_signal(signal.SIGKILL)
            process.wait()
            held = state(place / "ws")
            seen["whole" if held in states else "MIXED"] += 1
            seen["new" if held == states[kill % 2] else "former"] += 1
            if kill % 10 == 9:
                import_source(sources[kill % 2], workspace=place / "ws", today=TODAY, mapping="hubspot")
                left = [path.name for path in (place / "ws").iterdir() if path.name.startswith((".new", "tmp"))]
                seen["healed" if state(place / "ws") == states[kill % 2] and not left else "NOT HEALED"] += 1
    print(dict(seen))
    return seen["MIXED"] + seen["NOT HEALED"]


if __name__ == "__main__":
    sys.exit(min(main(), 1))
