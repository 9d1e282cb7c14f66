"""Looks at whether a retro can be held as the settings say."""

from __future__ import annotations

from bot.config import Config
from bot.doctor import Line


async def retros(config: Config) -> list[Line]:
    """Whether the format is there, and what is kept of people."""
    from bot.prompts import load_prompts

    chosen, formats = config.retros, load_prompts(config.prompts_dir).retros
    if chosen.format not in formats:
        found = f"`retros.format` is `{chosen.format}`, which isn’t in prompts/retros."
        return [Line(subject="Retros", state="wrong", found=found, mend=f"Use one of {', '.join(formats)}.")]
    names = "no author is kept" if chosen.anonymous else "authors are kept unless a retro is begun with --anonymous"
    mood = ", people are asked how the sprint was" if chosen.mood else ""
    told = f"{formats[chosen.format].title}, {chosen.votes} votes each, {names}{mood}."
    return [Line(subject="Retros", state="well", found=told)]
