"""Whether somebody who was asked says yes or no: "yep", "on it", "not me, I'm off", "hm, but okay"."""

from __future__ import annotations

import re

from bot.language.text import one_line

_ACCEPTS = re.compile(
    r"^(?:[^\w:]*(?:@?[^\W\d_]+,\s+)?)(?:(?:yes|yep|yup|yeah|yea|ye|sure(?: thing)?|ok(?:ay)?|okey(?:[- ]dokey)?|"
    r"of course|absolutely|definitely|certainly|will do|on it|can do|no prob(?:lem)?|np|happy to|i['’]d be happy|"
    r"gladly|my pleasure|consider it done|fine(?: by me)?|deal|alright|all right|got it|not at all|with pleasure|"
    r"roger|noted|aye|done|agreed|"
    r"it['’]s my turn|i['’]m free|(?:i['’]?d|would) (?:love|be (?:happy|glad|delighted)) to\W*$|mhm+|hm yes|"
    r"happily|i (?:suppose|guess|"
    r"think) (?:so|i (?:am|can|could|do|will))|"
    r"(?:(?:dann|halt|eben|na gut|also) )+ich\b|i (?:suppose|guess) i (?:am|can|could|do|will)\b|"
    r"i(?:['’]ll| will| can| could| take|['’]m (?:on it|happy|in|up for))|count me in|i am(?=\W*$|,)|me(?: please)?|"
    r"leave (?:it|"
    r"that) (?:to|with) me|mine|i do|ja|klar|jo|jep|gerne|mach(?:e)? ich|passt|kann ich|geht klar|übernehme ich|"
    r"let me|"
    r"(?:already )?(?:doing|calling|ringing|asking|writing|chasing|mailing|fixing|booking) "
    r"(?:it|them|him|her|that|this|now)|"
    r"then i(?:['’]ll| will| join| take| can)?|challenge accepted|as you wish|works|['’]?course|for sure|you bet|"
    r"you got it|not a problem|why not|go on then|okey[- ]?doke|understood|that(?:['’]?d|['’]?ll| would| will) be me|i "
    r"guess (?:that['’]?s|it['’]?s|i)|i['’]m (?:your (?:man|woman|person)|in)|ich\b(?=\W*$|[,.!]| (?:mach|kann "
    r"(?!nicht)|"
    r"könnte|nehm|übernehm|würde?|schau|kümmer|klär|frag|hol|bring|wollte))|kk?|i(?:['’]ve| have)? got (?:this|"
    r"it)|give me (?:till?|"
    r"until|an? |two |three )|will \w+\W*$|my turn|count on me|put me down|dibs|of course i|if i must|wird gemacht|"
    r"alles klar|"
    r"kein problem|logo|na (?:gut|klar|schön)|auf jeden fall|jawohl|erledige ich|gern)\b|:\+1:|:ok_hand:|"
    r":thumbsup:|:white_check_mark:|:saluting_face:|:muscle:|:raised_hand:|:raised_hand_\w+:|:raising_hand:|"
    r":(?:wo)?man-raising-hand:|🙋|✋|👍|👌|✅|🫡)",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|yep|yeah|sure|fine|of course|haha|oo+h?|oh|ah|well|alright|i guess|then|ja|"
    r"klar)[\s,.!]+)*(?:(?:i guess |so )?(?:that['’]s|it['’]s) me\b|me\b(?! (?:too|"
    r"neither|either)\b)|i(?=\W*$|,)|i(?:['’](?:ll|m|d)| (?:do|can|could|will|shall|would|am|take)\b)(?! not)|"
    r"i (?:suppose|guess) i (?:am|can|could|do|will)\b|on it|will do|can do|sure|happy (?:to|for)|i(?:['’]ve| "
    r"have)? got (?:it|this|that)\b|"
    r"(?:(?:dann|halt|eben|na gut|also) )+ich\b|"
    r"mine\b|it['’]s my turn|i['’]m free|count me|count on me|leave (?:it|that|this)|let me|mach|gladly|done\b|"
    r"consider|with pleasure|"
    r"that(?:['’]?d|['’]?ll| would| will) be me|"
    r"my (?:pleasure|turn)|go on,? i|ich\b(?=\W*$|[,.!]| (?:mach|kann (?!nicht)|"
    r"könnte|nehm|übernehm|würde?|schau|kümmer|klär|frag|hol|bring|wollte))|put me down|dibs|you got it|give me "
    r"(?:till?|until|an? |two |three )|wird gemacht|gern|"
    r"erledige|übernehme|:raised_hand(?:_\w+)?:|:raising_hand:|:hand:|🙋)",
    re.IGNORECASE,
)
_THEN_YES = re.compile(
    r"^\W*(?:(?:oh|ah|ugh|well|sigh|hm+)[\s,.]+)*(?:(?:al ?right|all right|ok(?:ay)?|fine|go on)(?:,? then)|"
    r"ugh,? fine|fine,? "
    r"fine|(?:sigh|ugh)[\s,.]+(?:ok(?:ay)?|fine|yes|sure))\b(?=\W*$|[.,!])(?! (?:i can['’]t|no|but not)\b)",
    re.IGNORECASE,
)
"""A yes with a sigh takes it on: "oh alright then", "ugh fine"."""
_ON_LIST = re.compile(
    r"^\W*(?:it['’]?s |already |that['’]?s )*(?:already )?(?:on it|on my (?:list|plate|radar|desk)|in my (?:queue|"
    r"backlog|calendar|diary)|"
    r"aiming for|planned for|working on (?:it|that)|i['’]?m (?:already )?(?:on it|at it)|in progress)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"^(?:\W*(?:hm+|uh|um|well|oh|ah|sorry|ok(?:ay)?|honestly|tbh|actually|probably|yeah|fair|but|to be honest)"
    r"(?=[\s,.])[\s,.]*+)*(?:no\b(?! prob|pe problem)(?!.*\bbut (?:ok|sure|yes|"
    r"i can)\b)|nope|nah|not me(?! (?:who|that)\b)|not it\b|count me out|"
    r"not (?:really|now|this (?:week|sprint|time|month|quarter|year|round))|sorry|unfortunately|i don['’]t "
    r"(?!mind|care|see why not)|i (?:can['’]?t|"
    r"can ?not|couldn['’]t|won['’]t|don['’]t (?:think|want|have)|am (?:off|away|out)|['’]d rather not)|i['’]m (?:off|"
    r"away|out|afraid|swamped|full|busy)|i['’]d rather not|i would rather not|rather not|can['’]?t|no (?:way|"
    r"capacity|time|chance)|pass\b|i (?:start|begin|go on|am on|['’]m on|have) (?:my |a )?(?:leave|holiday|vacation|"
    r"pto|parental leave|day off)|(?:i['’]m )?(?:on|off on) (?:leave|holiday|vacation|pto)|leider|nein|geht "
    r"nicht|ich (?:auch )?nicht\b|"
    r"ich (?:kann|will|mag|schaff) (?:\w+ ){0,2}nicht\b|"
    r"schlecht\b|(?:da |dann )?(?:bin ich|ich bin) (?:ab|im|auf|nicht|am|in|bei\w*)\b|keine zeit|"
    r"(?:[^.?!,]{0,30} )?not possible\b|maybe (?:later|someone else)|somebody else|someone else|"
    r"(?:absolutely|certainly|definitely|of "
    r"course|"
    r"sure(?:ly)?|still|nicht|auf keinen|hell|please) (?:not\b|no\b|fall\b)|not (?:it\b|i\b|for me|going to happen|"
    r"if i can)|"
    r"i(?:['’]d| would)(?: really| still| so)?(?: (?:love|like|be (?:happy|glad)|help|do (?:it|that)))?(?: to)?,? "
    r"(?:but|if "
    r"only)\b|don['’]t look at me|over my dead body|anyone but me|no thanks|[^.?!]{0,40}\b(?:never "
    r"again|no,? thanks?\W*$))",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:i(?:['’]d| would)? (?:prefer|rather)|better|lieber)\b[^.,;]{0,20}\b(?:some(?:one|body) (?:else|other)|"
    r"another|"
    r"jemand ander\w*)\b",
    re.IGNORECASE,
)
_AFTER_ALL = re.compile(
    r"\b(?:next|the following|after|from) [^.,;?!]{2,20} (?:is fine|works|yes|sure|ok(?:ay)?)\b|"
    r"\bnächste[nrs]? \w+ (?:gern\w*|geht|ja|passt|schon)\b|"
    r"\b(?:but|ok(?:ay)?|fine|then)[,.]?\s+(?:ok(?:ay)?|sure|fine|i['’]ll|i will|i can|by|yes|alright|then)\b",
    re.IGNORECASE,
)


_BUT = re.compile(
    r"^(?:i['’]d (?:love|like) to|i would(?: love to)?|would love to|wish i could|normally yes|ich würde(?: ja)"
    r"? gern(?:e)?),? (?:but|"
    r"aber|only)\b|"
    r"^[^.?!]{0,60}\bbut (?:i['’]m (?:swamped|busy|off|out|away|full|on (?:leave|holiday|vacation))|i (?:can['’]?t|"
    r"cannot|(?:don['’]t have|have no|have) (?:the |any |no )?(?:time|capacity|bandwidth|hands?|room|budget)|won['’]t)|"
    r"not (?:this|now|before|until)|no time)\b",
    re.IGNORECASE,
)


def accepts(text: str) -> bool:
    """Whether an answer says yes: "yep", "on it", "Hm, I have no time before June. But okay, by July"."""
    line = one_line(text)
    if refuses(line):
        return False
    line = _LAUGHS.sub("", line)
    if re.match(r"\W*hm+\W", line, re.IGNORECASE):
        line = re.sub(r"^\W*hm+[\s,.…]*", "", line, flags=re.IGNORECASE)
    return bool(
        _ACCEPTS.match(line)
        or _ON_LIST.match(line)
        or _AFTER_ALL.search(line)
        or _gives_in(line)
        or _TOPIC_YES.match(line)
        or _YES_LAST.match(line)
    )


_YES_LAST = re.compile(r"^(?:\S+ ){1,4}\S+[,.] (?:yes|ok(?:ay)?|sure|fine|ja|gern\w*)\W*$", re.IGNORECASE)
"""A short answer that ends with yes: "on Sunday, yes"."""


_IS_ABOUT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|yep|yeah|sure|oh|well|no|but)[\s,.!]+)*i(?:['’]ll| will) (?:still |also )?be "
    r"(?:here|back|around|about|fine|ok(?:ay)?|late|out|off|away)\b(?![^.!?]*\b(?:and|so) (?:i|can|will)\b)",
    re.IGNORECASE,
)
"""Who says where they will be takes nothing on: "I'll be here next week"."""
_NEEDS_TIME = re.compile(
    r"[.!,;] give me (?:till?|until|an? (?:hour|day|minute|bit|week)|\d+|two|three)\b[^.!?]*$", re.IGNORECASE
)
"""Who asks for time at the end does it: "I have access. Give me an hour"."""


def takes(text: str) -> bool:
    """Whether somebody takes a thing on, more than that it is right: "me", "on it", "with pleasure"."""
    line = _LAUGHS.sub("", one_line(text))
    return (
        not refuses(line)
        and not _IS_ABOUT.match(line)
        and not re.search(r"\bsorry\W*$", line, re.IGNORECASE)
        and (
            _TAKES.match(line) is not None
            or _THEN_YES.match(one_line(text)) is not None
            or _NEEDS_TIME.search(line) is not None
            or bool(_ON_LIST.match(line) or _TOPIC_YES.match(line))
            or _gives_in(line)
        )
    )


def _gives_in(line: str) -> bool:
    """ "walked right into that. Yep": a short sigh, and then a bare yes."""
    found = re.match(r"^(?P<sigh>[^.!?…]+)[.!?…]+\s+(?P<yes>[^.!?…]+)\W*$", line)
    return bool(
        found and len(found["sigh"].split()) <= _SIGH and len(found["yes"].split()) <= _BARE
        and not refuses(found["sigh"]) and _ACCEPTS.match(found["yes"])
    )  # fmt: skip


_TOPIC_YES = re.compile(
    r"^(?:the|that|this|my|die|der|das) [^,.;?!]{2,30}?,? (?:yes|yep|sure|ok(?:ay)?|ja|gern\w*|no problem)\b",
    re.IGNORECASE,
)
_SIGH, _BARE = 6, 3
_LAUGHS = re.compile(
    r"^\W*(?:(?:ha(?:ha)+|he(?:he)+|lol|ugh|oof|argh|ouch|gah|pff+|oo+h?|oh|ah|aw+|uf+|uff)\b[\s,.!:)]*)+",
    re.IGNORECASE,
)


_LATER = re.compile(
    r"^(?:yes|yep|yeah|ok(?:ay)?|sure|fine|with pleasure|gladly|happy to|of course|gern\w*|ja|i(?:['’]ll| can|"
    r" could| will)\b[^.;?!]{0,30}?)[\s,.]*but not (?:before|"
    r"until|"
    r"this (?:week|sprint|month)|today|now|right away)\b",
    re.IGNORECASE,
)
"""A yes for another time."""


def refuses(text: str) -> bool:
    """Whether an answer says no."""
    line = _LAUGHS.sub("", one_line(text))
    if _LATER.match(line):
        return False
    said = bool(_REFUSES.match(line) or _BUT.match(line) or _ANOTHER.search(line))
    return said and not _AFTER_ALL.search(line)


GO = re.compile(
    r"^\W*(?:go (?:for it|ahead)|please|(?:yes )?(?:please )?do(?=\W*$)|yes please|do it|that(?:['’]d| would) be "
    r"(?:great|good|lovely|super|cool)|"
    r"would (?:you|be great)|lovely|"
    r"sounds good|great|perfect|good idea|love it)\b",
    re.IGNORECASE,
)
"""How somebody is told to go ahead."""
