"""The code and the catalogues name the same messages, and the code hands over what their placeholders need."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import whofor
from whofor.model import IssueCode, WarningCode
from whofor.model.reasons import REASONS
from whofor.reports.catalogue import LANGUAGES
from whofor.reports.words import FORMATS, slug

SOURCE = Path(str(files(whofor)))
REPORTS = SOURCE / "reports"
WITHOUT_SENTENCE = {"facts.no_facts", "facts.other_outcome"}
"""Reasons for which a page has no block at all."""
CALLS = ("text", "plural", "has", "counted")
"""Functions that take a message id first."""
VARIANT = re.compile(r"\.other$|\.without_\w+$")


@cache
def messages(language: str) -> dict[str, list[str]]:
    """Texts of each message."""
    with (REPORTS / "locale" / language / "LC_MESSAGES" / "whofor.po").open("rb") as source:
        catalog = read_po(source, locale=language, abort_invalid=True)
    found: dict[str, list[str]] = {}
    for message in catalog:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = [message.string] if isinstance(message.string, str) else [*(message.string or ())]
    return found


def fields(texts: Iterable[str]) -> dict[str, str]:
    """Placeholders with their formats."""
    parsed = (part for text in texts for part in string.Formatter().parse(text))
    return {name: spec or "" for _, name, spec, _ in parsed if name}


@cache
def parsed() -> list[tuple[Path, ast.AST]]:
    """Every part of the code."""
    paths = SOURCE.rglob("*.py")
    return [(path, node) for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


@cache
def constants() -> frozenset[str]:
    """Every text of the code."""
    nodes = (node for _, node in parsed() if isinstance(node, ast.Constant))
    return frozenset(node.value for node in nodes if isinstance(node.value, str))


def literals(node: ast.AST) -> set[str]:
    """Texts that an expression may be: one, or one of two."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def calls(names: Iterable[str], folder: Path = SOURCE) -> Iterator[tuple[str, ast.Call]]:
    for path, node in parsed():
        if isinstance(node, ast.Call) and node.args and path.is_relative_to(folder):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield name, node


@cache
def known_words() -> frozenset[str]:
    """Every text of the code and of its data, as it stands and as the last part of a message id."""
    texts = set(constants())
    for path in SOURCE.rglob("*.toml"):
        data = path.read_text(encoding="utf-8")
        texts |= {*re.findall(r"\w+", data), *re.findall(r'"([^"\n]+)"', data)}
    return frozenset(texts | {slug(text) for text in texts if len(text) < 40})


@cache
def made_keys() -> tuple[re.Pattern[str], ...]:
    """Ids that the code puts together, such as `card.row_…`."""
    patterns: set[str] = set()
    for node in (node for _, node in parsed() if isinstance(node, ast.JoinedStr)):
        parts = [re.escape(part.value) if isinstance(part, ast.Constant) else r"(\w+)" for part in node.values]  # type: ignore[arg-type]
        if isinstance(node.values[0], ast.Constant) and re.match(r"[a-z]+[._]", str(node.values[0].value)):
            patterns.add("".join(parts))
    return tuple(re.compile(pattern) for pattern in patterns)


def is_known(word: str) -> bool:
    """Whether the code has a word, or puts it together of words that it has."""
    if word in known_words():
        return True
    return any((m := p.fullmatch(word)) is not None and all(is_known(g) for g in m.groups()) for p in made_keys())


def named() -> set[str]:
    """Ids that the reports name in full."""
    in_code = {text for _, call in calls(CALLS, REPORTS) for text in literals(call.args[0])}
    templates = [path.read_text(encoding="utf-8") for path in REPORTS.rglob("*.jinja")]
    return in_code | {key for text in templates for key in re.findall(r'\bt\("([\w.]+)"', text)}


def test_each_id_that_the_code_names_has_a_message():
    ids = {key for key in named() if "." in key}
    assert len(ids) > 200
    assert ids - messages("en").keys() == set()


def test_each_message_is_named_by_the_code():
    of_reasons = {f"{kind.family}.{code}" for code, kind in REASONS.items()}
    # An answer may say what is missing: its sentence is named after the reason.
    of_reasons |= {f"answer.{code}" for code, kind in REASONS.items() if kind.family == "why"}
    formats = {spec for texts in messages("en").values() for spec in fields(texts).values()}
    of_reasons |= {f"seen.{code}" for code, kind in REASONS.items() if kind.family == "reason"}
    known = named() | of_reasons | {f"count.{spec}" for spec in formats}
    ids = {VARIANT.sub("", key) for key in messages("en")}
    assert sorted(key for key in ids - known if not is_known(key)) == []


def test_each_reason_has_a_sentence_and_no_sentence_lacks_a_reason():
    of_reasons = {f"{kind.family}.{code}" for code, kind in REASONS.items()} - WITHOUT_SENTENCE
    of_families = {VARIANT.sub("", key) for key in messages("en") if key.partition(".")[0] in families_of_their_own()}
    assert of_reasons - messages("en").keys() == set()
    assert of_families - of_reasons == set()


def families_of_their_own() -> set[str]:
    """First parts of ids that only reasons have; the others also name columns and titles."""
    return {kind.family for kind in REASONS.values()} - {"price", "facts", "channel"}


def test_placeholders_of_reasons_are_their_values():
    given = {"confirm", "rest", "channel"}
    for code, kind in REASONS.items():
        for language in LANGUAGES:
            key = f"{kind.family}.{code}"
            texts = [text for k, ts in messages(language).items() if VARIANT.sub("", k) == key for text in ts]
            assert set(fields(texts)) - given <= set(kind.__dataclass_fields__), key


def test_each_issue_has_a_sentence_and_no_sentence_lacks_an_issue():
    assert {key.removeprefix("issue.") for key in messages("en") if key.startswith("issue.")} == set(IssueCode)


def test_each_warning_has_a_sentence_and_a_remedy():
    for family in ("warn", "todo"):
        assert {key.partition(".")[2] for key in messages("en") if key.startswith(f"{family}.")} == set(WarningCode)


@pytest.mark.parametrize("codes", [IssueCode, WarningCode])
def test_each_code_is_used(codes: type[IssueCode] | type[WarningCode]):
    named = {
        node.attr
        for _, node in parsed()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == codes.__name__
    }
    assert {code.name for code in codes} - named == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_placeholder_has_a_known_format(language: str):
    counts = {key.removeprefix("count.") for key in messages(language) if key.startswith("count.")}
    formats = {spec.partition(".")[0] for texts in messages(language).values() for spec in fields(texts).values()}
    assert formats - {""} - FORMATS.keys() - counts == set()
    assert FORMATS.keys() - formats == set(), "formats that no message asks for"


def test_the_code_hands_over_what_placeholders_need():
    """Of the calls that name their message in full and their values one by one."""
    checked = 0
    for name, call in calls({"text", "plural"}, REPORTS):
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        values = {str(keyword.arg) for keyword in call.keywords} | ({"n"} if name == "plural" else set())
        for key in literals(call.args[0]) & messages("en").keys():
            for language in LANGUAGES:
                assert set(fields(messages(language)[key])) <= values, key
            checked += 1
    assert checked > 150
