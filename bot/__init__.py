"""Groundwork: a chat bot that steadies the human side of software delivery."""

__version__ = "0.1.0"
