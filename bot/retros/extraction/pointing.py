"""What "it" points to: whoever reads an action on Monday wasn't there when it was clear what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.text import content_words, one_line
from bot.language.verbs import base_form, starts_with_verb
from bot.retros.extraction.asking import FILLER, is_bare_call, request_in
from bot.retros.extraction.bidding import bidden_in
from bot.retros.extraction.consent import GO, accepts, refuses
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.moods import praises
from bot.retros.extraction.needs import need_in
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.sieve import is_joke, is_small_talk
from bot.retros.extraction.spelling import Pointed, points, pronoun_in, spelled_out
from bot.retros.extraction.tasks import is_generic, task_of, without_time
from bot.retros.extraction.topics import ASSENTS, LEAD, NAME_ASKED, headline, led_in_by, put_forward
from bot.retros.extraction.undertaking import is_gone

_NEAR, _FAR = 3, 12
"""How many lines back: "I'll build that" is about what was said last, "I'll do it" about the last thing to be done."""
_ENOUGH, _FEWEST, _SOME = 2, 3, 4

_IDEA_LEAD = re.compile(
    r"^(?:[^.?!]{0,40}?\b)?(?:(?:maybe |perhaps )?we (?:could|should|might|can)|what if we|how about|what about|"
    r"shall we|should we|could we|can we|would it (?:help|be good) (?:if|to)|let['’]s|(?<![\w,] )lets|why don['’]t we|"
    r"i(?:['’]d| would) (?:suggest|propose)(?: (?:to|that we))?|wir (?:könnten|sollten))\s+(?:also[, ]+|maybe[, ]+|"
    r"just |perhaps[, ]+)*(?P<task>(?!go (?:with|for)\b|move on|start\b|see\b|talk\b|say\b|not\b|be honest)\S.*)$",
    re.IGNORECASE,
)
_WHEN_DUE = re.compile(r"\bwhen (?:is|are) (?P<task>[^.?!]{3,60}?) due\b", re.IGNORECASE)
_SHOULD_BE = re.compile(
    r"^(?!(?:and |but |so |well |maybe |,)*i\b)(?P<task>[^?]*\b(?:should|ought to|could|must|needs? to|"
    r"ha(?:s|ve) to be|sollte)\b"
    r"(?! have\b)[^?]+)\??$",
    re.IGNORECASE,
)
"""What somebody says should be, so that another can take it; not what they could do themselves."""
FINDS_OUT = re.compile(r"\bi(?:['’]ll| will| can) (?:find out|check|ask around)\b", re.IGNORECASE)
"""Who says so to a question brings back the answer: to "who owns it?" they don't own it."""
_MAYBE = re.compile(
    r"^(?:maybe|perhaps|vorschlag:|proposal:|suggestion:|idea:|idee:)\s+(?:we )?(?P<task>\S.*)$", re.IGNORECASE
)
_OWES = re.compile(
    r"^(?:also,? )?(?:i|we) (?:still |also )*(?:owe|promised) (?:you|us|them|every(?:one|body)|the \w+|\w+)(?: "
    r"all)? (?P<what>\S.*)$",
    re.IGNORECASE,
)
_ESTIMATES = re.compile(
    r"^\W*(?:(?:it['’]s|that['’]s|like|about|maybe|probably|roughly)\s)*(?:(?:a|an|one|two|three|four|five|ten|half|"
    r"\d+)[ -])+(?:couple of )?(?:minutes?|hours?|days?|weeks?|sprints?|points?)\b",
    re.IGNORECASE,
)
"""How long it takes says nothing of what is to be done."""
_SPOKEN_TO = re.compile(
    r"^\W*(?:(?:but|and|well)\W+)?(?:you(?! (?:could|can|should|need|might))|i did|ich auch|me too|same here)\b",
    re.IGNORECASE,
)
"""What only answers somebody says nothing of what is to be done."""
_SUMS_UP = re.compile(
    r"(?:(?<!\s)\s++)?\b(?:it is|it['’]?s|then|so|yes|ok(?:ay)?)\b(?:[\s,]*+then)?\W*+$", re.IGNORECASE
)
_ASIDE = re.compile(rf"^{FILLER}(?:(?:ooh?|next|agreed|i like it|love it)\b[\s,.!:]+)*{FILLER}", re.IGNORECASE)


