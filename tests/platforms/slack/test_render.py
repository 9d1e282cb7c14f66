"""Whatever is said, of whatever size: it fits Slack's limits, and not a letter is lost."""

# ruff: noqa: E501 (the strategies are tables)
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import (
    Attachment,
    Bullets,
    Chart,
    Choice,
    Choices,
    Code,
    Fields,
    Form,
    FormField,
    Heading,
    Markdown,
    Part,
    Post,
    Progress,
    Quote,
    Table,
    plain_number,
)
from bot.platforms.slack import modals
from bot.platforms.slack.modals import Opened
from bot.platforms.slack.render import Rendered, render
from bot.platforms.slack.render.messages import home_blocks, read
from tests.platforms.charts import charts
from tests.platforms.slack.people import buttons
from tests.platforms.slack.strict import problems_of_blocks, problems_of_message, problems_of_view

MARKUP = (
    "**bold** ", "_it_ ", "`code` ", "~~gone~~ ", "- ", "\n\n", "\n", "1. ", "7. ", "> ", "# ", "```\n", "---\n",
    "[label](https://x.example/a?b=1&c=2) ", "<!channel> ", "<@U1> ", "@everyone ", "&amp; ", "<b> ", "* ", "    ", "| a | b |\n",
    "[https://good.example](https://evil.example) ", "[x](javascript:alert(1)) ", "\\*", "😀", "\x00", "\x1b[31m", "\u202e",
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(MARKUP) | st.text("abcä1 .", max_size=12), max_size=30).map("".join),
    st.builds(lambda word, times: word * times, st.sampled_from(["word ", "longword", "a&b<c> ", "x\n", "😀"]), st.integers(0, 3000)),
)  # fmt: skip
shorts = st.text(max_size=30) | st.sampled_from(["", "a label " * 30, "<!here>", "&" * 80])
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, text=texts, level=st.integers(1, 3)),
    st.builds(Markdown, text=texts),
    st.builds(Fields, items=st.lists(st.tuples(shorts, texts), max_size=6).map(tuple)),
    st.builds(Bullets, items=st.lists(texts, max_size=8).map(tuple), numbered=st.booleans()),
    st.builds(Quote, text=texts, author=shorts, link=st.none() | st.sampled_from(["https://x.example/1", "nowhere"])),
    st.builds(Code, text=texts, language=st.sampled_from(["", "gherkin"])),
    charts(shorts),
    st.builds(Progress, label=shorts, done=st.integers(0, 30), total=st.integers(1, 20)),
    st.builds(
        Choices,
        prompt=texts,
        options=st.lists(
            st.builds(
                Choice,
                id=st.text(min_size=1, max_size=5) | st.just("i" * 200),
                label=shorts.filter(bool) | st.just("b" * 300),
                style=st.sampled_from(["default", "primary", "danger"]),
            ),
            max_size=130,
        ).map(tuple),
        stays=st.booleans(),
    ),
    st.integers(0, 23).flatmap(
        lambda columns: st.builds(
            Table,
            title=shorts,
            headers=st.lists(shorts, min_size=columns, max_size=columns).map(tuple),
            rows=st.lists(st.lists(shorts | texts, min_size=columns, max_size=columns).map(tuple), max_size=6).map(
                lambda rows: tuple(rows * 30)
            )
            | st.just(()),
        )
    ),
)
posts = st.builds(Post, text=texts, parts=st.lists(parts, max_size=7).map(tuple))


def visible(message: Rendered) -> str:
    """What people read, in order."""
    lines: list[str] = []
    for block in message.blocks:
        lines += [_numbered(block)] if block["type"] == "rich_text" else [read(block)]
        lines += [(option or element)["text"]["text"] for _, element, option in buttons([block])]
    return "\n".join(lines)


