"""Changes one piece of a sentence and leaves every other word as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.interviews.corrections.values import values
from bot.language.clauses import clauses, is_finite
from bot.language.grammar import PREPOSITIONS, bare, clause
from bot.language.nouns import head, is_person
from bot.language.text import content_words, lower_first, one_line, stem
from bot.language.verbs import base_form, could_be_noun, is_verb

Span = tuple[int, int]

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)
_ARTICLES = frozenset("a an the this that these those my your his her its our their some any".split())
_SEPARATOR = re.compile(r",\s+(?:and\s+|or\s+|but\s+)?|;\s+|\s+(?:and|or|as well as)\s+", re.IGNORECASE)
_BEFORE_TIME = r"(?:by|until|till|before|after|on|in|at|from|since)"


def locate(phrase: str, text: str) -> Span | None:
    """Where a phrase stands in a text, whatever its articles and endings; with the article that stands before it."""
    wanted = [stem(_plain(match.group())) for match in _TOKEN.finditer(phrase)]
    while wanted and wanted[0] in _ARTICLES:
        wanted = wanted[1:]
    tokens = [(match.start(), match.end(), stem(_plain(match.group()))) for match in _TOKEN.finditer(text)]
    if not wanted or not content_words(phrase):
        return None  # "it" and "that" are everywhere
    for first in range(len(tokens)):
        position = first
        for word in wanted:
            while position < len(tokens) and tokens[position][2] in _ARTICLES and word not in _ARTICLES:
                position += 1
            if position >= len(tokens) or tokens[position][2] != word:
                break
            position += 1
        else:
            if tokens[first][2] in _ARTICLES and wanted[0] not in _ARTICLES:
                return tokens[first][0], tokens[position - 1][1]
            start = tokens[first - 1][0] if first and tokens[first - 1][2] in _ARTICLES else tokens[first][0]
            return start, tokens[position - 1][1]
    return None


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")


def pieces(text: str) -> tuple[Span, ...]:
    """The places of a text's main clauses; the whole text where it has only one."""
    if one_line(text) != text:
        return ((0, len(text)),)
    found: list[Span] = []
    begin = 0
    for piece in clauses(text):
        start = text.find(piece, begin)
        if start < 0:
            return ((0, len(text)),)
        begin = start + len(piece)
        found.append((start, begin))
    if not found:
        return ((0, len(text)),)
    start, end = found[-1]
    bare_end = start + len(text[start:end].rstrip(" .!?"))
    return (*found[:-1], (start, bare_end))


def piece_around(text: str, span: Span) -> Span:
    """The main clause that holds a place."""
    return next((one for one in pieces(text) if one[0] <= span[0] and span[1] <= one[1]), (0, len(text)))


def put(text: str, span: Span, new: str) -> str:
    """The text with these words in that place; a sentence keeps its capital letter."""
    start, end = span
    opens = not text[:start].strip()
    first = text[start : start + 1]
    if opens and first.isupper() and new[:1].islower():
        new = new[0].upper() + new[1:]
    elif not opens and not any(value.start == 0 and value.kind == "date" for value in values(new)):
        new = lower_first(new)
    return text[:start] + new + text[end:]


@dataclass(frozen=True, slots=True)
class _Element:
    start: int
    end: int
    before: str


def _elements(text: str, span: Span) -> list[_Element]:
    """The members of a list, as far as commas and "and" part them."""
    start, end = span
    found: list[_Element] = []
    before = ""
    for match in _SEPARATOR.finditer(text, start, end):
        found.append(_Element(start, match.start(), before))
        start, before = match.end(), match.group()
    found.append(_Element(start, end, before))
    return found


def without(text: str, thing: str) -> str | None:
    """The text without the member of a list, or the clause, that a thing stands in.

    None where it isn't found or can't be cut cleanly; empty where nothing else would be left.
    """
    around = _holding(text, thing)
    if around is None:
        return None
    whole, span = around
    members = _elements(text, whole)
    index = next((at for at, one in enumerate(members) if one.start <= span[0] and span[1] <= one.end), None)
    if index is None:
        return None
    if len(members) == 1:
        return _without_clause(text, whole)
    if index:
        return _without_member(text, members, index)
    return _without_first(text, members, span)


def _holding(text: str, thing: str) -> tuple[Span, Span] | None:
    """The clause and the place in it that a thing has; loosely, a member of a list with all of its words."""
    span = locate(thing, text)
    if span is not None:
        return piece_around(text, span), span
    named = content_words(thing)
    if len(named) < 2:  # noqa: PLR2004 - one word is found as it stands, or not at all
        return None
    for whole in pieces(text):
        members = _elements(text, whole)
        for one in members[1:]:
            if named <= content_words(text[one.start : one.end]):
                return whole, (one.start, one.end)
    return None


