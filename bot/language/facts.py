"""What kind of fact a sentence holds: a number, a date, a person, a system, a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.language.amounts import amounts

_MONTHS = (
    "january|february|march|april|(?-i:May)|(?<=in )may|(?<=by )may|(?<=of )may|june|july|august|september|october"
    "|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun"
_UNITS = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|sprints?|shifts?"
_NUMBER_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    "|seventy"
    "|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|double|triple|couple"
    "|none"
    "|nobody|no one|everyone"
)

_NUMBER = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
_DATE = re.compile(
    rf"\b(?:{_MONTHS})\b|\b(?:{_DAYS})\b|\b20\d\d\b|\bq[1-4]\b|\b\d{{1,2}}[./-]\d{{1,2}}\b|\b(?:today|tomorrow"
    rf"|tonight|"
    r"christmas|easter|summer|winter|spring|autumn|year[- ]end|black friday|new year)\b"
    r"|\b(?:next|this|coming|end of|end of the|mid|start of|beginning of)[ -](?:the )?(?:week|month|quarter|year"
    r"|sprint|"
    r"season|term|semester|half)\b"
    rf"|\b(?:in|within|after|for)\s+(?:about |around |roughly )?(?:\d+|a|an|{_NUMBER_WORDS})\s+(?:{_UNITS})\b"
    r"|\bby (?:the )?(?:end|start|launch|release|go-live|deadline|audit|season|holidays)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w.])@[\w.-]+")
_NAME = re.compile(r"(?:(?<=[a-z,;:)] )|(?<=\bis ))[A-Z][a-z]+(?: [A-Z][a-z]+)?\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,}\b|\b[A-Z][a-z]+[A-Z]\w*\b")
_ROLE = re.compile(
    r"\b(?:\w{2,}(?:ers?|ors?|ists?|ians?|ants?|ees?|men|man|woman|women|leads?|chiefs?|heads?)|staff|team|desk"
    r"|board|legal|"
    r"finance|procurement|marketing|sales|operations|ops|(?-i:HR|IT|PM|PO)|ceo|cto|cfo|coo|ciso|dpo|nurses?|clerks?"
    r"|agents?|"
    r"doctors?|pupils?|parents?|kids|guests?|patients?|residents?|tenants?|students?|admins?|colleagues?|people in|"
    r"boss|council|committee|authority|auditors?|crews?|pilots?|chefs?|cooks?|citizens?|members?|customers?|clients?|"
    r"public|pharmacists?|couriers?|reps?|representatives?|partners?|coaches|coach|guards?|owners?)\b",
    re.IGNORECASE,
)
_NOT_A_ROLE = frozenset(
    """
    order orders number numbers user users computer server servers paper papers after other others another however
    whether never ever over under error errors either rather together later filter filters folder folders letter letters
    matter matters customer-order counter container header footer router printer scanner browser buffer layer calendar
    color colour floor door factor monitor sensor processor editor for or her their offer answer transfer enter trigger
    remember september october november december summer winter water weather power paper quarter dinner number
    consider deliver cover discover recover register center centre meter parameter want grant constant instant
    important relevant significant plant restaurant see fee fees free three tree agree guarantee degree employee-file
    human german common mean than can ban plan plans loan scan span clean man lead ahead head heads leads better faster
    easier slower quicker cheaper bigger smaller longer shorter higher lower fewer newer older wider tier carrier
    earlier per super list lists exist exists persist assist consist resist wrist mist
    """.split()
)
_SYSTEM_WORDS = re.compile(
    r"\b(?:excel|spreadsheets?|e-?mail|calendar|database|api|apis|website|web ?shop|portal|erp|crm|ledger|outlook"
    r"|sharepoint|"
    r"payroll|warehouse system|ticket(?:ing)? system|payment (?:provider|gateway)|google|microsoft|sap|jira"
    r"|salesforce|"
    r"whatsapp|sms gateway|intranet|active directory|ldap|\w+ (?:system|software|app|tool|platform|service|"
    r"server|database|register))\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|owing to|as we|as they|in order|otherwise|law|policy|contract|gdpr|hipaa"
    r"|regulation|"
    r"against|from (?:outside|others|other)|only|by (?:role|password))\b",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    rf"\b(?:every|each|per|daily|weekly|monthly|yearly|hourly|annually|nightly|constantly|always|all the time"
    rf"|most (?:days|weeks)|"
    rf"all day|once|twice|(?:\d+|{_NUMBER_WORDS}|a few|several|many)\s+(?:times|{_UNITS}|%|per ?cent|percent)|"
    rf"times (?:a|per)|a (?:day|week|month|year|shift))\b|\d\s?%|\b\d+ (?:of|out of|in) \d+|\b(?:{_DAYS})s\b"
    rf"|\d\s?/\s?\w",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|none|nothing|never|without|except|excluding|exclude[sd]?|out of|out|later|only|skip|leave out"
    r"|left out|"
    r"phase (?:two|2)|another time|afterwards|apart from|other than)\b|n['’]t\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|when|whenever|unless|until|in case|as soon as|while|only|once)\b", re.IGNORECASE)
_REACTION = re.compile(
    r"\b(?:sees?|shows?|shown|displays?|messages?|errors?|warn\w*|retr(?:y|ies|ied)|queue[sd]?|notif\w+|e?-?mail\w*"
    r"|alert\w*|"
    r"block\w*|refuse[sd]?|reject\w*|keeps?|kept|stays?|asks?|asked|tells?|told|save[sd]?|fall ?back|prevent\w*"
    r"|ignore[sd]?|"
    r"logs?|logged|waits?|undo|undone|gets?|calls?|goes? (?:to|back|out|on)|sent|sends?|flag\w*|holds?|held|stops?"
    r"|redo|"
    r"restore\w*|revert\w*|merge\w*|lock\w*|only once|read-only|offline|later|again|manual\w*|paper|phone"
    r"|nothing happens|"
    r"continue\w*|cancel\w*|expire\w*|text|sms|red|banner|popup|pop-up|hint|remind\w*|escalat\w*|wins?|overw\w+"
    r"|syncs?|"
    r"store[sd]?|tries|try|can(?:not|'t)?|should|must|has to|have to|needs? to)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\bfrom\b.{1,200}?\bto\b|→|->|\binstead of\b", re.IGNORECASE)
_ACTOR = re.compile(
    r"\bby (?!(?:the )?(?:end|start|hand|mail|e-?mail|phone|post|default|mistake|law|\d))\w+", re.IGNORECASE
)


def roles_in(text: str) -> tuple[str, ...]:
    """Everybody with a job or a part to play who is named, in lower case."""
    found = (match.group().lower() for match in _ROLE.finditer(text))
    return tuple(role for role in found if role not in _NOT_A_ROLE)


def systems_in(text: str) -> tuple[str, ...]:
    """Every word for a computer system, as it stands there ("payment gateway", "Excel")."""
    return tuple(match.group() for match in _SYSTEM_WORDS.finditer(text))


def dates_in(text: str) -> tuple[str, ...]:
    """Every word that says which day or when, as it stands there ("Friday", "next week", "Q3")."""
    return tuple(match.group() for match in _DATE.finditer(text))


def has_role(text: str) -> bool:
    """Whether somebody with a job or a part to play is named ("clerk", "team lead", "parents")."""
    return bool(roles_in(text))


def has_person(text: str) -> bool:
    """Whether a person is named, by @mention, by name or by role; "me" and "I" name the speaker."""
    return bool(
        _MENTION.search(text)
        or _NAME.search(text)
        or re.match(r"[A-Z][a-z]+\b", text.strip())
        or re.search(r"\b(?:me|myself|I)\b", text)
        or has_role(text)
    )


def has_system(text: str) -> bool:
    """Whether a computer system is named, by a word for one, an acronym or a product's name; "none" counts."""
    return bool(
        _SYSTEM_WORDS.search(text)
        or _ACRONYM.search(text)
        or _NAME.search(text)
        or re.search(r"\b(?:none|nothing|no (?:other )?(?:system|one)|stand-?alone)\b", text, re.IGNORECASE)
    )


