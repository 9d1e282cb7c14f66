"""What a sentence says: who does what, when, unless what, and why, as far as plain rules can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.nouns import DETERMINERS, head, is_person, is_plural
from bot.language.text import one_line
from bot.language.verbs import (
    base_form,
    could_be_noun,
    is_base,
    is_past_participle,
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


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart: `main`, and around it a condition, an exception and a reason, each without its opening word.

    `condition_word` is when, if, while, where, once, after, before or until; `reason_word` is so, to, because or otherwise.
    """

    main: str
    condition: str = ""
    condition_word: str = ""
    exception: str = ""
    reason: str = ""
    reason_word: str = ""


_MODAL = re.compile(
    r"\b(?P<modal>cannot|can't|can’t|can not|can|couldn't|could not|could|mustn't|mustn’t|must not|must|shouldn't|shouldn’t|"
    r"should not|should|shall not|shall|won't|won’t|will not|will|wouldn't|would not|would|may not|may|might not|might|"
    r"(?:do|does|did) not (?:have|need|want) to|(?:do|does)n['’]t (?:have|need|want) to|"
    r"(?:really |just )?(?:has|have|had|needs|need|ought|wants|want|wanted|wish|wishes) to|(?:has|have|'ve|’ve|'s) got to|gotta|"
    r"(?:is|are|am|isn't|aren't|isn’t|aren’t|is not|are not) (?:able|allowed|permitted|supposed|expected|required|entitled|obliged|to be able|to be allowed) to"
    r"|(?:is|are) (?:not )?to(?= (?:be|[a-z]+ )))\b"
    r"(?P<more>(?: (?:also|always|only|never|not|just|still|then|first|now|really|ever|at least|either|both|at any time|"
    r"immediately|automatically|directly|easily|quickly|simply|be able to|be allowed to|be permitted to|have to|need to|want to|like to|please|[a-z]+ly)\b)*)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:not|cannot|never)\b|n['’]t\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|that|which|what|where|when|if|how|whom|whose)\b", re.IGNORECASE)

