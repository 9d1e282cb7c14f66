"""How a retrospective's summary is shown: one screen to read, everything in a file, and every line with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.chat import Attachment, Bullets, Choice, Choices, Heading, Markdown, Part, Post, Quote
from bot.history import Remark
from bot.language.dates import say_day
from bot.language.markdown import escape
from bot.language.text import one_line, shorten, so_many
from bot.retros.actions import Action
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.moods import OPINIONS, Opinion
from bot.retros.extraction.opinions import Item
from bot.retros.extraction.summary import Summary
from bot.retros.extraction.themes import Theme
from bot.retros.summaries.wording import told_of

NAME = "retro-summary"
TITLES: dict[Opinion, str] = {"went_well": "What went well", "to_improve": "What to improve", "ideas": "Ideas"}
_OPEN, _QUOTES = 4, 2
_LINE, _QUOTE = 130, 220
_OFTEN = 3
_ALL = 10_000  # characters: in the file nothing is cut

HOW = (
    "`/retro-summary` reads what was said here since the last one; add `since Monday`, `last 2 weeks` or a link to a "
    "thread to read that. `/retro-summary every 2 weeks on Friday 15:00` or `cron 0 16 * * FRI` does it by itself, and "
    "so does `/retro-summary after the retro`, when the one in `/ceremony` is over; with `draft` the scrum master sees "
    "it first, or you do where there is none. `list` and `stop 1` change that. Attach notes or an export, and I read "
    "those instead."
)


class _Most(NamedTuple):
    """How much there is room for."""

    items: int
    themes: int
    actions: int


_SCREEN = _Most(items=3, themes=3, actions=6)


def summary_post(  # noqa: PLR0913 (what is known of a retrospective)
    summary: Summary,
    *,
    title: str,
    zone: ZoneInfo,
    carried: Sequence[Action] = (),
    streaks: Sequence[int] = (),
    kept: dict[int, str] | None = None,
    journal: str = "",
    buttons: bool = True,
    note: str = "",
    whole: bool = False,
) -> Post:
    """The message: about one screen, with everything in the file beside it; `whole`: everything in it."""
    most = _Most(*([_ALL] * 3)) if whole else _SCREEN
    parts: list[Part] = [Markdown(text=opening)] if (opening := _opening(summary, zone)) else []
    if carried:
        parts += [Heading(text="Open from before", level=3), Bullets(items=tuple(_carried(carried)))]
    for opinion in OPINIONS:
        parts += _notes(summary, opinion, zone, most.items)
    parts += _themes(summary, streaks, zone, most.themes)
    if summary.decisions:
        lines = [f"{escape(each.shown)} {cited(summary, each.sources, zone)}" for each in summary.decisions]
        parts += [Heading(text="Decided", level=3), Bullets(items=_some(lines, most.actions))]
    if summary.actions:
        lines = [
            f"{number}. {action_text(each)} {cited(summary, each.sources, zone)}"
            for number, each in enumerate(summary.actions, 1)
        ]
        parts += [Heading(text="Actions that I heard", level=3), Markdown(text="\n".join(_some(lines, most.actions)))]
    parts += [Markdown(text=told)] if (told := escape(told_of(summary.words))) else []
    if summary.actions and buttons:
        parts += _buttons(summary, journal, kept or {})
    text = f"**{escape(title)}** · {counted(summary)}" + (f"\n{note}" if note else "")
    file = Attachment(name="retro-summary.md", text=document(summary, title=title, zone=zone, streaks=streaks))
    return Post(text=text, parts=tuple(parts), attachments=(file,))


def _opening(summary: Summary, zone: ZoneInfo) -> str:
    """A few sentences that tell what stands below, each with where it was said."""
    told = summary.words.opening if summary.words else ()
    return " ".join(f"{escape(each.text)} {cited(summary, each.sources, zone)}" for each in told)


def counted(summary: Summary) -> str:
    """How much was read: `17 lines`, `43 messages by 6 people`."""
    if summary.numbered:
        return so_many(summary.remarks, "line")
    who = f" by {summary.people} people" if summary.people > 1 else ""
    return f"{so_many(summary.remarks, 'message')}{who}"


def _some(lines: Sequence[str], most: int) -> tuple[str, ...]:
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], f"… and {len(lines) - most} more in the file")


def _carried(actions: Sequence[Action]) -> list[str]:
    lines = []
    for action in actions:
        owner = action.owner.name if action.owner else "nobody yet"
        when = f", due {say_day(action.due)}" if action.due else ""
        lines.append(f"{action.id} {escape(action.text)} ({escape(owner)}{when})")
    more = len(lines) - _OPEN
    return lines if more <= 0 else [*lines[:_OPEN], f"… and {more} more: `/retro actions` shows all"]


def _notes(summary: Summary, opinion: Opinion, zone: ZoneInfo, most: int) -> list[Part]:
    items = sorted(summary.of(opinion), key=lambda item: -item.weight)
    if not items:
        return []
    lines = [_note(summary, item, zone) for item in items]
    return [Heading(text=f"{TITLES[opinion]} ({len(items)})", level=3), Bullets(items=_some(lines, most))]


def _note(summary: Summary, item: Item, zone: ZoneInfo, limit: int = _LINE) -> str:
    return f"{said(item.text, limit)} {cited(summary, item.sources, zone)}"


def said(text: str, limit: int) -> str:
    """Somebody's words in quotes, verbatim; what is cut away at the end is shown as such."""
    line = one_line(text)
    return f"“{escape(line if len(line) <= limit else shorten(line, limit))}”"


