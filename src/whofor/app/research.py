"""Read what the market says in its own words, and tell the pains that one may count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from whofor.app.arguments import Arguments, StrPath
from whofor.arrays import FloatArray
from whofor.errors import Problem, UsageError
from whofor.example.voices import generate_market, market_files
from whofor.intake.normalise.embedder import can_embed, vectors_of
from whofor.intake.voices.read_voices import read_voices
from whofor.intake.voices.voice_options import VoiceOptions
from whofor.intake.voices.where_to_look import SearchQuery, where_to_look
from whofor.model.progress import Progress, silent
from whofor.model.research import ResearchAnswer
from whofor.people.titles import read_title
from whofor.research.pains.language import can_tell_language, language_of
from whofor.research.pains.pains import PainOptions, pains_of
from whofor.research.pains.telling import learn_teller
from whofor.workspace import Workspace, write_files

__all__ = ["demo_market", "research_market", "research_where"]

_LANGUAGES = ("en", "fr")
"""Languages in which kinds of sentences are told."""
_AT_ONCE = 250
"""Sentences after which the work is seen to go on, and may be stopped: about two seconds."""
_UNKNOWN = "unknown"
_CHOICE = "Choose en, fr or both."


def research_market(
    *sources: StrPath,
    workspace: StrPath = "whofor-workspace",
    interviews: Sequence[StrPath] = (),
    competitors: Sequence[StrPath] = (),
    tools: Mapping[str, str] | None = None,
    languages: Sequence[str] = _LANGUAGES,
    seed: int = 0,
    progress: Progress = silent,
) -> ResearchAnswer:
    """Return the pains that people tell in reviews, posts, conversations and interviews, counted in people.

    Nothing is fetched. Names of persons are masked when files are read, authors are told apart by hashes that are made
    with the key of the workspace.

    Args:
        sources: Files, folders and zip archives: tables of reviews, posts and answers, exports of chats and support,
            transcripts, saved pages.
        workspace: Folder whose key hashes authors; it is made where there is none.
        interviews: Files and folders that hold interviews whatever their form.
        competitors: Folders of saved pages of vendors.
        tools: Names of tools, each with the pattern that finds it; an empty one is the name itself.
        languages: Languages that are read, `en` and `fr`; other texts are counted and set apart.
        seed: Seed of every random draw.
        progress: Called with the work done.

    Raises:
        UsageError: An argument is of the wrong type, or the library of meanings is not installed.
        SourceError: A file cannot be read, or nothing holds texts.
        WorkspaceError: The key of the workspace cannot be read.
    """
    with Arguments() as read:
        files = [read.path("SOURCES", source) for source in sources]
        asked = [read.path("--interviews", path) for path in interviews]
        sites = [read.path("--competitors", path) for path in competitors]
        named = read.names("--tool", dict(tools or {}))
        spoken, drawn, called = _languages(read, languages), read.whole("--seed", seed), read.progress(progress)
        place = read.workspace("--workspace", workspace)
        if any(not name.strip() for name in named):
            read.wrong("a tool has no name", "--tool", "", "Write for instance --tool 'Google Chat=gchat|hangouts*'.")
        if not (files or asked or sites):
            read.wrong("there is nothing to read", "SOURCES", "", "Give files or folders: reviews, posts, interviews.")
        if not can_embed():
            todo = "Install it: pip install 'whofor[text]'."
            read.wrong("the library that knows what sentences mean is not installed", "research", "", todo)
    called("research", 0, 0)
    key = Workspace.create(place).secret()
    options = VoiceOptions(named, titles=_title)
    found = read_voices(files, key=key, interviews=asked, competitors=sites, options=options)
    embed = _Seen(called, sum(len(part.text) for document in found.documents for part in document.parts))
    tell = language_of if can_tell_language() else None
    voices = pains_of(found.documents, learn_teller(embed), PainOptions(spoken, drawn), tell)
    called("research", 1, 1)
    return ResearchAnswer(
        voices,
        {document.id: document for document in found.documents},
        found.pages,
        found.sources,
        found.notes,
        spoken,
        tuple(sorted(named)),
        drawn,
    )


def demo_market(folder: StrPath, language: str = "en", seed: int = 1) -> Path:
    """Write the made-up market of the example, whose truth is known, and return its folder.

    Args:
        folder: Where the files go: `reviews`, `chat`, `forum`, `interviews`, `competitors` and one's own `offer`.
        language: `en` or `fr`.
        seed: Seed of what is made.

    Raises:
        UsageError: An argument is of the wrong type.
        WorkspaceError: The folder cannot be written.
    """
    with Arguments() as read:
        place, spoken, drawn = read.path("folder", folder), read.language(language), read.whole("--seed", seed)
    corpus = generate_market(drawn, language="fr" if spoken == "fr" else "en")
    return write_files(place, market_files(corpus))


def research_where(names: Sequence[str], topic: str = "", language: str = "en") -> tuple[SearchQuery, ...]:
    """Return where people speak of tools or a topic: queries to type, made and never sent.

    Args:
        names: Names of tools or companies.
        topic: Words of a topic; empty for none.
        language: `en` or `fr`.

    Raises:
        UsageError: There is neither a name nor a topic, or no such language.
    """
    with Arguments() as read:
        told = [read.text("--where", name) for name in names]
        about, spoken = read.text("--topic", topic), read.language(language)
    return where_to_look(told, about, spoken)


def _languages(read: Arguments, given: Sequence[str]) -> tuple[str, ...]:
    spoken = tuple(dict.fromkeys(read.text("--languages", one) for one in given))
    for one in spoken:
        if one not in _LANGUAGES:
            read.wrong("kinds of sentences are not known in this language", "--languages", one, _CHOICE)
    if not spoken:
        raise UsageError(Problem("no language is read", "--languages", "", _CHOICE))
    return spoken


def _title(title: str) -> dict[str, str]:
    """Return what a job title says as attributes of a person."""
    reading = read_title(title)
    found = {"seniority": reading.seniority.value, "department": reading.department.value}
    return {name: value for name, value in found.items() if value != _UNKNOWN}


class _Seen:
    """The embedder, each text embedded once; the work is seen to go on."""

    def __init__(self, progress: Progress, letters: int) -> None:
        self._progress = progress
        self._letters, self._done = letters, 0
        self._known: dict[str, FloatArray] = {}

    def __call__(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors of texts, shape (texts, dimensions)."""
        import numpy as np

        new = sorted({text for text in texts if text not in self._known})
        for some in _parts(new):
            self._known.update(zip(some, vectors_of(some), strict=True))
            self._done += sum(map(len, some))
            # Sentences are embedded as they are, and without their frames: hardly more letters than twice those read.
            self._progress("research", min(self._done, 2 * self._letters), max(1, 2 * self._letters))
        return np.array([self._known[text] for text in texts])


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _AT_ONCE):
        yield texts[start : start + _AT_ONCE]
