"""Licensed employment agencies of Ireland."""
