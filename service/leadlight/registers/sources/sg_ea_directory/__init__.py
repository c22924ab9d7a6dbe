"""Employment agency directory of Singapore."""
