"""How the database of each release becomes the next one's."""
