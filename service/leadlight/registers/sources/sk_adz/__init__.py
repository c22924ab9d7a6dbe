"""Temporary work agencies (ADZ) of Slovakia."""
