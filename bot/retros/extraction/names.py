"""How people are written, in pieces that stand in the patterns of other modules."""

from __future__ import annotations

NAME = r"[^\W\d_][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)?"
"""A first name, and maybe a second one: the first may be written small."""
CAPITAL = r"[A-ZÀ-Þ][\w'’-]+"
"""A name of one word that is written as one."""
