"""Personas in words, in both languages; what is not known says what to record; a document keeps all of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from made_results import RESULTS
from whofor.documents.result_document import document_result, result_document
from whofor.figures.estimates import rate_estimate
from whofor.model import IcpResult
from whofor.model.committee import BuyingPart, FewPeople, Spread
from whofor.model.people import Department, Seniority
from whofor.model.personas import (
    Persona,
    PersonaColumn,
    Personas,
    PersonaShare,
    PersonaSource,
    PersonaSpread,
    PersonaTopic,
    PersonaValue,
    PersonaValues,
    PersonaWeekdays,
)
from whofor.reports.report import Report
from whofor.reports.sections.personas import PERSONAS
from whofor.reports.wording.personas import persona_short
from whofor.reports.words import words_of


def values(source: PersonaSource, *pairs: tuple[str, int], n: int = 40, column: str = "") -> PersonaValues:
    return PersonaValues(n, source, column, tuple(PersonaValue(v, rate_estimate(k, n)) for v, k in pairs))


def spread(low: float, median: float, high: float, n: int = 40) -> PersonaSpread:
    return PersonaSpread(min(n, 40), PersonaSource.CONVERSATIONS, Spread(low, median, high, n))


WEEK = PersonaWeekdays(40, tuple(rate_estimate(k, 100) for k in (10, 60, 10, 10, 10, 0, 0)), 0.0001)
MARY = Persona(
    Department.MARKETING,
    Seniority.DIRECTOR,
    BuyingPart.DECIDER,
    True,
    won=rate_estimate(40, 80),
    call=Spread(1, 2, 3, 38),
    n_people=40,
    n_left_out=6,
    titles=values(PersonaSource.TITLES, ("Marketing Director", 30), ("Head of Marketing", 6)),
    languages=values(PersonaSource.CONTACTS, ("French", 25), column="Language"),
    places=values(PersonaSource.ACCOUNTS, ("FR", 22), ("BE", 10)),
    channel=values(PersonaSource.DEALS, ("paid_search", 18), n=36),
    replies=PersonaShare(35, PersonaSource.CONVERSATIONS, rate_estimate(21, 35)),
    reply_hours=spread(2, 5, 20, 21),
    attendance=PersonaShare(30, PersonaSource.CONVERSATIONS, rate_estimate(54, 60)),
    days_between=spread(3, 5.5, 9),
    conversations=spread(2, 4, 5),
    hour=spread(9.9, 11.2, 14.6, 120),
    weekdays=WEEK,
    own=(
        PersonaColumn(PersonaTopic.PAINS, "Pain_points", values(PersonaSource.CONTACTS, ("attribution", 12), n=20)),
        PersonaColumn(PersonaTopic.OTHER, "Years of experience", None, spread(3, 5, 8)),
    ),
)
BARE = Persona(
    Department.FINANCE,
    Seniority.C_LEVEL,
    BuyingPart.APPROVER,
    False,
    won=rate_estimate(20, 80),
    call=None,
    n_people=20,
    titles=values(PersonaSource.TITLES, n=20),
)


def result_with(*personas: Personas) -> IcpResult:
    found: IcpResult = RESULTS["found"]
    return replace(found, clients=replace(found.clients, personas=personas))


def told(*personas: Personas, language: str = "en") -> list[tuple[str, str]]:
    assert PERSONAS.check is not None
    listing = PERSONAS.check(Report.of(result_with(*personas), language))
    return [] if listing is None else list(listing.rows)  # type: ignore[attr-defined]


OF_TYPE, OF_ALL = Personas("S1", 80, (MARY,)), Personas("", 300, (BARE,))


def test_a_persona_in_english() -> None:
    (name, text), (everybody, bare), (_, unknown) = told(OF_TYPE, OF_ALL)
    assert name == "S1 · Marketing · director:"
    assert everybody == "All deals · Finance · C-level:"
    for sentence in (
        "40 people, in 50% of won deals.",
        "Job titles: Marketing Director (30 of 40 people), Head of Marketing (6).",
        "Decides (by level and department), from call 2 on.",
        "Language: French (25 of 40 people).",
        "Country of the account: France (22 of 40 people), Belgium (10).",
        "Not counted, beyond five of one account: 6 people.",
        "First channel: paid search (18 of 36 deals).",
        "60% of 35 people answered when called or written to, usually after 5 hours.",
        "Present at 90% of 60 calls and meetings (30 people).",
        "Conversations in a deal: 4 (2–5), of 40 people.",
        "Half of 120 conversations lie between 10:00 and 14:30 (40 people).",
        "Most often on a Tuesday (60% of 100 days of conversation).",
        "Pain points: attribution (12 of 20 people).",
        "Years of experience: usually 5 (3–8) (40 people).",
    ):
        assert sentence in text
    assert "Approves (as the CRM records it)." in bare
    assert "Of 20 people with a job title no two have the same." in bare
    assert "Not known: record the language of each contact, the country of accounts or contacts" in bare
    assert "Not known: record pains of the contacts" in bare
    # Routines and tasks are known of neither: said once.
    assert unknown == (
        "Not known: record what each conversation was about and the objections raised in each conversation. "
        "Not known: record routines and tasks of the contacts, in a column each."
    )


def test_a_persona_in_french() -> None:
    (name, text), (_, bare), (_, unknown) = told(OF_TYPE, OF_ALL, language="fr")
    assert name == "S1 · Marketing · direction\u00a0:"
    for sentence in (
        "40 personnes, dans 50\u202f% des affaires signées.",
        "Intitulés de poste\u00a0: Marketing Director (30 sur 40 personnes)",
        "Décide (d’après le poste), à partir de l’échange n°",
        "Pays du compte\u00a0: France (22 sur 40 personnes), Belgique (10).",
        "60\u202f% des 35 personnes jointes par appel ou par message ont répondu, en général au bout de 5\u00a0heures.",
        "entre 10\u00a0h\u00a000 et 14\u00a0h\u00a030",
        "Le plus souvent le mardi",
    ):
        assert sentence in text
    assert "Valide l’achat (d’après le CRM)." in bare
    assert "Non renseigné\u00a0: notez les habitudes et les missions des contacts" in unknown


def test_the_card_has_the_short_form() -> None:
    text = persona_short(MARY, words_of("en"))
    assert text.startswith("Persona Marketing · director: 40 people")
    assert "answered" in text
    assert "Not known" not in text


def test_nothing_and_nobody() -> None:
    assert told() == []
    assert told(Personas("", 3, (), FewPeople.TOO_FEW_WON)) == []
    ((name, text),) = told(Personas("S1", 80, ()), Personas("", 80, ()))
    assert name == "All deals"
    assert "No role of at least five persons" in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_part_and_every_gap_has_words(language: str) -> None:
    for part in BuyingPart:
        assert told(Personas("", 80, (replace(BARE, part=part, titles=None),)), language=language)


def test_a_document_keeps_personas_and_says_nothing_else() -> None:
    document = result_document(result_with(OF_TYPE, OF_ALL))
    again = result_document(document_result(json.loads(json.dumps(document))))
    assert again == document
    assert [one["finding"] for one in document["personas"]] == ["S1", ""]
    assert document["personas"][0]["personas"][0]["titles"]["values"][0]["share"]["n"] == 40
    del document["personas"]
    assert document_result(document).clients.personas == (), "a younger key"
