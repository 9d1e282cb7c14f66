"""What people put into a sentence while they speak, cut out, so that what they say is left."""

from __future__ import annotations

import re

from bot.language.grammar import PREPOSITIONS, bare, clause
from bot.language.nouns import DETERMINERS, head, is_person, is_plural
from bot.language.text import one_line
from bot.language.verbs import base_form, is_past_participle, is_verb, past

_SOUNDS = r"h+m+|m+h*m+|u+h*m+|u+h+|e+r+m*|oh|ah|well|yes|yeah|no wait|right|ok(?:ay)?|phew|ha"
_SAID = (
    r"you know|you see|i mean|i think|i guess|i suppose|i believe|i would say|i'd say|i hope|i said|i told you|"
    r"i already said|i (?:just )?wanted to say|as i said|like i said|as (?:i )?mentioned|as you know|let's say|"
    r"let us say|say|by the way|btw|to be honest|tbh|honestly|frankly|actually|basically|obviously|of course|"
    r"anyway|whatever|give or take|more or less|believe me|mind you|don't ask me(?: [a-z ]+)?|if you ask me|"
    r"nothing fancy|if you like|that would be (?:lovely|nice|great|good|perfect|cool)(?: but [^,;]+)?|"
    r"that's all|that is all|that's it|thank you|thanks|that i care about|(?:our|my|the) [a-z]+ says so|"
    r"everybody says so|big drama|as always|like always|after all|for heaven's sake|for god's sake|kind of|sort of"
)
_INSERTED = re.compile(
    rf",\s*(?:and |but )?(?:{_SOUNDS}|{_SAID})(?:,\s*(?:{_SOUNDS}|{_SAID}))*\s*(?P<end>,|(?=$|[.;!?]))", re.IGNORECASE
)
_LOOSE_END = re.compile(
    r",?\s+(?:by the way|btw|i think|i guess|i believe|i suppose|you know|i told you|as i said|like i said|"
    r"that would be (?:lovely|nice|great)|after all|like always|as always|nothing fancy|whatever)$",
    re.IGNORECASE,
)
# What follows a comma with "that's …" says something about the sentence, not in it.
_COMMENT = re.compile(
    r",\s+(?:but |and |which |though )?(?:that|which)(?:['’]s| is| was| would be| happens| hurts)\s+(?P<next>[a-z'’-]+)"
    r"[^,;]*(?=$|[,;])",
    re.IGNORECASE,
)
_IDEALLY = re.compile(
    r"(?:,\s*)?\b(?:ideally|preferably|hopefully|maybe|perhaps|if possible)\b,?\s+(?=by|in|on|at|with|as|via|from)",
    re.IGNORECASE,
)
_MARKS = (
    (re.compile(r"\s*(?:-+>|=+>|→|⇒|»)\s*"), ", "),
    (re.compile(r"\bw/o\b\s*", re.IGNORECASE), "without "),
    (re.compile(r"\bw/\s*(?=\w)", re.IGNORECASE), "with "),
)
_TOPIC = re.compile(
    r"^(?:and then|then|after that|afterwards),? (?=(?:the|an?|our|all|each|every|one|they|he|she|it|"
    r"reception|accounting|finance|sales|support|dispatch|hr)[ ,])"
    r"|^(?:as for|as to|regarding|concerning|with regard to|speaking of|talking of|coming to) "
    r"[^,:;]{1,60}[,:]\s+(?=\S+ \S)"
    r"|^(?:on|to|about|back to) (?:the|that|this|your) (?:[a-z]+ )?(?:point|question|topic|matter|subject)\s*[,:]\s+"
    r"|^about [^,:;]{1,40}:\s+"
    r"|^(?:the )?(?:other|more|further|some|one more|another) (?:rules?|limits?|failures?|numbers?|points?|"
    r"things?)\s*[,:]\s+"
    r"|^(?:rules?|limits?|failures?|numbers?|points?|scope)\s*:\s+(?=\S+ \S)"
    r"|^[a-z]+,? (?:that['’]s|that is) (?:the |a |for |our )?[a-z]+, (?=(?:only|the|a|an|no|nobody|every|all)\b)",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^(?P<who>[^\s,;:]+(?: [^\s,;:]+){0,3}?) (?:(?:also|always|really|just|even|still) )?(?:keeps? |kept )?"
    r"(?:says?|said|saying|thinks?|thought|believes?|reckons?|insists?|mentioned|adds?|told (?:me|us)|tells (?:me|us)|"
    r"is sure|points? out)(?: also)?,? (?:that )?(?P<told>\S+ \S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OPENS_NO_SPEAKER = frozenset(
    "if when once while because since after before until unless as so that this it and or but".split()
)
_PRONOUN = re.compile(
    r"^(?P<who>[^,;:]+), (?:they|he|she|it|those|these|that)(?P<verb>['’](?:d|re|ve|ll|s))? (?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_THEIR = re.compile(r"^(?P<who>[^,;:]+), (?:their|its|his|her) (?P<rest>\S.*)$", re.IGNORECASE | re.DOTALL)
_SHORT_FOR = {"d": "would ", "re": "are ", "ve": "have ", "ll": "will ", "s": "is "}
_EXPLAINED = re.compile(
    r"^(?P<who>[^,;:]+), (?P<how>so|i mean|meaning|that is|i\.e\.|or rather|well) (?P<what>(?:(?:the|our|all|a|an) |"
    r"[A-Z][a-z]+ and )[^,;:]+), (?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TIMES = frozenset(
    "morning evening night day week month year time hour moment today tomorrow yesterday monday tuesday wednesday "
    "thursday friday saturday sunday weekend minute".split()
)
_LONGEST_SUBJECT = 7
_TOLD = re.compile(
    r",\s+(?P<clause>(?P<who>i|we|he|she|they|it|you|there|finance|somebody) (?P<verb>[a-z]+)\b[^;]*)$", re.IGNORECASE
)


def spoken(text: str) -> str:
    """The sentence without what was only said along with it: "the SMS, I told you, 48 hours before" → "the SMS 48 …".

    Takes the words of who reported it away ("Lena also says receptionists must …"), and one of two subjects ("the
    managers, they want …"). A text that would be empty stays.
    """
    line = one_line(text)
    for pattern, plain in _MARKS:
        line = pattern.sub(plain, line)
    line = line.strip(" ,")
    for _ in range(4):
        before = line
        line = _insertions(_topic(line))
        for step in (_topic, _reported, _explained, _dislocated, _told_along):
            line = step(line)
        if line == before:
            break
    return line if any(char.isalnum() for char in line) else one_line(text)


def _insertions(line: str) -> str:
    shorter = _INSERTED.sub(lambda found: _joined(found, line), line)
    shorter = _LOOSE_END.sub("", shorter.rstrip(" .!")) if _LOOSE_END.search(shorter.rstrip(" .!")) else shorter
    shorter = _IDEALLY.sub(" ", shorter)
    comment = _COMMENT.search(shorter)
    if comment and not is_past_participle(comment["next"]) and _says_enough(shorter, comment):
        shorter = shorter[: comment.start()] + shorter[comment.end() :]
    return one_line(shorter) or line


def _says_enough(line: str, comment: re.Match[str]) -> bool:
    """Whether a sentence is left without its comment."""
    return len(line[: comment.start()].split()) > 2 or len(line[comment.end() :].split()) > 2  # noqa: PLR2004 - two words are no sentence


def _joined(found: re.Match[str], line: str) -> str:
    """What stands in the place of an aside: nothing at the end, a comma in a list, else a blank."""
    rest = line[found.end() :].strip()
    if not found["end"]:
        return ""
    first = bare(rest.split(maxsplit=1)[0]) if rest else ""
    before = line[: found.start()]
    last = bare(before.split()[-1]) if before.split() else ""
    if last in PREPOSITIONS or last == "to":
        return " "
    if first in _KEEPS_COMMA or (first.partition("'")[0] in _PRONOUNS and _is_noun_phrase(before)):
        return ", "
    return ", " if "," in before and first in (DETERMINERS | PREPOSITIONS) - _NUMBERS else " "


_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_KEEPS_COMMA = frozenset("also even not but so because if when unless".split())
_PRONOUNS = frozenset("they he she it those these".split())


def _is_noun_phrase(text: str) -> bool:
    return 0 < len(text.split()) <= _LONGEST_SUBJECT and "," not in text and clause(text).shape == "phrase"


def _topic(line: str) -> str:
    found = _TOPIC.match(line)
    return line[found.end() :] if found else line


def _reported(line: str) -> str:
    """ "Lena also says receptionists must …" → "receptionists must …"; "the tutor says yes" stays."""
    found = _REPORTED.match(line)
    if found is None or bare(found["who"].split()[0]) in _OPENS_NO_SPEAKER:
        return line
    told = clause(found["told"])
    if told.shape not in {"modal", "present"} or not told.subject or bare(told.subject.split()[0]) in _NO_CLAUSE:
        return line
    if bare(told.subject) in {"they", "he", "she"} and is_person(head(found["who"])):
        return found["who"] + found["told"][len(told.subject) :]
    return found["told"]


_NO_CLAUSE = frozenset("if why what who earlier before yesterday about later".split())


_TEAMS = frozenset("reception accounting finance sales support dispatch logistics purchasing procurement hr it".split())


def _names_somebody(phrase: str) -> bool:
    tokens = phrase.split()
    if (
        not tokens
        or len(tokens) > _LONGEST_SUBJECT
        or bare(tokens[0]) in PREPOSITIONS | _OPENS_NO_SPEAKER | {"first", "then"}
    ):
        return False
    noun = bare(head(phrase))
    if bare(phrase) in _TEAMS:
        return True
    if noun in _TIMES or noun.rstrip("s") in _TIMES:
        return False
    return (
        is_person(noun) or is_plural(noun) or bare(tokens[0]) in DETERMINERS | {"new"} or tokens[0][:1].isupper()
    ) and (clause(phrase).shape == "phrase")


def _explained(line: str) -> str:
    """ "The agent, I mean the travel agent, should …" → "the travel agent should …"."""
    found = _EXPLAINED.match(line)
    if found is None or not _names_somebody(found["who"]):
        return line
    who = found["what"] if found["how"].lower() in {"i mean", "or rather", "well"} else found["who"]
    comma = "," if bare(found["rest"].split(maxsplit=1)[0]).partition("'")[0] in _PRONOUNS else ""
    return f"{who}{comma} {found['rest']}"


def _dislocated(line: str) -> str:
    """ "The managers, they want …" → "The managers want …"."""
    if (theirs := _THEIR.match(line)) and _names_somebody(theirs["who"]):
        return f"{theirs['who']}’s {theirs['rest']}"
    found = _PRONOUN.match(line)
    if found is None or not _names_somebody(found["who"]):
        return line
    short = _SHORT_FOR.get((found["verb"] or "")[1:].lower(), "")
    return f"{found['who']} {short}{found['rest']}"


def _told_along(line: str) -> str:
    """A small story told after the comma: "at most two per pet, we had a man who booked nine"."""
    for found in _TOLD.finditer(line):
        verb = found["verb"].lower()
        if (
            verb in {"was", "were", "had", "did"}
            or (is_verb(verb) and past(base_form(verb)) == verb and base_form(verb) != verb)
        ) and len(line[: found.start()].split()) > 2:  # noqa: PLR2004 - two words are no sentence
            return line[: found.start()]
    return line
