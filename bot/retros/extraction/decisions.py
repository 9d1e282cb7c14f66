"""What a team decided; where something is taken back, only the last word on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.chat import Person, Value
from bot.language.text import content_words, one_line
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.decision_words import (
    AGREES,
    BACK,
    CHANGES,
    GOES,
    INSIDE,
    MARK,
    NOT_ONE,
    POLLS,
    PROPOSES,
    SEALS,
    SUMS_UP,
    WANTS_TO_KNOW,
)
from bot.retros.extraction.log import Line
from bot.retros.extraction.opinions import Guess, Likely
from bot.retros.extraction.promises import is_untaken, promise_in, request_in
from bot.retros.extraction.settled import settles
from bot.retros.extraction.sieve import is_joke, is_small_talk, is_wish

_YES_REACTIONS = frozenset(
    "+1 thumbsup white_check_mark heavy_check_mark ok_hand heavy_plus_sign raised_hand raised_hands 100 point_up "
    "hand".split()
)
_AHEAD = 6
_NEAR = 8
_SAME = 0.5
_FOLLOWS = re.compile(r"^(?:so|which means|that means|hence|also|das heißt)\b", re.IGNORECASE)
_WRITTEN_TWICE = 0.8
"""Whoever writes notes seldom writes a thing twice: it takes more to be the same one."""
_ENOUGH = 2
_SHORT = 12  # words; whoever agrees at greater length says something else, too


class Decision(Value):
    """What holds from now on, in the words in which it was said; `worded` as with a commitment."""

    text: str
    sources: tuple[str, ...]
    author: Person | None = None
    worded: str = ""

    @property
    def shown(self) -> str:
        """As people read it."""
        return self.worded or self.text


class _Made(Value):
    text: str
    sources: tuple[str, ...]
    place: int
    proposal: bool = False
    revises: bool = False


def decisions_in(lines: Sequence[Line], guess: Guess | None = None) -> tuple[Decision, ...]:
    """The decisions of a conversation that still hold. `guess` is asked where no word says that it is one."""
    made: list[_Made] = []
    likely = _likely(lines, guess) if guess else {}
    for place, line in enumerate(lines):
        if line.section == "skip" or line.done or is_joke(line) or NOT_ONE.search(line.text) or is_untaken(line.text):
            continue
        found = (
            _revised(line, place, made) or _agreed(line, place, lines) or _stated(line, place, lines)
            or _proposed(line, place, lines) or _confirmed(line, place, lines, likely)
            or _settled(line, place, lines, likely, made)
        )  # fmt: skip
        if found is not None:
            _take_in(made, found, line)
    return tuple(Decision(text=each.text, sources=each.sources, author=lines[each.place].author) for each in made)


def _likely(lines: Sequence[Line], guess: Guess) -> Mapping[str, Likely]:
    texts = list(dict.fromkeys(line.text for line in lines if line.inside))
    return dict(zip(texts, guess(texts), strict=True)) if texts else {}


def _settled(
    line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely], made: Sequence[_Made]
) -> _Made | None:
    """What means a decision, though no word says so; what follows from one isn't another."""
    if made and made[-1].sources == line.sources and _FOLLOWS.match(line.text):
        return None
    if line.section in {"actions", "decisions"} or not settles(line, place, lines, likely):
        return None
    text = SUMS_UP.sub("", line.text).lstrip(" ,") if ":" not in line.text else line.text.partition(":")[2]
    return _Made(text=_clean(text if SUMS_UP.match(line.text) else line.text), sources=line.sources, place=place)


def _take_in(made: list[_Made], found: _Made, line: Line) -> None:
    """Add it; it takes the place of what it repeats or takes back."""
    for at in range(len(made) - 1, -1, -1):
        before = made[at]
        shared = _shared(before.text, found.text)
        near = line.author is not None and 0 <= found.place - before.place <= _NEAR
        takes_back = BACK.search(line.remark.text) is not None or found.revises
        repeats = near and before.proposal and shared > 0 and not found.proposal
        if takes_back and (shared >= _SAME / 2 or (near and at == len(made) - 1)):
            made[at] = found
            return
        same = _SAME if line.author else _WRITTEN_TWICE
        if shared >= same or repeats or (shared > 0 and before.sources == found.sources):
            sources = before.sources if not takes_back else ()
            made[at] = found.model_copy(update={"sources": tuple(dict.fromkeys((*sources, *found.sources)))})
            return
    made.append(found)


