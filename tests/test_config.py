"""What config.yaml may say, and what is said about what it may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot import config as settings_in_force
from bot.config import Config, Keys
from bot.config.file import key_paths, section_of, variable
from bot.errors import ConfigTrouble, Trouble

EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write config.yaml into an empty folder; returns the folder."""

    def _write(text: str) -> Path:
        (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return _write


def load(folder: Path, **environ: str) -> Config:
    return settings_in_force.load(cwd=folder, environ=environ)


def said_about(folder: Path, **environ: str) -> list[str]:
    return [trouble.sentence for trouble in settings_in_force.read(cwd=folder, environ=environ)[1]]


def test_no_file_is_needed(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.file is None
    assert config.interviews.framework == "requirements"
    assert config.home == tmp_path / ".groundwork"
    assert config.database_url == f"sqlite:///{tmp_path}/.groundwork/groundwork.db"
    assert config.turns_url == f"sqlite:///{tmp_path}/.groundwork/turns.db"


def test_the_example_has_every_key_with_its_default_and_no_other() -> None:
    written = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))

    def flat(section: dict[str, object], prefix: str = "") -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in section.items():
            found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) and value else {prefix + key: value}
        return found

    assert flat(written) == key_paths(Keys)


def test_every_key_of_the_example_has_a_comment_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    keys = [index for index, line in enumerate(lines) if re.match(r" *\w+:", line)]

    def sections(model: type[BaseModel]) -> int:
        inner = [each for name in model.model_fields if (each := section_of(model, name)) is not None]
        return len(inner) + sum(map(sections, inner))

    assert len(keys) == len(key_paths(Keys)) + sections(Keys)
    assert [lines[index] for index in keys if not lines[index - 1].strip().startswith("#")] == []


def test_the_example_itself_can_be_used(write: Write) -> None:
    folder = write(EXAMPLE.read_text(encoding="utf-8"))
    assert Keys.model_validate(load(folder).model_dump(include=set(Keys.model_fields))) == Keys()
    assert load(folder).database_url == f"sqlite:///{folder}/.groundwork/groundwork.db"


def test_a_misspelt_key_is_refused_with_the_nearest_name(write: Write) -> None:
    folder = write("team:\n  name: Payments\nstorys:\n  criteria: ears\n")
    with pytest.raises(ConfigTrouble) as caught:
        load(folder)
    assert caught.value.sentence == "config.yaml, line 3: Unknown key `storys`. Did you mean `stories`?"
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("team:\n  timezon: UTC", 2, "Unknown key `timezon`. Did you mean `timezone`?"),
        ("depth: deep", 1, "Unknown key `depth`. Did you mean `depth` under `interviews`?"),
        ("team: {xyz: 1}", 1, "Unknown key `xyz`. The keys here are name, timezone and holidays."),
        ("log: {? [a, b] : c}", 1, "Unknown key `?`. The keys here are format, to and level."),
        ("team: {name: A}\nteam: {name: B}", 2, "`team` is already set in line 1. Keep one of the two."),
        ("interviews:\n  depth: dep", 2, "`interviews.depth` can’t be `dep`. Did you mean `deep`?"),
        ("interviews:\n  depth: fast", 2, "`interviews.depth` can’t be `fast`. It can be quick, standard or deep."),
        ("log: {level: off}", 1, "`log.level` can’t be `off`. It can be debug, info, warning or error."),
        ("team: {name: 12}", 1, "`team.name` should be text. Put it in quotes, or see config.example.yaml."),
        ("team: {name: [a]}", 1, "`team.name` should be text. Put it in quotes, or see config.example.yaml."),
        (
            "team: {name: !!python/name:os x}",
            1,
            "`team.name` should be text. Put it in quotes, or see config.example.yaml.",
        ),
        (
            "team: {timezone: Europe/Berln}",
            1,
            "`Europe/Berln` isn’t a time zone that is known here. Did you mean `Europe/Berlin`?",
        ),
        (
            "team: {timezone: ../../etc}",
            1,
            "`../../etc` isn’t a time zone that is known here. Use a name such as Europe/Berlin.",
        ),
        (
            "interviews: {framework: a/b}",
            1,
            "`a/b` can’t be a question set. Use the name of a file in prompts/interviews, without its ending.",
        ),
        ("team: yes", 1, "`team` holds keys of its own. Put name, timezone and holidays under it, indented."),
        ("- a", 1, "It should be keys with values. config.example.yaml shows how."),
        (
            "state: {url: mysql://host/db}",
            1,
            "This isn’t a database address. Use sqlite:///FILE or postgresql://USER@HOST/NAME.",
        ),
        (
            "state: {url: 'sqlite://'}",
            1,
            "This database would forget everything. Name a file, such as sqlite:///groundwork.db.",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line_and_what_to_do(
    write: Write, text: str, line: int, sentence: str
) -> None:
    assert said_about(write(text)) == [f"config.yaml, line {line}: {sentence}"]


def test_broken_yaml_names_its_line(write: Write) -> None:
    (sentence,) = said_about(write("team:\n  name: [a\n"))
    assert sentence.startswith("config.yaml, line 3: This can’t be read:")


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"\xff\xfe\x00")
    assert said_about(tmp_path) == ["config.yaml: It isn’t text in UTF-8. Save it again with that encoding."]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("team:\n  slack_token: xoxb-1", "TEAM_SLACK_TOKEN"),
        ("openai_api_key: sk-1", "OPENAI_API_KEY"),
        ("log: {password: hunter2}", "LOG_PASSWORD"),
        ("state: {url: 'postgresql://me:hunter2@host/db'}", "GROUNDWORK_STATE_URL"),
    ],
)
def test_a_secret_is_sent_to_the_environment_and_not_repeated(write: Write, text: str, name: str) -> None:
    (sentence,) = said_about(write(text))
    assert f"set the environment variable {name} instead" in sentence
    assert not re.search("xoxb|sk-1|hunter2", sentence)


