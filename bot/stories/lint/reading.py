"""What every rule looks at in one story: its parts, the words of the want with their places, and who asks."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from bot.language.nouns import article
from bot.language.text import shorten
from bot.language.verbs import base_form, could_be_noun, is_base, is_verb
from bot.stories.lint.lexicon_solutions import BUILDERS, EXAMINERS
from bot.stories.lint.parse import ParsedStory, parse_story
from bot.stories.rules import Finding, Severity

_ABILITY = re.compile(r"(?:have )?(?:the ability|the option|a way|the possibility)\b")
_TOKEN = re.compile(r"[^\W_]+(?:[''’\-/&+.#][^\W_]+)*|[,;:.&()]")
_BUILDER = re.compile(rf"(?:{BUILDERS})", re.IGNORECASE)
_EXAMINER = re.compile(rf"(?:{EXAMINERS})", re.IGNORECASE)
_TESTER = re.compile(r"\b(?:testers?|qa|quality\s+assurance|test\s+engineers?)\b", re.IGNORECASE)
# Where a role's own noun ends: "developer | of an online platform", "researcher | studying markets".
_ROLE_REST = re.compile(
    r"""\s+(?:(?:of|for|in|on|at|from|with|who|that|which)\b
    |(?!learning|testing|marketing|engineering|planning|modeling|mining|processing)\w+ing\s).*|,.*""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
ADVERBS = frozenset(
    """also always actually again already automatically even ever first further just never not now often once only
    potentially quickly rapidly really simply still then thereby therefore thus together too""".split()
)
DETERMINERS = frozenset(
    """a an the my our your his her its their this that these those it them me us him all any each every some no one
    two three both another other others what which who whether how where when if""".split()
)


class Token(NamedTuple):
    """A word or a mark of the want; `start` and `end` are places in the want's core."""

    text: str
    low: str
    start: int
    end: int


LONGEST = 4_000
"""Characters of a story that are read; patterns may take the square of it."""


class Reading:
    """One story, read once for all rules.

    `want_low` is the want in small letters, `core` the want without "to be able to", `tokens` are its words and marks,
    `main_at` the place of its first word that is no adverb, `main_verb` the base form of that word if it is a verb,
    `is_action` whether the role does it ("to export …"), as opposed to a thing, or somebody else's doing. What is
    longer than any story is read up to there: `text` is what was read, `whole` what was given.
    """

    def __init__(self, text: str) -> None:
        self.whole = text
        self.text = text[:LONGEST]
        self.story: ParsedStory = parse_story(self.text)
        self.core = self.story.core
        want = self.story.want or ""
        # Patterns that know small letters only are twice as fast; a letter that grows when lowered would shift places.
        self.want_low = want.lower() if len(want.lower()) == len(want) else want
        self.tokens = tuple(
            Token(match.group(), match.group().lower().replace("’", "'"), match.start(), match.end())
            for match in _TOKEN.finditer(self.core)
        )
        self.main_at = 0
        while self.main_at < len(self.tokens) - 1 and is_adverb(self.tokens[self.main_at].low):
            self.main_at += 1
        word = self.tokens[self.main_at].low if self.tokens else ""
        self.main_verb = base_form(word) if is_verb(word) else None
        self.is_action = self._acts()

    def _acts(self) -> bool:
        if self.main_verb is None:
            return False
        want = (self.story.want or "").lower()
        said_by_role = self.story.means in {"can", "should", "plain", "bare", "third"}
        return said_by_role or want.startswith("to ") or bool(_ABILITY.match(want))

    @cached_property
    def is_builder(self) -> bool:
        """Whether the role builds systems: a developer, a data scientist, a software architect."""
        return bool(_BUILDER.fullmatch(_ROLE_REST.sub("", self.story.role or "")))

    @cached_property
    def is_maker(self) -> bool:
        """Whether the role builds or examines systems: a builder, a tester, a researcher."""
        return self.is_builder or bool(_EXAMINER.fullmatch(_ROLE_REST.sub("", self.story.role or "")))

    @cached_property
    def is_tester(self) -> bool:
        """Whether it is the role's trade to prove that the system works."""
        return bool(_TESTER.search(self.story.role or ""))

    @cached_property
    def short(self) -> str:
        """The want, cut so that a sentence can quote it."""
        return shorten(self.story.want or self.text, 60)

    def span(self, piece: str) -> str | None:
        """The piece as it stands in the text, None when it doesn't."""
        found = piece.strip()
        return found if found and found in self.text else None

    def between(self, first: int, last: int) -> str:
        """The core's text from token `first` to token `last`, both included."""
        return self.core[self.tokens[first].start : self.tokens[last].end]

    def finding(
        self, rule: str, severity: Severity, message: str, span: str | None = None, suggestion: str | None = None
    ) -> Finding:
        """A finding whose span is certain to be a piece of the story."""
        return Finding(
            rule=rule,
            severity=severity,
            message=message,
            span=self.span(span) if span else None,
            suggestion=suggestion,
        )


def is_adverb(word: str) -> bool:
    """Whether a verb may still follow: "automatically", "not", "only"."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and not is_base(word))  # noqa: PLR2004 - "fly", "rely"


def acts(tokens: tuple[Token, ...], at: int, *, surely: bool = False) -> bool:
    """Whether the word at this place is a verb here: `surely` when only a verb can stand here, as after "to"."""
    word = tokens[at].low
    if not is_base(word):
        return False
    if surely or not could_be_noun(word):
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return following in DETERMINERS


def story_text(story: ParsedStory, want: str) -> str:
    """The story in the usual template with another want, which follows "I want"; role and reason are kept."""
    someone = (story.role or "").lower().startswith(("someone", "somebody", "anyone", "anybody", "everyone", "one who"))
    named = story.role if someone else f"{article(story.role or '')} {story.role}"
    who = f"As {named}, " if story.role else ""
    who += f"{story.condition}, " if story.condition and who else ""
    why = ""
    if story.benefit:
        bare = (story.benefit_marker or "").endswith(" to") and is_base(story.benefit.split(None, 1)[0])
        why = f" so that I can {story.benefit}" if bare else f" so that {story.benefit}"
    return f"{who}I want {want.strip()}{why}."