_MANY = re.compile(r"^\W{0,20}(?:\S+ ){1,8}(?:them|those|these)\b(?! \w+s\b)", re.IGNORECASE)
_PLURAL_THING = re.compile(
    r"\b(?!(?:this|always|has|is|was|does|goes|us|as)\b)\w{2,}[^su\W]s\b|\b(?:people|and|\d+)\b", re.IGNORECASE
)
""" "them" are several things."""


_DETERMINED = re.compile(r"^(?:a|an|the|our|some|one|ein\w*|der|die|das)\b", re.IGNORECASE)


def pointed_at(
    conversation: Conversation, at: int, *, used: frozenset[str], bare: bool, asks: bool = False
) -> Pointed | None:
    """What is meant by "it": the lead of its line, what came before in the same message, or what was said last.

    `bare`: the task says nothing else, so that only something to be done can be meant; `asks`: of somebody else.
    """
    line = conversation.lines[at]
    if here := pointed_here(conversation, at):
        return here
    lines = list(_before(conversation, at, line))
    many = _MANY.search(line.text) is not None
    for back, before in enumerate(lines):
        if (
            back
            and lines[back - 1].author != before.author
            and refuses(lines[back - 1].text)
            and _IDEA_LEAD.match(before.text)
        ):
            continue  # it was turned down
        if back == _NEAR and not bare and (said := _complaint(conversation, line, lines, asks=asks)):
            return said
        if f"?{before.text}" in used or (is_joke(before) and back >= _NEAR):
            continue
        found = _in_full(conversation, before, _to_be_done(before), used)
        if found and (_PLURAL_THING.search(found) or not many):
            return Pointed(before, found, task=True, thing=_DETERMINED.match(found) is not None)
        if back < _NEAR and (topic := put_forward(before.text)):
            return Pointed(before, topic, task=False, thing=True)
        own = promise_in(before.text) if not back and before.author != line.author else None
        if own and own.task and (asks or not (bare or points(own.task) or _IT.search(line.text) is None)):
            whole = without_time(task_of(own.task))
            thing = re.match(r"[a-z]+ (?:(?:you|him|her|them|us|me) )?(?P<thing>(?:the|our|a|an|my) [^,.;]+)$", whole)
            return Pointed(before, thing["thing"] if thing and not asks else whole, task=asks, thing=not asks)
        if back < _NEAR and before.author != line.author and (wanted := _SHOULD_BE.match(before.text.strip())):
            return Pointed(before, wanted["task"], task=True)
    return None if bare else _complaint(conversation, line, lines, asks=asks)


def _in_full(conversation: Conversation, before: Line, task: str, used: frozenset[str]) -> str:
    """What was to be done, with the thing that was named before that: "can we split it?"."""
    if not task or pronoun_in(task) is None or before not in conversation.lines:
        return task
    at = conversation.lines.index(before)
    here = pointed_here(conversation, at) or next(
        (
            Pointed(each, words[0], task=words[1])
            for each in list(_before(conversation, at, before))[:_NEAR]
            if f"?{each.text}" not in used
            and not _ESTIMATES.match(each.text)
            and (words := _words_of(each))
            and not points(words[0])
        ),
        None,
    )
    return spelled_out(task, here)


def pointed_here(conversation: Conversation, at: int) -> Pointed | None:
    """What the line itself says before, or its message."""
    line = conversation.lines[at]
    lead = led_in_by(line.text)
    if lead is not None:
        return Pointed(line, lead, task=False, thing=True)
    for before in _same_message(conversation, at, line):
        if (NAME_ASKED.match(line.text) or before.text.endswith("?")) and (thing := headline(before.text)):
            return Pointed(before, thing, task=False, thing=True)
        words = None if _FRAGMENT.match(before.text) else _words_of(before)
        if words and not request_in(before.text) and not need_in(before.text):
            return Pointed(before, words[0], task=words[1])
    return None


