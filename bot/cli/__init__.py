"""The command line: what can be typed after `groundwork`. Each command reads its arguments, calls, and prints."""

# Nothing heavy is imported here: `groundwork --help` has to be there at once. A command imports what it needs.
from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.running import run, settings_of, unexpected
from bot.errors import Trouble

app = typer.Typer(
    name="groundwork",
    help="Groundwork steadies the human side of software delivery: it interviews you about what you need, and turns "
    "what you said into a brief, user stories and acceptance criteria.",
    epilog="New here? `groundwork demo` shows it, `groundwork chat` starts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # drawing the help with rich takes half a second
)
story = typer.Typer(help="Look after user stories.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(story, name="story")
retro = typer.Typer(help="Look back on how the team works.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(retro, name="retro")

Name = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who speaks. Default: your user name.")]
IndexFolder = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="An index of its own, kept in this folder.")
]
Conversation = Annotated[str, typer.Option("--in", metavar="NAME", help="Which conversation.")]


@app.callback()
def _common(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings to use. Default: config.yaml in this folder, if there is one."),
    ] = None,
) -> None:
    context.obj = config


@app.command()
def demo() -> None:
    """Show it: an interview, its brief, stories and criteria, played here."""
    from bot.demo import run_demo

    run_demo()


@app.command()
def chat(context: typer.Context, name: Name = None, conversation: Conversation = "local") -> None:
    """Talk with Groundwork in this terminal. What is said is kept; Ctrl-D leaves."""
    config = settings_of(context)
    from bot.cli import talking

    run(talking.chat(config, name, conversation))


@app.command()
def say(  # noqa: PLR0913, PLR0917 (one argument for each option)
    context: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="What to say; `-` reads it from standard input. With --form: name=value …"),
    ] = None,
    name: Name = None,
    conversation: Conversation = "local",
    choose: Annotated[
        str | None, typer.Option("--choose", metavar="ID", help="Pick what was offered, by its id or number.")
    ] = None,
    form: Annotated[str | None, typer.Option("--form", metavar="ID", help="Fill this form.")] = None,
    file: Annotated[
        list[Path] | None, typer.Option("--file", metavar="FILE", help="A text file to send along; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON: a list of posts.")] = False,
) -> None:
    """Say one thing and print the answer. Made for scripts: a whole interview can be held with it."""
    config = settings_of(context)
    from bot.cli import talking

    said = talking.Said(
        words=tuple(text or ()), choose=choose, form=form, files=tuple(file or ()), name=name, conversation=conversation
    )
    answered = run(talking.say(config, said, as_json=as_json))
    raise typer.Exit(0 if answered else 1)


@app.command()
def serve(context: typer.Context) -> None:
    """Be there in your team's chat, until you stop it (Ctrl-C). The README says how to install it there."""
    config = settings_of(context)
    from bot.cli import serving

    run(serving.serve(config))


@app.command()
def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder; the copy goes there.")],
) -> None:
    """Copy everything that lasts into a folder. The bot may go on working."""
    config = settings_of(context)
    from bot.cli import keeping

    keeping.backup(config, folder)


