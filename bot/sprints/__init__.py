"""What a team should know for its sprint: each planned item beside what the documents say about it."""
