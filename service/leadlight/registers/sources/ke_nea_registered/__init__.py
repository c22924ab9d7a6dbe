"""Registered private employment agencies of Kenya."""
