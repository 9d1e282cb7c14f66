"""The words by which a decision is known, marked, revised or not one at all."""

from __future__ import annotations

import re

MARK = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|then|right|alright|cool|great|well|dann|also|fine|yes|good|perfect|"
    r"thanks)\b[\s,.!:;–-]*)*(?:(?:final |our |the )?decision(?: on [^:]{2,40})?(?: is)?\s*[:–-]|(?:we(?:['’]ve|"
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
GOES = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|then|right|alright|cool|great|well|good|perfect|fine|done|sold|"
    r"yes)\b[\s,.!:;–-]*)*(?:we(?:['’]ll|['’]re| will| are)? (?:go(?:ing)? (?:with|for|ahead with)|"
    r"stick(?:ing)? (?:with|to)|keep(?:ing)?|drop(?:ping)?|adopt(?:ing)?|switch(?:ing)? (?:to|back)|"
    r"try(?:ing)?(?: out)?|run(?:ning)?|introduc(?:e|ing)|reserv(?:e|ing)|freez(?:e|ing)|requir(?:e|ing)|"
    r"skip(?:ping)?|paus(?:e|ing)|limit(?:ing)?|rotat(?:e|ing)|split(?:ting)?|merg(?:e|ing)|us(?:e|ing)|no longer|"
    r"stop(?:ping)?|move|always|never|only)|let['’]?s go (?:with|for)|let['’]?s stick (?:with|to)|let['’]?s (?:keep|"
    r"drop|cancel|adopt|switch)|from now on|going forward|ab jetzt|ab sofort|then it['’]s|(?:it['’]?s|"
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
    r"agreed to disagree|dropped (?:it|that|this) again|decision (?:was )?postponed|"
    r"nobody (?:raised a hand|volunteered)|: who\?|don['’]t (?:know|"
    r"remember) who decided|nobody (?:decided|knows))\b",
    re.IGNORECASE,
)
PROPOSES = re.compile(
    r"\b(?:let['’]?s|shall we|should we|do we(?: all)?(?: want to)?|can we(?: all)? agree|could we|"
    r"how about (?:we )?|what about (?:we )?|i(?:['’]d| would)? (?:suggest|propose)(?: that)?(?: we)?|proposal|"
    r"(?:ok(?:ay)? )?so we|then we|are we (?:ok|fine|good) (?:with|to)|(?:everybody|everyone|all) (?:ok|fine|happy|"
    r"in favou?r)|vote(?: on|:)|wie wäre|lasst uns|sollen wir|wollen wir|was haltet ihr)\b",
    re.IGNORECASE,
)
POLLS = re.compile(
    r"(?:^|[\s,.;–-])(?P<ask>(?:all |everybody |everyone |anyone |is everybody |are we all |are we |"
    r"is everyone )?(?:in favou?r|ok(?:ay)?(?: (?:with (?:that|this|everybody|you)|for (?:everyone|all|you)))?|"
    r"fine(?: with (?:that|this|everyone))?|agreed?|objections|against|sounds? good|deal|good|anyone against|"
    r"anybody against|happy|einverstanden|okay für alle))\s*\?|(?P<vote>\b(?:thumbs? up|vote|react|\+1|:\+1:) (?:if|"
    r"for|when)\b|\bwho(?:['’]s| is) (?:in|for)\b\?)",
    re.IGNORECASE,
)
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
    r":\+1:|:thumbsup:|:white_check_mark:|:ok_hand:|👍|✅|no objections?|none|go(?: for it)?|makes sense|absolutely|"
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
    r"\b(?:from (?:today|tomorrow|now|here|next|the|\d|\w+day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b|not (?:before|until|this|yet|now)\b|no longer|no (?:more|exceptions?)|"
    r"any ?more$|at most|at least one|for now|(?:moves?|shifts?|goes|changes?) (?:back )?to|stays?|waits?|remains?|"
    r"it is$|it is,|scrap|scrapped|cancel(?:led|ed)?|called off|postponed|until (?:the end|easter|christmas|summer|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|\w+day)|"
    r"(?:is|are) (?:out|off|in|dead|gone|banned|mandatory|ours) ?(?:$|[,.;])|(?:is|are) (?:after|before)\b|"
    r"instead|the rule|the default|always|not going to|won['’]t (?:do|be|have|move)|"
    r"ab (?:sofort|jetzt|heute|morgen|dem|\w+tag|\w+ woche)|bleib(?:t|en)|bis (?:ende|auf weiteres|ostern)|"
    r"nicht (?:mehr|vor)|erst (?:nach|ab|wenn)|(?:ent)?fällt|fallen weg|verschoben|gestrichen|abgeschafft|künftig)\b",
    re.IGNORECASE,
)
"""Words for what lasts, begins, ends or gives way."""
SUMS_UP = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|right)[\s,]+)?(?:summing (?:it )?up|to (?:sum|wrap) (?:it )?up|in sum(?:mary)?|"
    r"to (?:conclude|recap)|recap|what we have now|since (?:nobody|no one) (?:objects|objected|disagrees)|"
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
    r"then|so|well)[\s,.!]*)?(?:[^.?!]{1,20} it is\b[^?]*|(?:then |so )?(?:we(?:['’]ll)?|let['’]?s) (?:do|take|"
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
