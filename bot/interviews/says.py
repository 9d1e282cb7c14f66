"""What the bot says in an interview: one plain question a turn, what it noted, the meter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.chat import Bullets, Markdown, Part, Person, Post, Progress, Table
from bot.interviews.corrections.finding import unclear_lines
from bot.interviews.corrections.patching import difference
from bot.interviews.framework import Framework, credit
from bot.interviews.moves import Asked, Declined, Move, Opened, Replaced, Said, Withdrawn
from bot.interviews.rules import Interview, Known, Statement, coverage
from bot.language.clauses import clauses
from bot.language.dates import say_day
from bot.language.markdown import escape, quoted
from bot.language.text import shorten, strip_filler

HOW_TO_STEER = "`skip`, `don’t know`, `back`, `status`, `pause` and `finish` work at any time; `help` tells you more."
_STATE_WORDS: dict[Known, str] = {
    "known": "answered",
    "partly": "answered in part",
    "hinted": "mentioned",
    "skipped": "skipped",
    "open": "open question",
    "unknown": "not yet",
}
_QUOTE_AT_MOST = 3
_NOTED_AT_MOST = 5
_TITLES_AT_MOST = 2


def question_post(
    interview: Interview, framework: Framework, asked: Asked, note: str = "", *, summary: bool = False
) -> Post:
    """The next question, after what was noted; with a summary first at a checkpoint."""
    blocks = [note] if note else []
    if summary:
        blocks.append(_summary(interview, framework))
    blocks.append(question_text(interview, framework, asked))
    return Post(text="\n\n".join(blocks))


def question_text(interview: Interview, framework: Framework, asked: Asked) -> str:
    """A question as people read it: where we are, what it follows from, the question, and why it matters."""
    topic = framework.topic(asked.topic) if asked.topic else None
    meter = coverage(interview, framework)
    lines = []
    if topic:
        lines.append(f"**{escape(topic.title)}** · {meter.settled} of {meter.total} topics settled")
    lead = _lead(interview, framework, asked)
    lines.append(f"{lead} {asked.text}" if lead and not asked.worded else asked.shown)
    why = (
        topic.why
        if topic and asked.form in {"question", "gap"}
        else framework.closing_why
        if asked.form == "closing"
        else ""
    )
    if why:
        lines.append(f"_{why}_")
    return "\n".join(lines)


def _lead(interview: Interview, framework: Framework, asked: Asked) -> str:
    """What somebody said that leads to this question, unless their words hold a question mark of their own."""
    if asked.form not in {"question", "gap"} or asked.about is None:
        return ""
    statement = next((one for one in interview.active if one.id == asked.about), None)
    if statement is None or "?" in statement.text:
        return ""
    opener = "You said" if asked.form == "gap" else "You mentioned"
    topic = framework.topic(asked.topic) if asked.topic else None
    pieces = clauses(strip_filler(statement.text)) or (statement.text,)
    best = max(pieces, key=lambda piece: credit(piece, (topic,)).get(topic.id, 0) if topic else 0)
    return f"{opener}: {quoted(shorten(best, 90).rstrip('.'))}."


def noted(moves: Iterable[Move], before: Interview, framework: Framework, speaker: Person) -> str:
    """One sentence for what was just heard: what was noted where, what changed, what was taken back."""
    moves = tuple(moves)
    said = [move for move in moves if isinstance(move, Said)]
    lines = [_heard(said, framework)] if said else []
    lines.append(changes_text(moves, before, speaker))
    lines.extend("Good." for move in moves if isinstance(move, Declined))
    return "\n".join(line for line in lines if line)


def changes_text(moves: Sequence[Move], before: Interview, speaker: Person) -> str:
    """What a message changed and took back, and what may be a correction of one of several; empty for nothing."""
    lines = []
    earlier = {one.id: one for one in before.statements}
    texts = {one.id: one.text for one in before.statements}
    for move in moves:
        if isinstance(move, Said):
            texts[move.id] = move.text  # a later sentence of the same message may correct it
        elif isinstance(move, Replaced):
            whose = _said_by(earlier[move.statement], speaker) if move.statement in earlier else ""
            was, texts[move.statement] = texts[move.statement], move.text
            then, now = difference(was, move.text)
            lines.append(f"Changed {move.statement[1:]}{whose}: was {_quote(then)}, now {_quote(now)}.")
        elif isinstance(move, Withdrawn):
            lines.append(
                f"Taken back: {move.statement[1:]}, {_quote(texts[move.statement])}. The decision log keeps it."
            )
    lines.extend(unclear_lines(moves, before))
    return "\n".join(lines)


def left_open_text(opened: Sequence[Opened]) -> str:
    """Questions that became open ones: which, who answers them, by when, and how to change that."""
    if not opened:
        return ""
    owner, day = escape(opened[0].owner), say_day(opened[0].due)
    change = f"`assign {opened[0].id} @name by Friday` changes that."
    if len(opened) == 1:
        return f"Left open as {opened[0].id}: {owner} answers by {day}. {change}"
    lines = [f"- {one.id} {escape(one.text).rstrip('?')}" for one in opened]
    return "\n".join([f"Left open; {owner} answers by {day}. {change}", *lines])


def _said_by(statement: Statement, speaker: Person) -> str:
    """Whose words are changed, when they are somebody else's."""
    return "" if statement.author.id == speaker.id else f", which {escape(statement.author.name)} said"


