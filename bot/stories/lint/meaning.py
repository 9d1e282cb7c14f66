"""Is it a feature for that role, with a reason, told as a need: the two rules about what a story means."""

from __future__ import annotations

import re

from bot.language.text import content_words, shorten
from bot.language.verbs import is_base
from bot.stories.lint.lexicon import BUILD_VERBS, EXAMINE_VERBS, MAKING_VERBS, THOUGHT_VERBS
from bot.stories.lint.lexicon_solutions import (
    CONSTRUCTION,
    EXAMINED,
    INNARDS,
    PROPER_TECHNOLOGIES,
    SCREEN,
    SYSTEM_ROLES,
    TECHNOLOGIES,
)
from bot.stories.lint.reading import Reading, is_adverb
from bot.stories.rules import Finding

_TECHNOLOGY = re.compile(rf"(?<![\w-])(?:{TECHNOLOGIES})(?=(?:-(?:based|powered|driven))?(?![\w-]))")
_PROPER = re.compile(
    rf"(?<=\s)(?:{PROPER_TECHNOLOGIES})"
    r"(?=\s+(?:app|front[ -]?end|back[ -]?end|component|service|code|module|library)s?\b)"
)
_SCREEN = re.compile(rf"(?<![\w-])(?:{SCREEN})(?![\w-])")
_INNARDS = re.compile(rf"(?<![\w-])(?:{INNARDS})(?![\w-])")
_EXAMINED = re.compile(rf"(?<![\w-])(?:{EXAMINED})(?![\w-])")
_CONSTRUCTION = re.compile(rf"(?<![\w-])(?:{CONSTRUCTION})(?![\w-])")
_SYSTEM_ROLE = re.compile(rf"(?:{SYSTEM_ROLES})", re.IGNORECASE)
# "the system to …": whoever builds it says what it should do; whoever uses it would say what they want to do.
_THE_SYSTEM = re.compile(r"(?:the|our|this)\s+(?:[\w-]+\s+){0,3}?(?:system|software|application)\s+to\s")
_PROVES = re.compile(r"(?:verify|validate|check|confirm|prove)\s+(?:that|whether|if)\b", re.IGNORECASE)
_NAMED_BRIDGE = re.compile(
    r"""\bintegrat(?:e|es|ed|ing|ion)\s+(?:[\w'’-]+\s+){0,4}?with\s+
    (?:the\s+|an?\s+)?[A-Z][\w.+-]*(?:\s+[A-Z][\w.+-]*)*""",
    re.VERBOSE,
)
# What somebody could be shown; the impact of a thing on the world is no such piece of knowledge.
_SHOWABLE = re.compile(
    r"""^(?:(?:learn|know)\s+(?:if|whether|which|when|where|who|why|my|the\s+(?:ways|reasons))\b
    |understand\s+(?!(?:the\s+)?(?:[\w-]+\s+)?(?:impact|influence|effects?|potential|implications|importance|role|value|need
    |process|landscape)\b|what\s+(?:[\w-]+\s+){1,3}should\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_FEATURE = re.compile(
    r"""^(?:(?:stay|keep|remain|be\s+kept)\s+(?:informed|updated|ahead|abreast|up[- ]to[- ]date|current|competitive)
    | (?:learn|gain|get|develop|have)\s+(?:more\s+|a\s+)?(?:better|deeper|comprehensive|good)?\s*
      (?:understanding|insights?|awareness|sense)\s+(?:of|into|about)
    | (?:develop|create|formulate|design|establish|propose|enforce|implement)\s+(?:[\w-]+\s+){0,4}?
      (?:polic(?:y|ies)|regulations?|strateg(?:y|ies)|guidelines|interventions|legislation
      |(?:educational|training|prevention)\s+program(?:me)?s?)
    | (?:leverage|use|utili[sz]e)\s+(?:[\w-]+\s+){1,6}?to\s+explore\b
    | (?:train|educate|hire|recruit|teach|coach)\s+(?:[\w-]+\s+){0,2}
      (?:staff|employees|people|workers|students|teams?|users|participants|developers|experts|specialists|engineers)
    | (?:be|feel)\s+(?:more\s+)?(?:confident|happy|sure|proud|comfortable|valued|heard)\b
    | (?:identify|determine)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}
      (?:factors|causes|reasons|ways|opportunities|trends|best\s+\w+|(?:risks|benefits)\s+and\s+\w+|challenges|implications)
    | (?:analy[sz]e|assess|evaluate|compare|study)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?
      (?:influence|impact|effects?|relationship|levels|bias(?:es)?|consequences|implications|role|correlation|interaction)\b
    | (?:publish|present|share)(?:ing)?\s+(?:the\s+|my\s+|our\s+)?(?:findings|results\s+of\s+(?:my|our))
    | contribute\s+to\b | work\s+towards\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_WITH_TOOL = re.compile(
    r"\b(?:using|through|via|with\s+(?:the\s+help|machine)|in\s+the\s+(?:app|system|portal|tool|platform))\b",
    re.IGNORECASE,
)
_FEATURE_AS_REASON = re.compile(
    r"""^(?:i|we|users?|they|people)\s+(?:can|could|may|(?:am|are|will\s+be)\s+able\s+to)\s+
    (?:then\s+|also\s+|easily\s+|quickly\s+)*
    (?:click|download|export|upload|print|filter|sort|log\s+(?:in|on)|sign\s+(?:in|up|out)|scroll|navigate\s+to|bookmark
    |zoom)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ALSO = re.compile(r"^(?:(?:i|we|users?|they)\s+(?:can|could)\s+also|(?:i|we)\s+(?:also\s+)?want)\b", re.IGNORECASE)
_DATABASE = re.compile(
    r"\b(?:stor|sav|keep|kept|put|writ|persist|delet|remov)\w*\s+(?:[\w'’-]+\s+){0,6}?"
    r"(?P<where>(?:in|into|from|to)\s+(?:an?|the|our)\s+database)\b",
    re.IGNORECASE,
)
_BRIDGE = re.compile(
    r"""(?:to\ (?:have|get)\ )?(?:(?:an?|the|some)\ )?(?:[\w.-]+\ ){0,3}
    (?:integrations?|plug-?ins?|connectors?|adapters?|webhooks?|endpoints?)(?:\ (?:with|for|to|into)\ [\w.-]+|$)""",
    re.VERBOSE,
)
# Wishes to people and to the law; no product can be built for them.
_NO_PRODUCT = re.compile(
    r"""^(?:[\w-]+\s+(?:and\s+)?){0,2}(?:regulations|legislation|laws|policies|transparency\s+from\s+\w+)\b(?!\s+(?:page|list|document))""",
    re.IGNORECASE | re.VERBOSE,
)
# Somebody opens a thing only to do the next: "open the map so that I can see the landmarks".
_GATES = frozenset({"open", "visit", "navigate", "access", "go"})
_ACCOUNT = re.compile(
    r"(?:create|open|set\s+up|have)\s+(?:an?|my|my\s+own)\s+(?:\w+\s+)?account\b|(?:log|sign)\s+(?:in|on|up)\b",
    re.IGNORECASE,
)
_SECOND_STEP = re.compile(
    r"""^(?:i|we|users?)\s+(?:can|could|may|(?:am|are)\s+able\s+to)\s+(?:\w+ly\s+)?
    (?:see|view|read|add|create|edit|update|change|delete|remove|upload|search|browse|book|order|submit)\s+(?!how|if|whether|what|why|it\b|them\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_GESTURES = frozenset({"click", "tap", "hover", "scroll", "drag", "press", "swipe", "double-click", "right-click"})
_FEW_WORDS = 2


def conceptually_sound(reading: Reading) -> list[Finding]:
    """Advice when the role is no user of the feature, the want is no feature, or the reason is none."""
    wanted = _no_user(reading) or _no_feature(reading)
    return [finding for finding in (wanted, _no_reason(reading)) if finding]


def _no_user(reading: Reading) -> Finding | None:
    role = reading.story.role or ""
    if _SYSTEM_ROLE.fullmatch(role):
        message = f"“{role}” is what is being built: who gets something out of it? Name that person."
        return reading.finding("conceptually_sound", "advice", message, role)
    if not reading.is_maker or not _about_the_inside(reading):
        return None
    message = f"“{role}” makes or examines the system here: whose life does it change, and how? Name that person."
    return reading.finding("conceptually_sound", "advice", message, role)


def _about_the_inside(reading: Reading) -> bool:
    """Whether a maker asks for work on the system, as opposed to something that makers use, such as a package list."""
    want, verb = reading.want_low, reading.main_verb
    if not reading.is_action:
        return reading.is_builder and bool(_INNARDS.search(want) or _THE_SYSTEM.match(want))
    if _INNARDS.search(want):
        return True
    if verb in MAKING_VERBS | THOUGHT_VERBS or (reading.is_tester and _PROVES.match(reading.core)):
        return True
    return verb in BUILD_VERBS | EXAMINE_VERBS and bool(_EXAMINED.search(want) or _TECHNOLOGY.search(want))


def _no_feature(reading: Reading) -> Finding | None:
    core = reading.core[reading.tokens[reading.main_at].start :] if reading.tokens else ""
    plea = _NO_PRODUCT.match(core) if not reading.is_action else None
    if plea is not None:
        message = f"No product can be “{shorten(plea.group(), 50)}”: what should it do for them?"
        return reading.finding("conceptually_sound", "advice", message, plea.group())
    if not core or (not reading.is_action and reading.story.means != "wish"):
        return None
    match = _NO_FEATURE.match(core)
    if match is not None and not _WITH_TOOL.search(core):
        piece = match.group()
    elif reading.main_verb in THOUGHT_VERBS and not _SHOWABLE.match(core) and is_base(core.split()[0]):
        piece = core.split()[0]
    else:
        return None
    message = f"“{shorten(piece, 50)}” is something people do for themselves: what should the product do for them?"
    return reading.finding("conceptually_sound", "advice", message, piece)


def _no_reason(reading: Reading) -> Finding | None:
    benefit = reading.story.benefit
    if not benefit:
        return None
    match = _FEATURE_AS_REASON.match(benefit) or _ALSO.match(benefit)
    if match is None and reading.is_action and (reading.main_verb in _GATES or _ACCOUNT.match(reading.core)):
        match = _SECOND_STEP.match(benefit)
    if match is not None:
        message = f"“{shorten(benefit, 60)}” is another feature, not a reason: what is it good for?"
        return reading.finding("conceptually_sound", "advice", message, benefit)
    if "not" in benefit:
        return None
    reason, want = content_words(benefit) - {"get"}, content_words(reading.core)
    if len(reason) >= _FEW_WORDS and reason <= want:
        message = f"“{shorten(benefit, 60)}” says the wish again: what is it good for?"
        return reading.finding("conceptually_sound", "advice", message, benefit)
    return None


def problem_oriented(reading: Reading) -> list[Finding]:
    """Advice when the want names how it is done: a technology, a screen element, a piece of construction."""
    want = reading.story.want or ""
    technology = _TECHNOLOGY.search(reading.want_low) or _PROPER.search(want)
    if technology is not None:
        name = want[technology.start() : technology.end()]
        message = f"“{name}” is a solution: say what it should achieve, and leave the how to the team."
        return [reading.finding("problem_oriented", "advice", message, name)]
    bridge = _BRIDGE.match(reading.want_low)
    if bridge is not None:
        name = want[: bridge.end()].removeprefix("to ")
        message = f"“{name}” is a solution: say what should get from where to where, and for what."
        return [reading.finding("problem_oriented", "advice", message, name)]
    kept = _DATABASE.search(want)
    if kept is not None:
        message = f"“{kept['where']}” is how it is kept: say only what must still be there later, or be gone."
        return [reading.finding("problem_oriented", "advice", message, kept["where"])]
    named = _NAMED_BRIDGE.search(want)
    if named is not None:
        message = f"“{named.group()}” is a solution: say what should get from where to where, and for what."
        return [reading.finding("problem_oriented", "advice", message, named.group())]
    element = _SCREEN.search(reading.want_low)
    if element is not None:
        name = want[element.start() : element.end()]
        message = f"“{name}” is a piece of screen: say what the person wants to get done with it."
        return [reading.finding("problem_oriented", "advice", message, name)]
    if reading.is_action and reading.main_verb in _GESTURES:
        piece = " ".join(reading.core.split()[:4])
        message = f"“{piece}” is how it is done on a screen: say what the person wants to get done."
        return [reading.finding("problem_oriented", "advice", message, piece)]
    return _construction(reading)


def _construction(reading: Reading) -> list[Finding]:
    """What makers ask for when they ask for their own work: "implement a cache", "the model to be trained on …"."""
    verb, want = reading.main_verb, reading.want_low
    if not reading.is_maker:
        return []
    if not reading.is_action:
        inside = _CONSTRUCTION.search(want) if reading.is_builder else None
        piece = (reading.story.want or "")[inside.start() : inside.end()] if inside else ""
    else:
        works = verb in MAKING_VERBS or (
            verb in BUILD_VERBS | EXAMINE_VERBS and bool(_EXAMINED.search(want) or _INNARDS.search(want))
        )
        words = reading.core.split()
        piece = " ".join(words[: 5 if is_adverb(words[0].lower()) else 4]) + "…" if works else ""
    if not piece:
        return []
    message = f"“{piece}” is work on a solution: say which problem it takes away, and from whom."
    return [reading.finding("problem_oriented", "advice", message, piece.removesuffix("…"))]
