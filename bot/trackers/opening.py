"""The trackers as they are set up; what can be seen from the settings alone is said here."""

from __future__ import annotations

from bot.config import Config
from bot.config.trackers import AzureKeys, GitHubKeys, JiraKeys, LinearKeys
from bot.trackers import azure, github, jira, linear
from bot.trackers.github_projects import Project
from bot.trackers.port import Tracker
from bot.trackers.web import Web

_GITHUB = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_ENTERPRISE = "/api/v3"
_CLOUD = ".atlassian.net"


def open_trackers(config: Config) -> dict[str, Tracker]:
    """Those that are set up, by their names in the settings."""
    keys, secrets = config.trackers, config.secrets
    found: dict[str, Tracker] = {}
    if keys.jira.wanted:
        found["jira"] = open_jira(keys.jira, secrets.jira_token)
    if keys.github.wanted:
        found["github"] = open_github(keys.github, secrets.github_token)
    if keys.linear.wanted:
        found["linear"] = open_linear(keys.linear, secrets.linear_token)
    if keys.azure.wanted:
        found["azure"] = open_azure(keys.azure, secrets.azure_devops_token)
    return found


def open_jira(keys: JiraKeys, token: str) -> jira.Jira:
    """Jira. An e-mail address goes with a token of the cloud's, and with no other."""
    headers = jira.authorization(token, keys.email)
    variable = "JIRA_TOKEN"
    if keys.url.endswith(_CLOUD) and not keys.email:
        variable = "JIRA_TOKEN, and the e-mail address that it belongs to into `trackers.jira.email`"
    return jira.Jira(
        web=Web(name="Jira", base=keys.url, variable=variable, setting="trackers.jira.url", headers=headers),
        cloud=bool(keys.email),
        project=keys.project,
        board=keys.board,
        types={"story": keys.story_type, "action": keys.action_type},
        fields=keys.fields,
    )


def open_github(keys: GitHubKeys, token: str) -> github.GitHub:
    """GitHub. One's own has its two APIs beside each other."""
    headers = {**_GITHUB, **({"Authorization": f"Bearer {token}"} if token else {})}
    name, variable, setting = "GitHub", "GITHUB_TOKEN", "trackers.github.url"

    def web(base: str) -> Web:
        return Web(name=name, base=base, variable=variable, setting=setting, headers=headers, limited=github.limited)

    iterations = None
    if keys.project_number:
        own = keys.url.endswith(_ENTERPRISE)
        iterations = Project(
            web=web(f"{keys.url.removesuffix(_ENTERPRISE)}/api" if own else keys.url),
            owner=keys.repository.partition("/")[0],
            number=keys.project_number,
            iteration_field=keys.iteration_field,
            estimate_field=keys.estimate_field,
        )
    return github.GitHub(web=web(keys.url), repository=keys.repository, iterations=iterations)


def open_linear(keys: LinearKeys, token: str) -> linear.Linear:
    """Linear."""
    web = Web(
        name="Linear",
        base=keys.url,
        variable="LINEAR_TOKEN",
        setting="trackers.linear.url",
        headers=linear.authorization(token),
        limited=linear.limited,
    )
    return linear.Linear(web=web, team=keys.team)


def open_azure(keys: AzureKeys, token: str) -> azure.Azure:
    """Azure Boards."""
    web = Web(
        name="Azure Boards",
        base=keys.url,
        variable="AZURE_DEVOPS_TOKEN",
        setting="trackers.azure.url",
        headers=azure.authorization(token),
    )
    types = {"story": keys.story_type, "action": keys.action_type}
    return azure.Azure(web=web, project=keys.project, team=keys.team, types=types, fields=keys.fields)
