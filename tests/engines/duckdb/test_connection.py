"""A connection to DuckDB hears Ctrl-C."""

import signal
import subprocess
import sys
import time
from pathlib import Path


def test_ctrl_c_while_a_result_is_waited_for_is_an_interrupt(tmp_path: Path) -> None:
    """In the main thread DuckDB itself hears it only now and then."""
    script = (
        "import sys; from pathlib import Path; from whofor.engines.duckdb.connection import Connection\n"
        "connection = Connection(Path(sys.argv[1]), read_only=False)\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    connection.run('SELECT sum(hash(a.range) % 7) FROM range(10000000000) a')\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "b.duckdb")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=600)[0] == "interrupted\n"
    assert process.returncode == 0
