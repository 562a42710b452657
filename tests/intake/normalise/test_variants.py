"""Merging of spellings over whole columns."""

from __future__ import annotations

import random
import string

from whofor.intake.normalise import merge_variants


def test_a_chain_of_typos_does_not_drift_away_from_its_representative() -> None:
    chain = {"consultation": 1000, "consultatio": 90, "consultati": 8}
    merged = merge_variants(chain)
    assert merged["consultatio"] == "consultation"
    assert merged["consultati"] == "consultati"


def test_a_typo_between_two_equally_near_spellings_is_left_alone() -> None:
    merged = merge_variants({"Operations Ax": 500, "Operationns": 500, "Operationss": 500, "Operations": 20})
    assert merged["Operations"] == "Operations"


def test_ties_are_settled_by_the_alphabet_whatever_the_order_of_the_values() -> None:
    assert merge_variants({"b c": 1, "B C": 1}) == merge_variants({"B C": 1, "b c": 1}) == {"b c": "B C", "B C": "B C"}


def test_a_real_typo_in_a_word_that_other_values_use_is_no_typo() -> None:
    values = {"Marine insurance": 200, "Marine insurence": 5, "Car insurence": 9, "Car insurance": 100}
    assert merge_variants(values) == {value: value for value in values}


def test_hash_like_ids_and_numbers_are_never_merged() -> None:
    rng = random.Random(7)
    ids = {"".join(rng.choices(string.ascii_uppercase + string.digits, k=8)): 1 for _ in range(300)}
    ids |= {value.lower(): 50 for value in list(ids)[:100] if sum(sign.isdigit() for sign in value) >= 4}
    uuids = {f"{rng.getrandbits(32):08x}-{rng.getrandbits(16):04x}": rng.randrange(1, 90) for _ in range(300)}
    numbers = {str(rng.randrange(10**6)): rng.randrange(1, 90) for _ in range(300)}
    numbers |= {"1,000": 5, "1000": 90, "1 000": 1, "1000.0": 1}
    for values in (ids, uuids, numbers):
        assert all(merged == value for value, merged in merge_variants(values).items())


def test_two_thousand_values_with_planted_typos_are_all_brought_home() -> None:
    rng = random.Random(3)
    names = {"".join(rng.choices(string.ascii_lowercase, k=14)) for _ in range(1000)}
    values = dict.fromkeys(sorted(names), 40)
    home: dict[str, str] = {}
    for name in sorted(names):
        at = rng.randrange(2, 12)
        home[name[:at] + name[at + 1 :]] = name
    merged = merge_variants(values | dict.fromkeys(home, 1))
    assert {typo: merged[typo] for typo in home} == home
