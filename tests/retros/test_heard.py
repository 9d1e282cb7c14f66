"""What people in a talk take on, in many words: requests, promises, refusals, days that are found or moved later."""

from __future__ import annotations

import pytest

from tests.retros.talk import actions


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Bo, could you call the printer about the covers? | Bo: with pleasure",
            [("call the printer about the covers", "Bo", None)],
        ),
        (
            "Ana: Bo, would you bring the big ladder? | Cy: the ladder is heavy | Di: it is | Bo: you got it",
            [("bring the big ladder", "Bo", None)],
        ),
        (
            "Ana: @Bo can you water the tomatoes while I'm away? | Bo: :+1:",
            [("water the tomatoes while I'm away", "Bo", None)],
        ),
        (
            "Ana: Bo can you ask the council for the permit? | Bo: saw that coming. Fine",
            [("ask the council for the permit", "Bo", None)],
        ),
        ("Ana: who wants to write the wedding menu? | Bo: my pleasure", [("write the wedding menu", "Bo", None)]),
        (
            "Ana: who can drive the van to Leeds? | Cy: I'll paint the fence on Friday | Bo: me, gladly",
            [("paint the fence", "Cy", "2026-03-06"), ("drive the van to Leeds", "Bo", None)],
        ),
        ("Ana: someone needs to feed the cats | Bo: I'll do the cats", [("feed the cats", "Bo", None)]),
        (
            "Ana: can you look after the stall, Bo? | Cy: lovely weather | Di: yes | Ana: who has the "
            "float? | Cy: me | Bo: sure thing",
            [("look after the stall", "Bo", None)],
        ),
        ("Ana: So who'll talk to the vicar? | Bo: I guess that's me", [("talk to the vicar", "Bo", None)]),
        (
            "Ana: @Bo mind checking the fire exits? | Bo: not at all, will do tomorrow",
            [("check the fire exits", "Bo", "2026-03-03")],
        ),
        ("Ana: we need somebody to talk to the landlord | >Bo: I will do that", [("talk to the landlord", "Bo", None)]),
    ],
)
def test_a_yes_has_many_forms_and_may_come_after_others_have_talked(
    said: str, heard: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: who rings the choir? | Bo: not me | Cy: not it | Di: ok, I will", [("ring the choir", "Di", None)]),
        (
            "Ana: Bo, could you check the boiler? | Bo: I'd love to, but I'm in Rome all week | Cy: I can do it",
            [("check the boiler", "Cy", None)],
        ),
        (
            "Ana: who could clean the pond? | Bo: count me out | Cy: nobody then, it stays open",
            [("clean the pond", None, None)],
        ),
        (
            "Ana: and the cold store alarm, Bo? | Bo: hm not this month | Ana: Cy then? | Cy: ok",
            [("the cold store alarm", "Cy", None)],
        ),
        (
            "Ana: Bo, you draw the poster? And also the tickets? | Bo: The poster yes, I do it until "
            "Thursday. The tickets I prefer somebody else.",
            [("draw the poster", "Bo", "2026-03-05")],
        ),
    ],
)
def test_a_no_ends_nothing(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Bo, would you order the flour, and Cy, could you clean the mixer by Friday? | Cy: :+1: "
            "| Bo: yep, tomorrow",
            [("clean the mixer", "Cy", "2026-03-06"), ("order the flour", "Bo", "2026-03-03")],
        ),
        (
            "Ana: @Bo can you count the chairs? @Cy would you print the programmes? And someone needs to "
            "buy ribbons | Bo: ok | Cy: will do, by Thursday | Di: I'll get the ribbons",
            [
                ("count the chairs", "Bo", None),
                ("print the programmes", "Cy", "2026-03-05"),
                ("buy ribbons", "Di", None),
            ],
        ),
        (
            "Ana: Can you call the vet, Bo? Cy, could you pick up the hay on Tuesday? | Cy: no problem | "
            "Bo: yes, today",
            [("pick up the hay", "Cy", "2026-03-03"), ("call the vet", "Bo", "2026-03-02")],
        ),
        (
            "Ana: Bo, please sweep the yard and Cy please mend the gate | Bo: sure | Cy: ok, Wednesday",
            [("sweep the yard", "Bo", None), ("mend the gate", "Cy", "2026-03-04")],
        ),
        (
            "Cy: hello | Bo: hello | Ana: Bo to ring the coach company, Cy to count heads by Thursday",
            [("ring the coach company", "Bo", None), ("count heads", "Cy", "2026-03-05")],
        ),
    ],
)
def test_each_of_several_requests_in_one_message_has_its_own_owner_and_day(
    said: str, heard: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: Bo, do you fancy building the stage? | Bo: go on then", [("build the stage", "Bo", None)]),
        (
            "Ana: we should repaint the lines on the pitch | Ana: Bo, it's your baby | Bo: fine",
            [("repaint the lines on the pitch", "Bo", None)],
        ),
        ("Ana: Bo, I'd like you to write to the parents. | Bo: understood", [("write to the parents", "Bo", None)]),
        (
            "Ana: Bo, would it be possible for you to paint the sign? | Bo: yes, next week",
            [("paint the sign", "Bo", "2026-03-13")],
        ),
        ("Ana: I need somebody for the tombola | Bo: I'm your man", [("the tombola", "Bo", None)]),
        ("Ana: Bo, over to you for the flyers | Bo: ok, by Wednesday", [("the flyers", "Bo", "2026-03-04")]),
        ("Ana: Any volunteers for the harvest supper? | Bo: go on, I'll do it", [("the harvest supper", "Bo", None)]),
        ("Ana: Who's taking the microphones back? | Bo: that'd be me", [("take the microphones back", "Bo", None)]),
        ("Ana: does anyone want to run the quiz? | Bo: yes me!", [("run the quiz", "Bo", None)]),
        ("Ana: it would be great if you could sort the post, Bo | Bo: will do", [("sort the post", "Bo", None)]),
        ("Ana: trophy cabinet - who? | Bo: me", [("trophy cabinet", "Bo", None)]),
        ("Ana: And the trophy cabinet? | Bo: I'll do that", [("the trophy cabinet", "Bo", None)]),
        ("Ana: then I'd say Bo writes the letter | Bo: fine by me", [("write the letter", "Bo", None)]),
        (
            "Ana: Bo, don't forget the licence | Bo: it's in my calendar for Thursday",
            [("the licence", "Bo", "2026-03-05")],
        ),
        (
            "Ana: Proposal: the bar closes at ten. | Ana: agreed. @Bo? | Bo: on it. Wednesday",
            [("the bar closes at ten", "Bo", "2026-03-04")],
        ),
        ("Ana: I could bring my old projector | Bo: that would be great", [("bring my old projector", "Ana", None)]),
        ("Ana: Wer schreibt dem Amt? | Bo: ich", [("dem Amt schreiben", "Bo", None)]),
        ("Ana: Bo, übernimmst du die Kasse? | Bo: ja gerne", [("die Kasse übernehmen", "Bo", None)]),
        ("Ana: jemand müsste die Pflanzen gießen | Bo: ich", [("die Pflanzen gießen", "Bo", None)]),
        (
            "Ana: Ofenplan: @Bo du hast den Job :wink: | Bo: haha ok, bis Montag kriegt ihr einen Entwurf",
            [("Ofenplan", "Bo", "2026-03-09")],
        ),
    ],
)
def test_one_may_ask_in_many_ways(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: glaze the bowls twice, that stops the cracks | Cy: Bo, can you do that this week? | Bo: yes",
            [("glaze the bowls twice, that stops the cracks", "Bo", "2026-03-06")],
        ),
        (
            "Ana: the freezer seal is torn and lets the warm air in | Bo: I'll look into it tomorrow",
            [("look into it: the freezer seal is torn and lets the warm air in", "Bo", "2026-03-03")],
        ),
        (
            "Ana: we could have the keys hang by the door | Bo: who owns that | Cy: fine, I'll sort it, "
            "mostly out of pity",
            [("have the keys hang by the door", "Cy", None)],
        ),
        (
            "Bo: insurance renewal - I'll sort that out with Carol by Friday",
            [("sort insurance renewal out with Carol", "Bo", "2026-03-06")],
        ),
        (
            "Ana: the label printer jams on every tenth sheet | Bo: I'll grab it! done by Wednesday",
            [("the label printer jams on every tenth sheet", "Bo", "2026-03-04")],
        ),
        (
            "Ana: the loading bay light is broken | Bo: let me fix that",
            [("fix that: the loading bay light is broken", "Bo", None)],
        ),
        (
            "Ana: maybe we put the recipes in a binder? | Bo: I can do that, give me till Thursday",
            [("put the recipes in a binder", "Bo", "2026-03-05")],
        ),
        (
            "Ana: what about a sign for the back door? | Bo: love it | Cy: I'll paint it",
            [("paint a sign for the back door", "Cy", None)],
        ),
        (
            "Ana: the choir robes need washing | Bo: I'll take them home with me and bring them back Thursday",
            [("take them home with me and bring them back: the choir robes need washing", "Bo", "2026-03-05")],
        ),
        (
            "Ana: we never wrote down who has a key | Bo: good point, I'll make a list",
            [("make a list: we never wrote down who has a key", "Bo", None)],
        ),
        ("Ana: can we get a second ladder? | Bo: I'll ask Carol", [("ask Carol: get a second ladder", "Bo", None)]),
        (
            "Ana: the bikes have no lights | >Bo: I'll order some",
            [("order some: the bikes have no lights", "Bo", None)],
        ),
        (
            "Cy: I didn't hear anything about my draft | Ana: lunch was great | Bo: sorry Cy, will read it tonight",
            [("read it: I didn't hear anything about my draft", "Bo", "2026-03-02")],
        ),
    ],
)
def test_an_action_can_be_read_when_nobody_remembers_the_talk(
    said: str, heard: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: nobody has the supplier list | Bo: I have most of it on my phone, can put it in the "
            "folder | Ana: lovely, when? | Bo: Monday",
            [("put it in the folder: nobody has the supplier list", "Bo", "2026-03-09")],
        ),
        ("Bo: you'll have the budget by Thursday", [("the budget", "Bo", "2026-03-05")]),
        ("Bo: I can mend the hose this afternoon actually", [("mend the hose", "Bo", "2026-03-02")]),
        (
            "Bo: the night shift plan I write myself, is ready on Friday",
            [("write the night shift plan", "Bo", "2026-03-06")],
        ),
        (
            "Bo: Schlüsselliste für die Halle mach ich bis Freitag",
            [("Schlüsselliste für die Halle", "Bo", "2026-03-06")],
        ),
        ("Bo: put me down for the cake stand", [("the cake stand", "Bo", None)]),
        ("Bo: can bring the projector on Friday", [("bring the projector", "Bo", "2026-03-06")]),
        ("Bo: gonna call the plumber tomorrow", [("call the plumber", "Bo", "2026-03-03")]),
        ("Bo: happy to take the minutes next time", [("take the minutes next time", "Bo", None)]),
        ("Bo: my action: a new padlock by Friday", [("a new padlock", "Bo", "2026-03-06")]),
        (
            "Ana: die Lampe im Flur flackert | Bo: schau ich mir morgen an",
            [("die Lampe im Flur flackert", "Bo", "2026-03-03")],
        ),
    ],
)
def test_a_promise_needs_no_i_will(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Bo, can you bind the books? | Bo: sure | Ana: when do you reckon? | Bo: give me till "
            "Wednesday.. no hang on, I'm off Tuesday. Thursday",
            [("bind the books", "Bo", "2026-03-05")],
        ),
        (
            "Ana: who wants to prune the apple trees? | Bo: me. end of next week? | Ana: fine",
            [("prune the apple trees", "Bo", "2026-03-13")],
        ),
        (
            "Bo: I can take the parking permits | Ana: perfect, by Friday? | Bo: ok",
            [("take the parking permits", "Bo", "2026-03-06")],
        ),
        (
            "Ana: Bo, could you test the hoist? | Bo: yes | Ana: by when? | Bo: tomorrow",
            [("test the hoist", "Bo", "2026-03-03")],
        ),
        (
            "Ana: Bo, can you do the stock take by Thursday? | Bo: Thursday is tight, Friday? | Ana: Friday is fine",
            [("do the stock take", "Bo", "2026-03-06")],
        ),
        (
            "Ana: Bo, can you do the seating plan? | Bo: you'll have it tomorrow",
            [("do the seating plan", "Bo", "2026-03-03")],
        ),
        (
            "Ana: Bo, can you do the stock take? | Bo: sure, give me two weeks",
            [("do the stock take", "Bo", "2026-03-16")],
        ),
    ],
)
def test_the_day_may_be_found_in_the_talk_that_follows(
    said: str, heard: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Bo, can you bind the books? | Bo: yes, Thursday | Cy: great | Bo: the books will be "
            "Friday, not Thursday",
            [("bind the books", "Bo", "2026-03-06")],
        ),
        (
            "Bo: I'll wire the greenhouse by Tuesday | Ana: thanks | Cy: the soup was nice | Bo: about "
            "the greenhouse: Tuesday was optimistic, Wednesday it is",
            [("wire the greenhouse", "Bo", "2026-03-04")],
        ),
        (
            "Ana: Bo, could you tune the piano? | Bo: sure, by Wednesday | Cy: nice | Bo: Sorry, I look "
            "in my calendar, the piano I can not before Friday | Ana: no problem, Friday",
            [("tune the piano", "Bo", "2026-03-06")],
        ),
        (
            "Bo: I'll print the maps by Wednesday | Bo: maps slip to Friday, sorry",
            [("print the maps", "Bo", "2026-03-06")],
        ),
        (
            "Bo: I'll wash the costumes by Tuesday | Cy: and I'll iron them by Wednesday | Bo: need until "
            "Thursday for the costumes",
            [("iron the costumes", "Cy", "2026-03-04"), ("wash the costumes", "Bo", "2026-03-05")],
        ),
        (
            "Ana: What shall we try? | >Bo: I'll swap the starter by Tuesday | Bo: the starter has to "
            "wait until Thursday",
            [("swap the starter", "Bo", "2026-03-05")],
        ),
        (
            "Ana: @Bo can you sort the synonyms? | Cy: @Bo and the soup? | Bo: yes | Bo: you'll have the "
            "synonyms by Friday",
            [("sort the synonyms", "Bo", "2026-03-06")],
        ),
    ],
)
def test_the_owner_may_move_a_day_later_on(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Bo, would you reserve the hall for the 24th? | Bo: sure",
            [("reserve the hall for the 24th", "Bo", None)],
        ),
        ("Ana: Bo, can you book the band for Saturday? | Bo: yes", [("book the band for Saturday", "Bo", None)]),
        ("Ana: Bo, can you bake the bread? | Bo: I'm on shift Thursday but yes", [("bake the bread", "Bo", None)]),
        (
            "Bo: I'll finish the quilt by Wednesday | Cy: the quilt fair will be Friday",
            [("finish the quilt", "Bo", "2026-03-04")],
        ),
        (
            "Bo: I'll finish the quilt by Wednesday | Bo: I was at the fair on Friday, the quilt will be a hit",
            [("finish the quilt", "Bo", "2026-03-04")],
        ),
    ],
)
def test_the_day_of_the_thing_itself_or_of_another_is_no_day_by_which(
    said: str, heard: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said.split(" | ")) == heard


