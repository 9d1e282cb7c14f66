"""What the bot can do, one module for each family of features: put together here from the team's configuration."""
