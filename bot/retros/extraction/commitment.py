"""One thing to do: in whose words, who has it, until when, and where that was said."""

from __future__ import annotations

from datetime import date

from bot.chat import Person, Value
from bot.retros.extraction.dates import Found
from bot.retros.extraction.log import Line, Log, called
from bot.retros.extraction.tasks import UNTAKEN_END, task_of

_INITIALS = 3
"""A name this short, in capitals, is somebody's initials."""


class Commitment(Value):
    """Something to do. `owner` is None when nobody has it; `text` is in the words of whoever said it.

    `worded` is the same put plainly, where a language model did that well.
    """

    text: str
    owner: Person | None = None
    due: date | None = None
    sources: tuple[str, ...]
    about: tuple[str, ...] = ()
    """Those of its sources that say only what "it" is: an idea stays one when somebody takes it up."""
    pointed: str = ""
    """The words of its text that say what "it" is."""
    author: Person | None = None
    """Whose words they are."""
    worded: str = ""

    @property
    def shown(self) -> str:
        """As people read it."""
        return self.worded or self.text


def made(
    task: str, owner: Person | None, inside: Found | None, *lines: Line, due: Found | None = None
) -> Commitment | None:
    """The commitment that lines make; None where no words are left of the task.

    `inside`: its day where the task says it, which is cut out; `due`: its day where something else does.
    """
    text = without_day(task, inside)
    text = text if owner else UNTAKEN_END.sub("", text)  # that nobody has it is shown beside it
    due = due or inside
    if not any(each.isalpha() for each in text):
        return None
    sources = tuple(dict.fromkeys(each for line in lines for each in line.sources))
    return Commitment(text=text, owner=owner, due=due.day if due else None, sources=sources, author=lines[0].author)


def without_day(task: str, due: Found | None) -> str:
    """The task without its date, where the date is said in it; else the date was said elsewhere."""
    inside = due is not None and due.day is not None and task[due.start : due.end].find(due.words) >= 0
    return task_of(task, due if inside else None)


def person(name: str, log: Log) -> Person:
    """Who is meant; somebody that nobody here knows keeps their name."""
    known = called(name, log.people)
    if log.numbered:
        short = known is not None and ((name.isupper() and len(name) <= _INITIALS) or name.casefold() == "me")
        return known if known and short else Person(id=name, name=name)
    return known or Person(id=name, name=name)
