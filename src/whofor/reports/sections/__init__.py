"""The sections of a report, a module each: its words, what the page shows of it and what a terminal does.

To add one, write its module and name it in `SECTIONS`; where it shows something in a terminal, in `IN_TERMINAL` too.
"""

from whofor.reports.sections.answer import ANSWER
from whofor.reports.sections.avoid import AVOID
from whofor.reports.sections.channels import CHANNELS
from whofor.reports.sections.claims import CLAIMS
from whofor.reports.sections.clients import CLIENTS
from whofor.reports.sections.confounders import CONFOUNDERS
from whofor.reports.sections.contrasts import CONTRASTS
from whofor.reports.sections.data import DATA
from whofor.reports.sections.doubt import DOUBT
from whofor.reports.sections.facts import FACTS
from whofor.reports.sections.hypotheses import HYPOTHESES
from whofor.reports.sections.icps import ICPS
from whofor.reports.sections.interactions import INTERACTIONS
from whofor.reports.sections.issues import ISSUES
from whofor.reports.sections.leaks import LEAKS
from whofor.reports.sections.map import MAP
from whofor.reports.sections.method import METHOD
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
    WORTH,
    CONTRASTS,
    CHANNELS,
    FACTS,
    MAP,
    DOUBT,
    VALUE,
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

IN_TERMINAL = (
    ICPS,
    CLAIMS,
    HYPOTHESES,
    AVOID,
    WORTH,
    FACTS,
    CHANNELS,
    INTERACTIONS,
    CLIENTS,
    RECORD_NEXT,
    VALUE,
    CONTRASTS,
    CONFOUNDERS,
    LEAKS,
    SET_ASIDE,
    ISSUES,
)
"""Those that a terminal shows below the answer, in its order."""