def cited(summary: Summary, sources: Sequence[str], zone: ZoneInfo) -> str:
    """Where it stands: who said it, with a link to the message or the line's number."""
    found = [remark for each in sources if (remark := summary.remark(each)) is not None]
    if summary.numbered:
        speakers = dict.fromkeys(remark.author.name for remark in found if remark.author)
        lines = ", ".join(remark.id for remark in found)
        who = f"{', '.join(map(escape, speakers))}, " if speakers else ""
        return f"({who}line{'s' * (len(found) > 1)} {lines})"
    return f"({'; '.join(_where(remark, zone) for remark in found)})"


def _where(remark: Remark, zone: ZoneInfo) -> str:
    name = escape(remark.author.name if remark.author else "somebody")
    if remark.link:
        return f"[{name}]({remark.link})"
    at = remark.at.astimezone(zone) if remark.at else None
    return f"{name}, {at.day} {at:%b %H:%M}" if at else name


def _themes(summary: Summary, streaks: Sequence[int], zone: ZoneInfo, most: int) -> list[Part]:
    parts: list[Part] = []
    for at, theme in enumerate(summary.themes[:most]):
        streak = streaks[at] if at < len(streaks) else 1
        parts.append(Markdown(text=f"**{escape(theme.shown)}** · {so_many(len(theme.notes), 'note')}{recurs(streak)}"))
        parts += _quotes(summary, theme, zone)
    if not parts:
        return []
    more = len(summary.themes) - most
    tail: list[Part] = [Markdown(text=f"… and {more} more in the file")] if more > 0 else []
    return [Heading(text="Themes", level=3), *parts, *tail]


def recurs(streak: int) -> str:
    """That a theme comes back, and what that may mean."""
    if streak < 2:  # noqa: PLR2004 (once is no habit)
        return ""
    if streak < _OFTEN:
        return " · again, as last time"
    count = {3: "third", 4: "fourth", 5: "fifth"}.get(streak, f"{streak}th")
    return f" · {count} retro in a row: is it outside the team’s control?"


def _quotes(summary: Summary, theme: Theme, zone: ZoneInfo) -> list[Part]:
    parts: list[Part] = []
    for at in theme.notes[:_QUOTES]:
        item = summary.items[at]
        remark = summary.remark(item.sources[0])
        author = remark.author.name if remark and remark.author else ""
        where = author or (f"line {item.sources[0]}" if summary.numbered else "")
        if not summary.numbered and remark and not remark.link and remark.at:
            local = remark.at.astimezone(zone)
            where = f"{author}, {local.day} {local:%b %H:%M}"
        text = one_line(item.text)
        parts.append(
            Quote(
                text=text if len(text) <= _QUOTE else shorten(text, _QUOTE),
                author=where,
                link=remark.link if remark else None,
            )
        )
    return parts


def action_text(action: Commitment) -> str:
    """Who does what until when."""
    owner = f"**{escape(action.owner.name)}**" if action.owner else "nobody yet"
    due = f", by {say_day(action.due)}" if action.due else ""
    return f"{escape(action.shown)} ({owner}{due})"