_FRAGMENT = re.compile(
    r"^(?:probably|maybe|perhaps|likely|possibly|from|in|on|at|with|by)\b(?: \S+){1,2}\W*$|"
    r"^(?:(?:ya|yeah|yes|ok|oh|ah|god)\W+)*(?:(?:that|it|this)(?:['’]s| is| was)|(?:is|are|was) (?:that|it|this|they))"
    r"(?: [^\s,]+){1,3}(?:,? (?:that|it|this)(?:['’]s| is)(?: [^\s,]+){1,2})*\W*$",
    re.IGNORECASE,
)


_REPORTS = re.compile(
    r"^(?:i['’]?m |am )?(?:(?:also |now |currently )?(?:working from|wfh|heading|leaving|at the|in the office|"
    r"out (?:of|on|tomorrow|today)|off (?:to|on|tomorrow|today)|away|afk|back)\b|(?P<gone>[a-z]+) )",
    re.IGNORECASE,
)


def _says_no_task(text: str) -> bool:
    """Whether nobody could take it on: an answer, small talk, where somebody is, what somebody did: "merged it"."""
    report = _REPORTS.match(text)
    told = report is not None and (report["gone"] is None or is_gone(report["gone"].lower()))
    assents = ASSENTS.match(text) is not None
    return told or assents or refuses(text) or is_small_talk(text) or is_bare_call(text)


