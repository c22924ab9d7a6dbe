"""Certificates for employment mediation of Bulgaria."""
