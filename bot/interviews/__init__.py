"""Requirement interviews: what to ask next, what was said, and the brief that comes of it."""
