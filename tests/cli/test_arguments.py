"""Arguments and options of the commands: each declared once."""

from __future__ import annotations

from dataclasses import fields, replace

import typer

from whofor.cli.arguments import OUTCOME_HELP, SEARCH, Given
from whofor.cli.commands import app
from whofor.cli.market_words import MarketWords
from whofor.model.options import FindOptions
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


def test_options_of_a_search_are_those_of_the_model_with_its_defaults() -> None:
    assert [*SEARCH, "threads"] == [field.name for field in fields(FindOptions)], "threads change no result"
    assert FindOptions(**Given().search()) == FindOptions()


def test_flags_are_those_of_the_command_that_repeats_a_run() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    taken = {parameter.name: parameter.opts for parameter in commands["find"].params}
    options = FindOptions(
        outcome="cycle", better="less", depth=1, min_support=9, most_segments=1, permutations=200,
        alpha_by_depth=(1, 1, 1), weights=["price=2"], unit="parent", as_of="2026-09-30", claims=["a = b"],
            per="product", part="Suite",
    )  # fmt: skip
    assert [[flag] for flag, _ in options.typed()] == [taken[name] for name in SEARCH]


def test_every_argument_is_taken_by_a_command() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    taken = {parameter.name for command in commands.values() for parameter in command.params}
    assert set(Given.__dataclass_fields__) | set(MarketWords.__dataclass_fields__) == taken
