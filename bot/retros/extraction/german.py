"""German verbs: what somebody is asked to do is put as a task, "wer holt den Kuchen?" as "den Kuchen holen"."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.retros.extraction.dates import WEEKDAY_DE

_ODD = {
    "nimmt": "nehmen", "nimmst": "nehmen", "spricht": "sprechen", "sprichst": "sprechen", "gibt": "geben",
    "gibst": "geben", "fährt": "fahren", "fährst": "fahren", "trägt": "tragen", "trägst": "tragen", "hilft": "helfen",
    "hilfst": "helfen", "liest": "lesen", "wirft": "werfen", "trifft": "treffen", "triffst": "treffen",
    "lädt": "laden", "lädst": "laden", "hält": "halten", "hältst": "halten", "tut": "tun", "tust": "tun",
}  # fmt: skip
_FELT = frozenset(
    "weiß weißt hat hast ist bist kann kannst will willst meint meinst denkt denkst findet findest glaubt glaubst hört "
    "hörst kennt kennst versteht verstehst sagt sagst braucht brauchst möchte möchtest hatte hattest war warst mag "
    "magst siehst sieht fühlt fühlst darf darfst muss musst soll sollst würde würdest könnte könntest kommt kommst "
    "geht gehst "
    "wohnt bleibt bleibst isst fehlt".split()
)


def infinitive(verb: str) -> str | None:
    """ "holt" and "holst" → "holen"; None for what one doesn't do as a task."""
    word = verb.casefold()
    if word in _FELT:
        return None
    for form, base in _ODD.items():
        if word.endswith(form):
            return word.removesuffix(form) + base
    stem = re.sub(r"e?(?:st|t)$", "", word)
    if stem == word or len(stem) < 2:  # noqa: PLR2004 (no verb is that short)
        return None
    if stem.endswith(("el", "er")):
        return stem + "n"
    return stem + "en"


class Taken(NamedTuple):
    """What somebody says of themselves: "den Rest", "mach"; `points`: what it is was said before."""

    verb: str
    rest: str
    points: bool


_NO_DEED = frozenset(
    "dank danke bedank bedanke gratulier gratuliere bedauer bedaure entschuldige befürchte vermute grüß grüße wär hätt "
    "würd könnt müsst wollt bin war wäre werde hab habe hatte hätte kann könnte konnte will wollte muss müsste musste "
    "soll sollte darf dürfte mag möchte würde weiß wusste find finde fand glaub glaube denk denke dachte mein meine "
    "hoff hoffe brauch brauche kenn kenne seh sehe sah versteh verstehe fühl fühle freu freue wünsch wünsche komm "
    "komme kam geh gehe ging lieb liebe hass hasse bleib bleibe blieb hör höre sag sage heiß heiße wohn wohne schlaf "
    "schlafe arbeit arbeite sitz sitze steh stehe lieg liege vermiss vermisse rat rate warte wart gebe geb fang fange "
    "start starte schlag schlage "
    "propos auch nicht nur ja wie was ob dass wenn weil da so und als bis aber oder dann halt eben für ohne".split()
)
"""What is felt, had or only said, and words that are no verbs."""
_STRONG_PAST = frozenset(
    "stand war ging kam sah saß lag fuhr gab fand blieb hielt ließ bekam rief schrieb sprach traf trug lief zog "
    "half nahm las verlor vergaß flog schlief".split()
)
_PAST = re.compile(r"(?<!tes)(?<!rich)(?<!berei)(?<!lei)(?<!bie)(?<!kos)(?<!wor)te$")
_HABIT = re.compile(
    r"\b(?:immer|nur|oft|nie|nicht|nix|kein\w*|meistens|gerade|grad|schon|seit|jede[nsmr]?|ständig|dauernd|selten|"
    r"sonst|manchmal)\b",
    re.IGNORECASE,
)
_FIRST = (
    r"^(?:(?:ok(?:ay)?|ja|jo|gut|klar|gerne?|also|aber|super|danke|alles klar|na gut|und|oder|ach|oh|stimmt|"
    r"mist)\b[\s,.!]+)*"
)
_TURNED = re.compile(
    rf"{_FIRST}(?:(?P<before>[^?!.;]{{3,90}}),\s+)?(?:(?P<front>(?:[^\W\d_]|"
    rf"\d)[^,;?!]{{0,60}}?) )?(?P<verb>[a-zäöüß]{{2,}}) ich\b(?P<rest>[^?]*)$",
    re.IGNORECASE,
)
"""The thing or the time comes first: "den Rest mach ich morgen", "dann übernehm ich das", "nehm ich mit"."""
_STRAIGHT = re.compile(
    rf"{_FIRST}(?:[^?!.;]{{3,90}},\s+)?ich (?P<verb>[a-zäöüß]{{2,}}) (?P<rest>[^?]+)$", re.IGNORECASE
)
_SOON = re.compile(
    r"\b(?:mal|noch|dann|gleich|morgen|heute?|bis|am|nächste\w*|diese woche|dir|euch|ihnen|ihm|mit|"
    rf"{WEEKDAY_DE})\b",
    re.IGNORECASE,
)
_IT = re.compile(r"^(?:das|es|den|die|dem|ihn|sie|da|darum|drum|dann|danach|so|beides|den rest)$", re.IGNORECASE)
_NO_THING = re.compile(
    r"^(?:\W|(?:das|es|ihn|sie|dir|euch|mir|mich|mal|noch|dann|gern\w*|an|auf|ab|um|mit|drum|darum|nach|morgen|heute?|"
    rf"abend|früh|bis|am|zum|{WEEKDAY_DE}|nächste\w*|woche|aber|erst|gleich|vorher|"
    r"alleine?|selbst|machen|übernehmen|klären)\b)*$",
    re.IGNORECASE,
)


