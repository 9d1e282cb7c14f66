"""The settings about people's data and rights: for how long what is kept, and who may do what."""

from __future__ import annotations

import yaml
from pydantic import Field, ValidationInfo, field_validator

from bot import yaml_text
from bot.access import ACTS, ROLES, Access, Act, Role
from bot.config.file import listed, near
from bot.config.model import ModelKeys, Section, wrong
from bot.privacy.retention import Keep

_KEPT = Keep()


class Retention(Section):
    """For how many days what is kept, after it was last touched. None: for good."""

    interviews: int | None = _KEPT.interviews
    stories: int | None = _KEPT.stories
    digests: int | None = _KEPT.digests
    retros: int | None = _KEPT.retros
    actions: int | None = _KEPT.actions
    summaries: int | None = _KEPT.summaries
    teams: int | None = _KEPT.teams
    others: int | None = _KEPT.others
    turns: int | None = _KEPT.turns
    model_calls: int | None = _KEPT.model_calls
    platform_facts: int | None = _KEPT.platform_facts
    votes: int | None = _KEPT.votes
    schedules: int | None = _KEPT.schedules
    audit: int | None = _KEPT.audit

    @field_validator("*", mode="before")
    @classmethod
    def _days(cls, given: object, info: ValidationInfo) -> object:
        if given in {None, "", "none"}:
            return None
        if isinstance(given, bool) or not str(given).isdecimal() or int(str(given)) < 1:
            raise wrong(
                f"`retention.{info.field_name}` should be a number of days.", "Leave it empty to keep it for good."
            )
        return int(str(given))


class AccessKeys(Section):
    """Who has which role, by id or group; who everybody else is; who may do what; and where it may be used."""

    admins: list[str] = Field(default=[])
    scrum_masters: list[str] = Field(default=[])
    members: list[str] = Field(default=[])
    guests: list[str] = Field(default=[])
    owners: str = ""
    everybody_else: str = "member"
    may: dict[str, list[str]] = Field(default={})
    places: list[str] = Field(default=[])

    @field_validator("admins", "scrum_masters", "members", "guests", "places", mode="before")
    @classmethod
    def _ids(cls, given: object, info: ValidationInfo) -> object:
        given = _as_yaml(given) or []
        given = [given] if isinstance(given, str) else given
        if not isinstance(given, list) or not all(isinstance(each, str | int) for each in given):
            raise wrong(f"`access.{info.field_name}` should be a list of ids.", "Write it as [U024BE7LH, U024BE7LJ].")
        return [str(each) for each in given]

    @field_validator("everybody_else", "owners", mode="before")
    @classmethod
    def _role(cls, given: object, info: ValidationInfo) -> object:
        return "" if info.field_name == "owners" and not given else _known_role(given)

    @field_validator("may", mode="before")
    @classmethod
    def _acts(cls, given: object) -> object:
        given = _as_yaml(given) or {}
        if not isinstance(given, dict) or not all(isinstance(each, list) for each in given.values()):
            raise wrong("`access.may` should be acts, each with a list of roles.", "Write `approve: [scrum master]`.")
        for act in given:
            if act not in ACTS:
                close = near(str(act), list(ACTS))
                mend = f"Did you mean `{close}`?" if close else f"It can be {listed(list(ACTS), last='or')}."
                raise wrong(f"`{act}` isn’t something that is asked for in `access.may`.", mend)
        return {act: [_known_role(role) for role in roles] for act, roles in given.items()}

    @property
    def rules(self) -> Access:
        """The same, as the router asks it. Who is in two lists has the role with more rights."""
        lists: tuple[tuple[list[str], Role], ...] = (
            (self.guests, "guest"),
            (self.members, "member"),
            (self.scrum_masters, "scrum master"),
            (self.admins, "admin"),
        )
        roles: dict[str, Role] = {each: role for ids, role in lists for each in ids}
        may: dict[Act, tuple[Role, ...]] = {
            act: tuple(role for role in ROLES if role in self.may[act]) for act in ACTS if act in self.may
        }
        otherwise = next(role for role in ROLES if role == self.everybody_else)
        owners = next((role for role in ROLES if role == self.owners), None)
        return Access(roles=roles, owners=owners, otherwise=otherwise, may=may, places=tuple(self.places))


class TrustKeys(ModelKeys):
    """What config.yaml may say about people's data and rights."""

    retention: Retention = Retention()
    access: AccessKeys = AccessKeys()


def _known_role(given: object) -> str:
    role = str(given).replace("_", " ").casefold()
    role = role if role in ROLES else role.removesuffix("s")
    if role not in ROLES:
        close = near(role, list(ROLES))
        mend = f"Did you mean `{close}`?" if close else f"There is {listed(list(ROLES))}."
        raise wrong(f"`{given}` isn’t a role.", mend)
    return role


def _as_yaml(given: object) -> object:
    """What came from the environment is written as in the file."""
    if not isinstance(given, str):
        return given
    try:
        return yaml_text.load(given)
    except yaml.YAMLError:
        return given