def test_all_troubles_are_found_at_once_and_the_first_tells_of_the_others(write: Write) -> None:
    folder = write("storys: {}\ninterviews: {depth: fast}\nteam: {timezone: Mars}\n")
    assert [sentence.split(":")[0] for sentence in said_about(folder)] == [
        "config.yaml, line 1",
        "config.yaml, line 2",
        "config.yaml, line 3",
    ]
    with pytest.raises(ConfigTrouble, match="There are 2 more problems: `groundwork doctor` lists all"):
        load(folder)


def test_a_section_with_everything_commented_out_says_nothing(write: Write) -> None:
    assert load(write("team:\n  # name: Payments\nprompts:\nstate:\n")).team.name == ""


def test_the_environment_wins(write: Write) -> None:
    folder = write("team: {name: Payments, timezone: Europe/Berlin}\n")
    config = load(folder, GROUNDWORK_TEAM_TIMEZONE="America/New_York", GROUNDWORK_STATE_URL="postgresql://me:pw@h/db")
    assert (config.team.name, config.team.timezone) == ("Payments", "America/New_York")
    assert config.database_url == config.turns_url == "postgresql://me:pw@h/db"
    assert "pw" not in repr(config)


def test_a_wrong_variable_is_told_by_its_name(tmp_path: Path) -> None:
    assert said_about(tmp_path, GROUNDWORK_INTERVIEWS_DEPTH="deeper") == [
        "GROUNDWORK_INTERVIEWS_DEPTH: `interviews.depth` can’t be `deeper`. Did you mean `deep`?"
    ]


def test_a_misspelt_variable_is_noticed() -> None:
    found = settings_in_force.unknown_variables({"GROUNDWORK_TEAM_TIMEZON": "x", "GROUNDWORK_HOME": "y", "PATH": "z"})
    assert found == [("GROUNDWORK_TEAM_TIMEZON", "GROUNDWORK_TEAM_TIMEZONE")]


def test_every_key_has_its_own_variable() -> None:
    names = [variable(path) for path in key_paths(Keys)]
    assert len(set(names)) == len(names)


def test_a_folder_that_is_named_must_be_there(write: Write, tmp_path: Path) -> None:
    folder = write("prompts: our-prompts\nstories: {template: story.jinja}\n")
    prompts, template = said_about(folder)
    assert prompts.startswith(f"config.yaml, line 1: There is no folder {tmp_path}/our-prompts. Correct the path")
    assert template.startswith(f"config.yaml, line 2: There is no file {tmp_path}/story.jinja. Correct the path")
    (folder / "our-prompts").mkdir()
    (folder / "story.jinja").touch()
    assert load(folder).prompts_dir == folder / "our-prompts"
    assert load(folder).template_file == folder / "story.jinja"


def test_a_file_asked_for_by_name_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"There is no team\.yaml\. Check the path"):
        settings_in_force.load(Path("team.yaml"), cwd=tmp_path, environ={})


def test_a_database_file_may_be_anywhere(write: Write, tmp_path: Path) -> None:
    config = load(write("state: {url: 'sqlite:////var/lib/gw/data.db?timeout=5'}"))
    assert config.database_url == "sqlite:////var/lib/gw/data.db?timeout=5"
    assert config.turns_url == f"sqlite:///{tmp_path}/.groundwork/turns.db"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80))
