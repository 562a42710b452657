"""Types of client in words, as a native speaker wrote them down by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whofor.model import MONTHS_BEFORE, Condition, Operator, Segment
from whofor.reports.phrases import (
    condition_phrase,
    has_opaque_value,
    naming_hint,
    neighbour_phrases,
    phrase_of,
    segment_label,
    segment_phrase,
    together,
)
from whofor.reports.phrases.grammar import elided, indefinite, with_article
from whofor.reports.phrases.names import cut, readable_name
from whofor.reports.words import Words, words_of
from whofor.situations.rules_file import packaged_situations

EN, FR = words_of("en"), words_of("fr")
HASH = "22c29808c4f815213303f8933030604c"


def plain(text: str) -> str:
    """The text with plain spaces, so that a test can be read."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def is_(parameter: str, *values: str, label: str = "", name: str = "") -> Condition:
    operator = Operator.IN if name or len(values) > 1 else Operator.IS
    return Condition(parameter, label or parameter, operator, values, name=name)


def has(parameter: str, value: str) -> Condition:
    return Condition(parameter, parameter, Operator.INCLUDES, (value,))


def between(
    parameter: str, low: float | None, high: float | None, *, unit: str = "", label: str = "", incl: bool = True
) -> Condition:
    included = incl and high is not None
    return Condition(parameter, label or parameter, Operator.BETWEEN, (), low, high, included, unit)


def people(low: float | None, high: float | None = None) -> Condition:
    return between("employees", low, high, unit="people")


def months(label: str, low: float | None, high: float | None, parameter: str = "x_date") -> Condition:
    return between(parameter, low, high, unit=MONTHS_BEFORE, label=label, incl=False)


def unknown(parameter: str, label: str = "", unit: str = "") -> Condition:
    return Condition(parameter, label or parameter, Operator.UNKNOWN, unit=unit)


MAKERS, FINTECHS = is_("industry", "Manufacturing"), is_("industry", "Fintech")
LATIN_AMERICA = is_("country", "BR", "MX", name="Latin America")
FUNDED = months("Last Funding Date", 0, 6)

