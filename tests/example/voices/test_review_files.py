"""The reviews, read back by the csv module and counted by the words of the tables alone."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from made_corpus import Made
from whofor.example.voices.wordings import pain_keys, table

SMALL_AND_NEW = ("Tarnolume", "11-50", "Less than 6 months")
TEXT_COLUMNS = {
    "g2": ("title", "love", "hate", "recommendations", "benefits"),
    "capterra": ("Overall", "Pros", "Cons"),
    "trustpilot": ("title", "text"),
}


def rows(made: Made, site: str) -> list[dict[str, str]]:
    """Rows of a site with its file and row: the columns of the file, and `tool` and `said`."""
    found: list[dict[str, str]] = []
    for path in made.files:
        if path.startswith(f"reviews/{site}"):
            for number, row in enumerate(csv.DictReader(io.StringIO(made.text(path))), start=1):
                tool = row.get("product_name") or row.get("Product") or path[:-4].partition("_")[2].title()
                said = "\n".join(row[column] for column in TEXT_COLUMNS[site])
                found.append(row | {"file": path, "row": str(number), "tool": tool, "said": said})
    return found


def all_rows(made: Made) -> list[dict[str, str]]:
    return [row for site in TEXT_COLUMNS for row in rows(made, site)]


def wordings(key: str) -> list[str]:
    """All wordings of a pain as they may stand in a review, in both languages."""
    lists = [table(f"pains_{language}")[key] for language in ("en", "fr")]
    texts = [text for entry in lists for register in ("plain", "review", "talk") for text in entry[register]]
    return [text[0].upper() + text[1:] for text in texts]


def originals(made: Made) -> list[dict[str, str]]:
    copies = {(path, str(row)) for (path, row), _ in made.truth.copies}
    return [row for row in all_rows(made) if (row["file"], row["row"]) not in copies]


def says(row: dict[str, str], texts: list[str]) -> bool:
    return any(text in row["said"] for text in texts)


def stars(row: dict[str, str]) -> float:
    return float(row.get("star_rating") or row.get("rating") or row["Rating"])


def size(row: dict[str, str]) -> str:
    return row.get("size") or row.get("Industry", ", ").partition(", ")[2].removesuffix(" employees")


def sector(row: dict[str, str]) -> str:
    return row.get("industry") or row.get("Industry", "").partition(", ")[0]


def tenure(row: dict[str, str]) -> str:
    return row.get("tenure") or row.get("Used For", "").removeprefix("Used the software for: ")


def test_there_are_three_hundred_reviews_of_four_tools_on_three_sites(made: Made) -> None:
    found = all_rows(made)
    assert len(originals(made)) == 300
    assert len(found) == 306
    assert len({row["tool"] for row in found}) == 4
    assert min(Counter(row["tool"] for row in found).values()) > 40
    assert [len(rows(made, site)) > 40 for site in TEXT_COLUMNS] == [True, True, True]


def test_the_sites_have_their_own_headers_and_scales(made: Made) -> None:
    g2, capterra, trustpilot = (rows(made, site) for site in TEXT_COLUMNS)
    assert {"love", "hate", "star_rating", "submitted_at", "review_source", "verified_current_user"} < set(g2[0])
    assert {"Job Title", "Industry", "Used For", "Overall", "Pros", "Cons", "Date"} < set(capterra[0])
    assert {"consumer_countryCode", "dates_publishedDate", "consumer_numberOfReviews"} < set(trustpilot[0])
    assert {stars(row) % 1 for row in g2} == {0.0, 0.5}
    assert {stars(row) % 1 for row in (*capterra, *trustpilot)} == {0.0}
    assert all(1 <= stars(row) <= 5 for row in all_rows(made))
    assert {row["language"] for row in trustpilot} == {"fr"}
    assert all(row["Pros"].startswith("Pros: ") and row["Cons"].startswith("Cons: ") for row in capterra)
    assert any("\nSwitched From: " in row["Cons"] for row in capterra)
    days = [row.get("submitted_at", row.get("dates_publishedDate", ""))[:10] for row in (*g2, *trustpilot)]
    assert (min(days) >= "2023-10-01", max(days) <= "2026-09-30") == (True, True)
    assert len({day[:4] for day in days}) == 4


def test_about_half_of_the_titles_of_one_site_are_the_cut_beginning_of_the_text(made: Made) -> None:
    found = rows(made, "trustpilot")
    cut = [row for row in found if row["title"].endswith("…")]
    assert 0.3 < len(cut) / len(found) < 0.7
    plain = [" ".join(row["text"].split()) for row in cut]
    assert all(text.startswith(row["title"][:-1]) for text, row in zip(plain, cut, strict=True))


def test_each_sentence_stands_in_its_row_and_part(made: Made) -> None:
    by_place = {(row["file"], row["row"]): row for row in all_rows(made)}
    columns = {"title": "title", "love": "love", "hate": "hate", "advice": "recommendations"}
    checked = 0
    for sentence in made.truth.sentences:
        if sentence.file.startswith("reviews/"):
            row = by_place[sentence.file, sentence.place]
            column = columns.get(sentence.part, "benefits") if "g2" in sentence.file else "said"
            assert sentence.said.text in row[column]
            assert sentence.tool in (row["tool"], "") or sentence.part == "motive"
            assert sentence.person in row.values()
            checked += 1
    assert checked > 1000


def test_who_says_which_pain_is_what_the_words_in_the_files_say(made: Made) -> None:
    motives = {(s.file, s.place): s.said.text for s in made.truth.sentences if s.part == "motive"}
    for pain in made.truth.pains:
        found = {
            (row["file"], row["row"])
            for row in originals(made)
            if says(row, wordings(pain.key)) or (pain.key, motives.get((row["file"], row["row"]))) in reasons()
        }
        told = {place for place in pain.documents if place[0].startswith("reviews/")}
        assert found == told
    assert {pain.key for pain in made.truth.pains} == set(pain_keys())


def reasons() -> set[tuple[str, str]]:
    switches = table("switches")["switch"]
    return {(switch["reason"], text) for switch in switches for text in (*switch["en"], *switch["fr"])}


def test_haters_share_their_size_their_tool_and_how_long_they_have_used_it(seeds: list[Made]) -> None:
    for made in seeds:
        found = originals(made)
        alike = [row for row in found if (row["tool"], size(row), tenure(row)) == SMALL_AND_NEW]
        others = [row for row in found if row not in alike]
        haters = made.truth.haters
        assert haters is not None
        assert (haters.of, haters.of_others) == (len(alike), len(others))
        low = [row for row in alike if stars(row) <= 2]
        assert haters.haters == tuple(sorted(row.get("user_name") or row["Name"] for row in low))
        assert haters.other_haters == sum(stars(row) <= 2 for row in others)
        assert len(haters.haters) / haters.of > 0.8
        assert haters.other_haters / haters.of_others < 0.08
        assert all(says(row, wordings("setup_long")) for row in alike if stars(row) <= 2)


def test_pains_belong_to_sectors_and_sizes(seeds: list[Made]) -> None:
    for made in seeds:
        known = [row for row in originals(made) if sector(row)]
        for key, sectors, sizes in (
            ("approval_wait", ("Fintech",), ("51-200",)),
            ("audit_trail", ("Public sector",), ("1001-5000", "5001-20000")),
            ("rights_expire", ("Media",), ("11-50",)),
            ("figures_by_hand", ("Manufacturing",), ("201-500", "501-1000", "1001-5000")),
            ("figures_by_hand", ("Professional services",), ("51-200", "201-500")),
        ):
            inside = [row for row in known if sector(row) in sectors and size(row) in sizes]
            share = sum(says(row, wordings(key)) for row in inside) / len(inside)
            assert len(inside) > 20
            assert 0.4 < share < 0.75
        fintech = [row for row in known if sector(row) == "Fintech" and size(row) == "51-200"]
        rest = [row for row in known if row not in fintech]
        assert sum(says(row, wordings("approval_wait")) for row in rest) / len(rest) < 0.08


def test_copies_paid_reviews_fillers_and_replies_are_there(made: Made) -> None:
    by_place = {(row["file"], row["row"]): row for row in all_rows(made)}
    assert len(made.truth.copies) == 6
    for copy, original in made.truth.copies:
        one, other = (by_place[path, str(row)] for path, row in (copy, original))
        assert one["said"] == other["said"]
        assert stars(one) == stars(other)
        names = [row.get("user_name") or row.get("Name") or row["consumer_displayName"] for row in (one, other)]
        assert names[0] != names[1]
        assert one.get("id", "a") != other.get("id", "b")
    g2 = rows(made, "g2")
    paid = sum("gift card" in row["review_source"] for row in g2) / len(g2)
    assert 0.08 < paid < 0.24
    fillers = table(f"praises_{made.corpus.language}")["filler"]["review"]
    assert 0.15 < sum(row["hate"] in fillers for row in g2) / len(g2) < 0.45
    assert any(row["reply_message"] for row in rows(made, "trustpilot"))


def test_no_mask_of_a_template_is_left(made: Made) -> None:
    assert not any(re.search(r"[{}]", row["said"]) for row in all_rows(made))


def test_nobody_complains_of_a_tool_in_the_words_of_another_review_of_it(seeds: list[Made]) -> None:
    for made in seeds:
        said = Counter(
            (s.said.text, s.tool)
            for s in made.truth.sentences
            if s.part == "hate" and s.said.topic in pain_keys() and not s.copied
        )
        assert max(said.values()) == 1
