"""Property tests here draw the same examples on every run and have no deadline: a first call loads rule tables."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("repeatable")
