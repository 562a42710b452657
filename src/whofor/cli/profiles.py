"""Commands about the profile: made, kept as versions, watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen
    from whofor.model.options import FindOptions
    from whofor.model.watch import WatchReport

__all__ = ["show_profile", "watch_profile"]


def show_profile(given: Given, screen: Screen, language: str) -> None:
    """Make the profile of the latest run, or put a former version back, and show it."""
    from whofor.app.profile import make_profile, restore_profile
    from whofor.app.report import redraw
    from whofor.documents.profile_document import answer_document
    from whofor.reports.profile import render_profile
    from whofor.reports.words import words_of

    if given.restore is not None:
        answer = restore_profile(given.workspace, given.restore, part=given.part or None)
    else:
        answer = make_profile(
            given.workspace,
            compare=given.compare,
            market=given.market,
            renew=given.renew,
            part=given.part or None,
        )
    redraw(given.workspace)
    if given.json:
        screen.document(answer_document(answer))
    else:
        render_profile(answer, words_of(language, answer.deals_called), screen.out)


def watch_profile(
    given: Given, screen: Screen, options: FindOptions, language: str, today: date, *, part: str | None
) -> WatchReport:
    """Look at the profile with the next export, show what that says, and return it."""
    from whofor.app.watch import watch
    from whofor.documents.watch_document import watch_document
    from whofor.reports.watch import render_watch
    from whofor.reports.words import words_of

    with screen.progress(language) as progress:
        done = watch(
            given.source,
            workspace=given.workspace,
            today=today,
            options=options,
            language=language,
            part=part,
            progress=progress,
            **given.import_keywords(),
        )
    if given.json:
        screen.document(watch_document(done.report))
    else:
        words = words_of(language, done.deals_called)
        render_watch(done.report, done.profile, words, screen.out, is_new=done.is_new, path=str(done.path))
    return done.report
