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
    HIGHEST,
    KIND,
    LOWEST,
    SCALE,
    UNSURE,
    Assessment,
    Mean,
    Result,
    Round,
    answer_form,
    begun,
    off_scale,
    overall,
    read_scores,
    replay,
    result_of,
)
from bot.language.markdown import escape
from bot.store.journal import Entry, Journal, Reads, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.retros.settings import Keys

NAME = "assess"
_ROUNDS = 5
_CLOSED = "This assessment is closed, so nothing of your answer was kept. `/assess` begins another one."
_SCALE = f"it takes 1 to {len(SCALE)}, or “{UNSURE}”"
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
    earlier = await _earlier(found, journal.address, ports)

    async def tally() -> object:
        if deed == "cancel":
            return Result(answers=len(found.answers)).model_dump(mode="json")
        return result_of(found, earlier[-1].result if earlier else None).model_dump(mode="json")

    # Recorded: should this turn run again, the answers may be gone already.
    result = Result.model_validate(await ports.look("assess.tally", tally))
    if deed == "close" and result.answers < FEWEST:
        text = (
            f"{_count(result.answers)}. With fewer than {FEWEST} an average would tell on somebody, so nothing is "
            "shown yet. It stays open; `/assess cancel` gives it up."
        )
        await _tell(message, ports, text)
        return
    ended: Status = "finished" if deed == "close" else "cancelled"
    body = {"result": result.model_dump(mode="json")} if deed == "close" else {}
    entry = Entry(kind="closed" if deed == "close" else "cancelled", at=message.at, by=message.author, body=body)
    await ports.store.append(journal.id, [entry], at=message.at, status=ended)
    await ports.look("assess.forget", lambda: settings.keys.forget(journal.id))
    done = replay(journal.id, [*journal.entries, entry])
    await _show(done, message, ports)
    if deed == "cancel":
        await ports.say(Post(text="The assessment is given up. What was answered is deleted, and nobody sees it."))
        return
    await ports.say(result_post(done, earlier, settings.zone))


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
    until = found.closed_at
    before = [each for each in rounds if each.closed_at and (until is None or each.closed_at < until)]
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
        ended = f"Closed. {_count(found.count)}." if found.result else "Given up."
        return Post(parts=(Heading(text=found.title, level=1), Markdown(text=ended)))
    text = (
        f"{len(found.statements)} statements, two minutes. Everybody answers alone, and no name is kept with it; "
        f"only the team’s average is shown, when it is closed and at least {FEWEST} have answered. Until then you can "
        f"answer again, and the last one counts.\n\n**{_count(found.count)}.**\n\n_{escape(found.source)}_"
    )
    options = (
        Choice(id=f"{NAME}:answer:{found.id}", label="Answer", opens=True, style="primary"),
        Choice(id=f"{NAME}:close:{found.id}", label="Close and show"),
    )
    return Post(parts=(Heading(text=found.title, level=1), Markdown(text=text), Choices(options=options, lasts=True)))


def result_post(found: Round, earlier: list[Round], zone: ZoneInfo) -> Post:
    """What the team said as a whole, and what moved since the last time."""
    result = found.result or Result(answers=0)
    known = result.means
    compared = any(mean.moved is not None for mean in known.values())
    rows = tuple(
        (f"{statement.about}: {statement.says}", _told(known.get(statement.id)))
        + ((_moved(known.get(statement.id)),) if compared else ())
        for statement in found.statements
    )
    headers = ("From 1, not at all, to 5, fully", "Team", *(("Since last time",) if compared else ()))
    parts: list[Part] = [Heading(text=found.title, level=1), Table(headers=headers, rows=rows)]
    if compared:
        text = (
            "_As it was: at most so far from it that those who came, left or thought again could have done that alone._"
        )
        parts.append(Markdown(text=text))
    apart = [one.about for one in found.statements if one.id in known and known[one.id].far_apart]
    low = sorted((one for one in found.statements if one.id in known), key=lambda one: known[one.id].value)[:2]
    if low:
        told = f"Lowest: {' and '.join(f'**{escape(one.about)}**' for one in low)}. A good place to begin to talk."
        parts.append(Markdown(text=told))
    if apart:
        parts.append(Markdown(text=f"You see these very differently: {', '.join(map(escape, apart))}."))
    rounds = [(each.closed_at, overall(each.result)) for each in (*earlier, found) if each.closed_at and each.result]
    drawn = [(at, value) for at, value in rounds if value is not None]
    if len(drawn) > 1:
        days = [f"{at.astimezone(zone):%d %b %Y}" for at, _ in drawn]
        # A chart needs a name of its own for each point.
        labels = tuple(
            day if day not in days[:place] else f"{day} ({days[:place].count(day) + 1})"
            for place, day in enumerate(days)
        )
        series = (Series(values=tuple(value for _, value in drawn)),)
        parts.append(Chart(draws="line", title="Average of all statements", labels=labels, series=series))
    text = f"{_count(result.answers)}. Whose answers these are is kept nowhere, and the single answers are deleted."
    return Post(text=text, parts=tuple(parts))


def _told(mean: Mean | None) -> str:
    if mean is None:
        return f"fewer than {FEWEST} weighed it"
    if mean.value <= LOWEST:
        return f"{LOWEST} or less"
    return f"{HIGHEST} or more" if mean.value >= HIGHEST else f"{mean.value:.1f}"


def _moved(mean: Mean | None) -> str:
    if mean is None or mean.moved is None:
        return ""
    return f"{'▲ +' if mean.moved > 0 else '▼ −'}{abs(mean.moved):.1f}" if mean.moved else "as it was"


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
    if off := off_scale(message.form or {}, found.statements):
        return Veiled(message=None, told=f"I can’t weigh {', '.join(off)}: {_SCALE}. So none of it was counted.")
    kept = without_author(message, key, marked=True).model_copy(update={"address": found.board or message.address})
    return Veiled(message=kept)


async def _picked(picked: str | None, deed: str, store: Reads) -> Round | None:
    name, what, journal_id, *_ = [*(picked or "").split(":"), "", ""]
    if name != NAME or what != deed or not journal_id:
        return None
    journal = await store.journal(journal_id)
    return replay(journal.id, journal.entries) if journal is not None and journal.kind == KIND else None
