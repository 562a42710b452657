"""Arguments and options of all commands: how each is typed, and its help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whofor.app.options import ImportKeywords

__all__ = ["PROOF", "SCORE_FILE", "SEARCH", "Given"]

SCORE_FILE = ("page", "crm", "parquet", "engine", "reasons", "all_columns", "sql")
"""Options of what becomes of scores: the page, a CRM's file, files of any size."""

PROOF = ("backtest", "market", "allow_personal", "because")
"""Options of how a card is proved, and of what it may count."""

SEARCH = (
    *("outcome", "better", "seed", "depth", "min_support", "most_segments", "permutations", "alpha_by_depth"),
    *("weights", "unit", "as_of", "claims", "per", "part"),
)
"""Options of a search: names and defaults of `FindOptions`, which is not imported so that `--help` is instant."""
OUTCOME_HELP = "The outcome that proves a segment: won, value, cycle, retention, mutual_value, or a validation column."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Arguments of a command, in the order of `--help`; what a command does not take has its default."""

    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="A file, folder or zip of exports: CSV, Excel, JSON lines, Parquet.",
            show_default=False,
        ),
    ] = Path()
    account_list: Annotated[
        Path,
        typer.Argument(
            metavar="ACCOUNTS",
            help="A list with a row for each account (CSV, Excel, JSON lines, Parquet), or the folder of a workspace.",
            show_default=False,
        ),
    ] = Path()
    signals: Annotated[
        list[Path] | None,
        typer.Option(
            "--signals",
            metavar="FILE",
            help="A list of what happened: a row for each signal, or columns such as Headcount 2026-01 and Last "
            "Funding Date, which ACCOUNTS may have, too. Repeatable.",
        ),
    ] = None
    known_before: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Only what was known before this day counts, as 2026-09-30; today if absent.",
        ),
    ] = None
    prospects: Annotated[
        Path | None,
        typer.Argument(
            metavar="PROSPECTS",
            help="A list with a row for each prospect (CSV, Excel, JSON lines, Parquet); without one the open deals of "
            "the workspace and its accounts without a deal.",
            show_default=False,
        ),
    ] = None
    customers: Annotated[
        Path | None,
        typer.Argument(
            metavar="CUSTOMERS",
            help="A list with a row for each customer (CSV, Excel, JSON lines, Parquet); without one the customers of "
            "the workspace.",
            show_default=False,
        ),
    ] = None
    top: Annotated[
        int | None,
        typer.Option(
            "--top", metavar="N", help="Only the N best prospects; by default ten are shown, all are written."
        ),
    ] = None
    capacity: Annotated[
        int | None,
        typer.Option(metavar="N", help="Tier A holds the N best prospects; by default tiers go by chance."),
    ] = None
    explain: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Tell of one prospect, by its id or name, what every fact adds to its score."),
    ] = None
    parquet: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Score a list of any size into a Parquet file, without holding it in memory: id, chance and tier of "
            "every row, reasons of the best (--top, 10,000 by default).",
        ),
    ] = None
    engine: Annotated[
        str | None,
        typer.Option(metavar="duckdb|polars|spark", help="With --parquet: what does the work; duckdb by default."),
    ] = None
    reasons: Annotated[
        str | None,
        typer.Option(
            metavar="best|all",
            help="With --parquet: all gives every row the names of the facts behind its score; it takes many times as "
            "long as the scores.",
        ),
    ] = None
    all_columns: Annotated[
        bool, typer.Option("--all-columns", help="With --parquet: write the columns of the list, too.")
    ] = False
    sql: Annotated[
        str | None,
        typer.Option(
            "--sql",
            metavar="FILE",
            help="Write the card as SQL that a data warehouse carries out over columns as those of PROSPECTS, or of "
            "your deals; - for stdout.",
        ),
    ] = None
    page: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write the page 'whom to call' to FILE; by default it is in the workspace. A file there is replaced.",
        ),
    ] = None
    crm: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="hubspot|salesforce|pipedrive",
            help="With --csv: write the file as this CRM imports it: ids, score, tier, reasons, date.",
        ),
    ] = None
    backtest: Annotated[
        bool,
        typer.Option(
            "--backtest",
            help="Tell how the scorecard places your best customers, the lost and the market (--market), and what it "
            "would have said 90 days ago.",
        ),
    ] = False
    allow_personal: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-personal",
            metavar="COLUMN",
            help="Let the scorecard count a column about persons, which is kept out otherwise; needs --because. "
            "Repeatable.",
        ),
    ] = None
    because: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why it may; kept with the scorecard and the run.")
    ] = None
    segment: Annotated[
        str,
        typer.Argument(
            metavar="SEGMENT",
            help="Id of a finding of the latest run, as S1, or conditions: 'sector = fintech and employees 51..200'.",
            show_default=False,
        ),
    ] = ""
    only_open: Annotated[bool, typer.Option("--open", help="List the open deals that fit now, and nothing else.")] = (
        False
    )
    csv: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write all rows to FILE as CSV; - for stdout. A file there is replaced."),
    ] = None
    excel: Annotated[
        str | None,
        typer.Option(
            metavar="en|fr",
            help="With --csv: separators, dates, names and a byte order mark as a spreadsheet in that language has "
            "them; otherwise commas, points and ISO dates, for programs.",
        ),
    ] = None
    persons: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PERSON...",
            help="E-mail addresses, telephone numbers, or keys of contacts as they are in the export.",
            show_default=False,
        ),
    ] = None
    mapping: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|PRESET",
            help="A mapping.toml, or the name of a preset, as hubspot. Recognised from the headers by default.",
        ),
    ] = None
    init_mapping: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Do not import: draft a mapping from the files and write it to FILE, to review, correct and use.",
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Let --init-mapping overwrite FILE.")] = False
    outcome: Annotated[str, typer.Option(metavar="NAME", help=OUTCOME_HELP)] = "won"
    better: Annotated[
        str,
        typer.Option(
            metavar="more|less",
            help="Whether more or less of the outcome is better; by default less for cycle length and burdens, "
            "otherwise more.",
        ),
    ] = ""
    workspace: Annotated[
        Path,
        typer.Option(
            "--workspace", "--out", "-w", metavar="DIR", help="Folder for the imported data, the runs and the report."
        ),
    ] = Path("whofor-workspace")
    list_remembered: Annotated[
        bool, typer.Option("--list", help="Print how many identifiers are remembered; never whose.")
    ] = False
    base_run: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN]", help="Id of the earlier run, or its beginning; the last one of other data if absent."
        ),
    ] = None
    compare: Annotated[
        int | None,
        typer.Option(
            "--compare", metavar="N", help="Say what is new since this version of the profile; by default the last one."
        ),
    ] = None
    restore: Annotated[
        int | None,
        typer.Option("--restore", metavar="N", help="Make this version of the profile the present one again."),
    ] = None
    market: Annotated[
        Path | None,
        typer.Option("--market", metavar="FILE", help="A list of companies of your market."),
    ] = None
    renew: Annotated[
        bool,
        typer.Option("--renew", help="Make a new version though it says the same, with the promise of today's data."),
    ] = False
    run_id: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="Id of a logged run; the latest if absent.")
    ] = None
    claims: Annotated[
        list[str] | None,
        typer.Option(
            "--claim",
            metavar="CONDITIONS",
            help="A claim made before looking at the data, tested as written: "
            "'sector = fintech and employees 51..200'. Repeatable.",
        ),
    ] = None
    claims_file: Annotated[
        Path | None,
        typer.Option(
            "--claims", metavar="FILE", help="A file with one claim per line; lines that start with # are comments."
        ),
    ] = None
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day up to which outcomes are known, as 2026-09-30.")
    ] = None
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of every random draw.")] = 0
    depth: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Most conditions in a segment, 1 to 4; chosen by the number of deals if absent."
        ),
    ] = None
    min_support: Annotated[
        int | None,
        typer.Option(metavar="N", help="Fewest deals in a segment; chosen by the number of deals if absent."),
    ] = None
    most_segments: Annotated[int, typer.Option(metavar="N", help="Most segments to target, and most to avoid.")] = 5
    permutations: Annotated[
        int, typer.Option(metavar="N", help="Shuffles of the outcome, to correct for the number of segments searched.")
    ] = 1024
    alpha_by_depth: Annotated[
        str,
        typer.Option(
            "--alpha",
            metavar="A/B/C",
            help="How the 5 % error rate is shared among segments of one, two and three conditions.",
        ),
    ] = "2/2/1"
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            metavar="NAME=NUMBER",
            help="Weight of one part of mutual value, as support_load=2; 0 leaves it out. Repeatable; whofor.toml is "
            "then not read.",
        ),
    ] = None
    unit: Annotated[
        str,
        typer.Option(
            metavar="account|parent",
            help="What counts as one client: the account, or all accounts with the same parent company.",
        ),
    ] = "account"
    per: Annotated[
        str,
        typer.Option(
            metavar="FACT",
            help="Search apart, for each value of a fact with 100 closed deals or more: product, or another column. "
            "All searches together have the error rate of one.",
        ),
    ] = ""
    part: Annotated[
        str,
        typer.Option(
            metavar="VALUE", help="One value of the fact that --per named: the product whose deals or run are meant."
        ),
    ] = ""
    company: Annotated[str, typer.Option(metavar="NAME", help="Company name for the head of the report.")] = ""
    synthetic: Annotated[bool, typer.Option("--synthetic", help="The data is made up; the report says so.")] = False
    keep_contacts: Annotated[
        bool,
        typer.Option(
            "--keep-contacts",
            help="Store names, e-mails and phones of contacts; otherwise only hashed keys are stored.",
        ),
    ] = False
    no_merge: Annotated[
        bool,
        typer.Option("--no-merge", help="Do not merge accounts that seem to be one company entered several times."),
    ] = False
    situations: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A situations.toml with situations of your own, beside those that come with whofor."
        ),
    ] = None
    titles: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A titles.toml with words of job titles of your own, which go first."),
    ] = None
    expected: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An expected.toml: what you expect of clients, with a source in each row."),
    ] = None
    lenient: Annotated[
        bool,
        typer.Option("--lenient", help="Warn where a situation of yours asks for signals that are not there."),
    ] = False
    soft_facts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Labelled notes (columns text, label, fact), by which cultural fit and the like are read from texts.",
        ),
    ] = None
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print all findings with their evidence, not only the answer.")
    ] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the table of types of client only.")] = False
    names: Annotated[
        bool, typer.Option("--names", help="Name salespeople in full on the page and here; otherwise by initials.")
    ] = False
    columns: Annotated[
        bool, typer.Option("--columns", help="Print stages, references, quarters, columns, dates and all counts, too.")
    ] = False
    language: Annotated[str, typer.Option("--lang", metavar="en|fr", help="Language of the output: en or fr.")] = "en"
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout instead of text.")] = False

    def search(self) -> dict[str, object]:
        """Return the options of a search as arguments of `FindOptions`."""
        return {name: value for name in SEARCH if (value := getattr(self, name)) is not None}

    def import_keywords(self) -> ImportKeywords:
        """Return the options of an import."""
        return {
            "mapping": self.mapping,
            "company": self.company,
            "synthetic": self.synthetic,
            "keep_contacts": self.keep_contacts,
            "merge": not self.no_merge,
            "situations": self.situations,
            "titles": self.titles,
            "expected": self.expected,
            "lenient": self.lenient,
            "soft_facts": self.soft_facts,
        }
