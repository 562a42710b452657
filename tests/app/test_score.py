"""Prospects scored: a list read as the deals are, the card kept with its edits, and what is refused."""

from __future__ import annotations

import csv
import io
import math
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import whofor
from made_rows import attribute
from whofor.app.import_source import import_source
from whofor.app.personal_facts import without_personal
from whofor.app.profile import make_profile
from whofor.app.score import ScoreOptions, score
from whofor.documents.scorecard_document import read_scorecard, scorecard_text
from whofor.errors import DataError, SourceError, UsageError, WorkspaceError
from whofor.example import csv_files, generate
from whofor.model import Kind
from whofor.model.card_proof import CardGrade
from whofor.model.score_answer import KnownAs, ScoreAnswer, ScoreNote
from whofor.model.scorecard import TYPE_PREFIX, BlockKind, Scorecard, ScoreConfidence
from whofor.reports.wording.scores import LONGEST_REASONS, reasons_text
from whofor.reports.words import words_of
from whofor.schema.rows import Attribute
from whofor.scoring.explaining import with_edit
from whofor.workspace import write_files

TODAY = date(2026, 10, 1)
HEADS = ("Record ID", "Company name", "Industry", "Number of Employees", "Country/Region", "Total Money Raised")
PROSPECTS = [
    ("P1", "Alder Pay", "Fintech", "120", "Mexico", "2000000"),
    ("P2", "Birch Forge", "Manufacturing", "900", "Brazil", "12000000"),
    ("P3", "Town of Cedar", "Public sector", "60", "France", ""),
    ("P4", "Dogwood", "", "", "", ""),
    ("P1", "Elm Works", "Manufacturing", "40", "Germany", "500000"),
]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run and a profile of the built-in example; not to be changed."""
    folder = tmp_path_factory.mktemp("score")
    source = write_files(folder / "exports", csv_files(generate(1)))
    import_source(source, workspace=folder / "ws", today=TODAY)
    whofor.find(folder / "ws", whofor.FindOptions(permutations=200), today=TODAY)
    make_profile(folder / "ws", today=TODAY)
    return folder / "ws"


@pytest.fixture
def ws(searched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(searched, tmp_path / "ws"))


def listed(
    place: Path, rows: list[tuple[str, ...]] | None = None, heads: tuple[str, ...] = HEADS, separator: str = ","
) -> Path:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([heads, *(PROSPECTS if rows is None else rows)])
    place.write_text(text.getvalue(), encoding="utf-8")
    return place


def scored(ws: Path, prospects: Path | None = None, **options: object) -> ScoreAnswer:
    return score(prospects, workspace=ws, options=ScoreOptions(**options), today=TODAY)  # type: ignore[arg-type]


def by_name(answer: ScoreAnswer) -> dict[str, float]:
    return {row.name: row.odds for row in answer.rows}


def test_a_list_is_ranked_with_reasons_and_the_card_is_kept(ws: Path, tmp_path: Path) -> None:
    found = scored(ws, listed(tmp_path / "prospects.csv"))
    assert (found.n, found.source, found.day) == (5, "prospects.csv", "2026-10-01")
    assert [row.rank for row in found.rows] == [1, 2, 3, 4, 5]
    assert [row.odds for row in found.rows] == sorted((row.odds for row in found.rows), reverse=True)
    assert [row.name for row in found.rows[:2]] == ["Birch Forge", "Alder Pay"]
    assert found.rows[-1].name == "Town of Cedar"
    first = found.rows[0]
    assert first.up[0].block.startswith(TYPE_PREFIX)
    assert first.up[0].factor > 3
    assert sum(tier.n for tier in found.tiers) == 5
    assert found.profile_version == 1
    assert next(row for row in found.rows if row.name == "Birch Forge").icps == ("manufacturing_201_latin_america",)
    kept = read_scorecard((ws / "scorecard.toml").read_text(encoding="utf-8"), "").card
    assert kept == found.card
    assert kept.until < "2026-10-01"


def test_the_score_is_worked_out_by_hand(ws: Path, tmp_path: Path) -> None:
    """The base plus one number for each fact; of a fact that is known it is the weight of its bin in the file."""
    found = scored(ws, listed(tmp_path / "prospects.csv"), explain="p2")
    assert found.explained is not None
    total = found.card.base_in_force + sum(one.adds for one in found.contributions)
    assert found.explained.odds == pytest.approx(total, abs=1e-12)
    weights = {(b.id, one.conditions): one.weight for b in found.card.blocks for one in b.bins}
    known = [one for one in found.contributions if not one.is_blank]
    assert len(known) >= 3
    assert all(one.adds == weights[one.block, one.conditions] for one in known)


def test_the_card_did_better_than_chance_on_deals_it_had_not_seen(ws: Path) -> None:
    found = scored(ws)
    assert found.proof is not None
    assert found.proof.auc.low > 0.6
    assert found.grade is CardGrade.READY
    assert found.card.n + found.proof.n == 2312
    assert repr(found).endswith("the scorecard is ready")


def test_a_confirmed_type_of_client_counts_beside_its_facts(ws: Path, tmp_path: Path) -> None:
    """The example's planted type wins far more often than the sum of its three facts says."""
    found = scored(ws, listed(tmp_path / "prospects.csv"))
    types = [b for b in found.card.blocks if b.kind is BlockKind.SEGMENT]
    planted = next(b for b in types if set(b.attributes) == {"industry", "employees", "country"})
    inside, outside = planted.bins
    assert inside.n_won is not None
    assert outside.n_won is not None
    assert inside.n_won / inside.n > 2 * outside.n_won / outside.n
    assert inside.weight > 1 > 0 > outside.weight
    best = found.rows[0]
    assert (best.name, best.up[0].block) == ("Birch Forge", planted.id)
    assert all(one.block != planted.id for row in found.rows[1:] for one in row.up)
    assert reasons_text(best, words_of("en")).startswith(
        "+ industry: Manufacturing & 201+ people & country: Latin Amer"
    )
    file = ws / "scorecard.toml"
    card = found.card
    file.write_text(scorecard_text(with_edit(card, planted.id, 0, inside.weight + 1, by="Ann", why="a rival")), "utf-8")
    moved = by_name(scored(ws, tmp_path / "prospects.csv"))
    assert moved["Birch Forge"] - by_name(found)["Birch Forge"] == pytest.approx(1, abs=1e-9)


