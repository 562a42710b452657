from __future__ import annotations

from whofor.lexicon.toml_lines import toml_lines


def test_lines_of_keys() -> None:
    lines = toml_lines('a = 1\n[t]\n"b c" = 2\n[[t.x]]\nk = 1\n[[t.x]]\nk = 2\n[t."q.r"]\ns.t = 1\n')
    assert lines[("a",)] == 1
    assert lines[("t", "b c")] == 3
    assert lines[("t", "x", 0, "k")] == 5
    assert lines[("t", "x", 1, "k")] == 7
    assert lines[("t", "q.r", "s", "t")] == 9
