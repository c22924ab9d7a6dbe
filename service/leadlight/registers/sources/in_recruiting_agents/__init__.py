"""Registered recruiting agents of India."""
