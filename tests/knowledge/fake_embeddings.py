"""An embeddings class as LangChain has them."""

from __future__ import annotations


class Fake:
    def __init__(self, size: str) -> None:
        self._size = int(size)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        assert text
        return [1.0] + [0.0] * (self._size - 1)


class Longest:
    """A cross-encoder as LangChain has them: it likes long passages."""

    def score(self, pairs: list[tuple[str, str]]) -> list[float]:
        return [float(len(passage)) for _, passage in pairs]
