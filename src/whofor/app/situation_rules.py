"""The user's own situations: read from a file, and checked against what was imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whofor.errors import InputError, Problem, Sentence
from whofor.intake.sources.regular_files import read_text
from whofor.model import Kind, Parameter
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.situations.checking import check_rules
from whofor.situations.evaluating import columns_of_where
from whofor.situations.rule_values import SituationRules
from whofor.situations.rules_file import packaged_situations, parse_situations
from whofor.situations.signals_there import signals_there
from whofor.text import did_you_mean

__all__ = ["OwnRules", "check_against", "read_rules"]

_FACTS = (TableName.DEALS, TableName.ACCOUNTS)


@dataclass(frozen=True, slots=True)
class OwnRules:
    """Rules of a file, beside the packaged ones.

    Attributes:
        name: Name of the file, without its folder.
        text: Its text.
        rules: The packaged rules, with those of the file beside or in place of them.
    """

    name: str
    text: str
    rules: SituationRules


def read_rules(path: Path) -> OwnRules:
    """Return the rules of a file.

    Raises:
        InputError: It is not there, is no text, or the rules cannot be read: every problem with its line.
    """
    place = str(path)
    try:
        text = read_text(path, "utf-8-sig")
    except FileNotFoundError as error:
        near = sorted(item.name for item in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        todo = did_you_mean(path.name, near, what="files here")
        raise InputError(Problem("There is no such file of situations", place, todo=todo)) from error
    except UnicodeDecodeError as error:
        todo = "Save it as UTF-8."
        raise InputError(Problem("The situations are not UTF-8 text", place, todo=todo)) from error
    except OSError as error:
        what = Sentence("The situations cannot be read: {reason}", reason=error.strerror or str(error))
        raise InputError(Problem(what, place, todo="Check the path.")) from error
    return OwnRules(path.name, text, parse_situations(text, path.name, beside=packaged_situations()))


def check_against(own: OwnRules, scan: Scan, parameters: Sequence[Parameter], *, lenient: bool) -> tuple[Sentence, ...]:
    """Return what should be warned of in the user's own rules, as sentences.

    Args:
        own: The rules.
        scan: The imported tables.
        parameters: What their columns mean.
        lenient: Warn where there would be an error.

    Raises:
        InputError: A rule asks for what is not there; every problem with its line.
    """
    kinds: dict[str, Kind] = {}
    for parameter in parameters:
        if parameter.table in _FACTS and parameter.is_searched:
            kinds.setdefault(parameter.name, parameter.kind)
    there = signals_there(scan, columns_of_where(own.rules))
    mine = {rule.name for rule in own.rules.by_name.values() if rule.place}
    warnings = check_rules(own.rules, there, kinds, lenient=lenient)
    # Few exports have signals of all kinds: of packaged rules that is no news.
    return tuple(one.sentence for one in warnings if getattr(one, "situation", "") in mine)
