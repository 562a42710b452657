"""A look at the profile in words: as a note in Markdown, and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from whofor.model.evidence import Estimate
from whofor.model.profile import IdealCustomerProfile
from whofor.model.profile_changes import CauseKind, ChangeCause, IcpLook, RecordingChange, Standing, VersionComparison
from whofor.model.watch import WatchAlarm, WatchReport
from whofor.reports.formats import digits_for
from whofor.reports.widths import print_text
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.wording.profiles import verdict_mark
from whofor.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_watch", "watch_markdown", "why_texts"]


def watch_markdown(report: WatchReport, profile: IdealCustomerProfile, words: Words) -> str:
    """Return the note on a look, in Markdown."""
    blocks = [f"# {_title(report, profile, words)}", _basis(report, profile, words)]
    alarms = list(_alarms(report, words))
    if alarms:
        blocks.append(f"**{words.text('watch.needed')}**\n\n" + "\n".join(f"- {text}" for text in alarms))
    else:
        blocks.append(f"**{words.text('watch.nothing')}**")
    if report.types:
        head = [words.text(f"watch.head_{name}") for name in ("type", "promised", "now", "says")]
        rows = [head, ["---"] * len(head), *_rows(report, profile, words)]
        blocks.append("\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows))
        blocks.append(words.text("watch.promised_note"))
    if why := list(_why(report, words)):
        blocks += [f"## {words.text('watch.why')}", "\n".join(f"- {text}" for text in why)]
    if rest := [*_mix(report, words), *_notes(report, words)]:
        blocks.append("\n".join(f"- {text}" for text in rest))
    return "\n\n".join(blocks) + "\n"


def render_watch(
    report: WatchReport, profile: IdealCustomerProfile, words: Words, console: Console, *, is_new: bool, path: str
) -> None:
    """Print a look: what is to be done first, then each type of client, then why."""
    from rich.table import Table
    from rich.text import Text

    def line(text: str, style: str = "", indent: int = 0) -> None:
        print_text(text, console, style, indent=indent)

    line(_title(report, profile, words), "bold")
    line(_basis(report, profile, words))
    if not is_new:
        line(words.text("watch.known"), "dim")
    alarms = list(_alarms(report, words))
    line(words.text("watch.needed" if alarms else "watch.nothing"), "bold yellow" if alarms else "bold green")
    for text in alarms:
        line(f"– {text}", "", 1)
    if report.types:
        grid = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("type", "promised", "now", "says"):
            grid.add_column(words.text(f"watch.head_{name}"), overflow="fold")
        for row in _rows(report, profile, words):
            grid.add_row(*map(Text, row))
        console.print(grid)
        line(words.text("watch.promised_note"), "dim")
    for text in (*_why(report, words), *_mix(report, words), *_notes(report, words)):
        line(text)
    line(words.text("watch.file", path=path), "dim")


def _title(report: WatchReport, profile: IdealCustomerProfile, words: Words) -> str:
    values = {
        "number": report.number,
        "planned": max(report.planned, report.number),
        "day": words.day(report.day),
    }
    if profile.part:
        return words.text("watch.title_part", part=profile.part, **values)
    return words.text("watch.title", **values)


def _basis(report: WatchReport, profile: IdealCustomerProfile, words: Words) -> str:
    return words.text(
        "watch.basis",
        version=report.version,
        made=words.day(profile.made),
        n=report.n_since,
        until=words.day(profile.until) if profile.until else "–",
        as_of=words.day(report.as_of) if report.as_of else "–",
    )


def _names(report: WatchReport, words: Words) -> dict[str, str]:
    return {one.look.id: one.name_in(words.language) for one in report.types}


def _alarms(report: WatchReport, words: Words) -> Iterator[str]:
    by_id = {one.look.id: one for one in report.types}
    for alarm, about in report.alarms:
        one = by_id.get(about)
        values = {"name": capital(one.name_in(words.language)) if one is not None else about}
        if one is not None and alarm is WatchAlarm.MOVED:
            digits = digits_for(one.look.promised, one.look.now)
            way = "less_often" if one.look.standing is Standing.DOWN else "more_often"
            values |= {
                "direction": words.text(f"watch.{way}"),
                "now": estimate_value(one.look.now, words, digits),
                "promised": estimate_value(one.look.promised, words, digits),
            }
        known = one is not None and alarm is WatchAlarm.MOVED and one.moved_on not in ("", report.day)
        if one is not None and known:
            yield words.text("watch.alarm_still", **values, day=words.day(one.moved_on))
        else:
            yield words.text(f"watch.alarm_{alarm.value}", **values)


def _rows(report: WatchReport, profile: IdealCustomerProfile, words: Words) -> Iterator[tuple[str, ...]]:
    marks = {icp.id: verdict_mark(icp, words) for icp in profile.icps}
    for one in report.types:
        look = one.look
        digits = digits_for(look.promised, look.now)
        figures = (_figure(look, figure, words, digits) for figure in (look.promised, look.now))
        name = capital(one.name_in(words.language)) + marks.get(look.id, "")
        yield (name, *figures, words.text(f"watch.says_{look.standing.value}"))


def _figure(look: IcpLook, figure: Estimate, words: Words, digits: int) -> str:
    if figure.estimate is None:
        return words.text("watch.figure_none")
    return words.text(
        "watch.figure",
        rate=estimate_value(figure, words, digits),
        days=words.count("days", look.horizon_days),
        range=estimate_range(figure, words, digits),
        deals=words.count("deals", figure.n),
    )


def _why(report: WatchReport, words: Words) -> Iterator[str]:
    if report.comparison is not None:
        yield from why_texts(report.comparison, _names(report, words), words)


def why_texts(found: VersionComparison, names: Mapping[str, str], words: Words) -> Iterator[str]:
    """Yield why the overall rate changed: what is recorded otherwise first, since it looks like the other causes.

    Args:
        found: The comparison.
        names: What types of client are called, by their ids.
        words: The language.
    """
    for change in found.recording:
        yield _recorded(change, words)
    digits = digits_for(found.then, found.now)
    then, now = (estimate_value(figure, words, digits) for figure in (found.then, found.now))
    deals = words.count("deals", found.now.n)
    yield words.text("watch.overall", then=then, now=now, deals=deals)
    for cause in found.named:
        yield _cause(cause, names, words)
    if not found.named and not found.recording:
        yield words.text("watch.narrower" if found.same_but_narrower else "watch.no_cause")


def _recorded(change: RecordingChange, words: Words) -> str:
    if not change.filled:
        return words.text("watch.lost", name=change.column, values=", ".join(change.lost[:5]))
    then, now = words.percent(change.fill_then), words.percent(change.fill_now)
    return words.text("watch.recorded", name=change.column, then=then, now=now)


def _cause(cause: ChangeCause, names: Mapping[str, str], words: Words) -> str:
    points = words.points(cause.points, 1)
    if cause.kind is not CauseKind.OUTCOME:
        return words.text(f"watch.cause_{cause.kind.value}", points=points)
    if not cause.group:
        return words.text("watch.cause_rest", points=points)
    return words.text("watch.cause_outcome", name=capital(names.get(cause.group, cause.group)), points=points)


def _mix(report: WatchReport, words: Words) -> Iterator[str]:
    for one in report.mix:
        if one.moved:
            label = report.labels.get(one.attribute, one.attribute)
            yield words.text("watch.mix", name=words.parameter(label, one.attribute))


def _notes(report: WatchReport, words: Words) -> Iterator[str]:
    for note, about in report.notes:
        yield words.text(f"watch.note_{note.value}", about=about)
