"""How Slack is reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """How to reach Slack. Tokens come from the environment, and are never shown.

    `listed`: every id that has a role in the settings; those of user groups are asked for.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"
    listed: tuple[str, ...] = ()

    @property
    def wanted(self) -> bool:
        """Whether anybody has begun to set it up."""
        return bool(self.bot_token or self.app_token or self.signing_secret)

    @property
    def missing(self) -> list[str]:
        """The environment variables that are still needed."""
        needed = [("SLACK_BOT_TOKEN", self.bot_token)]
        needed.append(
            ("SLACK_APP_TOKEN", self.app_token)
            if self.mode == "socket"
            else ("SLACK_SIGNING_SECRET", self.signing_secret)
        )
        return [name for name, value in needed if not value]
