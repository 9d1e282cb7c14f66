"""An Azure DevOps with the project Parcels and two iterations of its team."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import unquote

from tests.trackers.double import TOKEN, Reply, Request, TrackerDouble
from tests.trackers.strict import Description

_CRITERIA = "Microsoft.VSTS.Common.AcceptanceCriteria"


def work_item(number: int, title: str, **fields: Any) -> dict[str, Any]:
    given = {"System.Title": title, "System.State": "New", "System.WorkItemType": "User Story"}
    return {"id": number, "fields": {**given, **fields}}


class AzureDouble(TrackerDouble):
    """`hidden` are items that the token may not see, `required` fields that every item needs."""

    def __init__(self) -> None:
        super().__init__()
        self.token = TOKEN
        self.hidden: set[int] = set()
        self.required: list[str] = []
        self.may_write = True
        self._description = Description("azure")
        self.iterations = [
            _iteration("i19", "Sprint 19", "2026-11-16", "2026-11-27", "past"),
            _iteration("i20", "Sprint 20", "2026-11-30", "2026-12-11", "future"),
            {
                "id": "i21",
                "name": "Later",
                "path": "Parcels\\Later",
                "attributes": {"startDate": None, "finishDate": None, "timeFrame": "future"},
            },
        ]
        self.standing = {"i19": [1], "i20": [2, 3], "i21": []}
        self.items = {
            1: work_item(1, "Scan a parcel", **{"System.State": "Closed"}),
            2: work_item(
                2, "Print the label",
                **{
                    "System.AssignedTo": {"displayName": "Ana", "uniqueName": "ana@acme.example"},
                    "Microsoft.VSTS.Scheduling.StoryPoints": 5.0, "System.Tags": "notify; first",
                    _CRITERIA: "<div>The label can be read</div><div>It sticks</div>",
                },
            ),
            3: work_item(3, "Weigh it"),
        }  # fmt: skip

    def checked(self, request: Request) -> Reply:
        wanted = base64.b64encode(f":{self.token}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {wanted}":
            return Reply(203, "<html>Sign in to Azure DevOps</html>")
        self.problems += self._description.problems(
            request.method, request.path, request.query, request.body, request.headers.get("content-type", "")
        )
        reply = self._reply(request)
        if reply.status < 300:
            self.problems += self._description.wrong_answer(request.method, request.path, reply.status, reply.body)
        return reply

    def _reply(self, request: Request) -> Reply:
        path = unquote(request.path)
        if path == "/acme/Parcels/Parcels Team/_apis/work/teamsettings/iterations":
            return Reply(200, {"count": len(self.iterations), "value": self.iterations})
        if path == "/acme/_apis/projects/Parcels/teams/Parcels Team/members":
            names = {"ana@acme.example": "Ana Ruiz", "tom@acme.example": "Tom Berg"}
            people = [
                {"identity": {"id": each, "uniqueName": each, "displayName": name}} for each, name in names.items()
            ]
            return Reply(200, {"count": len(people), "value": people})
        if path.endswith(("/workitemtypes/Task/states", "/workitemtypes/User Story/states")):
            kinds = {"New": "Proposed", "Active": "InProgress", "Closed": "Completed", "Removed": "Removed"}
            states = [{"name": name, "category": category} for name, category in kinds.items()]
            return Reply(200, {"count": len(states), "value": states})
        if found := re.search(r"/iterations/(\w+)/workitems$", path):
            links: list[dict[str, Any]] = [
                {"rel": None, "source": None, "target": {"id": each}} for each in self.standing[found[1]]
            ]
            links += [{"rel": "System.LinkTypes.Hierarchy-Forward", "source": {"id": 2}, "target": {"id": 9}}]
            return Reply(200, {"workItemRelations": links})
        if path.endswith("/workitemsbatch"):
            value = [self._seen(each, request.body["fields"]) for each in request.body["ids"]]
            return Reply(200, {"count": len(value), "value": value})
        if path.endswith("/wiql"):
            return self._query(request.body["query"])
        if "/_apis/wit/workitems/$" in path:
            return self._make(path.rpartition("$")[2], request)
        return Reply(404, {"message": "VS800075: The project does not exist."})

    def _seen(self, number: int, fields: list[str]) -> dict[str, Any] | None:
        if number in self.hidden or number not in self.items:
            return None
        item = self.items[number]
        return {"id": number, "fields": {name: value for name, value in item["fields"].items() if name in fields}}

    def _query(self, query: str) -> Reply:
        found = re.search(r"\[System\.Tags\] CONTAINS '(groundwork-\w+)'", query)
        if found is None or "[System.TeamProject] = @project" not in query:
            self.problems.append(f"no query that is known here: {query}")
            return Reply(400, {"message": "TF51006: The query statement is missing a clause."})
        hits = [
            each["id"] for each in self.items.values() if found[1] in each["fields"].get("System.Tags", "").split("; ")
        ]
        return Reply(
            200, {"queryType": "flat", "workItems": [{"id": each, "url": f"{self.url}/{each}"} for each in hits]}
        )

    def _make(self, kind: str, request: Request) -> Reply:
        if not self.may_write:
            return Reply(403, {"message": "TF401027: You need the Work Item Write permission."})
        fields = {each["path"].removeprefix("/fields/"): each["value"] for each in request.body}
        missing = [each for each in self.required if each not in fields]
        if missing:
            errors = [{"fieldReferenceName": each, "fieldStatusFlags": "required, invalidEmpty"} for each in missing]
            message = "TF401320: Rule Error for field Team. Error code: Required, InvalidEmpty."
            return Reply(400, {"message": message, "customProperties": {"RuleValidationErrors": errors}})
        made = work_item(100 + len(self.items), "", **{"System.WorkItemType": kind, **fields})
        if request.query.get("validateOnly") != "true":
            self.items[made["id"]] = made
        return Reply(200, made)


def _iteration(identity: str, name: str, start: str, end: str, frame: str) -> dict[str, Any]:
    dates = {"startDate": f"{start}T00:00:00Z", "finishDate": f"{end}T00:00:00Z", "timeFrame": frame}
    return {"id": identity, "name": name, "path": f"Parcels\\{name}", "attributes": dates}
