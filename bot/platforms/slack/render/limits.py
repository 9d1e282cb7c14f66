"""What Slack allows in one message, and a little less where its counting isn't documented."""

from __future__ import annotations

from bot.platforms.lengths import cut, shorten, size

BLOCKS = 48
"""Of 50: two are left for a line about what was decided and one about where the rest is."""

MESSAGE = 10_000
"""Characters in all blocks together; `msg_blocks_too_long` was seen near 13,200."""

BLOCK = 2_800
"""Characters in one block of text, of 3,000."""

HEADER = 150
BUTTON = 75
OPTION = 75
OPTION_VALUE = 150
BUTTON_VALUE = 2_000
BUTTONS = 25
OPTIONS = 100
URL = 2_000
FALLBACK = 3_900
WORDS = 30_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE = 8_000
HOME_BLOCKS = 98
CHARTS = 2
CHART_TITLE = 50
CHART_LABEL = 20
CHART_POINTS = 20
CHART_SERIES = 6
CHART_SEGMENTS = 6

__all__ = ["cut", "shorten", "size"]
