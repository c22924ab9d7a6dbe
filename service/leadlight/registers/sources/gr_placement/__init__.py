"""Private placement offices (ΙΓΕΕ) of Greece."""
