"""All commands. Heavy modules are imported inside the commands, so that `--help` is instant."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whofor.cli.console import Screen, failed, interrupted, tolerant, unread, unwritten
from whofor.errors import Problem, UsageError, WhoforError
from whofor.version import VERSION

if TYPE_CHECKING:
    from whofor.model import IcpResult
    from whofor.model.options import FindOptions

__all__ = ["app", "main"]

app = typer.Typer(
    name="whofor",
    help="Find your Ideal Customer Profile in a CRM export, with evidence you may believe, "
    "or be told honestly that the data does not tell.",
    epilog="Start with:  whofor demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help costs half the time
    context_settings={"help_option_names": ["-h", "--help"]},
)

Source = Annotated[
    Path,
    typer.Argument(
        metavar="SOURCE", help="A file, folder or zip of exports: CSV, Excel, JSON lines, Parquet.", show_default=False
    ),
]
Workspace = Annotated[
    Path,
    typer.Option(
        "--workspace", "--out", "-w", metavar="DIR", help="Folder for the imported data, the runs and the report."
    ),
]
Mapping = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|PRESET",
        help="A mapping.toml, or the name of a preset, as hubspot. Recognised from the headers by default.",
    ),
]
InitMapping = Annotated[
    Path | None,
    typer.Option(
        "--init-mapping",
        metavar="FILE",
        help="Do not import: guess what the files mean and write it to FILE as a mapping to read, mend and use.",
    ),
]
Outcome = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="The outcome that proves a segment: won, value, cycle, retention, mutual_value, or a validation column.",
    ),
]
Better = Annotated[
    str, typer.Option(metavar="more|less", help="Which way of the outcome is good; by default what its name says.")
]
Claims = Annotated[
    list[str] | None,
    typer.Option(
        "--claim",
        metavar="CONDITIONS",
        help="What you believed before looking, tested as it stands: 'sector = fintech and employees 51..200'. "
        "Repeatable.",
    ),
]
ClaimsFile = Annotated[
    Path | None,
    typer.Option("--claims", metavar="FILE", help="A file with one claim a line; lines that start with # are notes."),
]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="Day up to which outcomes are known, as 2026-09-30.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Seed of every random draw.")]
Depth = Annotated[
    int | None,
    typer.Option(metavar="N", help="Most conditions in a segment, 1 to 4; by the number of deals if absent."),
]
Permutations = Annotated[int, typer.Option(metavar="N", help="Shuffles of the outcome behind the correction.")]
Alpha = Annotated[
    str,
    typer.Option(
        "--alpha", metavar="A/B/C", help="How the 5 % error rate is shared among one, two and three conditions."
    ),
]
Language = Annotated[str, typer.Option("--lang", metavar="en|fr", help="Language of what you read: en or fr.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout instead of text.")]
Company = Annotated[str, typer.Option(metavar="NAME", help="Company name for the head of the report.")]
KeepContacts = Annotated[
    bool,
    typer.Option("--keep-contacts", help="Store names, e-mails and phones of contacts; without it only hashed keys."),
]
NoMerge = Annotated[
    bool, typer.Option("--no-merge", help="Leave accounts apart that seem to be one company entered several times.")
]
_DEFAULT_WORKSPACE = Path("whofor-workspace")


def _today() -> date:
    return datetime.now().astimezone().date()


def _options(
    outcome: str,
    claims: list[str] | None,
    claims_file: Path | None,
    as_of: str | None,
    *,
    better: str = "",
    seed: int,
    depth: int | None,
    permutations: int,
    alpha: str = "2/2/1",
) -> FindOptions:
    from whofor.app.claims_file import read_claims
    from whofor.app.settings_file import SETTINGS_FILE, read_weights
    from whofor.days import days_of
    from whofor.model.options import FindOptions

    day: float | None = None
    if as_of is not None:
        try:
            day = days_of(date.fromisoformat(as_of))
        except ValueError:
            raise UsageError(Problem("this is no date", "--as-of", as_of, "Write it as 2026-09-30.")) from None
        if day > days_of(_today()):
            raise UsageError(Problem("this day is still to come", "--as-of", as_of, "Give the day of the export."))
    try:
        shares = tuple(float(part) for part in alpha.split("/"))
    except ValueError:
        raise UsageError(Problem("these are no shares", "--alpha", alpha, "Write it as 2/2/1.")) from None
    everything = [*(claims or []), *(read_claims(claims_file) if claims_file else [])]
    return FindOptions(
        outcome=outcome,
        better=better,
        seed=seed,
        permutations=permutations,
        depth=depth,
        claims=tuple(everything),
        as_of=day,
        alpha_by_depth=shares,
        weights=read_weights(Path(SETTINGS_FILE)) if Path(SETTINGS_FILE).is_file() else (),
    )


def _language(language: str) -> str:
    if language not in ("en", "fr"):
        raise UsageError(Problem("this language is not there", "--lang", language, "Choose en or fr."))
    return language


def _show(result: IcpResult, language: str, screen: Screen, started: float, report: Path | None = None) -> None:
    """Print the answer: one JSON document, or a summary that ends with where the report lies."""
    from whofor.documents.result_document import result_document
    from whofor.reports.sentences import with_sentences
    from whofor.reports.terminal import render_terminal

    if screen.json:
        screen.document(with_sentences(result_document(result, time.monotonic() - started), language))
        return
    render_terminal(result, language, screen.out)
    if report is not None:
        screen.say("report", language, path=str(report.resolve()))


@app.command(epilog="Example:  whofor demo --lang fr")
def demo(
    out: Workspace = Path("demo"),
    claims: Claims = None,
    seed: Seed = 0,
    permutations: Permutations = 1024,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Run the whole job on the embedded, made-up example."""
    from whofor.app.demo import demo as use_case

    screen, started = Screen(as_json), time.monotonic()
    lang = _language(language)
    options = _options("won", claims, None, None, seed=seed, depth=None, permutations=permutations)
    with screen.progress(lang) as progress:
        outcome = use_case(out, options=options, language=lang, progress=progress)
    _show(outcome.result, lang, screen, started, outcome.report)