def test_what_a_prospect_is_worth_is_its_chance_times_what_such_clients_bring(ws: Path, tmp_path: Path) -> None:
    found = scored(ws, listed(tmp_path / "prospects.csv"))
    value, mutual = found.worth
    assert (value.name, value.unit, mutual.name) == ("value", "EUR", "mutual_value")
    assert value.n > mutual.n > 200
    assert value.proof is not None
    assert value.proof.low > 0.2
    for row in found.rows:
        assert row.value is not None
        assert row.mutual_value is not None
        assert row.value / row.chance > 1000
        assert 0 < row.mutual_value < row.chance
    assert found.to_dicts()[0]["value"] == found.rows[0].value


def test_the_same_deals_give_the_same_bytes_and_nothing_is_written_twice(ws: Path, tmp_path: Path) -> None:
    place = listed(tmp_path / "prospects.csv")
    first = scored(ws, place)
    file = ws / "scorecard.toml"
    content, written = file.read_bytes(), file.stat().st_mtime_ns
    assert scored(ws, place) == first
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (content, written)


def test_open_deals_and_accounts_without_a_deal_are_scored_without_a_list(ws: Path) -> None:
    from whofor.app.session import Session
    from whofor.model.options import FindOptions

    session = Session(ws)
    with session.reading() as (deals, scan):
        judged = deals.prepared(FindOptions(permutations=200), TODAY).all_judged
        book = deals.book(scan, judged)
    found = scored(ws)
    n_open = int((book.current.deal >= 0).sum())
    assert n_open > 50
    assert found.n == len(book.current.deal) - int(judged.repeated[book.current.deal[book.current.deal >= 0]].sum())
    assert found.source == ""
    assert found.day == book.day
    known = {row.known_as for row in found.rows}
    assert {KnownAs.OPEN_DEAL, KnownAs.CUSTOMER} <= known


