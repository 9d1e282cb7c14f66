"""One turn of an interview, from a message to the next question or the finished brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.chat import Message, Post
from bot.durable.ports import Ports
from bot.interviews.asking import is_checkpoint, leftovers, next_ask, opened
from bot.interviews.commands import AFTERWARDS, VERBS, Steer, steer
from bot.interviews.framework import Framework
from bot.interviews.growing import grown
from bot.interviews.listening import hear_texts, listen, moves_of
from bot.interviews.moves import (
    Asked,
    Briefed,
    Finished,
    Move,
    Paused,
    Reopened,
    Resumed,
    Said,
    Started,
    Wording,
    body_of,
    read_move,
)
from bot.interviews.opening import UNTITLED, Wish, read_arguments, title_of
from bot.interviews.raising import DAYS_FOR_AN_ANSWER, Speaker
from bot.interviews.rules import Event, Interview, apply, replay
from bot.interviews.says import (
    cancelled_post,
    help_post,
    left_open_text,
    list_post,
    other_open,
    paused_post,
    question_post,
    question_text,
    started_post,
    status_post,
    taken_text,
)
from bot.interviews.settings import InterviewSettings
from bot.interviews.steering import Step, obey
from bot.language.dates import in_days
from bot.language.markdown import quoted
from bot.language.text import is_empty
from bot.sharing import offered
from bot.store.journal import Entry, Journal, Status

KIND = "interview"


async def interview_command(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    """`/interview [--framework NAME] [--depth DEPTH] [what it is about]` starts an interview in this conversation."""
    wish = read_arguments(message.text, Wish(settings.framework, settings.depth), settings.frameworks)
    if isinstance(wish, str):
        await ports.say(Post(text=wish))
        return
    framework = settings.frameworks[wish.framework]
    note = await _pause_open(message, ports)
    interview = Interview(framework=wish.framework, depth=wish.depth)
    heard_whole = hear_texts(message, wish.about, interview, framework)
    said, kept = await _in_parts(heard_whole, interview, framework, ports)
    moves: list[Event] = [
        Event(move=Started(framework=wish.framework, depth=wish.depth), by=message.author, at=message.at)
    ]
    moves += [Event(move=move, by=message.author, at=message.at) for move in said]
    interview = replay(moves)
    framework = grown(framework, interview)
    asked = await _better_ask(next_ask(interview, framework, settings.vague.families), interview, framework, ports)
    title = title_of(wish.about)
    if asked is not None:
        moves.append(Event(move=asked, by=None, at=message.at))
    await ports.store.start(
        kind=KIND, address=message.address, title=title, by=message.author, at=message.at, entries=entries_of(moves)
    )
    interview = replay(moves)
    heard = tuple(move for move in said if isinstance(move, Said))
    only_named = len(heard) == 1 and not heard[0].topics and wish.about.strip(" .").casefold() == title.casefold()
    taken = "" if only_named else taken_text(heard, framework, "This is what I took from your text:")
    question = question_text(interview, framework, asked) if asked else ""
    opener = f"Let’s look at {quoted(title)}." if wish.about else "Let’s begin."
    reads_along = settings.reads_along if ports.llm else ""
    blocks = (note, opener, taken, kept, reads_along)
    await ports.say(started_post("\n\n".join(block for block in blocks if block), question))


async def _pause_open(message: Message, ports: Ports) -> str:
    journal = await ports.store.current(message.address, KIND)
    if journal is None:
        return ""
    entries = entries_of([Event(move=Paused(), by=message.author, at=message.at)])
    await ports.store.append(journal.id, entries, at=message.at, status="paused")
    return other_open(journal.title, message.author)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Everything that a turn of an open interview knows."""

    message: Message
    ports: Ports
    settings: InterviewSettings
    journal: Journal
    interview: Interview
    framework: Framework


def _turn_of(journal: Journal, message: Message, ports: Ports, settings: InterviewSettings) -> _Turn | None:
    """None where the questions that it asks aren't there any more."""
    interview = replay(events_of(journal))
    found = settings.frameworks.get(interview.framework)
    if found is None:
        return None
    framework = grown(found, interview)
    return _Turn(
        message=message, ports=ports, settings=settings, journal=journal, interview=interview, framework=framework
    )