_CONDITION_WORD = {
    "as soon as": "once", "as long as": "while", "every time": "when", "each time": "when", "whenever": "when",
    "if ever": "if", "in case": "if", "in the event that": "if", "provided that": "if", "provided": "if", "upon": "when",
    "on": "when", "for": "for",
}  # fmt: skip
_LEADING = re.compile(
    rf"^(?:and |but |so |then )?(?P<word>as soon as|as long as|every time|each time|whenever|when|if|once(?! (?:a|per|every|in)\b)|in case|while|until|after|before|where|provided that|provided|unless)\s+"
    r"(?P<condition>[^,]+(?:,\s*(?:or|and)\s[^,]+)?)\s*,\s*(?:then\s+)?(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LEADING_THEN = re.compile(
    r"^(?P<word>if|when|once|whenever|as soon as)\s+(?P<condition>.+?)\s*[,–-]?\s+then\s+(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OPENS_SUBJECT = DETERMINERS | frozenset(
    "i we they it you he she nobody no-one someone everyone system only customers agents users people".split()
)
_TRAILING = re.compile(
    r"^(?P<main>.+?\w[)\"”’']?),?\s+(?P<word>as soon as|as long as|every time|each time|whenever|when|if|once(?! (?:a|per|every|in|more|and)\b)|in case|while|until|after|before|provided that|provided)\s+"
    r"(?P<condition>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_EXCEPTION = re.compile(
    r"^(?P<main>.+?\w[)\"”’']?),?\s+(?:unless|except (?:when|if|where|that|for when)|except for|but not (?:when|if)|except)\s+(?P<exception>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_UNLESS_FIRST = re.compile(r"^unless\s+(?P<exception>[^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL)
_REASON = (
    (re.compile(r"^(?P<main>.+?),?\s+(?:(?:just )?so that|such that|in order that|with the goal that)\s+(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL), "so"),
    (re.compile(r"^(?P<main>.+?),?\s+so (?=(?:i|we|they|he|she|it|you|the|our|my|their|that|nobody|no one|everyone|everybody|people|there|no|fewer|less|a|an|all|each|not|[\w-]+s? (?:can|don't|know|knows|is|are|doesn't|has|have|no|get|gets|will))\b(?! (?:many|much|far|long)\b))(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL), "so"),
    (re.compile(r"^(?P<main>.+?),?\s+(?:in order to|so as to|with the aim to|to be able to)\s+(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^(?P<main>.+?),\s+to\s+(?P<reason>[a-z-]+ \S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^(?P<main>\S+ \S+.*?)\s+to\s+(?P<reason>(?:save|avoid|reduce|prevent|speed up|improve|cut down|comply|prove|make sure)\s\S.*)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^(?P<main>.+?)[,;–-]?\s+(?:because of|due to|thanks to)\s+(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL), "of"),
    (re.compile(r"^(?P<main>.+?)[,;–-]?\s+(?:just |mainly |mostly |only )?(?:because|coz|cos|cuz|bcs|bc|'cause|as otherwise|(?<=, )since|, ?as (?=(?:i|we|they|it|you|the)\b))\s+(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL), "because"),
    (re.compile(r"^(?P<main>.+?)[,;–-]?\s+(?:otherwise|or else|if not)(?:,|\s)\s*(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL), "otherwise"),
)  # fmt: skip
_REASON_FIRST = (
    (re.compile(r"^(?:because|since|coz|cos)\s+(?P<reason>[^,]+),\s*(?:so\s+)?(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "because"),
    (re.compile(r"^(?:in order to|so as to)\s+(?P<reason>[^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^to\s+(?P<reason>[a-z-]+ [^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^so that\s+(?P<reason>[^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "so"),
)  # fmt: skip


def _trim(text: str) -> str:
    return one_line(text).strip(" ,;:–—").rstrip(".!?").strip()


def split_sentence(text: str) -> Parts:
    """Takes "When X, Y unless Z, so that B" apart; what is not there is empty, and `main` never is for a text that isn't."""
    line = _trim(text) or text.strip()
    reason = reason_word = exception = condition = word = ""
    for pattern, kind in _REASON_FIRST:
        if (found := pattern.match(line)) and len(found["main"].split()) > 2:  # noqa: PLR2004 - two words are no sentence
            line, reason, reason_word = _trim(found["main"]), _trim(found["reason"]), kind
            break
    else:
        for pattern, kind in _REASON:
            if (found := pattern.match(line)) and _trim(found["main"]):
                line, reason, reason_word = _trim(found["main"]), _trim(found["reason"]), kind
                break
    if (found := _UNLESS_FIRST.match(line)) or (found := _EXCEPTION.match(line)):
        line, exception = _trim(found["main"]), _trim(found["exception"])
    if found := _LEADING_THEN.match(line) or _LEADING.match(line):
        line, condition, word = _trim(found["main"]), _trim(found["condition"]), found["word"]
        condition = re.sub(r",?\s+and$", "", condition)
        if two := _leading_without_comma(f"when {condition}"):
            condition = f"{two[1]} and {two[0]}"
    elif found := _leading_without_comma(line):
        line, condition, word = found
    elif (found := _TRAILING.match(line)) and _may_condition(found["word"], found["condition"], found["main"]):
        line, condition, word = _trim(found["main"]), _trim(found["condition"]), found["word"]
    word = _CONDITION_WORD.get(word.lower(), word.lower())
    return Parts(line, condition, word, exception, reason, reason_word)


def _leading_without_comma(line: str) -> tuple[str, str, str] | None:
    """ "When the refund is done the system should mail…": the second subject with a verb opens the main clause."""
    opening = re.match(r"^(when|if|once|whenever|as soon as|while)\s+", line, re.IGNORECASE)
    if not opening:
        return None
    tokens = line[opening.end() :].split()
    for start in range(2, len(tokens) - 1):
        if bare(tokens[start]) not in _OPENS_SUBJECT and not is_person(bare(tokens[start])):
            continue
        if bare(tokens[start - 1]) in _AUX:
            continue
        condition, main = " ".join(tokens[:start]), " ".join(tokens[start:])
        if (
            _opens_clause(main)
            and is_finite(condition)
            and (
                bare(tokens[start]) in {"i", "we", "they"} or bare(tokens[start - 1]) not in DETERMINERS | _PREPOSITIONS
            )
        ):
            return _trim(main), _trim(condition), opening[1]
    return None


def _may_condition(word: str, condition: str, main: str) -> bool:
    """ "after 7 years" is a time, "after the lead approved it" a condition; "know when" and "see if" ask a question."""
    last = main.rsplit(None, 1)[-1].lower()
    if last == "out" and not re.search(r"\bfind(?:s|ing)? out$", main):
        return word.lower() not in {"after", "before", "until", "once"} or is_finite(condition)
    if base_form(last) in frozenset(
        "know see check ask say tell find out decide show verify and or only even of".split()
    ):
        return False
    if word.lower() in {"after", "before", "until", "once"}:
        return is_finite(condition)
    return True


def is_finite(text: str) -> bool:
    """Whether the text is a clause of its own: a subject with its verb."""
    found = clause(text)
    return found.shape in {"modal", "present"} and bool(found.subject)


def bare(token: str) -> str:
    """A token as the dictionary knows it: no punctuation, no Markdown."""
    return token.strip("*_`~\"'“”‘’,.;:!?()[]{}").lower().replace("’", "'")


def clause(text: str) -> Clause:
    """Reads one clause; a text that is none becomes a phrase, so that nothing is ever lost."""
    line = _trim(text) or text.strip()
    return _modal(line) or _imperative_let(line) or _present(line) or _imperative(line) or Clause("phrase", rest=line)


def _modal(line: str) -> Clause | None:
    if re.match(
        r"(?:must|should|shall|has to|needs to|have to|need to|cannot|can't|may not|must not)\s+(?:also |always |never |not |only )?[a-z]+",
        line,
        re.IGNORECASE,
    ):
        line = f"it {line}"  # "must work on old phones"
    for found in _MODAL.finditer(line):
        subject = line[: found.start()].strip(" ,")
        after = line[found.end() :].strip()
        if not after or not subject or len(subject.split()) > 12:  # noqa: PLR2004 - a longer subject is a clause we didn't see
            continue
        opened = _RELATIVE.findall(subject)
        if opened and not _closed(subject):
            continue
        if is_base(bare(subject.split()[0])) and not could_be_noun(subject.split()[0]) and not is_person(head(subject)):
            return None
        modal = found["modal"].lower()
        more = found["more"].lower()
        negated = bool(_NEGATIVE.search(modal) or _NEGATIVE.search(more))
        adverb = " ".join(
            word for word in re.sub(r"\b(?:be able to|be allowed to|be permitted to|have to|need to|want to|like to|not|never|please|also|really|just|then)\b", "", more).split()
        )  # fmt: skip
        verb, _, rest = after.partition(" ")
        if verb.lower() in frozenset("and or of in on to be/have".split()):
            continue
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
_ADVERBS = frozenset(
    "always never also only still just then often usually sometimes already automatically normally generally now currently simply first not no-longer".split()
)
_AUX = frozenset(
    "is are am was were has have had does do did isn't aren't wasn't weren't hasn't haven't doesn't don't didn't".split()
)
_PREPOSITIONS = frozenset(
    "of in on at from to for with by about over under between per into onto within without during than as via and or &".split()
)


def _present(line: str) -> Clause | None:
    """ "the agent clicks refund": the first word that agrees with the noun before it."""
    tokens = line.split()
    low = [bare(token) for token in tokens]
    if len(tokens) < 2 or (low[0] in _PREPOSITIONS and low[0] != "all"):  # noqa: PLR2004 - a subject and a verb
        return None
    for index in range(1, min(len(tokens), 11)):
        word = low[index]
        position = index
        adverbs: list[str] = []
        while word in _ADVERBS or (word.endswith("ly") and not is_verb(word)):
            adverbs.append(word)
            position += 1
            if position >= len(tokens):
                return None
            word = low[position]
        if not _agrees(low, index, word, " ".join(tokens[position + 1 :])):
            continue
        if any(_is_clause_break(token) for token in tokens[: index - 1]):
            return None
        return _present_clause(tokens, low, index, position, adverbs)
    return None


# They name things as well, but hardly after another noun.
_PLAIN_VERBS = frozenset(
    "need needs require requires cost costs get gets show shows take takes want wants count counts look looks".split()
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
        last in DETERMINERS - frozenset("this that these those all both each more some any".split())
        or last in _PREPOSITIONS
        or not last
    ):
        return False
    if word in _AUX:
        return word not in {"have", "do"} or last in _PLURAL_PRONOUNS or is_plural(last) or "and" in subject
    if not is_verb(word) or word.endswith("ing"):
        return False
    if last in _ADVERBS or (is_verb(last) and not could_be_noun(last) and last not in _PLURAL_PRONOUNS):
        return False
    base = base_form(word)
    noun = head(" ".join(subject)) or last
    finds_plural = last in _PLURAL_PRONOUNS or is_plural(noun) or _is_pair(subject)
    form_fits = (
        (finds_plural and word == base)
        or (not finds_plural and word == third_person(base) and word != base)
        or (last in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS and word == base and last == "who")
    )
    if not form_fits and word != base and word != third_person(base) and last in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS:
        form_fits = True  # a past tense after a pronoun: "we lost"
    if not form_fits and word == base and len(subject) <= 2 and is_person(last) and not finds_plural:
        return _is_list(rest) or not could_be_noun(word)  # "picker scan location, then item": not a native speaker
    if not form_fits:
        return False
    if not could_be_noun(word) or word in _PLAIN_VERBS or (subject[0].endswith("ing") and is_verb(subject[0])):
        return True
    return (
        subject[0] in DETERMINERS
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
    search filter export import print sort scan edit book download upload share view copy reset undo tag flag assign refund cancel
    delete archive approve track check mark move add create show hide change update set send get put see find list open close save
    log sign pay order return swap offer ask tell warn remind notify alert mail email call report record enter attach link merge
    lock block unlock split group rate review request invite schedule plan queue hold release restore pause stop start count pick
    pack ship route transfer forward sync backup compare group keep allow use make do have give take need want
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


def _commands(first: str, tokens: list[str]) -> bool:
    """Whether an ambiguous first word is a verb here: "export to CSV", "search orders", but "refund button", "order history"."""
    if tokens[0].endswith((",", ";", ":")):
        return False
    if len(tokens) == 1:
        return first in _COMMANDS and first not in frozenset(
            "order report log list rate queue call link review request group search export import plan route backup sort refund".split()
        )
    following = bare(tokens[1])
    if following in DETERMINERS or following in frozenset(
        "me us it them him her in out up off down back everything who what when how if whether".split()
    ):
        return True
    if following in frozenset("to by from into as with through per via directly and".split()):
        return first in _COMMANDS
    if following in _PREPOSITIONS:
        return first in {"search", "pay", "ask", "check", "look"}
    if tokens[1][0].isdigit():
        return True
    phrase = " ".join(tokens[1:])
    if is_plural(head(phrase)) or not could_be_noun(following):
        return first in _COMMANDS
    return (
        first in _COMMANDS
        and len(tokens) > 2
        and any(bare(token) in _PREPOSITIONS | {"when", "if", "before", "after"} for token in tokens[2:])
        and bare(tokens[2]) in frozenset("as to with from into by".split())
    )  # noqa: PLR2004


def passive(found: Clause) -> tuple[str, str, str] | None:
    """For "are approved by a lead within a day": the verb's base, who does it (or empty), what else is said."""
    if found.verb not in {"be", "get"} or not found.rest:
        return None
    tokens = found.rest.split()
    lead = 0
    while lead < len(tokens) - 1 and (bare(tokens[lead]) in _ADVERBS or bare(tokens[lead]).endswith("ly")):
        lead += 1
    word = bare(tokens[lead])
    if not is_past_participle(word):
        return None
    tail = " ".join(tokens[:lead] + tokens[lead + 1 :])
    agent = ""
    if by := re.search(
        r"\bby ((?:the |a |an |our |my |their |any |all )?(?:[\w-]+ ){0,2}?[\w-]+)(?=$|[,;.]| (?:in|on|at|from|with|within|before|after|when|if|to|for|and|or|who|via|per|every|once)\b)",
        tail,
        re.IGNORECASE,
    ):
        if is_person(head(by[1])):
            agent = by[1]
            tail = one_line(tail[: by.start()] + tail[by.end() :])
    return base_form(word), agent, tail


def clauses(text: str) -> tuple[str, ...]:
    """The main clauses of a long sentence, in order: "we get calls, and agents should see them; …" → two or more.

    Only cut where a new subject with its own verb follows, so that lists stay whole.
    """
    pieces: list[str] = []
    for chunk in re.split(r"\s*;\s*|\s+[–—]\s+|\s+-\s+|:\s+", one_line(text)):
        current = ""
        for piece in re.split(r"(,?\s+(?:and then|and also|and|but|so|then|plus)\s+|,\s+)", chunk):
            if re.fullmatch(r",?\s+(?:and then|and also|and|but|so|then|plus)\s+|,\s+", piece):
                current += piece
            elif current.strip(" ,") and _opens_clause(piece) and _stands(current):
                pieces.append(re.sub(r"[,\s]+(?:and then|and also|and|but|so|then|plus)?\s*$", "", current))
                current = piece
            else:
                current += piece
        pieces.append(current)
    return tuple(piece.strip(" ,") for piece in pieces if piece.strip(" ,"))


def _opens_clause(piece: str) -> bool:
    found = clause(
        re.sub(
            r"^(?:right now|now|today|currently|at the moment|these days|at present)\s*,?\s*",
            "",
            piece,
            flags=re.IGNORECASE,
        )
    )
    return found.shape in {"modal", "present"} and bool(found.subject) and len(found.subject.split()) < 7  # noqa: PLR2004


def _stands(current: str) -> bool:
    """A clause that opened with "if" is not finished by its comma."""
    return not re.match(
        r"^(?:if|when|whenever|once|while|because|since|as soon as|after|before|unless|until|where|in case|to|in order to)\b",
        current.strip(),
        re.IGNORECASE,
    )