PHRASES: list[tuple[tuple[Condition, ...], str, str]] = [
    ((), "all clients", "tous les clients"),
    # Sectors.
    (
        (MAKERS, people(201), LATIN_AMERICA),
        "manufacturers in Latin America with more than 200 people",
        "industriels d’Amérique latine de plus de 200 salariés",
    ),
    (
        (FINTECHS, people(51, 200), FUNDED),
        "fintechs of 51–200 people that raised money in the last six months",
        "fintechs de 51 à 200 salariés ayant levé des fonds au cours des six derniers mois",
    ),
    ((is_("industry", "Public sector"),), "public sector organisations", "administrations et collectivités"),
    ((is_("industry", "Retail", "Hospitals"),), "retailers and hospitals", "distributeurs et hôpitaux"),
    ((is_("industry", "Logiciel"),), "software companies", "éditeurs de logiciels"),
    (
        (is_("industry", "Wind Turbine Repair"),),
        "companies in wind turbine repair",
        "entreprises du secteur wind turbine repair",
    ),
    (
        (is_("industry", "Retail", "Horse breeding", "Kite making"),),
        "retailers and companies in horse breeding and kite making",
        "distributeurs et entreprises des secteurs horse breeding et kite making",
    ),
    (
        (is_("industry", "Retail", "Hospitals", "Banking", "Media", "Travel"),),
        "retailers, hospitals and companies in 3 other sectors",
        "distributeurs, hôpitaux et entreprises de 3 autres secteurs",
    ),
    (
        (is_("industry", "Legal services", name="Professional, scientific and technical activities"),),
        "professional, scientific and technical firms",
        "cabinets et sociétés de services spécialisés",
    ),
    (
        (is_("industry", "Manufacturing", "Chemicals", name="Manufacturing"),),
        "manufacturers of all kinds",
        "industriels de toutes sortes",
    ),
    ((unknown("industry"),), "companies whose sector your CRM does not record", "entreprises sans secteur renseigné"),
    # Size.
    ((people(250),), "companies with at least 250 people", "entreprises d’au moins 250 salariés"),
    ((people(None, 49),), "companies with fewer than 50 people", "entreprises de moins de 50 salariés"),
    ((people(None, 200),), "companies with at most 200 people", "entreprises d’au plus 200 salariés"),
    ((people(1, 1),), "companies of 1 person", "entreprises de 1 salarié"),
    ((people(201, 5000),), "companies of 201–5,000 people", "entreprises de 201 à 5 000 salariés"),
    ((unknown("employees"),), "companies whose size your CRM does not record", "entreprises sans effectif renseigné"),
    # Places.
    ((is_("country", "GB"),), "companies in the United Kingdom", "entreprises du Royaume-Uni"),
    (
        (is_("country", "US", "NL"),),
        "companies in the United States and the Netherlands",
        "entreprises des États-Unis et des Pays-Bas",
    ),
    (
        (is_("country", "DE", "FR", "SG"),),
        "companies in Germany, France and Singapore",
        "entreprises d’Allemagne, de France et de Singapour",
    ),
    (
        (is_("country", "BR", "IR", "HU"),),
        "companies in Brazil, Iran and Hungary",
        "entreprises du Brésil, d’Iran et de Hongrie",
    ),
    ((is_("country", "HK"),), "companies in Hong Kong", "entreprises de Hong Kong"),
    (
        (is_("country", "IM", "BB"),),
        "companies in the Isle of Man and Barbados",
        "entreprises de l’île de Man et de la Barbade",
    ),
    (
        (is_("country", "DE", "FR", "ES", "IT", "PT"),),
        "companies in Germany, France and 3 other countries",
        "entreprises d’Allemagne, de France et de 3 autres pays",
    ),
    ((is_("region", "Middle East"),), "companies in the Middle East", "entreprises du Moyen-Orient"),
    ((is_("region", "EMEA"),), "companies in the EMEA region", "entreprises de la région EMEA"),
    ((is_("city", "Le Havre", "Orléans"),), "companies in Le Havre and Orléans", "entreprises du Havre et d’Orléans"),
    ((is_("state", "California"),), "companies in California", "entreprises de la région California"),
    # Tools.
    ((has("technologies", "HubSpot"),), "companies that use HubSpot", "entreprises utilisant HubSpot"),
    ((has("technology_categories", "CRM"),), "companies that use a CRM", "entreprises utilisant un CRM"),
    # Dated facts.
    (
        (MAKERS, months("Last Funding Date", 6, None)),
        "manufacturers that last raised money more than six months ago",
        "industriels ayant levé des fonds il y a plus de six mois",
    ),
    (
        (months("Last Funding Date", 6, 12),),
        "companies that last raised money six to twelve months ago",
        "entreprises ayant levé des fonds il y a six à douze mois",
    ),
    (
        (months("hiring", 0, 3, "signal_hiring"),),
        "companies that hired people in the last three months",
        "entreprises ayant recruté au cours des trois derniers mois",
    ),
    (
        (MAKERS, months("IPO", 0, 12, "signal_IPO")),
        "manufacturers that went public in the last twelve months",
        "industriels étant entrés en bourse au cours des douze derniers mois",
    ),
    (
        (unknown("x_last_funding_date", "Last Funding Date", MONTHS_BEFORE),),
        "companies without a known funding round",
        "entreprises sans levée de fonds connue",
    ),
    (
        (months("Last Audit Date", 0, 6),),
        "companies with an audit in the last six months",
        "entreprises avec l’événement audit au cours des six derniers mois",
    ),
    (
        (months("member_since", 24, None),),
        "companies whose member since was more than 24 months ago",
        "entreprises dont le champ member since remonte à plus de 24 mois",
    ),
    (
        (months("Competitor acquired", 0, 3, "signal_Competitor acquired"),),
        "companies with a competitor acquired in the last three months",
        "entreprises avec l’événement competitor acquired au cours des trois derniers mois",
    ),
    # Money and numbers.
    (
        (between("money_raised", None, 99_999_999, unit="USD"),),
        "companies that raised less than US$100M",
        "entreprises ayant levé moins de 100 M $US",
    ),
    (
        (between("money_raised", None, 99_999_999),),
        "companies that raised less than 100 million",
        "entreprises ayant levé moins de 100 millions",
    ),
    (
        (between("money_raised", 1_000_000, 9_999_999, unit="EUR"),),
        "companies that raised between €1M and €10M",
        "entreprises ayant levé entre 1 M € et 10 M €",
    ),
    (
        (between("annual_revenue", 5_234_567, None, unit="EUR"), people(201)),
        "companies with more than 200 people and at least €5.23M in revenue",
        "entreprises de plus de 200 salariés réalisant au moins 5,23 M € de chiffre d’affaires",
    ),
    (
        (between("x_list_price", 5000, None, unit="EUR", label="List Price"),),
        "companies with a list price of at least €5,000",
        "entreprises dont le prix catalogue est d’au moins 5 000 €",
    ),
    (
        (between("founded_year", None, 2011, unit="year"),),
        "companies founded in 2011 or earlier",
        "entreprises fondées en 2011 ou avant",
    ),
    (
        (MAKERS, between("founded_year", 2010, 2015, unit="year")),
        "manufacturers founded between 2010 and 2015",
        "industriels fondés entre 2010 et 2015",
    ),
    (
        (between("x_growth", 20, None, unit="%", label="Employee Growth (12 months)"),),
        "companies whose headcount grows by at least 20% a year",
        "entreprises dont l’effectif croît d’au moins 20 % par an",
    ),
    (
        (between("x_growth", None, 61, label="Employee Growth (12 months)"),),
        "companies with employee growth of at most 61",
        "entreprises dont la croissance de l’effectif est d’au plus 61",
    ),
    (
        (between("x_sites", 3, None, label="Number of sites"),),
        "companies with at least 3 sites",
        "entreprises comptant au moins 3 sites",
    ),
    (
        (between("x_tech", 5, 9, label="Technology count"),),
        "companies with 5–9 technologies",
        "entreprises comptant entre 5 et 9 technologies",
    ),
    (
        (between("x_team", 5, 9, label="Team Size"),),
        "companies with a team size of 5–9",
        "entreprises dont la taille d’équipe est de 5 à 9",
    ),
    (
        (between("x_taux", 10, None, unit="%", label="Taux de marge"),),
        "companies with a taux de marge of at least 10%",
        "entreprises dont le taux de marge est d’au moins 10 %",
    ),
    (
        (between("x_age", 5, 10, unit="years", label="Company age"),),
        "companies with a company age of 5–10 years",
        "entreprises dont l’ancienneté est de 5 à 10 ans",
    ),
    # Yes and no.
    (
        (is_("x_subscription", "true", label="Subscription"),),
        "companies with a subscription",
        "entreprises avec un abonnement",
    ),
    (
        (is_("x_subscription", "false", label="Subscription"),),
        "companies without a subscription",
        "entreprises sans abonnement",
    ),
    (
        (is_("x_api", "true", label="API used"),),
        "companies whose API used is yes",
        "entreprises dont le champ API used indique oui",
    ),
    (
        (is_("x_partner", "false", label="Is Partner"),),
        "companies not marked as partner",
        "entreprises sans la mention partner",
    ),
    # People.
    (
        (people(201), has("seniority", "Director")),
        "companies with more than 200 people and a director among their contacts",
        "entreprises de plus de 200 salariés avec un directeur parmi leurs contacts",
    ),
    (
        (has("job_function", "Marketing"),),
        "companies with a contact in marketing",
        "entreprises avec un contact au marketing",
    ),
    (
        (has("buying_role", "Decision Maker"), has("technologies", "SAP")),
        "companies with a decision maker among their contacts and that use SAP",
        "entreprises utilisant SAP et avec un décideur parmi leurs contacts",
    ),
    (
        (has("seniority", "Astrologer"),),
        "companies with a contact at the level Astrologer",
        "entreprises avec un contact de niveau Astrologer",
    ),
    # The user's own columns.
    (
        (is_("x_company_size_band", "large", label="company_size_band"),),
        "companies whose company size is large",
        "entreprises dont la taille d’entreprise est large",
    ),
    (
        (is_("x_supplies", "Exterior", label="supplies_group"), MAKERS),
        "manufacturers whose supplies group is Exterior",
        "industriels dont le champ supplies group indique Exterior",
    ),
    (
        (is_("x_typ", "a", "b", "c", "d", "e", label="Größe"),),
        "companies whose größe is a, b or 3 others",
        "entreprises dont le champ größe indique a, b ou 3 autres",
    ),
    (
        (is_("x_業種", "卸売", label="業種"),),
        "companies whose 業種 is 卸売",
        "entreprises dont le champ 業種 indique 卸売",
    ),
    (
        (unknown("x_Tier_Level__c", "Tier_Level__c"),),
        "companies whose tier level your CRM does not record",
        "entreprises sans valeur dans le champ tier level",
    ),
    (
        (is_("x_landing_page_id", HASH, label="Landing page"), MAKERS),
        "manufacturers that came through the landing page 22c29808…",
        "industriels arrivés par la page d’entrée 22c29808…",
    ),
    (
        (is_("domain_kind", "free_mail"),),
        "companies that use a free e-mail address",
        "entreprises utilisant une adresse e-mail gratuite",
    ),
    (
        (is_("x_segment", "Enterprise", label="Segment"), has("technologies", "SAP"), FINTECHS, is_("country", "DE")),
        "fintechs in Germany that use SAP and whose segment is Enterprise",
        "fintechs d’Allemagne utilisant SAP et dont le segment est Enterprise",
    ),
]


