"""The team's documents: read, split, indexed, and the right paragraph of the right one found again."""
