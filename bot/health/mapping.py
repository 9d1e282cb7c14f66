"""What `/map` ends with: the drawn map, its totals, the one step to improve, and what moved since the last one."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence

from bot.chat import Attachment, Bullets, Choice, Choices, Heading, Markdown, Message, Part, Post, Table
from bot.durable.ports import Ports
from bot.health.drawing import as_json, described, mermaid, png, svg
from bot.health.stream import Step, Stream, Told, lever, say_share, say_span, stream_of, totals
from bot.interviews.flow import KIND, events_of, interview_command
from bot.interviews.framework import Framework
from bot.interviews.growing import grown
from bot.interviews.rules import Interview, replay
from bot.interviews.settings import InterviewSettings
from bot.language.amounts import Kind
from bot.language.markdown import escape
from bot.language.text import shorten
from bot.store.journal import Journal

FRAMEWORK = "value-stream"
_LOOKED_AT = 20
_MOST_ASKED = 3
_MENTION = re.compile(r"(?<!\w)@(?P<name>[^\W\d_][\w.’'-]*\w)")
_KINDS: tuple[tuple[Kind, str], ...] = (("wait", "wait"), ("work", "work"), ("usable", "usable as it comes"))


async def map_command(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    """`/map [which work]` asks how work flows, one step after the other."""
    asked = message.model_copy(update={"text": f"--framework {FRAMEWORK} {message.text}".strip()})
    await interview_command(asked, ports, settings)


class MapEnding:
    """Ends an interview about a value stream with its map."""

    def so_far(self, title: str, interview: Interview, framework: Framework, question: str) -> Post:
        """The map as it stands, and the pending question again."""
        parts = _parts(stream_of(title, interview, framework), None)
        return Post(text="This is the map so far.", parts=(*parts, Markdown(text=question)))

    def beside(
        self, journal: Journal, interview: Interview, framework: Framework, message: Message
    ) -> tuple[Part, ...]:
        """Whoever was named in what was just said about a step can be asked about it, when somebody presses."""
        each = framework.each
        said = [one for one in interview.active if one.at == message.at and one.author == message.author]
        topic = next((name for one in said for name in one.topics[:1] if each and name.startswith(each.prefix)), None)
        step = framework.topic(topic) if topic else None
        if step is None:
            return ()
        named = dict.fromkeys(name for one in said for name in mentions_in(one.text, message.named))
        options = tuple(
            Choice(id=f"map:invite:{journal.id}:{step.id}:{name}", label=shorten(f"Ask {name} about {step.title}", 60))
            for name in list(named)[:_MOST_ASKED]
        )
        return (Choices(options=options, stays=True),) if options else ()

    async def finish(
        self, journal: Journal, interview: Interview, framework: Framework, ports: Ports, note: str
    ) -> Sequence[Post]:
        """The map, drawn, with what moved since the last one of this conversation."""
        stream = stream_of(journal.title, interview, framework)
        if not stream.steps:
            text = "Finished. No steps were named, so there is no map; `resume` asks for them."
            return [Post(text=f"{note}\n\n{text}".strip())]
        before = await _last(journal, framework, ports)
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


async def _last(journal: Journal, framework: Framework, ports: Ports) -> Stream | None:
    """The map that was finished here before this one."""
    for head in await ports.store.heads(address=journal.address, kind=KIND, statuses=("finished",), limit=_LOOKED_AT):
        found = await ports.store.journal(head.id) if head.id != journal.id else None
        if found is None:
            continue
        interview = replay(events_of(found))
        if interview.framework == FRAMEWORK:
            stream = stream_of(found.title, interview, grown(framework, interview))
            if stream.steps:
                return stream
    return None


def mentions_in(text: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """The people whom a text mentions; `named` are those whom the platform knows, as they read there."""
    known = tuple(name.removeprefix("@") for name in named if name.startswith("@") and name in text)
    return known or tuple(found["name"] for found in _MENTION.finditer(text))


def map_markdown(stream: Stream) -> str:
    """The map as a document, with what was said below it."""
    lines = [f"# {escape(stream.title)}", ""]
    lines += [f"**Outcome**: {escape(one.text)} _({one.source})_" for one in stream.outcome]
    lines += ["", "```mermaid", mermaid(stream).rstrip(), "```", "", _totals_text(stream), ""]
    lines += [f"- {line}" for line in _told_lines(stream)]
    best = _lever_text(stream)
    return "\n".join([*lines, "", best]).rstrip() + "\n"


def _parts(stream: Stream, before: Stream | None) -> tuple[Part, ...]:
    parts: list[Part] = [Heading(text=stream.title, level=1)]
    if stream.outcome:
        parts.append(Bullets(items=tuple(f"{escape(one.text)} _({one.source})_" for one in stream.outcome)))
    if stream.steps:
        rows = tuple((step.name, *(say(step) for say in (_wait, _work, _usable))) for step in stream.steps)
        parts.append(
            Table(headers=("Step", "Waits before", "Work", "Usable as it comes"), rows=rows, title="The steps")
        )
        parts.append(Markdown(text=_totals_text(stream)))
        best = _lever_text(stream)
        if best:
            parts += [Heading(text="What would help most", level=2), Markdown(text=best)]
    differing = told_differently(stream)
    if differing:
        parts += [Heading(text="Told differently", level=2), Bullets(items=differing)]
    missing = totals(stream).missing
    if missing:
        parts += [Heading(text="Not told yet", level=2), Bullets(items=tuple(map(escape, missing)))]
    if stream.asked:
        parts += [Heading(text="Asked, and not told yet", level=2), Bullets(items=tuple(map(escape, stream.asked)))]
    if stream.left:
        gone = tuple(f"{escape(one.text)} _({one.source})_" for one in stream.left)
        parts += [Heading(text="Said about a step that isn’t on the map", level=2), Bullets(items=gone)]
    if before is not None:
        parts += [Heading(text="Since the last map", level=2), _moved(before, stream)]
    return tuple(parts)


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


def _totals_text(stream: Stream) -> str:
    found = totals(stream)
    at_least = "at least " if found.missing else ""
    return (
        f"**Lead time** {at_least}{say_span(found.lead)}, of which {say_span(found.work)} is work and "
        f"{say_span(found.wait)} is waiting. **Flow efficiency** (work ÷ lead time) {say_share(found.efficiency)}. "
        f"**Right all the way**, with nothing to correct at any step: {say_share(found.usable)}."
        "\n\n_A day is 8 hours of work, a week 5 days. ~ is rough: somebody said “about”, or gave a range._"
    )


def _lever_text(stream: Stream) -> str:
    best = lever(stream)
    if best is None:
        return ""
    if best.what == "wait":
        return f"Halve the wait before **{escape(best.step)}**: {best.arithmetic} of the lead time."
    return (
        f"Let nine of ten come right out of **{escape(best.step)}**: what comes back passes it again, so that saves "
        f"{best.arithmetic}."
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
        f"**{escape(step.name)}**: waits {_wait(step)}, works {_work(step)}, usable as it comes {_usable(step)}"
        for step in stream.steps
    ]


def _moved(before: Stream, now: Stream) -> Table:
    """The totals side by side, and the steps that both have and that moved."""
    then, today = totals(before), totals(now)
    rows = [
        ("Lead time", say_span(then.lead), say_span(today.lead)),
        ("Work", say_span(then.work), say_span(today.work)),
        ("Waiting", say_span(then.wait), say_span(today.wait)),
        ("Flow efficiency", say_share(then.efficiency), say_share(today.efficiency)),
        ("Right all the way", say_share(then.usable), say_share(today.usable)),
    ]
    old = {step.name: step for step in before.steps}
    for step in now.steps:
        was = old.get(step.name)
        if was is None:
            rows.append((f"{step.name} (new)", "", f"waits {say_span(step.range('wait'))}"))
        elif was.range("wait") != step.range("wait"):
            rows.append((f"{step.name}: wait", say_span(was.range("wait")), say_span(step.range("wait"))))
    gone = {step.name for step in now.steps}
    rows += [
        (f"{name} (gone)", f"waits {say_span(step.range('wait'))}", "")
        for name, step in old.items()
        if name not in gone
    ]
    return Table(headers=("", "Last time", "Now"), rows=tuple(rows))
