"""Interviews from outside their conversation: a message passed on to one, a form to start one, somebody's home page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import (
    Address,
    Bullets,
    Choice,
    Choices,
    File,
    Form,
    FormField,
    Heading,
    Markdown,
    Message,
    Part,
    Person,
    Post,
    Progress,
)
from bot.durable.ports import Ports
from bot.interviews.flow import KIND, events_of, hear, interview_command
from bot.interviews.framework import DEPTHS, Framework
from bot.interviews.growing import grown
from bot.interviews.rules import Interview, coverage, replay
from bot.interviews.settings import InterviewSettings
from bot.language.dates import say_day
from bot.language.markdown import escape
from bot.language.text import shorten
from bot.store.journal import Journal, Reads, Status

ADD = "add"
"""The command behind “Add to the interview”."""

NEW = f"{KIND}:new"
"""The choice that opens a form to start one, and that form."""

_ADD_FORM = f"{KIND}:add"
_RESUME = f"{KIND}:resume"
_OFFERED = 20
_SHOWN = 5
_OUTDATED = "That button is from an older version of me, and I no longer know what it did."
_NONE_OPEN = "There is no open interview to add that to. `/interview` starts one."


async def opens(message: Message, store: Reads) -> Form | None:
    """The form to start an interview, or to say which one a message should be added to."""
    if message.choice == NEW:
        return _new_form()
    if message.command != ADD or await store.current(message.address, KIND) is not None:
        return None
    mine = [journal for journal, _ in await _mine(message.via or message.author, store, ("open",))]
    if not mine:
        return None
    names = tuple(_name(journal) for journal in mine)
    return Form(
        id=_ADD_FORM,
        title="Add to the interview",
        fields=(
            FormField(name="which", label="Which interview?", type="choice", options=names, value=names[0]),
            FormField(name="text", label="What is added", type="text", value=message.text),
        ),
        submit="Add",
        carries=(
            ("author", message.author.id),
            ("author_name", message.author.name),
            ("link", message.permalink or ""),
        ),
    )


def _new_form() -> Form:
    return Form(
        id=NEW,
        title="Start an interview",
        fields=(
            FormField(
                name="about",
                label="What is it about?",
                type="text",
                hint="One sentence is enough; more is welcome, and everything in it is used.",
            ),
            FormField(
                name="depth",
                label="How deep?",
                type="choice",
                options=tuple(DEPTHS),
                value="standard",
                hint="quick asks 8 topics, standard 14, deep 21",
            ),
        ),
        submit="Start",
    )


async def checks(message: Message, store: Reads) -> Mapping[str, str]:
    """What is wrong with one of these forms."""
    values = message.form or {}
    if message.form_id == NEW:
        wrong = {} if values.get("about", "").strip() else {"about": "A few words are needed to begin."}
        return wrong if values.get("depth", "standard") in DEPTHS else {**wrong, "depth": "Choose one of these."}
    if message.form_id == _ADD_FORM:
        journal = await store.journal(_id_in(values.get("which", "")))
        if journal is None or journal.status != "open":
            return {"which": "That interview is closed by now. Choose another, or resume it first."}
        return {} if values.get("text", "").strip() else {"text": "There is nothing to add."}
    return {}


async def belongs(message: Message, store: Reads) -> Address | None:
    """The conversation of the interview that was chosen."""
    if (message.choice or "").startswith(f"{_RESUME}:"):
        journal = await store.journal((message.choice or "").removeprefix(f"{_RESUME}:"))
        return journal.address if journal else None
    if message.form_id == _ADD_FORM:
        journal = await store.journal(_id_in((message.form or {}).get("which", "")))
        return journal.address if journal else None
    return None


async def add_command(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    """A message is passed on to the interview of this conversation."""
    if not await _add(message, message.text, ports, settings):
        await ports.say(Post(text=_NONE_OPEN, private_to=(message.via or message.author).id))


async def _add(message: Message, text: str, ports: Ports, settings: InterviewSettings) -> bool:
    """Heard like a document and not like an answer: nobody said it to the question that is open."""
    passed_on = File(name=f"a message by {message.author.name}", text=text)
    update = {"text": "", "command": None, "form": None, "form_id": None, "files": (passed_on,)}
    return await hear(message.model_copy(update=update), ports, settings)


async def pick(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    """A choice or a form of this page was used."""
    values = message.form or {}
    if message.form_id == NEW:
        text = f"--depth {values.get('depth', settings.depth)} {values.get('about', '')}"
        start = {"form": None, "form_id": None, "command": "interview", "text": text}
        await interview_command(message.model_copy(update=start), ports, settings)
    elif message.form_id == _ADD_FORM:
        author = Person(id=values.get("author") or message.author.id, name=values.get("author_name") or "somebody")
        update = {"author": author, "via": message.author, "permalink": values.get("link") or None}
        if not await _add(message.model_copy(update=update), values.get("text", ""), ports, settings):
            await ports.say(Post(text=_NONE_OPEN, private_to=message.author.id))
    elif message.choice == NEW:
        await ports.say(Post(parts=(_new_form(),)))
    elif (message.choice or "").startswith(f"{_RESUME}:"):
        resume = message.model_copy(update={"choice": None, "command": "resume"})
        if not await hear(resume, ports, settings):
            await ports.say(Post(text="There is nothing to resume there any more."))
    else:
        await ports.say(Post(text=_OUTDATED))


async def home(person: Person, store: Reads, frameworks: Mapping[str, Framework]) -> tuple[Part, ...]:
    """Somebody's interviews with their coverage, and the open questions that wait for them."""
    going = await _mine(person, store, ("open", "paused"))
    parts: list[Part] = [Heading(text="My interviews", level=2)]
    for journal, interview in going[:_SHOWN]:
        parts += _shown(journal, interview, frameworks)
    if not going:
        parts.append(Markdown(text="None is open."))
    parts.append(Choices(options=(Choice(id=NEW, label="Start an interview", style="primary"),)))
    waiting = _waiting_for(person, going)
    if waiting:
        parts += [Heading(text="Open questions for me", level=2), Bullets(items=waiting)]
    done = await _mine(person, store, ("finished",))
    if done:
        titles = tuple(escape(journal.title) for journal, _ in done[:_SHOWN])
        parts += [Heading(text="Finished", level=2), Bullets(items=titles)]
    return tuple(parts)


