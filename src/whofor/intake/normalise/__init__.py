"""Turns the cell texts of exports into dates, amounts, head-counts, countries and categories.

Pure functions on single texts or on the distinct values of a column; nothing here raises on any text: what
cannot be read is None and is counted by the caller. The words and tables they use are data, in `rules/`.
"""

from whofor.intake.normalise.countries import country_code, country_continent, country_region
from whofor.intake.normalise.date_rules import infer_date_rule
from whofor.intake.normalise.dates import DateRule, parse_date
from whofor.intake.normalise.digits import infer_decimal_mark
from whofor.intake.normalise.headcounts import Headcount, parse_headcount
from whofor.intake.normalise.industries import Industry, class_code, industry
from whofor.intake.normalise.kinds import guess_kind
from whofor.intake.normalise.lead_sources import lead_source_class
from whofor.intake.normalise.money import Money, parse_money
from whofor.intake.normalise.numbers import parse_number, parse_percent
from whofor.intake.normalise.variants import merge_variants
from whofor.intake.normalise.words import has_unknown_beside, is_missing, names_the_rest, says_none
from whofor.lexicon.booleans import parse_boolean

__all__ = [
    "DateRule",
    "Headcount",
    "Industry",
    "Money",
    "class_code",
    "country_code",
    "country_continent",
    "country_region",
    "guess_kind",
    "has_unknown_beside",
    "industry",
    "infer_date_rule",
    "infer_decimal_mark",
    "is_missing",
    "lead_source_class",
    "merge_variants",
    "names_the_rest",
    "parse_boolean",
    "parse_date",
    "parse_headcount",
    "parse_money",
    "parse_number",
    "parse_percent",
    "says_none",
]
