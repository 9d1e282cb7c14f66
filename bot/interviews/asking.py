"""What to ask next, computed from what is known: never what is answered, the riskiest gap first, at most two probes."""

from __future__ import annotations

from bot.interviews.contradictions import contradictions
from bot.interviews.contradictions import question as clash_question
from bot.interviews.framework import BROAD, Family, Framework, MoreQuestion, Need, Topic, Vague, find_vague, pattern
from bot.interviews.moves import Asked, Opened
from bot.interviews.rules import Interview, Known, Statement, known, missing_needs, need_target, vague_target
from bot.language.facts import DETECTORS

CHECKPOINT_EVERY = 8
"""Questions between two summaries."""

WORTH_ASKING = 1.6
"""Below this worth (impact times uncertainty) a question costs more than it brings, unless its topic is a must."""

NOTICED = vague_target("noticed")
"""What a language model's question about unclear words is after: it never takes the place of a probe."""

_UNCERTAINTY: dict[Known, float] = {"unknown": 1.0, "hinted": 1.0, "partly": 0.5}
_BEFORE_NEEDS = frozenset({"undecided", "comparative", "speed", "ease", "strength", "safety"})
_FEW = 3  # statements about one topic, from which on only its gaps are asked for
_MOST_CLASHES = 3
_MANY = 4  # statements about one topic, after which it is asked for more once less


def next_ask(interview: Interview, framework: Framework, families: tuple[Family, ...]) -> Asked | None:
    """The next question, None when nothing is worth asking any more.

    After an answer: first what was vague or missing in it, then the second thing of its kind, then the next topic.
    """
    if not interview.asked and not interview.statements:
        return Asked(form="opening", text=framework.opening)
    if interview.reopened:
        topic = framework.topic(interview.reopened)
        if topic:
            return Asked(form="question", topic=topic.id, text=topic.question)
    if interview.asked and not interview.answered_last and not _settled_since(interview):
        return interview.asked[-1]
    return (
        _follow_up(interview, framework, families)
        or _most_worth(interview, framework)
        or _clash(interview)
        or _closing(interview, framework)
    )


def _clash(interview: Interview) -> Asked | None:
    """Two statements that can't both hold, each pair asked about once, a few in all; the brief lists the others."""
    before = {asked.target for asked in interview.asked if asked.form == "clash"}
    if len(before) >= _MOST_CLASHES:
        return None
    for clash in contradictions(interview):
        target = f"clash:{clash.one}:{clash.other}"
        one = interview.statement(clash.one)
        if target not in before and one is not None:
            topic = next(iter((*one.topics, *one.weak)), None)
            return Asked(form="clash", topic=topic, text=clash_question(clash), about=one.id, target=target)
    return None


def _settled_since(interview: Interview) -> bool:
    """Whether the two statements that were asked about no longer clash: one was changed or dropped."""
    pending = interview.pending
    if pending is None or pending.form != "clash":
        return False
    return pending.target not in {f"clash:{one.one}:{one.other}" for one in contradictions(interview)}


def is_checkpoint(interview: Interview) -> bool:
    """Whether the question that comes now is a good place for a summary."""
    return len(interview.asked) > 0 and len(interview.asked) % CHECKPOINT_EVERY == 0


def _follow_up(interview: Interview, framework: Framework, families: tuple[Family, ...]) -> Asked | None:
    pending = interview.asked[-1] if interview.asked else None
    topic = framework.topic(pending.topic) if pending and pending.topic else None
    if pending is None or topic is None or known(interview, topic) in {"skipped", "open"} or pending.form == "clash":
        return None
    if pending.target and (topic.id, pending.target) in interview.given_up:
        return None  # somebody skipped a probe or left it open: no second one behind it
    return _probe(interview, topic, pending, families) or _more(interview, topic)


def probe_limit(interview: Interview, topic: Topic) -> int:
    """How many probes an answer to this topic may draw: two, one in a quick interview, none where it hardly matters."""
    if topic.importance == "could":
        return 0
    return 1 if interview.depth == "quick" else 2


