"""Words that people in software delivery use for the same thing: a question in one finds a document in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

_SAME = """
authentication, auth, authn, login, log in, sign in, signin
authorization, authz, permission, access right, allowed
single sign-on, single sign on, sso
two-factor, second factor, two-factor authentication, 2fa, mfa, multi-factor
identity provider, idp
oidc, openid connect
personal data, personally identifiable information, pii, gdpr
database, db, datastore
postgresql, postgres, pg
kubernetes, k8s
text message, sms, text
notification, message, alert
e-mail, email, mail
deploy, deployment, release, ship, rollout
roll back, rollback, revert, undo
outage, incident, downtime, postmortem
on call, on-call, pager, paged
out of memory, oom
certificate, cert, tls, ssl
proof of concept, poc, prototype
acceptance criteria, ac
definition of done, dod
continuous integration, ci
continuous delivery, continuous deployment, cd
pull request, merge request, pr, mr
code review, review
repository, repo
dependency, library, package, module
configuration, config, settings
environment variable, env var
feature flag, feature toggle, flag, toggle
queue, broker, message bus
event, publish, subscribe
dead letter queue, dlq
retry, retries, try again
cache, cached, caching
rate limit, throttle, throttling, quota
latency, response time, slow
throughput, load, requests per second
backup, restore, recovery, disaster recovery
standby, replica, failover, switchover
primary, leader, master
encrypt, encryption, cipher
secret, credential, password, api key
delete, remove, erase, erasure
vulnerability, weakness, cve, security hole
breach, leak
customer, client, end user
employee, staff, colleague
new hire, onboarding, new starter
price, cost, fee, charge
invoice, bill, billing
contract, agreement, terms
screen reader, accessibility, a11y, wcag
internationalisation, internationalization, i18n, localization, localisation, l10n
unsubscribe, opt out, opt-out
service level objective, slo
service level agreement, sla
minimum viable product, mvp
user interface, ui
developer, engineer, programmer
decision, decided, chose, choice
superseded, replaced, supersedes
architecture decision record, adr
product requirements document, prd
sprint, iteration
retrospective, retro
scale, scaling, scalability, capacity
authorise, authorize, approve, approval
mistake, error, bug, defect
duplicate, idempotent, idempotency
expired, expires, expiry
retention, retain, keep
mobile, phone, smartphone
uninstall, remove
offline, no connection, disconnected
leaver, offboarding
"""
"""One group a line. Kept general: a team's own words belong into its glossary, which is read as well."""


_BRITISH = re.compile(r"(?P<stem>[a-z]{3,})is(?P<end>e|es|ed|ing|er|ers|ation|ations)")
_ALWAYS_ISE = re.compile(
    r"(?:adv|dev|rev|superv|improv|telev|prec|conc|exc|inc|exerc|surpr|enterpr|compr|compromis|prom|prem|comprom|desp|"
    r"advert|expert|franch|merchand|parad|treat|disgu|other|like|clock)|.*(?:w|[aou])"
)


def one_spelling(word: str) -> str:
    """`optimisation` as `optimization`: the same word in British and American English is one word to a search."""
    found = _BRITISH.fullmatch(word)
    if found is None or _ALWAYS_ISE.fullmatch(found["stem"]):
        return word
    return f"{found['stem']}iz{found['end']}"


@cache
def _groups() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in _SAME.strip().splitlines():
        group = tuple(each.strip() for each in line.split(","))
        for each in group:
            found.setdefault(each, []).append(group)
    return {each: tuple(groups) for each, groups in found.items()}


def same_words(text: str) -> Iterable[str]:
    """Other words for what a text names, in the order of the text; a longer name hides the shorter ones inside it."""
    words = re.findall(r"[\w-]+", text.lower())
    groups = _groups()
    at = 0
    while at < len(words):
        for length in (4, 3, 2, 1):
            name = " ".join(words[at : at + length])
            known = groups.get(name) or groups.get(name.removesuffix("s")) or groups.get(name.removesuffix("ed"))
            if known and len(words[at : at + length]) == length:
                for group in known:
                    yield from (each for each in group if each not in {name, name.removesuffix("s")})
                at += length - 1
                break
        at += 1


_TABLE_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_OTHERS = re.compile(
    r"^(?:not|never|synonyms?|also|also called|aka|other words?|avoid|instead of|formerly)\b", re.IGNORECASE
)
_ALSO = re.compile(
    r"^[^\S\n]*+[-*]?[^\S\n]*+\**+(?P<term>\w[\w -]{1,29}?)\**[^\S\n]*(?::|–|—|-)\s"
    r"[^\n]*?\b(?:also called|also known as|aka|formerly)\s+"
    r"[\"“']?(?P<other>[\w -]{2,30}?)[\"”']?(?=[.,;)\n]|$)",
    re.MULTILINE | re.IGNORECASE,
)


def glossary(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """What a team's glossary calls the same: a table with a column such as “not” or “also”, or “… also called …”."""
    same: dict[str, set[str]] = {}

    def note(term: str, others: Iterable[str]) -> None:
        names = [name for name in (" ".join(each.split()).lower() for each in (term, *others)) if 1 < len(name) < 40]  # noqa: PLR2004 (a name, not a sentence)
        for name in names:
            same.setdefault(name, set()).update(other for other in names if other != name)

    for text in texts:
        rows = [
            [cell.strip().strip("*`_") for cell in found[1].split("|")]
            for found in map(_TABLE_ROW.match, text.split("\n"))
            if found
        ]
        columns = [at for at, name in enumerate(rows[0]) if at and _OTHERS.match(name)] if rows else []
        for row in rows[2:]:
            for at in columns:
                if at < len(row) and row[at]:
                    note(row[0], re.split(r"[,;/]", row[at]))
        for found in _ALSO.finditer(text):
            note(found["term"], [found["other"]])
    return {name: frozenset(others) for name, others in same.items()}
