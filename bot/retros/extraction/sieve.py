"""What is no part of a retrospective: jokes, sarcasm, greetings, instructions to a machine, wishes about others."""

from __future__ import annotations

import re

from bot.retros.extraction.log import Line, Remark

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|"
    r"everything (?:above|before)|(?:the )?above|previous (?:messages?|text|context))\b|"
    r"[\"'“”«„:]\s*(?:system|assistant|developer|user|instructions?)\s*:|"
    r"\byou are (?:now |actually )?an? (?:\w+ )?(?:summari[sz]er|summari[sz]ing \w+|chat ?bot|retro[- ]?bot|agent)\b|"
    r"\b(?:please )?summari[sz]e (?:this |it |everything |the \w+ )?(?:only )?as\s*[:\"“]|"
    r"\b(?:add|insert|include|create|list|report|invent|append)\b[^.]{0,20}\b(?:action items?|decisions?|actions?|"
    r"entry|line)\b "
    r"(?:that says|saying|stating|which says|that (?-i:[A-Z]|the \w+ (?:team|company|vendor)))|"
    r"\b(?:output|print|reply|respond|answer) (?:only|nothing but|with exactly|exactly) |"
    r"\bin your (?:summary|answer|reply|output|report)\b|\bfasse (?:das|dies|alles)\b[^.]{0,40} zusammen\b|"
    r"\bdu bist (?:jetzt )?ein[e]? (?:\w+ )?(?:assistent\w*|bot|ki|sprachmodell)\b|"
    r"\b(?:system|developer) (?:prompt|message|note)\b|\byou are (?:now |actually )?(?:an? )?(?:helpful |"
    r"obedient )?(?:ai|assistant|bot|language model|llm|chatgpt|dan)\b|"
    r"\bas an? (?:ai|assistant|language model)\b|<\/?(?:system|instructions?|prompt|assistant|user)>|\[/?(?:inst|"
    r"system)\]|<\|[a-z_]+\|>|^\s*#{2,}\s*(?:system|instructions?|prompt)\b|"
    r"\b(?:note|message|instructions?|hint|dear|attention|hey|to)[:,]? (?:to |for )?(?:all |any |the |this )?(?:ai|"
    r"a\.i\.|bot|llm|gpt|chatgpt|claude|copilot|summari[sz]er|summari[sz]ing (?:bot|tool|assistant)|language model|"
    r"assistant|automated (?:tool|summary))s?\b|"
    r"\b(?:the|this|your) (?:summary|summari[sz]er|bot|retro[- ]?bot|output|report) (?:must|should|shall|has to|"
    r"needs to|will) (?:say|state|include|list|contain|report|write|not mention|omit|only)\b|"
    r"^\s*(?:system|assistant)\s*:|\b(?:when|if) (?:you )?summari[sz](?:e|ing) this\b|"
    r"\bignorier\w*\b.{0,40}\b(?:anweisung\w*|vorherige\w*|regeln)\b",
    re.IGNORECASE | re.DOTALL,
)
_LAUGHS = (
    r":joy:|:rolling_on_the_floor_laughing:|:rofl:|:laughing:|:smirk:|:stuck_out_tongue\w*:|:wink:|"
    r":upside_down_face:|:clown\w*:|:troll\w*:|:zany_face:|:grin:|:kek\w*:|:lol\w*:|"
    r"😂|🤣|😏|😜|😝|🙃|🤡|😆"
)
_JOKE = re.compile(
    rf"{_LAUGHS}|\b(?:l+o+l+(?:ol)*|ha(?:ha)+h?|he(?:he)+|rofl|lmf?ao|jk|j/k|just (?:kidding|joking)|kidding|"
    rf"only (?:half )?joking|half[- ]joking(?:ly)?|jok(?:ed|ing|ingly)|"
    r"as a joke|/s|hihi|scherz|spaß|nur spaß|xd)\b|(?<!\w)/s(?!\w)|;-?\)|"
    r"\((?:general |much |loud |lots of |everyone |all )?(?:laughter|laughs?|laughing|giggles|gelächter|lacht|"
    r"lachen)\)|\(sarcasm\)",
    re.IGNORECASE,
)
_LAUGH_NAMES = frozenset(
    "joy rolling_on_the_floor_laughing rofl laughing smirk stuck_out_tongue stuck_out_tongue_winking_eye grin lol "
    "kek sweat_smile smile_cat joy_cat clown_face upside_down_face".split()
)
_LIKES = frozenset(
    "+1 thumbsup heart white_check_mark heavy_check_mark 100 tada clap raised_hands ok_hand pray point_up eyes "
    "muscle heavy_plus_sign".split()
)
_SARCASM = re.compile(
    r"^(?:oh,? (?:sure|great|yes|yeah|yay|joy|wonderful|fantastic|right|perfect)|yeah,? (?:right|sure)|"
    r"sure,? (?:because|why not|that)|(?:great|lovely|brilliant|wonderful|awesome|fantastic|perfect|super|"
    r"nice),? (?:another|yet another|more|one more|just)|"
    r"wow,? (?:just|how|what|so)|because (?:that|who|nothing)|just what we (?:needed|need)|can['’]?t wait (?:to|for)|"
    r"what could (?:possibly )?go wrong|how (?:lovely|wonderful|delightful)|at least (?:we|now|it|you|the|i)\b|"
    r"why didn['’]t (?:we|i|any(?:one|body)) (?:ever )?think of that|so glad (?:that )?(?:nobody|no one|we (?:never|"
    r"still)|it only)|love (?:it )?(?:when|how) (?:nobody|no one|everything|the)|"
    r"nothing (?:says|beats)|my favou?rite part|as if\b|thanks (?:a lot|so much),? (?:for (?:nothing|breaking)))|"
    r"\b(?:that(?:['’]ll| will) (?:definitely|surely|totally|certainly) (?:save|help|fix|work|solve)|(?:is|are|"
    r"was) a masterpiece|rookie numbers|what a (?:surprise|time to be alive)|said no ?one ever|living the dream|"
    r"(?:as|like) (?:we )?always do,? right|who needs (?:sleep|tests|docs|documentation|weekends|sleep)|"
    r"world peace|a pony|win the lottery|buy (?:a|myself a|everyone a?) ?(?:yacht|beers?|island|castle|pony)|(?:owe|"
    r"buy) (?:you|everyone|everybody|all|the team)(?: all)? (?:a )?(?:beers?|drinks?|pizza|coffee|rounds?|cake|"
    r"lunch)|out of the window|set (?:it|everything|the \w+) on fire|burn (?:it|everything)(?: all)?(?: down)?|"
    r"retire|become a (?:farmer|gardener|goat|monk)\w*|goat farm\w*|quit and|move to (?:the moon|mars|an island)|"
    r"(?:fewer|no more|zero|less) bugs$|(?:four|4)[- ]day week|vier tage woche|never sleep|rewrite (?:it|everything|"
    r"the whole thing) in (?:rust|cobol|haskell)|sacrifice a|magic wand|sell the company|blame (?:it on )?(?:dns|"
    r"the intern))\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?>(?:same as \w+|what \w+ said|no problem|good (?:morning|point|idea)|great point|gute idee|super idee|"
    r"yes please|that['’]?d be (?:great|nice|lovely|cool|awesome)|that would be (?:great|nice|lovely|cool)|"
    r"\+1|-1|this|same(?: here)?(?: for me)?|me too|agreed?|yes|yep|yup|yeah|ye|ja|jo|jep|nein|no|nope|"
    r"nah|ok(?:ay)?|okey|k|kk|cool|nice(?: one| work)?|great|good|perfect|awesome|super|sweet|amazing|love it|true|"
    r"exactly|right|indeed|"
    r"sure|fine|works(?: for me)?|sounds good|lgtm|thx|thanks?(?: (?:you|all|everyone|everybody|team|a lot|so much|"
    r"folks))*|ty|merci|danke(?: (?:euch|dir|schön))?|cheers|welcome|np|hi|hey|hello|moin|morning|seconded|"
    r"likewise|fair(?: enough)?|convinced|guilty|noted|ditto|"
    r"bye|ciao|see you|see ya|later|done|brb|back|wow|ouch|oh|ah|hm+|(?:ha){2,}h?|lol|please yes|please|pls|bitte|"
    r"congrats|congratulations|well done|enjoy|got it|ooh|hear hear|very funny|"
    r"geht mir (?:auch|genauso)(?: so)?|stimmt|genau|:[a-z0-9_+'-]+:|<3)(?!\w)|\W)+$",
    re.IGNORECASE,
)
"""Nothing but such words. Each is taken once and for all, the longer first: else what follows many marks takes ages."""
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|moin|hallo|good (?:morning|afternoon|evening)|morning|welcome)\b.{0,60}(?:retro|all|team|"
    r"everyone|folks)|"
    r"(?:ok(?:ay)?|alright|cool|so|lovely|great|perfect)?[,.!]?\s*(?:thanks|thank you|danke|"
    r"cheers)\b(?!\s+(?:so much |a lot )?to\b)(?!.*\bfor (?:\w+ing|(?:the|your|all) (?:help|support|cover\w*|work|"
    r"patience|great|good))\b).{0,60}$|have a (?:nice|good|great)|see you|happy (?:friday|weekend|holidays))",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:i|we|one)(?:['’]d| would)? (?:just |really |so |do )*(?:wish|hope|dream)\b|\bhopefully\b(?=\s+(?:the|they|"
    r"somebody|someone|it)\b)|\bif only\b|\b(?:would|might) be (?:so |really |very )?(?:nice|great|lovely|"
    r"cool|good|awesome|a dream|helpful)\b.{0,12}\bif\b|"
    r"\b(?:someone|somebody|please) (?:should |ought to )?(?:give|hug|thank|buy|get|hand) \w+ "
    r"(?:\w+ )?(?:medal|raise|sandwich|cake|beer|coffee|hug|trophy|award|cookie|biscuit|day off|holiday|statue)\b|"
    r"\b(?:someone|somebody) (?:should|could|ought to|might)\s+(?:really|finally|just|please|one day|maybe|"
    r"probably)\b|\b(?:one day|some day|someday|in an ideal world|in a perfect world|wishful thinking|"
    r"ideally (?:they|the \w+ team))\b|"
    r"\b(?:they|the (?!team\b)\w+ (?:team|department|people|folks|guys)|management|procurement|legal|hr|it|security|"
    r"marketing|sales|the (?:client|customer|vendor|company)|upper management|leadership)\s+(?:should|could(?! "
    r"(?:you|we|i)\b)|"
    r"need(?:s)? to|ought to|has to|have to|must|really should)\b|"
    r"\b(?:schön|toll|gut|cool) wäre(?: es)?,? wenn|\bwäre (?:schön|toll|cool|gut),? wenn|\bich wünsch\w*",
    re.IGNORECASE,
)

_ELSEWHERE = re.compile(
    r"\b(?:someone|somebody|anyone|people|folks)\s+(?:in|from|at|over at|of|on)\s+(?!our|the team\b|us\b)\w+",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|let['’]?s|i)\b.{0,24}\b(?:should|could|might|can|invite|ask|get|bring)\b", re.IGNORECASE)
"""What we could do with people from elsewhere is no wish about them."""


def is_instruction(text: str) -> bool:
    """Whether somebody tells a machine what to do: nothing of it counts."""
    return _INSTRUCTION.search(text) is not None


def is_joke(line: Line) -> bool:
    """Whether a line isn't meant seriously, by its words or since people laugh about it."""
    return is_joke_text(line.text) or bool(_JOKE.search(_rest(line))) or laughed_at(line.remark)


def is_joke_text(text: str) -> bool:
    """Whether its own words say that it isn't meant seriously."""
    return bool(_JOKE.search(text) or _SARCASM.search(text))


def _rest(line: Line) -> str:
    """The end of the message, where a laugh is about all of it."""
    return line.remark.text[-24:] if line.remark.text.count("\n") == 0 else ""


def laughed_at(remark: Remark) -> bool:
    """Whether more people laugh about it than like it."""
    laughs = sum(each.count for each in remark.reactions if each.name in _LAUGH_NAMES)
    likes = sum(each.count for each in remark.reactions if each.name in _LIKES)
    return laughs > likes and laughs > 1


def is_small_talk(text: str) -> bool:
    """Whether nothing is said: thanks, greetings, agreement, emoji."""
    line = " ".join(text.split())
    return not any(each.isalpha() for each in line) or bool(_SMALL.match(line) or _GREETING.match(line))


def is_greeting(text: str) -> bool:
    """Whether somebody begins by greeting all."""
    return _HELLO.match(text) is not None


_HELLO = re.compile(
    r"^\W*(?:hi|hello|hey|dear|welcome|good (?:morning|afternoon|evening)|(?:after)?noon|morning|evening|moin|hallo|"
    r"guten (?:morgen|tag|abend)|liebe\w*)\b",
    re.IGNORECASE,
)


def is_wish(text: str) -> bool:
    """Whether it is wished that others would do something."""
    return _WISH.search(text) is not None or (_ELSEWHERE.search(text) is not None and _OURS.search(text) is None)


_OPENS = re.compile(
    r"(?:^|[.!?:;–-]\s+|\b(?:please|pls|just|so|now|and|everyone|everybody|all|bitte)[,:]?\s+)(?:drop|share|bring|"
    r"post|throw|"
    r"give us|give me|add|put|type|send|shout|list|dump|leave|write|name|tell us|tell me|note down|schreibt|sammelt|"
    r"nennt|"
    r"werft)(?: \w+){0,3} (?:(?:your|eure?n?)\b[^.?!]{0,30}\b(?:notes?|thoughts?|ideas?|feelings?|moments?|stickies|"
    r"cards?|"
    r"ideen|gedanken|good|bad|highs?|lows?|ups?|downs?|best|worst|wins?|pains?|highlights?|lowlights?|kudos|roses?|"
    r"thorns?|"
    r"glads?|gute[sn]?|schlechte[sn]?)|(?:the|a|one|some|three|two|das) (?:\w+ )?(?:good|bad|highs?|lows?|ups?|downs?|"
    r"best|"
    r"worst|wins?|highlights?|lowlights?|roses?|thorns?|gute|schlechte)\b(?=\W*(?:$|and\b|und\b|each\b|of\b|from\b|"
    r"[,&/.!])))|"
    r"\b(?:wild|silly|crazy|bold|all|any|verrückte|wilde|more) (?:ideas?|suggestions?|thoughts?|ideen|vorschläge)"
    r"(?: are| is| sind)? "
    r"(?:very |most )?(?:welcome|allowed|willkommen|erlaubt|go)\b|\b(?:no wrong answers|(?:usual|house|ground) rules?"
    r"(?: apply\b|\s*[:–-])|be (?:honest|kind|candid|brutal)(?: please)?[.!]*$)|\b(?:who(?:['’]s| is| wants to| will)|"
    r"wer) (?:first|"
    r"starts?|begins?|goes first|next|fängt an|zuerst)\b|\b(?:the )?floor is (?:yours|open)\b|\b(?:fire|shoot|"
    r"off you go|"
    r"(?:ready,? )?steady,? go|go go go|let['’]?s hear (?:it|them|from))\W*$|\bfeuer frei\b|"
    r"\b(?:jede[rs]?|jede/r|alle) (?:bitte )?(?:kurz|ein(?:e|en)?)\b",
    re.IGNORECASE,
)


def is_opener(text: str) -> bool:
    """Whether somebody only asks all to say what they have: "Drop your good and your bad", "Wild ideas welcome"."""
    line = " ".join(text.split())
    return "\n" not in text and len(line.split()) <= _SHORT_CALL and _OPENS.search(line) is not None


_SHORT_CALL = 40
_PETS = re.compile(
    r"^\W*(?:(?:also|and|but|oh|btw|by the way|ps|meanwhile)\b[\s,:]*)*(?:my|our|mein[e]?) (?:\w+ )?(?:cats?|dogs?|"
    r"pupp(?:y|ies)|"
    r"kittens?|hamsters?|parrots?|budgies?|rabbits?|bunny|goldfish|tortoise|horse|goats?|chickens?|katzen?|hunde?|"
    r"kater|pets?) (?:is|are|has|have|had|was|"
    r"were|learned|learnt|just|would|wants?|thinks?|likes?|agrees?|ate|eats?|slept|sleeps?|says?|said|\w+s|\w+ed|ist|"
    r"hat|will|"
    r"findet|mag)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"^\W*(?:(?:but|well|fyi|ähm?|uh|erm?|hm+)\b[\s,]*)*(?:(?:that|this|it)(?:['’]s| is)|we) already\b(?! \w+(?:ed|st)"
    r"\b)(?!.{0,30}\b(?:too|late|slow|broken|"
    r"bad|hard|better|great|good|helped))|^\W*(?:das|so) (?:gibt['’]?s|gibt es|ist|haben wir) (?:doch )?(?:schon|"
    r"bereits)\b",
    re.IGNORECASE,
)
_DREAMY = frozenset(
    "palm_tree desert_island beach beach_with_umbrella beach_umbrella umbrella_on_ground "
    "tropical_drink cocktail beers beer "
    "champagne unicorn unicorn_face alien ghost moyai island sunglasses dark_sunglasses airplane parrot partyparrot "
    "money_mouth_face moneybag crystal_ball".split()
)


def is_aside(remark: Remark) -> bool:
    """Whether something is said beside the matter: of pets, of what is so already, of what only palm trees are for."""
    names = {each.name for each in remark.reactions if f":{each.name}:" not in remark.text}
    dreamt = bool(names & _DREAMY) and not names & (_LIKES - {"tada", "clap", "heart", "raised_hands"})
    return dreamt or bool(_PETS.match(remark.text) or _KNOWN.match(remark.text))
