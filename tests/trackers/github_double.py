"""A GitHub with the repository acme/parcels, two milestones and a project with iterations."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.trackers.double import TOKEN, Reply, Request, TrackerDouble
from tests.trackers.graph import Graph
from tests.trackers.strict import Description


class GitHubDouble(TrackerDouble):
    """`page` caps how many of anything come at once."""

    def __init__(self) -> None:
        super().__init__()
        self.page = 2
        self.token = TOKEN
        self.now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
        self.people = ["tom", "bo", "Ana"]
        self.permissions = {"admin": False, "push": True, "triage": True, "pull": True}
        self._description = Description("github")
        self.graph = Graph("github")
        self.milestones = [
            self._stone(1, "Sprint 19", "2026-11-27"),
            self._stone(2, "Sprint 20", "2026-12-11", "Labels that can be read"),
            {**self._stone(3, "Some day", "2026-12-11"), "due_on": None},
        ]
        self.issues: list[dict[str, Any]] = []
        self.add("Scan a parcel", milestone=1, state="closed", state_reason="completed")
        self.add("Print the label", milestone=2, labels=[{"name": "notify"}], assignees=[{"login": "ana"}])
        self.add("Fix the printer", milestone=2, pull_request={})
        self.add("Weigh it", milestone=2, body="Scenario: Heavy")
        self.add("Lift it", milestone=2)

    def _stone(self, number: int, title: str, due: str, description: str | None = None) -> dict[str, Any]:
        return {
            "number": number, "title": title, "description": description, "state": "open", "due_on": f"{due}T08:00:00Z",
            "created_at": "2026-10-01T08:00:00Z", "html_url": f"https://github.com/acme/parcels/milestone/{number}",
        }  # fmt: skip

    def add(self, title: str, *, milestone: int | None = None, **fields: Any) -> dict[str, Any]:
        number = len(self.issues) + 1
        given = {"state": "open", "state_reason": None, "body": None, "labels": [], "assignees": [], **fields}
        made = {
            "id": number, "node_id": f"I_{number}", "number": number, "title": title, "milestone": milestone,
            "url": f"{self.url}/repos/acme/parcels/issues/{number}", "created_at": f"{self.now:%Y-%m-%dT%H:%M:%SZ}",
            "html_url": f"https://github.com/acme/parcels/issues/{number}", **given,
        }  # fmt: skip
        self.issues.append(made)
        return made

    def checked(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(401, {"message": "Bad credentials", "status": "401"})
        if request.path == "/graphql":
            return self.graph.answer(request, self.problems)
        self.problems += self._description.problems(
            request.method, request.path, request.query, request.body, request.headers.get("content-type", "")
        )
        reply = self._reply(request)
        if reply.status < 300:
            self.problems += self._description.wrong_answer(request.method, request.path, reply.status, reply.body)
        return reply

    def _reply(self, request: Request) -> Reply:
        base = "/repos/acme/parcels"
        if request.path == base:
            facts = {
                "full_name": "acme/parcels",
                "archived": False,
                "has_issues": True,
                "html_url": "https://github.com/acme/parcels",
            }
            return Reply(
                200,
                {**facts, "permissions": self.permissions},
                {"github-authentication-token-expiration": "2027-02-01 08:00:00 UTC"},
            )
        if request.path == f"{base}/assignees":
            return self._listed(request, [{"login": each} for each in self.people])
        if request.path == f"{base}/milestones":
            return self._listed(request, self.milestones)
        if request.path == f"{base}/issues" and request.method == "GET":
            wanted = request.query.get("milestone")
            found = [each for each in self.issues if wanted is None or str(each["milestone"]) == wanted]
            return self._listed(
                request, [_bare(each) for each in (found[::-1] if request.query["direction"] == "desc" else found)]
            )
        if request.path == f"{base}/issues":
            if not request.body["title"]:
                return Reply(
                    422,
                    {
                        "message": "Validation Failed",
                        "errors": [{"resource": "Issue", "field": "title", "code": "missing_field"}],
                    },
                )
            labels = [{"name": each} for each in request.body.get("labels", ())]
            given = [{"login": each} for each in request.body.get("assignees", ())]
            made = self.add(request.body["title"], body=request.body["body"], labels=labels, assignees=given)
            return Reply(201, _bare(made))
        number = re.fullmatch(rf"{base}/issues/(\d+)", request.path)
        one = next((each for each in self.issues if number and each["number"] == int(number[1])), None)
        return Reply(200, _bare(one)) if one else Reply(404, {"message": "Not Found", "status": "404"})

    def _listed(self, request: Request, items: list[Any]) -> Reply:
        page, size = int(request.query["page"]), min(self.page, int(request.query["per_page"]))
        more = page * size < len(items)
        # The next page is elsewhere on purpose: nobody takes a token there.
        link = {"Link": '<https://elsewhere.example/steal?page=2>; rel="next"'} if more else {}
        return Reply(200, items[(page - 1) * size : page * size], link)


def _bare(issue: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in issue.items() if name != "milestone"}
