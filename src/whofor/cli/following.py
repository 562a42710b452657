"""Commands that go on from the present one, to be copied."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from whofor.cli.arguments import Given

if TYPE_CHECKING:
    from whofor.app.find_each import FindingsByPart
    from whofor.model import IcpResult

__all__ = ["csv_command", "next_commands", "next_of_parts", "place_of"]


def next_commands(result: IcpResult, given: Given) -> list[str]:
    """Return the commands that go on from the answer: who is of the first type of client, what makes it, the data."""
    from whofor.model import Verdict

    place = place_of(given)
    passed = [f.id for f in result.search.segments if f.verdict is Verdict.PASS]
    about = "" if result.run.part is None else f" --part {shlex.quote(result.run.part.value)}"
    of_first = [f"whofor {command} {id_}{about}{place}" for id_ in passed[:1] for command in ("accounts", "contrast")]
    return [*of_first, f"whofor doctor{place}"]


def next_of_parts(found: FindingsByPart, given: Given) -> list[str]:
    """Return the commands that go on from the answers of parts: who is of the first type of client that one has."""
    from whofor.model import Verdict

    place = place_of(given)
    for value, result in found.results.items():
        for finding in result.search.segments:
            if finding.verdict is Verdict.PASS:
                part = f" --part {shlex.quote(value)}"
                return [f"whofor {command} {finding.id}{part}{place}" for command in ("accounts", "contrast")]
    return [f"whofor doctor{place}"]


def csv_command(given: Given) -> str:
    """Return the command that writes the rows of the present one to a file."""
    part = f" --part {shlex.quote(given.part)}" if given.part else ""
    flags = f"{part}{' --open' if given.only_open else ''}{place_of(given)}"
    return f"whofor accounts {shlex.quote(given.segment)}{flags} --csv accounts.csv --excel {given.language}"


def place_of(given: Given) -> str:
    """Return the option that names the workspace; empty for the default."""
    return "" if given.workspace == Given().workspace else f" -w {shlex.quote(str(given.workspace))}"
