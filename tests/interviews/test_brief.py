"""The brief says where every word came from, and shows each as it was typed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from bot.config import Config
from bot.features.interviews import interview_settings
from bot.interviews.brief import Brief, draft_brief, headline, reading_time
from bot.interviews.exports import export_interview
from bot.interviews.flow import events_of
from bot.interviews.quality import scope_of
from bot.interviews.rules import replay
from bot.prompts import Prompts
from tests.dialog import Bot

NewBot = Callable[[], Bot]

ANSWERS = {
    "problem": "Last Monday Jo typed 40 refunds twice, as every week.",
    "outcome": "Refunds within a day go from 60 % to 95 % by the end of June.",
    "users": "Returns clerks at a desk. Store managers in the shop.",
    "behaviour": "The clerk scans the parcel and sees the order. The clerk refunds the order.",
    "exceptions": "If the payment provider is down, the clerk sees “queued”.",
    "scope": "Web orders are in, but gift cards are out; store orders come later.",
    "rules": "Refunds over 500 € need a team lead.",
    "priority": "Scanning the parcel.",
    "data": "About 300 orders a day, kept for ten years.",
    "security": "Bank details may be seen by finance only, because of GDPR.",
    "interfaces": "It reads orders from SAP.",
    "verification": "Given an order, when the clerk refunds it, then the case is closed.",
    "performance": "The order shows within 2 seconds with 50 clerks at once.",
    "constraints": "It must be live on 1 March because the contract ends.",
    "assumptions": "We assume that stores have a scanner. There is a risk that the scanner fails.",
    "interaction": "In German and Polish, with gloves on.",
    "glossary": "A case is one parcel that came back.",
}


async def interviewed(bot: Bot, answers: dict[str, str], depth: str = "deep", opening: str = "Something new") -> str:
    """A whole interview; gives the document."""
    await bot.says("Priya", f"/interview --depth {depth} {opening}")
    left = dict(answers)
    for _ in range(60):
        pending = (await bot.interview()).pending
        if pending is None:
            return bot.document()
        first = pending.form == "question"
        await bot.says("Priya", left.pop(pending.topic or "", "skip") if first else "skip", posts=None)
    raise AssertionError("It does not end.")


def section(document: str, title: str) -> list[str]:
    """The lines of a section."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", document, re.MULTILINE | re.DOTALL)
    assert found, f"There is no section {title} in:\n{document}"
    return [line for line in found[1].splitlines() if line]


async def test_every_answer_stands_in_its_section_with_number_tag_and_link(new_bot: NewBot) -> None:
    bot = new_bot()
    document = await interviewed(bot, ANSWERS)
    assert [line.split(" _(")[0] for line in section(document, "Functional requirements")] == [
        "- **FR-1** The clerk scans the parcel and sees the order.",
        "- **FR-2** The clerk refunds the order.",
    ]
    assert section(document, "Rules and permissions")[0].startswith(
        "- **BR-1** Refunds over 500 € need a team lead. _(stated: [S"
    )
    assert section(document, "Failure cases")[0].startswith("- **FC-1** If the payment provider is down")
    assert [line for line in section(document, "Scope") if line.startswith("**")] == ["**In**", "**Out**", "**Later**"]
    assert "- Web orders are in. _(stated: " in document
    assert "- Gift cards are out. _(stated: " in document
    assert "- Store orders come later. _(stated: " in document
    quality = section(document, "Quality requirements")
    assert {"**Performance efficiency**", "**Security**", "**Interaction capability**"} <= set(quality)
    assert re.findall(r"\*\*(NFR-\d)\*\*", "".join(quality)) == ["NFR-1", "NFR-2", "NFR-3"]
    assert any("_(assumed: " in line for line in section(document, "Assumptions"))
    assert "risk" in section(document, "Risks")[0]
    assert "- Evidence: skipped" in section(document, "Left out, and why")
    assert any("Skipped: Evidence." in line for line in section(document, "Decision log"))
    for line in re.findall(r"^- .*_\((?:stated|assumed|inferred): (.*)\)_$", document, re.MULTILINE):
        assert re.fullmatch(
            r"\[S\d+\]\(https://chat\.example/here/\d+\)(, \[S\d+\]\(https://chat\.example/here/\d+\))*", line
        )


async def test_requirements_are_numbered_without_gaps(new_bot: NewBot) -> None:
    document = await interviewed(new_bot(), ANSWERS)
    for prefix in ("FR", "NFR", "BR", "FC"):
        numbers = [int(number) for number in re.findall(rf"\*\*{prefix}-(\d+)\*\*", document)]
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), prefix
        assert numbers


async def test_topics_outside_the_depth_are_listed_with_the_reason(new_bot: NewBot) -> None:
    bot = new_bot()
    document = await interviewed(bot, {"problem": ANSWERS["problem"]}, depth="quick")
    left_out = section(document, "Left out, and why")
    assert "- Data: not part of a quick interview" in left_out
    assert "- Outcome: skipped" in left_out
    await bot.says("Priya", "/interview Another thing")
    await bot.says("Priya", "finish", posts=None)
    assert "- Outcome: not asked before the interview was finished" in section(bot.document(), "Left out, and why")


async def test_what_fits_nowhere_stands_under_not_placed(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "pause")
    await bot.says("Priya", "/interview Faster refunds. Zzyzx! 🙂")
    bot.shows("Not placed, but kept: 1 “Faster refunds.”; 2 “Zzyzx!”; 3 “🙂”")
    await bot.says("Priya", "finish", posts=None)
    assert [line.split(" _(")[0] for line in section(bot.document(), "Not placed")[1:]] == ["- Zzyzx!", "- 🙂"]


