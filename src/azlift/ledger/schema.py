"""The ledger's tables and triggers, on SQLite and on PostgreSQL, and the revisions they went through.

`event` is append-only: the database itself refuses to change or delete a row, and to add one that does not follow from
the last. `lease` says who drives a wave. `upgrade` says which azlift brought the tables to which revision.
"""

from sqlalchemy import Column, Connection, Index, Integer, MetaData, String, Table, Text

REVISIONS = ("0001", "0002")
"""The revisions this azlift knows, oldest first; `migrations` holds the way from each to the next."""
CURRENT = REVISIONS[-1]
VERSION_TABLE = "alembic_version"

METADATA = MetaData()

EVENTS = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("driver", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("event_by_subject", "subject", "seq"),
)

LEASES = Table(
    "lease",
    METADATA,
    Column("wave", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("expires_at", String, nullable=False),
)

UPGRADES = Table(
    "upgrade",
    METADATA,
    Column("revision", String, primary_key=True),
    Column("azlift", String, nullable=False),
    Column("at", String, nullable=False),
)

VERSION = Table(VERSION_TABLE, METADATA, Column("version_num", String(32), primary_key=True))
"""Alembic's own table: one row, the revision."""

APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS event_keeps_its_rows_{verb} BEFORE {verb} ON event "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
        "CREATE TRIGGER event_keeps_its_rows BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER event_keeps_them_all BEFORE TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
"""Triggers of revision 0001."""

EVENT_FOLLOWS = {
    "sqlite": (
        "CREATE TRIGGER event_follows_from_the_last BEFORE INSERT ON event "
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event) OR NEW.previous IS NOT "
        "coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), substr(hex(zeroblob(32)), 1, 64)) "
        "BEGIN SELECT RAISE(ABORT, 'the event does not follow from the last'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_a_gap() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ "
        "DECLARE last record; BEGIN "
        "SELECT seq, hash INTO last FROM event ORDER BY seq DESC LIMIT 1; "
        "IF NEW.seq IS DISTINCT FROM coalesce(last.seq, 0) + 1 "
        "OR NEW.previous IS DISTINCT FROM coalesce(last.hash, repeat('0', 64)) "
        "THEN RAISE EXCEPTION 'the event does not follow from the last'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER event_follows_from_the_last BEFORE INSERT ON event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_a_gap()",
    ),
}
"""Triggers of revision 0002: without them SQLite's INSERT OR REPLACE would put one row in the place of another."""


def run_all(connection: Connection, statements: dict[str, tuple[str, ...]]) -> None:
    """Run the statements of the connection's kind of database."""
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def create_tables(connection: Connection) -> None:
    """A new ledger as of the current revision; the same as all migrations, one after the other."""
    METADATA.create_all(connection)
    run_all(connection, APPEND_ONLY)
    run_all(connection, EVENT_FOLLOWS)
    connection.execute(VERSION.insert().values(version_num=CURRENT))
