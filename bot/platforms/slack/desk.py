"""What is answered while somebody waits: opens forms, tells what is wrong in them, replaces buttons that were used."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.chat import Form, Message, Post
from bot.errors import Trouble
from bot.platforms.arrivals import Arrivals
from bot.platforms.port import Bot
from bot.platforms.shapes import inner, needed, objects
from bot.platforms.slack import modals
from bot.platforms.slack.addresses import place_of
from bot.platforms.slack.api import Refused
from bot.platforms.slack.modals import Opened
from bot.platforms.slack.outside import Outside
from bot.platforms.slack.render.buttons import LASTS, OPEN
from bot.platforms.slack.used import label_of, mark_used

_TOO_LATE = "Slack gave me three seconds and I needed more. Nothing was changed; please press it again."
_KEPT = "kept:"


class Desk:
    """Modals and buttons of one workspace."""

    def __init__(self, outside: Outside, bot: Bot, arrivals: Arrivals) -> None:
        self._outside = outside
        self._arrivals = arrivals
        self._bot = bot

    async def open_form(self, message: Message, body: dict[str, Any], action: dict[str, Any] | None) -> bool:
        """Open the form that this asks for; False when it asks for none."""
        form = await self._bot.opens(message)
        if form is None and action and str(action.get("action_id", "")).startswith(f"{OPEN}:"):
            kept = await self._outside.kept.get(f"slack/form/{message.choice}")
            form = Form.model_validate(kept) if kept else None
        if form is None:
            return False
        container = inner(body, "container")
        opened = Opened(
            address=message.address,
            threaded=message.threaded,
            form_id=form.id,
            names=(),
            channel=str(container.get("channel_id") or ""),
            ts="" if container.get("is_ephemeral") else str(container.get("message_ts") or ""),
            block=str((action or {}).get("block_id") or ""),
            action=str((action or {}).get("action_id") or ""),
        )
        view, metadata = modals.view_of(form, opened)
        if not modals.fits(metadata):
            name = f"slack/view/{hashlib.sha256(metadata.encode()).hexdigest()[:32]}"
            await self._outside.kept.put(name, metadata)
            metadata = f"{_KEPT}{name}"
        try:
            await self._outside.api.call(
                "views.open", trigger_id=needed(body, "trigger_id"), view={**view, "private_metadata": metadata}
            )
        except Refused as refused:
            if refused.error not in {"expired_trigger_id", "exchanged_trigger_id"}:
                raise
            await self.tell(message, _TOO_LATE, needed(body, "trigger_id"))
        return True

    async def tell(self, message: Message, sentence: str, trigger: str) -> None:
        """Say something to the one who did this, and to nobody else."""
        who = (message.via or message.author).id
        await self._outside.poster.say(message.address, Post(text=sentence, private_to=who), key=f"{trigger}:told")

    async def opened(self, view: dict[str, Any]) -> Opened:
        """What was noted when the form was opened; also by an earlier release, or before a restart."""
        metadata = str(view.get("private_metadata") or "")
        if metadata.startswith(_KEPT):
            metadata = str(await self._outside.kept.get(metadata.removeprefix(_KEPT)) or "")
        try:
            return modals.read_metadata(metadata)
        except ValidationError as error:
            raise Trouble(
                "That form is from an older version of me, and I no longer know what it was about."
            ) from error

    async def submission(self, body: dict[str, Any], opened: Opened, now: datetime) -> Message:
        """A filled form as a message. The same modal counts once."""
        author, known = await self._outside.people.person(needed(body, "user", "id"))
        view = inner(body, "view")
        return Message(
            key=await self._arrivals.key(place_of(opened.address).team, f"form-{needed(view, 'id')}", now),
            address=opened.address,
            author=author,
            at=now,
            form_id=opened.form_id,
            form=modals.values_of(view, opened),
            partial=not known,
            threaded=opened.threaded,
        )

    async def errors(self, message: Message, opened: Opened) -> dict[str, str]:
        """What has to be mended, under the inputs that it is about."""
        return modals.errors_of(await self._bot.checks(message), opened)

    async def mark(self, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Show what was decided and by whom in place of the button."""
        container, message = inner(body, "container"), inner(body, "message")
        if (
            not (message and container.get("channel_id"))
            or container.get("is_ephemeral")
            or str(action.get("block_id")).startswith(LASTS)
        ):
            return
        who = (await self._outside.people.look_up(needed(body, "user", "id"))).name
        blocks = mark_used(
            objects(message, "blocks"), str(action.get("block_id")), str(action["action_id"]), label_of(action), who
        )
        await self._update(str(container["channel_id"]), message, blocks)

    async def mark_submitted(self, opened: Opened, message: Message) -> None:
        """The same for the button that opened a form, now that it is filled."""
        if not opened.ts or not opened.block or opened.block.startswith(LASTS):
            return
        told = await self._outside.api.call(
            "conversations.replies",
            channel=opened.channel,
            ts=opened.ts,
            latest=opened.ts,
            inclusive=1,
            limit=1,
        )
        shown = next((one for one in objects(told, "messages") if one.get("ts") == opened.ts), None)
        if shown is None:
            return
        who = (await self._outside.people.look_up(message.author.id)).name
        label = _label(shown, opened)
        await self._update(
            opened.channel, shown, mark_used(objects(shown, "blocks"), opened.block, opened.action, label, who)
        )

    async def _update(self, channel: str, message: dict[str, Any], blocks: list[dict[str, Any]] | None) -> None:
        if blocks is not None:
            await self._outside.api.call(
                "chat.update", channel=channel, ts=message["ts"], text=message.get("text") or "…", blocks=blocks
            )


def _label(message: dict[str, Any], opened: Opened) -> str:
    for block in objects(message, "blocks"):
        for element in objects(block, "elements") if block.get("block_id") == opened.block else ():
            if element.get("action_id") == opened.action:
                return label_of(element)
    return "Done"
