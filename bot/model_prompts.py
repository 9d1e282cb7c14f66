"""What a language model is told, read from prompts/model/ and checked before anybody is asked anything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2
import jinja2.meta
from pydantic import ValidationError

from bot.documents import GET_IT, sandbox
from bot.errors import FileTrouble
from bot.interviews.filling import Noticed, Parts, WordedLines, WordedQuestion
from bot.knowledge.answering import ShortAnswer
from bot.language.text import listed
from bot.llm.prompt import Fill, Prompt, ReadyPrompt
from bot.places import shipped
from bot.prompts import Problem, read_yaml
from bot.retros.summaries.filling import Opening, PlainLines, ThemeNames
from bot.stories.filling import WordedStory

MODEL = "model"
FILLS: Mapping[str, Fill] = {
    "interviews/question": Fill(WordedQuestion, frozenset({"topic", "question", "said", "refusals"})),
    "interviews/notice": Fill(Noticed, frozenset({"topic", "question", "said", "refusals"})),
    "interviews/split": Fill(Parts, frozenset({"topics", "sentences", "refusals"})),
    "interviews/brief": Fill(WordedLines, frozenset({"lines", "refusals"})),
    "retros/lines": Fill(PlainLines, frozenset({"lines", "refusals"})),
    "retros/themes": Fill(ThemeNames, frozenset({"themes", "refusals"})),
    "retros/opening": Fill(Opening, frozenset({"lines", "refusals"})),
    "context/answer": Fill(ShortAnswer, frozenset({"question", "passages", "refusals"})),
    "stories/story": Fill(WordedStory, frozenset({"story", "criteria", "said", "refusals"})),
}
"""What a language model is asked for, by the file under prompts/model/ that says how."""


def load_model_prompts(folder: Path) -> dict[str, ReadyPrompt]:
    """What a language model is told, from prompts/model/; raises the first FileTrouble.

    A team's prompts from before a feature asked a model have no folder for it: then it is the one that was shipped.
    """
    return {name: _model_prompt(folder, name, fill) for name, fill in FILLS.items()}


def check_model_prompts(folder: Path) -> list[Problem]:
    """Everything that is wrong in prompts/model/."""
    problems = []
    for name, fill in FILLS.items():
        try:
            _model_prompt(folder, name, fill)
        except FileTrouble as trouble:
            problems.append(Problem(trouble.path, trouble.line, trouble.message, trouble.mend))
    return problems


def _model_prompt(folder: Path, name: str, fill: Fill) -> ReadyPrompt:
    own = folder / MODEL
    feature = name.partition("/")[0]
    path = (own if (own / feature).is_dir() else shipped("prompts") / MODEL) / f"{name}.yaml"
    if not path.is_file():
        raise FileTrouble(path, None, "This file is missing.", GET_IT)
    prompt = read_yaml(path, Prompt)
    template = _template_of(path, prompt, fill)
    try:
        fill.into.model_validate(prompt.example.answer)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in ("example", "answer", *first["loc"]))
        message = f"`{where}` doesn't fit what is read from it: {first['msg'].rstrip('.')}."
        raise FileTrouble(path, _line_of(path, "  answer:"), message, "Correct the example there.") from error
    ready = ReadyPrompt(name=name, prompt=prompt, template=template, fill=fill)
    try:
        shown = ready.conversation(prompt.example.values)
    except jinja2.TemplateError as error:
        message = f"The template can't be filled with the example: {(error.message or '').rstrip('.')}."
        raise FileTrouble(path, _line_of(path, "  values:"), message, "Correct one of the two.") from error
    if sum(len(said.text) for said in shown) > prompt.limits.characters:
        message = "`limits.characters` is less than what the example alone takes."
        raise FileTrouble(path, _line_of(path, "  characters:"), message, "Raise the limit, or shorten the example.")
    return ready


def _template_of(path: Path, prompt: Prompt, fill: Fill) -> jinja2.Template:
    """The template, which has to use every value that it is given, and no other."""
    at = _line_of(path, "template:")
    environment = sandbox()
    try:
        tree = environment.parse(prompt.template)
    except jinja2.TemplateSyntaxError as error:
        message = (error.message or "This isn't a template").rstrip(".")
        raise FileTrouble(path, (at or 0) + error.lineno, f"{message}.", "Mend the template there.") from error
    used = jinja2.meta.find_undeclared_variables(tree)
    unknown, unused = sorted(used - fill.values), sorted(fill.values - used)
    if unknown:
        raise FileTrouble(path, at, f"`{unknown[0]}` is not known here.", f"Use {listed(sorted(fill.values))}.")
    if unused:
        message = f"The template never uses `{unused[0]}`, so the model wouldn't know it."
        raise FileTrouble(path, at, message, f"Write {{{{ {unused[0]} }}}} where it belongs.")
    given = set(prompt.example.values)
    if given != fill.values:
        wrong = min(given ^ fill.values)
        message = f"The example should give {listed(sorted(fill.values))}; `{wrong}` is amiss."
        raise FileTrouble(path, _line_of(path, "  values:"), message, "Add or remove it there.")
    return environment.from_string(tree)


def _line_of(path: Path, begins: str) -> int | None:
    rows = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, row in enumerate(rows, 1) if row.startswith(begins)), None)
