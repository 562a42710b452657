"""Personas in words: who they are, how they behave, what is not known of them and what to record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whofor.model.committee import Spread
from whofor.model.personas import Persona, PersonaSource, PersonaTopic, PersonaValues
from whofor.reports.phrases import and_list
from whofor.reports.phrases.names import cut, plain_value, readable_name
from whofor.reports.wording.figures import estimate_value
from whofor.reports.wording.people import role_name, when_appears
from whofor.reports.words import Words

__all__ = ["persona_name", "persona_sentences", "persona_short", "to_record", "unknown_sentences"]

_LEVEL = 0.05
_IN_DAYS = 48.0
"""Hours from which a time is told in days."""
_HALF_HOURS = 2
_SUNDAY_LAST = 7
_TOPICS = (PersonaTopic.ROUTINES, PersonaTopic.TASKS, PersonaTopic.PAINS)
_ASKED = (PersonaTopic.QUESTIONS, PersonaTopic.OBJECTIONS)


def persona_name(persona: Persona, words: Words) -> str:
    """Return what a persona is called: department and level."""
    return role_name(persona.department, persona.seniority, words)


def persona_short(persona: Persona, words: Words) -> str:
    """Return a persona in a few sentences: titles, part, place, channel, and how it answers."""
    text = " ".join([*_who(persona, words), *_how_first(persona, words)])
    return words.text("persona.on_card", name=persona_name(persona, words), text=text)


def persona_sentences(persona: Persona, words: Words, untold: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield all that is known of a persona, each figure with its n, and what is not known with what to record.

    Args:
        persona: The persona.
        words: Language of the report.
        untold: What is not known of any persona, see `to_record`, and is said once for all.
    """
    yield from _who(persona, words)
    if persona.n_left_out:
        yield words.text("persona.left_out", n=persona.n_left_out)
    yield from _how_first(persona, words)
    yield from _how_then(persona, words)
    yield from _own(persona, words)
    yield from unknown_sentences([name for name in to_record(persona) if name not in untold], words)


def unknown_sentences(missing: Sequence[str], words: Words) -> Iterator[str]:
    """Yield what is not known and what to record, of these names; see `to_record`."""
    topics = [words.text(f"persona.topic_{name}") for name in missing if name in _TOPICS]
    others = [words.text(f"persona.record_{name}") for name in missing if name not in _TOPICS]
    if others:
        yield words.text("persona.unknown", what=and_list(others, words))
    if topics:
        yield words.text("persona.unknown_topics", topics=and_list(topics, words))


def _who(persona: Persona, words: Words) -> Iterator[str]:
    yield words.text("persona.people", n=persona.n_people, share=estimate_value(persona.won, words))
    if (titles := persona.titles) is not None:
        if titles.values:
            yield words.text("persona.titles", values=_values(titles, words))
        else:
            yield words.text("persona.titles_differ", n=titles.n)
    key = "persona.part_inferred" if persona.inferred else "persona.part"
    part = words.text(f"persona.part_{persona.part}")
    yield words.text(key, part=part, when=when_appears(persona.call, None, words))
    if persona.languages is not None and persona.languages.values:
        yield words.text("persona.languages", values=_values(persona.languages, words))
    if (places := persona.places) is not None and places.values:
        key = "persona.places_of_accounts" if places.source is PersonaSource.ACCOUNTS else "persona.places"
        yield words.text(key, values=_values(places, words, "country"))


def _how_first(persona: Persona, words: Words) -> Iterator[str]:
    if (channel := persona.channel) is not None and channel.values:
        key = "persona.channel" if channel.source is PersonaSource.DEALS else "persona.channel_talks"
        yield words.text(key, values=_values(channel, words))
    if (replies := persona.replies) is not None:
        after = "" if persona.reply_hours is None else words.text("persona.after", time=_time(persona, words))
        yield words.text("persona.replies", share=estimate_value(replies.share, words), n=replies.n_people, after=after)


