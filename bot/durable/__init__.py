"""A message is answered once and completely, whatever crashes in between.

`bot.durable.shared` does it; what stands here is all that flows and platforms see of it, and imports next to nothing.
"""

from bot.durable.keys import new_key
from bot.durable.ports import Completes, Handle, Platform, Ports, Say

__all__ = ["Completes", "Handle", "Platform", "Ports", "Say", "new_key"]
