"""What people are told about their own data, and what is decided about it; `bot.forgetting` does it."""
