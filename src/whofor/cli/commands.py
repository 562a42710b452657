"""All commands. Heavy modules are imported inside the commands, so that `--help` is instant."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from whofor.cli.answer import show_answer, show_parts, show_reading
from whofor.cli.arguments import PROOF, SCORE_FILE, SEARCH, Given
from whofor.cli.console import UNWRITTEN, Screen, failed, interrupted, spoken, tolerant, unread, unwritten
from whofor.cli.interrupt import STOPS
from whofor.cli.market_words import research
from whofor.cli.taking import takes
from whofor.errors import Cancelled, Problem, UsageError, WhoforError
from whofor.version import VERSION

if TYPE_CHECKING:
    from datetime import date

    from whofor.model.options import FindOptions

__all__ = ["app", "main"]

app = typer.Typer(
    name="whofor",
    help="Find your Ideal Customer Profile in a CRM export, with evidence you can check, "
    "or an honest answer that the data shows none.",
    epilog="Start with:  whofor demo  (a made-up example).  On your own export:  whofor run FOLDER",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help costs half the time
    context_settings={"help_option_names": ["-h", "--help"]},
)

_IMPORT = (
    *("company", "synthetic", "keep_contacts", "no_merge", "mapping"),
    *("situations", "titles", "expected", "lenient", "soft_facts"),
)
_SEARCH = (*SEARCH, "claims_file")
_INTERRUPTED, _PERSON_NEEDED = 130, 3
_AMOUNT, _ALWAYS = ("verbose", "quiet", "names"), ("workspace", "language", "json")


def _settled(given: Given) -> tuple[FindOptions, str, date]:
    """Return the options of a search, the language and today's date; all problems are reported together.

    Settings come from the folder in which the command runs.
    """
    from whofor.app.arguments import Arguments
    from whofor.app.options import find_options
    from whofor.app.settings_file import SETTINGS_FILE

    settings = Path(SETTINGS_FILE) if Path(SETTINGS_FILE).is_file() else None
    with Arguments() as read:
        language, today = read.language(given.language), read.today(None)
        options = find_options(given.search(), today=today, claims_file=given.claims_file, settings=settings)
        return options, language, today


def _language(given: Given) -> str:
    from whofor.app.arguments import Arguments

    with Arguments() as read:
        return read.language(given.language)


@app.command(epilog="Example:  whofor demo --lang fr")
@takes("workspace", "claims", "seed", "permutations", *_AMOUNT, "language", "json", workspace=Path("demo"))
def demo(given: Given) -> None:
    """Import, search and report the built-in, made-up example."""
    from whofor.app.demo import demo as use_case

    screen, started = Screen(given.json), time.monotonic()
    options, language, _ = _settled(given)
    with screen.progress(language) as progress:
        outcome = use_case(given.workspace, options=options, language=language, progress=progress)
    export = given.workspace / "export"
    show_answer(outcome.result, language, screen, given, started=started, report=outcome.report, source=export)


@app.command(epilog="Example:  whofor run exports/ --claim 'sector = fintech and employees 51..200'")
@takes("source", *_IMPORT, *_SEARCH, *_AMOUNT, *_ALWAYS)
def run(given: Given) -> None:
    """From export files to the report in one go: import, find, report."""
    from whofor.app.run import run as use_case

    if given.per and not given.part:
        _run_each(given)
        return
    screen, started = Screen(given.json), time.monotonic()
    options, language, today = _settled(given)
    with screen.progress(language) as progress:
        done = use_case(
            given.source,
            workspace=given.workspace,
            today=today,
            options=options,
            language=language,
            progress=progress,
            **given.import_keywords(),
        )
    show_reading(done.imported, language, screen, given)
    show_answer(done.result, language, screen, given, started=started, report=done.report, source=given.source)


def _run_each(given: Given) -> None:
    """Carry out `run` for each part of the deals."""
    from whofor.app.run import run_each

    screen, started = Screen(given.json), time.monotonic()
    options, language, today = _settled(given)
    with screen.progress(language) as progress:
        done = run_each(
            given.source,
            given.per,
            workspace=given.workspace,
            today=today,
            options=options,
            language=language,
            progress=progress,
            **given.import_keywords(),
        )
    show_reading(done.imported, language, screen, given)
    show_parts(done.results, language, screen, given, started=started, report=done.report, source=given.source)


@app.command("import", epilog="Example:  whofor import exports/ --init-mapping mapping.toml")
@takes("source", "init_mapping", "force", *_IMPORT, *_ALWAYS)
def import_(given: Given) -> None:
    """Import export files into the workspace and report what was recognised."""
    if given.init_mapping is not None:
        _init_mapping(given, given.init_mapping)
        return
    from whofor.app.doctor import doctor as look
    from whofor.app.import_source import import_source
    from whofor.documents.import_document import import_document
    from whofor.reports.detection import file_lines, print_lines
    from whofor.reports.doctor import render_doctor
    from whofor.reports.wording.problems import in_language

    screen, language = Screen(given.json), _language(given)
    with screen.progress(language) as progress:
        report = import_source(given.source, workspace=given.workspace, progress=progress, **given.import_keywords())
    if given.json:
        screen.document(import_document(report))
    else:
        lines = file_lines(report.files, report.recognition, language, report.rival)
        render_doctor(look(given.workspace), language, screen.out, lines)
        print_lines([in_language(warning, language) for warning in report.warnings], screen.out)


def _init_mapping(given: Given, path: Path) -> None:
    """Write a draft of a mapping instead of importing."""
    from whofor.app.init_mapping import init_mapping
    from whofor.documents.draft_document import draft_document
    from whofor.reports.draft import draft_text

    if given.mapping is not None:
        todo = "Draft first, then import with --mapping."
        raise UsageError(Problem("it cannot be given together with --mapping", "--init-mapping", given.mapping, todo))
    screen, language = Screen(given.json), _language(given)
    with screen.progress(language) as progress:
        drafted = init_mapping(given.source, path, workspace=given.workspace, force=given.force, progress=progress)
    if given.json:
        screen.document(draft_document(drafted.path, drafted.draft))
    else:
        screen.lines(draft_text(drafted.draft, path, given.source, language))


@app.command(epilog="Example:  whofor find --claim 'employees 51..200' --json")
@takes(*_SEARCH, *_AMOUNT, *_ALWAYS)
def find(given: Given) -> None:
    """Search an imported workspace and test the declared claims."""
    from whofor.app.find import find as use_case
    from whofor.app.find_each import find_each

    screen, started = Screen(given.json), time.monotonic()
    options, language, today = _settled(given)
    if given.per and not given.part:
        with screen.progress(language) as progress:
            parts = find_each(given.workspace, given.per, options, today=today, progress=progress)
        show_parts(parts, language, screen, given, started=started)
        return
    with screen.progress(language) as progress:
        result = use_case(given.workspace, options, today=today, progress=progress)
    show_answer(result, language, screen, given, started=started)


@app.command(epilog="Example:  whofor contrast S1")
@takes("segment", "part", "verbose", *_ALWAYS)
def contrast(given: Given) -> None:
    """Compare a type of client with those that differ from it in one condition, on every recorded outcome."""
    from whofor.app.contrast import contrast as use_case
    from whofor.documents.conditions import contrast_document
    from whofor.reports.contrast import render_contrast
    from whofor.reports.sentences import contrast_with_sentences
    from whofor.reports.words import words_of

    screen, language = Screen(given.json), _language(given)
    found = use_case(given.workspace, given.segment, part=given.part or None)
    words = words_of(language, found.deals_called)
    if given.json:
        document = contrast_document(found.id, found.segment, found.contrasts)
        screen.document(contrast_with_sentences(document, found.segment, found.contrasts, words))
    else:
        render_contrast(found.id, found.segment, found.contrasts, words, screen.out, full=given.verbose)


@app.command(epilog="Example:  whofor accounts S1 --csv accounts.csv --excel fr")
@takes("segment", "part", "only_open", "csv", "excel", *_ALWAYS)
def accounts(given: Given) -> None:
    """List the accounts of a type of client: its clients, those not won, and those to call now."""
    from whofor.cli.listed import list_accounts

    list_accounts(given, Screen(given.json), _language(given))


@app.command(epilog="Example:  whofor situations prospects.csv --signals rounds.csv --csv situations.csv --excel fr")
@takes("account_list", "signals", "known_before", "csv", "excel", "situations", "lenient", "language", "json")
def situations(given: Given) -> None:
    """Find what is going on at the accounts of any list: who raised money, grows, has a new leader. No deals needed."""
    from whofor.cli.listed import list_situations

    list_situations(given, Screen(given.json), _language(given))


@app.command(epilog="Example:  whofor score prospects.csv --csv scores.csv --excel fr")
@takes("prospects", "top", "capacity", "explain", "known_before", "part", "csv", "excel", *SCORE_FILE, *PROOF, *_ALWAYS)
def score(given: Given) -> None:
    """Score prospects, or open deals: how likely each is to sign, and why, by a card learnt from your deals."""
    from whofor.cli.score_files import score_any_size
    from whofor.cli.scores import score_prospects

    if score_any_size(given, Screen(given.json), _language(given)):
        return
    score_prospects(given, Screen(given.json), _language(given))


@app.command(epilog="Example:  whofor lookalikes customers.csv --market companies.csv --csv alike.csv --excel fr")
@takes("customers", "market", "top", "known_before", "csv", "excel", *_ALWAYS)
def lookalikes(given: Given) -> None:
    """Find the companies of a market that are like your customers: a likeness, no chance. No lost deal needed."""
    from whofor.cli.alike import find_lookalikes

    find_lookalikes(given, Screen(given.json), _language(given))


app.command(epilog="Example:  whofor research reviews.csv --interviews calls/ --tool Acme")(research)


@app.command(epilog="Example:  whofor report --lang fr")
@takes("run_id", "names", *_ALWAYS)
def report(given: Given) -> None:
    """Write the HTML report of a logged run again, in the language chosen."""
    from whofor.app.report import report as use_case

    screen, language = Screen(given.json), _language(given)
    path = use_case(given.workspace, run_id=given.run_id, language=language, names=given.names)
    if given.json:
        screen.document({"report": str(path.resolve())})
    else:
        screen.say("report", language, path=str(path.resolve()))


@app.command(epilog="Example:  whofor diff")
@takes("base_run", "part", *_ALWAYS)
def diff(given: Given) -> None:
    """Compare the latest run with an earlier one: what changed in data, answer and figures, beyond the noise."""
    from whofor.app.diff import diff as use_case
    from whofor.documents.changes_document import changes_document
    from whofor.reports.changes import render_changes
    from whofor.reports.words import words_of

    screen, language = Screen(given.json), _language(given)
    changes = use_case(given.workspace, given.base_run, part=given.part or None)
    if given.json:
        screen.document(changes_document(changes))
    else:
        render_changes(changes, words_of(language, changes.deals_called), screen.out)


@app.command(epilog="Example:  whofor profile --compare 1")
@takes("compare", "restore", "market", "renew", "part", *_ALWAYS)
def profile(given: Given) -> None:
    """Make the Ideal Customer Profile of the latest run, as a file that you may edit, and keep its versions."""
    from whofor.cli.profiles import show_profile

    show_profile(given, Screen(given.json), _language(given))


@app.command(epilog="Example:  whofor watch exports/ --workspace acme")
@takes("source", *_IMPORT, *_SEARCH, *_ALWAYS)
def watch(given: Given) -> None:
    """Import the next export and see whether the profile keeps its promise; exit code 3 when a person is needed."""
    from whofor.cli.profiles import watch_profile

    # By which fact the deals are parted is known from the run of the profile.
    alone = "" if given.per else given.part
    options, language, today = _settled(replace(given, part="") if alone else given)
    if watch_profile(given, Screen(given.json), options, language, today, part=alone or None).needs_person:
        raise typer.Exit(_PERSON_NEEDED)


@app.command(epilog="Example:  whofor doctor --workspace demo --columns")
@takes("columns", *_ALWAYS)
def doctor(given: Given) -> None:
    """Report what is installed and what was recognised in an export."""
    from whofor.app.doctor import doctor as use_case
    from whofor.documents.health_document import health_document
    from whofor.reports.doctor import render_doctor

    screen, language = Screen(given.json), _language(given)
    health = use_case(given.workspace)
    if given.json:
        screen.document(health_document(health))
    else:
        render_doctor(health, language, screen.out, columns=given.columns)


@app.command(epilog="Example:  whofor forget ann.lee@example.com '+33 1 42 68 53 00'")
@takes("persons", "list_remembered", *_ALWAYS)
def forget(given: Given) -> None:
    """Remove persons from the workspace; every later import leaves them out."""
    from dataclasses import asdict

    from whofor.app.forget import forget as use_case
    from whofor.app.forget import remembered
    from whofor.model.forgetting import Forgetting
    from whofor.reports.forgetting import forgetting_lines

    screen, language = Screen(given.json), _language(given)
    persons = given.persons or []
    done = None if given.list_remembered and not persons else use_case(given.workspace, persons)
    if given.json:
        screen.document(asdict(done or Forgetting(remembered(given.workspace))))
    else:
        screen.lines("\n".join(forgetting_lines(done, remembered(given.workspace), language)))


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    """Print the version where it is asked for; otherwise the command runs."""
    if version:
        typer.echo(f"whofor {VERSION}")
        raise typer.Exit


def main() -> None:
    """Run the command line; whatever happens ends in a sentence, without a traceback."""
    tolerant()
    stdout = sys.stdout
    with STOPS.heeded():
        try:
            try:
                from whofor.app.limits import require_limits

                require_limits()
                app(prog_name="whofor")
            finally:
                sys.stdout.flush()
        except BaseException as ended:
            code = _ended(ended, stdout)
            if code is None:
                raise
            sys.exit(code)


def _ended(ended: BaseException, stdout: TextIO) -> int | None:
    """Report how the command ended; return its exit code, or `None` where it goes its way."""
    if isinstance(ended, Cancelled | KeyboardInterrupt):
        interrupted(spoken())
        return STOPS.exit_code
    if isinstance(ended, WhoforError):
        failed(ended, spoken())
        return ended.exit_code
    if isinstance(ended, SystemExit):
        if ended.code == _INTERRUPTED:
            # typer turns an interrupt into this exit code without a word.
            interrupted(spoken())
            return STOPS.exit_code
        # It also puts a stream of its own in place when the reader of a pipe has gone.
        return None if sys.stdout is stdout else 0
    if isinstance(ended, BrokenPipeError):
        unread()
        return 0
    if isinstance(ended, OSError) and ended.filename is None and ended.errno in UNWRITTEN:
        unwritten(ended, spoken())
        return 1
    from whofor.cli.last_resort import failed_by_fault

    failed_by_fault(ended, spoken())
    return 1