def _complaint(conversation: Conversation, line: Line, lines: Sequence[Line], *, asks: bool) -> Pointed | None:
    """What was said last by another, or by whoever is spoken to: "sorry Kim, will look at it tonight"."""
    near = [each for each in lines if not _says_no_task(each.text)][:_NEAR]
    near = near if asks else [each for each in near if not praises(each.text)]  # nobody looks into a party
    own = " ".join(each.text for each in (line, *(each for each in near[:1] if each.author == line.author)))
    named = {
        known.id
        for word in re.findall(r"[^\W\d_][\w'’-]+", own)
        if (known := called(word, conversation.log.people)) and known != line.author and word[0].isupper()
    }
    if named and not asks:
        near = [each for each in lines[: _FAR // 2] if each.author and each.author.id in named]
    finds_out = FINDS_OUT.search(line.text) is not None
    own_task = promise_in(line.text)
    generic = own_task is not None and is_generic(own_task.task or own_task.words)
    for before in near:
        again = promise_in(before.text) if generic and before.author == line.author else None
        if again and again.task and not points(again.task):
            return Pointed(before, task_of(again.task), task=True)
        words = (
            None
            if is_joke(before) or (before.text.rstrip().endswith("?") and not finds_out)
            else _words_of(_opening(conversation, before))
        )
        if words and (_PLURAL_THING.search(words[0]) or not _MANY.search(line.text)):
            return Pointed(before, words[0], task=False)
    return None


def _opening(conversation: Conversation, line: Line) -> Line:
    """The first sentence of a message, which names what the last only adds to."""
    said = [each for each in conversation.lines if each.remark.id == line.remark.id]
    last = len(said) > 1 and line is said[-1] and not said[0].text.rstrip().endswith("?")
    return said[0] if last and _words_of(said[0]) else line


_IT = re.compile(r"\b(?:it|that|this|them|these|those|ones?)\b", re.IGNORECASE)


def _same_message(conversation: Conversation, at: int, line: Line) -> Iterator[Line]:
    for before in reversed(conversation.lines[:at]):
        if before.remark.id != line.remark.id:
            return
        yield before


def _before(conversation: Conversation, at: int, line: Line) -> Iterator[Line]:
    """What was said before it, the last first; in a thread at last the message above it."""
    count = 0
    for before in reversed(conversation.lines[:at]):
        if before.remark.id == line.remark.id:
            continue
        count += 1
        if count > _FAR:
            return
        yield before
    yield from reversed(conversation.above(line))


def _to_be_done(before: Line) -> str:
    """The task that a line proposes, asks for or says is needed; else ""."""
    text = before.text.strip()
    if f"> {text}" in before.remark.text or f">{text}" in before.remark.text:
        return ""
    text = _ASIDE.sub("", text)
    if bid := bidden_in(text):
        return "" if points(bid) else bid
    request, need = request_in(text), need_in(text)
    if request or need:
        task = request.task if request else need.task if need else ""
        return "" if points(task) else task
    undone = _DONE_BY_ANYBODY.match(text)
    if undone:
        return f"{base_form(undone['verb'])} {undone['rest']}" if undone["verb"] else undone["de"]
    proposal = _IDEA_LEAD.match(text) or _MAYBE.match(text) or _WHEN_DUE.search(text)
    if proposal:
        return proposal["task"].strip()
    led = LEAD.match(text)
    if led and starts_with_verb(led["rest"]) and not _TELLS.match(led["rest"]) and content_words(led["topic"]):
        return text
    marked = before.marked and before.section == "ideas"
    imperative = (
        starts_with_verb(text) and len(content_words(text)) >= _ENOUGH and not (GO.match(text) or _TELLS.match(text))
    )
    return text if (marked or imperative) and not promise_in(text) and not is_small_talk(text) else ""


_DONE_BY_ANYBODY = re.compile(
    r"^\W*(?:(?:and|so|but|also|btw|und|also)\W+)*(?:(?:has|have|did) (?:any(?:one|body)|some(?:one|body)|we|you)"
    r"(?: actually| ever| already)? (?P<verb>(?!had\b|seen\b|got\b|noticed\b|been\b|notice\b|see\b|know\b|get\b|hear)"
    r"[a-z]+) (?P<rest>\S[^?]{3,80}?)(?: yet)?|hat (?:(?:das|den|die|es|schon|mal|eigentlich) )*(?:jemand|wer|einer) "
    r"(?P<de>\S[^?]{3,80}?))\?*$",
    re.IGNORECASE,
)
"""Who asks whether it was done says what there is to do: "has anybody told the desk?"."""
_TELLS = re.compile(
    r"^\W*(?:(?:die|mon|tue|wed|thu|fri|sat|sun|march|may|end of)\b|\w+(?: \w+){0,2} (?:is|are|was|were|has|have|had|"
    r"went|got|did|does|do|can|will|took|takes|feels?|felt|looks?|came|keeps?|kept|seems?|helped|worked|works|broke|"
    r"breaks|failed|fails|gets?|saved|made|makes|needs?|pages|became)\b)",
    re.IGNORECASE,
)
"""A sentence whose first word only looks like a verb: "search got quick"."""


def _words_of(before: Line) -> tuple[str, bool] | None:
    """The words of a line that can say what is meant, and whether they are put as a task."""
    text = before.text.strip()
    if (
        f"> {text}" in before.remark.text
        or is_small_talk(text)
        or refuses(text)
        or ((promise := promise_in(text)) and not promise.ongoing)
        or _SPOKEN_TO.match(text)
        or _ESTIMATES.match(text)
        or len(text.split()) < _FEWEST
    ):
        return None
    if found := _to_be_done(before):
        return found, True
    owes = _OWES.match(text)
    if owes:
        return owes["what"].strip(" .!"), False
    words = plain_words(text)
    few = _SOME if accepts(text) else _ENOUGH  # "yes, a small check every hour" says what it is
    return None if len(content_words(words)) < few else (task_of(words), False)


def plain_words(text: str) -> str:
    """What a line says, without the words that only lead in and out."""
    return _SUMS_UP.sub("", _ASIDE.sub("", one_line(text))).strip(" .!?,;:–-")
