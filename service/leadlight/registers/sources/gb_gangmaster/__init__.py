"""Licensed labour providers (gangmasters) of the United Kingdom."""
