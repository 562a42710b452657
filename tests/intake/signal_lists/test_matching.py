"""Which account a signal belongs to, over every importer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from whofor.engines.open import open_importer
from whofor.intake.importing.ports import Importer
from whofor.intake.raw import Batch
from whofor.intake.signal_lists.layout import FileLook
from whofor.intake.signal_lists.matching import AccountColumns, Matched, account_columns, match_accounts


@pytest.fixture
def importer(tmp_path: Path) -> Iterator[Importer]:
    opened = open_importer(tmp_path / "d.duckdb", tmp_path / "s.duckdb")
    yield opened
    opened.abandon()


def load(importer: Importer, name: str, headers: Sequence[str], *rows: Sequence[str]) -> FileLook:
    columns = [[row[i] or None for row in rows] for i in range(len(headers))]
    importer.load_rows(name, headers, [Batch(range(2, 2 + len(rows)), columns)])
    return FileLook(name, tuple(headers), importer.raw_values(name, headers, 100), len(rows))


def matched(importer: Importer, accounts: FileLook, headers: Sequence[str], *rows: Sequence[str]) -> Matched | None:
    naming = account_columns(accounts, importer, ())
    assert naming is not None
    return match_accounts(load(importer, "signals", headers, *rows), (), accounts, naming, importer)


ACCOUNTS = (
    ["Company", "Domain", "Country"],
    ["Acme SAS", "acme.fr", "FR"],
    ["Birch Ltd", "birch.io", "FR"],
    ["Müller GmbH", "mueller.de", "FR"],
    ["Twin", "twin.fr", "FR"],
    ["Twin", "twin.de", "FR"],
)


def test_the_columns_that_name_accounts(importer: Importer) -> None:
    assert account_columns(load(importer, "a", *ACCOUNTS), importer, ()) == AccountColumns(
        "Domain", "Company", ("Company", "Domain")
    )
    assert account_columns(load(importer, "b", ["Id", "Nom"], ["1", "x"], ["2", "y"]), importer, ()) == AccountColumns(
        "Id", "Nom", ("Id", "Nom")
    )
    assert account_columns(load(importer, "c", ["Colour"], ["red"]), importer, ()) is None


def test_names_without_legal_form_case_and_accents(importer: Importer) -> None:
    accounts = load(importer, "accounts", *ACCOUNTS)
    texts = ["ACME", "acme s.a.s.", "birch limited", "MULLER", "Twin", "Elm"]
    found = matched(importer, accounts, ["Société"], *[[text] for text in texts])
    assert found is not None
    assert (found.column, found.by) == ("Société", "Company")
    assert found.keys == {
        "ACME": "acme.fr",
        "acme s.a.s.": "acme.fr",
        "birch limited": "birch.io",
        "MULLER": "mueller.de",
    }
    assert (found.several, found.unmatched) == ({"Twin": 1}, {"Elm": 1})


def test_web_and_mail_addresses(importer: Importer) -> None:
    accounts = load(importer, "accounts", *ACCOUNTS)
    found = matched(importer, accounts, ["Website"], ["https://www.acme.fr/jobs"], ["jo@birch.io"], ["elm.com"])
    assert found is not None
    assert found.keys == {"https://www.acme.fr/jobs": "acme.fr", "jo@birch.io": "birch.io"}


def test_a_name_goes_before_a_key_that_finds_clearly_fewer(importer: Importer) -> None:
    rows = [["/company/uber-com", "Uber.com"], ["/company/Acme", "Acme"]]
    accounts = load(importer, "accounts", ["permalink", "name"], *rows)
    found = matched(
        importer,
        accounts,
        ["company_permalink", "company_name"],
        *[
            ["/company/uber", "Uber"],
            ["/company/acme", "Acme"],
            ["/company/Acme", "Acme"],
            ["/company/uber-com", "Uber.com"],
        ],
    )
    assert found is not None
    assert found.by == "name", "three of three names are found, and two of four keys"


def test_keys_are_not_read_as_names(importer: Importer) -> None:
    accounts = load(importer, "accounts", ["permalink", "name"], ["/company/uber-com", "Uber.com"], ["/company/b", "B"])
    found = matched(importer, accounts, ["company_permalink"], ["/company/uber"], ["/company/B"], ["/company/b"])
    assert found is not None
    assert found.keys == {"/company/b": "/company/b"}
    assert found.unmatched == {"/company/uber": 1, "/company/B": 1}


def test_nothing_in_common(importer: Importer) -> None:
    accounts = load(importer, "accounts", *ACCOUNTS)
    assert matched(importer, accounts, ["Company", "Country"], ["Zorro", "FR"], ["Yeti", "FR"]) is None
