"""Watch the profile of a workspace: import the next export, and see whether its types of client keep their promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Unpack

from whofor.app.arguments import LANGUAGES, Arguments, StrPath
from whofor.app.deals import KeptDeals
from whofor.app.find import Search
from whofor.app.options import ImportKeywords
from whofor.app.run import RunRequest, WantedSearch, searched_source
from whofor.app.saved_runs import latest_run, options_of, read_run
from whofor.app.session import Session
from whofor.app.watch_look import Looking
from whofor.documents.profile_document import profile_id, read_profile
from whofor.documents.watch_document import read_watch, watch_bytes
from whofor.errors import DataError, Problem, Sentence, WorkspaceError
from whofor.model import IcpResult
from whofor.model.options import FindOptions
from whofor.model.profile import IdealCustomerProfile
from whofor.model.progress import Progress, silent
from whofor.model.watch import WatchNote, WatchReport
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.stats.threads import one_blas_thread
from whofor.workspace import Workspace

__all__ = ["WatchOutcome", "watch"]

_LEAST_KNOWN = 0.5
"""Share of the deals of the last export that the next one has at least. An export grows; one that lacks most of what
was there is another company's, or was filtered. A convention."""


@dataclass(frozen=True, slots=True)
class WatchOutcome:
    """A look at the profile, and where it is kept.

    Attributes:
        report: The look.
        path: Path of the note for people.
        is_new: Whether this command made it; else these data were looked at before.
        profile: The version that was watched.
        deals_called: What the CRM calls a deal.
    """

    report: WatchReport
    path: Path
    is_new: bool
    profile: IdealCustomerProfile
    deals_called: str


def watch(
    source: StrPath,
    *,
    workspace: StrPath,
    today: date | None = None,
    options: FindOptions | None = None,
    language: str = "en",
    part: str | None = None,
    progress: Progress = silent,
    **importing: Unpack[ImportKeywords],
) -> WatchOutcome:
    """Import an export, search it again, and look whether the types of client of the profile keep their promise.

    Only deals opened after the version was made are looked at, against the deals that made it; the error of all planned
    looks and all types of client together is held. The same data are looked at once.

    Args:
        source: A file or folder of exports, as for `run`.
        workspace: Folder of the workspace, with a profile.
        today: Today's date, by default that of the clock.
        options: What to search for and how; by default as in the run that the profile was made of.
        language: Language of the note, `en` or `fr`; both are written.
        part: The part of the deals, as one product, whose profile is meant; options may name it as well.
        progress: Called with the work done.
        importing: See `ImportOptions`.

    Raises:
        WorkspaceError: There is no profile, or what is kept cannot be read.
        DataError: The export is of another company, or of far fewer deals; the workspace is as it was.
        InputError: The source cannot be used.
        UsageError: An argument is of the wrong type.
        Cancelled: `progress` is a job that was cancelled; the workspace is as it was.
    """
    with Arguments() as read:
        about = None if part is None else read.text("--part", part)
        request = RunRequest.read(read, source, workspace, WantedSearch(today, options, language, progress), importing)
        place = Workspace.open(read.workspace("workspace", workspace))
    if about is not None:
        request = replace(request, options=_of_part(place, request.options, about))
    # What is kept is read first: where it cannot be, nobody waits for an import.
    profile, kept = _profile(place, request.options.part), _looks(place)
    notes: list[tuple[WatchNote, str]] = []

    def plan(deals: KeptDeals, scan: Scan, chosen: FindOptions, claims: Mapping[str, date], day: date) -> Search:
        notes.extend(_refuse_other(place, scan))
        return Search.of(deals, scan, chosen, claims, day)

    request = replace(request, options=replace(request.options, outcome=profile.outcome))
    with searched_source(request, plan) as (searched, session, _):
        result = searched.kept(session.workspace)
    return _looked(session, (profile, kept), result, request.today, notes)


def _of_part(place: Workspace, options: FindOptions, part: str) -> FindOptions:
    """Return options for one part of the deals, parted as in the latest run about it.

    Raises:
        UsageError: No run is about the part.
        WorkspaceError: There is no run.
    """
    logged = latest_run(place, part)
    if logged is None:
        raise WorkspaceError(Problem("the workspace holds no run", str(place.path), part, "Run `whofor find` first."))
    return replace(options, per=options_of(read_run(place, logged.id).run).per, part=part)


