"""The forms of English verbs, so that what the bot writes is grammatical and what it reads is understood."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

# base: past, past participle
IRREGULAR = {
    "arise": ("arose", "arisen"),
    "awake": ("awoke", "awoken"),
    "be": ("was", "been"),
    "bear": ("bore", "borne"),
    "beat": ("beat", "beaten"),
    "become": ("became", "become"),
    "begin": ("began", "begun"),
    "bend": ("bent", "bent"),
    "bet": ("bet", "bet"),
    "bid": ("bid", "bid"),
    "bind": ("bound", "bound"),
    "bite": ("bit", "bitten"),
    "bleed": ("bled", "bled"),
    "blow": ("blew", "blown"),
    "break": ("broke", "broken"),
    "breed": ("bred", "bred"),
    "bring": ("brought", "brought"),
    "broadcast": ("broadcast", "broadcast"),
    "build": ("built", "built"),
    "burst": ("burst", "burst"),
    "buy": ("bought", "bought"),
    "cast": ("cast", "cast"),
    "catch": ("caught", "caught"),
    "choose": ("chose", "chosen"),
    "cling": ("clung", "clung"),
    "come": ("came", "come"),
    "cost": ("cost", "cost"),
    "creep": ("crept", "crept"),
    "cut": ("cut", "cut"),
    "deal": ("dealt", "dealt"),
    "dig": ("dug", "dug"),
    "do": ("did", "done"),
    "draw": ("drew", "drawn"),
    "drink": ("drank", "drunk"),
    "drive": ("drove", "driven"),
    "eat": ("ate", "eaten"),
    "fall": ("fell", "fallen"),
    "feed": ("fed", "fed"),
    "feel": ("felt", "felt"),
    "fight": ("fought", "fought"),
    "find": ("found", "found"),
    "fit": ("fit", "fit"),
    "flee": ("fled", "fled"),
    "fling": ("flung", "flung"),
    "fly": ("flew", "flown"),
    "forbid": ("forbade", "forbidden"),
    "forecast": ("forecast", "forecast"),
    "foresee": ("foresaw", "foreseen"),
    "forget": ("forgot", "forgotten"),
    "forgive": ("forgave", "forgiven"),
    "forgo": ("forwent", "forgone"),
    "forsake": ("forsook", "forsaken"),
    "freeze": ("froze", "frozen"),
    "get": ("got", "got"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "grind": ("ground", "ground"),
    "grow": ("grew", "grown"),
    "hang": ("hung", "hung"),
    "have": ("had", "had"),
    "hear": ("heard", "heard"),
    "hide": ("hid", "hidden"),
    "hit": ("hit", "hit"),
    "hold": ("held", "held"),
    "hurt": ("hurt", "hurt"),
    "keep": ("kept", "kept"),
    "kneel": ("knelt", "knelt"),
    "knit": ("knit", "knit"),
    "know": ("knew", "known"),
    "lay": ("laid", "laid"),
    "lead": ("led", "led"),
    "leave": ("left", "left"),
    "lend": ("lent", "lent"),
    "let": ("let", "let"),
    "lie": ("lay", "lain"),
    "light": ("lit", "lit"),
    "lose": ("lost", "lost"),
    "make": ("made", "made"),
    "mean": ("meant", "meant"),
    "meet": ("met", "met"),
    "mishear": ("misheard", "misheard"),
    "mislead": ("misled", "misled"),
    "misread": ("misread", "misread"),
    "misspell": ("misspelled", "misspelled"),
    "mistake": ("mistook", "mistaken"),
    "misunderstand": ("misunderstood", "misunderstood"),
    "mow": ("mowed", "mown"),
    "offset": ("offset", "offset"),
    "outbid": ("outbid", "outbid"),
    "outdo": ("outdid", "outdone"),
    "outgrow": ("outgrew", "outgrown"),
    "outrun": ("outran", "outrun"),
    "overcome": ("overcame", "overcome"),
    "overeat": ("overate", "overeaten"),
    "overhear": ("overheard", "overheard"),
    "overpay": ("overpaid", "overpaid"),
    "override": ("overrode", "overridden"),
    "overrun": ("overran", "overrun"),
    "oversee": ("oversaw", "overseen"),
    "oversell": ("oversold", "oversold"),
    "overspend": ("overspent", "overspent"),
    "overtake": ("overtook", "overtaken"),
    "overthrow": ("overthrew", "overthrown"),
    "overwrite": ("overwrote", "overwritten"),
    "partake": ("partook", "partaken"),
    "pay": ("paid", "paid"),
    "prepay": ("prepaid", "prepaid"),
    "preset": ("preset", "preset"),
    "proofread": ("proofread", "proofread"),
    "prove": ("proved", "proven"),
    "put": ("put", "put"),
    "quit": ("quit", "quit"),
    "re-run": ("re-ran", "re-run"),
    "re-send": ("re-sent", "re-sent"),
    "read": ("read", "read"),
    "rebuild": ("rebuilt", "rebuilt"),
    "redo": ("redid", "redone"),
    "redraw": ("redrew", "redrawn"),
    "remake": ("remade", "remade"),
    "repay": ("repaid", "repaid"),
    "reread": ("reread", "reread"),
    "rerun": ("reran", "rerun"),
    "resell": ("resold", "resold"),
    "resend": ("resent", "resent"),
    "reset": ("reset", "reset"),
    "retell": ("retold", "retold"),
    "rethink": ("rethought", "rethought"),
    "rewind": ("rewound", "rewound"),
    "rewrite": ("rewrote", "rewritten"),
    "rid": ("rid", "rid"),
    "ride": ("rode", "ridden"),
    "ring": ("rang", "rung"),
    "rise": ("rose", "risen"),
    "run": ("ran", "run"),
    "saw": ("sawed", "sawn"),
    "say": ("said", "said"),
    "see": ("saw", "seen"),
    "seek": ("sought", "sought"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "sew": ("sewed", "sewn"),
    "shake": ("shook", "shaken"),
    "shed": ("shed", "shed"),
    "shine": ("shone", "shone"),
    "shoot": ("shot", "shot"),
    "show": ("showed", "shown"),
    "shrink": ("shrank", "shrunk"),
    "shut": ("shut", "shut"),
    "sing": ("sang", "sung"),
    "sink": ("sank", "sunk"),
    "sit": ("sat", "sat"),
    "sleep": ("slept", "slept"),
    "slide": ("slid", "slid"),
    "sling": ("slung", "slung"),
    "sow": ("sowed", "sown"),
    "speak": ("spoke", "spoken"),
    "speed": ("sped", "sped"),
    "spend": ("spent", "spent"),
    "spin": ("spun", "spun"),
    "spit": ("spat", "spat"),
    "split": ("split", "split"),
    "spread": ("spread", "spread"),
    "spring": ("sprang", "sprung"),
    "stand": ("stood", "stood"),
    "steal": ("stole", "stolen"),
    "stick": ("stuck", "stuck"),
    "sting": ("stung", "stung"),
    "stink": ("stank", "stunk"),
    "stride": ("strode", "stridden"),
    "strike": ("struck", "struck"),
    "string": ("strung", "strung"),
    "strive": ("strove", "striven"),
    "swear": ("swore", "sworn"),
    "sweep": ("swept", "swept"),
    "swell": ("swelled", "swollen"),
    "swim": ("swam", "swum"),
    "swing": ("swung", "swung"),
    "take": ("took", "taken"),
    "teach": ("taught", "taught"),
    "tear": ("tore", "torn"),
    "tell": ("told", "told"),
    "think": ("thought", "thought"),
    "throw": ("threw", "thrown"),
    "thrust": ("thrust", "thrust"),
    "tread": ("trod", "trodden"),
    "typeset": ("typeset", "typeset"),
    "unbind": ("unbound", "unbound"),
    "undercut": ("undercut", "undercut"),
    "undergo": ("underwent", "undergone"),
    "underlie": ("underlay", "underlain"),
    "undersell": ("undersold", "undersold"),
    "understand": ("understood", "understood"),
    "undertake": ("undertook", "undertaken"),
    "undo": ("undid", "undone"),
    "unfreeze": ("unfroze", "unfrozen"),
    "unsend": ("unsent", "unsent"),
    "unset": ("unset", "unset"),
    "unwind": ("unwound", "unwound"),
    "uphold": ("upheld", "upheld"),
    "upset": ("upset", "upset"),
    "wake": ("woke", "woken"),
    "wear": ("wore", "worn"),
    "weave": ("wove", "woven"),
    "weep": ("wept", "wept"),
    "win": ("won", "won"),
    "wind": ("wound", "wound"),
    "withdraw": ("withdrew", "withdrawn"),
    "withhold": ("withheld", "withheld"),
    "withstand": ("withstood", "withstood"),
    "wring": ("wrung", "wrung"),
    "write": ("wrote", "written"),
}

# Forms that are right as well, and that people write: understood, never produced.
ALSO_READ = {
    "am": "be", "are": "be", "is": "be", "were": "be", "'s": "be",
    "gotten": "get", "learnt": "learn", "burnt": "burn", "spelt": "spell", "dreamt": "dream", "proved": "prove",
    "fitted": "fit", "lighted": "light", "leapt": "leap", "leant": "lean", "spoilt": "spoil", "costed": "cost",
    "shrunken": "shrink", "broadcasted": "broadcast", "forecasted": "forecast", "inputted": "input",
    "outputted": "output", "showed": "show", "dove": "dive", "hanged": "hang", "sewn": "sew", "mistyped": "mistype",
}  # fmt: skip

# The last consonant doubles before -ed and -ing although the verb has more than one vowel: the stress is at its end.
DOUBLING = frozenset(
    """abet abhor acquit admit allot appal bar begin checksum commit compel concur confer control debar debug defer
    deter disbar embed emit enrol equip excel expel extol forbid forget format fulfil handicap incur infer input instil
    intermit kidnap occur offset omit opt-in outbid output outrun outwit overlap permit photostat pin plug-in program
    prefer propel rebel rebut recap recur refer refit regret remit repel reset rerun re-run rewrap rig shortcut submit
    transfer transmit transship typeset unplug unpin unzip unwrap uninstal undercut upset worship zigzag zip outfit
    unban unset resit retrofit backlog unbundle preset sandbag sideswap timelog reformat unplug unstar untag""".split()
)
# Both spellings are read ("cancelled", "canceled"); the British one is written.
_EITHER_WAY = ("al", "el", "il", "ol", "ul")
_LONG = frozenset("ai ea ee oa oi oo au ou".split())  # "revealed", "failed", "pooled"
_VOWELS = "aeiou"


class _Lexicon(NamedTuple):
    base_of: dict[str, str]
    nouns: frozenset[str]


def third_person(base: str) -> str:
    """`issue` → `issues`, `apply` → `applies`, `have` → `has`; only the first word of a phrase changes."""
    verb, rest = _first(base)
    special = {"be": "is", "have": "has", "do": "does", "go": "goes"}.get(verb)
    if special is None:
        special = _plural(verb) if not verb.endswith(("do", "go")) else verb + "es"
    return special + rest


def gerund(base: str) -> str:
    """`issue` → `issuing`, `submit` → `submitting`, `log in` → `logging in`."""
    verb, rest = _first(base)
    if verb.endswith("ie"):
        return verb[:-2] + "ying" + rest
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb not in {"be", "singe"}:
        return verb[:-1] + "ing" + rest
    return _stem(verb) + "ing" + rest


def past(base: str) -> str:
    """`issue` → `issued`, `send` → `sent`, `set up` → `set up`."""
    verb, rest = _first(base)
    return (IRREGULAR[verb][0] if verb in IRREGULAR else _regular_past(verb)) + rest


def past_participle(base: str) -> str:
    """`issue` → `issued`, `take` → `taken`, `write off` → `written off`."""
    verb, rest = _first(base)
    return (IRREGULAR[verb][1] if verb in IRREGULAR else _regular_past(verb)) + rest


def base_form(word: str) -> str:
    """`issues` → `issue`, `sent` → `send`; a word that is no known verb comes back in lower case."""
    lowered = word.lower()
    return _lexicon().base_of.get(lowered, lowered)


def is_verb(word: str) -> bool:
    """Whether this is any form of a known verb; many of them are nouns as well, see `could_be_noun`."""
    return word.lower() in _lexicon().base_of


def is_base(word: str) -> bool:
    """Whether this is a known verb in the form that follows "to"."""
    lowered = word.lower()
    return _lexicon().base_of.get(lowered) == lowered


def is_past_participle(word: str) -> bool:
    """Whether this known verb form can follow "is" to make a passive: `issued`, `sent`, but not `took`."""
    lowered = word.lower()
    base = _lexicon().base_of.get(lowered)
    return base is not None and (
        lowered == past_participle(base) or (lowered.endswith("ed") and base != lowered and base not in IRREGULAR)
    )


def could_be_noun(word: str) -> bool:
    """Whether a verb form may just as well be a thing: `report`, `orders`, and every word that is no known verb."""
    lowered = word.lower()
    lexicon = _lexicon()
    base = lexicon.base_of.get(lowered)
    return base is None or (base in lexicon.nouns and lowered in {base, third_person(base)})


def starts_with_verb(phrase: str) -> bool:
    """Whether the first word can be a verb in its base form: `issue a refund`, `be told`, `report`, not `issuing`."""
    words = phrase.split(maxsplit=1)
    return bool(words) and is_base(words[0].strip("*_\"'“”‘’,.;:!?()"))


def _first(phrase: str) -> tuple[str, str]:
    verb, space, rest = phrase.partition(" ")
    return verb.lower(), space + rest


def _plural(verb: str) -> str:
    if verb.endswith("quiz"):
        return verb + "zes"
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return _stem(verb) + "ed"


def _stem(verb: str) -> str:
    """What -ed and -ing are put to: `plan` → `plann`, `mimic` → `mimick`."""
    if verb.endswith("ic"):
        return verb + "k"
    last_part = verb.rpartition("-")[2]
    doubled = verb in DOUBLING or _short(last_part) or _british(verb)
    return verb + verb[-1] if doubled else verb


def _british(verb: str) -> bool:
    """Whether it ends in an l that is doubled in British English: `cancelled`, `labelling`, not `revealed`."""
    return verb.endswith(_EITHER_WAY) and verb[-3:-1] not in _LONG


def _short(verb: str) -> bool:
    """One syllable that ends in one vowel and one consonant: `plan`, `quit`, not `show`, `fix`, `read`."""
    vowels = verb.replace("qu", "q")
    return (
        len(vowels) >= 2  # noqa: PLR2004
        and vowels[-1] not in _VOWELS + "wxy"
        and vowels[-2] in _VOWELS
        and not any(letter in _VOWELS + "y" for letter in vowels[:-2])
    )


@cache
def _lexicon() -> _Lexicon:
    text = files("bot.language").joinpath("verbs.txt").read_text(encoding="utf-8")
    only, _, both = text.partition("[only verbs]")[2].partition("[also nouns]")
    nouns = frozenset(both.split())
    bases = [*IRREGULAR, *only.split(), *nouns]
    base_of = dict(ALSO_READ)
    for base in bases:
        for form in (third_person(base), gerund(base), past(base), past_participle(base)):
            base_of.setdefault(form, base)
        if base.endswith(_EITHER_WAY):
            for stem in (base, base + base[-1]):
                base_of.setdefault(f"{stem}ed", base)
                base_of.setdefault(f"{stem}ing", base)
    # A base wins over another verb's form ("found" a company, "ground" a plane): after "to" it is the one meant,
    # except for those that hardly anybody founds.
    base_of |= {base: base for base in bases if base not in {"found", "wound", "bore", "fell", "saw", "rose"}}
    return _Lexicon(base_of, nouns)
