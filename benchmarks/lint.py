"""How many stories a second are linted, set rules included."""

from __future__ import annotations

from itertools import cycle, islice, product
from time import perf_counter

from bot.stories.lint.linter import lint_backlog

STORIES = 1_600
_ROLES = ("clerk", "support agent", "HR manager", "nurse on a ward", "data analyst", "shop owner", "visitor", "admin")
_WANTS = (
    "to see the open {thing} of a customer",
    "to be able to edit and delete {thing}",
    "a tool that can sort {thing} by date and alert me when one is late",
    "the {thing} to be checked automatically (see the handbook) before they are sent",
    "to easily find various {thing}",
    "to export all {thing} as a CSV file and to print some of them",
    "to be notified when {thing} change",
    "to manage {thing}",
)
_THINGS = ("orders", "invoices", "appointments", "delivery notes", "access rights", "price lists", "complaints")
_REASONS = (
    ", so that I don't have to ask for them",
    " so that nobody waits at the desk for more than five minutes",
    ", so I can close the month on time",
    " in order to answer questions on the phone",
    "",
)


def main() -> list[tuple[str, str]]:
    """One row: a backlog of 1,600 varied stories, linted once as a set."""
    mixed = product(_WANTS, _THINGS, _ROLES, _REASONS)
    texts = [
        f"As a {role}, I want {want.format(thing=f'{thing} of plant {number % 97}')}{reason}."
        for number, (want, thing, role, reason) in enumerate(islice(cycle(mixed), STORIES))
    ]
    lint_backlog(texts[:50])
    start = perf_counter()
    linted = lint_backlog(texts)
    seconds = perf_counter() - start
    findings = sum(len(story.findings) for story in linted)
    return [
        (
            f"Lint, {STORIES:,} stories as one backlog ({findings:,} findings)",
            f"{seconds:.2f} s, {STORIES / seconds:,.0f} stories/s",
        )
    ]


if __name__ == "__main__":
    for what, figure in main():
        print(f"{what}: {figure}")
