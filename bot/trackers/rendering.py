"""A new item as a tracker shows it: what people typed stays what they typed, and calls nobody."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from bot.language.markdown import escape
from bot.trackers.port import NewItem, Words

MADE_BY = "Made in Groundwork from what people said."
_ADDRESS = re.compile(r"https?://[^\s|\[\](){}<>\"']+")
_WIKI = re.compile(r"([\\{}\[\]*_+^~!|#?-])")


def _link(words: Words) -> str:
    """Where the words stand, unless the address could be taken for more than one."""
    return words.link if words.link and _ADDRESS.fullmatch(words.link) else ""


def to_markdown(item: NewItem, *, hidden: str = "") -> str:
    """For Linear; with something `hidden` in a comment, which can be found, for GitHub."""
    safe = _calm if hidden else escape
    blocks = [safe(item.text)]
    if item.code:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", item.code)), default=0))
        blocks.append(f"{fence}{item.language}\n{item.code}\n{fence}")
    if item.words:
        blocks.append("\n".join(f"- {_markdown_words(each, safe)}" for each in item.words))
    blocks.append(f"_{MADE_BY}_")
    return "\n\n".join(blocks) + (f"\n\n<!-- {hidden} -->" if hidden else "")


def _markdown_words(words: Words, safe: Callable[[str], str]) -> str:
    link = _link(words)
    label = f"[{words.label}]({link})" if link else words.label
    return f"{label}{safe(words.whose)}: “{safe(' '.join(words.text.split()))}”"


def _calm(text: str) -> str:
    """As typed, without GitHub's mentions and links to other items: it reads the same, and nobody is called."""
    return re.sub(r"(?<=@)(?=\w)|(?<=#)(?=\d)", "<!-- -->", escape(text))


def to_wiki(item: NewItem) -> str:
    """For Jira."""
    blocks = [_wiki(item.text)]
    if item.code:
        safe = item.code.replace("{noformat}", "{ noformat }")  # it would end the block
        blocks.append(f"{{noformat}}\n{safe}\n{{noformat}}")
    if item.words:
        blocks.append("\n".join(f"* {_wiki_words(each)}" for each in item.words))
    blocks.append(_wiki(MADE_BY))
    return "\n\n".join(blocks)


def _wiki_words(words: Words) -> str:
    link = _link(words)
    label = f"[{_wiki(words.label)}|{link}]" if link else _wiki(words.label)
    return f"{label}{_wiki(words.whose)}: “{_wiki(' '.join(words.text.split()))}”"


def _wiki(text: str) -> str:
    """As typed. Two backslashes would be a new line there, so that one goes by its number."""
    return _WIKI.sub(lambda found: "&#92;" if found[1] == "\\" else f"\\{found[1]}", text.replace("&", "&amp;"))


def to_html(item: NewItem, *, code: bool = True) -> str:
    """For Azure Boards. `code`: criteria stand in the same text."""
    blocks = [f"<p>{html.escape(item.text)}</p>"]
    if code and item.code:
        blocks.append(code_html(item))
    if item.words:
        blocks.append("<ul>" + "".join(f"<li>{_html_words(each)}</li>" for each in item.words) + "</ul>")
    blocks.append(f"<p>{html.escape(MADE_BY)}</p>")
    return "".join(blocks)


def code_html(item: NewItem) -> str:
    """The criteria alone."""
    return f"<pre>{html.escape(item.code)}</pre>"


def _html_words(words: Words) -> str:
    label, link = html.escape(words.label), _link(words)
    if link:
        label = f'<a href="{html.escape(link, quote=True)}">{label}</a>'
    return f"{label}{html.escape(words.whose)}: “{html.escape(' '.join(words.text.split()))}”"


def plain(text: str) -> str:
    """The words of an HTML text."""
    lines = re.sub(r"<(?:br|/p|/div|/li|/pre)\b[^>]*>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]+>", "", lines)).strip()
