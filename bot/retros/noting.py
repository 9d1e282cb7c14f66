"""What everybody does in a retro: note, vote, put notes in order, and keep what is said."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Message
from bot.durable.ports import Ports
from bot.language.markdown import escape, quoted
from bot.language.text import one_line, shorten, so_many
from bot.retros.board import told_count
from bot.retros.formats import near_column, sorted_note
from bot.retros.forms import voter_of
from bot.retros.held import entries_of, meant, retro_named, retro_of, which_text
from bot.retros.marks import known
from bot.retros.moves import Felt, Merged, Moved, Named, Noted, Opened, Remarked, Taken, TakenBack, Timed, Voted
from bot.retros.names import KIND, UNSORTED
from bot.retros.settings import RetroSettings
from bot.retros.turning import Turn, save, say_under, show_board, tell, under_board
from bot.retros.typed import NO_THEME, Wish, numbers_in, read_mood, read_votes, read_wish, theme_meant
from bot.schedule import CLOCK, Schedule
from bot.times import once

TIMER = "retro-timer"
INBOX = "For the next retro"
_MINUTES = 5
_MOST_MINUTES = 60


async def add(message: Message, text: str, ports: Ports, settings: RetroSettings, link: str | None = None) -> None:
    """A note for the team’s retro, or for its inbox when none has begun. `link`: the message that was passed on."""
    one = await meant(ports.store, message.address, text, settings)
    if not one.team:
        await tell(message, ports, which_text(len(one.several)))
        return
    if not one.text.strip():
        await tell(message, ports, "There is nothing to note yet: `/retro add …`.")
        return
    found = await retro_named(ports.store, one.retro_id)
    if found is None:
        await _open_inbox(message, one.text, one.team, ports, settings, link)
        return
    turn = Turn(message=message, ports=ports, settings=settings, retro=found[0])
    column, words = sorted_note(one.text, found[0].format)
    await note(turn, words, column, link, follows=True)


async def _open_inbox(  # noqa: PLR0913, PLR0917 (a note, and where it goes)
    message: Message, text: str, team: str, ports: Ports, settings: RetroSettings, link: str | None
) -> None:
    by = None if settings.anonymous else known(message.author)
    noted = Noted(text=text.strip(), **_links_of(message, link, anonymous=settings.anonymous))
    entries = entries_of([Opened(anonymous=settings.anonymous), noted], by, message.at)
    number = await ports.store.start(
        kind=KIND, address=team, title=INBOX, by=by or CLOCK, at=message.at, entries=entries
    )
    await ports.look("retro.key", lambda: settings.keys.make(number))
    await tell(message, ports, "Kept for your next retro. `/retro start` begins it.")


async def note(turn: Turn, text: str, column: str, link: str | None = None, *, follows: bool = False) -> None:
    """Keep a note, and count it on the board. `link`: the message that was passed on as one.

    `follows`: it says what that message says, and goes on to.
    """
    if turn.retro.phase == "closed":
        team = turn.settings.team_of(turn.message.address) or turn.message.address
        journal = await turn.ports.store.current(team, KIND)
        if journal is None:
            await _open_inbox(turn.message, text, team, turn.ports, turn.settings, link)
            return
        turn = Turn(message=turn.message, ports=turn.ports, settings=turn.settings, retro=retro_of(journal))
    before, form = turn.retro, turn.retro.format
    known_column = column if form and form.column(column) and column != UNSORTED else ""
    links = _links_of(turn.message, link, anonymous=before.anonymous, follows=follows)
    noted = Noted(text=text.strip(), column=known_column, **links)
    turn = await _save_note(turn, noted)
    if before.phase == "inbox":
        await turn.private(f"Kept for your next retro: {so_many(len(turn.retro.live), 'note')} so far.")
        return
    if before.revealed or told_count(len(before.live)) != told_count(len(turn.retro.live)):
        await show_board(turn)
    then = " `/retro undo` takes it back."
    if turn.retro.revealed:
        then = " Everybody sees it on the board."
    near = "" if known_column else near_column(text, form)
    under = f", under {escape(known_column)}" if known_column else ""
    if near and not turn.retro.revealed:
        then += f" It stands under no column; if it is for {escape(near)}, write `{near.casefold()}: …`."
    await turn.private(f"Noted for retro {turn.retro.number}{under}.{then}")


def _links_of(message: Message, link: str | None, *, anonymous: bool, follows: bool = True) -> dict[str, str | None]:
    """The message that was passed on, or the one that was typed for this; nothing where that would tell whose it is."""
    if anonymous:
        return {}
    if link is None:
        return {"permalink": message.permalink}
    return {"link": link, "permalink": link} if follows else {"link": link}


async def _save_note(turn: Turn, noted: Noted) -> Turn:
    if not turn.retro.anonymous:
        return await save(turn, [noted])
    await turn.ports.store.append(turn.retro.id, entries_of([noted], None, turn.message.at), at=turn.message.at)
    journal = await turn.ports.store.journal(turn.retro.id)
    retro = retro_of(journal) if journal else turn.retro
    return Turn(message=turn.message, ports=turn.ports, settings=turn.settings, retro=retro)


async def undo(turn: Turn) -> None:
    """Somebody takes their last note back; once others have seen it, it stays."""
    mine = [one for one in turn.retro.live if one.by and one.by.id == turn.message.author.id]
    if turn.retro.anonymous or not mine:
        why = "I don’t know whose they are" if turn.retro.anonymous else "there is none of yours"
        await turn.private(f"No note was taken back: {why}.")
    elif turn.retro.revealed:
        await turn.private("The notes are revealed, so yours stays. `/retro move` can put it elsewhere.")
    else:
        turn = await save(turn, [TakenBack(note=mine[-1].number)])
        if turn.retro.format is not None:
            await show_board(turn)
        await turn.private(f"Taken back: {quoted(shorten(mine[-1].text, 80))}.")


async def vote(turn: Turn, text: str) -> None:
    """All votes of one person at once, in place of those before."""
    read = read_votes(turn.retro, text)
    voter = await turn.ports.look("retro.voter", lambda: voter_of(turn.message, turn.retro, turn.settings))
    if isinstance(read, str) or not voter:
        await turn.private(read if isinstance(read, str) else "I couldn’t tell your votes apart from others’.")
        return
    before = sum(1 for themes in turn.retro.votes.values() if themes)
    turn = await save(turn, [Voted(voter=str(voter), themes=read)])
    if turn.retro.phase == "discuss" or sum(1 for themes in turn.retro.votes.values() if themes) != before:
        await show_board(turn)
    left = turn.retro.votes_each - len(read)
    await turn.private(
        "Your votes are taken back."
        if not read
        else f"Counted. You have {so_many(left, 'vote')} left."
        if left
        else "Counted."
    )


async def feel(turn: Turn, text: str) -> None:
    """How the sprint was for somebody: kept without a name, shown only as an average."""
    read = read_mood(turn.retro, text)
    voter = turn.message.author.id.rpartition(":")[2]
    if isinstance(read, str):
        await turn.private(read)
    elif voter != "nobody":
        await save(turn, [Felt(voter=voter, score=read)])


async def move(turn: Turn, wish: Wish | str) -> None:
    """Notes go into another theme."""
    if isinstance(wish, str):
        await turn.private(wish)
        return
    turn = await save(turn, [Moved(notes=wish.notes, theme=wish.theme, title=wish.title)])
    await show_board(turn)


async def move_typed(turn: Turn, notes: str, into: str) -> None:
    """The same, as it was typed."""
    await move(turn, read_wish(turn.retro, notes, into))


async def rename(turn: Turn, theme: str, title: str) -> None:
    """A theme gets another name."""
    found = theme_meant(turn.retro, theme)
    if found is None or not title.strip():
        await turn.private("Which theme, and what should it be called? `/retro rename 3 Slow builds`")
        return
    await show_board(await save(turn, [Named(theme=found.number, title=one_line(title)[:80])]))


async def merge(turn: Turn, text: str) -> None:
    """Themes become one."""
    numbers = numbers_in(text)
    there = {theme.number for theme in turn.retro.shown}
    unknown = next((number for number in numbers if number not in there), None)
    if unknown is not None:
        await turn.private(f"There is no theme {unknown}. The numbers are on the board.")
        return
    if len(set(numbers)) < 2:  # noqa: PLR2004 (two make one)
        await turn.private("Which themes are one? Two numbers or more, such as `/retro merge 3 7`.")
        return
    await show_board(await save(turn, [Merged(themes=numbers)]))


async def next_topic(turn: Turn, text: str = "") -> None:
    """The theme with most votes that hasn’t been talked about, or the one that is named."""
    retro = turn.retro
    if retro.phase != "discuss":
        await turn.private("Themes are talked about once the votes are counted: “Discuss” on the board.")
        return
    wanted = theme_meant(retro, text) if text.strip() else None
    if text.strip() and wanted is None:
        await turn.private(f"There is no theme {quoted(shorten(one_line(text), 60))}. The numbers are on the board.")
        return
    if not retro.shown:
        await turn.private("No notes came in, so there is no theme to talk about. “Add a note” is on the board.")
        return
    left = [theme for theme in retro.ranked if theme.number not in retro.discussed]
    theme = wanted or next(iter(left), None)
    if theme is None:
        await turn.private("All themes were talked about. `/retro topic 3` goes back to one.")
        return
    await show_board(await save(turn, [Taken(theme=theme.number)]))


async def time(turn: Turn, text: str = "") -> None:
    """Some minutes for the theme under discussion, after which everybody is told."""
    minutes = next(iter(numbers_in(text)), _MINUTES)
    unread = bool(text.strip()) and not numbers_in(text)
    if turn.retro.phase != "discuss" or unread or not 0 < minutes <= _MOST_MINUTES:
        await turn.private(f"The timer runs in the discussion, for 1 to {_MOST_MINUTES} minutes: `/retro timer 5`.")
        return
    if turn.retro.topic is None:
        await turn.private("No theme is being talked about yet. “Next theme” on the board begins with one.")
        return
    until = turn.message.at + timedelta(minutes=minutes)
    turn = await save(turn, [Timed(until=until)])
    schedule = Schedule(
        id=f"{turn.retro.id}-{until:%Y%m%dT%H%M%S}",
        kind=TIMER,
        address=under_board(turn),
        what={"retro": turn.retro.id, "topic": turn.retro.topic},
        rule=once(until, turn.settings.zone.key),
        by=turn.message.author,
        made_at=turn.message.at,
        seen=turn.message.at,
    )
    await turn.ports.look("schedule.add", lambda: turn.settings.schedules.add(schedule))
    await show_board(turn)


async def remark(turn: Turn, text: str) -> None:
    """Something that was said is kept beside the theme."""
    topic = turn.retro.topic or next((theme.number for theme in turn.retro.ranked), None)
    if topic is None:
        await turn.private(NO_THEME)
        return
    if not text.strip():
        await turn.private("What should be kept beside the theme? `/retro remark Nobody looks before lunch`")
        return
    turn = await save(turn, [Remarked(theme=topic, text=text.strip())])
    await show_board(turn)


async def tell_public(turn: Turn) -> None:
    """A note was written for everybody to see, in a retro that keeps no names."""
    await say_under(
        turn,
        "A note was written here as a message, with the name of who wrote it for everybody to see. This retro is "
        "anonymous, so I left it out. “Add a note” on the board, a slash command and your own chat with me keep it so.",
    )
