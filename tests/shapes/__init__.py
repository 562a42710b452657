"""Invented exports in the shapes that CRMs write; what each holds is known."""
