"""A message is answered once and completely, whatever crashes in between."""

from bot.durable.ports import Handle, Ports, Say

__all__ = ["Handle", "Ports", "Say"]
