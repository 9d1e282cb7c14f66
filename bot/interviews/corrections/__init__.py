"""Somebody corrects or takes back what was said before: only the words that are meant change."""
