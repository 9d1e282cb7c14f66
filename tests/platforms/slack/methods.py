"""The Web API of the double: each method checks what it is sent, and does what Slack would."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.strict import problems_of_message, problems_of_view

if TYPE_CHECKING:
    from tests.platforms.slack.double import SlackDouble

Method = Callable[["SlackDouble", dict[str, Any]], dict[str, Any]]
METHODS: dict[str, tuple[Method, set[str], set[str]]] = {}
"""By name: what it does, the arguments that it needs, and those that it takes beside them."""


class No(Exception):  # noqa: N818 (what Slack says)
    """Slack refuses."""

    def __init__(self, error: str, *details: str) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


def method(name: str, needs: str = "", takes: str = "") -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        METHODS[name] = (function, set(needs.split()), set(takes.split()))
        return function

    return register


@method("auth.test")
def _auth(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": slack.url,
        "team": "Acme",
        "user": "groundwork",
        "team_id": slack.team,
        "user_id": slack.bot_user,
        "bot_id": slack.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
def _connect(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    return {"url": f"ws://127.0.0.1:{slack.port}/socket?ticket=1"}


@method("users.info", "user", "include_locale")
def _user(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    person = slack.people.get(given["user"])
    if person is None:
        raise No("user_not_found")
    name = person["name"]
    return {
        "user": {
            "id": given["user"],
            "name": name.lower(),
            "real_name": name,
            "tz": person.get("tz", "Europe/Berlin"),
            "profile": {"display_name": name, "real_name": name},
            "is_restricted": person.get("guest", False),
            "is_admin": person.get("admin", False),
            "is_stranger": person.get("stranger", False),
            "is_ultra_restricted": False,
        }
    }


@method("users.list", "", "cursor limit include_locale")
def _everybody(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    return _page(given, "members", [_user(slack, {"user": each})["user"] for each in sorted(slack.people)])


@method("conversations.open", "users", "return_im")
def _open(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    return {"channel": {"id": slack.direct(given["users"])}}


@method("usergroups.users.list", "usergroup", "include_disabled")
def _group(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    if "usergroups:read" not in slack.scopes:
        raise No("missing_scope")
    if given["usergroup"] not in slack.groups:
        raise No("no_such_subteam")
    return {"users": sorted(slack.groups[given["usergroup"]])}


@method("conversations.info", "channel", "include_num_members include_locale")
def _info(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    if given["channel"].startswith("D"):
        (user,) = slack.channel(given["channel"])["members"] - {slack.bot_user}
        return {"channel": {"id": given["channel"], "is_im": True, "user": user}}
    channel = slack.readable(given["channel"])
    told = {"id": given["channel"], "name": channel["name"], "is_private": channel["private"]}
    told |= {"is_ext_shared": channel.get("shared", False), "is_member": slack.bot_user in channel["members"]}
    return {"channel": told}


@method("conversations.members", "channel", "cursor limit")
def _members(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    return _page(given, "members", sorted(slack.readable(given["channel"])["members"]))


@method("users.conversations", "", "types cursor limit exclude_archived user")
def _own_channels(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    types = given.get("types", "public_channel").split(",")
    found = [
        {"id": channel, "name": one["name"]}
        for channel, one in slack.channels.items()
        if channel[0] != "D"
        and slack.bot_user in one["members"]
        and ("private_channel" if one["private"] else "public_channel") in types
    ]
    return _page(given, "channels", found)


def _page(given: dict[str, Any], what: str, everything: list[Any]) -> dict[str, Any]:
    """Slack gives fewer than it was asked for, and a cursor."""
    start = int(given.get("cursor") or 0)
    after = start + 2
    more = str(after) if after < len(everything) else ""
    return {what: everything[start:after], "response_metadata": {"next_cursor": more}}


@method("conversations.join", "channel")
def _join(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    channel = slack.channel(given["channel"])
    if channel["private"]:
        raise No("method_not_supported_for_channel_type")
    channel["members"].add(slack.bot_user)
    return {"channel": {"id": given["channel"]}}


@method(
    "chat.postMessage",
    "channel",
    "text blocks thread_ts metadata unfurl_links unfurl_media mrkdwn reply_broadcast parse link_names",
)
def _post(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    problems = problems_of_message(given)
    if problems:
        raise No("invalid_blocks", *problems)
    channel = slack.writable(given["channel"])
    if given.get("thread_ts") and not any(one["ts"] == given["thread_ts"] for one in channel["messages"]):
        raise No("thread_not_found")
    message = {
        "type": "message",
        "user": slack.bot_user,
        "bot_id": slack.bot_id,
        "ts": slack.next_ts(),
        "text": given.get("text", ""),
        "blocks": slack.stored(given.get("blocks", [])),
    }
    message |= {name: given[name] for name in ("thread_ts", "metadata") if given.get(name)}
    channel["messages"].append(message)
    slack.echo(given["channel"], message)
    return {"channel": given["channel"], "ts": message["ts"], "message": message}


@method("chat.postEphemeral", "channel user", "text blocks thread_ts parse link_names")
def _ephemeral(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    problems = problems_of_message(given)
    if problems:
        raise No("invalid_blocks", *problems)
    channel = slack.writable(given["channel"])
    if given["user"] not in channel["members"]:
        raise No("user_not_in_channel")
    ts = slack.next_ts()
    slack.ephemeral.append({**given, "ts": ts, "blocks": slack.stored(given.get("blocks", []))})
    return {"message_ts": ts}


@method("chat.update", "channel ts", "text blocks metadata")
def _update(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    problems = problems_of_message(given)
    if problems:
        raise No("invalid_blocks", *problems)
    message = slack.message(given["channel"], given["ts"])
    if message.get("bot_id") != slack.bot_id:
        raise No("cant_update_message")
    message |= {"text": given.get("text", ""), "blocks": slack.stored(given.get("blocks", []))}
    return {"channel": given["channel"], "ts": given["ts"]}


def _listed(slack: SlackDouble, given: dict[str, Any], messages: list[dict[str, Any]]) -> dict[str, Any]:
    if given["channel"] in slack.unreadable:
        raise No("not_in_channel")
    oldest, latest = float(given.get("oldest", 0)), float(given.get("latest", "9999999999"))
    inclusive = str(given.get("inclusive", "0")) in {"1", "true"}
    found = [
        one
        for one in messages
        if oldest < float(one["ts"]) < latest or (inclusive and float(one["ts"]) in {oldest, latest})
    ]
    if str(given.get("include_all_metadata", "0")) not in {"1", "true"}:
        found = [{key: value for key, value in one.items() if key != "metadata"} for one in found]
    found = [_without_data(one) for one in found]
    limit, start = int(given.get("limit", 100)), int(given.get("cursor", "0") or 0)
    if not 0 < limit <= _MOST_LISTED:
        raise No("invalid_limit", f"{limit} at once")
    more = start + limit < len(found)
    metadata = {"response_metadata": {"next_cursor": str(start + limit) if more else ""}}
    return {"messages": found[start : start + limit], "has_more": more, **metadata}


_MOST_LISTED = 999


def _without_data(one: dict[str, Any]) -> dict[str, Any]:
    if "files" not in one:
        return one
    return {**one, "files": [{key: value for key, value in file.items() if key != "data"} for file in one["files"]]}


def _with_thread(one: dict[str, Any], messages: list[dict[str, Any]]) -> dict[str, Any]:
    """A message that others answered says how many and when last."""
    replies = [each["ts"] for each in messages if each.get("thread_ts") == one["ts"] != each["ts"]]
    if not replies:
        return one
    return {**one, "thread_ts": one["ts"], "reply_count": len(replies), "latest_reply": max(replies, key=float)}


@method("conversations.history", "channel", "oldest latest inclusive limit cursor include_all_metadata")
def _history(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    every = slack.channel(given["channel"])["messages"]
    if slack.bot_user not in slack.channel(given["channel"])["members"]:
        raise No("channel_not_found" if slack.channel(given["channel"])["private"] else "not_in_channel")
    messages = [_with_thread(one, every) for one in every if one.get("thread_ts") in {None, one["ts"]}]
    return _listed(slack, given, messages[::-1])


@method("conversations.replies", "channel ts", "oldest latest inclusive limit cursor include_all_metadata")
def _replies(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    root = given["ts"]
    messages = [one for one in slack.channel(given["channel"])["messages"] if root in {one["ts"], one.get("thread_ts")}]
    if not messages:
        raise No("thread_not_found")
    return _listed(slack, given, messages)


@method("files.getUploadURLExternal", "filename length", "alt_txt snippet_type")
def _upload_url(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    if int(given["length"]) <= 0:
        raise No("invalid_arguments", "length")
    file = slack.new_file(given["filename"], int(given["length"]))
    return {"file_id": file, "upload_url": f"http://127.0.0.1:{slack.port}/upload/{file}"}


@method("files.completeUploadExternal", "files", "channel_id thread_ts initial_comment blocks channels")
def _complete(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    made = given["files"] if isinstance(given["files"], list) else json.loads(given["files"])
    channel = slack.writable(given["channel_id"])
    for one in made:
        if slack.files[one["id"]].get("data") is None:
            raise No("file_not_found", one["id"])
        slack.files[one["id"]]["shares"] = {"public": {given["channel_id"]: [{"ts": "1"}]}}
    message: dict[str, Any] = {
        "type": "message",
        "subtype": "file_share",
        "user": slack.bot_user,
        "bot_id": slack.bot_id,
    }
    message |= {"ts": slack.next_ts(), "text": "", "files": [slack.files[one["id"]] for one in made]}
    message |= {"thread_ts": given["thread_ts"]} if given.get("thread_ts") else {}
    channel["messages"].append(message)
    return {"files": made}


@method("files.info", "file", "")
def _file(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    if given["file"] not in slack.files:
        raise No("file_not_found")
    return {"file": {key: value for key, value in slack.files[given["file"]].items() if key != "data"}}


@method("views.open", "trigger_id view", "interactivity_pointer")
def _views_open(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    user = slack.use_trigger(given["trigger_id"])
    problems = problems_of_view(given["view"])
    if problems:
        raise No("invalid_arguments", *problems)
    view = {**given["view"], "id": slack.next_id("V"), "hash": "1", "user": user}
    slack.modals[user] = view
    return {"view": view}


@method("views.publish", "user_id view", "hash")
def _publish(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    problems = problems_of_view(given["view"])
    if problems:
        raise No("invalid_arguments", *problems)
    slack.homes[given["user_id"]] = {**given["view"], "id": slack.next_id("V")}
    return {"view": slack.homes[given["user_id"]]}


@method("assistant.threads.setStatus", "channel_id thread_ts status", "loading_messages")
def _status(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    slack.statuses.append((given["channel_id"], given["thread_ts"], given["status"]))
    return {}


@method("assistant.threads.setSuggestedPrompts", "channel_id prompts", "thread_ts title")
def _prompts(slack: SlackDouble, given: dict[str, Any]) -> dict[str, Any]:
    if not 0 < len(given["prompts"]) <= 4 or any(set(one) != {"title", "message"} for one in given["prompts"]):
        raise No("invalid_arguments", "prompts")
    slack.prompts[given["channel_id"]] = given["prompts"]
    return {}
