"""Retrospectives: what a team said about its work, what it decided, and who does what until when."""
