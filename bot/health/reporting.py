"""What whoever builds a story says of it: it was usable as it was, or it had to be corrected or added to first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bot.chat import Address, Choice, Choices, Message, Person, Post
from bot.durable.ports import Ports
from bot.health.facts import Reported
from bot.store.journal import Entry, Journal
from bot.stories.set import KIND as STORIES
from bot.stories.set import read_move, replay

KIND = "report"
NAME = "report"
USABLE, MENDED = "usable", "corrected"
WORDS = {USABLE: "Usable as it was", MENDED: "Had to correct, add, clarify"}
_STORY = re.compile(r"^(?:us-?)?(?P<number>\d+)$", re.IGNORECASE)
_MOST = 8
_LOOKED_AT = 200


def ask_developers(journal_id: str, stories: Sequence[str]) -> tuple[Choices, ...]:
    """Two buttons under each approved story, for as long as the post is there; of many stories the first ones."""
    return tuple(
        Choices(
            prompt=f"{story}: whoever builds it, how was it?",
            options=tuple(Choice(id=f"{NAME}:{word}:{journal_id}:{story}", label=WORDS[word]) for word in WORDS),
            lasts=True,
        )
        for story in stories[:_MOST]
    )


async def pick(message: Message, ports: Ports) -> None:
    """One of the two buttons was pressed."""
    _, word, journal_id, story, *_ = [*(message.choice or "").split(":"), "", "", ""]
    journal = await ports.store.journal(journal_id)
    if word not in WORDS or journal is None or journal.kind != STORIES or not _is_approved(journal, story):
        await ports.say(Post(text="I can’t find that story any more.", private_to=message.author.id))
        return
    await _keep(message, ports, journal, story, word)


async def report_word(
    word: str, which: str, message: Message, ports: Ports, room: Callable[[Address], Address]
) -> None:
    """`/health usable US-2`: about the stories that were approved in this place last."""
    found = _STORY.match(which.strip())
    if found is None:
        text = f"Say which story: `/health {word} US-2`."
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    story, here = f"US-{found['number']}", room(message.address)
    for head in await ports.store.heads(kind=STORIES, limit=_LOOKED_AT):
        if room(head.address) != here:
            continue
        journal = await ports.store.journal(head.id)
        if journal is not None and _is_approved(journal, story):
            await _keep(message, ports, journal, story, word)
            return
    text = f"No {story} is approved here. `stories` shows what there is."
    await ports.say(Post(text=text, private_to=message.author.id))


def _is_approved(journal: Journal, story_id: str) -> bool:
    found = replay([(read_move(entry.kind, entry.body), entry.by) for entry in journal.entries])
    story = found.story(story_id)
    return story is not None and story.status == "approved"


async def _keep(message: Message, ports: Ports, journal: Journal, story: str, word: str) -> None:
    body = {"set": journal.id, "story": story, "usable": word == USABLE}
    entry = Entry(kind="reported", at=message.at, by=message.author, body=body)
    journal_id = await ports.store.start(
        kind=KIND,
        address=journal.address,
        title=f"{story} of {journal.id}",
        by=message.author,
        at=message.at,
        entries=[entry],
    )
    await ports.store.append(journal_id, [], at=message.at, status="finished")
    text = f"Kept for {story}: “{WORDS[word]}”. Only the team’s share is shown, in `/health`; your last word counts."
    await ports.say(Post(text=text, private_to=message.author.id))


def last_reports(journals: Iterable[Journal]) -> list[Reported]:
    """The last report of each person on each story, at the time of their first one."""
    entries = sorted(
        (entry for journal in journals for entry in journal.entries if entry.kind == "reported"),
        key=lambda entry: entry.at,
    )
    found: dict[tuple[str, str, str], Reported] = {}
    for entry in entries:
        key = (_who(entry.by), entry.body["set"], entry.body["story"])
        at = found[key].at if key in found else entry.at
        found[key] = Reported(story=f"{key[1]}/{key[2]}", at=at, usable=bool(entry.body["usable"]))
    return list(found.values())


def _who(person: Person | None) -> str:
    return person.id if person else ""