def _numbered(block: dict[str, Any]) -> str:
    lines = []
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            for at, item in enumerate(element["elements"], element.get("offset", 0) + 1):
                mark = f"{at}. " if element["style"] == "ordered" else ""
                lines.append(mark + _plain(item["elements"]))
        else:
            lines.append(_plain(element["elements"]))
    return "\n".join(lines)


def _plain(items: list[dict[str, Any]]) -> str:
    return "".join(f"{item.get('text', '')} {item.get('url', '')}" for item in items)


def said(part: Part) -> list[str]:
    """Every text of a part."""
    match part:
        case Heading(text=text) | Markdown(text=text) | Code(text=text):
            return [text]
        case Fields(items=items):
            return [text for item in items for text in item]
        case Bullets(items=items):
            return list(items)
        case Quote(text=text, author=author):
            return [text, author]
        case Progress(label=label):
            return [label]
        case Choices(prompt=prompt, options=options):
            return [prompt, *(option.label for option in options)]
        case Table(title=title, headers=headers, rows=rows):
            return [title, *headers, *(cell for row in rows for cell in row)]
        case Chart(title=title, labels=labels, series=series, unit=unit):
            numbers = {plain_number(value) for one in series for value in one.values}
            return [title, unit, *labels, *(one.name for one in series), *numbers]
        case Form(title=title):
            return [title]


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def is_within(needle: str, hay: str) -> bool:
    """Whether these letters stand there in this order."""
    rest = iter(hay)
    return all(letter in rest for letter in needle)


@pytest.mark.parametrize("text", ["#", "## ", "# #", "1. #", "> #"])
def test_a_heading_that_says_nothing_is_shown_as_it_was_written(text: str) -> None:
    (message,), _ = render(Post(text=text))
    assert problems_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
    assert "#" in visible(message)


@given(posts)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_post_fits_and_loses_nothing(post: Post) -> None:
    messages, attachments = render(post)
    assert 1 <= len(messages) <= 12
    for message in messages:
        assert problems_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
    everything = letters("\n".join(visible(message) for message in messages))
    document = letters("\n".join(attachment.text for attachment in attachments))
    for text in [post.text, *(one for part in post.parts for one in said(part))]:
        wanted = letters(text)
        assert is_within(wanted, everything) or is_within(wanted, document), text


@given(posts)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_post_fits_a_home_tab(post: Post) -> None:
    assert problems_of_view({"type": "home", "blocks": home_blocks(post)}) == []


fields = st.builds(
    FormField,
    name=st.text(min_size=1, max_size=10),
    label=shorts.filter(str.strip),
    type=st.sampled_from(["line", "text", "date", "choice"]),
    value=texts,
    hint=shorts,
    options=st.lists(shorts, max_size=150, unique=True).map(tuple),
    required=st.booleans(),
)


@given(st.lists(fields, min_size=1, max_size=6, unique_by=lambda field: field.name), shorts, shorts)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_form_fits_and_gives_back_what_it_was_filled_with(found: list[FormField], title: str, carried: str) -> None:
    form = Form(id="x:y", title=title or "Form", fields=tuple(found), carries=(("who knows", carried),))
    view, metadata = modals.view_of(form, Opened(address="slack:T1:C1", form_id=form.id, names=()))
    if modals.fits(metadata):
        view = {**view, "private_metadata": metadata}
    assert problems_of_view(view) == []
    state: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            given_value = {"value": element.get("initial_value"), "selected_option": element.get("initial_option")}
            state[block["block_id"]] = {"value": {**given_value, "selected_date": element.get("initial_date")}}
    values = modals.values_of({"state": {"values": state}}, modals.read_metadata(metadata))
    assert values["who knows"] == carried
    for field in found:
        if field.name == "who knows":
            continue
        if field.type in {"line", "text"} or (field.type == "choice" and not field.options):
            assert letters(values[field.name]) == letters(field.value)
        elif field.type == "choice":
            assert values[field.name] == (field.value if field.value in field.options else "")


def only(post: Post) -> tuple[Rendered, str]:
    (message,), _ = render(post)
    return message, visible(message)


