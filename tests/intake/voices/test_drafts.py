"""Tables that no shape knows are read by the words of their headers, in several languages, and their values."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_voices import codes, only, read, table, texts
from whofor.model.voice import PartRole
from whofor.model.voice_reading import VoiceNoteCode, VoicesRead

SLOW = "The app is far too slow on site"
LOST = "It loses our forms every single week"


def drafted(tmp_path: Path, header: list[str], *rows: list[str], name: str = "x.csv") -> VoicesRead:
    """What is read of a table; that it was drafted is said."""
    found = read(table(tmp_path / name, [header, *rows]))
    assert VoiceNoteCode.DRAFTED_MAPPING in codes(found)
    return found


@pytest.mark.parametrize(
    "header",
    [
        ["Autor", "Fecha", "Calificación", "Comentario", "Producto"],
        ["Verfasser", "Datum", "Sterne", "Kommentar", "Produkt"],
        ["Autore", "Data", "Voto", "Recensione", "Prodotto"],
        ["Auteur", "Date", "Note", "Avis", "Produit"],
        ["Usuário", "Data", "Nota", "Comentário", "Produto"],
        ["reviewer", "review_date", "star_rating", "review_text", "product_name"],
    ],
)
def test_in_several_languages(tmp_path: Path, header: list[str]) -> None:
    found = drafted(
        tmp_path,
        header,
        ["Zelda Quist", "2026-01-02", "2", SLOW, "Planly"],
        ["Otto Zwingli", "2026-01-03", "4", LOST, "Planly"],
    )
    slow = min(found.documents, key=lambda one: one.day)
    assert (texts(slow), slow.stars, slow.tool, slow.attributes) == ([SLOW], 2.0, "Planly", ())
    assert len({one.author for one in found.documents} - {""}) == 2


def test_given_names_and_surnames_are_one_author(tmp_path: Path) -> None:
    rows = (["Quist", "Zelda", SLOW], ["Quist", "Otto", LOST])
    found = drafted(tmp_path, ["Nom", "Prénom", "Commentaire"], *rows)
    assert len({one.author for one in found.documents} - {""}) == 2


def test_people_of_the_own_house_are_no_authors(tmp_path: Path) -> None:
    rows = (
        ["They say it is slow, as Xiomara knows", "2026-01-02", "Xiomara Quist"],
        ["Too dear for a small team", "2026-02-02", "Otto Z"],
    )
    found = drafted(tmp_path, ["Lost reason", "Closed", "Owner"], *rows)
    first = min(found.documents, key=lambda one: one.day)
    assert (texts(first), first.author, first.attributes) == (["They say it is slow, as [name] knows"], "", ())


def test_a_column_of_questions(tmp_path: Path) -> None:
    found = drafted(tmp_path, ["Question", "Answer"], ["What is hard?", SLOW], ["What else?", LOST])
    assert {(part.role, part.question) for one in found.documents for part in one.parts} == {
        (PartRole.ANSWER, "What is hard?"),
        (PartRole.ANSWER, "What else?"),
    }


def test_short_texts_below_a_header_that_says_so(tmp_path: Path) -> None:
    found = drafted(tmp_path, ["Review"], ["Slow"], ["Good"], ["Dear"])
    assert sorted(texts(one)[0] for one in found.documents) == ["Dear", "Good", "Slow"]


def test_a_version_is_no_tool(tmp_path: Path) -> None:
    one = only(drafted(tmp_path, ["id", "review_body", "stars", "app_version", "lang"], ["1", SLOW, "3", "1.2", "en"]))
    assert (one.tool, one.language, dict(one.attributes)) == ("", "en", {"app_version": "1.2", "id": "1"})


@pytest.mark.parametrize(("name", "role"), [("planly_cons.csv", PartRole.CONS), ("planly_pros.csv", PartRole.PROS)])
def test_the_name_of_a_file_says_what_its_only_column_holds(tmp_path: Path, name: str, role: PartRole) -> None:
    path = tmp_path / name
    path.write_text(f"\n{SLOW} and nobody answers\n {LOST} and then we print\n", encoding="utf-8")
    found = read(path)
    assert [part.role for one in found.documents for part in one.parts] == [role, role], "no line is taken for a header"


def test_texts_that_repeat_the_other_columns_count_once(tmp_path: Path) -> None:
    header = ["title", "rating", "liked", "disliked", "text"]
    row = ["Fine tool", "4", SLOW.replace("slow", "quick"), LOST]
    one = only(drafted(tmp_path, header, [*row, " ".join((row[0], row[2], row[3]))]))
    assert [part.role for part in one.parts] == [PartRole.TITLE, PartRole.PROS, PartRole.CONS]