def _shared(one: str, other: str) -> float:
    left, right = content_words(one), content_words(other)
    if min(len(left), len(right)) == 0:
        return 0.0
    return (
        len(left & right) / min(len(left), len(right))
        if len(left & right) > 1 or min(len(left), len(right)) == 1
        else 0.0
    )


_RECALLED = re.compile(
    r"^(?:so |and |ok(?:ay)?,? )?(?:we|it was|team) (?:all )?(?:agreed|decided|said|settled)(?: on| that|"
    r" to)? (?P<what>.{8,}?)[,;–-]?\s*"
    r"(?:right|correct|yes|ok(?:ay)?|didn['’]t we|agreed|isn['’]t it|no)\s*\?",
    re.IGNORECASE,
)
"""What was agreed, put as a question that others say yes to."""


def _stated(line: Line, place: int, lines: Sequence[Line]) -> _Made | None:
    text = one_line(line.text)
    if line.section == "decisions" and (line.listed or line.marked or line.author is None) and not is_small_talk(text):
        return _Made(text=_clean(text), sources=line.sources, place=place)
    if line.section in {"actions", "went_well"} and line.listed:
        return None
    if line.author and (recalled := _RECALLED.match(text)) and _agreeing(line, place, lines, polls=True):
        return _Made(text=_clean(recalled["what"]), sources=line.sources, place=place)
    if text.rstrip().endswith("?") and not POLLS.search(text):
        return None
    if not line.inside and not re.search(r"\b(?:decision|decided)\b", text, re.IGNORECASE):
        return None
    found = MARK.match(text)
    what = found["what"] if found else ""
    if not what and (inside := INSIDE.search(text)):
        what = inside["what"] or inside["was"] or inside["as"] or ""
    if what and line.section in {"went_well", "to_improve"} and not _WILL_BE.search(text):
        return None
    if what and len(what.split()) > 1 and (not is_wish(what) or line.author is None):
        return _Made(text=_clean(what), sources=line.sources, place=place)
    return None if promise_in(text) is not None else _declared(line, text, place, lines)


_SEALED = re.compile(
    r"^(?P<what>.{8,}?)[,;–-]\s*(?:settled|agreed|decided|deal|final|period|that['’]?s settled|it['’]?s decided)[.!]*$",
    re.IGNORECASE,
)


def _declared(line: Line, text: str, place: int, lines: Sequence[Line]) -> _Made | None:
    """A sentence that says how it is from now on, without calling itself a decision."""
    sealed = _SEALED.match(text)
    if line.author and sealed:
        return _Made(text=_clean(sealed["what"]), sources=line.sources, place=place)
    if line.author and GOES.match(text) and len(text.split()) > _ENOUGH and not _is_complaint(text):
        return _Made(text=_clean(text), sources=_with_question(line, place, lines), place=place)
    if line.author and BACK.search(text) and re.search(r"\bwe (?:keep|stay|stick|drop|do|go)\b", text, re.IGNORECASE):
        return _Made(text=_clean(text), sources=line.sources, place=place)
    if line.author and _RULE.search(text) and not text.endswith("?"):
        return _Made(text=_clean(text), sources=line.sources, place=place)
    if line.section == "decisions" and not is_small_talk(text):
        return _Made(text=_clean(text), sources=line.sources, place=place)
    return None


# Under "what went well", that people agreed on something is mostly that they thought the same of it.
_WILL_BE = re.compile(
    r"\b(?:in the end|decided|will|should|must|from now on|to (?:keep|stop|start|move|try|do|use|drop|cut|have|make|"
    r"write|split))\b",
    re.IGNORECASE,
)


def _agreed(line: Line, place: int, lines: Sequence[Line]) -> _Made | None:
    """ "Everyone agreed." seals the sentence before it."""
    before = lines[place - 1] if place else None
    if before is None or before.remark.id != line.remark.id or not _ALL_AGREED.match(one_line(line.text)):
        return None
    return _Made(text=_clean(_OPINION.sub("", before.text)), sources=line.sources, place=place)


_ALL_AGREED = re.compile(
    r"^(?:everyone|everybody|all|we all|the (?:whole )?(?:team|group)|all of us|unanimously)(?: of us)? ?(?:agreed|"
    r"was in favou?r|were in favou?r|said yes)?[.!]*$|"
    r"^(?:it['’]?s |that['’]?s )?(?:decided|settled|agreed|done deal|final|beschlossen)[.!]*$",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"^[A-Z][\w'’-]+ (?:thinks|thought|suggested|proposed|said|wants|felt)(?: that| to)? ", re.IGNORECASE
)


