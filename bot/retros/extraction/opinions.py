"""Whether a remark praises, complains or proposes: by its heading, its words, then its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.chat import Person, Value
from bot.language.text import content_words
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.log import Line, Remark
from bot.retros.extraction.moods import OPINIONS, Opinion, mood_of
from bot.retros.extraction.narrated import complains, is_narration, proposes
from bot.retros.extraction.promises import is_untaken, only_takes
from bot.retros.extraction.sieve import is_joke, is_small_talk, is_wish, laughed_at

Likely = Mapping[str, float]
"""How likely a text is of each kind (an opinion, `decision`, `action`, `other`), adding up to 1."""

Guess = Callable[[Sequence[str]], Sequence[Likely]]
"""What texts are by their meaning."""


class Item(Value):
    """Something that went well, could be better or might be tried, verbatim; `taken_up` is an idea that led on."""

    opinion: Opinion
    text: str
    sources: tuple[str, ...]
    remark: Remark
    author: Person | None = None
    weight: int = 1
    taken_up: bool = False


_QUESTION = re.compile(r"\?\s*(?::[a-z_]+:\s*)*$")
TAGGED = re.compile(
    r"\b(?:for|in|note for|thought(?:s)? for|re:?|add to|bring (?:this )?up (?:in|at)|#)\s*(?:the |our |next |"
    r"this )?retro(?:spective)?\b|\bretro[- ](?:notes?|thoughts?|items?|topics?|points?)\b|^\s*retro\s*:\s",
    re.IGNORECASE,
)
MECHANICS = re.compile(
    r"\b(?:type|write|post|add|drop|put) (?:what|your|them|it|whatever|everything|notes|here)\b.{0,40}|\b(?:i['’]ll|"
    r"i will) (?:post|sort|start|open|close|share my screen|collect|summari[sz]e|set a timer|give (?:you|"
    r"everyone))\b|\b\d+ (?:more )?minutes? (?:left|each|for|to)\b|\b(?:retro(?:spective)?) (?:time|now|today|"
    r"starts?|is|board|closed)\b|^\s*retro\b|"
    r"\bclosing (?:the|this)\b|\bdiscussing\b|\bnext (?:topic|one|point|column)\b|\bquestion about\b|"
    r"\bwe['’]?re (?:all )?remote\b|\b(?:camera|screen|mic)\b|\blet['’]?s (?:go|start|begin|do (?:it|this) here|"
    r"keep (?:it|that) in mind|turn (?:that|this|it) into)\b|\bgood stuff\b|\bgood one\b|\bgood idea\b|"
    r"\bgut(?:e)? idee\b|\blunch\b|\bcoffee\b(?! machine)|\bstandup in\b|\bafk\b|\bjoin (?:later|in)\b|"
    r"\bcan we (?:say|make it)\b|\bno promises\b|\bif i (?:find|get|have) (?:the )?time\b|\bpls answer\b|"
    r"\bplease answer\b|\bi(?:['’]ll| will) (?:leave (?:this|it) open|count (?:it|that|this) as)\b|"
    r"^(?:summing|wrapping) (?:it )?up\b",
    re.IGNORECASE,
)  # fmt: skip
_HARDLY, _SLIGHT, _LIKELY, _SURE, _DOUBTLESS = 0.15, 0.33, 0.45, 0.6, 0.8
_OWN = 0.65
"""How much a sentence counts for what it is; the rest is what the whole message is."""
_TITLE = 5  # words; a shorter line in notes, under no heading, is one itself
_NOTE = 7  # words; whoever types fast sets no full stop
_LEAST, _BUSY_LEAST = 2, 3  # words that carry meaning; in a busy channel a short word of praise is about something else
_BUSY = 60
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")


def opinions_in(lines: Sequence[Line], guess: Guess | None = None) -> list[tuple[list[Line], list[Item]]]:
    """Every remark of a conversation with what it praises, complains of and proposes.

    `guess` is asked where words and headings say nothing.
    """
    found: list[tuple[list[Line], list[Item]]] = []
    least = _BUSY_LEAST if len({line.remark.id for line in lines}) > _BUSY else _LEAST
    likely = _likely(lines, guess) if guess else {}
    opener = next((line.remark for line in lines if line.author and not line.remark.by_bot), None)
    for group in remarks_of(lines):
        items = _of_remark(group, likely)
        if group[0].remark == opener and _only_opens(group, items, likely):
            items = []  # whoever opens says what it is about
        kept = [item for item in items if group[0].section or len(content_words(_EMOJI.sub("", item.text))) >= least]
        found.append((group, kept))
    return found


OWN_VIEW = re.compile(
    r"^\W*(?:and )?(?:for me|from me|mine|my own|i['’]d say|personally|from my side|für mich|von mir)\b", re.IGNORECASE
)
"""How whoever leads gives an answer of their own."""


def _only_opens(group: Sequence[Line], items: Sequence[Item], likely: Mapping[str, Likely]) -> bool:
    line = group[0]
    if not likely or line.section or line.remark.thread or any(OWN_VIEW.match(each.text) for each in group):
        return False
    return not any(likely.get(item.text, {}).get(item.opinion, 0.0) >= _SURE for item in items)


def _likely(lines: Sequence[Line], guess: Guess) -> dict[str, Likely]:
    """What each text is by its meaning."""
    inside = [line for line in lines if line.inside or TAGGED.search(line.remark.text)]
    remarks = [all_of(group) for group in remarks_of(inside)]
    texts = list(dict.fromkeys((*(line.text for line in inside), *remarks)))
    return dict(zip(texts, guess(texts), strict=True))


def all_of(group: Sequence[Line]) -> str:
    """All that a remark says."""
    return " ".join(line.text for line in group)


def remarks_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The sentences that one remark or one item of a list holds, together."""
    groups: list[list[Line]] = []
    for line in lines:
        if (
            groups
            and groups[-1][-1].remark.id == line.remark.id
            and not (line.listed or line.marked or groups[-1][-1].listed)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _of_remark(group: Sequence[Line], likely: Mapping[str, Likely]) -> list[Item]:
    first = group[0]
    whole = all_of(group)
    if first.section in {"actions", "decisions", "skip"} or any(line.done for line in group):
        return []
    if first.remark.by_bot and first.section is None:
        mood = mood_of(whole).strongest
        return [item_of(mood, group)] if mood else []
    if ASIDE.match(whole):
        return []
    if first.marked or first.listed or first.author is None:
        stated = first.section in OPINIONS
        if stated and not is_small_talk(whole) and not is_joke(first):
            return [item_of(_opinion(first), group)] if first.marked or first.listed else _told(group, likely)
        if first.author is None and not likely:
            return []
    if is_small_talk(whole) or laughed_at(first.remark) or (_is_reply(whole) and not likely):
        return []
    if first.section in OPINIONS:
        if any(is_joke(line) for line in group) or MECHANICS.search(whole):
            return []
        return _answered(group, whole, likely)
    return meant(group, likely) if likely else _unheaded(group, whole)


ASIDE = re.compile(r"^\((?:also|and|und|ps|oh)\b[^()]*\)\W*$", re.IGNORECASE)
"""What somebody adds in brackets, and in nothing else."""
OPEN_QUESTION = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|alright|now|then|und)[\s,]+)*(?:what(?! if\b| about\b)|how(?! about\b)|who|where|"
    r"when|which|why(?! not\b| don)|any|does any\w+|was|wie(?! wäre)|wer)\b",
    re.IGNORECASE,
)


