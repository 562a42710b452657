"""The packaged words are clean; a user's words are added, and what is wrong with them is told with its line."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whofor.errors import InputError
from whofor.people.title_words import TitleWords, _Reader, parse_title_words, title_words
from whofor.people.titles import Department, Seniority, read_title

PACKAGED = files("whofor.people").joinpath("rules/titles.toml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_title_words(text, "titles.toml")
    assert caught.value.exit_code == 1
    return [str(problem) for problem in caught.value.problems]


def told(title: str, words: TitleWords) -> tuple[str, str]:
    reading = read_title(title, words)
    return reading.seniority.value, reading.department.value


def test_the_packaged_words_are_clean() -> None:
    """They are in the form that is asked of users: no phrase stands for two things, and each can be found."""
    reader = _Reader("titles.toml", PACKAGED)
    table = reader.table(tomllib.loads(PACKAGED))
    reader.check_phrases(title_words().spelling, table)
    assert [str(problem) for _, problem in reader.problems] == []
    assert len(table) > 3000


def test_each_class_has_words_in_both_languages() -> None:
    table = tomllib.loads(PACKAGED)
    for value in set(Seniority) - {Seniority.VP}:  # the two languages share its words
        assert {"en", "fr"} <= {key[-2:] for key in table["seniority"][value.value]}
    for value in set(Department) - {Department.UNKNOWN}:
        assert {"en", "fr"} <= set(table["department"][value.value])
        assert {"en", "fr"} <= set(table["department_pick"][value.value])


def test_a_users_words_are_added() -> None:
    words = parse_title_words(
        """
