"""Pains one may count: from what people say to sentences, their kinds and aspects, and groups of people who say one."""
