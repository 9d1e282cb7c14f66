"""A rule as people throw it down, told in the words that criteria are read from."""

from __future__ import annotations

import re

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import clause
from bot.language.nouns import is_plural, with_article
from bot.language.text import lower_first, one_line
from bot.language.wording import tidy
from bot.stories.criteria.boundaries import limit_of

DOWN = re.compile(
    r"\b(?:is|are|goes|gets) (?:down|offline|unavailable|unreachable|broken|empty|missing|slow|not available|"
    r"not reachable)\b",
    re.IGNORECASE,
)
BAD_EVENT = re.compile(
    r"\b(?:fails?|breaks?|crash(?:es)?|loses?|lost|times? out|expires?|drops?|miss(?:es)?|missing|disappears?|hangs?|"
    r"wrong|late|twice|double|dies|dead|overlaps?|stops?|full|damaged|torn|dirty|same|rejected|refused|"
    r"cancel(?:s|led|ed)?|halfway|down|broken|unreadable|interrupted|runs? out|delayed|slow|empty|conflicts?|duplicate|"
    r"mistyped|invalid)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(r"^(?P<case>[^=]{3,60}?)\s*(?:=+>?|->|→)\s*(?P<then>[^=]{3,80})$")
_ANYTHING_OVER = re.compile(
    r"^anything (?:over|above|longer than|slower than|more than) (?P<limit>[^,]+?)(?: to "
    r"(?P<doing>[^,]+))?(?:, with (?P<load>[^,]+))?(?: is .+)?$",
    re.IGNORECASE,
)
_ALSO_FOR = re.compile(r",?\s+(?:and )?(?:nobody|no one|no-one|none) else\b.*$|,\s+not even .*$", re.IGNORECASE)
_ONLY_FOR = re.compile(r",\s+(?:but )?only (?:the |our |an? )?[\w ’'-]+$", re.IGNORECASE)
_ELSE = re.compile(
    r"^(?P<who>.+?) (?P<modal>can|may|must|should) (?P<does>[^,]+?),? (?:and |but )?(?:nobody|no one|no-one) else$",
    re.IGNORECASE,
)
_STRAY = re.compile(r",\s+(?:over|under|above|below|also|too|no|not)\b[^,]*$", re.IGNORECASE)


_TROUBLE = re.compile(
    r"^(?P<event>[^,;]+? (?:is|are|goes|gets) (?:down|offline|unavailable|unreachable|broken|empty|not "
    r"available))\b[^,;]*[,;] "
    r"(?:.+[,;] )?(?:and )?(?:so|then) (?P<do>[a-z].+)$",
    re.IGNORECASE,
)


_TERSE_TROUBLE = re.compile(
    r"^(?P<what>[a-z][a-z-]*(?: [a-z-]+)?) (?P<state>dead|down|broken|offline|gone|full|empty)(?P<where> "
    r"(?:in|at|on) [^,;]+)?"
    r"[,;]\s*(?P<do>(?:must|should|has to|needs to) .+)$",
    re.IGNORECASE,
)


_THEN = re.compile(r"\s+(?:and )?then\s+")


def _there_is(thing: str) -> str:
    """ "wifi" → "the wifi"."""
    return thing if thing.lower().startswith(("the ", "our ")) else f"the {lower_first(thing)}"


def retold(line: str) -> str:
    """The rule as a sentence: "diff over 5% = recount" → "if there is a diff over 5%, there is a recount"."""
    text = one_line(line).rstrip(" .")
    if else_ := _ELSE.match(text):
        return f"only {lower_first(else_['who'])} {else_['modal']} {else_['does']}"
    text = _ALSO_FOR.sub("", text)
    if slow := _ANYTHING_OVER.match(text):
        doing = f"to {slow['doing']} " if slow["doing"] else ""
        load = f" with {slow['load']}" if slow["load"] else ""
        return one_line(f"it must take at most {slow['limit']} {doing}{load}")
    if dead := _TERSE_TROUBLE.match(text):
        does = _THEN.sub(" and it must ", dead["do"])
        return f"if {_there_is(dead['what'])} is {dead['state']}{dead['where'] or ''}, it {does}"
    if means := _MEANS.match(text):
        return f"if {_there(means['case'])}, {_there(means['then'])}"
    return text


def _there(phrase: str) -> str:
    found = clause(phrase)
    if found.shape != "phrase":
        return lower_first(phrase)
    thing = tidy(re.sub(r"\bby other (?=[a-z]+\b)", "by another ", lower_first(phrase)))
    many = is_plural(thing.split()[0])
    return f"there {'are' if many else 'is'} {with_article(thing)}"


def _is_order(text: str) -> bool:
    first = (clauses(text) or (text,))[0]
    return clause(first).shape in {"imperative", "modal"}


def rearranged(line: str) -> Parts:
    """The rule taken apart, its trouble first: "the provider is down twice a month, so show a message"."""
    parts = split_sentence(line)
    down = DOWN.search(parts.reason) if parts.reason_word == "because" and not parts.condition else None
    if down:
        event = re.split(r",\s|\s(?:and|so)\s", parts.reason[: down.end()])[-1]
        return Parts(parts.main, tidy(event), "when", parts.exception)
    if (troubled := _TROUBLE.match(line)) and _is_order(troubled["do"]):
        return Parts(troubled["do"], tidy(troubled["event"]), "when", parts.exception)
    condition = parts.condition
    if _STRAY.search(condition) and limit_of(_STRAY.sub("", condition)) is None:
        condition = _STRAY.sub("", condition)
    main = _ONLY_FOR.sub("", parts.main) if clause(parts.main).negated else parts.main
    return Parts(main, condition, parts.condition_word, parts.exception, parts.reason, parts.reason_word)
