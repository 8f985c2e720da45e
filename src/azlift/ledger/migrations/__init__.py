"""The ledger's way from one revision of its tables to the next, run by Alembic when a ledger is opened."""
