"""Every tracker does the same for the rest of the bot, whatever its API is like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.config.trackers import JiraKeys
from bot.trackers.opening import open_jira
from bot.trackers.port import InDoubt, NewItem, TrackerTrouble, Words
from bot.trackers.rules import mark_of
from tests.trackers.azure_double import AzureDouble
from tests.trackers.double import TOKEN
from tests.trackers.github_double import GitHubDouble
from tests.trackers.jira_double import JiraDouble
from tests.trackers.linear_double import LinearDouble
from tests.trackers.worlds import NAMES, World, world

TODAY = date(2026, 11, 28)
SINCE = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.fixture(params=NAMES)
def any_world(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as found:
        yield found


def an_item(name: str = "one", **fields: object) -> NewItem:
    given = {
        "mark": mark_of(name),
        "kind": "story",
        "title": "Pick another day",
        "text": "As a customer, I want to pick another day [~admin] @tom #7 <b>now</b>",
        "code": "Scenario: Moved\n  Given @tom {noformat} ``` <i>",
        "language": "gherkin",
        "words": (
            Words(label="S1", author="Priya @all", text="*Never* on {Sundays}", link="https://chat.example/1"),
            Words(label="S2", author="Tom", text="x", link="https://chat.example/a)b|c] javascript:"),
        ),
        "due": date(2026, 12, 4),
    }
    return NewItem.model_validate({**given, **fields})


async def test_the_sprints_are_read_page_by_page(any_world: World) -> None:
    told = await any_world.tracker().sprints(TODAY)
    assert told.unread == ()
    past, coming = [sprint for sprint in told.sprints if sprint.dated or sprint.end][:2]
    assert (past.end, coming.end) == (date(2026, 11, 27), date(2026, 12, 11))
    assert coming.start is not None
    assert past.items[0].title == "Scan a parcel"
    assert past.items[0].status in {"Done", "Closed"}
    titles = [item.title for item in coming.items]
    assert titles[0] == "Print the label"
    assert "Weigh it" in titles
    assert coming.items[0].owner in {"Ana", "ana"}
    assert coming.items[-1].owner == ""
    assert all(item.link.startswith("http") for item in coming.items)
    assert "Fix the printer" not in titles, "a pull request is no item"


async def test_what_was_carried_over_is_seen_where_the_tracker_remembers_it() -> None:
    for name in ("jira cloud", "jira data center", "linear"):
        with world(name) as found:
            past, coming = (await found.tracker().sprints(TODAY)).sprints[:2]
            late = next(item for item in past.items if item.title == "Print the label")
            assert (late.carried_to, coming.items[0].carried_from) == (coming.name, past.name)


async def test_estimate_labels_links_dates_and_criteria_are_read() -> None:
    with world("jira cloud") as found:
        first, second, _ = (await found.tracker().sprints(TODAY)).sprints[1].items
        assert (first.estimate, first.due, first.criteria) == (5.0, date(2026, 12, 4), None)
        assert (second.labels, second.links, second.criteria) == (("notify",), ("is blocked by LP-3",), 1)
    with world("linear") as found:
        _, second, _ = (await found.tracker().sprints(TODAY)).sprints[1].items
        assert (second.labels, second.links, second.due) == (
            ("notify",),
            ("is blocked by LP-2", "blocks LP-9"),
            date(2026, 12, 9),
        )
    with world("azure") as found:
        first, second = (await found.tracker().sprints(TODAY)).sprints[1].items
        assert (first.estimate, first.labels, first.criteria) == (5.0, ("notify", "first"), 2)
        assert second.criteria == 0, "Azure has a field for criteria, and it is empty"


async def test_a_milestone_begins_the_day_after_the_one_before() -> None:
    with world("github") as found:
        first, second = (await found.tracker().sprints(TODAY)).sprints
        assert second.start == date(2026, 11, 28)
        assert not first.dated


async def test_what_is_made_is_found_again_and_its_state_is_read(any_world: World) -> None:
    tracker, item = any_world.tracker(), an_item()
    assert await tracker.find(item, since=SINCE, patient=False) is None
    made = await tracker.create(item)
    assert made.link.startswith("http")
    assert not made.found
    again = await tracker.find(item, since=SINCE, patient=False)
    assert again is not None
    assert (again.key, again.link, again.found) == (made.key, made.link, True)
    assert await tracker.find(an_item("other"), since=SINCE, patient=False) is None
    (state,) = (await tracker.states([made])).values()
    assert (state.title, state.link) == ("Pick another day", made.link)
    assert state.status
    assert await tracker.states([]) == {}
    assert any_world.made() == ["Pick another day"]


async def test_a_broken_connection_leaves_it_in_doubt_and_nothing_is_sent_twice(any_world: World) -> None:
    tracker, item = any_world.tracker(), an_item()
    any_world.double.breaks(_making(any_world))
    with pytest.raises(InDoubt):
        await tracker.create(item)
    assert len(any_world.made()) == 1
    assert await tracker.find(item, since=SINCE, patient=True) is not None


def _making(found: World) -> str:
    return {"jira": "POST /rest/api/2/issue", "github": "POST /repos", "linear": "mutation", "azure": "workitems/$"}[
        found.id
    ]


async def test_linear_cannot_make_the_same_twice() -> None:
    with world("linear") as found:
        tracker = found.tracker()
        await tracker.create(an_item())
        with pytest.raises(TrackerTrouble, match="already exists"):
            await tracker.create(an_item())
        assert len(found.made()) == 1


async def test_jiras_search_may_lag_behind_what_was_made() -> None:
    with world("jira cloud") as found:
        assert isinstance(found.double, JiraDouble)
        tracker, item = found.tracker(), an_item()
        await tracker.create(item)
        found.double.lag = 3
        assert await tracker.find(item, since=SINCE, patient=False) is None
        assert await tracker.find(item, since=SINCE, patient=True) is not None


async def test_an_old_issue_is_not_looked_for_beyond_the_day_it_was_asked_for() -> None:
    with world("github") as found:
        assert isinstance(found.double, GitHubDouble)
        tracker, item = found.tracker(), an_item()
        await tracker.create(item)
        assert await tracker.find(item, since=SINCE + timedelta(days=1), patient=False) is None


async def test_a_token_that_is_no_longer_good_is_told(any_world: World) -> None:
    for token in ("another", ""):
        tracker = any_world.tracker(token=token)
        for call in (
            tracker.sprints(TODAY),
            tracker.create(an_item()),
            tracker.find(an_item(), since=SINCE, patient=False),
        ):
            with pytest.raises(TrackerTrouble) as raised:
                await call
            sentence = raised.value.sentence
            told = "doesn’t accept my token (any more)" if token else "wants a token"
            assert told in sentence or any_world.id == "azure"
            assert f"{any_world.id.upper()}" in sentence.upper()
            assert "_TOKEN" in sentence
    assert any_world.made() == []


async def test_when_told_to_wait_it_waits_and_does_it_once(any_world: World) -> None:
    tracker, double = any_world.tracker(), any_world.double
    _limits(any_world, "0.05")
    assert (await tracker.sprints(TODAY)).sprints
    _limits(any_world, "0.05")
    await tracker.create(an_item())
    assert len(any_world.made()) == 1
    before = len(double.requests)
    _limits(any_world, "600")
    with pytest.raises(TrackerTrouble, match=r"asks me to wait for 10 minutes\. Nothing is lost"):
        await tracker.create(an_item("other"))
    assert len(double.requests) == before + 1


def _limits(found: World, seconds: str) -> None:
    if found.id == "linear":
        body = {"errors": [{"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}]}
        found.double.fails("", 400, body, Retry_After=seconds)
    elif found.id == "github":
        found.double.fails("", 403, {"message": "You have exceeded a secondary rate limit."}, Retry_After=seconds)
    else:
        found.double.fails("", 429, None, Retry_After=seconds)


async def test_githubs_and_linears_other_ways_to_say_wait() -> None:
    reset = int(datetime.now(UTC).timestamp()) + 3600
    with world("github") as found:
        found.double.fails(
            "", 403, {"message": "API rate limit exceeded"}, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(reset)
        )
        with pytest.raises(TrackerTrouble, match="asks me to wait for 60 minutes"):
            await found.tracker().sprints(TODAY)
    with world("linear") as found:
        body = {"errors": [{"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}]}
        ends = str(reset * 1000)
        found.double.fails("", 400, body, X_RateLimit_Complexity_Remaining="0", X_RateLimit_Complexity_Reset=ends)
        with pytest.raises(TrackerTrouble, match="asks me to wait for 60 minutes"):
            await found.tracker().sprints(TODAY)


async def test_what_passes_is_tried_again_and_what_stays_is_told(any_world: World) -> None:
    any_world.double.fails("", 503, times=2)
    assert (await any_world.tracker().sprints(TODAY)).sprints
    any_world.double.fails("", 503, times=99)
    with pytest.raises(TrackerTrouble, match=r"doesn’t answer right now\. Nothing is lost"):
        await any_world.tracker().sprints(TODAY)


async def test_the_token_goes_nowhere_else(any_world: World) -> None:
    any_world.double.fails("", 302, None, Location="http://127.0.0.1:9/elsewhere")
    with pytest.raises(TrackerTrouble, match="sends me on to another address, and I don’t take the token there"):
        await any_world.tracker().sprints(TODAY)
    for token in (any_world.token, TOKEN):
        assert token not in repr(any_world.tracker())


async def test_an_answer_that_is_no_answer_is_told(any_world: World) -> None:
    any_world.double.fails("", 200, "<html>Welcome to the office network</html>")
    with pytest.raises(TrackerTrouble, match="answered in a way that I don’t understand"):
        await any_world.tracker().sprints(TODAY)


async def test_a_sprint_that_cannot_be_read_is_named_and_the_others_are_used(any_world: World) -> None:
    double = any_world.double
    match double:
        case JiraDouble():
            double.fails("/sprint/1/issue", 400, {"errorMessages": ["broken"], "errors": {}})
        case GitHubDouble():
            double.fails("/issues", 422, {"message": "Validation Failed"})
        case LinearDouble():
            double.unreadable = "c19"
        case AzureDouble():
            double.fails("/i19/workitems", 404, {"message": "gone"})
    told = await any_world.tracker().sprints(TODAY)
    assert len(told.unread) == 1
    assert "19" in told.unread[0]
    assert any(sprint.end == date(2026, 12, 11) and sprint.items for sprint in told.sprints)
    assert all(sprint.end != date(2026, 11, 27) for sprint in told.sprints)


async def test_items_that_the_token_may_not_see_are_told() -> None:
    with world("azure") as found:
        assert isinstance(found.double, AzureDouble)
        found.double.hidden = {3}
        assert (await found.tracker().sprints(TODAY)).unread == ("item 3",)


async def test_a_required_field_is_named_with_where_to_give_it() -> None:
    for name in ("jira cloud", "jira data center"):
        with world(name) as found:
            assert isinstance(found.double, JiraDouble)
            found.double.required = {"customfield_10010": "Team"}
            with pytest.raises(TrackerTrouble) as raised:
                await found.tracker().create(an_item())
            assert raised.value.sentence == (
                "Jira doesn’t take this Story because of “Team” (customfield_10010): Team is required. "
                "Give it a value under `trackers.jira.fields` in config.yaml."
            )
            wrong = [each for each in await found.tracker().examine() if each.state == "wrong"]
            assert wrong[0].found == "every Story needs “Team” (customfield_10010)."
            error = {"labels": "Field 'labels' cannot be set. It is not on the appropriate screen, or unknown."}
            found.double.fails("POST /rest/api/2/issue", 400, {"errorMessages": [], "errors": error})
            with pytest.raises(TrackerTrouble, match="Put it on the screen with which items are made"):
                await found.tracker().create(an_item())
            made = await found.tracker(fields={"customfield_10010": {"value": "Routes"}}).create(an_item())
            assert made.key == "LP-100"
    with world("azure") as found:
        assert isinstance(found.double, AzureDouble)
        found.double.required = ["Custom.Team"]
        with pytest.raises(TrackerTrouble, match=r"because of `Custom.Team`: TF401320.* `trackers.azure.fields`"):
            await found.tracker().create(an_item())
        await found.tracker(fields={"Custom.Team": "Routes"}).create(an_item())
    for name, told in (("github", "`title` is missing"), ("linear", "title must not be empty")):
        with world(name) as found, pytest.raises(TrackerTrouble, match=f"said no: {told}. Nothing was made."):
            await found.tracker().create(an_item(title=""))


async def test_a_right_that_is_missing_is_told() -> None:
    for name in ("jira cloud", "azure"):
        with world(name) as found:
            double = found.double
            if isinstance(double, JiraDouble):
                double.rights["CREATE_ISSUES"] = False
            elif isinstance(double, AzureDouble):
                double.may_write = False
            with pytest.raises(
                TrackerTrouble, match=r"doesn’t let me make items in project \w+. Give the token in \w+_TOKEN"
            ):
                await found.tracker().create(an_item())
            assert any(each.state == "wrong" for each in await found.tracker().examine())
    with world("github") as found:
        found.double.fails("POST", 403, {"message": "Resource not accessible by personal access token"})
        with pytest.raises(TrackerTrouble, match="doesn’t let me make issues in repository"):
            await found.tracker().create(an_item())
    with world("linear") as found:
        error = {"message": "Invalid scope: `write` required", "extensions": {"code": "FORBIDDEN"}}
        found.double.fails("", 200, {"data": None, "errors": [error]})
        with pytest.raises(TrackerTrouble, match="doesn’t let me do this"):
            await found.tracker().create(an_item())


async def test_the_doctor_hears_that_all_is_well(any_world: World) -> None:
    found = await any_world.tracker().examine()
    assert found
    assert {each.state for each in found} == {"well"}
    assert any_world.made() == [], "looking makes nothing"


async def test_a_place_that_is_not_there_is_told() -> None:
    for name, keys, told in (
        ("jira cloud", {"board": 8}, "has no board 8 that my token can see"),
        ("jira cloud", {"board": 0}, "needs a board"),
        ("github", {"repository": "acme/gone"}, "has no repository acme/gone"),
        ("linear", {"team": "XX"}, "has no team XX"),
        ("azure", {"project": "Gone"}, "has no team Gone"),
    ):
        with world(name) as found:
            with pytest.raises(TrackerTrouble, match=told):
                await found.tracker(**keys).sprints(TODAY)
            found.double.problems.clear()  # a description knows no other boards


async def test_a_token_goes_by_https_only() -> None:
    with world("github") as found:
        tracker = found.tracker(url="http://127.0.0.1")
        object.__setattr__(tracker.web, "base", "http://tracker.example")  # type: ignore[attr-defined] # past the settings
        with pytest.raises(TrackerTrouble, match="isn’t reached by https"):
            await tracker.sprints(TODAY)


async def test_nobody_is_called_and_nothing_turns_into_markup() -> None:
    with world("github") as found:
        assert isinstance(found.double, GitHubDouble)
        await found.tracker().create(an_item())
        body = found.double.issues[-1]["body"]
        assert "@<!-- -->tom #<!-- -->7" in body
        assert "Priya @<!-- -->all: “\\*Never\\* on {Sundays}”" in body
        assert "````gherkin\n" in body
        assert "\\<b>now" in body
        assert "[S1](https://chat.example/1)" in body
        assert "\n- S2 Tom" in body, "an address that could be two things is left out"
    with world("linear") as found:
        assert isinstance(found.double, LinearDouble)
        await found.tracker().create(an_item())
        assert "@tom #7 \\<b>now" in found.double.made[0]["description"]
        assert "<!--" not in found.double.made[0]["description"]
    with world("jira cloud") as found:
        assert isinstance(found.double, JiraDouble)
        await found.tracker().create(an_item(text="C:\\temp [~admin] &amp;"))
        text = found.double.made[0]["given"]["description"]
        assert text.startswith("C:&#92;temp \\[\\~admin\\] &amp;amp;")
        assert text.count("{noformat}") == 2
        assert "[S1|https://chat.example/1]" in text
    with world("azure") as found:
        assert isinstance(found.double, AzureDouble)
        await found.tracker().create(an_item())
        fields = list(found.double.items.values())[-1]["fields"]
        assert "&lt;b&gt;now" in fields["System.Description"]
        assert "&lt;i&gt;" in fields["Microsoft.VSTS.Common.AcceptanceCriteria"]


async def test_the_log_holds_no_token_and_nothing_that_was_said(any_world: World) -> None:
    with capture_logs() as logs:
        any_world.double.fails("", 503)
        await any_world.tracker().sprints(TODAY)
        await any_world.tracker().create(an_item())
        any_world.double.fails("", 400, {"message": "Pick another day is forbidden", "errors": {}, "errorMessages": []})
        with pytest.raises(TrackerTrouble):
            await any_world.tracker().create(an_item("other"))
    assert logs
    for secret in (any_world.token, TOKEN, "another day", "Never"):
        assert secret not in str(logs)


async def test_an_action_becomes_a_task_unless_the_team_says_otherwise() -> None:
    item = an_item(kind="action", code="", words=())
    for keys, kind in (({}, "Task"), ({"action_type": "Story"}, "Story")):
        with world("jira cloud") as found:
            assert isinstance(found.double, JiraDouble)
            await found.tracker(**keys).create(item)
            assert found.double.made[0]["given"]["issuetype"] == {"name": kind}
            assert found.double.made[0]["given"]["duedate"] == "2026-12-04"
    with world("azure") as found:
        assert isinstance(found.double, AzureDouble)
        await found.tracker().create(item)
        assert list(found.double.items.values())[-1]["fields"]["System.WorkItemType"] == "Task"


def test_jira_in_the_cloud_wants_an_address_with_its_token() -> None:
    opened = open_jira(JiraKeys(url="https://acme.atlassian.net", project="LP"), "token")
    assert opened.web.token_trouble().sentence == (
        "Jira doesn’t accept my token (any more). Make a new one, and put it into JIRA_TOKEN, and the e-mail address "
        "that it belongs to into `trackers.jira.email`."
    )
