"""Which columns refer to which file."""

from whofor.intake.drafting import ColumnPair, ColumnShape, FileShape, Overlap, column_shape, pairs_to_measure
from whofor.intake.drafting.joins import measured, near_values, references, shared_values


def column(header: str, texts: list[str]) -> ColumnShape:
    values: dict[str, int] = {}
    for text in texts:
        values[text] = values.get(text, 0) + 1
    length = sum(map(len, texts)) / len(texts)
    return column_shape(header, len(texts), filled=len(texts), distinct=len(values), mean_length=length, values=values)


def file(path: str, **columns: list[str]) -> FileShape:
    made = {header: column(header, texts) for header, texts in columns.items()}
    return FileShape(path, len(next(iter(columns.values()))), made)


def test_small_numbers_refer_only_where_the_header_says_so() -> None:
    numbers = [str(number) for number in range(1, 41)]
    deals = file("deals.csv", id=numbers, company_id=numbers[:20] * 2, seats=numbers[:10] * 4)
    companies = file("companies.csv", id=numbers[:20], name=[f"Company {n}" for n in numbers[:20]])
    pairs = pairs_to_measure([deals, companies])
    assert ColumnPair("deals.csv", "seats", "companies.csv", "id") in pairs
    found = references([deals, companies], {pair: Overlap(20, 20) for pair in pairs})
    assert [one.pair for one in found] == [ColumnPair("deals.csv", "company_id", "companies.csv", "id")]


def test_names_refer_by_their_values() -> None:
    names = [f"Company {letter}" for letter in "abcdefgh"]
    deals = file("sales.csv", buyer=names * 3, day=["2024-01-02"] * 24)
    buyers = file("list.csv", firm=names, size=["1.5"] * 8)
    assert pairs_to_measure([deals, buyers]) == [ColumnPair("sales.csv", "buyer", "list.csv", "firm")]
    pair = ColumnPair("sales.csv", "buyer", "list.csv", "firm")
    assert [one.overlap.share for one in references([deals, buyers], {pair: Overlap(8, 6)})] == [0.75]
    assert references([deals, buyers], {pair: Overlap(8, 1)}) == []


def test_keys_under_other_names_and_in_other_forms_refer() -> None:
    deals = file("deals.csv", org=[f"ACC-{n:04d}" for n in range(1, 31)] * 2)
    firms = file("export_2.csv", organization_id=[str(n) for n in range(1, 31)], town=["Lyon", "Metz", "Nice"] * 10)
    pair = ColumnPair("deals.csv", "org", "export_2.csv", "organization_id")
    assert pair in pairs_to_measure([deals, firms])
    one, key = deals.columns["org"], firms.columns["organization_id"]
    overlap = measured(pair, None, one, key)
    assert overlap == Overlap(30, 30)
    assert [one.pair for one in references([deals, firms], {pair: overlap})] == [pair]
    assert near_values(one, key)["ACC-0007"] == "7"


def test_what_two_keys_could_mean_means_neither() -> None:
    one, key = column("org", ["A-7", "A-8", "c9"]), column("id", ["B7", "C7", "8", "C9"])
    assert near_values(one, key) == {"A-8": "8", "c9": "C9"}


def test_names_of_companies_are_keys_although_one_has_two_rows() -> None:
    names = [f"Company {n}" for n in range(30)]
    deals = file("deals.csv", Client=names * 2)
    firms = file("list.csv", Company=[*names, names[0]], City=["Lyon"] * 31)
    assert pairs_to_measure([deals, firms]) == [ColumnPair("deals.csv", "Client", "list.csv", "Company")]


def test_values_that_stand_twice_in_both_files_are_shared_although_no_key() -> None:
    names = [f"Company {n}" for n in range(12)]
    calls, visits = file("calls.csv", who=names * 2), file("visits.csv", place=names * 3, kind=["a", "b", "c"] * 12)
    assert pairs_to_measure([calls, visits]) == []
    assert shared_values(calls, [calls, visits]) == ("who", "visits.csv", "place")
    assert shared_values(file("x.csv", a=["u", "v", "w"] * 9), [calls, visits]) is None
