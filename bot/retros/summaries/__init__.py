"""`/retro-summary`: what was said since the last retrospective, summed up, sent when it is wished, kept and edited."""
