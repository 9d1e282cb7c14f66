"""The index as a flow sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.knowledge.values import Document, Found, Report, Unread


class Knowledge(Protocol):
    """What flows may ask. `asking` is the address of the conversation: nothing comes back that it may not see."""

    async def ready(self) -> bool:
        """Wait a little while the documents are read after a start; False when that takes longer."""
        ...

    async def search(self, query: str, limit: int, *, asking: str | None, strict: bool = True) -> Found:
        """The best passages for a question, looked for in the sources as they are now."""
        ...

    async def documents(self, *, asking: str | None) -> list[Document]:
        """Every document."""
        ...

    async def text(self, document_id: str) -> str:
        """The text of a document as it stands in its source; Trouble when it can’t be read any more."""
        ...

    async def unread(self, *, asking: str | None) -> list[Unread]:
        """What could not be read."""
        ...

    async def vote(self, *, person: str, key: str, asked: str, document_id: str, vote: int, at: datetime) -> None:  # noqa: PLR0913 (the six facts of a vote)
        """Keep what somebody thought of a passage."""
        ...

    async def changed(self) -> None:
        """Something was added or taken out: look at everything again before the next question."""
        ...

    async def forget(self) -> None:
        """Hold no text in memory that is not kept any more."""
        ...

    async def index(self) -> Report:
        """Bring everything up to date now."""
        ...
