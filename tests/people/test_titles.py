"""Titles as people write them; what decides between several roles; columns, pick-lists, unknown titles."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whofor.arrays import Column
from whofor.people.title_words import parse_title_words
from whofor.people.titles import (
    Department,
    Seniority,
    TitleReading,
    read_title,
    read_titles,
    unknown_titles,
)

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))


def groups() -> Iterator[tuple[str, str, str, list[str]]]:
    for language, levels in CASES.items():
        for level, departments in levels.items():
            for department, titles in departments.items():
                yield language, level, department, titles


ALL_TITLES = [title for *_, titles in groups() for title in titles]
WORDS = sorted({word for title in ALL_TITLES for word in title.split()})


def told(title: str) -> tuple[str, str]:
    reading = read_title(title)
    return reading.seniority.value, reading.department.value


def texts(*values: str | None) -> Column:
    return np.array([*values, None], dtype=object)[:-1]


@pytest.mark.parametrize(
    ("language", "level", "department", "titles"), [pytest.param(*g, id="-".join(g[:3])) for g in groups()]
)
def test_titles_as_people_write_them(language: str, level: str, department: str, titles: list[str]) -> None:
    wrong = {title: told(title) for title in titles if told(title) != (level, department)}
    assert wrong == {}


def test_the_cases_cover_every_class_in_both_languages() -> None:
    assert len(ALL_TITLES) > 1400
    for levels in CASES.values():
        assert set(levels) == {value.value for value in Seniority}
        assert {name for departments in levels.values() for name in departments} == {d.value for d in Department}


@pytest.mark.parametrize(
    ("title", "seniority", "department"),
    [
        # The highest of several roles, and its department.
        ("Sales Manager / Marketing Director", "director", "marketing"),
        ("Office Manager & CFO", "c_level", "finance"),
        ("CFO & VP Operations", "c_level", "finance"),
        ("Founder and Head of Sales", "owner", "general_management"),
        ("VP Sales, co-founder", "owner", "general_management"),
        ("Director of Sales and Product Manager", "director", "sales"),
        ("Responsable RH et assistante de direction", "manager", "human_resources"),
        # Two departments of one rank: the first written. Administration yields, as in "administratif et financier".
        ("Director of Marketing and Sales", "director", "marketing"),
        ("Director of Sales & Marketing", "director", "sales"),
        ("Accountant / HR Assistant", "staff", "finance"),
        ("Assistante RH / comptable", "staff", "human_resources"),
        ("Responsable administratif et comptable", "manager", "finance"),
        ("VP Administration & Finance", "vp", "finance"),
        # Owners and chief executives lead the whole company, whatever else is written.
        ("CFO & CEO", "c_level", "general_management"),
        ("CEO & Head of Sales", "c_level", "general_management"),
        ("Owner, Sales Manager", "owner", "general_management"),
        ("PDG et directeur commercial", "c_level", "general_management"),
        ("President of Sales", "c_level", "general_management"),
        ("Managing Director, Sales", "c_level", "sales"),
        # An intern is one, whatever else is written; those who look after interns are none.
        ("Product Manager Intern", "intern", "product_design"),
        ("Stagiaire assistante du directeur marketing", "intern", "administration"),
        ("Internship Program Manager", "manager", "operations"),
        ("Responsable de l'apprentissage", "manager", "human_resources"),
        # Words that only look like a level.
        ("Lead Generation Manager", "manager", "marketing"),
        ("Partner Marketing Manager", "manager", "marketing"),
        ("HR Business Partner", "staff", "human_resources"),
        ("Product Owner", "staff", "product_design"),
        ("Process Owner", "staff", "operations"),
        ("Shareholder Services Representative", "staff", "customer_service"),
        ("Reporting to the CEO", "unknown", "unknown"),
        ("Office of the CEO", "unknown", "general_management"),
        ("Auditeur interne", "staff", "finance"),
        ("Responsable communication interne", "manager", "marketing"),
        ("Management", "unknown", "unknown"),
        # What was, beside what is.
        ("CEO, former VP Sales at Acme", "c_level", "general_management"),
        ("CTO | ex-Google", "c_level", "it_engineering"),
        ("Consultant, ancien DRH", "staff", "unknown"),
        ("Former CEO and Chairman", "unknown", "unknown"),
        ("Retired CEO, board advisor", "unknown", "unknown"),
        # A word that is no role does not hide the one beside it.
        ("Student, Sales Associate", "staff", "sales"),
        ("Head of Marketing, Consumer", "director", "marketing"),
        ("Student Services Director", "director", "other"),
        # Companies.
        ("Sales Manager at Finance Systems Ltd", "manager", "sales"),
        ("Directrice marketing chez Banque Dupont", "director", "marketing"),
        ("Head of Sales @ CEO Tools, London", "director", "sales"),
        # An assistant of a director is no assistant director.
        ("Assistant Director of Finance", "director", "finance"),
        ("Assistant to the Director of Finance", "staff", "administration"),
        ("Assistante du directeur financier", "staff", "administration"),
        ("Executive Assistant to the CEO and CFO", "staff", "administration"),
        ("Deputy to the Director", "director", "unknown"),
    ],
)
def test_what_decides(title: str, seniority: str, department: str) -> None:
    assert told(title) == (seniority, department)


@pytest.mark.parametrize(
    "title",
    [
        *("Geschäftsführer", "Leiter Einkauf", "Einkäuferin", "Sachbearbeiter", "Vorstand", "Prokurist", "Inhaber"),
        *("Gerente", "Jefe de Proyecto", "Dueño", "Socio", "Vendedor", "Contador", "Asistente", "Consultor"),
        *("Amministratore", "Titolare", "Impiegata", "Stagista", "Direttore Acquisti", "Eigenaar", "Zaakvoerder"),
        *("Medewerker", "Inkoper", "Diretor", "Sócio", "Coordenador", "Estagiário", "Kierownik", "Prezes", "Ägare"),
        *("Генеральный директор", "代表取締役", "总经理", "Müdür", "مدير"),
    ],
)
def test_a_third_language_is_unknown(title: str) -> None:
    assert told(title) == ("unknown", "unknown")


def test_words_that_languages_share_are_read() -> None:
    assert told("Marketing Manager") == ("manager", "marketing")
    assert told("Director de Marketing") == ("director", "marketing")
    assert told("Leiter Marketing") == ("unknown", "marketing")


PAIRS = """
directeur directrice, gérant gérante, président présidente, fondateur fondatrice, associé associée, dirigeant
dirigeante, responsable adjoint responsable adjointe, chef de projet cheffe de projet, chargé d'affaires chargée
d'affaires, attaché commercial attachée commerciale, conseiller conseillère, commercial commerciale, vendeur vendeuse,
acheteur acheteuse, assistant assistante, technicien technicienne, ingénieur ingénieure, développeur développeuse,
infirmier infirmière, avocat avocate, comptable unique comptable unique, formateur formatrice, rédacteur rédactrice,
administrateur réseau administratrice réseau, coordinateur coordinatrice, consultant consultante, employé employée,
stagiaire stagiaire, alternant alternante, apprenti apprentie, ouvrier ouvrière, agent agente, expert experte, délégué
commercial déléguée commerciale, chercheur chercheuse, opérateur opératrice, magasinier magasinière, superviseur
superviseuse, contrôleur de gestion contrôleuse de gestion, directeur général directrice générale, secrétaire général
secrétaire générale, vice-président vice-présidente, négociateur négociatrice, patron patronne, entrepreneur
entrepreneuse, exploitant agricole exploitante agricole, commerçant commerçante, artisan artisane, directeur
administratif et financier directrice administrative et financière, cuisinier cuisinière, directeur artistique
directrice artistique, électricien électricienne, gestionnaire gestionnaire, professeur professeure, enseignant
enseignante, pharmacien pharmacienne, retraité retraitée, étudiant étudiante, animateur animatrice, contremaître
contremaîtresse, manager manageuse, doctorant doctorante, marchand marchande
"""


def halves(pair: str) -> tuple[str, str]:
    words = pair.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


@pytest.mark.parametrize("pair", [pair.strip() for pair in " ".join(PAIRS.split()).split(",")])
def test_feminine_is_masculine(pair: str) -> None:
    masculine, feminine = halves(pair)
    assert told(masculine) == told(feminine)
    assert told(f"{masculine} / {feminine}") == told(masculine)


@pytest.mark.parametrize(
    ("plain", "inclusive"),
    [
        ("Directeur", "Directeur·rice"),
        ("Directeur commercial", "Directeur.rice commercial.e"),
        ("Directeur commercial", "Directeur/trice commercial(e)"),
        ("Directeur commercial", "Directeur (trice) commercial(e) H/F"),
        ("Directeurs", "Directeur·rice·s"),
        ("Chargé d'affaires", "Chargé(e) d'affaires"),
        ("Chargé d'affaires", "Chargé·e d’affaires (F/H)"),
        ("Chargé d'affaires", "Chargé.e.s d'affaires"),
        ("Chargé d'affaires", "Chargé-e d'affaires"),
        ("Chargé de clientèle", "Chargé / Chargée de clientèle"),
        ("Chef de projet", "Chef(fe) de projet"),
        ("Chef de projet", "Chef·fe de projet"),
        ("Chef de projet", "Chef ou cheffe de projet"),
        ("Technicien de maintenance", "Technicien(ne) de maintenance"),
        ("Technicien de maintenance", "Technicien·ne de maintenance"),
        ("Technicien de maintenance", "Technicien/ne de maintenance"),
        ("Conseiller clientèle", "Conseiller·ère clientèle"),
        ("Développeur web", "Développeur/se web"),
        ("Développeur web", "Développeur·euse web"),
        ("Vendeur", "Vendeur (m/w/d)"),
        ("Acheteur", "Acheteur(se)"),
        ("Assistant de direction", "Assistant(e) de Direction - H/F"),
    ],
)
def test_inclusive_forms(plain: str, inclusive: str) -> None:
    assert told(inclusive) == told(plain)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Vice President Operations", "V.P. Ops"),
        ("Vice President", "VP"),
        ("IT Manager", "I.T. Mgr."),
        ("Chief Executive Officer", "C.E.O."),
        ("Chief Executive Officer", "C E O"),
        ("Research and Development Manager", "R&D Mgr"),
        ("Research and Development Manager", "R & D manager"),
        ("Responsable R&D", "Resp. R et D"),
        ("Account Executive", "Acct Exec"),
        ("Assistant Controller", "Asst. Controller"),
        ("Director of Marketing", "Dir., Mktg"),
        ("Responsable ressources humaines", "Resp. R.H."),
        ("Président directeur général", "P.D.G."),
        ("Directeur général", "Dir. gal"),
        ("Directeur commercial", "Dir. Cial"),
        ("Human Resources Manager", "HR_Manager"),
        ("E-commerce Manager", "Ecommerce manager"),
    ],
)
def test_short_forms(long: str, short: str) -> None:
    assert told(short) == told(long)


def bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@given(st.sampled_from(ALL_TITLES))
def test_case_accents_and_spaces_do_not_matter(title: str) -> None:
    reading = read_title(title)
    assert [read_title(form) for form in (title.upper(), title.lower(), bare(title))] == [reading] * 3
    assert read_title(f"  {title.replace(' ', '  ')}\u00a0") == reading
    assert read_title(unicodedata.normalize("NFD", title)) == reading


@given(
    st.text()
    | st.lists(st.sampled_from([*WORDS, "&", "/", "(", ")", "|", "and", "et", "ou", "at", "of"])).map(" ".join)
)
@example("/ et / ou")
@example("chef / " * 2000)
@example("\ud800 CEO")
@example("((((((")
def test_any_text_is_read(text: str) -> None:
    reading = read_title(text)
    assert reading == read_title(text)
    assert (reading.seniority is Seniority.UNKNOWN) == (reading.seniority_rule == "")
    assert (reading.department is Department.UNKNOWN) == (reading.department_rule == "")
    if reading.seniority is Seniority.OWNER:
        assert reading.department is Department.GENERAL_MANAGEMENT


def test_no_title_tells_nothing() -> None:
    assert read_title(None) == read_title("") == TitleReading()


def test_the_rule_that_decided_is_told() -> None:
    reading = read_title("Sr Account Manager")
    assert (reading.seniority_rule, "account" in reading.department_rule) == (
        "account (development |relationship |service |sale |success |business |program |)manager",
        True,
    )
    assert read_title("CFO & Owner").department_rule == "owner"


def test_a_column_is_read_row_by_row() -> None:
    titles = texts("CEO", None, "ceo", "Comptable", "", "CEO")
    column = read_titles(titles)
    assert column.seniority.tolist() == ["c_level", "unknown", "c_level", "staff", "unknown", "c_level"]
    assert column.department.tolist() == [
        *("general_management", "unknown", "general_management"),
        *("finance", "unknown", "general_management"),
    ]
    assert len(column.readings) == 3
    assert [column.readings[code] for code in column.codes] == [read_title(title) for title in titles]


def test_an_empty_column_and_values_that_are_no_texts() -> None:
    assert read_titles(texts()).seniority.tolist() == []
    assert read_titles(np.array([1.5, float("nan")])).seniority.tolist() == ["unknown", "unknown"]


@given(st.lists(st.sampled_from([*ALL_TITLES, None]), max_size=30))
def test_a_column_says_what_each_title_says(titles: list[str | None]) -> None:
    column = read_titles(texts(*titles))
    assert column.seniority.tolist() == [read_title(title).seniority.value for title in titles]
    assert column.department.tolist() == [read_title(title).department.value for title in titles]


@pytest.mark.parametrize(
    ("pick", "seniority"),
    [
        *(("Executive", "c_level"), ("C-level", "c_level"), ("c_suite", "c_level"), ("CXO", "c_level")),
        *(("Partner", "owner"), ("Owner / Partner", "owner"), ("VP", "vp"), ("VP-Level", "vp"), ("Head", "director")),
        *(("Director", "director"), ("Manager", "manager"), ("Senior", "staff"), ("Entry", "staff")),
        *(("Non-Manager", "staff"), ("Individual contributor", "staff"), ("In Training", "intern")),
        *(("Directeur", "director"), ("Responsable", "manager"), ("Employé", "staff"), ("Gérant", "owner")),
        *(("Membre de la direction", "c_level"), ("Stagiaire", "intern"), ("Senior Vice President", "vp")),
    ],
)
def test_a_pick_list_of_levels_goes_before_the_title(pick: str, seniority: str) -> None:
    column = read_titles(texts("Sales Manager", None), seniority_picks=texts(pick, pick))
    assert column.seniority.tolist() == [seniority, seniority]
    assert column.department.tolist() == ["sales", "unknown"]
    assert column.readings[0].seniority_rule == f"pick-list: {pick}"


@pytest.mark.parametrize(
    ("pick", "department"),
    [
        *(("Information technology", "it_engineering"), ("information_technology", "it_engineering")),
        *(("Accounting", "finance"), ("Human resources", "human_resources"), ("Customer service", "customer_service")),
        *(("Purchasing", "procurement"), ("Business development", "sales"), ("Public relations", "marketing")),
        *(
            ("Education", "other"),
            ("Owner", "general_management"),
            ("Product", "product_design"),
            ("R&D", "product_design"),
        ),
        *(("Achats", "procurement"), ("Ressources humaines", "human_resources"), ("Direction", "general_management")),
        *(
            ("Juridique", "legal_compliance"),
            ("Service client", "customer_service"),
            ("Informatique", "it_engineering"),
        ),
        *(("Sales & Marketing EMEA", "sales"), ("Dept. of Finance", "finance")),
    ],
)
def test_a_pick_list_of_functions_goes_before_the_title(pick: str, department: str) -> None:
    column = read_titles(texts("Sales Manager", None), department_picks=texts(pick, pick))
    assert column.department.tolist() == [department, department]
    assert column.seniority.tolist() == ["manager", "unknown"]


@pytest.mark.parametrize("pick", [None, "", " ", "Other", "Autre", "Primary", "Decision maker", "n/a", "17"])
def test_where_a_pick_cannot_be_read_the_title_tells(pick: str | None) -> None:
    column = read_titles(texts("DRH"), seniority_picks=texts(pick), department_picks=texts(pick))
    assert column.readings == (read_title("DRH"),)


def test_both_picks_and_titles_in_one_column() -> None:
    column = read_titles(
        texts("Sales Manager", "Sales Manager", "Sales Manager"),
        seniority_picks=texts("VP", None, "VP"),
        department_picks=texts(None, "Finance", "Finance"),
    )
    assert column.seniority.tolist() == ["vp", "manager", "vp"]
    assert column.department.tolist() == ["sales", "finance", "finance"]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        read_titles(texts("CEO", "CFO"), seniority_picks=texts("VP"))


def test_unknown_titles_by_frequency() -> None:
    titles = texts(
        *(
            "Leiter Einkauf",
            "leiter einkauf",
            "Leiter Einkauf",
            "CEO",
            None,
            "",
            "Manager",
            "Ägare",
            "Agare",
            "DRH",
            "Sales",
        )
    )
    found = unknown_titles(titles)
    assert [(unknown.title, unknown.rows) for unknown in found] == [
        *(("Leiter Einkauf", 3), ("Ägare", 2), ("Manager", 1), ("Sales", 1)),
    ]
    assert found[2].reading.seniority is Seniority.MANAGER
    assert found[3].reading.department is Department.SALES


def test_titles_that_are_none_are_not_unknown() -> None:
    titles = texts(
        "n/a", "Retired", "retired engineer", "-", "12", "Contact us form", "Ägare / n/a", "Former CEO", "Boss"
    )
    assert [unknown.title for unknown in unknown_titles(titles)] == ["Ägare / n/a", "Boss"]


def test_unknown_titles_are_fewer_with_words_of_ones_own() -> None:
    words = parse_title_words(
        '[seniority.director]\nde = ["leiter"]\n[department.procurement]\nde = ["einkauf"]\n', "t"
    )
    titles = texts("Leiter Einkauf", "Ägare")
    assert [unknown.title for unknown in unknown_titles(titles, words)] == ["Ägare"]
    assert read_titles(titles, words=words).seniority.tolist() == ["director", "unknown"]
