"""General numbers: intervals, exact tests, strata, shrinkage, power. No word of the field, no rows."""
