"""whofor finds a company's Ideal Customer Profile in its deals, with evidence one may believe.

Example:
    >>> from datetime import date
    >>> import whofor
    >>> whofor.FindOptions(seed=7).permutations
    1024
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whofor.errors import (
    Cancelled,
    DataError,
    InputError,
    MachineError,
    MappingError,
    SourceError,
    UsageError,
    WhoforError,
    WorkspaceError,
)
from whofor.version import VERSION

if TYPE_CHECKING:
    from whofor.app.account_situations import find_situations
    from whofor.app.accounts import accounts
    from whofor.app.call_sheet import write_call_page
    from whofor.app.contrast import Contrasted, contrast
    from whofor.app.demo import demo
    from whofor.app.diff import diff
    from whofor.app.doctor import doctor
    from whofor.app.find import find
    from whofor.app.find_each import FindingsByPart, find_each
    from whofor.app.findings import Findings, FoundSegment
    from whofor.app.import_source import import_source
    from whofor.app.init_mapping import MappingDraft, init_mapping
    from whofor.app.jobs import LongJob
    from whofor.app.lookalikes import lookalikes
    from whofor.app.profile import make_profile, restore_profile
    from whofor.app.report import report
    from whofor.app.research import research_market, research_where
    from whofor.app.run import PartsOutcome, RunOutcome, run, run_each
    from whofor.app.score import ScoreOptions, score
    from whofor.app.session import Session
    from whofor.app.watch import WatchOutcome, watch
    from whofor.intake.report import ImportReport
    from whofor.model import AccountsOfType, IcpResult
    from whofor.model.account_situations import AccountSituations
    from whofor.model.changes import Changes
    from whofor.model.lookalikes import LookalikeAnswer
    from whofor.model.options import FindOptions
    from whofor.model.profile import IdealCustomerProfile
    from whofor.model.profile_answer import ProfileAnswer
    from whofor.model.research import ResearchAnswer
    from whofor.model.score_answer import ScoreAnswer

__all__ = [
    "AccountSituations",
    "AccountsOfType",
    "Cancelled",
    "Changes",
    "Contrasted",
    "DataError",
    "FindOptions",
    "Findings",
    "FindingsByPart",
    "FoundSegment",
    "IcpResult",
    "IdealCustomerProfile",
    "ImportReport",
    "InputError",
    "LongJob",
    "LookalikeAnswer",
    "MachineError",
    "MappingDraft",
    "MappingError",
    "PartsOutcome",
    "ProfileAnswer",
    "ResearchAnswer",
    "RunOutcome",
    "ScoreAnswer",
    "ScoreOptions",
    "Session",
    "SourceError",
    "UsageError",
    "WatchOutcome",
    "WhoforError",
    "WorkspaceError",
    "__version__",
    "accounts",
    "contrast",
    "demo",
    "diff",
    "doctor",
    "find",
    "find_each",
    "find_situations",
    "import_source",
    "init_mapping",
    "lookalikes",
    "make_profile",
    "report",
    "research_market",
    "research_where",
    "restore_profile",
    "run",
    "run_each",
    "score",
    "watch",
    "write_call_page",
]

__version__ = VERSION

_LATE = {
    "AccountSituations": "whofor.model.account_situations",
    "AccountsOfType": "whofor.model",
    "Changes": "whofor.model.changes",
    "Contrasted": "whofor.app.contrast",
    "FindOptions": "whofor.model.options",
    "Findings": "whofor.app.findings",
    "FindingsByPart": "whofor.app.find_each",
    "FoundSegment": "whofor.app.findings",
    "IcpResult": "whofor.model",
    "IdealCustomerProfile": "whofor.model.profile",
    "ImportReport": "whofor.intake.report",
    "LongJob": "whofor.app.jobs",
    "LookalikeAnswer": "whofor.model.lookalikes",
    "MappingDraft": "whofor.app.init_mapping",
    "PartsOutcome": "whofor.app.run",
    "ProfileAnswer": "whofor.model.profile_answer",
    "ResearchAnswer": "whofor.model.research",
    "RunOutcome": "whofor.app.run",
    "ScoreAnswer": "whofor.model.score_answer",
    "ScoreOptions": "whofor.app.score",
    "Session": "whofor.app.session",
    "WatchOutcome": "whofor.app.watch",
    "accounts": "whofor.app.accounts",
    "contrast": "whofor.app.contrast",
    "demo": "whofor.app.demo",
    "diff": "whofor.app.diff",
    "doctor": "whofor.app.doctor",
    "find": "whofor.app.find",
    "find_each": "whofor.app.find_each",
    "find_situations": "whofor.app.account_situations",
    "import_source": "whofor.app.import_source",
    "init_mapping": "whofor.app.init_mapping",
    "lookalikes": "whofor.app.lookalikes",
    "make_profile": "whofor.app.profile",
    "report": "whofor.app.report",
    "research_market": "whofor.app.research",
    "research_where": "whofor.app.research",
    "restore_profile": "whofor.app.profile",
    "run": "whofor.app.run",
    "run_each": "whofor.app.run",
    "score": "whofor.app.score",
    "watch": "whofor.app.watch",
    "write_call_page": "whofor.app.call_sheet",
}


def __getattr__(name: str) -> object:
    """Import what is heavy on first use, so that `import whofor` and `--help` stay instant."""
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module 'whofor' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names only."""
    return __all__
