"""Hears in minutes who has what to do, however they put it: "by Friday Pedro's going to ask", "[Pedro] ask Legal"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Person
from bot.language.verbs import base_form, is_verb
from bot.retros.extraction.dates import WEEKDAY
from bot.retros.extraction.giving import Given
from bot.retros.extraction.log import called
from bot.retros.extraction.tasks import begins_with_verb, is_work

_NAME = r"@?[A-ZÀ-Þ][\w'’-]{0,30}?(?: [A-ZÀ-Þ][\w'’.-]{0,30})?"
_SHORT = re.compile(rf"^(?P<who>{_NAME})(?:['’](?:s|re)? going to|['’]ll)\b")
_DAY = (
    rf"(?:by|before|until|on|till) (?:the )?(?:next |this )?(?:{WEEKDAY}\w*|tomorrow|\d[\w.]*(?: [A-Z][a-z]+)?|"
    r"end of (?:the )?(?:day|week|month|sprint))"
)
_FRONTED = re.compile(rf"^(?P<day>(?i:{_DAY})),? (?P<rest>{_NAME} .+?)(?P<stop>[.!]?)$")
_INSERTED = re.compile(rf"^(?P<who>{_NAME} (?:will|to)),? (?P<day>(?i:{_DAY})),? (?P<rest>\S.+?)(?P<stop>[.!]?)$")
_SMALL = re.compile(r"^(?P<lead>(?:[^.:!?]{2,40}: )?)(?P<who>[a-zà-þ][\w'’-]{1,20})\b")

_ASKED = re.compile(rf"^(?:we|i|\w+) (?:have |has )?asked (?P<who>{_NAME}) to (?P<task>[a-z]+ [^.;]+)", re.IGNORECASE)
_MUST = re.compile(rf"^(?P<who>{_NAME}) (?:needs to|has to|must|ought to|is due to) (?P<task>[a-z]+ [^.;]+)")
_IS_DOING = re.compile(rf"^(?P<who>{_NAME}) is (?P<verb>[a-z]{{2,}}ing) (?P<rest>[^.;]+)")
_TAKES = re.compile(
    rf"^(?P<who>{_NAME}) (?:then |also |now )?(?P<verb>takes care of|takes over|takes on|takes|picks up|"
    r"(?P<usual>handles|looks after|sees to|owns)) (?P<task>(?:the|our|all|those|these|this|that|[A-ZÀ-Þ]\w+['’]s)\b"
    r"(?! (?:lead|bus|train|blame|day|week|time|view|minutes?|notes?|point|floor|stage|weight|fun|pressure)\b)"
    r"[^.;,]{3,})"
)
"""What somebody "handles" may be what they always do."""
_PRAISE = re.compile(
    r"\b(?:kudos|thanks|thank you|credits?|praise|prize|award|cake|shout-?outs?|applause|trophy|medal|points?|blame|"
    r"honou?r|glory|love|vote)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"^(?P<thing>[^.;:,]{{3,60}}?) (?:will be|is to be|has to be|must be|should be|is being) (?P<verb>[a-z]+)"
    rf"(?P<how>(?: (?:into|up|out|over|through|off|down|on))?)(?P<mid>[^.;:,]{{0,40}}?) by (?P<who>{_NAME})\b"
    r"(?P<rest>[^.;]*)"
)
_ARTICLE = re.compile(r"^(?:the|a|an|all|our|this|that|these|those|some|every|each)\b", re.IGNORECASE)
_GOES_TO = re.compile(
    rf"^(?P<task>[^.;:,?]{{4,60}}?) (?:goes to|is on|is with|lies with|falls to|stays with|remains with|is up to) "
    rf"(?P<who>{_NAME})(?P<rest>(?:,? {_DAY})?)[.!]?$"
)
_IN_BRACKETS = re.compile(rf"^[\[(](?P<who>{_NAME})[\])]:?\s*(?P<task>\S.+)$")
_POINTED = re.compile(rf"^(?P<who>{_NAME})\s*(?:->|-->|=>|→|⇒)\s*(?P<task>\S.+)$")
_POINTS_AT = re.compile(
    r"^(?P<task>[^.;?]{4,80}?)\s*(?:->|-->|=>|→|⇒)\s*(?P<who>@?[^\W\d_][\w'’-]{0,30})(?P<rest>(?:,? .{2,30})?)$"
)
_COLON = re.compile(rf"^(?P<who>{_NAME}): (?P<task>[a-z]+ [^.;?]+)", re.IGNORECASE)


_HAS_IT = re.compile(
    rf"^(?P<task>[^.;:?]{{6,160}}?),? (?P<who>{_NAME}) (?:does|is doing|takes|is taking|is on|(?:has|"
    rf"got)(?! (?:that|it|this)"
    r"(?: one)? (?:too|as well|also|already|again|every|in|at|on|with|from)\b)) (?:that|it|this)"
    r"(?: one)?\b(?P<rest>[^.;]*)[.!]?$"
)
"""The thing comes first: "the version number goes on the start screen, Marta has that"."""
_DOES = re.compile(rf"^(?P<who>{_NAME}) does (?P<task>(?:the|that|this|our|all|both)\b [^.;]+)")
_AND_WILL = re.compile(
    rf"^(?P<who>{_NAME}) (?!(?:will|is|was|and)\b)[a-z]+ [^.;:]*?(?:,? and|[,;] (?:and |so |but )?(?:he|she|they))"
    r"(?:['’]ll| will| is going to| are going to) "
)
"""What somebody has or knows, and then will do: "Rajesh has two in the post, he'll try them"."""


def straightened(line: str, people: Sequence[Person]) -> str:
    """The sentence with who does it in front, and written as names are."""
    small = _SMALL.match(line)
    if small and (known := called(small["who"], people)) and known.name == known.name.lower():
        line = f"{small['lead']}{small['who'].capitalize()}{line[small.end() :]}"
    line = _AND_WILL.sub(r"\g<who> will ", _SHORT.sub(r"\g<who> will", line))
    for pattern in (_FRONTED, _INSERTED):
        if found := pattern.match(line):
            whole = f"{found['who']} {found['rest']}" if "who" in pattern.groupindex else found["rest"]
            line = f"{whole} {found['day'][0].lower()}{found['day'][1:]}{found['stop']}"
    return line


def told_otherwise(line: str, people: Sequence[Person]) -> Given | None:
    """A task that a sentence gives to one of the people without saying that they "will"."""
    given = _asked(line) or _taken(line) or _marked(line)
    return given if given and called(given.who, people) else None


def _asked(line: str) -> Given | None:
    if (asked := _ASKED.match(line)) and begins_with_verb(asked["task"]):
        return Given(asked["who"].lstrip("@"), asked["task"])
    if (must := _MUST.match(line)) and is_work(must["task"].split(maxsplit=1)[0]):
        return Given(must["who"].lstrip("@"), must["task"], plain=True)
    if (doing := _IS_DOING.match(line)) and is_work(verb := base_form(doing["verb"])):
        return Given(doing["who"].lstrip("@"), f"{verb} {doing['rest']}", plain=True)
    return None


def _taken(line: str) -> Given | None:
    if (has := _HAS_IT.match(line)) and not _PRAISE.search(has["task"]):
        return Given(has["who"].lstrip("@"), f"{re.sub(r'^(?:and|so|also|then) ', '', has['task'])}{has['rest']}")
    if does := _DOES.match(line):
        return Given(does["who"].lstrip("@"), f"do {does['task']}", plain=True)
    if takes := _TAKES.match(line):
        verb, space, rest = takes["verb"].partition(" ")
        task = f"{base_form(verb)}{space}{rest} {takes['task']}"
        return Given(takes["who"].lstrip("@"), task, plain=takes["usual"] is not None)
    if (by := _BY.match(line)) and is_verb(verb := base_form(by["verb"])):
        thing = _ARTICLE.sub(lambda found: found[0].lower(), by["thing"])
        return Given(by["who"].lstrip("@"), f"{verb}{by['how']} {thing}{by['mid']}{by['rest']}")
    if (goes := _GOES_TO.match(line)) and not _PRAISE.search(goes["task"]):
        return Given(goes["who"].lstrip("@"), f"{goes['task']}{goes['rest']}")
    return None


def _marked(line: str) -> Given | None:
    for pattern in (_IN_BRACKETS, _POINTED):
        if (found := pattern.match(line)) and begins_with_verb(found["task"]):
            return Given(found["who"].lstrip("@"), found["task"])
    if at := _POINTS_AT.match(line):
        return Given(at["who"].lstrip("@"), f"{at['task']}{at['rest']}")
    if (colon := _COLON.match(line)) and is_work(colon["task"].split(maxsplit=1)[0].lower()):
        return Given(colon["who"].lstrip("@"), colon["task"], plain=True)
    return None


_WHO = re.compile(
    r"^(?:[^.?!:]{2,60}: |and |so )?who(?: will| can| could| wants to| would|['’]ll)? (?P<verb>[a-z]+) "
    r"(?P<rest>[^?]{3,})\?$",
    re.IGNORECASE,
)
_ONLY_A_NAME = re.compile(rf"^(?P<who>@?[^\W\d_][\w'’-]{{0,30}})(?P<when>(?:,? {_DAY})?)[.!]?$", re.IGNORECASE)


def answers_who(asked: str, answer: str, people: Sequence[Person]) -> Given | None:
    """ "Who looks into the flaky test? Pedro, by Friday.": the question says what, and the answer who."""
    question, name = _WHO.match(asked), _ONLY_A_NAME.match(answer)
    if question is None or name is None or called(name["who"], people) is None:
        return None
    verb = base_form(question["verb"].lower())
    return Given(name["who"].lstrip("@"), f"{verb} {question['rest']}{name['when']}") if is_work(verb) else None