def test_an_edited_weight_moves_the_odds_by_exactly_the_edit(ws: Path, tmp_path: Path) -> None:
    place = listed(tmp_path / "prospects.csv")
    before = scored(ws, place)
    block = next(b for b in before.card.blocks if b.id == "industry")
    at = next(i for i, one in enumerate(block.bins) if one.conditions and one.conditions[0].values == ("Fintech",))
    edited = with_edit(before.card, "industry", at, block.bins[at].weight + 0.25, by="Ann", why="a banker joined")
    (ws / "scorecard.toml").write_text(scorecard_text(edited), encoding="utf-8")
    after = scored(ws, place)
    moved = {name: odds - by_name(before)[name] for name, odds in by_name(after).items()}
    assert moved.pop("Alder Pay") == pytest.approx(0.25, abs=1e-9)
    # Of the prospect whose sector is not known the expected weight moves too, by less.
    assert 0 < moved.pop("Dogwood") < 0.1
    assert all(change == pytest.approx(0, abs=1e-9) for change in moved.values())
    own = next(b for b in after.card.blocks if b.id == "industry").bins[at]
    assert (own.edited, own.by, own.why) == (block.bins[at].weight + 0.25, "Ann", "a banker joined")
    assert after.learnt_auc is not None
    assert before.learnt_auc is None
    assert any(one.is_edited for row in after.rows for one in row.up)


def test_an_edit_whose_bin_is_gone_is_told(ws: Path) -> None:
    card = scored(ws).card
    text = (ws / "scorecard.toml").read_text(encoding="utf-8")
    assert 'is = "Fintech"' in text
    at = next(i for i, b in enumerate(card.blocks[0].bins) if b.conditions[0].values == ("Fintech",))
    edited = scorecard_text(with_edit(card, "industry", at, 1.5, by="Ann")).replace('"Fintech"', '"Fishing"')
    (ws / "scorecard.toml").write_text(edited, encoding="utf-8")
    found = scored(ws)
    assert (ScoreNote.EDIT_GONE, "Industry: Fishing = 1.5") in found.notes
    assert (ws / "scorecard.toml").read_text(encoding="utf-8") == text


def test_tiers_and_unknown_keys_of_the_file_stay(ws: Path) -> None:
    scored(ws)
    file = ws / "scorecard.toml"
    text = file.read_text(encoding="utf-8")
    least = text[text.index("least = ") : text.index("]", text.index("least = ")) + 1]
    text = text.replace(least, "least = [0.4, 0.25, 0.1]").replace("format = 1\n", 'format = 1\nowner = "Ann"\n')
    file.write_text(text, encoding="utf-8")
    found = scored(ws)
    assert [tier.least for tier in found.tiers] == [0.4, 0.25, 0.1, None]
    assert found.card.other == {"owner": "Ann"}
    assert [note for note, about in found.notes if "owner" in about] == [ScoreNote.UNKNOWN_KEY]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 2\n", "written by a newer whofor"),
        ("base = [", "cannot be read"),
        ("base = 'x'\n", "cannot be read"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_a_card_that_cannot_be_read_is_left_as_it_is(ws: Path, text: str | bytes, said: str) -> None:
    file, content = ws / "scorecard.toml", text if isinstance(text, bytes) else text.encode()
    file.write_bytes(content)
    with pytest.raises(WorkspaceError, match=said):
        scored(ws)
    assert file.read_bytes() == content


def test_weights_may_only_rise_where_a_person_asks(ws: Path) -> None:
    scored(ws)
    file = ws / "scorecard.toml"
    text = file.read_text(encoding="utf-8")
    asked = text.replace("[block.employees]\n", '[block.employees]\nmonotone = "up"\n')
    file.write_text(asked, encoding="utf-8")
    block = next(b for b in scored(ws).card.blocks if b.id == "employees")
    weights = [one.weight for one in block.bins[: block.n_ordered]]
    assert weights == sorted(weights)
    assert block.monotone == "up"
    file.write_text(asked.replace('"up"', '"rising"'), encoding="utf-8")
    with pytest.raises(WorkspaceError, match="only rise, or only fall"):
        scored(ws)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = ", "edited = 900.0, weight = ", "between -20 and 20"),
        ("least = [", "least = [0.1, ", "Tiers need a falling limit"),
        ('names = ["A", ', "names = [", "Tiers need a falling limit"),
    ],
)
def test_what_a_person_may_not_write_is_told(ws: Path, old: str, new: str, said: str) -> None:
    scored(ws)
    file = ws / "scorecard.toml"
    text = file.read_text(encoding="utf-8")
    head, sign, rest = text.rpartition(old)
    assert sign
    file.write_text(head + new + rest, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=said):
        scored(ws)


