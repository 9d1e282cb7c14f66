"""How what was found is shown: quoted, with its source, its age and who owns it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice, Choices, Markdown, Part, Post, Quote
from bot.knowledge.excerpts import snippet
from bot.knowledge.values import Document, Found, Hit
from bot.language.markdown import escape, escape_around_code, quoted
from bot.language.text import shorten

COMMAND_LINE = "terminal:command-line"
"""Where the command line asks from when it hands its work to a running Groundwork; nobody reads along there."""

_MONTH, _YEAR = 60, 730


def found_post(found: Found, query: str, today: date, vote_id: str, answer: str = "") -> Post:
    """The best passages for a question, each with where it stands, and what can be said of each."""
    parts: list[Part] = [Markdown(text=answer)] if answer else []
    for hit in found.hits:
        parts.append(Markdown(text=f"**{hit.rank}.** {cited(hit, today)}"))
        parts.append(Quote(text=snippet(hit.passage, query), link=hit.document.link or None))
    parts.append(
        Choices(
            prompt="Did it help?",
            options=tuple(
                Choice(id=f"context:{mark}:{vote_id}:{hit.rank}", label=f"{sign} {hit.rank}")
                for hit in found.hits
                for mark, sign in (("up", "👍"), ("down", "👎"))
            ),
        )
    )
    best = "This is" if len(found.hits) == 1 else f"These {len(found.hits)} passages are"
    lines = [f"{best} nearest to {quoted(shorten(query, 120))}."]
    lines += [escape_around_code(note) for note in found.notes]
    return Post(text="\n".join(lines), parts=tuple(parts))


def cited(hit: Hit, today: date) -> str:
    """`**Title** › section · adr/0009.md · 2 years old · Hanna · superseded by …`."""
    document = hit.document
    headings = [each for each in hit.passage.headings if each != document.title]
    place = "".join(f" › {escape(each)}" for each in headings)
    facts = [f"`{document.path}`", age(document, today)]
    facts.append(f"owner {escape(document.owner)}" if document.owner else escape(document.author))
    if hit.newer:
        facts.append(f"**superseded by {escape(hit.newer)}**")
    elif not document.valid or document.status in {"proposed", "draft"}:
        facts.append(f"**{document.status}**")
    if hit.also:
        facts.append(f"also in {len(hit.also)} other{'s' if len(hit.also) > 1 else ''}")
    return f"**{escape(document.title)}**{place} · {' · '.join(each for each in facts if each)}"


def age(document: Document, today: date) -> str:
    """How old what it says is: `12 days old`."""
    day = document.dated
    if day is None:
        return ""
    days = (today - day).days
    if days < 0:
        return f"for {day:%-d %B %Y}"
    if days < 1:
        return "of today"
    if days == 1:
        return "1 day old"
    if days < _MONTH:
        return f"{days} days old"
    return f"{round(days / 30.4)} months old" if days < _YEAR else f"{days // 365} years old"


def nothing_post(found: Found, query: str, sources: Sequence[str]) -> Post:
    """That nothing was found, and what was searched."""
    if not found.documents:
        return Post(
            text="I know no documents yet that may be seen here. They belong into the folder `knowledge`, or under "
            "`index.sources` in the settings."
        )
    where = ", ".join(f"`{each}`" for each in sources)
    count = f"{found.documents} document{'' if found.documents == 1 else 's'}"
    lines = [
        f"Nothing found about {quoted(shorten(query, 120))}. I searched {count} in {where}.",
        *map(escape_around_code, found.notes),
    ]
    return Post(text="\n".join(lines))


ASK = (
    "Ask a question or paste a story: `/context how long do we keep addresses`. "
    "`/context sprint` gathers what the team should know for the coming sprint."
)

READING = "I have just started and am still reading the documents. Please ask again in a minute."
