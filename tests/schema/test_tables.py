from pathlib import Path

import pytest

from whofor.model import Role
from whofor.schema.columns import ReadAs, kind_of
from whofor.schema.tables import TABLES
from whofor.schema.tables_page import tables_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"


def test_the_reference_page_is_the_one_the_tables_write() -> None:
    assert PAGE.read_text(encoding="utf-8") == tables_page()


def test_every_column_says_what_it_means() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert column.meaning.endswith("."), (table.name, column.name)
            assert column.label


def test_lead_source_owner_and_product_are_confounders_and_outcomes_validate() -> None:
    deals = TABLES["deals"]
    roles = {column.name: column.role for column in deals.columns}
    assert {roles[name] for name in ("lead_source", "owner", "product")} == {Role.CONFOUNDER}
    assert {roles[name] for name in ("outcome", "amount")} == {Role.VALIDATION}


def test_required_columns_exist() -> None:
    for table in TABLES.values():
        for name in table.required:
            assert table.column(name) is not None


@pytest.mark.parametrize("read_as", [read_as for read_as in ReadAs if read_as is not ReadAs.GUESS])
def test_every_way_of_reading_has_a_kind(read_as: ReadAs) -> None:
    assert kind_of(read_as)
