"""Leadlight says what is worth checking in a job ad, with its evidence."""

__version__ = "0.1.0"
