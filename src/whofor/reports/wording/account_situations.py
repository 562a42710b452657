"""What is going on at accounts, in words: signals as evidence, why something is not known, what was read of lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whofor.model.account_situations import (
    AccountInSituation,
    AccountSituations,
    AskedSituation,
    Counted,
    DatedEvidence,
    NotKnown,
)
from whofor.reports.catalogue import clean
from whofor.reports.words import Words, slug

__all__ = ["evidence_text", "kind_name", "list_lines", "missing_text", "unknown_lines", "why_unknown"]

_LONGEST = 80
_BETWEEN = " · "
_MOST_REASONS = 3


def evidence_text(row: AccountInSituation, words: Words, most: int | None = None) -> str:
    """Return why a situation holds, or is not known.

    Args:
        row: The situation of an account.
        words: Language of the text.
        most: At most so many signals; all where `None`.
    """
    if row.holds is None:
        return _BETWEEN.join(why_unknown(one, words) for one in row.unknown)
    signals = row.signals if most is None else row.signals[:most]
    parts = [signal_text(one, words) for one in signals]
    if left := len(row.signals) - len(signals):
        parts.append(words.plural("situations.more_signals", left))
    facts = [words.pair(words.parameter(name, name), _plain(value, words)) for name, value in row.facts.items()]
    return _BETWEEN.join([*parts, *facts])


def signal_text(signal: DatedEvidence, words: Words) -> str:
    """Return a signal in words: what, which one, how much, when."""
    about = signal.about
    value = "" if signal.value is None else words.compact(signal.value)
    which = [str(about[name]) for name in ("detail", "role") if about.get(name)]
    text = str(about.get("text", ""))
    tone = about.get("tone")
    said = [
        *which,
        value,
        words.text("situations.quoted", text=_cut(text)) if text else "",
        words.text("situations.tone", tone=words.signed(tone, 1)) if isinstance(tone, float) else "",
    ]
    parts = ", ".join(part for part in said if part)
    name = kind_name(signal.kind, words)
    what = f"{name} {parts}" if parts else name
    day = words.short_day(signal.day)
    if signal.known_on and signal.known_on > signal.day:
        return words.text("situations.signal_known", what=what, day=day, known=words.short_day(signal.known_on))
    return words.text("situations.signal", what=what, day=day)


def kind_name(kind: str, words: Words) -> str:
    """Return a kind of signal in words; one that whofor does not know as it is written."""
    key = f"signal.{slug(kind)}"
    return words.text(key) if words.has(key) else clean(kind.replace("_", " "))


def why_unknown(why: NotKnown, words: Words) -> str:
    """Return why something is not known."""
    about = why.about if why.because == "no_fact" else kind_name(why.about, words)
    return words.text(f"situations.unknown_{why.because}", about=about, column=why.column)


def unknown_lines(told: Sequence[AskedSituation], words: Words) -> Iterator[str]:
    """Yield of how many accounts situations that hold for others are not known, and why; those alike together."""
    alike: dict[tuple[int, str], list[str]] = {}
    for one in told:
        if one.n_holds and one.n_unknown and one.unknown:
            reasons = _BETWEEN.join(why_unknown(why, words) for why in one.unknown[:_MOST_REASONS])
            alike.setdefault((one.n_unknown, reasons), []).append(one.label_in(words.language))
    for (n, reasons), names in alike.items():
        yield words.plural("situations.not_known", n, name=_BETWEEN.join(names), reasons=reasons)


def missing_text(untold: Sequence[AskedSituation], words: Words) -> str:
    """Return how many situations are not known of any account, and what the lists would have to tell."""
    lacking = list(dict.fromkeys(about for one in untold for about in one.missing))
    text = words.plural("situations.untold", len(untold))
    if not lacking:
        return text
    return f"{text} {words.text('situations.lacking', kinds=', '.join(kind_name(one, words) for one in lacking))}"


def list_lines(found: AccountSituations, words: Words) -> Iterator[str]:
    """Yield what was read of each list, and what of it was left out, with examples."""
    for one in found.files:
        counts = one.kinds.items()
        kinds = ", ".join(words.text("situations.kind_count", n=n, kind=kind_name(kind, words)) for kind, n in counts)
        key = "situations.read_by_name" if one.by_name else "situations.read"
        by = one.by if one.column == one.by else f"{one.column} = {one.by}"
        yield words.text(key, file=one.file, kinds=kinds or "–", by=by)
        if one.ambiguous:
            yield words.text("situations.ambiguous", file=one.file, example=one.ambiguous)
        for what in ("unmatched", "several", "without_day"):
            counted: Counted = getattr(one, what)
            if counted.rows:
                examples = ", ".join(counted.examples)
                yield words.plural(f"situations.{what}", counted.rows, file=one.file, examples=examples)
    yield words.text("situations.days", first=found.days[0], last=found.days[1])
    if found.repeated.rows:
        examples = ", ".join(found.repeated.examples)
        yield words.plural("situations.repeated", found.repeated.rows, examples=examples)


def _plain(value: str | float, words: Words) -> str:
    return clean(value) if isinstance(value, str) else words.compact(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
