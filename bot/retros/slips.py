"""Words after `retro` that nobody knows: what was probably meant, and nothing kept of it where notes are anonymous."""

from __future__ import annotations

import difflib

from bot.chat import Message
from bot.language.markdown import quoted
from bot.language.text import shorten
from bot.retros.held import VERBS, Words, words_of
from bot.retros.names import KIND

HELP = (
    "`/retro start` begins a retro here; `/retro add …` notes something for it, all sprint long, and so does "
    "`retro add …` in your own chat with me.\n"
    "`/retro reveal`, `/retro next` and `/retro back` change the phase; `move 12 to 3`, `rename 3 …`, "
    "`merge 3 7` put notes in order; `vote 2 5 5`, `topic`, `timer 5`, `remark …`.\n"
    "`/retro action Fix the flaky tests @tom by Friday` adds an action; `/retro actions` shows what is open; "
    "`done A-12`, `take A-12`, `assign A-12 @ana`, `snooze A-12 Friday`, `drop A-12 because …`.\n"
    "`/retro export md` gives the retro as a file (`json`, `csv`)."
)
_NEAR = 0.7
_OTHERS = {
    "group": "reveal", "discuss": "next", "forward": "next", "collect": "back", "finish": "close", "end": "close",
    "begin": "start", "new": "start", "open": "start", "show": "board", "status": "board", "notes": "list",
    "todo": "actions", "todos": "actions",
}  # fmt: skip
"""What people call a word that has another name here; the buttons of the board say some of these."""
_SUMMARIES = frozenset("summary summarise summarize sum recap".split())
_MOST = 80


def slip_of(message: Message) -> Words | None:
    """A word after `retro` that is none of its own; without a slash only one that is nearly one, or a column."""
    words = words_of(message)
    if words is None and message.command is None:
        first, _, rest = message.text.strip().partition(" ")
        if first.casefold() != KIND or not rest.strip():
            return None
        words = words_of(message.model_copy(update={"command": KIND, "text": rest}))
        if words is None or not (_near(words.verb) or words.verb.endswith(":")):
            return None
        words = words.model_copy(update={"slash": False})
    return words if words is not None and words.verb not in VERBS else None


def meant_text(slip: Words) -> str:
    """What it probably was; "" where that can't be told."""
    if slip.verb.endswith(":"):
        return f"`/retro add {shorten(f'{slip.verb} {slip.rest}', _MOST)}`"
    if slip.verb in _SUMMARIES:
        return f"`/retro-summary {shorten(slip.rest, _MOST)}".rstrip() + "`"
    near = _OTHERS.get(slip.verb) or _near(slip.verb)
    return f"`/retro {shorten(f'{near} {slip.rest}'.strip(), _MOST)}`" if near else ""


def slip_text(slip: Words) -> str:
    """What somebody reads who wrote it."""
    meant = meant_text(slip)
    return f"I don’t know {quoted(f'retro {slip.verb}')}.{f' Did you mean {meant}?' if meant else ''}"


def _near(verb: str) -> str:
    return next(iter(difflib.get_close_matches(verb, sorted(VERBS), n=1, cutoff=_NEAR)), "")
