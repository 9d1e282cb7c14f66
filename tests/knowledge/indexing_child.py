"""A process that indexes a folder, says each time that some passages are embedded, and waits to be killed."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.embed import Vector
from tests.knowledge.shelves import BagOfWords, a_library


class Slow(BagOfWords):
    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        made = super().passages(texts)
        sys.stdout.write(f"{self.embedded}\n")
        sys.stdout.flush()
        time.sleep(0.2)
        return made


if __name__ == "__main__":
    home = Path(sys.argv[1])
    with a_library(home, embedder=Slow(), docs=home / "docs") as library:
        library.index()
