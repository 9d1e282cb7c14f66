"""One turn about stories: draft them from a brief or a rough idea, edit, approve, draft anew, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import ERASED, Attachment, Choices, Message, Person, Post
from bot.durable.ports import Ports
from bot.language.markdown import escape
from bot.language.text import clean, is_empty, one_line, shorten
from bot.sharing import offered
from bot.store.journal import Entry, Journal, Status
from bot.stories.draft import draft_stories
from bot.stories.editing import read_criteria
from bot.stories.exports import export_stories
from bot.stories.idea import standardise, unread
from bot.stories.improve import improve
from bot.stories.redraft import redraft
from bot.stories.regenerate import draft_anew
from bot.stories.rules import Material, Source, Story
from bot.stories.says import (
    edit_post,
    idea_post,
    no_stories_post,
    stories_post,
    story_post,
    sure_post,
    unknown_story,
    which_post,
)
from bot.stories.set import (
    KIND,
    Approved,
    Drafted,
    Dropped,
    Edited,
    Move,
    Redrafted,
    Regenerated,
    StorySet,
    body_of,
    read_move,
    replay,
)
from bot.stories.settings import StorySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A new set of stories: its journal, None when there was nothing to draft, and the posts that show it."""

    journal_id: str | None
    posts: tuple[Post, ...]


async def open_stories(  # noqa: PLR0913 (what stories come from, and where they stood before)
    material: Material,
    message: Message,
    ports: Ports,
    settings: StorySettings,
    *,
    origin: str,
    before: str | None = None,
) -> Opening:
    """Draft the stories of a brief and keep them; the caller says the posts after its own.

    `before` is the journal of an earlier draft: what people approved, edited or dropped there stays so.
    """
    earlier = await ports.store.journal(before) if before else None
    if earlier is not None:
        return await _redraft(earlier, material, message, ports, settings)
    stories = draft_stories(material)
    if not stories:
        return Opening(journal_id=None, posts=(no_stories_post(material),))
    stories, told = await _proposed(stories, material, ports, settings)
    drafted = Drafted(material=material, style=settings.style, stories=stories, origin=origin)
    journal_id = await _start(drafted, material.title, message, ports)
    post = stories_post(replay([(drafted, message.author)]), journal_id, settings.template)
    return Opening(journal_id=journal_id, posts=(_telling(post, told),))


async def _proposed(
    stories: Sequence[Story], material: Material, ports: Ports, settings: StorySettings
) -> tuple[tuple[Story, ...], str]:
    """The stories as a language model can word them, where there is one, and what the reader has to know."""
    if ports.llm is None:
        return tuple(stories), ""
    from bot.stories.proposing import proposed  # it takes a while to import

    return await proposed(stories, material, ports.llm, settings)


def _telling(post: Post, *notes: str) -> Post:
    return post.model_copy(update={"text": "\n\n".join(line for line in (post.text, *notes) if line)})


async def _redraft(
    journal: Journal, material: Material, message: Message, ports: Ports, settings: StorySettings
) -> Opening:
    found = set_of(journal)
    stories = redraft(found, material)
    new = [one for one in stories if one.id not in {*found.approved_by, *found.edited_by}]
    worded, told = await _proposed(new, material, ports, settings) if new else ((), "")
    better = {one.id: one for one in worded}
    move = Redrafted(material=material, stories=tuple(better.get(one.id, one) for one in stories))
    after = replay([*moves_of(journal), (move, message.author)])
    status: Status = "finished" if all(one.status == "approved" for one in after.stories) else "open"
    await ports.store.append(journal.id, [_entry(move, message)], at=message.at, status=status)
    post = stories_post(after, journal.id, settings.template, again=True)
    return Opening(journal_id=journal.id, posts=(_telling(post, told),))


async def _start(drafted: Drafted, title: str, message: Message, ports: Ports) -> str:
    return await ports.store.start(
        kind=KIND,
        address=message.address,
        title=title,
        by=message.author,
        at=message.at,
        entries=[_entry(drafted, message)],
    )


async def story_command(message: Message, ports: Ports, settings: StorySettings) -> None:
    """`/story <rough text>` makes one standard story of a rough idea, and asks what would improve it most."""
    text = "\n".join([message.text, *(file.text for file in message.files)])
    if is_empty(text):
        await ports.say(
            Post(text="Tell me the idea in your own words: `/story customers should see where their parcel is`.")
        )
        return
    idea = standardise(text, author=message.author, at=message.at, link=message.permalink)
    stories, told = await _proposed((idea.story, *idea.more), idea.material, ports, settings)
    drafted = Drafted(
        material=idea.material,
        style=settings.style,
        stories=stories,
        idea=text,
        questions=idea.questions,
    )
    journal_id = await _start(drafted, shorten(text, 60), message, ports)
    post = idea_post(replay([(drafted, message.author)]), journal_id, settings.template)
    await ports.say(_telling(post, told, unread(idea), settings.reads_along if ports.llm else ""))


