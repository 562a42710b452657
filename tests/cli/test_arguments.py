"""Arguments and options of the commands: each declared once."""

from __future__ import annotations

from dataclasses import replace

import typer

from whofor.cli.arguments import OUTCOME_HELP, Given
from whofor.cli.commands import app
from whofor.outcomes.registry import OUTCOMES


def test_the_help_names_every_outcome() -> None:
    assert f"{', '.join(kind.name for kind in OUTCOMES)}, or a validation column" in OUTCOME_HELP


def test_a_command_that_was_given_nothing_has_the_defaults_that_it_shows() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    given = Given(**commands["find"].make_context("find", []).params)
    assert not given.claims
    assert not given.weights
    assert replace(given, claims=None, weights=None) == Given()
    assert str(Given(**commands["demo"].make_context("demo", []).params).workspace) == "demo"


def test_every_argument_is_taken_by_a_command() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    taken = {parameter.name for command in commands.values() for parameter in command.params}
    assert set(Given.__dataclass_fields__) == taken
