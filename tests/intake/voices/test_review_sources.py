"""Each source of reviews is known by its headers, and its columns are what they say."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from made_voices import codes, document, left_out, only, read, source, table, texts
from whofor.days import iso_day
from whofor.intake.voices.voice_options import VoiceOptions
from whofor.model.voice import PartRole, SourceKind
from whofor.model.voice_reading import LeftOutReason, ShapeSureness, VoiceNoteCode
from whofor.people.titles import read_title


def test_g2_by_its_api(tmp_path: Path) -> None:
    header = ["product_name", "title", "star_rating", "country", "regions", "submitted_at", "review_source"]
    header += ["verified_current_user", "is_business_partner", "love", "hate", "recommendations", "benefits", "Team"]
    row = ["Planly", "Good", "4.5", "France", "EMEA|Europe", "2026-02-03T08:51:22.236-06:00"]
    row += ["Invitation from G2. This reviewer was offered a nominal gift card.", "True", "False"]
    row += ["Quick to set up", "Reports are slow", "Start small", "We lose fewer forms", "Field"]
    found = read(table(tmp_path / "reviews.csv", [header, row]))
    one = only(found)
    roles = [(part.role, part.text, part.question) for part in one.parts]
    assert roles[:3] == [
        (PartRole.TITLE, "Good", ""),
        (PartRole.PROS, "Quick to set up", ""),
        (PartRole.CONS, "Reports are slow", ""),
    ]
    assert roles[3][:2] == (PartRole.BENEFITS, "We lose fewer forms")
    assert roles[4] == (PartRole.ADVICE, "Start small", "Recommendations to others considering it")
    assert (one.source, one.kind, one.tool, one.stars, iso_day(one.day)) == (
        "g2",
        SourceKind.PUBLIC,
        "Planly",
        4.5,
        "2026-02-03",
    )
    assert dict(one.attributes) == {
        "business_partner": "no",
        "country": "FR",
        "incentive": "yes",
        "region": "EMEA|Europe",
        "team": "Field",
        "verified": "yes",
    }
    assert source(found, "g2").shapes == (("G2 (API)", ShapeSureness.SEEN),)
    assert VoiceNoteCode.INCENTIVES in codes(found)


def test_g2_read_off_its_pages(tmp_path: Path) -> None:
    header = ["reviewId", "productName", "title", "pros", "cons", "rating", "nps", "reviewerRole"]
    header += ["reviewerCompanySegment", "reviewerIndustry", "reviewerCountry", "publishedAt"]
    row = ["77", "Planly", "Fine", "Easy", "Slow", "4", "9", "Site manager", "Small-Business (50 or fewer emp.)"]
    row += ["Construction", "Belgium", "2026-03-01"]
    one = only(read(table(tmp_path / "x.csv", [header, row])))
    assert dict(one.attributes) == {
        "country": "BE",
        "industry": "Construction",
        "job_title": "Site manager",
        "nps": "9",
        "size": "1-50",
    }
    assert (one.stars, one.tool, texts(one, PartRole.CONS)) == (4.0, "Planly", ["Slow"])


def test_g2_as_its_site_asks(tmp_path: Path) -> None:
    header = ["What do you like best about Planly?", "What do you dislike about Planly?", "Rating"]
    one = only(read(table(tmp_path / "x.csv", [header, ["It is easy", "It is slow", "3"]])))
    assert (texts(one, PartRole.PROS), texts(one, PartRole.CONS)) == (["It is easy"], ["It is slow"])


def test_capterra_collected(tmp_path: Path) -> None:
    header = ["product_url", "title", "text", "time_used_product", "datetime", "rating", "pros", "cons"]
    row = ["https://www.capterra.com/p/1/Plan-Ly/reviews/", "“Solid tool”", "It helps us a lot", "2+ years"]
    row += ["2026-02-01 00:00:00 +0000", "5.0", "Easy", "Nothing"]
    one = only(read(table(tmp_path / "x.csv", [header, row])))
    assert (one.source, one.tool, one.stars) == ("capterra", "Plan Ly", 5.0)
    assert texts(one) == ["Solid tool", "It helps us a lot", "Easy", "Nothing"]
    assert dict(one.attributes) == {"tenure": "2+ years"}


def test_capterra_copied_with_a_title_line_and_sub_headings(tmp_path: Path) -> None:
    rows = [
        ["Capterra-Plan-On-Site"],
        ["Job Title", "Industry", "Used For", "Overall", "Pros", "Cons", "Date"],
        [
            "Operations Manager",
            "Construction, 51-200 employees",
            "Used the software for: 2+ years",
            "Overall:\xa0It saves us a day.",
            "Pros:\xa0Offline forms.",
            "Cons:\xa0They take minutes.\nSwitched From:\xa0Paper\nReasons for Switching to Plan On Site: forms lost",
            "July 14, 2021",
        ],
        ["Owner", "Retail, 5001-10,000 employees", "Unspecified", "Overall: Fine", "Pros: Easy", "Cons: None", ""],
    ]
    found = read(table(tmp_path / "Capterra-Plan-On-Site.csv", rows))
    manager, owner = sorted(found.documents, key=lambda one: math.isnan(one.day))
    assert [(part.role, part.text) for part in manager.parts] == [
        (PartRole.BODY, "It saves us a day."),
        (PartRole.PROS, "Offline forms."),
        (PartRole.CONS, "They take minutes."),
        (PartRole.MOTIVE, "Paper"),
        (PartRole.MOTIVE, "forms lost"),
    ]
    assert [part.question for part in manager.parts][3:] == ["Switched From", "Reasons for Switching to Plan On Site"]
    assert dict(manager.attributes) == {
        "industry": "Construction",
        "job_title": "Operations Manager",
        "size": "51-200",
        "tenure": "2+ years",
    }
    assert dict(owner.attributes)["size"] == "5001-10000"
    assert manager.tool == "Plan On Site"
    assert VoiceNoteCode.TOOL_FROM_NAME in codes(found)
    assert source(found, "capterra").read == 2


def test_trustpilot_with_replies_cut_titles_and_languages(tmp_path: Path) -> None:
    header = ["text", "rating", "language", "reply_message", "consumer_countryCode", "consumersReviewCountOnSameDomain"]
    header += [
        "dates_publishedDate",
        "consumer_numberOfReviews",
        "reply_publishedDate",
        "likes",
        "consumer_isVerified",
        "title",
    ]
    long = "Je ne peux plus me connecter depuis lundi et personne ne répond"
    rows = [
        [
            long,
            "1",
            "fr",
            "Bonjour, merci",
            "BE",
            "1",
            "2026-02-25T12:32:24.000Z",
            "2",
            "",
            "3",
            "False",
            "Je ne peux plus me connecter…",
        ],
        ["Too slow, I left", "2", "en", "", "FR", "1", "2026-02-26T12:32:24.000Z", "2", "", "0", "True", "Left"],
    ]
    found = read(table(tmp_path / "planly_trustpilot_reviews.csv", [header, *rows]))
    french = next(one for one in found.documents if one.language == "fr")
    assert texts(french) == [long]
    assert (french.tool, french.stars) == ("planly", 1.0)
    reading = source(found, "trustpilot")
    assert (reading.read, reading.used, reading.stars) == (3, 2, (1, 1, 0, 0, 0))
    assert left_out(reading) == {LeftOutReason.VENDOR_REPLY: 1}
    assert reading.languages == (("en", 1), ("fr", 1))


def test_google_play_console_in_utf_16(tmp_path: Path) -> None:
    header = ["Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device"]
    header += ["Review Submit Date and Time", "Review Submit Millis Since Epoch", "Review Last Update Date and Time"]
    header += ["Star Rating", "Review Title", "Review Text", "Developer Reply Text", "Review Link"]
    row = [
        "com.planly",
        "12",
        "1.2",
        "fr",
        "pixel",
        "2026-01-02T10:00:00Z",
        "1767348000000",
        "",
        "2",
        "",
        "Ça plante souvent",
    ]
    row += ["Désolé !", "https://play.example/review/1"]
    found = read(table(tmp_path / "reviews_202601.csv", [header, row], encoding="utf-16"))
    one = only(found)
    assert (one.source, one.tool, one.language, one.stars, one.place) == (
        "google_play",
        "com.planly",
        "fr",
        2.0,
        "https://play.example/review/1",
    )
    assert dict(one.attributes) == {"device": "pixel", "version": "1.2", "version_code": "12"}
    assert left_out(source(found, "google_play")) == {LeftOutReason.VENDOR_REPLY: 1}


def test_app_store_by_api_and_by_feed(tmp_path: Path) -> None:
    row = {"rating": 3, "title": "Ok", "body": "It drains the battery", "reviewerNickname": "Zelda Quist"}
    row |= {"createdDate": "2026-01-05T10:00:00-08:00", "territory": "USA"}
    api = document(tmp_path / "api.json", {"data": [{"type": "customerReviews", "id": "1", "attributes": row}]})
    entry = {
        "author": {"name": {"label": "Zelda Quist"}, "uri": {"label": "https://x.example/zelda"}},
        "im:rating": {"label": "1"},
        "im:version": {"label": "2.0"},
        "title": {"label": "No"},
        "content": {"label": "It lost my photos", "attributes": {"type": "text"}},
        "updated": {"label": "2026-01-06T10:00:00-07:00"},
    }
    feed = document(tmp_path / "feed.json", {"feed": {"entry": [entry]}})
    found = read(api, feed)
    lost, drains = sorted(found.documents, key=lambda one: one.stars)
    assert (texts(lost), dict(lost.attributes), iso_day(lost.day)) == (
        ["No", "It lost my photos"],
        {"version": "2.0"},
        "2026-01-06",
    )
    assert (texts(drains), dict(drains.attributes), drains.stars) == (
        ["Ok", "It drains the battery"],
        {"country": "US"},
        3.0,
    )
    assert lost.author == drains.author != ""
    assert source(found, "app_store").people == 1
    assert VoiceNoteCode.UNSURE_SHAPE in codes(found)


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_rows_are_the_same_from_tables_and_json(tmp_path: Path, ending: str) -> None:
    header = ["product_name", "love", "hate", "star_rating"]
    rows = [["Planly", "Quick", "Slow reports", "4"], ["Planly", "Offline", "Dear", "2"]]
    path = tmp_path / f"x.{ending}"
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    if ending == "csv":
        table(path, [header, *rows])
    elif ending == "json":
        document(path, objects)
    else:
        import json

        path.write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    found = read(path)
    assert sorted((one.tool, one.stars, *texts(one)) for one in found.documents) == [
        ("Planly", 2.0, "Offline", "Dear"),
        ("Planly", 4.0, "Quick", "Slow reports"),
    ]


def test_workbooks_are_tables_too(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["product_name", "love", "hate", "star_rating"])
    sheet.append(["Planly", "Quick", "Slow reports", 4.5])
    book.save(tmp_path / "x.xlsx")
    one = only(read(tmp_path / "x.xlsx"))
    assert (one.stars, texts(one)) == (4.5, ["Quick", "Slow reports"])


def test_job_titles_are_read_by_whoever_can(tmp_path: Path) -> None:
    def titles(title: str) -> dict[str, str]:
        read_as = read_title(title)
        return {"seniority": read_as.seniority.value, "department": read_as.department.value}

    header = ["Job Title", "Industry", "Used For", "Overall", "Pros", "Cons", "Date"]
    row = ["Head of Operations", "Retail", "2+ years", "Fine", "Easy", "Slow", "July 14, 2021"]
    one = only(read(table(tmp_path / "x.csv", [header, row]), options=VoiceOptions(titles=titles)))
    assert dict(one.attributes)["department"] == read_title("Head of Operations").department.value
    assert dict(one.attributes)["seniority"] == read_title("Head of Operations").seniority.value != "unknown"


def test_real_files_are_read_whole(data_dir: Path) -> None:
    folders = ("g2_reviews_mit/g2_reviews_flat.csv", "capterra_google_chat", "trustpilot_keytrade_fr_nl_en")
    found = read(*(data_dir / name for name in (*folders, "capterra_forms_on_fire/Capterra-Forms-On-Fire.csv")))
    # As other programs count them: rows with any text, stars rounded half to even, replies that are not empty.
    assert {reading.source: reading.used for reading in found.sources} == {
        "capterra": 2488,
        "g2": 762,
        "trustpilot": 1027,
    }
    trustpilot = source(found, "trustpilot")
    assert trustpilot.languages == (("en", 92), ("fr", 488), ("nl", 447))
    assert left_out(trustpilot) == {LeftOutReason.VENDOR_REPLY: 367}
    titles = sum(
        part.role is PartRole.TITLE for one in found.documents if one.source == "trustpilot" for part in one.parts
    )
    assert 0.45 <= 1 - titles / trustpilot.used <= 0.6, "a title that is the cut start of the text is not counted twice"
    assert {one.tool for one in found.documents} == {"Chat", "Forms On Fire", "G2 Marketing Solutions", "keytrade"}
    sized = [one for one in found.documents if "size" in dict(one.attributes)]
    assert len(sized) == 94
    assert {dict(one.attributes)["size"] for one in sized} >= {"1-10", "11-50", "51-200", "201-500", "10001+"}
    assert all(reading.shapes[0][1] is ShapeSureness.SEEN for reading in found.sources)


def test_a_workbook_may_have_sheets_of_other_things(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["product_name", "love", "hate", "star_rating"])
    book.active.append(["Planly", "Quick", "Slow reports", 4.5])
    other = book.create_sheet("Figures")
    other.append(["Month", "Visits"])
    other.append(["2026-01", 12])
    book.save(tmp_path / "x.xlsx")
    found = read(tmp_path / "x.xlsx")
    assert len(found.documents) == 1
    assert VoiceNoteCode.NO_TEXT_COLUMN in codes(found)
