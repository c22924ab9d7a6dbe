"""Agents for placing workers abroad of Romania."""
