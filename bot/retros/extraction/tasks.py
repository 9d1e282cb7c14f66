"""The words of a task: without its date and politeness, and whether they say anything by themselves."""

from __future__ import annotations

import re

from bot.language.text import one_line
from bot.language.verbs import is_base, is_verb
from bot.retros.extraction.dates import Found
from bot.retros.extraction.german import only_points_de

FELT = frozenset(
    "be see know think guess feel like love hate want need hope believe mean say tell miss imagine remember agree "
    "have go come work wait stop need start begin keep join read second drop mind forget vote thank".split()
)
"""What is felt, said at once, or only begun: no task by itself, whoever says it or is told to."""
AT_ONCE = re.compile(
    r"\b(?:right now|(?<!until )(?<!by )(?<!from )now|in a (?:sec(?:ond)?|min(?:ute)?|moment|bit)|give me a(?= "
    r"(?:sec|min|mom|bit|tick))|one "
    r"(?:sec|moment)|"
    r"quickly|brb|just a|immediately|as we speak|gerade|sofort)\b[\s.!]*",
    re.IGNORECASE,
)
"""What is done while people still talk."""
_ONLY_POINTS = re.compile(
    r"^(?:do|take|handle|own|pick up|pick|tackle|call|look into|look at|ask|check|have a look|cover|grab|sort out|"
    r"take care of|deal with|try|make|organi[sz]e|share|fix|be on|drive|jump on|see to|get on|help(?: (?:with|out))?|"
    r"manage)?\s*+"
    r"(?:it|that|this|them|those|that one|this one|him|her|one|so|these|both|the (?:first|second|last)(?: one|"
    r" two)?)?(?: still)?\s*+(?:on|up|over|with (?:them|him|her)|for (?:us|you|them)|out|off)?\s*+(?:then|too|as "
    r"well|if (?:you|"
    r"nobody|no one) \w+.*|today|tonight|for us|next)?[\s.!]*$",
    re.IGNORECASE,
)


