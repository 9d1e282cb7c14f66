"""In time and once: what Slack sends twice, loses, slows down or breaks off changes nothing in what people see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.app import open_app
from bot.chat import Attachment, Chart, Choice, Choices, Message, Post, Series
from bot.durable.ports import Handle, Ports
from bot.errors import StoreTrouble
from bot.platforms.slack.api import Api
from bot.platforms.slack.outside import Outside
from bot.platforms.slack.people import People as Names
from bot.platforms.slack.posting import Poster
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.socket import Socket
from bot.platforms.slack.threads import Threads
from tests.patience import PATIENCE
from tests.platforms.kept import Died, Kept
from tests.platforms.slack.conftest import World, live, settings
from tests.platforms.slack.double import APP_TOKEN, BOT_TOKEN, SECRET, SlackDouble
from tests.platforms.slack.people import People, shown

HERE = "slack:T1:C1:+U1-7"


@pytest.fixture
async def outside(slack: SlackDouble) -> AsyncIterator[Outside]:
    made = Outside.reach(SlackSettings(bot_token=BOT_TOKEN, api_url=slack.api_url), Kept())
    yield made
    await made.close()


@asynccontextmanager
async def watched(slack: SlackDouble, outside: Outside) -> AsyncIterator[tuple[Socket, asyncio.Task[None]]]:
    """An open socket, and who looks after it."""
    app = AsyncApp(client=outside.api.client, signing_secret=SECRET)
    socket = Socket(app, SlackSettings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url), outside)
    await socket.open()
    watching = asyncio.create_task(socket.watch(every=0.05))
    try:
        yield socket, watching
    finally:
        watching.cancel()
        await asyncio.wait({watching})
        await socket.close()


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def poster(outside: Outside, kept: Kept, clock: Clock) -> Poster:
    api = Api(outside.api.client, sleep=clock.sleep, clock=clock)
    return Poster(api, kept, threads=Threads(kept), people=Names(api, kept), sleep=clock.sleep)


async def test_a_doubled_event_and_a_mention_that_is_a_message_too_count_once(world: World) -> None:
    ts = await world.people.types("U1", "<@UBOT> interview Faster refunds", "C1", twice=True)
    await world.people.types("U1", "Refunds take 9 days.", "C1", thread=ts, twice=True)
    assert len(await world.said("C1", ts)) == 2
    assert len(set(world.bot.turns)) == 2


async def test_a_button_pressed_twice_counts_once(world: World) -> None:
    await world.people.commands("U1", "/story customers should see where their parcel is", "C1")
    await world.bot.quiet()
    thread = world.root("C1")
    story = world.slack.said("C1", thread)[0]
    before = {**story, "blocks": list(story["blocks"])}
    await asyncio.gather(*(world.people.presses("U1", "C1", before, "Approve all") for _ in range(3)))
    assert len(await world.said("C1", thread)) == 2


async def test_an_interrupted_post_is_looked_up_before_it_is_made_again(slack: SlackDouble, outside: Outside) -> None:
    for call in range(1, 12):
        kept, clock = Kept(), Clock()
        here = f"{HERE}-{call}"
        kept.die_after(call)
        post = Post(text="Since when?", attachments=(Attachment(name="brief.md", text="# Brief"),))
        for _ in range(3):
            try:
                await poster(outside, kept, clock).say(here, post, key=f"turn:{call}")
            except Died:
                kept.live()
            else:
                break
        said = [shown(one) for one in slack.said("C1")]
        slack.channels["C1"]["messages"].clear()
        assert len([one for one in said if one.startswith("Since when?")]) == 1, f"died at call {call}: {said}"
        assert [one for one in said if "brief.md" in one] == ["(brief.md)"], f"died at call {call}"


async def test_a_post_whose_answer_is_lost_on_the_way_is_seen_once(slack: SlackDouble, outside: Outside) -> None:
    kept, clock = Kept(), Clock()
    slack.fail("chat.postMessage", "drop")
    first = await poster(outside, kept, clock).say(HERE, Post(text="Since when?"), key="a:1")
    slack.fail("chat.postMessage", "lost")
    slack.fail("chat.postMessage", "internal_error")
    await poster(outside, kept, clock).say(HERE, Post(text="How often?"), key="b:1")
    assert [shown(one).split("\n")[0] for one in slack.said("C1")] == ["Since when?", "How often?"]
    assert first == f"C1:{slack.said('C1')[0]['ts']}"


async def test_what_slack_will_not_draw_is_said_in_words(slack: SlackDouble, outside: Outside) -> None:
    slack.fail("chat.postMessage", "msg_blocks_too_long")
    choices = Choices(prompt="Which <one>?", options=(Choice(id="x:go", label="Go on"),))
    await poster(outside, Kept(), Clock()).say(HERE, Post(text="*Hello*", parts=(choices,)), key="a:1")
    (message,) = slack.said("C1")
    assert message["blocks"] == []
    assert "Hello\n\nWhich &lt;one&gt;?\n• Go on" in message["text"]


@pytest.mark.parametrize("only", [None, "U2"])
async def test_a_workspace_without_charts_reads_them_in_letters(
    slack: SlackDouble, outside: Outside, only: str | None
) -> None:
    slack.fail("chat.postEphemeral" if only else "chat.postMessage", "invalid_blocks")
    series = (Series(name="Planned", values=(21, 23)), Series(name="Done", values=(18, 22.5)))
    chart = Chart(draws="bar", title="Points", labels=("Sprint 17", "Sprint 18"), series=series)
    post = Post(text="So far:", parts=(chart,), private_to=only)
    await poster(outside, Kept(), Clock()).say(HERE, post, key="a:1")
    (message,) = slack.ephemeral if only else slack.said("C1")
    assert "So far:\nPoints\nSprint 17" in shown(message)
    assert "Sprint 18\n  Planned  ████████████ 23\n  Done     ████████████ 22.5" in shown(message)


async def test_a_socket_whose_tasks_have_ended_is_begun_anew(slack: SlackDouble, outside: Outside) -> None:
    async with watched(slack, outside) as (socket, _):
        people = People(slack)
        assert socket._handler is not None
        socket._handler.client.message_processor.cancel()
        await people.until(lambda: slack.connections == 2 and not socket._has_ended())
        slack.fail("apps.connections.open", "internal_error")
        slack.fail("apps.connections.open", "not_allowed_token_type")
        assert socket._handler.client.message_receiver is not None
        socket._handler.client.message_receiver.cancel()
        await people.until(lambda: slack.connections == 3 and not socket._has_ended())


async def test_a_socket_that_is_begun_anew_when_the_bot_ends_leaves_nothing_open(
    slack: SlackDouble, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = asyncio.Event()

    async def slowly() -> None:
        closing.set()
        await asyncio.Event().wait()

    async with watched(slack, outside) as (socket, watching):
        assert socket._handler is not None
        client = socket._handler.client
        with monkeypatch.context() as slow:
            slow.setattr(client, "disconnect", slowly)
            client.message_processor.cancel()
            await closing.wait()
            watching.cancel()
            await asyncio.wait({watching})
    assert client.aiohttp_client_session.closed


async def test_a_post_is_made_where_history_cannot_be_read(slack: SlackDouble, outside: Outside) -> None:
    slack.unreadable.add("C1")
    slack.fail("chat.postMessage", "lost")
    await poster(outside, Kept(), Clock()).say(HERE, Post(text="Since when?"), key="a:1")
    assert len(slack.said("C1")) == 1


async def test_it_waits_as_long_as_slack_says_for_this_channel_only(slack: SlackDouble, outside: Outside) -> None:
    kept, clock = Kept(), Clock()
    slack.new_channel("C2", "U1", slack.bot_user)
    slack.fail("chat.postMessage", "ratelimited", seconds=30, channel="C1")
    speaker = poster(outside, kept, clock)
    await speaker.say("slack:T1:C1:+U1-1", Post(text="One"), key="a:1")
    assert clock.slept == [30.0]
    await speaker.say("slack:T1:C2:+U1-2", Post(text="Two"), key="b:1")
    assert clock.slept == [30.0]


async def test_a_conversation_goes_on_when_slack_has_told_it_to_slow_down(world: World) -> None:
    for method in ("chat.postMessage", "users.info"):
        world.slack.fail(method, "ratelimited", seconds=1)
    ts = await world.people.types("U1", "<@UBOT> interview Faster refunds", "C1")
    assert len(await world.said("C1", ts)) == 1
    posted = [at for name, _, at in world.slack.calls if name == "chat.postMessage"]
    assert len(posted) == 2
    assert posted[1] - posted[0] >= 1.0


async def test_a_reconnect_loses_nothing(tmp_path: Path, slack: SlackDouble) -> None:
    async with live(tmp_path, slack) as here:
        direct = slack.direct("U1")
        await here.people.types("U1", "interview Faster refunds", direct)
        for number, politely in enumerate((True, False, True)):
            await slack.disconnect(politely=politely)
            await here.people.types("U1", f"Fact number {number}: refunds take {number + 3} days.", direct)
        await here.people.types("U1", "list", direct)
        last = await here.last(direct)
        for number in range(3):
            assert f"Fact number {number}" in last
        assert slack.connections >= 2


async def test_what_slack_sent_while_nobody_listened_comes_again(tmp_path: Path, slack: SlackDouble) -> None:
    async with live(tmp_path, slack, "http") as here:
        await here.people.types("U1", "interview Faster refunds", slack.direct("U1"))
        await here.bot.quiet()
        event = slack.event(
            slack._message_event(
                slack.direct("U1"),
                {"type": "message", "user": "U1", "ts": slack.next_ts(), "text": "Refunds take 9 days."},
            )
        )
        await slack.deliver("events_api", event)
        await slack.deliver("events_api", event)
        assert len(await here.said(slack.direct("U1"))) == 2


async def test_after_a_restart_old_buttons_and_threads_still_work(tmp_path: Path, slack: SlackDouble) -> None:
    async with live(tmp_path, slack) as here:
        await here.people.commands("U1", "/story customers should see where their parcel is", "C1")
        await here.bot.quiet()
        thread = here.root("C1")
    async with live(tmp_path, slack) as here:
        await here.people.presses("U1", "C1", slack.said("C1", thread)[0], "Edit one")
        assert await here.people.submits("U1", As_a="hurried customer") is None
        assert "hurried customer" in await here.last("C1", thread)
        await here.people.types("U1", "approve", "C1", thread=thread)
        assert "approved by Priya" in await here.last("C1", thread)


async def test_a_button_of_an_older_release_says_why_it_does_nothing(here: World) -> None:
    message = {"ts": here.slack.next_ts(), "bot_id": here.slack.bot_id, "user": "UBOT", "text": "x", "type": "message"}
    button = {"type": "button", "action_id": "pick:0:0", "text": {"type": "plain_text", "text": "Go"}, "value": "old:x"}
    message["blocks"] = [{"type": "actions", "block_id": "pick:0:0", "elements": [button]}]  # type: ignore[assignment]
    here.slack.channels["C1"]["messages"].append(message)
    await here.people.presses("U1", "C1", message, "Go")
    assert "from an older version of me" in await here.last("C1", message["ts"])


async def test_a_modal_opens_and_tells_errors_while_a_slow_turn_of_the_conversation_runs(
    tmp_path: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, free = asyncio.Event(), asyncio.Event()
    import bot.router

    route = bot.router.route

    def slow_route(*given: Any, **options: Any) -> Handle:
        handle = route(*given, **options)

        async def slow(message: Message, ports: Ports) -> None:
            if message.text == "think":
                busy.set()
                await free.wait()
            await handle(message, ports)

        return slow

    monkeypatch.setattr("bot.app.route", slow_route)
    async with live(tmp_path, slack) as here:
        await here.people.commands("U1", "/story customers should see where their parcel is", "C1")
        await here.bot.quiet()
        thread = here.root("C1")
        story = slack.said("C1", thread)[0]
        await here.people.types("U1", "think", "C1", thread=thread)
        await asyncio.wait_for(busy.wait(), PATIENCE)
        opened = await here.people.presses("U2", "C1", story, "Edit one")
        errors = await here.people.submits("U2", As_a="", I_want="")
        assert errors == {"As a": "A story needs a role.", "I want": "A story needs a want."}
        assert await here.people.submits("U2", As_a="hurried customer") is None
        assert max(one.fair_seconds for one in slack.deliveries) < 3.0, "all of it within Slack's three seconds"
        assert opened.fair_seconds < 1.0
        assert len(slack.said("C1", thread)) == 1, "the slow turn still runs"
        await here.people.until(lambda: any(status for *_, status in slack.statuses))
        free.set()
        assert "hurried customer" in await here.last("C1", thread)
        await here.people.until(lambda: slack.statuses[-1][2] == "")


async def test_whatever_fails_while_somebody_waits_is_told_to_them_alone(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.people.commands("U1", "/story customers should see where their parcel is", "C1")
    await here.bot.quiet()
    story = here.slack.said("C1")[0]
    await here.people.presses("U1", "C1", story, "Edit one")

    async def broken(message: Message) -> str:
        raise StoreTrouble("I can’t reach my database right now.")

    monkeypatch.setattr(here.bot, "submit", broken)
    told = await here.people.commands("U1", "/interview Faster refunds", "C1")
    assert told.answer["text"] == "I can’t reach my database right now."
    assert await here.people.submits("U1") == {"As a": "I can’t reach my database right now."}
    await here.people.presses("U1", "C1", story, "Approve all")
    await here.people.until(lambda: here.slack.ephemeral)
    assert shown(here.slack.ephemeral[-1]) == "I can’t reach my database right now."


async def test_a_door_that_closed_meanwhile_is_said_so(tmp_path: Path, slack: SlackDouble) -> None:
    slack.trigger_seconds = 0.05
    async with live(tmp_path, slack) as here:
        await here.people.commands("U1", "/story customers should see where their parcel is", "C1")
        await here.bot.quiet()
        story = slack.said("C1")[0]
        await here.people.presses("U1", "C1", story, "Edit one", late=0.1)
        assert "please press it again" in shown(slack.ephemeral[-1])


async def test_a_form_of_an_older_release_says_so(here: World) -> None:
    await here.people.commands("U1", "/story customers should see where their parcel is", "C1")
    await here.bot.quiet()
    for metadata in ("", "{}", '{"old": 1}', "kept:slack/view/gone"):
        await here.people.presses("U1", "C1", here.slack.said("C1")[0], "Edit one")
        here.slack.modals["U1"]["private_metadata"] = metadata
        errors = await here.people.submits("U1")
        assert errors == {"As a": "That form is from an older version of me, and I no longer know what it was about."}


async def test_replies_to_what_was_said_in_the_channel_are_heard(here: World) -> None:
    await here.bot.app.slack.say("slack:T1:C1", Post(text="Good morning"), key="timer:1")
    (morning,) = here.slack.said("C1")
    await here.people.types("U1", "interview Faster refunds", "C1", thread=morning["ts"])
    assert "Faster refunds" in await here.last("C1", morning["ts"])
    assert not morning.get("thread_ts")


async def test_a_name_that_slack_does_not_tell_costs_no_answer(tmp_path: Path, slack: SlackDouble) -> None:
    slack.fail("users.info", "fatal_error", times=8)

    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    async with live(tmp_path, slack) as here:
        outside = here.bot.app.slack._outside
        assert outside is not None
        outside.api._sleep = at_once
        direct = slack.direct("U1")
        await here.people.types("U1", "interview Faster refunds", direct)
        assert "Faster refunds" in await here.last(direct)


async def test_many_choices_become_a_list_and_one_is_picked_from_it(slack: SlackDouble, outside: Outside) -> None:
    options = tuple(Choice(id=f"stories:x:{number}", label=f"Number {number}") for number in range(130))
    await poster(outside, Kept(), Clock()).say(HERE, Post(text="Which?", parts=(Choices(options=options),)), key="a:1")
    (message,) = slack.said("C1")
    assert "[Number 129]" in shown(message)


async def test_without_tokens_serving_says_what_to_set(tmp_path: Path, slack: SlackDouble) -> None:
    config = settings(tmp_path, slack, "http")
    bare = config.model_copy(update={"secrets": type(config.secrets)(slack_bot_token=BOT_TOKEN)})
    async with open_app(bare) as app:
        with pytest.raises(Exception, match="Slack needs SLACK_SIGNING_SECRET in the environment"):
            async with app.slack.serve(app):
                pass


async def test_a_burst_is_acknowledged_and_every_event_counts_once(tmp_path: Path, slack: SlackDouble) -> None:
    async with live(tmp_path, slack, "http") as here:
        said = [
            {"type": "message", "user": "U1", "ts": slack.next_ts(), "text": f"<@UBOT> help {number}"}
            for number in range(60)
        ]
        slack.channels["C1"]["messages"] += said
        sent = [slack.event(slack._message_event("C1", one)) for one in said]
        deliveries = await asyncio.gather(*(slack.deliver("events_api", event) for event in sent))
        assert all(one.status == 200 for one in deliveries)
        await here.bot.quiet()
        assert len(slack.said("C1")) == 60


async def test_a_turn_whose_answer_slack_refuses_ends_and_is_not_begun_again(here: World) -> None:
    event = {"type": "message", "user": "U1", "ts": here.slack.next_ts(), "text": "<@UBOT> help"}
    await here.slack.deliver("events_api", here.slack.event(here.slack._message_event("C1", event)))  # deleted since
    await here.bot.quiet()
    assert here.slack.said("C1") == []