def test_every_letter_stands_for_itself() -> None:
    hostile = "<!channel> <@U1> @here *not bold* a*b*c ~x~ `y` &amp; <https://x|y> {{7*7}}"
    message, shown = only(Post(parts=(Code(text=hostile), Quote(text=hostile))))
    assert shown.count(hostile) == 2
    assert "<" not in message.text
    assert "&lt;!channel&gt;" in message.text


def test_markdown_becomes_rich_text() -> None:
    message, _ = only(
        Post(text="**Bold** and _it_, `code`, ~~gone~~, [a link](https://x.example).\n\n1. one\n2. two\n   - deep")
    )
    section, first, deep = message.blocks[0]["elements"]
    styles = [item.get("style") for item in section["elements"]]
    assert {"bold": True} in styles
    assert {"italic": True} in styles
    assert {"code": True} in styles
    assert {"strike": True} in styles
    assert {"type": "link", "url": "https://x.example", "text": "a link"} in section["elements"]
    assert (first["style"], len(first["elements"])) == ("ordered", 2)
    assert (deep["style"], deep["indent"]) == ("bullet", 1)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[https://good.example](https://evil.example)", "(https://evil.example)"),
        ("[click](javascript:alert(1))", "click (javascript:alert(1))"),
    ],
)
def test_a_link_shows_where_it_leads_when_its_label_claims_otherwise(markdown: str, shown: str) -> None:
    assert shown in only(Post(text=markdown))[1]


def test_a_table_is_slacks_own_and_a_second_one_is_written_out() -> None:
    table = Table(title="Rules", headers=("", "Rule"), rows=(("R1", "A refund needs a parcel"),))
    message, shown = only(Post(parts=(table, table)))
    assert [block["type"] for block in message.blocks] == ["rich_text", "table", "rich_text"]
    assert shown.count("A refund needs a parcel") == 2


def test_a_long_document_is_a_file_and_the_message_says_so() -> None:
    parts: list[Part] = [Heading(text="Everything", level=1)]
    parts += [Markdown(text=f"Paragraph {number}. " + "word " * 300) for number in range(60)]
    choices = Choices(options=(Choice(id="x:go", label="Go"),))
    messages, attachments = render(Post(parts=(*parts, choices)))
    assert len(messages) == 1
    assert [attachment.name for attachment in attachments] == ["everything.md"]
    assert "The rest of “Everything” is in the file below." in visible(messages[0])
    assert visible(messages[0]).endswith("Go")


def test_a_post_somewhat_too_long_is_divided_between_its_parts() -> None:
    parts = tuple(Markdown(text=f"Paragraph {number}. " + "word " * 500) for number in range(6))
    messages, attachments = render(Post(parts=parts, attachments=(Attachment(name="a.md", text="a"),)))
    assert len(messages) == 2
    assert [attachment.name for attachment in attachments] == ["a.md"]
    assert all(visible(message).lstrip().startswith("Paragraph") for message in messages)


def test_strictness_finds_what_the_library_misses() -> None:
    """The five checks that slack_sdk leaves out."""
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}, "value": "x"}
    option = {"text": {"type": "plain_text", "text": "x" * 76}, "value": "x"}
    select = {"type": "static_select", "action_id": "s", "options": [option]}
    cell = {"type": "raw_text", "text": "x"}
    cases = {
        "51 blocks": [{"type": "divider"}] * 51,
        "text of 76": [{"type": "actions", "elements": [select]}],
        "101 rows": [{"type": "table", "rows": [[cell]] * 101}],
        "block_id 'b' twice": [{"type": "divider", "block_id": "b"}] * 2,
        "action_id 'a' twice": [{"type": "actions", "elements": [button]}, {"type": "actions", "elements": [button]}],
    }
    for problem, blocks in cases.items():
        assert any(problem in one for one in problems_of_blocks(blocks)), problem
