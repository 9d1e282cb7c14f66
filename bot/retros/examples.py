"""Remarks of retrospectives with what they are: a remark with no telling word is taken for what it is most like."""

from __future__ import annotations

from bot.retros.opinions import Opinion

EXAMPLES: tuple[tuple[Opinion | None, tuple[str, ...]], ...] = (
    (
        "went_well",
        (
            "the release on Monday", "mob programming with the new people", "customers gave us five stars", "we hit every goal of the sprint",
            "the new test setup", "release notes were ready before anyone asked", "pairing across teams", "Maria jumped in when I was ill",
            "support had a quiet week", "we answered every customer within a day", "the demo got applause", "I felt safe asking stupid questions",
            "all stories were accepted", "onboarding took two days instead of two weeks", "deployments are boring now, in a good way",
            "error rate is at its lowest since spring", "stand-ups are short and to the point", "refinement was well prepared",
            "the workshop brought everybody onto one page", "we said no to three requests and stayed focused", "team spirit is strong",
            "Ahmed's document about the payment flow", "planning was done in an hour", "the migration ran over night and nobody noticed",
            "trunk based development pays off", "the whole team was at the customer's site", "reviews come back within hours",
            "we closed forty old tickets", "two interns found their feet quickly", "the feature flag let us switch it off in a second",
        ),
    ),
    (
        "to_improve",
        (
            "the build takes half an hour", "tickets change in the middle of the sprint", "two people had to leave the project", "I had no one to ask",
            "the designs arrived after we had started", "three teams edit the same file", "meetings eat the whole morning",
            "the staging database has data from 2019", "product was on holiday and questions piled up", "we carry five stories over every time",
            "documentation is spread over four wikis", "everything depends on one person", "support tickets land on developers directly",
            "the estimate was three days, it became three weeks", "deployments need four approvals", "the API changed under us",
            "alerts go off all night", "access to production takes a week", "acceptance criteria leave room for guessing",
            "refinement is always skipped when things get busy", "we work on seven things in parallel", "legal came in at the last moment",
            "QA gets everything on the last day", "the office is loud", "requirements come by phone and are written down by nobody",
            "decisions are made in private chats", "the VPN drops every hour", "I was on call three weekends in a row",
            "old browsers cost us a day each release", "half of the stories had no designer", "we test by hand before each release",
        ),
    ),
    (
        "ideas",
        (
            "a shared calendar for absences", "rotate the facilitator", "pair with support one day a month", "write the release note in the ticket",
            "a checklist for new services", "invite the customer to the review", "limit work in progress to three", "record the demos",
            "a day without meetings", "automate the changelog", "put the definition of done on the wall", "time-box discussions to ten minutes",
            "one channel for all questions", "swap review partners each sprint", "keep a decision log", "start with the riskiest story",
            "talk to a real user every sprint", "use the same names in code and in tickets", "a glossary for the domain", "run the slow tests at night",
        ),
    ),
    (
        None,
        (
            "who is next?", "can you hear me?", "I will share my screen", "see you tomorrow", "the meeting is at ten", "I'm back in five minutes",
            "deployed to test", "reviewed, two comments", "which ticket is that?", "it's in the backlog", "here is the link to the board",
            "the branch is merged", "let me check", "we have ten minutes left", "thanks for the update", "I'm in the other call", "lunch?",
            "vote with a thumb", "next topic", "the build is green", "turning the flag on for ten percent", "I'm out on Friday", "happy birthday",
            "looking at the logs", "you can find it in the wiki", "same for me", "it was because of the time zone", "since the last update",
            "the customer asks whether it can be split", "rebasing", "on the third floor", "at two o'clock", "that is in progress",
            "we are all here", "please add your notes", "I agree with that", "the order is by votes", "what do you mean?", "the flag is called new_checkout",
        ),
    ),
)  # fmt: skip
