"""What one sentence promises, also without "I'll"; and whether it says that nobody has it, or that it is done."""

from __future__ import annotations

import re

from bot.language.text import one_line
from bot.retros.extraction.asking import FILLER
from bot.retros.extraction.dates import WEEKDAY
from bot.retros.extraction.german import taken_on
from bot.retros.extraction.tasks import AT_ONCE, begins_with_verb, only_points
from bot.retros.extraction.undertaking import HABITUALLY, NOT_YET, Promise, undertaken

_I = (
    r"(?:i['’]ll|ill(?= \w)|i will|i shall|i['’]m going to|i am going to|i['’]m gonna|imma|i['’]m happy to|"
    r"i am happy to|i['’]d be (?:happy|glad) to|i['’]m glad to|i['’]d (?:love|like) to|i(?:['’]m| am)? "
    r"(?:plan(?:ning)?|aim(?:ing)?) to|"
    r"i intend to|"
    r"i can(?! (?:not|see|imagine|understand|relate|live|tell|hear|only|confirm|remember|feel|believe|hardly|barely|"
    r"n['’]t|never))|let me|i promise(?:d)? to|i volunteer(?:ed)? to|i want to|i(?:['’]ll| will) (?:try|"
    r"make sure) to|i take(?= )|i join(?= )|lemme|will(?= \w+ (?:a|an|the|it|that|this|them|\w+)\b))"
)
_PROMISE = re.compile(
    rf"^{FILLER}(?:(?P<topic>[^,:;.?!]{{2,40}}(?:[:,]|\s[-–—])|(?:re|as for|about|regarding|on) [^,:;.?!]{{2,30}}?|"
    rf"(?:from now on|next time|tomorrow|tonight|today|next week|this week)|"
    rf"[^,;.?!]{{0,60}}\b(?:so|and|then|but|ok|sure|"
    rf"up)[,:]?)\s+)?(?P<lead>{_I})\s+(?:then |also |just |gladly |happily |probably |definitely |personally |"
    rf"try (?:to|and) |be (?:the one )?(?:\w+ing) )?(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_GERMAN = re.compile(
    r"^(?:ok(?:ay)?|ja|klar|gut|gerne|dann)?[\s,.!]*(?:ich (?P<verb>kümmere mich um|übernehme|mache|mach|schreibe?|"
    r"frage?|baue?|prüfe?|rede mit|spreche mit|stelle|lege|erstelle?|organisiere?|kläre?|werde|sage?|hole|besorge|"
    r"aktualisiere|richte|schaue? mir|schau mir|nehme|rufe?|plane|teste?|räume?|kann))\s+(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_A_TASK = re.compile(
    r"^(?:be (?:off|away|afk|late|out|there|back|right|in|on|honest|around|happy|fine|ooo|absent|gone|at|brief|sad|"
    r"quick)|join (?:later|in|you (?:later|in))|see\b|know\b|guess|think about|think (?:of|that|we|it)|say\b|admit|"
    r"bet\b|pass\b|miss\b|never|not\b|add that|just say|go first|start(?: with|\W|$)|tell you|remember|"
    r"take (?:a (?:break|look now)|care|that as|lunch|(?:that|it|this) back)|share (?:my|a) (?:perspective|view|"
    r"thought|story)|come back|get (?:back$|coffee|lunch)|have (?:a look now|lunch|to (?:drop|leave|go))|let you|"
    r"keep (?:it short|quiet)|stop\b|leave (?:now|early|you)|need\b|want\b|like\b|miss|wait\b|restart my|rejoin|"
    r"reconnect|share my screen|(?:un)?mute(?: me| myself| you)?$|but\b|hop|drop off|jump|grab (?:a )?(?:coffee|"
    r"lunch)|give (?:you|everyone|everybody|us all)|raise it again|appreciate|thank\b|congratulate|highlight\b|"
    r"bring it up again|help with [^.]{2,40} but\b|explain\b(?=.{0,12}$)|show you (?:a|the|my) (?:photo|picture|video|"
    r"screen)|repeat|second that|agree|be\b|quote|mention|second it|do without|[a-z]+ (?:too|as well)$|have been|"
    r"do my best$)",
    re.IGNORECASE,
)
"""What somebody feels, says, or where they are: no task, whatever day it is."""
_HERE = re.compile(
    r"^(?:read it all|(?:(?:sort|type|collect) (?:it|them|these|those|what|your)|post (?:your|the|four|three|two|five|"
    r"a (?:thread|few|message)))\b|open the board|set a timer|summari[sz]e (?:afterwards|later|this here)|"
    r"close (?:this|the retro)|kick (?:us )?off|(?:group|cluster|merge) (?:these|them|those|the (?:notes|stickies|"
    r"cards))(?=\W*$| (?:now|here|then|together|while|so)\b)|note that|(?:keep|leave) (?:it|that|this|"
    r"them) (?:on|in|open|unassigned|there|as)|have it on|"
    r"post a (?:heading|question|prompt)\b|turn (?:that|this|it) into an? (?:action|item|ticket|card|note|story))",
    re.IGNORECASE,
)
"""What is done while the retrospective is held."""
_NOTED = re.compile(
    r"^post (?:it|that|this|them|these|those)\b|^put (?:it|that|this|them|you) (?:down\b|(?:on|in)(?: the| our|"
    r" my)? (?:list|board|notes?|actions?|items?|"
    r"parking|"
    r"minutes|agenda|summary|retro|sheet|cards?|column|wall|thread|chat|for\b))",
    re.IGNORECASE,
)
"""So is this, unless a day is said."""
_OWED = re.compile(
    r"\bi (?:still |also )*owe (?:you|us|everyone|everybody|them|the team|"
    r"\w+) (?P<what>[^,.;]+)[,.;]\s*(?:and )?(?:will|i['’]ll|i will) (?P<verb>\w+) (?:it|that|"
    r"them)\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_COULD = re.compile(
    r"^(?!.*\bsaid\b)(?:[^.!?]{0,20}\b)?i(?: could|['’]d| would) (?:do|take|own|handle|pick up|look (?:into|"
    r"at)) (?:it|that|this|"
    r"them|that one|this one)(?! but| all| again)\b",
    re.IGNORECASE,
)

