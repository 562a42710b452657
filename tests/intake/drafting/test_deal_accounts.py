"""Which column of the deals names their company: by its header and by its values."""

import pytest

from whofor.intake.drafting import ColumnShape, FileShape, column_shape
from whofor.intake.drafting.deal_accounts import account_column, account_score, names_account

ROWS = 120


def column(header: str, texts: list[str]) -> ColumnShape:
    values: dict[str, int] = {}
    for text in texts:
        values[text] = values.get(text, 0) + 1
    length = sum(map(len, texts)) / len(texts)
    return column_shape(header, len(texts), filled=len(texts), distinct=len(values), mean_length=length, values=values)


def deals(**texts: list[str]) -> FileShape:
    rows = len(next(iter(texts.values())))
    sample = {header: tuple(cells) for header, cells in texts.items()}
    return FileShape("deals.csv", rows, {header: column(header, cells) for header, cells in texts.items()}, sample)


def cycled(values: list[str], rows: int = ROWS) -> list[str]:
    return [values[row % len(values)] for row in range(rows)]


FIRMS = [f"Firm {n}" for n in range(48)]


@pytest.mark.parametrize(
    ("header", "values", "is_key"),
    [
        ("Client", FIRMS, True),
        ("Company", [f"www.firm{n}.com" for n in range(48)], True),
        ("Account ID", [f"A-{n:04d}" for n in range(48)], True),
        ("Client", ["Current", "New", "Past"], False),
        ("Customer", ["SMB", "Mid-market", "Enterprise", "Public", "Education"], False),
        ("Client", ["Yes", "No"], False),
        ("Clients", ["1", "2", "3", "5", "8"], False),
        ("Customer", [f"p{n}@firm.com" for n in range(48)], False),
        ("Salesperson", [f"Person {n}" for n in range(48)], False),
    ],
)
def test_account_key(header: str, values: list[str], is_key: bool) -> None:
    file = deals(**{header: cycled(values), "Stage": cycled(["Won", "Lost"])})
    found, score = account_column(file, list(file.columns))
    assert found == (header if is_key else "")
    assert not is_key or score >= 0.7


@pytest.mark.parametrize("rows", [20, 45, 60, 120])
def test_a_company_in_each_row_is_its_account(rows: int) -> None:
    file = deals(Company=[f"Firm {n}" for n in range(rows)], Stage=cycled(["Won", "Lost"], rows))
    assert account_column(file, list(file.columns)) == ("Company", 1.0)


def test_few_companies_are_likely_at_most() -> None:
    file = deals(Company=cycled(FIRMS[:14]))
    assert 0.5 <= account_score(file, "Company") < 0.85


def test_a_second_name_of_the_company() -> None:
    file = deals(
        **{
            "Account ID": cycled([f"A{n}" for n in range(48)]),
            "Account Name": cycled(FIRMS),
            "Client type": cycled(["SMB", "Large"]),
        }
    )
    assert names_account(file, "Account Name", "Account ID")
    assert not names_account(file, "Client type", "Account ID")
