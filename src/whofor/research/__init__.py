"""What the market says in its own words: pains one may count, and hypotheses one may test."""
