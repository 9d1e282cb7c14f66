"""Listens to Teams: everything is kept as a turn before Teams hears that it arrived."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import structlog
from aiohttp import web

from bot.chat import Address, Message
from bot.errors import Trouble
from bot.platforms.arrivals import Arrivals
from bot.platforms.beside import Beside
from bot.platforms.port import Bot
from bot.platforms.shapes import inner, objects
from bot.platforms.teams.adapter import Adapter
from bot.platforms.teams.addresses import PLATFORM, Place
from bot.platforms.teams.auth import Gate
from bot.platforms.teams.desk import OUTDATED, Answer, Desk
from bot.platforms.teams.files import Offers, upload
from bot.platforms.teams.incoming import Incoming
from bot.platforms.teams.outside import Outside
from bot.platforms.teams.render.buttons import CANCEL, SUBMIT
from bot.platforms.teams.render.elements import line, run
from bot.platforms.teams.render.messages import CARD, rendered
from bot.platforms.teams.welcome import welcome
from bot.platforms.teams.working import Working
from bot.platforms.web import Route

PATH = "/api/messages"
_log = structlog.get_logger(__name__)
_MESSAGE = "application/vnd.microsoft.activity.message"
_OF_PEOPLE = frozenset({"message", "messageUpdate", "messageDelete", "invoke"})


class Service:
    """Answers what Teams posts to us."""

    def __init__(self, gate: Gate, outside: Outside, bot: Bot) -> None:
        self._outside = outside
        self._bot = bot
        self._adapter = Adapter(gate, outside.credentials)
        self._incoming = Incoming(
            conversations=outside.conversations,
            arrivals=Arrivals(outside.kept, PLATFORM),
            follows=bot.follows,
            now=outside.now,
        )
        self._desk = Desk(bot, self._incoming, outside.poster, outside.kept)
        self._offers = Offers(outside.kept)
        self._working = Working(outside.poster)
        self._installing = asyncio.Lock()  # Teams tells of one installation twice, at the same moment
        self._beside = Beside("teams")
        outside.poster.on_said = self._working.answered

    def routes(self) -> list[Route]:
        """What is answered over HTTP."""
        return [Route(PATH, self._answer)]

    async def stop(self) -> None:
        """Take nothing in any more; what was taken in goes on."""
        self._outside.poster.on_said = None
        await self._beside.stop()

    async def _answer(self, request: web.Request) -> web.Response:
        return await self._adapter.answer(request, self._handle)

    async def _handle(self, activity: dict[str, Any]) -> dict[str, Any] | None:
        """One activity that was let in."""
        where = inner(activity, "conversation").get("id")
        if not where or not isinstance(where, str):
            return None
        place = await self._met(activity)
        match activity["type"]:
            case "message" if _data(activity.get("value")):
                await self._submitted(activity, place, _data(activity["value"]))
            case "message":
                await self._heard(await self._incoming.message(activity, place), activity, place)
            case "messageUpdate" | "messageDelete":
                await self._heard(await self._incoming.changed(activity, place), activity, place, typing=False)
            case "installationUpdate" | "conversationUpdate":
                await self._installed(activity, place)
            case "invoke":
                return await self._invoked(activity, place)
        return None

    async def _met(self, activity: dict[str, Any]) -> Place:
        """Where this happens. Of somebody's own chat nothing is kept before it is known what may be."""
        place = await self._outside.conversations.at(activity)
        if place.kind == "personal" and activity["type"] in _OF_PEOPLE:
            return place
        return await self._outside.conversations.meet(activity)

    async def _invoked(self, activity: dict[str, Any], place: Place) -> dict[str, Any]:
        value = _object(activity.get("value"))
        activity = {**activity, "value": value}
        match activity.get("name"):
            case "adaptiveCard/action":
                return await self._executed(activity, place, _data(_object(value.get("action")).get("data")))
            case "composeExtension/fetchTask":
                return await self._passed_on(activity, place)
            case "task/fetch":
                return await self._dialog_opened(activity, place, _data(value.get("data")))
            case "composeExtension/submitAction" | "task/submit":
                return await self._dialog_submitted(activity, place, _data(value.get("data")))
            case "fileConsent/invoke":
                self._beside.spawn(self._consented(activity, place))
        return {}

    async def _executed(self, activity: dict[str, Any], place: Place, data: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = await self._act(activity, place, data)
        except Exception as error:  # noqa: BLE001 (told to whoever pressed, and logged)
            return {"statusCode": 200, "type": _MESSAGE, "value": self._beside.sentence(error)}
        if answer.card is not None:
            return {"statusCode": 200, "type": CARD, "value": answer.card}
        return {"statusCode": 200, "type": _MESSAGE, "value": answer.words}

    async def _submitted(self, activity: dict[str, Any], place: Place, data: dict[str, Any]) -> None:
        """The same from a client that knows no Action.Execute: what it should see is posted."""
        try:
            answer = await self._act(activity, place, data)
        except Trouble as trouble:
            await self._outside.poster.send(place, rendered(line([run(trouble.sentence)])).activity())
            return
        card = str(activity.get("replyToId") or "")
        if answer.card is None or (answer.taken and data.get("do") != SUBMIT):
            return
        if data.get("do") in {SUBMIT, CANCEL} and card:
            done = answer.card if answer.taken is None and data["do"] == SUBMIT else None
            shown = done or rendered(line([run(answer.words, isSubtle=True)])).card
            await self._outside.poster.update_card(place, card, shown)
        else:
            await self._outside.poster.send(place, rendered_card(answer.card))

    async def _act(self, activity: dict[str, Any], place: Place, data: dict[str, Any]) -> Answer:
        answer = await self._desk.act(activity, place, data)
        await self._take(answer.taken, activity, place)
        if answer.everybody and answer.shown is not None:
            self._beside.spawn(self._outside.poster.update_card(place, answer.everybody, answer.shown))
        return answer

    async def _passed_on(self, activity: dict[str, Any], place: Place) -> dict[str, Any]:
        try:
            message = await self._incoming.passed_on(activity, place)
            if message.command not in {one.command for one in self._bot.menu.shortcuts}:
                return _told(OUTDATED)
            card = await self._desk.dialog(message, place)
            if card is None:
                if await self._bot.veils(message) is None:
                    await self._outside.poster.asked(message.address, (message.via or message.author).id)
                await self._outside.conversations.take_part(place)
                await self._take(message, activity, place)
        except Exception as error:  # noqa: BLE001 (told to whoever did it, and logged)
            return _told(self._beside.sentence(error))
        return _told("I’m on it: the answer comes in this conversation.") if card is None else _dialog(card)

    async def _dialog_opened(self, activity: dict[str, Any], place: Place, data: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = await self._desk.open_dialog(activity, place, data)
            await self._take(answer.taken, activity, place)
        except Exception as error:  # noqa: BLE001 (told to whoever did it, and logged)
            return _told(self._beside.sentence(error))
        return _told(answer.words) if answer.card is None else _dialog(answer.card)

    async def _dialog_submitted(self, activity: dict[str, Any], place: Place, data: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = await self._desk.submit(activity, place, data, dialog=True)
            await self._take(answer.taken, activity, place)
        except Exception as error:  # noqa: BLE001 (told to whoever did it, and logged)
            return _told(self._beside.sentence(error))
        return _told("Done. The answer comes in the conversation.") if answer.taken else _dialog(answer.card or {})

    async def _consented(self, activity: dict[str, Any], place: Place) -> None:
        """Somebody allowed, or didn't, that a document goes into their OneDrive."""
        value = inner(activity, "value")
        token = str(inner(value, "context").get("file") or "")
        attachment = await self._offers.find(token, place)
        if attachment is None:
            return
        words = f"{attachment.name}: left out."
        if value.get("action") == "accept":
            try:
                shown = await upload(attachment, inner(value, "uploadInfo"), place)
            except Trouble as trouble:
                words = trouble.sentence
            else:
                await self._outside.poster.send(place, shown)
                words = f"✓ {attachment.name} is in your OneDrive."
        card = str(activity.get("replyToId") or "")
        if card:
            await self._outside.poster.update_card(place, card, rendered(line([run(words, isSubtle=True)])).card)

    async def _installed(self, activity: dict[str, Any], place: Place) -> None:
        """The bot was added or removed; both events of one installation make one welcome."""
        own = inner(activity, "recipient").get("id")
        action = str(activity.get("action") or "")
        added = action in {"add", "add-upgrade"} or _has(activity, "membersAdded", own)
        async with self._installing:
            if action in {"remove", "remove-upgrade"} or _has(activity, "membersRemoved", own):
                await self._outside.conversations.close(place, "removed")
                await self._outside.kept.put(_welcomed(place), value=False)
            elif added and action != "add-upgrade" and not await self._outside.kept.get(_welcomed(place)):
                await self._outside.kept.put(_welcomed(place), value=True)
                key = f"welcome:{place.conversation}:{secrets.token_hex(4)}"
                self._beside.spawn(self._say_welcome(place, key))

    async def _say_welcome(self, place: Place, key: str) -> None:
        await self._outside.poster.say(place.address, welcome(self._bot.menu, place.kind), key=key)

    async def _heard(
        self, message: Message | None, activity: dict[str, Any], place: Place, *, typing: bool = True
    ) -> None:
        told = await self._take(message, activity, place, typing=typing)
        if told:
            await self._outside.poster.send(place, rendered(line([run(told)])).activity())

    async def _take(
        self, message: Message | None, activity: dict[str, Any], place: Place, *, typing: bool = True
    ) -> str:
        """Keep it, durably; what its sender should read at once. All that follows is for the eye, and may be lost."""
        if message is None:
            return ""
        address: Address | None = await self._bot.belongs(message)
        veiled = await self._bot.veils(message)
        if veiled is None:
            await self._outside.conversations.meet(activity)
            await self._outside.conversations.remember(place, inner(activity, "from"))
        kept = veiled.message if veiled else message
        if kept is not None:
            kept = kept if address is None else kept.model_copy(update={"address": address})
            await self._bot.submit(kept)
        if veiled:
            return veiled.told
        if typing and kept:
            self._beside.spawn(self._working.show(kept.address, place))
        return ""


def _data(value: Any) -> dict[str, Any]:
    """What a button of ours sends; empty for anything else."""
    return dict(value) if isinstance(value, dict) and isinstance(value.get("do"), str) else {}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _has(activity: dict[str, Any], which: str, who: Any) -> bool:
    return any(one.get("id") == who for one in objects(activity, which))


def _welcomed(place: Place) -> str:
    return f"teams/welcomed/{place.tenant}/{place.conversation}"


def rendered_card(card: dict[str, Any]) -> dict[str, Any]:
    """A card as an activity of its own."""
    return {"type": "message", "summary": "Groundwork", "attachments": [{"contentType": CARD, "content": card}]}


def _dialog(card: dict[str, Any]) -> dict[str, Any]:
    value = {"title": "Groundwork", "height": "medium", "width": "medium"}
    return {"task": {"type": "continue", "value": {**value, "card": {"contentType": CARD, "content": card}}}}


def _told(words: str) -> dict[str, Any]:
    return {"task": {"type": "message", "value": words}}
