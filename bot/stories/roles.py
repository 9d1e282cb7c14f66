"""Who uses it: the roles that people named, one by one, without numbers, articles or anybody's own name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.nouns import DETERMINERS, head, is_person, is_plural, singular
from bot.language.text import clean, content_words, one_line, strip_filler, words
from bot.language.verbs import could_be_noun, is_verb

EVERYBODY = frozenset(
    """
    i we you me us one people person somebody someone everybody everyone anybody anyone nobody folks guys they
    them
    """.split()
)
GROUPS = {
    "team": "team member",
    "department": "department member",
    "staff": "staff member",
    "crew": "crew member",
    "personnel": "staff member",
    "committee": "committee member",
    "folks": "person",
    "folk": "person",
    "people": "person",
    "guys": "person",
    "ladies": "person",
    "group": "group member",
    "office": "office member",
    "unit": "unit member",
    "board": "board member",
}
DEPARTMENTS = frozenset(
    """
    accounting accounts finance hr sales marketing legal procurement purchasing logistics controlling payroll it
    operations support compliance management reception warehouse dispatch facilities billing production
    engineering maintenance
    """.split()
)
_RARELY = re.compile(
    r"\b(?:sometimes|occasionally|rarely|seldom|now and then|from time to time|maybe|perhaps|"
    r"possibly|once in a while)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\n+|[,;:•|/()]|\s\d{1,2}[.)]\s|\bwho(?:'s| is| are)\b|\s[-–—]+\s|(?<=[a-z\d])[.!?](?:\s|$)|"
    r"\b(?:and|or|und|plus|as well as|but|then|also|too|sometimes|occasionally|rarely|seldom|while|"
    r"because|when|if|so|where)\b|&|\+",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•–]+|\d{1,2}[.)])\s+", re.MULTILINE)
_DROP_FIRST = frozenset(
    """
    mostly mainly mostly: primarily usually mainly: mostly, chiefly largely typically often only just really
    basically about around roughly approximately approx approx. ca ca. circa some few many several most all both
    every each any various different other others another new existing regular normal ordinary our my your their
    his her its the a an this that these those maybe perhaps possibly probably of for by from with it's it is
    are was they they're who there there's we i have has got use uses used users: roles: role users-are maximum
    max up to at least more than less over under ~ one two three four five six seven eight nine ten twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred dozens dozen hundreds thousands couple lot lots bunch handful number first
    second third secondly firstly finally lastly always never still even especially actual main primary
    secondary typical end be will would can could should must may might do does
    """.split()
)
_TAIL = re.compile(
    r"\s+(?:who|whom|whose|that|which|in|on|at|from|with|without|by|for|to|about|during|per|via|as|"
    r"into|like|working|doing|using|calling|"
    r"sitting|having|being|is|are|was|were|need|needs|want|wants|use|uses|can|should|must|will|have|"
    r"has|do|does|call|work|works)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
FIRST_NAMES = frozenset(
    """
    peter walter oliver alexander christopher jennifer victor hector igor eleanor vincent clement laurent grant
    brian ian adrian fabian julian sebastian christian damian vivian florian kristian cristian esther heather
    amber ginger piper harper parker tyler carter hunter chandler spencer roger javier xavier olivier rainer
    günter gunter werner dieter holger taylor connor trevor salvador dexter lester chester alistair summer
    skyler sawyer baker miller fisher cooper porter turner walker lillian gillian marian dorian trent brent kent
    millicent lee renee desiree aimee jamie norman herman roman ramon truman lyman sherman freeman jan mark pat
    bill rob grace hope joy faith will chase
    """.split()
)
_ROLE_TITLES = frozenset("head heads chief member members director vice assistant deputy chair".split())


def _plain_word(token: str) -> str:
    return token.strip("*_`~\"'“”‘’.,;:!?()[]{}<>").replace("’", "'")


def role_names(text: str) -> tuple[str, ...]:
    """The roles in an answer, most important first: "agents mostly, 20 of them, sometimes customers" → agent, customer.

    Singular and without article. People's names, counts and "me" are left out; what was said to be rare comes last.
    """
    often: list[str] = []
    rarely: list[str] = []
    line = _TITLED.sub(", ", _BULLET.sub("\n", clean(text)))
    short = len(words(line)) <= 4 and not _BREAK.search(line.strip().rstrip(".!?"))  # noqa: PLR2004 - words; or letters of an acronym
    start = 0
    rare = False
    for cut in [*_BREAK.finditer(line), None]:
        piece = line[start : cut.start() if cut else len(line)]
        role = _role_in(piece, opens=start == 0 or line[start - 1] in ".!?\n", alone=short)
        if role:
            (rarely if rare or _RARELY.search(piece) else often).append(role)
        if cut is None:
            break
        rare = bool(_RARELY.search(cut.group())) or (rare and not re.search(r"[.,;:!?\n]", cut.group()))
        start = cut.end()
    return _unique([*often, *rarely])


_TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|Sr)\.?\s+[^\W\d_a-z][\w'’-]*(?:['’]s\b)?")
# "counters ~60", "shift leads: 9": whom people count in an answer is who uses it.
_COUNTED = re.compile(
    r"(?:the |our )?(?P<who>[a-z-]+(?: [a-z-]+)?)\s*[~:=]?\s*(?:ca\.?|about|around|roughly)?\s*\d+\s*[+)]?",
    re.IGNORECASE,
)
_NOT_COUNTED = frozenset(
    """
    time hour minute second day week month year clinic site branch shop store office country language warehouse
    school euro dollar percent item order call step point page number device phone
    """.split()
)


def _counted(piece: str) -> str:
    """Of "counters ~60": counter; nothing when something else is counted."""
    found = _COUNTED.fullmatch(piece.strip())
    last = found["who"].split()[-1].lower() if found else ""
    return as_role(found["who"]) if found and is_plural(last) and singular(last) not in _NOT_COUNTED else ""


def _unique(roles: list[str]) -> tuple[str, ...]:
    """Each role once; "agent" is the "support agent" named beside it."""
    kept: list[str] = []
    for role in roles:
        known = match_role(role, kept)
        if known is None:
            longer = [
                index
                for index, other in enumerate(kept)
                if " " not in other and role.split()[-1].lower() == other.lower()
            ]
            if longer:
                kept[longer[0]] = role
            else:
                kept.append(role)
    return tuple(kept)


def _role_in(piece: str, *, opens: bool, alone: bool) -> str:
    """The one role in a list item, or nothing."""
    if counted := _counted(piece):
        return counted
    tokens = [token for token in strip_filler(one_line(piece)).split() if _plain_word(token)] if piece.strip() else []
    if tokens and (tokens[0].lower() in {"not", "nor", "no"} or re.search(r"['’]s$", tokens[0])):
        return ""  # "tutors decide, not the module leader", "that's what the managers want"
    while tokens and (_plain_word(tokens[0]).lower() in _DROP_FIRST or any(char.isdigit() for char in tokens[0])):
        tokens.pop(0)
    if not tokens:
        return ""
    phrase = _TAIL.sub("", " ".join(_plain_word(token) for token in tokens))
    found = phrase.split()
    if not found or _plain_word(found[0]).lower() in _PRONOUNS_AND_TIMES or len(found) > 4:  # noqa: PLR2004 - words; or letters of an acronym
        found = _person_prefix(found)
    while found and (
        found[-1].lower().endswith("ly")
        or found[-1].lower() in frozenset("mostly too only etc ourselves themselves mainly here there usually".split())
    ):
        found.pop()
    if not found or not _names_somebody(found, opens=opens, alone=alone):
        found = _person_prefix(found)
    if not found or not _names_somebody(found, opens=opens, alone=alone):
        return ""
    role = as_role(" ".join(found))
    return "" if role == "person" else role


_PRONOUNS_AND_TIMES = EVERYBODY | frozenset(
    "it he she him her this that there here today yesterday tomorrow myself yourself".split()
)


_AFTER_WHO = frozenset("first mostly mainly above especially of most next second".split())


def _person_prefix(found: list[str]) -> list[str]:
    """ "agents process the claims" → "agents": what stands before the first verb, if it names somebody."""
    for size in range(min(3, len(found)), 0, -1):
        start = found[:size]
        following = found[size] if size < len(found) else ""
        if (
            is_person(start[-1])
            and is_plural(start[-1])
            and (not following or is_verb(following) or following.lower() in _AFTER_WHO)
        ):
            return start
    return []


def _names_somebody(found: list[str], *, opens: bool, alone: bool) -> bool:
    """Whether the words are a role and not a name, a thing, or a piece of a sentence."""
    first, last = found[0], found[-1]
    noun = head(" ".join(found)) or last.lower()
    if any(
        any(char.isdigit() for char in word)
        or "@" in word
        or "{" in word
        or not re.fullmatch(r"[^\W\d_][\w'&./-]*", word)
        for word in found
    ):
        return False
    if any(
        is_verb(word) and not could_be_noun(word) and not is_person(word) and not word.lower().endswith(("ing", "ed"))
        for word in found
    ):
        return False
    if any(word.lower() in EVERYBODY - {"people", "person", "folks", "guys"} for word in found):
        return False
    capital = [word for word in found if word[:1].isupper() and not word.isupper()]
    if noun in DEPARTMENTS and len(found) == 1:
        return True
    if last in capital and (
        singular(last).lower() in FIRST_NAMES
        or (not is_person(last))
        or (not opens and not is_plural(last) and len(capital) == len(found) == 1 and last.lower() in FIRST_NAMES)
    ):
        return False
    if first in capital and len(found) > 1 and first.lower() in FIRST_NAMES:
        return False
    if first in capital and not opens and not is_person(noun):
        return False
    if is_person(noun) or noun in GROUPS:
        return True
    return alone and first.islower() and first.isascii() and is_plural(last) and not is_verb(last)


def as_role(phrase: str) -> str:
    """A noun phrase as the name of a role: "the Support Agents" → "support agent", "HR team" → "HR team member"."""
    tokens = [_plain_word(token) for token in phrase.split()]
    tokens = [token for token in tokens if token]
    while len(tokens) > 1 and (tokens[0].lower() in DETERMINERS | _DROP_FIRST or tokens[0][0].isdigit()):
        tokens.pop(0)
    if not tokens:
        return ""
    if "of" in [token.lower() for token in tokens[1:-1]]:
        place = [token.lower() for token in tokens].index("of") - 1
        tokens[place] = singular(tokens[place])
        return " ".join(_small(token) for token in tokens)
    last = tokens[-1].lower()
    if last in DEPARTMENTS and last != "management":
        tokens = [*tokens, "team", "member"]
    elif last in GROUPS and (len(tokens) > 1 or last in {"staff", "crew", "team"}):
        tokens = [*tokens[:-1], *GROUPS[last].split()]
    elif last == "management":
        tokens[-1] = "manager"
    else:
        tokens[-1] = singular(tokens[-1]).removesuffix("'s")
    return " ".join(_small(token) for token in tokens)


def _small(token: str) -> str:
    """Acronyms stay as they are; all else is small."""
    letters = token.rstrip("s")
    return token if len(letters) > 1 and letters.isupper() and len(letters) <= 4 else token.lower()  # noqa: PLR2004 - words; or letters of an acronym


def match_role(phrase: str, roles: Sequence[str]) -> str | None:
    """The known role that a phrase means: "the agents" is the "support agent" when no other agent is known.

    None when it means nobody known, or when two roles fit equally.
    """
    wanted = as_role(phrase).lower()
    if not wanted:
        return None
    exact = [role for role in roles if role.lower() == wanted]
    if exact:
        return exact[0]
    noun = wanted.split()[-1]
    if len(wanted.split()) == 1:
        same = [role for role in roles if role.lower().split()[-1] == noun]
        if len(same) == 1:
            return same[0]
        if not same:
            first = [role for role in roles if noun in role.lower().split()]
            return first[0] if len(first) == 1 else _same_stem(wanted, roles)
        return None
    sub = [
        role for role in roles if role.lower().split()[-1] == noun and set(wanted.split()) < set(role.lower().split())
    ]
    return sub[0] if len(sub) == 1 else _same_stem(wanted, roles)


def _same_stem(wanted: str, roles: Sequence[str]) -> str | None:
    """ "accounting team member" is the accountant."""
    stems = {stem[:6] for stem in content_words(wanted.replace("team member", ""))}
    if not stems or "team member" not in wanted:
        return None
    same = [role for role in roles if stems & {stem[:6] for stem in content_words(role)}]
    return same[0] if len(same) == 1 else None


def mentioned_roles(text: str, roles: Sequence[str]) -> tuple[str, ...]:
    """The known roles that a text speaks of, in the order of their first mention."""
    found: list[str] = []
    low = [singular(word) for word in words(text)]
    spots: list[tuple[int, str]] = []
    for role in roles:
        parts = list(words(role))
        place = _find(low, parts)
        if place < 0 and len(parts) > 1 and match_role(parts[-1], roles) == role:
            place = _find(low, parts[-1:])
        if place >= 0:
            spots.append((place, role))
    for _, role in sorted(spots, key=lambda spot: spot[0]):
        if role not in found:
            found.append(role)
    return tuple(found)


def _find(haystack: list[str], needle: list[str]) -> int:
    for index in range(len(haystack) - len(needle) + 1):
        if haystack[index : index + len(needle)] == needle:
            return index
    return -1
