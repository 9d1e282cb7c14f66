"""Looks at the gates that a team has set itself, and at what its assessment asks."""

from __future__ import annotations

from bot.config import Config
from bot.doctor import Line


async def gates(config: Config) -> list[Line]:
    """Which gates are on; with none, nothing can ever be told."""
    from bot.prompts import load_prompts

    asked = f"`/assess` asks {len(load_prompts(config.prompts_dir).assessment.statements)} statements."
    on = [f"{name} {limit}" for name, limit in config.gates.model_dump().items() if limit is not None]
    if not on:
        found = f"every gate is switched off, so `/health gates` can’t tell anything; {asked}"
        return [Line(subject="Gates", state="note", found=found, mend="Give one a number under `gates:`.")]
    return [Line(subject="Gates", state="well", found=f"{', '.join(on)}; {asked}")]
