"""What people are told about the language model: which one reads what, and when it gave nothing."""

from __future__ import annotations

from bot.llm.known import place_of


def reads_along(model: str, base_url: str) -> str:
    """Which provider reads what, for the welcome and the first post of a piece of work; nothing without a model."""
    if not model:
        return ""
    return (
        f"{who(model, base_url)} reads along what is said in interviews and stories, to word them better, "
        "what a retro summary is made of, and the passages that `/context` finds. "
        "Keys and passwords are hidden from it."
    )


def reads_what(model: str, base_url: str) -> str:
    """The same for whoever runs this, in one line."""
    if not model:
        return "none; nothing that people say leaves this machine"
    return (
        f"{who(model, base_url)} reads answers in interviews, briefs, stories, what retro summaries are made of, "
        "and the passages that `/context` finds"
    )


def who(model: str, base_url: str) -> str:
    """The model and where it is: `openai:gpt-4.1-mini at api.openai.com`; nothing without a model."""
    if not model:
        return ""
    place = place_of(model, base_url)
    return f"{model} on {place}" if place == "this machine" else f"{model} at {place}"


NO_ANSWER = "The language model gave no usable answer this time, so these are the rules’ own words."
"""Told where a draft would have been worded better."""