def _quote(text: str) -> str:
    return _calm(quoted(shorten(text, 120).rstrip(".")))


def _calm(text: str) -> str:
    """The bot asks one question a turn; people's own question marks are quoted as they are only in lists."""
    return text.replace("?”", "”").replace("?", "…")


def _heard(said: list[Said], framework: Framework) -> str:
    """What was noted where, each statement with its number, so that people see at once what was filed wrongly."""
    if len(said) == 1:
        titles = _titles(said, framework)
        words = shorten(strip_filler(said[0].text), 110).rstrip(".")
        where = f" under {titles}" if titles else ""
        return f"Noted{where}." if "?" in words else f"Noted{where}: {quoted(words)}."
    placed = [one for one in said if not one.aside]
    lines = ["Noted:"]
    lines.extend(
        f"- {_number(one)} {_titles([one], framework)}: {_calm(quoted(shorten(strip_filler(one.text), 90)))}"
        for one in placed[:_NOTED_AT_MOST]
    )
    more, passing = len(placed[_NOTED_AT_MOST:]), len(said) - len(placed)
    rest = [f"{more} more"] * bool(more) + [f"{passing} said in passing"] * bool(passing)
    if rest:
        lines.append(f"- and {_listed(rest)}; `list` shows all")
    return "\n".join(lines)


def _titles(said: list[Said], framework: Framework) -> str:
    ids = dict.fromkeys(topic_id for one in said for topic_id in (*one.topics, *one.weak)[:_TITLES_AT_MOST])
    topics = [escape(topic.title) for topic_id in ids if (topic := framework.topic(topic_id))]
    return _listed([f"**{title}**" for title in topics])


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def taken_text(said: tuple[Said, ...], framework: Framework, opener: str) -> str:
    """What the bot took from an opening text or a document, topic by topic, and what it could not place."""
    lines = [opener] if said else []
    for topic in framework.topics:
        own = [one for one in said if (one.topics or one.weak)[:1] == (topic.id,)]
        if own:
            lines.append(f"- **{escape(topic.title)}**: {_examples(own)}")
    nowhere = [one for one in said if not one.topics and not one.weak and not one.aside]
    if nowhere:
        lines.append(f"- Not placed, but kept: {_examples(nowhere)}")
    if lines:
        lines.append(f"\nWrong somewhere: `change {_number(said[0])} …` or `move {_number(said[0])} <topic>`.")
    return "\n".join(lines)


def _number(said: Said) -> str:
    return said.id[1:]


def _examples(said: list[Said]) -> str:
    shown = "; ".join(f"{_number(one)} {_calm(quoted(shorten(one.text, 100)))}" for one in said[:_QUOTE_AT_MOST])
    more = len(said) - _QUOTE_AT_MOST
    return f"{shown}; and {more} more" if more > 0 else shown


def _summary(interview: Interview, framework: Framework) -> str:
    lines = ["**Where we are**"]
    for topic in framework.topics:
        said = interview.about(topic.id)
        if said:
            more = f" (+{len(said) - 1})" if len(said) > 1 else ""
            best = max(said, key=lambda one: credit(one.text, (topic,)).get(topic.id, 0))
            lines.append(f"- {escape(topic.title)}: {_calm(quoted(shorten(strip_filler(best.text), 80)))}{more}")
    still_open = [question for question in interview.questions if question.answer is None]
    if still_open:
        lines.append(
            f"- Open: {', '.join(f'{one.id} ({escape(one.owner)}, {say_day(one.due)})' for one in still_open)}"
        )
    return "\n".join(lines)