_UNTAKEN = re.compile(
    r"\b(?:no (?:owner|volunteers?|takers?|name|one (?:yet|wants|took|has)|assignee|capacity)|nobody (?:yet|wants|"
    r"wanted|took|volunteered|has)|needs? an? (?:owner|volunteer|name)|without an? (?:name|owner)|"
    r"leave (?:it|that|this)(?: one)? open|(?:it['’]?s|stays?|remains?|keep (?:it|that)|leave it|still|then it['’]?s|"
    r"ok,?) (?:open|unassigned|unowned)(?: for now)?|unassigned|unowned|"
    r"(?:we['’]ll|will) find (?:someone|somebody)|owner[: ]+(?:tbd|\?|open|none|nobody|n/a|-)|tbd|to be (?:decided|"
    r"assigned|determined)|parking (?:it|that|this)|up for grabs|who(?:ever)? (?:has|finds) (?:the )?time|"
    r"still looking for|noch offen|niemand|offen)\b",
    re.IGNORECASE,
)
_DONE_ALREADY = re.compile(
    r"\b(?:already (?:done|did|\w+ed|sent)|(?:has|have) (?:already )?(?:\w+ed|sent|done|made|written|found)|"
    r"done already|did (?:that|it) (?:already|yesterday|this morning)|just did|ist schon|is done|has been done)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^(?:(?:ok(?:ay)?|yes|fine|good|alright|so|sure)[\s,.!]+)*(?:then|so|in that case|"
    r"ok(?:ay)?),?\s+i\s+(?P<task>(?:add|write|call|ask|set|talk|book|make|fix|move|send|prepare|join|take|do|create|"
    r"update|check|bring|draft|invite|organi[sz]e|document|test|clean|schedule|"
    r"ping|look|pick|handle|build|review|share|contact|order|remove|rename|split|start) .*)$",
    re.IGNORECASE | re.DOTALL,
)


