"""Retrospectives: a board that a team fills, groups and votes on, and the actions that come of it and get done."""