version = 1
[spelled]
ltr = "leiter"
[seniority.director]
de = ["leiter", "abteilungsleiter"]
[seniority.staff]
mine = ["wizard of light bulbs"]
[department.procurement]
de = ["einkauf"]
[department_first.other]
mine = ["light bulb"]
[not_a_role]
mine = ["^house plant$"]
[no_longer]
de = ["im ruhestand"]
[former]
de = ["ehemals .."]
[seniority_pick.vp]
mine = ["Level 7"]
[department_pick.sales]
mine = ["Team Blue"]
""",
        "titles.toml",
    )
    assert told("Leiter Einkauf", words) == ("director", "procurement")
    assert told("Ltr. Einkauf", words) == ("director", "procurement")
    assert told("Wizard of Light Bulbs, Marketing", words) == ("staff", "other")
    assert told("House plant / CEO", words) == ("c_level", "general_management")
    assert told("CEO im Ruhestand", words) == ("unknown", "unknown")
    assert told("Berater, ehemals CEO", words) == ("unknown", "unknown")
    assert words.seniority_picks["level 7"] is Seniority.VP
    assert words.department_picks["team blue"] is Department.SALES
    assert told("Directrice commerciale", words) == ("director", "sales"), "the packaged words stay"
    assert told("Leiter Einkauf", title_words()) == ("unknown", "unknown"), "and are not changed"


def test_a_users_words_go_before_the_packaged_ones() -> None:
    text = '[seniority.manager]\nen = ["account manager"]\n[department_last.marketing]\nen = ["account manager"]\n'
    words = parse_title_words(text, "titles.toml")
    assert told("Account Manager", title_words()) == ("staff", "sales")
    assert told("Senior Account Managers", words) == ("manager", "marketing")


def test_an_empty_file_adds_nothing() -> None:
    words = parse_title_words("", "titles.toml")
    assert told("CFO", words) == ("c_level", "finance")


SENIORITY = "[seniority.director]\nde = "


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("[senority.director]\nde = ['x']", "1 senority", "such table of words (“senority”). Did you mean 'seniority'"),
        ("[words.of]\nde = ['von']", "1 words", "there is no such table of words (“words”)"),
        ("[seniority.directr]\nde = ['x']", "1 seniority.directr", "such class (“directr”). Did you mean 'director'?"),
        ("[seniority.boss]\nde = ['x']", "1 seniority.boss", "(“boss”). The classes are: owner, c_level, vp"),
        ("\n\n[department]\nsale = {de = ['x']}", "4 department.sale", "no such class (“sale”). Did you mean 'sales'?"),
        ("[seniority_pick.unknown]\nde = ['x']", "1 seniority_pick.unknown", "seniority_pick has no such class"),
        ("version = 2", "1 version", "the words are written for a newer whofor (“2”). Install a newer whofor."),
        ("version = true", "1 version", "the version is a whole number from 1 on (“True”). Write version = 1."),
        ("version = '1'", "1 version", "the version is a whole number from 1 on"),
        ("seniority = 3", "1 seniority", "seniority is a table. Write [seniority.owner] and its words below."),
        ("[seniority]\ndirector = ['leiter']", "2 seniority.director", "these words have no language. Write lines"),
        ("former = ['x']", "1 former", "these words have no language"),
        (f"{SENIORITY}'leiter'", "2 seniority.director.de", "this is no list of words (“leiter”)."),
        (f"{SENIORITY}['leiter', 7]", "2 seniority.director.de", "this is no word (“7”)."),
        (f"{SENIORITY}[' ']", "2 seniority.director.de", "this is no word"),
        (f"{SENIORITY}[\n  'leiter',\n  '(a|b',\n]", "4 seniority.director.de", "without its other half (“(a|b”)."),
        (f"{SENIORITY}['a) b']", "2 seniority.director.de", "the phrase has a bracket without its other half"),
        (f"{SENIORITY}['((a))']", "2 seniority.director.de", "the phrase has brackets within brackets"),
        (f"{SENIORITY}['of the']", "2 seniority.director.de", "the phrase has no word that says something (“of the”)"),
        (f"{SENIORITY}['^$']", "2 seniority.director.de", "the phrase has no word that says something"),
        (f"{SENIORITY}['.. leiter']", "2 seniority.director.de", "the phrase begins with .."),
        (f"{SENIORITY}['a*']", "2 seniority.director.de", "a * needs three letters beside it"),
        (f"{SENIORITY}['*leiter*']", "2 seniority.director.de", "a * stands at one end of a word"),
        (f"{SENIORITY}['leiter, einkauf']", "2 seniority.director.de", "the phrase holds a mark that parts titles"),
        (f"{SENIORITY}['leiter / chef']", "2 seniority.director.de", "the phrase holds a mark that parts titles"),
        (f"{SENIORITY}['{'(a|b|c|d) ' * 6}']", "2 seniority.director.de", "the phrase has too many alternatives"),
        ("[spelled]\n'a b' = 'c'", "2 spelled.a b", "this is not one word and what it stands for (“c”)."),
        ("[spelled]\nltr = 'leiter/chef'", "2 spelled.ltr", "this is not one word and what it stands for"),
        ("[spelled]\nchef = 'of the'", "2 spelled.chef", "this is not one word and what it stands for"),
        ("[spelled]\nltr = 3", "2 spelled.ltr", "this is not one word and what it stands for (“3”)"),
        ("spelled = 3", "1 spelled", "spelled is a table"),
        (
            f"{SENIORITY}['leiter']\n[seniority.manager]\nde = ['Leiter']",
            "4 seniority.manager.de",
            "'leiter' stands in seniority.director, too (“Leiter”). Take them out of one of the two.",
        ),
        (
            "[department.sales]\nde = ['vertrieb']\n[department_last.marketing]\nde = ['vertrieb']",
            "4 department_last.marketing.de",
            "'vertrieb' stands in department.sales, too",
        ),
        (
            "[department_pick.sales]\nde = ['Team A']\n[department_pick.marketing]\nde = ['team-a']",
            "4 department_pick.marketing.de",
            "'team a' stands in department_pick.sales, too",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, place: str, expected: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(f"titles.toml:{place}: ")
    assert expected in problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[seniority", "titles.toml: This is not valid TOML"),
        ("a = " + "[" * 2000 + "]" * 2000, "titles.toml: the words are nested too deep"),
    ],
)
def test_what_is_no_table_is_told(text: str, expected: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(expected)


def test_all_problems_are_told_together_in_their_order() -> None:
    found = problems("version = 9\n[seniority.boss]\nde = ['x']\n[departments.sales]\nde = ['y']\n[spelled]\nx = ''\n")
    assert [problem.split(" ", 1)[0] for problem in found] == [
        *("titles.toml:1", "titles.toml:2", "titles.toml:4", "titles.toml:7"),
    ]


def test_the_same_words_in_one_class_are_no_fault() -> None:
    text = "[seniority.director]\nde = ['leiter', 'Leiter', 'leiter (einkauf|)']\nat = ['leiter']\n"
    assert told("Leiter", parse_title_words(text, "titles.toml"))[0] == "director"


KEYS = ["seniority", "department", "director", "sales", "de", "spelled", "former", "version", "words", "endings", "of"]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["leiter", "^x$", "(a|", "..", "of", "", "a/b", "*ist"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=12,
)


def written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else "''" if value is None else repr(value)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
@example({"spelled": {"of": "the"}})
@example({"words": {"ignored": {"de": ["chef", "/"]}}})
def test_any_table_is_read_or_refused(table: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {written(value)}" for key, value in table.items())
    try:
        words = parse_title_words(text, "titles.toml")
    except InputError as error:
        places = {problem.place for problem in error.problems}
        assert places
        return
    read_title("Chef / Cheffe de projet of the Leiter", words)