DETECTORS: Mapping[str, Callable[[str], bool]] = {
    "number": lambda text: bool(_NUMBER.search(text)),
    "date": lambda text: bool(_DATE.search(text)),
    "person": has_person,
    "role": has_role,
    "system": has_system,
    "reason": lambda text: bool(_REASON.search(text)),
    "frequency": lambda text: bool(_FREQUENCY.search(text)),
    "negative": lambda text: bool(_NEGATIVE.search(text)),
    "condition": lambda text: bool(_CONDITION.search(text)),
    "reaction": lambda text: bool(_REACTION.search(text)),
    "change": lambda text: bool(_CHANGE.search(text)),
    "actor": lambda text: bool(_ACTOR.search(text)),
    "work": lambda text: any(one.kind == "work" for one in amounts(text)),
    "wait": lambda text: any(one.kind == "wait" for one in amounts(text)),
    "usable": lambda text: any(one.kind == "usable" for one in amounts(text)),
}
"""How each kind of fact that a framework file may ask for is recognised in a sentence."""

_ASSUMED = re.compile(
    r"\b(?:i (?:think|guess|suppose|assume|believe|hope|reckon)|we (?:think|guess|assume|believe|hope)|assuming"
    r"|assumption|"
    r"probably|presumably|perhaps|maybe|i'?d say|not (?:really |quite |100 ?% )?sure|if i remember|gut feeling"
    r"|my guess|"
    r"must be around|hopefully|might be)\b",
    re.IGNORECASE,
)


def is_hedged(text: str) -> bool:
    """Whether the speaker marks it as a belief rather than a fact ("I guess", "probably")."""
    return bool(_ASSUMED.search(text))


_QUANTITY = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)\s?(?P<unit>%|€|\$|£|per ?cent|percent|eur\b|usd\b|gbp\b|"
    rf"(?:{_UNITS})\b|[a-z]{{2,}})?",
    re.IGNORECASE,
)


def quantities(text: str) -> tuple[tuple[str, str], ...]:
    """The numbers of a text, each with the word after it, singular and in lower case: ("500", "eur"), ("7", "")."""
    found = []
    for match in _QUANTITY.finditer(text):
        unit = (match["unit"] or "").lower()
        found.append((match["number"], unit.rstrip("s") if len(unit) > 1 else unit))
    return tuple(found)
