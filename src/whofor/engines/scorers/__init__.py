"""Engines that carry out a scorecard over a table of any size, behind the port `schema.scorer.Scorer`."""
