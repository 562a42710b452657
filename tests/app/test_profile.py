"""The profile of a workspace: planted types of client, versions, edits by hand, what was declared beside it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import whofor
from whofor.app.import_source import import_source
from whofor.app.profile import make_profile, restore_profile
from whofor.app.session import Session
from whofor.documents.profile_document import profile_text, read_profile
from whofor.errors import WorkspaceError
from whofor.example import PlantedTruth, csv_files, generate
from whofor.model import Answer
from whofor.model.accounts import ListKind
from whofor.model.profile import SLOTS, IcpVerdict, KnownBy
from whofor.model.profile_answer import IcpMove, ProfileAnswer, ProfileNote
from whofor.segments.claims import parse_claim
from whofor.segments.conditions import segment_mask
from whofor.workspace import write_files

TODAY, LATER = date(2026, 10, 1), date(2026, 11, 2)
OPTIONS = whofor.FindOptions(permutations=200)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run of the built-in example; not to be changed."""
    folder = tmp_path_factory.mktemp("profile")
    source = write_files(folder / "exports", csv_files(generate(1)))
    import_source(source, workspace=folder / "ws", today=TODAY)
    whofor.find(folder / "ws", OPTIONS, today=TODAY)
    return folder / "ws"


@pytest.fixture
def ws(searched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(searched, tmp_path / "ws"))


def made(ws: Path, day: date = TODAY) -> ProfileAnswer:
    return make_profile(ws, today=day)


def edit(ws: Path, *changes: tuple[str, str]) -> None:
    place = ws / "profile.toml"
    text = place.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    place.write_text(text, encoding="utf-8")


def test_the_planted_types_are_the_profile_with_all_slots(ws: Path) -> None:
    found = made(ws)
    assert found.is_new
    assert found.profile.version == 1
    defined = {frozenset(c.split()[0] for c in icp.define) for icp in found.profile.icps}
    assert defined == {
        frozenset({"industry", "employees", "country"}),
        frozenset({"industry", "employees", "last_funding_date"}),
    }
    assert [icp.define for icp in found.profile.negative] == [("industry = Public sector",)]
    for icp in found.profile.types:
        assert list(icp.slots) == list(SLOTS)
        assert icp.verdict is IcpVerdict.PASS
        assert icp.won is not None
        assert icp.won.unseen
    manufacturers = next(icp for icp in found.profile.icps if "industry = Manufacturing" in icp.define)
    assert manufacturers.committee[0].what == "marketing.c_level"
    assert {f.what for f in manufacturers.slots["D9_compliance"]} >= {"LGPD"}
    assert all(f.known is KnownBy.EXPECTED for f in manufacturers.slots["D9_compliance"])
    assert manufacturers.slots["D10_cultural_fit"] == ()


def test_the_same_run_makes_no_second_version_and_changes_no_byte(ws: Path) -> None:
    first = made(ws)
    kept = {path: path.read_bytes() for path in (ws / "profile.toml", ws / "profiles" / "1.toml")}
    again = made(ws, LATER)
    assert not again.is_new
    assert again.profile.version == 1
    assert again.profile.made == first.profile.made
    assert {path: path.read_bytes() for path in kept} == kept
    assert len(set(kept.values())) == 1
    assert profile_text(read_profile(kept[ws / "profile.toml"].decode(), "").profile).encode() in kept.values()


def test_figures_are_those_of_the_run(ws: Path) -> None:
    from whofor.app.report import load_result

    result, found = load_result(ws), made(ws)
    by_id = {f.id: f for f in result.search.findings}
    everyone = result.clients.everyone_else
    assert everyone is not None
    for icp in found.profile.icps:
        assert icp.won is not None
        assert icp.won.estimate == pytest.approx(by_id[icp.finding].confirm.estimate)
        assert (icp.won.n, icp.won.won) == (by_id[icp.finding].confirm.n, by_id[icp.finding].confirm.n_won)
        assert icp.won.rest == pytest.approx(everyone.figure.estimate)


def test_a_definition_edited_by_hand_is_declared_until_later_deals_confirm_it(ws: Path) -> None:
    made(ws)
    edit(ws, ('"employees >= 201"', '"employees >= 300"'), ("name = ", 'budget_owner = "CFO"\nname = '))
    found = made(ws, LATER)
    assert found.is_new
    assert found.profile.version == 2
    own = next(icp for icp in found.profile.icps if "employees >= 300" in icp.define)
    assert own.verdict is IcpVerdict.DECLARED
    assert own.declared == LATER.isoformat()
    assert own.other == {"budget_owner": "CFO"}
    assert own.won is not None
    assert not own.won.unseen
    assert ProfileNote.UNKNOWN_KEY in {note for note, _ in found.notes}
    assert {m.move for m in found.moved} >= {IcpMove.REDEFINED}
    # Nothing further happens while nothing new is known.
    assert not made(ws, LATER).is_new


