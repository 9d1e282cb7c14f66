"""A whole post as a Markdown document, for what is too long to be read in a chat."""

from __future__ import annotations

from bot.chat import Bullets, Chart, Choices, Code, Fields, Form, Heading, Markdown, Part, Post, Progress, Quote, Table


def document(post: Post) -> str:
    """Everything that the post says."""
    blocks = [post.text, *(_written(part) for part in post.parts)]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _written(part: Part) -> str:
    match part:
        case Heading(text=text, level=level):
            return f"{'#' * level} {text}"
        case Markdown(text=text):
            return text
        case Fields(items=items):
            return "\n".join(f"- **{label}**: {value}" for label, value in items)
        case Bullets(items=items, numbered=numbered):
            return "\n".join(f"{f'{at}.' if numbered else '-'} {item}" for at, item in enumerate(items, 1))
        case Quote(text=text, author=author, link=link):
            lines = [*text.split("\n"), *([f"— {author}"] if author else []), *([link] if link else [])]
            return "\n".join(f"> {line}" for line in lines)
        case Code(text=text, language=language):
            fence = "```" if "```" not in text else "~~~~~~"
            return f"{fence}{language}\n{text}\n{fence}"
        case Progress(label=label, done=done, total=total):
            return f"{label}: {done} of {total}"
        case Table():
            return _table(part)
        case Chart():
            return _table(part.table)
        case Choices(prompt=prompt, options=options):
            return "\n".join([prompt, *(f"- {option.label}" for option in options)])
        case Form(title=title, fields=fields):
            return "\n".join([title, *(f"- {field.label}: {field.value}" for field in fields)])


def _table(part: Table) -> str:
    columns = max((len(part.headers), *(len(row) for row in part.rows)), default=0)
    heads = [*part.headers, *[""] * (columns - len(part.headers))]
    lines = [part.title, ""] if part.title else []
    lines += [_row(heads), "|" + "---|" * columns]
    return "\n".join([*lines, *(_row([*row, *[""] * (columns - len(row))]) for row in part.rows)])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"