def test_any_file_gives_settings_or_sentences(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8", errors="replace")
    config, troubles = settings_in_force.read(cwd=tmp_path, environ={})
    assert (config is None) is bool(troubles)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*Keys.model_fields, "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["url", "name", "depth", "y"]), inner)
            ),
            max_leaves=4,
        ),
    )
)
def test_any_yaml_gives_settings_or_sentences(tmp_path: Path, values: dict[str, object]) -> None:
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    config, troubles = settings_in_force.read(cwd=tmp_path, environ={})
    assert (config is None) is bool(troubles)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (
            "index:\n  sources: [a]",
            2,
            "`index.sources` should be names, each with a folder. config.example.yaml shows it.",
        ),
        (
            "index:\n  audience:\n    hr: all",
            2,
            "`index.audience` should be names, each with a list such as [leads]. config.example.yaml shows it.",
        ),
        ("index:\n  sources: {'a:b': x}", 2, "`a:b` can’t be a name here. Use letters, digits and hyphens."),
        (
            "index:\n  chroma: localhost",
            2,
            "This isn’t the address of a Chroma server. Use http://HOST:PORT, or leave it empty.",
        ),
        ("index:\n  stale_days: soon", 2, "`index.stale_days` should be a number of days. Use a number such as 365."),
        (
            "team:\n  holidays: [Christmas]",
            2,
            "`team.holidays` should be a list of days. Write them as [2026-12-25, 2027-01-01].",
        ),
        (
            "schedule:\n  grace_minutes: -1",
            2,
            "`schedule.grace_minutes` should be a number of minutes. Use a number such as 120.",
        ),
    ],
)
def test_what_the_index_and_the_clock_cannot_use_is_told_too(write: Write, text: str, line: int, sentence: str) -> None:
    assert said_about(write(text)) == [f"config.yaml, line {line}: {sentence}"]


def test_sources_are_found_beside_the_file_and_may_come_from_the_environment(write: Write) -> None:
    folder = write("index:\n  sources: {handbook: docs/handbook}\nteam: {holidays: [2026-12-25]}\n")
    assert load(folder).index_sources["handbook"] == folder / "docs" / "handbook"
    assert [day.isoformat() for day in load(folder).holidays] == ["2026-12-25"]
    config = load(folder, GROUNDWORK_INDEX_SOURCES="{wiki: /srv/wiki}")
    assert list(config.index_sources) == ["knowledge", "wiki"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("model: gpt-4", "`gpt-4` doesn’t name a provider and its model."),
        ("model: opnai:gpt-4", "Did you mean `openai:gpt-4`?"),
        ("model: 'openai:'", "`openai:` doesn’t name a provider and its model."),
        ("base_url: somewhere", "This isn’t a web address. Use one such as http://localhost:8000/v1."),
        ("redact: ['(']", "`(` isn’t a regular expression"),
        ("redact: ['x*']", "`x*` also fits where nothing stands."),
        ("redact: {a: b}", "Write a list of regular expressions"),
        ("budget: {tokens_a_day: lots}", "`budget.tokens_a_day` can’t be `lots`. Write a number."),
        ("budget: {tokens_a_day: -1}", "`budget.tokens_a_day` can’t be `-1`. Write a number from 0."),
        ("budget: {seconds_a_turn: 9999}", "`budget.seconds_a_turn` can’t be `9999`. Write a number up to 600."),
        ("prices: {openai:x: 3}", "the money for a million tokens"),
        ("prices: {'openai:x': {input: -1, output: 1}}", "the money for a million tokens"),
        ("prices: free", "the money for a million tokens"),
    ],
)
def test_what_cannot_be_used_of_the_model_is_told(write: Write, text: str, sentence: str) -> None:
    (said,) = said_about(write(text))
    assert said.startswith("config.yaml, line 1: ")
    assert sentence in said


def test_the_model_comes_from_the_environment_too_with_its_lists_as_in_the_file(tmp_path: Path) -> None:
    environ = {
        "GROUNDWORK_MODEL": "anthropic:claude-haiku-4-5",
        "GROUNDWORK_REDACT": r"['Falcon-\d+']",
        "GROUNDWORK_PRICES": "{claude-haiku-4-5: {input: 1, output: 5}}",
        "GROUNDWORK_BUDGET_TOKENS_A_DAY": "none",
        "GROUNDWORK_BUDGET_MONEY_A_DAY": "2.50",
    }
    config = load(tmp_path, **environ)
    assert (config.model, config.redact) == ("anthropic:claude-haiku-4-5", [r"Falcon-\d+"])
    assert config.prices["claude-haiku-4-5"].output == 5
    assert (config.budget.tokens_a_day, config.budget.money_a_day) == (None, 2.5)
