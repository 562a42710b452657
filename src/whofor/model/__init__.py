"""The vocabulary of the field, as frozen values. Standard library only."""

from whofor.model.accounts import AccountList, AccountRow, AccountsOfType, KnownAccounts, ListKind, TypeAccounts
from whofor.model.also_passed import AlsoPassed, AlsoPassedKind
from whofor.model.channels import Channel, Channels
from whofor.model.comparison import Comparison, Contrast, SituationEffect
from whofor.model.cycle import CurvePoint, Cycle, DeathStage
from whofor.model.data_findings import (
    ClientSummary,
    ConfounderEffect,
    DataFindings,
    InteractionSummary,
    Issue,
    Leak,
    SetAside,
)
from whofor.model.everyone import EveryoneElse, WithoutCondition
from whofor.model.evidence import Adjustment, Estimate, FindingKind, OwnEffort, SegmentFinding, Verdict
from whofor.model.facts import FactBlock, RecordNext
from whofor.model.health import ColumnHealth, DataWarning, DateRange, Health, QuarterOutcomes, Relation
from whofor.model.issue_codes import IssueCode, WarningCode
from whofor.model.measure import Measure
from whofor.model.parameters import AsOf, Kind, Parameter, Role
from whofor.model.price import Alike, NeighbourGap, Price, PriceBand, PriceOdds, PriceScale
from whofor.model.reasons import Reason
from whofor.model.recognition import Guess, Recognition
from whofor.model.result import Answer, ClientFindings, IcpResult, Look, SearchFindings
from whofor.model.run import ChannelSearch, RunInfo
from whofor.model.search_record import SearchRecord
from whofor.model.segment import MONTHS_BEFORE, Condition, Operator, Segment
from whofor.model.soft_facts import SoftDoubt, SoftFact, SoftReading, SoftSource
from whofor.model.stages import StageReadBy, StageSummary
from whofor.model.value import Payers, ValueComponent, ValueSummary
from whofor.model.waiting import WaitingTime
from whofor.model.worth import SegmentWorth

__all__ = [
    "MONTHS_BEFORE",
    "AccountList",
    "AccountRow",
    "AccountsOfType",
    "Adjustment",
    "Alike",
    "AlsoPassed",
    "AlsoPassedKind",
    "Answer",
    "AsOf",
    "Channel",
    "ChannelSearch",
    "Channels",
    "ClientFindings",
    "ClientSummary",
    "ColumnHealth",
    "Comparison",
    "Condition",
    "ConfounderEffect",
    "Contrast",
    "CurvePoint",
    "Cycle",
    "DataFindings",
    "DataWarning",
    "DateRange",
    "DeathStage",
    "Estimate",
    "EveryoneElse",
    "FactBlock",
    "FindingKind",
    "Guess",
    "Health",
    "IcpResult",
    "InteractionSummary",
    "Issue",
    "IssueCode",
    "Kind",
    "KnownAccounts",
    "Leak",
    "ListKind",
    "Look",
    "Measure",
    "NeighbourGap",
    "Operator",
    "OwnEffort",
    "Parameter",
    "Payers",
    "Price",
    "PriceBand",
    "PriceOdds",
    "PriceScale",
    "QuarterOutcomes",
    "Reason",
    "Recognition",
    "RecordNext",
    "Relation",
    "Role",
    "RunInfo",
    "SearchFindings",
    "SearchRecord",
    "Segment",
    "SegmentFinding",
    "SegmentWorth",
    "SetAside",
    "SituationEffect",
    "SoftDoubt",
    "SoftFact",
    "SoftReading",
    "SoftSource",
    "StageReadBy",
    "StageSummary",
    "TypeAccounts",
    "ValueComponent",
    "ValueSummary",
    "Verdict",
    "WaitingTime",
    "WarningCode",
    "WithoutCondition",
]