def test_rows_with_one_id_are_all_kept_and_counted(ws: Path, tmp_path: Path) -> None:
    found = scored(ws, listed(tmp_path / "prospects.csv"))
    assert found.n_repeated == 1
    assert sorted(row.name for row in found.rows if row.id == "P1") == ["Alder Pay", "Elm Works"]


def test_what_the_list_lacks_lowers_the_confidence_not_the_score_by_stealth(ws: Path, tmp_path: Path) -> None:
    whole = scored(ws, listed(tmp_path / "prospects.csv"))
    only = [row[:2] + row[3:4] for row in PROSPECTS]
    half = scored(ws, listed(tmp_path / "half.csv", only, (*HEADS[:2], HEADS[3])))
    assert {"industry", "country"} <= half.lacking.labels.keys()
    assert "industry" not in whole.lacking.labels
    assert half.lacking.share > whole.lacking.share
    assert half.lacking.auc is not None
    assert half.n == 5
    low = {ScoreConfidence.LOW, ScoreConfidence.MEDIUM}
    assert all(row.confidence in low for row in half.rows)
    blank = next(row for row in half.rows if row.name == "Dogwood")
    assert math.isclose(blank.chance, half.card.base_rate or 0.0, abs_tol=0.05)
    assert blank.worth
    assert blank.worth[0].best_chance > blank.chance > blank.worth[0].worst_chance


def test_a_list_of_one_sector_alone_still_has_it(ws: Path, tmp_path: Path) -> None:
    rows = [(f"Q{i}", f"Quince {i}", "Fintech", "", "", "") for i in range(40)]
    found = scored(ws, listed(tmp_path / "same.csv", rows))
    assert all(row.up[0].conditions[0].values == ("Fintech",) for row in found.rows)
    heads = (*HEADS[:2], "Last Funding Round")
    rounds = scored(
        ws, listed(tmp_path / "round.csv", [(f"Q{i}", f"Quince {i}", "series a") for i in range(40)], heads)
    )
    assert "x_last_funding_round" not in rounds.lacking.labels
    assert "x_last_funding_round" not in rounds.unnamed


def test_a_list_may_say_what_the_deals_know_of_contacts(ws: Path, tmp_path: Path) -> None:
    heads = (*HEADS[:2], "Buying Role")
    found = scored(
        ws, listed(tmp_path / "r.csv", [("P1", "Alder", "budget holder"), ("P2", "Birch", "Champion")], heads)
    )
    assert "buying_role=Budget Holder" not in found.lacking.labels
    assert [row.name for row in found.rows] == ["Alder", "Birch"]
    assert found.rows[0].up[0].block == "buying_role=Budget Holder"


def test_values_never_seen_are_counted(ws: Path, tmp_path: Path) -> None:
    rows = [*PROSPECTS, ("P6", "Fir", "Fintech", "10", "Iceland", "")]
    assert scored(ws, listed(tmp_path / "prospects.csv", rows)).unnamed == {"country": 1}


def test_a_column_of_another_kind_is_not_known(ws: Path, tmp_path: Path) -> None:
    heads = (*HEADS, "Employee Growth (12 months)", "Last Funding Date")
    rows = [(*row, "fast", "soon") for row in PROSPECTS]
    found = scored(ws, listed(tmp_path / "odd.csv", rows, heads))
    assert {"x_employee_growth_12_months", "x_last_funding_date"} <= found.lacking.labels.keys()
    plain = scored(ws, listed(tmp_path / "plain.csv"))
    assert by_name(found) == pytest.approx(by_name(plain))


