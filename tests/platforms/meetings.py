"""A retro, its actions, its summary and a team's ceremonies, as talks that must read the same on every platform.

A board is one post that is kept up to date, and some answers are for one person only. So what is held against what is
neither the list of posts nor their number, but what everybody sees in the end and what each person sees besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chat import Post
from tests.dialog import Bot, StraightRoad

Step = tuple[str, str]
"""Who does what: they type it, or after `> ` press what this stands on, in the newest post that has it."""

RETRO: Sequence[Step] = (
    ("Priya", "/retro start --votes 2 Sprint 19"),
    ("Priya", "/retro list"),
    ("Tom", "/retro add stop: Friday deploys 🙂"),
    ("Tom", "/retro add stop: deploys on Fridays"),
    ("Priya", "/retro add start: {{7*7}} <b>&amp;</b> *x* _y_ `z`"),
    ("Priya", "retro add The build takes 40 minutes"),
    ("Priya", "/retro add continue: oops"),
    ("Priya", "/retro undo"),
    ("Tom", "/retro vote 1"),
    ("Priya", "/retro next"),
    ("Tom", "/retro list"),
    ("Tom", "/retro add continue: late, but short dailies"),
    ("Priya", "/retro move 99 to 1"),
    ("Priya", "/retro move 4 to Slow builds"),
    ("Tom", "/retro rename 2 Odd signs"),
    ("Priya", "/retro next"),
    ("Tom", "/retro vote 1 1 1"),
    ("Tom", "/retro vote 1 1"),
    ("Priya", "/retro vote 1"),
    ("Priya", "/retro vote 77"),
    ("Priya", "/retro next"),
    ("Priya", "/retro topic"),
    ("Tom", "/retro topic lunch"),
    ("Tom", "/retro remark Nobody is here on Saturday"),
    ("Tom", "/retro timer soon"),
    ("Tom", "/retro action Freeze deploys on Fridays @me by 18 December 2099"),
    ("Tom", "/retro action Someone should fix the build"),
    ("Tom", "/retro action Name a deputy @me by 3 March 2020"),
    ("Priya", "/retro next"),
    ("Priya", "/retro actions"),
    ("Tom", "/retro close"),
    ("Priya", "/retro close"),
    ("Tom", "/retro export md"),
    ("Tom", "/retro done A-1"),
    ("Tom", "/retro done A-1"),
    ("Priya", "/retro take A-2"),
    ("Priya", "/retro snooze A-2 1 March 2099"),
    ("Priya", "/retro drop A-2"),
    ("Priya", "/retro drop A-2 because the build is fast now"),
    ("Tom", "/retro actions"),
    ("Priya", "/retro add start: something for the inbox"),
    ("Priya", "/retro board"),
    ("Tom", "/retro start Sprint 20"),
    ("Tom", "/retro add - Stop – late reviews"),
    ("Tom", "/retro next"),
    ("Priya", "/retro back"),
    ("Tom", "/retro banana"),
    ("Tom", "/retro help"),
)
SUMMARIES: Sequence[Step] = (
    ("Priya", "/retro-summary help"),
    ("Priya", "/retro-summary every 2 weeks on Friday 15:00"),
    ("Tom", "/retro-summary list"),
    ("Priya", "/retro-summary cron 0 16 * * 5 with draft"),
    ("Tom", "> No, leave it"),
    ("Priya", "/retro-summary cron 0 16 * * FRI"),
    ("Tom", "> Yes, set it"),
    ("Tom", "/retro-summary cron 0 16 * * FRY"),
    ("Tom", "/retro-summary list"),
    ("Tom", "/retro-summary after the retro with draft"),
    ("Tom", "/retro-summary stop 9"),
    ("Tom", "/retro-summary stop 1"),
    ("Tom", "/retro-summary list"),
)
CEREMONIES: Sequence[Step] = (
    ("Priya", "/ceremony next"),
    ("Priya", "/ceremony setup"),
    ("Priya", "/ceremony add Retrospective, Friday 14:00, 1 hour, last week, Room 5 🎉"),
    ("Tom", "/ceremony add Daily, weekdays 09:15, 15 minutes"),
    ("Tom", "/ceremony list"),
    ("Priya", "/ceremony next"),
    ("Priya", "/ceremony move retro to Thursday 15:00"),
    ("Tom", "> Yes, move it"),
    ("Tom", "/ceremony move retro to Thursday 15:00"),
    ("Tom", "/ceremony move retro to Thursday 09:15"),
    ("Priya", "> No, leave it"),
    ("Tom", "/ceremony move lunch to Friday"),
    ("Tom", "/ceremony next retro"),
    ("Tom", "/ceremony move retro to Friday 09:15 for good"),
    ("Priya", "> No, leave it"),
    ("Tom", "/ceremony skip tomorrow’s daily"),
    ("Tom", "/ceremony move retro to 4/12 14:00"),
    ("Tom", "/ceremony set retro before off"),
    ("Tom", "/ceremony skip retro"),
    ("Tom", "> Yes, leave it out"),
    ("Priya", "/ceremony pause until 7 January 2099"),
    ("Priya", "> Yes, pause"),
    ("Tom", "/ceremony next"),
    ("Tom", "/ceremony resume"),
    ("Tom", "/ceremony remove daily"),
    ("Tom", "/ceremony undo"),
    ("Tom", "/ceremony changes"),
    ("Priya", "/ceremony add Review, Sunday 10:00, 1 hour"),
    ("Priya", "> No, leave it"),
)
MEETINGS = (RETRO, SUMMARIES, CEREMONIES)


@dataclass
class Wall:
    """What is to be seen of a talk: by everybody, each post where it was first put, and by one person each."""

    everybody: list[Post] = field(default_factory=list)
    only: dict[str, list[Post]] = field(default_factory=dict)


def wall_of(bot: Bot, at: str) -> Wall:
    """What the straight road has put on the wall of a conversation so far."""
    road = bot.road
    assert isinstance(road, StraightRoad)
    wall, places = Wall(), dict[str, int]()
    for number, (address, post, _) in enumerate(road.platform.posts, 1):
        if address != at:
            continue
        if post.private_to:
            wall.only.setdefault(post.private_to, []).append(post)
        elif post.replaces:
            wall.everybody[places[post.replaces]] = post
        else:
            places[f"post {number}"] = len(wall.everybody)
            wall.everybody.append(post)
    return wall
