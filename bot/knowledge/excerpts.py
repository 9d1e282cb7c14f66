"""What is quoted of a passage: the part that is nearest to the question, as people read it, not as it is marked up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.values import Passage
from bot.knowledge.words import query_terms, terms

_QUOTED = 1_000  # characters; a line without blanks has no end
_CODE = 4  # lines of code that are shown whole
_BEGIN = 2  # of what is longer
_FACT = re.compile(r"^\s*[-*]\s*\**(?:Status|Date|Deciders?|Supersedes|Owner)\b\**\s*:", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([\w-]*)")
_DRAWN = frozenset({"mermaid", "plantuml", "puml", "dot", "graphviz", "d2"})
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}[\s:|-]*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+")
_BOLD = re.compile(r"(?<![\w*\\])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?!\w)")
_LINK = re.compile(r"!?\[([^\[\]\n]+)\]\((?:[^()\s]|\([^()\s]*\))+(?:\s+\"[^\"\n]*\")?\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def snippet(passage: Passage, query: str, words: int = 60) -> str:
    """The part of a passage that is nearest to the question, whole lines or sentences, at most about `words` words."""
    text = _nearest_part(passage, query, words)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"


def _nearest_part(passage: Passage, query: str, words: int) -> str:
    told = [line for line in passage.text.split("\n") if not _FACT.match(line)]
    text = readable("\n".join(told).strip("\n") or passage.text)
    if len(text.split()) <= words:
        return text
    wanted = set(query_terms(query))
    lines = [line for line in text.split("\n") if line.strip()]
    best, best_score = 0, -1.0
    for start in range(len(lines)):
        count, score = 0, 0.0
        for line in lines[start:]:
            if count and count + len(line.split()) > words:
                break
            count += len(line.split())
            score += len(wanted & set(terms(line)))
        if score > best_score:
            best, best_score = start, score
    taken: list[str] = []
    for line in lines[best:]:
        if taken and sum(len(each.split()) for each in taken) + len(line.split()) > words:
            break
        taken.append(line)
    return "\n".join(taken)


def readable(text: str) -> str:
    """The same words without their markup. Diagrams and long code, which nobody reads in a chat, are cut with a …."""
    return "\n".join(_readable(_COMMENT.sub("", text).split("\n"))).strip("\n")


def _readable(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence:
            end = at + 1
            while end < len(lines) and not lines[end].strip().startswith(fence[1]):
                end += 1
            yield from _code(fence[2].lower(), lines[at + 1 : end])
            at = end + 1
            continue
        if not _RULE.match(lines[at]):
            yield _LINK.sub(r"\1", _BOLD.sub(r"\1", _HEADING.sub("", lines[at])))
        at += 1


def _code(language: str, lines: list[str]) -> Iterator[str]:
    if language in _DRAWN:
        yield f"[… a diagram, {_count(len(lines), 'line')}]"
    elif len(lines) <= _CODE:
        yield from lines
    else:
        yield from lines[:_BEGIN]
        yield f"[… {_count(len(lines) - _BEGIN, 'more line')} of code]"


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
