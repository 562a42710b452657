"""Parts of titles, and roots of words."""

from __future__ import annotations

import pytest

from whofor.people.title_text import TitleSpelling
from whofor.people.title_words import title_words


def parts(title: str) -> list[str]:
    return [" ".join(part) for part in title_words().spelling.parts(title)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Head of Sales", ["head sale"]),
        ("VP, Sales & Marketing", ["vice president", "sale and marketing"]),
        ("CEO/Founder | Board - Paris (France)", ["ceo", "founder", "board", "paris", "france"]),
        ("Vice-président", ["vice president"]),
        ("Chargée de la relation client", ["charge relation client"]),
        ("Directrice d’agence à l'accueil", ["director agence accueil"]),
        ("Assistante de la directrice", ["assistant of director"]),
        ("Assistant Director", ["assistant director"]),
        ("Adjointe à la direction", ["adjoint of direction"]),
        ("Chef / Cheffe de projet", ["chef projet"]),
        ("Chef ou cheffe de projet", ["chef projet"]),
        ("Directeur - Directrice / directeur commercial", ["director commercial"]),
        ("Sales Manager at Acme / CFO", ["sale manager", "cfo"]),
        ("Founder@Acme Ltd, CEO", ["founder", "ceo"]),
        ("me@acme.com CEO www.acme.com", ["ceo"]),
        ("R&D, H & S, FP&A, S&OP, N/A", ["rd", "hs", "fpa", "sop", "na"]),
        ("QA/QC HR & IT", ["qa", "qc hr and it"]),
        ("c.e.o. V.P. V P", ["ceo vice president vice president"]),
        ("Engineer II 3", ["engineer"]),
        ("Développeur (H/F) - m/w/d", ["developpeur"]),
        ("Accounts Account", ["accounts account"]),
        ("Commerciaux, directions régionales", ["commercial", "direction regional"]),
        ("Facilities Business Process Analysis", ["facility business process analysis"]),
        ("", []),
        ("- / , of the 12", []),
    ],
)
def test_parts(title: str, expected: list[str]) -> None:
    assert parts(title) == expected


@pytest.mark.parametrize(
    ("feminine", "masculine"),
    [
        *(("acheteuse", "acheteur"), ("ambassadrice", "ambassadeur"), ("ingenieure", "ingenieur")),
        *(
            ("conseillere", "conseiller"),
            ("technicienne", "technicien"),
            ("patronne", "patron"),
            ("paysanne", "paysan"),
        ),
        *(("industrielle", "industriel"), ("administrative", "administratif"), ("commerciale", "commercial")),
        *(("gerante", "gerant"), ("presidente", "president"), ("adjointe", "adjoint"), ("experte", "expert")),
        *(("associee", "associe"), ("associees", "associe"), ("cheffe", "chef"), ("avocates", "avocat")),
        *(("commerciaux", "commercial"), ("vendeurs", "vendeur")),
    ],
)
def test_feminine_and_plural_have_one_root(feminine: str, masculine: str) -> None:
    spelling = title_words().spelling
    assert spelling.roots(feminine) == spelling.roots(masculine)


def test_short_words_and_words_on_ss_us_is_keep_their_end() -> None:
    spelling = title_words().spelling
    kept = ("business", "campus", "analysis", "rh", "hrs", "vente", "sale")
    assert [spelling.roots(word) for word in kept] == [(word,) if word != "hrs" else ("hr",) for word in kept]


def test_only_the_beginning_of_a_huge_title_is_read() -> None:
    assert len(parts("chef " * 1_000_000)[0].split()) == 50


def test_nothing_is_built_in() -> None:
    """All words come from the table."""
    spelling = TitleSpelling({}, (), *[frozenset[str]()] * 5)
    assert spelling.parts("Head of the Mgr at X") == [("head", "of", "the", "mgr", "at", "x")]
