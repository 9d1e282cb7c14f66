"""How far a page of notes was read: which part its headings opened, and what stands in the columns of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chat import Person
from bot.retros.extraction.faces import face_of
from bot.retros.extraction.headings import Names, bare, looks_like_heading
from bot.retros.extraction.log import Remark, Section, called
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.sections import heading_of

BULLET = re.compile(
    r"^(?P<indent>\s*)(?P<mark>[·・•●○▪◦](?=\S)|[-*+•–—‣▪◦·・●○►▸➤✦❖](?=\s)|\d{1,2}[.)](?=\s)|\(?[a-z]\)(?=\s)|"
    r"\[[ xX]?\](?=\s))\s*(?P<rest>\S.*)$"
)
HASHES = re.compile(r"^\s{0,3}(?P<level>#{1,6})\s+(?P<rest>\S.*)$")
_BOLD = re.compile(r"^\s*(?:\*\*|__|\*|_)(?=\S)(?P<rest>[^*_]+)(?:\*\*|__|\*|_)\s*:?\s*(?P<after>.*)$")


_LONGEST = 80
_EXPLAINED = re.compile(r"^\W*(?:\w[\w'’-]*\W+){1,3}\((?P<what>[^()]{2,30})\)\W*$")
"""A heading of its own kind says in brackets what it stands for: "Orange leaves (change)"."""
_WITH_OWNERS = re.compile(
    r"^[^()]{3,60}\((?:with (?:owners?|names?)|mit (?:verantwortlichen?|namen)|(?:who|wer)\b[^()]{0,20})\)\W*$",
    re.IGNORECASE,
)
"""A heading that says that those who do it stand behind what is to be done."""


@dataclass(slots=True)
class Page:
    """How far a page of notes was read: the sections that its headings opened, and the table it is in.

    `parents` are the items with items below them, `titles` the lines that stand over lists, `people` the names of those
    who may have a list of their own, `owner` is whose list it is in. `fenced`: the rows of the table begin with a line.
    `turned`: a sentence turned to the part that it is in.
    `plain` are the lines that are notes of their own with no mark before them, `cards` those of a word or two.
    """

    section: Section | None = None
    levels: list[tuple[int, Section | None]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    names: Names = field(default_factory=dict)
    parents: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    people: Sequence[Person] = ()
    fenced: bool = False
    plain: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    turned: bool = False
    owner: str = ""
    owned_from: int = 0

    def belongs_to(self, name: str, indent: int) -> None:
        """The items deeper than this one are somebody's."""
        self.owner, self.owned_from = name, indent

    def leave(self, row: str) -> None:
        """An item that stands no deeper than the name of an owner is not theirs."""
        bullet = BULLET.match(row)
        if bullet is None or len(bullet["indent"].expandtabs(4)) <= self.owned_from:
            self.owner = ""

    def named(self, text: str) -> Section | None:
        """The section that a heading opens."""
        if _WITH_OWNERS.search(text):
            return "actions"
        explained = _EXPLAINED.search(text) if len(text) <= _LONGEST else None
        inside = heading_of(explained["what"]) if explained else None
        by_words = heading_of(text) or (inside if inside in OPINIONS else None)
        return by_words or face_of(text) or self.names.get(bare(text))

    def open(self, level: int, section: Section | None) -> None:
        """A heading: a deeper one of no known name stays in the section around it."""
        self.owner = ""
        self.levels = [each for each in self.levels if each[0] < level]
        around = self.levels[-1][1] if self.levels else None
        self.levels.append((level, section or around))
        self.section = section or around
        self.turned = False


def open_heading(row: str, page: Page, remark: Remark) -> bool:
    """Whether a row is a heading; then the page is in its section."""
    text = row.strip()
    parent = remark.id in page.parents
    hashes, bold, bullet = HASHES.match(row), _BOLD.match(row), BULLET.match(row)
    if hashes:
        page.open(len(hashes["level"]), page.named(hashes["rest"]))
        _give(page, hashes["rest"], -1)
        return True
    if bullet and parent and any(bare(bullet["rest"]) == each.name.casefold() for each in page.people):
        _give(page, bullet["rest"], len(bullet["indent"].expandtabs(4)))
        return True
    if bullet and remark.id in page.titles:
        page.open(5, page.named(bullet["rest"]))
        return True
    section = page.named(text)
    if bullet and parent and (opened := page.named(bullet["rest"])):
        page.open(6 + len(bullet["indent"]), opened)
        return True
    if bold and (not bold["after"].strip() or _VOTES.match(bold["after"])):
        page.open(4, section)
        _give(page, bold["rest"], -1)
        return True
    if section and bullet and not text.endswith(":") and not re.match(r"\s*\d", bullet["mark"]):
        return False
    if section or (bullet and re.match(r"\d", bullet["mark"]) and heading_of(bullet["rest"])):
        page.open(5 if not bullet else 6, section or heading_of(bullet["rest"] if bullet else text))
        return True
    if page.section and remark.id in page.cards:
        return False
    if looks_like_heading(text, bullet) or (not bullet and remark.id in page.titles):
        page.open(5, None)
        page.section = None
        return True
    return False


_VOTES = re.compile(r"^\W*\d+ ?(?:x|votes?|dots?|points?|stimmen?|punkte?)\W*$", re.IGNORECASE)
_WHOSE = re.compile(r"@?(?P<who>[^\W\d_][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)?)")


def _give(page: Page, title: str, indent: int) -> None:
    """A heading that is one of the people's names: the tasks below it are theirs."""
    who = _WHOSE.fullmatch(title.strip(" *_:"))
    if page.section == "actions" and who and (title.startswith("@") or called(who["who"], page.people)):
        page.belongs_to(who["who"], indent)