_PROPOSES = re.compile(
    r"\s*(?:idea|suggestion|idee|vorschlag|was haltet|what if|how about|could we|maybe we)\b", re.IGNORECASE
)
"""How a proposal opens, whatever it is about."""


def _told(group: Sequence[Line], likely: Mapping[str, Likely]) -> list[Item]:
    """Prose under a heading: what plainly belongs elsewhere is left to it."""
    found: list[Item] = []
    for line in group:
        told = likely.get(line.text)
        best = max(told, key=lambda kind: told[kind]) if told else _opinion(line)
        sure = _SURE if line.text.rstrip().endswith((".", "!", "?")) else _DOUBTLESS  # what is no sentence says little
        if told is None or told[best] < sure or mood_of(line.text).strongest == _opinion(line):
            best = "ideas" if proposes(line.text) else _opinion(line)
        if is_narration(line.text):
            continue
        kind = next((each for each in OPINIONS if each == best), None)
        found += [item_of(kind, [line])] if kind else []
    return found


def _answered(group: Sequence[Line], whole: str, likely: Mapping[str, Likely]) -> list[Item]:
    """What answers a question for all; words or a meaning that leave no doubt move it, or say that it is no answer."""
    if not (group[0].marked or group[0].listed) and _is_business(whole):
        return []
    stated = _override(_opinion(group[0]), whole)
    told = likely.get(whole)
    if told is None or stated != group[0].section:
        return [item_of(stated, group)]
    best = max(told, key=lambda kind: told[kind])
    if best == stated or (told[best] < _DOUBTLESS and not _is_talk(group, told, likely)):
        return [item_of(stated, group)]
    moved = next((each for each in OPINIONS if each == best), None)
    return [item_of(moved, group)] if moved else []


