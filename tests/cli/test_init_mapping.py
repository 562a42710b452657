"""`whofor import --init-mapping` as a user calls it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]

DEALS = "id,client,status,opened,closed\n" + "\n".join(
    f"{n},Co {n % 7},{['Signed', 'Refused', 'In talks'][n % 3]},2025-01-{n % 28 + 1:02d},2025-03-01" for n in range(60)
)


def test_draft_then_import(whofor: Run, tmp_path: Path) -> None:
    (tmp_path / "my deals.csv").write_text(DEALS, encoding="utf-8")
    drafted = whofor("import", "my deals.csv", "--init-mapping", "mapping.toml", cwd=tmp_path)
    assert drafted.returncode == 0, drafted.stderr
    assert drafted.stdout.splitlines()[-1] == "Next: whofor import 'my deals.csv' --mapping mapping.toml"
    again = whofor("import", "my deals.csv", "--init-mapping", "mapping.toml", cwd=tmp_path)
    assert again.returncode == 1
    assert "--force" in again.stderr
    forced = whofor("import", "my deals.csv", "--init-mapping", "mapping.toml", "--force", "--json", cwd=tmp_path)
    document = json.loads(forced.stdout)
    assert document["outcome"] == {
        "columns": ["status"], "won_if_in": None, "counts": {"won": 20, "lost": 20, "open": 20}, "sure": True,
    }  # fmt: skip
    done = whofor("import", "my deals.csv", "--mapping", "mapping.toml", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["tables"]["deals"]["rows"] == 60


def test_what_is_refused(whofor: Run, tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("price\n1\n2\n", encoding="utf-8")
    plain = whofor("import", "prices.csv", "--init-mapping", "m.toml", cwd=tmp_path)
    assert plain.returncode == 1
    assert "No file has rows and columns that could be deals" in plain.stderr
    assert not (tmp_path / "m.toml").exists()
    both = whofor("import", "prices.csv", "--init-mapping", "m.toml", "--mapping", "hubspot", cwd=tmp_path)
    assert both.returncode == 2
    assert "Traceback" not in plain.stderr + both.stderr
