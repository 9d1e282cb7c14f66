"""A retrospective's summary: what went well, what to improve, ideas, themes, decisions, actions, all with sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.chat import Value
from bot.language.text import content_words
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.dates import Seen
from bot.retros.extraction.decisions import Decision, decisions_in, each_once
from bot.retros.extraction.dialogue import Conversation, roots_of, seen_by, threads_of
from bot.retros.extraction.events import known_events, seen_from
from bot.retros.extraction.every_action import commitments_in
from bot.retros.extraction.likeness import BACK, Vectors
from bot.retros.extraction.lines import lines_of
from bot.retros.extraction.log import Line, Log, Remark, Section, before_each, said_before
from bot.retros.extraction.moods import OPINIONS, Opinion, mood_of
from bot.retros.extraction.moved import moved
from bot.retros.extraction.narrated import proposes
from bot.retros.extraction.opinions import Guess, Item, Likely, all_of, opinions_in, remarks_of
from bot.retros.extraction.placing import Part, Traits, judged, learned, likely_kinds, traits_of
from bot.retros.extraction.prompted import leaning
from bot.retros.extraction.session import inside_of
from bot.retros.extraction.themes import Theme, themes_of
from bot.retros.summaries.wording import Words

Hear = Callable[[Sequence[str], Mapping[str, str]], Sequence[Likely]]
"""What texts are by their meaning, given what they answer or follow."""

_FEWEST = 3
_SAME = 0.8
_MOST = 0.7


class Summary(Value):
    """What a log holds. Every line cites remarks of the log, and `remark` gives these by their ids."""

    name: str
    numbered: bool
    items: tuple[Item, ...] = ()
    themes: tuple[Theme, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Commitment, ...] = ()
    remarks: int = 0
    people: int = 0
    cited: tuple[Remark, ...] = ()
    """The remarks that lines rest on, by their place in the log."""
    words: Words | None = None
    """What a language model had to do with it; None where none was asked."""

    def of(self, opinion: Opinion) -> tuple[Item, ...]:
        """The notes of a kind, in the order in which they were said."""
        return tuple(item for item in self.listed if item.opinion == opinion)

    @property
    def listed(self) -> tuple[Item, ...]:
        """The notes that stand for themselves. Of an idea that was taken up only themes tell what it was about."""
        return tuple(item for item in self.items if not item.taken_up)

    @property
    def too_little(self) -> bool:
        """Whether there is too little to speak of a summary."""
        return len(self.listed) + len(self.decisions) + len(self.actions) < _FEWEST

    def remark(self, source: str) -> Remark | None:
        """The remark with this id."""
        return next((each for each in self.cited if each.id == source), None)


class Heard(NamedTuple):
    """What was heard in a log: by each stream of it every remark, with what it praises, complains of and proposes."""

    streams: Sequence[Sequence[tuple[Part, list[Item]]]]
    actions: Sequence[Commitment]
    decisions: Sequence[Decision]


def summarise(
    log: Log, *, guess: Hear | None = None, headings: Guess | None = None, vectors: Vectors | None = None
) -> Summary:
    """All that a log holds. `guess`, `headings` and `vectors` read meaning; without them words have to do."""
    heard = hear_all(log, guess, headings)
    items = [item for stream in heard.streams for item in _weighed(stream, guess)]
    order = {remark.id: at for at, remark in enumerate(log.remarks)}
    items.sort(key=lambda item: (OPINIONS.index(item.opinion), order[item.sources[0]]))
    actions = sorted(heard.actions, key=lambda each: order[each.sources[-1]])
    decisions = sorted(heard.decisions, key=lambda each: order[each.sources[-1]])
    decisions = _without_actions(each_once(decisions), actions)
    cited = {source for item in items for source in item.sources}
    cited |= {source for action in actions for source in action.sources}
    cited |= {source for decision in decisions for source in decision.sources}
    people = {remark.author.id for remark in log.remarks if remark.author and not remark.by_bot}
    names = [*(person.name for person in log.people), *(each.owner.name for each in actions if each.owner)]
    return Summary(
        name=log.name,
        numbered=log.numbered,
        items=tuple(items),
        themes=themes_of(
            items, vectors, names, said_before(log, BACK), {remark.id: remark.text for remark in log.remarks}
        ),
        decisions=tuple(decisions),
        actions=tuple(actions),
        remarks=sum(1 for remark in log.remarks if not remark.by_bot),
        people=len(people),
        cited=tuple(remark for remark in log.remarks if remark.id in cited),
    )


def hear_all(log: Log, guess: Hear | None = None, headings: Guess | None = None) -> Heard:
    """What words, headings and meaning say of every remark, before all is weighed together."""
    streams = [_inside(stream, log) for stream in lines_of(log, headings)]
    seen = _seeing(log)
    threads, roots = threads_of(streams), roots_of(streams)
    follows = _follows(log, streams)
    asked = _asked(streams)
    hear = (lambda texts: _leaning(texts, guess(texts, follows), asked)) if guess else None
    before = before_each(log)
    place = {remark.id: at / len(log.remarks) for at, remark in enumerate(log.remarks)}
    actions: list[Commitment] = []
    decisions: list[Decision] = []
    used: set[str] = set()
    parts: list[list[tuple[Part, list[Item]]]] = []
    for stream in streams:
        found = commitments_in(Conversation(log, stream, seen, threads, roots), used)
        decided = decisions_in(stream, hear, root=_root_of(stream, streams[0]))
        taken = {source for each in found for source in each.sources if source not in each.about} | {
            source for each in decided for source in each.taken
        }
        actions += found
        decisions += decided
        closing = {each.sources[-1] for each in decided if each.taken != each.sources}
        agreed = {source for each in decided for source in each.sources}
        parts.append([])
        for group, said in opinions_in(stream, hear):
            items: list[Item] = []
            for item in said:
                if item.sources[-1] in closing:
                    continue
                if _is_own(item, taken, stream, (*found, *decided)):
                    items.append(item)
                elif item.opinion == "ideas" and item.author:
                    items.append(item.model_copy(update={"taken_up": True}))
            ids = {source for line in group for source in line.sources}
            remark = group[0].remark.id
            parts[-1].append(
                (
                    Part(
                        group, before[remark], place[remark], log.kind == "chat", bool(ids & taken), bool(ids & agreed)
                    ),
                    items,
                )
            )
    return Heard(parts, moved(actions, [line for stream in streams for line in stream], log, seen), decisions)


def traits_in(stream: Sequence[tuple[Part, list[Item]]], guess: Hear) -> list[Traits | None]:
    """What tells what each remark of a stream is; None for those beside it: a channel is full of them."""
    parts = [part for part, _ in stream if part.lines[0].inside]
    follows = {
        text: part.before for part in parts for text in (all_of(part.lines), *(each.text for each in part.lines))
    }
    traits = iter(traits_of(parts, lambda texts: guess(texts, follows)))
    return [next(traits) if part.lines[0].inside else None for part, _ in stream]


def _weighed(stream: Sequence[tuple[Part, list[Item]]], guess: Hear | None) -> list[Item]:
    """The notes of a stream, once where a remark stands and what is around it have had their say, too."""
    if guess is None:
        return [item for _, items in stream for item in items]
    found: list[Item] = []
    for (part, items), traits in zip(stream, traits_in(stream, guess), strict=True):
        found += items if traits is None else judged(part, items, likely_kinds(traits, learned()))
    return found


def _root_of(stream: Sequence[Line], channel: Sequence[Line]) -> Sequence[Line]:
    """What a thread answers."""
    thread = stream[0].remark.thread if stream else None
    return [line for line in channel if line.remark.id == thread] if thread else []


def _inside(stream: Sequence[Line], log: Log) -> list[Line]:
    inside = inside_of(log)
    if inside is None:
        return list(stream)
    return [line if line.remark.id in inside else line.model_copy(update={"inside": False}) for line in stream]


def _follows(log: Log, streams: Sequence[Sequence[Line]]) -> dict[str, str]:
    """By each text that is asked about, a sentence or all of a remark, what its remark answers or follows."""
    before = before_each(log)
    lines = {line.text: before[line.remark.id] for stream in streams for line in stream}
    return lines | {all_of(group): before[group[0].remark.id] for stream in streams for group in remarks_of(stream)}


def _asked(streams: Sequence[Sequence[Line]]) -> dict[str, Section | None]:
    """By each text that is asked about the part that was last asked of all."""
    lines = {line.text: line.asked for stream in streams for line in stream}
    return lines | {all_of(group): group[0].asked for stream in streams for group in remarks_of(stream)}


def _leaning(texts: Sequence[str], told: Sequence[Likely], asked: Mapping[str, Section | None]) -> list[Likely]:
    return [leaning(text, likely, asked.get(text)) for text, likely in zip(texts, told, strict=True)]


def _seeing(log: Log) -> Callable[[Line], Seen | None]:
    zone = ZoneInfo(log.zone)
    days = {remark.id: remark.at.astimezone(zone).date() for remark in log.remarks if remark.at}
    days |= dict(log.days)
    events = known_events(log, lambda each: days.get(each) or log.day)
    return seen_by(log, days, lambda day: seen_from(day, events, log.zone, log.events, log.country))


def _is_own(item: Item, taken: set[str], stream: Sequence[Line], made: Sequence[Commitment | Decision]) -> bool:
    """What became an action or a decision isn't noted a second time, unless its heading says that it was noted."""
    if not any(source in taken for source in item.sources):
        return True
    if "\n" in item.remark.text:
        return True  # each of its lines is a note of its own
    own = [line for line in stream if line.remark.id == item.remark.id]
    written = item.remark.author is None and not own[0].listed
    if written:
        return _says_more(item, own, made)
    return any(line.section in OPINIONS for line in own)


