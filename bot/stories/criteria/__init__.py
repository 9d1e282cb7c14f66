"""Acceptance criteria: what a tester looks at, drafted from what was said."""
