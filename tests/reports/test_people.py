"""Who takes part, in words: roles with their shares, their order, their discount; or why nothing is said."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from made_results import RESULTS, changed
from whofor.figures.estimates import rate_estimate
from whofor.model import IcpResult
from whofor.model.committee import BuyingPart, Committee, CommitteeRole, FewPeople, NumberOfPeople, Spread
from whofor.model.evidence import Estimate
from whofor.model.people import Department, Seniority
from whofor.reports.blocks import Chapter
from whofor.reports.report import Report
from whofor.reports.sections.people import PEOPLE
from whofor.reports.wording.people import role_name
from whofor.reports.words import words_of

CEO = CommitteeRole(
    Department.GENERAL_MANAGEMENT,
    Seniority.C_LEVEL,
    BuyingPart.DECIDER,
    True,
    won=rate_estimate(70, 100),
    lost=rate_estimate(20, 100),
    difference=0.5,
    low=0.38,
    high=0.62,
    p=0.0001,
    call=Spread(3, 3, 4, 70),
    day=Spread(18, 24, 31, 70),
    first=rate_estimate(3, 60),
    last=rate_estimate(51, 60),
    discount=Estimate(70, None, 0.25, 0.22, 0.28, "share"),
    discount_without=Estimate(30, None, 0.02, 0.0, 0.04, "share"),
)
ENGINEER = CommitteeRole(
    Department.IT_ENGINEERING,
    Seniority.STAFF,
    BuyingPart.IMPLEMENTER,
    True,
    won=rate_estimate(40, 100),
    lost=rate_estimate(38, 100),
    difference=0.02,
    low=-0.1,
    high=0.15,
    p=0.8,
)
RARE = replace(ENGINEER, department=Department.FINANCE, won=rate_estimate(12, 100))
WHO = Committee(
    "S1", 100, 100, 110, 130, 190, NumberOfPeople(Spread(2, 3, 4, 100), Spread(1, 2, 3, 100)), (CEO, ENGINEER, RARE)
)


def told(*committees: Committee, language: str = "en") -> list[tuple[str, str]]:
    found: IcpResult = RESULTS["found"]
    result = replace(found, clients=replace(found.clients, committees=committees))
    assert PEOPLE.check is not None
    chapter = PEOPLE.check(Report.of(result, language))
    if chapter is None:
        return []
    assert isinstance(chapter, Chapter)
    return [(story.title, " ".join(story.paragraphs)) for story in chapter.stories]


def test_a_committee_in_english() -> None:
    (name, text), (everybody, _) = told(WHO, replace(WHO, finding=""))
    assert (name, everybody) == ("S1: Fintechs of 51–200 people that raised money in the last six months", "All deals")
    assert "A person is known in 100 won deals, usually 3 (2–4)." in text
    assert "General management · C-level: in 70% of won deals and 20% of the others, from call 3 on, day 24." in text
    assert "IT and engineering · specialist: in 40% of won deals and 38% of the others." in text
    assert "Clearly more often in won deals: General management · C-level." in text
    assert "Last before the signature: General management · C-level (85% of 60 deals)." in text
    assert "First to appear" not in text
    assert "With General management · C-level the discount is 25%, without 2%." in text
    assert "In 10 deals persons are known by the account only, not by the deal." in text
    assert "Finance" not in text, "one in eight is no usual role"


def test_a_committee_in_french() -> None:
    ((_, text), *_) = told(WHO, replace(WHO, finding=""), language="fr")
    assert (
        "Direction générale · comité de direction\u00a0: dans 70\u202f% des affaires signées et 20\u202f% des autres"
        in text
    )
    assert "la remise est de 25\u202f%\u202f; sans, de 2\u202f%" in text


@pytest.mark.parametrize(
    ("why", "said"), [(FewPeople.TOO_FEW_WON, "too few to tell"), (FewPeople.NO_TITLES, "Hardly any")]
)
def test_what_contacts_do_not_tell_is_said_once(why: FewPeople, said: str) -> None:
    nothing = replace(WHO, n_won=4, people=None, roles=(), why=why)
    ((name, text),) = told(nothing, replace(nothing, finding=""))
    assert name == "All deals"
    assert said in text


def test_no_usual_role_and_no_contacts() -> None:
    ((_, text),) = told(replace(WHO, finding="", roles=(RARE,)))
    assert "No role takes part in one deal of five or more." in text
    assert told() == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_role_has_a_name(language: str) -> None:
    words = words_of(language)
    names = {role_name(department, seniority, words) for department in Department for seniority in Seniority}
    assert len(names) == len(Department) * len(Seniority)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_picture_has_the_figures_of_the_sentences(language: str) -> None:
    """Two dots a role: in won deals, and in the others."""
    result = changed(RESULTS["found"], committees=(WHO, replace(WHO, finding="")))
    chapter = PEOPLE.check and PEOPLE.check(Report.of(result, language))
    assert isinstance(chapter, Chapter)
    for story in chapter.stories:
        (chart,) = story.charts
        shown = re.findall(r"\d+(?=\s?%)", unescape(chart.wide))
        text = " ".join(story.paragraphs)
        assert {"70", "20", "40", "38"} <= set(shown)
        assert all(f"{figure}\u202f%" in text or f"{figure}%" in text for figure in ("70", "20", "40", "38"))
    assert PEOPLE.brief is not None
    brief = PEOPLE.brief(Report.of(result, language))
    assert brief is not None
    assert len(brief.items) == 2
