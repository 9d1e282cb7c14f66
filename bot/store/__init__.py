"""Where conversations are kept: journals that only ever grow, in SQLite or PostgreSQL."""
