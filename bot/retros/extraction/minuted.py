"""What minutes say was decided: "motion carried", "it was resolved that …", "… (agreed by all)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import content_words, one_line, sentences
from bot.retros.extraction.dates import MONTH, WEEKDAY
from bot.retros.extraction.decision_words import FROM_NOW, JUDGES, PAST, WILL_BE
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import PUT_FORWARD, Made, cleaned
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.voted import voted

_ALL = (
    r"(?:we(?: all)?|they(?: all)?|all(?: of us)?|everyone|everybody|(?:the )?(?:whole )?(?:group|team|crew|committee|"
    r"board|meeting|room|majority|circle|squad|class|council|collective))"
)
_KEY = (
    r"(?:agreed|agreement|decision|decided|resolved|resolution|consensus|ruling|verdict|outcome|result|beschluss|"
    r"beschlossen|vereinbart|vereinbarung|entscheidung|entschieden|ergebnis|einstimmig(?: angenommen| beschlossen)?|"
    r"(?:all|everyone|everybody) (?:in favou?r|for it|agree|said yes)|unanimous(?:ly)?|alle dafür|einstimmig|"
    r"angenommen|(?:unanimously )?(?:adopted|accepted|approved|carried))"
)
_SAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:^|[.;!?)]\s+|\s[-–—]\s+|->\s*|→\s*)\W{{0,12}}+{_KEY}(?: \([^)]{{0,80}}\))?\s*(?::|[–—]|\s-\s)\s*"
        r"(?P<what>\S.*)$",
        rf"\b{_ALL} (?:(?:then|finally|also|all|eventually|unanimously) ){{0,4}}(?:resolved|agreed|decided|voted|chose|"
        rf"opted|settled|"
        r"went|plumped|committed|landed|compromised)(?: (?:in the end|unanimously|together))? (?:to|on|for|with|that|"
        r"against|in favou?r of|the)(?= )(?P<what> .*)$",
        r"\b(?:it )?(?:was|has been) (?:unanimously |finally |also )?(?:resolved|agreed|decided)(?: unanimously)? "
        r"(?:that|to|on)(?P<what> .*)$",
        r"\b(?:there (?:was|is)|we (?:had|have|reached)) (?:a |an )?(?:clear |broad |general |full |easy |"
        r"quick )?(?:consensus|agreement|majority)(?: in the room)? (?:that|to|on|for)(?P<what> .*)$",
        r"\b(?:the |a )?(?:motion|proposal|suggestion|idea|plan|request) (?:to|that|for|"
        r"of) (?P<what>.{6,200}?) (?:was |has been |is )?(?:unanimously )?(?:carried|accepted|adopted|approved|passed|"
        r"agreed)\b.*$",
        r"^(?P<what>.{8,}?) (?:was|were|has been) (?:unanimously (?:carried|accepted|adopted|approved|passed|agreed)|"
        r"(?:carried|accepted|adopted|approved|passed|agreed) (?:unanimously|by (?:all|everyone|everybody|vote|the \w+|"
        r"a (?:clear )?majority)|without (?:objections?|discussion|a vote against)))\b.*$",
        r"\b(?:no(?:body| one) (?:objected|was against|had anything against)(?: to)?|no objections? (?:to|against)|"
        r"(?:everyone|everybody|all|we all)(?: of us)? (?:was|were|is|are) (?:in favou?r of|for|happy with|fine with|"
        r"ok(?:ay)? with|up for))(?P<what> .*)$",
        r"(?:^|[,;.] )(?:so |and |but )*in the end[,:]\s*(?P<what>\S.*)$",
        rf"\b{_ALL} (?:could|can|was able to) (?:live|go along) with (?:this|that|it|"
        rf"the following)\s*[:–-]\s*(?P<what>\S.*)$",
        r"\bes wurde (?:einstimmig )?(?:beschlossen|vereinbart|entschieden)[,:]?(?: dass| daß)?(?P<what> .*)$",
        r"^(?:vereinbart|beschlossen|entschieden|festgehalten|festgelegt) (?:wurde|haben wir|hat das team|"
        r"ist)[,:]?(?: dass)?(?P<what> .*)$",
        r"\b(?:wir haben uns|man hat sich|wir einigten uns|man einigte sich|"
        r"das team hat sich)(?: darauf)?(?: geeinigt)?[,:]? (?:dass |auf )(?P<what>.*?)(?: (?:geeinigt|"
        r"verständigt))?(?<![.!])[.!]*+$",
        r"\b(?:everyone|everybody|all|we all)(?: of us)? (?:was|were|is|are) (?:happy|fine|ok(?:ay)?|willing|ready) to "
        r"(?P<what>\S.*)$",
        r"\b(?:everyone|everybody|all|we all|the (?:team|group))(?: of us)? (?:can|could) live with (?:that|this|it)"
        r"\s*(?::|[–—]|\s-\s)\s*(?P<what>\S.*)$",
        r"(?:->|→|=>)\s*(?:ok(?:ay)?|yes|ja|agreed)\s*[,:]\s*(?P<what>(?!but\b|aber\b)\S+ \S+ \S.*)$",
        r"^(?P<what>.{8,}?),? (?:und )?(?:alle (?:sind|waren)|das team ist|"
        r"wir sind uns) (?:damit )?einverstanden[\s.!]*$",
        rf"^(?P<what>.{{8,}}?)\s*(?:[(\[]\s*(?:all |we |everyone |unanimously )*{_KEY}(?: (?:by|with) [^)\]]*|"
        rf": \d[^)\]]*)?[)\]]|(?:->|→|=>|[,;–—]|\s-)\s*(?:(?:all|everyone|everybody|we) )?(?:{_KEY}(?: by (?:all|"
        rf"everyone))?|(?:(?:is|are|was|"
        r"were) )?(?:fine|ok(?:ay)?|happy|good)(?: with (?:it|that|this))?))[\s.!]*$",
    )
)
ENDS = re.compile(r"(?:^|[,;.] )(?:so |and |but )*in the end:\s*\S", re.IGNORECASE)
"""What was said before it no longer matters."""
HENCE = re.compile(
    r"^(?:from now on|going forward|in (?:the )?future|henceforth|künftig|in zukunft|ab sofort|ab jetzt)\b|"
    r"^(?:every|each|all|no|nobody|never|jede[rs]?|alle|keine?) [^:]*\b(?:is|are|gets?|must|will|may|goes?|comes?|wird|"
    r"werden|bekommt|muss|darf)\b",
    re.IGNORECASE,
)
FROM_THEN = re.compile(
    rf"^(?:from|as of|as from|starting(?: from| on| in)?|beginning(?: with)?|ab|seit) (?:the )?(?:next \w+|"
    rf"(?:{WEEKDAY}|"
    rf"{MONTH})(?: \d{{1,2}}\w*)?|tomorrow|today|(?:sprint|release|version|week) \d+|\d{{1,2}}\w*\.? (?:of )?{MONTH}|"
    r"(?:\w+ )?(?:spring|summer|autumn|winter|sprint|release|month|week|season|term|semester|"
    r"quarter))(?: on(?:wards?)?)?"
    r",? (?!to\b|i\b|he\b|she\b|until\b|bis\b)(?=\w+ \S+ \S)",
    re.IGNORECASE,
)
"""How it is from some day on: "From sprint 8 on everyone keeps a day free"."""
_SO_WE = re.compile(
    r"^(?:so|therefore|thus|hence|finally|in the end)[,:]? (?P<what>we(?:['’]ll| will| now| shall)? (?:take|go|keep|"
    r"stay|use|try|drop|stop|move|switch|split|buy|pick|stick|leave|cancel|skip|limit|rotate|introduce|merge)\b.*)$",
    re.IGNORECASE,
)
"""How prose ends a matter: "So we take the public calendar"."""
_NO_MORE = re.compile(
    r"^(?P<what>(?:we (?:won['’]t|will not|will no longer|no longer|don['’]t|do not)|no more|there (?:will be|"
    r"are) no) .*\b(?:any ?more|any longer|from \w+ on)|we (?:['’]ll |will )(?:no longer|only|always) .*)\W*$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"^(?:it|that|this|the (?:same|idea|proposal|suggestion))(?:$|[,;]\s*(?:so |and )?(?P<rest>\S.*)?$)", re.IGNORECASE
)
"""What was agreed was said right before: "Everyone was fine with that, so we start on Monday"."""
_BEFORE = re.compile(
    r"\b(?:last (?:year|month|week|time|retro|sprint|season|spring|summer|autumn|winter)|years? ago|back then|"
    r"in the past|letzte[sn]? (?:jahr|mal|woche))\b",
    re.IGNORECASE,
)
_ENOUGH, _TOPIC = 2, 5


_ASKED = re.compile(
    r"^(?:should|shall|can|could|do|sollen|wollen) (?:we|wir) (?:want to )?(?P<asked>[^?]{6,120})\?\s*(?:->|→|=>|"
    r"[–—-])\s*(?:yes|ok(?:ay)?|agreed|ja)(?![\w,]*\s*(?:but|aber))(?P<how>[,;:].{3,80})?[\s.]*$",
    re.IGNORECASE,
)


def _answered(text: str) -> str:
    """ "Should we rotate it? -> yes, by name": the question with its yes."""
    found = _ASKED.match(text)
    return f"{found['asked']}{found['how'] or ''}" if found else ""


def minuted(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """What a line of notes that nobody says records as decided."""
    if line.author is not None or line.remark.by_bot or not line.inside:
        return None
    if line.section == "actions" and not HENCE.match(one_line(line.text)):
        return None
    text = one_line(line.text)
    if text.endswith("?") or _BEFORE.search(text):
        return None
    if taken := voted(line, place, lines):
        return taken
    what = next((found["what"] for pattern in _SAYS if (found := pattern.search(text))), "")
    dated = not line.listed and FROM_THEN.match(text) is not None
    topic = text.partition(": ")
    if topic[2] and len(topic[0].split()) <= _TOPIC and FROM_THEN.match(topic[2]):
        what = topic[2]
    if not what and (
        dated or FROM_THEN.match(text) or ((FROM_NOW.match(text) or HENCE.match(text)) and line.section not in OPINIONS)
    ):
        what = text
    if (
        not what
        and not line.listed
        and line.section not in OPINIONS
        and (so := _SO_WE.match(text) or _NO_MORE.match(text))
    ):
        what = so["what"]
    what = _answered(text) or what
    what = cleaned(next(iter(sentences(what)), ""))
    said = _SAME.match(what)
    if said:
        before = lines[place - 1] if place and lines[place - 1].remark.id == line.remark.id else None
        if before is None:
            return None  # nobody could tell what "it" is
        matter = cleaned(PUT_FORWARD.sub("", before.text))
        what = f"{matter} – {said['rest']}" if said["rest"] else matter
    if line.section in OPINIONS and line.listed and not WILL_BE.search(text):
        return None
    told = PAST.search(what) or JUDGES.search(what)
    if not content_words(what) or len(what.split()) < _ENOUGH or (told and not FROM_NOW.search(what)):
        return None
    return Made(text=what, sources=line.sources, place=place)
