"""The providers of language models that can be named in config.yaml, and what each needs to be reached."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 (an address to tell, not to bind)


@dataclass(frozen=True, slots=True)
class Known:
    """A provider: the extra that installs it, the package that it is, where its key is looked for, where it listens.

    `keys`: one of these variables has to be set; none are needed when it is empty. `addresses`: variables that move it.
    `tokens` is what its package calls the longest answer; `options` keep it from repeating by itself, which is ours.
    """

    extra: str
    package: str
    keys: tuple[str, ...]
    host: str
    addresses: tuple[str, ...] = ()
    tokens: str = "max_tokens"
    options: Mapping[str, int] = field(default_factory=dict)
    takes_base_url: bool = False


_ONCE = {"timeout": 900, "max_retries": 0}

PROVIDERS: Mapping[str, Known] = {
    "openai": Known(
        "openai",
        "langchain_openai",
        ("OPENAI_API_KEY",),
        "api.openai.com",
        ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
        options=_ONCE,
        takes_base_url=True,
    ),
    "azure_openai": Known(
        "openai",
        "langchain_openai",
        ("AZURE_OPENAI_API_KEY", "OPENAI_API_KEY"),
        "Azure",
        ("AZURE_OPENAI_ENDPOINT",),
        options=_ONCE,
    ),
    "anthropic": Known(
        "anthropic",
        "langchain_anthropic",
        ("ANTHROPIC_API_KEY",),
        "api.anthropic.com",
        ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
        options=_ONCE,
        takes_base_url=True,
    ),
    "ollama": Known(
        "ollama", "langchain_ollama", (), "localhost", ("OLLAMA_HOST",), tokens="num_predict", takes_base_url=True
    ),
    "google_genai": Known(
        "google",
        "langchain_google_genai",
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        "generativelanguage.googleapis.com",
        tokens="max_output_tokens",
        options={"max_retries": 1},  # the first try counts
    ),
    "bedrock_converse": Known("bedrock", "langchain_aws", (), "Amazon Bedrock"),
}


def known(model: str) -> Known:
    """The provider of `openai:gpt-4.1-mini`; KeyError when there is none of this name."""
    return PROVIDERS[model.partition(":")[0]]


def place_of(model: str, base_url: str, environ: Mapping[str, str] | None = None) -> str:
    """Where the texts go, as people read it: a host, or “this machine”."""
    environ = os.environ if environ is None else environ
    provider = known(model)
    moved = base_url or next((environ[name] for name in provider.addresses if environ.get(name)), "")
    if not moved:
        return "this machine" if provider.host in THIS_MACHINE else provider.host
    host = urlsplit(moved if "://" in moved else f"//{moved}").hostname or moved
    return "this machine" if host in THIS_MACHINE else host


def lacks_key(model: str, base_url: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The variable that has to be set before it can be reached, None when nothing is missing.

    A server of one's own, which `base_url` names, may well want none.
    """
    environ = os.environ if environ is None else environ
    keys = known(model).keys
    if not keys or base_url or any(environ.get(key) for key in keys):
        return None
    return keys[0]
