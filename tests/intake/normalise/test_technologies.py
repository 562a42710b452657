"""The vocabulary of technologies names each product once, and reads its own names as themselves."""

from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.normalise.rule_tables import rules
from whofor.intake.normalise.technologies import split_technologies, technology, technology_categories
from whofor.text import fold

TABLE = rules("technologies")
PRODUCTS = [(heading, name, others) for heading, products in TABLE.items() for name, others in products.items()]


def test_usual_names_are_read_as_themselves_and_are_for_something() -> None:
    assert len({name for _, name, _ in PRODUCTS}) >= 600
    for heading, name, _ in PRODUCTS:
        assert technology(name) == name
        assert technology(name.upper()) == name
        assert heading in technology_categories(name)


def test_other_names_belong_to_one_product() -> None:
    belongs: dict[str, str] = {}
    for _, name, others in PRODUCTS:
        for other in others:
            assert belongs.setdefault(fold(other), name) == name, other
            assert technology(other) == name, other


def test_names_do_not_break_at_what_parts_a_list() -> None:
    for _, name, others in PRODUCTS:
        for text in (name, *others):
            assert split_technologies(text) == [text]


@given(st.text(max_size=80))
def test_nothing_raises_on_any_text(text: str) -> None:
    for item in split_technologies(text):
        name = technology(item)
        assert name is None or technology(name) == name


@given(st.lists(st.sampled_from(["AWS", "C#", "Own tool", "SAP S/4HANA"]), min_size=1, max_size=5))
def test_lists_come_back_whatever_parts_them(items: list[str]) -> None:
    for parted in (";".join(items), ", ".join(items), " | ".join(items), "\n".join(items), str(items)):
        assert split_technologies(parted) == items
