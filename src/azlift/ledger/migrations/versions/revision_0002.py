"""Revision 0002: the database refuses an event that does not follow from the last, and says who upgraded it."""

from alembic import op
from sqlalchemy import Column, String

from azlift.ledger.schema import EVENT_FOLLOWS, run_all

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the trigger and the table of upgrades."""
    op.create_table(
        "upgrade",
        Column("revision", String, primary_key=True),
        Column("azlift", String, nullable=False),
        Column("at", String, nullable=False),
    )
    run_all(op.get_bind(), EVENT_FOLLOWS)
