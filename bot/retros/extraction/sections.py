"""Which part of a retrospective a heading, a question or a mark stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.language.text import sentences
from bot.retros.extraction.faces import CODE, EMOJI, PICTURES, SMILEYS, leading_mood
from bot.retros.extraction.log import Section
from bot.retros.extraction.signs import SIGNS

_WORDS: tuple[tuple[Section, str], ...] = (
    (
        "skip",
        r"(?:review|status|follow[- ]?up|check|update)s? (?:of|on|from) (?:the )?(?:last|previous|old|open|prior)\b.*|"
        r"(?:last|previous|prior|old) (?:retro(?:spective)?(?:['’]s)?|sprint(?:['’]s)?|meeting(?:['’]s)?|actions?)\b.*|"
        r"(?:from )?last time|letztes mal|(?:review|check) of (?:the )?(?:sprint )?goals?|"
        r"(?:open )?actions? from (?:the )?last\b.*|any other business|aob|attend(?:ees|ance)|present|participants|"
        r"apolog(?:y|ies)|absent|agenda|facilitator|scribe|parking lot|check[- ]?in|ice ?breaker|warm[- ]?up|"
        r"background|context|introduction|intro|hintergrund|"
        r"anwesend|teilnehmer(?:innen)?|sonstiges|mood|team mood|stimmung|island|(?:our |sprint |team )?goals?|"
        r"(?:sprint )?metrics|velocity|numbers|puzzles?|questions|next meeting|shout[- ]?out to nobody",
    ),
    (
        "actions",
        r"wer macht was(?: bis wann)?|next actions?|owners?(?: ?(?:&|and|/|,) ?(?:due )?(?:dates|days|deadlines))?|"
        r"(?:who is )?responsible|responsibilities|zuständigkeiten|"
        r"hausaufgaben|"
        r"(?:new |our |agreed |team |retro )?(?:action(?:s|able)?(?:[- ](?:items?|points?|plan|steps?))?|ais?|aps?)|"
        r"to[- ]?dos?(?:s| list)?|next(?: steps?)?|follow[- ]?ups?|(?:new |open |our )?tasks(?: created| added)?|"
        r"what we(?:['’]ll| will)? do(?: about (?:it|that|this))?|promises?|agreed (?:improvements?|changes?|"
        r"experiments?)|(?:improvement )?measures?(?: agreed| taken)?|"
        r"commitments?|experiments? agreed|"
        r"agreed (?:actions?|next steps?|tasks?)|what (?:will|do|shall|are) we (?:going to )?(?:do|"
        r"change)\b(?!.*\b(?:differently|better|else)\b).*|"
        r"who (?:does|takes|makes|has|will do|is doing) what(?: (?:until|by) when)?|(?:who|what|when|wer|was|wann)"
        r"(?:\s*[/,|–-]\s*(?:who|what|when|by when|until when|wer|was|wann|bis wann)){1,2}|"
        r"(?:so )?(?:(?:this|that)(?: is|['’]s) what )?we(?:['’]ll| will)? (?:do|tackle|take on)"
        r"(?: (?:both|all|that|this|these|the following|all \w+|about it|now))?|"
        r"ma(?:ß|ss)nahmen?|aufgaben|nächste schritte|was (?:tun|machen) wir\b.*|to do['’]?s",
    ),
    (
        "decisions",
        r"(?:haben wir )?(?:beschlossen|entschieden|vereinbart)|abmachungen|regeln|"
        r"decisions?(?: (?:made|taken|log))?|decided|(?:working |team )?agreements?|"
        r"(?:what )?we (?:have )?agreed(?: on)?|agreed|resolutions?|"
        r"beschl(?:u|ü)ss?e?|entscheidung(?:en)?|vereinbarung(?:en)?|outcomes?|what (?:we|did we) (?:decided?|"
        r"agreed?)\b.*",
    ),
    (
        "to_improve",
        r"(?:das|was) (?:lief|ging|war|ist) (?:nicht (?:so )?(?:gut|rund|toll)|schlecht|schief)(?: gelaufen)?|"
        r"(?:das|was) (?:hat|haben|hatte) (?:uns )?(?:gebremst|genervt|gestört|geärgert|aufgehalten|gehindert|"
        r"gefehlt)|was (?:uns )?(?:nervt|stört|bremst|fehlt|hindert)(?: uns)?|wütend|traurig|ärger(?:nisse)?|frust|"
        r"hindernisse|aufhören|schlechtes|"
        r"(?:what )?(?:(?:did|has|have|does)(?:n['’]?t| not)|could have|could)\b.{0,30}\b(?:well|good|work|worked|"
        r"better|great|help)\b.*|"
        r"what (?:went|was|is|has gone) (?:wrong|bad(?:ly)?|not so (?:well|good)|less (?:well|good)|poorly|missing|"
        r"hard|difficult|worse)\b.*|"
        r"(?:what )?(?:went|was) (?:wrong|badly|not so well|less well|poorly)|(?:and )?what was (?:less|"
        r"not (?:so|very))"
        r" \w+.*|"
        r"what (?:hurt|annoy(?:ed|s)|frustrat(?:ed|es)|block(?:ed|s)|slow(?:ed|s)|"
        r"held (?!up$)|holds (?!up$)|bugged|cost)\b.*|"
        r"(?:did(?:n['’]?t| not)(?: go| work)?|(?:and )?what (?:(?:we|you|i|people) )?(?:was|were|is|did|does|do|has)"
        r"(?:n['’]?t| not)\b.*)|what nobody \w+|was nicht|(?:grumbl|moan|grip|rant|whing|annoyanc|niggl)e?s|"
        r"(?:things? |stuff )(?:that |which )?(?:annoy|bug|irritat|frustrat|upset|hurt|slow)\w*\b.*|"
        r"not (?:so )?(?:good|great|well)|less (?:good|well|of)|"
        r"(?:areas? |things |room )?(?:to|for|needs?) improve(?:ments?)?|improvements?(?: areas?)?|improve|"
        r"what (?:to|can|could|should|needs?) (?:we |be )?improved?\b.*|"
        r"what (?:can|could|should|might|would|do|did|shall)(?: we| you| have| be)?\b.{0,25}\b(?:better|improved?)\b.*|"
        r"negativ(?:es)?|flops?|dislike[ds]?|disliked|loathed|hated|sorry(?: about| for)?|regrets?|weaknesses|changes?|"
        r"bads?(?: (?:stuff|things|news|bits))?|sads?|mads?|down ?sides?|"
        r"stop(?: doing)?|lacked|lacking|minus(?:es)?|cons?|deltas?|Δ|pain(?: ?points?)?|problems?|"
        r"issues?|challenges?|frustrations?|negatives?|"
        r"anchors?|rocks?|risks?|lowlights?|lows?|blockers?|impediments?|thorns?|drop|what sucked|complaints|worries|"
        r"concerns|"
        r"(?:was )?(?:lief |war )?(?:nicht (?:so )?gut|schlecht)(?: (?:lief|war|gelaufen))?|was (?:lief|"
        r"war) (?:nicht (?:so )?gut|schlecht)\b.*|verbesser(?:n|ungen|ungswürdig|ungspotenzial)\b.*|probleme|"
        r"die slechter?|angry|sail(?:ing)? against|slow(?:ed|s)? us down|what slowed us down",
    ),
    (
        "went_well",
        r"(?:das|was) (?:lief|ging|war|hat|ist)(?: uns)? (?:rund|gut|super|toll|prima|geholfen|gefallen|gefreut|"
        r"glatt|schön)(?: (?:lief|war|gelaufen))?|froh|beibehalten|weitermachen|erfolge|lob|"
        r"(?:what )?(?:went|going|goes|worked|works|has gone|was|is|were|are)(?: really| quite| so| pretty)? (?:well|"
        r"good|great|right|fine|ok(?:ay)?|nice(?:ly)?)\b.*|"
        r"what(?:['’]s| is| was| has been) (?:working|going well|good|great)\b.*|"
        r"(?:so,? )?what (?:worked|helped|works|helps|made (?:us|you) (?:happy|proud|glad)|did (?:we|you) (?:like|"
        r"enjoy|do well)|we did well|(?:we|you|did you) (?:liked?|loved?|enjoy(?:ed)?))\b.*|"
        r"(?:good|nice)s?(?: (?:stuff|things|news|bits))?|great|glads?|up ?sides?|liked?|loved?|happy|"
        r"keep(?: doing| it up)?|"
        r"continue(?: doing)?|plus(?:es)?|pros?|\+|wins?|successes|positives?|"
        r"strengths|tops?|highlights?|highs?|kudos|thanks|shout[- ]?outs?|appreciations?|proud|roses?|"
        r"wind(?: in (?:the|"
        r"our) sails)?|"
        r"sails?|achievements?|celebrat(?:e|ions?)|learn(?:ed|t|ings?|s)?|what (?:we|i|did we) learn(?:ed|t)?|"
        r"(?:was )?(?:lief |war |ist )?gut(?: (?:gelaufen|lief|war))?|(?:was )?(?:lief|war) gut|positiv(?:es)?|helped",
    ),
    (
        "ideas",
        r"wünsche|anregungen|anfangen|add|einführen|"
        r"ideas?|(?:things |stuff |what )?(?:to |should we |could we |can we |shall we |do we )?(?:try|"
        r"start)(?: doing| next| out)?|suggestions?|proposals?|experiments?|longed(?: for)?|wish(?:es|list)?|"
        r"more of|opportunit(?:y|ies)|buds?|start(?: doing)?|what (?:should|could|can|shall|do|will|would) we (?:try|"
        r"change|do|start|like to try)\b.*|what if|hopes?|"
        r"ideen?|vorschl(?:a|ä)ge?|ausprobieren|next time|improvement ideas|solutions?",
    ),
)
_HEADINGS = tuple((section, re.compile(rf"^(?:{words})$", re.IGNORECASE)) for section, words in _WORDS)
_DECORATION = re.compile(r"^[\s#>*_~=•·–—-]+|[\s#*_~=:?!.…–—-]+$")
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|[A-Za-z][.)])\s+")
_TAIL = re.compile(r"\s*\((?!s\))[^)]*\)\s*$|\s+[-–—]\s+.*$|\s*[:?]\s+(?=please|bitte).*$")
_OPENS = re.compile(
    r"^(?:(?:ok(?:ay)?|great|awesome|nice|perfect|super|lovely|right|so|now|and|then|thanks?|cool|good|alright|first|"
    r"next|let['’]?s (?:start|begin|move on)(?: with| to)?)[,.:!]?\s+)*"
    r"(?:(?:everyone|all|folks|team)[,.!]\s+)?(?:let['’]?s (?:start|begin|move on|go)(?: with| to|"
    r" on with)?[,.:!]?\s+)?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:with |on to |onto |to |for )?(?:the|our|your|some|any|a few|all(?! good\b)) ", re.IGNORECASE
)
_MOST_WORDS = 9
LONGEST = 500
"""Letters of a heading."""

_ROUND = re.compile(
    r"^\W*(?:(?:first|second|third|fourth|next|last|final|round|question|topic|part|column|q|step) ?(?:round|"
    r"question|topic|one|two|three|four|five|part|column|up|bit|thing|\d)?\s*[:.,–-]+\s*|\d\s*[:.)/-]+\s*)",
    re.IGNORECASE,
)
_QUESTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("actions", re.compile(
        r"\b(?:what (?:will|are|do|shall|should|can) we (?:going to )?(?:actually )?(?:do|take|commit|tackle)|"
        r"who (?:does|takes|owns) what|action(?: item)?s?\b|next steps|commitments?|was (?:machen|tun) wir)",
        re.IGNORECASE)),
    ("to_improve", re.compile(
        r"\b(?:what|anything|which|where|was|wo)\b.*\b(?:bug(?:s|ged)|annoy\w*|bad(?:ly)?|wrong|bett?er|worse|"
        r"frustrat\w*|drain\w*|slow\w*|hurt\w*|improve\w*|hard(?:er)?|difficult|not|n['’]t|less|block\w*|suck\w*|"
        r"pain\w*|in (?:our|the|your|anyone['’]s) way|"
        r"lack\w*|miss\w*|struggl\w*|stop|mad|sad|unhappy|challeng\w*|trip\w*|stuck|schlecht|nicht|ned|net|nit|"
        r"weniger|besser|crap\w*|rubbish|forget|"
        r"regret\w*|schief|genervt)\b|^lowlights?\b|\bnot so (?:well|good)\b", re.IGNORECASE)),
    ("ideas", re.compile(
        r"\b(?:what|anything|any|which|welche|was)\b.*\b(?:try|trying|change|differently|different|ideas?|"
        r"experiments?|suggest\w*|start|proposals?|ideen|vorschläge|ausprobieren|anders)\b", re.IGNORECASE)),
    ("went_well", re.compile(
        r"\b(?:what|anything|which|who|was|worauf)\b.*\b(?:happy|proud|good|well|lik(?:e|ed)|enjoy\w*|work(?:ed|s|"
        r"ing)?|great|right|grateful|glad|love[ds]?|celebrate|keep|positive|nice|helped|easier|lighter|lucky|thank\w*|gut|stolz|"
        r"gefallen|smil\w*|laugh\w*|fun|schön\w*|super|toll|"
        r"geklappt)\b|^(?:any )?highlights?\b|^shout[- ]?outs?\b|^kudos\b", re.IGNORECASE)),
)  # fmt: skip
_MOST_ASKED = 16


def question_of(text: str) -> Section | None:
    """The section that a question to all opens: "second round: what bugged you?", "anything we should try?"."""
    line = _to_the_question(" ".join(text.replace("*", "").split()))
    if (
        _asks_several(line)
        or len(line.split()) > _MOST_ASKED
        or not (line.rstrip(" :)_").endswith("?") or _ROUND.match(line))
    ):
        return None
    last = _OPENS.sub("", re.split(r"(?<=[.!])\s+", _ROUND.sub("", line))[-1])
    if _TO_ONE.search(last):
        return None
    if _BOTH.search(last) and (len(parts := {_asked(part) for part in _AND.split(last)}) > 1 or None in parts):
        return None
    return _asked(last)


_HOW = re.compile(r"(?<=\?)\s+(?!.*\b(?:i|we|it|that|they|he|she|my|our|ich|wir)\b)[^?]{1,60}$", re.IGNORECASE)
"""How to answer: "What got in the way? Be as blunt as you like"."""
_HOW_IN_ROUND = re.compile(r"(?<=\w[.!])\s+[^?]{1,60}$")
_LEADS_UP = re.compile(r"^.*?[.!?]\s+(?=(?:round|last|next|first|second|third)\b)", re.IGNORECASE)
_STARTS = re.compile(
    r"^.*[.!]\s+(?=(?:who|wer)\b[^.!?]*\b(?:starts?|begins?|goes first|kicks?|fängt)\b[^.!?]*\?\W*$)", re.IGNORECASE
)


def _to_the_question(line: str) -> str:
    """Without what leads up to a round, and without how to answer it."""
    asked = _STARTS.sub("", _LEADS_UP.sub("", _HOW.sub("", line), count=1), count=1)
    round_ = _ROUND.match(asked)
    return asked[: round_.end()] + _HOW_IN_ROUND.sub("", asked[round_.end() :]) if round_ else asked


_AND = re.compile(r"\s*(?:,|\band\b|\bor\b|\bund\b)\s*")
"""Between the halves of a question that asks for one part twice: "what was hard, what should have gone better?"."""


def _asked(question: str) -> Section | None:
    return next((section for section, pattern in _QUESTIONS if pattern.search(question)), None)


# A question for the good and the bad opens neither part: the answers have to say which they are.
_BOTH = re.compile(
    r"\b(?:what|how|was|wie|which)\b[^?]*(?:,|\band\b|\bor\b|\bund\b|\bvs\b|/)\s*(?:and |or |und )?(?:(?:what|was)\b|"
    r"(?:the |which )?(?:less|bad|lows?|not|nicht|ugly|other)\b)|"
    r"\b(?:good|highs?|ups|pros|best|lovely)\b[^?]{0,12}(?:,|\band\b|\bor\b|/|&)[^?]{0,12}\b(?:bad|lows?|downs|cons|"
    r"worst|less)\b",
    re.IGNORECASE,
)
_TO_ONE = re.compile(
    r"^@|^(?-i:[A-Z])[a-z]+,|\b(?:can|could|(?<!what )would|will|should) (?:you|i|some(?:one|body))\b|\bwhat if\b|"
    r"\bwhat about\b|\bhow about\b|"
    r"\bwhy\b|\bthat['’]?s what\b|\bwhat (?:is|was) (?:that|the \w+ (?:name|number|link))\b|\bwho (?:decided|"
    r"broke)\b|\bwho(?:['’]s| is) \w+ing\b",
    re.IGNORECASE,
)


def heading_of(text: str) -> Section | None:
    """The section that a heading opens: `## What went well :)`, `*To improve*`, `2. What did not work?`."""
    bare = _bare(text) if len(text) <= LONGEST else ""
    if not bare or len(bare.split()) > _MOST_WORDS:
        return None
    if _BOTH.search(bare):
        return _several(bare)
    if _asks_several(text):
        return None
    tries = (bare, _OPENS.sub("", bare, count=1), _last_sentence(text))
    plain = [_ARTICLE.sub("", each) for each in tries]
    return next((found for each in (*tries, *plain) if (found := _named(each))), None) or _several(bare)


def _asks_several(text: str) -> bool:
    """Whether questions follow each other that open different parts: "What did we like? What did we not like?"."""
    asked = [each.strip() + "?" for each in text.split("?")[:-1]]
    return len(asked) > 1 and len({heading_of(each) or question_of(each) for each in asked} - {None}) > 1


def _bare(text: str) -> str:
    line = " ".join(text.split())
    sign = line.strip("*_# :=()[]")
    if sign in SIGNS:
        return sign
    for smiley in SMILEYS:
        line = line.replace(smiley, " ")
    line = CODE.sub(" ", line)
    line = "".join(each for each in line if each not in PICTURES and each != "\ufe0f")
    for _ in range(3):
        line = _NUMBER.sub("", _DECORATION.sub("", line.strip()).strip())
        line = _DECORATION.sub("", _DECORATION.sub("", line).strip()).strip()
    shorter = _TAIL.sub("", line)
    return re.sub(r"^[^\w+]+|[^\w+)]+$", "", _DECORATION.sub("", shorter or line)).strip()


def _last_sentence(text: str) -> str:
    return _OPENS.sub("", _bare(re.split(r"(?<=[.!?])\s+", text.strip())[-1]), count=1)


def _named(bare: str) -> Section | None:
    if bare in SIGNS:
        return SIGNS[bare]
    return next((section for section, pattern in _HEADINGS if pattern.match(bare)), None)


def _several(bare: str) -> Section | None:
    """ "Stop / less of", "Wins & kudos"."""
    parts = [each for each in re.split(r"\s*(?:/|&|\+|,|\||\bor\b|\band\b|\bund\b)\s*", bare) if each]
    found = {_named(part) for part in parts}
    return next(iter(found)) if len(parts) > 1 and len(found) == 1 else None


_PREFIX = re.compile(
    r"^(?P<mark>[^\s:–—-][^:–—\n]{0,38}?)\s*(?::|\s[–—-])\s+(?P<rest>\S.*)$|"
    r"^(?P<plus>[+\-−–Δ])\s*(?P<more>[A-Za-z].*)$",
    re.DOTALL,
)
_BRACKETED = re.compile(r"^\s*[\[(](?P<mark>[A-Za-z ]{2,24})[\])]\s*(?P<rest>\S.*)$", re.DOTALL)
_SHOUTED = re.compile(
    r"^\W{0,3}(?P<mark>DECIDED|DECISION|AGREED|ACTION|TODO|IDEA|BESCHLOSSEN)(?:\s+[-–]\s+|\s+)(?=\S+ \S)(?!\S*[A-Z]{2})"
)
"""A mark in capitals needs no colon: "DECIDED Texts are frozen"."""
_IN_BOLD = re.compile(r"^\s*(?P<bold>\*\*|__|\*|_)(?P<mark>[^*_:\n]{2,38})(?::(?P=bold)|(?P=bold)\s*:)\s+(?=\S)")
_PREFIX_ONLY = re.compile(
    r"^(?:(?:went )?(?:well|wrong|bad(?:ly)?)|pos|neg|good|not (?:so )?good|bad|glad|sad|mad|\+|liked?|lacked|learned|"
    r"longed for|idea|idee|suggestion|proposal|"
    r"action(?: item| point)?|ai|ap|todo|to[- ]do|decision|decided|agreed|keep|start|stop|continue|try|improve|"
    r"to improve|problem|issue|kudos|gut(?: lief)?|"
    r"schlecht(?: war)?|nicht gut(?: lief)?|beschlossen|entscheidung|beschluss|aufgabe|maßnahme|vorschlag|win|pain|"
    r"plus|minus|delta|drop|more|less|"
    r"(?:less|not so) (?:well|good)|what went well|what didn['’]?t go (?:so )?well|went well|didn['’]?t go (?:so "
    r")?well|did not go well|to try|"
    r"shout[- ]?out|positive|negative|next step|follow[- ]?up|thanks|highlight|lowlight|frustration|blocker)s?$",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"\s+(?:from|by|of|von)\s+@?[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’.-]*)?$")
"""Whose note it is: "Idea from Rhea: …"."""
_TO_DO_OF = re.compile(
    r"^(?:to-?do|action(?: item| point)?|task)\s+(?:for\s+)?@?(?P<who>(?!items?\b|points?\b|list\b|"
    r"for\b)[^\W\d_][\w'’-]{1,20})"
    r"\s*:\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""Whose task it is stands behind its mark: "todo kim: collect the questions"."""
