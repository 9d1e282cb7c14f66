"""Runs Groundwork from the command line: `groundwork`, or `python -m bot`."""

from bot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
