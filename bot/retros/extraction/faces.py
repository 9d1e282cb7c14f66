"""Pictures that stand for a mood: what they open when they stand alone, and what they say of the note they lead."""

from __future__ import annotations

import re

from bot.retros.extraction.log import Section

EMOJI: dict[str, Section] = {
    **dict.fromkeys(
        "sunny sun_with_face smile smiley slightly_smiling_face grinning blush heart_eyes star star2 rainbow "
        "white_check_mark "
        "heavy_check_mark heavy_plus_sign large_green_circle green_circle green_heart green_apple rose arrow_up "
        "trophy".split(),
        "went_well",
    ),
    **dict.fromkeys(
        "rain_cloud cloud thunder_cloud_and_rain lightning lightning_cloud cry sob disappointed white_frowning_face "
        "slightly_frowning_face "
        "frowning worried angry rage no_entry octagonal_sign x heavy_minus_sign red_circle large_red_circle storm "
        "tornado anchor wilted_flower "
        "arrow_down cloud_with_rain umbrella_with_rain_drops face_with_symbols_on_mouth".split(),
        "to_improve",
    ),
    **dict.fromkeys(
        "bulb thought_balloon seedling rocket test_tube large_blue_circle large_yellow_circle".split(), "ideas"
    ),
    **dict.fromkeys("memo clipboard dart hammer hammer_and_wrench pushpin ballot_box_with_check".split(), "actions"),
}
PICTURES: dict[str, Section] = {
    **dict.fromkeys("☀ 🌞 😀 😃 😄 🙂 😊 ⭐ 🌟 ✅ ✔ ➕ 🟢 💚 🌹 👍 🏆 🎉".split(), "went_well"),
    **dict.fromkeys("🌧 ⛈ 🌩 😢 😭 😞 🙁 ☹ 😠 😡 ⛔ 🛑 ❌ ➖ 🔴 ⚓ 👎 🥀".split(), "to_improve"),
    **dict.fromkeys("💡 💭 🌱 🧪".split(), "ideas"),
    **dict.fromkeys("📝 📋 🎯 🔨".split(), "actions"),
}
_ALONE: dict[str, Section] = {
    **dict.fromkeys("+1 thumbsup tada clap muscle".split(), "went_well"),
    **dict.fromkeys("-1 thumbsdown".split(), "to_improve"),
}
"""Over notes they open a part; before what somebody says they only agree."""
CODE = re.compile(r":([a-z0-9_+'-]+):")
SMILEYS: dict[str, Section] = {
    ":)": "went_well",
    ":-)": "went_well",
    ":D": "went_well",
    ":(": "to_improve",
    ":-(": "to_improve",
}
_LEADING_CODE = re.compile(r"^\s*:([a-z0-9_+'-]+):\s*(?P<rest>\S.*)$", re.DOTALL)


def face_of(text: str) -> Section | None:
    """The section that pictures open which stand alone over notes: `## 🙂`, `**:(**`, `:bulb:`."""
    line = text.strip(" *_#=~\ufe0f")
    code = CODE.fullmatch(line.strip("()[] "))
    found = {PICTURES.get(each) for each in line.strip("()[]: ") if each not in " \ufe0f"}
    alone = next(iter(found)) if len(found) == 1 else None
    return SMILEYS.get(line) or (EMOJI.get(code[1]) or _ALONE.get(code[1]) if code else None) or alone


def leading_mood(text: str) -> tuple[str, str]:
    """The emoji that a remark begins with, and the rest; "" where it begins with none that stands for a mood."""
    line = text.strip()
    code = _LEADING_CODE.match(line)
    if code and code[1] in EMOJI:
        return code[1], code["rest"].strip()
    for smiley in SMILEYS:
        if line.startswith(f"{smiley} "):
            return smiley, line[len(smiley) :].strip()
    if line[:1] in PICTURES:
        return line[0], line[1:].lstrip("\ufe0f ").strip()
    return "", line
