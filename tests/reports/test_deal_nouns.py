import re

import pytest
from rich.console import Console

from made_results import RESULTS, changed
from whofor.lexicon.deal_names import DEAL_NAMES
from whofor.reports.catalogue import LANGUAGES
from whofor.reports.deal_nouns import calling_deals
from whofor.reports.html import render_html
from whofor.reports.terminal import render_terminal


@pytest.mark.parametrize(
    ("message", "name", "language", "expected"),
    [
        ("{deals} of {n:deals}", "opportunity", "en", "{deals} of {n:deals}"),
        (
            "a deal, An deal; Deals and DEAL",
            "opportunity",
            "en",
            "an opportunity, An opportunity; Opportunities and OPPORTUNITY",
        ),
        ("an open deal", "transaction", "en", "an open transaction"),
        ("ideal dealers", "opportunity", "en", "ideal dealers"),
        ("L’affaire d’affaires", "opportunity", "fr", "L’opportunité d’opportunités"),
        ("l’affaire, D’affaires", "crm_transaction", "fr", "la transaction, De transactions"),
        ("Chiffre d’affaires des affaires", "crm_transaction", "fr", "Chiffre d’affaires des transactions"),
        ("a deal", "crm_transaction", "en", "a deal"),
    ],
)
def test_articles_and_cases_follow_the_noun(message: str, name: str, language: str, expected: str):
    assert calling_deals(message, name, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DEAL_NAMES)
def test_no_page_mixes_names(name: str, language: str):
    result = changed(RESULTS["with_worth"], deals_called=name, issues=())
    page = render_html(result, language)
    console = Console(width=100, record=True)
    with console.capture() as shown:
        render_terminal(result, language, console)
    noun = {"en": {"opportunity": "opportunities", "transaction": "transactions"}, "fr": {}}[language].get(name)
    if language == "fr":
        noun = {"deal": "affaires", "opportunity": "opportunités"}.get(name, "transactions")
    for text in (re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL), shown.get()):
        plain = re.sub("[Cc]hiffres? d’affaires", "", text)
        assert (noun or "deals") in plain
        others = {"deal", "deals", "affaire", "affaires", "opportunities", "opportunités", "transactions"}
        spoken = set(re.findall(r"\w+", plain.lower())) & others
        assert {word.rstrip("s").replace("opportunitie", "opportunity") for word in spoken} == {
            (noun or "deals").rstrip("s").replace("opportunitie", "opportunity")
        }
