"""Register of employment agencies (Albo) of Italy."""
