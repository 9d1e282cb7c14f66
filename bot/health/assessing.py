"""One turn of an assessment: begin it, take an answer that is nobody's, and show the team what it said as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.chat import (
    Address,
    Chart,
    Choice,
    Choices,
    Form,
    Heading,
    Markdown,
    Message,
    Part,
    Post,
    Series,
    Table,
    Veiled,
)
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.health.assessment import (
    FEWEST,
    KIND,
    Assessment,
    Round,
    answer_form,
    begun,
    means,
    overall,
    read_scores,
    replay,
)
from bot.language.markdown import escape
from bot.store.journal import Entry, Journal, Reads, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.retros.settings import Keys

NAME = "assess"
_ROUNDS = 6
_CLOSED = "This assessment is closed, so nothing of your answer was kept. `/assess` begins another one."
_HELP = (
    "`/assess` begins an assessment here or shows it, `/assess close` ends it, `/assess results` shows the last one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessSettings:
    """The statements, and the secrets that keep answers nobody's; the same as an anonymous retro's."""

    assessment: Assessment
    keys: Keys
    team_of: Callable[[Address], Address | None]
    zone: ZoneInfo


def deed_of(text: str) -> str:
    """What the words behind `/assess` ask for."""
    word = text.strip().casefold()
    return word if word in {"results", "close", "cancel"} else "help" if word else "begin"


async def assess_command(message: Message, ports: Ports, settings: AssessSettings) -> None:
    """`/assess [close | cancel | results]`."""
    team, word = settings.team_of(message.address), deed_of(message.text)
    if team is None:
        text = "An assessment is a team’s: begin it in your team’s conversation, and everybody there can answer alone."
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    journal = await ports.store.current(team, KIND)
    if word == "results":
        await _results(team, ports, settings)
    elif word in {"close", "cancel"} and journal is None:
        await ports.say(Post(text="No assessment is open here. `/assess` begins one.", private_to=message.author.id))
    elif word in {"close", "cancel"} and journal is not None:
        await _end(word, journal, message, ports, settings)
    elif word == "help":
        await ports.say(Post(text=_HELP, private_to=message.author.id))
    elif journal is not None:
        await _show(replay(journal.id, journal.entries), message, ports, anew=True)
    else:
        await _begin(team, message, ports, settings)


async def _begin(team: Address, message: Message, ports: Ports, settings: AssessSettings) -> None:
    entry = Entry(kind="begun", at=message.at, by=message.author, body=begun(settings.assessment))
    journal_id = await ports.store.start(
        kind=KIND, address=team, title=settings.assessment.title, by=message.author, at=message.at, entries=[entry]
    )
    await ports.look("assess.key", lambda: settings.keys.make(journal_id))
    await _show(replay(journal_id, [entry]), message, ports, anew=True)


async def pick(message: Message, ports: Ports, settings: AssessSettings) -> None:
    """A button or the form of a round was used."""
    _, deed, journal_id, *_ = [*(message.choice or message.form_id or "").split(":"), "", ""]
    journal = await ports.store.journal(journal_id)
    if journal is None or journal.kind != KIND:
        await _tell(message, ports, "I can’t find that assessment any more. `/assess` begins another one.")
    elif message.form is not None:
        await _answer(journal, message, ports, settings)
    elif deed in {"close", "cancel"}:
        await _end(deed, journal, message, ports, settings)
    elif (form := await opens(message, ports.store, settings)) is not None:
        await ports.say(Post(parts=(form,), private_to=message.author.id))
    else:
        await _tell(message, ports, _CLOSED)


async def _answer(journal: Journal, message: Message, ports: Ports, settings: AssessSettings) -> None:
    found = replay(journal.id, journal.entries)

    async def mark() -> str:
        from bot.retros.marks import mark_of

        key = await settings.keys.get(journal.id)
        return mark_of(message.author, key) if key else ""

    whose = str(await ports.look("assess.mark", mark))
    if not found.open or not whose:
        await _tell(message, ports, _CLOSED)
        return
    body = {"mark": whose, "scores": read_scores(message.form or {}, found.statements)}
    entry = Entry(kind="answered", at=message.at, by=None, body=body)
    await ports.store.append(journal.id, [entry], at=message.at)
    await _show(replay(journal.id, [*journal.entries, entry]), message, ports)


async def _end(deed: str, journal: Journal, message: Message, ports: Ports, settings: AssessSettings) -> None:
    """Close a round and show it, or give it up. Either way nobody can tell from then on whose an answer was."""
    found = replay(journal.id, journal.entries)
    if not found.open:
        await _tell(message, ports, "It is closed already. `/assess results` shows it.")
        return
    if deed == "close" and len(found.answers) < FEWEST:
        text = (
            f"{_count(len(found.answers))}. With fewer than {FEWEST} an average would tell on somebody, so nothing is "
            "shown yet. It stays open; `/assess cancel` gives it up."
        )
        await _tell(message, ports, text)
        return
    kind, status = ("closed", "finished") if deed == "close" else ("cancelled", "cancelled")
    entry = Entry(kind=kind, at=message.at, by=message.author)
    ended: Status = "finished" if status == "finished" else "cancelled"
    await ports.store.append(journal.id, [entry], at=message.at, status=ended)
    await ports.look("assess.forget", lambda: settings.keys.forget(journal.id))
    done = replay(journal.id, [*journal.entries, entry])
    await _show(done, message, ports)
    if deed == "cancel":
        await ports.say(Post(text="The assessment is given up. Nothing of what was answered is shown to anybody."))
        return
    await ports.say(result_post(done, await _earlier(done, journal.address, ports), settings.zone))


async def _results(team: Address, ports: Ports, settings: AssessSettings) -> None:
    last = await ports.store.latest(address=team, kind=KIND, statuses=("finished",))
    if last is None:
        await ports.say(Post(text="No assessment was closed here yet. `/assess` begins one."))
        return
    found = replay(last.id, last.entries)
    await ports.say(result_post(found, await _earlier(found, team, ports), settings.zone))


async def _earlier(found: Round, team: Address, ports: Ports) -> list[Round]:
    """The rounds of this team that were closed before, oldest first."""
    heads = await ports.store.heads(address=team, kind=KIND, statuses=("finished",), limit=_ROUNDS)
    journals = [await ports.store.journal(head.id) for head in heads if head.id != found.id]
    rounds = [replay(each.id, each.entries) for each in journals if each is not None]
    before = [each for each in rounds if each.closed_at and found.closed_at and each.closed_at < found.closed_at]
    return sorted(before, key=lambda each: (each.closed_at is None, each.closed_at))


async def _show(found: Round, message: Message, ports: Ports, *, anew: bool = False) -> None:
    """The round as it stands, where it was posted; `anew`, or where that is gone, as a new post."""
    post = board_post(found)
    if found.post and not anew:
        try:
            await ports.say(post.model_copy(update={"replaces": found.post}), found.board)
        except Trouble:  # somebody deleted it
            await _show(found, message, ports, anew=True)
        return
    made = await ports.say(post)
    body = {"address": message.address, "post": made}
    await ports.store.append(found.id, [Entry(kind="posted", at=message.at, by=None, body=body)], at=message.at)


def board_post(found: Round) -> Post:
    """What everybody sees while answers come in: how many, and never what."""
    if not found.open:
        return Post(parts=(Heading(text=found.title, level=1), Markdown(text=f"Closed. {_count(len(found.answers))}.")))
    text = (
        f"{len(found.statements)} statements, two minutes. Everybody answers alone, and no name is kept with it; "
        f"only the team’s average is shown, when it is closed and at least {FEWEST} have answered. Until then you can "
        f"answer again, and the last one counts.\n\n**{_count(len(found.answers))}.**\n\n_{escape(found.source)}_"
    )
    options = (
        Choice(id=f"{NAME}:answer:{found.id}", label="Answer", opens=True, style="primary"),
        Choice(id=f"{NAME}:close:{found.id}", label="Close and show"),
    )
    return Post(parts=(Heading(text=found.title, level=1), Markdown(text=text), Choices(options=options, lasts=True)))


def result_post(found: Round, earlier: list[Round], zone: ZoneInfo) -> Post:
    """What the team said as a whole, and what moved since the last time."""
    now, before = means(found), means(earlier[-1]) if earlier else {}
    known = {name: mean for name, mean in now.items() if mean is not None}
    rows = tuple(
        (
            f"{statement.about}: {statement.says}",
            _mean(found, statement.id),
            _moved(known[statement.id].value, before.get(statement.id)) if statement.id in known else "",
        )
        for statement in found.statements
    )
    parts: list[Part] = [
        Heading(text=found.title, level=1),
        Table(headers=("From 1, not at all, to 5, fully", "Team", "Since last time"), rows=rows),
    ]
    apart = [one.about for one in found.statements if one.id in known and known[one.id].far_apart]
    low = sorted((one for one in found.statements if one.id in known), key=lambda one: known[one.id].value)[:2]
    if low:
        told = f"Lowest: {' and '.join(f'**{escape(one.about)}**' for one in low)}. A good place to begin to talk."
        parts.append(Markdown(text=told))
    if apart:
        parts.append(Markdown(text=f"You see these very differently: {', '.join(map(escape, apart))}."))
    rounds = [(each, overall(each)) for each in (*earlier, found)]
    drawn = [(each, value) for each, value in rounds if value is not None and each.closed_at is not None]
    if len(drawn) > 1:
        labels = tuple(f"{each.closed_at.astimezone(zone):%d %b %Y}" for each, _ in drawn if each.closed_at)
        series = (Series(values=tuple(value for _, value in drawn)),)
        parts.append(Chart(draws="line", title="Average of all statements", labels=labels, series=series))
    return Post(text=f"{_count(len(found.answers))}. Whose answers these are is kept nowhere.", parts=tuple(parts))


def _mean(found: Round, statement_id: str) -> str:
    mean = means(found)[statement_id]
    return f"{mean.value:.1f}" if mean else f"fewer than {FEWEST} weighed it"


def _moved(value: float, before: object) -> str:
    was = getattr(before, "value", None)
    if was is None:
        return ""
    change = round(value - was, 1)
    return "as it was" if not change else f"{'▲ +' if change > 0 else '▼ −'}{abs(change):.1f}"


def _count(answers: int) -> str:
    return "Nobody has answered yet" if not answers else f"{answers} {'has' if answers == 1 else 'have'} answered"


async def _tell(message: Message, ports: Ports, text: str) -> None:
    """Tell whoever did it; whoever isn't known was told when it came in."""
    from bot.retros.marks import is_veiled

    if not is_veiled(message.author):
        await ports.say(Post(text=text, private_to=message.author.id))


