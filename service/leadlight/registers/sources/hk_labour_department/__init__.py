"""Licensed employment agencies of Hong Kong."""
