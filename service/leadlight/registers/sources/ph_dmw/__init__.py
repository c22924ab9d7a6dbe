"""Licensed recruitment agencies (DMW) of the Philippines."""
