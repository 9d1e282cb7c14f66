"""What one sentence asks others to do: "could you …?", "who wants to …?", "any volunteers for …?"."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.text import one_line
from bot.language.verbs import base_form, is_base
from bot.retros.extraction.german import asked_for_time, infinitive, told_to
from bot.retros.extraction.names import CAPITAL, NAME
from bot.retros.extraction.tasks import begins_with_verb

FILLER = (
    r"(?:(?:ok(?:ay)?|yes|yep|yup|yeah|sure(?: thing)?|so|then|well|right|alright|fine|also|and|but|hm+|great|good|"
    r"(?:no|nope|nah)(?=[,.!;]| i['’]ll\b)|ugh|argh|oh|ah|ha(?:ha)*|sorry|thanks|cheers|ta|fair(?: enough)?|"
    r"lovely|perfect|und|aber|cool|no problem|np|of course|absolutely|definitely|"
    r"actually|in that case|from my side|happy to|ja|klar|gut|gerne|dann)\b[\s,.!:;–-]*)*"
)
_FEW_FILLERS = f"{FILLER[:-1]}{{0,4}}"
"""Where it may stand anywhere in a line: read on from every comma, any number of them would take the square of its
length."""
_ASK = re.compile(
    r"(?P<lead>\b(?:(?P<mind>(?:would|do) (?:you|some(?:one|body)|any(?:one|body)) mind)|(?:could|can|would|will|might|"
    r"may)(?: i ask)? (?P<who>(?:you|u|ya)(?: (?:two|both|all|guys))?|(?:one|any|some) of you|some(?:one|body)|"
    r"any(?:one|body))|(?P<name>(?:can|could|would|will) @?(?-i:[A-ZÀ-Þ])[\w'’-]*(?: (?-i:[A-ZÀ-Þ])[\w'’-]*)?(?=,? "
    r"(?:please |maybe |perhaps )?[a-z]))|who(?P<any>['’]s (?:going to|gonna|up for|able to|free to)|['’]d(?: (?:like|"
    r"love|want) to)?(?= [a-z]+ )|\s(?:can|could|wants? to|wants(?= (?:the|a|this|that)\b)|will|would(?: like to|"
    r" be up for)?|(?:is|was) (?:going to|gonna|up for|able to|meant to)|volunteers to|has (?:the )?time to|"
    r"takes?(?= )|tells(?= )|does(?= )|writes(?= )|sets(?= )|owns(?= )|['’]?s going to))|(?P<up>(?:(?:do )?you )?wanna|"
    r"(?:(?:are|would|r) )?you (?:be )?(?:up for|down for|ok(?:ay)? (?:with|to)|happy to|able to|willing to|free to)|"
    r"(?:(?:do|would) )?you (?:want|like|care|fancy) to|any (?:chance|way) (?:that )?you(?:['’]d)?(?: (?:could|can|"
    r"would))?|(?:can|could) i ask you to|(?:do you )?fancy(?= \w+ing)|"
    r"(?<!n't )(?<!n’t )(?<!not )mind(?= \w+ing))|(?P<please>(?:please|pls|plz|"
    r"kindly)(?=,? (?!or\b|and\b|but\b|not?\b|don)[a-z]+ ))|(?P<de>kannst du|könntest du|würdest du|magst du|"
    r"wer (?:kann|macht|will|könnte|übernimmt)|kann (?:jemand|einer)))),?\s+(?:please |pls |maybe |perhaps |also |"
    r"then |bitte |mal |possibly |quickly |just )*(?P<task>[^?\n]+)",
    re.IGNORECASE,
)
_GERUND = re.compile(r"^([a-z]+ing)\b(.*)$", re.IGNORECASE | re.DOTALL)
_ANY_NAME = r"[^\W\d_][\w'’.-]*"


_WHO_DE = re.compile(
    rf"^(?:{FILLER}|[^,.;:?!]{{3,30}}: )wer (?P<verb>\w+t) (?:sich |eigentlich )*(?P<rest>\S[^?]*)\??$", re.IGNORECASE
)
_TELLS_DE = re.compile(rf"^{FILLER}wer (?:sagt|gibt) (?P<whom>[^?]+?) bescheid\??$", re.IGNORECASE)
_YOU_DE = re.compile(
    rf"^(?:{FILLER}@?(?P<who>{NAME}),?\s+)?(?:(?P<verb>\w+st) du|"
    rf"du (?P<other>\w+st))(?: dich| dir)? (?:bitte |mal |auch |noch |dann )*(?P<rest>\S[^?]*)\?$",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"^(?:[^.?!]{{8,90}}, (?=who))?(?:{FILLER})(?:(?:are there |do we have )?any (?:volunteers?|takers?) (?:for|to)|"
    rf"volunteers? (?:for|to)|who['’]?s (?:up|in|free|keen) (?:for|to|on)|who(?:['’]ll| will| would)(?: like to|"
    rf" be able to)?|i(?:['’]d| would)? (?:still )?(?:need|want|like) (?:some(?:one|body)|a volunteer|a hand|help|"
    rf"a helper) (?:for|with|to)|(?:we(?:['’]re| are)|i(?:['’]m| am)) looking for (?:some(?:one|body)|a volunteer|"
    rf"help) (?:for|with|to)|who(?:['’]s| is) (?=[a-z]+ing ))\s*(?P<task>(?:the |our |a |"
    rf"an )?\S[^?]*?)(?<![?.!])[?.!]*+$(?P<time>)",
    re.IGNORECASE,
)
_NOT_DOING = re.compile(
    r"^(?:coming|going|missing|speaking|talking|joking|kidding|asking|having|feeling|being|hungry|lunch|coffee|cake|"
    r"pizza|beer|drinks?|a (?:break|coffee|beer|drink|game)|win|next\b|first\b|lying|saying|getting|still|not|"
    r"in charge|know|be\b|"
    r"say\b)",
    re.IGNORECASE,
)
_WISHES = re.compile(
    rf"(?:^|[,.!:]\s*){_FEW_FILLERS}(?:(?:i(?:['’]d| would) (?:like|love|want|need)|i (?:need|want)|could i (?:get|"
    rf"have)|can i (?:get|have)|would it be (?:possible|ok(?:ay)?|fine)(?: for| if)?|is it (?:possible|"
    rf"ok(?:ay)?) (?:for|if)) you(?: to| could)?) (?P<task>[a-z]+ \S[^?]*?)(?<![?.!])[?.!]*+$",
    re.IGNORECASE,
)


_ANYONE = re.compile(
    rf"^(?:{FILLER})(?:(?:does|do|is|are|would|did) )?(?:any(?:one|body)|any of you|one of you|some(?:one|"
    rf"body))(?: here)? (?:able to|want to|wants to|fancy|fancies|like to|feel like|up for|happy to|free to|keen to|"
    rf"keen on|willing to|be up for|mind|got time to|have time to)\s+(?P<task>\S[^?]*?)(?<![?.!])[?.!]*+$|"
    rf"^(?:{FILLER})who(?:['’]s| has) (?:got )?(?:the )?(?:time|hands|energy) (?:to|for) "
    r"(?P<time>\S[^?]*?)(?<![?.!])[?.!]*+$",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"(?:^|[,.!:]\s*|\b)(?:if you (?:could|can|would)|(?:maybe|perhaps) you (?:could|can|would)|you (?:could|"
    r"can) (?=[^?]*\?)) ?(?:maybe |please |just )*(?P<task>[a-z]+ \S[^?]*?)(?:,? (?:that(?:['’]d| would) be (?:great|"
    r"good|nice|lovely|super|cool|helpful)|i(?:['’]d| would) be grateful|please|thanks))?(?<![?.!])[?.!]*+$",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\b(?:would be|['’]d be) (?:great|good|nice|lovely|super|cool|helpful|grateful)|maybe you|perhaps you|\?\s*$|"
    r"appreciate",
    re.IGNORECASE,
)


_PARTICLE = re.compile(r"^(?P<rest>.*\S) (?P<particle>um|an|ab|auf|ein|aus|vor|nach|zu|mit|hin|bei|fest|weiter)$")


def _whole(rest: str, verb: str) -> str:
    """A German verb with the part that stood at the end: "das um" and "stellen" are "das umstellen"."""
    apart = _PARTICLE.match(rest)
    return f"{apart['rest']} {apart['particle']}{verb}" if apart else f"{rest} {verb}"


def _goes(verb: str, rest: str) -> str | None:
    """ "wer geht zum Jour fixe?": somebody is to go there; "wer geht mit?" asks for company."""
    return "gehen" if verb.casefold() == "geht" and re.search(r"\b(?:zum|zur|in|ins|auf)\b", rest) else None


def _asks_all(line: str) -> Request | None:
    """ "Any volunteers for the supper?", "who's taking the chairs back?", "wer holt den Kuchen?"."""
    german = _WHO_DE.match(line)
    if told := _TELLS_DE.match(line):
        return Request(f"{told['whom']} Bescheid sagen", "", anyone=True)
    if german and (verb := infinitive(german["verb"]) or _goes(german["verb"], german["rest"])):
        return Request(_whole(german["rest"].strip(), verb), "", anyone=True)
    some = _SOME_DO.match(line)
    if some and is_base(some["verb"]):
        return Request(some["task"], "", anyone=True)
    found = _ALL.match(line) or _ANYONE.match(line)
    if found is None:
        return None
    task = found["task"] or found["time"]
    if _NOT_DOING.match(task):
        return None
    gerund = _GERUND.match(task)
    task = f"{base_form(gerund[1].lower())}{gerund[2]}" if gerund else task
    return Request(task, "", anyone=True)


_SOME_DO = re.compile(
    rf"^{FILLER}(?:so |now )?(?:some(?:one|body)|any(?:one|body)|one of (?:you|us)) (?:please |just )?"
    r"(?P<task>(?P<verb>[a-z]+) (?:the|a|an|our|those|these|that|this|all|my|it|them|up|out|to|down)\b[^?]*)$",
    re.IGNORECASE,
)
"""Somebody is told to, whoever it is: "and someone kill the dead ones"."""


_COULD_I_HAVE = re.compile(
    rf"^(?:{FILLER}(?:@?(?P<who>{NAME})[,:]\s+)?)?(?:can|could|may) (?:i|"
    rf"we) (?:please |maybe |also )*"
    r"(?:get|have|see) (?P<thing>(?:the|your|those|these|all the) (?!floor\b|time\b|day\b|option\b|same\b|"
    r"chance\b|attention\b|opinions?\b|thoughts?\b|windows?\b|doors?\b|lights?\b|mic\w*\b|sound\b|screen\b|"
    r"(?:next|last|previous) (?:one|slice|slide)\b)\S[^?]*?)"
    r"(?:,? (?:as well|too|please|then))*\s*\?+\W*$",
    re.IGNORECASE,
)
"""A thing that somebody would like to be given: "and could I get the release notes with the freeze?"."""


_I_ASK = re.compile(
    rf"^{FILLER}(?:@?(?P<first>{NAME})[,:]\s+)?(?:can|could|may|might) i (?:please |also |just |maybe )*ask "
    rf"(?:you|@?(?P<who>(?-i:{CAPITAL})(?: (?-i:{CAPITAL}))?)) (?:please |again )*"
    r"(?:for (?P<thing>(?:the|your|a|an|all|those|these)\b"
    r"(?! (?:favou?r|minute|moment|second|sec|hand|opinion|patience|attention)\b)[^?]*?)|to (?P<task>[a-z]+ [^?]*?))"
    r"(?:,? please)?\s*\?*\W*$",
    re.IGNORECASE,
)


def _i_ask(line: str) -> Request | None:
    """ "May I ask Ana for the list?" asks Ana, as "may I ask you for the list, Ana?" does."""
    found = _I_ASK.match(line)
    if found is None or (found["task"] and not begins_with_verb(found["task"])):
        return None
    task = found["thing"] or found["task"]
    return None if _NOT_ASKED.match(task) else Request(task, found["who"] or found["first"] or "", anyone=False)


def _asks_you(line: str) -> Request | None:
    """ "Bo, I'd like you to write", "Bo, holst du den Kuchen?", "could I get the notes?"."""
    if given := _COULD_I_HAVE.match(line):
        return Request(given["thing"], given["who"] or "", anyone=True)
    told = told_to(line) or asked_for_time(line)
    if told is not None:
        return Request(told[1], told[0], anyone=False)
    german = _YOU_DE.match(line)
    if german and (verb := infinitive(german["verb"] or german["other"])):
        return Request(f"{german['rest'].strip()} {verb}", german["who"] or "", anyone=False)
    found = _WISHES.search(line) or (_SOFT.search(line) if _POLITE.search(line) else None)
    if found is None or not begins_with_verb(found["task"]) or _NOT_ASKED.match(found["task"]):
        return None
    if re.match(
        r"(?:see|hear|feel|tell|smell|imagine|believe|find|say|guess|only|always)\b", found["task"], re.IGNORECASE
    ):
        return None
    before = re.search(rf"(?:^|\s)@?({NAME})[,:]?\s*$", line[: found.start()])
    return Request(found["task"], before[1] if before else "", anyone=False)


class Request(NamedTuple):
    """What is asked for. `whom` is a name or "" for whoever; `anyone`: it was asked of all."""

    task: str
    whom: str
    anyone: bool


_CALL = re.compile(
    r"^\W*(?:any(?:one|body)|some(?:one|body)|who|wer|jemand|any (?:volunteers?|takers?)|volunteers?|"
    r"takers?)(?: (?:else|then|wants? (?:it|that|to take (?:it|that))))?\W*$",
    re.IGNORECASE,
)


def is_bare_call(sentence: str) -> bool:
    """Whether somebody only asks who takes what was said right before: "Anyone?"."""
    return _CALL.match(sentence) is not None


_WHO = re.compile(
    rf"^(?:{FILLER}|{FILLER}[^\s,.;:?!]+[,:] |(?P<thing>(?:the|our|that|those|"
    rf"these) [^,.;?!]{{3,60}}), )who (?P<verb>[a-z]+s) (?P<rest>(?!(?:the )?(?:best|worst|most|least|"
    rf"coolest)\b)\S[^?]*)\??$",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(r"[.!]\s*$|[.!]\s+\w|\b(?:honestly|seriously|on earth)\b", re.IGNORECASE)
"""Who ends like this wants no answer: "who deploys at five. honestly."."""
_NOT_DONE = frozenset(
    "be know think have need like say mean love want remember agree see hear care believe feel get use".split()
)


def _who_does(line: str) -> Request | None:
    """ "Who makes the list?" asks all."""
    found = _WHO.match(line)
    if found is None or _RHETORICAL.search(found["rest"]):
        return None
    verb = base_form(found["verb"].lower())
    if verb in _NOT_DONE or verb == found["verb"].lower() or not begins_with_verb(verb):
        return None
    return Request(f"{verb} {found['rest'].strip()}", "", anyone=True)


_HABIT = re.compile(
    r"\b(?:who|wer)\b[^.!?]*\b(?:usually|normally|currently|so far|these days|meistens|normalerweise)\b", re.IGNORECASE
)
"""Who asks how it is asks for nothing: "who restarts it usually?"."""


_HAS_OBJECT = re.compile(r"^[a-z]+ (?:the|a|an|our|it|this|that|those|these|them|all|your|my)\b", re.IGNORECASE)


def request_in(sentence: str) -> Request | None:
    """What somebody asks others to do."""
    line = one_line(sentence)
    if _HABIT.search(line):
        return None
    found = None if (may := _i_ask(line)) else _ASK.search(line)
    if found is None:
        return may or _who_does(line) or _asks_all(line) or _asks_you(line)
    task = found["task"].strip()
    task = re.sub(
        r"^be (?:able|up|ok(?:ay)?|happy|willing|free|good)(?: with)? (?:to|for) ", "", task, flags=re.IGNORECASE
    )
    task = re.sub(r",? (?:though|tho|by the way|btw)$", "", task, flags=re.IGNORECASE)
    task = re.sub(
        r",? or (?:do|can|should|would|is|are|shall) (?:you|we|i|it|that)\b.*$", "", task, flags=re.IGNORECASE
    )
    cut_off = line[: found.start()].rstrip().endswith((",", ".", ";", ":"))
    before = line[: found.start()].strip(" ,:")
    if found["please"] and (
        before.lower().endswith(" we")
        or not (
            before == ""
            or (cut_off and (begins_with_verb(task) or _HAS_OBJECT.match(task)))
            or before.startswith("@")
            or re.fullmatch(rf"(?:.*[,.!]\s*)?@?{_ANY_NAME}(?: {_ANY_NAME})?", before)
        )
    ):
        return None
    if _NOT_ASKED.match(task) or (
        found["who"]
        and found["who"].lower().startswith(("you", "u", "ya"))
        and re.match(
            r"(?:imagine|believe|see|hear|always|tell (?:that|how|if|by|from|we|it|i|me)\b|say|find (?!out|a|the)|"
            r"guess|never|not)\b",
            task,
            re.IGNORECASE,
        )
    ):
        return None
    if found["mind"] or found["up"]:
        gerund = _GERUND.match(task)
        task = f"{base_form(gerund[1].lower())}{gerund[2]}" if gerund else task
    if found["any"]:
        word = found["any"].strip().lower()
        task = {
            "takes": "take ",
            "take": "take ",
            "tells": "tell ",
            "does": "do ",
            "writes": "write ",
            "sets": "set ",
            "owns": "own ",
            "wants": "take ",
        }.get(word, "") + task
    anyone = bool(
        found["any"]
        or (found["who"] and not found["who"].lower().startswith(("you", "u", "ya")))
        or (found["mind"] and "you" not in found["mind"].lower())
        or (found["de"] and re.match(r"wer|kann (?:jemand|einer)", found["de"], re.IGNORECASE))
    )
    whom = re.sub(r"^(?:can|could|would|will) @?", "", found["name"], flags=re.IGNORECASE) if found["name"] else ""
    if found["name"] and whom.lower() in PRONOUNS and (len(whom) == 1 or not whom.isupper()):
        return None
    if not whom and not anyone:
        named = re.search(
            r"@(\S+(?: [A-Z]\S*)?)|(?:^|[.!?,:]\s*|\b(?:and|so|ok|hey|then)\s+)([A-Z][\w'’-]+)$",
            before,
        )
        whom = (named[1] or named[2]) if named else ""
    return Request(task, whom, anyone)


_NOT_ASKED = re.compile(
    r"^(?:you\b|hear me|see (?:my|this|it|that)|hear|repeat|mute|unmute|read (?:this|that|me)|speak|go (?:first|"
    r"on|ahead|"
    r"next)|start|begin|elaborate|explain what|say (?:more|that|something)|tell me|give me a (?:sec|minute)|type|vote|"
    r"answer|"
    r"write (?:what|your|here|down your)|add your|join\b(?! .*\b(?:audit|meeting|call|refinement))|wait|"
    r"help me understand|the other|use threads|be\b(?! (?:the|our|my|[A-ZÀ-Þ]))|stop|keep in mind|reload|someone|reply|"
    r"respond|share your|send me your|fill in (?:the|your)|note down|drop (?:your|a|it)|react|put your|comment|"
    r"leave (?:your|a)|prefix|raise your|think about|pick (?:one|your)|let (?:me|us) know)\b|"
    r"^(?:look at|review|approve|merge|check|test|confirm)\s+(?:(?:https?:|#|the pr\b|my pr\b|this\b)|$)",
    re.IGNORECASE,
)
PRONOUNS = frozenset("i you we they he she it this that there someone somebody anyone anybody one people the a".split())
