"""Roles come out of however people name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.roles import as_role, match_role, mentioned_roles, role_names


@pytest.mark.parametrize(
    ("answer", "roles"),
    [
        ("Support agents mostly, about 20 of them, and sometimes customers who call in", ("support agent", "customer")),
        ("agents", ("agent",)),
        ("mainly me and the other dispatchers", ("dispatcher",)),
        ("- nurses\n- ward managers\n- 3 admins", ("nurse", "ward manager", "admin")),
        ("1) payroll clerks 2) managers", ("payroll clerk", "manager")),
        ("Priya from finance, the HR team and Peter", ("HR team member",)),
        ("sometimes auditors, but mostly clerks", ("clerk", "auditor")),
        ("we have about 40 store managers and 3 regional managers", ("store manager", "regional manager")),
        ("Drivers mostly but also the depot", ("driver",)),
        (
            "field technicians on their phones, dispatchers in the office on a big screen",
            ("field technician", "dispatcher"),
        ),
        ("heads of department", ("head of department",)),
        ("QA engineers, DevOps, product managers", ("QA engineer", "product manager")),
        ("Volunteers at the food bank; the coordinator (Sam)", ("volunteer", "coordinator")),
        ("Accounting and sales", ("accounting team member", "sales team member")),
        (
            "I think mainly the clerks who process the claims, they are the ones who suffer. And auditors, "
            "once a year.",
            ("clerk", "auditor"),
        ),
        ("external auditors, twice per year", ("external auditor",)),
        ("everyone in the company", ()),
        ("me", ()),
        ("", ()),
        ("{{7*7}} 🙂", ()),
    ],
)
def test_roles_are_singular_and_most_important_first(answer: str, roles: tuple[str, ...]) -> None:
    assert role_names(answer) == roles


def test_a_short_name_means_the_only_role_it_can_mean() -> None:
    assert match_role("the agents", ("support agent", "customer")) == "support agent"
    assert match_role("managers", ("store manager", "regional manager")) is None
    assert match_role("accounting", ("accountant",)) == "accountant"
    assert match_role("printer", ("support agent",)) is None


def test_a_group_is_one_of_its_members() -> None:
    assert as_role("the HR team") == "HR team member"
    assert as_role("Support Agents") == "support agent"


def test_roles_are_found_in_the_order_of_their_mention() -> None:
    assert mentioned_roles("the customer calls an agent", ("support agent", "customer")) == (
        "customer",
        "support agent",
    )


@given(st.text(max_size=300))
def test_a_role_never_holds_a_number_or_an_article(answer: str) -> None:
    for role in role_names(answer):
        assert not any(char.isdigit() for char in role)
        assert role.split()[0] not in {"a", "an", "the"}
        assert role == " ".join(role.split())
