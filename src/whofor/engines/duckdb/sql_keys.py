"""The SQL of keys: texts by which rows find each other."""

from __future__ import annotations

__all__ = ["ROW_KEY", "core_text", "email_text", "hashed_text", "key_text", "literal"]

_ADDRESS = r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+"

ROW_KEY = "'#' || {}.__row"
"""A key for rows that have none; no export writes such keys, so that nothing refers to it by chance."""

_NOTHING = "('', '-', 'n/a', 'na', 'nan', 'null', 'none', '#n/a', '#ref!', '(blank)', '(no value)')"


def literal(text: str) -> str:
    """A quoted text."""
    return "'" + text.replace("'", "''") + "'"


def core_text(text: str, pattern: str) -> str:
    """The part of a key that counts."""
    return f"regexp_replace({text}, {literal(pattern)}, '\\1')" if pattern else text


def key_text(text: str, pattern: str) -> str:
    """A key; an e-mail address serves as one only as a hash, so that it is not stored."""
    return (
        f"CASE WHEN lower({text}) IN {_NOTHING} THEN NULL "
        f"WHEN {text} LIKE '%_@_%._%' THEN 'h_' || left(sha256(lower({text})), 16) ELSE {core_text(text, pattern)} END"
    )


def hashed_text(text: str) -> str:
    """A key that names a person, as a hash; case matters in keys, not in names and addresses."""
    plain = f"CASE WHEN {text} LIKE '%_@_%._%' OR {text} LIKE '% %' THEN lower({text}) ELSE {text} END"
    return f"CASE WHEN lower({text}) NOT IN {_NOTHING} THEN 'h_' || left(sha256({plain}), 16) END"


def email_text(text: str) -> str:
    """The first e-mail address in a cell such as `Ann Lee (ann@acme.com)`; the whole cell where there is none."""
    return f"coalesce(nullif(regexp_extract({text}, {literal(_ADDRESS)}), ''), {text})"
