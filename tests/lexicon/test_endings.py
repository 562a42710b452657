"""Words of stages: what they say, in eight languages."""

import pytest

from whofor.lexicon.endings import StageFact, ending_of, header_says, words_of_stage
from whofor.lexicon.words import read_words


@pytest.mark.parametrize(
    ("value", "ending"),
    [
        ("Closed Won", "won"),
        ("closedwon", "won"),
        ("Gagnée", "won"),
        ("Ganado", "won"),
        ("Gewonnen", "won"),
        ("Ganho", "won"),
        ("Vinta", "won"),
        ("Payment Done", "won"),
        ("Signé", "won"),
        ("Auftrag erteilt", "won"),
        ("Sold", "won"),
        ("Lost - price", "lost"),
        ("Perdu (prix)", "lost"),
        ("Perdido", "lost"),
        ("Verloren", "lost"),
        ("Abgelehnt", "lost"),
        ("Turned down", "lost"),
        ("Sans suite", "lost"),
        ("Kein Interesse", "lost"),
        ("Rechazado", "lost"),
        ("Persa", "lost"),
        ("Not won", "lost"),
        ("Non signé", "lost"),
        ("nicht gewonnen", "lost"),
        ("Not lost", "open"),
        ("Waiting for signature", "open"),
        ("To be signed", "open"),
        ("En attente", "open"),
        ("In Verhandlung", "open"),
        ("Contract sent", "open"),
        ("Propuesta", "open"),
        ("Closed – no sale", "lost"),
        ("Lost to competitor", "lost"),
        ("Contract sent then declined", "lost"),
        ("Contract sent and signed", "won"),
        ("No show", "lost"),
        ("Ghosted", "lost"),
        ("Won – invoiced", "won"),
        ("Renewed", "won"),
        ("Renewal due", "open"),
        ("Not renewed", "lost"),
        ("Churn risk", "open"),
        ("Partner live", "won"),
        ("Live demo", "open"),
        ("Go live", "open"),
        ("Not won yet", "open"),
        ("NDA signed", "open"),
        ("Verbally won", "open"),
        ("Not installed", None),
        ("Onboarding", "open"),
        ("Onboarded", "won"),
        ("À renouveler", "open"),
        ("Renouvelé", "won"),
        ("Non renouvelé", "lost"),
        ("Sans réponse", "lost"),
        ("Renovado", "won"),
        ("Renovación", "open"),
        ("Dado de baja", "lost"),
        ("Verlängert", "won"),
        ("Verlängerung fällig", "open"),
        ("Gekündigt", "lost"),
        ("Não renovado", "lost"),
        ("Sem retorno", "lost"),
        ("Rinnovato", "won"),
        ("Disdetta", "lost"),
        ("Ondertekend", "won"),
        ("Afgewezen", "lost"),
        ("Offerte verstuurd", "open"),
        ("Успешно реализовано", "won"),
        ("Закрыто и не реализовано", "lost"),
        ("Сделка успешна", "won"),
        ("Сделка провалена", "lost"),
        ("Анализ причины провала", "lost"),
        ("Первичный контакт", "open"),
        ("Счёт на предоплату", "open"),
        ("Принимают решение", "open"),
        ("Decision Maker Bought-In", None),
        ("B2", None),
        ("", None),
    ],
)
def test_what_values_say(value: str, ending: str | None) -> None:
    assert ending_of(value) == ending


@pytest.mark.parametrize(
    "name", ["plain_won", "plain_lost", "won", "done", "won_alone", "lost", "lost_alone", "ended", "void"]
)
def test_no_word_of_an_ending_is_read_as_open(name: str) -> None:
    side = {"won_alone": "won", "lost_alone": "lost"}.get(name, name.removeprefix("plain_"))
    for phrase in read_words("endings", name):
        found = words_of_stage(phrase.replace("*", ""))
        assert found.ending != "open", phrase
        if side in ("won", "lost"):
            assert found.ending == side, phrase


@pytest.mark.parametrize("name", ["open", "beside"])
def test_no_word_of_an_open_stage_ends_a_deal_in_a_longer_text(name: str) -> None:
    for phrase in read_words("endings", name):
        assert words_of_stage(f"{phrase.replace('*', '')} xyz").ending in (None, "open"), phrase


def test_a_plain_name_needs_no_confirmation() -> None:
    plain = [
        "Closed won",
        "Gagnée",
        "Ganado",
        "Gewonnen",
        "Ganho",
        "Vinto",
        "Closed lost - price",
        "Perdu",
        "Negotiation",
    ]
    assert all(words_of_stage(text).plain for text in plain)
    assert not any(words_of_stage(text).plain for text in ["Renewed", "Partner live", "Churned", "Signed", "Not won"])


def test_words_that_only_end_a_deal() -> None:
    assert words_of_stage("Closed").has_ended
    assert words_of_stage("Duplicate lead").has_ended
    assert words_of_stage("Active").weak
    assert not words_of_stage("Paid").weak


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("Deal - Pipeline", StageFact.PIPELINE),
        ("Embudo", StageFact.PIPELINE),
        ("Воронка", StageFact.PIPELINE),
        ("Probability (%)", StageFact.PROBABILITY),
        ("hs_deal_stage_probability", StageFact.PROBABILITY),
        ("Wahrscheinlichkeit (%)", StageFact.PROBABILITY),
        ("Closed Lost Reason", StageFact.LOSS_REASON),
        ("Motif de perte", StageFact.LOSS_REASON),
        ("Deal - Lost reason", StageFact.LOSS_REASON),
    ],
)
def test_headers_of_facts_of_a_stage(header: str, fact: StageFact) -> None:
    assert [one for one in StageFact if header_says(header, one)] == [fact]


@pytest.mark.parametrize(
    "header", ["Pipeline value", "Forecast probability category", "Win reason", "Close reason", "Amount"]
)
def test_headers_of_other_facts(header: str) -> None:
    assert not any(header_says(header, fact) for fact in StageFact)