HOSTILE = (
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "{{ brief.__class__.__mro__ }}",
    "**bold** _it_ `code` ~~gone~~",
    "[click](http://evil.example) ![x](http://evil.example/x.png)",
    "<script>alert(1)</script> <!channel> <@U1>",
    "Robert'); DROP TABLE journals;--",
    "🙂 👩\u200d👩\u200d👧 é",
    "مرحبا بالعالم من الموظف",
    "a | b | c &amp; d",
    "1. first and # second > third",
)


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_hostile_answer_stays_itself_in_the_document(new_bot: NewBot, hostile: str) -> None:
    bot = new_bot()
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", f"The clerk types {hostile} every day.")
    interview = await bot.interview()
    assert " ".join(one.text for one in interview.statements[1:]) == f"The clerk types {hostile} every day."
    await bot.says("Priya", "finish", posts=None)
    shown = rendered(bot.document())
    for one in interview.statements[1:]:
        assert f"“{one.text}”" in shown
    assert "evil" not in "".join(links(bot.document()))


async def test_control_characters_are_not_shown(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.says("Priya", "/interview Some\x00thing \u202enew\u2069")
    bot.shows("“Something new”")
    await bot.says("Priya", "The cl\x1b[31merk waits\x07 every day.")
    assert (await bot.interview()).statements[-1].text == "The cl[31merk waits every day."
    await bot.says("Priya", "change 2 The cl\x00erk \u202dwaits.")
    assert (await bot.interview()).statements[-1].text == "The clerk waits."


async def test_a_hostile_name_owner_and_title_stay_themselves(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.says("*Bob* <b>", "/interview A *starred* [title](http://evil.example)")
    await bot.says("*Bob* <b>", "ask @{{7*7}}|x by Friday")
    await bot.says("*Bob* <b>", "finish", posts=None)
    document = bot.document()
    shown = rendered(document)
    assert "*Bob* <b>" in shown
    assert "A *starred* [title](http://evil.example)" in shown
    assert "@{{7*7}}|x" in shown
    assert "evil" not in "".join(links(document))


async def test_without_permalinks_lines_link_into_the_document(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.says("Priya", "/interview Something new", link=None)
    await bot.says("Priya", "Every day the clerk waits.", link=None)
    await bot.says("Priya", "finish", posts=None, link=None)
    document = bot.document()
    assert "_(stated: [S2](#s2))_" in document
    assert '<a id="s2"></a>' in document


def rendered(document: str) -> str:
    """The text of a document as a reader sees it."""
    texts = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(document):
        texts += ["\n" if child.type == "softbreak" else child.content for child in token.children or []]
        texts.append("\n")
    return "".join(texts)


def links(document: str) -> list[str]:
    """Where a reader could click to."""
    return [
        str(child.attrs.get("href", child.attrs.get("src", "")))
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(document)
        for child in token.children or []
        if child.type in {"link_open", "image"}
    ]


async def test_as_json_it_holds_all_that_was_said(new_bot: NewBot, config: Config, prompts: Prompts) -> None:
    bot = new_bot()
    await interviewed(bot, ANSWERS, depth="standard")
    journal = await bot.journal()
    found = json.loads(export_interview(journal, None, "json", interview_settings(config, prompts)))
    interview = replay(events_of(journal))
    assert [one["id"] for one in found["statements"]] == [one.id for one in interview.statements]
    assert {"author", "text", "tag", "time", "topic"} <= set(found["statements"][0])
    assert found["requirements"][0]["sources"]
    assert found["stories"] == []
    assert found["status"] == "finished"
    markdown = export_interview(journal, None, "md", interview_settings(config, prompts))
    assert markdown.startswith("# Something new\n")


async def test_an_open_interview_can_be_exported_as_it_stands(
    new_bot: NewBot, config: Config, prompts: Prompts
) -> None:
    bot = new_bot()
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "Every day the clerk waits.")
    markdown = export_interview(await bot.journal(), None, "md", interview_settings(config, prompts))
    assert "Every day the clerk waits." in section(markdown, "Problem")[0]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Web orders are in", "in"),
        ("only web orders", "in"),
        ("gift cards are out", "out"),
        ("no gift cards", "out"),
        ("we won’t do gift cards", "out"),
        ("store orders come later", "later"),
        ("not yet", "later"),
        ("in phase two", "later"),
        ("not only web orders", "in"),
    ],
)
def test_scope_is_in_out_or_later(text: str, group: str) -> None:
    assert scope_of(text) == group


async def test_the_headline_counts_and_the_reading_time_is_at_least_a_minute(new_bot: NewBot, prompts: Prompts) -> None:
    bot = new_bot()
    await interviewed(bot, ANSWERS)
    brief = await brief_of(bot, prompts)
    assert re.fullmatch(
        r"2 functional requirements, 3 quality requirements, 1 rule and 1 failure case", headline(brief)
    ), headline(brief)
    assert reading_time(brief) == 1
    empty = brief.model_copy(update={"sections": {}, "questions": ()})
    assert headline(empty) == "no requirements yet"


async def brief_of(bot: Bot, prompts: Prompts) -> Brief:
    journal = await bot.journal()
    interview = replay(events_of(journal))
    return draft_brief(journal.title, interview, prompts.frameworks[interview.framework], bot.now.date())
