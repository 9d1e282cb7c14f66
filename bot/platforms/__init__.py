"""The places where people talk with Groundwork: each translates in and renders out, and does nothing else."""