@pytest.mark.parametrize(("conditions", "english", "french"), PHRASES, ids=[english for _, english, _ in PHRASES])
def test_phrases(conditions: tuple[Condition, ...], english: str, french: str):
    segment = Segment(conditions)
    assert plain(segment_phrase(segment, EN)) == english
    assert plain(segment_phrase(segment, FR)) == french


def test_there_are_as_many_expected_phrases_as_a_reader_needs():
    assert len(PHRASES) * 2 >= 120


LABELS = [
    (
        (people(201), LATIN_AMERICA, MAKERS),
        "Manufacturing · 201+ people · Latin America",
        "Industrie · 201+ salariés · Amérique latine",
    ),
    (
        (FUNDED, FINTECHS, people(51, 200)),
        "Fintech · 51–200 people · raised money < 6 months ago",
        "Fintech · 51–200 salariés · levée de fonds < 6 mois",
    ),
    (
        (between("money_raised", None, 99_999_999, unit="USD"), is_("country", "GB")),
        "United Kingdom · raised < US$100M",
        "Royaume-Uni · levée < 100 M $US",
    ),
    ((is_("x_page", HASH, label="Landing page"),), "landing page: 22c29808…", "page d’entrée : 22c29808…"),
    (
        (has("seniority", "Director"), has("technology_categories", "CRM")),
        "CRM · contact: Director",
        "CRM · contact : Directeur",
    ),
    (
        (unknown("employees"), is_("industry", "Public sector")),
        "Public sector · size: not recorded",
        "Secteur public · effectif : non renseigné",
    ),
    (
        (is_("domain_kind", "own"), between("founded_year", 2015, None, unit="year")),
        "own web domain · founded ≥ 2015",
        "domaine propre · création ≥ 2015",
    ),
    ((), "all clients", "tous les clients"),
]


