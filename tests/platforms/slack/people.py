"""People in the double: they type, press, fill and look, and what the bot shows them can be read."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.platforms.slack.render.messages import read
from tests.patience import until
from tests.platforms.slack.double import Delivery, SlackDouble

_MENTION = re.compile(r"(<@[UW][A-Z0-9]+(?:\|[^>]*)?>|<#[CG][A-Z0-9]+\|[^>]*>)")


def rich_text(text: str) -> list[dict[str, Any]]:
    """What Slack's composer makes of typed words."""
    pieces: list[dict[str, Any]] = []
    for piece in _MENTION.split(text):
        if _MENTION.fullmatch(piece):
            kind = "user" if piece[1] == "@" else "channel"
            pieces.append({"type": kind, f"{kind}_id": piece[2:-1].partition("|")[0]})
        elif piece:
            pieces.append({"type": "text", "text": piece})
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}]


def escaped(text: str) -> str:
    """The same as Slack's `text`."""
    return "".join(
        piece if _MENTION.fullmatch(piece) else piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for piece in _MENTION.split(text)
    )


class People:
    """Everybody who does something in this workspace."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack

    async def types(  # noqa: PLR0913 (all that a message may hold)
        self,
        user: str,
        text: str,
        channel: str,
        *,
        thread: str | None = None,
        files: tuple[str, ...] = (),
        twice: bool = False,
        wait: bool = True,
    ) -> str:
        """Somebody writes; the app hears of it as Slack tells it. Returns the message's ts."""
        slack = self.slack
        message: dict[str, Any] = {"type": "message", "user": user, "ts": slack.next_ts(), "text": escaped(text)}
        message |= {"client_msg_id": slack.next_id("m"), "team": slack.team}
        message |= {"blocks": rich_text(text)} if text else {}
        message |= {"thread_ts": thread} if thread else {}
        if files:
            message |= {"subtype": "file_share", "files": [{"id": f, "name": slack.files[f]["name"]} for f in files]}
        slack.channel(channel)["messages"].append(message)
        events = [slack._message_event(channel, message)]
        if f"<@{slack.bot_user}>" in text and channel[0] != "D":
            mention = {key: value for key, value in events[0].items() if key not in {"channel_type", "subtype"}}
            events.insert(0, {**mention, "type": "app_mention"})
        if slack.bot_user in slack.channel(channel)["members"]:
            sent = [slack.deliver("events_api", slack.event(event)) for event in events * (2 if twice else 1)]
            together = asyncio.gather(*sent)
            if wait:
                await together
            else:
                await asyncio.sleep(0)
                slack._echoes.add(asyncio.ensure_future(together))
        return str(message["ts"])

    async def edits(self, user: str, channel: str, ts: str, text: str) -> None:
        """Somebody edits a message of theirs."""
        slack = self.slack
        message = next(one for one in slack.channel(channel)["messages"] if one["ts"] == ts)
        before = dict(message)
        message |= {"text": escaped(text), "blocks": rich_text(text), "edited": {"user": user, "ts": slack.next_ts()}}
        await self._sub(channel, "message_changed", message=dict(message), previous_message=before)

    async def unfurls(self, channel: str, ts: str) -> None:
        """Slack adds a preview to a message, which it tells in the same way as an edit."""
        message = next(one for one in self.slack.channel(channel)["messages"] if one["ts"] == ts)
        await self._sub(
            channel, "message_changed", message={**message, "attachments": [{}]}, previous_message=dict(message)
        )

    async def deletes(self, channel: str, ts: str) -> None:
        """Somebody deletes a message of theirs."""
        messages = self.slack.channel(channel)["messages"]
        before = next(one for one in messages if one["ts"] == ts)
        messages.remove(before)
        await self._sub(channel, "message_deleted", previous_message=before, deleted_ts=ts)

    async def _sub(self, channel: str, subtype: str, **more: Any) -> None:
        event = {"type": "message", "subtype": subtype, "hidden": True, "ts": self.slack.next_ts(), **more}
        await self.slack.deliver("events_api", self.slack.event(self.slack._message_event(channel, event)))

    async def commands(self, user: str, text: str, channel: str) -> Delivery:
        """A slash command."""
        command, _, rest = text.partition(" ")
        payload = {
            "token": "x",
            "team_id": self.slack.team,
            "team_domain": "acme",
            "channel_id": channel,
            "channel_name": "directmessage" if channel[0] == "D" else "general",
            "user_id": user,
            "user_name": "somebody",
            "command": command,
            "text": escaped(rest),
            "api_app_id": "A1",
            "response_url": "https://hooks.slack.example/x",
            "trigger_id": self.slack.new_trigger(user),
        }
        return await self.slack.deliver("slash_commands", payload)

    def _body(self, user: str, kind: str) -> dict[str, Any]:
        return {
            "type": kind,
            "team": {"id": self.slack.team, "domain": "acme"},
            "user": {"id": user, "username": "somebody", "team_id": self.slack.team},
            "api_app_id": "A1",
            "token": "x",
            "trigger_id": self.slack.new_trigger(user),
        }

    async def presses(
        self, user: str, channel: str, message: dict[str, Any], label: str, *, late: float = 0.0
    ) -> Delivery:
        """A button, or an option of a list, by what stands on it."""
        block, element, option = find_button(message["blocks"], label)
        body = self._body(user, "block_actions")
        action = {"block_id": block["block_id"], "action_ts": self.slack.next_ts(), **element}
        if option:
            action = {**action, "selected_option": option}
        body |= {
            "actions": [action],
            "channel": {"id": channel, "name": "general"},
            "message": message,
            "container": {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": channel,
                "is_ephemeral": "bot_id" not in message,
                **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}),
            },
            "response_url": "https://hooks.slack.example/x",
        }
        if late:
            await self.slack.clock.sleep(late)
        return await self.slack.deliver("interactive", body)

    async def presses_at_home(self, user: str, label: str, *, nth: int = 0) -> Delivery:
        """A button on somebody's Home tab."""
        view = self.slack.homes[user]
        blocks = [block for block in view["blocks"] if _has(block, label)]
        block, element, _ = find_button([blocks[nth]], label)
        body = self._body(user, "block_actions") | {
            "actions": [{"block_id": block.get("block_id", "x"), "action_ts": self.slack.next_ts(), **element}],
            "view": view,
            "container": {"type": "view", "view_id": view["id"]},
        }
        return await self.slack.deliver("interactive", body)

    async def submits(self, user: str, **values: str) -> dict[str, str] | None:
        """Fill the open modal, by the labels of its fields with `_` for blanks; gives the errors shown, if any."""
        view = self.slack.modals[user]
        state: dict[str, dict[str, Any]] = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            label = block["label"]["text"].replace(" ", "_")
            element = block["element"]
            state[block["block_id"]] = {element["action_id"]: _filled(element, values.get(label))}
        body = self._body(user, "view_submission")
        body["view"] = {**view, "state": {"values": state}}
        delivery = await self.slack.deliver("interactive", body)
        answer = delivery.answer or {}
        if answer.get("response_action") == "errors":
            labels = {block["block_id"]: block["label"]["text"] for block in view["blocks"] if block["type"] == "input"}
            return {labels[block]: problem for block, problem in answer["errors"].items()}
        self.slack.modals.pop(user, None)
        return None

    async def uses_shortcut(self, user: str, callback: str, channel: str, ts: str) -> Delivery:
        """A shortcut in the menu of a message."""
        message = next(one for one in self.slack.channel(channel)["messages"] if one["ts"] == ts)
        body = self._body(user, "message_action") | {
            "callback_id": callback,
            "channel": {"id": channel, "name": "general"},
            "message": message,
            "message_ts": ts,
            "action_ts": f"{self.slack.now().timestamp():.6f}",
            "response_url": "https://hooks.slack.example/x",
        }
        return await self.slack.deliver("interactive", body)

    async def looks_at_home(self, user: str, tab: str = "home") -> None:
        """Somebody opens the app."""
        event = {"type": "app_home_opened", "user": user, "channel": self.slack.direct(user), "tab": tab}
        await self.slack.deliver("events_api", self.slack.event(event | {"event_ts": self.slack.next_ts()}))

    async def until(self, found: Callable[[], Any]) -> Any:
        """Wait for something that happens beside a turn."""
        return await until(found, told=lambda: f"Problems: {self.slack.problems}")


