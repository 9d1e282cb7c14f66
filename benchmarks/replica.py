"""`groundwork serve` as a replica of a fleet: by a release's name, and with a token that Microsoft would have given."""

from __future__ import annotations

import os
import sys

from botframework.connector.auth import MicrosoftAppCredentials

import bot
from tests.platforms.teams.double import TOKEN

if __name__ == "__main__":
    bot.__version__ = os.environ["FLEET_RELEASE"]  # before it is read
    from bot.cli import main

    MicrosoftAppCredentials.get_access_token = lambda _self, _force=False: TOKEN
    sys.argv = ["groundwork", "serve"]
    main()
