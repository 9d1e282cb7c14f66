"""Whether Slack can be reached and lets us do what we need, for the doctor."""

from __future__ import annotations

from typing import Literal

from bot.platforms.slack.settings import SlackSettings

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

    from bot.platforms.slack.manifest import SCOPES
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
        missing = [scope for scope, _ in SCOPES if scope not in granted]
        if missing:
            found = f"the app lacks {', '.join(missing)}."
            lines.append(("wrong", found, "Paste the manifest again, and install the app again."))
        if settings.mode == "http":
            return [*lines, ("well", "requests by HTTP are verified with SLACK_SIGNING_SECRET", "")]
        try:
            await client_of(settings.app_token, settings, session).apps_connections_open(app_token=settings.app_token)
        except SlackApiError as error:
            found = f"Slack doesn’t take SLACK_APP_TOKEN ({error.response['error']})."
            mend = "Make an app-level token with the scope connections:write, under “Basic Information”."
            return [*lines, ("wrong", found, mend)]
    return [*lines, ("well", "Socket Mode can be connected", "")]
