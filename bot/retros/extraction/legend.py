"""Learns from a page itself what the signs before its notes stand for: "+ good, - bad, > to do, = decided"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.retros.extraction.log import Remark, Section
from bot.retros.extraction.sections import heading_of

_SIGN = r"(?:[^\w\s,;|/()\[\]]{1,2}|[^\W\d_]{1,2})"
_PART = re.compile(
    rf"^(?P<opens>[(\[])?\W{{0,2}}?(?P<sign>{_SIGN})(?P<closes>[)\]])?"
    r"(?P<is>\s*(?:=|:|–|-|->|means|is|are|marks|stands for|heißt|ist|for|für)\s+|\s*=\s*|\s+)"
    r"(?P<word>[^\W\d_][^=:]{1,40}?)[\s.)\]]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"^(?P<word>[^\W\d_][^=:]{{1,40}}?)\s*(?:=|:|is|\()\s*(?P<sign>{_SIGN})\)?\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;|/•]\s*|\s{2,}|\t")
_CALLED = re.compile(r"^\W*[^\W\d_][\w'’]*(?: [\w'’]+){0,3}:\s+(?=\S)|^\s*\(|\)\s*$")
"""What people put before a legend: "Signs: …"."""
_BEHIND = re.compile(r"\S\s+\((?P<legend>[^()]+)\)\s*$")
"""A legend in brackets behind the title of a page."""
_ALONE = re.compile(rf"^\W{{0,2}}?{_SIGN}[)\]]?\s*=\s*\S")
_STARRED = re.compile(
    r"(?:^|[\s(])(?P<sign>\*{1,2}|★)\)?\s*(?:=|means?|is|are|marks?)\s*(?P<word>[^\W\d_][\w -]{2,30})"
)
"""A legend for the only sign that a page has: what has a star is to be done."""
_ESCAPED = re.compile(r"\\([*_#+-])")
_WORDS_TOO = frozenset("aAI")
_TOP, _FEWEST, _WORDS = 15, 2, 5
_MEANS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("skip", re.compile(r"\b(?:question|info|information|frage|fyi|note|context|fact|answer|antwort)s?$")),
    ("to_improve", re.compile(
        r"^(?:not|less|no)\b|\bnot (?:so |very )?(?:like|good|well|nice|great|ok|work)|n['’]t\b|\b(?:nicht|"
        r"schlecht|bad|trouble|problem|hurts?|annoy\w*|complaint|worse|sour|moan)\w*$"
    )),
    ("actions", re.compile(r"\b(?:do(?:es)?|todo|task|action|aufgabe|job|somebody|someone|who|tun|machen)s?\b")),
    ("decisions", re.compile(r"\b(?:decid\w*|decision|agreed?|agreement|entscheidung|entschieden|beschl\w+|"
                             r"fixed)s?\b")),
    ("ideas", re.compile(r"\b(?:ideas?|ideen?|propos\w+|suggest\w+|try|vorschl\w+|wish\w*|wunsch|could)\b")),
    ("went_well", re.compile(r"\b(?:good|nice|well|great|ok|okay|happy|liked?|works?|fine|praise|gut|schön|"
                             r"sweet|smile)\b")),
)  # fmt: skip
_MARKS: Mapping[Section, str] = {
    "went_well": "Good", "to_improve": "Bad", "ideas": "Idea", "actions": "Action", "decisions": "Decided",
    "skip": "",
}  # fmt: skip

Legend = Mapping[str, Section]
"""What each sign stands for; `skip` is what is neither praised, decided nor to do."""


def legend_in(lines: Sequence[str]) -> Legend:
    """What a page says its signs stand for; empty where it has no legend, or doesn't keep to it."""
    written = [_ESCAPED.sub(r"\1", line) for line in lines if line.strip()]
    found: dict[str, Section] = {}
    for line in (*written[:_TOP], *written[-_FEWEST:]):
        found |= _said_in(line)
    single = dict(pair for line in written[:_TOP] for pair in _pairs([line]) if _ALONE.match(line))
    found = found or (single if len(set(single.values())) >= _FEWEST else {})
    used = [sign for sign in found if any(_marked(line, sign) for line in written)]
    return found if len(used) >= _FEWEST else _only_star(written)


def _only_star(written: Sequence[str]) -> Legend:
    """What stars stand for on a page that explains no other sign, and uses them."""
    for at, line in enumerate(written[:_TOP]):
        told = _STARRED.search(line)
        section = _means(told["word"]) if told else None
        if told and section in {"actions", "decisions"}:
            sign, rest = told["sign"], (*written[:at], *written[at + 1 :])
            if any(_marked(each, sign) for each in rest):
                return {sign: section}
    return {}


