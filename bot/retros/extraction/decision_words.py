"""The words by which a decision is known, marked, revised or not one at all."""

from __future__ import annotations

import re

from bot.retros.extraction.dates import MONTH

OPENING = (
    r"(?:(?:ok(?:ay)?|okey|so|and|then|right|alright|cool|great|lovely|very well|well|good|perfect|fine|yes|yep|super|"
    r"nice|thanks|done|sold|gut|also|dann|na|hm+|ja)\b[\s,.!:;–-]*)*"
)
"""How people begin before they come to it."""
MARK = re.compile(
    rf"^{OPENING}(?:(?:final |our |the )?decision(?: on [^:]{{2,40}})?(?: is)?\s*[:–-]|(?:we(?:['’]ve|"
    r" have)?|the (?:group|team)|it (?:was|is)|everyone|everybody|all)?\s*(?:then |finally |also |"
    r"jointly )?(?:decided|agreed|concluded|settled)(?: (?:that|to|on|upon))?\s*[:,–-]?\s*|"
    r"(?:in the end|finally|ultimately),? (?:it was |we |the (?:team|group) )?(?:agreed|decided)(?: (?:that|to|"
    r"on))?\s*|agreement\s*[:–-]|resolved\s*[:–-]|verdict\s*[:–-]|(?:summary|outcome|result|"
    r"conclusion)\s*[:–-]\s*(?=we\b)|(?:dann |also )?(?:beschlossen|entschieden|beschluss|entscheidung|ergebnis|"
    r"vereinbart)\s*[:–-]?\s*|wir haben (?:uns )?(?:beschlossen|entschieden|geeinigt)(?:,)?\s*)(?P<what>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
INSIDE = re.compile(
    r"\b(?:we|the (?:team|group)|everyone|everybody|all)(?:['’]ve| have| all)? (?:then |finally |also |jointly |"
    r"unanimously )?(?:decided|agreed|settled|chose|opted|voted)(?: (?:that|to|on|for|against))\s+(?P<what>\S.*)$|"
    r"\b(?:it (?:was|has been)|in the end (?:it was|we)|was) (?:agreed|decided)(?: (?:that|to|on))\s+(?P<was>\S.*)$|"
    r"\b(?:as (?:discussed|agreed|decided)|per (?:the )?vote|by majority)\b[,:]?\s*(?P<as>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
DO_DIFFERENTLY = r"(?:keep|leave|drop|stop|cut|skip|move|scrap|bin|merge)"
"""Whoever would do this speaks of what all do: "I'd move them to five" is a proposal, and no offer."""
GOES = re.compile(
    rf"^{OPENING}(?:we(?:['’]ll|['’]re| will| are)? (?:go(?:ing)? (?:with|for|ahead with)|"
    r"stick(?:ing)? (?:with|to)|keep(?:ing)?|drop(?:ping)?|adopt(?:ing)?|switch(?:ing)? (?:to|back)|"
    r"try(?:ing)?(?: out)?|run(?:ning)?|introduc(?:e|ing)|reserv(?:e|ing)|freez(?:e|ing)|requir(?:e|ing)|"
    r"skip(?:ping)?|paus(?:e|ing)|limit(?:ing)?|rotat(?:e|ing)|split(?:ting)?|merg(?:e|ing)|us(?:e|ing)|no longer|"
    r"stop(?:ping)?|move|always|never|only)|let['’]?s go (?:with|for)|let['’]?s stick (?:with|to)|let['’]?s (?:keep|"
    r"drop|cancel|adopt|switch)|from now on|going forward|ab jetzt|ab sofort|then it['’]s|"
    r"(?:dann )?wir (?:bleiben (?:bei|beim)|behalten|verzichten auf|streichen|verschieben|stellen|nehmen (?:künftig|"
    r"ab|jetzt|den|die|"
    r"das))|(?:es|dann) bleibt(?: es|['’]s)? (?:bei|beim)|(?:dann )?(?:nehmen|behalten|streichen|lassen) wir|künftig|"
    r"(?:it['’]?s|"
    r"it is) (?:settled|decided)[:,]?|no more|no [\w ]{3,30} (?:after|before|on|during|without|until))\b",
    re.IGNORECASE,
)
FROM_NOW = re.compile(
    r"\b(?:from now on|going forward|from (?:monday|next (?:week|sprint)) on(?:wards)?|starting (?:monday|"
    r"next (?:week|sprint)|now)|ab (?:jetzt|sofort|nächster woche))\b",
    re.IGNORECASE,
)
NOT_ONE = re.compile(
    r"\b(?:no decision|not (?:yet )?(?:decided|agreed)|undecided|haven['’]t (?:decided|agreed)|(?:did|"
    r"could)(?:n['’]t| not) (?:decide|agree)|were split|before we decide|(?:who|how|what) (?:decided|decides)|"
    r"need(?:s)? to (?:be )?decided?|need a decision|(?:is|are|was|were) there (?:a )?decision|to decide|"
    r"agreed to disagree|no (?:consensus|agreement|majority)|dropped (?:it|that|this) again|decision (?:was )"
    r"?postponed|"
    r"nobody (?:raised a hand|volunteered)|: who\?|don['’]t (?:know|remember) who decided|nobody (?:decided|knows)|"
    r"(?:leave|keep|save|take|move|push|discuss|decide|talk about|look at|raise) (?:it|that|this|them|these) (?:for|"
    r"to|till|until|in|at|"
    r"on|again)? ?(?:the )?(?:next|later|another|some other)\b|decision\b[^:]{0,60}\b(?:postponed|deferred|pending|"
    r"open|later|due|time)|before (?:i|we) (?:say yes|decide|agree)|"
    r"(?:needs?|wants?|waiting for|depends on|pending|subject to|if|once|until|unless|hear(?: what)?|asks?|first)"
    r"\b[^.;]{0,20}"
    r"\b(?-i:[A-Z])\w+(?:['’]s (?:yes|ok(?:ay)?|approval|blessing|go|go-ahead|sign[- ]?off|budget|word)| (?:says|"
    r"agrees|"
    r"approves|signs|thinks|decides))|"
    r"^(?:so[\s,]+|also[\s,]+)*(?:ich (?:fang|bin|hab|war|mach|geh|muss|kann)\w*|"
    r"i(?:['’]m| am) (?:off|out|away|on|at|in))\b|"
    r"\b(?:is|are) (?:early|soon|late|good) enough\b|"
    r"(?:was|were|is|are|we|let['’]?s|gets?)\b[^.]{0,20}\b(?:parked?|tabled?|shelved?|vertagt)[\s.!]*(?:$|\b(?:it|"
    r"this|that|"
    r"them|for|until|till)))\b|[(\[](?:parked|tabled|shelved|deferred|postponed|open|pending|tbd|vertagt|offen)\b|"
    r"^\W*(?:(?-i:OPEN|PARKED|REJECTED|POSTPONED)\s|not before\b)|\bback (?:on|in|to|into) (?:the|our) backlog\b|"
    r"^\W*(?:parked|tabled|shelved|deferred|vertagt|pending|vetoed|rejected|undecided)\b|[-–:]\s*(?:parked|tabled|"
    r"shelved)\b|"
    r"^\W*(?:(?:and|but|so|well|hm+|ok(?:ay)?)[\s,]+)*(?:because|since when|wait\b|hang on|hold on|not (?:against|"
    r"sure|yet|now|(?:this|that|next) (?:week|month|sprint|time|year|quarter))|(?:\w+ ){0,3}(?:stays|goes|remains) "
    r"on (?:the|our) (?:list|board|backlog)|(?:that['’]?s |is |still )?left (?:over )?from|should be (?:ok|okay|fine|"
    r"fixed|good) (?:now|again))",
    re.IGNORECASE,
)
"""What says that nothing was decided, or not yet."""
PROPOSES = re.compile(
    r"\b(?:let['’]?s|shall we|should we|do we(?: all)?(?: want to)?(?! (?:\w+ )?(?:have|know|get|has|got|ever|see|"
    r"expect)\b)|can we(?: all)? agree|could we|"
    r"i(?:['’]d| would) say (?:we|no|let)|i vote (?:for|we|to|that)|"
    r"i(?:['’]d| would) like (?:us )?to (?:try|trial|have|stop|start|introduce|drop|see)|how about (?:we )?|"
    r"what about (?:we )?|i(?:['’]d| would)? (?:suggest|propose)(?: that)?(?: we)?|proposal|vorschlag|middle way|"
    r"compromise|kompromiss|"
    r"(?:ok(?:ay)? )?so we|then we|are we (?:ok|fine|good) (?:with|to)|(?:everybody|everyone|all) (?:ok|fine|happy|"
    r"in favou?r) (?:with|if|that|to|of)|vote(?: on|:)|wie wäre|lasst uns|sollen wir|wollen wir|was haltet ihr)\b",
    re.IGNORECASE,
)
POLLS = re.compile(
    r"(?:^|[\s,.;–-])(?P<ask>(?:all |everybody |everyone |anyone |is everybody |are we all |are we |"
    r"is everyone )?(?:in favou?r|ok(?:ay)?(?: (?:with (?:that|this|everybody|you)|for (?:everyone|all|you)))?|"
    r"fine(?: with (?:that|this|everyone))?|agreed?|(?:any |no )?objections(?: to (?:that|this|it))?|against|"
    r"sounds? good|deal|good|anyone against|anybody against|happy|all good|with me|everyone in|yes or no|"
    r"einverstanden|alle (?:einverstanden|dafür)|okay für alle|passt (?:das|allen)(?: so)?|jemand dagegen))\s*\?|"
    r"^\W*(?:(?:and|so|ok(?:ay)?|then|right|also)\b[\s,]+)*(?:are|is) (?:we|everyone|everybody)(?: all)? (?:agreed|"
    r"ok(?:ay)?|fine|"
    r"good|happy|in favou?r)(?: with| that| to| if| of)\b|(?P<vote>\b(?:thumbs? up|vote|react|\+1|:\+1:) (?:if|"
    r"for|when)\b|\bwho(?:['’]s| is) (?:in|for)\b\?|(?:@?\b\w{1,30} ){0,3}(?:please|pls) (?:confirm|say if|shout if|"
    r"tell "
    r"(?:me|us) "
    r"if|object)\b(?! (?:the|a|to|with)\b)[^.?!]*|bitte (?:kurz )?bestätigen\b[^.?!]*)",
    re.IGNORECASE,
)
TAG = re.compile(r"\s*[,–-]\s*(?:yes|yeah|right|no|correct|ja|oder|ne|nicht)\s*\?\s*$", re.IGNORECASE)
TAGGED_RULE = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|then|also|right|und|dann)\b[\s,]+)*(?:we|wir|let['’]?s|no|nobody|everyone|everybody|"
    r"every|each|all|from|starting|ab|keine?|alle)\b(?!['’]?(?:re|ve| were| had| have| did| got))[^?]{6,}"
    r"[,–-]\s*(?:yes|yeah|right|no|correct|ja|oder|ne|nicht)\s*\?",
    re.IGNORECASE,
)
"""A rule with a question behind it: "we keep the old one until May, yes?"."""
BACK = re.compile(
    r"\b(?:scrap (?:that|it|this|the)|forget (?:that|it|about that)|on second thoughts?|never ?mind|(?:i |"
    r"we )?take (?:that|it) back|changed? (?:my|our) minds?|revert(?:ing)? (?:that|it)|undo that|instead (?:we|let)|"
    r"after all|no longer|afterwards|later (?:moved|changed|dropped)|correction|update on|actually,? (?:let['’]?s|"
    r"we)|rather (?:not|keep|stay)|doch nicht|stattdessen|"
    r"we (?:keep|stay with|stick (?:to|with))|ok(?:ay)? then (?:we|let['’]?s)|(?:is|was|were) (?:moved|reversed|"
    r"withdrawn|overruled|dropped|overturned)|(?:moved|changed|switched) (?:back|again|to)|cancel that|"
    r"not (?:anymore|any more)|overrul\w+|revis(?:ed|it))\b",
    re.IGNORECASE,
)
AGREES = re.compile(
    r"^\W*(?:yes|yep|yup|yeah|ok(?:ay)?|fine|agreed?|sounds good|works|good|sure|deal|\+1|in favou?r|me too|love it|"
    r"let['’]?s do (?:it|that)|do it|perfect|great|ja|einverstanden|passt|gerne|super|i['’]m (?:in|for|fine|ok)|"
    r":\+1:|:thumbsup:|:white_check_mark:|:ok_hand:|👍|✅|no objections?|none|go(?: for it)?|makes sense|right|correct|"
    r"aye|exactly|dafür|absolutely|confirm(?:ed)?|approved|bestätigt|"
    r"(?:oh,? )?yes|sold|finally|hooray|i['’]m up for it|thank (?:god|goodness)|"
    r"definitely|please|cool|nice|ok for me)\b|^\W*(?::\+1:|:thumbsup:|:white_check_mark:|👍)",
    re.IGNORECASE,
)
ASSENTS = re.compile(
    r"^\W*(?:agreed|ok(?:ay)?|yes|yep|yup|yeah|no|nope|nah|right|convinced|persuaded|sold|done|fine|good|great|deal|"
    r"true|sure|alright|\+1|you['’]re right|fair(?: enough| point)?|it (?:does|is|will|would)|so|then|well then|"
    r"ja|nein|gut|einverstanden|abgemacht|stimmt|also|dann|na gut|passt)\b(?! (?:far|much|many|that|what|one|idea)\b)",
    re.IGNORECASE,
)
"""How somebody begins who has the last word on what was said."""
HOLDS = re.compile(
    r"(?:^|\bwill |\bmust |[,;:] )always\b|\balways[.!]*$|\b(?:from (?:today|tomorrow|now|here|next|the (?:\d|next|"
    r"first|"
    rf"coming|start|beginning|end|new)\w*|sprint \d+|\d|\w+day|{MONTH})\b|not (?:before|until|this|yet|now)\b|no "
    rf"longer|no (?:more|exceptions?)|"
    r"any ?more$|at most|at least one|for now|(?:moves?|shifts?|goes|changes?) (?:back )?to|stays?|waits?|remains?|"
    r"it is$|it is,|scrap|scrapped|cancel(?:led|ed)?|called off|postponed|(?:starting|effective) (?:today|tomorrow|"
    r"now|next|in|on|from|immediately|with|"
    r"\w+day)|until (?:the end|easter|christmas|summer|"
    rf"{MONTH}|\w+day)|"
    r"(?:is|are) (?:out|off|in|dead|gone|banned|mandatory|ours)\b(?=\W*$|[,;])|(?:is|are) (?:after|before)\b|"
    r"instead|the rule|the default|not going to|won['’]t (?:do|be|have|move)|"
    r"ab (?:sofort|jetzt|heute|morgen|dem|\w+tag|\w+ woche)|bleib(?:t|en)|bis (?:ende|auf weiteres|ostern)|"
    r"nicht (?:mehr|vor)|erst (?:nach|ab|wenn)|(?:ent)?fällt|fallen weg|verschoben|gestrichen|abgeschafft|künftig)\b",
    re.IGNORECASE,
)
"""Words for what lasts, begins, ends or gives way."""
SUMS_UP = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|right)[\s,]+)?(?:(?:summing|wrapping|closing) (?:(?:it|this|things) )?up\b|"
    r"to (?:sum|wrap) (?:it )?up|in sum(?:mary)?|(?:my |a |the )?(?:short |quick )?summary\b|let me (?:sum|wrap|"
    r"collect|"
    r"recap)|to (?:conclude|recap|finish|close)|in the end we have|recap|what we have now|since (?:nobody|no one) "
    r"(?:objects|objected|disagrees)|"
    r"(?:nobody|no one) (?:objects|objected)|zusammengefasst|fazit|ich fasse zusammen)\b",
    re.IGNORECASE,
)
"""How somebody begins who says what holds, one thing after the other."""
THEREFORE = re.compile(
    r"\bso (?:yes|no)\b,|\bthen (?:yes|no)\b,|\b(?:it is|it['’]s settled)[,.]? (?:from|then)\b|\balso (?:ja|nein)\b,",
    re.IGNORECASE,
)
"""What closes a train of thought."""
SEALS = re.compile(
    r"\b(?:that['’]?s|this is|it['’]?s|there we have) (?:our|a|the)? ?(?:new )?(?:rule|deal|yes|agreement|decision|"
    r"plan|decided|settled|agreed)\b(?! (?:not|still))(?: (?:from|as of|for) \w+(?: on)?)?|"
    r"^\W*(?:ok(?:ay)?|good|great|cool|alright)?[\s,.!]*(?:(?:super|"
    r"then|so|well)[\s,.!]*)?(?:(?:then |so )?(?:we(?:['’]ll)?|let['’]?s) (?:do|take|"
    r"go with|keep) (?:it|that|this)\b(?: (?:so|like that|this way|then))?|(?:that|this)['’]?s (?:what|"
    r"how) we(?:['’]ll)? do(?: (?:it|that|then))?|dann machen wir (?:das|es) so|so machen wir(?:['’]?s| das| es)|"
    r"sold|adopted|done deal|carried|motion carried|approved|decided|so be it|settled)(?:[\s.!]*(?:$|:)|, )",
    re.IGNORECASE,
)
"""What makes of a proposal a decision."""
WANTS_TO_KNOW = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|also)[\s,]+)*(?:who|what['’]?s|what (?:is|are|was|do|did)\b(?! you think:)|where|"
    r"when|which|why|how (?:is|are|do|did|many|much|long)|"
    r"(?:is|are|was|were) (?:there|it|anyone|anybody)|does any\w+|did any\w+|any(?:one|body)|has any\w+|wer|wo|wann)\b",
    re.IGNORECASE,
)
"""A question that proposes nothing."""
CHANGES = re.compile(
    r"\b(?:not|instead|rather|after (?:talking|speaking|all)|on reflection|update|changed?|moved?|back to|no longer|"
    r"actually|correction|hold off|postpone\w*|wait|until after|not yet|cancel|drop)\b",
    re.IGNORECASE,
)
"""How something is said to be otherwise from now on."""
ALL_AGREED = re.compile(
    r"^\W*(?:(?:(?:everyone|everybody|all|we all|the (?:whole )?(?:team|group|room|table)|all of us|unanimously|"
    r"all \d+|all (?:two|three|four|five|six|seven|eight))(?: of us)?,?(?: (?:agreed?|was|were|is|are|said yes|"
    r"says yes|"
    r"nodded|nods|for it|fine|ok(?:ay)?|happy|good|on board|in|in favou?r|with (?:that|it|this)|quickly|at once))*)|"
    r"(?:it['’]?s |that['’]?s |this is )?(?:decided|settled|agreed|a? ?done deal|final|unanimous|beschlossen|"
    r"einstimmig|abgemacht)|(?:no|without|keine) (?:objections?|votes? against|einwände)|no(?:body| one) (?:objected|"
    r"objects|against|was against|minded|minds)|alle (?:waren |sind )?(?:einverstanden|dafür)|(?:that|this|it) "
    r"(?:holds|goes|"
    r"counts|applies) (?:for|to) (?:us all|all|every(?:one|body))(?: of us)?(?:, [^.]{0,20})?|(?:das )?gilt für alle)"
    r"[.!]*$",
    re.IGNORECASE,
)
"""A sentence that says nothing but that all agree."""
OBJECTS = re.compile(
    r"^\W*(?:i (?:object|disagree|would object|veto)|objection\b|veto\b|-1\b|:-1:|:thumbsdown:|👎|hang on|hold on|"
    r"wait\b|not so fast|no\b(?! (?:objection|problem|worries|veto))|against\b|hm+\b.*\bbut\b|but\b|i['’]m against|"
    r"please (?:no|don['’]t)|einspruch|dagegen|nein)|\b(?:i['’]d rather not|i (?:have|see) (?:an? )?(?:objection|"
    r"problem|"
    r"concern)|i['’]m not (?:ok|okay|happy|comfortable|convinced|sure))\b",
    re.IGNORECASE,
)
UNLESS = re.compile(
    r"\b(?:unless (?:some(?:one|body)|any(?:one|body)|there (?:are|is)|i hear|you) ?\w* ?(?:objects?|objections?|"
    r"disagrees?|minds?|vetoe?s?|complains?|otherwise|shouts?|screams?|says? (?:no|stop)|against|can['’]?t live)|if "
    r"(?:no(?:body|"
    r" one)|"
    r"i hear no|there (?:are|is) no|none of you) ?\w* ?(?:objects?|objections?|disagrees?|minds?|vetoe?s?|complains?|"
    r"otherwise|says? (?:no|stop|anything))|(?:silence|no answer|no reply) (?:is|means|counts as|=) (?:a )?(?:yes|"
    r"consent|"
    r"agreement|ok(?:ay)?)|i(?:['’]ll| will) take silence (?:as|for)|(?:falls?|wenn|sofern) (?:niemand|keiner)\b.{0,30}"
    r"(?:dagegen|einspruch|widerspricht|einwände)|wer schweigt)\b",
    re.IGNORECASE,
)
"""How something is to hold if nobody says a word against it."""
CLOSES = re.compile(
    r"^\W*(?:(?:\w+ ){1,4}(?:sounds|looks|is) (?:right|good|best|fine|like a plan)|ok(?:ay)?|okey|right|alright|so|"
    r"then|agreed|settled|decided|fine|good|great|lovely|super|perfect|cool|done|"
    r"sold|deal|nobody|no ?one|none|no objections?|no votes? against|silence|all in favou?r|everybody|everyone|"
    r"unanimous\w*|summing up|to sum up|in short|since (?:nobody|no one)|recap|scrap|forget|drop|instead|"
    r"gut|also|dann|niemand|keine(?:r)?|zusammengefasst|beschlossen|einstimmig|\d+ ?(?::|to|-|zu) ?\d+)\b",
    re.IGNORECASE,
)
"""How somebody begins who brings a matter to its end."""
PAST = re.compile(
    r"\b(?:was|were|wasn['’]t|weren['’]t|had|did|didn['’]t|went|took|got|came|made|said|felt|told|broke|lost|spent|"
    r"waited|"
    r"noticed|kept|thought|tried|(?:has|have|['’]ve) (?:been|had|not)|war|waren|hatten?|wurden?|ging(?:en)?|"
    r"standen|(?:es|das|der|die|ich|man) (?:\w+ )?stand|"
    r"kam(?:en)?|haben? (?:wir|ich|die|der|das)?)\b",
    re.IGNORECASE,
)
"""Words of what happened, and not of what will hold."""
MAYBE = re.compile(
    r"\b(?:would|could|should|might|maybe|perhaps|i (?:think|guess|suppose|feel|believe|wonder|like|hope|prefer|want)|"
    r"i['’]d|(?:we|they|it|you)['’]d|könnten?|sollten?|vielleicht|würden?|wäre|if only)\b",
    re.IGNORECASE,
)
"""Words of what could be, and not of what will."""
JUDGES = re.compile(
    r"\b(?:is|are|['’]s|['’]re) (?:(?:just|really|simply|also) )?(?:always|often|still|so|too|really|very|such|"
    r"a (?:pain|mess|"
    r"nightmare|joy|relief)|better|worse|nicer|easier|harder|great|good|bad)\b|"
    r"\b(?:is|are) \w+ again\b|^[\w ,'’]{2,40} (?:is|are) (?:settled|done|sorted|fixed|clear|closed|solved)\W*$",
    re.IGNORECASE,
)
"""How somebody judges, and settles nothing."""
WILL_BE = re.compile(
    r"\b(?:in the end|decided|will|should|must|from now on|to (?:keep|stop|start|move|try|do|use|drop|cut|have|make|"
    r"write|split))\b",
    re.IGNORECASE,
)
"""Under "what went well", that people agreed on something is mostly that they thought the same of it."""
_SUBORDINATE = re.compile(
    r"(?:^|[,\s])(?:bis|wenn|falls|sobald|nachdem|weil|until|till|unless|if|when|once|after|because|since|as|"
    r"who(?:ever)?|that|"
    r"which|what(?:ever)?)\b[^,;:.]*",
    re.IGNORECASE,
)


def tells(text: str) -> bool:
    """Whether a sentence is about what happened, in more than a clause on the side."""
    return PAST.search(_SUBORDINATE.sub(" ", text)) is not None
