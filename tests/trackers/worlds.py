"""Each tracker with its double, set up as a team would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from bot.config.trackers import AzureKeys, GitHubKeys, JiraKeys, LinearKeys
from bot.trackers import opening
from bot.trackers.port import Tracker
from tests.trackers.azure_double import AzureDouble
from tests.trackers.double import TOKEN, TrackerDouble
from tests.trackers.github_double import GitHubDouble
from tests.trackers.jira_double import EMAIL, JiraDouble
from tests.trackers.linear_double import KEY, LinearDouble

NAMES = ("jira cloud", "jira data center", "github", "linear", "azure")
VARIABLES = {"jira": "JIRA_TOKEN", "github": "GITHUB_TOKEN", "linear": "LINEAR_TOKEN", "azure": "AZURE_DEVOPS_TOKEN"}


@dataclass
class World:
    """A double, and what a team writes into config.yaml to reach it."""

    name: str
    double: TrackerDouble
    keys: dict[str, Any]
    token: str

    @property
    def id(self) -> str:
        return self.name.split(" ", maxsplit=1)[0]

    def tracker(self, *, token: str | None = None, **keys: Any) -> Tracker:
        """The tracker, impatient."""
        opened = _OPEN[self.id](_KEYS[self.id](**{**self.keys, **keys}), self.token if token is None else token)
        found: Tracker = quick(opened)
        return found

    def settings(self) -> Mapping[str, Any]:
        """For config.yaml."""
        return {"trackers": {self.id: self.keys}}

    def made(self) -> list[str]:
        """The titles of what was made there."""
        double = self.double
        match double:
            case JiraDouble() | LinearDouble():
                return [each.get("title") or each["fields"]["summary"] for each in double.made]
            case GitHubDouble():
                return [each["title"] for each in double.issues[5:]]
            case AzureDouble():
                return [each["fields"]["System.Title"] for each in list(double.items.values())[3:]]
        raise AssertionError(double)


def quick(tracker: Any) -> Any:
    """The same tracker, with less time to lose."""
    web = replace(tracker.web, pause=0.01, patience=10.0)
    given: dict[str, Any] = {"web": web}
    given |= {"lag": 0.0} if hasattr(tracker, "lag") else {}
    if getattr(tracker, "iterations", None) is not None:
        inner = tracker.iterations
        given["iterations"] = replace(inner, web=replace(inner.web, pause=0.01, patience=10.0))
    return replace(tracker, **given)


_KEYS: Mapping[str, Any] = {"jira": JiraKeys, "github": GitHubKeys, "linear": LinearKeys, "azure": AzureKeys}
_OPEN: Mapping[str, Any] = {
    "jira": opening.open_jira,
    "github": opening.open_github,
    "linear": opening.open_linear,
    "azure": opening.open_azure,
}


@contextmanager
def world(name: str) -> Iterator[World]:
    """The double runs; what it was asked that a real one would refuse fails the test."""
    double: TrackerDouble
    keys: dict[str, Any]
    match name:
        case "github":
            double, keys, token = GitHubDouble(), {"repository": "acme/parcels"}, TOKEN
        case "linear":
            double, keys, token = LinearDouble(), {"team": "LP"}, KEY
        case "azure":
            double, keys, token = AzureDouble(), {"project": "Parcels"}, TOKEN
        case _:
            cloud = name == "jira cloud"
            keys = {"project": "LP", "board": 7, **({"email": EMAIL} if cloud else {})}
            double, token = JiraDouble(cloud=cloud), TOKEN
    with double:
        base = f"{double.url}/acme" if name == "azure" else double.url
        yield World(name, double, {"url": base, **keys}, token)
    assert not double.problems, double.problems
