"""Every way into a conversation: shortcuts, files, the Home tab, help; and who is not listened to."""

from __future__ import annotations

from tests.platforms.slack.conftest import World
from tests.platforms.slack.people import shown


async def test_a_message_is_turned_into_a_story_where_it_stands(here: World) -> None:
    ts = await here.people.types("U2", "customers should see where their parcel is", "C1")
    await here.people.uses_shortcut("U1", "story", "C1", ts)
    assert "As a" in await here.last("C1", ts)
    (message,) = here.bot.messages
    assert message.author.id == "U2"
    assert message.via is not None
    assert message.via.id == "U1"
    assert message.permalink == f"https://acme.slack.com/archives/C1/p{ts.replace('.', '')}"


async def test_a_message_of_the_thread_is_added_to_its_interview(here: World) -> None:
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    ts = await here.people.types("U2", "Lunch? By the way, refunds take 9 days.", "C1")
    await here.people.uses_shortcut("U1", "add", "C1", ts)
    assert here.slack.modals["U1"]["title"]["text"] == "Add to the interview"
    assert await here.people.submits("U1", What_is_added="Refunds take 9 days.") is None
    await here.people.types("U1", "list", "C1", thread=thread)
    assert "Refunds take 9 days" in await here.last("C1", thread)
    assert "Tom" in await here.last("C1", thread), "it is still Tom who said it"


async def test_with_no_interview_open_only_the_one_who_asked_is_told(here: World) -> None:
    ts = await here.people.types("U2", "Refunds take 9 days.", "C1")
    await here.people.uses_shortcut("U1", "add", "C1", ts)
    await here.bot.quiet()
    (note,) = here.slack.ephemeral
    assert note["user"] == "U1"
    assert "There is no open interview" in shown(note)
    assert here.slack.said("C1") == []


async def test_a_file_is_read_as_an_answer(here: World) -> None:
    direct = here.slack.direct("U1")
    await here.people.types("U1", "interview Faster refunds", direct)
    await here.bot.quiet()
    data = b"# Problem\nCustomers lose the receipt.\n# Rules\nA refund needs a parcel.\n"
    file = here.slack.new_file("notes.md", len(data), data)
    await here.people.types("U1", "", direct, files=(file,))
    assert "I have read “notes.md”. What is this for?" in await here.last(direct)
    await here.people.presses("U1", direct, here.slack.said(direct)[-1], "Use this in the interview")
    assert "Customers lose the receipt" in await here.last(direct)
    await here.people.types("U1", "And this:", direct, files=(file,))
    assert "Customers lose the receipt" in await here.last(direct), "words beside it say enough"


async def test_a_file_of_a_thread_is_found_by_whoever_reads_that_channel(here: World) -> None:
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    data = b"# Axolotls\n\nAn axolotl may be sent back within 30 days.\n"
    file = here.slack.new_file("axolotls.md", len(data), data)
    await here.people.types("U1", "", "C1", thread=thread, files=(file,))
    await here.bot.quiet()
    await here.people.presses("U2", "C1", here.slack.said("C1", thread)[-1], "Add to knowledge")
    assert "whoever asks here finds it, and nobody elsewhere does" in await here.last("C1", thread)
    await here.people.commands("U2", "/context axolotl days", "C1")
    assert "within 30 days" in await here.last("C1")
    await here.people.types("U1", "context axolotl days", here.slack.direct("U1"))
    assert "within 30 days" not in await here.last(here.slack.direct("U1"))
    added = next(one for one in here.slack.said("C1", thread) if "Take it out" in shown(one))
    await here.people.presses("U1", "C1", added, "Take it out")
    assert "can’t be found any more" in await here.last("C1", thread)
    await here.people.commands("U2", "/context axolotl days", "C1")
    assert "within 30 days" not in await here.last("C1")


async def test_a_file_that_nobody_asked_for_is_said_so(here: World) -> None:
    direct = here.slack.direct("U1")
    file = here.slack.new_file("notes.md", 5, b"Hello")
    await here.people.types("U1", "", direct, files=(file,))
    assert "I have read “notes.md”" in await here.last(direct)
    await here.people.types("U1", "interview Faster refunds", direct, files=(file,))
    assert "Faster refunds" in await here.last(direct)


