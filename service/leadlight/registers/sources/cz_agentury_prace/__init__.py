"""Employment agencies of Czechia."""
