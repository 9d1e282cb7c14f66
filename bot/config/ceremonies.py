"""The settings about teams that meet: who, by which clock and calendar, and for what."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import Field, ValidationError, field_validator

from bot import yaml_text
from bot.config.file import listed, near
from bot.config.model import ModelKeys, Section, wrong

_LISTS = ("members", "ceremonies")


class MeetingTeam(Section):
    """One team; each value is written as in the form of `/ceremony setup`, lists as a line each."""

    conversation: str = Field(min_length=3)
    timezone: str = ""
    sprint: str = "2 weeks"
    working_days: str = "Mon-Fri"
    holidays: str = ""
    members: list[str] = Field(default=[])
    scrum_master: str = ""
    ceremonies: list[str] = Field(default=[])

    def values(self, name: str) -> dict[str, str]:
        """The same as the fields of the form."""
        return {
            "name": name,
            "zone": self.timezone,
            "sprint": self.sprint,
            "days": self.working_days,
            "holidays": self.holidays,
            "members": "\n".join(self.members),
            "scrum_master": self.scrum_master,
            "ceremonies": "\n".join(self.ceremonies),
        }


class FeatureKeys(ModelKeys):
    """What config.yaml may say about teams that meet."""

    ceremonies: dict[str, MeetingTeam] = Field(default={})

    @field_validator("ceremonies", mode="before")
    @classmethod
    def _teams(cls, given: object) -> object:
        if isinstance(given, str):
            try:
                given = yaml_text.load(given)  # from the environment
            except yaml.YAMLError:
                given = None
        if not isinstance(given, dict) or not all(isinstance(each, dict | MeetingTeam) for each in given.values()):
            raise wrong("`ceremonies` should be names of teams, each with its settings.", _SHOWN)
        return {
            str(name): each if isinstance(each, MeetingTeam) else _team(str(name), each) for name, each in given.items()
        }


_SHOWN = "config.example.yaml shows it."


def _team(name: str, given: dict[str, Any] | MeetingTeam) -> MeetingTeam:
    if isinstance(given, MeetingTeam):
        return given
    known = list(MeetingTeam.model_fields)
    for key in given:
        if key not in known:
            close = near(str(key), known)
            mend = f"Did you mean `{close}`?" if close else f"The keys here are {listed(known)}."
            raise wrong(f"`ceremonies.{name}`: unknown key `{key}`.", mend)
    if not str(given.get("conversation") or "").partition(":")[2]:
        raise wrong(
            f"`ceremonies.{name}` has no conversation.",
            "Write its address: `/ceremony where` says it in the conversation itself.",
        )
    values = {
        key: value if key in _LISTS else str(value) for key, value in given.items() if value is not None
    }  # YAML reads 2026-12-24 as a day
    try:
        return MeetingTeam.model_validate(values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise wrong(f"`ceremonies.{name}.{field}` should be a list of lines, each in quotes.", _SHOWN) from error
