"""Revision 0001: what azlift 0.1.0 made. Events that are never changed, and leases."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

from azlift.ledger.schema import APPEND_ONLY, run_all

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the two tables, and have the database refuse to change an event."""
    says = [Column(name, String, nullable=False) for name in ("at", "subject", "stage", "kind", "key", "noun")]
    ends = [Column(name, String, nullable=False) for name in ("driver", "previous", "hash")]
    number = Column("seq", Integer, primary_key=True, autoincrement=False)
    op.create_table("event", number, *says, Column("body", Text, nullable=False), *ends)
    op.create_index("event_by_subject", "event", ["subject", "seq"])
    op.create_table(
        "lease",
        Column("wave", String, primary_key=True),
        Column("owner", String, nullable=False),
        Column("fence", Integer, nullable=False),
        Column("expires_at", String, nullable=False),
    )
    run_all(op.get_bind(), APPEND_ONLY)