def taken_on(sentence: str) -> Taken | None:
    """What somebody takes on in German, by how the sentence is built."""
    line = " ".join(sentence.split())
    if _HABIT.search(line) or line.endswith("?"):
        return None
    turned = _TURNED.match(line)
    if turned and _is_deed(turned["verb"]):
        front, rest = (turned["front"] or "").strip(), turned["rest"].strip(" .,!")
        if (not front or _IT.match(front)) and _NO_THING.match(rest):
            return Taken(turned["verb"], rest, points=True)
        thing = "" if not front or _IT.match(front) else front
        return Taken("" if thing else turned["verb"], thing or rest, points=False)
    straight = _STRAIGHT.match(line)
    if straight and _is_deed(straight["verb"]) and _SOON.search(straight["rest"]):
        rest = straight["rest"].strip(" .!")
        return Taken(straight["verb"], rest, points=_NO_THING.match(rest) is not None)
    return None


def _is_deed(verb: str) -> bool:
    word = verb.casefold()
    return word not in _NO_DEED | _STRONG_PAST and _PAST.search(word) is None


_TELLS = re.compile(
    rf"{_FIRST}(?:@?(?P<who>[^\W\d_][\w'’-]*),?\s+)?(?:dann |und |also |noch ){{0,3}}(?P<verb>[a-zäöüß]{{3,}})(?: du)?"
    rf"(?: \w+)? bitte (?:mal |noch |auch |dann )*(?P<rest>\S[^?]*)$",
    re.IGNORECASE,
)


def told_to(sentence: str) -> tuple[str, str] | None:
    """Who is told what: "Ralf, dann schreib bitte auf, wie das geht"; the name may be ""."""
    found = _TELLS.match(" ".join(sentence.split()))
    if found is None or not _is_deed(found["verb"]) or infinitive(found["verb"]) is not None:
        return None
    return found["who"] or "", f"{found['verb']} {found['rest']}"


_HAS_TIME = re.compile(
    rf"{_FIRST}(?:@?(?P<who>[^\W\d_][\w'’-]*),?\s+)?(?:hast du|hättest du) (?:mal |kurz |noch |vielleicht )*(?:zeit|"
    rf"lust|kapazität|luft),? (?P<rest>\S[^?]*)\?*$",
    re.IGNORECASE,
)


def asked_for_time(sentence: str) -> tuple[str, str] | None:
    """Who is asked for the time to do what: "Jens, hast du Zeit, dir das anzusehen?"."""
    found = _HAS_TIME.match(" ".join(sentence.split()))
    return (found["who"] or "", re.sub(r"^dir ", "", found["rest"])) if found else None


def only_points_de(task: str) -> bool:
    """Whether a task says no more than "das machen"."""
    return _POINTS.match(task) is not None


_POINTS = re.compile(
    r"^(?:(?:das|es|den|die|dem|ihn|sie|einen?|eins|dich|sich|mal|bitte|noch|auch|dann|vielleicht|darum|drum|an|auf|mir|dir)\s+)+"
    r"[a-zäöüß]+en(?: (?:bis|am|morgen|heute).*)?$",
    re.IGNORECASE,
)
