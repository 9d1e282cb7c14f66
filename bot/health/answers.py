"""Reads a value stream from a file of answers, for scripts: the same words as in a conversation, line by line."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from bot import yaml_text
from bot.chat import Person
from bot.errors import Trouble
from bot.health.stream import Back, Line, Step, Stream, Told
from bot.language.amounts import Kind, amounts

MOST_STEPS = 60
_DEEPEST = 20
_WRITER = Person(id="answers", name="the file")
_TIMES_AND_SHARE: tuple[Kind, ...] = ("work", "wait", "usable")
_OF_A_MAP = ("title", "outcome", "steps")
_OF_A_STEP = ("name", "who", "back", *_TIMES_AND_SHARE)
_SHAPE = (
    "It should hold a title, perhaps an outcome, and steps, each with a name and perhaps who, work, wait, usable and "
    "back: `steps: [{name: Coding, who: developers, work: 2 days, wait: about a week, usable: 8 of 10}]`."
)


def read_answers(text: str, name: str) -> Stream:
    """The map in a YAML file; each amount cites its line. Trouble names the line that can't be read."""
    tree = _tree(text, name)
    if not isinstance(tree, yaml.MappingNode):
        raise Trouble(f"{name} has no steps. {_SHAPE}")
    found = _keys(tree, name)
    for key, node in found.items():
        if key not in _OF_A_MAP:
            raise Trouble(f"{name}, line {_line(node)}: `{key}` isn’t known of a map. {_SHAPE}")
    steps = found.get("steps")
    if not isinstance(steps, yaml.SequenceNode) or not steps.value:
        raise Trouble(f"{name} has no steps. {_SHAPE}")
    if len(steps.value) > MOST_STEPS:
        raise Trouble(f"{name} has {len(steps.value)} steps. Up to {MOST_STEPS} can be drawn; fifteen can be read.")
    title, outcome = (_words(found.get(key), key, name) for key in ("title", "outcome"))
    told: list[Step] = []
    for node in steps.value:
        told.append(_step(node, name, told))
    return Stream(
        title=title or name,
        outcome=(Line(text=outcome, source=f"line {_line(found['outcome'])}"),) if outcome else (),
        steps=tuple(told),
    )


def _tree(text: str, name: str) -> yaml.Node | None:
    depth = 0
    try:
        for event in yaml_text.events(text):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise Trouble(f"{name} goes too deep for a map. {_SHAPE}")
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise Trouble(f"{name}, line {line}: `*{event.anchor}` stands for other lines. Write them out instead.")
        return yaml_text.compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise Trouble(f"{name}{where} isn’t YAML. {_SHAPE}") from error


def _keys(node: yaml.MappingNode, name: str) -> dict[str, yaml.Node]:
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        word = key.value if isinstance(key, yaml.ScalarNode) else "a list"
        if word in found:
            raise Trouble(f"{name}, line {_line(key)}: `{word}` stands there twice. Keep one of them.")
        found[word] = value
    return found


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _words(node: yaml.Node | None, key: str, name: str) -> str:
    """What stands there, in the words of the file: `no` stays “no”."""
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise Trouble(f"{name}, line {_line(node)}: `{key}` should be words, not a list. {_SHAPE}")
    return str(node.value).strip()


def _step(node: yaml.Node, name: str, before: Sequence[Step]) -> Step:
    line = _line(node)
    found = _keys(node, name) if isinstance(node, yaml.MappingNode) else {}
    called = _words(found.get("name"), "name", name)
    if not called:
        raise Trouble(f"{name}, line {line}: a step without a name. {_SHAPE}")
    for key in found:
        if key not in _OF_A_STEP:
            known = f"{', '.join(_OF_A_STEP[:-1])} and {_OF_A_STEP[-1]}"
            raise Trouble(f"{name}, line {_line(found[key])}: `{key}` isn’t known of a step. Use {known}.")
    if any(one.name.casefold() == called.casefold() for one in before):
        raise Trouble(f"{name}, line {line}: a second step is called “{called}”. Give each a name of its own.")
    told = {kind: _told(found.get(kind), kind, name) for kind in _TIMES_AND_SHARE}
    return Step(
        name=called,
        source=f"line {line}",
        who=_words(found.get("who"), "who", name),
        back=_back(found.get("back"), called, before, name),
        work=told["work"],
        wait=told["wait"],
        usable=told["usable"],
    )


def _told(node: yaml.Node | None, kind: Kind, name: str) -> tuple[Told, ...]:
    words = _words(node, kind, name)
    if node is None or not words:
        return ()
    read = next((one for one in amounts(words, kind) if (one.kind == "usable") == (kind == "usable")), None)
    if read is None:
        example = "8 of 10, or 80 %" if kind == "usable" else "2 days, or about half an hour"
        raise Trouble(f"{name}, line {_line(node)}: “{words}” tells no {kind} that I can read. Write it as {example}.")
    source = f"line {_line(node)}"
    return (Told(low=read.low, high=read.high, rough=read.rough, words=words, source=source, by=_WRITER),)


def _back(node: yaml.Node | None, called: str, before: Sequence[Step], name: str) -> tuple[Back, ...]:
    words = _words(node, "back", name)
    if node is None or not words:
        return ()
    names = [*(one.name for one in before), called]
    to = next((one for one in names if one.casefold() == words.casefold()), None)
    if to is None:
        raise Trouble(
            f"{name}, line {_line(node)}: no step up to here is called “{words}”. `back` names an earlier one."
        )
    return (Back(to=to, source=f"line {_line(node)}"),)
