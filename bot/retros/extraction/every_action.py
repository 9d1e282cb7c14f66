"""Every action of a conversation: promises, requests, tasks that are given by name, and those that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.text import content_words
from bot.retros.extraction.apart import asked_apart
from bot.retros.extraction.asked_after import asked_after, claimed
from bot.retros.extraction.assigned import written_in
from bot.retros.extraction.by_hand import taken_by_hand
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.denied import without_denied_day
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line, Log
from bot.retros.extraction.nobodys import nobodys
from bot.retros.extraction.noted import given, is_task, written
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.retracted import taken_back
from bot.retros.extraction.sieve import is_joke, is_small_talk
from bot.retros.extraction.spoken import asked, needed, offered, promised
from bot.retros.extraction.standing import standing

_SAME = 0.7
_FEWEST_WORDS = 2


def commitments_in(conversation: Conversation, used: set[str]) -> tuple[Commitment, ...]:
    """Every action of a conversation, each once. `used`: what was an answer to something already."""
    conversation = replace(conversation, lines=asked_apart(conversation.lines))
    found: list[Commitment] = []
    for at, line in enumerate(conversation.lines):
        if line.done or line.section == "skip":
            continue
        if is_joke(line):
            meant = asked(conversation, at, line, used, in_jest=True)
            found += [meant] if meant is not None and _counts(meant, line, conversation.log) else []
            continue
        made = _read(conversation, at, line, used)
        if made is not None and not taken_back(conversation, made):
            found.append(made)
    kept = (without_denied_day(conversation, each) for each in _each_once(found))
    return tuple(standing(conversation, each) for each in kept)


def _read(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    log = conversation.log
    if line.section == "actions" and (line.listed or line.marked or line.author is None):
        return written(conversation, line)
    if log.kind == "notes" and not line.listed and (open_ := nobodys(conversation, at, line)):
        return open_
    if line.section == "decisions" and line.listed and log.kind == "notes":
        agreed = written_in(line, log.people, conversation.seen(line), open_names=True)
        return written(conversation, line) if agreed.said else None
    for read in (offered, asked_after, asked, taken_by_hand, needed, claimed, promised, given):
        made = read(conversation, at, line, used)
        if made is not None:
            return made if _counts(made, line, log) else None
    if line.section == "actions" and not is_small_talk(line.text) and not promise_in(line.text) and is_task(line.text):
        return written(conversation, line)
    return None


def _counts(made: Commitment, line: Line, log: Log) -> bool:
    """Whether it says anything; what is said beside the retrospective counts only where it is marked."""
    return bool(content_words(made.text)) and (line.inside or line.marked or log.kind == "notes")


def _each_once(found: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The same task said twice is one: with the owner and the day that were said last, and the sources of both."""
    kept: list[Commitment] = []
    for made in found:
        twin = next((at for at, each in enumerate(kept) if _same(each, made)), None)
        if twin is None:
            kept.append(made)
            continue
        before = kept[twin]
        kept[twin] = before.model_copy(
            update={
                "owner": made.owner or before.owner,
                "due": made.due or before.due,
                "sources": tuple(dict.fromkeys((*before.sources, *made.sources))),
                "about": tuple(dict.fromkeys((*before.about, *made.about))),
            }
        )
    return tuple(kept)


def _same(one: Commitment, other: Commitment) -> bool:
    left, right = content_words(one.text), content_words(other.text)
    if not left or not right or min(len(left), len(right)) < _FEWEST_WORDS:
        return False
    shared = len(left & right) / min(len(left), len(right))
    owners = one.owner is None or other.owner is None or one.owner == other.owner
    return owners and shared >= _SAME and (one.sources != other.sources or one.text == other.text)
