"""Turns what is said about somebody into what they would say themselves, and back; and a plain no into a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.grammar import Clause, bare, clause
from bot.language.nouns import DETERMINERS, head, is_person, is_plural, plural
from bot.language.text import one_line
from bot.language.verbs import base_form, could_be_noun, is_base, is_past_participle, is_verb, third_person

_MANY = frozenset(frozenset("i we you they these those people all both".split()))
_BE = {"i": "am", "we": "are", "you": "are", "they": "are"}


def is_many(subject: str) -> bool:
    """Whether the subject takes the verb's plain form: "agents", "I", "the order and the receipt"."""
    low = subject.lower().split()
    if not low:
        return False
    noun = head(subject)
    if low[-1] in _MANY or low[0] in frozenset("these those all both several many few".split()):
        return True
    if low[0] in frozenset("each every a an this that one nobody no-one everyone".split()):
        return False
    return is_plural(noun) or noun == "people" or bool(re.search(r"\w and (?:the|a|an|my|our|\w+$)", subject))


def finite(subject: str, verb: str, *, negated: bool = False, adverb: str = "") -> str:
    """The verb after its subject in the present: ("I", "be") → "am", ("it", "show", negated) → "does not show"."""
    middle = f"{adverb} " if adverb else ""
    many = is_many(subject)
    if verb == "be":
        form = _BE.get(subject.lower(), "are" if many else "is")
        return f"{form}{' not' if negated else ''}{' ' + adverb if adverb else ''}"
    if verb in {"can", "must", "may", "shall", "will"}:
        return f"{verb}{' not' if negated else ''} {middle}".strip()
    if negated:
        return f"{'do' if many else 'does'} not {middle}{verb}"
    return f"{middle}{verb if many else third_person(verb)}"


def sentence(found: Clause, *, subject: str | None = None, negated: bool | None = None) -> str:
    """The clause in the present tense: what must be so is told as being so; leave to do something stays "can"."""
    who = found.subject if subject is None else subject
    no = found.negated if negated is None else negated
    verb, rest = found.verb, found.rest
    modal = found.modal
    allows = re.match(r"(?:can|could|may|might|(?:is|are|am) (?:able|allowed|permitted|entitled)|cannot)", modal)
    if allows:
        return one_line(f"{who} {'cannot' if no else 'can'} {found.adverb} {verb} {rest}")
    if re.search(r"n['’]t (?:have|need|want) to|not (?:have|need|want) to", modal):
        return one_line(f"{who} {finite(who, 'have', negated=no)} to {verb} {rest}")
    binding = is_person(head(who)) or who.lower() in frozenset("i we you they somebody someone everyone".split())
    if modal and binding and verb == "have" and not no and re.match(r"must|ha(?:s|ve) to|needs? to", modal):
        return one_line(f"{who} {finite(who, 'need')} {rest}")
    if modal and binding and verb != "be" and not no and not modal.startswith(("will", "would", "want", "wish")):
        return one_line(f"{who} {finite(who, 'have')} to {found.adverb} {verb} {rest}")
    rest = rest if is_many(who) else finite_coordinates(rest)
    return one_line(f"{who} {finite(who, verb, negated=no, adverb=found.adverb)} {rest}")


_PERFECT = re.compile(r"\b(?P<has>has|have) (?P<done>[a-z]+)\b(?! by\b)")


