"""The command that reads the market's own words: on the screen, as a document, or where to find them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from whofor.cli.taking import takes_all

__all__ = ["MarketWords", "research"]

_DEMO = Path("market-demo")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketWords:
    """Arguments of the command, in the order of `--help`."""

    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCES...",
            help="Files, folders or zips: tables of reviews and posts, exports of chats and support, transcripts.",
            show_default=False,
        ),
    ] = None
    tools: Annotated[
        list[str] | None,
        typer.Option(
            "--tool",
            metavar="NAME=PATTERN",
            help="A tool that texts are about, and how it is written: 'Google Chat=gchat|hangouts*'. Repeatable.",
        ),
    ] = None
    interviews: Annotated[
        list[Path] | None,
        typer.Option("--interviews", metavar="DIR", help="Transcripts of interviews, whatever their form. Repeatable."),
    ] = None
    competitors: Annotated[
        list[Path] | None,
        typer.Option("--competitors", metavar="DIR", help="Saved pages of vendors, a folder for each. Repeatable."),
    ] = None
    languages: Annotated[
        str, typer.Option("--languages", metavar="en,fr", help="Languages that are read; others are counted.")
    ] = "en,fr"
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="NAME",
            help="Do not read: print where people speak of this tool, and what to type there. Nothing is fetched. "
            "Repeatable.",
        ),
    ] = None
    topic: Annotated[str, typer.Option("--topic", metavar="WORDS", help="With --where: words of a topic.")] = ""
    demo: Annotated[
        bool, typer.Option("--demo", help="Write the made-up market of the example to market-demo, and read it.")
    ] = False
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of every random draw.")] = 0
    workspace: Annotated[
        Path, typer.Option("--workspace", "--out", "-w", metavar="DIR", help="Folder whose key hashes authors.")
    ] = Path("whofor-workspace")
    language: Annotated[str, typer.Option("--lang", metavar="en|fr", help="Language of the output: en or fr.")] = "en"
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout instead of text.")] = False


@takes_all(MarketWords)
def research(given: MarketWords) -> None:
    """Read reviews, posts and interviews: the pains people tell, in their own words, counted in people."""
    from whofor.app.arguments import Arguments
    from whofor.app.research import demo_market, research_where
    from whofor.app.research import research_market as use_case
    from whofor.cli.console import Screen
    from whofor.documents.research_document import research_document
    from whofor.documents.values import plain
    from whofor.reports.research import render_queries, render_research
    from whofor.reports.words import words_of

    screen = Screen(given.json)
    with Arguments() as read:
        spoken = read.language(given.language)
    if given.where or given.topic:
        queries = research_where(given.where or [], given.topic, spoken)
        if given.json:
            screen.document({"queries": [plain(one) for one in queries]})
        else:
            render_queries(queries, words_of(spoken), screen.out)
        return
    sources, interviews, competitors = given.sources or [], given.interviews or [], given.competitors or []
    if given.demo:
        place = demo_market(_DEMO, spoken)
        sources = [*sources, *(place / name for name in ("reviews", "chat", "forum"))]
        interviews, competitors = [*interviews, place / "interviews"], [*competitors, place / "competitors"]
    with screen.progress(spoken) as progress:
        found = use_case(
            *sources,
            workspace=given.workspace,
            interviews=interviews,
            competitors=competitors,
            tools=_named(given.tools or []),
            languages=[one.strip() for one in given.languages.split(",")],
            seed=given.seed,
            progress=progress,
        )
    if given.json:
        screen.document(research_document(found))
    else:
        render_research(found, words_of(spoken), screen.out)


def _named(tools: list[str]) -> dict[str, str]:
    """Return the pattern of each tool by its name; a name alone is its own pattern."""
    pairs = (text.partition("=") for text in tools)
    return {name.strip(): pattern.strip() for name, _, pattern in pairs}
