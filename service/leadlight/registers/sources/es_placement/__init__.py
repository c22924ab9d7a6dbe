"""Placement agencies (agencias de colocación) of Spain."""