@pytest.mark.parametrize(("conditions", "english", "french"), LABELS, ids=[english for _, english, _ in LABELS])
def test_labels(conditions: tuple[Condition, ...], english: str, french: str):
    segment = Segment(conditions)
    assert plain(segment_label(segment, EN)) == english
    assert plain(segment_label(segment, FR)) == french


def test_a_label_tells_how_many_conditions_it_leaves_out():
    segment = Segment((MAKERS, people(201), LATIN_AMERICA, FUNDED))
    assert segment_label(segment, EN, 40) == "Manufacturing · 201+ people · +2"
    assert segment_label(segment, EN, 12) == "Manufa… · +3"


def test_the_forms_that_sentences_need():
    both = phrase_of(Segment((is_("industry", "Fintech", "Retail"), LATIN_AMERICA)), FR)
    assert both.the == "les fintechs et les distributeurs d’Amérique latine"
    assert both.of == "des fintechs et des distributeurs d’Amérique latine"
    assert both.those == "ceux d’Amérique latine"
    assert both.capital == "Fintechs et distributeurs d’Amérique latine"
    english = phrase_of(Segment((FINTECHS, LATIN_AMERICA)), EN)
    assert english.the == english.plural == "fintechs in Latin America"
    assert english.of == "of fintechs in Latin America"
    assert phrase_of(Segment(()), FR).of == "de tous les clients"


