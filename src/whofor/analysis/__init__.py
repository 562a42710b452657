"""The recipe: from deals as rows to the answer with its evidence, or an honest no."""
