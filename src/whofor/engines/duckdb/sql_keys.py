"""SQL of keys, the texts that rows are joined by."""

from __future__ import annotations

from whofor.schema.columns import ROW_KEY_START

__all__ = ["NOTHING", "ROW_KEY", "core_text", "email_text", "hashed_text", "key_text", "keyed_text", "literal"]

_ADDRESS = r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+"

_BLOCK = 64
"""Bytes in a block of SHA-256."""

ROW_KEY = f"'{ROW_KEY_START}' || {{}}.__row"
"""A key for rows that have none, to which nothing refers by chance."""

NOTHING = "('', '-', 'n/a', 'na', 'nan', 'null', 'none', '#n/a', '#ref!', '(blank)', '(no value)')"


def literal(text: str) -> str:
    """Return a quoted text."""
    return "'" + text.replace("'", "''") + "'"


def core_text(text: str, pattern: str) -> str:
    """Return the SQL of the significant part of a key."""
    return f"regexp_replace({text}, {literal(pattern)}, '\\1')" if pattern else text


def key_text(text: str, pattern: str) -> str:
    """Return the SQL of a key; an e-mail address is hashed, so that it is not stored."""
    return (
        f"CASE WHEN lower({text}) IN {NOTHING} THEN NULL "
        f"WHEN {text} LIKE '%_@_%._%' THEN 'h_' || left(sha256(lower({text})), 16) ELSE {core_text(text, pattern)} END"
    )


def hashed_text(text: str) -> str:
    """Return the SQL of the hashed key of a person; case matters in keys, not in names and addresses."""
    plain = f"CASE WHEN {text} LIKE '%_@_%._%' OR {text} LIKE '% %' THEN lower({text}) ELSE {text} END"
    return f"CASE WHEN lower({text}) NOT IN {NOTHING} THEN 'h_' || left(sha256({plain}), 16) END"


def keyed_text(text: str, secret: bytes) -> str:
    """Return the SQL of a key in which the hash of a person is replaced by its HMAC-SHA256 (RFC 2104).

    A plain hash is found again by hashing a list of candidates; without the secret a keyed one is not.

    Args:
        text: SQL of a key, hashed by `key_text` or `hashed_text` where it names a person.
        secret: Key of the workspace, at most 64 bytes long.
    """
    block = secret.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C))
    digest = f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({text}))))"
    return f"CASE WHEN regexp_full_match({text}, 'h_[0-9a-f]{{16}}') THEN 'h_' || left({digest}, 16) ELSE {text} END"


def email_text(text: str) -> str:
    """Return the SQL of the first e-mail address in a cell like `Ann Lee (ann@acme.com)`, else of the whole cell."""
    return f"coalesce(nullif(regexp_extract({text}, {literal(_ADDRESS)}), ''), {text})"
