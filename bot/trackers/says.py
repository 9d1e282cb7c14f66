"""What the bot says about items in trackers: what it would create, what it has, and how that stands now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Bullets, Choice, Choices, Code, Fields, Heading, Markdown, Part, Post
from bot.language.markdown import escape, quoted
from bot.language.text import one_line, shorten
from bot.sprints.rules import Item
from bot.trackers.creating import Asked, Outcome
from bot.trackers.port import Created, NewItem, Tracker, Words

NAME = "tracker"
_CHANGED = "It has changed here since, and what stands there hasn’t."


def preview_post(  # noqa: PLR0913 (what is shown, and with what)
    items: Sequence[tuple[str, NewItem]],
    tracker: Tracker,
    used: str,
    *,
    again: bool = False,
    facts: tuple[tuple[str, str], ...] = (),
    note: str = "",
) -> Post:
    """Everything that would be created, and the button that does it. `facts` stand in fields of the tracker's own."""
    parts: list[Part] = []
    for what, item in items:
        parts += [Heading(text=f"{what} · {item.title}", level=3), Markdown(text=escape(item.text))]
        parts += [Code(text=item.code, language=item.language)] if item.code else []
        parts += [Bullets(items=tuple(map(_words, item.words)))] if item.words else []
    parts += [Fields(items=facts)] if facts else []
    count = f"{len(items)} items" if len(items) > 1 else ""
    label = f"Create {count} in {tracker.name}" if count else f"Create in {tracker.name}"
    parts.append(
        Choices(
            options=(
                Choice(id=f"{NAME}:create:{tracker.id}:{used}", label=label, style="primary"),
                Choice(id=f"{NAME}:leave:{tracker.id}:{used}", label="Leave it"),
            )
        )
    )
    changed = "What I showed you has changed since, so nothing was created. " if again else ""
    text = f"{changed}This is what {tracker.name} would get, in {escape(tracker.place)}. Nothing was created yet."
    return Post(text=f"{text} {note}".strip(), parts=tuple(parts))


def not_there_post(what: str, why: str, tracker: Tracker, again: str) -> Post:
    """That it couldn't be shown or created, why, and the button that tries `again`."""
    verb, _, used = again.partition(":")
    choice = Choice(id=f"{NAME}:{verb}:{tracker.id}:{used}", label="Try again", style="primary")
    return Post(text=f"{what} isn’t in {tracker.name} yet. {escape(why)}", parts=(Choices(options=(choice,)),))


def _words(words: Words) -> str:
    label = f"[{words.label}]({words.link})" if words.link else words.label
    return f"{label}{escape(words.whose)}: {quoted(one_line(words.text))}"


def created_post(outcomes: Sequence[tuple[str, Outcome]], tracker: Tracker, used: str) -> Post:
    """What became of each, with its link; what failed can be tried again."""
    lines = tuple(_outcome(what, outcome, tracker) for what, outcome in outcomes)
    failed = [what for what, outcome in outcomes if outcome.created is None]
    parts: tuple[Part, ...] = (Bullets(items=lines),) if len(lines) > 1 else ()
    if failed:
        again = Choice(id=f"{NAME}:create:{tracker.id}:{used}", label="Try again", style="primary")
        parts = (*parts, Choices(options=(again,)))
    made = len(outcomes) - len(failed)
    head = f"{made} of {len(outcomes)} are in {tracker.name}." if len(outcomes) > 1 else lines[0]
    return Post(text=head, parts=parts)


def _outcome(what: str, outcome: Outcome, tracker: Tracker) -> str:
    if outcome.created is None:
        return f"{what} isn’t in {tracker.name} yet. {escape(outcome.trouble)}"
    link = link_to(outcome.created)
    changed = f" {_CHANGED}" if outcome.changed else ""
    if outcome.before or outcome.created.found:
        return f"{what} was already in {tracker.name}: {link}.{changed}"
    return f"{what} is now {link} in {tracker.name}."


def link_to(created: Created) -> str:
    """The item’s key, leading there."""
    return f"[{escape(created.key)}]({created.link})"


def standing_post(lines: Sequence[str]) -> Post:
    """How what was created stands, as the trackers tell it now."""
    if not lines:
        return Post(text="Nothing from this conversation is in a tracker yet. `approve` a story, then create it there.")
    return Post(text="What was created from this conversation, as it stands now:", parts=(Bullets(items=tuple(lines)),))


def standing(asked: Asked, name: str, item: Item | None, trouble: str = "", *, changed: bool = False) -> str:
    """One line: what it is here, what it is there, and its state where that could be read.

    `changed`: what is here says something else by now.
    """
    title = f"{asked.what} {quoted(shorten(asked.title, 60))}".strip()
    if asked.made is None:
        return f"{title}: not in {name} yet{', perhaps; press again and I look' if asked.doubt else ''}"
    there = f"{title}: {link_to(asked.made)} in {name}"
    if trouble:
        return f"{there}; its state could not be read. {escape(trouble)}"
    if item is None:
        return f"{there} is gone, or hidden from my token"
    if item.link != asked.made.link:  # it was moved, and is called otherwise now
        there = f"{title}: [{escape(item.id)}]({item.link}) in {name}, which was {escape(asked.made.key)}"
    owner = f", with {escape(item.owner)}" if item.owner else ", with nobody yet"
    since = f". {_CHANGED}" if changed else ""
    return f"{there}, {escape(item.status)}{owner}{since}"
