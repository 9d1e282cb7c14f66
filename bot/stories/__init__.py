"""User stories: drafted from what was said, standardised, linted, traceable."""