async def test_a_file_that_is_no_text_is_said_so_and_the_words_beside_it_count(here: World) -> None:
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    picture = here.slack.new_file("photo.png", 4, b"\x89PNG")
    await here.people.types("U1", "Customers lose the receipt.", "C1", thread=thread, files=(picture,))
    assert "topics settled" in await here.last("C1", thread)
    (note,) = here.slack.ephemeral
    assert "photo.png isn’t a text file" in shown(note)
    await here.people.types("U1", "", "C1", thread=thread, files=(picture,))
    assert "photo.png isn’t a text file" in await here.last("C1", thread)


async def test_help_is_for_the_one_who_asks(here: World) -> None:
    await here.people.commands("U1", "/groundwork help", "C1")
    await here.bot.quiet()
    (note,) = here.slack.ephemeral
    assert "I’m Groundwork" in shown(note)
    await here.people.commands("U1", "/groundwork settings", "C1")
    await here.bot.quiet()
    assert "Time zone: UTC" in shown(here.slack.ephemeral[-1])
    await here.people.commands("U1", "/groundwork usage", "C1")
    await here.bot.quiet()
    assert "No language model is set up here" in shown(here.slack.ephemeral[-1])
    await here.people.commands("U1", "/groundwork storry x", "C1")
    await here.bot.quiet()
    assert "Did you mean /story?" in shown(here.slack.ephemeral[-1])
    assert here.slack.said("C1") == []
    await here.people.commands("U1", "/groundwork interview Faster refunds", "C1")
    assert "Faster refunds" in await here.last("C1")


async def test_it_joins_a_public_channel_that_it_is_asked_for_in_and_hears_the_answers(here: World) -> None:
    here.slack.new_channel("C7", "U1", "U2")
    await here.people.commands("U1", "/interview Faster refunds", "C7")
    assert "Faster refunds" in await here.last("C7")
    await here.people.types("U2", "Customers lose the receipt.", "C7", thread=here.root("C7"))
    assert len(await here.said("C7", here.root("C7"))) == 2


async def test_a_public_channel_that_it_may_not_join_is_answered_directly(here: World) -> None:
    here.slack.new_channel("C7", "U1", "U2")
    here.slack.fail("conversations.join", "missing_scope")
    await here.people.commands("U1", "/interview Faster refunds", "C7")
    assert "/invite @Groundwork" in await here.last(here.slack.direct("U1"))


async def test_a_channel_that_it_may_not_write_in_says_what_it_needs_and_goes_on_directly(here: World) -> None:
    here.slack.new_channel("G1", "U1", "U2", private=True)
    await here.people.commands("U1", "/interview Faster refunds", "G1")
    direct = here.slack.direct("U1")
    said = await here.last(direct)
    assert "Faster refunds" in said
    assert "/invite @Groundwork" in said
    root = here.root(direct)
    await here.people.types("U1", "Customers lose the receipt.", direct, thread=root)
    assert len(await here.said(direct, root)) == 2


async def test_a_shortcut_where_the_bot_is_not_is_answered_directly(here: World) -> None:
    here.slack.new_channel("G1", "U1", "U2", private=True)
    ts = await here.people.types("U2", "customers should see where their parcel is", "G1")
    await here.people.uses_shortcut("U1", "story", "G1", ts)
    direct = here.slack.direct("U1")
    said = await here.last(direct)
    assert "As a" in said
    assert "/invite @Groundwork" in said
    await here.people.types("U1", "approve", direct, thread=here.root(direct))
    assert "approved by Priya" in await here.last(direct)


async def test_the_home_tab_shows_what_is_going_on_and_follows_it(here: World) -> None:
    people, slack = here.people, here.slack
    await people.looks_at_home("U1")
    await people.until(lambda: "U1" in slack.homes)
    assert "None is open." in shown(slack.homes["U1"])

    await people.presses_at_home("U1", "Start an interview")
    assert await people.submits("U1", **{"What_is_it_about?": "Faster refunds", "How_deep?": "quick"}) is None
    direct = slack.direct("U1")
    assert "Faster refunds" in await here.last(direct)
    await people.until(lambda: "Topics settled" in shown(slack.homes["U1"]))
    assert "0 of 8" in shown(slack.homes["U1"])

    await people.presses_at_home("U1", "Make a story of an idea")
    assert await people.submits("U1", Your_idea=" ") == {"Your idea": "A few words are needed to begin."}
    assert await people.submits("U1", Your_idea="customers should see where their parcel is") is None
    assert "As a" in await here.last(direct)

    await people.types("U1", "pause", direct)
    await people.until(lambda: "(paused)" in shown(slack.homes["U1"]))
    await people.presses_at_home("U1", "Resume")
    assert "Back to “Faster refunds”" in await here.last(direct)


