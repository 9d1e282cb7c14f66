"""Takes away what may not be kept: somebody’s words and name, what was kept long enough, what other replicas hold."""
