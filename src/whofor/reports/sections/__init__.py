"""The sections of a report, a module each: its words, what the page shows of it and what a terminal does.

To add one, write its module and name it in `SECTIONS`. A terminal shows those with a `brief`, in the same order
unless the section says which other it follows.
"""

from collections.abc import Iterator

from whofor.reports.report import Section
from whofor.reports.sections.also_passed import ALSO_PASSED
from whofor.reports.sections.answer import ANSWER
from whofor.reports.sections.avoid import AVOID
from whofor.reports.sections.channel_findings import CHANNEL_FINDINGS
from whofor.reports.sections.channels import CHANNELS
from whofor.reports.sections.claims import CLAIMS
from whofor.reports.sections.clients import CLIENTS
from whofor.reports.sections.conditions import CONDITIONS
from whofor.reports.sections.confounders import CONFOUNDERS
from whofor.reports.sections.contrasts import CONTRASTS
from whofor.reports.sections.data import DATA
from whofor.reports.sections.doubt import DOUBT
from whofor.reports.sections.expected import EXPECTED
from whofor.reports.sections.facts import FACTS
from whofor.reports.sections.going_on import GOING_ON
from whofor.reports.sections.hypotheses import HYPOTHESES
from whofor.reports.sections.icps import ICPS
from whofor.reports.sections.interactions import INTERACTIONS
from whofor.reports.sections.issues import ISSUES
from whofor.reports.sections.leaks import LEAKS
from whofor.reports.sections.map import MAP
from whofor.reports.sections.method import METHOD
from whofor.reports.sections.people import PEOPLE
from whofor.reports.sections.personas import PERSONAS
from whofor.reports.sections.process import PROCESS
from whofor.reports.sections.profile import PROFILE
from whofor.reports.sections.record_next import RECORD_NEXT
from whofor.reports.sections.set_aside import SET_ASIDE
from whofor.reports.sections.value import VALUE
from whofor.reports.sections.worth import WORTH

__all__ = ["IN_TERMINAL", "SECTIONS"]

SECTIONS = (
    ANSWER,
    ICPS,
    CLAIMS,
    HYPOTHESES,
    AVOID,
    ALSO_PASSED,
    WORTH,
    CONDITIONS,
    CONTRASTS,
    CHANNEL_FINDINGS,
    CHANNELS,
    FACTS,
    DOUBT,
    MAP,
    PROFILE,
    VALUE,
    PEOPLE,
    PROCESS,
    PERSONAS,
    GOING_ON,
    EXPECTED,
    CONFOUNDERS,
    RECORD_NEXT,
    LEAKS,
    SET_ASIDE,
    INTERACTIONS,
    CLIENTS,
    ISSUES,
    DATA,
    METHOD,
)
"""All sections, in the order of the page."""


def _followed(section: Section) -> Iterator[Section]:
    """Return a section and those that follow it in a terminal."""
    yield section
    for other in SECTIONS:
        if other.terminal_after == section.name:
            yield from _followed(other)


IN_TERMINAL = tuple(
    each for first in SECTIONS if not first.terminal_after for each in _followed(first) if each.brief is not None
)
"""Those of them that a terminal shows below the answer, in its order."""