def _shown(journal: Journal, interview: Interview, frameworks: Mapping[str, Framework]) -> list[Part]:
    state = "" if journal.status == "open" else f" ({journal.status})"
    parts: list[Part] = [Markdown(text=f"**{escape(journal.title)}**{state}")]
    framework = frameworks.get(interview.framework)
    if framework is not None:
        meter = coverage(interview, grown(framework, interview))
        parts.append(Progress(label="Topics settled", done=meter.settled, total=max(1, meter.total)))
    label = "Ask me the next question" if journal.status == "open" else "Resume"
    parts.append(Choices(options=(Choice(id=f"{_RESUME}:{journal.id}", label=label),)))
    return parts


def _waiting_for(person: Person, going: Sequence[tuple[Journal, Interview]]) -> tuple[str, ...]:
    return tuple(
        f"**{one.id}** {escape(one.text)} _({escape(journal.title)}, by {say_day(one.due)})_"
        for journal, interview in going
        for one in interview.questions
        if one.answer is None and one.owner.lstrip("@").casefold() == person.name.casefold()
    )


async def _mine(person: Person, store: Reads, statuses: Sequence[Status]) -> list[tuple[Journal, Interview]]:
    """The interviews that this person started or spoke in, or that have a question for them."""
    found: list[tuple[Journal, Interview]] = []
    for head in await store.heads(kind=KIND, statuses=statuses, limit=_OFFERED):
        journal = await store.journal(head.id)
        if journal is None:
            continue
        interview = replay(events_of(journal))
        asked = any(one.owner.lstrip("@").casefold() == person.name.casefold() for one in interview.questions)
        if asked or head.started_by.id == person.id or any(one.id == person.id for one in interview.people):
            found.append((journal, interview))
    return found


def _name(journal: Journal) -> str:
    return f"{shorten(journal.title, 50)} ({journal.id})"


def _id_in(name: str) -> str:
    return name.rpartition("(")[2].rstrip(")")
