import pytest

from whofor.lexicon.deal_names import DEAL_NAMES, deal_name_of_headers, deal_nouns


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (["Opportunity ID", "Opportunity Name", "Stage"], "opportunity"),
        (["opportunités", "Nom de l'opportunité"], "opportunity"),
        (["deals", "Deal Name", "Opportunity owner"], "deal"),
        (["Transaction date", "Amount"], "transaction"),
        (["Affaire", "Montant"], "deal"),
        (["Opportunity id", "Deal stage"], "opportunity"),
        (["Deal id", "Opportunity id"], "deal"),
        (["Id", "Stage", "Ideal customer"], ""),
        ([], ""),
    ],
)
def test_the_name_is_the_one_that_most_headers_hold(headers: list[str], name: str):
    assert deal_name_of_headers(headers) == name


def test_every_name_has_two_forms_in_both_languages():
    for name in DEAL_NAMES:
        for language in ("en", "fr"):
            one, several = deal_nouns(name, language)
            assert one
            assert several.endswith("s")
