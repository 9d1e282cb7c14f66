"""Several requests in one sentence, taken apart: "Bea, would you make A, and Callum, could you add B?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.retros.extraction.asking import request_in
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import Line
from bot.retros.extraction.names import CAPITAL, NAME
from bot.retros.extraction.promises import promise_in

_NAME = rf"@?{NAME}"
_NEXT = re.compile(
    rf"\s*(?:[,;–]\s*(?:and |plus |then |und )?|\s(?:and|plus|und)\s)(?:also |then |auch )?"
    rf"(?=(?:{_NAME},?\s+)?(?:(?:can|could|would|will) (?:you|some(?:one|body)|any(?:one|body))|kannst du|könntest du|"
    rf"würdest du)\b|@?[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)?,? (?:please|pls|can|could|would)\b|"
    rf"(?:can|could|would|will) @?{CAPITAL} [a-z]|(?:some(?:one|body)) (?:needs|has|should|ought)\b)",
)


_I_WILL = re.compile(
    r"\s*(?:[,;–]\s*(?:and |plus |then |und )?|\s(?:and|plus|und|then)\s)(?:also |then |auch )?"
    r"(?=i(?:['’]ll| will|['’]m going to|['’]m gonna)\b)",
    re.IGNORECASE,
)
"""Two promises in one breath: "I'll ask Bo and I'll move the list"."""
_NAMED_TO = re.compile(r"\s*[,;]\s*(?:and )?(?=@?[A-ZÀ-Þ][\w'’-]* to [a-z]+ )|\s+and (?=@?[A-ZÀ-Þ][\w'’-]* to [a-z]+ )")
_NAMED_WILL = re.compile(
    r"\s*[,;]\s*(?:(?:and|while|und) )?(?=@?[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)? (?:will|to|is going to|"
    r"volunteered to) [a-z])"
)
_NAMED_TO_FIRST = re.compile(r"^@?[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)? to [a-z]+ ")


def asked_apart(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, with a line of its own for each request."""
    return [part for line in lines for part in _parts(line)]


def _parts(line: Line) -> Iterator[Line]:
    rest = line.text
    if line.author is None or line.remark.by_bot or line.marked:
        yield from _told_apart(line)
        return
    start = 0
    for found in sorted(
        (*_NEXT.finditer(rest), *_NAMED_TO.finditer(rest), *_I_WILL.finditer(rest)), key=re.Match.start
    ):
        before, after = rest[start : found.start()], rest[found.end() :]
        if found.re is _NAMED_TO and _NAMED_TO_FIRST.match(before):
            yield line.model_copy(update={"text": before.strip(" ,;")})
            start = found.end()
        elif found.re is _I_WILL:
            if (one := promise_in(before)) and one.task and (other := promise_in(after)) and other.task:
                yield line.model_copy(update={"text": before.strip(" ,;")})
                start = found.end()
        elif request_in(before) and request_in(after):
            yield line.model_copy(update={"text": f"{before.strip(' ,')}?"})
            start = found.end()
    yield line.model_copy(update={"text": rest[start:]}) if start else line


def _told_apart(line: Line) -> Iterator[Line]:
    """Notes that give a task to one, and another to somebody else: "Bo will write it, Cy will read it"."""
    cut = next((found for found in _NAMED_WILL.finditer(line.text) if given_in(line.text[: found.start()], ())), None)
    if cut is None or line.listed or line.marked or given_in(line.text[cut.end() :], ()) is None:
        yield line
        return
    yield line.model_copy(update={"text": line.text[: cut.start()]})
    yield from _told_apart(line.model_copy(update={"text": line.text[cut.end() :]}))