def _filled(element: dict[str, Any], value: str | None) -> dict[str, Any]:
    kind = element["type"]
    if kind == "static_select":
        options = element.get("options") or [one for group in element["option_groups"] for one in group["options"]]
        chosen = element.get("initial_option")
        if value is not None:
            chosen = next(one for one in options if one["text"]["text"].startswith(value))
        return {"type": kind, "selected_option": chosen}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value or element.get("initial_date")}
    typed = element.get("initial_value") if value is None else value
    return {"type": kind, "value": typed or None}


def find_button(
    blocks: list[dict[str, Any]], label: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]:
    """The block, the element, and the option where it is in a list."""
    for block, element, option in buttons(blocks):
        if (option or element)["text"]["text"].startswith(label):
            return block, element, option
    there = [(option or element)["text"]["text"] for _, element, option in buttons(blocks)]
    raise AssertionError(f"There is no {label!r}, only {there}.")


def buttons(
    blocks: list[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]]:
    """Everything that can be pressed or picked."""
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["type"] == "button":
                yield block, element, None
            for option in element.get("options", ()):
                yield block, element, option


def _has(block: dict[str, Any], label: str) -> bool:
    return any((option or element)["text"]["text"].startswith(label) for _, element, option in buttons([block]))


def shown(message: dict[str, Any]) -> str:
    """What people read in a message."""
    lines = [read(block) for block in message.get("blocks", ())]
    lines += [f"[{(option or element)['text']['text']}]" for _, element, option in buttons(message.get("blocks", []))]
    lines += [f"({file['name']})" for file in message.get("files", ())]
    return "\n".join(line for line in lines if line)
