"""Recruiting licences of Bangladesh."""
