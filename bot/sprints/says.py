"""How a sprint's context is shown: one screen to read, and everything in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Attachment, Bullets, Heading, Part, Post
from bot.knowledge.values import Unread
from bot.language.markdown import escape, escape_around_code, quoted
from bot.language.text import shorten
from bot.sprints.digest import Digest, Line
from bot.sprints.rules import Cite, Item, Sprint

UNREAD = "Not read:"
_FIRST, _RISKS, _ITEMS, _UNREAD = 3, 5, 7, 3


def digest_post(digest: Digest, *, only_new: bool = False, today: date) -> Post:
    """The message: at most about twenty lines. `only_new` leaves out what was sent before and hasn't changed."""
    lines = [line for line in digest.lines if not only_new or line.state != "known"]
    ranked = sorted(lines, key=digest.order)
    first = _first(ranked)
    risks = [line for line in digest.risks if line in lines and line not in first]
    parts: list[Part] = []
    if first:
        parts += [Heading(text="Most worth knowing", level=3), Bullets(items=tuple(map(_shown, first)))]
    if risks:
        more = f"{len(risks) - _RISKS} more in the file" if len(risks) > _RISKS else ""
        shown = [_shown(line) for line in risks[:_RISKS]]
        parts += [Heading(text="Risks", level=3), Bullets(items=(*shown, *((more,) if more else ())))]
    rest = _one_for_each_item(digest, [line for line in ranked if line not in first and line not in risks])
    if rest:
        more = f"{len(rest) - _ITEMS} more items in the file" if len(rest) > _ITEMS else ""
        shown = [_shown(line) for line in rest[:_ITEMS]]
        parts += [Heading(text="Item by item", level=3), Bullets(items=(*shown, *((more,) if more else ())))]
    if digest.settled:
        settled = tuple(
            f"{escape(line.item)} {escape(line.text)}: no longer so".strip() for line in digest.settled[:_RISKS]
        )
        parts += [Heading(text="Settled since last time", level=3), Bullets(items=settled)]
    if digest.unread:
        parts.append(Bullets(items=tuple(_unread(digest.unread))))
    name = f"{digest.sprint.name.lower().replace(' ', '-')}.md"
    file = Attachment(name="".join(each for each in name if each.isalnum() or each in "-._"), text=whole(digest, today))
    return Post(
        text="\n".join(_head(digest, nothing=not lines, only_new=only_new)), parts=tuple(parts), attachments=(file,)
    )


def _head(digest: Digest, *, nothing: bool, only_new: bool) -> list[str]:
    sprint = digest.sprint
    days = f" · {_days(sprint)}" if sprint.dated else ""
    count = f"{len(sprint.items)} item{'' if len(sprint.items) == 1 else 's'}"
    before = "" if digest.pack == "digest" else f"Before the {digest.pack}: "
    lines = [f"{before}**{escape(sprint.name)}**{days} · {count} ({_where(sprint.cite)})"]
    if sprint.goal:
        lines.append(f"Goal: {quoted(shorten(sprint.goal, 200))}")
    lines += [escape_around_code(note) for note in digest.notes]
    if nothing and only_new:
        lines.append("Nothing is new since last time.")
    elif digest.clear and not digest.unread and not digest.notes:
        lines.append(f"All clear: I held each item against {digest.documents} documents and found no risk.")
    elif digest.clear:
        lines.append("I found no risk in what I could read, and couldn’t read everything.")
    return lines


def _first(ranked: Sequence[Line]) -> list[Line]:
    """The most important lines, about different items as far as that goes."""
    chosen: list[Line] = []
    for line in ranked:
        if len(chosen) < _FIRST and (not line.item or line.item not in {each.item for each in chosen}):
            chosen.append(line)
    return chosen


def _one_for_each_item(digest: Digest, lines: Sequence[Line]) -> list[Line]:
    found = [line for line in lines if not line.item]
    for item in digest.sprint.items:
        line = next((each for each in lines if each.item == item.name), None)
        if line:
            found.append(line)
    return found


def _shown(line: Line) -> str:
    mark = "*changed:* " if line.state == "changed" else ""
    about = f"**{escape(line.item)}** " if line.item else ""
    return f"{mark}{about}{escape(line.text)} ({'; '.join(map(_where, line.cites))})"


def _where(cite: Cite) -> str:
    place = f"{cite.path} › {cite.section}" if cite.section else cite.path
    text = escape(shorten(place, 70))
    return f"[{text}]({cite.link})" if cite.link.startswith(("https://", "http://")) else text


def _unread(unread: Sequence[Unread]) -> list[str]:
    lines = [f"{UNREAD} {escape(each.path)}, {escape(each.reason)}." for each in unread[:_UNREAD]]
    more = len(unread) - _UNREAD
    return [*lines, f"{more} more were not read; `groundwork index` lists them."] if more > 0 else lines


def _days(sprint: Sprint) -> str:
    if sprint.start is None or sprint.end is None:
        return ""
    return f"{sprint.start.day} {sprint.start:%B} to {sprint.end.day} {sprint.end:%B}"


def whole(digest: Digest, today: date) -> str:
    """Everything, item by item, as Markdown."""
    sprint = digest.sprint
    lines = [f"# {sprint.name}", ""]
    lines += [f"Goal: {sprint.goal}", ""] if sprint.goal else []
    lines += [
        f"Put together on {today.isoformat()} from {digest.documents} documents. Source: {_where(sprint.cite)}.",
        "",
    ]
    whole_of_it = digest.of("")
    if whole_of_it:
        lines += ["## The sprint as a whole", ""]
        lines += [f"- {escape(line.text)} ({'; '.join(map(_where, line.cites))})" for line in whole_of_it] + [""]
    for item in sprint.items:
        owner = f" ({escape(_facts(item))})" if _facts(item) else ""
        lines += [f"## {escape(item.id)} {escape(item.title)}{owner}".replace("##  ", "## "), ""]
        about = digest.of(item.name)
        lines += [f"- {escape(line.text)} ({'; '.join(map(_where, line.cites))})" for line in about]
        lines += [] if about else [f"- I found nothing about it in {digest.documents} documents."]
        lines.append("")
    if digest.unread:
        lines += ["## Not read", ""]
        lines += [f"- {escape(each.path)}: {escape(each.reason)}" for each in digest.unread]
    return "\n".join(lines).rstrip() + "\n"


def _facts(item: Item) -> str:
    """Who has it; where a tracker tells how it is now, that too."""
    facts = [item.owner]
    if item.link:
        facts += [item.status, f"estimated {item.estimate:g}" if item.estimate is not None else ""]
        facts += [f"due {item.due.isoformat()}" if item.due else "", ", ".join(item.labels)]
    return "; ".join(fact for fact in facts if fact)


def no_sprint_post(name: str, have: Sequence[str], unread: Sequence[Unread] = ()) -> Post:
    """That there is no such sprint, which there are, and where it may be that could not be read."""
    if have:
        what = f"There is no sprint {quoted(shorten(name, 60))}." if name else "None of the sprints has dates."
        text = f"{what} There is {', '.join(escape(each) for each in have)}."
    elif unread:
        text = "I found no sprint, and couldn’t read everything."
    else:
        text = (
            "I know no sprint yet. Put one into `knowledge/sprints` as Markdown or a tracker’s CSV, "
            "or approve stories in this conversation."
        )
    return Post(text="\n".join((text, *_unread(unread))))
