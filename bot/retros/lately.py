"""Remembers for a while which messages were taken in under their author’s name, so that changes of them are, too."""

from __future__ import annotations

from bot.chat import Message

_REMEMBERED = 5_000


class Lately:
    """In memory only, for what was said a moment ago and has left no trace elsewhere yet."""

    def __init__(self) -> None:
        self._links: dict[str, None] = {}

    def note(self, message: Message) -> None:
        """This message is taken in as it is, with its author."""
        if message.permalink and not message.change:
            self._links.pop(message.permalink, None)
            self._links[message.permalink] = None
            if len(self._links) > _REMEMBERED:
                del self._links[next(iter(self._links))]

    def knows(self, message: Message) -> bool:
        """Whether what was changed is one of them."""
        return message.permalink in self._links