@pytest.mark.parametrize(
    ("within", "french"),
    [
        ((FINTECHS,), "celles ayant levé"),
        ((MAKERS,), "ceux ayant levé"),
        ((), "ceux ayant levé"),
        ((people(5),), "celles ayant levé"),
    ],
)
def test_those_agree_with_the_noun_among_which_they_are(within: tuple[Condition, ...], french: str):
    """Of clients (masculine), companies (feminine), or what the sector is called."""
    those = phrase_of(Segment((FUNDED,)), FR, within=Segment(within)).those
    assert those.startswith(french)


@pytest.mark.parametrize(
    ("condition", "english", "french"),
    [
        (LATIN_AMERICA, "in Latin America", "d’Amérique latine"),
        (people(201), "with more than 200 people", "de plus de 200 salariés"),
        (is_("industry", "Public sector"), "public sector organisations", "administrations et collectivités"),
        (between("founded_year", 2015, None, unit="year"), "founded in 2015 or later", "fondés en 2015 ou après"),
    ],
)
def test_what_one_condition_adds(condition: Condition, english: str, french: str):
    assert condition_phrase(condition, EN, within=Segment((MAKERS,))) == english
    assert condition_phrase(condition, FR, within=Segment((MAKERS,))) == french


@pytest.mark.parametrize(
    ("other", "own", "english", "french"),
    [
        (is_("country", "JP"), is_("country", "MX"), ("in Japan", "Mexico"), ("du Japon", "du Mexique")),
        (
            people(None, 50),
            people(51, 200),
            ("with at most 50 people", "of 51–200 people"),
            ("d’au plus 50 salariés", "de 51 à 200 salariés"),
        ),
        (
            people(501),
            people(201),
            ("with more than 500 people", "more than 200 people"),
            ("de plus de 500 salariés", "de plus de 200 salariés"),
        ),
        (
            is_("x_tier", "A", label="Tier"),
            is_("x_tier", "B", label="Tier"),
            ("whose tier is A", "B"),
            ("dont le niveau de compte est A", "B"),
        ),
        (
            months("Last Funding Date", 6, None),
            FUNDED,
            ("that last raised money more than six months ago", "that raised money in the last six months"),
            ("ayant levé des fonds il y a plus de six mois", "au cours des six derniers mois"),
        ),
        (MAKERS, FINTECHS, ("manufacturers", "fintechs"), ("industriels", "fintechs")),
    ],
)
def test_two_conditions_beside_each_other(
    other: Condition, own: Condition, english: tuple[str, str], french: tuple[str, str]
):
    assert neighbour_phrases(other, own, EN) == english
    assert neighbour_phrases(other, own, FR) == french


def test_without_a_noun_a_condition_agrees_with_companies():
    assert condition_phrase(between("founded_year", 2015, None, unit="year"), FR) == "fondées en 2015 ou après"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (HASH, "22c29808…"),
        ("550e8400-e29b-41d4-a716-446655440000", "550e8400…"),
        ("0015g00000Abc1dAAB", "…Abc1dAAB"),
        ("9000012345678", "…12345678"),
        ("Spring campaign 2026", ""),
        ("Enterprise", ""),
        ("20251231", ""),
        ("decade", ""),
        ("InternationalBusiness", ""),
    ],
)
def test_codes_are_shortened_and_can_be_named(value: str, shown: str):
    segment = Segment((is_("x_page", value, label="Landing page"),))
    assert has_opaque_value(segment) is bool(shown)
    assert segment_phrase(segment, EN).endswith(shown or value)
    assert bool(naming_hint(segment, EN)) is bool(naming_hint(segment, FR)) is bool(shown)
    assert not shown or f'values = {{ "{value}" = ' in naming_hint(segment, EN)


def test_codes_within_a_named_set_are_not_shown():
    assert not has_opaque_value(Segment((is_("industry", HASH, name="Manufacturing"),)))


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("company_size_band", "company size band"),
        ("Company_Size__c", "company size"),
        ("hs_lead_status", "lead status"),
        ("annualContractValue", "annual contract value"),
        ("CRM Users", "CRM users"),
        ("業種", "業種"),
        ("  a\x1b[31m  b ", "a[31m b"),
    ],
)
def test_names_of_columns_are_made_readable(name: str, readable: str):
    assert readable_name(name) == readable


