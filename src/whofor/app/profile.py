"""The profile of a workspace: made of the latest run, kept as a version, compared with the ones before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from whofor.app.arguments import Arguments, StrPath
from whofor.app.profile_maker import ProfileMaker
from whofor.app.saved_runs import latest_run, read_run
from whofor.app.session import InSession, Session
from whofor.documents.profile_document import ProfileText, profile_id, profile_text, read_profile
from whofor.errors import Problem, WorkspaceError
from whofor.model import IcpResult
from whofor.model.profile import IdealCustomerProfile
from whofor.model.profile_answer import ProfileAnswer, ProfileNote
from whofor.profile.versions import moved_between, same_structure
from whofor.stats.threads import one_blas_thread
from whofor.workspace import Workspace
from whofor.workspace.profiles import SavedProfiles

__all__ = ["make_profile", "part_of", "restore_profile"]

_TOO_BROAD, _TOO_NARROW = 0.40, 0.01
"""Shares of all accounts that the types of client cover together: above, the profile rules out too little; below, there
is too little to build on. From the design of the profile."""


def make_profile(
    workspace: StrPath | Session | InSession,
    *,
    compare: int | None = None,
    market: StrPath | None = None,
    renew: bool = False,
    today: date | None = None,
    part: str | None = None,
) -> ProfileAnswer:
    """Make the profile of the latest run, and keep it as a new version where it says something else than the last one.

    Types of client that people edited or added in `profile.toml` are declared from that day on, and confirmed or
    refuted by deals opened later.

    Args:
        workspace: Folder of the workspace; or a session, which keeps what it reads, or a result of one.
        compare: Number of the version that it is compared with; by default the one before it.
        market: A list of companies, of which the share that the types of client cover is told.
        renew: Whether to make a new version though it says the same: its promise is then that of these data, and the
            planned looks at it begin anew.
        today: Today's date, by default that of the clock.
        part: The part of the deals, as one product, whose latest run is meant; needed where each part was searched.

    Raises:
        WorkspaceError: There is no run, other data were imported since, or a profile cannot be read.
        DataError: The deals cannot be read.
        UsageError: An argument is of the wrong type, or there is no such version.
    """
    with Arguments() as read:
        day, about = read.today(today), None if part is None else read.text("--part", part)
        number = None if compare is None else read.whole("--compare", compare)
        anew, listed = read.flag("--renew", renew), None if market is None else read.path("--market", market)
        session = Session.of(workspace)
    place = session.workspace
    result = _latest(place, about)
    saved = place.profiles(part_of(result))
    before = None if number is None else read_profile(saved.version(number), str(saved.place(number)))
    kept, edited = _kept(saved), _edited(saved)
    base = edited if edited is not None else kept
    with one_blas_thread(), session.reading() as (whole, scan):
        deals = whole.of_part(result.run.part)
        maker = ProfileMaker.of(deals, scan, result, place, day)
        made, notes = maker.profile(None if base is None else base.profile, None if kept is None else kept.profile)
    if listed is not None:
        made = replace(made, coverage=(*made.coverage, maker.market(listed, deals, made.icps)))
    is_new = anew or kept is None or edited is not None or not same_structure(made, kept.profile)
    if is_new:
        supersedes = "" if kept is None else profile_id(kept.profile)
        last = max(saved.numbers(), default=0)
        made = replace(made, version=last + 1, made=day.isoformat(), supersedes=supersedes, restores=None)
        made = read_profile(profile_text(made), "").profile
        saved.add(made.version, profile_text(made))
    elif kept is not None:
        made = replace(made, version=kept.profile.version, made=kept.profile.made, supersedes=kept.profile.supersedes)
    answer = _answer(saved, made, before, notes + _odd(base, made), is_new=is_new)
    reference = before if before is not None else kept
    if reference is not None:
        why, number = maker.comparison(reference.profile, deals), reference.profile.version
        answer = replace(answer, comparison=why, compared=number)
    return maker.told(answer)


def restore_profile(
    workspace: StrPath | Session | InSession, number: int, *, today: date | None = None, part: str | None = None
) -> ProfileAnswer:
    """Make a former version of the profile the present one again, as a new version.

    Args:
        workspace: Folder of the workspace, or a session.
        number: Number of the version.
        today: Today's date, by default that of the clock.
        part: The part of the deals, as one product, whose profile is meant.

    Raises:
        WorkspaceError: There is no such version, or it cannot be read.
        UsageError: An argument is of the wrong type.
    """
    with Arguments() as read:
        day, wanted = read.today(today), read.whole("--restore", number)
        about = "" if part is None else read.text("--part", part)
        session = Session.of(workspace)
    place = session.workspace
    saved = place.profiles(about)
    found = read_profile(saved.version(wanted), str(saved.place(wanted))).profile
    last = saved.numbers()[-1]
    latest = read_profile(saved.version(last), str(saved.place(last))).profile
    made = replace(found, version=last + 1, made=day.isoformat(), supersedes=profile_id(latest), restores=wanted)
    saved.add(made.version, profile_text(made))
    answer = _answer(saved, made, None, (), is_new=True)
    result = _latest(place, made.part or None) if place.runs.latest() is not None else None
    if result is None or result.run.data_hash != place.dataset().data_hash:
        return answer
    with one_blas_thread(), session.reading() as (whole, scan):
        maker = ProfileMaker.of(whole.of_part(result.run.part), scan, result, place, day)
    return maker.told(answer)


def _answer(
    saved: SavedProfiles,
    made: IdealCustomerProfile,
    compared: ProfileText | None,
    notes: Sequence[tuple[ProfileNote, str]],
    *,
    is_new: bool,
) -> ProfileAnswer:
    former = compared
    earlier = [n for n in saved.numbers() if n < made.version]
    if former is None and earlier:
        former = read_profile(saved.version(earlier[-1]), str(saved.place(earlier[-1])))
    then = None if former is None else former.profile
    return ProfileAnswer(
        made,
        is_new,
        str(saved.place(made.version)),
        None if then is None else then.version,
        "" if then is None else then.made,
        () if then is None else moved_between(then, made),
        tuple(notes),
        tuple(saved.numbers()),
        editable=str(saved.file),
    )


def _latest(place: Workspace, part: str | None) -> IcpResult:
    logged = latest_run(place, part)
    if logged is None:
        raise WorkspaceError(Problem("the workspace holds no run", str(place.path), "", "Run `whofor find` first."))
    return read_run(place, logged.id)


def part_of(result: IcpResult) -> str:
    """Return the part of the deals that a run is about, as one product; empty for all of them."""
    return "" if result.run.part is None else result.run.part.value


def _kept(saved: SavedProfiles) -> ProfileText | None:
    """Return the version made last; `None` where there is none."""
    last = max(saved.numbers(), default=0)
    return read_profile(saved.version(last), str(saved.place(last))) if last else None


def _edited(saved: SavedProfiles) -> ProfileText | None:
    """Return the profile that people may edit; `None` where it says what the version made last says."""
    text, last = saved.present(), max(saved.numbers(), default=0)
    if text is None or (last and text == saved.version(last)):
        return None
    found = read_profile(text, str(saved.file))
    if last and profile_id(found.profile) == profile_id(read_profile(saved.version(last), "").profile):
        return None
    return found


def _odd(base: ProfileText | None, made: IdealCustomerProfile) -> tuple[tuple[ProfileNote, str], ...]:
    """Return what is odd of a profile: keys that are not known, too many accounts covered, or too few."""
    found = [(ProfileNote.UNKNOWN_KEY, key) for key in (() if base is None else base.unknown)]
    for coverage in made.coverage:
        if coverage.what in ("base", "market") and coverage.share is not None and made.icps:
            if coverage.share > _TOO_BROAD:
                found.append((ProfileNote.TOO_BROAD, coverage.what))
            elif (coverage.inside + coverage.unknown) / coverage.n < _TOO_NARROW:
                found.append((ProfileNote.TOO_NARROW, coverage.what))
    return tuple(found)