def negate(text: str) -> str | None:
    """The opposite of one clause: "it needs approval" → "it does not need approval". None when it isn't one clause."""
    found = clause(text)
    if found.shape not in {"modal", "present"} or not found.subject or re.search(r"\bonly\b|,|\band\b|\bor\b", text):
        return None
    if found.subject.lower().startswith(("nobody", "no one", "no ", "only ")):
        return None
    if not found.modal and (past := re.search(r"\b(?:was|were|has been|have been|had)\b(?! not)", text)):
        return one_line(
            f"{text[: past.end()].replace(' been', '')} "
            f"not{' been' if 'been' in past.group() else ''}{text[past.end() :]}"
        )
    if (perfect := _PERFECT.search(text)) and not found.modal and is_past_participle(perfect["done"]):
        return one_line(f"{text[: perfect.end('has')]} not {text[perfect.start('done') :]}")
    if found.modal in {"has to", "have to", "must", "needs to", "need to"} and not found.negated:
        return one_line(f"{found.subject} {finite(found.subject, 'have', negated=True)} to {found.predicate}")
    if found.modal and not re.match(r"can|could|may", found.modal):
        return None
    rest = re.sub(r"\bsome\b", "any", found.rest) if not found.negated else re.sub(r"\bany\b", "some", found.rest)
    if found.modal:
        return one_line(f"{found.subject} {'can' if found.negated else 'cannot'} {found.verb} {rest}")
    return one_line(
        f"{found.subject} {finite(found.subject, found.verb, negated=not found.negated, adverb=found.adverb)} {rest}"
    )


_JOIN = re.compile(
    r"(?P<join>(?:,\s*|\s+)(?:and|or|then|and then|but)\s+(?:also\s+|then\s+)?|"
    r",\s+)(?P<verb>[A-Za-z-]+)(?=(?P<after>\s+\S+)?)"
)


def base_coordinates(rest: str) -> str:
    """Further verbs of a predicate in their base form: "refund and sees the amount" → "refund and see the amount"."""

    def change(found: re.Match[str]) -> str:
        word = found["verb"].lower()
        base = base_form(word)
        if is_verb(word) and word != base and word == third_person(base) and _is_verb_here(word, found["after"]):
            return f"{found['join']}{base}"
        return found.group()

    return _JOIN.sub(change, rest)


def finite_coordinates(rest: str) -> str:
    """The way back: "the system mails me and log it" → "… and logs it"."""

    def change(found: re.Match[str]) -> str:
        word = found["verb"].lower()
        if is_base(word) and _is_verb_here(word, found["after"]) and word not in {"can", "be"}:
            return f"{found['join']}{third_person(word)}"
        return found.group()

    return _JOIN.sub(change, rest)


def _is_verb_here(word: str, after: str | None) -> bool:
    """Whether an ambiguous word is a verb: followed by what a verb's object begins with."""
    if not could_be_noun(word):
        return True
    following = bare((after or "").strip())
    return following in DETERMINERS | frozenset("me us it them him her who what why that how where yes no".split())


def _mention(role: str, *, also: Sequence[str] = ()) -> str:
    """A pattern for the role as it is spoken of: "the customer", "customers", "each support agent"."""
    names = {role, plural_of(role), *also, *(plural_of(name) for name in also)}
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"(?:(?:the|a|an|each|every|this|any|all|our|their|that|these|those) )?(?:{either})"


def plural_of(phrase: str) -> str:
    """Many of them: "head of department" → "heads of department"."""
    tokens = phrase.split()
    if not tokens:
        return phrase
    place = tokens.index("of") - 1 if "of" in tokens[1:] else len(tokens) - 1
    tokens[place] = plural(tokens[place])
    return " ".join(tokens)


def speak_as(text: str, role: str, *, also: Sequence[str] = (), theirs: bool = False) -> str:
    """The text as the role would say it: "when the customer pays" → "when I pay".

    `also` holds other names for the role in this text ("agent" for "support agent"). `theirs` says that "they" and
    "their"
    can mean the role; they are changed only when no other plural stands before them, and stay as they are otherwise.
    """
    mention = _mention(role, also=also)
    line = re.sub(rf"\b{mention}['’]s?\b(?=\s+\w)", "my", text, flags=re.IGNORECASE)
    line = re.sub(
        r"\b(?:by|to|from|for|with|of|at) (?:themselves|himself|herself)\b",
        lambda found: found.group().rsplit(" ", 1)[0] + " myself" if theirs else found.group(),
        line,
    )
    line = re.sub(
        rf"\b{mention}(?P<middle> (?:also|always|only|never|still|then|just|already|first))? (?P<verb>[a-z'’]+)\b",
        lambda found: _as_subject(found, line),
        line,
        flags=re.IGNORECASE,
    )
    line = re.sub(
        rf"(?<=\w )(?<!the )(?<!an )(?<!a ){mention}(?=$|[.,;:!?)]|\s(?!\w*['’]s\b))",
        lambda found: _as_object(found, line),
        line,
        flags=re.IGNORECASE,
    )
    if theirs:
        line = _mine(
            _THEY_ASKED.sub(lambda found: f"{found['ask']} I {_AFTER_I.get(found['verb'], found['verb'])}", line)
        )
    return one_line(line)