async def pick(message: Message, ports: Ports, settings: StorySettings) -> None:
    """A choice or form about stories was used."""
    _, verb, journal_id, *rest = [*(message.choice or message.form_id or "").split(":"), "", "", ""]
    journal = await ports.store.journal(journal_id) if journal_id else None
    if journal is None or journal.kind != KIND:
        await ports.say(Post(text="I can’t find those stories any more. `export` lists what there is."))
        return
    turn = _Turn(message=message, ports=ports, settings=settings, journal=journal, found=set_of(journal))
    await _do(turn, verb, [part for part in rest if part])


async def obey(  # noqa: PLR0913, PLR0917 (a turn, and the two things that were said)
    journal: Journal, verb: str, which: Sequence[str], message: Message, ports: Ports, settings: StorySettings
) -> None:
    """Do what `approve`, `edit 2`, `regenerate 2`, `drop US-2`, `show US-2`, `export` or `stories` says."""
    turn = _Turn(message=message, ports=ports, settings=settings, journal=journal, found=set_of(journal))
    await _do(turn, verb, which)


async def improve_idea(journal: Journal, message: Message, ports: Ports, settings: StorySettings) -> bool:
    """Take plain words as an answer to what was asked about a rough idea; False when nothing was asked."""
    found = set_of(journal)
    if found.idea is None or found.idea == ERASED or not found.questions:
        return False
    better = improve(found, one_line(clean(message.text)), message.author, message.at, message.permalink)
    stories, told = await _proposed((better.story, *better.more), better.material, ports, settings)
    drafted = Drafted(
        material=better.material,
        style=found.style,
        stories=stories,
        idea=f"{found.idea}\n{message.text}",
        questions=better.questions,
    )
    await ports.store.append(journal.id, [_entry(drafted, message)], at=message.at)
    post = idea_post(replay([(drafted, message.author)]), journal.id, settings.template, better=True)
    await ports.say(_telling(post, told))
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Everything that a turn about a set of stories knows."""

    message: Message
    ports: Ports
    settings: StorySettings
    journal: Journal
    found: StorySet

    async def save(self, move: Move, status: Status | None = None) -> StorySet:
        """Keep a move; returns the stories as they are now."""
        entry = _entry(move, self.message)
        await self.ports.store.append(self.journal.id, [entry], at=self.message.at, status=status)
        return replay([*moves_of(self.journal), (move, self.message.author)])

    async def show(self, story: Story, found: StorySet, note: str) -> None:
        """Say what happened to a story, and show it."""
        await self.ports.say(story_post(story, found, self.journal.id, self.settings.template, note))


async def _do(turn: _Turn, verb: str, which: Sequence[str]) -> None:
    found, journal = turn.found, turn.journal
    chosen = [found.story(one) for one in which]
    if None in chosen:
        await turn.ports.say(unknown_story(which[chosen.index(None)], found))
        return
    stories = [story for story in chosen if story is not None]
    if not found.stories:
        await turn.ports.say(Post(text="Every story here was dropped. `resume` and `finish` draft what is new."))
    elif verb == "approve":
        await _approve(turn, stories or list(found.stories))
    elif verb == "stories" or (verb == "show" and len(stories) != 1):
        await turn.ports.say(stories_post(found, journal.id, turn.settings.template))
    elif verb == "export":
        await turn.ports.say(_export(found, journal, turn.settings))
    elif verb == "drop":
        await _drop(turn, stories)
    elif verb in {"edit", "regenerate"} and not stories and len(found.stories) > 1:
        await turn.ports.say(which_post(verb, found, journal.id))
    else:
        await _do_one(turn, verb, stories[0] if stories else found.stories[0])


async def _do_one(turn: _Turn, verb: str, story: Story) -> None:
    found = turn.found
    if verb == "edit" and turn.message.form is None:
        await turn.ports.say(edit_post(story, found, turn.journal.id))
    elif verb == "edit":
        await _edit(turn, story, turn.message.form or {})
    elif verb in {"regenerate", "anew"} and story.want == ERASED:
        gone = f"What {story.id} rested on was erased at its author’s wish, so there is nothing to draft it from."
        await turn.ports.say(Post(text=f"{gone} `edit` writes it anew, `drop` takes it away."))
    elif verb == "regenerate" and story.id in {*found.approved_by, *found.edited_by}:
        await turn.ports.say(sure_post(story, found, turn.journal.id))
    elif verb in {"regenerate", "anew"}:
        await _regenerate(turn, story)
    elif verb == "show":
        await turn.show(story, found, f"This is {story.id}.")
    elif verb == "keep":
        await turn.ports.say(Post(text=f"{story.id} stays as it is."))
    else:
        await turn.ports.say(Post(text="That button is from an older version of me, and I no longer know what it did."))


async def _drop(turn: _Turn, stories: list[Story]) -> None:
    await turn.save(Dropped(stories=tuple(story.id for story in stories)))
    names = ", ".join(story.id for story in stories)
    are = "are" if len(stories) > 1 else "is"
    await turn.ports.say(Post(text=f"{names} {are} dropped. What was said for it stays in the brief."))


async def _approve(turn: _Turn, stories: list[Story]) -> None:
    move = Approved(stories=tuple(story.id for story in stories))
    done = {story.id for story in stories} | {story.id for story in turn.found.stories if story.status == "approved"}
    waiting = [story.id for story in turn.found.stories if story.id not in done]
    await turn.save(move, status=None if waiting else "finished")
    names = ", ".join(story.id for story in stories)
    what = f"All {len(stories)} stories" if len(stories) == len(turn.found.stories) > 1 else names
    rest = f"Still a draft: {', '.join(waiting)}." if waiting else "`export` gives you the files."
    offers = turn.settings.offers(turn.journal.id)
    buttons = (Choices(options=offers, stays=True),) if offers else ()
    parts = (*buttons, *turn.settings.asks(turn.journal.id, [story.id for story in stories]))
    post = Post(text=f"{what} approved by {escape(turn.message.author.name)}. {rest}", parts=parts)
    await turn.ports.say(await offered(post, turn.journal, turn.ports))


async def _edit(turn: _Turn, story: Story, values: dict[str, str]) -> None:
    found = turn.found
    edit_id = f"E{1 + sum(1 for source in found.material.sources if source.id.startswith('E'))}"
    criteria = story.criteria
    if "criteria" in values:
        read = read_criteria(values["criteria"], story, found.style, edit_id)
        if isinstance(read, str):
            await _form_again(turn, story, read)
            return
        criteria = read
    role, want, benefit = (
        one_line(clean(values.get(name, old)))
        for name, old in (("role", story.role), ("want", story.want), ("benefit", story.benefit))
    )
    if not role or not want:
        await _form_again(turn, story, "A story needs a role and a want.")
        return
    words_changed = (role, want, benefit) != (story.role, story.want, story.benefit)
    if not words_changed and criteria == story.criteria:
        await turn.ports.say(Post(text=f"{story.id} says exactly that already."))
        return
    sources = (*story.sources, edit_id) if words_changed else story.sources
    edited = story.model_copy(
        update={
            "role": role,
            "want": want,
            "benefit": benefit,
            "criteria": criteria,
            "sources": sources,
            "status": "draft",
        }
    )
    message = turn.message
    source = Source(id=edit_id, text=_edit_text(edited), author=message.author, at=message.at, link=message.permalink)
    after = await turn.save(Edited(story=edited, source=source), status="open")
    note = f"{story.id} is changed. The change stands as {edit_id} beside its other sources."
    if words_changed and criteria == story.criteria and criteria:
        note += " Its criteria are as they were; do they still fit?"
    await turn.show(edited, after, note)


async def _form_again(turn: _Turn, story: Story, problem: str) -> None:
    again = edit_post(story, turn.found, turn.journal.id)
    await turn.ports.say(again.model_copy(update={"text": f"{problem} Nothing was changed; here is the form again."}))


def _edit_text(story: Story) -> str:
    return f"As {story.role}, I want {story.want}{f', so that {story.benefit}' if story.benefit else ''}"


async def _regenerate(turn: _Turn, story: Story) -> None:
    fresh = draft_anew(story, turn.found.material, tries=turn.found.regenerated.get(story.id, 0) + 1)
    (fresh,), told = await _proposed((fresh,), turn.found.material, turn.ports, turn.settings)
    if fresh == story:
        note = (
            f"{story.id} comes out the same: the rules know one good way to say it. "
            f"`edit {story.id.removeprefix('US-')}` changes it, and more detail in the interview makes it richer."
        )
        await turn.ports.say(Post(text=note))
        return
    after = await turn.save(Regenerated(story=fresh), status="open")
    await turn.show(fresh, after, f"{story.id}, drafted anew from what was said. {told}".strip())


def _export(found: StorySet, journal: Journal, settings: StorySettings) -> Post:
    files = tuple(
        Attachment(name=f"{journal.id}.{form}", text=export_set(found, journal, form, settings), media_type=media)
        for form, media in _MEDIA.items()
    )
    return Post(text="Here they are: for reading, for machines, for test tools and for Jira.", attachments=files)


_MEDIA = {"md": "text/markdown", "json": "application/json", "feature": "text/x-gherkin", "csv": "text/csv"}


def export_set(found: StorySet, journal: Journal, form: str, settings: StorySettings) -> str:
    """A set of stories in one of the formats md, json, feature, csv."""
    return export_stories(
        found.stories, found.material, form, style=found.style, template=settings.template, title=journal.title
    )


def moves_of(journal: Journal) -> list[tuple[Move, Person | None]]:
    """A journal's entries as moves with who made them."""
    return [(read_move(entry.kind, entry.body), entry.by) for entry in journal.entries]


def set_of(journal: Journal) -> StorySet:
    """The stories of a journal as they stand."""
    return replay(moves_of(journal))


def _entry(move: Move, message: Message) -> Entry:
    return Entry(kind=move.kind, at=message.at, by=message.author, body=body_of(move))
