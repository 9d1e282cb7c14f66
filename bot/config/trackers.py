"""The settings of trackers such as Jira: where each is, and which project and board are the team's."""

from __future__ import annotations

import re
from typing import Any

import yaml
from pydantic import BaseModel, Field, field_validator

from bot import yaml_text
from bot.config.model import Section, split_url, wrong

_HERE = {"127.0.0.1", "localhost", "::1"}


def _safe_address(url: str) -> str:
    """The address without a slash at its end; a token goes there, so it has to be https outside of this machine."""
    parts = split_url(url)
    if url and (parts is None or not parts.hostname or parts.scheme not in {"http", "https"}):
        raise wrong(f"`{url}` isn’t a web address.", "Write it as in your browser, such as https://acme.example.com.")
    if url and parts.scheme == "http" and parts.hostname not in _HERE:
        raise wrong(f"`{url}` isn’t a safe web address, and a token is sent there.", "Use https://.")
    if url and (parts.username is not None or parts.query or parts.fragment):
        raise wrong("This address has more in it than a place.", "Leave out the name, the password and what follows ?.")
    return url.rstrip("/")


def _table(given: object) -> object:
    try:
        table = yaml_text.load(given) if isinstance(given, str) else given  # as text it is from the environment
    except yaml.YAMLError:
        table = given
    if not isinstance(table, dict | None) or not all(isinstance(name, str) for name in table or ()):
        raise wrong("`fields` should be names, each with a value.", "config.example.yaml shows it.")
    return table or {}


class _Tracker(Section):
    """What every tracker has: where it is."""

    url: str = ""

    @field_validator("url")
    @classmethod
    def _address(cls, url: str) -> str:
        return _safe_address(url)


class _WithBoard(_Tracker):
    """A tracker with numbered boards."""

    @field_validator("board", "project_number", mode="before", check_fields=False)
    @classmethod
    def _number(cls, given: object) -> object:
        if isinstance(given, bool) or not str(given or 0).isdecimal():
            raise wrong(f"`{given}` isn’t a number.", "Use the one at the end of its address in the browser.")
        return int(str(given or 0))


class JiraKeys(_WithBoard):
    """Jira, in the cloud or your own. `fields` are filled in with every item: `customfield_10010: {value: Routes}`."""

    email: str = ""
    project: str = ""
    board: int = 0
    story_type: str = "Story"
    action_type: str = "Task"
    fields: dict[str, Any] = Field(default={})

    _fields = field_validator("fields", mode="before")(_table)

    @field_validator("project")
    @classmethod
    def _key(cls, key: str) -> str:
        if key and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", key):
            raise wrong(f"`{key}` can’t be a project’s key.", "It is the part before the hyphen in LP-12.")
        return key.upper()

    @property
    def wanted(self) -> bool:
        """Whether it is set up."""
        return bool(self.url)


class GitHubKeys(_WithBoard):
    """GitHub: a repository, whose milestones are its sprints, or the iterations of a project when there is a number."""

    url: str = "https://api.github.com"
    repository: str = ""
    project_number: int = 0
    iteration_field: str = "Iteration"
    estimate_field: str = "Estimate"

    @field_validator("repository")
    @classmethod
    def _owner_and_name(cls, name: str) -> str:
        if name and not re.fullmatch(r"[\w.-]+/[\w.-]+", name):
            raise wrong(f"`{name}` can’t be a repository.", "Write its owner and its name: acme/parcels.")
        return name

    @property
    def wanted(self) -> bool:
        """Whether it is set up."""
        return bool(self.repository)


class LinearKeys(_Tracker):
    """Linear: a team by its key, the part before the hyphen in LP-12."""

    url: str = "https://api.linear.app"
    team: str = ""

    @property
    def wanted(self) -> bool:
        """Whether it is set up."""
        return bool(self.team)


class AzureKeys(_Tracker):
    """Azure Boards: the address with the organisation, a project and a team in it."""

    project: str = ""
    team: str = ""
    story_type: str = "User Story"
    action_type: str = "Task"
    fields: dict[str, Any] = Field(default={})

    _fields = field_validator("fields", mode="before")(_table)

    @property
    def wanted(self) -> bool:
        """Whether it is set up."""
        return bool(self.url)


class Trackers(Section):
    """The trackers that the team uses."""

    jira: JiraKeys = JiraKeys()
    github: GitHubKeys = GitHubKeys()
    linear: LinearKeys = LinearKeys()
    azure: AzureKeys = AzureKeys()


class TrackerKeys(BaseModel):
    """What config.yaml may say about trackers."""

    trackers: Trackers = Trackers()


class TrackerSecrets(Section):
    """Their tokens, from the environment only."""

    jira_token: str = Field(default="", repr=False)
    github_token: str = Field(default="", repr=False)
    linear_token: str = Field(default="", repr=False)
    azure_devops_token: str = Field(default="", repr=False)
