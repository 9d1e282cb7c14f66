"""How work flows: the value stream as people tell it, with its waits, and what would help most."""
