"""The page as plain values: what stands where, in which words."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from whofor.model import Answer, Health, IcpResult, SegmentFinding, Verdict
from whofor.reports.blocks import Chapter, Listing, Page, Section
from whofor.reports.cards import make_cards
from whofor.reports.catalogue import Catalogue, catalogue, clean
from whofor.reports.data_block import data_block
from whofor.reports.formats import day, number
from whofor.reports.map_block import map_block
from whofor.reports.method import details, how_sentences
from whofor.reports.wording import (
    Told,
    answer_sentence,
    banners,
    base_sentence,
    clients_sentence,
    component_name,
    component_text,
    confounder_text,
    deals_text,
    headline_finding,
    interaction_sentence,
    issue_text,
    leak_rows,
    next_step_text,
    record_text,
    segment_text,
    set_aside_text,
    support_sentences,
    value_sentences,
    why_text,
)
from whofor.reports.worth_block import channel_stories, contrast_stories, fact_stories, worth_stories

__all__ = ["build_page"]

_MOST_OPEN = 8
_MOST_ROWS = 40
_FIRST_STEPS = 2
_MOST_CONTRASTS = 4


def build_page(result: IcpResult, language: str, *, written: str = "", health: Health | None = None) -> Page:
    """Put a result into the order of the reader's questions.

    Args:
        result: What a run found.
        language: `en` or `fr`.
        written: ISO date of the report, shown in its head; empty to leave it out.
        health: What the workspace holds; left out where it is not known.
    """
    words, run = catalogue(language), result.run
    company = clean(result.company)
    found = headline_finding(result) is not None
    steps = [next_step_text(step, language) for step in result.next_steps] if not found else []
    told = Told(run.measure, language)
    doubtful = make_cards(_doubtful(result), told)
    meta = [words.text("page.written", date=day(written, language))] if written else []
    return Page(
        language=language,
        title=words.text("title.page", company=company) if company else words.text("title.page_plain"),
        heading=company or words.text("title.page_plain"),
        kicker=words.text("title.kicker") if company else "",
        company=company,
        base=_base(result, language),
        meta=(*meta, words.text("page.with", version=run.version)),
        banners=tuple((words.text(f"answer.{code}"), words.text(f"answer.{code}_why")) for code in banners(result)),
        answer=_answer(result, language),
        found=found,
        support=tuple(support_sentences(result, language)),
        why=tuple(why_text(reason, language) for reason in result.why),
        steps=tuple(steps[:_FIRST_STEPS]),
        other_steps=tuple(steps[_FIRST_STEPS:]),
        sections=tuple(_sections(result, words)),
        chapters=tuple(_chapters(result, words)),
        map=map_block(result, language),
        doubt=Section(
            "doubt",
            words.text("title.doubt"),
            words.text("page.doubt_lead" if doubtful else "page.doubt_empty"),
            doubtful[:_MOST_OPEN],
        ),
        more_cards=doubtful[_MOST_OPEN:],
        more_title=_counted(words, "page.more_candidates", len(doubtful) - _MOST_OPEN),
        listings=tuple(_listings(result, words)),
        data=data_block(health, language) if health is not None else None,
        how=tuple(how_sentences(result, language)),
        command=clean(run.command),
        details=tuple(details(result, language)),
        footer=told.text("page.footer", version=run.version),
    )


def _counted(words: Catalogue, key: str, n: int) -> str:
    return words.plural(key, n, n=number(n, words.language)) if n > 0 else ""


def _base(result: IcpResult, language: str) -> tuple[str, ...]:
    sentences = [base_sentence(result, language)]
    if result.run.as_of:
        sentences.append(catalogue(language).text("answer.as_of", date=day(result.run.as_of, language)))
    return tuple(sentences)


def _answer(result: IcpResult, language: str) -> Markup:
    """The answer, the type of client in it set off."""
    sentence = escape(answer_sentence(result, language))
    finding = headline_finding(result)
    if finding is None:
        return sentence
    segment = escape(segment_text(finding.segment, language))
    return Markup(sentence.replace(segment, Markup("<strong>{}</strong>").format(segment), 1))


def _passed(findings: Sequence[SegmentFinding]) -> list[SegmentFinding]:
    return [f for f in findings if f.verdict is Verdict.PASS]


def _doubtful(result: IcpResult) -> list[SegmentFinding]:
    """What did not pass, REVIEW before FAIL."""
    found = [*result.search.segments, *result.search.negative_segments]
    review = [f for f in found if f.verdict is Verdict.REVIEW]
    return [*review, *(f for f in found if f.verdict is Verdict.FAIL)]


def _sections(result: IcpResult, words: Catalogue) -> list[Section]:
    """Whom to go after, what was believed, hypotheses, whom not to go after."""
    told = Told(result.run.measure, words.language)
    passed, avoid = _passed(result.search.segments), _passed(result.search.negative_segments)
    sections: list[Section] = []
    if passed:
        title = _counted(words, "title.icps", len(passed))
        sections.append(Section("icps", title, words.text("page.icps_lead"), make_cards(passed, told)))
    elif result.answer is Answer.FOUND:
        lead = words.text("page.icps_empty", title=words.text("title.doubt"))
        sections.append(Section("icps", words.text("title.icps_none"), lead))
    if result.search.claims:
        title, lead = words.text("title.claims"), words.text("page.claims_lead")
        sections.append(Section("claims", title, lead, make_cards(result.search.claims, told)))
    if result.search.hypotheses:
        title, lead = words.text("title.hypotheses"), words.text("page.hypotheses_lead")
        sections.append(Section("hypotheses", title, lead, make_cards(result.search.hypotheses, told)))
    if avoid:
        title = _counted(words, "title.avoid", len(avoid))
        sections.append(Section("avoid", title, told.text("page.avoid_lead"), make_cards(avoid, told)))
    elif result.answer is Answer.FOUND:
        sections.append(Section("avoid", words.text("title.avoid_none"), told.text("page.avoid_empty")))
    return sections


def _chapters(result: IcpResult, words: Catalogue) -> list[Chapter]:
    """What was lived with these clients, what one condition changes, where they come from, what facts tell."""
    language = words.language
    neighbours = contrast_stories(result.clients.contrasts, language)
    chapters = [
        Chapter("worth", words.text("title.worth"), words.text("page.worth_lead"), worth_stories(result, language)),
        Chapter(
            "contrasts",
            words.text("title.contrasts"),
            words.text("page.contrasts_lead"),
            neighbours[:_MOST_CONTRASTS],
            neighbours[_MOST_CONTRASTS:],
            _counted(words, "page.more_contrasts", len(neighbours) - _MOST_CONTRASTS),
        ),
        Chapter(
            "channels",
            words.text("title.channels"),
            words.text("page.channels_lead"),
            channel_stories(result, language),
        ),
        Chapter("facts", words.text("title.facts"), words.text("page.facts_lead"), fact_stories(result, language)),
    ]
    return [chapter for chapter in chapters if chapter.stories]


def _listings(result: IcpResult, words: Catalogue) -> list[Listing]:
    """Confounders, leaks, rows set aside, issues: each with its counts."""
    language, told = words.language, Told(result.run.measure, words.language)
    aside = sum(a.n for a in result.data.set_aside)
    found = headline_finding(result) is not None
    lists: list[tuple[str, str, list[tuple[str, str]], bool]] = [
        *_value(result, words),
        (
            words.text("title.confounders"),
            told.text("page.confounders_lead"),
            [("", confounder_text(effect, told)) for effect in result.data.confounders],
            False,
        ),
        (
            words.text("title.record"),
            words.text("page.record_lead"),
            [_named(*record_text(item, language), words) for item in result.clients.record_next],
            False,
        ),
        (
            words.text("title.leaks"),
            words.text("page.leaks_lead"),
            [_named(*row, words) for row in leak_rows(result.data.leaks, language)],
            found,
        ),
        (
            words.plural("title.aside", aside, n=number(aside, language)),
            told.text("page.aside_lead"),
            [_named(deals_text(a.n, language), set_aside_text(a, language), words) for a in result.data.set_aside],
            found,
        ),
        (
            words.text("title.interactions"),
            words.text("page.interactions_lead"),
            [("", interaction_sentence(result.data.interactions, language))] if result.data.interactions else [],
            True,
        ),
        (
            words.text("title.clients"),
            words.text("page.clients_lead"),
            [("", clients_sentence(result.data.clients, language))] if result.data.clients else [],
            True,
        ),
        (
            words.text("title.issues"),
            words.text("page.issues_lead"),
            [_issue_row(result, i, words) for i in range(len(result.data.issues))],
            True,
        ),
    ]
    return [
        Listing(
            title, lead, tuple(rows[:_MOST_ROWS]), _counted(words, "page.more_rows", len(rows) - _MOST_ROWS), folded
        )
        for title, lead, rows, folded in lists
        if rows
    ]


def _value(result: IcpResult, words: Catalogue) -> list[tuple[str, str, list[tuple[str, str]], bool]]:
    """What mutual value is made of here, folded where it is not the outcome."""
    value, language = result.clients.value, words.language
    if value is None:
        return []
    rows = [_named(component_name(c, language), component_text(c, language), words) for c in value.components]
    return [
        (
            words.text("title.value"),
            " ".join(value_sentences(value, language)),
            rows,
            result.run.outcome != "mutual_value",
        )
    ]


def _named(name: str, said: str, words: Catalogue) -> tuple[str, str]:
    """A name set off, with the colon of the language, and what is said of it."""
    return words.text("label.pair", what=name, value="").rstrip(" "), said


def _issue_row(result: IcpResult, index: int, words: Catalogue) -> tuple[str, str]:
    """How many, and what, where, for example."""
    issue = result.data.issues[index]
    said = issue_text(issue, words.language)
    if issue.place:
        said = words.text("label.pair", what=issue.place, value=said)
    if issue.examples:
        said = words.text("page.example", said=said, example=issue.examples[0])
    return number(issue.count, words.language), said
