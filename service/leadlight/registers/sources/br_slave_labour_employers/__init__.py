"""Employers that Brazil lists for labour in conditions analogous to slavery."""
