"""Why the database didn’t do what it was asked, and the sentence for whoever waits."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

AWAY = "I can’t reach my database right now, so I haven’t kept what you just said. Please send it again in a minute."
_FULL = (
    "The disk that I keep things on is full, so I haven’t kept what you just said. "
    "Please tell whoever runs me, and send it again when there is room."
)
_READ_ONLY = (
    "My database can’t be written to, so I haven’t kept what you just said. "
    "Please tell whoever runs me, and send it again when that is mended."
)


def passes(error: Exception) -> bool:
    """Whether the same statement may well succeed in a moment."""
    if isinstance(error, NoFreeConnection):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if type(error.orig).__module__.startswith("sqlite3"):
        return "locked" in str(error.orig) or "busy" in str(error.orig)
    # What a connection prepared before another replica upgraded the tables is prepared anew with the next try.
    outdated = "cached plan must not change" in str(error.orig)
    return error.connection_invalidated or outdated or isinstance(error, OperationalError)


def lasts(error: Exception) -> str:
    """What is wrong with the database itself, and has to be mended by somebody; "" for anything else."""
    words = str(error.orig) if isinstance(error, DBAPIError) else ""
    kind = type(error.orig).__name__ if isinstance(error, DBAPIError) else ""
    if "disk is full" in words or kind == "DiskFull":
        return _FULL
    if "readonly database" in words or kind == "ReadOnlySqlTransaction":
        return _READ_ONLY
    if any(each in words for each in ("disk I/O error", "unable to open database file")):
        return AWAY
    return ""