@app.command()
def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that `groundwork backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Even though there is a state: it is moved aside.")
    ] = False,
) -> None:
    """Put a backup back. Stop the bot before.

    One of SQLite goes into an empty PostgreSQL, too, when state.url names that: so an installation moves.
    """
    config = settings_of(context)
    from bot.cli import keeping

    keeping.restore(config, folder, replace=replace)


@app.command()
def manifest(
    context: typer.Context,
    platform: Annotated[str, typer.Argument(metavar="PLATFORM", help="Which chat platform.")],
    http: Annotated[
        str | None,
        typer.Option("--http", metavar="URL", help="The public address of `groundwork serve`, if it has one."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file. Default: standard output.")
    ] = None,
) -> None:
    """Print or write what a chat platform asks for when you install Groundwork there."""
    config = settings_of(context)
    from bot.cli import serving

    serving.manifest(config, platform, http, out)


@app.command("map")
def map_(
    context: typer.Context,
    answers: Annotated[Path, typer.Option("--answers", metavar="FILE", help="YAML; `-` reads standard input.")],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="md, json, svg, mermaid or png.")] = "md",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = None,
) -> None:
    """Draw a value stream from a file of answers. In a conversation, `/map` asks for them."""
    settings_of(context)
    from bot.cli import mapping

    mapping.draw(answers, form, out)


@app.command()
def export(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="interview|stories|retro|map|person", help="What to write.")],
    which: Annotated[str, typer.Argument(metavar="[ID]", help="Which interview, or the id of whom.")] = "latest",
    form: Annotated[str, typer.Option("--format", metavar="md|json|feature|csv", help="How to write it.")] = "md",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file. Default: standard output.")
    ] = None,
) -> None:
    """Write an interview, the stories that came of it, a retro, or all that is kept about a person, to a file."""
    config = settings_of(context)
    from bot.cli import exporting

    run(exporting.export(config, what, which, form, out))


@story.command()
def lint(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Stories: .txt (one a line), .md, .csv (column `story`), .jsonl"),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, a story each.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Succeed also when something was found.")] = False,
) -> None:
    """Check user stories. Exits with 0 when all is well, 1 when something was found, 2 when a file can't be read."""
    from bot.cli import linting

    found = linting.lint(files, as_json=as_json)
    raise typer.Exit(1 if found and not exit_zero else 0)


@retro.command()
def summarise(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Notes or a copied chat (.md, .txt, .vtt), or an export: folder, zip, JSON."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="In the rules’ own words, the same every time.")] = False,
) -> None:
    """Sum up a retrospective: what was said, themes, decisions, actions, each with its source."""
    config = settings_of(context)
    from bot.cli import retros

    raise typer.Exit(run(retros.summarise_files(config, files, json=as_json, rules=rules)))


@app.command("eval")
def evaluate(  # noqa: PLR0913, PLR0917 (one argument for each option)
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="interview|stories|retrieval|retro", help="What to measure.")],
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="ID", help="Only this case; may be repeated.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", metavar="FILE", help="For retrieval: labelled questions of your own.")
    ] = None,
    documents: Annotated[
        list[Path] | None, typer.Option("--documents", metavar="DIR", help="Their documents; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    worded: Annotated[bool, typer.Option("--worded", help="For retro: worded by the model first.")] = False,
) -> None:
    """Hold labelled interviews, by rules and by the model; `retrieval` and `retro` measure search and summaries."""
    config = settings_of(context)
    if what == "retrieval":
        from bot.cli import knowing

        knowing.evaluate(config, questions, tuple(documents or ()), as_json=as_json)
        return
    if what == "retro":
        from bot.cli import retros

        run(retros.evaluate(config, tuple(case or ()), json=as_json, model=worded))
        return
    from bot.cli import evaluating

    run(evaluating.evaluate(config, what, tuple(case or ()), as_json=as_json))


@app.command()
def calendar(
    context: typer.Context,
    team: Annotated[str, typer.Argument(metavar="TEAM", help="Its name, its id, or its conversation.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to. Default: standard output.")
    ] = None,
) -> None:
    """Write a team's ceremonies as a file for calendars (.ics)."""
    config = settings_of(context)
    from bot.cli import calendars

    run(calendars.calendar(config, team, out))


@app.command()
def usage(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=3660, help="How many days back.")] = 7,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: `model` by day and feature, `passages` by document.")
    ] = False,
) -> None:
    """Tell what the language model was used for and what it cost, and which documents people found of use."""
    config = settings_of(context)
    from bot.cli import spending

    run(spending.usage(config, days, as_json=as_json))


@app.command()
def erase(
    context: typer.Context,
    person: Annotated[str, typer.Option("--person", metavar="ID", help="The id of the person, as exports show it.")],
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A further name of theirs; may be repeated.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don’t ask back.")] = False,
) -> None:
    """Erase what a person said, and their name, everywhere it is kept. Exits with 1 when nobody has this id."""
    config = settings_of(context)
    from bot.cli import personal

    raise typer.Exit(0 if run(personal.erase(config, person, tuple(names or ()), sure=yes)) else 1)


@app.command()
def audit(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, an act each.")] = False,
) -> None:
    """Tell who was erased, exported or refused, when, and by whom; nobody's words are in it."""
    config = settings_of(context)
    from bot.cli import personal

    run(personal.audit(config, as_json=as_json))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; it is made when it isn't there.")],
) -> None:
    """Write the settings, questions and documents into a folder, to edit. Nothing that is there is changed."""
    from bot.cli import setting_up

    setting_up.init(folder)


@app.command()
def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, a check each.")] = False,
) -> None:
    """Check that everything works here, and say how to mend what doesn't."""
    from bot.cli import setting_up

    well = run(setting_up.doctor(context.obj, as_json=as_json))
    raise typer.Exit(0 if well else 1)


@app.command()
def index(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH…]", help="Folders or files. Default: the configured sources.")
    ] = None,
    folder: IndexFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object: what was done.")] = False,
) -> None:
    """Read the team's documents, so that they can be searched. Again, it reads what changed."""
    config = settings_of(context)
    from bot.cli import knowing

    raise typer.Exit(run(knowing.index(config, tuple(paths or ()), folder, as_json=as_json)))


@app.command()
def search(  # noqa: PLR0913, PLR0917 (one argument for each option)
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="QUESTION", help="What to look for.")] = None,
    count: Annotated[int, typer.Option("-k", min=1, max=100, metavar="N", help="How many passages.")] = 5,
    queries: Annotated[
        Path | None, typer.Option("--queries", metavar="FILE", help="A question a line; prints a JSON list a line.")
    ] = None,
    folder: IndexFolder = None,
    conversation: Annotated[
        str | None, typer.Option("--in", metavar="NAME", help="Find only what this conversation may see.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list of what was found.")] = False,
) -> None:
    """Find passages in the documents. Exits with 1 when nothing is found."""
    config = settings_of(context)
    from bot.cli import knowing

    wanted = knowing.Wanted(" ".join(words or ()), count, queries, conversation)
    raise typer.Exit(run(knowing.search(config, wanted, folder, as_json=as_json)))


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as version_of

    typer.echo(version_of("groundwork"))


def main() -> None:
    """Run the command line; troubles are a sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Unicode shows `?`, and goes on
    try:
        app(prog_name="groundwork")
    except Trouble as trouble:
        typer.echo(trouble.sentence, err=True)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001  (the last place where it can be told)
        unexpected(error)
