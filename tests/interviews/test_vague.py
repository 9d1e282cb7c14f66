"""Vague words are asked about where they matter, and plain sentences are left in peace."""

from __future__ import annotations

import pytest

from bot.interviews.framework import Family, find_vague
from bot.prompts import Prompts


@pytest.fixture(scope="module")
def families(prompts: Prompts) -> tuple[Family, ...]:
    return prompts.vague.families


@pytest.mark.parametrize(
    ("topic", "sentence", "kind", "word"),
    [
        ("behaviour", "The answer must be fast.", "speed", "fast"),
        ("performance", "It has to respond in real time.", "speed", "real time"),
        ("interaction", "It should be easy to learn.", "ease", "easy"),
        ("outcome", "We want faster refunds.", "comparative", "faster"),
        ("problem", "Many customers complain.", "amount", "Many"),
        ("data", "We keep several copies.", "amount", "several"),
        ("rules", "Every refund is approved.", "actor", "is approved"),
        ("rules", "It is always free.", "absolute", "always"),
        ("behaviour", "They see orders, returns, etc.", "open_list", "etc"),
        ("rules", "TBD", "undecided", "TBD"),
        ("rules", "The limit is ???", "undecided", "???"),
        ("performance", "It must be robust.", "strength", "robust"),
        ("security", "The data must be secure.", "safety", "secure"),
        ("exceptions", "Show an appropriate message.", "fitting", "appropriate"),
        ("scope", "Ideally it prints too.", "hedge", "Ideally"),
        ("users", "The user", "nameless", "The user"),
        ("problem", "We need a dashboard.", "solution", "dashboard"),
    ],
)
def test_a_vague_word_is_quoted_in_its_probe(
    families: tuple[Family, ...], topic: str, sentence: str, kind: str, word: str
) -> None:
    found = {vague.kind: vague for vague in find_vague(sentence, topic, families)}
    assert kind in found
    assert found[kind].word == word
    assert found[kind].probe.startswith(f"“{word}”")
    assert found[kind].probe.replace("“???”", "").count("?") == 1


PLAIN = (
    ("behaviour", "The answer comes within 2 seconds, so it is fast."),
    ("behaviour", "The clerk scans the parcel and sees the order."),
    ("behaviour", "The nurse breaks her fast at noon with 2 colleagues."),
    ("problem", "Last Monday Jo typed 40 refunds twice."),
    ("problem", "The queue on Mondays is twenty minutes long."),
    ("problem", "Clerks copy the number from a paper list."),
    ("outcome", "From 9 days to 2 days by the end of June."),
    ("outcome", "Failed deliveries go down from 9 % to 4 %."),
    ("outcome", "15 fewer calls a day."),
    ("users", "Returns clerks at a desk."),
    ("users", "Store managers on their phone."),
    ("users", "About 20 nurses on night shift."),
    ("scope", "Gift cards are out."),
    ("scope", "Parcels to private homes are in."),
    ("rules", "Refunds over 500 € need a team lead."),
    ("rules", "A delivery can be moved at most 3 times."),
    ("rules", "Every refund over 100 € is approved by a team lead."),
    ("rules", "Only a dispatcher may move it after 6 pm."),
    ("data", "We store the order number, the amount and the reason."),
    ("data", "About 400 a day, deleted after 90 days."),
    ("data", "The clerk and the customer see the order."),
    ("exceptions", "If the payment provider is down, the clerk sees “queued”."),
    ("exceptions", "A double click pays once."),
    ("exceptions", "The customer sees the next free day."),
    ("interfaces", "It reads orders from SAP."),
    ("interfaces", "Team Routes has to add a field, and knows it."),
    ("performance", "95 of 100 look-ups take less than 2 seconds with 50 clerks."),
    ("performance", "It may be down at night for an hour."),
    ("security", "Bank details are seen by finance only."),
    ("security", "It is secure because only finance may open it."),
    ("interaction", "In German and Polish, with gloves on."),
    ("constraints", "It must be live on 1 March because the contract ends."),
    ("priority", "Scanning a parcel and seeing the order."),
    ("verification", "Given an order of 40 €, when the clerk refunds it, then the case is closed."),
    ("rollout", "Two stores pilot it in May."),
    ("glossary", "A case is one parcel that came back."),
    ("behaviour", "The clerk picks a day."),
    ("behaviour", "The secretary files the form and the guard signs it."),
    ("problem", "The back door stays open at night."),
    ("behaviour", "Breakfast is served at 7."),
    ("rules", "Nobody may refund their own order."),
    ("behaviour", "The printer prints the label and the clerk sticks it on the parcel."),
)


@pytest.mark.parametrize(("topic", "sentence"), PLAIN)
def test_a_plain_sentence_draws_no_probe(families: tuple[Family, ...], topic: str, sentence: str) -> None:
    assert [(vague.kind, vague.word) for vague in find_vague(sentence, topic, families)] == []


def test_about_forty_plain_sentences_are_tried() -> None:
    assert len(PLAIN) >= 40