def _without_clause(text: str, whole: Span) -> str:
    start, end = whole
    before = re.sub(r"(?:[,;:\s–—-]|\b(?:and|but|so|then)\b)+$", "", text[:start])
    after = re.sub(r"^(?:[,;:\s–—-]|(?:and|but|so|then)\b)+", "", text[end:])
    if not any(char.isalnum() for char in before + after):
        return ""
    if not any(char.isalnum() for char in before):
        return after[:1].upper() + after[1:] if text[:1].isupper() else after
    return before + (after if not any(char.isalnum() for char in after) else f", {after}")


def _without_member(text: str, members: list[_Element], index: int) -> str:
    one = members[index]
    start = members[index - 1].end
    left, right = text[:start], text[one.end :]
    closing = re.search(r"\b(?:and|or)\b", one.before)
    if (
        index == len(members) - 1
        and closing
        and index > 1
        and not re.search(r"\b(?:and|or)\b", members[index - 1].before)
    ):
        at = members[index - 1]
        left = f"{text[: at.start - len(at.before)]} {closing.group()} {text[at.start : at.end]}"
    return left + right


def _without_first(text: str, members: list[_Element], span: Span) -> str | None:
    """The first member shares its clause's head: only the thing itself goes, with the "and" behind it."""
    one, following = members[0], members[1]
    head = text[one.start : span[0]]
    if not head.strip():
        rest = text[following.start :]
        return text[: one.start] + (rest[:1].upper() + rest[1:] if text[one.start : one.start + 1].isupper() else rest)
    next_word = (
        bare(text[following.start : following.end].split(maxsplit=1)[0])
        if text[following.start : following.end]
        else ""
    )
    found = clause(text[one.start : one.end])
    if found.subject and is_verb(next_word) and not could_be_noun(next_word):
        cut = text.find(found.subject, one.start) + len(found.subject)
        return text[:cut] + " " + text[following.start :]
    lead = re.search(r"(?P<word>[A-Za-z]+)\s+$", head)
    start = span[0]
    if lead and lead["word"].lower() in PREPOSITIONS:
        if next_word in PREPOSITIONS:
            start = one.start + lead.start()
    elif next_word in PREPOSITIONS:
        return None
    if is_finite(text[following.start : following.end]):
        return None
    return text[:start] + text[following.start :]


_CLEFT = re.compile(r"^(?:it's|it is|it was|it should be|it will be) (?P<who>.+?) (?:who|that) ", re.IGNORECASE)
"""“It's HR who approves it” says that HR approves it."""


def instead(text: str, old: str, said: str) -> str | None:
    """The text with the part of a new sentence that takes the old phrase's place there; None where that is unsure."""
    said = _CLEFT.sub(r"\g<who> ", said)
    if is_finite(old) and not is_finite(said):
        old = clause(old).subject if is_person(head(said)) and is_person(head(clause(old).subject)) else ""
    span = locate(old, text)
    if span is None:
        return None
    whole = piece_around(text, span)
    if not is_finite(said):
        tail = _last_phrase(said)
        lead = content_words(said) - content_words(tail)
        echoes = bool(lead) and lead <= content_words(text[slice(*whole)])  # "alerts go to the charge nurse"
        new = tail if echoes else said.strip(" ,.;:!")
        return _placed(text, _after_article(text, span, old, new), new)
    there, here = clause(text[slice(*whole)]), clause(said)
    subject_end = whole[0] + (text[slice(*whole)].find(there.subject) + len(there.subject) if there.subject else 0)
    same_verb = base_form(bare(there.verb)) == base_form(bare(here.verb)) and bool(here.verb)
    if there.subject and span[1] <= subject_end:
        return _other_subject(text, (whole[0], whole[1]), there.subject, said) if same_verb else None
    shared = content_words(here.subject) & content_words(there.subject) or not there.subject
    tail = _last_phrase(said)
    if not tail or not (same_verb or shared) or content_words(tail) <= content_words(text[slice(*whole)]):
        return None
    return _placed(text, span, tail)


def _after_article(text: str, span: Span, old: str, new: str) -> Span:
    """ "shift lead, not team lead" leaves the article where it stands."""
    first = text[slice(*span)].split(maxsplit=1)[0].lower()
    spoken = {old.split(maxsplit=1)[0].lower(), new.split(maxsplit=1)[0].lower()}
    return (span[0] + len(first) + 1, span[1]) if first in _ARTICLES and not spoken & _ARTICLES else span


def _placed(text: str, span: Span, new: str) -> str:
    """The new words in the old place; a preposition that both have stands once."""
    opened = re.match(r"(?P<word>[a-z]+) ", new, re.IGNORECASE)
    before = re.search(r"(?P<word>[A-Za-z]+) $", text[: span[0]])
    inside = text[slice(*span)].split(maxsplit=1)[0]
    leads = bool(opened) and _leads(opened["word"] if opened else "")
    if _leads(inside) and not leads and " " in text[slice(*span)]:
        span = span[0] + len(inside) + 1, span[1]
    elif opened and leads and not _leads(inside):
        if before and re.fullmatch(_BEFORE_TIME, before["word"], re.IGNORECASE):
            span = before.start(), span[1]
        elif before and before["word"].lower() == opened["word"].lower():
            new = new[opened.end() :]
    return put(text, span, new)


