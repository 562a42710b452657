"""Which columns refer to which file."""

from whofor.intake.drafting import ColumnPair, ColumnShape, FileShape, Overlap, column_shape, pairs_to_measure
from whofor.intake.drafting.joins import references


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
