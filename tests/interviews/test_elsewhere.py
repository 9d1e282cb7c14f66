"""An interview from outside its conversation: edited and deleted messages, messages passed on, a home page."""

from __future__ import annotations

from bot.app import build_features
from bot.chat import Form, Message, Person, Post
from bot.config import Config
from bot.prompts import Prompts
from bot.router import SynchronousLane
from bot.store.sql import SqlStore
from tests.dialog import HERE, Bot, StraightRoad, visible

LINK = "https://chat.example/7"
PRIYA, TOM = Person(id="priya", name="Priya"), Person(id="tom", name="Tom")


async def changes(bot: Bot, who: str, text: str | None, *, posts: int = 1, link: str = LINK) -> str:
    """Somebody edits their message with this link, or deletes it."""
    message = bot._message(who, HERE, link).model_copy(
        update={"text": text or "", "change": "deleted" if text is None else "edited"}
    )
    bot.posts = await bot.road.take(message)
    assert len(bot.posts) == posts, bot.shown
    return bot.shown


async def texts(bot: Bot) -> list[str]:
    return [one.text for one in (await bot.interview()).active]


async def test_an_edit_changes_adds_and_takes_back(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "Refunds take 9 days. Customers lose the receipt. Clerks type twice.", link=LINK)
    said = await changes(bot, "Priya", "Refunds take 12 days. Customers lose the receipt.")
    assert "Changed 2: was “Refunds take 9 days”, now “Refunds take 12 days”." in said
    assert "Taken back: 4" in said
    assert await texts(bot) == ["Faster refunds", "Refunds take 12 days.", "Customers lose the receipt."]
    await changes(bot, "Priya", "Refunds take 12 days. Customers lose the receipt. Jo checks each by hand.")
    assert "Jo checks each by hand." in await texts(bot)
    decisions = [one.text for one in (await bot.interview()).decisions]
    assert any("“Refunds take 9 days.”" in one and "the message was edited" in one for one in decisions)


async def test_a_deletion_takes_everything_back_but_keeps_the_trace(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "Refunds take 9 days. Customers lose the receipt.", link=LINK)
    await changes(bot, "Priya", None)
    assert await texts(bot) == ["Faster refunds"]
    assert len((await bot.interview()).statements) == 3
    await changes(bot, "Priya", None, posts=0)


async def test_an_edited_correction_corrects_again_and_a_deleted_one_undoes_itself(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "Today a refund takes 9 days.", link="https://chat.example/1")
    await bot.says("Priya", "Actually, make that 12 days.", link=LINK)
    assert "Today a refund takes 12 days." in await texts(bot)
    await changes(bot, "Priya", "Actually, make that 15 days.")
    assert "Today a refund takes 15 days." in await texts(bot)
    await changes(bot, "Priya", None)
    assert await texts(bot) == ["Faster refunds", "Today a refund takes 9 days."]


async def test_only_the_author_and_only_what_was_heard_counts(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "Refunds take 9 days.", link=LINK)
    await changes(bot, "Tom", "Refunds take 1 day.", posts=0)
    await changes(bot, "Priya", "Refunds take 1 day.", posts=0, link="https://chat.example/other")
    await changes(bot, "Priya", "Refunds take 9 days.", posts=0)
    assert await texts(bot) == ["Faster refunds", "Refunds take 9 days."]


async def test_an_edit_after_the_brief_says_how_to_write_it_anew(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "Refunds take 9 days.", link=LINK)
    await bot.says("Priya", "finish", posts=None)
    assert "`resume`, then `finish`, writes it anew" in await changes(bot, "Priya", "Refunds take 12 days.")


def lane(config: Config, prompts: Prompts, store: SqlStore) -> SynchronousLane:
    return SynchronousLane(features=build_features(config, prompts), store=store)


def opened(form: Form | None) -> Form:
    assert form is not None
    return form