_EXTRA: dict[str, Section] = {
    "well": "went_well", "wrong": "to_improve", "idee": "ideas", "more": "ideas", "less": "to_improve",
    "pos": "went_well", "neg": "to_improve",
    "beschlossen": "decisions",
    "entscheidung": "decisions", "beschluss": "decisions", "aufgabe": "actions", "maßnahme": "actions",
    "vorschlag": "ideas", "to try": "ideas",
}  # fmt: skip


def mark_of(text: str, moods: Mapping[str, Section]) -> tuple[Section, str] | None:
    """What a remark says of itself, and the rest: `Idea: a rota`, `:rain_cloud: builds are slow`, `[Action] ask Kim`.

    `moods` are the emoji that people agreed to mark their notes with.
    """
    lead, rest = leading_mood(text)
    line, (more, shorter) = rest, leading_mood(rest)
    while more:  # people put one after the other, by the hundred
        line, (more, shorter) = shorter, leading_mood(shorter)
    said = _said_in_front(line)
    return (moods[lead], rest) if said is None and lead in moods else said


def _said_in_front(line: str) -> tuple[Section, str] | None:
    line = _SHOUTED.sub(r"\g<mark>: ", line)
    if whose := _TO_DO_OF.match(line):
        return "actions", f"{whose['who']}: {whose['rest']}"
    found = _BRACKETED.match(line) or _PREFIX.match(_IN_BOLD.sub(r"\g<mark>: ", line).lstrip("*_ "))
    if not found:
        return None
    if found.re is _PREFIX and found["plus"]:
        return None
    mark = _WHOSE.sub("", _bare(found["mark"]))
    if not _PREFIX_ONLY.match(mark):
        return None
    section = _EXTRA.get(mark.casefold()) or _named(mark)
    whom = re.search(r"\(([^)]+)\)\s*$", found["mark"])
    if section == "actions" and whom:
        return section, f"{'tbd' if not any(map(str.isalpha, whom[1])) else whom[1]}: {found['rest']}"
    return (section, found["rest"].strip("*_ ").strip()) if section else None