_DAY = (
    rf"(?:by|until|til+|before|on|next|this|tomorrow|today|tonight|bis|{WEEKDAY}|mo|di|mi|do|"
    r"fr|heute|"
    r"morgen)"
)
_DONE_BY = (
    r"(?:make|do|take|write|build|prepare|send|draft|fix|handle|check|ask|call|book|bring|organi[sz]e|update|set "
    r"up|move|clean|"
    r"order|print|test|document)"
)
_HABIT = re.compile(rf"\b(?:{HABITUALLY}|immer|jeden|oft|nie|nicht|meistens|still|don['’]t)\b", re.IGNORECASE)
_FRONTED = re.compile(
    rf"^{FILLER}(?P<thing>(?:the|that|this|our|those|these) [^,.;:?!]{{3,50}}?),? (?:i|i['’]ll|i will|i can) "
    rf"(?P<verb>{_DONE_BY})"
    rf"(?= (?:by )?(?:myself|alone)\b| {_DAY}\b|\s*[,.!]|\s*$)",
    re.IGNORECASE,
)
"""The thing comes first: "the night script I make by myself"."""
_NOW_DO = re.compile(
    rf"^{FILLER}i (?P<task>{_DONE_BY} (?:(?:it|that|this|them)|(?:the|a|an) [^,.;?!]{{2,60}}?),? (?:then "
    rf")?{_DAY}\b.*)$",
    re.IGNORECASE,
)
"""A day makes it a promise: "I do it until Friday"."""
_YOU_GET = re.compile(
    rf"^{FILLER}you(?:['’]ll| will| can)? (?:have|get|see|find|expect) (?P<task>\S.*)$|"
    rf"^{FILLER}(?:bis )?\w+ (?:kriegt|bekommt|habt) ihr (?P<de_task>\S.*)$|"
    rf"^{FILLER}(?P<de_thing>(?:den|die|das|ein\w*) [^,.;?!]{{3,40}}?) (?:krieg|bekomm|ha)(?:s?t) (?:du|"
    rf"ihr)\b.*\bvon mir\b.*$",
    re.IGNORECASE,
)
_PUT_ME_DOWN = re.compile(
    rf"^{FILLER}(?:(?:put|sign|pencil|count) me (?:down|in|up) for|dibs on|leave (?=[^.,;!?]{{3,60}} (?:to|with) "
    rf"me\b)) ?"
    rf"(?P<task>\S[^.,;!?]*?)(?: (?:to|with) me)?[.,;!]*$",
    re.IGNORECASE,
)
_ANY_DAY = re.compile(rf"\b{_DAY}\b", re.IGNORECASE)
_CAN = re.compile(
    rf"^(?:{FILLER}|i (?:have|['’]ve|got|already|did|am|['’]m)\b[^.;?!]{{3,60}},\s+(?:(?:so |and |i )?could |"
    rf"so |and |i )?)(?:can |(?<=could )|happy to |glad to |gonna |"
    rf"going to )(?P<task>(?!not\b|only|just|have\b|see|hear|confirm|relate|live|be\b|imagine|understand|agree|second|"
    rf"recommend|start|tell|"
    rf"share|feel|say|add|take (?:it|that) (?:as|back)|we|you|i|someone|anyone|somebody|anybody|one\b|"
    rf"help\b)[a-z]+ \S[^?]*)$",
    re.IGNORECASE,
)
"""Whoever writes fast leaves the "I" out: "can put it in the doc". "Could have a rule for it" is a proposal, though."""


_MINE = re.compile(
    r"^(?:[^.?!]{0,40}[,.] )?(?:that|this|it|that one|this one)['’]?(?:s| is| can be| would be) (?:mine|"
    r"for me to do|me)"
    r"[.! ]*$|^\W*(?:(?:ok(?:ay)?|yep|yes|yeah|ooh?|sure)[\s,]+)*leave (?:it|that|this|them) (?:to|"
    r"with) me\b[^?]{0,30}$",
    re.IGNORECASE,
)
"""Somebody claims what was said before: "that one's me"."""


def _shortened(line: str) -> Promise | None:
    """A promise without "I'll"."""
    if line.rstrip().endswith("?") or _HABIT.search(line):
        return None
    fronted = _FRONTED.match(line)
    if fronted:
        thing = fronted["thing"].strip()
        if re.fullmatch(r"(?:that|this|the rest|the other one)", thing, re.IGNORECASE):
            return Promise("")
        return Promise(f"{fronted['verb']} {thing}")
    now = _NOW_DO.match(line)
    if now:
        return Promise("" if only_points(now["task"]) else now["task"], words=now["task"])
    down = _PUT_ME_DOWN.match(line)
    if down:
        return Promise("" if only_points(down["task"]) else down["task"].strip())
    gets = _YOU_GET.match(line)
    if gets and _ANY_DAY.search(line):
        task = gets["task"] or gets["de_task"] or gets["de_thing"]
        if re.match(r"(?:what|used|old|there|the (?:idea|picture|point))\b", task, re.IGNORECASE):
            return None
        points = re.match(r"(?:it|them|that|this|those|es|sie|das)\b", task, re.IGNORECASE)
        return Promise("" if points else task)
    can = _CAN.match(line)
    if can and begins_with_verb(can["task"]):
        return Promise("" if only_points(can["task"]) else can["task"], words=can["task"])
    return None


