"""Opens an index: the one of the configuration, or one of its own in any folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.config import Config
from bot.errors import Trouble
from bot.json_text import NotJson, load
from bot.knowledge.indexing import Made, check_names
from bot.knowledge.library import Library, Settings
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf

_SOURCES = "sources.json"
_DATABASE = "passages.db"


def settings_of(config: Config) -> Settings:
    """What the configuration says about the index."""
    check_names(config.index.sources)
    return Settings(
        folder=config.index_dir,
        sources={**_kept_sources(config.index_dir), **config.index_sources},
        embedder=config.index.embedder,
        chroma=config.index.chroma,
        reranker=config.index.reranker,
        audience=config.index.audience,
        groups=config.index.groups,
    )


@contextmanager
def open_library(
    config: Config,
    folder: Path | None = None,
    *,
    made: Callable[[], Mapping[str, Sequence[Made]]] = dict,
    room: Callable[[str], str] = str,
) -> Iterator[Library]:
    """The configured index, or the one in `folder`; `room` widens an address to all that the same people read."""
    settings = settings_of(config) if folder is None else own_settings(config, folder)
    if folder is None:
        upgrade(config.database_url)
        url = config.database_url
    else:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(f"{folder} can’t be used for an index: {error.strerror}.") from error
        url = f"sqlite:///{(folder / _DATABASE).resolve()}"
        upgrade(url)
    with Shelf(url) as shelf:
        library = Library(shelf, replace(settings, room=room), made=made)
        try:
            yield library
        finally:
            library.close()


def own_settings(config: Config, folder: Path) -> Settings:
    """The settings of an index of its own: what was indexed there before, and the configured embedder."""
    return Settings(
        folder=folder.resolve(),
        sources=_kept_sources(folder),
        embedder=config.index.embedder,
        reranker=config.index.reranker,
    )


def _kept_sources(folder: Path) -> dict[str, Path]:
    """What was given to `groundwork index` as PATH."""
    try:
        kept = load((folder / _SOURCES).read_bytes())
    except (OSError, NotJson):
        return {}
    return {str(name): Path(path) for name, path in kept.items()}


def keep_sources(folder: Path, paths: Sequence[Path], *, add: bool = False) -> None:
    """Make these the sources of an index of its own, or `add` them to what was given before.

    Each is named as its folder; the same name twice gets a number.
    """
    sources = {name: str(path) for name, path in _kept_sources(folder).items()} if add else {}
    for path in paths:
        if not path.exists():
            raise Trouble(f"There is no {path}. Check the path.")
        base = (path.resolve().name or "files").replace(":", "-")
        name, number = base, 1
        while sources.get(name, str(path.resolve())) != str(path.resolve()):
            number += 1
            name = f"{base}-{number}"
        sources[name] = str(path.resolve())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _SOURCES).write_text(json.dumps(sources), encoding="utf-8")
    except OSError as error:
        raise Trouble(f"{folder} can’t be used for an index: {error.strerror}.") from error
