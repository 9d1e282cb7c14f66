"""How Teams is reached, and what would leave it open to the world."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import Trouble

README = "The README says where to find it, under “Install in Teams”."
KEYS_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsSettings:
    """How to reach Teams. Secrets come from the environment, and are never shown.

    `tenants` are the ones whose people may talk to the bot besides `tenant_id`, which is the app's own. `host` is where
    requests are answered: with `mode` playground nothing is verified, so it has to be this machine only.
    """

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    certificate_file: str = ""
    tenant_id: str = ""
    tenants: tuple[str, ...] = ()
    mode: Literal["live", "playground"] = "live"
    host: str = "127.0.0.1"
    keys_url: str = KEYS_URL

    @property
    def wanted(self) -> bool:
        """Whether anybody has begun to set it up."""
        return bool(self.app_id or self.app_password or self.certificate_file or self.mode == "playground")

    @property
    def missing(self) -> list[str]:
        """The environment variables that are still needed."""
        if self.mode == "playground":
            return []
        needed = [
            ("TEAMS_APP_ID", self.app_id),
            ("TEAMS_TENANT_ID", self.tenant_id),
            ("TEAMS_APP_PASSWORD", self.app_password or self.certificate_file),
        ]
        return [name for name, value in needed if not value]

    @property
    def allowed(self) -> frozenset[str]:
        """Every tenant whose people may talk to the bot."""
        return frozenset(one.lower() for one in (self.tenant_id, *self.tenants) if one)

    def check(self) -> None:
        """Trouble when this would be open to the world, or can't work."""
        if self.mode == "playground":
            if self.app_id or self.app_password or self.certificate_file:
                raise Trouble(
                    "`teams.mode: playground` verifies nobody, so it must not be used with a real app. "
                    "Unset TEAMS_APP_ID and TEAMS_APP_PASSWORD, or set the mode to live."
                )
            if not _is_here(self.host):
                raise Trouble(
                    f"`teams.mode: playground` verifies nobody, and `http.host` is {self.host}: whoever can reach it "
                    "could pose as anybody. Set `http.host` to 127.0.0.1, or the mode to live with TEAMS_APP_ID, "
                    "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID."
                )
        elif self.missing:
            raise Trouble(
                f"Teams needs {' and '.join(self.missing)} in the environment: without, anybody could pose as anybody. "
                f"{README} To try it on this machine only, set `teams.mode: playground`."
            )


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