def test_deals_opened_after_the_declaration_confirm_or_refute_it(ws: Path) -> None:
    """As if it had been declared two years before: the deals since then decide."""
    made(ws)
    declared = (
        '[icp.ours]\nname = "our fintechs"\ndeclared = 2024-06-01\ndefine = ["industry = Fintech"]\n'
        '[icp.theirs]\ndeclared = 2024-06-01\ndefine = ["industry = Public sector"]\n\n'
    )
    edit(ws, ("[negative.", declared + "[negative."))
    found = {icp.id: icp for icp in made(ws, LATER).profile.icps}
    assert found["ours"].verdict is IcpVerdict.PASS
    assert found["theirs"].verdict is IcpVerdict.REFUTED
    assert found["ours"].won is not None
    assert found["ours"].won.unseen
    assert found["ours"].won.since == "2024-06-01"


def test_names_and_notes_of_ones_own_stay_when_new_deals_come(ws: Path, searched: Path) -> None:
    made(ws)
    old = next(line for line in (ws / "profile.toml").read_text(encoding="utf-8").splitlines() if "name = " in line)
    edit(ws, (old, 'name = "Our best"'), ('D10_cultural_fit = "unknown"', 'D10_cultural_fit = "remote first"'))
    assert made(ws).profile.version == 2
    import_source(searched.parent / "exports", workspace=ws, today=LATER, company="Acme")
    whofor.find(ws, OPTIONS, today=LATER)
    found = made(ws, LATER)
    best = found.profile.icps[0]
    assert best.name == "Our best"
    assert found.name_of(best, "fr") == "Our best"
    assert [f.what for f in best.slots["D10_cultural_fit"]] == ["remote first"]
    assert best.verdict is IcpVerdict.PASS


def test_a_former_version_is_put_back_as_a_new_one(ws: Path) -> None:
    made(ws)
    edit(ws, ('"employees >= 201"', '"employees >= 300"'))
    made(ws, LATER)
    first = (ws / "profiles" / "1.toml").read_bytes()
    found = restore_profile(ws, 1, today=LATER)
    assert (found.profile.version, found.profile.restores) == (3, 1)
    assert (ws / "profiles" / "1.toml").read_bytes() == first
    assert sorted(path.name for path in (ws / "profiles").iterdir()) == ["1.toml", "2.toml", "3.toml", "standing.json"]
    assert read_profile((ws / "profile.toml").read_text(encoding="utf-8"), "").profile.icps == found.profile.icps
    assert {m.move for m in found.moved} >= {IcpMove.REDEFINED}


def test_what_was_declared_stands_beside_what_was_found(ws: Path) -> None:
    """The four groups of deals, counted by hand from the deals."""
    made(ws)
    edit(ws, ("[icp.", '[declared]\ndefine = ["industry = Fintech"]\n\n[icp.'))
    found = made(ws)
    declared = next(d for d in found.profile.declared if d.source == "file")
    session = Session(ws)
    result = whofor.find(session, OPTIONS, today=TODAY)
    rows = result.rows()
    judged = session.deals().judged(whofor.FindOptions(), TODAY).keep
    inside = np.zeros(len(rows), dtype=np.bool_)
    for icp in found.profile.icps:
        inside |= segment_mask(parse_claim(" and ".join(icp.define), rows.attributes), rows.attributes, rows.opened)
    ours = segment_mask(parse_claim("industry = Fintech", rows.attributes), rows.attributes, rows.opened)
    for cell in declared.cells:
        which = judged & (ours == cell.declared) & (inside == cell.found)
        assert cell.n == int(which.sum())
        assert cell.figure is None or cell.figure.won == int((which & rows.won).sum())
    assert sum(cell.n for cell in declared.cells) == int(judged.sum())


def test_coverage_is_what_the_lists_of_accounts_hold(ws: Path) -> None:
    found = made(ws)
    covered = {c.what: c for c in found.profile.coverage}
    session = Session(ws)
    opened: set[str] = set()
    for icp in found.profile.icps:
        lists = {one.kind: one for one in whofor.accounts(session, icp.finding, today=TODAY).lists}
        opened |= {row.deal_key for row in lists[ListKind.OPEN].rows}
    assert covered["pipeline"].inside == len(opened)
    assert covered["base"].n >= covered["base"].inside > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[icp", ["profile.toml", "cannot be read", "--restore"]),
        ("format = 7\nversion = 9\n", ["newer whofor", "7"]),
        ('[icp.a]\nname = "x"\n', ["profile.toml:1 icp.a", "conditions"]),
    ],
)
def test_a_file_that_cannot_be_read_loses_nothing(ws: Path, text: str, words: list[str]) -> None:
    made(ws)
    (ws / "profile.toml").write_text(text, encoding="utf-8")
    before = {path: path.read_bytes() for path in ws.rglob("*.toml")}
    with pytest.raises(WorkspaceError) as error:
        made(ws)
    assert all(word in str(error.value) for word in words), str(error.value)
    assert {path: path.read_bytes() for path in ws.rglob("*.toml")} == before
    assert restore_profile(ws, 1, today=TODAY).profile.version == 2