def promise_in(sentence: str) -> Promise | None:
    """What somebody says they will do; None when it is something else, or done at once."""
    line = _ANY_WISHES.sub("", one_line(sentence))
    if _ON_IT.match(line):
        return Promise("", firm=True)
    german = _GERMAN.match(line)
    if german:
        task = german["task"]
        return Promise("" if _POINTS_DE.match(task) else _german(german["verb"], task))
    if re.match(
        r"^(?:ja|klar|ok|jo|gut)?[\s,.!]*(?:mach(?:e)? ich|übernehme ich|kann ich (?:machen|übernehmen)|"
        r"ich mach(?:e)?(?:['’]?s| das| es)?\b)",
        line,
        re.IGNORECASE,
    ):
        return Promise("")
    present = _PRESENT.match(line)
    if present and not only_points(present["task"], "a thing"):
        return Promise(present["task"])
    if _COULD.match(line):
        return Promise("")
    owed = _OWED.search(line)
    if owed:
        return Promise(f"{owed['verb']} {owed['what'].strip()}{owed['rest']}")
    found = _PROMISE.match(line)
    if found is None:
        return Promise("") if _MINE.match(line) else _in_german(line) or _shortened(line) or _undertaken(line)
    task, lead = found["task"].strip(), found["lead"].lower()
    if _CONDITION.search(found["topic"] or "") or _SO_THAT.search(line):
        return None
    if (lead == "will" and (_OF_ANOTHER.match(line) or _WILL_HIMSELF.match(task))) or (
        _LIKES_TO.match(lead) and _NO_WAY.search(task)
    ):
        return None
    if _is_none(lead, task):
        return None
    clause = re.split(
        r"\s*[;–]\s*|,\s+(?:it['’]?s|that['’]?s|it|that|this|so|since|because|should|shouldn['’]t|no)\b|\s+-\s+|"
        r"\s+(?:when|once|while|after) i\b",
        task,
    )[0]
    if only_points(task, clause) or only_points(_first_clause(task)):
        return Promise("", words=_first_clause(clause if lead != "i take" else f"take {clause}"))
    task = _OTHERS_DO.split(task)[0] if len(_OTHERS_DO.split(task)[0].split()) > 1 else task
    return Promise(("take " if lead == "i take" else "join " if lead == "i join" else "") + task)


_ON_IT = re.compile(
    r"^(?:[^.?!]{0,20}[.!,]+\s+)?(?:i['’]m )?on it\b(?! (?:already|now|since|was|is|for)\b)[^?]{0,30}$", re.IGNORECASE
)
_ANY_WISHES = re.compile(
    r"[,.–-]\s*(?:any|ok(?:ay)?|anything|right|alright|is that|does that|fine)\b[^,?.]{0,40}\?$", re.IGNORECASE
)
"""Who asks for wishes, or whether that is right, promises all the same."""
_OTHERS_DO = re.compile(r",? and (?:then )?(?:we|they|he|she|you) (?=[a-z]+ )(?!all\b|both\b)", re.IGNORECASE)
"""Where it goes on with what others do: "I'll cut it and we test again on Wednesday"."""


def without_others(text: str) -> str:
    """What is said of oneself, without what others do then."""
    return _OTHERS_DO.split(text)[0]


def _undertaken(line: str) -> Promise | None:
    found = undertaken(line)
    said = (found.task or found.words) if found else ""
    return None if _says_no_task(said) else found


def _in_german(line: str) -> Promise | None:
    """ "den Rest mach ich morgen", "dann übernehm ich das"."""
    found = taken_on(line)
    if found is None:
        return None
    if found.points:
        return Promise("", firm=_DO_DE.match(found.verb) is None)
    return Promise(found.rest if _DO_DE.match(found.verb) else f"{found.verb} {found.rest}".strip())


_DO_DE = re.compile(r"(?:mach|übernehm|übernimm|nehm|tu|erledig)e?$", re.IGNORECASE)


_TREAT = re.compile(
    r"^(?:bring|bake|buy|get|mail|send|order)\b[^,.;]{0,30}\b(?:biscuits?|cakes?|cookies|dou?gh?nuts?|"
    r"croissants?|sweets|beers?|"
    r"pizzas?|snacks|kuchen|kekse|brezeln)\W*$",
    re.IGNORECASE,
)
"""What people bring along is meant kindly, and no work."""


