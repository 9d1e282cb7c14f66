"""The doubles of trackers bear what the tests do to them, and say nothing about it."""

from __future__ import annotations

import socket
import struct
import time

import pytest

from tests.trackers.jira_double import JiraDouble


@pytest.mark.parametrize("sends", [b"", b"GET /a", b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_whoever_asks_may_be_gone_before_the_answer(sends: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with JiraDouble() as double:
        double._server.daemon_threads = False  # so that the end waits for whoever would complain
        double.fails("", 200, "x" * 30_000_000)
        host, port = double.url.removeprefix("http://").split(":")
        asking = socket.create_connection((host, int(port)))
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # its end is an abrupt one
        asking.sendall(sends)
        while sends.endswith(b"\r\n\r\n") and not double.requests:
            time.sleep(0.01)
        asking.close()
        socket.create_connection((host, int(port))).close()
    assert capfd.readouterr().err == ""
