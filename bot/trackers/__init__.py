"""Jira, GitHub, Linear and Azure Boards: what is planned there is read, and what people approved is put there."""
