"""Asks somebody about their step of a map, once they are named: in their own chat, over days, and never unasked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import structlog

from bot.chat import Address, Bullets, Form, Markdown, Message, Part, Person, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.health import invitations as i
from bot.health.invitations import Invitation, Wish, invitation_of
from bot.health.maps import MapSettings, ValueStream, invited_to, map_of, topic_of
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.flow import entries_of, events_of, go_on
from bot.interviews.framework import Need, Topic
from bot.interviews.moves import Answered, Assigned, Move, Opened, Said
from bot.interviews.raising import DAYS_FOR_AN_ANSWER
from bot.interviews.rules import Event, Interview, OpenQuestion, known, missing_needs, need_target, replay
from bot.interviews.steering import Step
from bot.language.dates import in_days, parse_due, say_day
from bot.language.markdown import escape, quoted
from bot.language.numeric import american_at, read_back
from bot.schedule import CLOCK, Due, Schedule
from bot.store.journal import Entry, Reads, Status
from bot.times import once

REMINDER = "map-reminder"
_AFTER = timedelta(days=2)
_FRIDAY = 4
_AT = time(9, 0)
_MOST = 100
_log = structlog.get_logger(__name__)
_OUTDATED = "That map isn’t there any more, so nothing needs to be told about it."


async def hear_wish(message: Message, ports: Ports, settings: MapSettings) -> bool:
    """`ask @Sam about step 3`, where a map is being made; False for anything else."""
    wish = i.wish_in(message.text) if message.command is None and not (message.choice or message.form_id) else None
    if wish is None:
        return False
    found = map_of(await ports.store.current(message.address, INTERVIEW), settings)
    topic = i.step_meant(wish.about, found.steps) if found else None
    if found is None or topic is None:
        return False
    await _invite(wish, found, topic, message, ports, settings)
    return True


async def ask_command(wish: Wish, message: Message, ports: Ports, settings: MapSettings) -> None:
    """`/map ask @Sam about step 3`, of the last map here, whether it is finished or not."""
    statuses: tuple[Status, ...] = ("open", "paused", "finished")
    found = map_of(await ports.store.latest(address=message.address, kind=INTERVIEW, statuses=statuses), settings)
    if found is None or not found.steps:
        await ports.say(
            Post(text="There is no map with steps here yet; `/map` begins one.", private_to=message.author.id)
        )
        return
    topic = i.step_meant(wish.about, found.steps)
    if topic is None:
        have = ", ".join(f"{at} {escape(step.title)}" for at, step in enumerate(found.steps, 1))
        text = f"Which step is {quoted(wish.about)}? The map has {have}."
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    await _invite(wish, found, topic, message, ports, settings)


async def pick(message: Message, ports: Ports, settings: MapSettings) -> None:
    """A button or the form of a map: `map:invite:interview-3:step_coding:U2`, `map:tell:invitation-4`."""
    deed, about, more = _pieces(message)
    if deed == "invite":
        topic_id, _, name = more.partition(":")
        found = map_of(await ports.store.journal(about), settings)
        topic = next((step for step in found.steps if step.id == topic_id), None) if found else None
        if found is None or topic is None:
            await ports.say(Post(text="That step isn’t on the map any more.", private_to=message.author.id))
            return
        await _invite(Wish(name, topic.title), found, topic, message, ports, settings)
        return
    invited = await invited_to(about, ports.store, settings)
    if invited is None or invited[1].journal.status == "cancelled":
        await ports.say(_to(message.author, _OUTDATED))
        return
    one, found = invited
    if one.person.id != message.author.id:
        await ports.say(_to(message.author, f"That question is for {escape(one.person.name)}."))
    elif deed == "told":
        await _tell(one, found, message, ports, settings)
    elif deed == "decline":
        await _decline(one, found, message, ports)
    else:  # where no form can open at once, it is posted
        form = i.telling_form(one, topic_of(one, found))
        await ports.say(Post(parts=(form,), private_to=message.author.id, apart=True))


def _pieces(message: Message) -> tuple[str, str, str]:
    _, deed, about, more, *_ = [*(message.choice or message.form_id or "").split(":", 3), "", "", ""]
    return deed, about, more


async def opens(message: Message, store: Reads, settings: MapSettings) -> Form | None:
    """The form behind “Answer”."""
    deed, about, _ = _pieces(message)
    found = await invited_to(about, store, settings) if deed == "tell" else None
    return i.telling_form(found[0], topic_of(*found)) if found else None


async def checks(message: Message, store: Reads, settings: MapSettings) -> Mapping[str, str]:
    """What is wrong with the filled form."""
    deed, about, _ = _pieces(message)
    found = await invited_to(about, store, settings) if deed == "told" else None
    return i.wrong_in(message.form or {}, topic_of(*found)) if found else {}


async def belongs(message: Message, store: Reads) -> Address | None:
    """What somebody tells in their own chat belongs to the conversation of the map, where everything has its order."""
    deed, about, _ = _pieces(message)
    journal = await store.journal(about) if deed in {"told", "decline"} else None
    return journal.address if journal is not None and journal.kind == i.KIND else None


def _to(person: Person, text: str, *parts: Part) -> Post:
    return Post(text=text, parts=parts, private_to=person.id, apart=True)


async def _invite(  # noqa: PLR0913, PLR0917 (who is asked about what, and where)
    wish: Wish, found: ValueStream, topic: Topic, message: Message, ports: Ports, settings: MapSettings
) -> None:
    person = await _person(wish.who, message, ports, settings)
    if person is None:
        text = (
            f"I don’t know how to reach {quoted(wish.who)}. Mention them with @, or let them say something to me once."
        )
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    before = await _before(found, topic, person, message.address, ports)
    if before is not None:
        await ports.say(Post(text=_once_only(before, topic)))
        return
    now = message.when(settings.interviews.zone)
    first = await settings.interviews.american(message, ports)
    american = american_at(now) if first is None else first
    due = (parse_due(wish.due, now, american=american) if wish.due else None) or in_days(now, DAYS_FOR_AN_ANSWER)
    told = read_back(wish.due, now.date(), american=american)
    entry = i.begun(map_id=found.journal.id, topic=topic, person=person, by=message.author, at=message.at, due=due)
    name = await ports.store.start(
        kind=i.KIND, address=message.address, title="", by=message.author, at=message.at, entries=[entry]
    )
    await ports.store.append(name, [], at=message.at, status="paused")
    one = Invitation(id=name, by=message.author, at=message.at, **entry.body)
    try:
        await ports.say(i.asking_post(one, topic, found.journal.title), message.address)
    except Trouble as trouble:
        gone = [Entry(kind="unreached", at=message.at)]
        await ports.store.append(name, gone, at=message.at, status="cancelled")
        await ports.say(Post(text=f"I couldn’t reach {escape(person.name)}: {trouble.sentence}"))
        return
    reminder = await _remind_once(one, message, ports, settings)
    note = (
        f"I asked {escape(person.name)} about {quoted(topic.title)}, in their own chat, and remind them once, on "
        f"{reminder}. What they say comes onto the map with their name."
    ) + (f" {told}" if told else "")
    moves = _left_to(person, topic, due, found.interview)
    if found.journal.status == "open":
        await go_on(Step(moves=moves, note=note), found.journal, message, ports, settings.interviews)
        return
    if moves:
        events = [Event(move=move, by=message.author, at=message.at) for move in moves]
        await ports.store.append(found.journal.id, entries_of(events), at=message.at)
    await ports.say(Post(text=note))


def _left_to(person: Person, topic: Topic, due: date, interview: Interview) -> tuple[Move, ...]:
    """What nobody has told of the step yet is theirs from now on, so that nobody here is asked for it."""
    state = known(interview, topic)
    left: list[tuple[str, str | None]] = []
    if state in {"unknown", "hinted"}:
        left = [(topic.question, None)]
    elif state == "partly":
        left = [(need.probe, need_target(need.id)) for need in missing_needs(interview, topic)]
    first = len(interview.questions) + 1
    return tuple(
        Opened(id=f"Q{first + at}", topic=topic.id, text=text, owner=person.name, due=due, target=target)
        for at, (text, target) in enumerate(left)
    )


async def _person(who: str, message: Message, ports: Ports, settings: MapSettings) -> Person | None:
    """Who is meant: whoever was mentioned, or somebody who is known by this name."""
    name = who.removeprefix("@").strip()
    mentioned = message.named.get(f"@{name}")
    if mentioned:
        return Person(id=mentioned, name=name)

    async def look() -> object:
        person = await settings.person(name, message.address)
        return person.model_dump(mode="json") if person else None

    told = await ports.look("map.person", look)
    return Person.model_validate(told) if told else None


async def _before(
    found: ValueStream, topic: Topic, person: Person, address: Address, ports: Ports
) -> Invitation | None:
    """That this person was asked about this step of this map before."""
    for head in await ports.store.heads(address=address, kind=i.KIND, limit=_MOST):
        journal = await ports.store.journal(head.id)
        one = invitation_of(journal) if journal else None
        if one and (one.map, one.topic, one.person.id) == (found.journal.id, topic.id, person.id) and not one.unreached:
            return one
    return None


def _once_only(one: Invitation, topic: Topic) -> str:
    name, step, day = escape(one.person.name), quoted(topic.title), say_day(one.at.date())
    if one.declined:
        return f"I asked {name} about {step} on {day}, and they would rather not. Somebody else may know."
    told = "and they told it; they can change it themselves" if one.told else "and I don’t ask twice"
    return f"I asked {name} about {step} on {day} already, {told}."


async def _remind_once(one: Invitation, message: Message, ports: Ports, settings: MapSettings) -> str:
    """Two days later, in the morning of a working day; which day that is."""
    zone = settings.interviews.zone
    day = message.at.astimezone(zone).date() + _AFTER
    while day.weekday() > _FRIDAY:
        day += timedelta(days=1)
    schedule = Schedule(
        id=f"{REMINDER}-{one.id}",
        kind=REMINDER,
        address=message.address,
        what={"invitation": one.id},
        rule=once(datetime.combine(day, _AT, zone), zone.key),
        by=CLOCK,
        made_at=message.at,
        seen=message.at,
    )
    await ports.look("schedule.add", lambda: settings.schedules.add(schedule))
    return say_day(day)


async def _tell(one: Invitation, found: ValueStream, message: Message, ports: Ports, settings: MapSettings) -> None:
    """What somebody told goes onto the map as their words; where somebody else said otherwise, both are shown."""
    topic, there = topic_of(one, found), _there(found, ports)
    wrong = i.wrong_in(message.form or {}, topic)
    told = i.fresh_in(message.form or {}, one, topic)
    if wrong or not told:
        text = " ".join(wrong.values()) or "That is what you told before, so nothing has changed."
        await there.say(_to(message.author, text))
        return
    moves = _said(one, topic, told, found.interview)
    events = [Event(move=move, by=message.author, at=message.at) for move in moves]
    body = {"told": [{"need": need.id, "text": text} for need, text in told.items()]}
    kept = Entry(kind="told", at=message.at, by=message.author, body=body)
    pending = found.interview.pending
    note = f"{escape(message.author.name)} told of {quoted(topic.title)}: {i.told_line(told)}."
    interview = replay([*events_of(found.journal), *events])
    differing = replace(found, interview=interview).differing(topic.title)
    if found.journal.status == "open" and pending is not None and pending.topic == topic.id:
        lines = "".join(f"\n- {line}" for line in differing)
        note = f"{note} Told differently:{lines}" if differing else note
        await go_on(Step(moves=moves, note=note), found.journal, message, there, settings.interviews)
    else:
        await ports.store.append(found.journal.id, entries_of(events), at=message.at)
        ended = "" if found.journal.status == "open" else " `brief` shows the map as it is now."
        parts = (Markdown(text="**Told differently**"), Bullets(items=differing)) if differing else ()
        await there.say(Post(text=f"{note}{ended}", parts=parts))
    await ports.store.append(one.id, [kept], at=message.at, status="finished")
    thanks = (
        f"Thank you, that is on the map now: {i.told_line(told)}. The same button changes it, as often as you like."
    )
    await there.say(_to(message.author, thanks))


def _said(one: Invitation, topic: Topic, told: Mapping[Need, str], interview: Interview) -> tuple[Move, ...]:
    """Their words as statements, and the open question that they answer."""
    first = len(interview.statements) + 1
    said = tuple(
        Said(
            id=f"S{first + at}", text=text, topics=(topic.id,), asked=topic.id, label=need.label,
            target=need_target(need.id), elsewhere=True,
        )
        for at, (need, text) in enumerate(told.items())
    )  # fmt: skip
    answers = {each.target: each.id for each in said}
    settled = [
        Answered(question=each.id, statement=answers.get(each.target, said[0].id))
        for each in _questions(one, interview)
        if each.target is None or each.target in answers
    ]
    return (*said, *settled)


def _questions(one: Invitation, interview: Interview) -> tuple[OpenQuestion, ...]:
    """The open questions that stand for the invitation, as far as they still do."""
    wanted = (one.topic, one.person.name)
    return tuple(each for each in interview.questions if each.answer is None and (each.topic, each.owner) == wanted)


async def _decline(one: Invitation, found: ValueStream, message: Message, ports: Ports) -> None:
    """They would rather not: nobody asks why, and whoever asked can ask somebody else."""
    there = _there(found, ports)
    if one.told or one.declined:
        text = "You told it already, and it stays." if one.told else "That’s fine, and noted already."
        await there.say(_to(message.author, text))
        return
    await ports.store.append(
        one.id, [Entry(kind="declined", at=message.at, by=message.author)], at=message.at, status="finished"
    )
    back = [
        Event(move=Assigned(question=each.id, owner=one.by.name, due=one.due), by=None, at=message.at)
        for each in _questions(one, found.interview)
    ]
    if back:
        await ports.store.append(found.journal.id, entries_of(back), at=message.at)
    await there.say(_to(message.author, f"That’s fine. I let {escape(one.by.name)} know, and don’t ask again."))
    name, step = escape(one.person.name), topic_of(one, found).title
    await there.say(
        Post(
            text=f"{name} would rather not tell of {quoted(step)}. Does somebody else know? "
            f"`ask @… about {step.replace('`', '’')}`"
        )
    )


async def remind(due: Due, ports: Ports, settings: MapSettings) -> None:
    """Once, if they have said nothing yet and the map still wants it."""
    found = await invited_to(str(due.schedule.what["invitation"]), ports.store, settings)
    if found is None or not found[0].waits or found[0].reminded or found[1].journal.status == "cancelled":
        return
    one, there = found[0], found[1]
    # Written down before it is said: a crash in between may leave it out, and never says it twice.
    await ports.store.append(one.id, [Entry(kind="reminded", at=due.at)], at=due.at)
    post = i.asking_post(one, topic_of(one, there), there.journal.title, again=True)
    try:
        await ports.say(post, there.journal.address)
    except Trouble as trouble:
        _log.info(
            "map_reminder_unsaid", invitation=one.id, trouble=trouble.sentence
        )  # they have left: nobody is to be told


def _there(found: ValueStream, ports: Ports) -> Ports:
    """Ports that speak where the map is made, wherever somebody told something about it."""

    async def say(post: Post, address: Address | None = None) -> str:
        return await ports.say(post, address or found.journal.address)

    return replace(ports, say=say)
