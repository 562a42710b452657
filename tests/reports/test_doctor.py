import io
from dataclasses import replace

import pytest
from rich.console import Console

from whofor.model import ColumnHealth, DataWarning, Health, WarningCode
from whofor.reports.doctor import render_doctor

GAP = DataWarning(WarningCode.LOW_FILL, 0.08, 578, 1722, "Total Money Raised, Last Funding Round, Last Funding Date")
HEALTH = Health(
    "1.0",
    "3.11",
    "numpy",
    {},
    workspace="acme",
    preset="hubspot",
    data_hash="0" * 64,
    tables={"deals": 2500, "accounts": 1722, "contacts": 3785, "interactions": 9040, "outcomes": 7166},
    warnings=(GAP, replace(GAP, place="Employees"), replace(GAP, place="Industry")),
)


def lines(health: Health, language: str, width: int = 80) -> list[str]:
    out = io.StringIO()
    render_doctor(health, language, Console(file=out, width=width), columns=False)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("words", [1, 20, 60])
def test_the_short_form_takes_fifteen_lines_and_drops_the_least_costly_gap_first(language: str, words: int):
    long = replace(GAP, place=", ".join(["Total Money Raised"] * words))
    health = replace(HEALTH, warnings=(GAP, long, long))
    shown = lines(health, language)
    assert len(shown) <= 15
    assert sum(line.startswith(("1. ", "2. ", "3. ")) for line in shown) == {1: 3, 20: 1, 60: 1}[words]
    assert any("--columns" in line for line in shown[-2:])


def test_the_first_gap_is_never_dropped():
    endless = replace(GAP, place=", ".join(["Total Money Raised"] * 200))
    assert any(line.startswith("1. ") for line in lines(replace(HEALTH, warnings=(endless, GAP)), "en"))
    assert not any(line.startswith("2. ") for line in lines(replace(HEALTH, warnings=(endless, GAP)), "en"))


@pytest.mark.parametrize(("language", "last"), [("en", "and 2,440 more"), ("fr", "et 2\u202f440 de plus")])
def test_of_thousands_of_columns_sixty_are_shown_and_the_others_counted(language: str, last: str):
    columns = tuple(
        ColumnHealth("accounts", f"x_{i}", f"Property {i}", "definition", "text", 9, 1) for i in range(2500)
    )
    out = io.StringIO()
    render_doctor(replace(HEALTH, columns=columns), language, Console(file=out, width=100))
    shown = out.getvalue().splitlines()
    assert sum(line.startswith("Property ") for line in shown) == 60
    assert [line for line in shown if last in line]
    assert {"en": "Columns", "fr": "Colonnes"}[language] in shown