def test_a_definition_that_the_data_no_longer_hold_is_kept_and_said(ws: Path) -> None:
    made(ws)
    edit(ws, ("[negative.", '[icp.gone]\ndefine = ["planet = Mars"]\n\n[negative.'))
    found = made(ws)
    gone = next(icp for icp in found.profile.icps if icp.id == "gone")
    assert gone.define == ("planet = Mars",)
    assert gone.verdict is IcpVerdict.DECLARED
    assert any(note is ProfileNote.NOT_READ and "planet" in about for note, about in found.notes)


def test_without_a_run_or_with_other_data_it_says_what_to_do(ws: Path, filled: Path, small_export: Path) -> None:
    with pytest.raises(WorkspaceError, match="whofor find"):
        make_profile(filled, today=TODAY)
    made(ws)
    with pytest.raises(WorkspaceError, match="There are: 1"):
        restore_profile(ws, 9)
    import_source(small_export, workspace=ws, today=TODAY)
    with pytest.raises(WorkspaceError, match="other data were imported"):
        made(ws)


def test_each_product_has_a_profile_of_its_own(ws: Path) -> None:
    made(ws)
    options = whofor.FindOptions(permutations=200, per="deal_type", part="newbusiness")
    found = whofor.find(ws, options, today=TODAY)
    assert found.run.part is not None
    about = found.run.part.value
    own = make_profile(ws, today=TODAY, part=about)
    assert (own.profile.version, own.profile.part) == (1, about)
    assert Path(own.path).parent.parent == ws / "profiles"
    assert len(list(ws.glob("profile.*.toml"))) == 1
    assert sorted(path.name for path in (ws / "profiles").glob("*.toml")) == ["1.toml"]
    assert restore_profile(ws, 1, today=TODAY, part=about).profile.version == 2


def test_a_tier_of_the_crm_stands_beside_what_was_found(tmp_path: Path) -> None:
    """Tier 1 was given to all fintechs: each group counted from the export itself."""
    export = generate(1)
    source = write_files(tmp_path / "exports", csv_files(export))
    place = source / "companies.csv"
    lines = place.read_text(encoding="utf-8").splitlines()
    industry = lines[0].split(",").index("Industry")
    tiers = ["Tier 1" if "intech" in line.split(",")[industry] else "Tier 3" for line in lines[1:]]
    rows = [f"{lines[0]},Ideal Customer Profile Tier", *(f"{a},{b}" for a, b in zip(lines[1:], tiers, strict=True))]
    place.write_text("\n".join(rows) + "\n", encoding="utf-8")
    whofor.run(source, workspace=tmp_path / "ws", today=TODAY, options=OPTIONS)
    found = made(tmp_path / "ws")
    tier = {d.define[0]: d for d in found.profile.declared if d.source == "column"}
    assert set(tier) == {"Tier 1", "Tier 3"}
    cells = {(c.declared, c.found): c for c in tier["Tier 1"].cells}
    other = {(c.declared, c.found): c for c in tier["Tier 3"].cells}
    assert cells[True, True].n > 50
    # A deal without a company has no tier; all others have one of two.
    assert cells[True, True].n == other[False, True].n - (cells[False, True].n - other[True, True].n)
    assert sum(c.n for c in cells.values()) == sum(c.n for c in other.values())


def test_a_market_is_covered_as_far_as_its_facts_tell(ws: Path, tmp_path: Path) -> None:
    rows = [
        "Company,Sector,Employees,Country,Last Funding Date",
        "Aco,Fintech,80,France,2026-08-01",
        "Bco,Manufacturing,900,Brazil,",
        "Cco,Retail,80,France,2026-08-01",
        "Dco,Fintech,80,France,2020-08-01",
        "Eco,Fintech,,France,2026-08-01",
    ]
    (tmp_path / "market.csv").write_text("\n".join(rows), encoding="utf-8")
    found = make_profile(ws, today=TODAY, market=tmp_path / "market.csv")
    market = next(c for c in found.profile.coverage if c.what == "market")
    assert (market.inside, market.n, market.unknown, market.source) == (2, 5, 1, "market.csv")


def test_where_nothing_passes_the_profile_is_provisional(tmp_path: Path) -> None:
    truth = replace(PlantedTruth(), icp_a_win_rate=0.1, icp_b_win_rate=0.1, asia_win_rate=0.1, public_win_rate=0.1)
    source = write_files(tmp_path / "exports", csv_files(generate(5, truth, n_deals=900)))
    result = whofor.run(source, workspace=tmp_path / "ws", today=TODAY, options=OPTIONS).result
    found = made(tmp_path / "ws")
    assert result.answer is not Answer.FOUND
    assert found.profile.is_provisional
    assert {icp.verdict for icp in found.profile.icps} <= {IcpVerdict.PROVISIONAL}
    page = make_page(tmp_path / "ws")
    assert "provisional: nothing of it is confirmed" in page


def make_page(ws: Path) -> str:
    return whofor.report(ws).read_text(encoding="utf-8")