def _probe(interview: Interview, topic: Topic, pending: Asked, families: tuple[Family, ...]) -> Asked | None:
    probes = [one for one in interview.asked if one.topic == topic.id and one.form == "probe" and one.target != NOTICED]
    if len(probes) >= probe_limit(interview, topic):
        return None
    again = unresolved(interview, pending, families)
    if again:
        return again
    vague = _vague(interview, topic, families)
    urgent = next((one for one in vague if one[1].kind in _BEFORE_NEEDS), None)
    needs = [need for need in missing_needs(interview, topic) if not _was_asked_for(interview, topic, need)]
    if urgent:
        return _ask_about(topic, *urgent)
    if needs:
        return _ask_for(topic, needs[0], interview)
    return _ask_about(topic, *vague[0]) if vague else None


def _was_asked_for(interview: Interview, topic: Topic, need: Need) -> bool:
    return any(asked.topic == topic.id and asked.target == need_target(need.id) for asked in interview.asked)


def unresolved(interview: Interview, pending: Asked, families: tuple[Family, ...]) -> Asked | None:
    """The pending probe once more, as a request for a guess, when what was said since left it open."""
    if pending.form not in {"probe", "gap"} or pending.target is None or pending.topic is None:
        return None
    if (pending.topic, pending.target) in interview.given_up:
        return None
    family = next((one for one in families if pending.target == vague_target(one.kind)), None)
    said = _fresh(interview)
    if family is None or family.unless is None or not said:
        return None  # what is asked in words is answered in words; only a missing fact is asked for again
    if any(DETECTORS[family.unless](one.text) for one in said):
        return None
    return pending.model_copy(update={"form": "probe", "text": f"A rough guess is fine. {_plain(pending.text)}"})


def _plain(text: str) -> str:
    return text.removeprefix("A rough guess is fine. ")


def _fresh(interview: Interview) -> tuple[Statement, ...]:
    return tuple(statement for statement in interview.active if statement.id in interview.fresh)


def _vague(interview: Interview, topic: Topic, families: tuple[Family, ...]) -> list[tuple[Statement, Vague]]:
    """Vague words in what was just said for the topic, each family once a topic, each word once an interview."""
    asked_words = {asked.label for asked in interview.asked if asked.label}
    asked_kinds = {asked.target for asked in interview.asked if asked.topic == topic.id and asked.target}
    found = [
        (statement, vague)
        for statement in _fresh(interview)
        if statement.topics[:1] == (topic.id,)
        for vague in find_vague(statement.text, topic.id, families)
        if vague_target(vague.kind) not in asked_kinds and _label(vague) not in asked_words
    ]
    order = [family.kind for family in families]
    return sorted(found, key=lambda one: order.index(one[1].kind))


def _label(vague: Vague) -> str:
    return f"“{vague.word.lower()}”"


def _ask_about(topic: Topic, statement: Statement, vague: Vague) -> Asked:
    return Asked(
        form="probe",
        topic=topic.id,
        text=vague.probe,
        about=statement.id,
        target=vague_target(vague.kind),
        label=_label(vague),
    )


def _ask_for(topic: Topic, need: Need, interview: Interview) -> Asked:
    said = interview.about(topic.id)
    return Asked(
        form="probe",
        topic=topic.id,
        text=need.probe,
        about=said[-1].id if said else None,
        target=need_target(need.id),
        label=need.label,
    )


def _more(interview: Interview, topic: Topic) -> Asked | None:
    question = more_question(interview, topic)
    if question is None or topic.id in interview.declined or not interview.about(topic.id):
        return None
    if len(interview.about(topic.id)) > _MANY and interview.times_asked(topic.id, "more"):
        return None
    return Asked(form="more", topic=topic.id, text=question.ask, label=question.label)


def more_question(interview: Interview, topic: Topic) -> MoreQuestion | None:
    """The next question for one more thing of this kind, None when each was asked or the point was made."""
    if topic.more is None:
        return None
    said = interview.about(topic.id)
    if any(pattern(cue).search(one.text) for cue in topic.more.unless for one in said):
        return None
    before = {asked.text for asked in interview.asked}
    return next((question for question in topic.more.questions if question.ask not in before), None)


