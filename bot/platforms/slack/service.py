"""Listens to Slack through Bolt: everything is kept as a turn before Slack hears that it arrived."""

from __future__ import annotations

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import Address, Message
from bot.platforms.arrivals import Arrivals
from bot.platforms.beside import Beside
from bot.platforms.port import Bot
from bot.platforms.shapes import Unreadable, inner, needed
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.door import door
from bot.platforms.slack.home import Home
from bot.platforms.slack.incoming import Incoming, Self
from bot.platforms.slack.manifest import PATH
from bot.platforms.slack.modals import CALLBACK, first_input
from bot.platforms.slack.outside import Outside, quiet_logger
from bot.platforms.slack.render.buttons import OPEN, PICK, SELECT
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.socket import Socket
from bot.platforms.slack.status import Working
from bot.platforms.web import Route

_log = structlog.get_logger(__name__)


class Service:
    """One workspace, listened to. Bolt verifies signatures, ignores what the bot itself said, and keeps the socket.

    With `process_before_response` Bolt answers Slack when a listener is done, so what Slack thinks has arrived is in
    our queue; what fails before isn't acknowledged, and Slack sends it again.
    """

    def __init__(self, settings: SlackSettings, outside: Outside, bot: Bot) -> None:
        self._settings = settings
        self._outside = outside
        self._bot = bot
        self._socket: Socket | None = None
        self._beside = Beside("slack")

    async def start(self) -> list[Route]:
        """Say hello to Slack and begin to listen; the routes of HTTP mode."""
        told = await self._outside.api.call("auth.test")
        me = Self(team=str(told["team_id"]), user=str(told["user_id"]), bot=str(told["bot_id"]), url=str(told["url"]))
        arrivals = Arrivals(self._outside.kept, "slack")
        self._incoming = Incoming(
            me=me,
            menu=self._bot.menu,
            threads=self._outside.threads,
            people=self._outside.people,
            arrivals=arrivals,
            follows=self._bot.follows,
        )
        self._desk = Desk(self._outside, self._bot, arrivals)
        self._home = Home(self._outside, self._bot)
        self._working = Working(self._outside.api, self._bot)
        self._outside.poster.on_said = self._said
        self._beside.spawn(self._home.follow())

        async def authorize() -> AuthorizeResult:
            """One workspace, whose token we have: Bolt need not ask, nor look for another app in the environment."""
            return AuthorizeResult(
                enterprise_id=None,
                team_id=me.team,
                bot_user_id=me.user,
                bot_id=me.bot,
                bot_token=self._settings.bot_token,
            )

        app = AsyncApp(
            name="groundwork",
            client=AsyncWebClient(base_url=self._settings.api_url, session=self._outside.session, retry_handlers=[]),
            authorize=authorize,
            signing_secret=self._settings.signing_secret,
            process_before_response=True,
            attaching_conversation_kwargs_enabled=False,
            attaching_function_token_enabled=False,
            logger=quiet_logger("bolt"),
        )
        self._listen(app)
        if self._settings.mode == "http":
            return [Route(PATH, door(app, self._settings.signing_secret))]
        self._socket = Socket(app, self._settings, self._outside)
        await self._socket.open()
        self._beside.spawn(self._socket.watch())
        return []

    async def stop(self) -> None:
        """Take nothing in any more; what was taken in goes on."""
        self._outside.poster.on_said = None
        await self._beside.stop()
        if self._socket is not None:
            await self._socket.close()

    def _listen(self, app: AsyncApp) -> None:
        app.event("app_home_opened")(self._opened_home)
        app.event(re.compile("message|app_mention"))(self._heard)
        app.event(re.compile(".*"))(_nothing)
        app.command(re.compile("/.+"))(self._commanded)
        app.action(re.compile(f"(?:{PICK}|{SELECT}|{OPEN}):"))(self._picked)
        app.view(CALLBACK)(self._submitted)
        app.shortcut({"type": "message_action", "callback_id": re.compile(".+")})(self._passed_on)

    async def _heard(self, event: dict[str, Any]) -> None:
        try:
            message = await self._incoming.message(event)
        except Unreadable:  # sent again it would be the same
            _log.warning("slack_unreadable", type=str(event.get("type")))
            return
        if message is not None:
            thread = None if message.change else str(event.get("thread_ts") or event["ts"])
            told = await self._take(message, status=(str(event["channel"]), thread) if thread else None)
            if told:
                await self._outside.api.call("chat.postMessage", channel=str(event["channel"]), text=told)

    async def _commanded(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            told = await self._take(await self._incoming.command(body, self._outside.now()))
        except Exception as error:  # noqa: BLE001 (told to whoever waits, and logged)
            told = self._beside.sentence(error)
        if told:
            await ack(text=told, response_type="ephemeral")
        else:
            await ack()

    async def _picked(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        try:
            message, trigger = (
                await self._incoming.choice(body, action, self._outside.now()),
                needed(body, "trigger_id"),
            )
        except Unreadable:
            _log.warning("slack_unreadable", type="block_actions")
            await ack()
            return
        try:
            if not await self._desk.open_form(message, body, action):
                await self._take(message)
                self._beside.spawn(self._desk.mark(body, action))
        except Exception as error:  # noqa: BLE001 (told to whoever pressed, and logged)
            self._beside.spawn(self._desk.tell(message, self._beside.sentence(error), trigger))
        await ack()

    async def _submitted(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            opened = await self._desk.opened(inner(body, "view"))
            message = await self._desk.submission(body, opened, self._outside.now())
            errors = await self._desk.errors(message, opened)
            if not errors:
                await self._take(message)
                self._beside.spawn(self._desk.mark_submitted(opened, message))
        except Exception as error:  # noqa: BLE001 (told where it was typed, which stays there, and logged)
            errors = {first_input(inner(body, "view")): self._beside.sentence(error)}
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    async def _passed_on(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            who, trigger = needed(body, "user", "id"), needed(body, "trigger_id")
            message = await self._incoming.passed_on(body, needed(body, "callback_id"), self._outside.now())
        except Unreadable:
            _log.warning("slack_unreadable", type="message_action")
            await ack()
            return
        try:
            veiled = await self._bot.veils(message)
            if veiled is None:
                message = await self._outside.people.quickly(message)
            if not await self._desk.open_form(message, body, None):
                if veiled is None:
                    await self._outside.threads.asked(message.address, who)
                await self._take(message)
        except Exception as error:  # noqa: BLE001 (told to whoever did it, and logged)
            self._beside.spawn(self._desk.tell(message, self._beside.sentence(error), trigger))
        await ack()

    async def _opened_home(self, event: dict[str, Any]) -> None:
        user, channel = str(event.get("user") or ""), str(event.get("channel") or "")
        if not user:
            _log.warning("slack_unreadable", type="app_home_opened")
            return
        if channel:
            await self._outside.people.direct_is(user, channel)
        if event.get("tab") == "home":
            self._beside.spawn(self._home.opened(user))
        elif channel:
            self._beside.spawn(self._working.suggest(channel, event.get("thread_ts")))

    async def _take(self, message: Message, *, status: tuple[str, str] | None = None) -> str:
        """Keep it, durably; what its sender should read at once. All that follows is for the eye, and may be lost."""
        address, veiled = await self._bot.belongs(message), await self._bot.veils(message)
        kept = veiled.message if veiled else message
        if kept is not None:
            kept = kept if address is None else kept.model_copy(update={"address": address})
            if veiled is None:
                kept = kept.model_copy(update={"zone": await self._outside.people.zone(kept.author.id)})
                if address is not None:
                    await self._outside.threads.asked(address, (message.via or message.author).id)
            await self._bot.submit(kept)
        if veiled:
            return veiled.told
        if status and kept:
            self._beside.spawn(self._working.show(kept.address, *status))
        return ""

    def _said(self, address: Address) -> None:
        self._working.answered(address)
        self._home.changed()


async def _nothing() -> None:
    """An event that Slack sends although nobody asked for it."""
