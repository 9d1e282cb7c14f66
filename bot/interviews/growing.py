"""Lets an interview ask about each thing that was named in it, such as every step of the way to production."""

from __future__ import annotations

import re

from bot.interviews.framework import Framework, Topic
from bot.interviews.rules import Interview
from bot.language.markdown import escape
from bot.language.text import clean

_MOST = 15  # more than anybody wants to be asked about
_LONGEST = 60  # characters of a thing's name
_ARROWS = re.compile(r"\s*(?:→|⟶|➔|=>|-+>|»)\s*")
_NUMBERED = re.compile(r"(?:^|\s)(?:\d+[.)]|[-*•])\s+")
_JOINED = re.compile(r"\s*[,;\n]\s*(?:(?:and|and then|then|finally|after that|next)\s+)?|\s+(?:and then|then)\s+")
_LAST = re.compile(r"\s+and\s+")
_WHO = re.compile(r"\s*\((?P<who>[^()]{1,60})\)")
_LEAD = re.compile(
    r"^(?:(?:well|ok|okay|so|first|then|next|finally|after that|and|we|it|there(?:'s| is)|it (?:starts|begins) with|"
    r"starts? with|the steps are|our steps are|steps|the|an?)\b[:,]?\s*)+",
    re.IGNORECASE,
)


def grown(framework: Framework, interview: Interview) -> Framework:
    """The framework with a topic for each thing that was named, after the topic that asks for them."""
    each = framework.each
    if each is None:
        return framework
    own = [topic for topic in framework.topics if not topic.id.startswith(each.prefix)]
    named = dict.fromkeys(
        name for said in interview.about(each.of) if said.topics[:1] == (each.of,) for name in things(said.text)
    )
    fresh = {each.topic_id(name): _topic(each.topic, each.topic_id(name), name) for name in list(named)[:_MOST]}
    at = next((index for index, topic in enumerate(own, 1) if topic.id == each.of), len(own))
    return framework.model_copy(update={"topics": (*own[:at], *fresh.values(), *own[at:])})


def _topic(template: Topic, topic_id: str, name: str) -> Topic:
    """What is asked is Markdown, in which the name reads as it was typed; what it is called is the name itself."""

    def put(text: str) -> str:
        return text.replace("{name}", escape(name))

    def call(text: str) -> str:
        return text.replace("{name}", name)

    needs = tuple(one.model_copy(update={"probe": put(one.probe), "label": call(one.label)}) for one in template.needs)
    texts = {key: put(getattr(template, key)) for key in ("question", "why", "good", "example")}
    return template.model_copy(update={"id": topic_id, "title": call(template.title), "needs": needs, **texts})


def things(text: str) -> tuple[str, ...]:
    """The things that a sentence lists: by arrows, by numbers, or by commas; a plain sentence is one thing.

    What stands in brackets behind one is who does it; see `doers`.
    """
    return tuple(dict.fromkeys(name for name, _ in _listed(text)))


def doers(text: str) -> dict[str, str]:
    """Who does each of the things that a sentence lists: `Coding (developers) → release`."""
    return {name: who for name, who in _listed(text) if who}


def _listed(text: str) -> list[tuple[str, str]]:
    text = clean(text)
    who: list[str] = []

    def mark(found: re.Match[str]) -> str:  # commas in brackets divide nothing
        who.append(found["who"].strip())
        return f"\x00{len(who) - 1}\x00"

    text = _WHO.sub(mark, text)
    if _ARROWS.search(text):
        pieces = _ARROWS.split(text.replace("\n", " "))
    elif len(_NUMBERED.findall(text)) > 1:
        pieces = _NUMBERED.split(text)
    else:
        pieces = _JOINED.split(text)
        if len(pieces) > 1:
            pieces = [*pieces[:-1], *_LAST.split(pieces[-1])]
    return [found for piece in pieces if (found := _named(piece, who))[0]]


def _named(piece: str, who: list[str]) -> tuple[str, str]:
    name, *rest = piece.split("\x00")
    name = f"{name} {' '.join(rest[1::2])}" if rest else name
    name = _LEAD.sub("", name.strip(" .:;,-\n")).strip(" .:;,")
    return f"{name[:1].upper()}{name[1:]}"[:_LONGEST], who[int(rest[0])] if rest else ""
