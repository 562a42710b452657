"""The profile as a file: the same bytes after a round trip, and a place for everything that is wrong."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whofor.documents.profile_document import profile_id, profile_text, read_profile
from whofor.errors import WorkspaceError
from whofor.model.profile import (
    SLOTS,
    Coverage,
    DeclaredCell,
    DeclaredProfile,
    Icp,
    IcpVerdict,
    IdealCustomerProfile,
    KnownBy,
    ProfileFact,
    ProfileFigure,
    ValueGap,
    WatchPlan,
)

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
NUMBER = st.integers(-999_999, 999_999).map(lambda n: n / 1000)
COUNT = st.integers(0, 10**6)
FACT = st.builds(
    ProfileFact, TEXT, st.sampled_from(KnownBy), NUMBER, NUMBER, NUMBER, COUNT, NUMBER, st.just("days"), TEXT
) | st.builds(ProfileFact, TEXT, st.just(KnownBy.OWN))
FACTS = st.lists(FACT, max_size=2).map(tuple)
SOME_FACTS = st.lists(FACT, min_size=1, max_size=2).map(tuple)
FIGURE = st.builds(
    ProfileFigure, COUNT, NUMBER, st.none() | NUMBER, st.none() | NUMBER, st.none() | COUNT, st.none() | NUMBER, COUNT,
    st.sampled_from(["", "EUR"]), st.booleans(), st.sampled_from(["", "2026-01-02"]),
)  # fmt: skip
SLOT_NAMES = st.sampled_from([*SLOTS, "x_champion", "x_é"])


@st.composite
def icps(draw: st.DrawFn) -> Icp:
    slots = dict.fromkeys(SLOTS, ()) | draw(st.dictionaries(SLOT_NAMES, SOME_FACTS, max_size=3))
    return Icp(
        id=draw(st.from_regex(r"[a-z_0-9]{1,8}", fullmatch=True)),
        name=draw(TEXT),
        verdict=draw(st.sampled_from(IcpVerdict)),
        define=tuple(draw(st.lists(TEXT, min_size=1, max_size=3))),
        finding=draw(st.sampled_from(["", "S1"])),
        declared=draw(st.sampled_from(["", "2026-03-12"])),
        also=tuple(draw(st.lists(TEXT, max_size=1))),
        evidence=draw(st.dictionaries(TEXT, FIGURE, max_size=2)),
        slots=slots,
        committee=draw(FACTS),
        contrast=draw(FACTS),
        other={} if draw(st.booleans()) else {"budget_owner": draw(TEXT)},
    )


@st.composite
def profiles(draw: st.DrawFn) -> IdealCustomerProfile:
    several = draw(st.lists(icps(), max_size=3, unique_by=lambda icp: icp.id))
    cells = tuple(DeclaredCell(a, b, 3, draw(st.none() | FIGURE)) for a in (True, False) for b in (True, False))
    return IdealCustomerProfile(
        version=draw(st.integers(1, 99)),
        made="2026-11-30",
        run="b1946ac92492",
        data_hash="abc",
        program="0.1.0",
        company=draw(st.sampled_from(["", "Acme"])),
        until="2026-11-01",
        icps=tuple(several[:2]),
        negative=tuple(several[2:]),
        declared=tuple([DeclaredProfile("Tier: 1", "column", ("1",), cells)][: draw(st.integers(0, 1))]),
        coverage=(Coverage("base", 3, 10, 1),),
        ranking=tuple(draw(st.lists(st.builds(ValueGap, TEXT, TEXT, TEXT, NUMBER, NUMBER, NUMBER), max_size=1))),
        watch=WatchPlan(draw(st.integers(1, 24)), 0.05, 30),
        supersedes=draw(st.sampled_from(["", "a3f1"])),
        restores=draw(st.none() | st.integers(1, 5)),
        other={} if draw(st.booleans()) else {"owner": draw(TEXT)},
    )


@settings(max_examples=150, deadline=None)
@given(profiles())
def test_a_round_trip_gives_the_same_profile_and_the_same_bytes(profile: IdealCustomerProfile) -> None:
    text = profile_text(profile)
    found = read_profile(text, "profile.toml")
    assert found.profile == profile
    assert profile_text(found.profile) == text
    assert (f'id = "{profile_id(profile)}"') in text


SMALL = """
version = 2
made = 2026-03-01
[icp.banks]
define = ["industry = bank"]
[icp.banks.slots]
x_champion = "the CFO"
D10_cultural_fit = ["remote first"]
"""


def test_what_is_written_by_hand_is_declared_and_kept() -> None:
    found = read_profile(SMALL + '[declared]\ndefine = ["country = France"]', "p.toml")
    icp = found.profile.icps[0]
    assert (icp.id, icp.name, icp.verdict) == ("banks", "banks", IcpVerdict.DECLARED)
    assert icp.slots["x_champion"] == (ProfileFact("the CFO", KnownBy.OWN),)
    assert found.profile.declared[0].define == ("country = France",)
    assert found.profile.declared[0].source == "file"


def test_unknown_keys_are_kept_and_named_with_their_line() -> None:
    text = SMALL.replace('define = ["industry = bank"]', 'define = ["industry = bank"]\nbudget_owner = "CFO"')
    found = read_profile(text + "", "p.toml")
    assert found.unknown == ("p.toml:6 icp.banks.budget_owner",)
    assert 'budget_owner = "CFO"' in profile_text(found.profile)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[icp\nversion = 1", ["p.toml", "cannot be read", "line 1"]),
        ("format = 99\nversion = 1", ["newer whofor", "99", "Update"]),
        ("version = 1\n[icp.a]\nname = 'x'", ["p.toml:2 icp.a", "needs its conditions", "define"]),
        ("version = 1\nicp = 3", ["p.toml", "table"]),
        ("version = 'one'", ["p.toml:1 version", "integer"]),
        (SMALL.replace("x_champion", "champion"), ["p.toml:7", "no such slot", "x_"]),
        (SMALL.replace("D10_cultural_fit", "D10_cultural"), ["D10_cultural_fit"]),
        (SMALL.replace('["industry = bank"]', "[3]"), ["p.toml:5 icp.banks.define", "string"]),
        (SMALL.replace('define = ["industry = bank"]', 'define = ["a"]\nverdict = "SURE"'), ["verdict"]),
    ],
)
def test_bad_files_say_what_is_wrong_and_where(text: str, words: list[str]) -> None:
    with pytest.raises(WorkspaceError) as error:
        read_profile(text, "p.toml")
    told = "\n".join(map(str, error.value.problems))
    assert all(word in told for word in words), told


def test_the_id_is_of_what_it_says() -> None:
    profile = read_profile(SMALL, "p").profile
    assert profile_id(profile) == profile_id(replace(profile))
    assert profile_id(profile) != profile_id(replace(profile, made="2026-03-02"))
