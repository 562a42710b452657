"""Rules as questions to an engine: kinds and texts as they are written in the data, each question once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whofor.schema.signal_tests import Among, LastValues, RowsOfKind, SignalTests, Watched
from whofor.situations.rule_values import Feed, SeriesTest, SignalTest, SituationRules
from whofor.situations.signals_there import SignalsThere
from whofor.situations.texts import plain, says_one_of

__all__ = ["Questions", "feed_of", "questions_of"]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked for some rules.

    Attributes:
        rows: Question of each test of signals.
        series: Question of each test of a series.
        any_row: For each test of signals whose feed covers accounts with any signal: whether there is any.
        watched: For each one whose kind the table of coverage has: whether it was watched for.
    """

    rows: Mapping[SignalTest, RowsOfKind]
    series: Mapping[SeriesTest, LastValues]
    any_row: Mapping[SignalTest, RowsOfKind]
    watched: Mapping[SignalTest, Watched]

    def tests(self) -> SignalTests:
        """Return all questions, each once."""
        rows = dict.fromkeys([*self.rows.values(), *self.any_row.values()])
        return SignalTests(
            tuple(rows), tuple(dict.fromkeys(self.series.values())), tuple(dict.fromkeys(self.watched.values()))
        )


def questions_of(rules: SituationRules, there: SignalsThere) -> Questions:
    """Return what is asked for some rules.

    Args:
        rules: The rules.
        there: What the data has, with the texts of the columns that rules choose signals by.
    """
    rows: dict[SignalTest, RowsOfKind] = {}
    series: dict[SeriesTest, LastValues] = {}
    any_row: dict[SignalTest, RowsOfKind] = {}
    watched: dict[SignalTest, Watched] = {}
    for _, test in rules.tests():
        if isinstance(test, SeriesTest):
            series[test] = LastValues(there.spellings(test.series), test.over_days, test.fresh_days)
        if not isinstance(test, SignalTest):
            continue
        kind, kinds = plain(test.signal), there.spellings(test.signal)
        where = tuple(Among(one.column, _texts(one.texts, there.texts.get(one.column, ()))) for one in test.where)
        # Of a column that holds texts no aggregate is made: nothing is known of it.
        column = test.column if there.columns.get(test.column, True) else ""
        rows[test] = RowsOfKind(kinds, test.within_days, where, test.at_least, column, test.aggregate)
        if kind in there.watched:
            watched[test] = Watched(there.watched[kind], test.within_days)
        elif (feed := feed_of(rules, test.signal)) is None or feed.covers != "all":
            any_row[test] = RowsOfKind(kinds)
    return Questions(rows, series, any_row, watched)


def feed_of(rules: SituationRules, signal: str) -> Feed | None:
    """Return what is said of the feed of a kind of signal; `None` where nothing is."""
    return next((feed for feed in rules.feeds.values() if plain(feed.signal) == plain(signal)), None)


def _texts(wanted: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in there if says_one_of(text, wanted))