async def go_on(step: Step, journal: Journal, message: Message, ports: Ports, settings: InterviewSettings) -> None:
    """Take a step in an open interview that wasn't said to it: save what it did, then ask on."""
    turn = _turn_of(journal, message, ports, settings)
    if turn is not None:
        await _take(turn, step)


async def hear(message: Message, ports: Ports, settings: InterviewSettings) -> bool:
    """Take a message as an answer or a steering word; False when no interview listens here."""
    word = _steering(message)
    if word is not None and word.verb == "resume":
        return await _resume(message, ports, settings)
    if (message.command and word is None) or message.choice or message.form_id:
        return False
    journal = await ports.store.current(message.address, KIND)
    if journal is None:
        return word is not None and word.verb in AFTERWARDS and await _afterwards(word, message, ports, settings)
    turn = _turn_of(journal, message, ports, settings)
    if turn is None:
        await ports.say(Post(text=_framework_gone(journal, settings)))
        return True
    if word is None and is_empty(message.text) and not message.files:
        await _say_again(turn, "Your message came without words.")
    else:
        await _take(turn, await (_obey(turn, word) if word else _listen(turn)))
    return True


async def _listen(turn: _Turn) -> Step:
    moves = moves_of(turn.message, turn.interview, turn.framework)
    moves, kept = await _in_parts(moves, turn.interview, turn.framework, turn.ports)
    step = listen(turn.message, moves, turn.interview, turn.framework, await _speaker(turn))
    return step.model_copy(update={"note": "\n".join(line for line in (step.note, kept) if line)})


# A language model, where one is configured, may better what the rules decided. It takes a while to import.
async def _in_parts(
    moves: tuple[Move, ...], interview: Interview, framework: Framework, ports: Ports
) -> tuple[tuple[Move, ...], str]:
    if ports.llm is None:
        return moves, ""
    from bot.interviews.improving import in_parts

    return await in_parts(moves, interview, framework, ports.llm)


async def _better_ask(asked: Asked | None, interview: Interview, framework: Framework, ports: Ports) -> Asked | None:
    if ports.llm is None or asked is None:
        return asked
    from bot.interviews.improving import better_ask

    return await better_ask(asked, interview, framework, ports.llm)


def _steering(message: Message) -> Steer | None:
    if message.choice or message.form_id or message.files:
        return None
    if message.command:
        known = message.command in VERBS or message.command in {"ask", "depth", "resume"}
        return steer(f"{message.command} {message.text}".strip()) if known else None
    return steer(message.text)


def _framework_gone(journal: Journal, settings: InterviewSettings) -> str:
    interview = replay(events_of(journal))
    have = ", ".join(f"`{name}`" for name in settings.frameworks)
    return (
        f"{quoted(journal.title)} uses the framework {quoted(interview.framework)}, which is no longer in "
        f"prompts/interviews. Put the file back to go on, or start anew with one of {have}. Nothing is lost."
    )


async def _say_again(turn: _Turn, note: str) -> None:
    pending = turn.interview.pending
    if pending is None:
        await turn.ports.say(Post(text=note))
    else:
        await turn.ports.say(question_post(turn.interview, turn.framework, pending, note))


async def _afterwards(word: Steer, message: Message, ports: Ports, settings: InterviewSettings) -> bool:
    """Look at or mend the interview that ended or was paused here last, without asking on."""
    journal = await ports.store.latest(address=message.address, kind=KIND, statuses=("finished", "paused"))
    if journal is None or (word.verb == "change" and not word.text):
        return False  # "edit 2" without words is about a story
    turn = _turn_of(journal, message, ports, settings)
    if turn is None:
        await ports.say(Post(text=_framework_gone(journal, settings)))
        return True
    if word.verb == "finish" and journal.status == "finished":
        await ports.say(Post(text=f"{quoted(journal.title)} is finished. `brief` and `stories` show what came out."))
        return True
    if word.verb == "finish":
        await ports.say(Post(text=f"{quoted(journal.title)} is paused. `resume` first, then `finish`."))
        return True
    step = await _obey(turn, word)
    events = [Event(move=move, by=message.author, at=message.at) for move in step.moves]
    ended = f"{quoted(journal.title)} is {journal.status}."
    if step.show != "question":
        await ports.say(_shown(step, turn, turn.interview, f"{ended} `resume` goes on with it."))
        return True
    if events:
        await _save(turn, events)
    todo = "`brief` shows it as it is now; `resume` and then `finish` bring the stories up to date."
    await ports.say(Post(text=f"{step.note} {todo if events else ended}"))
    return True