def test_decimal_commas_are_decimals(ws: Path, tmp_path: Path) -> None:
    heads = (*HEADS[:2], "Employee Growth (12 months)")
    points = [("P1", "Alder", "27.5"), ("P2", "Birch", "-12.25"), ("P3", "Cedar", "3.5")]
    commas = [(*row[:2], row[2].replace(".", ",")) for row in points]
    one = scored(ws, listed(tmp_path / "points.csv", points, heads))
    other = scored(ws, listed(tmp_path / "commas.csv", commas, heads, ";"))
    assert by_name(one) == by_name(other)
    assert len(set(by_name(one).values())) > 1


def test_a_french_list_has_the_same_scores(ws: Path, tmp_path: Path) -> None:
    heads = ("Identifiant", "Nom de l'entreprise", "Secteur d'activité", "Effectif", "Pays", "Montant levé")
    places = {"Mexico": "Mexique", "Brazil": "Brésil", "Germany": "Allemagne"}
    rows = [(*row[:4], places.get(row[4], row[4]), "") for row in PROSPECTS]
    english = scored(ws, listed(tmp_path / "en.csv", [(*row[:5], "") for row in PROSPECTS]))
    french = scored(ws, listed(tmp_path / "fr.csv", rows, heads, ";"))
    assert by_name(french) == by_name(english)
    assert [row.id for row in french.rows] == [row.id for row in english.rows]


def test_customers_are_known_by_key_domain_or_name(ws: Path, tmp_path: Path) -> None:
    companies = list(csv.DictReader(io.StringIO(csv_files(generate(1))["companies.csv"].decode("utf-8-sig"))))
    deals = list(csv.DictReader(io.StringIO(csv_files(generate(1))["deals.csv"].decode("utf-8-sig"))))
    won = {deal["Associated Company IDs (Primary)"] for deal in deals if deal["Is Closed Won"] == "true"}
    one, two, three = [c for c in companies if c["Record ID"] in won and c["Company Domain Name"]][:3]
    rows = [
        (one["Record ID"], "Someone", "else.example"),
        ("Z2", "Nobody", two["Company Domain Name"]),
        ("Z3", f"{three['Company name'].upper()} Ltd", ""),
        ("Z4", "A stranger", "stranger.example"),
    ]
    found = scored(ws, listed(tmp_path / "known.csv", rows, (*HEADS[:2], "Company Domain Name")))
    known = {row.id: row.known_as for row in found.rows}
    assert known.pop("Z4") is KnownAs.NEITHER
    assert set(known.values()) == {KnownAs.CUSTOMER}


def test_capacity_decides_how_many_are_in_the_first_tier(ws: Path, tmp_path: Path) -> None:
    found = scored(ws, listed(tmp_path / "prospects.csv"), capacity=2)
    assert [(tier.name, tier.n, tier.least) for tier in found.tiers] == [("A", 2, None), ("B", 3, None)]
    assert [row.tier for row in found.rows] == ["A", "A", "B", "B", "B"]
    assert len(scored(ws, tmp_path / "prospects.csv", capacity=0, most=2).rows) == 2


def test_reasons_fit_a_field_of_a_crm_in_both_languages(ws: Path) -> None:
    rows = scored(ws).rows
    assert len(rows) > 100
    for language in ("en", "fr"):
        texts = [reasons_text(row, words_of(language)) for row in rows]
        assert all(0 < len(text) <= LONGEST_REASONS for text in texts)
    one = next(row for row in rows if row.up and row.up[0].block == "industry")
    assert reasons_text(one, words_of("fr")).startswith("+ secteur\u00a0: Services professionnels (×2,")
    assert reasons_text(one, words_of("en"), 20) == "+ industry: Profess…"


def test_dates_count_as_of_the_day(ws: Path, tmp_path: Path) -> None:
    heads = (*HEADS[:2], "Last Funding Date")
    place = listed(tmp_path / "funded.csv", [("P1", "Alder", "2026-08-15"), ("P2", "Birch", "")], heads)
    soon, later = (scored(ws, place, as_of=day) for day in ("2026-09-01", "2025-09-01"))
    assert by_name(soon)["Alder"] > by_name(later)["Alder"]
    with pytest.raises(UsageError, match="still to come"):
        scored(ws, place, as_of="2027-01-01")