def started_post(text: str, question: str) -> Post:
    """The first post: what was understood, how to steer, the first question."""
    return Post(text="\n\n".join(block for block in (text, HOW_TO_STEER, question) if block))


def status_post(interview: Interview, framework: Framework, question: str) -> Post:
    """The coverage meter: every topic with how far it is, open questions, and the pending question again."""
    meter = coverage(interview, framework)
    rows = tuple(
        (
            topic.title if topic else topic_id,
            _STATE_WORDS[state],
            ", ".join(str(statement.number) for statement in interview.about(topic_id)),
        )
        for topic_id, state in meter.topics
        for topic in (framework.topic(topic_id),)
    )
    parts: list[Part] = [
        Progress(label="Topics settled", done=meter.settled, total=meter.total),
        Table(headers=("Topic", "How far", "Statements"), rows=rows),
    ]
    if interview.questions:
        parts.append(
            Bullets(
                items=tuple(
                    f"{one.id} {escape(one.text)} {escape(one.owner)}, by {say_day(one.due)}"
                    f"{' · answered' if one.answer else ''}"
                    for one in interview.questions
                )
            )
        )
    opener = f"{meter.settled} of {meter.total} topics are settled; this is a {interview.depth} interview."
    if question:
        parts.append(Markdown(text=question))
    return Post(text=opener, parts=tuple(parts))


def list_post(interview: Interview, framework: Framework, question: str) -> Post:
    """Everything that was said, numbered, with where it stands, for `change` and `move`."""
    lines = [
        f"{one.number} · {_stands(one, framework)} · {escape(one.author.name)}: "
        f"{_withdrawn(one)}{quoted(one.text)}{_changed(one)}"
        for one in interview.statements
    ]
    opener = "This is what was said so far." if lines else "Nothing has been said yet."
    parts: list[Part] = [Bullets(items=tuple(lines))] if lines else []
    if question:
        parts.append(Markdown(text=question))
    return Post(text=opener, parts=tuple(parts))


def _stands(statement: Statement, framework: Framework) -> str:
    """The topic whose section a statement stands in."""
    topics = (framework.topic(topic_id) for topic_id in (*statement.topics, *statement.weak))
    return next((escape(topic.title) for topic in topics if topic), "in passing" if statement.aside else "not placed")


def _withdrawn(statement: Statement) -> str:
    return "withdrawn: " if statement.withdrawn else ""


def _changed(statement: Statement) -> str:
    others = [change.by.name for change in statement.trail if change.by.id != statement.author.id]
    return f" (changed by {escape(others[-1])})" if others else ""


def help_post(interview: Interview, framework: Framework, question: str) -> Post:
    """What a good answer to the pending question holds, an example, and every word that steers."""
    pending = interview.pending
    topic = framework.topic(pending.topic) if pending and pending.topic else None
    blocks = []
    if topic:
        blocks.append(
            f"**{escape(topic.title)}.** {topic.why}\nA good answer holds {topic.good}.\nFor example: “{topic.example}”"
        )
    blocks.append(
        "\n".join(  # noqa: FLY002 (a list of lines is easier to edit than one long string)
            (
                "- `skip`, `back`, `don’t know`, or `ask @priya by Friday` to leave it open for somebody",
                "- `list` shows what was said; `change 7 …`, `drop 7` and `move 7 rules` mend it",
                "- `status` shows the meter; `depth quick`, `standard` or `deep` sets how long it gets",
                "- `assign Q1 @priya by Friday` and `answer Q1 …` for open questions",
                "- `pause` and `resume`, even days later; `finish` writes the brief now; `cancel` gives up",
            )
        )
    )
    if question:
        blocks.append(question)
    return Post(text="\n\n".join(blocks))


def paused_post(title: str, interview: Interview, framework: Framework) -> Post:
    """Put aside; how to go on."""
    meter = coverage(interview, framework)
    return Post(
        text=f"{quoted(title)} is paused at {meter.settled} of {meter.total} topics. "
        "`resume` picks it up here, any day."
    )


def cancelled_post(title: str) -> Post:
    """Given up; nothing is lost."""
    return Post(text=f"{quoted(title)} is cancelled. What was said is kept; `resume` brings it back.")


def other_open(title: str, person: Person) -> str:
    """An interview that was open here gives way to a new one."""
    return f"{escape(person.name)}, I have paused {quoted(title)}; after this one, `resume` brings it back."
