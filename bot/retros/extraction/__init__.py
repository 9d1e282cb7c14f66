"""What a team said, taken apart: what went well, what to improve, themes, decisions, who does what by when."""