def test_a_column_without_a_name_is_called_as_its_parameter():
    assert readable_name("", "x_team_size") == "team size"


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("immeasurable", 6, "immea…"),
    ],
)
def test_texts_are_cut_between_words(text: str, most: int, left: str):
    assert cut(text, most) == left
    assert len(cut(text, most)) <= most


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Allemagne", "d’Allemagne"),
        ("Hongrie", "de Hongrie"),
        ("Haïti", "d’Haïti"),
        ("hôtels", "d’hôtels"),
        ("HubSpot", "de HubSpot"),
        ("Équateur", "d’Équateur"),
        ("RH", "de RH"),
        ("ONU", "d’ONU"),
        ("11", "de 11"),
        ("Yémen", "de Yémen"),
        ("Ouganda", "d’Ouganda"),
        ("東京", "de 東京"),
    ],
)
def test_elision(text: str, of: str):
    assert elided("de", text) == of


@pytest.mark.parametrize(
    ("noun", "with_a"),
    [
        ("audit", "an audit"),
        ("unit price", "a unit price"),
        ("HR team", "an HR team"),
        ("hour", "an hour"),
        ("European award", "a European award"),
        ("one-off", "a one-off"),
        ("list price", "a list price"),
        ("open tickets", "open tickets"),
        ("status", "a status"),
    ],
)
def test_indefinite_articles(noun: str, with_a: str):
    assert indefinite(noun) == with_a


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("taux de marge", "le taux de marge"),
        ("origine", "l’origine"),
        ("niveau d'étude", "le niveau d'étude"),
        ("source code", None),
        ("team size", None),
    ],
)
def test_french_headers_get_their_article_and_english_ones_none(name: str, article: str | None):
    assert with_article(name) == article


def test_words_need_no_language_but_their_own(language: str):
    words: Words = words_of(language)
    assert segment_phrase(Segment((MAKERS,)), words)


def test_types_of_client_in_one_list():
    hotels, banks = "hotels and restaurants", "banks"
    assert together([banks, "shops"], EN) == "banks and shops"
    assert together([banks, hotels], EN) == "banks, as well as hotels and restaurants"
    assert plain(together(["les banques", "les écoles", "les bars et cafés"], FR)) == (
        "les banques ; les écoles, ainsi que les bars et cafés"
    )
    assert together([hotels], EN) == hotels


@pytest.mark.parametrize(
    ("condition", "english", "french"),
    [
        (is_("situation_hyper_growth", "true"), "companies in hyper-growth", "entreprises en hypercroissance"),
        (is_("situation_hyper_growth", "false"), "companies not in hyper-growth", "entreprises hors hypercroissance"),
        (is_("situation_bad_buzz", "true"), "companies with bad press", "entreprises en plein bad buzz"),
        (
            is_("situation_new_sales_leader", "false"),
            "companies without a new sales leader",
            "entreprises sans nouvelle direction commerciale",
        ),
        (
            unknown("situation_team_growing", "Team is growing"),
            "companies not known to be in the situation “Team is growing” or not",
            "entreprises dont on ne sait pas si la situation « Team is growing » est la leur",
        ),
        (
            is_("situation_mine", "true", label="New buyer"),
            "companies in the situation “New buyer”",
            "entreprises en situation « New buyer »",
        ),
        (
            is_("situation_mine", "false", label="New buyer"),
            "companies not in the situation “New buyer”",
            "entreprises hors situation « New buyer »",
        ),
    ],
)
def test_situations(condition: Condition, english: str, french: str) -> None:
    segment = Segment((condition,))
    assert (plain(segment_phrase(segment, EN)), plain(segment_phrase(segment, FR))) == (english, french)


def test_every_packaged_situation_has_its_words() -> None:
    for name, situation in packaged_situations().by_name.items():
        held = is_(f"situation_{name}", "true", label=situation.label_in("en"))
        told = {
            segment_phrase(Segment((replace(held, values=(value,)),)), words)
            for value in ("true", "false")
            for words in (EN, FR)
        }
        assert len(told) == 4
        assert not any("situation" in text for text in told)
        assert all(segment_label(Segment((held,)), words) for words in (EN, FR))


def test_a_situation_of_ones_own_is_called_as_in_the_language_of_the_report() -> None:
    words = replace(FR, situations={"situation_mine": "Nouvel acheteur"})
    held = is_("situation_mine", "true", label="New buyer")
    assert plain(segment_phrase(Segment((held,)), words)) == "entreprises en situation « Nouvel acheteur »"
    assert segment_label(Segment((held,)), words) == "Nouvel acheteur"
