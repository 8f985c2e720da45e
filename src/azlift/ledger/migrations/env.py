"""Alembic's entry: it runs the migrations in the connection, and the transaction, it is given."""

from alembic import context

from azlift.ledger.schema import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
