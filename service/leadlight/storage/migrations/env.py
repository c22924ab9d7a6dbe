"""Runs the migrations on the connection that `leadlight.storage.migrate` hands over. Never reads a URL or a setting."""

from alembic import context

from leadlight.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
