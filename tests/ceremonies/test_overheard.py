"""What people say to each other in a channel is no command, though it begins like one."""

from __future__ import annotations

import pytest

from bot.ceremonies.commands import is_asked


@pytest.mark.parametrize(
    "words",
    [
        "skip it today", "skip it", "cancel that one please", "move it to Friday", "remove it", "drop this",
        "set it up", "add it to the list", "edit them", "skip everything", "move ours a bit",
    ],
)  # fmt: skip
def test_words_that_only_point_ask_for_nothing(words: str) -> None:
    assert not is_asked(words)


@pytest.mark.parametrize(
    "words",
    [
        "skip retro", "skip the retro today", "skip this week’s daily", "move retro to Friday", "remove italian lunch",
        "set retro before 2 hours", "add Italian lunch, Friday 12:00", "checkin all done here", "pause until Friday",
    ],
)  # fmt: skip
def test_words_that_name_a_ceremony_do(words: str) -> None:
    assert is_asked(words)
