"""General numbers: intervals, exact tests, survival, strata, shrinkage, power. No word of the field, no rows."""
