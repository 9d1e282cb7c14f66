"""What `/map` ends with: the drawn map, its totals, the one step to improve, and what moved since the last one."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat import Address, Attachment, Bullets, Choice, Choices, Heading, Markdown, Message, Part, Post, Table
from bot.durable.ports import Ports
from bot.health.drawing import as_json, described, mermaid, png, svg
from bot.health.stream import Step, Stream, Told, Totals, lever, say_share, say_span, stream_of, totals
from bot.interviews.flow import KIND, events_of, interview_command
from bot.interviews.framework import Framework
from bot.interviews.growing import doers, grown
from bot.interviews.moves import Finished
from bot.interviews.rules import Interview, replay
from bot.interviews.settings import InterviewSettings
from bot.language.amounts import Kind
from bot.language.dates import say_day
from bot.language.markdown import escape
from bot.language.text import shorten
from bot.store.journal import Journal

FRAMEWORK = "value-stream"
_LOOKED_AT, _HEADS = 100, 1000
_MOST_ASKED = 10
_MENTION = re.compile(r"(?<!\w)@(?P<name>[^\W\d_][\w.’'-]*\w)")
_UNITS = (
    "Times are working time: a day is 8 hours, a week 5 days, a sprint two weeks, a month 20 days. Of calendar days "
    "five in seven count, and 24 hours of waiting are one day. ~ is rough: somebody said “about”, or gave a range. "
    "Of a range, the advice takes the middle."
)
_KINDS: tuple[tuple[Kind, str], ...] = (("wait", "wait"), ("work", "work"), ("usable", "usable as it comes"))


async def map_command(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    """`/map [which work]` asks how work flows, one step after the other."""
    asked = message.model_copy(update={"text": f"--framework {FRAMEWORK} {message.text}".strip()})
    await interview_command(asked, ports, settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapEnding:
    """Ends an interview about a value stream with its map. `room` is the place that a thread belongs to."""

    room: Callable[[Address], Address]
    zone: ZoneInfo

    def so_far(self, title: str, interview: Interview, framework: Framework, question: str) -> Post:
        """The map as it stands, and the pending question again."""
        parts = _parts(stream_of(title, interview, framework), None)
        return Post(text="This is the map so far.", parts=(*parts, Markdown(text=question)))

    def beside(
        self, journal: Journal, interview: Interview, framework: Framework, message: Message
    ) -> tuple[Part, ...]:
        """Whoever was mentioned in what was just said for a step can be asked about it, when somebody presses."""
        each = framework.each
        if each is None:
            return ()
        asks: dict[tuple[str, str], None] = {}
        for one in interview.active:
            if one.at != message.at or one.author != message.author:
                continue
            if one.topics[:1] == (each.of,):
                does = {name: mentions_in(who, message.named) for name, who in doers(one.text).items()}
                asks |= {(each.topic_id(name), who): None for name, found in does.items() for who in found}
            elif one.topics and one.topics[0].startswith(each.prefix):
                asks |= {(one.topics[0], who): None for who in mentions_in(one.text, message.named)}
        steps = [(step, who) for topic, who in asks if (step := framework.topic(topic)) is not None]
        options = tuple(
            Choice(id=f"map:invite:{journal.id}:{step.id}:{who}", label=shorten(f"Ask {who} about {step.title}", 60))
            for step, who in steps[:_MOST_ASKED]
        )
        return (Choices(options=options, stays=True),) if options else ()

    async def finish(
        self, journal: Journal, interview: Interview, framework: Framework, ports: Ports, note: str
    ) -> Sequence[Post]:
        """The map, drawn, with what moved since the last one of the same work in this place."""
        stream = stream_of(journal.title, interview, framework)
        if not stream.steps:
            text = "Finished. No steps were named, so there is no map; `resume` asks for them."
            return [Post(text=f"{note}\n\n{text}".strip())]
        before = await self._last(journal, stream, framework, ports)
        picture = png(stream)
        files = (
            *(
                [
                    Attachment(
                        name="map.png",
                        text=described(stream),
                        media_type="image/png",
                        picture=b64encode(picture).decode(),
                    )
                ]
                if picture
                else []
            ),
            Attachment(name="map.svg", text=svg(stream), media_type="image/svg+xml"),
            Attachment(name="map.mmd", text=mermaid(stream), media_type="text/plain"),
            Attachment(name="map.json", text=as_json(stream), media_type="application/json"),
        )
        text = f"{note}\n\nFinished. This is how the work flows, as you told it.".strip()
        return [Post(text=text, parts=_parts(stream, before), attachments=files)]

    async def _last(
        self, journal: Journal, now: Stream, framework: Framework, ports: Ports
    ) -> tuple[Stream, date] | None:
        """The map that was finished in this place before, and when: of the same name, or with most of the same steps.

        Another kind of work is no baseline: its numbers would say that everything moved.
        """
        here, looked = self.room(journal.address), 0
        for head in await ports.store.heads(kind=KIND, statuses=("finished",), limit=_HEADS):
            if head.id == journal.id or self.room(head.address) != here or looked == _LOOKED_AT:
                continue
            looked += 1
            found = await ports.store.journal(head.id)
            events = events_of(found) if found is not None else []
            interview = replay(events)
            ended = next((event.at for event in reversed(events) if isinstance(event.move, Finished)), None)
            if found is None or ended is None or interview.framework != FRAMEWORK:
                continue
            stream = stream_of(found.title, interview, grown(framework, interview))
            if _same_work(stream, now):
                return stream, ended.astimezone(self.zone).date()
        return None


def _same_work(before: Stream, now: Stream) -> bool:
    old, new = ({step.name.casefold() for step in stream.steps} for stream in (before, now))
    same_name = before.title.casefold() == now.title.casefold() and bool(old & new)
    return same_name or 2 * len(old & new) > min(len(old), len(new))


def mentions_in(text: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """The people whom a text mentions; `named` are those whom the platform knows, as they read there."""
    known = tuple(name.removeprefix("@") for name in named if name.startswith("@") and name in text)
    return known or tuple(found["name"] for found in _MENTION.finditer(text))


def map_markdown(stream: Stream) -> str:
    """The map as a document, with what was said below it."""
    lines = [f"# {escape(stream.title)}", ""]
    lines += [f"**Outcome**: {escape(one.text)} _({one.source})_" for one in stream.outcome]
    lines += [*([""] if stream.outcome else []), "```mermaid", mermaid(stream).rstrip(), "```", ""]
    lines += [*(f"- {line}" for line in _totals_lines(stream)), "", f"_{_UNITS}_", ""]
    lines += [f"- {line}" for line in _told_lines(stream)]
    best = _lever_text(stream)
    return "\n".join([*lines, "", best]).rstrip() + "\n"


def _parts(stream: Stream, before: tuple[Stream, date] | None) -> tuple[Part, ...]:
    parts: list[Part] = [Heading(text=stream.title, level=1)]
    if stream.outcome:
        parts.append(Bullets(items=tuple(f"{escape(one.text)} _({one.source})_" for one in stream.outcome)))
    if stream.steps:
        parts += [_table(stream), Bullets(items=_totals_lines(stream)), Markdown(text=f"_{_UNITS}_")]
        best = _lever_text(stream)
        if best:
            parts += [Heading(text="What would help most", level=2), Markdown(text=best)]
    differing = told_differently(stream)
    if differing:
        parts += [Heading(text="Told differently", level=2), Bullets(items=differing)]
    missing = [*_nameless(stream), *totals(stream).missing]
    if missing:
        parts += [Heading(text="Not told yet", level=2), Bullets(items=tuple(map(escape, missing)))]
    if stream.asked:
        parts += [Heading(text="Asked, and not told yet", level=2), Bullets(items=tuple(map(escape, stream.asked)))]
    if stream.left:
        gone = tuple(f"{escape(one.text)} _({one.source})_" for one in stream.left)
        parts += [Heading(text="Said about a step that isn’t on the map", level=2), Bullets(items=gone)]
    if before is not None:
        parts += [Heading(text=f"Since the map of {say_day(before[1])}", level=2), _moved(before[0], stream)]
    return tuple(parts)


def _table(stream: Stream) -> Table:
    named = any(step.who for step in stream.steps)
    rows = tuple(
        (_step_name(step), *((step.who or "?",) if named else ()), *(say(step) for say in (_wait, _work, _usable)))
        for step in stream.steps
    )
    headers = ("Step", *(("Who",) if named else ()), "Waits before", "Work", "Usable as it comes")
    return Table(headers=headers, rows=rows, title="The steps")


def _nameless(stream: Stream) -> list[str]:
    """The steps of which nobody said who does them, where that was said of others."""
    if not any(step.who for step in stream.steps):
        return []
    return [f"{step.name}: who does it" for step in stream.steps if not step.who]


def _step_name(step: Step) -> str:
    return f"{step.name} (back to {', '.join(one.to for one in step.back)})" if step.back else step.name


def _wait(step: Step) -> str:
    return _cell(say_span(step.range("wait")), step.wait)


def _work(step: Step) -> str:
    return _cell(say_span(step.range("work")), step.work)


def _usable(step: Step) -> str:
    return _cell(say_share(step.range("usable")), step.usable)


def _cell(said: str, told: tuple[Told, ...]) -> str:
    if not told:
        return "?"
    rough = "~" if any(one.rough for one in told) else ""
    return f"{rough}{said} ({', '.join(dict.fromkeys(one.source for one in told))})"


def _totals_lines(stream: Stream) -> tuple[str, ...]:
    found = totals(stream)
    at_least, at_most = "" if found.whole else "at least ", "" if found.all_usable else "at most "
    if found.lead is None:
        lines = ["**Lead time**: unknown, since nobody told a time yet."]
    else:
        work, wait = (f"{at_least}{say_span(one)}" if one else "unknown" for one in (found.work, found.wait))
        lines = [f"**Lead time**: {at_least}{say_span(found.lead)} (work {work}, waiting {wait})."]
    efficiency = say_share(found.efficiency) if found.whole else "unknown until each step has its work and its wait"
    lines.append(f"**Flow efficiency**, work ÷ lead time: {efficiency}.")
    usable = f"{at_most}{say_share(found.usable)}" if found.usable else "unknown"
    lines.append(f"**Right all the way** (rolled %C/A), with nothing to correct at any step: {usable}.")
    if found.hand_offs is not None:
        lines.append(f"**Hand-offs** to somebody else: {found.hand_offs}.")
    return tuple(lines)


def _lever_text(stream: Stream) -> str:
    best = lever(stream)
    if best is None:
        return ""
    so_far = "" if totals(stream).whole else "As far as it was told. "
    if best.what == "wait":
        return f"{so_far}Halve the wait before **{escape(best.step)}**: {best.arithmetic}."
    again = f"begins again at {escape(best.back_to)}" if best.back_to else "passes it again"
    share = stream.steps[best.index].range("usable")
    none = " Nothing of it comes right at once; I reckon with one in twenty." if share and share[1] == 0 else ""
    return (
        f"{so_far}Let nine of ten come right out of **{escape(best.step)}**: what comes back {again}, so that "
        f"saves {best.arithmetic}.{none}"
    )


def told_differently(stream: Stream, only: str = "") -> tuple[str, ...]:
    """What two people told differently, both in their words; `only`: of this step."""
    return tuple(
        f"**{escape(step.name)}**, {words}: "
        + "; ".join(f"{escape(one.by.name)} says “{escape(one.words)}” _({one.source})_" for one in step.told(kind))
        for step in stream.steps
        for kind, words in _KINDS
        if step.differs(kind) and only in {"", step.name}
    )


def _told_lines(stream: Stream) -> list[str]:
    return [
        f"**{escape(_step_name(step))}**{f', {escape(step.who)}' if step.who else ''}: waits {_wait(step)}, "
        f"works {_work(step)}, usable as it comes {_usable(step)}"
        for step in stream.steps
    ]


def _moved(before: Stream, now: Stream) -> Table:
    """The totals side by side, and of the steps that both have whatever moved."""
    then, today = totals(before), totals(now)
    rows = [
        ("Lead time", _sum(then.lead, whole=then.whole), _sum(today.lead, whole=today.whole)),
        ("Work", _sum(then.work, whole=then.whole), _sum(today.work, whole=today.whole)),
        ("Waiting", _sum(then.wait, whole=then.whole), _sum(today.wait, whole=today.whole)),
        ("Flow efficiency", say_share(then.efficiency), say_share(today.efficiency)),
        ("Right all the way", _rolled(then), _rolled(today)),
    ]
    old = {step.name.casefold(): step for step in before.steps}
    for step in now.steps:
        was = old.get(step.name.casefold())
        if was is None:
            rows.append((f"{step.name} (new)", "", f"waits {say_span(step.range('wait'))}"))
            continue
        rows += [
            (f"{step.name}: {words}", _said(was, kind), _said(step, kind))
            for kind, words in _KINDS
            if was.range(kind) != step.range(kind)
        ]
    gone = {step.name.casefold() for step in now.steps}
    rows += [
        (f"{step.name} (gone)", f"waits {say_span(step.range('wait'))}", "")
        for name, step in old.items()
        if name not in gone
    ]
    return Table(headers=("", "Last time", "Now"), rows=tuple(rows))


def _sum(span: tuple[float, float] | None, *, whole: bool) -> str:
    return say_span(span) if whole or span is None else f"at least {say_span(span)}"


def _rolled(found: Totals) -> str:
    return say_share(found.usable) if found.all_usable or not found.usable else f"at most {say_share(found.usable)}"


def _said(step: Step, kind: Kind) -> str:
    return say_share(step.range(kind)) if kind == "usable" else say_span(step.range(kind))
