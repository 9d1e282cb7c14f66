"""What a language model put into a summary of a retrospective, and what its readers are told about that."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Value


class Sentence(Value):
    """A sentence of the opening: the short names of the lines that it tells, and the remarks that these rest on."""

    text: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]


class Words(Value):
    """`model`: who was asked, and where it is. `refused`: the short names of lines, `T1` of a theme, `opening`.

    `silent`: what is told where it gave nothing, so that all or the rest is as the rules have it.
    """

    model: str
    opening: tuple[Sentence, ...] = ()
    refused: tuple[str, ...] = ()
    silent: str = ""

    def without(self, names: Sequence[str]) -> Words:
        """The same where these lines are left out: a sentence that tells one of them goes, too."""
        return self.model_copy(
            update={
                "opening": tuple(each for each in self.opening if not set(each.lines) & set(names)),
                "refused": tuple(each for each in self.refused if each not in names),
            }
        )


def told_of(words: Words | None) -> str:
    """Who worded it, and what stands in the rules' own words; nothing where no model was asked."""
    if words is None:
        return ""
    told = [f"Read and worded by {words.model}; quotes stay as they were said."]
    lines = [name for each in words.refused if (name := _NAMES.get(each[:1]))]
    if lines:
        counted = [_so_many(lines.count(name), name) for name in dict.fromkeys(lines)]
        stand = "it stands" if len(lines) == 1 else "they stand"
        told.append(
            f"Its wording of {' and '.join(counted)} said more or less than was said, "
            f"so {stand} in the rules’ own words."
        )
    if "opening" in words.refused:
        more = " in part" if words.opening else ""
        told.append(f"Its opening said more than the lines below, so it is left out{more}.")
    return " ".join((*told, *filter(None, [words.silent])))


_NAMES = {"A": "action", "D": "decision", "T": "theme"}


def _so_many(count: int, name: str) -> str:
    return f"one {name}" if count == 1 else f"{count} {name}s"
