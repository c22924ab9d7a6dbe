"""Temporary work agencies (ETT) of Spain."""