# What is answered while somebody waits: reads only.


async def opens(message: Message, store: Reads, settings: AssessSettings) -> Form | None:
    """The statements, with what this person answered before."""
    found = await _picked(message.choice, "answer", store)
    if found is None or not found.open:
        return None
    from bot.retros.marks import mark_of

    key = await settings.keys.get(found.id)
    before = found.answers.get(mark_of(message.author, key), {}) if key else {}
    return answer_form(f"{NAME}:answer:{found.id}", found, before)


async def belongs(message: Message, store: Reads, settings: AssessSettings) -> Address | None:
    """All answers of a round are taken in one conversation, so that nothing overtakes anything."""
    picked = message.choice or message.form_id
    found = await _picked(picked, (picked or "::").split(":")[1] if picked else "", store)
    return (found.board or None) if found and settings.team_of(message.address) != found.board else None


async def veils(message: Message, store: Reads, settings: AssessSettings) -> Veiled | None:
    """An answer loses its author before anything of it is kept."""
    from bot.retros.anonymous import without_author
    from bot.retros.marks import is_veiled

    found = await _picked(message.form_id, "answer", store)
    if found is None or is_veiled(message.author):
        return None
    key = await settings.keys.get(found.id)
    if not found.open or key is None:
        return Veiled(message=None, told=_CLOSED)
    kept = without_author(message, key, marked=True).model_copy(update={"address": found.board or message.address})
    return Veiled(message=kept)


async def _picked(picked: str | None, deed: str, store: Reads) -> Round | None:
    name, what, journal_id, *_ = [*(picked or "").split(":"), "", ""]
    if name != NAME or what != deed or not journal_id:
        return None
    journal = await store.journal(journal_id)
    return replay(journal.id, journal.entries) if journal is not None and journal.kind == KIND else None
