"""What is answered while somebody waits: forms, what is wrong in them, and cards whose buttons were used."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from bot.chat import Form, Message, Value
from bot.errors import Trouble
from bot.platforms.port import Bot, KeyValue
from bot.platforms.teams.addresses import Place
from bot.platforms.teams.incoming import Incoming
from bot.platforms.teams.posting import Poster
from bot.platforms.teams.render.buttons import CANCEL, OPEN, PICK, SELECT, SUBMIT
from bot.platforms.teams.render.elements import line, run
from bot.platforms.teams.render.forms import form_card, values_of
from bot.platforms.teams.render.messages import rendered
from bot.platforms.teams.used import choice_in, mark_used

OUTDATED = "That is from an older version of me, and I no longer know what it was about."
_NOTHING_CHOSEN = "Choose one first."


class Opened(Value):
    """A form that was opened, kept until it comes back. `card` is the activity whose button `data` opened it."""

    address: str
    form: Form
    conversation: str = ""
    card: str = ""
    data: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What whoever waits gets to see: a card, words, or both.

    `taken`: the message that was made of it. `everybody`: the activity that should show the card to all from now on.
    """

    words: str = ""
    card: dict[str, Any] | None = None
    taken: Message | None = None
    everybody: str = ""
    shown: dict[str, Any] | None = None


class Desk:
    """Buttons and forms of every conversation."""

    def __init__(self, bot: Bot, incoming: Incoming, poster: Poster, kept: KeyValue) -> None:
        self._bot = bot
        self._incoming = incoming
        self._poster = poster
        self._kept = kept

    async def act(self, activity: Mapping[str, Any], place: Place, data: dict[str, Any]) -> Answer:
        """A button of a card was pressed."""
        does = data.get("do")
        if does in {PICK, SELECT, OPEN}:
            return await self._pick(activity, place, data)
        if does == SUBMIT:
            return await self.submit(activity, place, data)
        if does == CANCEL:
            opened = await self._opened(data, place)
            return Answer("Nothing was changed.", await self._poster.card(place, opened.card) or _line("Cancelled."))
        raise Trouble(OUTDATED)

    async def _pick(self, activity: Mapping[str, Any], place: Place, data: dict[str, Any]) -> Answer:
        picked = choice_in(data)
        if not picked:
            raise Trouble(_NOTHING_CHOSEN)
        card = await self._card_of(activity, place, picked)
        lasts = bool(data.get("lasts"))
        message = await self._incoming.choice(activity, place, picked, lasts=lasts)
        form = await self._bot.opens(message)
        if form is None and data.get("do") == OPEN:
            kept = await self._kept.get(f"teams/form/{picked}")
            form = Form.model_validate(kept) if kept else None
        if form is not None:
            opened = Opened(
                address=message.address, form=form, conversation=place.channel, card=card, data=_small(data)
            )
            return Answer("Fill it in, please.", await self._open(opened))
        if lasts:  # the card stays as it is for everybody, and may be about to change
            return Answer("On it.", taken=message)
        shown = await self._poster.card(place, card)
        marked = mark_used(shown, data, message.author.name) if shown else None
        return Answer("On it.", marked or shown, message, card if marked else "", marked)

    async def open_dialog(self, activity: Mapping[str, Any], place: Place, data: dict[str, Any]) -> Answer:
        """A button that opens a dialog was pressed; where there is no form any more, it is a button like any other."""
        picked = choice_in(data)
        await self._card_of(activity, place, picked)
        message = await self._incoming.choice(activity, place, picked, lasts=True)
        card = await self.dialog(message, place)
        return Answer(card=card) if card is not None else Answer("I’m on it.", taken=message)

    async def _card_of(self, activity: Mapping[str, Any], place: Place, picked: str) -> str:
        """The activity whose card this was picked on; Trouble when it never stood there."""
        card = str(activity.get("replyToId") or "")
        if not card or not await self._poster.offers(place, card, picked):
            raise Trouble(OUTDATED)
        return card

    async def submit(
        self, activity: Mapping[str, Any], place: Place, data: dict[str, Any], *, dialog: bool = False
    ) -> Answer:
        """A form came back: what is wrong with it, or the message that it makes."""
        opened = await self._opened(data, place)
        token = str(data["form"])
        message = await self._incoming.submission(activity, opened.form, token, data, opened.address)
        errors = await self._bot.checks(message)
        if errors:
            values = values_of(opened.form, data)
            return Answer(
                " ".join(errors.values()), form_card(opened.form, token, values=values, errors=errors, dialog=dialog)
            )
        shown = await self._poster.card(place, opened.card) if opened.card else None
        marked = mark_used(shown, opened.data, message.author.name) if shown else None
        done = _line(f"✓ {opened.form.title} — {message.author.name}")
        return Answer("Done.", marked or shown or done, message, opened.card if marked else "", marked)

    async def dialog(self, message: Message, place: Place) -> dict[str, Any] | None:
        """The form that a message extension opens, as a card for a dialog; None when it opens none."""
        form = await self._bot.opens(message)
        if form is None:
            return None
        return await self._open(Opened(address=message.address, form=form, conversation=place.channel), dialog=True)

    async def _open(self, opened: Opened, *, dialog: bool = False) -> dict[str, Any]:
        token = secrets.token_urlsafe(12)
        card = form_card(opened.form, token, dialog=dialog)
        await self._kept.put(f"teams/opened/{token}", opened.model_dump(mode="json"))
        return card

    async def _opened(self, data: Mapping[str, Any], place: Place) -> Opened:
        """What was noted when the form was opened, in this conversation only."""
        kept = await self._kept.get(f"teams/opened/{data.get('form')}")
        opened = Opened.model_validate(kept) if kept else None
        if opened is None or opened.conversation != place.channel:
            raise Trouble(OUTDATED)
        return opened


def _small(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is needed to find the button again, without inputs that happened to come along."""
    kept = {name: data[name] for name in ("do", "choice", "input", "stays") if name in data}
    return kept if "choice" in kept else {**kept, "choice": choice_in(dict(data))}


def _line(words: str) -> dict[str, Any]:
    return rendered(line([run(words[:300], isSubtle=True)])).card
