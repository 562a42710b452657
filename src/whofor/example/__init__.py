"""A made-up company's CRM in the shape of a HubSpot export, with a known truth planted in it.

Nothing in it is real. It shows what whofor does, and tests check with it that what was planted is found and what was
not planted is not.
"""

from __future__ import annotations

from whofor.errors import Sentence, UsageError
from whofor.example.activity import activities_table, draw_activities
from whofor.example.client_life import client_outcomes_table, spend_table
from whofor.example.companies import companies_table
from whofor.example.dealflow import deals_table
from whofor.example.dirt import DEFAULT_DIRT, Dirt
from whofor.example.export import ExampleExport, ExportTable, csv_files
from whofor.example.monthly import export_as_of
from whofor.example.moves import UNMOVED, Moves, recorded_otherwise
from whofor.example.people import contacts_table, draw_people
from whofor.example.segments import PlantedSegment, planted_segments
from whofor.example.shuffle import shuffle_outcomes
from whofor.example.simulation import simulate
from whofor.example.truth import DEFAULT_TRUTH, PlantedTruth
from whofor.example.world import AS_OF, FIRST_DAY, GOOD_SALESPERSON, REFERRALS

__all__ = [
    "AS_OF",
    "FIRST_DAY",
    "GOOD_SALESPERSON",
    "REFERRALS",
    "Dirt",
    "ExampleExport",
    "ExportTable",
    "Moves",
    "PlantedSegment",
    "PlantedTruth",
    "csv_files",
    "export_as_of",
    "generate",
    "planted_segments",
    "shuffle_outcomes",
]


def generate(
    seed: int,
    truth: PlantedTruth = DEFAULT_TRUTH,
    n_deals: int = 2500,
    *,
    dirt: Dirt = DEFAULT_DIRT,
    moves: Moves = UNMOVED,
) -> ExampleExport:
    """Return a made-up CRM export: companies, deals, contacts and activities from October 2023 to September 2026.

    With it come two files of the company's own: outcomes of its clients, and its spending on advertising.

    Args:
        seed: A whole number, 0 or more. The same seed gives the same bytes on every platform.
        truth: What decides whether a deal is won.
        n_deals: Number of deals, before the few that are exported twice.
        dirt: How many cells are missing, written differently or impossible.
        moves: What changes after a day, and until when deals are opened; `export_as_of` cuts the months from it.

    Raises:
        UsageError: The seed is negative, or there would be no deal.

    Example:
        >>> export = generate(1, n_deals=50)
        >>> len(set(export.deals.column("Record ID")))
        50
    """
    if seed < 0:
        raise UsageError(Sentence("the seed of the example must be 0 or more, not {seed}", seed=seed))
    if n_deals < 1:
        raise UsageError(Sentence("the example needs at least one deal, not {n_deals}", n_deals=n_deals))
    sim = simulate(seed, truth, n_deals, moves)
    people = draw_people(sim)
    activities = draw_activities(sim, people)
    companies = companies_table(sim, dirt, people.per_account, activities.per_account(sim))
    ids = companies.column("Record ID")
    lifecycle = dict(zip(ids, companies.column("Lifecycle Stage"), strict=True))
    sources = dict(zip(ids, companies.column("Original Traffic Source"), strict=True))
    return ExampleExport(
        companies=recorded_otherwise(companies, seed, moves, sim.created),
        deals=deals_table(sim, dirt, people, activities.per_deal()),
        contacts=contacts_table(sim, people, lifecycle, sources),
        activities=activities_table(sim, people, activities),
        client_outcomes=client_outcomes_table(sim),
        spend=spend_table(sim),
    )