def _is_talk(group: Sequence[Line], told: Likely, likely: Mapping[str, Likely]) -> bool:
    """Whether people talk about what was answered, and nobody answers."""
    if group[0].marked or group[0].listed:
        return False
    return sum(told[kind] for kind in OPINIONS) < _HARDLY or all(_says_nothing(line, likely) for line in group)


def _is_business(text: str) -> bool:
    """Whether somebody asks one of the others for something, takes something on, or wishes that others would."""
    request = request_in(text)
    return (request is not None and not request.anyone) or only_takes(text) or is_wish(text)


def meant(group: Sequence[Line], likely: Mapping[str, Likely]) -> list[Item]:
    """What somebody says with no heading over it, by its meaning: sentences of one kind that follow are one note."""
    if not group[0].inside and not TAGGED.search(group[0].remark.text):
        return []
    if len(group) > 1 and group[-1].author and OPEN_QUESTION.match(group[-1].text) and _QUESTION.search(group[-1].text):
        return []  # what leads up to a question for all is no remark
    said = [(line, _meaning_of(line, all_of(group), likely)) for line in group if _says_something(line, likely)]
    if group[0].author and len(group) <= _SHORT_REMARK:
        at_once = _at_once(group, said, likely)
        if at_once:
            return at_once
    items: list[Item] = []
    running: list[Line] = []
    kind: Opinion | None = None
    for line, opinion in said:
        if opinion is None or (opinion == kind and line.author):
            running += [line] if running and opinion else []
            continue
        if running and kind:
            items.append(item_of(kind, running))
        running, kind = [line], opinion
    if running and kind:
        items.append(item_of(kind, running))
    return items


_SHORT_REMARK = 4  # sentences; longer ones hold several things


def _at_once(
    group: Sequence[Line], said: Sequence[tuple[Line, Opinion | None]], likely: Mapping[str, Likely]
) -> list[Item]:
    """A short remark as one note, by the meaning of all of it, unless its sentences plainly say different things."""
    told = likely.get(all_of(group))
    kinds = {opinion for _, opinion in said if opinion}
    if told is None or not said or len(kinds) > 1:
        return []
    best = _telling(told)
    if best is None or (kinds and best not in kinds):
        return []
    if not kinds and _turned_down(said[0][0], best, told):
        return []
    return [item_of(best, [line for line, _ in said])]


def _says_something(line: Line, likely: Mapping[str, Likely]) -> bool:
    return not _says_nothing(line, likely) or (line.author is None and proposes(line.text))


def _says_nothing(line: Line, likely: Mapping[str, Likely]) -> bool:
    text = line.text
    wishes = is_wish(text) and not _PROPOSES.match(text)
    if is_small_talk(text) or wishes or is_untaken(text) or laughed_at(line.remark) or only_takes(text):
        return True
    complains = likely.get(text, {}).get("to_improve", 0.0) >= _SURE
    return refuses(text) and not complains  # "no access to the logs" is no refusal


def _meaning_of(line: Line, whole: str, likely: Mapping[str, Likely]) -> Opinion | None:
    """The opinion of one sentence, where it is likely enough and meant; the rest of the message has its say, too."""
    text = line.text
    if line.author is None and text.rstrip().endswith(":"):
        return None  # it leads up to what follows
    if _PROPOSES.match(text) or (line.author is None and proposes(text)):
        return "ideas"
    if line.author is None and (is_narration(text) or complains(text)):
        return "to_improve" if complains(text) else None
    if (
        line.author is None
        and not line.listed
        and (
            len(words := text.split()) < _TITLE or (len(words) < _NOTE and not text.rstrip().endswith((".", "!", "?")))
        )
    ):
        return None  # under no heading, what is no sentence is one itself
    told, around = likely.get(text), likely.get(whole)
    if told is None or around is None:
        return None
    share = {kind: _OWN * told[kind] + (1 - _OWN) * around[kind] for kind in told}
    best = _telling(share)
    return None if best is None or _turned_down(line, best, share) else best