def _says_no_task(task: str) -> bool:
    noted = _NOTED.match(task) and not re.search(NOT_YET, task, re.IGNORECASE)
    return bool(_NOT_A_TASK.match(task) or _HERE.match(task) or noted or AT_ONCE.search(task))


def _is_none(lead: str, task: str) -> bool:
    """Whether "I'll …" is no promise: "I'll be late", "I can only agree", "let me think"."""
    if _says_no_task(task) or _TREAT.search(task):
        return True
    if lead == "let me":
        return re.match(r"(?:know|think|guess|check (?:if|my)|get this straight)\b", task, re.IGNORECASE) is not None
    if lead in {"i can", "i could", "i want to"}:
        return re.match(r"(?:['’]t|not|never|only|no longer|finally|already|still|now)\b", task) is not None
    if lead == "i take":
        return re.match(r"(?:it (?:that|as)|issue|part|(?:that|it|this) back)\b", task) is not None
    return lead == "will" and not begins_with_verb(task)


def _first_clause(text: str) -> str:
    return re.split(r"[,;.!](?=\s|$)", text, maxsplit=1)[0].rstrip()


_SO_THAT = re.compile(
    r"\b(?:please|pls) so (?:that )?i can\b|^so (?:that )?i can\b.*\b(?:when|if|while|without|next time|myself)\b",
    re.IGNORECASE,
)
"""What something is asked for: "so I can do it when you're off"."""
_CONDITION = re.compile(
    r"^(?:if|when|unless|until|before|after|like|as|what|how|the (?:thing|things|stuff)|that|every|the "
    r"only)\b(?!['’]s)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"^@?(?!(?:that|this|it)\b)(?-i:[A-ZÀ-Þ])[\w'’-]+ (?!(?:thanks|yes|this|cheers)\b)(?:has|is|was|"
    r"[a-z]{3,}s)\b[^:;.!?]* "
    r"and (?:then |so )?will\b",
    re.IGNORECASE,
)
"""Who goes on with "and will …" is whoever the sentence began with: "Bo knows the vendor and will call them"."""
_WILL_HIMSELF = re.compile(
    r"(?:will|would|can(?:['’]?t|not)?|could|should|shall|may|might|must|has|had|is|was)\b", re.IGNORECASE
)
"""What stands behind a name, and never behind the verb: "Will will not be here"."""
_LIKES_TO = re.compile(r"i(?:['’]d (?:love|like)| want) to", re.IGNORECASE)
_NO_WAY = re.compile(
    r"\b(?:but|though|aber)\b (?!.*\b(?:before|until|till|vor|bis)\b)(?:i|there|it|we|"
    r"ich)\b.*(?:\b(?:no (?:time|idea|budget|access|chance)|not|never|cannot|can['’]?t|away|off|out|ill)\b|"
    r"n['’]t\b)",
    re.IGNORECASE,
)
"""Who would love to, but can't, promises nothing."""
_POINTS_DE = re.compile(
    r"^(?:das|es|mich(?: darum)?|mir das)\b[\s,.!]*(?:an|gern(?:e)?|bis .*|heute.*|morgen.*)?$", re.IGNORECASE
)


def _german(verb: str, task: str) -> str:
    """ "ich kümmere mich um das Skript" → "das Skript"; "ich schreib dem Vertrieb" → "schreib dem Vertrieb"."""
    return task if verb.lower() in {"kümmere mich um", "übernehme", "werde", "kann", "nehme"} else f"{verb} {task}"


def only_takes(text: str) -> bool:
    """Whether somebody says that they will do it, and not what: "I can own that one"."""
    promise = promise_in(text)
    return promise is not None and not promise.task


def is_untaken(text: str) -> bool:
    """Whether it is said that nobody has it."""
    return _UNTAKEN.search(text) is not None


def is_done(text: str) -> bool:
    """Whether it is said that it is done already."""
    found = _DONE_ALREADY.search(text)
    return found is not None and _ASIDE.search(text[: found.start()].rstrip()) is None


_ASIDE = re.compile(r"\b(?:which|what|who|whether|if|once|when|after|until|(?<=\w )that(?= \w))\b", re.IGNORECASE)
"""What is done stands in a clause on the side: "list which tests have failed"."""
