"""One retro in one turn: what is saved of it, and its board, which is kept up to date where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Address, Attachment, Message, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.retros.actions import Action
from bot.retros.agreed import find_action
from bot.retros.board import board_post
from bot.retros.held import entries_of
from bot.retros.marks import is_veiled, known
from bot.retros.moves import Boarded, Move
from bot.retros.rules import Retro, apply
from bot.retros.settings import RetroSettings
from bot.schedule import CLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Everything that a turn of a retro knows."""

    message: Message
    ports: Ports
    settings: RetroSettings
    retro: Retro

    async def private(self, text: str) -> None:
        """Tell the one who did it, and nobody else; whoever is unknown was told already, when it came in."""
        await tell(self.message, self.ports, text)


async def tell(message: Message, ports: Ports, text: str) -> None:
    """Say something to the one whose message this is, if it is known whose it is; to everybody when it is the clock."""
    if message.author == CLOCK:
        await ports.say(Post(text=text))
    elif not is_veiled(message.author):
        await ports.say(Post(text=text, private_to=(message.via or message.author).id))


async def save(turn: Turn, moves: Sequence[Move]) -> Turn:
    """Write down what happened; returns the turn with the retro as it is then."""
    by, at = known(turn.message.author), turn.message.at
    after = turn.retro
    for move in moves:
        after = apply(after, move, by, at)
    closed = after.phase == "closed"
    status = None if closed == (turn.retro.phase == "closed") else "finished" if closed else "open"
    await turn.ports.store.append(turn.retro.id, entries_of(moves, by, at), at=at, status=status)  # type: ignore[arg-type]
    return replace(turn, retro=after)


async def actions_in(turn: Turn) -> list[Action]:
    """The actions of this retro as they are now."""
    found = [await find_action(turn.ports.store, name) for name, _ in turn.retro.agreed]
    return [one[0] for one in found if one is not None]


async def show_board(turn: Turn, *, anew: bool = False) -> Turn:
    """The board as it is now, in place of the old one; `anew`, or where that is gone, as a new message here."""
    retro, settings = turn.retro, turn.settings
    actions = await actions_in(turn) if retro.phase in {"actions", "closed"} else []
    post = board_post(retro, actions, settings.zone)
    if retro.post and not anew:
        try:
            await turn.ports.say(post.model_copy(update={"replaces": retro.post}), retro.board)
        except Trouble:  # somebody deleted it
            return await show_board(turn, anew=True)
        return turn
    made = await turn.ports.say(post)
    return await save(turn, [Boarded(address=turn.message.address, post=made)])


async def say_under(turn: Turn, text: str, attachments: tuple[Attachment, ...] = ()) -> None:
    """A line where the board is, for everybody."""
    await turn.ports.say(Post(text=text, attachments=attachments), under_board(turn))


def under_board(turn: Turn) -> Address:
    """Where the board is talked about: in its thread, also when it is one that the clock put into a whole channel."""
    board, here = turn.retro.board, turn.message.address
    return here if not board or turn.settings.team_of(here) == board else board
