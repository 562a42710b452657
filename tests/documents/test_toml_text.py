"""Values as TOML: the standard library reads back what was written, and equal values have equal texts."""

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from whofor.documents.toml_text import toml_text

TEXTS = st.text(max_size=12).filter(lambda t: t.isprintable() or t in ("a\nb", "\x7f", '"', "\\"))
SCALARS = TEXTS | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False) | st.booleans() | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.sets(TEXTS, max_size=2))
def test_what_is_written_is_read_back(values: dict[str, object], inline: set[str]) -> None:
    text = toml_text(values, inline)
    assert tomllib.loads(text) == values
    assert toml_text(values, inline) == text


def test_lists_of_tables_have_a_line_for_each() -> None:
    text = toml_text({"facts": [{"what": "a", "n": 3}, {"what": "b"}], "made": date(2026, 1, 2), "gone": None})
    assert text == 'facts = [\n  {what = "a", n = 3},\n  {what = "b"},\n]\nmade = 2026-01-02\n'