def test_attributes_of_persons_never_enter() -> None:
    text = np.array(["a", "b"], dtype=object)
    titles = np.array(["Mr", "Mrs"], dtype=object)
    barred = ["Gender", "Age", "First name", "Ethnicity", "Religion", "Handicap", "Syndicat", "Orientation sexuelle"]
    facts = [attribute(f"x_{i}", text) for i in range(len(barred))]
    facts = [whole_label(a, label) for a, label in zip(facts, barred, strict=True)]
    facts += [attribute("x_prefix", titles), attribute("industry", text), attribute("x_plan", text)]
    kept, names = without_personal(facts)
    assert [a.parameter.name for a in kept] == ["industry", "x_plan"]
    assert names == (*barred, facts[-3].parameter.label)
    number = whole_label(attribute("x_age", np.array([30.0, 40.0]), Kind.NUMBER), "Âge")
    assert without_personal([number])[0] == []


def whole_label(fact: Attribute, label: str) -> Attribute:
    return replace(fact, parameter=replace(fact.parameter, label=label))


def test_a_column_of_ages_is_barred_and_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    age, size = rng.integers(20, 70, 900), rng.integers(1, 400, 900)
    won = rng.random(900) < 1 / (1 + np.exp(-(age - 45) / 8))
    lines = ["id,account,opened,closed,status,Age,Seats"]
    for i in range(900):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + i)
        lines.append(f"{i},c{i},{day},{day},{'won' if won[i] else 'lost'},{age[i]},{size[i]}")
    (tmp_path / "deals.csv").write_text("\n".join(lines), encoding="utf-8")
    mapping = """
        [deals]
        key = "id"
        rest = "definition"
        [deals.columns]
        opened = "opened"
        closed = "closed"
        account_key = "account"
        [deals.outcome]
        column = "status"
        won = "won"
        lost = "lost"
    """
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    later = date(2026, 11, 30)
    import_source(
        tmp_path / "deals.csv", workspace=tmp_path / "ws", mapping=str(tmp_path / "mapping.toml"), today=later
    )
    whofor.find(tmp_path / "ws", whofor.FindOptions(permutations=200), today=later)
    found = score(workspace=tmp_path / "ws", today=later)
    assert (ScoreNote.PERSONAL, "Age") in found.notes
    assert all("age" not in block.id for block in found.card.blocks)
    assert found.grade is CardGrade.NOT_READY
    assert found.n == 0
    assert found.rows == ()
    assert [tier.n for tier in found.tiers] == [0, 0, 0, 0]
    why = "ages of machines, not of persons"
    allowed = score(
        workspace=tmp_path / "ws", options=ScoreOptions(allow_personal=["age"], because=f" {why} "), today=later
    )
    assert [b.id for b in allowed.card.blocks] == ["x_age"]
    assert allowed.card.allowed_personal == {"age": why}
    assert (ScoreNote.PERSONAL_ALLOWED, f"age ({why})") in allowed.notes
    assert all(note is not ScoreNote.PERSONAL for note, _ in allowed.notes)
    assert f'[allowed_personal]\nage = "{why}"' in (tmp_path / "ws" / "scorecard.toml").read_text(encoding="utf-8")
    (kept,) = (tmp_path / "ws" / "runs").glob("*/allowed_personal.jsonl")
    assert kept.read_text(encoding="utf-8") == f'{{"column": "age", "because": "{why}", "day": "2026-11-30"}}\n'
    # Leave is given for one call: the next one keeps the column out again, and the record stays.
    assert score(workspace=tmp_path / "ws", today=later).card.allowed_personal == {}
    assert kept.is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"allow_personal": ["Age"]}, "counts only with a reason"),
        ({"allow_personal": ["Age"], "because": "yes"}, "counts only with a reason"),
        ({"because": "ages of machines"}, "gives the reason for a column"),
        ({"allow_personal": "Age", "because": "ages of machines"}, "no names of columns"),
        ({"allow_personal": ["Industry"], "because": "it is a sector"}, "no column about persons"),
    ],
)
def test_columns_about_persons_count_only_with_a_reason(ws: Path, options: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        scored(ws, **options)
    assert not (ws / "scorecard.toml").exists()


def test_back_tests_of_the_example(ws: Path, tmp_path: Path) -> None:
    market = listed(tmp_path / "market.csv")
    found = scored(ws, backtest=True, market=market, most=1).backtests
    assert found is not None
    best, other, lost, of_market = found.lists.lists
    assert [one.name.value for one in found.lists.lists] == ["best", "other", "lost", "market"]
    assert (found.lists.best_by, of_market.n) == ("mutual_value", 5)
    assert best.n > 25
    assert best.top is not None
    assert other.top is not None
    assert lost.top is not None
    assert best.top.estimate > other.top.estimate > lost.top.estimate
    past = found.past
    assert (past.day, past.days, past.missing) == ("2026-07-02", 90, None)
    assert past.n_learnt < 1733
    assert past.n_won < past.n_ended <= past.n_open + past.n_came
    assert past.auc is not None
    assert past.auc.low > 0.5
    assert sum(tier.n for tier in past.tiers) == past.n_ended
    assert [one.name for one in found.peers[:3]] == ["card", "base_rate", "naive_bayes"]


MAPPED = """
[deals]
key = "id"
[deals.columns]
opened = "opened"
closed = "closed"
account_key = "account"
[deals.extra]
"Plan" = {role = "definition", values = {"P1" = "Premium", "S1" = "Starter"}}
"Cents" = {role = "definition", kind = "number", factor = 0.01}
[deals.outcome]
column = "status"
won = "won"
lost = "lost"
"""


def test_a_list_is_read_by_the_mapping_of_the_import(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    plan, cents = rng.choice(["P1", "S1", "Trial"], 400), rng.integers(1, 400, 400) * 100
    won = rng.random(400) < 1 / (1 + np.exp(1.0 - 2.0 * (plan == "P1") - cents / 20_000))
    lines = ["id,account,opened,closed,status,Plan,Cents"]
    for i in range(400):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + i)
        lines.append(f"{i},c{i},{day},{day},{'won' if won[i] else 'lost'},{plan[i]},{cents[i]}")
    (tmp_path / "deals.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPED, encoding="utf-8")
    place, mapping = tmp_path / "ws", str(tmp_path / "mapping.toml")
    import_source(tmp_path / "deals.csv", workspace=place, mapping=mapping, today=TODAY)
    (tmp_path / "mapping.toml").unlink()
    whofor.find(place, whofor.FindOptions(permutations=200), today=TODAY)
    heads = ("Id", "Company", "Plan", "Cents")
    told = [("1", "Alder", "P1", "30000"), ("2", "Birch", "s1", "100"), ("3", "Cedar", "Trial", "30000")]
    found = score(listed(tmp_path / "list.csv", told, heads), workspace=place, today=TODAY)
    (block,) = (b for b in found.card.blocks if "plan" in b.id)
    assert {c.values for b in block.bins for c in b.conditions if c.values} == {("Premium",), ("Starter",), ("Trial",)}
    assert found.unnamed == {}
    why = {row.name: {c.values for r in (*row.up, *row.down) for c in r.conditions if c.values} for row in found.rows}
    assert ("Premium",) in why["Alder"]
    assert ("Starter",) in why["Birch"]
    assert found.rows[0].name == "Alder"
    plain = [("1", "Alder", "Premium", "30000"), ("2", "Birch", "Starter", "100"), ("3", "Cedar", "Trial", "30000")]
    same = score(listed(tmp_path / "plain.csv", plain, heads), workspace=place, today=TODAY)
    assert by_name(same) == by_name(found)


def test_tiers_are_spread_over_countries_and_sizes(ws: Path) -> None:
    found = scored(ws)
    assert found.spread is not None
    assert (found.spread.n, found.spread.n_top) == (found.n, sum(tier.n for tier in found.tiers[:2]))
    country = next(one for one in found.spread.spreads if one.parameter == "country")
    assert sum(group.n for group in country.groups) == found.n
    assert sum(group.n_top for group in country.groups) == found.spread.n_top
    mexico = next(g for g in country.groups if g.conditions and g.conditions[0].values == ("MX",))
    shown = [
        row for row in found.rows if any(c.values == ("Mexico",) for r in (*row.up, *row.down) for c in r.conditions)
    ]
    assert mexico.n >= len(shown)


def test_what_is_refused(ws: Path, filled: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="the workspace holds no run"):
        score(workspace=filled, today=TODAY)
    with pytest.raises(SourceError, match="a header and no rows"):
        scored(ws, listed(tmp_path / "empty.csv", []))
    with pytest.raises(SourceError):
        scored(ws, tmp_path / "nowhere.csv")
    with pytest.raises(UsageError, match="No prospect has this id"):
        scored(ws, listed(tmp_path / "prospects.csv"), explain="P77")
    with pytest.raises(UsageError, match="these are no options"):
        score(workspace=ws, options=3, today=TODAY)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no whole number"):
        scored(ws, most=-1)
    assert not (filled / "scorecard.toml").exists()
    assert not (ws / "scorecard.toml").exists()


def test_deals_of_one_outcome_carry_no_card(ws: Path, tmp_path: Path) -> None:
    """The run is of an export that had both; the one imported since has won deals alone."""
    files = csv_files(generate(1, n_deals=200))
    rows = list(csv.reader(io.StringIO(files["deals.csv"].decode("utf-8-sig"))))
    at = rows[0].index("Is Closed Won")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([rows[0], *(row for row in rows[1:] if row[at] == "true")])
    source = write_files(tmp_path / "won", {**files, "deals.csv": text.getvalue().encode()})
    import_source(source, workspace=ws, today=TODAY)
    with pytest.raises(DataError):
        scored(ws)
    assert not (ws / "scorecard.toml").exists()


def test_each_product_has_a_card_of_its_own_and_days_are_not_needed(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    n = 800
    sector, size = rng.choice(["Fintech", "Retail trade", "Hospitals"], n), rng.integers(1, 500, n)
    product = rng.choice(["Starter", "Pro"], n)
    won = rng.random(n) < 1 / (1 + np.exp(1 - 1.2 * (sector == "Fintech") - 0.006 * size * (product == "Pro")))
    lines = ["Deal ID,Company,Stage,Industry,Employees,Product"]
    for i in range(n):
        stage = "Closed won" if won[i] else "Closed lost"
        lines.append(f"{i},C{i},{stage},{sector[i]},{size[i]},{product[i]}")
    (tmp_path / "deals.csv").write_text("\n".join(lines), encoding="utf-8")
    ws = tmp_path / "ws"
    import_source(tmp_path / "deals.csv", workspace=ws, today=TODAY)
    whofor.find_each(ws, "product", whofor.FindOptions(permutations=200), today=TODAY)
    with pytest.raises(UsageError, match="Name one with --part"):
        score(workspace=ws, today=TODAY)
    buyer = next(i for i in range(n) if won[i] and product[i] == "Starter")
    place = listed(
        tmp_path / "list.csv", [(f"C{buyer}", "Fintech", "400"), ("New", "Fintech", "400")], ("Company", *HEADS[2:4])
    )
    found = score(place, workspace=ws, part="Pro", today=TODAY)
    assert Path(found.path).name.startswith("scorecard.pro-")
    # Who bought the other product is a customer, too.
    assert {row.name: row.known_as for row in found.rows} == {f"C{buyer}": KnownAs.CUSTOMER, "New": KnownAs.NEITHER}
    assert found.card.recent is not None
    assert (found.card.recent.n, found.card.until) == (0, "")


def test_frames_are_lists(ws: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    place = listed(tmp_path / "prospects.csv")
    frame = polars.read_csv(place, infer_schema=False)
    assert by_name(score(frame, workspace=ws, today=TODAY)) == by_name(scored(ws, place))


def test_rows_are_dictionaries(ws: Path, tmp_path: Path) -> None:
    found = scored(ws, listed(tmp_path / "prospects.csv"), most=1)
    (row,) = found.to_dicts()
    assert (row["id"], row["tier"], row["known_as"]) == ("P2", found.rows[0].tier, None)
    assert isinstance(found.card, Scorecard)
