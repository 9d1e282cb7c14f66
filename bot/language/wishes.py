"""The many ways in which people wrap a wish ("it would be nice if…"), unwrapped to the plain sentence inside."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.asides import spoken
from bot.language.text import one_line, strip_filler

_THERE = (
    r"(?:there (?:should|must|shall|could|can|will|would|might|has to|have to|needs to|need to|ought "
    r"to)(?: also| always| at least)? be|there is(?: a)? need for|there'?s (?:a )?need for)"
)
_WE_WANT = (
    r"(?:(?:i|we|they|you)(?: (?:really|also|just|still|all|always|actually|mostly|basically|then|do|"
    r"definitely|badly|desperately))* "
    r"(?:want|need|would like|would love|would need|would want|wish|require|prefer|must have|should "
    r"have|'d like|'d love|could use|could do with|are looking for|would appreciate|"
    r"hope|expect|like|wanna)|(?:i|we)['’]d(?: really| also)? (?:like|love|need|want|prefer|appreciate))"
)
_POSSIBLE = r"(?:should|must|shall|has to|needs to|would|could|might|will|can)"
# Each turns one way of wishing into a plain sentence; applied over and over until none fits.
# An opening is looked for where it would be, and not at each letter of a long sentence.
_REWRITES: tuple[tuple[Callable[[str], re.Match[str] | None], str], ...] = tuple(
    (found.match if pattern.startswith("^") else found.search, replacement)
    for pattern, replacement in (
        (
            r"^(?:please|pls|plz|ideally|preferably|maybe|perhaps|possibly|at least(?! (?:\d|one|two|three|"
            r"four|five|six|ten|an?\b))|most importantly|importantly|finally|then|firstly|first|secondly|"
            r"second|third|also|next|additionally|furthermore|moreover|in addition|for example|for instance|"
            r"in the end|at the end|number one|requirement)\b\s*(?:[,:]\s*|(?=\S)(?!\w+s?\b\s+(?:of|name|"
            r"line|step|level|shift|class|page)\b))",
            "",
        ),
        (
            r"(?<![\s,])[\s,]++(?:please|pls|plz|thanks|thank you|if possible|or something(?: like that)?|or so|you "
            r"know|i think|i guess|and so on|and stuff|and such|etc\.?|somehow|asap|as well|too)$",
            "",
        ),
        (r",\s*(?:right|ok|okay|no|yes)$", ""),
        (
            r"^(?:i am )?(?:not (?:really )?sure|no idea|dunno|idk|hard to say)(?: yet)?\s*[,;.:–-]+\s*(?:but )?(?=\w)",
            "",
        ),
        (r"^let me (?=[a-z])", ""),
        (r"^let(?: us|'s|’s) (?=[a-z])", "we can "),
        (r"^(?:it|that|this) would (?:really |also )?help(?: a lot| me| us| so much| very much)* (?:if|when) ", ""),
        (
            r"^(?:nobody|no one|no-one|none) (?:but|except(?: for)?|other than) (.+?) (can|may|must|should|"
            r"is allowed to) ",
            r"only \1 \2 ",
        ),
        (
            r"^(?:can|could|would|will) you (?:please |also |maybe |perhaps )*(?:add|build|make|put in|include|"
            r"implement|provide) ",
            "we need ",
        ),
        (r"^(?:can|could|would|will) you (?:please |also |maybe |perhaps )*(?=[a-z])", "the system should "),
        (
            r"^what (?:i|we|they) (?:[a-z]+ ){0,3}(?:want|need|like|wish|love)(?: for)?(?: here| most)? (?:is|would be)"
            r"(?: that)? (?=(?:when|if|once|as soon as)\b)",
            "",
        ),
        (
            r"^what (?:i|we|they) (?:really |actually |would |mostly )*(?:want|need|like|miss|wish|care "
            r"about)(?: for)?(?: here| most)? (?:is|would be)(?: that)? ",
            "we want ",
        ),
        (
            r"^(?:the )?(?:(?:most )?(?:important|main|key|big|biggest|first|main)(?: thing| point| "
            r"need)?(?: for (?:me|us))?|thing|main thing|must[- ]have|goal|idea|requirement|wish|plan) (?:is|"
            r"would be|are)(?: that| to have)? ",
            "we want ",
        ),
        (
            r"^(?:it|that) (?:would|will|'d|’d|should|might) (?:also |really |already )*be (?:really |very |"
            r"so |super |quite |absolutely )*(?:nice|great|good|cool|helpful|awesome|perfect|useful|amazing|"
            r"ideal|best|lovely|fantastic|handy|important|better|necessary|wonderful) (?:if|when|that) ",
            "",
        ),
        (
            r"^(?:would|will|'d) (?:also |really )?be (?:really |very |so |super )?(?:nice|great|good|cool|"
            r"helpful|awesome|perfect|useful|handy) (?:if|when|that) ",
            "",
        ),
        (
            r"^(?:(?:it|that) )?(?:would|will|'d|’d) (?:also |really |already )*be (?:really |very |so |"
            r"super |quite )*(?:nice|great|good|cool|helpful|awesome|perfect|useful|handy|important|better) "
            r"to (?:have|get) ",
            "we need ",
        ),
        (
            r"^(?:(?:it|that) )?(?:would|will|'d|’d) (?:also |really |already )*be (?:really |very |so |"
            r"super |quite )*(?:nice|great|good|cool|helpful|awesome|perfect|useful|handy|important|better) "
            r"to ",
            "",
        ),
        (
            r"^(?:it is|it's|it’s|is) (?:also |very |really |so )*(?:important|essential|vital|crucial|"
            r"critical|necessary|required|mandatory|key|needed)(?: for (?:me|us))? (?:that|if) ",
            "",
        ),
        (
            r"^(?:it is|it's|it’s|is) (?:also |very |really |so )*(?:important|essential|vital|crucial|"
            r"critical|necessary|required|mandatory|needed) for ((?:\w+ ){1,4}?)to ",
            r"\1should ",
        ),
        (
            r"^(?:it is|it's|it’s|is) (?:also |very |really |so )*(?:important|essential|vital|crucial|"
            r"critical|necessary|required|mandatory|needed) to ",
            "",
        ),
        (
            rf"^(?:it |this |that )?{_POSSIBLE} (?:also |always |still )*be possible (?:for|that) (.+?) (?:to|"
            rf"can|could|is able to) ",
            r"\1 can ",
        ),
        (rf"^(?:it |this |that )?{_POSSIBLE} (?:also |always |still )*be possible to ", ""),
        (r"^(?:it is|it's|it’s) possible for (.+?) to ", r"\1 can "),
        (r"^(?:it is|it's|it’s) possible to ", ""),
        (
            rf"^{_THERE} (?:a |an |some |the )?(?:way|option|possibility|ability|chance|means|function|"
            rf"feature|functionality)s? for (.+?) to (?=\w)",
            r"\1 can ",
        ),
        (rf"^{_THERE} (?:a |an |some |the )?(?:\w+ )?(?:way|possibility|ability|chance|means) to (?=\w)", ""),
        (rf"^{_THERE} (?:a |an |some |the )?(?:option|function|feature|functionality) to (?=\w)", ""),
        (rf"^{_THERE} ", "we need "),
        (
            r"^(?:a |an |some |the )?(?:\w+ )?(?:way|option|possibility|ability|chance|feature|"
            r"functionality) for (.+?) to (?=\w)",
            r"\1 can ",
        ),
        (
            r"^(?:a |an |some |the )?(?:easy |simple |quick |better )?(?:way|possibility|ability|chance|"
            r"option|function|feature|functionality) to (?=\w)",
            "",
        ),
        (r"^(?:please )?(?:make|making) (?:it )?(?:possible|easy|easier|simple) for (.+?) to ", r"\1 can "),
        (r"^(?:please )?(?:make|making) (?:it )?(?:possible|easy|easier|simple) to ", ""),
        (r"^(?:please )?(?:make|making) (?:absolutely |really |very )?(?:sure|certain)(?: that)? ", ""),
        (r"^(?:please )?ensure(?: that)? (?=(?:\w+ ){1,6}(?:can|must|is|are|has|have|will|should|gets?)\b)", ""),
        (r"^(?:let|lets) (?!us\b|me\b|'s)(.+?) (?=[a-z-]+\b)(?P<x>)", r"let \1 "),
        (
            r"^(?:(?:the |our |a )?(?:new )?(?:system|app|tool|platform|software|site|website|portal|"
            r"solution|bot|product|it) (?:should|must|shall|will|can|needs to|has to|would|could)(?: also)? "
            r")(?:allow|enable|permit|help) (.+?) to (?=\w)",
            r"\1 can ",
        ),
        (
            r"^(?:the (?:new )?(?:system|app|tool|platform|software|site|website|portal|solution|bot|"
            r"product) )(?:allows|enables|permits|helps) (.+?) to (?=\w)",
            r"\1 can ",
        ),
        (r"^(?:allow|enable|permit|help|helps) (.+?) to (?=\w)", r"\1 can "),
        (rf"^{_WE_WANT} (?:it |this )?(?:if|that|when) ", ""),
        (
            rf"^{_WE_WANT} (?:a |an |some |the |one )?(?:new |simple |small |good |proper )*(?:system|app|tool|"
            r"platform|software|site|"
            r"website|portal|solution|bot|thing|page|service|place) (?:where|in which|with which|"
            r"through which|(?:that|which) (?:lets|allows|enables)) ",
            "",
        ),
        (
            rf"^{_WE_WANT} (?:a |an |some |the )?(?:\w+ )?(?:way|option|possibility|ability|chance|means|"
            rf"functionality|feature|function) for (.+?) to (?=\w)",
            r"\1 can ",
        ),
        (
            rf"^{_WE_WANT} (?:a |an |some |the )?(?:\w+ )?(?:way|option|possibility|ability|chance|means|"
            rf"functionality|feature|function) to (?=\w)",
            "we can ",
        ),
        (rf"^{_WE_WANT} (?:the possibility|the option|a possibility|the ability) (?:of|for) ", "we want "),
        (rf"^{_WE_WANT} (?:to be able|to be allowed) to ", "we can "),
        (
            rf"^{_WE_WANT} to (?:have|get|see) (?:a |an |some |the )?(?:way|option|possibility|ability|chance) to ",
            "we can ",
        ),
        (rf"^{_WE_WANT} for (.+?) to (?=\w)", r"\1 should "),
        (r"^how (?:do|does|can|could|would|should|will) (i|we|they|you|the \w+|an? \w+) ", r"\1 can "),
        (
            r"^why (?:can't|can’t|cannot|can|couldn't|don't|don’t|do|isn't it possible for) (i|we|they|you|"
            r"the \w+|an? \w+|\w+s)(?: not| just| still)* ",
            r"\1 can ",
        ),
        (
            r"^(?:can|could|may|should|shall|will|would|must)(?:n't|n’t)? (i|we|they|you|it|he|she|the "
            r"(?:[\w-]+ ){1,2}?|(?:our|my) (?:[\w-]+ ){1,2}?|an? [\w-]+|[\w-]+s|[\w-]+ [\w-]+s) ?(?:please |"
            r"also |maybe |perhaps |just |still )*(?=(?:be|[a-z-]+)\b)",
            r"\1 can ",
        ),
        (r"^(?:is|was) (?:it|there) (?:also )?(?:possible|a way|any way|an option)(?: for us| for me)? to ", "we can "),
        (r"^(?:is|was) (?:it|there) (?:also )?(?:possible|a way|any way|an option) for (.+?) to ", r"\1 can "),
        (r"^(?:is|was) (?:it|there) (?:also )?possible (?:that|if) ", ""),
        (r"^(?:do|does|did|will) (?:we|you|they|it) (?:also )?(?:have|offer|support|get) ", "we need "),
        (r"^we want (?=(?:[\w'’-]+ ){1,4}?(?:can|must|should|may|could)\b)", ""),
        (
            r"^i (?:wish|hope|think|guess|suppose|believe|mean|would say|suggest|propose|imagine|expect)(?: "
            r"that)? (?=(?:i|we|they|it|you|he|she|the|a|an|our|my)\b)",
            "",
        ),
        (r"^(?:to be able|be able|being able|able) to ", ""),
        (r"^(?:the )?(?:user|users) stor(?:y|ies)\s*:\s*", ""),
        (r"^(?:the )?(?:must|should|could|would|nice to) haves?\s*:\s*", ""),
        (
            r"^(?:as i said|like i said|as mentioned|as said|to start|for starters|again|besides|in general|"
            r"in short|in brief|overall|mainly|mostly|only thing|one (?:more )?thing|another "
            r"thing)\s*[,:–-]\s*",
            "",
        ),
    )
    for found in (re.compile(pattern, re.IGNORECASE | re.DOTALL),)
)


_CONTRACTED = (
    (re.compile(r"\b(I)['’]m\b", re.IGNORECASE), r"\1 am"),
    (
        re.compile(
            r"\b(it|that|there|he|she|what|who|everything|nothing|something|here)['’]s\b(?! (?:\w+ )?(?:own|"
            r"phone|name)\b)",
            re.IGNORECASE,
        ),
        r"\1 is",
    ),
    (re.compile(r"\b(we|they|you)['’]re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\b(I|we|they|you)['’]ve\b", re.IGNORECASE), r"\1 have"),
    (re.compile(r"\b(I|we|they|you|it)['’]ll\b", re.IGNORECASE), r"\1 will"),
    (re.compile(r"\b(I|we|they|you|he|she|it)['’]d\b", re.IGNORECASE), r"\1 would"),
    (re.compile(r"\b(?:some|a) (?:kind|sort) of (?:a |an )?(?=\w)", re.IGNORECASE), "a "),
)


def _uncontract(line: str) -> str:
    """Written out, so that the verbs can be found: "I'm" → "I am"."""
    for pattern, replacement in _CONTRACTED:
        line = pattern.sub(replacement, line)
    return re.sub(r"^a (?=a |an |the |some )", "", line)


def plain(text: str) -> str:
    """The sentence without the ways people wrap a wish: "it would be nice if agents could…" → "agents could…"."""
    line = _uncontract(spoken(strip_filler(one_line(text))).strip())
    for _ in range(8):
        before = line
        line = line.strip(" ,;").rstrip(".!?…").strip(" ,;:-–—") or line
        for find, replacement in _REWRITES:
            found = find(line)
            if found is None:
                continue
            shorter = line[: found.start()] + found.expand(replacement) + line[found.end() :]
            if shorter != line and any(char.isalnum() for char in shorter):
                line = one_line(shorter)
        line = spoken(strip_filler(line))
        if line == before:
            break
    return line