async def test_what_others_say_and_take_back_is_followed_on_every_home_tab(here: World) -> None:
    people, slack = here.people, here.slack
    for user in ("U1", "U2"):
        await people.looks_at_home(user)
    await people.until(lambda: {"U1", "U2"} <= slack.homes.keys())
    await people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    await people.until(lambda: "0 of 14" in shown(slack.homes["U1"]))
    assert "Faster refunds" not in shown(slack.homes["U2"]), "Tom has said nothing in it yet"
    thread = here.root("C1")
    ts = await people.types("U2", "Last Monday a customer waited 25 minutes for a refund.", "C1", thread=thread)
    await people.until(lambda: "1 of 14" in shown(slack.homes["U1"]) and "1 of 14" in shown(slack.homes["U2"]))
    await people.deletes("C1", ts)
    await people.until(lambda: "0 of 14" in shown(slack.homes["U1"]))
    await people.types("U1", "ask @Tom by Friday", "C1", thread=thread)
    await people.until(lambda: "Open questions for me" in shown(slack.homes["U2"]))
    await people.types("U1", "finish", "C1", thread=thread)
    await people.until(lambda: "Finished" in shown(slack.homes["U1"]))


async def test_first_words_are_suggested_in_a_new_conversation(here: World) -> None:
    await here.people.looks_at_home("U1", tab="messages")
    await here.people.until(lambda: here.slack.direct("U1") in here.slack.prompts)
    assert here.slack.prompts[here.slack.direct("U1")][0]["title"].startswith("interview ")


async def test_bots_and_its_own_messages_are_not_listened_to(here: World) -> None:
    direct = here.slack.direct("U1")
    message = {"type": "message", "ts": here.slack.next_ts(), "text": "hello", "bot_id": "BOTHER", "user": "UOTHER"}
    await here.slack.deliver("events_api", here.slack.event(here.slack._message_event(direct, message)))
    own = {"type": "message", "ts": here.slack.next_ts(), "text": "hello", "user": "UBOT"}
    await here.slack.deliver("events_api", here.slack.event(here.slack._message_event(direct, own)))
    joined = {"type": "message", "subtype": "channel_join", "ts": here.slack.next_ts(), "user": "U1", "text": "joined"}
    await here.slack.deliver("events_api", here.slack.event(here.slack._message_event("C1", joined)))
    assert here.bot.messages == []


async def test_people_of_another_company_can_answer_although_their_names_are_hidden(here: World) -> None:
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    await here.people.types("U9STRANGER", "Customers lose the receipt.", "C1", thread=thread)
    assert len(await here.said("C1", thread)) == 2


async def test_an_edited_message_changes_its_statement_and_leaves_a_trace(here: World) -> None:
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    ts = await here.people.types("U1", "Refunds take 9 days. Customers lose the receipt.", "C1", thread=thread)
    await here.bot.quiet()
    await here.people.unfurls("C1", ts)
    assert len(await here.said("C1", thread)) == 2, "a preview is no edit"
    await here.people.edits("U1", "C1", ts, "Refunds take 12 days. Customers lose the receipt.")
    note = await here.last("C1", thread)
    assert "Changed 2: was “Refunds take 9 days”, now “Refunds take 12 days”." in note
    await here.people.types("U1", "finish", "C1", thread=thread)
    await here.bot.quiet()
    brief = next(file["data"] for file in here.slack.files.values() if file["name"] == "brief.md").decode()
    assert "was “Refunds take 9 days.”, now “Refunds take 12 days.”" in brief


async def test_a_deleted_message_is_withdrawn_and_an_unheard_one_is_nobodys_business(here: World) -> None:
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    ts = await here.people.types("U1", "Refunds take 9 days.", "C1", thread=thread)
    word = await here.people.types("U1", "status", "C1", thread=thread)
    await here.bot.quiet()
    await here.people.deletes("C1", ts)
    assert "Taken back" in await here.last("C1", thread)
    before = len(await here.said("C1", thread))
    await here.people.deletes("C1", word)
    await here.people.edits("U2", "C1", await here.people.types("U2", "Lunch?", "C1"), "Dinner?")
    assert len(await here.said("C1", thread)) == before
