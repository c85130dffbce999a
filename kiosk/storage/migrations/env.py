"""Alembic's entry: migrations run on the connection that `storage.migrate` hands in."""

from alembic import context

from kiosk.storage.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
