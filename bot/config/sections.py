"""The settings about documents, set times, and the ports that are answered."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from pydantic import Field, ValidationInfo, field_validator

from bot import yaml_text
from bot.config.model import Section, wrong

_LAST_PORT = 65535


class Index(Section):
    """What is known of the team's documents: further sources, how they are searched, and who may see which.

    `sources` maps a name to a folder or file; the folder `knowledge` is always one, under that name, and what
    the bot makes itself is `briefs` and `stories`. `audience` maps a source to those who may see it: addresses with
    `*`, or names of `groups`. A source without one may be seen by all of the team, and by nobody from outside.
    """

    sources: dict[str, Path] = Field(default={})
    audience: dict[str, list[str]] = Field(default={})
    groups: dict[str, list[str]] = Field(default={})
    embedder: str = "minilm"
    chroma: str = ""
    reranker: str = ""
    stale_days: int = Field(default=365, ge=1)

    @field_validator("sources", "audience", "groups", mode="before")
    @classmethod
    def _names_with_values(cls, given: object, info: ValidationInfo) -> object:
        if isinstance(given, str):
            try:
                given = yaml_text.load(given)  # from the environment
            except yaml.YAMLError:
                given = None
        each = str if info.field_name == "sources" else list
        if not isinstance(given, dict) or not all(isinstance(value, each) for value in given.values()):
            what = "a folder" if each is str else "a list such as [leads]"
            raise wrong(
                f"`index.{info.field_name}` should be names, each with {what}.", "config.example.yaml shows it."
            )
        bad = next((name for name in given if not re.fullmatch(r"[\w .-]+", str(name))), None)
        if bad is not None:
            raise wrong(f"`{bad}` can’t be a name here.", "Use letters, digits and hyphens.")
        return {str(name): value for name, value in given.items()}

    @field_validator("chroma")
    @classmethod
    def _known_server(cls, url: str) -> str:
        if url and not re.match(r"https?://[^/]+", url):
            raise wrong("This isn’t the address of a Chroma server.", "Use http://HOST:PORT, or leave it empty.")
        return url

    @field_validator("stale_days", mode="before")
    @classmethod
    def _days(cls, given: object) -> object:
        if isinstance(given, bool) or not str(given).isdecimal() or int(str(given)) < 1:
            raise wrong("`index.stale_days` should be a number of days.", "Use a number such as 365.")
        return int(str(given))


class Schedule(Section):
    """Things that happen at set times: for how many minutes a missed one is still made up for."""

    grace_minutes: int = Field(default=120, ge=0)

    @field_validator("grace_minutes", mode="before")
    @classmethod
    def _minutes(cls, given: object) -> object:
        if isinstance(given, bool) or not str(given).isdecimal():
            raise wrong("`schedule.grace_minutes` should be a number of minutes.", "Use a number such as 120.")
        return int(str(given))


class Retros(Section):
    """Retrospectives: the format unless another is asked for, votes for each person, and what is asked of people.

    `anonymous`: no author is kept, in the inbox neither. `mood`: people are asked how the sprint was. `remind_at` is
    when owners hear of their actions on working days. `tracker`: an action may be put into the team's tracker.
    """

    format: str = "start-stop-continue"
    votes: int = Field(default=3, ge=1, le=20)
    anonymous: bool = False
    mood: bool = False
    remind_at: str = "09:00"
    tracker: bool = True

    @field_validator("votes", mode="before")
    @classmethod
    def _some(cls, given: object) -> object:
        if isinstance(given, bool) or not str(given).isdecimal() or not 1 <= int(str(given)) <= 20:  # noqa: PLR2004
            raise wrong("`retros.votes` should be a number of votes.", "Use a number from 1 to 20.")
        return int(str(given))

    @field_validator("remind_at", mode="before")
    @classmethod
    def _clock(cls, given: object) -> object:
        text = (
            f"{given // 60:02}:{given % 60:02}" if isinstance(given, int) else str(given)
        )  # YAML reads 9:30 as minutes
        found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 (a day’s last minute)
            raise wrong("`retros.remind_at` should be a time of day.", "Write it as 09:00.")
        return f"{int(found[1]):02}:{found[2]}"


def _port(given: object) -> int:
    text = str(given)
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise wrong(f"`{text}` isn’t a port.", "Use a number up to 65535, such as 3000.")
    return int(text)


class Http(Section):
    """Where requests from chat platforms are answered, for those that send any."""

    host: str = "127.0.0.1"
    port: int = 3000

    @field_validator("port", mode="before")
    @classmethod
    def _number(cls, port: object) -> int:
        return _port(port)


class Watch(Section):
    """Where `/healthz`, `/readyz` and `/metrics` are answered, for whoever watches; None: nowhere."""

    host: str = "127.0.0.1"
    port: int | None = None

    @field_validator("port", mode="before")
    @classmethod
    def _number(cls, port: object) -> int | None:
        return None if port in {None, ""} else _port(port)
