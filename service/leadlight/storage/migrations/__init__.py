"""One history of the tables for SQLite and PostgreSQL, shipped inside the package."""