@app.command(epilog="Example:  whofor run exports/ --claim 'sector = fintech and employees 51..200'")
def run(
    source: Source,
    mapping: Mapping = None,
    outcome: Outcome = "won",
    better: Better = "",
    workspace: Workspace = _DEFAULT_WORKSPACE,
    claims: Claims = None,
    claims_file: ClaimsFile = None,
    as_of: AsOf = None,
    seed: Seed = 0,
    depth: Depth = None,
    permutations: Permutations = 1024,
    alpha: Alpha = "2/2/1",
    company: Company = "",
    keep_contacts: KeepContacts = False,
    no_merge: NoMerge = False,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """From export files to the report in one go: import, find, report."""
    from whofor.app.run import run as use_case

    screen, started = Screen(as_json), time.monotonic()
    lang = _language(language)
    options = _options(
        outcome,
        claims,
        claims_file,
        as_of,
        better=better,
        seed=seed,
        depth=depth,
        permutations=permutations,
        alpha=alpha,
    )
    with screen.progress(lang) as progress:
        done = use_case(
            source,
            workspace=workspace,
            today=_today(),
            mapping=mapping,
            options=options,
            language=lang,
            company=company,
            keep_contacts=keep_contacts,
            merge=not no_merge,
            progress=progress,
        )
    if done.guessed and not as_json:
        from whofor.reports.detection import guessed_lines, print_lines

        print_lines(guessed_lines(done.guessed, lang), screen.out)
    _show(done.result, lang, screen, started, done.report)


@app.command("import", epilog="Example:  whofor import exports/ --init-mapping mapping.toml")
def import_(
    source: Source,
    mapping: Mapping = None,
    init_mapping: InitMapping = None,
    force: Annotated[bool, typer.Option("--force", help="Let --init-mapping overwrite FILE.")] = False,
    workspace: Workspace = _DEFAULT_WORKSPACE,
    company: Company = "",
    keep_contacts: KeepContacts = False,
    no_merge: NoMerge = False,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Read export files into the workspace and say what was understood."""
    if init_mapping is not None:
        _init_mapping(source, init_mapping, mapping, workspace, force=force, language=language, as_json=as_json)
        return
    from whofor.app.doctor import doctor as look
    from whofor.app.import_source import import_source
    from whofor.documents.import_document import import_document
    from whofor.reports.detection import detection_lines, guessed_lines, print_lines
    from whofor.reports.doctor import render_doctor

    screen, lang = Screen(as_json), _language(language)
    with screen.progress(lang) as progress:
        report = import_source(
            source,
            workspace=workspace,
            mapping=mapping,
            today=_today(),
            company=company,
            keep_contacts=keep_contacts,
            merge=not no_merge,
            progress=progress,
        )
    if as_json:
        screen.document(import_document(report))
    else:
        found = detection_lines(report.preset, report.confidence, report.files, lang, report.rival)
        found += guessed_lines(report.guessed, lang)
        print_lines(found, screen.out)
        render_doctor(look(workspace), lang, screen.out)


def _init_mapping(
    source: Path, path: Path, mapping: str | None, workspace: Path, *, force: bool, language: str, as_json: bool
) -> None:
    """Draft a mapping instead of importing."""
    from whofor.app.init_mapping import init_mapping
    from whofor.documents.draft_document import draft_document
    from whofor.reports.draft import draft_text

    if mapping is not None:
        todo = "Draft first, then import with --mapping."
        raise UsageError(Problem("it cannot be given together with --mapping", "--init-mapping", mapping, todo))
    screen, lang = Screen(as_json), _language(language)
    with screen.progress(lang) as progress:
        drafted = init_mapping(source, path, workspace=workspace, force=force, progress=progress)
    if as_json:
        screen.document(draft_document(drafted.path, drafted.draft))
    else:
        screen.lines(draft_text(drafted.draft, path, source, lang))


@app.command(epilog="Example:  whofor find --claim 'employees 51..200' --json")
def find(
    outcome: Outcome = "won",
    better: Better = "",
    workspace: Workspace = _DEFAULT_WORKSPACE,
    claims: Claims = None,
    claims_file: ClaimsFile = None,
    as_of: AsOf = None,
    seed: Seed = 0,
    depth: Depth = None,
    permutations: Permutations = 1024,
    alpha: Alpha = "2/2/1",
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Search an imported workspace and test the declared claims."""
    from whofor.app.find import find as use_case

    screen, started = Screen(as_json), time.monotonic()
    lang = _language(language)
    options = _options(
        outcome,
        claims,
        claims_file,
        as_of,
        better=better,
        seed=seed,
        depth=depth,
        permutations=permutations,
        alpha=alpha,
    )
    with screen.progress(lang) as progress:
        result = use_case(workspace, options, today=_today(), progress=progress)
    _show(result, lang, screen, started)


@app.command(epilog="Example:  whofor contrast S1")
def contrast(
    segment: Annotated[
        str,
        typer.Argument(
            metavar="SEGMENT",
            help="Id of a finding of the latest run, as S1, or conditions: 'sector = fintech and employees 51..200'.",
            show_default=False,
        ),
    ],
    workspace: Workspace = _DEFAULT_WORKSPACE,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Set a type of client beside those that differ from it in one condition, on all that was lived with both."""
    from whofor.app.contrast import contrast as use_case
    from whofor.documents.conditions import contrast_document
    from whofor.reports.contrast import render_contrast
    from whofor.reports.sentences import contrast_with_sentences

    screen, lang = Screen(as_json), _language(language)
    found = use_case(workspace, segment, today=_today())
    if as_json:
        document = contrast_document(found.id, found.segment, found.contrasts)
        screen.document(contrast_with_sentences(document, found.segment, found.contrasts, lang))
    else:
        render_contrast(found.id, found.segment, found.contrasts, lang, screen.out)


@app.command(epilog="Example:  whofor report --lang fr")
def report(
    workspace: Workspace = _DEFAULT_WORKSPACE,
    run_id: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="Id of a logged run; the latest if absent.")
    ] = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Draw the HTML report of a logged run again, in the language asked."""
    from whofor.app.report import report as use_case

    screen, lang = Screen(as_json), _language(language)
    path = use_case(workspace, run_id=run_id, language=lang)
    if as_json:
        screen.document({"report": str(path.resolve())})
    else:
        screen.say("report", lang, path=str(path.resolve()))


@app.command(epilog="Example:  whofor doctor --workspace demo --json")
def doctor(workspace: Workspace = _DEFAULT_WORKSPACE, language: Language = "en", as_json: Json = False) -> None:
    """Say what is installed and what was understood of an export."""
    from whofor.app.doctor import doctor as use_case
    from whofor.documents.health_document import health_document
    from whofor.reports.doctor import render_doctor

    screen, lang = Screen(as_json), _language(language)
    health = use_case(workspace)
    if as_json:
        screen.document(health_document(health))
    else:
        render_doctor(health, lang, screen.out)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    """Entry of all commands."""
    if version:
        typer.echo(f"whofor {VERSION}")
        raise typer.Exit


def main() -> None:
    """Run the command line; errors made on purpose are told without a traceback."""
    tolerant()
    stdout = sys.stdout
    try:
        try:
            app(prog_name="whofor")
        finally:
            sys.stdout.flush()
    except WhoforError as error:
        failed(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        interrupted()
        sys.exit(130)
    except SystemExit as stop:
        # typer turns an interrupt into this exit code without a word.
        if stop.code == 130:
            interrupted()
        if sys.stdout is stdout:
            raise
        # It also puts a stream of its own in place when the reader of a pipe has gone.
        sys.exit(0)
    except BrokenPipeError:
        unread()
        sys.exit(0)
    except OSError as error:
        # Of a file, an error has a name; without one it is the stream that could not be written.
        if error.filename is not None:
            raise
        unwritten(error)
        sys.exit(1)
