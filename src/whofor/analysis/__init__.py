"""The analysis, step by step: from deals as rows to the answer with its evidence, or to the reasons for having none."""
