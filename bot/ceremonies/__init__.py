"""A team's ceremonies: when they are, what goes out before and after each, and how one is moved, skipped or paused."""
