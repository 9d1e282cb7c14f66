"""A Jira with a board, three sprints and a project LP; in the cloud or on its own."""

from __future__ import annotations

import base64
import re
from collections import Counter
from typing import Any

from tests.trackers.double import TOKEN, Reply, Request, TrackerDouble
from tests.trackers.strict import Description

EMAIL = "bot@acme.example"


def issue(key: str, title: str, **fields: Any) -> dict[str, Any]:
    number = key.rpartition("-")[2]
    given = {"assignee": {"displayName": "Ana"}, "status": {"name": "To Do"}, "labels": [], **fields}
    return {"id": f"100{number}", "key": key, "fields": {"summary": title, **given}}


class JiraDouble(TrackerDouble):
    """`page` is how many of anything it gives at once, `lag` how many searches don't see an item yet."""

    def __init__(self, *, cloud: bool = True) -> None:
        super().__init__()
        self.cloud = cloud
        self.page = 2
        self.lag = 0
        self._looked: Counter[str] = Counter()
        self.required: dict[str, str] = {}
        self.rights = {"BROWSE_PROJECTS": True, "CREATE_ISSUES": True, "ASSIGN_ISSUES": True}
        self.token = TOKEN
        self.made: list[dict[str, Any]] = []
        self.people = {"ana": "Ana Ruiz", "tom": "Tom", "tom2": "Tom"}
        self._description = Description("jira_cloud" if cloud else "jira_data_center")
        late = issue("LP-3", "Print the label", customfield_10016=5, duedate="2026-12-04")
        self.sprints: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
            (
                _sprint(1, "Sprint 19", "closed", "2026-11-16", "2026-11-27"),
                [issue("LP-1", "Scan a parcel", status={"name": "Done"}), late],
            ),
            (
                _sprint(2, "Sprint 20", "future", "2026-11-30", "2026-12-11", goal="Labels that can be read"),
                [
                    late,
                    issue(
                        "LP-4",
                        "Tell the <!channel> consignee",
                        assignee=None,
                        labels=["notify"],
                        description="Scenario: Told\n  Given a parcel",
                        issuelinks=[
                            {"type": {"inward": "is blocked by", "outward": "blocks"}, "inwardIssue": {"key": "LP-3"}}
                        ],
                    ),
                    issue("LP-5", "Weigh it", assignee=None),
                ],
            ),
            ({"id": 3, "state": "future", "name": "Later"}, []),
        ]

    def checked(self, request: Request) -> Reply:
        if self._signed_in(request):
            self.problems += self._description.problems(
                request.method, request.path, request.query, request.body, request.headers.get("content-type", "")
            )
            reply = self._reply(request)
            if reply.status < 300:
                self.problems += self._description.wrong_answer(request.method, request.path, reply.status, reply.body)
            return reply
        return Reply(401, {"errorMessages": ["You are not authenticated."], "errors": {}})

    def _signed_in(self, request: Request) -> bool:
        basic = base64.b64encode(f"{EMAIL}:{self.token}".encode()).decode()
        return request.headers.get("authorization") == (f"Basic {basic}" if self.cloud else f"Bearer {self.token}")

    def _reply(self, request: Request) -> Reply:
        path = request.path
        if path.endswith("/board/7/sprint"):
            return self._listed(request, "values", [head for head, _ in self.sprints])
        if found := re.search(r"/sprint/(\d+)/issue$", path):
            items = next(items for head, items in self.sprints if head["id"] == int(found[1]))
            return self._listed(request, "issues", items)
        if path.endswith("/board/7/configuration"):
            return Reply(
                200, {"id": 7, "name": "LP", "estimation": {"type": "field", "field": {"fieldId": "customfield_10016"}}}
            )
        if path.endswith("/myself"):
            return Reply(200, {"displayName": "Groundwork Bot"})
        if path.endswith("/mypermissions"):
            held = {name: {"havePermission": yes} for name, yes in self.rights.items()}
            return Reply(200, {"permissions": held})
        if path.endswith("/LP/issuetypes"):
            return self._listed(
                request,
                "issueTypes" if self.cloud else "values",
                [{"id": "1", "name": "Story"}, {"id": "2", "name": "Task"}],
            )
        if "/LP/issuetypes/" in path:
            fields = [
                {"fieldId": each, "name": name, "required": True, "hasDefaultValue": False}
                | ({"key": each} if self.cloud else {})
                for each, name in {"summary": "Summary", **self.required}.items()
            ]
            return self._listed(request, "fields" if self.cloud else "values", fields)
        if path.endswith("/user/assignable/search"):
            return Reply(200, [self._person(each) for each in self.people])
        if path.endswith("/issue"):
            return self._make(request.body["fields"])
        if "/search" in path:
            return self._search(request)
        return Reply(
            404, {"errorMessages": ["Board does not exist or you do not have permission to see it."], "errors": {}}
        )

    def _person(self, identity: str) -> dict[str, Any]:
        told = {"displayName": self.people[identity], "active": True}
        return {**told, "accountId": f"account-{identity}"} if self.cloud else {**told, "name": identity}

    def _listed(self, request: Request, key: str, items: list[Any]) -> Reply:
        """Pages are shorter than asked for, as the real one's may be."""
        start = int(request.query.get("startAt", 0))
        some = items[start : start + self.page]
        body: dict[str, Any] = {"startAt": start, "maxResults": self.page, key: some}
        body |= {"isLast": start + self.page >= len(items)} if key == "values" else {}
        body |= {"total": len(items)} if not request.path.endswith("/board/7/sprint") else {}
        return Reply(200, body)

    def _make(self, fields: dict[str, Any]) -> Reply:
        missing = {each: f"{name} is required." for each, name in self.required.items() if each not in fields}
        if missing:
            return Reply(400, {"errorMessages": [], "errors": missing})
        if not self.rights["CREATE_ISSUES"]:
            return Reply(403, {"errorMessages": ["You do not have permission."], "errors": {}})
        made = issue(
            f"LP-{100 + len(self.made)}",
            fields["summary"],
            assignee=self._given_to(fields),
            labels=fields["labels"],
            description=fields["description"],
        )
        self.made.append({**made, "given": fields})
        return Reply(201, {"id": made["id"], "key": made["key"], "self": f"{self.url}/rest/api/2/issue/{made['id']}"})

    def _given_to(self, fields: dict[str, Any]) -> dict[str, Any] | None:
        given = fields.get("assignee")
        if given is None:
            return None
        identity = given["accountId"].removeprefix("account-") if self.cloud else given["name"]
        return {"displayName": self.people[identity]}

    def closes(self, made: dict[str, Any], name: str = "Done") -> None:
        """Somebody moves it to a state in which nothing is left to do."""
        made["fields"]["status"] = {"name": name, "statusCategory": {"key": "done"}}

    def _search(self, request: Request) -> Reply:
        jql = request.query["jql"]
        if found := re.fullmatch(r'project = "LP" AND labels = "(groundwork-\w+)"', jql):
            hits = [each for each in self.made if found[1] in each["fields"]["labels"]]
            if hits:
                self._looked[found[1]] += 1
                hits = hits if self._looked[found[1]] > self.lag else []
        elif found := re.fullmatch(r"id in \(([\d, ]+)\)", jql):
            hits = [each for each in self.made if each["id"] in found[1].split(", ")]
        else:
            self.problems.append(f"no JQL that is known here: {jql}")
            hits = []
        bare = [{name: value for name, value in each.items() if name != "given"} for each in hits]
        return Reply(
            200, {"issues": bare} | ({} if self.cloud else {"startAt": 0, "maxResults": 50, "total": len(bare)})
        )


def _sprint(  # noqa: PLR0913, PLR0917 (a sprint)
    number: int, name: str, state: str, start: str, end: str, goal: str = ""
) -> dict[str, Any]:
    dates = {"startDate": f"{start}T08:00:00.000Z", "endDate": f"{end}T16:00:00.000Z"}
    return {"id": number, "state": state, "name": name, "goal": goal, **dates}
