from whofor.intake.importing.values import read_values
from whofor.intake.importing.web_readers import read_hosts
from whofor.schema.columns import ReadAs


def test_domains_are_registrable_and_what_is_none_stays_and_is_counted() -> None:
    reading = read_values({"shop.acme.co.uk": 2, "gmail.com": 3, "our site": 1, "-": 4}, ReadAs.DOMAIN)
    assert reading.main == {"shop.acme.co.uk": "acme.co.uk", "gmail.com": "gmail.com", "our site": "our site"}
    assert reading.noted == {"shared_domain": {"gmail.com": 3}, "unknown_domain": {"our site": 1}}
    assert reading.outputs["kind"] == {"shop.acme.co.uk": "own", "gmail.com": "free_mail"}
    assert reading.missing == {"-": 4}


def test_domains_of_one_kind_tell_no_kind() -> None:
    assert "kind" not in read_values({"acme.com": 1, "bolt.de": 1}, ReadAs.DOMAIN).outputs


def test_hosts_keep_their_sub_domain() -> None:
    hosts = read_hosts(["http//www.de.acme.com/x", "acme.com", "n/a", "our site", "jo@gmail.com"])
    assert hosts.texts == {"http//www.de.acme.com/x": "de.acme.com", "n/a": "", "jo@gmail.com": "gmail.com"}
    assert hosts.shared == ["jo@gmail.com"]


def test_a_host_that_is_not_known_becomes_the_only_known_one_of_its_domain() -> None:
    known = ["shop.birke.de", "de.acme.com", "fr.acme.com", "our site", "gmail.com"]
    hosts = read_hosts(["birke.de", "www.birke.de", "acme.com", "de.acme.com", "cedro.es"], known)
    assert hosts.texts == {"birke.de": "shop.birke.de", "www.birke.de": "shop.birke.de"}


def test_technologies_take_their_usual_names_and_tell_what_they_are_for() -> None:
    reading = read_values(
        {"SFDC;google_analytics": 30, "HubSpot, Own Tool": 40, "hubspt | own tool": 1, "Other tool": 1, "n/a": 1},
        ReadAs.TECHNOLOGY,
    )
    assert reading.main == {
        "SFDC;google_analytics": "Salesforce;Google Analytics",
        "HubSpot, Own Tool": "HubSpot;Own Tool",
        "hubspt | own tool": "HubSpot;Own Tool",
        "Other tool": "Other tool",
    }
    assert reading.outputs["categories"] == {
        "SFDC;google_analytics": "CRM;analytics",
        "HubSpot, Own Tool": "CRM;marketing automation",
        "hubspt | own tool": "CRM;marketing automation",
    }
    assert reading.merged == {"hubspt": "HubSpot", "own tool": "Own Tool"}
    assert reading.merged_cells == 2
    assert not reading.noted


def test_a_slip_in_a_technology_is_brought_to_the_known_name_that_is_frequent() -> None:
    reading = read_values({"Google Analytics": 90, "Google Anaytics": 2}, ReadAs.TECHNOLOGY)
    assert set(reading.main.values()) == {"Google Analytics"}
    assert reading.merged == {"Google Anaytics": "Google Analytics"}
