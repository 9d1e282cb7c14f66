"""The settings about gates: what a team has to show before it leaves the crawl phase."""

from __future__ import annotations

from pydantic import Field, field_validator

from bot.config.model import ModelKeys, Section, wrong
from bot.limits import Limits

_ALL = 100


class Gates(Section):
    """What each gate asks for; None switches it off. Shares are in percent, `weeks` and `questions` are numbers."""

    weeks: int | None = Field(default=Limits.weeks, ge=1, le=52)
    coverage: int | None = Field(default=Limits.coverage, ge=1, le=_ALL)
    ready: int | None = Field(default=Limits.ready, ge=1, le=_ALL)
    usable: int | None = Field(default=Limits.usable, ge=1, le=_ALL)
    actions: int | None = Field(default=Limits.actions, ge=1, le=_ALL)
    questions: int | None = Field(default=Limits.questions, ge=0)

    @field_validator("*", mode="before")
    @classmethod
    def _number(cls, given: object) -> object:
        if given is None or given is False or str(given).strip().casefold() in {"", "off", "none", "null"}:
            return None
        if isinstance(given, bool) or not str(given).strip().removesuffix("%").strip().isdecimal():
            raise wrong(f"`{given}` isn’t a number that a gate can ask for.", "Use a number such as 80, or off.")
        return int(str(given).strip().removesuffix("%"))

    @property
    def limits(self) -> Limits:
        """The same, as the gates are judged by."""
        return Limits(**self.model_dump())


class HealthKeys(ModelKeys):
    """What config.yaml may say about gates."""

    gates: Gates = Gates()
