"""Which words praise, complain or propose, and what prevails in a text."""

from __future__ import annotations

import re
from typing import Literal

from bot.chat import Value
from bot.retros.extraction.trends import trends_in

Opinion = Literal["went_well", "to_improve", "ideas"]
OPINIONS: tuple[Opinion, ...] = ("went_well", "to_improve", "ideas")

_GOOD = re.compile(
    r"\b(?:went|going|worked|works|ran|runs|goes) (?:(?:really|super|very|quite|so|pretty|surprisingly|"
    r"out) )*(?:well|great|smooth(?:ly)?|fine|nice(?:ly)?|perfect(?:ly)?|good)\b|\bsmooth(?:er|est|ly)?\b|"
    r"\b(?:loved?|enjoyed|liked)\b|\bkudos\b|"
    r"\b(?:big |huge |many )?(?:thanks|thank you|thx|props|shout[- ]?outs?|hats off|respect|applause) (?:to|for)\b|"
    r"\bproud\b|\bsuccess(?:es|ful(?:ly)?)?\b|\bhappy (?:with|about|that|to see)\b|\bglad\b|\bawesome\b|\bamazing\b|"
    r"\bfantastic\b|\bbrilliant(?:ly)?\b|\bexcellent\b|"
    r"\bgreat\b|\bnice(?:ly)?\b|\bwell done\b|\bimproved\b|\b(?:\d+ ?x |much |way |a lot |so much |far )?(?:faster|"
    r"quicker|better|easier|calmer|cleaner|happier)\b(?! than expected\?)|\b(?:on|ahead of) (?:time|schedule)\b|"
    r"\b(?:days?|weeks?) (?:early|ahead)\b|\bwithout (?:a |any )(?:single )?(?:hotfix|incident|problem|issue|bug|"
    r"hitch|rollback|outage|downtime|complaint)\w*|"
    r"\bwithout any(?:body|one) \w+|\bno (?:hotfix|incidents?|rollbacks?|outages?|complaints|regressions?|"
    r"downtime)\b|\bzero (?:incidents?|bugs|downtime|outages?|defects|rollbacks?)\b|\bfewer (?:bugs|incidents|"
    r"tickets|meetings|interruptions|pings|defects|escalations|complaints)\b|\bway fewer\b|\bfinally (?:works?|got|"
    r"have|done|live|shipped|fixed|gone)\b|\bshipped\b|\bwent live\b|\blaunched\b|\bpaid off\b|"
    r"\bhelp(?:ed|s|ful)\b|\bfun\b|\bimpress(?:ed|ive)\b|\bprais(?:ed|es)\b|\bpositive\b|\blearn(?:ed|t) (?:a lot|"
    r"so much|more|loads|tons)\b|\bbest\b|\bdropped by\b|\bcut .{0,30}\bin half\b|\bdown (?:from|to)\b|\brocks?\b|"
    r"\bMVP\b|\bwow\b|\bcalm(?:ly)?\b|\bmatch(?:es)? the\b|\bmotivat(?:ed|ing)\b|\bappreciat(?:e|ed)\b|\bwelcom(?:ed|"
    r"ing)\b|\bquick (?:turnaround|response|reviews?)\b|"
    r"\bgood (?:job|work|collaboration|cooperation|teamwork|communication|feedback|idea to|to see|energy|vibes?|"
    r"stuff|progress|call)\b|\bso good\b|\breally good\b|\bgreen (?:all|the whole)\b|\b(?:celebrate|win|wins|victory|"
    r"legend|hero|champion|star of)\b|\bworth it\b|\bsaved (?:us|me|my|the|a lot|so much|hours|days)\b|"
    r"\bgame[- ]changer\b|\bfocus!|\bstable\b|\bactually like it\b|\bhighlights?\b|\bpleased\b|\bpainless(?:ly)?\b|"
    r"\bthumbs up\b|\bbig up\b|\bwent from \d+(?:\.\d+)? to\b|\bdelight(?:ed|ful)?\b|\bgrateful\b|\bthanks to\b|"
    r"\beffortless(?:ly)?\b|\bstopped complaining\b|\bon track\b|\bquiet(?:er)? (?:week|sprint|on[- ]call)\b|"
    r"\bnot once\b(?! (?:did|was|were|has|have|had|could)\b)|"
    r"\b(?:did(?:n['’]?t| not)|ha(?:s|ve|d)(?:n['’]?t| not)) (?:go(?:ne)? down|fail(?:ed)?|crash(?:ed)?|"
    r"break|broken?|jam(?:med)?|drop(?:ped)?|fall(?:en)? over|los[et]|hang|hung|stall(?:ed)?|wobbled?)\b[^.!?]{0,30}"
    r"\b(?:once|at all|single)\b|\bjoy\b|"
    r"\bsuper\b(?! (?:thin|slow|late|hard|annoy\w*|long|short|vague|unclear|stress\w*|confus\w*|frustrat\w*|tight|"
    r"small|big|large|noisy|buggy|flaky|messy|compl\w+|expensive|pain\w*|tired|weird|tedious|manual)\b)|"
    r"\b(?:toll|klasse|prima|spitze|hervorragend|großartig|endlich)\b|\bgut (?:lief|war|fand|gelaufen|geklappt|"
    r"funktioniert)\b|\b(?:fand|lief|war|hat)\b.{0,20}\bgut\b|\bgelungen\b|\bhat (?:super |gut )?geklappt\b|"
    r"\blob an\b|\bfreut? mich\b|"
    r":tada:|:clap:|:raised_hands:|:heart:|:trophy:|:star2?:|:rocket:|:muscle:|:cake:|:party\w*:|🎉|👏|🙌|❤|🏆|🚀",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:slow(?:er|ly|s|ed)?|flaky|flakiness|broken?|breaks?|crash(?:ed|es|ing)?|fail(?:ed|s|ing|ures?)?|late|"
    r"delay(?:ed|s)?|block(?:ed|er|ers|ing)|waited|waiting|stuck|unclear|vague|confus(?:ed|ing|ion)|missing|missed|"
    r"lost|"
    r"difficult|hard (?:to|for)|frustrat(?:ed|ing|ion)|annoy(?:ed|ing)|stress(?:ed|ful)?|painful|pain|struggl(?:ed|"
    r"ing|e)|forgot(?:ten)?|wrong(?:ly)?|incidents?|outages?|bugs?|rolled back|rollback|hotfix(?:es)?|rework|"
    r"criticis(?:ed|es|m)|criticiz(?:ed|es)|regret(?:s|ted)?|overtime|outdated|unreliable|unstable|hangs?|timeouts?|"
    r"forever|ages|lack(?:ed|s|ing)?|surpris(?:ed|e)|scope (?:creep|grew)|last[- ]minute|chaos|chaotic|mess(?:y)?|"
    r"overload(?:ed)?|overwhelm(?:ed|ing)|alone|lonely|barely|hardly|interrupt(?:ed|ions?)|distract(?:ed|ions?|ing)|"
    r"tired|exhaust(?:ed|ing)|"
    r"complain(?:ed|ts?)?|angry|worse|worst|bad(?:ly)?|terrible|horrible|awful|poor(?:ly)?|unhappy|silos?|silence|"
    r"ignored|misunderst(?:ood|anding\w*)|duplicate work|bottleneck|firefight(?:ing)?|context[- ]switch\w*|"
    r"manual(?:ly)?|hidden|unplanned|spill(?:ed)?over|carried over|"
    r"underestimated|overestimated|undocumented|unowned|unassigned|stale|rushed|drained|dragged|churn|ping[- ]?pong|"
    r"tedious|noisy|conflicts?|drain(?:ed|s|ing)?|chas(?:ed|ing)|black hole|maze|thumbs down|nightmare|headaches?|"
    r"suffer(?:ed|s)?|scattered|cumbersome|unanswered|skipped|locked (?:out|five|several|again)|clunky|ignored|"
    r"regress(?:ed|ions?)|woken up|hunt(?:ed|ing)|gaps?|contradict\w*|drift(?:ed|s)?|double[- ]booked|burnt? out|"
    r"burnout)\b|"
    r"\btoo (?:many|much|big|large|long|late|slow|few|little|small|often|noisy|early|vague|complex|complicated|short|"
    r"tight|optimistic|manual|expensive)\b|\bnobody\b|\bno[- ]?one\b|\bnever\b(?! (?:been )?(?:better|happier))|"
    r"\bnot enough\b|\bout of date\b|\b(?:only|just) (?:found|notic\w+|heard|learned|realis\w+|realiz\w+)\b|"
    r"\bonly (?:two|one|a few|half)\b|\b(?:found|noticed|heard|learned) (?:it |this |that )?(?:out )?(?:too late|"
    r"only|from a|in the demo|in review)\b|\bagain\b|\bstill (?:no|not|has|have|don['’]t|doesn['’]t|"
    r"can['’]t(?! believe)|waiting|without|missing|broken)\b|"
    r"\b(?:did|does|do|is|was|were|are|has|have|had|could|can|wo|would)(?:n['’]?t| not)\b(?! believe)|\bcannot\b|"
    r"\b(?:took|takes|cost|costs|wasted|lost)\b.{0,24}\b(?:minutes?|hours?|days?|weeks?|ages|forever|time|long|"
    r"afternoons?|sprints?)\b|\bpulled (?:off|into|away|out)\b|\bkeeps? (?:breaking|failing|changing|going down|"
    r"coming back|dying|crashing)\b|\bgo(?:es)? down\b|\b(?:was|were|is|are|been|went) (?:down|gone|unavailable|"
    r"unusable|offline)\b(?! (?:to|from|by)\b)|\b(?:bigger|longer|harder|more work|larger|slower|worse) than (?:we |"
    r"i )?(?:thought|expected|planned|estimated)\b|\bnever again\b|\bkilling\b|\bdrags?\b|\bcost us\b|"
    r"\bstop (?:scheduling|doing|merging|having|using)\b|\bchanged? (?:twice|again|every|all the time|mid|half|while|"
    r"after)\b|\bevery (?:single time|other day)\b|"
    r"\bspent (?:most|half|all|hours|days|a lot|too much|the (?:whole|better)|ages|two|three|four)\b|"
    r"\bnot the first time\b|\bnot once (?:did|was|were|has|have|had|could)\b|"
    r"\bcan['’]?t tell\b|\bnone (?:is|are|of|was|were)\b|\bhalf (?:of )?(?:my|our|"
    r"the) (?:week|day|time|sprint|morning)\b|"
    r"\bdays? (?:of )?(?:waiting|late|behind|lost)\b|\bno (?:time|idea|clue|test data|documentation|docs|feedback|"
    r"answer|response|owner|agenda|block|tests|monitoring|alert\w*|visibility)\b|\bwithout (?:asking|telling|notice|"
    r"warning|any (?:notice|warning|documentation|tests|agenda|context))\b|\bdidn['’]?t know\b|\bwho (?:decides|owns|"
    r"is responsible)\b|\binstead of\b(?! half a day)|\bsays? nothing\b|\bpushed? (?:back|out)\b|\bslipped\b|"
    r"\bthird (?:time|sprint)\b|"
    r"\b(?:langsam\w*|schlecht\w*|wieder|gewartet|warten|fehl(?:t|te|en|ten|er)|kaum|keine?n?|nicht|zu (?:viele?|"
    r"lange?|langsam|spät|wenig|groß)|nervig|nervt|chaotisch|unklar\w*|verspätet|ausgefallen|kaputt|"
    r"komme zu nichts|schief\w*|ausf[aä]lle?|ausfall|abgestürzt|genervt|frustrier\w*|ärger\w*|mühsam|stressig|"
    r"überlastet|verloren|vergessen|verschoben|blockiert|hängt|umständlich|zäh)\b|"
    r":rage:|:angry:|:cry:|:sob:|:disappointed:|:facepalm:|:face_palm:|:weary:|:tired_face:|:thumbsdown:|:-1:|😡|😢|😞|😩",
    re.IGNORECASE,
)
_IDEA = re.compile(
    r"\bwhat if\b|\bhow about\b|\bwhat about\b|\b(?:could|should|shall|can|might) we\b|\bwe (?:could|might|should|"
    r"ought to)\b|\bmaybe\b|\bperhaps\b|\blet['’]?s (?!see|go|start|begin|move|talk|discuss|face|hope|say|be|wait|"
    r"take a break)|\b(?:i )?(?:suggest|propose|recommend)(?:s|ed|d|ion|al)?\b|\bidea:?\b|\bwhy (?:don['’]t|not|"
    r"didn['’]t) (?:we|just)?\b|"
    r"\b(?:it )?would (?:really )?(?:help|be (?:nice|good|great|cool|useful|helpful|better|lovely))\b|"
    r"\bi['’]?d (?:like|love) (?:us |to see|to try|it if|if)\b|\b(?:we|you) (?:can|may) try\b|\bworth (?:a try|"
    r"trying)\b|\btry (?:to |out )?\w+ing\b|\bwish\b|\bif we (?:had|could|would|only)\b|\bnext time (?:we|let)\b|"
    r"\bhaving an? .{3,40} would\b|"
    r"\bwir (?:könnten|sollten)\b|\bwie wäre\b|\bvielleicht\b|\bvorschlag\b|\bwas haltet ihr\b|\bkönnte(?:n)? man\b|"
    r"\blasst uns\b|:bulb:|💡",
    re.IGNORECASE,
)
_NOT_BAD = re.compile(
    r"\b(?:no|zero|fewer|less|without (?:a |any )?(?:single )?|not a single|never had|hardly any|"
    r"nobody (?:had to )?stay\w*|did(?:n['’]t| not) (?:panic|break|fail|crash|need)|not panic|(?:did|do|"
    r"does) not (?:need|break)|no longer|fixed (?:the|all|that)?|solved|got rid of|instead of half)\b.{0,28}$",
    re.IGNORECASE,
)
_NOT_GOOD = re.compile(
    r"(?:\b|['’])(?:d|not|n['’]t|never|no|hardly|barely|less|isn['’]t|wasn['’]t|could be|could have been|would be|"
    r"nicht|what|how to|not so|nothing|should be|to be|kein\w*|if)\b(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
_FREE = re.compile(r"(?:no|not once|zero|without|(?:way )?fewer|(?:did|ha[sd]|have)(?:n['’]?t| not))\b", re.IGNORECASE)
"""How praise begins that names what there was none of."""
_NEAR = 120  # letters before a cue that may turn it round


class Mood(Value):
    """How much a text praises, complains and proposes."""

    good: int
    bad: int
    idea: int
    thanks: bool = False

    @property
    def strongest(self) -> Opinion | None:
        """What prevails; a complaint outweighs as much praise, since praise of what was once bad is rarer."""
        if self.thanks:
            return "went_well"
        if self.idea and self.idea >= self.bad and self.idea > self.good - (self.good == 0):
            return "ideas"
        if self.bad and self.bad >= self.good:
            return "to_improve"
        return "went_well" if self.good else None


_THANKS = re.compile(
    r"^\W*(?:(?:big |huge |massive |many )?(?:kudos|props|shout[- ]?outs?|thanks|thank you|thx|big up|hats off|"
    r"respect)(?: a lot| so much)?,? (?:to|for|goes to|who(?:ever)?)\b|(?:i )?(?:really )?(?:loved?|liked|enjoyed|"
    r"appreciated?) (?:that|how|the (?:fact|way)|it that)\b)",
    re.IGNORECASE,
)


def mood_of(text: str) -> Mood:
    """The cues in a text, without those that are turned round ("no incidents", "not so good")."""
    thanks, trends = bool(_THANKS.match(text)), trends_in(text)
    for each in reversed(trends):
        text = f"{text[: each.start]} {text[each.end :]}"  # "bugs fell from 12 to 3" complains of none
    praise = [_NOT_GOOD.search(_before(found)) is None for found in _GOOD.finditer(text)]
    free = _GOOD.sub(lambda found: " " * len(found[0]) if _FREE.match(found[0]) else found[0], text)
    good = sum(praise)
    bad = sum(1 for found in _BAD.finditer(free) if not _NOT_BAD.search(_before(found)))
    turned = not (good or bad or all(praise))
    return Mood(
        good=good + sum(each.better for each in trends),
        bad=bad + turned + sum(not each.better for each in trends),
        idea=len(_IDEA.findall(text)),
        thanks=thanks,
    )


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - _NEAR) : found.start()]


def praises(text: str) -> bool:
    """Whether a text says that something is good: there is nothing to do about it."""
    return mood_of(text).strongest == "went_well"