def is_legend(line: str, legend: Legend) -> bool:
    """Whether a line only explains the signs."""
    line = _ESCAPED.sub(r"\1", line)
    pairs = dict(_pairs(_parts(line)))
    return (
        bool(pairs)
        and all(legend.get(sign) == section for sign, section in pairs.items())
        and (len(pairs) >= _FEWEST or _ALONE.match(line) is not None)
    )


def read_by(legend: Legend, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The notes with words for the page's signs, without the legend; what stands above it is no note."""
    told = [at for at, each in enumerate(remarks) if is_legend(each.text, legend)]
    above = told[0] if told and told[0] < len(remarks) / 2 else -1
    return tuple(each if at < above else spelled(each, legend) for at, each in enumerate(remarks) if at not in told)


def spelled(remark: Remark, legend: Legend) -> Remark:
    """A note that says with the page's own sign what it is says it with a word, so that all is read in one way."""
    for sign, section in legend.items():
        rest = _marked(_ESCAPED.sub(r"\1", remark.text), sign)
        if rest is not None:
            text = f"{_MARKS[section]}: {rest}" if _MARKS[section] else f"Question: {rest}"
            return remark.model_copy(update={"text": text})
    return remark


def _said_in(line: str) -> dict[str, Section]:
    parts = _parts(line)
    pairs = _pairs(parts)
    sections = {section for _, section in pairs}
    whole = len(pairs) == len(parts) and len({sign for sign, _ in pairs}) == len(pairs)
    return dict(pairs) if whole and len(sections) >= _FEWEST else {}


def _parts(line: str) -> list[str]:
    bare = line.strip().strip("*_`")
    called = _CALLED.sub("", bare)
    behind = _BEHIND.search(line)
    written = (*([behind["legend"]] if behind else []), line.strip(), called, bare)  # a star may be a sign, or bold
    tried = [[part for part in _BETWEEN.split(each) if part.strip()] for each in written]
    best = max(tried, key=lambda parts: len(_pairs(parts)))
    if len(best) >= _FEWEST:
        return best
    spaced = re.split(rf"\s+(?=[(\[]?{_SIGN}[)\]]?\s*=)", called if behind is None else behind["legend"])
    return [part for part in spaced if part.strip()]


def _pairs(parts: Sequence[str]) -> list[tuple[str, Section]]:
    found: list[tuple[str, Section]] = []
    for part in parts:
        pair = _PART.match(part) or _AFTER.match(part)
        if pair is None or len(pair["word"].split()) > _WORDS:
            continue
        bare = pair.re is _PART and pair["sign"].isalpha() and not re.search(r"[=:–-]|\w", pair["is"])
        bracketed = pair.re is _PART and pair["sign"].isalnum() and bool(pair["opens"] and pair["closes"])
        if bare and not bracketed and (len(pair["sign"]) > 1 or pair["sign"] in _WORDS_TOO):
            continue  # "an idea" is no sign
        if section := _means(pair["word"]):
            found.append((f"({pair['sign']})" if bracketed else pair["sign"], section))
    return found


def _means(word: str) -> Section | None:
    plain = " ".join(word.casefold().split())
    denied = _MEANS[1][1].search(plain)
    return (_MEANS[1][0] if denied else heading_of(word)) or next(
        (section for section, pattern in _MEANS if pattern.search(plain)), None
    )


def _marked(line: str, sign: str) -> str | None:
    """What a line says that has the sign: before it, or a star behind it."""
    if (rest := _begins(line, sign)) is not None or sign not in _STARS:
        return rest
    found = re.match(rf"^\s*(?P<rest>[^*★]*[^\s*★])\s*{re.escape(sign)}\s*$", line, re.DOTALL)
    return found["rest"] if found else None


_STARS = frozenset({"*", "**", "★"})


def _begins(line: str, sign: str) -> str | None:
    """What stands behind the sign where a line begins with it: "> Bo asks", "- (G) the demo", "G: the demo".

    Letters that are explained in brackets stand in brackets: "A rota" is none of what "(A)" marks.
    """
    letters = sign.strip("()")
    shown = rf"[(\[]{re.escape(letters)}[)\]]" if letters and sign[0] == "(" else rf"[(\[]?{re.escape(sign)}"
    gap = r"(?:\s*[:)\].–-]\s*|\s+)" if sign.isalpha() else r"\s*[:)\]]?\s*"
    bullet = "" if not letters.isalnum() else r"(?:[-*•]\s+)?"
    found = re.match(rf"^\s*{bullet}{shown}(?!{re.escape(sign)}){gap}(?P<rest>\S.*)$", line, re.DOTALL)
    return found["rest"] if found else None
