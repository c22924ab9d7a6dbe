"""How long tests wait for what must come, before they call it missing."""

PATIENCE_S = 120.0
"""Everything waited for comes within a few seconds; the rest is for a machine that does ten other things."""
