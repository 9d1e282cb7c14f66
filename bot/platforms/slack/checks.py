"""Whether Slack can be reached and lets us do what we need, for the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.platforms.slack.settings import SlackSettings

if TYPE_CHECKING:  # Slack's libraries take half a second
    from slack_sdk.web.async_client import AsyncWebClient

Line = tuple[Literal["well", "note", "wrong"], str, str]
"""How it is, what was found, what to do about it."""

_HOW = "The README says where to find it, under “Install in Slack”."


async def examine(settings: SlackSettings) -> list[Line]:
    """A line for the bot's token, and one for the way in. Nothing is sent while Slack isn't set up."""
    if not settings.wanted:
        return [("well", "not set up; the README says how, under “Install in Slack”.", "")]
    if settings.missing:
        return [("wrong", f"{name} isn’t set.", _HOW) for name in settings.missing]
    import aiohttp
    from slack_sdk.errors import SlackApiError

    from bot.platforms.slack.groups import groups_in
    from bot.platforms.slack.manifest import scopes
    from bot.platforms.slack.outside import client_of

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10), trust_env=True) as session:
        try:
            told = await client_of(settings.bot_token, settings, session).auth_test()
        except SlackApiError as error:
            found = f"Slack doesn’t take SLACK_BOT_TOKEN ({error.response['error']})."
            return [("wrong", found, "Copy the Bot User OAuth Token again, from “OAuth & Permissions”.")]
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            found = f"{settings.api_url} can’t be reached ({type(error).__name__})."
            return [("wrong", found, "Check the network, a proxy (HTTPS_PROXY) or `slack.api_url`.")]
        lines: list[Line] = [("well", f"{told['user']} in {told['team']} ({told['url']})", "")]
        granted = {scope.strip() for scope in str(told.headers.get("x-oauth-scopes", "")).split(",")}
        groups = groups_in(settings.listed)
        missing = [scope for scope in scopes(groups=bool(groups)) if scope not in granted]
        if missing:
            found = f"the app lacks {', '.join(missing)}."
            lines.append(("wrong", found, "Paste the manifest again, and install the app again."))
        lines += [
            line for group in groups if (line := await _group(client_of(settings.bot_token, settings, session), group))
        ]
        if settings.mode == "http":
            return [*lines, ("well", "requests by HTTP are verified with SLACK_SIGNING_SECRET", "")]
        try:
            await client_of(settings.app_token, settings, session).apps_connections_open(app_token=settings.app_token)
        except SlackApiError as error:
            found = f"Slack doesn’t take SLACK_APP_TOKEN ({error.response['error']})."
            mend = "Make an app-level token with the scope connections:write, under “Basic Information”."
            return [*lines, ("wrong", found, mend)]
    return [*lines, ("well", "Socket Mode can be connected", "")]


async def _group(client: AsyncWebClient, group: str) -> Line | None:
    """What is wrong with a user group that has a role."""
    from slack_sdk.errors import SlackApiError

    try:
        await client.usergroups_users_list(usergroup=group)
    except SlackApiError as error:
        found = (
            f"`access` names the user group {group}, and Slack doesn’t tell who is in it ({error.response['error']})."
        )
        return ("wrong", found, "Copy its id again, from “More” on the page of the group; or take it out.")
    return None
