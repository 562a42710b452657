"""Readers of what people say: reviews, posts, conversations, interviews and the pages of vendors."""
