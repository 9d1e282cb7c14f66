"""One clause of English: who does what, whether they must or may, as far as plain rules can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.nouns import DETERMINERS, head, is_countable, is_person, is_plural
from bot.language.text import one_line
from bot.language.verbs import (
    base_form,
    could_be_noun,
    is_base,
    is_verb,
    starts_with_verb,
    third_person,
)

Shape = Literal["modal", "present", "imperative", "phrase"]


@dataclass(frozen=True, slots=True)
class Clause:
    """Who (`subject`), whether bound or allowed (`modal`), and what (`verb` in base form, then `rest`).

    An imperative has no subject; a phrase ("bulk upload") has neither subject nor verb, only `rest`. `adverb` is what
    stood before the verb ("always", "never" counts as negated).
    """

    shape: Shape
    subject: str = ""
    modal: str = ""
    negated: bool = False
    adverb: str = ""
    verb: str = ""
    rest: str = ""

    @property
    def predicate(self) -> str:
        """The verb in base form with all that follows."""
        return f"{self.verb} {self.rest}".strip()


_MODAL = re.compile(
    r"\b(?P<modal>cannot|can't|can’t|can not|can|couldn't|could not|could|mustn't|mustn’t|must not|"
    r"must|shouldn't|shouldn’t|"
    r"should not|should|shall not|shall|won't|won’t|will not|will|wouldn't|would not|would|may not|may|might not|might|"
    r"(?:do|does|did) not (?:have|need|want) to|(?:do|does)n['’]t (?:have|need|want) to|"
    r"(?:really |just )?(?:has|have|had|needs|need|ought|wants|want|wanted|wish|wishes) to|(?:has|"
    r"have|'ve|’ve|'s) got to|gotta|"
    r"(?:is|are|am|isn't|aren't|isn’t|aren’t|is not|are not) (?:able|allowed|permitted|supposed|"
    r"expected|required|entitled|obliged|to be able|to be allowed) to"
    r"|(?:is|are) (?:not )?to(?= (?:be|[a-z]+ )))\b"
    r"(?P<more>(?: (?:also|maybe|perhaps|probably|possibly|always|only|never|not|just|still|then|"
    r"first|now|really|ever|at least|"
    r"either|both|maybe|perhaps|probably|possibly|at any time|"
    r"immediately|automatically|directly|easily|quickly|simply|be able to|be allowed to|be permitted "
    r"to|have to|need to|want to|like to|please|[a-z]+ly)\b)*)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:not|cannot|never)\b|n['’]t\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|that|which|what|where|when|if|how|whom|whose)\b", re.IGNORECASE)


_SHORT = 2  # words
_LONGEST = 600  # characters; what is longer is no clause that somebody said


def trim(text: str) -> str:
    """One line without the marks around it."""
    return one_line(text).strip(" ,;:–—").rstrip(".!?").strip()


def bare(token: str) -> str:
    """A token as the dictionary knows it: no punctuation, no Markdown."""
    return token.strip("*_`~\"'“”‘’,.;:!?()[]{}").lower().replace("’", "'")


def clause(text: str) -> Clause:
    """Reads one clause; a text that is none becomes a phrase, so that nothing is ever lost."""
    line = trim(text) or text.strip()
    if len(line) > _LONGEST:
        return Clause("phrase", rest=line)
    return _modal(line) or _imperative_let(line) or _present(line) or _imperative(line) or Clause("phrase", rest=line)


PREPOSITIONS = frozenset(
    "of in on at from to for with by about over under between per into onto within without during "
    "than as via and or &".split()
)
_NO_VERBS = DETERMINERS | PREPOSITIONS | {"to", "be/have", "i", "we", "they", "it", "want", "must", "can", "should"}


def _modal(line: str) -> Clause | None:
    if re.match(
        r"(?:must|should|shall|has to|needs to|have to|need to|cannot|can't|may not|must not)\s+(?:also |"
        r"always |never |not |only )?[a-z]+",
        line,
        re.IGNORECASE,
    ):
        line = f"it {line}"  # "must work on old phones"
    for found in _MODAL.finditer(line):
        subject = line[: found.start()].strip(" ,")
        after = line[found.end() :].strip()
        if not after or not subject or len(subject.split()) > 12:  # noqa: PLR2004 - a longer subject is a clause we did not see
            continue
        if shared := re.match(r"(?P<who>i|we|they|you) .+ and$", subject, re.IGNORECASE):
            subject = shared["who"]  # "we come from Excel and want to leave it"
        opened = _RELATIVE.findall(subject)
        if opened and not _closed(subject):
            continue
        if is_base(bare(subject.split()[0])) and not could_be_noun(subject.split()[0]) and not is_person(head(subject)):
            return None
        modal = found["modal"].lower()
        more = found["more"].lower()
        negated = bool(_NEGATIVE.search(modal) or _NEGATIVE.search(more))
        adverb = " ".join(
            word
            for word in re.sub(
                r"\b(?:be able to|be allowed to|be permitted to|have to|need to|want to|like to|not|never|please|"
                r"also|really|just|then|maybe|perhaps|probably|possibly)\b",
                "",
                more,
            ).split()
        )
        verb, _, rest = after.partition(" ")
        if not bare(verb)[:1].isalpha() or bare(verb) in _NO_VERBS:
            continue
        if negated and re.search(r"\b(?:have|need) to\b", more):
            modal = "do not have to"
        return Clause(
            "modal",
            subject,
            modal,
            negated,
            adverb,
            base_form(bare(verb)) if is_verb(bare(verb)) else verb,
            rest.strip(),
        )
    return None


def _closed(subject: str) -> bool:
    """Whether the relative clause inside a subject already has its verb: "customers who call in"."""
    tail = re.split(r"\b(?:who|that|which|whom|whose)\b", subject, flags=re.IGNORECASE)[-1].split()
    return bool(tail) and any(is_verb(bare(word)) for word in tail)


def _imperative_let(line: str) -> Clause | None:
    """ "let agents export the list" says that agents can."""
    found = re.match(r"^let (?!us\b|me\b)(?P<rest>.+)$", line, re.IGNORECASE)
    if not found:
        return None
    tokens = found["rest"].split()
    for index in range(1, min(6, len(tokens) - 1) + 1):
        if index < len(tokens) and is_base(bare(tokens[index])) and not _is_modifier(tokens, index):
            return Clause(
                "modal", " ".join(tokens[:index]), "can", verb=bare(tokens[index]), rest=" ".join(tokens[index + 1 :])
            )
    return None


def _is_modifier(tokens: list[str], index: int) -> bool:
    """Whether an ambiguous word stands inside the noun phrase ("the order page shows")."""
    return (
        could_be_noun(bare(tokens[index]))
        and not is_plural(bare(tokens[index - 1]))
        and not is_person(bare(tokens[index - 1]))
    )


_PLURAL_PRONOUNS = frozenset(frozenset("i we you they people these those who".split()))
_SINGULAR_PRONOUNS = frozenset(
    frozenset(
        "he she it this that everyone everybody nobody no-one someone somebody anyone nothing everything who".split()
    )
)
ADVERBS = frozenset(
    "always never also only still just then often usually sometimes already automatically normally "
    "generally now currently simply first not no-longer".split()
)
AUXILIARIES = frozenset(
    "is are am was were has have had does do did isn't aren't wasn't weren't hasn't haven't doesn't "
    "don't didn't".split()
)


def _present(line: str) -> Clause | None:
    """ "the agent clicks refund": the first word that agrees with the noun before it."""
    tokens = line.split()
    low = [bare(token) for token in tokens]
    if len(tokens) < 2 or (low[0] in PREPOSITIONS and low[0] != "all"):  # noqa: PLR2004 - a subject and a verb
        return None
    for index in range(1, min(len(tokens), 11)):
        word = low[index]
        position = index
        adverbs: list[str] = []
        while word in ADVERBS or (word.endswith("ly") and not is_verb(word)):
            adverbs.append(word)
            position += 1
            if position >= len(tokens):
                return None
            word = low[position]
        if word in {"whichever", "whatever", "whoever", "wherever"}:
            return None
        if low[index - 1] in {"who", "which", "that", "what", "where"} and index > 1:
            continue
        if not _agrees(low, index, word, " ".join(tokens[position + 1 :])):
            continue
        if (
            could_be_noun(word)
            and position == index
            and index + 1 < len(tokens)
            and not could_be_noun(low[index + 1])
            and _agrees(low, index + 1, low[index + 1], "")
        ):
            continue  # "the hours from the time clock come over": the verb is the later one
        if any(_is_clause_break(token) for token in tokens[: index - 1]):
            return None
        return _present_clause(tokens, low, index, position, adverbs)
    return None


# They name things as well, but hardly after another noun.
_PLAIN_VERBS = frozenset(
    "need needs require requires cost costs get gets go goes show shows take takes want wants look looks".split()
)
# They act by themselves, so that an ambiguous word after them is a verb: "system mails", "app logs".
_SYSTEMS = frozenset("system app bot tool platform software portal website page screen server".split())


def _is_clause_break(token: str) -> bool:
    return token.endswith((";", ":")) and len(token) > 1


def _is_list(rest: str) -> bool:
    return bool(re.search(r",|\b(?:and|then|the|a|an|my|their)\b", rest))


def _agrees(low: list[str], index: int, word: str, rest: str) -> bool:
    """Whether `word` is the finite verb of the noun phrase `low[:index]`."""
    subject = low[:index]
    last = subject[-1]
    if (
        last in DETERMINERS - frozenset("this that these those all both each more some any one".split())
        or last in PREPOSITIONS
        or not last
    ):
        return False
    if word in AUXILIARIES:
        return word not in {"have", "do"} or last in _PLURAL_PRONOUNS or is_plural(last) or "and" in subject
    if not is_verb(word) or word.endswith("ing"):
        return False
    if last in ADVERBS or (
        is_verb(last) and not could_be_noun(last) and not is_person(last) and last not in _PLURAL_PRONOUNS
    ):
        return False
    base = base_form(word)
    noun = head(" ".join(subject)) or last
    finds_plural = last in _PLURAL_PRONOUNS or is_plural(noun) or _is_pair(subject)
    form_fits = (
        (finds_plural and word == base)
        or (not finds_plural and word == third_person(base) and word != base)
        or (last in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS and word == base and last == "who")
    )
    told = last in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS or is_person(last)
    if not form_fits and word != base and word != third_person(base) and told:
        form_fits = True  # a past tense after a person: "we lost", "drivers knew"
    if not form_fits and word == base and len(subject) <= _SHORT and is_person(last) and not finds_plural:
        return _is_list(rest) or not could_be_noun(word)  # "picker scan location, then item": not a native speaker
    if not form_fits:
        return False
    if not could_be_noun(word) or word in _PLAIN_VERBS or (subject[0].endswith("ing") and is_verb(subject[0])):
        return True
    told_tersely = (
        len(subject) == 1 and word != base and bare(rest.split(" ", maxsplit=1)[0]) in DETERMINERS
    )  # "counter scans the bin"
    return (
        subject[0] in DETERMINERS
        or told_tersely
        or last in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS
        or is_person(last)
        or last in _SYSTEMS
    )


def _is_pair(subject: list[str]) -> bool:
    return "and" in subject[1:-1]


def _present_clause(tokens: list[str], low: list[str], index: int, position: int, adverbs: list[str]) -> Clause:
    word = low[position]
    negated = word.endswith("n't") or any(adverb in {"never", "not"} for adverb in adverbs)
    subject = " ".join(tokens[:index]).strip(" ,")
    rest = tokens[position + 1 :]
    if rest and bare(rest[0]) in {"not", "never"}:
        negated, rest = True, rest[1:]
    stem = word.removesuffix("n't")
    base = {"is": "be", "are": "be", "am": "be", "was": "be", "were": "be", "wa": "be", "does": "do", "did": "do"}.get(
        stem, base_form(stem)
    )
    if base == "do" and rest and (negated or is_base(bare(rest[0]))) and is_base(bare(rest[0])):
        base, rest = bare(rest[0]), rest[1:]
    kept = " ".join(adverb for adverb in adverbs if adverb not in {"never", "not", "also", "then", "just"})
    if "never" in adverbs:
        kept = ""
    return Clause("present", subject, "", negated, kept, base, " ".join(rest))


# First words that are a command rather than a thing, though they can name a thing as well.
_COMMANDS = frozenset(
    """
    search filter export import print sort scan edit book download upload share view copy reset undo tag flag
    assign refund cancel delete archive approve track check mark move add create show hide change update set
    send get put see find list open close save log sign pay order return swap offer ask tell warn remind notify
    alert mail email call report record enter attach link merge lock block unlock split group rate review
    request invite schedule plan queue hold release restore pause stop start count pick pack ship route transfer
    forward sync backup compare keep allow use make do have give take need want
    """.split()
)


def _imperative(line: str) -> Clause | None:
    tokens = line.split()
    first = bare(tokens[0]) if tokens else ""
    adverbs: list[str] = []
    if len(tokens) > 1 and first.endswith("ly") and is_base(bare(tokens[1])):
        adverbs, tokens, first = [first], tokens[1:], bare(tokens[1])
    negated = False
    if found := re.match(r"^(?:do not|don't|don’t|never) (?P<rest>.+)$", " ".join(tokens), re.IGNORECASE):
        negated, tokens = True, found["rest"].split()
        first = bare(tokens[0])
    if not starts_with_verb(" ".join(tokens)) or first in {"better", "no"}:
        return None
    if could_be_noun(first) and not _commands(first, tokens):
        return None
    return Clause("imperative", "", "", negated, " ".join(adverbs), first, " ".join(tokens[1:]))


_HARDLY_NOUNS = frozenset(
    "resume lock unlock assign scan cancel sort block merge type choose drag tick show hide".split()
)
_NAMED_AFTER = frozenset(
    "button list page screen link icon function option history log report rate time code results upload "
    "download and or".split()
)
_OF_THINGS = frozenset("history data information software equipment management support".split())


def _commands(first: str, tokens: list[str]) -> bool:
    """Whether an ambiguous first word is a verb here: "export to CSV", "search orders", not "order history"."""
    if tokens[0].endswith((",", ";", ":")):
        return False
    if (
        first in _HARDLY_NOUNS
        and len(tokens) > _SHORT
        and bare(tokens[1]) not in _NAMED_AFTER
        and bare(tokens[2]) not in _NAMED_AFTER
    ):
        return True  # "resume half done count", "lock bin 15 min"
    if len(tokens) == 1:
        return first in _COMMANDS and first not in frozenset(
            "order report log list rate queue call link review request group search export import plan "
            "route backup sort refund".split()
        )
    following = bare(tokens[1])
    if following in DETERMINERS or following in frozenset(
        "me us it them him her in out up off down back everything who what when how if whether".split()
    ):
        return True
    if following in frozenset("to by from into as with through per via directly and".split()):
        return first in _COMMANDS
    if following in PREPOSITIONS:
        return first in {"search", "pay", "ask", "check", "look"}
    if tokens[1][0].isdigit():
        return True
    phrase = " ".join(tokens[1:])
    if not is_countable(following) and following not in _OF_THINGS:
        return first in _COMMANDS  # "mark attendance"
    if is_plural(head(phrase)) or not could_be_noun(following):
        return first in _COMMANDS
    return (
        first in _COMMANDS
        and len(tokens) > _SHORT
        and any(bare(token) in PREPOSITIONS | {"when", "if", "before", "after"} for token in tokens[2:])
        and bare(tokens[2]) in frozenset("as to with from into by".split())
    )
