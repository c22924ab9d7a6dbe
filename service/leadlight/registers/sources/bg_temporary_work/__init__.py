"""Temporary work enterprises of Bulgaria."""
