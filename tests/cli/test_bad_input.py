"""Bad input: a message that says file, place, value and what to do; exit code 1; no traceback; nothing harmed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

HEADER = "id,status,opened,closed,sector\n"


def row(i: int, status: str, opened: str = "", sector: str = "") -> str:
    day = opened or f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}"
    closed = "" if status == "open" else f"2025-{i % 12 + 1:02d}-{i % 28 + 1:02d}"
    return f"{i},{status},{day},{closed},{sector or 'abc'[i % 3]}\n"


def deals(n: int, status: Callable[[int], str], opened: str = "") -> str:
    return HEADER + "".join(row(i, status(i), opened) for i in range(n))


def mixed(i: int) -> str:
    return "won" if i % 4 == 0 else "lost"


CASES = {
    "empty": (b"", ["deals.csv", "empty"]),
    "header_only": (HEADER.encode(), ["deals.csv", "header"]),
    "binary": (bytes(range(256)) * 40, ["deals.csv"]),
    "no_outcome_column": (deals(300, mixed).replace("status", "stage").encode(), ["status"]),
}


ANSWERED = {
    "all_won": (deals(300, lambda _: "won"), ["no lost deal", "300 won", "export the lost deals"]),
    "all_lost": (deals(300, lambda _: "lost"), ["reads as won", "300 lost"]),
    "twelve": (deals(12, mixed), ["not enough deals", "fewer than 15"]),
    "same_date": (deals(300, mixed, "2024-05-05"), ["one and the same opening day", "300"]),
}


def explained(done: subprocess.CompletedProcess[str], words: list[str]) -> None:
    assert done.returncode == 1, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    for word in words:
        assert word.lower() in done.stderr.lower(), done.stderr
    assert done.stderr.startswith("whofor: ")


def state(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "lock" not in p.name
    }


@pytest.mark.parametrize("case", CASES)
def test_bad_file(case: str, whofor: Run, tmp_path: Path, mapping: Path) -> None:
    content, words = CASES[case]
    source = tmp_path / "deals.csv"
    source.write_bytes(content)
    done = whofor("run", source, "--mapping", mapping, "--out", tmp_path / "ws", "--permutations", "200")
    explained(done, words)


@pytest.mark.parametrize("case", ANSWERED)
def test_a_file_that_can_be_read_gets_an_answer(case: str, whofor: Run, tmp_path: Path, mapping: Path) -> None:
    content, words = ANSWERED[case]
    source = tmp_path / "deals.csv"
    source.write_text(content)
    done = whofor("run", source, "--mapping", mapping, "--out", tmp_path / "ws", "--permutations", "200", "-v")
    assert done.returncode == 0, done.stderr
    shown = " ".join(done.stdout.lower().split())
    for word in words:
        assert word in shown, done.stdout
    assert (tmp_path / "ws" / "report.html").is_file()


def test_bad_file_leaves_the_workspace_as_it_was(whofor: Run, tmp_path: Path, mapping: Path) -> None:
    good, bad = tmp_path / "deals.csv", tmp_path / "bad.csv"
    good.write_text(deals(400, mixed))
    bad.write_bytes(b"")
    workspace = tmp_path / "ws"
    assert whofor("import", good, "--mapping", mapping, "--workspace", workspace).returncode == 0
    before = state(workspace)
    explained(whofor("import", bad, "--mapping", mapping, "--workspace", workspace), ["bad.csv"])
    assert state(workspace) == before
    assert whofor("find", "--workspace", workspace, "--permutations", "200").returncode == 0


def test_missing_column_has_near_names(whofor: Run, tmp_path: Path, mapping: Path) -> None:
    source = tmp_path / "deals.csv"
    source.write_text(deals(300, mixed).replace("opened", "open date").replace("closed", "closd"))
    done = whofor("run", source, "--mapping", mapping, "--out", tmp_path / "ws")
    explained(done, ["mapping.toml", "'opened'", "'closed'", "closd"])


def test_missing_file_in_mapping(whofor: Run, tmp_path: Path, mapping: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "deals.csv").write_text(deals(300, mixed))
    mapping.write_text(mapping.read_text().replace("[deals]", '[deals]\nfile = "dals.csv"'))
    done = whofor("run", tmp_path / "in", "--mapping", mapping, "--out", tmp_path / "ws")
    explained(done, ["dals.csv", "deals.csv"])


def test_source_that_is_not_there(whofor: Run, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    explained(whofor("run", tmp_path / "export", "--out", tmp_path / "ws"), ["export", "exports"])


def test_unwritable_folder(whofor: Run, tmp_path: Path, mapping: Path) -> None:
    source = tmp_path / "deals.csv"
    source.write_text(deals(300, mixed))
    (tmp_path / "taken").write_text("a file where the folder should be")
    done = whofor("run", source, "--mapping", mapping, "--out", tmp_path / "taken" / "ws")
    explained(done, ["taken"])


def test_full_disk(tmp_path: Path, mapping: Path, whofor: Run) -> None:
    """A limit on file sizes stands in for a full disk: the same write calls fail in the same place."""
    source, workspace = tmp_path / "deals.csv", tmp_path / "ws"
    source.write_text(deals(400, mixed))
    assert whofor("import", source, "--mapping", mapping, "--workspace", workspace).returncode == 0
    before = state(workspace)
    source.write_text(deals(500, mixed))

    def tiny_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    call = [sys.executable, "-c", "from whofor.cli import main; main()", "import", str(source)]
    done = subprocess.run(
        [*call, "--mapping", str(mapping), "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        preexec_fn=tiny_files,
        timeout=600,
        check=False,
    )
    explained(done, [str(workspace)])
    assert state(workspace) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(("command", "delay"), [("import", 0.0), ("import", 0.4), ("find", 1.2)])
def test_a_signal_to_stop(
    command: str, delay: float, number: signal.Signals, export: Path, tmp_path: Path, whofor: Run
) -> None:
    workspace = tmp_path / "ws"
    assert whofor("import", export, "--workspace", workspace).returncode == 0
    before = state(workspace)
    arguments = ["import", str(export), "--company", "Other"] if command == "import" else ["find"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from whofor.cli import main; main()", *arguments, "--workspace", str(workspace)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    if command == "import":
        while not (workspace / "tmp").exists() and process.poll() is None:
            time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(number)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 128 + number, err + out
    assert err == "whofor: Stopped. What was stored before is as it was.\n"
    assert state(workspace) == before
    assert not (workspace / "tmp").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_that_comes_many_times_leaves_nothing(
    number: signal.Signals, export: Path, tmp_path: Path, whofor: Run
) -> None:
    """A closed terminal and an impatient user send the same signal several times, while files are removed too."""
    workspace = tmp_path / "ws"
    assert whofor("import", export, "--workspace", workspace).returncode == 0
    before = state(workspace)
    removing = (
        "import os, shutil, signal\n"
        "former = shutil.rmtree\n"
        "def removed(path, *given, **named):\n"
        "    if os.path.exists(path):\n"
        f"        for _ in range(3): os.kill(os.getpid(), {int(number)})\n"
        "    former(path, *given, **named)\n"
        "shutil.rmtree = removed\n"
        "import whofor.app.import_source as source\n"
        "def stopped(*given, **named):\n"
        f"    for _ in range(2): os.kill(os.getpid(), {int(number)})\n"
        "source.load_files = stopped\n"
        "from whofor.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", removing, "import", str(export), "--company", "Other", "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 128 + number, done.stderr
    assert done.stderr == "whofor: Stopped. What was stored before is as it was.\n"
    assert state(workspace) == before
    assert not (workspace / "tmp").exists()


def limited(kind: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (most, most))


@pytest.mark.parametrize(
    ("command", "kind", "most", "words"),
    [
        ("run", resource.RLIMIT_AS, 3 << 30, ["Charts need 72 GB of addresses", "ulimit -v unlimited"]),
        ("report", resource.RLIMIT_AS, 3 << 30, ["Charts need 72 GB of addresses", "ulimit -v unlimited"]),
        (
            "find",
            resource.RLIMIT_AS,
            250 << 20,
            ["There is not enough memory: 1.2 GB are needed"],
        ),
        ("report", resource.RLIMIT_NOFILE, 10, ["Too few files may be open at once", "ulimit -n 1024"]),
    ],
)
def test_a_machine_that_lacks_something(
    command: str, kind: int, most: int, words: list[str], export: Path, tmp_path: Path, whofor: Run
) -> None:
    workspace = tmp_path / "ws"
    done = whofor("run", export, "--workspace", workspace, "--permutations", "200")
    assert done.returncode == 0
    before = state(workspace)
    source = [str(export)] if command == "run" else []
    done = subprocess.run(
        [sys.executable, "-c", "from whofor.cli import main; main()", command, *source, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        preexec_fn=limited(kind, most),
        timeout=600,
        check=False,
    )
    explained(done, words)
    assert state(workspace) == before


def test_a_fault_of_ours_ends_in_a_sentence_and_its_details_in_a_private_file(export: Path, tmp_path: Path) -> None:
    code = (
        "import whofor.app.import_source as source\n"
        "def broken(*given, **named): raise ZeroDivisionError('of Zora Quixote')\n"
        "source.find_source = broken\n"
        "from whofor.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "import", str(export), "--workspace", str(tmp_path / "ws"), "--lang", "fr"],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        timeout=600,
        check=False,
    )
    assert done.returncode == 1
    (details,) = tmp_path.glob("whofor-fault-*.txt")
    assert done.stderr.count("\n") == 1
    assert "C’est une erreur de whofor (ZeroDivisionError)" in done.stderr
    assert str(details) in done.stderr
    assert "Quixote" not in done.stderr
    assert "ZeroDivisionError: of Zora Quixote" in details.read_text(encoding="utf-8")
    assert details.stat().st_mode & 0o077 == 0


def test_no_message_moves_the_cursor_or_forges_another(whofor: Run, tmp_path: Path) -> None:
    name = "\x1b[31mred\x1b]0;pwn\x07\nwhofor: All fine\u202e.csv"
    (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "deals.jsonl").write_text('{"x\\u001b[31m": "1", "y\\nwhofor: fine": "2"}\n' * 3, encoding="utf-8")
    for arguments in (["import", tmp_path / name], ["import", tmp_path], ["import", tmp_path / f"no{name}"]):
        done = whofor(*arguments, "--workspace", tmp_path / "ws")
        assert not set(done.stdout + done.stderr) & set("\x1b\x07\u202e")
        assert all(line.startswith("whofor: ") for line in done.stderr.splitlines())
        assert not any(line.startswith("whofor: All fine") for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--outcome", "fame"], ["--outcome", "fame", "won"]),
        (["--as-of", "yesterday"], ["--as-of", "yesterday", "2026-09-30"]),
        (["--lang", "xx"], ["--lang", "xx", "fr"]),
        (["--claim", "sectr = fintech"], ["sectr", "sector"]),
        (["--claim", "industry = fintec"], ["fintec", "Fintech"]),
        (["--claim", "employees = many"], ["many", "51..200"]),
        (["--permutations", "3"], ["--permutations", "3"]),
        (["--alpha", "two"], ["--alpha", "two"]),
    ],
)
def test_wrong_usage(arguments: list[str], words: list[str], whofor: Run, export: Path, tmp_path: Path) -> None:
    done = whofor("run", export, "--out", tmp_path / "ws", *arguments)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("command", ["import", "doctor", "find", "contrast"])
def test_no_cell_or_header_turns_a_line_round(command: str, whofor: Run, tmp_path: Path) -> None:
    odd = "\u202eabc\u2066\x9b31m"
    stages = ("lost", "won", "won", f"{odd} talking")
    rows = [f"{i},{stages[i % 4]},2025-01-{i % 28 + 1:02d},{odd}{i % 5},{i % 2}" for i in range(200)]
    header = f"Deal ID,Deal Stage,Create Date,Industry,{odd}"
    (tmp_path / f"deals{odd}.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    imported = whofor("import", tmp_path / f"deals{odd}.csv", "--workspace", tmp_path / "ws")
    assert imported.returncode == 0, imported.stderr
    assert "\\u202eabc\\u2066\\u009b31m talking" in imported.stdout
    arguments = [f"Industry = '{odd}1'"] if command == "contrast" else []
    done = imported
    if command != "import":
        done = whofor(command, *arguments, "--workspace", tmp_path / "ws")
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout + done.stderr) & set("\u202e\u2066\x9b")