_POINTS = re.compile(
    r"^[a-z]+(?: (?:up|on|over|out|off|down|in))? (?:it|that|them|those|this|that one|this one)(?: (?:up|on|over|out|"
    r"off|down))?(?: then| too| as well| myself)?[\s.!]*$",
    re.IGNORECASE,
)
_TASK_END = re.compile(
    r"(?:\s*[,;–-]\s*(?:ok|okay|right|yes|please|pls|thanks|then|hopefully|if (?:that['’]?s ok|possible|you (?:can|"
    r"like|want)|nobody (?:minds|objects))|though|so(?= that)?|say|maybe|ideally|no rush|not me|is that ok|promise|"
    r"asap|urgent|dringend|"
    r"done|latest|at the latest|first one|no later than|back|no volunteers|probably|"
    r"ok open|starting|(?:but )?(?:i )?(?:can['’]?t|cannot|won['’]t) promise\b[^,;]*|no promises|"
    r"(?:it )?(?:shouldn['’]?t|won['’]?t) take long|i (?:guess|suppose|reckon)))+\s*$|"
    r"\s*(?:[:;]-?[)D]|\bactually|\bthough|\bhopefully|\bif possible|\bif you (?:can|"
    r"like)|\bplease|"
    r"\bpls|\bi (?:guess|suppose|reckon)|\bthen|\bor so|"
    r":[a-z_]+:|\bdone|\bsay|\bby|\buntil|\band|\bbis|\bso|\bfor us)\s*$",
    re.IGNORECASE,
)
_TASK_START = re.compile(
    r"^(?:(?:please|pls|to|just|maybe|also|then|go and|go ahead and|be so kind (?:as )?to|try (?:to|and)|"
    r"make sure (?:to|that we)|take on|volunteer to|take care (?:of|that)|take over|be able to|bitte|mal|und)\s+)+",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<![\s,])[\s,]*+\b(?:(?:by|until|before|this|next|tomorrow|today|tonight|eod|asap|soon|end of|first thing|later|"
    r"after|from now on|bis|morgen|heute)\b|at (?:easter|christmas|xmas|the weekend|\d)|on (?=(?:the )?(?:mon|tue|wed|"
    r"thu|fri|sat|sun|week|\d))|"
    r"(?=(?:mon|tue|wed|thu|fri)s?\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|tmrw\b|at the weekend\b)|"
    r"in (?=(?:a|an|one|two|three|the (?:next|coming|morning|afternoon|evening|new year))\b|\d|time\b|due "
    r"course)).*$",
    re.IGNORECASE,
)


def without_time(task: str) -> str:
    """A task without the day that it ends with."""
    return _TIMES.sub("", task)


_MEANWHILE = re.compile(
    r",? (?:in the meantime|meanwhile|while we['’]?re at it|in der zwischenzeit)\b(?=[\s.!?]*$)", re.IGNORECASE
)


_BUT_NOT = re.compile(r",? but (?:not \w+(?: \w+)?[\s.!]*|(?:i|we|it|there|my)(?:['’]\w+)? .*)$", re.IGNORECASE)
"""What stands in the way, or when it can't be: no part of what is to be done."""


_DONE = re.compile(
    r"^(?:have|get) (?P<it>it|that|this|them) (?:done|ready|fixed|finished|sorted|written|up|out)\b", re.IGNORECASE
)
_BUT = re.compile(
    r"(?<=\w),? but (?:i|we)\b(?!.*(?:\b(?:only|just|if|unless|must|have to|has to|need|first|not|without|except|"
    r"keep|leave|"
    r"until|half|part|alone|mine|yours?|theirs)\b|n['’]t\b)).*$",
    re.IGNORECASE,
)
"""An excuse behind a task; what bounds it belongs to it: "but we must take the names out first"."""


def only_points(task: str, clause: str = "") -> bool:
    """Whether a task says nothing without what was said before: "do it", "take care of that by Friday"."""
    task = _DONE.sub(r"do \g<it>", _BUT_NOT.sub("", task))
    task = task if without_time(task).strip() else re.sub(r"^\W*(?:by|bis) (?:\S+ ){1,3}", "", task)
    return bool(
        _ONLY_POINTS.match(without_time(task)) or _POINTS.match(without_time(clause or task)) or only_points_de(task)
    )


def is_vague(task: str) -> bool:
    """Whether a task's verb may be said of anything, also of a compliment: "I'll take that"."""
    return bool(re.match(r"(?:take|have|get|be|try|make|manage|own|pick|grab|$)", task, re.IGNORECASE))


def is_generic(task: str) -> bool:
    """Whether a task's verb says nothing of what is to be done: "do it", "take that one on"."""
    return bool(_GENERIC.match(without_time(task)))


_GENERIC = re.compile(
    r"^(?:do|take|handle|own|drive|pick|grab|cover|make|try|manage|have|get|be|jump|get on|organi[sz]e|mach\w*|"
    r"übernehm\w*)\b"
    r"[^,.;]{0,24}$|^\W*$",
    re.IGNORECASE,
)


def task_of(text: str, due: Found | None = None) -> str:
    """The task in plain words, as they were said: without the date, politeness, and the words around it."""
    task = text
    if due is not None and 0 <= due.start <= due.end <= len(text):
        before, after = _without_doubt(text[: due.start].rstrip(" ,(–-"), text[due.end :].lstrip(" )"))
        comma = "," if before and re.match(r",\s+\w+ \w+", after) else ""
        task = f"{before}{comma} {after.lstrip(' ,)')}".strip() if before else after.lstrip(" ,)")
    task = _BUT.sub("", _MEANWHILE.sub("", AT_ONCE.sub("", one_line(task))))
    previous = ""
    while previous != task:
        previous = task
        task = _TASK_END.sub("", _TASK_START.sub("", task.strip(" ,;:–—-!?."))).strip(" ,;:–—-!?(")
        task = task.rstrip(".") if not task.endswith("etc.") else task
    if due is not None and due.day is not None:
        task = without_event(task)
    task = re.sub(r"\*\s*\*|\s*\(?[!.]+\)$", "", task).strip()
    if task.count("(") > task.count(")"):
        task += ")"
    return re.sub(r"\(\s*\)", "", task).strip()


def _without_doubt(before: str, after: str) -> tuple[str, str]:
    """What stands around a day, without the words that ask whether it will do: “, is Friday ok?”, “maybe by Friday”."""
    if _WILL_DO.match(after):
        return _IS.sub("", before), ""
    return _MAYBE.sub("", before), after


_WILL_DO = re.compile(
    r"^\W*(?:ok(?:ay)?|possible|fine|al ?right|doable|realistic|(?:soon|early)? ?enough|in ordnung|möglich|recht)"
    r"(?: (?:for|with|by) (?:you|everyone|everybody|all|us))?\W*$",
    re.IGNORECASE,
)
_IS = re.compile(r"[\s,;–-]+(?:is|would|wäre|ist)\s*$", re.IGNORECASE)
_MAYBE = re.compile(r"[\s,;–-]+(?:maybe|perhaps|hopefully|vielleicht)\s*$", re.IGNORECASE)


_EVENT_END = re.compile(
    r"[\s,–—-]+(?:before|by|until|till|for|bis zum|bis zur|vor dem|vor der)\s+(?:the |our )?(?:next |coming |nächsten |"
    r"kommenden )?(?:retro\w*|planning|sprint|review|refinement|demo)\s*(?:on|am)?\s*$",
    re.IGNORECASE,
)


_DAY_END = re.compile(
    r"[\s,(–—-]+(?:by |on |until |bis |am )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?\.?\s*$|"
    r"\s*\((?:before|by|until|for|vor|bis)\s+(?:the |our )?(?:next )?(?:retro\w*|planning|sprint|review|refinement|"
    r"demo)\s*\)$",
    re.IGNORECASE,
)


def without_event(task: str) -> str:
    """A task without the meeting until which it is to be done, where its day is known."""
    return _DAY_END.sub("", _EVENT_END.sub("", task))


def is_work(verb: str) -> bool:
    """Whether a word says what somebody can be given to do: not "seen", nor "hope"."""
    return is_base(verb) and verb not in FELT


def begins_with_verb(task: str) -> bool:
    """Whether a task is put as one: its first word is a verb."""
    word = re.match(r"[A-Za-z-]+", task)
    return word is not None and is_verb(word[0].lower())
