"""What whoever runs the bot can see of it: that it is alive, that it can answer, and what it counted."""
