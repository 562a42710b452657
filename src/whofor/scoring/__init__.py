"""Scoring of prospects: an additive card learnt from deals, its reasons, what is unknown, its proof."""