async def _obey(turn: _Turn, word: Steer) -> Step:
    return obey(word, turn.interview, turn.framework, await _speaker(turn))


async def _speaker(turn: _Turn) -> Speaker:
    message, settings = turn.message, turn.settings
    return Speaker(
        person=message.author,
        now=message.when(settings.zone),
        link=message.permalink,
        american=await settings.american(message, turn.ports),
    )


async def _take(turn: _Turn, step: Step) -> None:
    """Save what the step did, then say what comes next."""
    message, families = turn.message, turn.settings.vague.families
    events = [Event(move=move, by=message.author, at=message.at) for move in step.moves]
    after = _after(turn.interview, events)
    turn = replace(turn, framework=grown(turn.framework, after))
    if step.show in {"status", "list", "help", "sofar"}:
        await turn.ports.say(_shown(step, turn, after))
        return
    if step.show == "paused":
        await _save(turn, events, status="paused")
        await turn.ports.say(paused_post(turn.journal.title, after, turn.framework))
        return
    if step.show == "cancelled":
        await _save(turn, events, status="cancelled")
        await turn.ports.say(cancelled_post(turn.journal.title))
        return
    left = leftovers(after, turn.framework, families) if step.show == "question" and after.answered_last else ()
    due = in_days(message.when(turn.settings.zone), DAYS_FOR_AN_ANSWER)
    left_open = opened(after, left, message.author.name, due)
    events += [Event(move=move, by=None, at=message.at) for move in left_open]
    after = _after(turn.interview, events)
    asked = None if step.show == "brief" else next_ask(after, turn.framework, families)
    note = "\n".join(line for line in (step.note, left_open_text(left_open)) if line)
    if asked is None:
        await _finish(turn, events, note)
        return
    repeated = bool(turn.interview.asked) and asked == turn.interview.asked[-1] and not after.answered_last
    if not repeated:
        asked = await _better_ask(asked, after, turn.framework, turn.ports) or asked
        events.append(Event(move=asked, by=None, at=message.at))
    if events:
        nameless = turn.journal.title == UNTITLED and not turn.interview.statements
        await _save(turn, events, title=title_of(message.text) if nameless else None)
    after = _after(turn.interview, events)
    summary = not repeated and is_checkpoint(turn.interview)
    post = question_post(after, turn.framework, asked, note, summary=summary)
    ending = turn.settings.endings.get(turn.framework.makes)
    beside = ending.beside(turn.journal, after, turn.framework, message) if ending else ()
    await turn.ports.say(post.model_copy(update={"parts": (*post.parts, *beside)}))


async def _save(
    turn: _Turn, events: Sequence[Event], *, status: Status | None = None, title: str | None = None
) -> None:
    await turn.ports.store.append(turn.journal.id, entries_of(events), at=turn.message.at, status=status, title=title)


def _shown(step: Step, turn: _Turn, interview: Interview, instead: str = "") -> Post:
    """What was asked to be seen, and the pending question again; `instead` stands there when nothing is pending."""
    pending = interview.pending
    question = question_text(interview, turn.framework, pending) if pending else instead
    if step.show == "status":
        return status_post(interview, turn.framework, question)
    if step.show == "sofar":
        from bot.interviews.showing import sofar_post

        ending = turn.settings.endings.get(turn.framework.makes)
        if ending is not None:
            return ending.so_far(turn.journal.title, interview, turn.framework, question)
        day = turn.message.at.astimezone(turn.settings.zone).date()
        return sofar_post(turn.journal.title, interview, turn.framework, day, question)
    if step.show == "list":
        return list_post(interview, turn.framework, question)
    return help_post(interview, turn.framework, question)