def _profile(place: Workspace, part: str) -> IdealCustomerProfile:
    """Return the version made last.

    Raises:
        WorkspaceError: There is none, or it has nothing to watch.
    """
    saved = place.profiles(part)
    last = max(saved.numbers(), default=0)
    if not last:
        todo = "Run `whofor run SOURCE`, then `whofor profile`: its promise is what is watched."
        raise WorkspaceError(Problem("There is no profile to watch", str(place.path), part, todo=todo))
    found = read_profile(saved.version(last), str(saved.place(last))).profile
    if not found.icps:
        todo = "Run `whofor profile` when `whofor find` has found one."
        what = "The profile has no type of client to watch"
        raise WorkspaceError(Problem(what, str(saved.place(last)), todo=todo))
    return found


def _refuse_other(place: Workspace, scan: Scan) -> Iterator[tuple[WatchNote, str]]:
    """Yield a note where deals are gone since the last import.

    Raises:
        DataError: Most are.
    """
    with place.reading() as (_, former):
        before, now = _keys(former), _keys(scan)
    if not before or not now:
        n_before, n_now, kept = len(before), len(now), len(now)
    else:
        n_before, n_now, kept = len(before), len(now), len(before & now)
    if n_before and kept < _LEAST_KNOWN * n_before:
        what = Sentence("This export has {kept:,} of the {before:,} deals of the last one", kept=kept, before=n_before)
        todo = "Export all deals of the same company; nothing was changed. Of another company, use another workspace."
        raise DataError(Problem(what, str(place.path), todo=todo))
    if n_now < n_before or kept < n_before:
        yield WatchNote.FEWER_DEALS, str(n_before - kept)


def _keys(scan: Scan) -> set[str]:
    """Return what deals are known by: their keys, else all that is dated of them."""
    there = [name for name in ("deal_key", "account_key", "opened", "name") if name in scan.columns(TableName.DEALS)]
    names = ["deal_key"] if "deal_key" in there else there
    if not names:
        return set()
    columns = scan.project(TableName.DEALS, names).values()
    return {"\x1f".join(map(str, row)) for row in zip(*(c.tolist() for c in columns), strict=True)}


def _looks(place: Workspace) -> list[tuple[str, WatchReport]]:
    """Return the looks that are kept, by the names of their files.

    Raises:
        WorkspaceError: One of them cannot be read.
    """
    looks = place.looks
    return [(name, read_watch(looks.content(name), str(looks.folder / f"{name}.json"))) for name in looks.names()]


def _looked(
    session: Session,
    known: tuple[IdealCustomerProfile, list[tuple[str, WatchReport]]],
    result: IcpResult,
    day: date,
    notes: list[tuple[WatchNote, str]],
) -> WatchOutcome:
    """Return the look at these data: the one that is kept, else a new one."""
    profile, kept = known
    of_version, looks = profile_id(profile), session.workspace.looks
    former = [(name, look) for name, look in kept if look.profile == of_version]
    for name, look in former:
        if look.data_hash == result.run.data_hash:
            return WatchOutcome(look, looks.folder / f"{name}.md", False, profile, result.data.deals_called)
    with one_blas_thread(), session.reading() as (whole, scan):
        deals = whole.of_part(result.run.part)
        report = Looking(profile, result, deals, day, notes).report(scan, [look for _, look in former], of_version)
    report = read_watch(watch_bytes(report), "")
    name = looks.free_name(day.isoformat())
    path = looks.add(name, {**_for_people(report, profile, result), ".json": watch_bytes(report)})
    return WatchOutcome(report, path, True, profile, result.data.deals_called)


def _for_people(report: WatchReport, profile: IdealCustomerProfile, result: IcpResult) -> dict[str, bytes]:
    from whofor.reports.watch import watch_markdown
    from whofor.reports.words import words_of

    endings = {language: ".md" if language == LANGUAGES[0] else f".{language}.md" for language in LANGUAGES}
    called = result.data.deals_called
    return {e: watch_markdown(report, profile, words_of(lang, called)).encode() for lang, e in endings.items()}