_THEY_ASKED = re.compile(
    r"\b(?P<ask>(?:how many|how much|which|what|who|where|when|why|how)(?: [\w-]+){0,3}) they (?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)


def _as_subject(found: re.Match[str], line: str) -> str:
    verb = found["verb"].lower()
    before = line[: found.start()].split()
    previous = bare(before[-1]) if before else ""
    if previous in _OTHERS or previous.isdigit():
        return found.group()
    changed = {
        "is": "am",
        "are": "am",
        "has": "have",
        "have": "have",
        "was": "was",
        "were": "was",
        "does": "do",
        "doesn't": "don't",
        "doesn’t": "don’t",
        "isn't": "am not",
        "isn’t": "am not",
        "aren't": "am not",
        "aren’t": "am not",
        "hasn't": "haven't",
        "hasn’t": "haven’t",
    }.get(verb)
    keeps = verb in frozenset(
        "can must should will may shall could would did had cannot can't can’t won't do don't".split()
    )
    if is_verb(previous) and not could_be_noun(previous) and previous not in {"is", "are"} and not changed:
        return found.group()
    if changed is None and not keeps:
        if (
            not is_verb(verb)
            or verb.endswith(("ing", "ed"))
            or (previous and previous in frozenset("of to for by from with at".split()))
        ):
            return found.group()
        changed = base_form(verb) if verb in {base_form(verb), third_person(base_form(verb))} else verb
        if could_be_noun(verb) and (
            not re.match(r"(?:the|an?|each|every) ", found.group(), re.IGNORECASE)
            and not is_plural(found.group().split()[-2])
        ):
            return found.group()
        if could_be_noun(verb) and verb == base_form(verb) and not is_plural(found.group().split()[-2]):
            return found.group()
    return f"I{found['middle'] or ''} {changed or verb}"


# "two nurses", "another nurse": somebody else than the one who speaks.
_OTHERS = frozenset(
    "two three four five six seven eight nine ten several many few some both another other no more "
    "most second third new only next last same".split()
)
_TAKES_PERSON = frozenset(
    "to for from with by of at about than between before behind let lets make makes help helps give gives".split()
)


def _as_object(found: re.Match[str], line: str) -> str:
    before = line[: found.start()].split()
    previous = bare(before[-1]) if before else ""
    if previous in _OTHERS or previous.isdigit() or (previous not in _TAKES_PERSON and not is_verb(previous)):
        return found.group()
    rest = line[found.end() :].strip().split()
    following = bare(rest[0]) if rest else ""
    if previous in _TAKES_PERSON or (
        is_verb(previous)
        and previous not in frozenset("is are be was were become becomes".split())
        and (
            not could_be_noun(previous)
            or not following
            or following in DETERMINERS
            or following
            in frozenset("when if who about that to with by on in at as once how why before after via".split())
        )
    ):
        if following == "who" or (
            following
            and is_verb(following)
            and not following.endswith("ing")
            and following != "to"
            and not is_base(following)
        ):
            return found.group()
        if (
            previous in {"to", "for", "of", "by", "from"}
            and following
            and following
            not in frozenset(
                "when if with by on in at as once before after via and or that about the every each".split()
            )
        ):
            return found.group()
        return "me"
    return found.group()


_THEIRS = {"their": "my", "his": "my", "her": "my", "his/her": "my", "themselves": "myself", "they've": "I have"}
_AFTER_I = {"are": "am", "is": "am", "has": "have", "does": "do", "were": "was", "aren't": "am not", "aren’t": "am not"}


def _mine(line: str) -> str:
    """Turns "their" into "my" and "they" into "I", up to the first other plural or person that they could mean."""
    words_in_line = re.sub(r"\bof (?:their|his|her)\b", "of my", line).split(" ")
    result: list[str] = []
    he_or_she = True
    for index, token in enumerate(words_in_line):
        word = bare(token)
        he_or_she = he_or_she and not is_person(word)
        if index and _could_be_they(word) and word not in _THEIRS:
            if word not in _PEOPLE_WORDS and not is_person(word) and _FOR_THEIR.search(" ".join(words_in_line[index:])):
                return " ".join([*result, _FOR_THEIR.sub(r"\1 my", " ".join(words_in_line[index:]))])
            if he_or_she and {"his", "her", "he", "she"} & {bare(each) for each in words_in_line[index:]}:
                result.append(token)
                continue
            return " ".join([*result, *words_in_line[index:]])
        following = words_in_line[index + 1] if index + 1 < len(words_in_line) else ""
        if word in {"they", "he", "she"} and following:
            result.append("I")
            words_in_line[index + 1] = _AFTER_I.get(following, following if word == "they" else _plain_form(following))
        elif word == "they're":
            result.append("I am")
        elif word in _THEIRS and not (word in {"his", "her"} and following.startswith(("to", "for", "the"))):
            result.append(re.sub(re.escape(word), _THEIRS[word], token.replace("’", "'"), flags=re.IGNORECASE))
        else:
            result.append(token)
    return " ".join(result)


_PEOPLE_WORDS = frozenset("people everyone each".split())
_FOR_THEIR = re.compile(r"\b(for|in|at|from|with) their\b(?! own\b)")


def _plain_form(verb: str) -> str:
    return base_form(bare(verb)) if bare(verb) == third_person(base_form(bare(verb))) else verb


def _could_be_they(word: str) -> bool:
    return (
        (is_plural(word) and not (is_verb(word) and not could_be_noun(word)))
        or is_person(word)
        or word in {"people", "everyone", "each"}
    )


def speak_about(text: str, who: str) -> str:
    """The way back: "I refund my order" → "the customer refunds their order" for `who` "the customer"."""
    tokens = text.split(" ")
    result: list[str] = []
    index = 0
    in_clause = False
    while index < len(tokens):
        word = tokens[index].strip(",.;:()")
        if word == "I":
            result.append(tokens[index].replace("I", who, 1))
            in_clause = True
            index += 1
            while index < len(tokens) and (
                tokens[index] in frozenset("also always only never still then just already first".split())
                or tokens[index].endswith("ly")
            ):
                result.append(tokens[index])
                index += 1
            if index < len(tokens):
                result.append(_third(tokens[index]))
                index += 1
            continue
        low = word.lower()
        changed = {
            "me": who,
            "my": "their",
            "myself": "themselves",
            "mine": "theirs",
            "i'm": f"{who} is",
            "i’m": f"{who} is",
        }.get(low)
        if changed:
            token = tokens[index].replace(word, changed, 1)
        elif (
            in_clause
            and index
            and tokens[index - 1] in {"and", "or", "then"}
            and is_base(low)
            and _is_verb_here(low, tokens[index + 1] if index + 1 < len(tokens) else "")
            and "to" not in tokens[max(0, index - 6) : index]
        ):
            token = tokens[index].replace(word, third_person(low), 1)
        else:
            token = tokens[index]
        result.append(token)
        index += 1
    return " ".join(result)


def _third(token: str) -> str:
    word = bare(token)
    special = {"am": "is", "have": "has", "do": "does", "haven't": "hasn't", "don't": "doesn't", "was": "was"}.get(word)
    if special:
        return token.replace(word, special, 1)
    if word in frozenset("can must should will may shall could would cannot can't did had".split()) or not is_base(
        word
    ):
        return token
    return token.replace(word, third_person(word), 1)