def _telling(share: Likely) -> Opinion | None:
    """The opinion that is likely enough."""
    best = max(OPINIONS, key=lambda kind: share[kind])
    said = sum(share[kind] for kind in OPINIONS) + share["other"]
    telling = share[best] >= _SLIGHT and share[best] / said >= _LIKELY and share[best] > share["other"]
    return best if telling else None


def _turned_down(line: Line, best: Opinion, share: Likely) -> bool:
    """Whether how it is put speaks against it: a joke, what only runs the meeting, a question."""
    text = line.text
    if is_joke(line) and (best != "to_improve" or share[best] < _LIKELY):
        return True
    if share[best] < _SURE and not TAGGED.search(text) and (MECHANICS.search(text) or _is_reply(text)):
        return True
    asks = _QUESTION.search(text) is not None
    return asks and (best != "ideas" or OPEN_QUESTION.match(text) is not None)


def _opinion(line: Line) -> Opinion:
    return next(each for each in OPINIONS if each == line.section)


def _override(stated: Opinion, text: str) -> Opinion:
    """Under a question people sometimes answer another one; only words that leave no doubt move a note."""
    mood = mood_of(text)
    if stated != "ideas" and _PROPOSES.match(text):
        return "ideas"
    if stated == "to_improve" and mood.idea and not mood.bad and not mood.good and _QUESTION.search(text):
        return "ideas"
    return stated


_REPLY = re.compile(
    r"^\s*(?:\^|@?\w+:?\s*\^|same (?:here|as)|me too|\+1\s*$|this\b\s*$|because (?:they|we|it|he|she)\b|"
    r"could be (?:the|that|because)|that['’]s (?:the|because|why)|ah\b|oh\b)",
    re.IGNORECASE,
)


def _is_reply(text: str) -> bool:
    return bool(_REPLY.match(text))


_TURNS = re.compile(
    r"^\W*(?:on the other hand|however|that said|then again|but|less good|not so good|the downside|on the down ?side|"
    r"unfortunately|sadly|only)\b",
    re.IGNORECASE,
)


def _unheaded(group: Sequence[Line], whole: str) -> list[Item]:
    """What somebody says with no heading over it: sentence by sentence, those of one kind together."""
    strict = not group[0].inside
    if strict and not TAGGED.search(whole):
        return []
    group = [line for line in group if not (is_wish(line.text) or is_untaken(line.text) or refuses(line.text))]
    items: list[Item] = []
    running: list[Line] = []
    kind: Opinion | None = None
    for line in group:
        if is_small_talk(line.text):
            continue
        mood = mood_of(line.text)
        opinion = mood.strongest
        if kind == "went_well" and opinion in {None, "went_well"} and mood.good <= 1 and _TURNS.match(line.text):
            opinion = "to_improve"
        asks = _QUESTION.search(line.text) is not None
        if is_joke(line) or (MECHANICS.search(line.text) and not TAGGED.search(line.text)) or (asks and not mood.idea):
            opinion = None
            if asks or is_joke(line):
                continue
        if opinion is None or opinion == kind:
            running += [line] if running else []
            continue
        if running and kind:
            items.append(item_of(kind, running))
        running, kind = [line], opinion
    if running and kind:
        items.append(item_of(kind, running))
    if len(items) == 1 and len(content_words(items[0].text)) < _BUSY_LEAST:
        said = [line for line in group if not is_joke(line) and not is_small_talk(line.text)]
        items = [item_of(items[0].opinion, said)]
    return items


def item_of(opinion: Opinion, lines: Sequence[Line]) -> Item:
    """What lines of one remark say, as one note."""
    first = lines[0]
    sources = tuple(dict.fromkeys(each for line in lines for each in line.sources))
    text = " ".join(line.text.strip() for line in lines)
    votes = _VOTES.search(text)
    weight = 1 + int(votes[1] or votes[2]) if votes else max(first.remark.weight, 1 + first.votes)
    return Item(
        opinion=opinion,
        text=_VOTES.sub("", text).strip(),
        sources=sources,
        remark=first.remark,
        author=first.author,
        weight=weight,
    )


_VOTES = re.compile(
    r"\s*[(\[](?:\+|x|👍\s*)?(\d{1,2})\s*(?:votes?|👍|likes?|:\+1:|stimmen?)[)\]]|\s*(?::\+1:|👍)\s*(\d{1,2})\s*$",
    re.IGNORECASE,
)