def _revised(line: Line, place: int, made: Sequence[_Made]) -> _Made | None:
    """Somebody tells that what was decided is otherwise now: it has its words, and says that it is a change."""
    text = one_line(line.text)
    if line.author is None or line.remark.by_bot or text.endswith("?") or promise_in(text) or not CHANGES.search(text):
        return None
    lead, colon, rest = text.partition(":")
    what = rest if colon and len(lead.split()) <= _NEAR else text
    about = next((each for each in made if len(content_words(each.text) & content_words(what)) >= _ENOUGH), None)
    says = re.search(r"\b(?:we|it|is|are|stays?|will|let['’]?s)\b", what, re.IGNORECASE)
    return _Made(text=_clean(what), sources=line.sources, place=place, revises=True) if about and says else None


def _confirmed(line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> _Made | None:
    """ "that's our new rule then": what was proposed a moment ago holds."""
    if line.author is None or line.remark.by_bot or not line.inside or not SEALS.search(line.text):
        return None
    for before in reversed(lines[max(0, place - _AHEAD * 2) : place]):
        text = one_line(_ASKED.sub("", before.remark.text))
        if before.author is None or is_small_talk(before.text) or agrees(before.text) or request_in(before.text):
            continue
        if (
            PROPOSES.search(before.remark.text)
            or (before.text.rstrip().endswith("?") and not WANTS_TO_KNOW.match(before.text))
            or POLLS.search(before.remark.text)
            or _is_rule(before, likely)
        ):
            return _Made(
                text=_clean(_PROPOSAL.sub("", POLLS.sub("", text))),
                sources=(*before.sources, *line.sources),
                place=place,
            )
    return None


def _is_rule(line: Line, likely: Mapping[str, Likely]) -> bool:
    """Whether somebody says how it should be, so that others can say yes to it."""
    told = likely.get(line.text, {})
    means = told.get("ideas", 0.0) + told.get("decision", 0.0)
    return means > _SAME or (means > _SAME / 2 and re.search(r"\b(?:should|must|sollte)\b", line.text) is not None)


_ASKED = re.compile(r"[^.!?]*\b(?:thumbs? up|vote|react|\+1) (?:if|for|when|here|now)[^.!?]*[.!?]?\s*", re.IGNORECASE)
_PROPOSAL = re.compile(r"^(?:proposal|suggestion|idea|motion)\s*:\s*", re.IGNORECASE)
_RULE = re.compile(r"^(?:and )?decisions? (?:about|on) [^:]{3,60}:\s*\S", re.IGNORECASE)


def _is_complaint(text: str) -> bool:
    return (
        re.search(
            r"\bwe(?:['’]re| are) (?:running|using|skipping|dropping|stopping|trying)\b(?!.*\b(?:from now|"
            r"going forward|starting|next)\b)",
            text,
            re.IGNORECASE,
        )
        is not None
        or re.search(
            r"\bwe (?:keep|never|always|only|split|use|run|skip|move|drop)\b(?: \w+ing\b| found\b| had\b| get\b|"
            r" got\b| have\b| know\b| noticed\b| heard\b)",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def _with_question(line: Line, place: int, lines: Sequence[Line]) -> tuple[str, ...]:
    """A decision that only answers ("then it's ten o'clock") cites the question, too."""
    if not re.search(r"\b(?:it['’]s|that|this|it)\b", line.text, re.IGNORECASE):
        return line.sources
    for before in reversed(lines[max(0, place - _AHEAD) : place]):
        if before.text.rstrip().endswith("?") and (before.author is None or not is_small_talk(before.text)):
            return tuple(dict.fromkeys((*before.sources, *line.sources)))
    return line.sources


def _proposed(line: Line, place: int, lines: Sequence[Line]) -> _Made | None:
    """A proposal that others agree to, and nobody refuses."""
    text = one_line(line.remark.text if line.marked and "\n" not in line.remark.text else line.text)
    polls = POLLS.search(line.remark.text) is not None and (
        POLLS.search(text) is not None or _is_followed_by_poll(line, place, lines)
    )
    if (
        line.author is None
        or line.remark.by_bot
        or not line.inside
        or not (polls or PROPOSES.search(text))
        or is_wish(text)
    ):
        return None
    if line.section in {"went_well", "to_improve"} or promise_in(text) or _ANSWERS.match(text):
        return None
    bare = _clean(_PROPOSAL.sub("", _ASKED.sub("", POLLS.sub("", text))))
    if len(content_words(bare)) < _ENOUGH:
        rest = [each.text for each in lines[max(0, place - 3) : place] if each.remark.id == line.remark.id]
        bare = _clean(_LIKING.sub("", " ".join(rest)))
    if len(content_words(bare)) < _ENOUGH or _TALK.search(bare) or request_in(bare):
        return None
    agreed = _agreeing(line, place, lines, polls=polls)
    if agreed is None:
        return None
    wanted = 1 if polls else _ENOUGH
    reacted = max((each.count for each in line.remark.reactions if each.name in _YES_REACTIONS), default=0)
    if (
        len(agreed) >= wanted
        or (polls and reacted >= _ENOUGH)
        or (text.lower().startswith(("let's", "let’s", "ok let", "so we", "ok so we")) and reacted > _ENOUGH)
    ):
        return _Made(text=bare, sources=line.sources, place=place, proposal=True)
    return None


_LIKING = re.compile(r"^(?:i (?:really )?(?:like|love)|what about|how about)\s+(?:the idea (?:of|to) )?", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:let['’]?s|shall we|should we) (?:start|begin|go on|move on|go(?: ahead)?$|talk|discuss|take|see|look at|"
    r"do (?:it|this) here|meet|have a (?:look|chat|break|call)|keep (?:it|that) in mind|wait|throw)\b|\bcan (?:you|"
    r"i)\b",
    re.IGNORECASE,
)


_ANSWERS = re.compile(
    r"^\W*(?:sure|yes|yep|yup|yeah|will do|on it|happy to|of course|no problem|klar|ja)\b", re.IGNORECASE
)


def _is_followed_by_poll(line: Line, place: int, lines: Sequence[Line]) -> bool:
    following = lines[place + 1] if place + 1 < len(lines) else None
    return (
        following is not None
        and following.remark.id == line.remark.id
        and POLLS.search(following.text) is not None
        and len(content_words(following.text)) < _ENOUGH
    )


def _agreeing(line: Line, place: int, lines: Sequence[Line], *, polls: bool) -> set[str] | None:
    """Who agrees in what is said next; None when somebody refuses and nobody talks them round."""
    found: set[str] = set()
    seen: list[str] = []
    for each in lines[place + 1 :]:
        if each.remark.id == line.remark.id or each.remark.id in seen:
            continue
        seen.append(each.remark.id)
        if len(seen) > _AHEAD or each.author is None or line.author is None:
            break
        if each.author.id == line.author.id:
            if not is_small_talk(each.text) and not AGREES.match(each.text):
                break
            continue
        if refuses(each.remark.text) and polls:
            return None
        if (
            AGREES.match(each.text)
            and not _SPEAKS_OF_SELF.search(each.remark.text)
            and len(each.remark.text.split()) <= _SHORT
        ):
            found.add(each.author.id)
    return found


_SPEAKS_OF_SELF = re.compile(r"\b(?:i['’]ll|i will|i can|i do|mach ich|but\b)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|then|right|alright|cool|great|well|good|perfect|fine|thanks|yes|dann|also|done|"
    r"sold)\b[\s,.!:;–-]*)+(?=\S)|^(?:scrap (?:that|it|this)|forget (?:that|it)|on second thoughts?|never ?mind|"
    r"decision|closing this|as discussed|summary)[\s,.:;–-]+",
    re.IGNORECASE,
)


def _clean(text: str) -> str:
    line = one_line(text)
    for _ in range(3):
        shorter = _LEAD.sub("", line, count=1)
        line = shorter if content_words(shorter) else line
    line = re.sub(r"[,;.]\s*i take (?:that|it) back[.!]*$", "", line, flags=re.IGNORECASE)
    line = re.sub(
        r"\s*(?:[,.;–-]\s*)?(?:ok(?:ay)?|right|deal|yes|agreed|fine|all in favou?r|everybody fine|"
        r"everyone ok)\s*\?\s*$",
        "",
        line,
        flags=re.IGNORECASE,
    )
    return line.strip(" ,;:–-.!?")


def agrees(text: str) -> bool:
    """Whether a remark agrees to something."""
    return AGREES.match(text) is not None or accepts(text)
