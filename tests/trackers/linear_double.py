"""A Linear with the team LP, one cycle that was closed and one to come."""

from __future__ import annotations

from typing import Any

from tests.trackers.double import TOKEN, Reply, Request, TrackerDouble
from tests.trackers.graph import Graph, Refusal, pages

KEY = f"lin_api_{TOKEN}"


class LinearDouble(TrackerDouble):
    """`page` caps how many of anything come at once; `unreadable` names a cycle whose issues can't be read."""

    def __init__(self) -> None:
        super().__init__()
        self.page = 2
        self.token = KEY
        self.unreadable = ""
        self.made: list[dict[str, Any]] = []
        self.people = [
            {"id": "u2", "name": "Tom Berg", "displayName": "tom", "active": True},
            {"id": "u3", "name": "Ana Ruiz", "displayName": "ana", "active": True},
            {"id": "u4", "name": "Ana Gone", "displayName": "anag", "active": False},
        ]
        left = self._issue("LP-2", "Print the label", estimate=3, assignee={"displayName": "Ana"})
        blocked = self._issue(
            "LP-4", "Weigh it", description="Scenario: Heavy", labels={"nodes": [{"name": "notify"}]},
            relations={"nodes": [{"type": "blocks", "relatedIssue": {"identifier": "LP-9"}}]}, dueDate="2026-12-09",
        )  # fmt: skip
        blocked["inverseRelations"] = {"nodes": [{"type": "blocks", "issue": {"identifier": "LP-2"}}]}
        past = self._cycle("c19", 19, "2026-11-16", "2026-11-28", completedAt="2026-11-28T00:00:00.000Z")
        past |= {
            "issues": self._pages(
                "c19", [self._issue("LP-1", "Scan a parcel", state={"name": "Done", "type": "completed"})]
            ),
            "uncompletedIssuesUponClose": self._pages("c19", [left]),
        }
        coming = self._cycle(
            "c20", 20, "2026-11-30", "2026-12-12", name="Labels", description="Labels that can be read"
        )
        coming |= {
            "issues": self._pages("c20", [left, blocked, self._issue("LP-5", "Lift it")]),
            "uncompletedIssuesUponClose": self._pages("c20", []),
        }
        self.cycles = [past, coming]
        team = {"id": "team-1", "key": "LP", "name": "Last mile", "cycles": pages(self.cycles, 1)}
        team["members"] = pages(self.people, 1)
        self.graph = Graph("linear")
        known = {each["id"]: each for each in self.cycles}
        self.graph.root = {
            "viewer": {"id": "u1", "name": "Bot", "displayName": "Groundwork Bot"},
            "teams": lambda info, **given: pages([team] if given["filter"]["key"]["eq"] == "LP" else [], 1)(info),
            "team": lambda _info, **_given: team,
            "cycle": lambda _info, **given: known[given["id"]],
            "issues": self._found,
            "issueCreate": self._create,
        }

    def _found(self, info: object, **given: Any) -> Any:
        wanted = given["filter"]["id"]["in"]
        return pages([each for each in self.made if each["id"] in wanted], 50)(info)

    def _issue(self, identifier: str, title: str, **fields: Any) -> dict[str, Any]:
        given: dict[str, Any] = {
            "id": f"id of {identifier}", "identifier": identifier, "title": title, "description": None,
            "url": f"https://linear.app/acme/issue/{identifier}", "estimate": None, "dueDate": None, "assignee": None,
            "state": {"name": "Todo", "type": "unstarted"}, "labels": {"nodes": []},
            "relations": {"nodes": []}, "inverseRelations": {"nodes": []},
        }  # fmt: skip
        return given | fields

    def _cycle(self, identity: str, number: int, start: str, end: str, **fields: Any) -> dict[str, Any]:
        given: dict[str, Any] = {
            "id": identity,
            "number": number,
            "name": None,
            "description": None,
            "completedAt": None,
        }
        return given | {"startsAt": f"{start}T00:00:00.000Z", "endsAt": f"{end}T00:00:00.000Z"} | fields

    def _pages(self, cycle: str, items: list[Any]) -> Any:
        def some(info: object, **arguments: Any) -> Any:
            if self.unreadable == cycle:
                raise Refusal("The cycle is being archived", "INTERNAL_SERVER_ERROR")
            return pages(items, self.page)(info, **arguments)

        return some

    def _create(self, _info: object, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        if any(each["id"] == input["id"] for each in self.made):
            raise Refusal("Entity Issue with this id already exists", "INPUT_ERROR")
        if not input.get("title"):
            raise Refusal("title must not be empty", "INPUT_ERROR")
        made = self._issue(
            f"LP-{100 + len(self.made)}", input["title"], id=input["id"], description=input["description"],
            assignee=next((each for each in self.people if each["id"] == input.get("assigneeId")), None),
        )  # fmt: skip
        self.made.append(made)
        return {"success": True, "issue": made, "lastSyncId": 1.0}

    def checked(self, request: Request) -> Reply:
        if request.headers.get("authorization") != self.token:
            error = {
                "message": "Authentication required, not authenticated",
                "extensions": {"code": "AUTHENTICATION_ERROR"},
            }
            return Reply(401, {"errors": [error]})
        if (request.method, request.path) != ("POST", "/graphql"):
            self.problems.append(f"{request.method} {request.path}")
        return self.graph.answer(request, self.problems)
