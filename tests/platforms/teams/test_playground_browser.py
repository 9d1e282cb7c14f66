"""Opt in: the bot in Microsoft's local client as people see it, in a browser, with a picture of each scene."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

URL = os.environ.get("TEST_PLAYGROUND_URL", "")
BROWSER = os.environ.get("TEST_PLAYGROUND_BROWSER", "")
PICTURES = os.environ.get("TEST_PLAYGROUND_PICTURES", "")
pytestmark = pytest.mark.skipif(
    not (URL and BROWSER), reason="TEST_PLAYGROUND_URL and TEST_PLAYGROUND_BROWSER name no Playground and no Chromium"
)

_LOOKS = """() => [...document.querySelectorAll('.ac-adaptiveCard')].flatMap(card => {
    const found = card.innerText.trim() || card.querySelector('input, textarea') ? [] : ['a blank card'];
    for (const one of card.querySelectorAll('*'))
        if (one.childElementCount === 0 && one.scrollWidth > one.clientWidth + 1
            && getComputedStyle(one).overflowX === 'hidden')
            found.push('cut off: ' + one.innerText);
    return found;
})"""


@dataclass
class Screen:
    """A window on the Playground."""

    page: Any
    pictures: Path

    async def opens(self, name: str) -> None:
        """Go to a conversation."""
        await self.page.get_by_role("treeitem", name=name).click()

    async def says(self, text: str, answer: str, *, mention: bool = False) -> None:
        """Somebody types into the last box, until the answer is seen."""
        box = self.page.locator("[role=textbox][contenteditable=true]").last
        await self._types(box, text, mention=mention)
        before = await self._seen(answer).count()
        await self.page.keyboard.press("Enter")
        await self._seen(answer).nth(before).wait_for()

    async def posts(self, text: str, answer: str) -> None:
        """Somebody begins a thread of a channel with a mention."""
        await self._types(self.page.locator("[role=textbox][contenteditable=true]").first, text, mention=True)
        await self.page.get_by_role("button", name="Post", exact=True).click()
        await self._seen(answer).first.wait_for()

    async def replies(self, text: str, answer: str) -> None:
        """Somebody answers in the newest thread of a channel, with a mention: without, nothing is delivered here."""
        await self._types(self.page.locator("[role=textbox][contenteditable=true]").nth(1), text, mention=True)
        await self.page.keyboard.press("Enter")
        await self._seen(answer).first.wait_for()

    async def _types(self, box: Any, text: str, *, mention: bool) -> None:
        await box.click()
        if mention:
            await self.page.keyboard.type("@")
            await self.page.get_by_role("menuitem", name="Test Bot").click()
        await self.page.keyboard.insert_text(f" {text}" if mention else text)

    async def presses(self, button: str, answer: str) -> None:
        """Somebody presses the newest button of this name."""
        before = await self._seen(answer).count()
        await self.page.get_by_role("button", name=button, exact=True).last.click()
        await self._seen(answer).nth(before).wait_for()

    async def looks_well(self, name: str) -> None:
        """Take a picture; no card is blank, and nothing is cut off."""
        await self.page.mouse.wheel(0, 5_000)
        await self.page.wait_for_timeout(500)  # what slides in has arrived
        await self.page.screenshot(path=self.pictures / f"{name}.png")
        assert await self.page.locator(".ac-adaptiveCard").count()
        assert await self.page.evaluate(_LOOKS) == []

    def _seen(self, words: str) -> Any:
        return self.page.locator(".ac-adaptiveCard").filter(has_text=words)


@asynccontextmanager
async def window(pictures: Path) -> AsyncIterator[Screen]:
    from playwright.async_api import async_playwright

    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = await chromium.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(60_000)
        await page.goto(URL)
        await page.locator("[role=textbox][contenteditable=true]").first.wait_for()
        await page.get_by_title("Toggle Log Panel").click()
        yield Screen(page, pictures)
        await chromium.close()


@pytest.fixture
async def screen(tmp_path: Path) -> AsyncIterator[Screen]:
    pictures = Path(PICTURES) if PICTURES else tmp_path
    pictures.mkdir(parents=True, exist_ok=True)
    async with window(pictures) as here:
        yield here


async def test_an_interview_in_a_personal_chat_from_the_first_word_to_the_approval(screen: Screen) -> None:
    await screen.opens("Personal Chat")
    await screen.says("interview Let customers move a delivery themselves", "topics settled")
    await screen.says("Last Monday a customer waited 25 minutes in the queue.", "waited 25 minutes")
    await screen.says("From 40 calls a day to 10 by the end of June.", "40 calls a day")
    await screen.says("The customer picks another day within the next week.", "picks another day")
    await screen.looks_well("personal-answers")
    await screen.says("A delivery can be moved at most 2 times.", "at most 2 times")
    await screen.says("Actually, make that 3 times.", "at most 3 times")
    await screen.says("list", "This is what was said so far")
    await screen.looks_well("personal-list")
    await screen.says("status", "topics")
    await screen.looks_well("personal-status")
    await screen.says("finish", "What now?")
    await screen.looks_well("personal-stories")
    await screen.presses("Edit one", "Edit US-1")
    await screen.looks_well("personal-form")
    await screen.page.get_by_label("As a").last.fill("")
    await screen.presses("Save", "is needed")
    await screen.page.get_by_label("As a").last.fill("hurried customer")
    await screen.presses("Save", "hurried customer")
    await screen.presses("Approve all", "✓ Approve all")
    await screen.looks_well("personal-approved")


async def test_a_story_and_the_documents_in_a_group_chat(screen: Screen) -> None:
    await screen.opens("Group Chat")
    await screen.says("story customers should see where their parcel is", "What now?", mention=True)
    await screen.presses("Approve all", "✓ Approve all")
    await screen.looks_well("group-story")
    await screen.says("context sprint", "Sprint", mention=True)
    await screen.looks_well("group-sprint")
    await screen.says("context how do phones learn of changes from Planner", "nearest to", mention=True)
    await screen.looks_well("group-context")


async def test_an_interview_in_the_thread_of_a_channel(screen: Screen) -> None:
    await screen.opens("General")
    await screen.posts("interview Faster refunds. Customers lose the receipt.", "topics settled")
    await screen.looks_well("channel-begins")
    await screen.replies("Last Monday a customer waited 9 days for the money.", "waited 9 days")
    await screen.looks_well("channel-answers")
