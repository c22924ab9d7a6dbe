"""Register of employment agencies (KRAZ) of Poland."""
