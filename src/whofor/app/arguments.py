"""Arguments of the public functions, checked and converted once; all that is wrong is reported together."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from whofor.errors import Problem, Sentence, UsageError, WhoforError
from whofor.model.options import FindOptions
from whofor.model.progress import Progress

if TYPE_CHECKING:
    from whofor.intake.sources.frames import AnyFrame, Frames

__all__ = ["DEALS", "LANGUAGES", "Arguments", "StrPath"]

StrPath: TypeAlias = "str | os.PathLike[str]"
"""A path as text or as an object."""
DEALS = "deals"
"""Name of a frame that is given without one."""
LANGUAGES = ("en", "fr")
"""Languages of reports and of the command line."""
T = TypeVar("T")
_LONGEST_SHOWN = 200


class Arguments:
    """Reader of arguments of any type; leaving its `with` statement raises one error with all problems.

    Example:
        >>> with Arguments() as read:
        ...     folder, language = read.path("workspace", "acme"), read.language("fr")
        >>> folder.name, language
        ('acme', 'fr')
    """

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def __enter__(self) -> Arguments:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, *__: object) -> None:
        if self._problems and (error is None or isinstance(error, WhoforError)):
            further = error.problems if isinstance(error, UsageError) else ()
            raise UsageError([*self._problems, *further]) from error

    def wrong(self, what: str, place: str, given: object, todo: str) -> None:
        """Record one problem."""
        self._problems.append(Problem(what, place, given if isinstance(given, str) else _shown(given), todo))

    def attempt(self, read: Callable[[], T], placeholder: T) -> T:
        """Return the result of a reader; where it raises, record its problems and return the placeholder."""
        try:
            return read()
        except UsageError as error:
            self._problems += error.problems
            return placeholder

    def path(self, place: str, given: object) -> Path:
        """Return a path."""
        if isinstance(given, str | os.PathLike):
            plain = os.fspath(given)
            if isinstance(plain, str) and plain and "\0" not in plain:
                return Path(plain)
        self.wrong("this is no path", place, given, "Give a path as text or as a Path.")
        return Path()

    def workspace(self, place: str, given: object) -> Path:
        """Return the path of a workspace."""
        if not isinstance(given, str | os.PathLike):
            from whofor.intake.sources.frames import is_frame

            if is_frame(given):
                self.wrong("a frame is no workspace", place, given, "Search it with whofor.run(frame).")
                return Path()
        return self.path(place, given)

    def source(self, place: str, given: object) -> Path | Frames:
        """Return the path of an export, or its frames by name; a frame alone holds deals."""
        if isinstance(given, str | os.PathLike):
            return self.path(place, given)
        # Late: the library that knows all frames takes a twentieth of a second.
        from whofor.intake.sources.frames import frame_problem, is_frame

        if is_frame(given):
            return {DEALS: cast("AnyFrame", given)}
        frames = dict(cast("Mapping[object, object]", given)) if isinstance(given, Mapping) else {}
        if not any(map(is_frame, frames.values())):
            what, todo = frame_problem(given)
            self.wrong(what, place, given, todo)
            return {}
        for name, frame in frames.items():
            if not isinstance(name, str) or not name.strip():
                todo = 'Name each frame as its file would be: {"deals": deals, "accounts": accounts}.'
                self.wrong("this is no name of a frame", place, name, todo)
            elif not is_frame(frame):
                what, todo = frame_problem(frame)
                self.wrong(what, f"{place}[{name!r}]", frame, todo)
        return {str(name): cast("AnyFrame", frame) for name, frame in frames.items()}

    def mapping(self, place: str, given: object) -> str | Mapping[str, object] | None:
        """Return a path or the name of a preset, or what a mapping holds; `None` for none."""
        if given is None or isinstance(given, Mapping):
            return cast("Mapping[str, object] | None", given)
        self.path(place, given)
        return str(given)

    def text(self, place: str, given: object) -> str:
        """Return a text."""
        if isinstance(given, str):
            return given
        self.wrong("this is no text", place, given, "Give a text.")
        return ""

    def flag(self, place: str, given: object) -> bool:
        """Return a boolean."""
        if isinstance(given, bool):
            return given
        self.wrong("this is neither True nor False", place, given, "Give True or False.")
        return False

    def whole(self, place: str, given: object) -> int:
        """Return an integer of 0 or more."""
        if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
            return given
        self.wrong("this is no whole number from 0", place, given, "Give a whole number.")
        return 0

    def today(self, given: object) -> date:
        """Return today's date: the one given, or that of the clock."""
        if given is None:
            return datetime.now().astimezone().date()
        if isinstance(given, date):
            return given.date() if isinstance(given, datetime) else given
        self.wrong("this is no date", "today", given, "Give a date, as date(2026, 9, 30).")
        return date(1970, 1, 1)

    def known_before(self, given: object, today: date) -> date:
        """Return the day before which something must be known to count: a date or a text; today where none is given."""
        if given is None:
            return today
        day = given
        if isinstance(given, str):
            try:
                day = date.fromisoformat(given.strip())
            except ValueError:
                day = None
        if not isinstance(day, date):
            self.wrong("this is no date", "--as-of", given, "Write a day as 2026-09-30.")
            return today
        if day > today:
            todo = Sentence("Nobody knows yet what will happen until then: give a day up to {today}.", today=today)
            self.wrong("this day is still to come", "--as-of", day.isoformat(), todo)
        return date(day.year, day.month, day.day)

    def names(self, place: str, given: object) -> dict[str, str]:
        """Return names by names."""
        if isinstance(given, Mapping):
            pairs = cast("Mapping[object, object]", given)
            if all(isinstance(text, str) for pair in pairs.items() for text in pair):
                return {str(name): str(other) for name, other in pairs.items()}
        self.wrong("these are no names", place, given, 'Give names by canonical names: {"industry": "Sector"}.')
        return {}

    def column_or_day(self, place: str, given: object) -> str | date:
        """Return the name of a column as it is, or a day."""
        if isinstance(given, str) and given:
            return given
        if isinstance(given, date):
            return given.date() if isinstance(given, datetime) else given
        self.wrong("this is neither a column nor a day", place, given, "Give a name, or date(2026, 9, 30).")
        return date(1970, 1, 1)

    def language(self, given: object) -> str:
        """Return a supported language."""
        if isinstance(given, str) and given in LANGUAGES:
            return given
        self.wrong(
            "this language is not there", "--lang", given, Sentence("Choose {names}.", names=" or ".join(LANGUAGES))
        )
        return LANGUAGES[0]

    def find_options(self, given: object) -> FindOptions:
        """Return options of a search: those given, or the defaults."""
        if given is None:
            return FindOptions()
        if isinstance(given, FindOptions):
            return given
        self.wrong("these are no options", "options", given, "Give whofor.FindOptions(seed=1).")
        return FindOptions()

    def progress(self, given: Progress) -> Progress:
        """Return a progress callback."""
        if not callable(given):
            self.wrong("this cannot be called", "progress", given, "Give a function of stage, done and total.")
        return given


def _shown(given: object) -> str:
    """Return a short value as it is, of a larger one its type: a frame has a million lines."""
    text = repr(given)
    if len(text) <= _LONGEST_SHOWN and "\n" not in text:
        return text
    return f"{type(given).__module__}.{type(given).__qualname__}".removeprefix("builtins.")
