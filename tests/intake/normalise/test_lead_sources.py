import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whofor.intake.normalise import lead_source_class
from whofor.intake.normalise.rule_tables import rules
from whofor.schema.lead_sources import LEAD_SOURCE_CLASSES
from whofor.text import fold

TABLE = rules("lead_sources")
WORDS = sorted({word for table in TABLE.values() for text in table["words"] for word in text.replace("*", "").split()})
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*WORDS, "-", "/", "x"]), max_size=8).map(" ".join))


def test_the_table_has_the_classes_in_their_order() -> None:
    assert tuple(TABLE) == LEAD_SOURCE_CLASSES
    assert {key for table in TABLE.values() for key in table} == {"exact", "words"}


def test_no_text_is_of_two_classes() -> None:
    named = [fold(text) for table in TABLE.values() for text in set(map(fold, table["exact"]))]
    assert sorted(named) == sorted(set(named))
    for name, table in TABLE.items():
        assert {text: lead_source_class(text) for text in table["exact"]} == dict.fromkeys(table["exact"], name)


PICKLISTS = {
    "HubSpot": [
        *("ORGANIC_SEARCH", "PAID_SEARCH", "EMAIL_MARKETING", "SOCIAL_MEDIA", "REFERRALS", "OTHER_CAMPAIGNS"),
        *("DIRECT_TRAFFIC", "OFFLINE", "PAID_SOCIAL", "AI_REFERRALS", "Organic search", "Organic social"),
        *("Recherche naturelle", "Réseaux sociaux payants", "Trafic direct", "Sources hors ligne", "Organische Suche"),
    ],
    "Salesforce": [
        *("Advertisement", "Employee Referral", "External Referral", "Partner", "Partner Referral", "Phone Inquiry"),
        *("Public Relations", "Purchased List", "Seminar - Internal", "Seminar - Partner", "Trade Show", "Web"),
        *("Word of mouth", "Other"),
    ],
    "Pipedrive": [
        *("Manually created", "Import", "API", "Deal", "Web forms", "webForms", "Prospector", "Live chat"),
        *("Chatbot", "Web visitors", "Marketplace", "Messaging inbox"),
    ],
    "Zoho": [
        *("Advertisement", "Cold Call", "Employee Referral", "External Referral", "Online Store", "X (Twitter)"),
        *("Facebook", "Partner", "Public Relations", "Sales Email Alias", "Seminar Partner", "Internal Seminar"),
        *("Trade Show", "Web Download", "Web Research", "Chat", "Web Cases", "Web Mail", "Google+"),
    ],
}


@pytest.mark.parametrize("crm", PICKLISTS)
def test_the_crms_own_values_have_a_class(crm: str) -> None:
    assert [text for text in PICKLISTS[crm] if lead_source_class(text) is None] == []


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_has_one_of_the_classes_or_none(text: str) -> None:
    assert lead_source_class(text) in {*LEAD_SOURCE_CLASSES, None}
    assert lead_source_class(text.upper()) == lead_source_class(text.upper().lower())


def test_a_cell_of_200_kb_is_refused_at_once() -> None:
    assert lead_source_class("web " * 50_000) is None