def _most_worth(interview: Interview, framework: Framework) -> Asked | None:
    """The open topic that is worth most; musts first, then by impact times uncertainty, then by the file's order."""
    best: tuple[tuple[int, float], Topic] | None = None
    for topic in framework.within(interview.depth):
        state = known(interview, topic)
        uncertainty = _UNCERTAINTY.get(state)
        if uncertainty is None or (state == "partly" and interview.was_asked(topic.id)):
            continue
        if _barely_told(interview, topic):
            uncertainty = _UNCERTAINTY["unknown"]
        worth = topic.impact * uncertainty
        if topic.importance != "must" and worth < WORTH_ASKING:
            continue
        key = (topic.rank, -worth)
        if best is None or key < best[0]:
            best = (key, topic)
    return _open_topic(interview, best[1]) if best else None


def _barely_told(interview: Interview, topic: Topic) -> bool:
    """A topic of many things of which one or two came up by the way: its own question still has to be asked."""
    return topic.more is not None and not interview.was_asked(topic.id) and len(interview.about(topic.id)) < _FEW


def _open_topic(interview: Interview, topic: Topic) -> Asked:
    """A topic's question, or only its gap where something is known already."""
    said = interview.about(topic.id)
    if said and not _barely_told(interview, topic):
        needs = missing_needs(interview, topic)
        if needs:
            gap = _ask_for(topic, needs[0], interview)
            return gap.model_copy(update={"form": "gap"})
        more = more_question(interview, topic)
        return Asked(form="gap", topic=topic.id, text=more.ask if more else topic.question, about=said[-1].id)
    if said:
        return Asked(form="gap", topic=topic.id, text=topic.question, about=said[-1].id)
    hint = next((one for one in reversed(interview.active) if one.weak[:1] == (topic.id,)), None)
    if hint and hint.topics and topic.id in BROAD:
        hint = None  # nearly everything mentions a user or a step
    return Asked(form="question", topic=topic.id, text=topic.question, about=hint.id if hint else None)


def _closing(interview: Interview, framework: Framework) -> Asked | None:
    more_to_say = interview.again and None not in interview.declined[-1:]
    if not interview.statements or (any(asked.form == "closing" for asked in interview.asked) and not more_to_say):
        return None
    return Asked(form="closing", text=framework.closing)


def leftovers(
    interview: Interview, framework: Framework, families: tuple[Family, ...]
) -> tuple[tuple[str, str, str], ...]:
    """What the last answer left open for good: topic, target and question, to be noted as open questions.

    A probe's limit is reached and it is still vague, or a must-know fact is still missing.
    """
    pending = interview.asked[-1] if interview.asked else None
    topic = framework.topic(pending.topic) if pending and pending.topic else None
    if pending is None or topic is None or known(interview, topic) in {"skipped", "open"}:
        return ()
    if interview.times_asked(topic.id, "probe") < probe_limit(interview, topic):
        evaded = [need for need in missing_needs(interview, topic) if need_target(need.id) == pending.target]
        return tuple((topic.id, need_target(need.id), need.probe) for need in evaded if topic.importance == "must")
    found = []
    again = unresolved(interview, pending, families)
    if again and pending.target:
        found.append((topic.id, pending.target, _plain(pending.text)))
    if topic.importance == "must" and pending.form not in {"more", "clash"}:
        found.extend((topic.id, need_target(need.id), need.probe) for need in missing_needs(interview, topic))
    return tuple(found)


def opened(
    interview: Interview, items: tuple[tuple[str, str, str], ...], owner: str, due: object
) -> tuple[Opened, ...]:
    """Open questions for these items, numbered on."""
    start = len(interview.questions) + 1
    return tuple(
        Opened.model_validate(
            {"id": f"Q{start + index}", "topic": topic, "target": target, "text": text, "owner": owner, "due": due}
        )
        for index, (topic, target, text) in enumerate(items)
    )
