"""Whatever is sent to the port where the bot is watched is answered, never with an error of ours; and it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bending import FEW
from tests.patience import PATIENCE
from tests.platforms.slack.conftest import settings as slack_settings
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.test_watch import get, served, watching


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


async def _knocks(address: str, sent: bytes) -> bytes:
    """What is said to these bytes until the connection is closed."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(sent)
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    except ConnectionError:
        return b""  # it may hang up on what is no request
    finally:
        writer.close()


_METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW", "get", ""])
_PATHS = st.sampled_from(
    [
        "/healthz",
        "/readyz",
        "/metrics",
        "/health",
        "/",
        "/metrics/",
        "//metrics",
        "/../etc/passwd",
        "/%00",
        "/%ff",
        "/healthz?" + "a" * 5000,
        "/" + "a" * 9000,
        "*",
        "http://elsewhere/metrics",
        "/metrics#x",
        "/é",
        "/healthz%2f",
    ]
)
_HEADERS = st.lists(
    st.sampled_from(
        [
            "Host: x",
            "Host:",
            "Content-Length: 3",
            "Content-Length: -1",
            "Content-Length: " + "9" * 5000,
            "Transfer-Encoding: chunked",
            "Expect: 100-continue",
            "Expect: x",
            "Accept: \x00",
            "Cookie: " + "a" * 9000,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Range: bytes=9-1",
            "Accept-Encoding: zstd;q=nan",
            ": x",
            "x",
        ]
    ),
    max_size=3,
)
_BODIES = st.sampled_from([b"", b"abc", b"zz\r\n", b"5\r\nab", b"0\r\n\r\n"]) | st.binary(max_size=20)


_REQUESTS = st.tuples(_METHODS, _PATHS, st.sampled_from(["HTTP/1.1", "HTTP/1.0", "HTTP/9.9", ""]), _HEADERS, _BODIES)


# Each example is many requests, drawn before the bot runs: its threads would disturb the drawing.
@given(st.lists(_REQUESTS, min_size=30, max_size=60))
@settings(max_examples=2 if FEW.derandomize else 20, suppress_health_check=list(HealthCheck))
async def test_no_request_ends_in_an_error_of_ours(
    tmp_path: Path, slack: SlackDouble, requests: list[tuple[str, str, str, list[str], bytes]]
) -> None:
    async with served(watching(slack_settings(tmp_path, slack, "socket"))) as address:
        for method, path, version, headers, body in requests:
            lines = [f"{method} {path} {version}", *headers, "Connection: close", "", ""]
            answered = await _knocks(address, "\r\n".join(lines).encode() + body)
            statuses = [line.split(b" ")[1] for line in answered.split(b"\r\n") if line.startswith(b"HTTP/1.")]
            assert all(status < b"500" for status in statuses), answered[:200]
        assert (await get(f"{address}/healthz"))[0] == 200