async def test_a_message_is_passed_on_to_a_chosen_interview(
    bot: Bot, config: Config, prompts: Prompts, bot_store: SqlStore
) -> None:
    await bot.says("Priya", "/interview Faster refunds", at="terminal:a")
    await bot.says("Tom", "/interview Quieter alarms", at="terminal:b")
    desk = lane(config, prompts, bot_store)
    passed_on = bot._message("Tom", "terminal:c", LINK).model_copy(
        update={"command": "add", "text": "Refunds take 9 days.", "via": PRIYA}
    )
    form = opened(await desk.opens(passed_on))
    assert form.fields[0].options == ("Faster refunds (interview-1)",), "only what Priya takes part in"
    filled = bot._message("Priya", "terminal:c", None).model_copy(
        update={
            "form_id": form.id,
            "form": {**dict(form.carries), "which": form.fields[0].options[0], "text": form.fields[1].value},
        }
    )
    assert await desk.checks(filled) == {}
    assert await desk.belongs(filled) == "terminal:a"
    assert isinstance(bot.road, StraightRoad)
    (post,) = await bot.road.take(filled.model_copy(update={"address": "terminal:a"}))
    assert "Refunds take 9 days" in visible(post)
    (statement,) = [one for one in (await bot.interview("terminal:a")).statements if "9 days" in one.text]
    assert (statement.author, statement.link) == (TOM, LINK)
    empty = filled.model_copy(update={"form": {**(filled.form or {}), "text": " "}})
    assert await desk.checks(empty) == {"text": "There is nothing to add."}
    await bot.says("Priya", "cancel", at="terminal:a")
    assert "closed by now" in (await desk.checks(filled))["which"]


async def test_where_an_interview_is_open_no_form_is_needed(
    bot: Bot, config: Config, prompts: Prompts, bot_store: SqlStore
) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    message = bot._message("Tom", HERE, LINK).model_copy(update={"command": "add", "text": "Refunds take 9 days."})
    assert await lane(config, prompts, bot_store).opens(message) is None
    (post,) = await bot.road.take(message)
    assert "Refunds take 9 days" in visible(post)


async def test_the_home_page_of_a_person(bot: Bot, config: Config, prompts: Prompts, bot_store: SqlStore) -> None:
    desk = lane(config, prompts, bot_store)

    async def page(person: Person) -> str:
        post: Post = await desk.home(person)
        return visible(post)

    assert "None is open." in await page(PRIYA)
    await bot.says("Priya", "/interview Faster refunds", at="terminal:a")
    await bot.says("Priya", "ask @tom by Friday", at="terminal:a")
    assert "**Faster refunds**" in await page(PRIYA)
    assert "Resume" not in await page(PRIYA)
    assert "Open questions for me" in await page(TOM)
    assert "**Q1**" in await page(TOM)
    assert "Faster refunds" not in await page(Person(id="ana", name="Ana"))
    await bot.says("Priya", "pause", at="terminal:a")
    assert "Resume" in await page(PRIYA)
    choice = Message(key="k", address="terminal:home", author=PRIYA, at=bot.now, choice="interview:resume:interview-1")
    assert await desk.belongs(choice) == "terminal:a"


async def test_a_form_starts_an_interview(bot: Bot, config: Config, prompts: Prompts, bot_store: SqlStore) -> None:
    desk = lane(config, prompts, bot_store)
    await bot.picks("Priya", "interview:new")
    assert bot.posts[0].form is not None
    pressed = bot._message("Priya", HERE, None).model_copy(update={"choice": "interview:new"})
    assert opened(await desk.opens(pressed)).fields[1].options == ("quick", "standard", "deep")
    empty = bot._message("Priya", HERE, None).model_copy(
        update={"form_id": "interview:new", "form": {"about": "", "depth": "endless"}}
    )
    assert set(await desk.checks(empty)) == {"about", "depth"}
    await bot.fills("Priya", "interview:new", about="Faster refunds", depth="quick")
    bot.shows("Faster refunds", "0 of 8 topics settled")