def _buttons(summary: Summary, journal: str, kept: dict[int, str]) -> list[Part]:
    left = [number for number in range(1, len(summary.actions) + 1) if number not in kept]
    parts: list[Part] = []
    if kept:
        parts.append(
            Markdown(text="Kept: " + ", ".join(f"{number} as {name}" for number, name in sorted(kept.items())))
        )
    if not left:
        return parts
    options = [
        Choice(id=f"{NAME}:keep:{journal}:{number}", label=f"Keep {number}") for number in left[: _SCREEN.actions]
    ]
    if len(left) > 1:
        options.insert(0, Choice(id=f"{NAME}:keep:{journal}:all", label="Keep all", style="primary"))
    them = "them until they are" if len(left) > 1 else "it until it is"
    return [*parts, Choices(prompt=f"Shall I look after {them} done?", options=tuple(options), lasts=True)]


def document(
    summary: Summary,
    *,
    title: str,
    zone: ZoneInfo,
    streaks: Sequence[int] = (),
    named: Mapping[str, object] | None = None,
) -> str:
    """Everything, as Markdown. `named` gives each line the short name by which it can be left out."""

    def listed(lines: Sequence[object], texts: Sequence[str]) -> list[str]:
        names = [next((f"{name}: " for name, each in (named or {}).items() if each == line), "") for line in lines]
        return [f"- {name}{text}" for name, text in zip(names, texts, strict=True)]

    lines = [f"# {escape(one_line(title))}", "", *([opening, ""] if (opening := _opening(summary, zone)) else [])]
    for opinion in OPINIONS:
        items = summary.of(opinion)
        if items:
            texts = [_note(summary, item, zone, _ALL) for item in items]
            lines += [f"## {TITLES[opinion]}", "", *listed(items, texts), ""]
    if summary.themes:
        lines += ["## Themes", ""]
        for at, theme in enumerate(summary.themes):
            streak = streaks[at] if at < len(streaks) else 1
            lines += [f"### {escape(theme.shown)} ({len(theme.notes)}{recurs(streak)})", ""]
            lines += [*(f"- {_note(summary, summary.items[each], zone, _ALL)}" for each in theme.notes), ""]
    if summary.decisions:
        texts = [f"{escape(each.shown)} {cited(summary, each.sources, zone)}" for each in summary.decisions]
        lines += ["## Decisions", "", *listed(summary.decisions, texts), ""]
    if summary.actions:
        texts = [f"{action_text(each)} {cited(summary, each.sources, zone)}" for each in summary.actions]
        lines += ["## Actions that were heard", "", *listed(summary.actions, texts), ""]
    lines.append(escape(told_of(summary.words)))
    return "\n".join(lines).rstrip() + "\n"


def too_little(summary: Summary, since: datetime | None, zone: ZoneInfo, *, file: bool = False) -> Post:
    """That there is nothing to make a summary of, and what would help."""
    when = f" since {say_day(since.astimezone(zone).date())}" if since else ""
    if not summary.remarks:
        return Post(text=f"Nothing was said here{when}, so there is nothing to summarise. {HOW}")
    found = len(summary.listed) + len(summary.decisions) + len(summary.actions)
    count = {0: "nothing that belongs", 1: "only one thing that belongs"}.get(found, "only two things that belong")
    held = f"I found {count} in a retrospective"
    where = f" of {escape(summary.name)}" if file else ""
    text = f"I read {counted(summary)}{where}{when}, and {held}. That is too little to summarise. {HOW}"
    heard = heard_in(summary, zone)
    return Post(text=text, parts=(Heading(text="What I heard", level=3), Bullets(items=heard)) if heard else ())


def heard_in(summary: Summary, zone: ZoneInfo) -> tuple[str, ...]:
    """What is in a log that holds too little: each line with what it is, and its source."""
    notes = [f"{TITLES[each.opinion]}: {_note(summary, each, zone)}" for each in summary.listed]
    decided = [f"Decided: {escape(each.shown)} {cited(summary, each.sources, zone)}" for each in summary.decisions]
    to_do = [f"Action: {action_text(each)} {cited(summary, each.sources, zone)}" for each in summary.actions]
    return (*notes, *decided, *to_do)
