"""Which right everything takes that somebody can type, press or fill in: one table for words, buttons and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.access import Act

Rights = Mapping[str, Act | None]


def _all(act: Act | None, words: str) -> Rights:
    return dict.fromkeys(words.split(), act)


def _table(*parts: Rights) -> Rights:
    return {deed: act for part in parts for deed, act in part.items()}


RIGHTS: Mapping[str, Rights] = {
    "interview": _table(_all("start", "new"), _all(None, "add resume")),
    "stories": _table(
        _all("start", "new"),
        _all("approve", "approve edit regenerate anew keep drop"),
        _all("export", "export"),
        _all(None, "show stories"),
    ),
    "file": _table(_all("start", "begin sum"), _all("approve", "add drop"), _all(None, "use")),
    "sharing": _all("approve", "all here"),
    "map": _table(_all("start", "new invite"), _all(None, "tell told decline")),
    "health": {},
    "report": _all(None, "usable corrected"),
    "assess": _table(_all("start", "begin close cancel"), _all(None, "answer results help")),
    "context": _all(None, "up down"),
    "digest": _table(_all("schedule", "set cron stop"), _all(None, "list now leave")),
    "retro": _table(
        _all("start", "start"),
        _all("export", "export"),
        _all(
            None,
            "note vote mood move rename merge remark act turn topic timer public accept take assign back done still "
            "use reopen later drop snooze reword date add undo next reveal action actions list board help close",
        ),
    ),
    "retro-summary": _table(
        _all("start", "make keep send edit edited discard"),
        _all("schedule", "set cron stop"),
        _all(None, "list help leave"),
    ),
    "ceremony": _table(
        _all("schedule", "setup add edit remove move good skip pause resume undo set digest-set digest-stop"),
        _all(None, "list next help changes calendar checkin where told no digest-list digest-now"),
    ),
    "tracker": _table(_all("export", "preview create leave"), _all(None, "state")),
    "privacy": _all(None, "forget keep"),
    "settings": {},
}
"""By feature and deed, the right that it takes; None: everybody’s. A button whose deed isn’t here does nothing.

A deed is the second word of a button’s or a form’s id, `stories:approve:…`, and the same word where it is typed.
"""


def known(feature: str, deed: str) -> bool:
    """Whether there is such a deed."""
    return deed in RIGHTS.get(feature, {})


def right_to(feature: str, deed: str) -> Act | None:
    """The right that it takes; KeyError where nobody decided."""
    return RIGHTS[feature][deed]


def deed_in(picked: str) -> str:
    """The deed in the id of a button or a form."""
    return [*picked.split(":"), ""][1]


def every() -> Iterable[tuple[str, str, Act | None]]:
    """All of it: feature, deed, right."""
    return ((feature, deed, act) for feature, rights in RIGHTS.items() for deed, act in rights.items())