def _how_then(persona: Persona, words: Words) -> Iterator[str]:
    if (came := persona.attendance) is not None:
        share = estimate_value(came.share, words)
        yield words.text("persona.attendance", share=share, n=came.share.n, people=came.n_people)
    if (talks := persona.conversations) is not None:
        yield words.text("persona.conversations", value=_middle(talks.spread, words), n=talks.n_people)
    if (days := persona.days_between) is not None:
        yield words.text("persona.days_between", value=_middle(days.spread, words), n=days.n_people)
    if (hour := persona.hour) is not None:
        low, high = (_clock(end, words) for end in (hour.spread.low, hour.spread.high))
        yield words.text("persona.hours", n=hour.spread.n, low=low, high=high, people=hour.n_people)
    if (week := persona.weekdays) is not None:
        most = max(range(_SUNDAY_LAST), key=lambda day: week.shares[day].estimate or 0.0)
        if week.p < _LEVEL:
            name, share = words.locale.days["format"]["wide"][most], week.shares[most]
            yield words.text("persona.weekday", day=name, share=estimate_value(share, words), n=share.n)
        else:
            yield words.text("persona.any_weekday")


def _own(persona: Persona, words: Words) -> Iterator[str]:
    for one in persona.own:
        name = readable_name(one.column)
        name = name[:1].upper() + name[1:]
        if one.values is not None:
            key = f"persona.own_{one.topic}" if one.topic in _ASKED else "persona.own"
            yield words.text(key, column=name, values=_values(one.values, words))
        elif one.spread is not None:
            value = _middle(one.spread.spread, words)
            yield words.text("persona.own_numbers", column=name, value=value, n=one.spread.n_people)


def to_record(persona: Persona) -> tuple[str, ...]:
    """Return the names of what is not known of a persona and could be recorded."""
    fields = {
        "titles": persona.titles,
        "languages": persona.languages,
        "places": persona.places,
        "channel": persona.channel,
        "replies": persona.replies,
        "attendance": persona.attendance,
        # Where days are recorded, too few of them tell no rhythm: there is nothing more to record.
        "days_between": persona.days_between or persona.conversations,
        "hour": persona.hour,
    }
    known = {one.topic for one in persona.own}
    missing = (name for name, value in fields.items() if value is None)
    return (*missing, *(topic.value for topic in (*_ASKED, *_TOPICS) if topic not in known))


def _values(found: PersonaValues, words: Words, parameter: str = "") -> str:
    """Return values with their counts: the first with how many persons or deals there are."""
    first = "persona.of_deals" if found.source is PersonaSource.DEALS else "persona.of_people"
    return ", ".join(
        words.text(
            "persona.more" if place else first,
            value=cut(_written(one.value, found.source, words, parameter)),
            k=one.share.n_won or 0,
            n=found.n,
        )
        for place, one in enumerate(found.values)
    )


def _written(value: str, source: PersonaSource, words: Words, parameter: str) -> str:
    """Return a value as text; a CRM's own codes of lead sources and conversations are no words: `paid_search`."""
    of_codes = source in (PersonaSource.DEALS, PersonaSource.CONVERSATIONS)
    return plain_value(value.replace("_", " ") if of_codes else value, words, parameter)


def _time(persona: Persona, words: Words) -> str:
    hours = 0.0 if persona.reply_hours is None else persona.reply_hours.spread.median
    if hours < _IN_DAYS:
        return words.count("hours", max(1, round(hours)))
    return words.count("days", round(hours / 24))


def _clock(hour: float, words: Words) -> str:
    """Return an hour of the day, to half an hour."""
    halves = round(hour * _HALF_HOURS)
    return words.text("persona.time", hour=str(halves // _HALF_HOURS), minute="30" if halves % _HALF_HOURS else "00")


def _middle(spread: Spread, words: Words) -> str:
    """Return a median with its quartiles where they differ."""
    low, median, high = (words.compact(float(f"{value:.2g}")) for value in (spread.low, spread.median, spread.high))
    return median if low == high else words.text("people.between", median=median, low=low, high=high)