async def _finish(turn: _Turn, events: list[Event], note: str) -> None:
    """Write the brief and draft the stories, save both, then show them."""
    # What writes a brief takes a while to import, and an interview asks twenty questions before it needs one.
    from bot.interviews.brief import draft_brief
    from bot.interviews.material import material
    from bot.interviews.showing import brief_post
    from bot.stories.flow import open_stories

    message, ports, settings = turn.message, turn.ports, turn.settings
    by_itself = not any(isinstance(event.move, Finished) for event in events)
    if by_itself:
        events = [*events, Event(move=Finished(by_itself=True), by=None, at=message.at)]
    done = _after(turn.interview, events)
    if not done.active:
        await _save(turn, events, status="finished")
        await ports.say(Post(text="Finished. Nothing was said, so there is no brief; `/interview` starts a new one."))
        return
    ending = settings.endings.get(turn.framework.makes)
    if ending is not None:
        posts = await ending.finish(turn.journal, done, turn.framework, ports, note)
        await _save(turn, events, status="finished")
        for post in posts:
            await ports.say(post)
        return
    brief = draft_brief(turn.journal.title, done, turn.framework, message.at.astimezone(settings.zone).date())
    from_brief = material(brief, done)
    worded: tuple[Wording, ...] = ()
    if ports.llm is not None:
        from bot.interviews.improving import kept_questions, reworded

        brief, worded, told = await reworded(brief, settings.vague.families, ports.llm)
        note = "\n\n".join(block for block in (note, kept_questions(done, turn.framework), told) if block)
    shown = brief_post(brief, settings.brief_template, settings.zone, by_itself=by_itself, note=note)
    opening = await open_stories(
        from_brief, message, ports, settings.stories, origin=turn.journal.id, before=done.stories
    )
    briefed = Briefed(brief=brief.model_dump(mode="json"), stories=opening.journal_id, worded=worded)
    await _save(turn, [*events, Event(move=briefed, by=None, at=message.at)], status="finished")
    await ports.say(await offered(shown, turn.journal, ports))
    for post in opening.posts:
        await ports.say(post)


async def _resume(message: Message, ports: Ports, settings: InterviewSettings) -> bool:
    """Pick up the interview that was paused here last; one that is open just asks again."""
    journal = await ports.store.current(message.address, KIND)
    if journal is None:
        journal = await ports.store.latest(
            address=message.address, kind=KIND, statuses=("paused",)
        ) or await ports.store.latest(address=message.address, kind=KIND, statuses=("finished", "cancelled"))
    if journal is None:
        return False
    interview = replay(events_of(journal))
    framework = settings.frameworks.get(interview.framework)
    if framework is None:
        await ports.say(Post(text=_framework_gone(journal, settings)))
        return True
    events = [Event(move=Resumed(), by=message.author, at=message.at)]
    untold = next((topic for topic in framework.topics if topic.section == "functional"), None)
    if interview.finished and interview.stories is None and untold is not None:
        events.append(Event(move=Reopened(topic=untold.id), by=None, at=message.at))
    after = _after(interview, events)
    framework = grown(framework, after)
    asked = next_ask(after, framework, settings.vague.families) or Asked(form="closing", text=framework.closing)
    events.append(Event(move=asked, by=None, at=message.at))
    await ports.store.append(journal.id, entries_of(events), at=message.at, status="open")
    after = _after(interview, events)
    await ports.say(
        question_post(after, framework, asked, f"Back to {quoted(journal.title)}.", summary=bool(after.statements))
    )
    return True


def _after(interview: Interview, events: Iterable[Event]) -> Interview:
    for event in events:
        interview = apply(interview, event)
    return interview


def events_of(journal: Journal) -> list[Event]:
    """A journal's entries as moves."""
    return [Event(move=read_move(entry.kind, entry.body), by=entry.by, at=entry.at) for entry in journal.entries]


def entries_of(events: Sequence[Event]) -> list[Entry]:
    """Moves as entries of a journal."""
    return [Entry(kind=event.move.kind, at=event.at, by=event.by, body=body_of(event.move)) for event in events]