def _says_more(item: Item, own: Sequence[Line], made: Sequence[Commitment | Decision]) -> bool:
    """Whether a sentence of a paragraph is a remark beside the task or the decision that others in it are."""
    line = next((each for each in own if each.text == item.text), None)
    here = [each for each in made if set(each.sources) & set(item.sources)]
    if line is None or any(_shares(item.text, each.text) for each in here):
        return False
    if line.marked:
        return True
    if item.opinion == "ideas":
        return proposes(item.text)
    return len(own) > 1 and mood_of(item.text).strongest == item.opinion


def _shares(one: str, other: str) -> bool:
    left, right = content_words(one), content_words(other)
    return len(left & right) >= _MOST * max(1, min(len(left), len(right)))


def _without_actions(decisions: Sequence[Decision], actions: Sequence[Commitment]) -> list[Decision]:
    """A remark that gives somebody a task is an action, and no decision beside it."""
    return [each for each in decisions if not any(_is_task(each, action) for action in actions)]


def _is_task(decision: Decision, action: Commitment) -> bool:
    if not set(decision.sources) & (set(action.sources) - set(action.about)):
        return False
    words = content_words(action.text) - content_words(action.pointed)
    shared = len(content_words(decision.text) & words)
    return len(words) > 1 and shared >= _SAME * max(1, min(len(words), len(content_words(decision.text))))


def as_json(summary: Summary) -> dict[str, Any]:
    """As scripts read it: `source` is always a list, of messages' `ts` or of line numbers."""

    def source(sources: Sequence[str]) -> list[str | int]:
        return [int(each) if summary.numbered else each for each in sources]

    def notes(opinion: Opinion) -> list[dict[str, Any]]:
        return [{"text": item.text, "source": source(item.sources)} for item in summary.of(opinion)]

    return {
        "went_well": notes("went_well"),
        "to_improve": notes("to_improve"),
        "ideas": notes("ideas"),
        "themes": [
            {"title": theme.shown, "notes": [each for at in theme.notes for each in source(summary.items[at].sources)]}
            for theme in summary.themes
        ],
        "decisions": [{"text": each.shown, "source": source(each.sources)} for each in summary.decisions],
        "actions": [
            {
                "text": each.shown,
                "owner": (each.owner.name if summary.numbered else each.owner.id) if each.owner else None,
                "due": _iso(each.due),
                "source": source(each.sources),
            }
            for each in summary.actions
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
