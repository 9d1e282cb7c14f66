"""What people write in Slack arrives as they meant it."""

from __future__ import annotations

import pytest

from bot.platforms.slack.addresses import Place, permalink, place_of
from bot.platforms.slack.heard import from_mrkdwn, heard, without_mention


@pytest.mark.parametrize(
    ("mrkdwn", "markdown"),
    [
        ("plain &amp; simple &lt;b&gt;", "plain & simple <b>"),
        ("*bold* _it_ ~gone~ `a*b*c`", "**bold** _it_ ~~gone~~ `a*b*c`"),
        ("2*3*4 and *not bold", "2*3*4 and *not bold"),
        ("```x *y* &lt;z&gt;```", "```x *y* <z>```"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example|the *plan*>", "[the **plan**](https://x.example)"),
        ("<http://x.example|x.example> rocks", "x.example rocks"),
        ("<mailto:a@x.example|a@x.example>", "a@x.example"),
        ("<#C1|general> <!here> <!subteam^S1|@leads>", "#general @here @leads"),
        ("<@U1> said", "<@U1> said"),
        ("• one\n• two", "- one\n- two"),
        ("&amp;lt; stays", "&lt; stays"),
    ],
)
def test_markup_becomes_markdown(mrkdwn: str, markdown: str) -> None:
    assert from_mrkdwn(mrkdwn) == markdown


def test_rich_text_is_read_where_there_is_some() -> None:
    def section(*elements: object) -> dict[str, object]:
        return {"type": "rich_text_section", "elements": list(elements)}

    def text(words: str, **style: bool) -> dict[str, object]:
        return {"type": "text", "text": words} | ({"style": style} if style else {})

    elements = [
        section(
            text("We need "), text("this ", bold=True), text("2*3*4 "), {"type": "user", "user_id": "U1"}, text("\n")
        ),
        {"type": "rich_text_list", "style": "ordered", "elements": [section(text("one")), section(text("two"))]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("deep"))]},
        {"type": "rich_text_quote", "elements": [text("said\nso")]},
        {"type": "rich_text_preformatted", "elements": [text("a < b")]},
        section(
            {"type": "link", "url": "https://x.example", "text": "plan"},
            {"type": "emoji", "name": "x", "unicode": "1f642"},
        ),
    ]
    message = {"text": "ignored", "blocks": [{"type": "rich_text", "elements": elements}]}
    assert heard(message) == (
        "We need **this** 2*3*4 <@U1>\n1. one\n2. two\n  - deep\n> said\n> so\n```\na < b\n```\n"
        "[plan](https://x.example)\U0001f642"
    )


def test_a_mention_of_the_bot_is_no_part_of_what_is_said() -> None:
    assert without_mention("<@UBOT>: hello <@UBOT> there", "UBOT") == "hello <@UBOT> there"
    assert without_mention("  <@UBOT|groundwork>", "UBOT") == ""
    assert without_mention("hello <@UBOT>", "UBOT") == "hello"


@pytest.mark.parametrize(
    "place",
    [
        Place(team="T1", channel="D1"),
        Place(team="T1", channel="C1", thread="1699.42"),
        Place(team="T1", channel="C1", opened="U1-13-2"),
        Place(team="T1", channel="C1", only="U1", opened="13-2"),
    ],
)
def test_an_address_survives_the_way_there_and_back(place: Place) -> None:
    assert place_of(place.address) == place
    assert place.address.startswith("slack:")


@pytest.mark.parametrize("address", ["terminal:local", "slack:T1", "slack:T1:", "slack:T1:C1:x", "slack::C1", ""])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        place_of(address)


def test_permalinks_are_as_slack_makes_them() -> None:
    assert permalink("https://acme.slack.com/", "C1", "1699.42") == "https://acme.slack.com/archives/C1/p169942"
    link = permalink("https://acme.slack.com/", "C1", "1699.43", "1699.42")
    assert link == "https://acme.slack.com/archives/C1/p169943?thread_ts=1699.42&cid=C1"
