"""The profile in a terminal: whom to go after and whom not, what is known of them, what moved, what is declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whofor.model.evidence import Estimate
from whofor.model.measure import OutcomeName
from whofor.model.people import Department, Seniority
from whofor.model.profile import (
    SLOTS,
    Coverage,
    DeclaredProfile,
    Icp,
    IcpVerdict,
    IdealCustomerProfile,
    KnownBy,
    ProfileFact,
    ProfileFigure,
    ValueGap,
)
from whofor.model.profile_answer import IcpMoved, ProfileAnswer, ProfileNote, ProfileStanding
from whofor.profile.coverage import estimate_of
from whofor.reports.formats import digits_for
from whofor.reports.phrases import and_list, condition_label
from whofor.reports.watch import why_texts
from whofor.reports.widths import print_text
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import amount, estimate_range, estimate_value
from whofor.reports.wording.people import role_name
from whofor.reports.wording.profiles import verdict_mark
from whofor.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "coverage_text",
    "declared_text",
    "head_sentence",
    "moved_texts",
    "render_profile",
    "standing_sentence",
    "type_lines",
]

_MOST_DECLARED = 3
_MOST_NEWS = 2
_MOST_RATES = 3
_USUAL = 0.2
_DAYS_SPENT = "days_spent"


def render_profile(answer: ProfileAnswer, words: Words, console: Console) -> None:
    """Print the profile: a block for each type of client, then what they cover, what was declared, what moved."""
    profile = answer.profile

    def line(text: str, style: str = "", indent: int = 0) -> None:
        print_text(text, console, style, indent=indent)

    line(_title(profile, words), "bold")
    line(head_sentence(answer, words))
    if profile.is_provisional:
        line(words.text("profile.provisional" if profile.icps else "profile.nothing"), "yellow")
    for number, icp in enumerate(profile.icps, 1):
        title, *rest = type_lines(icp, answer, words)
        console.print()
        line(f"{number}. {title}", "bold green" if icp.verdict is IcpVerdict.PASS else "bold yellow")
        for text in rest:
            line(text, indent=3)
    for icp in profile.negative:
        title, *rest = type_lines(icp, answer, words)
        console.print()
        line(words.text("profile.avoid", name=title), "bold red")
        for text in rest:
            line(text, indent=3)
    console.print()
    for text in (*_ranking(answer, words), *(coverage_text(c, words) for c in profile.coverage if c.n)):
        line(text)
    for declared in profile.declared[:_MOST_DECLARED]:
        line(declared_text(declared, words))
    for text in (*moved_texts(answer, words), *_notes(answer, words)):
        line(text)
    line(words.text("profile.file", path=answer.path, editable=answer.editable), "dim")


def _title(profile: IdealCustomerProfile, words: Words) -> str:
    company = profile.company or words.text("profile.no_company")
    if profile.part:
        return words.text("profile.title_part", company=company, part=profile.part)
    return words.text("profile.title", company=company)


def head_sentence(answer: ProfileAnswer, words: Words) -> str:
    """Return which version it is, and since when it stands."""
    profile = answer.profile
    made = words.day(profile.made)
    if profile.restores is not None:
        return words.text("profile.restored", version=profile.version, restores=profile.restores, day=made)
    if answer.is_new:
        return words.text(
            "profile.made" if profile.version == 1 else "profile.renewed", version=profile.version, day=made
        )
    return words.text("profile.unchanged", version=profile.version, day=made)


def standing_sentence(standing: ProfileStanding, words: Words) -> str:
    """Return in one sentence which version of the profile stands, and what is new of it, for the head of the page."""
    values = {"version": standing.version, "day": words.day(standing.made)}
    if standing.provisional:
        return words.text("profile.head_provisional", **values)
    if not standing.moved:
        return words.text("profile.head", **values)
    news = [
        words.text(f"profile.news_{move.value}", name=names.get(words.language) or next(iter(names.values()), ""))
        for move, names in standing.moved
    ]
    return words.text("profile.head_new", **values, news="; ".join(news[:_MOST_NEWS]))


def type_lines(icp: Icp, answer: ProfileAnswer, words: Words) -> Iterator[str]:
    """Yield a type of client, line by line: its name, its promise, and what is known of its clients."""
    yield capital(answer.name_of(icp, words.language)) + verdict_mark(icp, words)
    if icp.won is not None:
        yield _promise(icp.won, words)
    if (spent := icp.evidence.get(_DAYS_SPENT)) is not None:
        days = words.count("days", round(spent.estimate))
        yield words.text("profile.days_spent", days=days, deals=words.count("deals", spent.n))
    if icp.also:
        yield words.plural("profile.also", len(icp.also))
    roles = [f for f in icp.committee if (f.figure or 0.0) >= _USUAL]
    for key, facts in (("people", roles), ("usual", _usual(icp)), ("expected", _expected(icp))):
        texts = [t for f in facts[:4] if (t := fact_text(f, answer, words))]
        if texts:
            yield words.text(f"profile.{key}", facts=", ".join(texts))
    if answer.profile.outcome == OutcomeName.WON:
        yield from _rates(icp, answer, words)
    if (price := next(iter(icp.slots.get("D11_price", ())), None)) is not None and price.figure is not None:
        yield words.text("profile.price", price=amount(price.figure, price.unit, words), n=price.n or 0)
    own = [f"{name}: {', '.join(f.what for f in facts)}" for name, facts in icp.slots.items() if name not in SLOTS]
    if own:
        yield words.text("profile.own", facts="; ".join(own))
    unknown = [words.text(f"profile.{name}") for name in SLOTS if icp.slots and not icp.slots.get(name)]
    if unknown and not icp.declared and len(unknown) < len(SLOTS):
        yield words.text("profile.unknown", slots=and_list(unknown, words))


def _rates(icp: Icp, answer: ProfileAnswer, words: Words) -> Iterator[str]:
    """Yield how many sign of those that each source brought, and of neighbours that differ in one condition."""
    for key, facts in (("channels", icp.channels), ("contrast", icp.contrast)):
        texts = [
            words.text("profile.rate_fact", name=name, share=words.percent(f.figure), n=f.n)
            for f in facts[:_MOST_RATES]
            if f.figure is not None
            and f.n
            and (name := f.what if key == "channels" else fact_text(replace(f, figure=None), answer, words))
        ]
        if texts:
            yield words.text(f"profile.{key}", facts=", ".join(texts))


def _promise(figure: ProfileFigure, words: Words) -> str:
    own = estimate_of(figure)
    rest = Estimate(figure.rest_n, None if figure.won is None else 0, figure.rest, None, None, figure.unit)
    digits = digits_for(own, rest)
    period = ""
    if figure.since and figure.until:
        period = words.text("profile.period", since=words.day(figure.since), until=words.day(figure.until))
    return words.text(
        "profile.promise" if figure.won is not None else "profile.promise_mean",
        own=estimate_value(own, words, digits),
        range=estimate_range(own, words, digits),
        rest=estimate_value(rest, words, digits),
        deals=words.count("deals", figure.n),
        seen=words.text("profile.unseen" if figure.unseen else "profile.seen"),
        period=period,
    )


def _usual(icp: Icp) -> list[ProfileFact]:
    """Return what clients usually are beyond what defines them, those farthest from all others first."""
    found = [f for facts in icp.slots.values() for f in facts if f.known is KnownBy.OBSERVED and " " in f.what]
    apart = [f for f in found if f.rest is not None and f.figure is not None and not f.unit]
    return sorted(apart, key=lambda f: -abs((f.figure or 0.0) - (f.rest or 0.0)))


def _expected(icp: Icp) -> list[ProfileFact]:
    return [f for facts in icp.slots.values() for f in facts if f.known is KnownBy.EXPECTED]


def fact_text(fact: ProfileFact, answer: ProfileAnswer, words: Words) -> str:
    """Return a fact in a few words with its share; empty where it is no fact for people."""
    condition = answer.conditions.get(fact.what)
    if condition is not None:
        name = condition_label(condition, words)
    elif words.has(f"expected.budget_{fact.what}"):
        name = words.text(f"expected.budget_{fact.what}")
    elif words.has(f"expected.process_{fact.what}"):
        name = words.text(f"expected.process_{fact.what}")
    elif (role := _role(fact.what, words)) is not None:
        name = role
    elif fact.known is KnownBy.EXPECTED:
        name = fact.what
    else:
        return ""
    if fact.figure is None or fact.unit:
        return name
    return words.text("profile.fact", name=name, share=words.percent(fact.figure), n=fact.n or 0)


def _role(code: str, words: Words) -> str | None:
    department, _, level = code.partition(".")
    if department in set(Department) and level in set(Seniority):
        return role_name(Department(department), Seniority(level), words)
    return None


def _ranking(answer: ProfileAnswer, words: Words) -> Iterator[str]:
    """Yield by how much a type of client is worth more than the next one, or that this is not known."""
    by_id = {icp.id: icp for icp in answer.profile.icps}
    for gap in answer.profile.ranking:
        if gap.better in by_id and gap.other in by_id:
            better, other = (answer.name_of(by_id[id_], words.language) for id_ in (gap.better, gap.other))
            key = "profile.rank" if _is_sure(gap) else "profile.rank_alike"
            # In English the name begins the sentence.
            yield words.text(key, better=capital(better) if words.language == "en" else better, other=other)


def _is_sure(gap: ValueGap) -> bool:
    return gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0)


def coverage_text(coverage: Coverage, words: Words) -> str:
    """Return how much of a list the types of client cover."""
    text = words.text(
        f"profile.covers_{coverage.what}",
        inside=coverage.inside, n=coverage.n, share=words.percent(coverage.share or 0.0), source=coverage.source
    )  # fmt: skip
    return text if not coverage.unknown else f"{text} {words.text('profile.undecided', n=coverage.unknown)}"


def declared_text(declared: DeclaredProfile, words: Words) -> str:
    """Return what the declared profile wins beside the one found, or why they are not compared."""
    cells = {(c.declared, c.found): c for c in declared.cells}
    told = [(key, cells.get(place)) for key, place in _CELLS]
    digits = digits_for(*(estimate_of(c.figure) for c in declared.cells if c.figure is not None))
    parts = [
        words.text(f"profile.{key}", rate=estimate_value(estimate_of(cell.figure), words, digits), n=cell.n)
        for key, cell in told
        if cell is not None and cell.figure is not None and cell.n
    ]
    if not parts:
        return words.text("profile.declared_unread", name=declared.name)
    return words.text("profile.declared_wins", name=declared.name, parts="; ".join(parts))


_CELLS: Sequence[tuple[str, tuple[bool, bool]]] = (
    ("cell_both", (True, True)),
    ("cell_declared", (True, False)),
    ("cell_found", (False, True)),
    ("cell_neither", (False, False)),
)


def moved_texts(answer: ProfileAnswer, words: Words) -> Iterator[str]:
    """Yield what became of each type of client since the version that the profile is compared with."""
    if answer.before is None:
        return
    if not answer.moved:
        yield words.text("profile.same_types", before=answer.before)
    for moved in answer.moved:
        yield _moved(moved, answer, words)
    if answer.comparison is not None:
        names = {icp.id: answer.name_of(icp, words.language) for icp in answer.profile.types}
        yield words.text("profile.since_version", before=answer.compared or 0)
        yield from why_texts(answer.comparison, names, words)


def _moved(moved: IcpMoved, answer: ProfileAnswer, words: Words) -> str:
    name = answer.name_of(moved.icp, words.language)
    if moved.negative:
        name = words.text("profile.avoid", name=name)
    return words.text(f"profile.move_{moved.move.value}", name=capital(name), before=answer.before or 0)


def _notes(answer: ProfileAnswer, words: Words) -> Iterator[str]:
    for note, about in answer.notes:
        about_text = (
            words.text(f"profile.list_{about}") if note in (ProfileNote.TOO_BROAD, ProfileNote.TOO_NARROW) else about
        )
        yield words.text(f"profile.note_{note.value}", about=about_text)
