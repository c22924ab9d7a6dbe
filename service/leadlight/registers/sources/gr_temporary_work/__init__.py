"""Temporary employment companies (ΕΠΑ) of Greece."""
