"""Names that somebody gave to what others use go with them; what others named stays, whoever touched it since."""

from __future__ import annotations

from typing import Any

from bot.chat import ERASED, Person
from bot.privacy.given import Given, GivenNear, given_in, keys_in, settled
from bot.privacy.quoting import Forgotten, Taken
from bot.privacy.rules import Record, own_facts, own_parts, without_lost_themes

ANA, TOM = {"id": "ana", "name": "Ana"}, {"id": "tom", "name": "Tom"}
WHO = Forgotten(ids=frozenset({"ana"}), names=frozenset({"Ana"}), stand_in=Person(id="erased-1", name="(erased)"))


def ceremony(name: str, key: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "key": key, **more}


def settle(kind: str, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    given = given_in(kind, entries, WHO)
    return [settled(kind, entry["body"], given, WHO) for entry in entries]


def test_whoever_named_a_ceremony_first_named_it() -> None:
    first = {"by": TOM, "body": {"what": "added Cake", "ceremony": ceremony("Cake", "cake", place="Kitchen")}}
    again = {"by": ANA, "body": {"what": "set Cake: place Roof", "ceremony": ceremony("Cake", "cake", place="Roof")}}
    one, two = settle("team", first, again)
    assert one == first["body"]
    assert two == {"what": f"set Cake: place {ERASED}", "ceremony": ceremony("Cake", "cake", place=ERASED)}


def test_a_name_goes_from_everything_that_refers_to_it() -> None:
    named, moved = settle(
        "team",
        {"by": ANA, "body": {"what": "added Mauve tea", "ceremony": ceremony("Mauve tea", "mauve-tea")}},
        {"by": TOM, "body": {"what": "moved Mauve tea to Friday", "key": "mauve-tea", "change": {"day": "2026-03-06"}}},
    )
    assert named["ceremony"] == ceremony(ERASED, "erased-1")
    assert moved == {"what": f"moved {ERASED} to Friday", "key": "erased-1", "change": {"day": "2026-03-06"}}


def test_somebody_who_is_forgotten_later_does_not_get_the_key_that_stands_for_anothers_ceremony() -> None:
    first = {"by": WHO.stand_in.model_dump(), "body": {"ceremony": ceremony(ERASED, "erased-1")}}
    second = {"by": ANA, "body": {"what": "added Mauve tea", "ceremony": ceremony("Mauve tea", "mauve-tea")}}
    later = {"by": TOM, "body": {"what": f"moved {ERASED} to Friday", "key": "erased-1"}}
    one, two, three = settle("team", first, second, later)
    assert [one["ceremony"]["key"], two["ceremony"]["key"], three["key"]] == ["erased-1", "erased-2", "erased-1"]


def test_a_button_stands_for_a_ceremony_of_the_team_that_it_names_or_stands_in() -> None:
    red, blue = Given(keys={"tea": "erased-1"}), Given(keys={"tea": "erased-7"})
    near = GivenNear(teams={"team-1": red, "team-2": blue}, keys=red.keys)
    assert near.pressed("ceremony:skip:tea:20260306") == "ceremony:skip:erased-1:20260306"
    assert near.pressed("ceremony:skip:tea:20260306:@team-2") == "ceremony:skip:erased-7:20260306:@team-2"
    assert near.pressed("ceremony:skip:tea:20260306:@team-3") == "ceremony:skip:tea:20260306:@team-3"
    assert near.pressed("retro:tea") == "retro:tea"
    body = {"ceremony": ceremony("Mauve tea", "mauve-tea")}
    assert keys_in([{"by": ANA, "body": body}, {"by": TOM, "body": {}}]) == {"mauve-tea"}


def test_what_everybody_calls_it_and_links_stay() -> None:
    body = {"what": "added Daily", "ceremony": ceremony("Daily", "daily", place="https://meet.example/ours")}
    assert settle("team", {"by": ANA, "body": body}) == [body]


def test_nobody_who_is_gone_meets() -> None:
    team = {"name": "Parcels", "members": [{"name": "Ana"}, {"name": "Tom"}], "scrum_master": "Ana", "ceremonies": []}
    (body,) = settle("team", {"by": TOM, "body": {"what": "set up the team", "team": team}})
    assert body["team"] == {**team, "members": [{"name": "Tom"}], "scrum_master": ""}


def test_columns_that_they_made_up_are_told_apart_and_those_of_a_format_stay() -> None:
    own = {"title": "Mauve, Grey sky", "columns": [{"name": "Mauve"}, {"name": "Grey sky"}]}
    started, noted = settle(
        "retro", {"by": ANA, "body": {"format": own}}, {"by": TOM, "body": {"text": "rain", "column": "Grey sky"}}
    )
    columns = [{"name": "Column 1"}, {"name": "Column 2"}]
    assert started["format"] == {"title": "Column 1, Column 2", "columns": columns}
    assert noted == {"text": "rain", "column": "Column 2"}
    known = {"title": "Stop", "columns": [{"name": "Stop", "asks": "What should we no longer do?", "words": ["stop"]}]}
    assert settle("retro", {"by": ANA, "body": {"format": known}}) == [{"format": known}]


def test_a_theme_shrinks_and_its_name_has_to_stand_in_what_is_left() -> None:
    items = [{"text": text} for text in (ERASED, "slow builds at night", "the builds are slow", ERASED, "cake")]
    themes = [
        {"title": "slow builds", "notes": [0, 1, 2]},
        {"title": "mauve builds", "notes": [1, 0, 2]},
        {"title": "cake", "notes": [3, 4]},
        {"title": "untouched words", "notes": [1, 2]},
    ]
    left = without_lost_themes({"summary": {"items": items, "themes": themes}, "streaks": [1, 2, 3, 4]})
    assert [(each["title"], each["notes"]) for each in left["summary"]["themes"]] == [
        ("slow builds", [1, 2]), (ERASED, [1, 2]), ("untouched words", [1, 2]),
    ]  # fmt: skip
    assert left["streaks"] == [1, 2, 4]


def test_what_they_wrote_into_a_summary_goes_however_short_and_what_others_wrote_stays() -> None:
    edited = {"kind": "edited", "by": ANA, "body": {"title": "Cake", "themes": ["Quokkas", "Slow builds"]}}
    record = Record(WHO, Taken(()), kind="retro-summary")
    assert record.body(edited) == {"title": ERASED, "themes": [ERASED, ERASED]}
    assert record.body({**edited, "by": TOM}) == edited["body"]


def test_a_step_that_only_they_named_is_nameless_in_topics_and_questions() -> None:
    named = {"by": ANA, "kind": "said", "body": {"id": "S1", "text": "Mauve drafting → coding", "topics": ["steps"]}}
    asked = {"by": None, "kind": "asked", "body": {"topic": "step_mauve_drafting", "text": "Mauve drafting: how long?"}}
    told = {"by": TOM, "kind": "said", "body": {"id": "S2", "text": "A day", "topics": ["step_mauve_drafting"]}}
    coding = {"by": None, "kind": "asked", "body": {"topic": "step_coding", "text": "Coding: how long?"}}
    again = {"by": TOM, "kind": "replaced", "body": {"statement": "S1", "text": "Coding → release"}}
    _, one, two, three, _ = settle("interview", named, asked, told, coding, again)
    assert one == {"topic": "step_erased_1", "text": f"{ERASED}: how long?"}
    assert two == {"id": "S2", "text": "A day", "topics": ["step_erased_1"]}
    assert three == coding["body"], "Tom named it, too"


def test_a_topic_that_was_there_before_is_no_step_of_theirs_and_each_has_a_number_of_its_own() -> None:
    before = {"by": None, "kind": "asked", "body": {"topic": "non_functional", "text": "How fast?"}}
    erased = {"by": None, "kind": "asked", "body": {"topic": "step_erased_1", "text": f"{ERASED}: how long?"}}
    named = {"by": ANA, "kind": "said", "body": {"id": "S1", "text": "Functional → mauve", "topics": ["steps"]}}
    asked = {"by": None, "kind": "asked", "body": {"topic": "step_mauve", "text": "Mauve: how long?"}}
    one, _, _, two = settle("interview", before, erased, named, asked)
    assert one == before["body"]
    assert two["topic"] == "step_erased_2"


def test_an_assessment_is_the_teams_whoever_began_it() -> None:
    says = {"id": "stance", "about": "Clear AI stance", "says": "I know what I may use AI for here."}
    begun = {"kind": "begun", "by": ANA, "body": {"title": "How ready are we?", "source": "Dora", "statements": [says]}}
    assert Record(WHO, Taken(()), kind="assessment").body(begun) == begun["body"]
    assert own_parts("assessment", [begun], WHO) == [[]]


def test_the_name_of_a_question_is_ours_unless_it_holds_their_words() -> None:
    asked = {"by": None, "kind": "asked", "body": {"text": "How often is that?", "label": "How often"}}
    said = {"by": ANA, "kind": "said", "body": {"id": "S1", "text": "Most days, mostly", "label": "How often"}}
    vague = {"by": ANA, "kind": "said", "body": {"id": "S2", "text": "Fast enough", "label": "“most days”"}}
    heard = [text for texts in own_parts("interview", [asked, said, vague], WHO) for text in texts]
    assert heard == ["Most days, mostly", "Fast enough", "“most days”"]
    record = Record(WHO, Taken(heard), kind="interview")
    assert record.body(asked) == asked["body"]
    assert record.body(said)["label"] == "How often"
    assert record.body(vague)["label"] == ERASED


def test_a_step_that_only_they_named_goes_from_the_names_of_questions_too() -> None:
    named = {"by": ANA, "kind": "said", "body": {"id": "S1", "text": "Mauve drafting → coding", "topics": ["steps"]}}
    body = {"topic": "step_mauve_drafting", "text": "Mauve drafting: how long?", "label": "Mauve drafting, work"}
    (_, one) = settle("interview", named, {"by": None, "kind": "asked", "body": body})
    assert one == {"topic": "step_erased_1", "text": f"{ERASED}: how long?", "label": f"{ERASED}, work"}


def test_what_else_they_did_is_told_without_others_words() -> None:
    voted = {"by": ANA, "kind": "voted", "body": {"voter": "ana", "themes": [1, 3], "note": "a word of mine"}}
    assert own_facts(voted, WHO) == {"voter": "ana", "themes": [1, 3]}
    assert own_facts({**voted, "by": TOM}, WHO) == {}
    gathered = {"by": ANA, "kind": "found", "body": {"parts": [{"author": TOM, "text": "x"}], "count": 2}}
    assert own_facts(gathered, WHO) == {}