def _leads(word: str) -> bool:
    return word.lower() in PREPOSITIONS or bool(re.fullmatch(_BEFORE_TIME, word, re.IGNORECASE))


def timed(text: str, span: Span, said: str, new: Span) -> str:
    """The text with another date in this place; "by" and its kind come along where they were said with it."""
    opened = re.search(rf"\b{_BEFORE_TIME} (?:the )?$", said[: new[0]], re.IGNORECASE)
    words = said[opened.start() if opened else new[0] : new[1]]
    if opened and (each := re.search(r"\b(?:every|each) $", text[: span[0]], re.IGNORECASE)):
        span = each.start(), span[1]  # "every Friday" becomes "on Mondays"
    return _placed(text, span, words)


def _other_subject(text: str, whole: Span, subject: str, said: str) -> str | None:
    """ "the module leader decides on it" with "tutors decide": the new subject with its own form of the verb."""
    here = clause(said)
    verb = base_form(bare(here.verb))
    start = text.find(subject, whole[0])
    old_verb = _verb_after(text, start + len(subject), whole[1], verb)
    begin = said.find(here.subject)
    new_verb = _verb_after(said, begin + len(here.subject), len(said), verb)
    if old_verb is None or new_verb is None:
        return None
    return put(text, (start, old_verb), said[begin:new_verb])


def _verb_after(text: str, start: int, end: int, verb: str) -> int | None:
    """Where the verb ends that follows a subject, with its "should" or "must"."""
    forms = {"is": "be", "are": "be", "was": "be", "were": "be"}
    for match in list(_TOKEN.finditer(text, start, end))[:5]:
        word = bare(match.group())
        if forms.get(word, base_form(word)) == verb or word == verb:
            return match.end()
    return None


def _last_phrase(said: str) -> str:
    """The last noun phrase of a sentence, which is what "…, not that" stands against."""
    tokens = said.strip(" ,.;:!").split()
    taken: list[str] = []
    for token in reversed(tokens):
        word = bare(token)
        if word in PREPOSITIONS or (is_verb(word) and not could_be_noun(word) and not is_person(word)):
            break
        if word in {"is", "are", "be", "was", "it", "only", "to", "us", "them"}:
            break
        taken.insert(0, token)
        if word in _ARTICLES or (len(tokens) > len(taken) and _is_the_verb(tokens, len(tokens) - len(taken) - 1)):
            break
    return " ".join(taken)


def _is_the_verb(tokens: list[str], index: int) -> bool:
    found = clause(" ".join(tokens))
    return bool(found.verb) and base_form(bare(tokens[index])) == base_form(bare(found.verb)) and index > 0


def restated(text: str, said: str) -> Span | None:
    """The clause of a text that a sentence says anew: the same subject with the same verb; None where there is none."""
    here = clause(said)
    subject = _named(here.subject)
    if here.shape not in {"modal", "present"} or not subject:
        return None
    verb = _doing(here.verb)
    for span in pieces(text):
        there = clause(text[slice(*span)])
        if _named(there.subject) == subject and _doing(there.verb) == verb and verb:
            return span
    return None


def _named(subject: str) -> frozenset[str]:
    """What a subject names, whatever its numbers: "refunds over 300 €" is "refunds over 200 €"."""
    return content_words(subject) - content_words(" ".join(value.text for value in values(subject)))


def other_actor(text: str, said: str) -> str | None:
    """The text with another subject, where the same deed is told of somebody else; never for what people may do."""
    here = clause(said)
    deed = content_words(here.rest)
    if here.shape not in {"modal", "present"} or not deed or here.negated or here.modal in {"can", "may", "could"}:
        return None
    for span in pieces(text):
        there = clause(text[slice(*span)])
        same = _doing(there.verb) == _doing(here.verb) and content_words(there.rest) == deed and not there.negated
        if same and there.subject and is_person(head(there.subject)) and content_words(here.subject):
            return _other_subject(text, span, there.subject, said)
    return None


_BEING = frozenset("be stay remain go belong".split())


def _doing(verb: str) -> str:
    base = base_form(bare(verb))
    return "be" if base in _BEING else base


_SHOWN = 110  # characters of a statement that are shown when it has changed
_LEAD_IN = 40  # characters before the first difference


def difference(was: str, now: str) -> tuple[str, str]:
    """Both wordings from shortly before they differ, where they are long; the same cut for both."""
    if max(len(was), len(now)) <= _SHOWN:
        return was, now
    same = next((at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), 0)
    start = was.find(" ", max(0, same - _LEAD_IN)) + 1 if same > _LEAD_IN else 0
    return ("…" + was[start:], "…" + now[start:]) if 0 < start <= same else (was, now)
