"""How an export was recognised: what is unread, and whether it can say that a deal was lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whofor.intake.mapping.plan import PlannedColumn, PlannedHint, PlannedLink, PlannedOutcome, PlannedTable, Ref
from whofor.intake.recognition import tells_losses, unread_columns
from whofor.model import Role
from whofor.schema.columns import ReadAs

WON = PlannedOutcome(stage="_stage", won=("Won",), open=("*",))


@pytest.mark.parametrize(
    ("outcome", "guessed", "tells"),
    [
        (None, False, False),
        (WON, False, False),
        (WON, True, True),
        (replace(WON, won=("*",)), True, False),
        (replace(WON, lost=("Lost",)), False, True),
        (replace(WON, lost=("Lost",), of_leads=True), False, False),
        (PlannedOutcome(won_flag="_won_flag"), False, False),
        (PlannedOutcome(won_flag="_won_flag", closed_flag="_closed_flag"), False, True),
        (PlannedOutcome(won_flag="_won_flag", lost_flag="_lost_flag"), False, True),
        (PlannedOutcome(hints=(PlannedHint("_hint_0", won=("100",)),)), False, False),
        (PlannedOutcome(hints=(PlannedHint("_hint_0", won=("100",), lost=("0",)),)), False, True),
        (PlannedOutcome(won_if_in=("closed",), otherwise="open"), True, False),
        (PlannedOutcome(won_if_in=("closed",), otherwise="lost"), False, True),
    ],
)
def test_whether_a_deal_can_be_said_to_be_lost(outcome: PlannedOutcome | None, guessed: bool, tells: bool) -> None:
    assert tells_losses(outcome, guessed=guessed) is tells


def test_what_of_the_deals_is_unread() -> None:
    def column(name: str) -> PlannedColumn:
        return PlannedColumn(name, Ref("", name), ReadAs.TEXT, name, Role.VALIDATION)

    deals = PlannedTable("deals", (), tuple(map(column, ("opened", "amount", "owner"))))
    assert unread_columns(deals) == ("account_key", "closed", "lead_source")
    linked = replace(deals, links=(PlannedLink("accounts", "name", "_link"),))
    assert unread_columns(linked) == ("closed", "lead_source")
    keyed = replace(deals, columns=(*deals.columns, column("account_key")))
    assert unread_columns(keyed) == ("closed", "lead_source")
