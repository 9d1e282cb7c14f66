"""The settings of a language model: which one, where it is, what it never sees, and what it may cost."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from bot import yaml_text
from bot.config.file import listed, near
from bot.llm.known import PROVIDERS
from bot.llm.spending import Price


class Section(BaseModel):
    """A group of settings. Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BudgetKeys(Section):
    """How much a language model may use. None: no limit; 0: nothing."""

    tokens_a_day: int | None = Field(default=2_000_000, ge=0)
    tokens_a_turn: int | None = Field(default=60_000, ge=0)
    money_a_day: float | None = Field(default=None, ge=0)
    money_a_turn: float | None = Field(default=None, ge=0)
    seconds_a_turn: float = Field(default=60, gt=0, le=600)

    @field_validator("tokens_a_day", "tokens_a_turn", "money_a_day", "money_a_turn", mode="before")
    @classmethod
    def _none_when_empty(cls, amount: object) -> object:
        return None if amount in {"", "none"} else amount


class ModelKeys(Section):
    """What config.yaml may say about a language model."""

    model: str = ""
    base_url: str = ""
    redact: list[str] = Field(default=[])
    budget: BudgetKeys = BudgetKeys()
    prices: dict[str, Price] = Field(default={})

    @field_validator("model")
    @classmethod
    def _known_provider(cls, model: str) -> str:
        provider, colon, name = model.partition(":")
        if model and (provider not in PROVIDERS or not name):
            close = near(provider, list(PROVIDERS)) if colon else None
            mend = f"Did you mean `{close}:{name}`?" if close else f"Write one of {listed(list(PROVIDERS), last='or')}"
            mend = mend if close else f"{mend}, a colon, and the model’s name."
            raise wrong(f"`{model}` doesn’t name a provider and its model.", mend)
        return model

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = split_url(url)
        if url and (parts is None or parts.scheme not in {"http", "https"} or not parts.hostname):
            raise wrong("This isn’t a web address.", "Use one such as http://localhost:8000/v1.")
        return url

    @field_validator("redact", mode="before")
    @classmethod
    def _patterns(cls, patterns: object) -> object:
        patterns = _as_yaml(patterns)
        patterns = [] if patterns is None else [patterns] if isinstance(patterns, str) else patterns
        for pattern in patterns if isinstance(patterns, list | tuple) else ():
            try:
                if re.compile(pattern).match(""):
                    raise wrong(f"`{pattern}` also fits where nothing stands.", "Let it need at least one letter.")
            except (re.error, TypeError) as error:
                raise wrong(f"`{pattern}` isn’t a regular expression: {error}.", "Correct it, in quotes.") from error
        return patterns

    @field_validator("prices", mode="before")
    @classmethod
    def _table(cls, prices: object) -> object:
        return _as_yaml(prices) or {}


def split_url(url: str) -> Any:
    """The parts of an address, None when it has none."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # ValueError when it is no number
    except ValueError:
        return None
    return parts


def _as_yaml(value: object) -> object:
    """A list or table that came from the environment is written as in the file."""
    if not isinstance(value, str):
        return value
    try:
        return yaml_text.load(value)
    except yaml.YAMLError:
        return value


def wrong(message: str, mend: str) -> PydanticCustomError:
    """An error that a person reads as these two sentences."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "mend": mend})
