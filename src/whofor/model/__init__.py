"""The vocabulary of the field, as frozen values. Standard library only."""

from whofor.model.evidence import Adjustment, Estimate, Reason, SegmentFinding, Verdict
from whofor.model.health import ColumnHealth, DataWarning, DateRange, Health, QuarterOutcomes, Relation
from whofor.model.measure import Measure
from whofor.model.parameters import AsOf, Kind, Parameter, Role
from whofor.model.result import (
    Answer,
    Comparison,
    ConfounderEffect,
    Contrast,
    IcpResult,
    Issue,
    Leak,
    Look,
    RunInfo,
    SetAside,
    ValueComponent,
    ValueSummary,
)
from whofor.model.segment import Condition, Operator, Segment

__all__ = [
    "Adjustment",
    "Answer",
    "AsOf",
    "ColumnHealth",
    "Comparison",
    "Condition",
    "ConfounderEffect",
    "Contrast",
    "DataWarning",
    "DateRange",
    "Estimate",
    "Health",
    "IcpResult",
    "Issue",
    "Kind",
    "Leak",
    "Look",
    "Measure",
    "Operator",
    "Parameter",
    "QuarterOutcomes",
    "Reason",
    "Relation",
    "Role",
    "RunInfo",
    "Segment",
    "SegmentFinding",
    "SetAside",
    "ValueComponent",
    "ValueSummary",
    "Verdict",
]