@pytest.mark.parametrize(
    "said",
    [
        "Ana: Bo, can you believe this weather? | Bo: yes",
        "Ana: can you hear me? | Bo: yep",
        "Ana: who knows where the keys are? | Bo: me",
        "Ana: Anything else? Bo? | Bo: yes, the soup was cold",
        "Ana: the roof leaks | Bo: I can see that",
        "Bo: you'll have problems with that oven",
        "Bo: can confirm",
        "Bo: the oven is slow, can take an hour",
        "Bo: I make bread every Monday",
        "Bo: the bread I bake on Mondays is always gone by ten",
        "Bo: Sport mach ich nie",
        "Ana: the talk was great | Bo: I'd take that",
        "Bo: I would do it, but my back hurts",
        "Ana: who wants cake? | Bo: me",
        "Ana: who makes the best coffee? | Bo: me",
        "Ana: Bo, you know the new rules? | Bo: yes",
        "Ana: Bo, you like the new tent? | Bo: yes, very much",
        "Ana: it's yours to enjoy, Bo | Bo: thanks",
        "Ana: the party will be Friday, not Thursday | Bo: ok",
        "Bo: I was in the shop on Friday, it will be closed on Monday",
        "Ana: what made you smile? | Bo: the goat will be a star on Tuesday",
        "Ana: can we talk about the noise? | Bo: sure",
        "Bo: I have the flu, can hardly speak",
        "Ana: the van broke down again | Bo: that was me, sorry",
        "Ana: would you believe it, three flat tyres | Bo: yes",
        "Ana: who said that? | Bo: me",
        "Ana: Bo? | Bo: yes, I'm here",
        "Ana: and the weather, Bo? | Bo: awful",
        "Ana: your baby is so cute, Bo | Bo: thank you",
        "Ana: who's coming to the pub? | Bo: me",
        "Ana: any volunteers for cake? | Cy: haha | Bo: always",
        "Ana: who'd like a coffee? | Bo: me please",
        "Ana: is anyone able to hear Cy? | Bo: yes",
        "Ana: does anyone feel cold? | Bo: me",
        "Ana: did anybody see the match? | Bo: I did",
        "Ana: And the weather? | Bo: I liked it",
        "Ana: what about the old ones? | Bo: they are fine",
        "Ana: the soup was great | Bo: I'll take that",
        "Ana: Bo writes the best letters | Bo: thanks",
        "Ana: Bo does all the cooking | Cy: yes",
        "Ana: if you could see my desk you'd cry | Bo: yes",
        "Ana: you can see the sea from there? | Bo: yes",
        "Ana: maybe you could tell? | Bo: no",
        "Ana: I could scream | Bo: please do",
        "Bo: the last cookie is mine",
        "Ana: Bo, weißt du noch? | Bo: ja",
        "Ana: wer kennt das nicht | Bo: ich",
        "Ana: Bo, findest du das gut? | Bo: ja",
        "Ana: Bo kommt später | Bo: ja",
        "Ana: nobody has time | Bo: I know",
        "Ana: Thursday was too early | Bo: by Friday it was fine",
        "Ana: the plan was ready on Friday | Bo: it is Friday today",
        "Ana: Bo and Cy painted the hall, it took until Friday | Bo: yes",
        "Bo: I made a list on Friday",
        "Bo: I usually call the bank on Mondays",
        "Bo: I can only come on Friday",
        "Bo: you get what you pay for on Friday",
        "Ana: happy to be here | Bo: same",
        "Ana: happy to see the hall full on Friday | Bo: same",
        "Ana: could be worse | Bo: yes",
        "Ana: could have a rule for the desk: everybody greets within a minute | Bo: yes",
        "Ana: could do a tasting once a month | Bo: nice",
        "Ana: could use a hand sometimes | Bo: same",
        "Ana: going to be a long day tomorrow | Bo: yes",
        "Ana: it was over to you for the flyers and you did it, Bo | Bo: thanks",
        "Ana: who cares about the rules? | Bo: me",
        "Ana: who makes that noise? | Bo: me, sorry",
        "Ana: who wrote the rota? | Bo: me",
        "Ana: would anyone mind if we stop here? | Bo: no",
        "Ana: The oven, that was my fault | Bo: no worries",
        "Ana: Bo: two sugars | Bo: yes",
        "Ana: so the winner is... Bo? | Bo: yes!",
        "Ana: was that you, Bo? | Bo: yes",
        "Ana: are you happy with the new tent, Bo? | Bo: yes",
        "Ana: the new tent, Bo? | Bo: love it",
        "Ana: we should have known | Bo: yes",
        "Ana: I owe Bo an apology | Bo: accepted",
        "Ana: the train will be late on Friday | Bo: ok",
        "Ana: I'll never do that again | Bo: same",
        "Ana: did you see the fox? | Bo: I can show you a photo",
        "Ana: can you imagine, three hours | Bo: yes",
        "Ana: my mum can bake | Bo: I can bake too",
    ],
)
def test_what_only_sounds_like_a_task_is_none(said: str) -> None:
    assert actions("Bo: hello", "Cy: hello", *said.split(" | ")) == []
