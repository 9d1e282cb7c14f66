"""Every way into a conversation, and every way out of one: dialogs, files, installs, closed doors, restarts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import CoroutineType
from typing import Any

import pytest
from aiohttp import web
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity

from bot.app import open_app
from bot.chat import Address, Attachment, Form, FormField, Post
from bot.errors import Trouble
from bot.platforms.beside import Beside
from bot.platforms.rooms import room_of
from bot.platforms.teams.addresses import Place, place_of
from bot.platforms.teams.api import Api
from bot.platforms.teams.checks import examine
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.heard import from_html
from bot.platforms.teams.render.elements import read
from tests.patience import until
from tests.platforms.kept import Kept
from tests.platforms.teams.conftest import World, settings
from tests.platforms.teams.double import BOT, CHANNEL, GROUP, TENANT, TeamsDouble, buttons, card_of, personal, shown
from tests.platforms.teams.recorder import Recorder, live_settings, served


def said_by(user: str, name: str, content: str, command: str) -> dict[str, object]:
    payload = {
        "id": "1700000000999",
        "linkToMessage": "https://teams.microsoft.com/l/message/19:general/1700000000999",
        "body": {"contentType": "html", "content": content},
        "from": {"user": {"id": user, "displayName": name}},
    }
    return {"commandId": command, "commandContext": "message", "messagePayload": payload}


def thread_of(double: TeamsDouble, number: int = 9) -> Address:
    conversation = f"{CHANNEL};messageid={number}"
    return Place(tenant=TENANT, kind="channel", service=double.service, conversation=conversation).address


async def test_a_message_is_turned_into_a_story_where_it_stands(world: World) -> None:
    thread = f"{CHANNEL};messageid=5"
    value = said_by("U2", "Tom Berg", "<p>customers should see where<br>their parcel is</p>", "story")
    answer = await world.teams.invoke("U1", thread, "composeExtension/fetchTask", value)
    assert answer["task"]["type"] == "message"
    assert "As a" in await world.last(thread)
    (message,) = world.bot.messages
    assert message.author.name == "Tom Berg"
    assert message.via is not None
    assert message.via.name == "Priya Shah"
    assert message.permalink == "https://teams.microsoft.com/l/message/19:general/1700000000999"


async def test_a_message_is_added_to_an_interview_through_a_dialog(world: World) -> None:
    thread = await world.mentions("U1", "interview Faster refunds")
    await world.last(thread)
    other = f"{CHANNEL};messageid=5"
    value = said_by("U2", "Tom Berg", "<p>Refunds take 9 days.</p>", "add")
    answer = await world.teams.invoke("U1", other, "composeExtension/fetchTask", value)
    card = answer["task"]["value"]["card"]["content"]
    assert "Add to the interview" in read(card["body"])
    (save,) = buttons(card)
    assert save["type"] == "Action.Submit"
    inputs = {one["label"]: one for one in card["body"] if one["type"].startswith("Input.")}
    empty = {inputs["Which interview?"]["id"]: "0", inputs["What is added"]["id"]: ""}
    answer = await world.teams.invoke("U1", other, "composeExtension/submitAction", {"data": {**save["data"], **empty}})
    assert "There is nothing to add." in read(answer["task"]["value"]["card"]["content"]["body"])
    filled = {**empty, inputs["What is added"]["id"]: "Refunds take 9 days."}
    answer = await world.teams.invoke(
        "U1", other, "composeExtension/submitAction", {"data": {**save["data"], **filled}}
    )
    assert answer["task"]["type"] == "message"
    await world.last(thread)
    await world.teams.says("U1", "list", thread)
    assert "Refunds take 9 days" in await world.last(thread)
    assert "Tom Berg" in await world.last(thread), "it is still Tom who said it"


async def test_a_form_of_another_conversation_is_refused(teams: TeamsDouble) -> None:
    bot = Recorder(form=Form(id="x:edit", title="Edit", fields=(FormField(name="a", label="A"),)))
    async with served(teams, bot):
        value = said_by("U2", "Tom Berg", "x", "add")
        answer = await teams.invoke("U1", GROUP, "composeExtension/fetchTask", value)
        (save,) = buttons(answer["task"]["value"]["card"]["content"])
        answer = await teams.invoke("U2", personal("U2"), "composeExtension/submitAction", {"data": save["data"]})
    assert "older version" in answer["task"]["value"]
    assert bot.messages == []


async def test_a_file_is_read_as_an_answer(world: World) -> None:
    chat = personal("U1")
    await world.teams.says("U1", "interview Faster refunds", chat)
    await world.last(chat)
    world.teams.files["notes.md"] = b"# Problem\nCustomers lose the receipt.\n# Rules\nA refund needs a parcel.\n"
    await world.teams.says("U1", "", chat, files=("notes.md",))
    assert "[Use this in the interview]" in await world.last(chat)
    await world.teams.says("U1", "My notes:", chat, files=("notes.md",))
    assert "Customers lose the receipt" in await world.last(chat)
    world.teams.files["photo.png"] = b"\x89PNG"
    await world.teams.says("U1", "", chat, files=("photo.png",))
    assert "photo.png isn’t a text file" in await world.last(chat)


async def test_a_file_that_lies_elsewhere_is_left_alone(world: World) -> None:
    made = world.teams.activity("U1", personal("U1"), text="")
    url = "https://evil.example/x.md"
    kind = "application/vnd.microsoft.teams.file.download.info"
    made["attachments"] = [{"contentType": kind, "name": "x.md", "content": {"downloadUrl": url}}]
    await world.teams.deliver(made)
    assert "isn’t where Teams keeps files" in await world.last(personal("U1"))


async def test_a_document_goes_into_onedrive_when_its_reader_says_so(teams: TeamsDouble) -> None:
    async with served(teams, Recorder()) as platform:
        chat = personal("U1")
        here = Place(tenant=TENANT, kind="personal", service=teams.service, conversation=chat).address
        post = Post(text="Here it is.", attachments=(Attachment(name="brief.md", text="# Brief ✓"),))
        await platform.say(here, post, key="turn:1")
        consent = teams.posts[chat][-1]
        assert shown(consent) == "(brief.md)"
        content = consent["attachments"][0]["content"]
        info = {
            "uploadUrl": f"{teams.base}/upload/brief.md",
            "contentUrl": "https://x.sharepoint.com/b",
            "name": "brief.md",
        }
        value = {"type": "fileUpload", "action": "accept", "context": content["acceptContext"], "uploadInfo": info}
        await teams.invoke("U1", chat, "fileConsent/invoke", {**value, "context": {"file": "guessed"}})
        await teams.invoke("U1", GROUP, "fileConsent/invoke", value)
        assert teams.files == {}
        await teams.invoke("U1", chat, "fileConsent/invoke", value, replyToId=consent["id"])
        world = World(teams, None)  # type: ignore[arg-type]
        await world.until(lambda: "is in your OneDrive" in shown(teams.posts[chat][1]))
        assert teams.files["brief.md"].decode() == "# Brief ✓"
        assert shown(teams.posts[chat][-1]) == "(brief.md)"


async def test_it_says_on_installation_what_it_does_and_keeps_once(teams: TeamsDouble) -> None:
    async with served(teams, Recorder()):
        world = World(teams, None)  # type: ignore[arg-type]
        chat = personal("U1")
        added = teams.activity("U1", chat, type="installationUpdate", action="add")
        await teams.deliver(added)
        await teams.deliver(teams.activity("U1", chat, type="conversationUpdate", membersAdded=[{"id": BOT}]))
        await world.until(lambda: teams.posts[chat])
        assert "interview what it is about" in shown(teams.posts[chat][0])
        assert "I keep what you say to me" in shown(teams.posts[chat][0])
        await teams.deliver(teams.activity("U1", chat, type="conversationUpdate", membersAdded=[{"id": "29:U2"}]))
        await teams.deliver(teams.activity("U1", chat, type="installationUpdate", action="remove"))
        await teams.deliver(teams.activity("U1", chat, type="installationUpdate", action="add"))
        await world.until(lambda: len(teams.posts[chat]) == 2)


async def test_both_events_of_an_installation_at_the_same_moment_make_one_welcome(
    teams: TeamsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    spawn = Beside.spawn

    def noted(self: Beside, work: CoroutineType[Any, Any, None]) -> None:
        begun.append(work.__name__)
        spawn(self, work)

    class Slow(Kept):
        async def get(self, key: str) -> object:
            found = await super().get(key)
            await asyncio.sleep(0.05)
            return found

    chat = personal("U1")
    monkeypatch.setattr(Beside, "spawn", noted)
    async with served(teams, Recorder(), kept=Slow()) as platform:
        await asyncio.gather(
            teams.deliver(teams.activity("U1", chat, type="installationUpdate", action="add")),
            teams.deliver(teams.activity("U1", chat, type="conversationUpdate", membersAdded=[{"id": BOT}])),
        )
        assert begun == ["_say_welcome"]
        await until(lambda: teams.posts[chat])
        here = Place(tenant=TENANT, kind="personal", service=teams.service, conversation=chat).address
        await platform.say(here, Post(text="The next thing."), key="turn:1")
    assert ["I’m Groundwork" in shown(post) for post in teams.posts[chat]] == [True, False]


async def test_an_edited_message_changes_its_statement_and_a_deleted_one_is_withdrawn(world: World) -> None:
    thread = await world.mentions("U1", "interview Faster refunds")
    await world.last(thread)
    made = await world.teams.says("U1", "Refunds take 9 days. Customers lose the receipt.", thread)
    await world.last(thread)
    edited = world.teams.activity(
        "U1", thread, type="messageUpdate", text="Refunds take 12 days. Customers lose the receipt."
    )
    edited |= {"id": made, "channelData": {**edited["channelData"], "eventType": "editMessage"}}
    await world.teams.deliver(edited)
    assert "was “Refunds take 9 days”, now “Refunds take 12 days”" in await world.last(thread)
    gone = world.teams.activity("U1", thread, type="messageDelete") | {"id": made}
    await world.teams.deliver(gone)
    assert "Taken back" in await world.last(thread)


async def test_the_clock_of_whoever_writes_comes_along(world: World) -> None:
    await world.teams.deliver(world.teams.activity("U1", personal("U1"), text="help", localTimezone="Pacific/Auckland"))
    assert [message.zone for message in world.bot.messages] == ["Pacific/Auckland"]


async def test_a_post_that_nobody_asked_for_arrives_after_a_restart(tmp_path: Path, teams: TeamsDouble) -> None:
    async with open_app(settings(tmp_path, teams)) as app, app.teams.serve(app):
        address = Place(tenant=TENANT, kind="channel", service=teams.service, conversation=CHANNEL).address
        await app.teams.say(address, Post(text="The week in short."), key="digest:1")
    async with open_app(settings(tmp_path, teams)) as app:
        await app.teams.say(address, Post(text="The week in short."), key="digest:1")
        await app.teams.say(address, Post(text="Another week."), key="digest:2")
        assert [shown(one) for posts in teams.posts.values() for one in posts] == [
            "The week in short.",
            "Another week.",
        ]
        thread = next(iter(teams.posts))
        assert await Conversations(app.store).is_ours(place_of(thread_of(teams, int(thread.partition("=")[2]))))


async def test_the_newest_service_address_is_used_and_the_conversation_stays_the_same(teams: TeamsDouble) -> None:
    kept, bot = Kept(), Recorder()
    old = Place(tenant=TENANT, kind="personal", service="http://127.0.0.1:1/", conversation=personal("U1"))
    reference = {"address": old.address, "service": old.service, "bot": BOT}
    await kept.put(f"teams/conversation/{TENANT}/{personal('U1')}", reference)
    async with served(teams, bot, kept=kept) as platform:
        await teams.says("U1", "hello", personal("U1"))
        assert bot.messages[0].address == old.address
        await platform.say(old.address, Post(text="Hi"), key="turn:1")
    assert len(teams.posts[personal("U1")]) == 1


async def test_a_removed_or_blocked_conversation_is_told_and_shown_by_the_doctor(teams: TeamsDouble) -> None:
    kept = Kept()
    async with served(teams, Recorder(), kept=kept) as platform:
        await teams.says("U1", "hello", personal("U1"))
        teams.closed[personal("U1")] = (403, "ConversationBlockedByUser")
        here = Place(tenant=TENANT, kind="personal", service=teams.service, conversation=personal("U1")).address
        with pytest.raises(Trouble, match="removed or blocked"):
            await platform.say(here, Post(text="Hi"), key="turn:1")
        lines = await examine(live_settings(teams), kept)
        assert any("ConversationBlockedByUser" in found for _, found, _ in lines)
        assert ("well", "0 conversations can be posted to", "") in lines
        calls = teams.calls
        with pytest.raises(Trouble, match="removed or blocked"):
            await platform.say(here, Post(text="The next digest"), key="turn:2")
        assert teams.calls == calls, "the doctor says that nothing is posted there, and so it is"
        teams.closed.clear()
        await teams.says("U1", "hello", personal("U1"))
        assert ("well", "1 conversation can be posted to", "") in await examine(live_settings(teams), kept)


async def test_when_teams_says_wait_it_waits(teams: TeamsDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(Api.__init__, "__kwdefaults__", {"sleep": sleep})
    teams.throttle = [3.0, 7.0]
    async with served(teams, Recorder()) as platform:
        await platform.say(thread_of(teams), Post(text="Hi"), key="turn:1")
    assert waited == [7.0, 3.0]
    assert len(teams.posts[f"{CHANNEL};messageid=9"]) == 1


async def test_a_conversation_that_had_to_wait_too_long_is_shown_by_the_doctor(
    teams: TeamsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sleep(seconds: float) -> None:
        del seconds

    monkeypatch.setattr(Api.__init__, "__kwdefaults__", {"sleep": sleep})
    kept = Kept()
    teams.throttle = [1.0] * 6
    async with served(teams, Recorder(), kept=kept) as platform:
        with pytest.raises(Trouble, match="wait for a while"):
            await platform.say(thread_of(teams), Post(text="Hi"), key="turn:1")
        lines = await examine(live_settings(teams), kept)
        assert any("Teams had 1 conversation wait for minutes in the last day (429)." in found for _, found, _ in lines)
        await platform.say(thread_of(teams), Post(text="Hi"), key="turn:1")
    assert len(teams.posts[f"{CHANNEL};messageid=9"]) == 1


async def test_threads_of_a_channel_have_it_in_common_wherever_teams_takes_posts_for_it_today(
    teams: TeamsDouble,
) -> None:
    known, rooms = Conversations(Kept()), set()
    for number, service in enumerate(("https://smba.example/emea/", "https://smba.example/apac/")):
        thread = f"{CHANNEL};messageid={number}"
        place = await known.meet(teams.activity("U1", thread, text="hello") | {"serviceUrl": service})
        rooms.add(room_of(place.address))
        assert await known.service(place) == service
    assert len(rooms) == 1
    assert await known.service(place_of(rooms.pop())) == "https://smba.example/apac/", "and it is reached there"


async def test_where_it_may_not_write_the_one_who_asked_is_answered_directly(world: World) -> None:
    thread = f"{CHANNEL};messageid=5"
    world.teams.closed[thread] = (403, "BotNotInConversationRoster")
    value = said_by("U2", "Tom Berg", "customers should see where their parcel is", "story")
    await world.teams.invoke("U1", thread, "composeExtension/fetchTask", value)
    await world.bot.quiet()
    assert "As a" in await world.last(personal("U1"))


async def test_people_who_are_named_are_mentioned(teams: TeamsDouble) -> None:
    async with served(teams, Recorder()) as platform:
        await teams.says("U2", "hello", GROUP, mention=True)
        here = Place(tenant=TENANT, kind="group", service=teams.service, conversation=GROUP).address
        await platform.say(here, Post(text="This one is for @Tom, not for a@tom.example."), key="turn:1")
    (entity,) = card_of(teams.posts[GROUP][0])["msteams"]["entities"]
    assert entity["mentioned"] == {"id": "29:U2", "name": "Tom Berg"}


async def test_dots_are_shown_while_an_answer_takes_a_while(teams: TeamsDouble) -> None:
    async with served(teams, Recorder()):
        await teams.says("U1", "hello", personal("U1"))
        await World(teams, None).until(lambda: teams.typing == [personal("U1")])  # type: ignore[arg-type]


async def test_the_stock_adapter_still_answers_500_to_an_invoke_with_a_body(teams: TeamsDouble) -> None:
    """When this fails, botbuilder was mended, and `Adapter.answer` may become shorter."""

    class Bot(ActivityHandler):  # type: ignore[misc]
        async def on_turn(self, turn_context: TurnContext) -> None:
            done = InvokeResponse(status=200, body={"task": {"type": "message", "value": "x"}})
            await turn_context.send_activity(Activity(type="invokeResponse", value=done))

    from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity

    adapter = CloudAdapter()

    class Open:
        async def authenticate_request(self, activity: Activity, header: str) -> AuthenticateRequestResult:
            result = AuthenticateRequestResult()
            result.claims_identity = ClaimsIdentity({}, is_authenticated=True)
            result.connector_factory = adapter.bot_framework_authentication.create_connector_factory(
                result.claims_identity
            )
            result.audience = None
            return result

        async def create_user_token_client(self, identity: object) -> None:
            return None

        create_connector_factory = adapter.bot_framework_authentication.create_connector_factory

    real, adapter.bot_framework_authentication = adapter.bot_framework_authentication, Open()
    del real

    async def answer(request: web.Request) -> web.StreamResponse:
        with pytest.raises(AttributeError, match="is_xml_model"):
            await adapter.process(request, Bot())
        return web.json_response({"seen": True})

    from bot.platforms.web import Route, web_server

    async with web_server([Route("/api/messages", answer)], "127.0.0.1", 0) as port:
        teams.bot_url = f"http://127.0.0.1:{port}"
        body = await teams.invoke("U1", personal("U1"), "task/fetch", {})
    assert body == {"seen": True}


def test_html_is_read_as_text() -> None:
    content = (
        '<p>One &amp; two&nbsp;<b>three</b></p><ul><li>a</li><li>b</li></ul><p><at id="0">Tom</at> <img alt="🙂"></p>'
    )
    assert from_html(content) == "One & two three\n- a\n- b\n@Tom 🙂"


@pytest.mark.parametrize("address", ["teams:", "teams:t:p:s", "teams:t:x:s:c", "slack:T1:C1", "teams:t:p::c"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        place_of(address)


def test_an_address_holds_all_that_a_post_needs() -> None:
    place = Place(
        tenant="t", kind="channel", service="https://smba.example/emea/", conversation="19:a@thread.tacv2;messageid=1"
    )
    assert place_of(place.address) == place
    assert place.address.count(":") == 4
