"""German verbs: what somebody is asked to do is put as a task, "wer holt den Kuchen?" as "den Kuchen holen"."""

from __future__ import annotations

import re

_ODD = {
    "nimmt": "nehmen", "nimmst": "nehmen", "spricht": "sprechen", "sprichst": "sprechen", "gibt": "geben",
    "gibst": "geben", "fährt": "fahren", "fährst": "fahren", "trägt": "tragen", "trägst": "tragen", "hilft": "helfen",
    "hilfst": "helfen", "liest": "lesen", "wirft": "werfen", "trifft": "treffen", "triffst": "treffen",
    "lädt": "laden", "lädst": "laden", "hält": "halten", "hältst": "halten", "tut": "tun", "tust": "tun",
}  # fmt: skip
_FELT = frozenset(
    "weiß weißt hat hast ist bist kann kannst will willst meint meinst denkt denkst findet findest glaubt glaubst "
    "hört "
    "hörst kennt kennst versteht verstehst sagt sagst braucht brauchst möchte möchtest hatte hattest war warst mag "
    "magst "
    "siehst sieht fühlt fühlst darf darfst muss musst soll sollst würde würdest könnte könntest kommt kommst geht "
    "gehst "
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