def marks_of(text: str, moods: Mapping[str, Section]) -> list[tuple[Section, str]]:
    """What a remark says of itself, part by part: "good: the demo. bad: the room"."""
    mark = mark_of(text, moods)
    if mark is None:
        return []
    first, *rest = sentences(mark[1]) or (mark[1],)
    if not any(mark_of(said, {}) for said in rest):
        return [mark]
    found = [(mark[0], first)]
    for said in rest:
        if again := mark_of(said, {}):
            found.append(again)
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]} {said}")
    return found


def moods_in(texts: Sequence[str]) -> dict[str, Section]:
    """The emoji that notes are marked with: as somebody explained them, or since several kinds begin many notes."""
    explained: dict[str, Section] = {}
    for text in texts:
        pairs = _LEGEND.findall(text)
        named = {(code or picture): section for code, picture, word in pairs if (section := heading_of(word))}
        if len(named) > 1:
            explained.update(named)
    if explained:
        return explained
    begins = Counter(lead for text in texts if (lead := leading_mood(text)[0]))
    kinds = {mood(lead) for lead in begins}
    return {lead: mood(lead) for lead in begins} if len(kinds) > 1 and sum(begins.values()) >= _OFTEN else {}


_OFTEN = 4
_LEGEND = re.compile(
    rf"(?::([a-z0-9_+'-]+):|([{''.join(PICTURES)}])\ufe0f?)\s*(?:=|for|-|:|"
    rf"means)?\s*([A-Za-z][A-Za-z' ]{{1,24}}?)(?=\s*(?:$|[,.;/|]|:[a-z]|[{''.join(PICTURES)}]))"
)


def mood(lead: str) -> Section:
    """The section that an emoji usually stands for."""
    return EMOJI.get(lead) or PICTURES.get(lead) or SMILEYS[lead]
