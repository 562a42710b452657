"""One figure for one fact, on exports of every kind: page, terminal and JSON give each type of client the same rate."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from visible_rates import RATE, rates_of, visible
from whofor.app.run import run
from whofor.documents.result_document import result_document
from whofor.model import IcpResult, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.reports.html import render_html
from whofor.reports.terminal import Detail, render_terminal

EXPORTS = {
    "olist": "olist",
    "ibm_sales_win_loss": "ibm",
    "ich_school_crm": "ich",
    "maven_crm_sales": "maven",
    "ravenstack_saas_synthetic": "ravenstack",
    "zoho_crm_sample": "",
    "salesforce_dev_org_sample": "",
    "hubspot_faker_synthetic": "",
    "crunchbase_2013": "",
}


@pytest.fixture(scope="module", params=EXPORTS)
def result(
    request: pytest.FixtureRequest, data_dir: Path, mappings_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> IcpResult:
    name = str(request.param)
    mapping = mappings_dir / f"{EXPORTS[name]}.toml" if EXPORTS[name] else None
    done = run(
        data_dir / name,
        workspace=tmp_path_factory.mktemp("ws"),
        mapping=mapping,
        today=date(2026, 11, 1),
        options=FindOptions(permutations=200),
    )
    return done.result


def test_page_terminal_and_json_say_the_same(result: IcpResult) -> None:
    html, out = render_html(result, "en"), io.StringIO()
    render_terminal(result, "en", Console(file=out, width=100), Detail.TABLE)
    document = result_document(result)
    found = {f["id"]: f for key in ("segments", "negative_segments", "channel_findings") for f in document[key]}
    passed = [f for f in result.search.findings if f.id in found and f.verdict is Verdict.PASS]
    if result.run.measure.name != OutcomeName.WON:
        pytest.skip(f"rates are compared of signatures; this run has {result.run.measure.name}")
    for finding in passed:
        rate = found[finding.id]["confirm"]["estimate"]
        shown = _channel_rates(finding.id, html) if finding.of_channel else rates_of(finding.id, html)
        assert len(shown) == 1, finding.id
        assert shown <= {f"{rate:.0%}", f"{rate:.1%}"}, finding.id
        rows = [line for line in out.getvalue().splitlines() if re.search(rf"\b{finding.id}\b.*%", line)]
        assert all(shown & set(row.split()) for row in rows), finding.id
    others = {*re.findall(rf"Everyone else \([\d,]+ \w+\): ({RATE})", visible(html))}
    assert len(others) <= 1
    if passed and document["everyone_else"] is not None:
        rate = document["everyone_else"]["figure"]["estimate"]
        assert others <= {f"{rate:.0%}", f"{rate:.1%}"}


def _channel_rates(id_: str, html: str) -> set[str]:
    return set(re.findall(rf'id="{id_}-title".*?<p>({RATE}) sign \(', visible(html), re.DOTALL))


def test_what_the_answer_rests_on_has_one_figure(result: IcpResult) -> None:
    """Deals read, won and judged are counted once: wherever the visible page says how many, it says the same."""
    html = re.sub(r"<style.*?</style>|<[^>]+>", " ", visible(render_html(result, "en")), flags=re.DOTALL)
    won = set(re.findall(r"([\d,]+) won(?: \(| and)", html))
    assert won <= {f"{result.run.n_won:,}"}
