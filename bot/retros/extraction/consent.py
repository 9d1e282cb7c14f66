"""Whether somebody who was asked says yes or no: "yep", "on it", "not me, I'm off", "hm, but okay"."""

from __future__ import annotations

import re

from bot.language.text import one_line

_ACCEPTS = re.compile(
    r"^(?:[^\w:]*(?:@?[^\W\d_]+,\s+)?)(?:(?:yes|yep|yup|yeah|yea|ye|sure(?: thing)?|ok(?:ay)?|okey(?:[- ]dokey)?|"
    r"of course|absolutely|definitely|certainly|will do|on it|can do|no prob(?:lem)?|np|happy to|i['’]d be happy|"
    r"gladly|my pleasure|consider it done|fine(?: by me)?|deal|alright|all right|got it|not at all|with pleasure|"
    r"roger|noted|aye|done|agreed|"
    r"i(?:['’]ll| will| can| could| take|['’]m (?:on it|happy|in|up for))|count me in|me(?: please)?|leave (?:it|"
    r"that) (?:to|with) me|mine|i do|ja|klar|jo|jep|gerne|mach(?:e)? ich|passt|kann ich|geht klar|übernehme ich|"
    r"let me|"
    r"(?:already )?(?:doing|calling|ringing|asking|writing|chasing|mailing|fixing|booking) "
    r"(?:it|them|him|her|that|this|now)|"
    r"then i(?:['’]ll| will| join| take| can)?|challenge accepted|as you wish|works)\b|:\+1:|:ok_hand:|"
    r":thumbsup:|:white_check_mark:|:saluting_face:|:muscle:|👍|👌|✅|🫡)",
    re.IGNORECASE,
)
_ON_LIST = re.compile(
    r"^\W*(?:it['’]?s |already |that['’]?s )*(?:already )?(?:on my (?:list|plate|radar|desk)|in my (?:queue|backlog)|"
    r"aiming for|planned for|working on (?:it|that)|i['’]?m (?:already )?(?:on it|at it)|in progress)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"^(?:\W*(?:hm+|uh|well|oh|ah|sorry|ok(?:ay)?)[\s,.]*)*(?:no\b(?! prob|pe problem)(?!.*\bbut (?:ok|sure|yes|"
    r"i can)\b)|nope|nah|not me(?! (?:who|that)\b)|not it\b|count me out|not (?:really|now|this (?:week|sprint|time))|"
    r"sorry|unfortunately|i (?:can['’]?t|"
    r"cannot|couldn['’]t|won['’]t|don['’]t (?:think|want|have)|am (?:off|away|out)|['’]d rather not)|i['’]m (?:off|"
    r"away|out|afraid|swamped|full|busy)|i['’]d rather not|i would rather not|rather not|can['’]?t|no (?:way|"
    r"capacity|time|chance)|pass\b|i (?:start|begin|go on|am on|['’]m on|have) (?:my |a )?(?:leave|holiday|vacation|"
    r"pto|parental leave|day off)|(?:i['’]m )?(?:on|off on) (?:leave|holiday|vacation|pto)|leider|nein|geht nicht|"
    r"keine zeit|maybe (?:later|someone else)|somebody else|someone else)",
    re.IGNORECASE,
)
_AFTER_ALL = re.compile(
    r"\b(?:but|ok(?:ay)?|fine|then)[,.]?\s+(?:ok(?:ay)?|sure|fine|i['’]ll|i will|i can|by|yes|alright|then)\b",
    re.IGNORECASE,
)


_BUT = re.compile(
    r"^(?:i['’]d (?:love|like) to|i would(?: love to)?|would love to|wish i could|normally yes|ich würde(?: ja)"
    r"? gern(?:e)?),? (?:but|"
    r"aber|only)\b|"
    r"^[^.?!]{0,60}\bbut (?:i['’]m (?:swamped|busy|off|out|away|full|on (?:leave|holiday|vacation))|i (?:can['’]?t|"
    r"cannot|don['’]t have|have no|won['’]t)|not (?:this|now|before|until)|no time)\b",
    re.IGNORECASE,
)


def accepts(text: str) -> bool:
    """Whether an answer says yes: "yep", "on it", "Hm, I have no time before June. But okay, by July"."""
    line = one_line(text)
    if re.match(r"\W*hm+\W", line, re.IGNORECASE) and not refuses(line):
        line = re.sub(r"^\W*hm+[\s,.…]*", "", line, flags=re.IGNORECASE)
    return not refuses(line) and bool(_ACCEPTS.match(line) or _ON_LIST.match(line) or _AFTER_ALL.search(line))


def refuses(text: str) -> bool:
    """Whether an answer says no."""
    line = one_line(text)
    return bool(_REFUSES.match(line) or _BUT.match(line)) and not _AFTER_ALL.search(line)


GO = re.compile(
    r"^\W*(?:go (?:for it|ahead)|please|yes please|do it|that['’]d be (?:great|good|lovely)|would be great|"
    r"sounds good|great|perfect|good idea|love it)\b",
    re.IGNORECASE,
)
"""How somebody is told to go ahead."""
