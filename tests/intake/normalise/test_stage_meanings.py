"""Stages that nobody listed: what their words and their deals say of them."""

from __future__ import annotations

import pytest

from whofor.intake.normalise.stage_meanings import (
    DealFacts,
    StageMeaning,
    days_of_stages,
    listed,
    meanings_of,
    probabilities_of,
    reasons_of,
)
from whofor.lexicon.endings import Ending
from whofor.model import StageReadBy

KNOWN: dict[str, Ending] = {"Closed won": "won", "Closed lost": "lost", "Proposal": "open"}


def read(stage: str, facts: DealFacts, known: dict[str, Ending] = KNOWN) -> tuple[str | None, StageReadBy, bool]:
    meaning = meanings_of([stage], known, facts, assume=[stage])[stage]
    return meaning.outcome, meaning.read_by, meaning.guessed


def probabilities(**own: int) -> DealFacts:
    known = [("Closed won", "100", 9), ("Closed lost", "0", 9), ("Proposal", "40", 9)]
    return DealFacts(probabilities_of([*known, *(("K7", text.removeprefix("p"), n) for text, n in own.items())]))


@pytest.mark.parametrize(("level", "outcome"), [("p100", "won"), ("p0", "lost"), ("p35", "open")])
def test_a_probability_says_what_a_stage_means(level: str, outcome: str) -> None:
    assert read("K7", probabilities(**{level: 6})) == (outcome, StageReadBy.PROBABILITY, True)


def test_probabilities_may_be_shares() -> None:
    texts = [("Closed won", "1", 9), ("Closed lost", "0", 9), ("Proposal", "0.4", 9), ("K7", "1.0", 3)]
    assert read("K7", DealFacts(probabilities_of(texts)))[0] == "won"


def test_probabilities_of_all_sorts_say_nothing() -> None:
    assert read("K7", probabilities(p0=3, p50=3, p100=3)) == ("open", StageReadBy.ASSUMED, True)


def test_a_column_of_zeros_says_nothing() -> None:
    zeros = probabilities_of([(stage, "0", 9) for stage in (*KNOWN, "K7")])
    assert read("K7", DealFacts(zeros)) == ("open", StageReadBy.ASSUMED, True)
    early = probabilities_of([("Closed won", "100", 9), ("Closed lost", "0", 9), ("Proposal", "0", 9), ("K7", "0", 9)])
    assert read("K7", DealFacts(early)) == ("open", StageReadBy.ASSUMED, True)


def test_a_probability_that_never_changes_contradicts_nothing() -> None:
    same = DealFacts(probabilities_of([(stage, "50", 9) for stage in ("Deal won", "Deal lost", "Proposal", "Renewed")]))
    stages = ("Deal won", "Deal lost", "Proposal", "Renewed")
    found = meanings_of(stages, {}, same, assume=stages)
    assert [found[stage].outcome for stage in stages] == ["won", "lost", "open", "won"]
    drafted: dict[str, Ending] = {"Deal won": "won", "Deal lost": "lost"}
    assert listed("Deal won", "won", drafted, same).outcome == "won"


def test_a_plain_name_is_believed_whatever_the_probability() -> None:
    texts = [("Closed won", "60", 9), ("Closed lost", "0", 9), ("Proposal", "40", 9)]
    found = meanings_of(KNOWN, {}, DealFacts(probabilities_of(texts)), assume=())
    assert {stage: meaning.outcome for stage, meaning in found.items()} == KNOWN


def test_words_and_a_probability_that_contradict_each_other_leave_it_unknown() -> None:
    known = [("Closed won", "100", 9), ("Closed lost", "0", 9), ("Proposal", "40", 9)]
    for stage, level in (("Renewed", "0"), ("Churned", "100"), ("Renewed", "50"), ("Negotiation", "100")):
        facts = DealFacts(probabilities_of([*known, (stage, level, 9)]))
        assert read(stage, facts) == (None, StageReadBy.PROBABILITY, True), stage
    agreeing = DealFacts(probabilities_of([*known, ("Renewed", "100", 9)]))
    assert read("Renewed", agreeing) == ("won", StageReadBy.WORDS, True)


