"""Every platform keeps the same promises."""