def reasons(own: int, won: int = 0, running: int = 0) -> DealFacts:
    texts: list[tuple[str, str | None, int]] = []
    for stage, filled in (("Closed won", won), ("Proposal", running), ("K7", own)):
        texts += [(stage, "Price", filled), (stage, None, 20 - filled)]
    return DealFacts(reasons=reasons_of(texts))


def test_a_reason_of_loss_says_that_a_stage_is_lost() -> None:
    assert read("K7", reasons(18)) == ("lost", StageReadBy.LOSS_REASON, True)
    assert read("K7", reasons(10))[1] is StageReadBy.ASSUMED
    assert read("K7", reasons(18, running=6))[1] is StageReadBy.ASSUMED
    assert read("K7", reasons(18, won=15))[1] is StageReadBy.ASSUMED


def days(own: float | None, running: float | None = None) -> DealFacts:
    texts = [("Closed won", 50.0, 9), ("Closed lost", 50.0, 9), ("Proposal", running, 9), ("K7", own, 9)]
    return DealFacts(past=days_of_stages(texts, 100.0))


def test_closing_days_say_that_a_stage_has_ended_and_not_how() -> None:
    assert read("K7", days(60.0)) == (None, StageReadBy.CLOSING_DAYS, True)
    assert read("K7", days(60.0, running=130.0)) == (None, StageReadBy.CLOSING_DAYS, True)


def test_closing_days_still_to_come_say_that_a_stage_runs() -> None:
    assert read("K7", days(140.0)) == ("open", StageReadBy.CLOSING_DAYS, False)
    assert read("K7", days(None)) == ("open", StageReadBy.CLOSING_DAYS, False)


def test_closing_days_say_nothing_where_running_deals_have_past_ones_too() -> None:
    assert read("K7", days(60.0, running=60.0)) == ("open", StageReadBy.ASSUMED, True)


def test_words_that_only_end_a_deal_beside_a_stage_that_is_won() -> None:
    nothing = DealFacts()
    assert read("Closed", nothing) == (None, StageReadBy.WORDS, True)
    assert read("Closed", nothing, {})[0] == "won"
    with_reasons = DealFacts(reasons=reasons_of([("Closed", "Price", 9), ("Proposal", None, 9)]))
    assert read("Closed", with_reasons) == ("lost", StageReadBy.LOSS_REASON, True)
    assert read("Duplicate", nothing)[0] is None
    assert read("Active", nothing) == ("open", StageReadBy.ASSUMED, True)


def test_a_draft_is_believed_but_for_what_a_probability_contradicts() -> None:
    known: dict[str, Ending] = {"Closed won": "won", "Closed lost": "lost", "Renewed": "won", "no": "won"}
    texts = [("Closed won", "100", 9), ("Closed lost", "0", 9), ("Proposal", "40", 9), ("Renewed", "0", 9)]
    facts = DealFacts(probabilities_of(texts))
    assert listed("Renewed", "won", known, facts).outcome is None
    assert listed("Renewed", "won", known, DealFacts()).read_by is StageReadBy.WORDS
    assert listed("no", "won", known, DealFacts()) == StageMeaning("won", StageReadBy.ASSUMED)


def test_a_stage_that_nothing_catches_is_unknown_where_nothing_says_anything() -> None:
    found = meanings_of(["K7"], KNOWN, DealFacts(), assume=())["K7"]
    assert (found.outcome, found.read_by, found.guessed) == (None, StageReadBy.UNREAD, True)


@pytest.mark.parametrize(
    ("won", "lost", "running"),
    [
        ("Renewed", "Churned", "Renewal due"),
        ("Contrat signé", "Résilié", "Relance"),
        ("Renovado", "Dado de baja", "Renovación"),
        ("Verlängert", "Gekündigt", "Angebot"),
        ("Renovado", "Sem retorno", "Proposta enviada"),
        ("Договор подписан", "Отказ клиента", "Согласование договора"),
    ],
)
def test_words_of_other_pipelines(won: str, lost: str, running: str) -> None:
    found = meanings_of([won, lost, running], KNOWN, DealFacts(), assume=[won, lost, running])
    assert [found[text].outcome for text in (won, lost, running)] == ["won", "lost", "open"]
